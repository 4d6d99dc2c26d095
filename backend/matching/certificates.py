"""Licences and certificates: what one covers, what the law asks of a post, what a short training gives.

Sources, and which of them were read (docs/matching.md, "The law behind the filters"): Code de la route R221-1, driving
licences; Code des transports R3314-1, FIMO and FCO, L3120-2-2, taxis and VTC; Code du travail R4323-55 to R4323-57,
lifting and mobile machines, R4544-9 and R4544-10, work near live parts; CSI L612-20, private security; arrêté of
2 May 2005, fire safety; Code de la santé publique, fourth part, books I to III, trades of care.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from backend.matching.diplomas import fields_of, level
from backend.reference.folding import fold
from backend.reference.licences import LICENCES, with_included

LABELS: Mapping[str, str] = {
    "permis-AM": "le permis AM (cyclomoteur)", "permis-A": "le permis moto", "permis-B": "le permis B",
    "permis-BE": "le permis BE (remorque)", "permis-C": "le permis C (poids lourd)",
    "permis-CE": "le permis CE (super lourd)", "permis-D": "le permis D (transport de personnes)",
    "permis-DE": "le permis DE", "caces": "un CACES", "fimo": "la FIMO", "fco": "la FCO à jour",
    "adr": "le certificat ADR (matières dangereuses)", "habilitation-electrique": "une habilitation électrique",
    "ssiap": "le diplôme SSIAP (sécurité incendie)", "vehicule": "un véhicule",
    "hauteur": "l'aptitude au travail en hauteur",
    "carte-pro-securite": "la carte professionnelle de sécurité",
    "carte-taxi-vtc": "la carte professionnelle de taxi ou de VTC", "deplacements": "les déplacements",
    "2x8": "les équipes en 2x8", "3x8": "les équipes en 3x8", "5x8": "les équipes en 5x8", "nuit": "le travail de nuit",
    "week-end": "le travail le week-end", "coupure": "les horaires coupés", "temps-partiel": "le temps partiel",
}  # fmt: skip
"""French for each code of need, with its article."""

LEARNABLE = (
    "caces",
    "fimo",
    "fco",
    "adr",
    "habilitation-electrique",
    "ssiap",
    "hauteur",
    "carte-pro-securite",
    "logiciel",
)
"""What a short training gives (days to a few weeks). A driving licence is not one: months, and no one to pay for it."""

_LORRY, _COACH, _CAR, _GUARD = ("permis-C", "fimo"), ("permis-D", "fimo"), ("permis-B",), ("carte-pro-securite",)
REQUIRED_BY_LAW: Mapping[str, tuple[str, ...]] = {
    "N4101": _LORRY, "N4113": _LORRY, "N4126": ("permis-CE", "fimo"), "N4115": ("permis-CE", "fimo"),
    "N4116": ("permis-C", "fimo", "adr"), "N4107": _LORRY, "N4114": ("permis-C", "fimo", "adr"), "N4118": _LORRY,
    "N4103": _COACH, "N4109": _COACH, "N4127": _COACH,
    "N4102": _CAR, "N4108": _CAR, "N4112": _CAR, "N4128": _CAR, "N4131": _CAR, "N4124": ("permis-A",), "N4105": _CAR,
    "N4120": _CAR, "N4122": _CAR, "N4123": _CAR, "N4129": _CAR, "N4130": _CAR, "J1305": _CAR, "J1310": _CAR,
    "K2110": _CAR, "N1101": ("caces-R489",), "N1112": ("caces-R489",), "F1302": ("caces-R482",),
    "F1301": ("caces-R487",), "N1108": ("caces-R483",), "K2503": _GUARD, "K2504": _GUARD,
    "K2508": _GUARD, "K2509": _GUARD, "K2510": _GUARD,
}  # fmt: skip
"""ROME code → what nobody may do this work without. A code of the older nomenclature is the parent of today's."""

_LAW_BY_TITLE: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("N410", re.compile(r"\bspl\b|\bsuper (?:poids )?lourds?\b|\bsemi remorques?\b"), ("permis-CE", "fimo")),
    ("N410", re.compile(r"\bpoids lourds?\b|\bpl\b"), _LORRY),
    ("N41", re.compile(r"\btaxi moto\b"), ("permis-A",)),
    ("N41", re.compile(r"\btaxis?\b|\bvtc\b"), ("permis-B", "carte-taxi-vtc")),
    ("N11", re.compile(r"\bpontiers?\b|\bpontieres?\b|\bponts? roulants?\b"), ("caces-R484",)),
    ("N11", re.compile(r"\bcaristes?\b"), ("caces-R489",)),
    (
        "F1",
        re.compile(r"\bconduct\w+ d(?: |')engins\b|\bpelleteu\w+|\bconduct\w+ de (?:mini )?pelles?\b"),
        ("caces-R482",),
    ),
    ("K25", re.compile(r"\bssiap\b|\bsecurite incendie\b"), ("ssiap",)),
)
"""Trades that share a code with others: the beginning of the code, what the title says, what the law asks then."""

ELECTRICAL = frozenset({"F1602", "F1605", "F1628", "H2602", "I1309", "I1307", "I1209", "I1314", "F1622"})
"""Work on or near live parts: the habilitation that the text names is the law's demand, not a wish."""

_WITHOUT_ENGINE = re.compile(r"\b(?:velo|cycliste|triporteur|a pied|pedestre)\b")

DIPLOMA_BY_LAW: Mapping[str, tuple[str, ...]] = {
    "J1501": ("aide soignant", r"deas\b", r"dpas\b", "infirmier"),
    "J1506": ("infirmier", r"ide\b", r"dei\b"),
    "J1104": ("sage femme",), "J1404": ("kine", "masseur"), "J1102": ("medecin", "medecine"),
    "J1202": ("pharmacien", "pharmacie"), "J1307": ("preparateur", "pharmacie"),
    "J1304": ("auxiliaire de puericulture", r"deap\b", "infirmier", "puericultrice"),
    "J1305": ("ambulancier", r"dea\b"),
    "J1306": ("manipulateur", "imagerie", "demrem"), "J1403": ("ergotherapeute",), "J1406": ("orthophoniste",),
    "J1405": ("opticien", "optique"), "J1507": ("infirmier", "puericultrice"),
}  # fmt: skip
"""ROME code → words of the diplomas that open a regulated trade of care (Code de la santé publique, part 4)."""

_LEVEL_BY_LAW: Mapping[str, int] = {"J1501": 4, "J1304": 4, "J1305": 3, "J1307": 4, "J1405": 5}
"""Level of the diploma of a regulated trade, 6 for the others: who stopped at a lower one does not hold it."""

_NEEDS_NO_DIPLOMA = re.compile(r"\bauxiliaire ambulanci|\bvsl\b|\bvehicule sanitaire leger\b")

_CACES = re.compile(r"caces-(r\d{3})(?:-(\w+))?")


def label(code: str) -> str:
    """French for a need, with its article: "le permis B", "le CACES R489 catégorie 3"."""
    found = _CACES.fullmatch(code.lower())
    if not found:
        return LABELS.get(code) or (LICENCES[code].label if code in LICENCES else f"« {code} »")
    category = f" catégorie {found[2].upper()}" if found[2] else ""
    return f"le CACES {found[1].upper()}{category}"


def is_learnable(code: str) -> bool:
    """True when a short training gives it."""
    return code.partition(":")[0] in LEARNABLE or code.lower().startswith("caces")


def is_held(code: str, licences: frozenset[str]) -> bool | None:
    """Whether these licences hold what `code` asks for; None when they may (a CACES whose category was not said)."""
    asked, held = code.lower(), _held(licences)
    if asked in held or any(one.startswith(asked + "-") for one in held):
        return True
    if not asked.startswith("caces-"):
        # The FCO renews the FIMO: who has it had the first
        return asked == "fimo" and "fco" in held
    if any(_same_category(one, asked) for one in held):
        return True
    return None if any(asked.startswith(one + "-") for one in licences_lowered(licences)) else False


EXPIRED = "perime:"
"""Before the code of a certificate that was held and is over: it opens nothing, and is told from one never had."""


def is_expired(code: str, licences: frozenset[str]) -> bool:
    """Whether what `code` asks for was held once, and is over: a refresher gives it back."""
    over = frozenset(one.removeprefix(EXPIRED) for one in licences if one.startswith(EXPIRED))
    return bool(over) and is_held(code, over) is True


@lru_cache(maxsize=20_000)
def _held(licences: frozenset[str]) -> frozenset[str]:
    return licences_lowered(with_included(licences))


def licences_lowered(licences: frozenset[str]) -> frozenset[str]:
    """The same codes in lower case: people and offers do not agree on "R489" and "r489"."""
    return frozenset(code.lower() for code in licences)


def _same_category(held: str, asked: str) -> bool:
    """R389 had one category 1 where R489 has 1A and 1B."""
    longer, shorter = max(held, asked, key=len), min(held, asked, key=len)
    return (
        shorter[-1].isdigit()
        and len(shorter.split("-")) == 3
        and longer == shorter + longer[-1]
        and longer[-1].isalpha()
    )


def is_regulated_diploma(code: str, diploma: str) -> bool | None:
    """Whether this diploma opens the regulated trade `code`. None: the trade is open, or only a level was said."""
    asked = DIPLOMA_BY_LAW.get(code)
    said = fold(diploma)
    if not asked or not said:
        return None
    if any(re.search(rf"\b{word}", said) for word in asked):
        return True
    reached = level(diploma)
    if fields_of(diploma) or reached is None:
        return None if reached is None and not fields_of(diploma) else False
    return None if reached >= _LEVEL_BY_LAW.get(code, 6) else False


@lru_cache(maxsize=10_000)
def reserved_trade(code: str, titles: tuple[str, ...]) -> str:
    """`code` when the law keeps this post for a diploma, else "": an ambulance's second, or a VSL, needs none."""
    reserved = code in DIPLOMA_BY_LAW and not any(_NEEDS_NO_DIPLOMA.search(fold(title)) for title in titles)
    return code if reserved else ""


def opens_trade(code: str, licences: frozenset[str] | None) -> bool:
    """Whether the diploma of the regulated trade `code` was told among the licences ("deas")."""
    return any(is_regulated_diploma(code, licence) for licence in licences or ())


@lru_cache(maxsize=10_000)
def lawful_needs(code: str, titles: tuple[str, ...]) -> tuple[str, ...]:
    """What the law asks of this trade, by its title where the code holds several; nothing of who delivers on foot or
    on a bicycle."""
    said = [fold(title) for title in titles]
    for beginning, words, needs in _LAW_BY_TITLE:
        if code.startswith(beginning) and any(words.search(title) for title in said):
            return needs
    needs = REQUIRED_BY_LAW.get(code, ())
    return () if any(_WITHOUT_ENGINE.search(title) for title in said) else needs
