"""CVs that people sent: what they are, what was read in them, and the file itself, which a browser never runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette_admin.routing import route

from admin.current import in_thread, now_of, session_of, signed_in
from admin.ours import ours
from admin.page import Page
from admin.rules import rules_of
from backend.people.tables import Candidate, Document

SHOWN = 100
# What a stored file is, by the ending that its own bytes gave it (see backend/people/documents.py).
TYPES = {
    ".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png", ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}  # fmt: skip
PHOTOS = (".jpg", ".png")
READING = {
    "asked": "lu, attend le oui de la personne", "confirmed": "lu et confirmé par la personne",
    "declined": "lu, non confirmé par la personne",
}  # fmt: skip
STATUS = {"waiting": "en cours de réception", "refused": "non gardé"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as the page shows it. `state` is in French."""

    row: Document
    who: Candidate
    at: str
    size: str
    state: str
    photo: bool


class DocumentsPage(Page):
    menu_label = "CV reçus"
    group = "Personnes"
    icon = "fa fa-file-lines"
    path = "/documents"
    template = "pages/documents.html"

    @route("", name="documents")
    async def index(self, request: Request) -> Response:
        return await self._list(request, None)

    @route("/candidat/{candidate_id:int}", name="documents_of")
    async def of_candidate(self, request: Request) -> Response:
        return await self._list(request, int(request.path_params["candidate_id"]))

    async def _list(self, request: Request, candidate_id: int | None) -> Response:
        session, office_id, now = session_of(request), signed_in(request).office_id, now_of(request)
        who = await in_thread(ours, session, Candidate, candidate_id, office_id) if candidate_id is not None else None
        rows = await in_thread(_documents, session, office_id, candidate_id, now.tzinfo)
        return self.render(request, {"documents": rows, "person": who})

    @route("/{document_id:int}/fichier", name="document_file")
    async def file(self, request: Request) -> Response:
        """Always to be saved, under a name and a type of ours: nothing that a stranger wrote is run or trusted."""
        asked = int(request.path_params["document_id"])
        document = await in_thread(_found, session_of(request), asked, signed_in(request).office_id)
        path = rules_of(request).documents / Path(document.stored_as).name
        if document.status != "stored" or not await in_thread(path.is_file):
            raise HTTPException(404)
        return FileResponse(
            path, media_type=TYPES.get(path.suffix, "application/octet-stream"),
            filename=f"cv-{document.id}{path.suffix}", content_disposition_type="attachment",
        )  # fmt: skip


def _found(session: Session, document_id: int, office_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None:
        raise HTTPException(404)
    ours(session, Candidate, document.candidate_id, office_id)
    return document


def _documents(session: Session, office_id: int, candidate_id: int | None, zone: Any) -> list[Shown]:
    rows = (
        select(Document, Candidate)
        .join(Candidate, col(Candidate.id) == col(Document.candidate_id))
        .where(Candidate.office_id == office_id)
        .order_by(col(Document.id).desc())
        .limit(SHOWN)
    )
    if candidate_id is not None:
        rows = rows.where(Candidate.id == candidate_id)
    return [_shown(document, who, zone) for document, who in session.exec(rows)]


def _shown(document: Document, who: Candidate, zone: Any) -> Shown:
    state = STATUS.get(document.status) or READING.get(document.reading, "gardé")
    return Shown(
        document, who, f"{document.received_at.astimezone(zone):%d/%m/%Y %H:%M}", _size(document.size),
        f"{state} : {document.error}" if document.status == "refused" else state,
        document.status == "stored" and document.stored_as.endswith(PHOTOS),
    )  # fmt: skip


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",") if size >= 1_000_000 else f"{max(1, round(size / 1000))} ko"
