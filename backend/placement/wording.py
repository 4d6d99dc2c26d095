"""What a person reads of an offer. Plain words, two SMS parts at most whatever the offer holds."""

from datetime import datetime

from backend.matching.reach import reach
from backend.matching.values import Mode
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.pool import offer_of, person_of

CONTRACTS = {"CDI": "CDI", "CDD": "CDD", "MIS": "intérim", "SAI": "saison", "DDI": "CDD", "LIB": "à son compte"}
BY = {
    Mode.CAR: "en voiture", Mode.SHARED_CAR: "en covoiturage", Mode.MOPED: "à scooter", Mode.BICYCLE: "à vélo",
    Mode.WALK: "à pied", Mode.BUS: "en bus", Mode.DRIVEN: "en voiture",
}  # fmt: skip
TITLE, PLACE, DETAILS = 70, 40, 200


def shortened(text: str, size: int) -> str:
    """At most `size` characters, cut between words; "..." shows the cut."""
    text = " ".join(text.split())
    if len(text) <= size:
        return text
    return text[: size - 3].rsplit(" ", 1)[0].rstrip(" ,;:(-") + "..."


def offer_message(candidate: Candidate, offer: Offer, now: datetime, number: int = 0) -> str:
    """The offer as it is sent: "Léa, une offre pour vous : ménage de bureaux à Montluçon, 12 min à vélo, CDI 20h…".

    `number` when other offers wait for this person's answer: "Léa, offre 2 : … OUI 2, NON 2, ou PLUS 2."
    """
    facts = ", ".join(fact for fact in (_what(offer), _how_far(candidate, offer, now), _terms(offer)) if fact)
    name = shortened(candidate.first_name, 30)
    what = f"offre {number}" if number else "une offre pour vous"
    opening = f"{name}, {what}" if name else what.capitalize()
    answers = f"OUI {number}, NON {number}, ou PLUS {number}" if number else "OUI, NON, ou PLUS"
    return f"{opening} : {facts}. Ça vous intéresse ? {answers}."


def offer_details(offer: Offer) -> str:
    """What PLUS answers: pay, employer, and the beginning of the text."""
    employer = shortened(offer.employer.name, 40) if offer.employer else ""
    facts = [shortened(offer.title, TITLE), employer, shortened(offer.salary, 40), shortened(offer.hours, 40)]
    head = ", ".join(fact for fact in facts if fact)
    room = DETAILS - len(head)
    return f"{head}. {shortened(offer.description, room)}" if room > 40 and offer.description else f"{head}."


def offer_title(offer: Offer) -> str:
    return shortened(f"{_lower_first(offer.title)}{_at(offer)}", TITLE + PLACE)


def _what(offer: Offer) -> str:
    return f"{shortened(_lower_first(offer.title), TITLE)}{_at(offer)}"


def _at(offer: Offer) -> str:
    return f" à {shortened(offer.place, PLACE)}" if offer.place else ""


def _how_far(candidate: Candidate, offer: Offer, now: datetime) -> str:
    trip = reach(offer_of(offer), person_of(candidate, now)).trip
    return f"{trip.minutes} min {BY.get(trip.mode, '')}".strip() if trip else ""


def _terms(offer: Offer) -> str:
    contract = CONTRACTS.get(offer.contract or "", "")
    hours = f"{offer.weekly_hours:g}h".replace(".", ",") if offer.weekly_hours else ""
    return " ".join(word for word in (contract, hours) if word)


def _lower_first(title: str) -> str:
    """ "Agent d'entretien" in the middle of a sentence; "BTP conducteur" stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
