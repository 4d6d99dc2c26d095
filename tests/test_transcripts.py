"""Every transcript is replayed through the real engine, dispatch, inbox and outbox, and must give the same words.

A wording changed on purpose: `python tools/transcripts.py` writes them again, and the diff is read like code.
"""

from pathlib import Path

import pytest

from backend.talk import replay, replay_telegram

pytestmark = pytest.mark.slow

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_transcript_is_what_is_said(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    by = replay_telegram if path.stem.startswith("telegram_") else replay
    assert by(written) == written


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 12
