"""Replay tests/transcripts/*.txt (or the files named) and write what is really answered. Read the diff."""

import sys
from pathlib import Path

from backend.talk import replay, replay_telegram

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "transcripts"


def main() -> None:
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt")):
        written = path.read_text(encoding="utf-8")
        played = replay_telegram(written) if path.stem.startswith("telegram_") else replay(written)
        path.write_text(played, encoding="utf-8")
        print("same   " if played == written else "changed", path.name)


if __name__ == "__main__":
    main()
