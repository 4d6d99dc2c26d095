"""A file of offers as an adviser gives it: what is read of a spreadsheet, and how a bad file is refused."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from backend.offers.files import read_file
from backend.offers.france_travail import NotAnOffer, OfferRead
from backend.offers.imports import NotOffers

NEAR = "03185"
CSV = (
    "Référence;Intitulé;Entreprise;Ville;Contrat;Salaire;Horaires;Permis;Postes;Début;Code ROME\n"
    "A1;Cariste H/F;Ateliers du Cher;Domérat;CDI;12,50 € de l'heure;35h le matin;Permis B;2;15/12/2026;N1101\n"
    ";Plongeur;;Huriel (03380);CDD 6 mois;selon profil;;;;;\n"
)


def offers(name: str, content: bytes) -> list[OfferRead]:
    file = read_file(name, content, NEAR)
    return [file.source.read(each) for each in file.raw]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_small_file_that_would_fill_the_memory_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/sheet.xml", "w") as part:
        for _ in range(101):
            part.write(bytes(1024 * 1024))
    with pytest.raises(NotOffers, match="trop gros une fois ouvert"):
        read_file("o.xlsx", out.getvalue(), NEAR)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("external_id", "A1"), ("title", "Cariste"), ("employer", "Ateliers du Cher"), ("commune_code", "03101"),
        ("contract", "CDI"), ("salary", "12,50 € de l'heure"), ("weekly_hours", 35.0), ("posts", 2),
        ("starts_on", date(2026, 12, 15)), ("rome_code", "N1101"),
    ],
)  # fmt: skip
def test_a_row_of_a_csv_says(field: str, value: object) -> None:
    assert getattr(offers("offres.csv", CSV.encode())[0], field) == value


def test_a_licence_of_a_sheet_is_required() -> None:
    assert [(need["code"], need["must"]) for need in offers("o.csv", CSV.encode())[0].needs] == [("permis-B", True)]


def test_a_row_without_number_keeps_the_one_made_from_its_words() -> None:
    first, again = offers("o.csv", CSV.encode())[1], offers("p.csv", CSV.encode())[1]
    assert first.external_id == again.external_id and (first.contract, first.commune_code) == ("CDD", "03128")
    assert first.salary == "selon profil"


@pytest.mark.parametrize("coding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_as_spreadsheets_write_it(coding: str, delimiter: str) -> None:
    text = delimiter.join(("Intitulé", "Commune")) + "\r\n" + delimiter.join(("Aide à domicile", "Montluçon")) + "\r\n"
    [only] = offers("o.csv", text.encode(coding))
    assert (only.title, only.commune_code) == ("Aide à domicile", "03185")


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    rows = ("Poste", "Lieu", "Date de début", "Nombre de postes"), ("Maçon", "Commentry", date(2027, 1, 4), 3.0)
    [only] = offers("o.xlsx", workbook(*rows))
    assert (only.title, only.starts_on, only.posts, only.commune_code) == ("Maçon", date(2027, 1, 4), 3, "03082")


def test_homonyms_are_the_nearest_to_the_office() -> None:
    [only] = offers("o.csv", "Intitulé;Commune\nMaçon;Saint-Victor\n".encode())
    assert only.commune_code == "03262"


def test_a_row_without_a_title_is_no_offer() -> None:
    with pytest.raises(NotAnOffer, match="pas d'intitulé"):
        offers("o.csv", "Intitulé;Commune\n;Montluçon\n".encode())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("o.json", b'{"resultats": [{"id": "1", ', "ligne 1, colonne"),
        ("o.json", b'{"offers": 3}', "liste d'offres"),
        ("o.json", b"\xff\xfe\x00", "UTF-8"),
        ("o.json", b"[" * 100_000, "JSON valable"),
        ("o.csv", b"Nom;Prenom\nA;B\n", "« Intitulé ».*Colonnes trouvées : Nom, Prenom"),
        ("o.csv", b"", "vide"),
        ("o.csv", b"PK\x03\x04\x00\x00", "n'est pas un CSV"),
        ("o.xlsx", b"PK\x03\x04 not a zip", "XLSX lisible"),
        ("o.xlsx", b"Intitule;Lieu", "XLSX lisible"),
        ("o.xlsx", workbook(), "vide"),
        ("o.pdf", b"%PDF-1.7", r"\.json.*\.csv.*\.xlsx"),
        ("o.csv", b"a" * (20 * 1024 * 1024 + 1), "trop gros"),
    ],
    ids=range(12),
)
def test_a_bad_file_is_refused_in_plain_french(name: str, content: bytes, said: str) -> None:
    with pytest.raises(NotOffers, match=said):
        read_file(name, content, NEAR)
