"""The life of a suggestion, from the matcher's proposal to a contract: one table, and one way to move along it.

    proposed ─approve→ approved ─send→ sent ─accept→ interested ─transmit→ transmitted ─… hired
        └─reject→ rejected                └─decline→ declined              └─refuse→ refused

The whole of it is drawn in docs/placement.md. A move that is not in the table, that is not for this role, or that its
guard refuses raises MoveRefused and leaves everything as it was; each move that happens is logged.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from backend.placement.tables import Move, Suggestion


class State(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    INTERESTED = "interested"
    DECLINED = "declined"
    SILENT = "silent"
    TRANSMITTED = "transmitted"
    INTERVIEW = "interview"
    TRIAL = "trial"
    HIRED = "hired"
    REFUSED = "refused"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OBSOLETE = "obsolete"


class Action(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    POSTPONE = "postpone"
    UNDO = "undo"
    RECALL = "recall"
    RETURN = "return"
    SEND = "send"
    REMIND = "remind"
    ACCEPT = "accept"
    DECLINE = "decline"
    GIVE_UP_WAITING = "give_up_waiting"
    TRANSMIT = "transmit"
    NUDGE = "nudge"
    INTERVIEW = "interview"
    TRY_OUT = "try_out"
    HIRE = "hire"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    HOLDS = "holds"
    ENDED = "ended"


class Role(StrEnum):
    ADVISER = "adviser"
    CANDIDATE = "candidate"
    EMPLOYER = "employer"
    CLOCK = "clock"


# An offer can be answered from the moment it is approved: the person may be quicker than our book-keeping.
OFFERED = (State.APPROVED, State.SENT, State.SILENT)
WITH_THE_EMPLOYER = (State.TRANSMITTED, State.INTERVIEW, State.TRIAL)
UNDER_WAY = (State.INTERESTED, *WITH_THE_EMPLOYER)
OPEN = (State.PROPOSED, *OFFERED, *UNDER_WAY)

TABLE: dict[tuple[State, Action], State] = {
    (State.PROPOSED, Action.APPROVE): State.APPROVED,
    (State.PROPOSED, Action.REJECT): State.REJECTED,
    (State.PROPOSED, Action.POSTPONE): State.PROPOSED,
    (State.APPROVED, Action.UNDO): State.PROPOSED,
    (State.REJECTED, Action.UNDO): State.PROPOSED,
    (State.APPROVED, Action.RECALL): State.PROPOSED,
    **{(state, Action.RETURN): State.PROPOSED for state in (State.REJECTED, State.OBSOLETE, State.DECLINED)},
    (State.APPROVED, Action.SEND): State.SENT,
    (State.SENT, Action.REMIND): State.SENT,
    **{(state, Action.ACCEPT): State.INTERESTED for state in OFFERED},
    **{(state, Action.DECLINE): State.DECLINED for state in OFFERED},
    (State.SENT, Action.GIVE_UP_WAITING): State.SILENT,
    (State.INTERESTED, Action.TRANSMIT): State.TRANSMITTED,
    (State.TRANSMITTED, Action.NUDGE): State.TRANSMITTED,
    (State.TRANSMITTED, Action.INTERVIEW): State.INTERVIEW,
    **{(state, Action.TRY_OUT): State.TRIAL for state in (State.TRANSMITTED, State.INTERVIEW)},
    **{(state, Action.HIRE): State.HIRED for state in WITH_THE_EMPLOYER},
    **{(state, Action.REFUSE): State.REFUSED for state in WITH_THE_EMPLOYER},
    **{(state, Action.WITHDRAW): State.WITHDRAWN for state in UNDER_WAY},
    **{(state, Action.CLOSE): State.OBSOLETE for state in OPEN},
    (State.HIRED, Action.HOLDS): State.HIRED,
    (State.HIRED, Action.ENDED): State.HIRED,
}

_ADVISER, _CLOCK = frozenset({Role.ADVISER}), frozenset({Role.CLOCK})
_PERSON = frozenset({Role.CANDIDATE, Role.ADVISER})  # an adviser may hear the answer on the telephone
_EMPLOYER = frozenset({Role.EMPLOYER, Role.ADVISER})

WHO: dict[Action, frozenset[Role]] = {
    Action.APPROVE: _ADVISER,
    Action.REJECT: _ADVISER,
    Action.POSTPONE: _ADVISER,
    Action.UNDO: _ADVISER,
    Action.RECALL: _CLOCK,
    Action.RETURN: _ADVISER,
    Action.SEND: _CLOCK,
    Action.REMIND: _CLOCK,
    Action.ACCEPT: _PERSON,
    Action.DECLINE: _PERSON,
    Action.GIVE_UP_WAITING: _CLOCK,
    Action.TRANSMIT: _ADVISER,
    Action.NUDGE: _CLOCK,
    Action.INTERVIEW: _EMPLOYER,
    Action.TRY_OUT: _EMPLOYER,
    Action.HIRE: _EMPLOYER,
    Action.REFUSE: _EMPLOYER,
    Action.WITHDRAW: _PERSON,
    Action.CLOSE: frozenset({Role.ADVISER, Role.CLOCK}),
    Action.HOLDS: _PERSON,
    Action.ENDED: _PERSON,
}

# From here on, what the office and the employer call a candidature.
CANDIDATURE = frozenset({*UNDER_WAY, State.HIRED, State.REFUSED, State.WITHDRAWN})

IN_FRENCH: dict[State, str] = {
    State.PROPOSED: "à relire",
    State.APPROVED: "approuvée",
    State.SENT: "envoyée",
    State.INTERESTED: "intéressé(e)",
    State.DECLINED: "a dit non",
    State.SILENT: "sans réponse",
    State.TRANSMITTED: "transmise à l'employeur",
    State.INTERVIEW: "entretien",
    State.TRIAL: "essai",
    State.HIRED: "embauché(e)",
    State.REFUSED: "refusée par l'employeur",
    State.REJECTED: "écartée",
    State.WITHDRAWN: "retirée",
    State.OBSOLETE: "sans objet",
}

# Why an employer says no: key → what the adviser and the employer read.
REFUSED_FOR: dict[str, str] = {
    "filled": "le poste est pourvu",
    "experience": "pas assez d'expérience pour ce poste",
    "skill": "une compétence manque",
    "hours": "horaires ou disponibilité",
    "no_show": "la personne n'est pas venue",
    "another": "une autre personne a été choisie",
    "given_up": "le recrutement est abandonné",
    "other": "autre raison",
}

Guard = Callable[[Suggestion, datetime, str], str]
"""(suggestion, now, why) → why the move is refused, in French; "" when nothing stands against it."""


def _in_time(suggestion: Suggestion, now: datetime, why: str) -> str:
    in_time = suggestion.undo_until is not None and now < suggestion.undo_until
    return "" if in_time else "Il est trop tard pour annuler."


def _undo_over(suggestion: Suggestion, now: datetime, why: str) -> str:
    """What can still be undone has not left, so that nobody can have answered it."""
    waits = suggestion.state == State.APPROVED and suggestion.undo_until is not None and now < suggestion.undo_until
    return "Le message n'est pas encore parti." if waits else ""


def _contract(suggestion: Suggestion, now: datetime, why: str) -> str:
    known = suggestion.hired_contract and suggestion.hired_from
    return "" if known else "Indiquez le contrat et le premier jour de travail."


def _refusal_reason(suggestion: Suggestion, now: datetime, why: str) -> str:
    return "" if why in REFUSED_FOR else "Indiquez la raison du refus."


GUARDS: dict[Action, tuple[str, Guard]] = {
    Action.UNDO: ("before the undo time is over", _in_time),
    Action.SEND: ("once the undo time is over", _undo_over),
    Action.ACCEPT: ("once the undo time is over", _undo_over),
    Action.DECLINE: ("once the undo time is over", _undo_over),
    Action.HIRE: ("contract and first day known", _contract),
    Action.REFUSE: ("with a reason", _refusal_reason),
}


class MoveRefused(Exception):
    """This suggestion cannot do that now. The text says why, in French, for the adviser."""


def move(
    session: Session, suggestion: Suggestion, action: Action, role: Role, who: str, now: datetime, why: str = ""
) -> State:
    """Move along the table and log it; the new state. Raises MoveRefused. `who` is "adviser:3", "clock"…"""
    before = State(suggestion.state)
    after = TABLE.get((before, action))
    if after is None:
        raise MoveRefused(f"Cette proposition est déjà « {IN_FRENCH[before]} ».")
    if role not in WHO[action]:
        raise MoveRefused("Vous ne pouvez pas faire cela ; un conseiller le peut peut-être.")
    if action in GUARDS and (refusal := GUARDS[action][1](suggestion, now, why)):
        raise MoveRefused(refusal)
    suggestion.state = after
    session.add(suggestion)
    assert suggestion.id is not None
    session.add(Move(suggestion_id=suggestion.id, at=now, who=who, action=action, before=before, after=after, why=why))
    session.flush()
    return after


def may(state: State, role: Role) -> list[Action]:
    """What this role can do from that state, guards aside, in the table's order."""
    return [action for (before, action) in TABLE if before == state and role in WHO[action]]
