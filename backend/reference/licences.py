"""Driving licences, CACES and the other cards and certificates that offers ask for and people hold: codes and names.

Codes are ours. Driving categories follow article R221-4 of the Code de la route; CACES families and categories follow
the CNAM recommendations R482 to R490, in force since 2020. licence_words.py finds them in a text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence. `short` is read back in a sentence; `gives` are the codes that come with it."""

    code: str
    label: str
    short: str
    gives: tuple[str, ...] = ()


_DRIVING = (
    ("AM", "Permis AM (cyclomoteur, voiture sans permis)", ()),
    ("A", "Permis A (moto)", ("AM",)),
    ("B", "Permis B (voiture)", ("AM",)),
    ("BE", "Permis BE (voiture et remorque)", ("B", "AM")),
    ("C1", "Permis C1 (camion jusqu'à 7,5 t)", ("B", "AM")),
    ("C", "Permis C (poids lourd)", ("C1", "B", "AM")),
    ("CE", "Permis CE (super lourd)", ("C", "C1", "BE", "B", "AM")),
    ("D1", "Permis D1 (minibus)", ("B", "AM")),
    ("D", "Permis D (autocar, autobus)", ("D1", "B", "AM")),
    ("DE", "Permis DE (autocar et remorque)", ("D", "D1", "BE", "B", "AM")),
)
FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "R482": ("engins de chantier", ("A", "B1", "B2", "B3", "C1", "C2", "C3", "D", "E", "F", "G")),
    "R483": ("grues mobiles", ("A", "B")),
    "R484": ("ponts roulants", ("1", "2")),
    "R485": ("gerbeurs", ("1", "2")),
    "R486": ("nacelles", ("A", "B", "C")),
    "R487": ("grues à tour", ("1", "2", "3")),
    "R489": ("chariots", ("1A", "1B", "2A", "2B", "3", "4", "5", "6", "7")),
    "R490": ("grue auxiliaire", ()),
}
_OTHERS = (
    Licence("fimo", "FIMO marchandises", "FIMO"),
    Licence("fimo-voyageurs", "FIMO voyageurs", "FIMO voyageurs"),
    Licence("fco", "FCO (formation continue du conducteur)", "FCO"),
    Licence("adr", "ADR (matières dangereuses)", "ADR"),
    Licence("carte-conducteur", "Carte conducteur (chronotachygraphe)", "carte conducteur"),
    Licence("capacite-transport", "Capacité de transport", "capacité de transport"),
    Licence("carte-taxi-vtc", "Carte taxi ou VTC", "carte taxi ou VTC"),
    Licence("habilitation-electrique", "Habilitation électrique", "habilitation électrique"),
    Licence("ssiap-1", "SSIAP 1 (agent de sécurité incendie)", "SSIAP 1"),
    Licence("ssiap-2", "SSIAP 2 (chef d'équipe)", "SSIAP 2", ("ssiap-1",)),
    Licence("ssiap-3", "SSIAP 3 (chef de service)", "SSIAP 3", ("ssiap-2", "ssiap-1")),
    Licence("carte-pro-securite", "Carte professionnelle d'agent de sécurité", "carte professionnelle de sécurité"),
    Licence("hauteur", "Travail en hauteur", "travail en hauteur"),
    Licence("echafaudage", "Montage d'échafaudage", "échafaudage"),
    Licence("sst", "SST (sauveteur secouriste du travail)", "SST"),
    Licence("psc1", "PSC1 (premiers secours)", "premiers secours"),
    Licence("afgsu", "AFGSU (gestes et soins d'urgence)", "AFGSU"),
    Licence("bafa", "BAFA", "BAFA"),
    Licence("bafd", "BAFD", "BAFD", ("bafa",)),
    Licence("bpjeps", "BPJEPS", "BPJEPS"),
    Licence("bnssa", "BNSSA (surveillance de baignade)", "BNSSA"),
    Licence("haccp", "Hygiène alimentaire (HACCP)", "hygiène alimentaire"),
    Licence("certiphyto", "Certiphyto", "Certiphyto"),
    Licence("aipr", "AIPR (travaux près des réseaux)", "AIPR"),
    Licence("amiante", "Amiante (sous-section 3 ou 4)", "amiante"),
    Licence("licence-soudure", "Licence de soudage", "licence de soudage"),
    Licence("fluides", "Attestation fluides frigorigènes", "fluides frigorigènes"),
    Licence("deas", "Diplôme d'aide-soignant", "diplôme d'aide-soignant"),
    Licence("deaes", "Diplôme d'accompagnant éducatif et social", "diplôme d'accompagnant"),
    Licence("cap-petite-enfance", "CAP petite enfance", "CAP petite enfance"),
)


def _every_licence() -> Iterator[Licence]:
    for letter, label, gives in _DRIVING:
        yield Licence(f"permis-{letter}", label, f"permis {letter}", tuple(f"permis-{other}" for other in gives))
    yield Licence("caces", "CACES (catégorie à préciser)", "CACES")
    for family, (machines, categories) in FAMILIES.items():
        yield Licence(f"caces-{family}", f"CACES {family} {machines}", f"CACES {machines}", ("caces",))
        for category in categories:
            short = f"CACES {category}" if family == "R489" else f"CACES {machines} {category}"
            yield Licence(
                f"caces-{family}-{category}",
                f"CACES {family} {machines}, catégorie {category}",
                short,
                (f"caces-{family}", "caces"),
            )
    yield from _OTHERS


LICENCES: dict[str, Licence] = {licence.code: licence for licence in _every_licence()}
_ORDER = {code: rank for rank, code in enumerate(LICENCES)}


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Known codes once each, in the order of the table; unknown ones last."""
    return tuple(sorted(set(codes), key=lambda code: (_ORDER.get(code, len(_ORDER)), code)))


def with_included(codes: Iterable[str]) -> frozenset[str]:
    """The codes and those that come with them: a permis CE drives what a permis B drives."""
    held = set(codes)
    return frozenset(held.union(*(LICENCES[code].gives for code in held if code in LICENCES)))
