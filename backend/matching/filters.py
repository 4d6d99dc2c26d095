"""What holds a person back from an offer. Each filter is one small function; each reason is said, never silent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from backend.matching.certificates import (
    ELECTRICAL,
    is_expired,
    is_held,
    is_learnable,
    is_regulated_diploma,
    label,
    lawful_needs,
    opens_trade,
    reserved_trade,
)
from backend.matching.setting import Setting
from backend.matching.skills import is_software, knows
from backend.matching.trades import Closeness
from backend.matching.values import Need, Offer, Person

PATIENCE_DAYS = 90
"""Days after the wanted one at which a person still comes in time, when the offer sets no end."""
LICENCE_PREFIXES = ("permis-", "caces", "fimo", "fco", "adr", "habilitation", "ssiap", "carte-", "hauteur")


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to hold a person back (French). `learnable`: the code of what a short training would give, or ""."""

    reason: str
    learnable: str = ""


Filter = Callable[[Offer, Person, Setting], Iterator[Hold]]


def paused(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """The person asked for a pause."""
    if person.paused:
        yield Hold("En pause à sa demande.")


def already_answered(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """Nobody is asked the same thing twice."""
    if offer.id in person.refused:
        yield Hold("A déjà dit non à cette offre.")
    elif offer.id in person.proposed:
        yield Hold("Offre déjà proposée.")


def contract_refused(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """The person said which contracts they take, and this is another."""
    if offer.contract and person.contracts and not _accepts(offer.contract, person.contracts):
        yield Hold(f"N'accepte pas ce contrat : {CONTRACT_WORDS.get(offer.contract, offer.contract)}.")


def licence_missing(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """A licence or certificate that the law or the offer requires, and that the person does not hold."""
    if person.licences is None:
        return
    missing = [need for need in required(offer) if is_held(need.code, person.licences) is False]
    for need in missing:
        # "CACES 1A, 3 et 5": the categories of one family are learned together
        together = [other for other in missing if _family(other.code) == _family(need.code)]
        if together[0] is need:
            because = _LAW_SAYS.get(need.code.split("-")[0], "La loi demande") if need.source == "loi" else _POST_SAYS
            named = ", ".join(label(each.code) for each in together)
            over = all(is_expired(each.code, person.licences) for each in together)
            refresher = " Le sien est périmé : un recyclage suffit." if over else ""
            yield Hold(f"{because} {named}.{refresher}", need.code if is_learnable(need.code) else "")


def _family(code: str) -> str:
    """The recommendation of a CACES; any other code is alone."""
    return "-".join(code.split("-")[:2]) if code.startswith("caces") else code


_POST_SAYS = "Le poste demande"
_LAW_SAYS = {
    # R4323-55, R4544-9: a training, then the employer's own authorisation; the CACES is how one shows the training
    "caces": "Conduire cet engin demande une formation et l'autorisation de l'employeur, d'ordinaire",
    "habilitation": "Travailler près de l'électricité demande une formation et",
}


def software_missing(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """A software that the offer requires: learned in a few days."""
    for skill in offer.skills:
        if (
            skill.must
            and is_software(skill.label)
            and person.skills is not None
            and not knows(person.skills, skill.label)
        ):
            yield Hold(f"Le poste demande un logiciel : {skill.label}.", f"logiciel:{skill.label}")


def diploma_missing(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """A trade of care that the law keeps for a diploma. Having worked in it proves the diploma."""
    trade = reserved_trade(offer.code, offer.titles)
    if person.diploma is None or is_regulated_diploma(trade, person.diploma) is not False:
        return
    if opens_trade(trade, person.licences):
        return
    practised = setting.trades.closest((past.work for past in person.experience or ()), offer.code, offer.titles)
    if practised.closeness < Closeness.CODE:
        yield Hold("La loi demande le diplôme de ce métier.")


def too_late(offer: Offer, person: Person, setting: Setting) -> Iterator[Hold]:
    """Not free before the end of the start window."""
    last = last_day(offer, setting)
    if last and person.available_from and person.available_from > last:
        free, until = said_date(person.available_from), said_date(last)
        yield Hold(f"Disponible le {free} ; le poste commence au plus tard le {until}.")


def last_day(offer: Offer, setting: Setting) -> date | None:
    """The end of the start window: as the offer says it, else three months after the day it wants (the longest notice
    a person has to give); never before today while the offer is open. None when the offer says nothing of its start."""
    if offer.start_until:
        return max(offer.start_until, setting.today)
    return max(offer.start_from, setting.today) + timedelta(days=PATIENCE_DAYS) if offer.start_from else None


FILTERS: tuple[Filter, ...] = (
    paused,
    already_answered,
    contract_refused,
    licence_missing,
    diploma_missing,
    too_late,
    software_missing,
)

CONTRACT_WORDS = {
    "CDI": "CDI", "CDD": "CDD", "MIS": "intérim", "SAI": "travail saisonnier", "LIB": "travail indépendant",
    "CCE": "profession commerciale", "FRA": "franchise", "DDI": "CDD d'insertion", "TTI": "intérim d'insertion",
    "DIN": "CDI intérimaire", "REP": "reprise d'entreprise",
}  # fmt: skip
_CONTAINED = {"SAI": "CDD", "DDI": "CDD", "TTI": "MIS", "DIN": "MIS"}
"""A seasonal contract is a fixed-term one: who takes CDD takes it, unless they named the other only."""


def holds(offer: Offer, person: Person, setting: Setting) -> list[Hold]:
    """Every reason to hold this person back, in the order of FILTERS; empty when the offer can be proposed."""
    return [hold for each in FILTERS for hold in each(offer, person, setting)]


def required(offer: Offer) -> tuple[Need, ...]:
    """The licences and certificates required: by the law for this trade, then by the offer's own fields."""
    asked = [need for need in offer.needs if need.code.startswith(LICENCE_PREFIXES)]
    by_law = [Need(code, True, source="loi") for code in lawful_needs(offer.code, offer.titles)]
    # A regulated gesture: what the text says precisely (which CACES, C or CE, which voltage) is the law's demand
    kinds = {kind for law in by_law for kind in _KINDS.get(law.code.split("-")[0], ())}
    if offer.code in ELECTRICAL:
        kinds.add("habilitation")
    asked = [_by_law(need) if need.code.split("-")[0] in kinds else need for need in asked]
    firm = [need for need in asked if need.must and need.source != "texte"]
    precise = [law for law in by_law if not any(is_held(law.code, frozenset({need.code})) for need in firm)]
    needs = {need.code: need for need in [*precise, *firm]}
    if "fimo" in needs:
        # "FIMO/FCO" is one qualification: the first, kept up by the other
        needs.pop("fco", None)
    return tuple(needs.values())


_KINDS = {"permis": ("permis",), "fimo": ("fimo", "fco", "adr"), "caces": ("caces",), "carte": ("carte",)}


def _by_law(need: Need) -> Need:
    return Need(need.code, need.must, need.words, "loi") if need.must and need.source == "texte" else need


def _accepts(contract: str, accepted: frozenset[str]) -> bool:
    return contract in accepted or _CONTAINED.get(contract, "") in accepted


def said_date(day: date) -> str:
    """A date as advisers write it: 1er/12/2026 would be odd, so 01/12/2026."""
    return f"{day:%d/%m/%Y}"
