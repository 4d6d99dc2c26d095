"""Invented candidates of a rural office, the same for the same seed: what the benchmarks match offers against.

The shares follow what missions Emploi say of their pools: mostly seniors and low-qualified people, weak mobility, few
executives, and a file in which something is always missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from backend.demo import read_table
from backend.people.tables import Candidate
from backend.reference import communes, occupations


@dataclass(frozen=True, slots=True)
class Trade:
    """People of one trade: `share` of the pool, the codes wanted, what most of them hold and what some of them do."""

    share: int
    wants: tuple[str, ...]
    most: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    executive: bool = False


TRADES = (
    Trade(12, ("K2204", "K1304"), some=("permis-B",), skills=("nettoyage des sols", "repassage")),
    Trade(10, ("K1304", "K1302"), most=("permis-B",), some=("sst",), skills=("aide aux repas", "toilette")),
    Trade(8, ("N1105", "N1103"), some=("permis-B",), skills=("préparation de commandes",)),
    Trade(6, ("N1101", "N1110"), most=("permis-B",), some=("caces-R489-3", "caces-R489-5"), skills=("inventaire",)),
    Trade(8, ("D1507", "D1505"), some=("permis-B",), skills=("tenue de caisse",)),
    Trade(5, ("D1106", "D1505"), some=("permis-B",), skills=("vente",)),
    Trade(7, ("F1704", "F1703"), most=("permis-B",), some=("permis-BE",), skills=("coffrage",)),
    Trade(3, ("F1606", "F1604"), most=("permis-B",), skills=("enduits",)),
    Trade(2, ("F1602",), most=("permis-B",), some=("habilitation-electrique",), skills=("lecture de plans",)),
    Trade(6, ("A1203", "A1402"), some=("permis-B", "certiphyto"), skills=("taille", "tonte")),
    Trade(4, ("A1419", "A1403"), most=("permis-B",), skills=("conduite de tracteur",)),
    Trade(6, ("G1602", "G1607"), some=("haccp", "permis-B"), skills=("plonge",)),
    Trade(4, ("G1803", "G1501"), some=("permis-B",), skills=("service en salle",)),
    Trade(5, ("N4105", "N4102"), most=("permis-B",), skills=("livraison",)),
    Trade(3, ("N4101",), most=("permis-B", "permis-C", "fimo"), some=("permis-CE", "fco", "adr")),
    Trade(6, ("H2105", "H3302"), some=("permis-B",), skills=("conditionnement",)),
    Trade(4, ("H2913", "H2902"), most=("permis-B",), skills=("soudage semi-automatique", "lecture de plans")),
    Trade(3, ("I1304", "I1309"), most=("permis-B",), some=("habilitation-electrique",), skills=("automates",)),
    Trade(2, ("I1604",), most=("permis-B",), skills=("diagnostic électronique",)),
    Trade(3, ("K2503",), most=("permis-B",), some=("carte-pro-securite", "sst")),
    Trade(4, ("K1303", "G1203"), some=("permis-B", "bafa", "psc1"), skills=("jeux",)),
    Trade(5, ("M1607", "M1602"), most=("permis-B",), skills=("Word", "Excel", "accueil téléphonique")),
    Trade(2, ("M1203",), most=("permis-B",), skills=("Sage", "Excel", "paie")),
    Trade(2, ("J1501",), most=("permis-B", "deas"), some=("afgsu",)),
    Trade(2, ("H2502", "N1301"), most=("permis-B",), skills=("management", "SAP"), executive=True),
    Trade(2, ("M1501", "M1503"), most=("permis-B",), skills=("recrutement", "paie"), executive=True),
)  # fmt: skip
# How people travel, with and without the licence and a car.
DRIVERS = ((85, ("car",)), (8, ("shared_car",)), (7, ("bus", "bicycle")))
OTHERS = ((30, ("bicycle",)), (25, ("walk", "bus")), (20, ("moped",)), (15, ("driven",)), (10, ("walk",)))
LIMITS = ((10, 15), (25, 20), (40, 30), (20, 45), (5, 60))
CONTRACTS = ((50, ["CDI", "CDD"]), (35, ["CDI", "CDD", "MIS"]), (10, ["CDI"]), (5, ["CDD", "SAI"]))
# The share of each question that nobody has asked yet.
UNKNOWN = 0.12


def generate(count: int, seed: int, office_id: int, now: datetime) -> Iterator[Candidate]:
    """That many active candidates of the territory of Montluçon, without number in any database yet."""
    random = Random(seed)
    homes = [commune for code in sorted(communes.territory("Montluçon")) if (commune := communes.by_code(code))]
    crowds = [commune.population for commune in homes]
    names = [(row["first_name"], row["last_name"]) for row in read_table("people.csv")]
    for home in random.choices(homes, crowds, k=count):
        name = random.choice(names)[0], random.choice(names)[1]
        yield _candidate(random, name, home.code, office_id, now)


def _candidate(random: Random, name: tuple[str, str], home: str, office_id: int, now: datetime) -> Candidate:
    trade = random.choices(TRADES, [trade.share for trade in TRADES])[0]
    years = _years(random)
    licences = _licences(random, trade)
    met = now - timedelta(days=random.randrange(1, 400))
    return Candidate(
        office_id=office_id, first_name=name[0], last_name=name[1],
        commune_code=home, status="active", created_at=met, last_contact_at=met,
        wants=[{"code": code, "label": occupations.label(code)} for code in _wants(random, trade)],
        experience_years=_asked(random, years), licences=_asked(random, licences),
        past_jobs=[{"work": trade.wants[0], "years": years, "employer": ""}] if random.random() < 0.4 else [],
        skills=_asked(random, [skill for skill in trade.skills if random.random() < 0.6]),
        modes=_asked(random, list(_one(random, DRIVERS if "permis-B" in licences else OTHERS))),
        max_minutes=_asked(random, _one(random, LIMITS) * (2 if trade.executive else 1)),
        available_from=_asked(random, (now + timedelta(days=random.choice((0, 0, 0, 7, 14, 30, 60)))).date()),
        contracts=_asked(random, _one(random, CONTRACTS)),
        nights=_asked(random, random.random() < 0.3), weekends=_asked(random, random.random() < 0.4),
        part_time=_asked(random, random.random() < 0.3),
        cv_state=random.choices(("to_rework", "ready", "none"), (75, 18, 7))[0],
    )  # fmt: skip


def _years(random: Random) -> float:
    """Long careers are the rule: half have worked more than 14 years in their trade."""
    return float(round(random.triangular(0, 38, 12)))


def _licences(random: Random, trade: Trade) -> list[str]:
    return [code for code in trade.most if random.random() < 0.85] + [c for c in trade.some if random.random() < 0.4]


def _wants(random: Random, trade: Trade) -> tuple[str, ...]:
    return trade.wants if random.random() < 0.6 else trade.wants[:1]


def _one(random: Random, table: Sequence[tuple[int, Any]]) -> Any:
    return random.choices([value for _, value in table], [share for share, _ in table])[0]


def _asked(random: Random, value: Any) -> Any:
    return None if random.random() < UNKNOWN else value
