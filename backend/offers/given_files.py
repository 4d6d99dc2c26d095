"""Files of offers given at the console: looked at first with nothing kept, then brought in, or forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.offers.files import read_file
from backend.offers.imports import ImportReport, NotOffers, bring_in
from backend.offers.tables import OfferImport

# A file that was looked at and left is forgotten after this.
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """Who gives a file, for which office; `near` is the office's commune (INSEE)."""

    office_id: int
    adviser_id: int
    near: str


def look(session: Session, given: Given, name: str, content: bytes, now: datetime) -> OfferImport:
    """What bringing this file in would do: all is done and undone, the report is kept. Raises NotOffers."""
    trial = session.begin_nested()
    try:
        report = _bring_in(session, given, name, content, now)
    finally:
        trial.rollback()
    row = OfferImport(
        office_id=given.office_id, adviser_id=given.adviser_id, file_name=name[-120:], content=content,
        report=report.as_json(), made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def bring_in_for_good(session: Session, given: Given, row: OfferImport, now: datetime) -> ImportReport:
    """The same file, kept this time; its offers wait for the matcher. Raises NotOffers when it was done already."""
    if row.done_at is not None or row.content is None:
        raise NotOffers("Ce fichier est déjà importé.")
    report = _bring_in(session, given, row.file_name, row.content, now)
    row.report, row.done_at, row.content = report.as_json(), now, None
    session.add(row)
    session.flush()
    return report


def _bring_in(session: Session, given: Given, name: str, content: bytes, now: datetime) -> ImportReport:
    file = read_file(name, content, given.near)
    return bring_in(session, given.office_id, file.source, file.raw, now)


def unmatched(session: Session) -> list[OfferImport]:
    """Imports whose offers the matcher has not seen yet."""
    done = select(OfferImport).where(col(OfferImport.done_at).is_not(None), col(OfferImport.matched_at).is_(None))
    return list(session.exec(done.order_by(col(OfferImport.id))))


def forget_left(session: Session, now: datetime) -> int:
    """Files that were looked at and left; how many were forgotten."""
    left = select(OfferImport).where(col(OfferImport.done_at).is_(None), OfferImport.made_at < now - FORGOTTEN_AFTER)
    rows = list(session.exec(left))
    for row in rows:
        session.delete(row)
    return len(rows)
