"""An adviser's corrections of an imported offer: what differs from what the source said last was changed here.

A field corrected here stays when the source sends the offer again; the others follow the source. Once both say the
same, the field follows the source again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlmodel import Session, col, select

from backend.offers.tables import Employer, Offer, OfferSaid

LABELS: dict[str, str] = {
    "title": "intitulé", "employer_id": "employeur", "rome_code": "métier", "description": "description",
    "place": "lieu", "commune_code": "commune", "latitude": "lieu", "longitude": "lieu", "contract": "contrat",
    "contract_label": "contrat", "hours": "horaires", "weekly_hours": "heures par semaine",
    "part_time": "temps partiel", "nights": "travail de nuit", "weekends": "travail le week-end", "salary": "salaire",
    "experience_months": "expérience", "needs": "permis et certificats", "skills": "savoir-faire", "posts": "postes",
    "starts_on": "début",
}  # fmt: skip
# Fields that say one thing together: corrected with any of them.
TOGETHER = (("place", "commune_code", "latitude", "longitude"), ("contract", "contract_label"))
SHOWN = 60


def as_said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as OfferSaid keeps them; what a browser's form does to line ends is no change."""
    kept = {name: values[name] for name in LABELS if name in values}
    jsonable: dict[str, Any] = to_jsonable_python(kept)
    return {name: _plain(value) for name, value in jsonable.items()}


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def said_of(session: Session, offers: Iterable[Offer]) -> dict[int, OfferSaid]:
    """What the sources of these offers said last, by the offer's number."""
    numbers = [offer.id for offer in offers]
    rows = session.exec(select(OfferSaid).where(col(OfferSaid.offer_id).in_(numbers)))
    return {row.offer_id or 0: row for row in rows}


def corrected(offer: Offer, said: Mapping[str, Any]) -> set[str]:
    """The columns that an adviser changed since the source said them."""
    now = as_said({name: getattr(offer, name) for name in said})
    changed = {name for name, value in said.items() if now.get(name) != value}
    for names in TOGETHER:
        if changed.intersection(names):
            changed.update(name for name in names if name in said)
    return changed


def note_said(session: Session, offer: Offer, row: OfferSaid | None, values: Mapping[str, Any], now: datetime) -> None:
    """Keep what the source says today. A source that does not name the employer says nothing of it."""
    row = row or OfferSaid(offer=offer, at=now)
    said = {**row.said, **as_said(values)}
    if said != row.said:
        row.said, row.at = said, now
    session.add(row)


def differences(session: Session, offer: Offer) -> list[str]:
    """Each correction in words: "salaire : 13 € ici, 12 € à la source"."""
    row = session.get(OfferSaid, offer.id)
    if row is None:
        return []
    now = as_said({name: getattr(offer, name) for name in row.said})
    return [
        f"{LABELS[name]} : {_shown(session, name, now[name])} ici, {_shown(session, name, row.said[name])} à la source"
        for name in LABELS
        if name not in ("latitude", "longitude", "contract_label") and name in row.said and now[name] != row.said[name]
    ]


def follow_source(session: Session, offer: Offer, now: datetime) -> bool:
    """Give up the corrections: every field as the source said it last. Whether there were any."""
    row = session.get(OfferSaid, offer.id)
    changed = corrected(offer, row.said) if row else set()
    if row:
        whole = Offer.model_validate({**offer.model_dump(), **{name: row.said[name] for name in changed}})
        for name in changed:
            setattr(offer, name, getattr(whole, name))
    if changed:
        offer.updated_at = now
        session.add(offer)
        session.flush()
    return bool(changed)


def _shown(session: Session, name: str, value: Any) -> str:
    if name == "employer_id" and value:
        employer = session.get(Employer, value)
        return employer.name if employer else "inconnu"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(str(each.get("label") or each.get("code")) for each in value) or "rien"
    text = " ".join(str(value).split()) if value not in (None, "") else "rien"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
