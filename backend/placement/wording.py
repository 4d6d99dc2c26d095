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


# News of a candidature: kind → words. {name}, {post} (the title and its place), {employer}.
NEWS: dict[str, str] = {
    "filled": "{name}le poste {post} est pourvu. Je garde votre fiche active et je vous écris dès la prochaine offre.",
    "closed": "{name}l'offre {post} est fermée. Je garde votre fiche active et je vous écris dès la prochaine offre.",
    "refused": "{name}pour {post}, l'employeur ne donne pas suite. Votre conseiller reste à vos côtés et continue à "
    "chercher.",
    "transmitted": "{name}votre candidature pour {post} est transmise à l'employeur. Je vous tiens au courant.",
    "no_answer": "{name}pour {post}, l'employeur n'a pas encore répondu malgré nos relances. On continue à chercher "
    "ailleurs aussi.",
    "reminder": "{name}avez-vous vu notre offre : {post} ? Répondez {answers}.",
    "holds_0": "{name}vous travaillez depuis un mois : {post}. Vous y êtes toujours ? OUI ou NON.",
    "holds_1": "{name}trois mois déjà : {post}. Vous y êtes toujours ? OUI ou NON.",
    "training": "{name}il vous manque une seule chose pour {post} : {missing}. Une formation courte est possible. Ça "
    "vous intéresse ? OUI ou NON.",
}


def news(kind: str, candidate: Candidate, offer: Offer, **more: str) -> str:
    """One message of NEWS for that person about that offer."""
    name = shortened(candidate.first_name, 30)
    text = NEWS[kind].format(name=f"{name}, " if name else "", post=offer_title(offer), **more)
    return text[:1].upper() + text[1:]


def _what(offer: Offer) -> str:
    return f"{shortened(_lower_first(offer.title), TITLE)}{_at(offer)}"


def _at(offer: Offer) -> str:
    """ "à Domérat", "au Blanc", "aux Ancizes"; "(Ain)" when an import names no commune."""
    place = shortened(offer.place, PLACE)
    if not place:
        return ""
    if offer.commune_code is None and offer.source != "office":
        return f" ({place})"
    for article, at in (("Le ", "au "), ("Les ", "aux ")):
        if place.startswith(article):
            return f" {at}{place.removeprefix(article)}"
    return f" à {place}"


def _how_far(candidate: Candidate, offer: Offer, now: datetime) -> str:
    found = reach(offer_of(offer), person_of(candidate, now))
    if "bus" in found.ask:  # the bus is what may be quick enough, and nobody knows its hours
        return BY[Mode.BUS]
    trip = found.trip
    return f"{trip.minutes} min {BY.get(trip.mode, '')}".strip() if trip else ""


def way_there(candidate: Candidate, offer: Offer, now: datetime) -> int | None:
    """Minutes door to door by the person's own means; None when a place is unknown or only a bus may do it."""
    found = reach(offer_of(offer), person_of(candidate, now))
    return found.trip.minutes if found.trip and "bus" not in found.ask else None


def _terms(offer: Offer) -> str:
    contract = CONTRACTS.get(offer.contract or "", "")
    hours = f"{offer.weekly_hours:g}h".replace(".", ",") if offer.weekly_hours else ""
    return " ".join(word for word in (contract, hours) if word)


def _lower_first(title: str) -> str:
    """ "Agent d'entretien" in the middle of a sentence; "BTP conducteur" stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
