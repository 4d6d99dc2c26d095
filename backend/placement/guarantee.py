"""What the office stands behind. An adviser ticks named claims, each with its proof; the employer sees only these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from backend.placement.lifecycle import MoveRefused
from backend.placement.tables import Suggestion, Vouched


@dataclass(frozen=True, slots=True)
class Claim:
    """`asked`: what the adviser ticks. `told`: what the employer reads. `days`: how long it stays true.

    `for_offer`: it is about one post, and says nothing of another. `proof`: what to write beside it.
    """

    asked: str
    told: str
    days: int
    proof: str
    for_offer: bool = False


CLAIMS: dict[str, Claim] = {
    "met": Claim("J'ai rencontré la personne", "Reçu(e) par la mission Emploi", 365, "date de l'entretien"),
    "licence_seen": Claim("J'ai vu le permis ou le certificat", "Permis et certificats vus", 365, "numéro ou date"),
    "last_job_checked": Claim("J'ai vérifié le dernier emploi", "Dernier emploi vérifié", 730, "qui, quand"),
    "motivation_heard": Claim(
        "J'ai entendu sa motivation pour ce poste", "Motivation entendue pour ce poste", 60, "en quelques mots",
        for_offer=True,
    ),
    "can_come": Claim(
        "La personne peut venir aux horaires du poste", "Peut se rendre sur place", 60, "comment elle viendra",
        for_offer=True,
    ),
    "skill_shown": Claim("J'ai vu la compétence (essai, stage)", "Compétence montrée en situation", 730, "où, quand"),
}  # fmt: skip


def vouch(session: Session, suggestion: Suggestion, claim: str, proof: str, adviser_id: int, now: datetime) -> Vouched:
    """Stand behind one claim from today on. Raises MoveRefused for an unknown claim, or one without proof."""
    if claim not in CLAIMS:
        raise MoveRefused("Cette garantie n'existe pas.")
    if not proof.strip():
        raise MoveRefused(f"« {CLAIMS[claim].asked} » : écrivez comment vous le savez.")
    row = Vouched(
        candidate_id=suggestion.candidate_id, offer_id=suggestion.offer_id if CLAIMS[claim].for_offer else None,
        claim=claim, proof=proof.strip()[:200], at=now, adviser_id=adviser_id,
        valid_until=now.date() + timedelta(days=CLAIMS[claim].days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def take_back(session: Session, suggestion: Suggestion, claim: str, today: date) -> None:
    """No longer stand behind it, from today on. The row stays, as what was said and until when."""
    for row in _standing(session, suggestion, today):
        if row.claim == claim:
            row.valid_until = today
            session.add(row)
    session.flush()


def vouched(session: Session, suggestion: Suggestion, today: date) -> dict[str, Vouched]:
    """What holds today for this candidature, the last word on each claim."""
    return {row.claim: row for row in _standing(session, suggestion, today)}


def told(claims: Sequence[str]) -> list[str]:
    """The employer's words, in the order of CLAIMS."""
    return [claim.told for key, claim in CLAIMS.items() if key in claims]


def check_guaranteed(session: Session, suggestion: Suggestion, today: date) -> None:
    """The office's name is the guarantee: nothing is transmitted without one claim that holds. Raises MoveRefused."""
    if not vouched(session, suggestion, today):
        raise MoveRefused(f"Cochez au moins une garantie pour {suggestion.candidate}.")


def _standing(session: Session, suggestion: Suggestion, today: date) -> list[Vouched]:
    rows = select(Vouched).where(
        Vouched.candidate_id == suggestion.candidate_id, Vouched.valid_until > today,
        col(Vouched.offer_id).is_(None) | (Vouched.offer_id == suggestion.offer_id),
    )  # fmt: skip
    return list(session.exec(rows.order_by(col(Vouched.id))))
