"""What was only read in the text of an offer: kept as a wish until an adviser says what it is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.offers.needs import read_needs
from backend.offers.tables import Offer

READ, CONFIRMED, SET_ASIDE = "texte", "conseiller", "écarté"
"""Sources of a need: read in the text, settled by an adviser, and set aside by one, kept so as not to be read again."""
ANSWERS: Mapping[str, str] = {"required": "Exigé", "wished": "Souhaité", "no": "Pas demandé"}
_COLUMNS = {"nuit": "nights", "week-end": "weekends", "temps-partiel": "part_time"}
"""Needs that are columns of the offer too, once required."""
LONGEST = 20_000


class NothingToConfirm(Exception):
    """No such need waits: it was settled already, or the text changed."""


def waiting(offer: Offer) -> list[dict[str, Any]]:
    """The needs read in the text that no adviser has settled."""
    return [need for need in offer.needs if need.get("source") == READ]


def to_confirm(session: Session, office_id: int) -> Iterator[Offer]:
    """The open offers of an office with something to settle, newest first."""
    found = select(Offer).where(Offer.office_id == office_id, Offer.status == "open").order_by(col(Offer.id).desc())
    return (offer for offer in session.exec(found) if waiting(offer))


def settle(session: Session, offer: Offer, code: str, answer: str, now: datetime) -> None:
    """The adviser says whether this is required, wished, or not asked at all. Raises NothingToConfirm."""
    if answer not in ANSWERS or not any(need.get("code") == code for need in waiting(offer)):
        raise NothingToConfirm
    offer.needs = [_settled(need, answer) if _is_it(need, code) else need for need in offer.needs]
    if answer == "required" and code in _COLUMNS:
        setattr(offer, _COLUMNS[code], True)
    offer.updated_at = now
    session.add(offer)
    session.flush()


def _is_it(need: dict[str, Any], code: str) -> bool:
    return need.get("code") == code and need.get("source") == READ


def _settled(need: dict[str, Any], answer: str) -> dict[str, Any]:
    source = SET_ASIDE if answer == "no" else CONFIRMED
    return {**need, "must": answer == "required", "source": source}


def read_again(needs: list[dict[str, Any]], description: str) -> list[dict[str, Any]]:
    """The needs of an offer whose text may have changed: what is read anew comes last, what is settled stays."""
    kept = [need for need in needs if need.get("source") != READ]
    known = {need.get("code") for need in kept}
    return [
        *kept,
        *(
            {"code": each.code, "must": each.must, "words": each.words, "source": READ}
            for each in read_needs(description[:LONGEST])
            if each.code not in known
        ),
    ]
