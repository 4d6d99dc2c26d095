"""Dossiers for employers: the people who said yes to one offer, a note, the PDF, and its private link."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import SignedIn, in_thread, now_of, session_of, signed_in
from admin.ours import act_on, ours
from admin.page import Page, see
from admin.rules import rules_of
from backend.mailing import as_draft
from backend.network.tables import Adviser, Office
from backend.offers.tables import Offer
from backend.placement import employer_link, guarantee, transmission
from backend.placement.lifecycle import IN_FRENCH, MoveRefused, State
from backend.placement.tables import Dossier, OutboundMail, Suggestion

VISITS = {"opened": "ouvert", "downloaded": "PDF téléchargé", "answered": "réponse donnée"}
MAIL = {
    "queued": "part dans quelques instants",
    "sending": "en cours d'envoi",
    "sent": "envoyé",
    "failed": "non envoyé",
}
MOST = 100


class DossierPage(Page):
    menu_label = "Dossiers employeurs"
    icon = "fa fa-folder-open"
    path = "/dossiers"
    template = "pages/dossiers.html"

    @route("", name="dossiers")
    async def index(self, request: Request) -> Response:
        return self.render(request, await in_thread(_waiting, session_of(request), signed_in(request).office_id))

    @route("/offre/{offer_id:int}", name="dossier_new")
    async def new(self, request: Request) -> Response:
        offer_id, me = int(request.path_params["offer_id"]), signed_in(request)
        shown = await in_thread(_to_choose, session_of(request), offer_id, me.office_id, now_of(request))
        return self.render(request, shown, "pages/dossier_new.html")

    @route("/offre/{offer_id:int}", methods=["POST"], name="dossier_make")
    async def make(self, request: Request) -> Response:
        form, me, now = await request.form(), signed_in(request), now_of(request)
        chosen = [int(str(one)) for one in form.getlist("who") if str(one).isdecimal()]
        note, offer_id = str(form.get("note") or ""), int(request.path_params["offer_id"])
        try:
            made = await in_thread(_make, session_of(request), offer_id, chosen, note, me, now)
        except MoveRefused as refusal:
            flash(request, str(refusal), "error")
            shown = await in_thread(_to_choose, session_of(request), offer_id, me.office_id, now)
            shown |= {"note": note, "chosen": chosen}  # what was typed stays, to be completed
            return self.render(request, shown, "pages/dossier_new.html")
        return see(request, "console:dossier", dossier_id=made)

    @route("/{dossier_id:int}", name="dossier")
    async def one(self, request: Request) -> Response:
        here = session_of(request), _number(request), signed_in(request).office_id
        shown = await in_thread(_page_of, *here, now_of(request))
        fresh = request.session.pop("fresh_link", {})
        link = fresh.get("link") if fresh.get("dossier") == _number(request) else None
        shown |= {"link": link, "mail_on": rules_of(request).mail_on}
        return self.render(request, shown, "pages/dossier.html")

    @route("/{dossier_id:int}/dossier.pdf", name="dossier_pdf")
    async def pdf(self, request: Request) -> Response:
        dossier = await in_thread(ours, session_of(request), Dossier, _number(request), signed_in(request).office_id)
        name = {"Content-Disposition": f'inline; filename="dossier-{dossier.id}.pdf"'}
        return Response(dossier.pdf, media_type="application/pdf", headers=name)

    @route("/{dossier_id:int}/send", methods=["POST"], name="dossier_send")
    async def send(self, request: Request) -> Response:
        """By e-mail, or handed over by the adviser."""
        by_mail, me, now = (await request.form()).get("how") == "mail", signed_in(request), now_of(request)
        url = rules_of(request).public_url

        def do(session: Session, dossier: Dossier) -> str:
            sender = _sender(session, me)
            if by_mail:
                return f"Transmis par courriel à {transmission.send_by_mail(session, dossier, sender, url, now)}."
            transmission.hand_over(session, dossier, sender, now)
            return "Transmis. Remettez le PDF ou le lien à l'employeur."

        return await _done(request, do)

    @route("/{dossier_id:int}/courriel.eml", methods=["POST"], name="dossier_draft")
    async def draft(self, request: Request) -> Response:
        """The letter as a file, for an office without a mail server: the adviser sends it from their own mailbox."""
        here = session_of(request), _number(request), signed_in(request), rules_of(request).public_url
        content = await in_thread(_draft, *here, now_of(request))
        name = {"Content-Disposition": f'attachment; filename="dossier-{_number(request)}.eml"'}
        return Response(content, media_type="message/rfc822", headers=name)

    @route("/{dossier_id:int}/link", methods=["POST"], name="dossier_link")
    async def link(self, request: Request) -> Response:
        """A new private link, shown once."""
        me, now, url = signed_in(request), now_of(request), rules_of(request).public_url

        def do(session: Session, dossier: Dossier) -> str:
            token = employer_link.make_link(session, dossier.id or 0, f"adviser:{me.adviser_id}", now)
            request.session["fresh_link"] = {"dossier": dossier.id, "link": transmission.link_to(url, token)}
            return "Lien privé créé : copiez-le maintenant, il ne sera plus montré."

        return await _done(request, do)

    @route("/{dossier_id:int}/revoke", methods=["POST"], name="dossier_revoke")
    async def revoke(self, request: Request) -> Response:
        now = now_of(request)

        def do(session: Session, dossier: Dossier) -> str:
            return f"Liens fermés : {employer_link.revoke(session, dossier.id or 0, now)}."

        return await _done(request, do)


def _number(request: Request) -> int:
    return int(request.path_params["dossier_id"])


async def _done(request: Request, do: Callable[[Session, Dossier], str]) -> Response:
    await act_on(request, Dossier, _number(request), do)
    return see(request, "console:dossier", dossier_id=_number(request))


def _sender(session: Session, me: SignedIn) -> transmission.Sender:
    office = session.get_one(Office, me.office_id)
    return transmission.Sender(me.adviser_id, me.username, office.name, office.address, office.phone)


def _draft(session: Session, number: int, me: SignedIn, public_url: str, now: datetime) -> bytes:
    dossier = ours(session, Dossier, number, me.office_id)
    letter = transmission.letter_for(session, dossier, _sender(session, me), public_url, now)
    return as_draft(letter, session.get_one(Adviser, me.adviser_id).email)


def _make(session: Session, offer_id: int, chosen: list[int], note: str, me: SignedIn, now: datetime) -> int:
    ours(session, Offer, offer_id, me.office_id)
    mine = select(Suggestion.id).where(col(Suggestion.id).in_(chosen), Suggestion.offer_id == offer_id)
    known = [one for one in session.exec(mine) if one is not None]
    dossier = transmission.make_dossier(session, known, note, _sender(session, me), now)
    assert dossier.id is not None
    return dossier.id


def _waiting(session: Session, office_id: int) -> dict[str, Any]:
    """Offers with people to present, and the dossiers made."""
    ready = select(Suggestion).where(Suggestion.office_id == office_id, Suggestion.state == State.INTERESTED)
    ready = ready.options(joinedload(Suggestion.offer), joinedload(Suggestion.candidate)).limit(MOST)  # type: ignore[arg-type]
    by_offer: dict[int, list[Suggestion]] = {}
    for one in session.exec(ready.order_by(col(Suggestion.offer_id))):
        by_offer.setdefault(one.offer_id, []).append(one)
    made = select(Dossier).where(Dossier.office_id == office_id).order_by(col(Dossier.id).desc()).limit(MOST)
    return {"ready": list(by_offer.values()), "made": session.exec(made.options(joinedload(Dossier.offer))).all()}  # type: ignore[arg-type]


def _to_choose(session: Session, offer_id: int, office_id: int, now: datetime) -> dict[str, Any]:
    offer = ours(session, Offer, offer_id, office_id)
    ready = select(Suggestion).where(Suggestion.offer_id == offer_id, Suggestion.state == State.INTERESTED)
    people = session.exec(ready.order_by(col(Suggestion.score).desc())).all()
    vouched = [(one, guarantee.told(list(guarantee.vouched(session, one, now.date())))) for one in people]
    return {
        "offer": offer, "note": transmission.suggested_note(offer, max(1, len(people))), "people": vouched,
        "chosen": [one.id for one, claims in vouched if claims],
    }  # fmt: skip


def _page_of(session: Session, number: int, office_id: int, now: datetime) -> dict[str, Any]:
    dossier = ours(session, Dossier, number, office_id)
    mail = session.exec(select(OutboundMail).where(OutboundMail.dossier_id == number)).first()
    people = [(one, IN_FRENCH[State(one.state)]) for one in transmission.candidatures_of(session, dossier)]
    used = [
        (f"{one.at.astimezone(now.tzinfo):%d/%m/%Y %H:%M}", VISITS[one.what])
        for one in employer_link.visits(session, number)
    ]
    return {
        "dossier": dossier, "offer": dossier.offer, "people": people, "visits": used,
        "mail": MAIL.get(mail.status, mail.status) if mail else "", "employer": dossier.offer.employer,
    }  # fmt: skip
