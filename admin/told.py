"""Candidates and offers in a few French words each, for the pages that show them beside one another."""

from datetime import date, datetime, timedelta

from admin import places, words
from backend.offers.lawful import warnings
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.review import LONG_WAIT
from backend.placement.tables import Suggestion
from backend.reference.licences import LICENCES

Facts = list[tuple[str, str]]
# A start so near is said on the card.
SOON = timedelta(days=21)


def about_candidate(candidate: Candidate, today: date) -> Facts:
    """What an adviser weighs, label and words; what nobody asked yet is left out (the card lists it apart)."""
    told = [
        ("Cherche", ", ".join(str(want.get("label") or want.get("code")) for want in candidate.wants)),
        ("Expérience", _years(candidate.experience_years)),
        ("Disponible", _available(candidate.available_from, today)),
        ("Se déplace", _moves(candidate)),
        ("Permis", _licences(candidate.licences)),
        ("Contrats", ", ".join(words.CONTRACTS.get(code, code) for code in candidate.contracts or ())),
        ("CV", words.CV_STATE.get(candidate.cv_state, candidate.cv_state)),
    ]
    return [(label, text) for label, text in told if text]


def about_offer(offer: Offer) -> Facts:
    told = [
        ("Employeur", offer.employer.name if offer.employer else ""),
        ("Lieu", offer.place or places.written(offer.commune_code)),
        ("Contrat", offer.contract_label or words.CONTRACTS.get(offer.contract or "", offer.contract or "")),
        ("Horaires", offer.hours or _weekly(offer.weekly_hours)),
        ("Salaire", offer.salary),
        ("Début", f"{offer.starts_on:%d/%m/%Y}" if offer.starts_on else ""),
        ("Postes", str(offer.posts) if offer.posts > 1 else ""),
        ("À changer", " ".join(warnings(f"{offer.title}\n{offer.description}"))),
    ]
    return [(label, text) for label, text in told if text]


def why_now(suggestion: Suggestion, now: datetime) -> list[str]:
    """What brought a card so high in the queue (placement/review.py: urgency), in a few words each."""
    offer, candidate = suggestion.offer, suggestion.candidate
    told = ["De retour de formation"] if suggestion.comes_first else []
    if offer.starts_on and offer.starts_on <= now.date() + SOON:
        days = (offer.starts_on - now.date()).days
        told.append(
            f"Commence dans {days} jours" if days > 1 else "Commence demain" if days == 1 else "Devrait commencer"
        )
    if offer.posts > 1:
        told.append(f"{offer.posts} postes")
    waited = now - (candidate.last_proposed_at or candidate.created_at)
    if waited > LONG_WAIT:
        told.append(f"Sans offre depuis {waited.days // 7} semaines")
    return told


def _years(years: float | None) -> str:
    if years is None:
        return ""
    return f"{years:g} an{'s' if years >= 2 else ''}".replace(".", ",") if years else "débutant"


def _available(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "dès maintenant" if day <= today else f"à partir du {day:%d/%m/%Y}"


def _moves(candidate: Candidate) -> str:
    means = " ou ".join(words.MODES.get(mode, mode) for mode in candidate.modes or ())
    limits = [f"{candidate.max_minutes} min" if candidate.max_minutes else "",
              f"{candidate.max_km} km" if candidate.max_km else ""]  # fmt: skip
    most = " et ".join(limit for limit in limits if limit)
    return f"{means}, {most} au plus".removeprefix(", ") if most else means


def _licences(codes: list[str] | None) -> str:
    if codes is None:
        return ""
    return ", ".join(LICENCES[code].short if code in LICENCES else code for code in codes) or "aucun"


def _weekly(hours: float | None) -> str:
    return f"{hours:g} h par semaine".replace(".", ",") if hours else ""


def percent(share: float) -> str:
    """0.63 → "63 %"."""
    return f"{share:.0%}".replace("%", " %")
