"""CV documents: noted when they come, fetched after, read when they are text, and kept out of anybody else's reach."""

import io
import logging
import secrets
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from sqlmodel import Session, col, select

from backend.people.tables import Candidate, Document

MAX_BYTES = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
_MOST_PAGES = 12
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

log = logging.getLogger(__name__)

# What a file really is, by its first bytes; its name proves nothing.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".docx"),
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


def store(session: Session, document: Document, content: bytes, folder: Path) -> None:
    """Write the content under a name that nobody can guess, and read its text. A refusal is written in the row."""
    try:
        ending = kind_of(content)
    except UnknownDocument as error:
        document.status, document.error = "refused", str(error)
        session.add(document)
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    document.stored_as = secrets.token_hex(16) + ending
    path = folder / document.stored_as
    path.write_bytes(content)
    path.chmod(0o600)
    document.status, document.size, document.text = "stored", len(content), read_text(content, ending)
    session.add(document)


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
            return ending
    raise UnknownDocument("Ni PDF, ni Word, ni photo.")


def read_text(content: bytes, ending: str) -> str:
    """The words of a PDF or of a Word document; "" for a photo, or when they cannot be read."""
    reader = READERS.get(ending)
    if reader is None:
        return ""
    try:
        return reader(content)[:LONGEST_TEXT]
    except Exception as error:  # noqa: BLE001 - a stranger's file may break a parser in any way: it is kept, unread
        log.info("a document could not be read: %s", error)
        return ""


def _pdf_text(content: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - large, and seldom needed

    pages = PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages[:_MOST_PAGES])


def _docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("word/document.xml")
        if info.file_size > MAX_BYTES:
            raise ValueError("the document unpacks to more than 20 MB")
        xml = archive.read(info)
    if b"<!DOCTYPE" in xml[:1000]:
        raise ValueError("a Word document has no DOCTYPE")
    paragraphs = ElementTree.fromstring(xml).iter(f"{_WORD}p")
    return "\n".join("".join(word.text or "" for word in each.iter(f"{_WORD}t")) for each in paragraphs)


READERS: dict[str, Callable[[bytes], str]] = {".pdf": _pdf_text, ".docx": _docx_text}
