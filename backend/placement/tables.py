"""Suggestions, from the matcher's proposal to the employer's answer, the log of each move, and what goes with them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from backend.database import UtcDateTime
from backend.offers.tables import Offer
from backend.people.tables import Candidate


class Suggestion(SQLModel, table=True):
    """An offer for a candidate. `state` moves only by placement/lifecycle.py; from "interested" on it is a candidature.

    `parts`, `unknown`, `flip`, `score`, `weights`, `inputs` and `version` are what the matcher read and said at the
    time: people can ask why.
    """

    __table_args__ = (
        UniqueConstraint("offer_id", "candidate_id"),
        Index("ix_suggestion_queue", "office_id", "state", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    offer_id: int = Field(foreign_key="offer.id")
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    state: str = Field(default="proposed", max_length=20)
    score: float = Field(description="Points over ceiling, 0 to 1")
    parts: list[Any] = Field(default_factory=list, sa_type=JSON, description="[{name, points, ceiling, sentence}]")
    unknown: list[Any] = Field(default_factory=list, sa_type=JSON, description="What to ask, in French")
    flip: str = ""
    weights: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    inputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, description="{person, offer} as they were")
    version: str = Field(default="", max_length=20, description="Of the rules: placement/why.py")
    created_at: datetime = Field(sa_type=UtcDateTime)
    comes_first: bool = Field(default=False, description="Back from a training: top of the queue")
    wait_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="« Plus tard » until then")
    opened_by: int | None = Field(default=None, foreign_key="adviser.id", description="Who had the card open last")
    own_text: str = Field(default="", description="The offer's message in the adviser's words, when they changed it")
    number: int = Field(default=0, description="By which the person names it while several offers are open")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="adviser.id")
    undo_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="Nothing leaves before")
    message_id: int | None = Field(default=None, foreign_key="outbound_message.id", description="The offer, as sent")
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=40, description="Why rejected, declined or refused")
    transmitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    silence_steps: int = Field(default=0, description="Steps of placement/silence.py done since it was transmitted")
    hired_contract: str = Field(default="", max_length=10, description="CDI, CDD, MIS…")
    hired_from: date | None = Field(default=None, description="The first day of work")
    asked_if_holds: int = Field(default=0, description="Questions of placement/hired.py sent")
    still_there: bool | None = Field(default=None, description="The person's last word on it")
    offer: Offer = Relationship()
    candidate: Candidate = Relationship()


class Move(SQLModel, table=True):
    """One line of a suggestion's log: who did what, when, why."""

    __tablename__ = "suggestion_move"
    id: int | None = Field(default=None, primary_key=True)
    suggestion_id: int = Field(foreign_key="suggestion.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    who: str = Field(max_length=80, description="adviser:3, candidate:12, employer:4, clock")
    action: str = Field(max_length=40)
    before: str = Field(max_length=20)
    after: str = Field(max_length=20)
    why: str = ""


class Vouched(SQLModel, table=True):
    """One thing an adviser stands behind: what, how they know, until when. placement/guarantee.py has the claims."""

    __table_args__ = (Index("ix_vouched_candidate", "candidate_id", "claim", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    candidate_id: int = Field(foreign_key="candidate.id")
    offer_id: int | None = Field(default=None, foreign_key="offer.id", description="When it holds for one offer only")
    claim: str = Field(max_length=40)
    proof: str = Field(default="", max_length=200)
    at: datetime = Field(sa_type=UtcDateTime)
    adviser_id: int = Field(foreign_key="adviser.id")
    valid_until: date


class Dossier(SQLModel, table=True):
    """What an employer is given at once for one offer: the very PDF, kept as it was."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    suggestion_ids: list[Any] = Field(default_factory=list, sa_type=JSON)
    note: str = ""
    pdf: bytes
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: int = Field(foreign_key="adviser.id")
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_to: str = Field(default="", max_length=200, description="An e-mail address; empty when handed over otherwise")
    offer: Offer = Relationship()


class EmployerLink(SQLModel, table=True):
    """A private way to one dossier without an account. Only the token's hash is kept."""

    __tablename__ = "employer_link"
    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str = Field(max_length=80, description="adviser:3, clock")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LinkVisit(SQLModel, table=True):
    """One use of a private link: opened, downloaded, answered."""

    __tablename__ = "link_visit"
    id: int | None = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="employer_link.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    what: str = Field(max_length=20, description="opened, downloaded, answered")


class OutboundMail(SQLModel, table=True):
    """An e-mail to an employer, written before it is sent: queued → sending → sent, or failed."""

    __tablename__ = "outbound_mail"
    __table_args__ = (Index("ix_outbound_mail_due", "status", "not_before", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    recipient: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    body: str
    dossier_id: int | None = Field(default=None, foreign_key="dossier.id", description="Its PDF is attached")
    dedupe_key: str = Field(unique=True, max_length=120)
    created_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    status: str = Field(default="queued", max_length=20)
    attempts: int = 0
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = ""


class TrainingCase(SQLModel, table=True):
    """The one thing a person misses for an offer, and the way to it. `state` moves only by placement/training.py."""

    __tablename__ = "training_case"
    __table_args__ = (UniqueConstraint("offer_id", "candidate_id", "missing"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    offer_id: int = Field(foreign_key="offer.id")
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    missing: str = Field(max_length=80, description="Code of a licence, or logiciel:NAME")
    state: str = Field(default="opened", max_length=20)
    held_until: date | None = Field(default=None, description="How long the employer holds the post")
    funding: str = Field(default="", max_length=20, description="opco, poei, cpf, other")
    funding_asked_on: date | None = None
    funding_granted_on: date | None = None
    body: str = Field(default="", max_length=160, description="Who trains")
    steps: list[Any] = Field(default_factory=list, sa_type=JSON, description='[{"label", "due", "done"}]')
    proof: str = Field(default="", max_length=200, description="What shows that it was learnt")
    outcome: str = Field(default="", max_length=200)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: int = Field(foreign_key="adviser.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offer: Offer = Relationship()
    candidate: Candidate = Relationship()


class TrainingMove(SQLModel, table=True):
    """One line of a training case's log."""

    __tablename__ = "training_move"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="training_case.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    who: str = Field(max_length=80)
    action: str = Field(max_length=40)
    before: str = Field(max_length=20)
    after: str = Field(max_length=20)


class WeightList(SQLModel, table=True):
    """One list of weights of an office, as an adviser saved it. The last one counts; the others are the log."""

    __tablename__ = "weight_list"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    points: dict[str, Any] = Field(sa_type=JSON, description="{criterion: ceiling}, matching/criteria.py")
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: int = Field(foreign_key="adviser.id")
