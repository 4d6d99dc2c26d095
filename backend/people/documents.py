"""CV documents: noted when they come, fetched after, read when they are text, and kept out of anybody else's reach."""

import io
import logging
import secrets
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from sqlalchemy import ColumnElement, Exists, exists
from sqlmodel import Session, col, select

from backend.database import table_of
from backend.people.tables import Candidate, Document

MAX_BYTES = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
_MOST_PAGES = 12
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TAB = f"{_WORD}t", f"{_WORD}tab"
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

log = logging.getLogger(__name__)

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
    lines = []
    for paragraph in _xml_of(content, "word/document.xml").iter(f"{_WORD}p"):
        runs = [each for each in paragraph.iter() if each.tag in (_TEXT, _TAB)]
        lines.append("".join("  " if each.tag == _TAB else each.text or "" for each in runs))
    return "\n".join(lines)


def _odt_text(content: bytes) -> str:
    root = _xml_of(content, "content.xml")
    return "\n".join("".join(each.itertext()) for each in root.iter() if each.tag in (f"{_OPEN}p", f"{_OPEN}h"))


def _xml_of(content: bytes, name: str) -> ElementTree.Element:
    """One file of the archive. Raises ValueError for what is too large, or names other files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(name)
        if info.file_size > MAX_BYTES:
            raise ValueError("the document unpacks to more than 20 MB")
        xml = archive.read(info)
    if b"<!DOCTYPE" in xml[:1000] or b"<!ENTITY" in xml[:1000]:
        raise ValueError("a document of an office program has no DOCTYPE")
    return ElementTree.fromstring(xml)


READERS: dict[str, Callable[[bytes], str]] = {".pdf": _pdf_text, ".docx": _docx_text, ".odt": _odt_text}
