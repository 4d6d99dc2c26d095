"""Hired: what it closes elsewhere, whom it is told to, and whether it holds after a month and after three."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from backend.messaging import outbox
from backend.messaging.tables import OutboundMessage, Task
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.placement import post
from backend.placement.lifecycle import OPEN, WITH_THE_EMPLOYER, Action, MoveRefused, Role, State, move
from backend.placement.tables import Suggestion
from backend.placement.wording import news
from backend.values import Choice, Purpose

# Days after the first day of work at which the person is asked whether it holds.
ASKED_AFTER = (30, 91)
HOLDS = (Choice("OUI", "Oui"), Choice("NON", "Non"))

# What the clock closes when an offer is no longer open. Whoever is being tried out is the adviser's to settle; so is an
# interview, unless the posts are all taken.
ENDED_BY: dict[str, tuple[State, ...]] = {
    "filled": tuple(state for state in OPEN if state is not State.TRIAL),
    "closed": tuple(state for state in OPEN if state not in (State.TRIAL, State.INTERVIEW)),
}
# Those who have heard of the offer are told that it is over; the others never knew.
_CONCERNED = (State.SENT, State.SILENT, State.INTERESTED, State.TRANSMITTED, State.INTERVIEW)


def hire(
    session: Session, suggestion: Suggestion, role: Role, who: str, contract: str, first_day: date | None,
    now: datetime,
) -> State:  # fmt: skip
    """A contract: the post is taken, the person's other candidatures end, the employers concerned are told."""
    suggestion.hired_contract, suggestion.hired_from = contract, first_day
    after = move(session, suggestion, Action.HIRE, role, who, now, contract)
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    candidate.status = "paused"
    session.add(candidate)
    _end_others(session, suggestion, candidate, now)
    _fill(session, suggestion.offer_id)
    return after


def _end_others(session: Session, suggestion: Suggestion, candidate: Candidate, now: datetime) -> None:
    others = select(Suggestion).where(
        Suggestion.candidate_id == suggestion.candidate_id, Suggestion.id != suggestion.id,
        col(Suggestion.state).in_(OPEN),
    )  # fmt: skip
    for other in session.exec(others.with_for_update()):
        known = other.state in WITH_THE_EMPLOYER
        if other.state == State.APPROVED and other.message_id:
            outbox.take_back(session, other.message_id)
        move(session, other, Action.CLOSE, Role.CLOCK, "clock", now, "embauche ailleurs")
        if known:
            offer = session.get_one(Offer, other.offer_id)
            body = f"Madame, Monsieur,\n\n{candidate} a trouvé un autre emploi et retire sa candidature pour " \
                   f"« {offer.title} ». Nous cherchons d'autres personnes pour vous.\n\nLa mission Emploi"  # fmt: skip
            post.write(session, offer, f"{candidate} n'est plus disponible", body, f"elsewhere:{other.id}", now)


def _fill(session: Session, offer_id: int) -> None:
    """An offer is filled when its last post is taken; the clock then tells the others."""
    offer = session.get_one(Offer, offer_id, with_for_update=True)
    taken = select(func.count()).where(Suggestion.offer_id == offer_id, Suggestion.state == State.HIRED)
    if session.exec(taken).one() >= offer.posts:
        offer.status = "filled"
        session.add(offer)
        session.flush()


def end_closed_offers(session: Session, now: datetime) -> int:
    """Suggestions of offers that are filled or closed end; whoever had heard of it is told, once. How many."""
    ended = 0
    for status, states in ENDED_BY.items():
        over = select(Suggestion).join(Offer, col(Offer.id) == col(Suggestion.offer_id))
        over = over.where(Offer.status == status, col(Suggestion.state).in_(states))
        for suggestion in list(session.exec(over.order_by(col(Suggestion.id)).with_for_update(of=Suggestion))):
            _end(session, suggestion, status, now)
            ended += 1
    return ended


def _end(session: Session, suggestion: Suggestion, status: str, now: datetime) -> None:
    before = State(suggestion.state)
    left = before is State.APPROVED and suggestion.message_id and not outbox.take_back(session, suggestion.message_id)
    move(
        session,
        suggestion,
        Action.CLOSE,
        Role.CLOCK,
        "clock",
        now,
        f"offre {'pourvue' if status == 'filled' else 'fermée'}",
    )
    if before in _CONCERNED or left:
        tell(session, suggestion, status, now)


def tell(session: Session, suggestion: Suggestion, about: str, now: datetime) -> OutboundMessage | None:
    """News of their candidature to the person, once for each kind; None when they may not be written to."""
    candidate, offer = session.get_one(Candidate, suggestion.candidate_id), session.get_one(Offer, suggestion.offer_id)
    return write_to(session, candidate, news(about, candidate, offer), Purpose.NEWS, f"{about}:{suggestion.id}", now)


def ask_whether_it_holds(session: Session, now: datetime) -> int:
    """A month and three months after the first day, ask the person; how many were asked."""
    asked = 0
    for step, days in enumerate(ASKED_AFTER):
        due = select(Suggestion).where(
            Suggestion.state == State.HIRED, Suggestion.asked_if_holds == step,
            col(Suggestion.hired_from) <= (now - timedelta(days=days)).date(),
            col(Suggestion.still_there).is_not(False),
        )  # fmt: skip
        for suggestion in list(session.exec(due.with_for_update())):
            suggestion.asked_if_holds = step + 1
            session.add(suggestion)
            candidate = session.get_one(Candidate, suggestion.candidate_id)
            offer = session.get_one(Offer, suggestion.offer_id)
            text = news(f"holds_{step}", candidate, offer)
            key = f"holds:{suggestion.id}:{step}"
            asked += write_to(session, candidate, text, Purpose.NUDGE, key, now, HOLDS) is not None
    return asked


def note_holds(session: Session, suggestion_id: int, candidate_id: int, there: bool, now: datetime) -> None:
    """The person's answer; a no brings the file back and an adviser calls. Raises MoveRefused."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    if suggestion.candidate_id != candidate_id:
        raise MoveRefused("Cette candidature est celle d'une autre personne.")
    action = Action.HOLDS if there else Action.ENDED
    move(session, suggestion, action, Role.CANDIDATE, f"candidate:{candidate_id}", now)
    suggestion.still_there = there
    if not there:
        candidate = session.get_one(Candidate, candidate_id)
        candidate.status = "active"
        note = f"{candidate} n'est plus en poste : rappeler pour la suite."
        task = Task(office_id=suggestion.office_id, candidate_id=candidate_id, kind="call", note=note, created_at=now)
        session.add_all([candidate, task])
    session.flush()


def waiting_questions(session: Session, candidate_id: int) -> list[tuple[Suggestion, OutboundMessage]]:
    """The questions "does it hold?" that this person was sent, each with its message."""
    rows = select(Suggestion).where(
        Suggestion.candidate_id == candidate_id, Suggestion.state == State.HIRED, Suggestion.asked_if_holds > 0
    )
    found = []
    for suggestion in session.exec(rows):
        key = f"holds:{suggestion.id}:{suggestion.asked_if_holds - 1}"
        message = session.exec(select(OutboundMessage).where(OutboundMessage.dedupe_key == key)).first()
        if message and message.status in ("sending", "sent", "delivered"):
            found.append((suggestion, message))
    return found
