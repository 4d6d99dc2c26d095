"""Writing to people first: an import of contacts, one line each, then invitations paced to the seats that exist.

Nobody is kept beyond what the list says until they agree; a deep link ties a Telegram chat to the file.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers
from openpyxl import load_workbook
from sqlmodel import Session, col, func, select

from backend.messaging import outbox
from backend.messaging.tables import Conversation
from backend.people.contacts import add_contact, line_of
from backend.people.profile import new_candidate
from backend.people.tables import Candidate, Contact, FirstInvitation
from backend.reference.folding import fold
from backend.values import Purpose

MOST_LINES = 5000
# An invitation that was not answered for this long gives its place to the next one.
PATIENCE = timedelta(days=3)

# The columns of a list, by the names that people give them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "phone": ("telephone", "tel", "portable", "mobile", "numero", "phone", "gsm", "tel portable"),
    "first_name": ("prenom", "first name", "firstname"),
    "last_name": ("nom", "nom de famille", "last name", "lastname"),
}


class UnreadableList(ValueError):
    """Neither a CSV nor an XLSX with a column of telephone numbers. The text says why, in French."""


@dataclass(frozen=True, slots=True)
class LineError:
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many people will be invited, and what is wrong by line (the first line of the file is 1)."""

    added: int
    errors: tuple[LineError, ...] = ()


def import_contacts(session: Session, office_id: int, content: bytes, now: datetime) -> Imported:
    """Read a list of contacts and put each new number in the queue. Raises UnreadableList."""
    rows = _rows(content)
    columns = _columns(rows[0]) if rows else {}
    if "phone" not in columns:
        raise UnreadableList("Il faut une première ligne de titres, avec une colonne Téléphone.")
    added, errors = 0, []
    for number, row in enumerate(rows[1 : MOST_LINES + 1], 2):
        if not any(cell.strip() for cell in row):
            continue
        why = invite(session, office_id, *_person(row, columns), now)
        if why:
            errors.append(LineError(number, why))
        else:
            added += 1
    if len(rows) > MOST_LINES + 1:
        errors.append(LineError(MOST_LINES + 2, f"Au-delà de {MOST_LINES} lignes, rien n'est lu."))
    return Imported(added, tuple(errors))


def invite(session: Session, office_id: int, phone: str, first_name: str, last_name: str, now: datetime) -> str:
    """Put one person in the queue, by an adviser or by a list. Why not, in French; "" when it is done."""
    number = mobile_number(phone)
    if number is None:
        return f"« {phone[:30]} » n'est pas un numéro de portable français."
    known = select(Contact).where(Contact.office_id == office_id, Contact.channel == "sms", Contact.address == number)
    if session.exec(known).first() is not None:
        return "Ce numéro est déjà connu."
    candidate = new_candidate(session, office_id, now)
    candidate.first_name, candidate.last_name = first_name[:80], last_name[:80]
    add_contact(session, candidate, "sms", number)
    session.add(
        FirstInvitation(
            office_id=office_id, candidate_id=candidate.id or 0, channel="sms", address=number,
            created_at=now,
        )
    )  # fmt: skip
    session.flush()
    return ""


def mobile_number(text: str) -> str | None:
    """E.164 of a French mobile number, however it is written ("6 39 98 01 02" too: a spreadsheet eats the zero)."""
    digits = re.sub(r"[^\d+]", "", text.removesuffix(".0"))
    if re.fullmatch(r"[67]\d{8}", digits):
        digits = "0" + digits
    try:
        number = phonenumbers.parse(digits, "FR")
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if re.fullmatch(r"\+33[67]\d{8}", written) else None


def _rows(content: bytes) -> list[list[str]]:
    try:
        return list(_xlsx(content)) if content.startswith(b"PK") else list(_csv(content))
    except UnreadableList:
        raise
    except Exception as error:
        raise UnreadableList("Ce fichier ne se lit pas : il faut un CSV ou un XLSX.") from error


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    yield from csv.reader(io.StringIO(text), delimiter=delimiter)


def _xlsx(content: bytes) -> Iterator[list[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True, max_row=MOST_LINES + 2):
        yield ["" if cell is None else str(cell) for cell in row]


def _columns(titles: Sequence[str]) -> dict[str, int]:
    folded = [fold(title).strip() for title in titles]
    found = {key: [place for place, title in enumerate(folded) if title in names] for key, names in COLUMNS.items()}
    return {key: places[0] for key, places in found.items() if places}


def _person(row: Sequence[str], columns: Mapping[str, int]) -> tuple[str, str, str]:
    cells = {key: row[place].strip() if place < len(row) else "" for key, place in columns.items()}
    return cells["phone"], cells.get("first_name", ""), cells.get("last_name", "")


# --- sending ----------------------------------------------------------------------------------------------------------


def send_invitations(session: Session, office_id: int, office: str, seats: int, now: datetime) -> int:
    """Invite as many as there are seats that nobody is being asked about. How many. `now` is in the office's zone."""
    room = seats - _being_asked(session, office_id, now)
    waiting = (
        select(FirstInvitation)
        .where(FirstInvitation.office_id == office_id, col(FirstInvitation.sent_at).is_(None))
        .where(FirstInvitation.refused == "")
        .order_by(col(FirstInvitation.id))
        .limit(max(0, room))
    )
    return sum(_send(session, row, office, now) for row in session.exec(waiting).all())


def _being_asked(session: Session, office_id: int, now: datetime) -> int:
    """Invited lately and silent, or answering at this moment."""
    asked = (
        select(func.count())
        .select_from(FirstInvitation)
        .join(Candidate, col(Candidate.id) == col(FirstInvitation.candidate_id))
        .where(FirstInvitation.office_id == office_id, col(FirstInvitation.sent_at) > now - PATIENCE)
        .where(Candidate.status == "intake")
    )
    return session.exec(asked).one()


def _send(session: Session, row: FirstInvitation, office: str, now: datetime) -> int:
    candidate = session.get_one(Candidate, row.candidate_id)
    line = line_of(session, row.office_id, row.channel)
    if line is None:
        return 0
    draft = outbox.Draft(
        office_id=row.office_id, channel=row.channel, sender=line, recipient=row.address,
        text=welcome(candidate.first_name, office), purpose=Purpose.INVITATION, candidate_id=candidate.id,
        dedupe_key=f"first-invitation:{row.id}",
    )  # fmt: skip
    try:
        outbox.enqueue(session, draft, now)
    except outbox.NotSent as refusal:
        row.refused = str(refusal)
        session.add(row)
        return 0
    row.sent_at = now
    session.add_all([row, _opened(session, row, line, now)])
    session.flush()
    return 1


def welcome(first_name: str, office: str) -> str:
    """Two SMS parts at most: who writes and why, that it is an assistant, what becomes of the answers, how to stop."""
    hello = f"Bonjour {first_name[:20]}" if first_name else "Bonjour"
    return (
        f"{hello}, ici l'assistant automatique de la {office}. En 8 questions courtes, on prépare votre fiche et vous "
        "recevez des offres près de chez vous. Un conseiller relit tout, vous pouvez tout effacer. "
        "On commence ? OUI ou NON. (STOP pour arrêter)"
    )


def _opened(session: Session, row: FirstInvitation, line: str, now: datetime) -> Conversation:
    """The talk, waiting for the answer to that first question."""
    mine = select(Conversation).where(
        Conversation.office_id == row.office_id, Conversation.channel == row.channel,
        Conversation.address == row.address,
    )  # fmt: skip
    talk = session.exec(mine).first() or Conversation(
        office_id=row.office_id, channel=row.channel, address=row.address, line=line, updated_at=now
    )
    talk.candidate_id = talk.candidate_id or row.candidate_id
    if not talk.state.get("asking"):
        talk.state = {"asking": "agreement", "asked_at": now.isoformat()}
    return talk


def note_answered(session: Session, candidate_id: int, now: datetime) -> None:
    """They said yes or no to being written to."""
    mine = select(FirstInvitation).where(
        FirstInvitation.candidate_id == candidate_id, col(FirstInvitation.answered_at).is_(None)
    )
    for row in session.exec(mine).all():
        row.answered_at = now
        session.add(row)
