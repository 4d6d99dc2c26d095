"""A turn of several messages as the engine takes it: pieces that belong together, and words of command apart."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from backend.messaging.inbox import Waiting
from backend.values import Attachment
from bot.attachments import BUTTON, DEAD_LINK, LINK
from bot.heard import Heard, heard
from bot.understanding.stop_words import global_word

# Telegram's own first message, with or without the token of a deep link: see backend/people/start_links.py.
BEGIN = re.compile(r"/start(?:@\w+)?(?: (?P<payload>.*))?\Z", re.DOTALL | re.IGNORECASE)
# "/stop", "/aide@mission_emploi_bot": words of command as Telegram's own menu writes them.
COMMAND = re.compile(r"/([a-z_]+)(?:@\w+)?(?=\s|\Z)", re.IGNORECASE)
TOKEN = re.compile(r"[\w-]{22}")
# Where a telephone cuts a long message: alone, and with the header that says which part it is (GSM-7, then UCS-2).
CUTS = (160, 153, 70, 67)


def token_in(message: Waiting) -> str:
    """The token of the deep link that this message is, or ""."""
    begins = BEGIN.match(message.text)
    payload = (begins["payload"] or "").strip() if begins else ""
    return payload if TOKEN.fullmatch(payload) else ""


def heard_in(messages: Sequence[Waiting], asked_at: str, dead: Collection[int] = ()) -> Iterator[Heard]:
    """One Heard for each word of command, button or document, one for each stretch of words between them.

    `asked_at` is when the present question was asked (ISO 8601): what was received before is late. `dead` are the
    messages that are links which lead nowhere.
    """
    stretch: list[Waiting] = []
    for message in _without_first_presses(messages):
        if alone := _alone(message, asked_at, dead):
            yield from _together(stretch, asked_at)
            yield alone
            stretch = []
        else:
            stretch.append(message)
    yield from _together(stretch, asked_at)


def _without_first_presses(messages: Sequence[Waiting]) -> list[Waiting]:
    """Of several presses under one message the last one counts: a button was held too long, or thought over."""
    last = {row: message.id for message in messages if (row := _pressed_row(message))}
    return [message for message in messages if last.get(_pressed_row(message), message.id) == message.id]


def _pressed_row(message: Waiting) -> str:
    return next((sent["reference"] for sent in message.attachments if sent["kind"] == BUTTON), "")


def _alone(message: Waiting, asked_at: str, dead: Collection[int]) -> Heard | None:
    """A message that is no part of a sentence: the chat opened, a word of command, a button, a document."""
    if token_in(message):
        return Heard((), (Attachment(DEAD_LINK if message.id in dead else LINK, ""),), began=True)
    if BEGIN.match(message.text):
        return Heard(("bonjour",), began=True)
    if message.attachments or global_word(_said(message)) is not None:
        return _heard([message], asked_at)
    return None


def _together(messages: list[Waiting], asked_at: str) -> Iterator[Heard]:
    if messages:
        yield _heard(messages, asked_at)


def _heard(messages: list[Waiting], asked_at: str) -> Heard:
    attached = [Attachment(**sent) for message in messages for sent in message.attachments]
    late = bool(asked_at) and messages[-1].received_at < datetime.fromisoformat(asked_at)
    return heard(_joined_where_cut([_said(message) for message in messages]), attached, late)


def _said(message: Waiting) -> str:
    return COMMAND.sub(r"\1", message.text, count=1) if message.text.startswith("/") else message.text


def _joined_where_cut(texts: Sequence[str]) -> list[str]:
    """Three pieces of one long message are one again."""
    pieces: list[str] = []
    cut = False
    for text in texts:
        pieces[-1:] = [pieces[-1] + text] if cut else [*pieces[-1:], text]
        cut = len(text) in CUTS
    return pieces
