"""The attendance sheet, to print and to sign: one page of A4, a line for each seat."""

from datetime import tzinfo
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from sqlmodel import Session

from backend.agenda.apec import TOPICS
from backend.agenda.attendance import booked
from backend.agenda.calendars import TITLES
from backend.agenda.slots import period_of
from backend.agenda.tables import AgendaSession
from backend.agenda.wording import say_clock, say_day
from backend.people.tables import Candidate

LINE, HEAD = 14 * mm, 9 * mm
WIDTHS = (14 * mm, 66 * mm, 34 * mm, 60 * mm)
BLANK_LINES = 2


def attendance_sheet(session: Session, event: AgendaSession, office: str, zone: tzinfo | None) -> bytes:
    """A PDF: who is booked, and room to sign. Two lines more for whoever comes without a seat."""
    styles = getSampleStyleSheet()
    file = BytesIO()
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    title = event.title or TITLES.get(event.kind, "Rendez-vous")
    when = f"{say_day(starts)} {starts.year}, de {say_clock(starts)} à {say_clock(ends)}"
    where = ", ".join(part for part in (event.place, event.address) if part)
    document = SimpleDocTemplate(
        file, pagesize=A4, title=f"Feuille de présence, {title}", author=office, lang="fr",
        leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm, bottomMargin=18 * mm,
    )  # fmt: skip
    head = [Paragraph(escape(text), styles[style]) for text, style in (
        (office[:1].upper() + office[1:], "Normal"), (f"Feuille de présence : {title}", "Title"), (when, "Heading3"),
        (where, "Normal"),
    ) if text]  # fmt: skip
    foot = Paragraph("Animé par : ______________________________ Signature :", styles["Normal"])
    document.build([*head, Spacer(1, 8 * mm), _table(session, event, zone), Spacer(1, 12 * mm), foot])
    return file.getvalue()


def _table(session: Session, event: AgendaSession, zone: tzinfo | None) -> Table:
    style = getSampleStyleSheet()["Normal"]
    slots = bool(event.slot_minutes)
    rows: list[list[object]] = [["N°", "Nom et prénom", "Heure et sujet" if slots else "Arrivée", "Signature"]]
    for number, booking in enumerate(booked(session, event), 1):
        name = escape(str(session.get_one(Candidate, booking.candidate_id)))
        at = say_clock(period_of(event, booking.seat)[0].astimezone(zone)) if slots else ""
        about = f"{at} {TOPICS.get(booking.topic, '')}".strip()
        rows.append([str(number), Paragraph(name, style), about, ""])
    rows += [["", "", "", ""]] * BLANK_LINES
    table = Table(rows, colWidths=WIDTHS, rowHeights=[HEAD, *[LINE] * (len(rows) - 1)], repeatRows=1)
    table.setStyle(
        TableStyle([
            ("GRID", (0, 0), (-1, -1), 0.6, colors.grey), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke), ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ])
    )  # fmt: skip
    return table
