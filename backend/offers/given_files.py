"""Files of offers given at the console: looked at first with nothing kept, then brought in, or forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.offers.files import read_file
from backend.offers.imports import ImportReport, NotOffers, OffersRead, bring_in, read_all
from backend.offers.tables import OfferImport

# A file that was looked at and left is forgotten after this.
FORGOTTEN_AFTER = timedelta(days=1)
DONE = "Ce fichier est déjà importé."


@dataclass(frozen=True, slots=True)
class Given:
    """A file, who gives it and for which office."""

    office_id: int
    adviser_id: int
    name: str
    content: bytes


def read_given(name: str, content: bytes, near: str) -> OffersRead:
    """The offers of a file; `near` is the office's commune (INSEE). Raises NotOffers.

    It takes its time, and no database: read before the transaction, so that nobody waits for it.
    """
    file = read_file(name, content, near)
    return read_all(file.source, file.raw)


def look(session: Session, given: Given, offers: OffersRead, now: datetime) -> OfferImport:
    """What bringing this file in would do: all is done and undone, the report and the file are kept."""
    trial = session.begin_nested()
    try:
        report = bring_in(session, given.office_id, offers, now)
    finally:
        trial.rollback()
    row = OfferImport(
        office_id=given.office_id, adviser_id=given.adviser_id, file_name=given.name[-120:], content=given.content,
        report=report.as_json(), made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def bring_in_for_good(session: Session, row: OfferImport, offers: OffersRead, now: datetime) -> ImportReport:
    """The same offers, kept this time; they wait for the matcher. Raises NotOffers when it was done already."""
    session.refresh(row, with_for_update=True)
    if row.done_at is not None:
        raise NotOffers(DONE)
    report = bring_in(session, row.office_id, offers, now)
    row.report, row.done_at, row.content = report.as_json(), now, None
    session.add(row)
    session.flush()
    return report


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
