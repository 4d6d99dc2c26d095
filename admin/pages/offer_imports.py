"""A file of offers: first what it would bring in, then one click to do it. A bad file says why, and nothing is lost."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import SignedIn, in_thread, now_of, session_of, signed_in
from admin.ours import ours
from admin.page import Page, see
from backend.offers.files import LARGEST
from backend.offers.given_files import DONE, Given, bring_in_for_good, look, read_given
from backend.offers.imports import ImportReport, NotOffers
from backend.offers.tables import OfferImport

SHOWN_DONE = 10
SOON = "Les propositions arrivent dans « À relire » d'ici une minute."


class OfferImportPage(Page):
    menu_label = "Importer des offres"
    icon = "fa fa-file-import"
    path = "/importer"
    template = "pages/offer_imports.html"
    group = "Emplois"

    @route("", name="offer_imports")
    async def index(self, request: Request) -> Response:
        here = session_of(request), signed_in(request).office_id, now_of(request)
        return self.render(request, await in_thread(_done_before, *here))

    @route("", methods=["POST"], name="offer_import_look")
    async def look_at(self, request: Request) -> Response:
        """The file is read whole and tried; nothing of it is kept but the report."""
        file = (await request.form()).get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            flash(request, "Choisissez un fichier.", "error")
            return see(request, "console:offer_imports")
        name, content = file.filename, await file.read(LARGEST + 1)
        try:
            row = await in_thread(_look, session_of(request), signed_in(request), name, content, now_of(request))
        except NotOffers as refusal:
            flash(request, f"{name} : {refusal} Rien n'a été changé.", "error")
            return see(request, "console:offer_imports")
        return see(request, "console:offer_import", number=row.id)

    @route("/{number:int}", name="offer_import")
    async def one(self, request: Request) -> Response:
        row = await _asked_for(request)
        return self.render(request, {"one": row, **_told(row)}, "pages/offer_import.html")

    @route("/{number:int}/import", methods=["POST"], name="offer_import_do")
    async def do(self, request: Request) -> Response:
        session, now = session_of(request), now_of(request)
        row = await _asked_for(request)
        try:
            report = await in_thread(_bring_in, session, row, signed_in(request).commune_code, now)
        except NotOffers as refusal:
            flash(request, str(refusal), "error")
        else:
            flash(request, f"{report.lines()[0]} {SOON}", "success")
        return see(request, "console:offer_import", number=row.id)


async def _asked_for(request: Request) -> OfferImport:
    number, office_id = int(request.path_params["number"]), signed_in(request).office_id
    return await in_thread(ours, session_of(request), OfferImport, number, office_id)


def _look(session: Session, me: SignedIn, name: str, content: bytes, now: datetime) -> OfferImport:
    """Raises NotOffers."""
    session.commit()  # reading the file takes its time: nobody waits for it
    offers = read_given(name, content, me.commune_code)
    return look(session, Given(me.office_id, me.adviser_id, name, content), offers, now)


def _bring_in(session: Session, row: OfferImport, near: str, now: datetime) -> ImportReport:
    """Raises NotOffers."""
    if row.content is None:
        raise NotOffers(DONE)
    session.commit()
    return bring_in_for_good(session, row, read_given(row.file_name, row.content, near), now)


def _done_before(session: Session, office_id: int, now: datetime) -> dict[str, Any]:
    mine = select(OfferImport).where(OfferImport.office_id == office_id, col(OfferImport.done_at).is_not(None))
    rows = session.exec(mine.order_by(col(OfferImport.id).desc()).limit(SHOWN_DONE))
    done = [(row, f"{row.done_at.astimezone(now.tzinfo):%d/%m/%Y à %H:%M}") for row in rows if row.done_at]
    return {"done": done, "largest": LARGEST >> 20}


def _told(row: OfferImport) -> dict[str, Any]:
    """The counts in the order in which one reads them, each with its word."""
    said = row.report
    counts = [
        (said["read"], "lue", "lues"), (said["added"], "nouvelle", "nouvelles"),
        (said["changed"], "modifiée", "modifiées"), (said["unchanged"], "déjà à jour", "déjà à jour"),
        (len(said["left_out"]), "laissée de côté", "laissées de côté"),
    ]  # fmt: skip
    return {
        "counts": [(count, one if count < 2 else several) for count, one, several in counts],
        "left_out": said["left_out"], "notes": list(said["notes"].items()),
        "useful": said["added"] + said["changed"] > 0,
    }  # fmt: skip
