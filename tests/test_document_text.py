"""The words of a CV in the order in which a person reads them: real PDF and Word files, made here."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from backend.people import document_text, reading_apart
from backend.people.document_text import read_text
from backend.people.reading_apart import read_apart
from backend.reference.cv_headings import COLUMN_ENDS

SIDE = ("CONTACT", "12 rue des Lilas", "03410 Domérat", "COMPÉTENCES", "Permis B", "Word, Excel", "LOISIRS", "Couture")
MAIN = (
    "EXPÉRIENCES",
    "2019 - 2023",
    "Cariste",
    "Transports Morel",
    "2015 - 2019",
    "Vendeuse",
    "FORMATIONS",
    "BEP vente",
)

Cell = tuple[float, float, str]


def pdf(cells: Sequence[Cell], password: str = "") -> bytes:
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=A4, encrypt=StandardEncryption(password) if password else None)
    for x, y, text in cells:
        canvas.drawString(x, y, text)
    canvas.save()
    return page.getvalue()


def column(x: float, lines: Sequence[str], step: float = 22, top: float = 760) -> list[Cell]:
    return [(x, top - step * at, text) for at, text in enumerate(lines)]


def lines(content: bytes, ending: str = ".pdf") -> list[str]:
    return [line for line in read_text(content, ending).splitlines() if line.strip()]


@pytest.mark.parametrize("step", [22, 17.5], ids=["on the same lines", "on lines of their own"])
@pytest.mark.parametrize("drawn", ["column by column", "line by line"])
def test_two_columns_are_read_one_after_the_other(drawn: str, step: float) -> None:
    cells = column(40, SIDE) + column(230, MAIN, step)
    if drawn == "line by line":
        cells.sort(key=lambda cell: (-cell[1], cell[0]))
    assert lines(pdf(cells)) == [*SIDE, COLUMN_ENDS, *MAIN]


def test_a_name_across_both_columns_comes_first() -> None:
    name = (40, 800, "Ana DA SILVA, préparatrice de commandes, cariste et magasinière")
    assert lines(pdf([name, *column(40, SIDE), *column(230, MAIN)]))[:2] == [name[2], "CONTACT"]


@pytest.mark.parametrize("dates_at", [40, 420], ids=["in the left margin", "on the right"])
def test_dates_in_a_margin_stay_beside_their_job(dates_at: float) -> None:
    jobs = column(150, ("EXPÉRIENCES", "Cariste", "Maçon", "Vendeur", "FORMATIONS", "CAP maçon"))
    dates = [(dates_at, y, f"20{10 + at} - 20{11 + at}") for at, (_, y, _) in enumerate(jobs[1:4])]
    read = lines(pdf(jobs + dates))
    assert sorted(read[1].split("  ")) == ["2010 - 2011", "Cariste"]
    assert read[0] == "EXPÉRIENCES" and len(read) == 6


def test_a_single_column_is_read_from_the_top() -> None:
    assert lines(pdf(column(72, MAIN))) == list(MAIN)


def test_letters_set_one_by_one_are_words_again() -> None:
    text = "Cariste confirmé"
    starts = [72 + stringWidth(text[:at], "Helvetica", 12) for at in range(len(text))]
    cells = [(start, 700.0, letter) for start, letter in zip(starts, text, strict=True) if letter != " "]
    assert lines(pdf(cells)) == [text]


@pytest.mark.parametrize(
    "content",
    [pdf(column(72, MAIN), password="secret"), pdf([]), b"%PDF-1.4 nothing", b"", pdf(column(72, MAIN))[:400]],
    ids=["with a password", "without words", "broken", "empty", "cut short"],
)
def test_what_cannot_be_read_has_no_words(content: bytes) -> None:
    assert read_text(content, ".pdf").strip() == ""


# --- Word -------------------------------------------------------------------------------------------------------------

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(body: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_the_cells_of_a_table_are_read_one_after_the_other() -> None:
    cells = "".join(f"<w:tc>{''.join(map(paragraph, one))}</w:tc>" for one in (SIDE, MAIN))
    assert lines(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), ".docx") == [*SIDE, *MAIN]


def test_a_box_of_text_is_read_once() -> None:
    box = paragraph("2019 - 2023 Cariste")
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    read = lines(word(f"<w:p><w:r><w:t>EMPLOIS</w:t>{twice}</w:r></w:p>"), ".docx")
    assert read == ["EMPLOIS", "2019 - 2023 Cariste"]


def test_tabs_and_line_breaks_part_words() -> None:
    run = "<w:t>2019</w:t><w:tab/><w:t>Cariste</w:t><w:br/><w:t>Morel</w:t>"
    assert lines(word(f"<w:p><w:r>{run}</w:r></w:p>"), ".docx") == ["2019  Cariste", "Morel"]


# --- a process of its own ---------------------------------------------------------------------------------------------


def test_a_document_is_read_in_a_process_of_its_own() -> None:
    assert read_apart(pdf(column(72, MAIN)), ".pdf").splitlines()[2] == "Cariste"
    assert read_apart(b"\xff\xd8\xff", ".jpg") == ""


def test_a_document_that_takes_for_ever_is_given_up() -> None:
    assert read_apart(pdf(column(72, MAIN)), ".pdf", most_s=0.001) == ""


def test_a_document_that_wants_all_the_memory_is_given_up() -> None:
    bomb = word(f"<w:p><w:r><w:t>{'a' * 19_000_000}</w:t></w:r></w:p>")
    assert len(read_apart(bomb, ".docx")) == document_text.LONGEST_TEXT
    assert read_apart(word("<w:p>" * 3_000_000), ".docx") == ""
    assert reading_apart.MOST_S > document_text.MOST_CPU_S
