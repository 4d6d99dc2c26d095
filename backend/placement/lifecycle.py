"""The life of a suggestion, from the matcher's proposal to a contract: one table, and one way to move along it.

    proposed ─approve→ approved ─send→ sent ─accept→ interested ─transmit→ transmitted ─… hired
        └─reject→ rejected                └─decline→ declined              └─refuse→ refused

A move that is not in the table raises MoveRefused and leaves everything as it was; each move that happens is logged.
"""

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
    SEND = "send"
    ACCEPT = "accept"
    DECLINE = "decline"
    GIVE_UP_WAITING = "give_up_waiting"
    TRANSMIT = "transmit"
    INTERVIEW = "interview"
    TRY_OUT = "try_out"
    HIRE = "hire"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Role(StrEnum):
    ADVISER = "adviser"
    CANDIDATE = "candidate"
    CLOCK = "clock"


# An offer can be answered from the moment it is approved: the person may be quicker than our book-keeping.
_OFFERED = (State.APPROVED, State.SENT, State.SILENT)
_UNDER_WAY = (State.INTERESTED, State.TRANSMITTED, State.INTERVIEW, State.TRIAL)
_OPEN = (State.PROPOSED, *_OFFERED, *_UNDER_WAY)

TABLE: dict[tuple[State, Action], State] = {
    (State.PROPOSED, Action.APPROVE): State.APPROVED,
    (State.PROPOSED, Action.REJECT): State.REJECTED,
    (State.PROPOSED, Action.POSTPONE): State.PROPOSED,
    (State.APPROVED, Action.SEND): State.SENT,
    **{(state, Action.ACCEPT): State.INTERESTED for state in _OFFERED},
    **{(state, Action.DECLINE): State.DECLINED for state in _OFFERED},
    (State.SENT, Action.GIVE_UP_WAITING): State.SILENT,
    (State.INTERESTED, Action.TRANSMIT): State.TRANSMITTED,
    (State.TRANSMITTED, Action.INTERVIEW): State.INTERVIEW,
    **{(state, Action.TRY_OUT): State.TRIAL for state in (State.TRANSMITTED, State.INTERVIEW)},
    **{(state, Action.HIRE): State.HIRED for state in (State.TRANSMITTED, State.INTERVIEW, State.TRIAL)},
    **{(state, Action.REFUSE): State.REFUSED for state in (State.TRANSMITTED, State.INTERVIEW, State.TRIAL)},
    **{(state, Action.WITHDRAW): State.WITHDRAWN for state in _UNDER_WAY},
    **{(state, Action.CLOSE): State.OBSOLETE for state in _OPEN},
}

WHO: dict[Action, frozenset[Role]] = {
    Action.APPROVE: frozenset({Role.ADVISER}),
    Action.REJECT: frozenset({Role.ADVISER}),
    Action.POSTPONE: frozenset({Role.ADVISER}),
    Action.SEND: frozenset({Role.CLOCK}),
    Action.ACCEPT: frozenset({Role.CANDIDATE, Role.ADVISER}),  # an adviser may hear the answer on the telephone
    Action.DECLINE: frozenset({Role.CANDIDATE, Role.ADVISER}),
    Action.GIVE_UP_WAITING: frozenset({Role.CLOCK}),
    Action.TRANSMIT: frozenset({Role.ADVISER}),
    Action.INTERVIEW: frozenset({Role.ADVISER}),
    Action.TRY_OUT: frozenset({Role.ADVISER}),
    Action.HIRE: frozenset({Role.ADVISER}),
    Action.REFUSE: frozenset({Role.ADVISER}),
    Action.WITHDRAW: frozenset({Role.ADVISER, Role.CANDIDATE}),
    Action.CLOSE: frozenset({Role.ADVISER, Role.CLOCK}),
}

# From here on, what the office and the employer call a candidature.
CANDIDATURE = frozenset(
    {State.INTERESTED, State.TRANSMITTED, State.INTERVIEW, State.TRIAL, State.HIRED, State.REFUSED, State.WITHDRAWN}
)

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
        raise MoveRefused("Seul un conseiller peut faire cela.")
    suggestion.state = after
    session.add(suggestion)
    assert suggestion.id is not None
    session.add(Move(suggestion_id=suggestion.id, at=now, who=who, action=action, before=before, after=after, why=why))
    session.flush()
    return after
