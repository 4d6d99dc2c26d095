"""The dossier an employer receives: a covering note, a summary when there are several people, a CV for each, one PDF.

Made from the profile only. Never an address, an age, a telephone, a way of travelling or a distance: the employer reads
"peut se rendre sur place" when an adviser vouches for it. Fonts: Vera, which comes with reportlab.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

from backend.placement.typography import french
from backend.reference.calendar_names import MONTHS

BLUE, SOFT, LINE, PALE = (colors.HexColor(one) for one in ("#1d4f91", "#4d5968", "#c9d1dc", "#eef3fa"))
WIDTH = A4[0] - 44 * mm


@dataclass(frozen=True, slots=True)
class Job:
    work: str
    years: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Cv:
    """One person as an employer reads them, in French words. `claims`: what the office vouches for."""

    name: str
    wants: str
    experience: str
    jobs: tuple[Job, ...] = ()
    licences: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    diploma: str = ""
    available: str = ""
    contracts: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Who writes to whom, about what. `note` is the adviser's, in paragraphs."""

    office: str
    office_address: str
    office_phone: str
    adviser: str
    employer: str
    offer: str
    note: str
    on: date


def as_pdf(cover: Cover, people: Sequence[Cv]) -> bytes:
    """The whole dossier. `people` is not empty."""
    out = BytesIO()
    title = french(f"{cover.offer} : {', '.join(person.name for person in people)}")
    page = BaseDocTemplate(
        out, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm, bottomMargin=22 * mm,
        title=title, author=cover.office, lang="fr-FR", invariant=1,
    )  # fmt: skip
    frame = Frame(page.leftMargin, page.bottomMargin, page.width, page.height, 0, 0, 0, 0)
    page.addPageTemplates([PageTemplate(frames=[frame], onPage=lambda canvas, doc: _foot(canvas, cover, doc.page))])
    story = [*_letter(cover, people)]
    for person in people:
        story += [PageBreak(), *_cv(cover, person)]
    page.build(story)
    return out.getvalue()


@cache
def _styles() -> dict[str, ParagraphStyle]:
    fonts = Path(reportlab.__file__).parent / "fonts"
    for name, file in (("Vera", "Vera.ttf"), ("Vera-Bold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, fonts / file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="Vera-Bold", italic="Vera", boldItalic="Vera-Bold")
    text = ParagraphStyle("text", fontName="Vera", fontSize=10, leading=15, spaceAfter=4)
    return {
        "text": text,
        "right": ParagraphStyle("right", parent=text, alignment=TA_RIGHT),
        "soft": ParagraphStyle("soft", parent=text, textColor=SOFT, fontSize=8.5, leading=12, spaceAfter=0),
        "name": ParagraphStyle("name", parent=text, fontName="Vera-Bold", fontSize=19, leading=24, spaceAfter=2),
        "wants": ParagraphStyle("wants", parent=text, fontSize=12.5, leading=17, textColor=BLUE, spaceAfter=6),
        "head": ParagraphStyle(
            "head", parent=text, fontName="Vera-Bold", fontSize=10.5, textColor=BLUE, spaceBefore=11, spaceAfter=4
        ),
        "cell": ParagraphStyle("cell", parent=text, fontSize=8.5, leading=12, spaceAfter=0),
        "bold": ParagraphStyle("bold", parent=text, fontName="Vera-Bold", fontSize=8.5, leading=12, spaceAfter=0),
    }


def _p(text: str, style: str = "text") -> Paragraph:
    return Paragraph(escape(french(text)), _styles()[style])


def _foot(canvas: Canvas, cover: Cover, page: int) -> None:
    _styles()
    canvas.setFont("Vera", 7.5)
    canvas.setFillColor(SOFT)
    canvas.drawString(22 * mm, 12 * mm, french(f"{cover.office} · {cover.office_phone}".rstrip(" ·")))
    canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, str(page))


def _letter(cover: Cover, people: Sequence[Cv]) -> list[Flowable]:
    sender = [line for line in (cover.office, cover.office_address, cover.office_phone) if line]
    opening = "Madame, Monsieur,"
    return [
        *(_p(line, "soft") for line in sender),
        Spacer(1, 8 * mm), _p(cover.employer, "right"), _p(f"Le {say_day(cover.on)}", "right"),
        Spacer(1, 6 * mm), _p(f"Objet : {cover.offer}", "head"), _p(opening),
        *(_p(line) for line in cover.note.splitlines() if line.strip()),
        Spacer(1, 3 * mm), *(_summary(people) if len(people) > 1 else _vouched(people[0])),
        Spacer(1, 6 * mm), _p("Avec nos salutations les meilleures,"), _p(cover.adviser), _p(cover.office, "soft"),
    ]  # fmt: skip


def _vouched(person: Cv) -> list[Flowable]:
    if not person.claims:
        return []
    return [_p("Ce que nous garantissons", "head"), *(_p(f"– {claim}") for claim in person.claims)]


def _summary(people: Sequence[Cv]) -> list[Flowable]:
    """One line for each person, in the order of the CVs."""
    heads = ("Candidat", "Expérience", "Permis et certificats", "Disponible", "Ce que nous garantissons")
    rows = [[_p(head, "bold") for head in heads]]
    for person in people:
        cells = (person.experience, ", ".join(person.licences), person.available, ", ".join(person.claims))
        rows.append([_p(person.name, "bold"), *(_p(cell or "–", "cell") for cell in cells)])
    widths = [WIDTH * share for share in (0.19, 0.21, 0.21, 0.14, 0.25)]
    look = [
        ("BACKGROUND", (0, 0), (-1, 0), PALE), ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 4) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]  # fmt: skip
    return [Table(rows, colWidths=widths, style=look, repeatRows=1)]


def _cv(cover: Cover, person: Cv) -> list[Flowable]:
    story: list[Flowable] = [_p(person.name, "name"), _p(person.wants, "wants")]
    story += _part("Expérience", _experience(person))
    story += _part("Permis et certificats", person.licences)
    story += _part("Compétences", [", ".join(person.skills)])
    story += _part("Formation", [person.diploma])
    story += _part("Disponibilité", [person.available, person.contracts])
    story += _part(f"Garanti par la {cover.office}", [f"– {claim}" for claim in person.claims])
    contact = " · ".join(line for line in (cover.adviser, cover.office, cover.office_phone) if line)
    return [*story, *_part("Contact", [contact])]


def _experience(person: Cv) -> list[str]:
    """The years in the trade, then the jobs; one job that lasted all these years says both."""
    jobs = [_job(job) for job in person.jobs]
    one_for_all = len(jobs) == 1 and person.jobs[0].years and person.experience.startswith(person.jobs[0].years)
    return jobs if one_for_all else [person.experience, *jobs]


def _part(head: str, lines: Sequence[str]) -> list[Flowable]:
    said = [_p(line) for line in lines if line]
    return [_p(head, "head"), *said] if said else []


def _job(job: Job) -> str:
    return ", ".join(word for word in (job.work, job.employer, job.years) if word)


def say_day(day: date) -> str:
    """ "1er décembre 2026" """
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
