"""How full the sessions are and who did not come, by kind and by month. Only closed sessions count: each one's people
have a status there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from backend.agenda.tables import AgendaSession, Booking


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the closed sessions of one kind that began in one month (its first day), or of several together.

    `booked` people had a seat: each was present, absent without a word, or excused. Rates are None without data.
    """

    kind: str = ""
    month: date | None = None
    sessions: int = 0
    seats: int = 0
    booked: int = 0
    present: int = 0
    absent: int = 0
    excused: int = 0

    @property
    def fill_rate(self) -> float | None:
        return self.booked / self.seats if self.seats else None

    @property
    def no_show_rate(self) -> float | None:
        """Absent without a word, among those who had a seat."""
        return self.absent / self.booked if self.booked else None


COUNTS = ("sessions", "seats", "booked", "present", "absent", "excused")


def by_kind_and_month(session: Session, office_id: int, since: datetime, until: datetime) -> list[Figures]:
    """One for each kind and month with a closed session, months in order. `since` is in the office's time zone."""
    closed = (
        AgendaSession.office_id == office_id, AgendaSession.status == "closed", AgendaSession.starts_at >= since,
        AgendaSession.starts_at < until,
    )  # fmt: skip
    people: dict[int, dict[str, int]] = {}
    counted = (
        select(Booking.session_id, Booking.attendance, func.count())
        .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
        .where(Booking.status == "booked", *closed)
        .group_by(col(Booking.session_id), Booking.attendance)
    )
    for session_id, status, count in session.exec(counted):
        people.setdefault(session_id, {})[status] = count
    found: dict[tuple[date, str], Figures] = {}
    for event in session.exec(select(AgendaSession).where(*closed)):
        month = event.starts_at.astimezone(since.tzinfo).date().replace(day=1)
        here = found.get((month, event.kind), Figures(event.kind, month))
        found[month, event.kind] = _with(here, event, people.get(event.id or 0, {}))
    return [found[key] for key in sorted(found)]


def _with(here: Figures, event: AgendaSession, people: dict[str, int]) -> Figures:
    return replace(
        here, sessions=here.sessions + 1, seats=here.seats + event.seats, booked=here.booked + sum(people.values()),
        present=here.present + people.get("present", 0), absent=here.absent + people.get("absent", 0),
        excused=here.excused + people.get("excused", 0),
    )  # fmt: skip


def together(figures: Iterable[Figures], kind: str = "") -> Figures:
    """Their sum; a rate of the sum is that of all the seats, not a mean of rates."""
    every = [one for one in figures if not kind or one.kind == kind]
    return Figures(kind, None, *(sum(getattr(one, name) for one in every) for name in COUNTS))


def to_close(session: Session, office_id: int, now: datetime) -> list[AgendaSession]:
    """Sessions that are over and that nobody closed yet, oldest first: they do not count."""
    over = select(AgendaSession).where(
        AgendaSession.office_id == office_id, AgendaSession.status == "open", AgendaSession.ends_at <= now
    )
    return list(session.exec(over.order_by(col(AgendaSession.starts_at)).limit(50)))
