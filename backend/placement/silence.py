"""The two silence clocks: the person's after an offer, the employer's after a dossier. Each step happens once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.messaging.tables import OutboundMessage
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.placement import post
from backend.placement.employer_link import make_link
from backend.placement.hired import tell
from backend.placement.lifecycle import Action, Role, State, move
from backend.placement.review import ANSWERS
from backend.placement.tables import Dossier, Suggestion
from backend.placement.transmission import link_to
from backend.placement.wording import news
from backend.values import Purpose

# After an offer: one reminder, then "sans réponse".
REMINDED_AFTER = timedelta(days=3)
SILENT_AFTER = timedelta(days=3)


def watch_people(session: Session, now: datetime) -> int:
    """Remind whoever has not answered an offer; give up after the reminder. How many moved."""
    return _remind(session, now) + _give_up(session, now)


def _remind(session: Session, now: datetime) -> int:
    waiting = (
        select(Suggestion)
        .join(OutboundMessage, col(OutboundMessage.id) == col(Suggestion.message_id))
        .where(Suggestion.state == State.SENT, col(Suggestion.reminded_at).is_(None))
        .where(col(OutboundMessage.sent_at) <= now - REMINDED_AFTER)
    )
    late = list(session.exec(waiting.with_for_update(of=Suggestion)))
    for suggestion in late:
        candidate, offer = (
            session.get_one(Candidate, suggestion.candidate_id),
            session.get_one(Offer, suggestion.offer_id),
        )
        number = suggestion.number
        answers = f"OUI {number} ou NON {number}" if number else "OUI ou NON"
        text = news("reminder", candidate, offer, answers=answers)
        write_to(
            session, candidate, text, Purpose.NUDGE, f"reminder:{suggestion.id}:{suggestion.message_id}", now, ANSWERS
        )
        move(session, suggestion, Action.REMIND, Role.CLOCK, "clock", now)
        suggestion.reminded_at = now
    return len(late)


def _give_up(session: Session, now: datetime) -> int:
    reminded = select(Suggestion).where(
        Suggestion.state == State.SENT, col(Suggestion.reminded_at) <= now - SILENT_AFTER
    )
    silent = list(session.exec(reminded.with_for_update()))
    for suggestion in silent:
        move(session, suggestion, Action.GIVE_UP_WAITING, Role.CLOCK, "clock", now)
    return len(silent)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens so many days after the dossier was transmitted and nothing came back."""

    days: int
    do: Callable[[Session, Suggestion, str, datetime], object]


def _nudge_employer(session: Session, suggestion: Suggestion, public_url: str, now: datetime) -> None:
    """One letter for the whole dossier, with a fresh link."""
    offer = session.get_one(Offer, suggestion.offer_id)
    dossier = _dossier_of(session, suggestion)
    move(session, suggestion, Action.NUDGE, Role.CLOCK, "clock", now)
    if dossier is None or not dossier.sent_to:
        post.ask_to_call(session, offer, f"pas de réponse pour {suggestion.candidate}", now)
        return
    link = link_to(public_url, make_link(session, dossier.id or 0, "clock", now))
    body = (
        f"Madame, Monsieur,\n\nVous avez reçu notre dossier pour « {offer.title} ». Qu'en pensez-vous ? Vous pouvez "
        f"répondre en un clic :\n\n{link} \n\nLa mission Emploi"
    )
    post.write(session, offer, f"{offer.title} : votre avis sur notre dossier", body, f"nudge:{dossier.id}", now)


def _have_them_called(session: Session, suggestion: Suggestion, public_url: str, now: datetime) -> None:
    offer = session.get_one(Offer, suggestion.offer_id)
    post.ask_to_call(session, offer, f"pas de réponse pour {suggestion.candidate} ({offer.title})", now)


def _tell_the_person(session: Session, suggestion: Suggestion, public_url: str, now: datetime) -> None:
    tell(session, suggestion, "no_answer", now)


STEPS: tuple[Step, ...] = (Step(5, _nudge_employer), Step(8, _have_them_called), Step(12, _tell_the_person))


def watch_employers(session: Session, public_url: str, now: datetime) -> int:
    """Take the steps that are due for each candidature without an answer; how many steps."""
    waiting = select(Suggestion).where(
        Suggestion.state == State.TRANSMITTED, Suggestion.silence_steps < len(STEPS),
        col(Suggestion.transmitted_at) <= now - timedelta(days=STEPS[0].days),
    )  # fmt: skip
    taken = 0
    for suggestion in list(session.exec(waiting.order_by(col(Suggestion.id)).with_for_update())):
        step = STEPS[suggestion.silence_steps]
        assert suggestion.transmitted_at is not None
        if suggestion.transmitted_at + timedelta(days=step.days) > now:
            continue
        step.do(session, suggestion, public_url, now)
        suggestion.silence_steps += 1
        session.add(suggestion)
        session.flush()
        taken += 1
    return taken


def _dossier_of(session: Session, suggestion: Suggestion) -> Dossier | None:
    """The last dossier that was sent with this candidature."""
    sent = select(Dossier).where(Dossier.offer_id == suggestion.offer_id, col(Dossier.sent_at).is_not(None))
    dossiers = session.exec(sent.order_by(col(Dossier.id).desc()))
    return next((dossier for dossier in dossiers if suggestion.id in dossier.suggestion_ids), None)
