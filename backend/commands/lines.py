"""Commands that read JSON lines and write JSON lines: `understand`, `rank`, `read-offer`; and `explain` for a human.

Stable: other programs are built on them. They never fail on odd input; see docs/understanding.md and docs/matching.md.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO, TypeVar

from sqlmodel import Session

from backend.commands.told import fail, tell, warn
from backend.database import connect, reading
from backend.matching.lines import rank_lines
from backend.matching.rank import explain as explain_pair
from backend.matching.setting import setting
from backend.offers.lawful import marks
from backend.offers.needs import read_facts
from backend.offers.needs import read_offer as needs_of
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.pool import offer_of, person_of
from backend.placement.weights import setting_of_office
from backend.ports import SystemClock
from backend.reference import communes, occupations
from backend.reference.rome import NotRome, read_archive, read_compact
from backend.settings import read_settings
from bot.understanding.lines import understand_lines

Row = TypeVar("Row", Offer, Candidate)


def understand(kind: str, rome: Path | None) -> None:
    """Read texted French: one JSON line on standard input, one JSON line out, in order."""
    now = SystemClock(read_settings().timezone).now().replace(tzinfo=None)
    _write(understand_lines(kind, _lines(), nomenclature(rome), now))


def rank(offers: Path, people: Path, top: int, rome: Path | None) -> None:
    """Rank people for offers: one JSON line out per offer, with the reasons. Standard error names the lines of people
    that are left out."""
    here = setting(SystemClock(read_settings().timezone).now().date(), nomenclature(rome))

    def left_out(line: int, why: str) -> None:
        warn(f"{people}, line {line}: {why}")

    with _opened(offers) as offer_lines, _opened(people) as people_lines:
        _write(rank_lines(offer_lines, people_lines, here, place_of, read_facts, top, left_out))


def read_offer() -> None:
    """What an offer's text asks for: {"text"} in, {"needs": [{"code", "must", "words"}]} out, a line each."""
    _write(json.dumps(needs_of(_text(line)), ensure_ascii=False) for line in _lines())


def check_offer() -> None:
    """What may not stand in an offer: {"text"} in, {"marks": […]} out, a line each."""
    _write(json.dumps(marks(_text(line)), ensure_ascii=False) for line in _lines())


def explain(offer: int, person: int) -> None:
    """Print why a stored candidate suits a stored offer, or not."""
    settings = read_settings()
    now = SystemClock(settings.timezone).now()
    with reading(connect(settings.database_url)) as session:
        asked, candidate = _stored(session, Offer, offer), _stored(session, Candidate, person)
        here = setting_of_office(session, asked.office_id, now)
        tell(explain_pair(offer_of(asked), person_of(candidate, now), here))


def nomenclature(path: Path | None) -> occupations.Nomenclature:
    """Our lexicon, with ROME when a path is given. Ends with a word when it is no ROME."""
    if path is None:
        return occupations.default()
    try:
        rome = read_compact(path) if path.suffix == ".gz" else read_archive(path)[0]
    except (NotRome, OSError) as error:
        fail(f"--rome {path}: {error}")
    return occupations.Nomenclature(occupations.lexicon(), rome)


def place_of(code: str) -> tuple[float, float] | None:
    """The point of a commune by its INSEE code."""
    commune = communes.by_code(code)
    return (commune.latitude, commune.longitude) if commune else None


def _stored(session: Session, table: type[Row], row_id: int) -> Row:
    row = session.get(table, row_id)
    if row is None:
        fail(f"there is no {table.__name__.lower()} {row_id} in this database")
    return row


def _lines() -> Iterable[str]:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    return sys.stdin


def _text(line: str) -> str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    text = row.get("text") if isinstance(row, dict) else None
    return text if isinstance(text, str) else ""


def _write(lines: Iterable[str]) -> None:
    """Each line at once: whoever asks may be waiting for it."""
    for line in lines:
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", errors="replace")  # a BOM is no part of the first line
    except OSError as error:
        fail(f"{path}: {error.strerror}")
