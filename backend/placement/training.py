"""A training gap: the one thing a person misses for an offer, and the case that leads them back to it.

opened ─ask→ asked ─agree→ agreed ─start→ under_way ─finish→ done
               └─decline→ declined          any of them ─abandon→ abandoned
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from backend.matching.certificates import label
from backend.matching.rank import judge
from backend.matching.values import Gap, Result
from backend.messaging.tables import OutboundMessage
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.placement.lifecycle import Action as Step
from backend.placement.lifecycle import MoveRefused, Role, move
from backend.placement.lifecycle import State as Stage
from backend.placement.pool import offer_of, person_of
from backend.placement.suggest import new_suggestion
from backend.placement.tables import Suggestion, TrainingCase, TrainingMove
from backend.placement.weights import setting_of_office
from backend.placement.wording import news
from backend.values import Choice, Purpose

ANSWERS = (Choice("OUI", "Oui"), Choice("NON", "Non"))
# A deadline this near, or past, is red.
RED = timedelta(days=7)
FUNDING: dict[str, str] = {
    "opco": "OPCO de l'employeur", "poei": "POEI (France Travail)", "cpf": "CPF de la personne", "other": "autre",
}  # fmt: skip
# What a new case starts with: what to do, and how many days it may take.
FIRST_STEPS = (("Accord de l'employeur", 7), ("Demande de financement", 14), ("Inscription à la formation", 30),
               ("Fin de la formation", 60))  # fmt: skip


class State(StrEnum):
    OPENED = "opened"
    ASKED = "asked"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    DECLINED = "declined"
    ABANDONED = "abandoned"


class Action(StrEnum):
    ASK = "ask"
    AGREE = "agree"
    DECLINE = "decline"
    START = "start"
    FINISH = "finish"
    ABANDON = "abandon"


_LIVE = (State.OPENED, State.ASKED, State.AGREED, State.UNDER_WAY)
TABLE: dict[tuple[State, Action], State] = {
    (State.OPENED, Action.ASK): State.ASKED,
    **{(state, Action.AGREE): State.AGREED for state in (State.OPENED, State.ASKED)},
    **{(state, Action.DECLINE): State.DECLINED for state in (State.OPENED, State.ASKED)},
    (State.AGREED, Action.START): State.UNDER_WAY,
    (State.UNDER_WAY, Action.FINISH): State.DONE,
    **{(state, Action.ABANDON): State.ABANDONED for state in _LIVE},
}
IN_FRENCH: dict[State, str] = {
    State.OPENED: "ouvert", State.ASKED: "question posée", State.AGREED: "la personne est d'accord",
    State.UNDER_WAY: "en formation", State.DONE: "terminé", State.DECLINED: "la personne ne veut pas",
    State.ABANDONED: "abandonné",
}  # fmt: skip


def open_case(session: Session, offer_id: int, candidate_id: int, adviser_id: int, now: datetime) -> TrainingCase:
    """Open a case in one click: what is missing is read again from the two. Raises MoveRefused."""
    offer, candidate = session.get_one(Offer, offer_id), session.get_one(Candidate, candidate_id)
    setting = setting_of_office(session, offer.office_id, now)
    verdict = judge(offer_of(offer), person_of(candidate, now), setting)
    if not isinstance(verdict, Gap):
        raise MoveRefused("Il ne manque plus une seule chose à cette personne pour cette offre.")
    if session.exec(select(TrainingCase).where(TrainingCase.offer_id == offer_id,
                                               TrainingCase.candidate_id == candidate_id)).first():  # fmt: skip
        raise MoveRefused("Un dossier de formation existe déjà.")
    steps = [
        {"label": words, "due": (now.date() + timedelta(days=days)).isoformat(), "done": ""}
        for words, days in FIRST_STEPS
    ]
    case = TrainingCase(
        office_id=offer.office_id, offer_id=offer_id, candidate_id=candidate_id, missing=verdict.missing,
        held_until=offer.starts_on, steps=steps, opened_at=now, opened_by=adviser_id,
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def ask_the_person(session: Session, case: TrainingCase, who: str, now: datetime) -> OutboundMessage:
    """Ask whether they want it. Raises MoveRefused when they cannot be written to."""
    advance(session, case, Action.ASK, who, now)
    offer, candidate = session.get_one(Offer, case.offer_id), session.get_one(Candidate, case.candidate_id)
    text = news("training", candidate, offer, missing=say_missing(case.missing))
    message = write_to(session, candidate, text, Purpose.NUDGE, f"training:{case.id}", now, ANSWERS)
    if message is None:
        raise MoveRefused("Cette personne ne peut pas recevoir de message : appelez-la.")
    return message


def note_answer(session: Session, case_id: int, candidate_id: int, wanted: bool, now: datetime) -> None:
    """What the person says of it. Raises MoveRefused."""
    case = session.get_one(TrainingCase, case_id, with_for_update=True)
    if case.candidate_id != candidate_id:
        raise MoveRefused("Ce dossier est celui d'une autre personne.")
    advance(session, case, Action.AGREE if wanted else Action.DECLINE, f"candidate:{candidate_id}", now)


def advance(session: Session, case: TrainingCase, action: Action, who: str, now: datetime) -> State:
    """Move a case along its table, and log it. Raises MoveRefused."""
    before = State(case.state)
    after = TABLE.get((before, action))
    if after is None:
        raise MoveRefused(f"Ce dossier de formation est « {IN_FRENCH[before]} ».")
    case.state = after
    if after not in _LIVE:
        case.closed_at = now
    session.add(case)
    session.add(TrainingMove(case_id=case.id or 0, at=now, who=who, action=action, before=before, after=after))
    session.flush()
    return after


def finish(session: Session, case: TrainingCase, proof: str, adviser_id: int, now: datetime) -> Suggestion | None:
    """It is learnt: the profile gains it, and the pair goes to the top of the queue. Raises MoveRefused.

    None when something else stands between them now.
    """
    if not proof.strip():
        raise MoveRefused("Indiquez ce qui le prouve : certificat, attestation, date.")
    advance(session, case, Action.FINISH, f"adviser:{adviser_id}", now)
    case.proof, case.outcome = proof.strip()[:200], "acquis"
    candidate = session.get_one(Candidate, case.candidate_id)
    _learn(candidate, case.missing, now)
    session.add_all([candidate, case])
    session.flush()
    return _suggest_again(session, case, candidate, adviser_id, now)


def _learn(candidate: Candidate, code: str, now: datetime) -> None:
    """What was learnt enters the file; a certificate that was over is of this month now."""
    kind, _, name = code.partition(":")
    if kind == "logiciel":
        candidate.skills = [*(candidate.skills or []), name]
    else:
        held = candidate.licences or []
        candidate.licences = held if code in held else [*held, code]
        dates = candidate.details.get("licence_dates") or {}
        if code in dates:
            candidate.details = {**candidate.details, "licence_dates": {**dates, code: f"{now:%Y-%m}"}}


def _suggest_again(
    session: Session, case: TrainingCase, candidate: Candidate, adviser_id: int, now: datetime
) -> Suggestion | None:
    offer = session.get_one(Offer, case.offer_id)
    person = person_of(candidate, now)
    setting = setting_of_office(session, offer.office_id, now)
    verdict = judge(offer_of(offer), person, setting)
    if not isinstance(verdict, Result) or offer.status != "open":
        return None
    known = select(Suggestion).where(Suggestion.offer_id == case.offer_id, Suggestion.candidate_id == case.candidate_id)
    suggestion = session.exec(known.with_for_update()).first()
    if suggestion is None:
        suggestion = new_suggestion(offer, person, verdict, setting.weights, now)
    elif suggestion.state in (Stage.REJECTED, Stage.OBSOLETE, Stage.DECLINED):
        move(session, suggestion, Step.RETURN, Role.ADVISER, f"adviser:{adviser_id}", now, "formation terminée")
    suggestion.comes_first = True
    session.add(suggestion)
    session.flush()
    return suggestion


def deadline(case: TrainingCase) -> date | None:
    """The next thing that is due: a step not done, or the end of the time the employer waits."""
    due = [date.fromisoformat(step["due"]) for step in case.steps if step.get("due") and not step.get("done")]
    return min([*due, *([case.held_until] if case.held_until else [])], default=None)


def is_red(case: TrainingCase, today: date) -> bool:
    due = deadline(case)
    return case.state in _LIVE and due is not None and due <= today + RED


def cases(session: Session, office_id: int) -> list[TrainingCase]:
    """The open cases first, each by its deadline; of those that are over, the latest."""
    whole = (joinedload(TrainingCase.offer), joinedload(TrainingCase.candidate))  # type: ignore[arg-type]
    mine = select(TrainingCase).where(TrainingCase.office_id == office_id).options(*whole)
    live = session.exec(mine.where(col(TrainingCase.state).in_(_LIVE)).order_by(col(TrainingCase.id)))
    over = session.exec(mine.where(col(TrainingCase.state).not_in(_LIVE)).order_by(col(TrainingCase.id).desc()))
    return [*sorted(live, key=lambda case: deadline(case) or date.max), *over]


def red_cases(session: Session, office_id: int, today: date) -> list[TrainingCase]:
    """The open cases whose deadline is near or past, the nearest first."""
    whole = (joinedload(TrainingCase.offer), joinedload(TrainingCase.candidate))  # type: ignore[arg-type]
    mine = select(TrainingCase).where(TrainingCase.office_id == office_id, col(TrainingCase.state).in_(_LIVE))
    red = [case for case in session.exec(mine.options(*whole)) if is_red(case, today)]
    return sorted(red, key=lambda case: (deadline(case) or date.max, case.id))


def waiting_questions(session: Session, candidate_id: int) -> list[tuple[TrainingCase, OutboundMessage]]:
    """The cases this person was asked about, each with its message once it has left."""
    asked = select(TrainingCase).where(TrainingCase.candidate_id == candidate_id, TrainingCase.state == State.ASKED)
    found = []
    for case in session.exec(asked):
        sent = select(OutboundMessage).where(OutboundMessage.dedupe_key == f"training:{case.id}")
        message = session.exec(sent).first()
        if message and message.status in ("sending", "sent", "delivered"):
            found.append((case, message))
    return found


def say_missing(code: str) -> str:
    kind, _, name = code.partition(":")
    return name if kind == "logiciel" else label(code)
