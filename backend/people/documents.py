"""CV documents: noted when they come, fetched after, read when they are text, and kept out of anybody else's reach."""

import io
import secrets
import zipfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Exists, exists
from sqlmodel import Session, col, select

from backend.database import table_of
from backend.people.document_text import MAX_BYTES
from backend.people.tables import Candidate, Document

# What a file really is, by its first bytes; its name proves nothing.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
)


class UnknownDocument(Exception):
    """Neither a PDF, a Word document nor a photo. The text says why, in French."""


def note(
    session: Session, candidate: Candidate, channel: str, reference: str, kind: str, name: str, size: int, now: datetime
) -> Document:
    """Write down that a document came; it is fetched later, outside of the message's transaction."""
    assert candidate.id is not None
    row = Document(
        candidate_id=candidate.id, channel=channel, reference=reference, kind=kind, name=name, size=size,
        received_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def waiting(session: Session, channel: str, limit: int = 10) -> list[Document]:
    """The documents of that channel that are still to be fetched, oldest first."""
    rows = select(Document).where(Document.channel == channel, Document.status == "waiting")
    return list(session.exec(rows.order_by(col(Document.id)).limit(limit)))


def store(session: Session, document: Document, content: bytes, text: str, folder: Path) -> None:
    """Write the content under a name that nobody can guess, and the words that were read in it.

    Raises UnknownDocument.
    """
    ending = kind_of(content)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    document.stored_as = secrets.token_hex(16) + ending
    path = folder / document.stored_as
    path.write_bytes(content)
    path.chmod(0o600)
    document.status, document.size, document.text = "stored", len(content), text
    session.add(document)


_ROWS = table_of(Document).c


def waits_for_yes(candidate_id: ColumnElement[int]) -> Exists:
    """Whether what a document of that candidate says waits for their yes, as a part of a statement."""
    return exists().where(_ROWS.candidate_id == candidate_id, _ROWS.reading == "asked")


def asked_about(session: Session, candidate_id: int) -> Document | None:
    """The oldest document of that person whose reading waits for their yes."""
    asked = select(Document).where(Document.candidate_id == candidate_id, Document.reading == "asked")
    return session.exec(asked.order_by(col(Document.id))).first()


def untold(session: Session, limit: int = 20) -> list[Document]:
    """Documents that were fetched, and of which nothing was said to their person yet; photos are not read."""
    rows = select(Document).where(
        Document.kind == "document", Document.reading == "", col(Document.status).in_(("stored", "refused"))
    )
    return list(session.exec(rows.order_by(col(Document.id)).limit(limit)))


def refuse(session: Session, document: Document, why: str) -> None:
    """It will never be fetched."""
    document.status, document.error = "refused", why[:200]
    session.add(document)


def remove_orphans(session: Session, folder: Path) -> int:
    """Files that no row names any more (their person was erased) are deleted. How many."""
    named = set(session.exec(select(Document.stored_as)))
    gone = [path for path in folder.glob("*.*") if path.name not in named] if folder.is_dir() else []
    for path in gone:
        path.unlink()
    return len(gone)


def kind_of(content: bytes) -> str:
    """The ending of what this is. Raises UnknownDocument."""
    if len(content) > MAX_BYTES:
        raise UnknownDocument("Plus de 20 Mo.")
    for signature, ending in SIGNATURES:
        if content.startswith(signature):
            return _packed(content) if ending == ".zip" else ending
    raise UnknownDocument("Ni PDF, ni Word, ni photo.")


def _packed(content: bytes) -> str:
    """Word's and LibreOffice's documents are archives, told by what is in them. Raises UnknownDocument."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = set()
    for inside, ending in (("word/document.xml", ".docx"), ("content.xml", ".odt")):
        if inside in names:
            return ending
    raise UnknownDocument("Ni PDF, ni Word, ni photo.")
