"""The console through HTTP, with two offices. What is proved for one list is proved for each of them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import TypeVar

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from admin.pages import PAGES
from admin.views import VIEWS
from admin.views.office_view import OfficeView, ReadOnlyView
from backend.agenda.tables import AgendaSession, Booking
from backend.database import reading, transaction
from backend.messaging.stop import stop
from backend.messaging.tables import Consent, Conversation, OutboundMessage, Task
from backend.network.tables import Adviser
from backend.offers.tables import Employer, Offer
from backend.people.tables import Candidate, Contact
from backend.placement.tables import Move, Suggestion
from backend.values import StopScope
from tests.console_fixtures import NOW, PASSWORD, Browser, World, make_world, world_in

OURS = {"candidats": "Ménagier", "candidatures": "Ménagier", "inscriptions": "Ménagier", "taches": "Rappeler Léa"}
THEIRS = {"candidats": "Ailleurs", "candidatures": "Ailleurs", "inscriptions": "Ailleurs", "taches": "Rappeler Zélie"}
EVERY_LIST = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
EVERY_FORM = pytest.mark.parametrize(
    "view", [view for view in VIEWS if not issubclass(view, ReadOnlyView)], ids=lambda view: view.key
)
EVERY_READ_ONLY = pytest.mark.parametrize(
    "view", [view for view in VIEWS if issubclass(view, ReadOnlyView)], ids=lambda view: view.key
)
Row = TypeVar("Row", bound=SQLModel)
EVERY_PAGE = [*(page.path for page in PAGES), *(f"/{view.key}/list" for view in VIEWS)]


@pytest.fixture
def world(engine: Engine) -> World:
    return make_world(engine)


@pytest.fixture
def adviser(world: World) -> Browser:
    return Browser(world.app, world.here.email)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def still(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world that tests only look at."""
    with world_in(request.getfixturevalue(f"{request.param}_databases")) as made:
        yield made


@pytest.fixture(scope="module")
def looker(still: World) -> Browser:
    return Browser(still.app, still.here.email)


def ours(view: type[OfficeView]) -> str:
    return OURS.get(view.key or "", "Montluçon")


def theirs(view: type[OfficeView]) -> str:
    return THEIRS.get(view.key or "", "Bourges")


def row(world: World, table: type[Row], row_id: int) -> Row:
    with reading(world.engine) as session:
        found = session.get_one(table, row_id)
        session.expunge(found)
        return found


def dump(world: World, table: type[SQLModel], row_id: int) -> dict[str, object]:
    return row(world, table, row_id).model_dump()


# Signing in


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_nobody_sees_a_page_without_signing_in(still: World, path: str) -> None:
    answer = Browser(still.app).get(path)
    assert answer.url.path == "/console/login"


def test_a_wrong_password_is_refused_in_french(still: World) -> None:
    answer = Browser(still.app).sign_in(still.here.email, "pas-le-bon-mot")
    assert answer.status_code == 400
    assert "Adresse e-mail ou mot de passe inconnus." in answer.text


def test_after_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour(world: World) -> None:
    browser = Browser(world.app)
    for _ in range(5):
        browser.sign_in(world.here.email, "pas-le-bon-mot")
    assert "Attendez un quart d&#39;heure" in browser.sign_in(world.here.email).text
    world.clock.set(NOW + timedelta(minutes=16))
    assert browser.sign_in(world.here.email).url.path == "/console/"


def test_signing_out_closes_the_console(adviser: Browser) -> None:
    adviser.post("/logout")
    assert adviser.get("/candidats/list").url.path == "/console/login"


def test_an_account_that_is_closed_is_out_at_once(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(Adviser, world.here.adviser).active = False
    assert adviser.get("/").url.path == "/console/login"


def test_a_changed_password_ends_the_sessions_opened_with_the_old_one(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(Adviser, world.here.adviser).password_hash = "another"
    assert adviser.get("/").url.path == "/console/login"


def test_the_session_cookie_stays_away_from_scripts_and_other_sites(world: World) -> None:
    browser = Browser(world.app)
    form = {"csrftoken": browser.token(), "username": world.here.email, "password": PASSWORD}
    answer = browser.http.post("/console/login", data=form, follow_redirects=False)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("mission_session"))
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()


@pytest.mark.parametrize("path", ["/review/{0}/approve", "/conversations/{1}/reply", "/offres/create"])
def test_a_form_without_its_token_is_refused(still: World, looker: Browser, path: str) -> None:
    address = path.format(still.here.proposed[0], still.here.talk)
    assert looker.http.post(f"/console{address}", data={"text": "bonjour"}).status_code == 403


def test_a_form_that_waited_too_long_is_refused_in_french(looker: Browser) -> None:
    assert "rechargez-la" in looker.http.post("/console/offres/create", data={"title": "Poste"}).text


@pytest.mark.parametrize("path", ["/", "/candidats/list", "/login"])
def test_a_page_is_not_kept_nor_framed_by_another_site(looker: Browser, path: str) -> None:
    headers = looker.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_number_that_no_row_can_have_is_no_page(looker: Browser) -> None:
    answer = looker.get(f"/conversations/{'9' * 20}")
    assert (answer.status_code, answer.text) == (404, "Cette page n'existe pas.")


# One office never sees, changes or picks the rows of another


@EVERY_LIST
def test_a_list_holds_the_rows_of_the_office_and_no_other(looker: Browser, view: type[OfficeView]) -> None:
    page = looker.get(f"/{view.key}/list").text
    assert ours(view) in page
    assert theirs(view) not in page


@EVERY_LIST
@pytest.mark.parametrize("page", ["detail", "edit"])
def test_a_row_of_another_office_is_not_found(still: World, looker: Browser, view: type[OfficeView], page: str) -> None:
    answer = looker.get(f"/{view.key}/{page}?pk={still.there.rows[view.key or '']}")
    assert answer.status_code in ((403, 404) if issubclass(view, ReadOnlyView) else (404,))


@EVERY_FORM
def test_a_row_of_another_office_cannot_be_changed(still: World, looker: Browser, view: type[OfficeView]) -> None:
    key, theirs_id = view.key or "", still.there.rows[view.key or ""]
    before = dump(still, view.table, theirs_id)
    filled_in = looker.form_of(f"/{key}/edit?pk={still.here.rows[key]}")
    assert looker.post(f"/{key}/edit?pk={theirs_id}", filled_in).status_code == 404
    assert dump(still, view.table, theirs_id) == before


@EVERY_LIST
def test_a_row_of_another_office_cannot_be_deleted(still: World, looker: Browser, view: type[OfficeView]) -> None:
    theirs_id = still.there.rows[view.key or ""]
    one = looker.post(f"/_api/{view.key}/row-action?name=delete&pk={theirs_id}")
    many = looker.post(f"/_api/{view.key}/action?name=delete&pks={theirs_id}")
    assert (one.status_code, many.status_code) == (404, 404)
    assert row(still, view.table, theirs_id)


@pytest.mark.parametrize(("key", "name"), [("taches", "done"), ("inscriptions", "free")])
def test_a_row_of_another_office_cannot_be_acted_on(still: World, looker: Browser, key: str, name: str) -> None:
    theirs_id = still.there.rows[key]
    assert looker.post(f"/_api/{key}/row-action?name={name}&pk={theirs_id}").status_code == 404


@EVERY_LIST
@pytest.mark.parametrize("chosen", ["all=1", "pks={0}"])
def test_an_export_holds_the_rows_of_the_office_and_no_other(
    still: World, looker: Browser, view: type[OfficeView], chosen: str
) -> None:
    rows = chosen.format(still.here.rows[view.key or ""])
    answer = looker.post(f"/_api/{view.key}/action?name=export&{rows}", {"format": "csv", "scope": "all"})
    assert answer.status_code == 200
    assert ours(view) in answer.text
    assert theirs(view) not in answer.text


@EVERY_LIST
def test_rows_of_another_office_cannot_be_exported(still: World, looker: Browser, view: type[OfficeView]) -> None:
    theirs_id = still.there.rows[view.key or ""]
    asked = {"format": "csv", "scope": "selected"}
    assert looker.post(f"/_api/{view.key}/action?name=export&pks={theirs_id}", asked).status_code == 404


@EVERY_LIST
def test_a_search_finds_nothing_in_another_office(looker: Browser, view: type[OfficeView]) -> None:
    searched = "Zélie" if view.key == "taches" else theirs(view)
    assert 'data-sa-pk="' not in looker.get(f"/{view.key}/list?q={searched}").text


@EVERY_LIST
def test_a_picker_offers_nothing_of_another_office(still: World, looker: Browser, view: type[OfficeView]) -> None:
    everything = looker.get(f"/_api/{view.key}/relation-lookup?limit=100").text
    asked_for = looker.get(f"/_api/{view.key}/relation-lookup?pks={still.there.rows[view.key or '']}").json()
    assert theirs(view) not in everything.encode().decode("unicode_escape")
    assert asked_for["items"] == []


@EVERY_LIST
def test_a_number_that_is_none_is_not_found(looker: Browser, view: type[OfficeView]) -> None:
    for pk in ("abc", "0", "99999999999999999999999", "1;2", "-1", ""):
        assert looker.get(f"/{view.key}/detail?pk={pk}").status_code == 404


@pytest.mark.parametrize(
    ("form", "field", "other"),
    [("offres", "employer", "employeurs"), ("inscriptions", "session", "ateliers"),
     ("inscriptions", "candidate", "candidats")],
)  # fmt: skip
def test_a_relation_cannot_point_at_a_row_of_another_office(
    still: World, looker: Browser, form: str, field: str, other: str
) -> None:
    filled_in = {"title": "Poste", "posts": "1", "status": "open"}
    filled_in |= {"session": str(still.here.rows["ateliers"]), "candidate": str(still.here.rows["candidats"])}
    answer = looker.post(f"/{form}/create", filled_in | {field: f"X (n° {still.there.rows[other]})"})
    assert answer.status_code == 422
    assert "Choisissez dans la liste." in answer.text


def test_what_is_typed_belongs_to_the_office_of_who_typed_it(world: World, adviser: Browser) -> None:
    adviser.post("/employeurs/create", {"name": "Garage du Cher", "office_id": str(world.there.office)})
    with reading(world.engine) as session:
        kept = session.exec(select(Employer).where(Employer.name == "Garage du Cher")).one()
        assert kept.office_id == world.here.office


@pytest.mark.parametrize("action", ["approve", "later", "refuse"])
def test_a_suggestion_of_another_office_cannot_be_decided(still: World, looker: Browser, action: str) -> None:
    theirs_id = still.there.proposed[0]
    assert looker.post(f"/review/{theirs_id}/{action}", {"reason": "other"}).status_code == 404
    assert row(still, Suggestion, theirs_id).state == "proposed"


@pytest.mark.parametrize("action", ["take", "release", "reply"])
def test_a_conversation_of_another_office_cannot_be_entered(still: World, looker: Browser, action: str) -> None:
    assert looker.get(f"/conversations/{still.there.talk}").status_code == 404
    assert looker.post(f"/conversations/{still.there.talk}/{action}", {"text": "bonjour"}).status_code == 404
    assert row(still, Conversation, still.there.talk).taken_by is None


@pytest.mark.parametrize("kind", ["recu", "envoye"])
def test_a_message_of_another_office_leads_to_no_conversation(still: World, looker: Browser, kind: str) -> None:
    number = still.there.rows["messages-recus" if kind == "recu" else "messages-envoyes"]
    assert looker.get(f"/conversations/message/{kind}/{number}").status_code == 404


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_our_own_pages_show_nothing_of_another_office(looker: Browser, page: type) -> None:
    assert "Bourges" not in looker.get(page.path).text


# Lists and forms


@EVERY_FORM
def test_a_form_posted_back_as_it_was_changes_nothing(world: World, adviser: Browser, view: type[OfficeView]) -> None:
    row_id = world.here.rows[view.key or ""]
    before = dump(world, view.table, row_id)
    answer = adviser.post(f"/{view.key}/edit?pk={row_id}", adviser.form_of(f"/{view.key}/edit?pk={row_id}"))
    assert answer.url.path == f"/console/{view.key}/list"
    assert dump(world, view.table, row_id) == before


@EVERY_READ_ONLY
@pytest.mark.parametrize("form", ["create", "edit", "delete"])
def test_what_the_service_writes_cannot_be_typed(
    still: World, looker: Browser, view: type[OfficeView], form: str
) -> None:
    row_id = still.here.rows[view.key or ""]
    answer = (
        looker.post(f"/_api/{view.key}/row-action?name=delete&pk={row_id}")
        if form == "delete"
        else looker.post(f"/{view.key}/{form}?pk={row_id}")
    )
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Domérat", "03101"), ("domerat", "03101"), ("03410 ", None), ("Domérat (03410)", "03101"), ("03630", "03098"),
     ("St Victor", "03262"), ("18000", "18033"), ("", None)],
)  # fmt: skip
def test_a_commune_is_typed_as_a_name_or_a_postcode(
    world: World, adviser: Browser, typed: str, kept: str | None
) -> None:
    adviser.post("/employeurs/create", {"name": "Garage", "commune_code": typed})
    with reading(world.engine) as session:
        found = session.exec(select(Employer.commune_code).where(Employer.name == "Garage")).first()
        assert found == kept


@pytest.mark.parametrize(
    ("form", "typed", "said"),
    [
        ("offres", {"title": ""}, "Ce champ est obligatoire."),
        ("offres", {"commune_code": "Montlusson-les-Bains"}, "Commune inconnue"),
        ("offres", {"commune_code": "99999"}, "Le code postal 99999 n'existe pas."),
        ("offres", {"commune_code": "03410"}, "plusieurs communes"),
        ("offres", {"rome_code": "Z9999"}, "Le code ROME Z9999 est inconnu."),
        ("offres", {"rome_code": "xyzxyz"}, "Métier inconnu"),
        ("offres", {"posts": "0"}, "comprise entre 1 et 1000"),
        ("offres", {"posts": "deux"}, "Écrivez un nombre entier."),
        ("offres", {"weekly_hours": "beaucoup"}, "Écrivez un nombre."),
        ("offres", {"status": "vendue"}, "Choisissez dans la liste."),
        ("offres", {"title": "x" * 201}, "200 caractères"),
        ("employeurs", {"email": "pas une adresse"}, "Cette adresse e-mail n'est pas complète"),
        ("employeurs", {"phone": "12"}, "n'est pas un numéro de téléphone"),
        ("ateliers", {"ends_at": "2026-12-08T13:00"}, "La fin doit être après le début."),
        ("ateliers", {"starts_at": ""}, "Ce champ est obligatoire."),
        ("ateliers", {"seats": "0"}, "comprise entre 1 et 100"),
        ("candidats", {"first_name": " "}, "Ce champ est obligatoire."),
        ("candidats", {"wants": "astronaute en chef"}, "Métier inconnu"),
    ],
)
def test_a_mistake_is_said_in_words_and_nothing_is_kept(
    still: World, looker: Browser, form: str, typed: dict[str, str], said: str
) -> None:
    right = {
        "offres": {"title": "Poste", "posts": "1", "status": "open"},
        "employeurs": {"name": "Garage"},
        "ateliers": {"kind": "workshop", "starts_at": "2026-12-08T14:00", "ends_at": "2026-12-08T16:00", "seats": "3",
                     "minimum": "2", "status": "open"},
        "candidats": {"first_name": "Paul", "status": "active", "cv_state": "none"},
    }  # fmt: skip
    answer = looker.post(f"/{form}/create", right[form] | typed)
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")


def test_a_workshop_is_typed_in_the_time_of_the_office(world: World, adviser: Browser) -> None:
    typed = {"kind": "workshop", "title": "Atelier d'hiver", "starts_at": "2026-12-08T14:00",
             "ends_at": "2026-12-08T16:00", "seats": "3", "minimum": "2", "status": "open"}  # fmt: skip
    adviser.post("/ateliers/create", typed)
    with reading(world.engine) as session:
        kept = session.exec(select(AgendaSession).where(AgendaSession.title == "Atelier d'hiver")).one()
        assert kept.starts_at.isoformat() == "2026-12-08T13:00:00+00:00"


def test_seats_cannot_be_fewer_than_those_taken(world: World, adviser: Browser) -> None:
    workshop = world.here.rows["ateliers"]
    with transaction(world.engine) as session:
        session.get_one(Booking, world.here.rows["inscriptions"]).seat = 3
    filled_in = adviser.form_of(f"/ateliers/edit?pk={workshop}") | {"seats": "2"}
    answer = adviser.post(f"/ateliers/edit?pk={workshop}", filled_in)
    assert answer.status_code == 422
    assert row(world, AgendaSession, workshop).seats == 3


def test_a_seat_is_given_while_there_is_one(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(AgendaSession, world.here.rows["ateliers"]).seats = 2
    workshop = f"Atelier (n° {world.here.rows['ateliers']})"
    said = [
        adviser.post("/inscriptions/create", {"session": workshop, "candidate": name}).status_code
        for name in ("Amélie de Montluçon", "Bruno de Montluçon")
    ]
    assert said == [200, 422]


def test_a_seat_that_is_freed_can_be_given_again(world: World, adviser: Browser) -> None:
    booking = world.here.rows["inscriptions"]
    adviser.post(f"/_api/inscriptions/row-action?name=free&pk={booking}")
    assert (row(world, Booking, booking).status, row(world, Booking, booking).seat) == ("cancelled", None)


def test_what_other_rows_need_is_not_deleted(world: World, adviser: Browser) -> None:
    answer = adviser.post(f"/_api/employeurs/row-action?name=delete&pk={world.here.rows['employeurs']}")
    assert (answer.status_code, answer.json()["msg"][:25]) == (400, "Impossible de supprimer :")


def test_a_candidate_typed_with_a_number_and_a_signed_agreement_can_be_written_to(
    world: World, adviser: Browser
) -> None:
    adviser.post(
        "/candidats/create",
        {"first_name": "Paul", "last_name": "Deschamps", "commune_code": "Néris", "phone": "06 39 98 77 01",
         "agreed_on_paper": "on", "wants": "ménage", "licences": ["-"], "status": "active", "cv_state": "none"},
    )  # fmt: skip
    with reading(world.engine) as session:
        paul = session.exec(select(Candidate).where(Candidate.last_name == "Deschamps")).one()
        assert (paul.commune_code, paul.licences, paul.modes) == ("03195", [], None)
        assert session.exec(select(Contact.address).where(Contact.candidate_id == paul.id)).all() == ["+33639987701"]
        assert session.exec(select(Consent.adviser_id).where(Consent.candidate_id == paul.id)).all() == [
            world.here.adviser
        ]


def test_saving_an_open_offer_says_how_many_suggestions_wait(world: World, adviser: Browser) -> None:
    answer = adviser.post(
        "/offres/create",
        {"title": "Agent d'entretien", "rome_code": "K2204", "commune_code": "Domérat", "contract": "CDI",
         "posts": "1", "status": "open"},
    )  # fmt: skip
    with reading(world.engine) as session:
        offer = session.exec(select(Offer).where(Offer.commune_code == "03101")).one()
        waiting = len(session.exec(select(Suggestion).where(Suggestion.offer_id == offer.id)).all())
    assert waiting > 0
    assert f"{waiting} proposition{'s' if waiting > 1 else ''} à relire." in answer.text
    assert offer.place == "Domérat"


def test_wishes_of_an_imported_offer_survive_the_form(world: World, adviser: Browser) -> None:
    offer = world.here.rows["offres"]
    filled_in = adviser.form_of(f"/offres/edit?pk={offer}") | {"needs": ["permis-B", "caces-R489-3"]}
    adviser.post(f"/offres/edit?pk={offer}", filled_in)
    needs = [(need["code"], need["must"]) for need in row(world, Offer, offer).needs]
    assert needs == [("permis-B", True), ("caces-R489-3", True), ("sst", False)]


@pytest.mark.parametrize(
    ("key", "rule", "found"),
    [("candidats", "commune_code__contains=domerat", True), ("candidats", "commune_code__contains=Huriel", False),
     ("candidats", "licences__in=permis-B", True), ("candidats", "licences__in=permis-CE,permis-C", False),
     ("candidats", "created_at__in_past", False), ("ateliers", "starts_at__in_future", True),
     ("ateliers", "starts_at__in_past", False), ("offres", "starts_on__in_future", True),
     ("ateliers", "starts_at__between=2026-11-27T08:59..2026-11-27T09:01", True),
     ("ateliers", "starts_at__between=2026-11-27T07:00..2026-11-27T08:59", False),
     ("offres", "contract__in=CDI,CDD", True), ("offres", "contract__in=MIS", False),
     ("offres", "nights__is_null", True),
     ("offres", "nights__is_true", False)],
)  # fmt: skip
def test_a_filter_keeps_what_it_says(looker: Browser, key: str, rule: str, found: bool) -> None:
    answer = looker.http.get(f"/console/{key}/list", params={"filter": rule})
    assert answer.status_code == 200
    assert ("data-sa-pk=" in answer.text) is found


@pytest.mark.parametrize("searched", ["ménag", "léa", "Domér", "06 39 98 10 11", "0639981011"])
def test_a_candidate_is_found_by_name_commune_or_number(looker: Browser, searched: str) -> None:
    assert "Ménagier" in looker.http.get("/console/candidats/list", params={"q": searched}).text


@EVERY_LIST
def test_each_column_sorts_a_list_both_ways(looker: Browser, view: type[OfficeView]) -> None:
    columns = set(re.findall(r"sort=(\w+)__", looker.get(f"/{view.key}/list").text))
    answers = {
        looker.get(f"/{view.key}/list?sort={name}__{way}").status_code for name in columns for way in ("asc", "desc")
    }
    assert answers == {200}


@EVERY_LIST
def test_a_list_can_be_printed(still: World, looker: Browser, view: type[OfficeView]) -> None:
    answer = looker.post(f"/_api/{view.key}/action?name=export&all=1", {"format": "pdf", "scope": "all"})
    assert answer.content.startswith(b"%PDF")


def test_an_export_is_in_french_and_defuses_formulas(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(Candidate, world.here.rows["candidats"]).last_name = "=1+1"
    answer = adviser.post("/_api/candidats/action?name=export&all=1", {"format": "csv", "scope": "all"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "Prénom;Nom;Commune" in answer.text
    assert ";'=1+1;Domérat (03410);" in answer.text


def test_an_export_opens_in_a_spreadsheet_and_defuses_formulas(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(Candidate, world.here.rows["candidats"]).last_name = "=1+1"
    answer = adviser.post("/_api/candidats/action?name=export&all=1", {"format": "xlsx", "scope": "all"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None and "'=1+1" in [cell.value for row in sheet.rows for cell in row]


def test_what_people_wrote_cannot_break_a_printed_list(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(Candidate, world.here.rows["candidats"]).last_name = "<b>Tom & <Jerry"
    answer = adviser.post("/_api/candidats/action?name=export&all=1", {"format": "pdf", "scope": "all"})
    assert answer.content.startswith(b"%PDF")


def test_what_people_wrote_is_never_markup(world: World, adviser: Browser) -> None:
    script = "<script>alert(1)</script>"
    with transaction(world.engine) as session:
        session.get_one(Candidate, world.here.rows["candidats"]).last_name = script
        session.get_one(Task, world.here.rows["taches"]).note = script
    pages = ["/", "/candidats/list", "/conversations", "/review", "/taches/list",
             f"/candidats/detail?pk={world.here.rows['candidats']}", "/inscriptions/list"]  # fmt: skip
    assert not [path for path in pages if script in adviser.get(path).text]


# The review page


def card(page: str) -> int:
    found = re.search(r"/review/(\d+)/approve", page)
    return int(found.group(1)) if found else 0


def test_a_card_shows_the_reasons_with_their_points_and_the_very_message(looker: Browser) -> None:
    page = looker.get("/review").text
    for shown in ("Amélie de Montluçon", "Domérat", "Poste 1", "7,5/15", "12 min à vélo, pour 20 min acceptées.",
                  "À demander", "1 SMS", "OUI, NON, ou PLUS."):  # fmt: skip
        assert shown in page


def test_approving_writes_the_message_and_shows_the_next_card(world: World, adviser: Browser) -> None:
    first, second, _ = world.here.proposed
    page = adviser.post(f"/review/{first}/approve").text
    decided = row(world, Suggestion, first)
    message = row(world, OutboundMessage, decided.message_id or 0)
    assert (decided.state, decided.decided_by) == ("approved", world.here.adviser)
    assert (message.purpose, message.status) == ("offer", "queued")
    assert "Approuvée." in page
    assert card(page) == second


def test_approving_twice_sends_once(world: World, adviser: Browser) -> None:
    first = world.here.proposed[0]
    adviser.post(f"/review/{first}/approve")
    assert "déjà « approuvée »" in adviser.post(f"/review/{first}/approve").text
    with reading(world.engine) as session:
        assert len(session.exec(select(OutboundMessage).where(OutboundMessage.purpose == "offer")).all()) == 1


def test_a_refusal_keeps_its_reason_and_its_author(world: World, adviser: Browser) -> None:
    first = world.here.proposed[0]
    adviser.post(f"/review/{first}/refuse", {"reason": "not_ready"})
    with reading(world.engine) as session:
        log = session.exec(select(Move).where(Move.suggestion_id == first)).one()
    assert (log.after, log.why, log.who) == ("rejected", "not_ready", f"adviser:{world.here.adviser}")


def test_a_refusal_without_a_reason_keeps_the_card(world: World, adviser: Browser) -> None:
    first = world.here.proposed[0]
    page = adviser.post(f"/review/{first}/refuse", {"reason": ""}).text
    assert "Choisissez une raison." in page
    assert card(page) == first


def test_a_card_put_off_comes_back_tomorrow(world: World, adviser: Browser) -> None:
    first = world.here.proposed[0]
    adviser.post(f"/review/{first}/later")
    assert card(adviser.get(f"/review?carte={first}").text) != first
    world.clock.set(NOW + timedelta(days=1, minutes=1))
    adviser.sign_in(world.here.email)
    assert card(adviser.get(f"/review?carte={first}").text) == first


def test_who_said_stop_is_not_written_to_and_the_card_stays(world: World, adviser: Browser) -> None:
    first = world.here.proposed[0]
    with transaction(world.engine) as session:
        stop(session, world.here.office, "sms", "+33639981021", StopScope.OFFERS, NOW)
    page = adviser.post(f"/review/{first}/approve").text
    assert "a demandé de ne plus recevoir de messages" in page
    assert card(page) == first
    assert row(world, Suggestion, first).state == "proposed"


def test_the_last_card_decided_leaves_an_empty_page(world: World, adviser: Browser) -> None:
    pages = [adviser.post(f"/review/{one}/refuse", {"reason": "other"}).text for one in world.here.proposed]
    assert "Tout est relu." in pages[-1]


# Conversations, tasks, today


def test_an_adviser_takes_over_and_hands_back(world: World, adviser: Browser) -> None:
    adviser.post(f"/conversations/{world.here.talk}/take")
    assert row(world, Conversation, world.here.talk).taken_by == world.here.adviser
    adviser.post(f"/conversations/{world.here.talk}/release")
    assert row(world, Conversation, world.here.talk).taken_by is None


def test_taking_over_makes_a_step_under_way_start_again(world: World, adviser: Browser) -> None:
    before = row(world, Conversation, world.here.talk).version
    adviser.post(f"/conversations/{world.here.talk}/take")
    assert row(world, Conversation, world.here.talk).version > before


def written_by_advisers(world: World) -> list[str]:
    with reading(world.engine) as session:
        return list(session.exec(select(OutboundMessage.text).where(OutboundMessage.purpose == "adviser")))


def test_a_reply_sent_twice_leaves_once(world: World, adviser: Browser) -> None:
    page = f"/conversations/{world.here.talk}"
    reply = adviser.form_of(page) | {"text": "Bonjour, pouvez-vous passer jeudi ?"}
    adviser.post(f"{page}/reply", reply)
    answer = adviser.post(f"{page}/reply", reply)
    assert written_by_advisers(world) == ["Bonjour, pouvez-vous passer jeudi ?"]
    assert "pouvez-vous passer jeudi" in answer.text


@pytest.mark.parametrize(("text", "said"), [("", "Écrivez un message"), ("a" * 451, "trop long")])
def test_a_reply_that_cannot_be_sent_says_why(world: World, adviser: Browser, text: str, said: str) -> None:
    assert said in adviser.post(f"/conversations/{world.here.talk}/reply", {"text": text, "once": "1"}).text
    assert written_by_advisers(world) == []


def test_a_reply_to_who_said_stop_is_refused_in_french(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        stop(session, world.here.office, "sms", "+33639981011", StopScope.EVERYTHING, NOW)
    answer = adviser.post(f"/conversations/{world.here.talk}/reply", {"text": "Bonjour", "once": "1"})
    assert "a demandé de ne plus recevoir de messages" in answer.text
    assert written_by_advisers(world) == []


@pytest.mark.parametrize("key", ["messages-recus", "messages-envoyes"])
def test_a_message_leads_to_its_conversation(still: World, looker: Browser, key: str) -> None:
    kind = {"messages-recus": "recu", "messages-envoyes": "envoye"}[key]
    answer = looker.get(f"/conversations/message/{kind}/{still.here.rows[key]}")
    assert answer.url.path == f"/console/conversations/{still.here.talk}"


def test_a_task_leads_to_its_conversation_in_the_same_office_only(looker: Browser, still: World) -> None:
    answer = looker.get(f"/conversations/tache/{still.here.rows['taches']}")
    assert answer.url.path == f"/console/conversations/{still.here.talk}"
    assert looker.get(f"/conversations/tache/{still.there.rows['taches']}").status_code == 404


def test_a_task_is_done_by_whom_and_when(world: World, adviser: Browser) -> None:
    adviser.post(f"/_api/taches/row-action?name=done&pk={world.here.rows['taches']}")
    task = row(world, Task, world.here.rows["taches"])
    assert (task.done_at, task.done_by) == (NOW, world.here.adviser)


def test_today_counts_what_waits(looker: Browser) -> None:
    page = looker.get("/").text
    for shown in (
        "propositions à relire",
        "chose à faire",
        "candidature à transmettre",
        "2 places libres",
        "Rappeler Léa",
    ):
        assert shown in page


def test_today_says_whom_each_thing_to_do_is_about_and_days_in_words(looker: Browser) -> None:
    page = looker.get("/").text
    assert "mardi 24 novembre 2026" in page
    assert re.search(r"<strong>Léa Ménagier</strong>\s*<span>Rappeler Léa</span>", page)


def test_the_log_of_a_candidature_names_who_did_what(still: World, looker: Browser) -> None:
    page = looker.get(f"/candidatures/detail?pk={still.here.rows['candidatures']}").text
    assert "Conseillère de Montluçon : approuve → approuvée" in page


# The whole


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_never_waits_for_a_writer(still: World, looker: Browser, path: str) -> None:
    with transaction(still.engine) as writer:
        writer.get_one(Candidate, still.here.rows["candidats"]).notes = "quelqu'un écrit"
        writer.flush()
        assert looker.get(path).status_code == 200


@pytest.mark.parametrize("path", [*EVERY_PAGE, "/login", "/nothing", "/offres/create"])
def test_nothing_is_fetched_from_another_site(looker: Browser, path: str) -> None:
    addresses = re.findall(
        r"""(?:src|href)=["'](https?://[^"'/]+)|url\(['"]?(https?://[^'")/]+)""", looker.get(path).text
    )
    assert {one or other for one, other in addresses} <= {"http://testserver"}


@pytest.mark.parametrize("path", [*EVERY_PAGE, "/offres/create", "/nothing"])
def test_a_page_is_in_french(looker: Browser, path: str) -> None:
    page = re.sub(r"<(script|template)\b.*?</\1>|<[^>]+>", " ", looker.get(path).text, flags=re.S)
    assert not re.findall(r"\b(?:Search|Save|Delete|Edit|Export|Filters|Columns|Show|Logout|Sign in|Not Found)\b", page)
