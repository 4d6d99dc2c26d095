"""What waits for the advisers this morning: few numbers, each one a door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.routing import route

from admin import places, words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page
from admin.waiting import count_to_review
from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.wording import say_day, say_moment
from backend.messaging.tables import InboundMessage, Task
from backend.people.tables import Candidate
from backend.placement import training
from backend.placement.lifecycle import State
from backend.placement.tables import Suggestion

NEW_WITHIN = timedelta(days=7)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Door:
    """A number that leads somewhere. `words` has the singular and the plural; `red` cannot wait."""

    count: int
    words: tuple[str, str]
    url: str
    urgent: bool = False
    red: bool = False

    @property
    def label(self) -> str:
        return self.words[0] if self.count < 2 else self.words[1]


@dataclass(frozen=True, slots=True)
class Coming:
    """A workshop to come and its seats."""

    event: AgendaSession
    kind: str
    taken: int
    when: str

    @property
    def free(self) -> int:
        return max(0, self.event.seats - self.taken)


class TodayPage(Page):
    menu_label = "Aujourd'hui"
    icon = "fa fa-sun"
    path = "/"
    route_name = "index"
    template = "pages/today.html"

    @route("")
    async def index(self, request: Request) -> Response:
        office_id, now = signed_in(request).office_id, now_of(request)
        return self.render(request, await in_thread(_waiting, request, session_of(request), office_id, now))


def _waiting(request: Request, session: Session, office_id: int, now: datetime) -> dict[str, Any]:
    red = training.red_cases(session, office_id, now.date())
    return {
        "today": f"{say_day(now)} {now.year}",
        "doors": _doors(request, session, office_id, now, len(red)),
        "tasks": _tasks(session, office_id),
        "red": [(case, training.say_missing(case.missing), training.deadline(case)) for case in red],
        "coming": _coming(session, office_id, now),
        "newcomers": _newcomers(session, office_id, now),
        "zone": now.tzinfo,
        "town": places.written,
        "kinds": words.TASK_KINDS,
    }


def _doors(request: Request, session: Session, office_id: int, now: datetime, red: int) -> list[Door]:
    def to_list(key: str) -> str:
        return str(request.url_for("console:list", key=key))

    tasks = _count(session, Task, Task.office_id == office_id, col(Task.done_at).is_(None))
    interested = _count(session, Suggestion, Suggestion.office_id == office_id, Suggestion.state == State.INTERESTED)
    aside = _count(
        session, InboundMessage, InboundMessage.office_id == office_id, col(InboundMessage.set_aside_at).is_not(None)
    )
    review, dossiers = str(request.url_for("console:review")), str(request.url_for("console:dossiers"))
    to_review = count_to_review(session, office_id, now)
    trainings = Door(
        red, ("formation arrive à échéance", "formations arrivent à échéance"),
        str(request.url_for("console:trainings")), red=True,
    )  # fmt: skip
    return [
        Door(to_review, ("proposition à relire", "propositions à relire"), review, urgent=to_review > 0),
        *([trainings] if red else []),
        Door(interested, ("candidature à transmettre", "candidatures à transmettre"), dossiers),
        Door(tasks, ("chose à faire", "choses à faire"), to_list("taches")),
        Door(aside, ("message mis de côté", "messages mis de côté"), to_list("messages-recus")),
    ]


def _count(session: Session, table: Any, *conditions: Any) -> int:
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def _tasks(session: Session, office_id: int) -> list[tuple[Task, Candidate | None]]:
    """What waits the longest, each with whom it is about."""
    waiting = (
        select(Task, Candidate)
        .join(Candidate, col(Candidate.id) == col(Task.candidate_id), isouter=True)
        .where(Task.office_id == office_id, col(Task.done_at).is_(None))
    )
    return [(task, who) for task, who in session.exec(waiting.order_by(col(Task.id)).limit(SHOWN))]


def _coming(session: Session, office_id: int, now: datetime) -> list[Coming]:
    booked = select(func.count()).where(Booking.session_id == AgendaSession.id, Booking.status == "booked")
    events = select(AgendaSession, booked.scalar_subquery()).where(
        AgendaSession.office_id == office_id, AgendaSession.starts_at > now, AgendaSession.status == "open"
    )
    rows = session.exec(events.order_by(col(AgendaSession.starts_at)).limit(SHOWN))
    return [
        Coming(
            event, words.SESSION_KIND.get(event.kind, event.kind), taken,
            say_moment(event.starts_at.astimezone(now.tzinfo)),
        )
        for event, taken in rows
    ]  # fmt: skip


def _newcomers(session: Session, office_id: int, now: datetime) -> list[Candidate]:
    new = select(Candidate).where(Candidate.office_id == office_id, col(Candidate.created_at) > now - NEW_WITHIN)
    return list(session.exec(new.order_by(col(Candidate.created_at).desc()).limit(SHOWN)))
