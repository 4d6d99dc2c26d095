"""A turn of several messages as the engine takes it: pieces that belong together, and words of command apart."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from backend.messaging.inbox import Waiting
from backend.values import Attachment
from bot.heard import Heard, heard
from bot.understanding.stop_words import global_word

# Telegram's own first message, with or without the token of a deep link.
BEGIN = re.compile(r"/start(?: .*)?\Z", re.DOTALL)
# Where a telephone cuts a long message: alone, and with the header that says which part it is (GSM-7, then UCS-2).
CUTS = (160, 153, 70, 67)


def heard_in(messages: Sequence[Waiting], asked_at: str) -> Iterator[Heard]:
    """One Heard for each word of command, button or document, one for each stretch of words between them.

    `asked_at` is when the present question was asked (ISO 8601): what was received before is late.
    """
    stretch: list[Waiting] = []
    for message in messages:
        if _stands_alone(message):
            yield from _together(stretch, asked_at)
            yield from _together([message], asked_at)
            stretch = []
        else:
            stretch.append(message)
    yield from _together(stretch, asked_at)


def _stands_alone(message: Waiting) -> bool:
    return bool(message.attachments) or global_word(message.text) is not None


def _together(messages: list[Waiting], asked_at: str) -> Iterator[Heard]:
    if messages:
        attached = [Attachment(**sent) for message in messages for sent in message.attachments]
        late = bool(asked_at) and messages[-1].received_at < datetime.fromisoformat(asked_at)
        texts = [BEGIN.sub("bonjour", message.text) for message in messages]
        yield heard(_joined_where_cut(texts), attached, late)


def _joined_where_cut(texts: Sequence[str]) -> list[str]:
    """Three pieces of one long message are one again."""
    pieces: list[str] = []
    cut = False
    for text in texts:
        pieces[-1:] = [pieces[-1] + text] if cut else [*pieces[-1:], text]
        cut = len(text) in CUTS
    return pieces
