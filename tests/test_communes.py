"""What a code, a postcode or an old name stands for."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from backend.reference.communes import by_code, by_postcode, distance_km, every_commune, former_communes, territory

SHARED_TABLE = Path(__file__).resolve().parents[2] / "shared" / "data" / "communes" / "communes_fr_derived.csv"


def test_a_code_gives_its_commune() -> None:
    montlucon = by_code("03185")
    assert montlucon is not None
    assert (montlucon.name, montlucon.postcodes, montlucon.department) == ("Montluçon", ("03100",), "03")
    assert montlucon.population > 30_000


@pytest.mark.parametrize(("code", "department"), [("2A004", "2A"), ("97105", "971"), ("98735", "987"), ("01001", "01")])
def test_a_department_has_two_characters_and_three_overseas(code: str, department: str) -> None:
    commune = by_code(code)
    assert commune is not None
    assert commune.department == department


def test_an_unknown_code_gives_nothing() -> None:
    assert by_code("99999") is None


def test_a_former_commune_leads_to_the_one_of_today() -> None:
    vitray = by_code("03318")
    assert vitray is not None
    assert vitray.name == "Meaulne-Vitray"


@pytest.mark.parametrize(("code", "name"), [("75108", "Paris 8e Arrondissement"), ("69387", "Lyon 7e Arrondissement")])
def test_an_arrondissement_resolves_too(code: str, name: str) -> None:
    commune = by_code(code)
    assert commune is not None
    assert commune.name == name


def test_a_postcode_is_several_communes_the_largest_first() -> None:
    names = [commune.name for commune in by_postcode("03360")]
    assert len(names) > 5
    assert names[0] == "Ainay-le-Château"


def test_a_postcode_of_paris_is_paris() -> None:
    assert [commune.code for commune in by_postcode("75008")] == ["75056"]


def test_an_unknown_postcode_is_no_commune() -> None:
    assert by_postcode("00000") == ()


def test_domerat_is_a_few_kilometres_from_montlucon() -> None:
    domerat, montlucon = by_code("03101"), by_code("03185")
    assert domerat is not None and montlucon is not None
    assert 3 < distance_km(domerat, montlucon) < 8


def test_every_commune_of_france_is_there_once_and_stands_in_it() -> None:
    codes = [commune.code for commune in every_commune()]
    assert len(codes) == len(set(codes)) > 34_900
    assert all(-90 <= commune.latitude <= 90 and -180 <= commune.longitude <= 180 for commune in every_commune())


def test_every_former_commune_leads_somewhere() -> None:
    assert [former for former in former_communes() if by_code(former.today) is None] == []


def test_the_territory_of_an_office_is_read_from_its_table() -> None:
    assert {"03185", "03101", "03168"} <= territory("Montluçon")
    assert territory("nowhere") == frozenset()


@pytest.mark.skipif(
    not SHARED_TABLE.exists(), reason="needs the table to compare with, beside the project in ../shared"
)
def test_the_table_agrees_with_an_independent_one() -> None:
    with SHARED_TABLE.open(encoding="utf-8") as table:
        located = [row for row in csv.DictReader(table) if row["lat"] and int(row["population"] or 0)]
    assert [row["nom"] for row in located if not _agrees(row)] == []


def _agrees(row: dict[str, str]) -> bool:
    ours = by_code(row["code_insee"])
    if ours is None or ours.name != row["nom"]:
        return False
    near = abs(ours.latitude - float(row["lat"])) < 0.001 and abs(ours.longitude - float(row["lon"])) < 0.001
    return near and ours.population == int(row["population"]) and ours.epci == row["epci_code"]


def test_every_line_of_the_table_has_its_seven_cells_and_no_quotes() -> None:
    lines = files("backend.reference").joinpath("communes.csv").read_text(encoding="utf-8").splitlines()
    assert {line.count(",") for line in lines} == {6}
    assert not any('"' in line for line in lines)
