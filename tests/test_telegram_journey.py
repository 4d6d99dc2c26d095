"""The same conversations by Telegram: every transcript through its handler."""

from datetime import datetime
from pathlib import Path

import pytest
from telegram import Update

from backend.messaging.sms_text import fold_for_sms
from backend.talk import replay, replay_telegram
from backend.values import Attachment, Inbound
from bot.handlers.telegram.updates import to_inbound
from tests.stand_ins.telegram import TOKEN, Telegram

pytestmark = pytest.mark.slow

CHAT = 4242
BOT = TOKEN.partition(":")[0]
TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
# A list of contacts holds telephone numbers; a long text is cut by telephones only.
TELEGRAM = Telegram()
BY_SMS_ONLY = ("invite", ">>", "\n+ document", "\n+ photo", "cv ?")
BY_TELEGRAM_ONLY = [path for path in TRANSCRIPTS if path.stem.startswith("telegram_")]


def by_telegram(number: int, text: str, attached: tuple[Attachment, ...], now: datetime) -> Inbound:
    """What the handler makes of the person's message, sent as an Update of the Bot API."""
    if attached:
        return Inbound("telegram", str(number), str(CHAT), BOT, text, now, attached)
    update = TELEGRAM.message(CHAT, text) | {"update_id": number}
    inbound = to_inbound(Update.de_json(update), BOT, now)
    assert inbound is not None
    return inbound


def answers(transcript: str) -> list[str]:
    return [fold_for_sms(line) for line in transcript.splitlines() if line.startswith("<")]


@pytest.mark.parametrize(
    "path",
    [p for p in TRANSCRIPTS if p not in BY_TELEGRAM_ONLY and not any(w in p.read_text() for w in BY_SMS_ONLY)],
    ids=lambda path: path.stem,
)
def test_the_same_is_said_by_telegram(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert answers(replay(written, "telegram", str(CHAT), by_telegram)) == answers(written)


@pytest.mark.parametrize("path", BY_TELEGRAM_ONLY, ids=lambda path: path.stem)
def test_what_only_telegram_can_do_goes_through_its_handler(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert replay_telegram(written, by_telegram) == written
