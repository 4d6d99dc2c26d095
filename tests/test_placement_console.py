"""Placement at the console, through HTTP: what is red this morning, the letter as a file."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape
from typing import cast

import httpx
import pytest
from sqlmodel import select

from admin.employer_site import employer_routes
from backend.database import transaction
from backend.network.tables import Office
from backend.offers.tables import Employer, Offer
from backend.placement import guarantee, transmission
from backend.placement.employer_link import make_link
from backend.placement.lifecycle import State
from backend.placement.tables import Move, Suggestion, TrainingCase
from backend.placement.training import open_case
from tests.console_fixtures import NOW, Browser, World, world_in
from tests.databases import Databases
from tests.placement_fixtures import a_candidate, a_suggestion, an_offer


@pytest.fixture(scope="module")
def world(sqlite_databases: Databases) -> Iterator[World]:
    with world_in(sqlite_databases) as made:
        yield made


@pytest.fixture(scope="module")
def adviser(world: World) -> Browser:
    return Browser(world.app, world.here.email)


def a_case(world: World, due_in: int) -> int:
    """A training case of Montluçon whose employer waits for so many days."""
    with transaction(world.engine) as session:
        needs = [{"code": "caces-R489-3", "must": True, "words": "CACES 3"}]
        offer = an_offer(session, office_id=world.here.office, employer_id=None, needs=needs)
        person = a_candidate(session, f"Nadia{due_in}", office_id=world.here.office, licences=["permis-B"])
        case = open_case(session, offer.id or 0, person.id or 0, world.here.adviser, NOW)
        case.held_until, case.steps = (NOW + timedelta(days=due_in)).date(), []
        return case.id or 0


def test_a_training_about_to_pass_its_deadline_is_red_today_and_another_is_not(world: World, adviser: Browser) -> None:
    near, far = a_case(world, 5), a_case(world, 40)
    page = adviser.get("/").text
    assert "door-red" in page and "formation arrive à échéance" in page
    assert f"/formations/{near}" in page and f"/formations/{far}" not in page


def test_a_case_that_is_over_is_red_no_more(world: World, adviser: Browser) -> None:
    case = a_case(world, 6)
    adviser.post(f"/formations/{case}/move", {"action": "abandon"})
    with transaction(world.engine) as session:
        assert session.get_one(TrainingCase, case).state == "abandoned"
    assert f"/formations/{case}" not in adviser.get("/").text


def test_the_covering_letter_is_a_file_with_the_pdf_and_a_link_that_opens(world: World, adviser: Browser) -> None:
    number = world.here.rows["candidatures"]
    with transaction(world.engine) as session:
        yes = session.get_one(Suggestion, number)
        session.get_one(Employer, cast(int, session.get_one(Offer, yes.offer_id).employer_id)).email = "chef@p.example"
        guarantee.vouch(session, yes, "met", "le 20 novembre", world.here.adviser, NOW)
        sender = transmission.Sender(world.here.adviser, "Sylvie", "mission Emploi de Montluçon")
        dossier = transmission.make_dossier(session, [number], "Bonjour à vous.", sender, NOW).id
    answer = adviser.post(f"/dossiers/{dossier}/courriel.eml")
    mail = message_from_bytes(answer.content, policy=policy.default)
    pdf = next(mail.iter_attachments())
    body = mail.get_body(("plain",))
    assert (mail["To"], mail["X-Unsent"]) == ("chef@p.example", "1") and world.here.email in mail["From"]
    assert pdf.get_content().startswith(b"%PDF") and pdf.get_filename() == f"dossier-{dossier}.pdf"
    assert body and "Bonjour à vous." in body.get_content() and "/employeur/" in body.get_content()
    with transaction(world.engine) as session:
        assert session.get_one(Suggestion, number).state == "interested"  # a file is no transmission


# Files of offers

OFFERS = "Référence;Intitulé;Commune;Contrat\nZ1;Cariste;Domérat;CDI\nZ2;;Huriel;CDI\nZ3;Plongeur;Huriel;CDD\n".encode()


def give(adviser: Browser, name: str, content: bytes) -> httpx.Response:
    return adviser.http.post("/console/importer", data={"csrftoken": adviser.token()}, files={"file": (name, content)})


def imported(world: World) -> list[str]:
    with transaction(world.engine) as session:
        return sorted(str(one) for one in session.exec(select(Offer.external_id).where(Offer.source == "file")))


def test_a_file_is_looked_at_first_then_brought_in_once(world: World, adviser: Browser) -> None:
    page = give(adviser, "offres.csv", OFFERS)
    assert page.text.count("Pas encore importé") == 1 and "pas d&#39;intitulé" in page.text and imported(world) == []
    done = adviser.post(page.url.path.removeprefix("/console") + "/import")
    assert "2 nouvelles" in done.text and imported(world) == ["Z1", "Z3"]
    twice = adviser.post(page.url.path.removeprefix("/console") + "/import")
    assert "déjà importé" in twice.text and imported(world) == ["Z1", "Z3"]
    assert "rien de nouveau" in give(adviser, "offres.csv", OFFERS).text


@pytest.mark.parametrize(("name", "content"), [("a.json", b'{"resultats": ['), ("a.xlsx", b"PK"), ("a.csv", b"x;y\n")])
def test_a_bad_file_changes_nothing_and_says_so(world: World, adviser: Browser, name: str, content: bytes) -> None:
    before = imported(world)
    assert "Rien n&#39;a été changé" in give(adviser, name, content).text and imported(world) == before


def test_a_file_of_another_office_is_not_found(world: World, adviser: Browser) -> None:
    path = give(adviser, "offres.csv", OFFERS).url.path.removeprefix("/console")
    other = Browser(world.app, world.there.email)
    assert other.get(path).status_code == 404 and other.post(f"{path}/import").status_code == 404


# What was kept of each suggestion


def exported(adviser: Browser, kind: str) -> httpx.Response:
    return adviser.post("/_api/propositions/action?name=export&all=1", {"format": kind, "scope": "all"})


def test_every_suggestion_is_exported_with_what_it_was_made_of(world: World, adviser: Browser) -> None:
    number = world.here.proposed[1]
    with transaction(world.engine) as session:
        one = session.get_one(Suggestion, number)
        one.inputs, one.weights, one.version = {"person": {"wants": ["K2204"]}}, {"occupation": 40.0}, "2026-11"
    adviser.post(f"/review/{number}/refuse", {"reason": "not_ready"})
    row = next(each for each in json.loads(exported(adviser, "json").content) if each["N°"] == number)
    assert row["Décidée par"] == "Conseillère de Montluçon" and row["Raison"] == "Le CV n'est pas prêt"
    assert json.loads(row["Ce qui a été lu"]) == {"person": {"wants": ["K2204"]}} and row["Version des règles"]
    assert "Cherche ce métier. (40/40)" in row["Pourquoi"] and "écarte (Le CV n'est pas prêt)" in row["Journal"]


def test_what_was_read_is_said_in_french_on_the_page(world: World, adviser: Browser) -> None:
    number = world.here.proposed[1]
    with transaction(world.engine) as session:
        one = session.get_one(Suggestion, number)
        person = {"wants": ["K2204"], "modes": ["car"], "nights": False, "available_from": "2026-12-01", "max_km": None}
        one.inputs = {"person": person, "offer": {"contract": "MIS", "needs": [{"code": "permis-B", "must": False}]}}
    page = adviser.get(f"/propositions/detail?pk={number}").text
    for line in (
        "La personne, se déplace : voiture", "La personne, travail de nuit : non",
        "La personne, disponible à partir du : 01/12/2026", "offre, contrat : intérim", "Permis B (voiture) (souhaité)",
    ):  # fmt: skip
        assert line in page
    assert "K2204" not in page and "max_km" not in page


def test_a_dossier_that_is_refused_keeps_the_words_that_were_typed(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        offer = an_offer(session, office_id=world.here.office, employer_id=None)
        one = a_suggestion(session, State.INTERESTED, offer, a_candidate(session, "Rose", office_id=world.here.office))
        number, place = one.id, f"/dossiers/offre/{offer.id}"
    page = adviser.post(place, {"who": str(number), "note": "Mes propres mots."}).text
    assert "Cochez au moins une garantie" in page and "Mes propres mots." in page
    assert f'value="{number}" checked' in page


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"[")])
def test_suggestions_are_exported_for_spreadsheets_and_programs(adviser: Browser, kind: str, begins: bytes) -> None:
    assert exported(adviser, kind).content.startswith(begins)


def test_the_follow_up_says_for_how_long_the_longest_first(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        for days in (1, 9, 4):
            offer = an_offer(session, office_id=world.here.office, employer_id=None)
            person = a_candidate(session, f"Rang{days}", office_id=world.here.office)
            one = a_suggestion(session, State.TRANSMITTED, offer, person)
            one.office_id, one.transmitted_at = world.here.office, NOW - timedelta(days=days)
    said = re.findall(r"Rang(\d) .*?<span class=\"tag\">(.*?)</span>", adviser.get("/suivi").text, re.S)
    assert said == [("9", "transmise il y a 9 jours"), ("4", "transmise il y a 4 jours"), ("1", "transmise hier")]


def test_the_employer_reads_the_office_s_name_and_number(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        session.get_one(Office, world.here.office).phone = "+33465710001"
        number = world.here.rows["candidatures"]
        yes = session.get_one(Suggestion, number)
        guarantee.vouch(session, yes, "met", "le 20 novembre", world.here.adviser, NOW)
        sender = transmission.Sender(world.here.adviser, "Sylvie", "mission Emploi de Montluçon")
        dossier = transmission.make_dossier(session, [number], "Bonjour.", sender, NOW)
        token = make_link(session, dossier.id or 0, "adviser:1", NOW)
    world.app.include_router(employer_routes(world.engine, world.clock))
    page = adviser.http.get(f"/employeur/{token}").text
    assert "mission Emploi de Montluçon · 04\u00a065\u00a071\u00a000\u00a001" in page


def test_the_log_of_a_candidature_says_that_the_employer_moved_it(world: World, adviser: Browser) -> None:
    number = world.here.rows["candidatures"]
    with transaction(world.engine) as session:
        before, after = "transmitted", "interview"
        who = f"employer:{world.here.rows['employeurs']}"
        session.add(Move(suggestion_id=number, at=NOW, who=who, action="interview", before=before, after=after, why=""))
    assert "Propreté de Montluçon : " in adviser.get(f"/candidatures/detail?pk={number}").text


def test_a_correction_at_the_console_is_shown_kept_and_can_be_given_up(world: World, adviser: Browser) -> None:
    sheet = "Référence;Intitulé;Salaire\nC1;{};{}\n"
    bring_in(adviser, sheet.format("Soudeur", "12 € de l'heure"))
    with transaction(world.engine) as session:
        number = session.exec(select(Offer.id).where(Offer.external_id == "C1")).one()
    form = adviser.form_of(f"/offres/edit?pk={number}") | {"salary": "13 € de l'heure"}
    adviser.post(f"/offres/edit?pk={number}", form)
    bring_in(adviser, sheet.format("Soudeur confirmé", "14 € de l'heure"))
    detail = unescape(adviser.get(f"/offres/detail?pk={number}").text)
    assert "Soudeur confirmé" in detail and "salaire : 13 € de l'heure ici, 14 € de l'heure à la source" in detail
    adviser.post(f"/_api/offres/row-action?name=follow_source&pk={number}")
    with transaction(world.engine) as session:
        assert session.get_one(Offer, number).salary == "14 € de l'heure"


def bring_in(adviser: Browser, sheet: str) -> None:
    looked = give(adviser, "offres.csv", sheet.encode())
    adviser.post(looked.url.path.removeprefix("/console") + "/import")


def test_nothing_is_approved_together_that_was_not_opened(world: World, adviser: Browser) -> None:
    assert "Ouvrez d&#39;abord" in adviser.post("/review/approve-opened").text
    with transaction(world.engine) as session:
        assert session.get_one(Suggestion, world.here.proposed[2]).state == "proposed"


def test_a_card_says_why_it_comes_now(world: World) -> None:
    with transaction(world.engine) as session:
        starts = NOW.date() + timedelta(days=3)
        offer = an_offer(session, office_id=world.there.office, employer_id=None, starts_on=starts, posts=4)
        waited = NOW - timedelta(weeks=5, days=1)
        person = a_candidate(session, "Ines", office_id=world.there.office, last_proposed_at=waited)
        one = a_suggestion(session, State.PROPOSED, offer, person)
        one.office_id, one.comes_first = world.there.office, True
        number = one.id
    page = Browser(world.app, world.there.email).get(f"/review?carte={number}").text
    said = re.findall(r'<li class="tag tag-soon">(.*?)</li>', page)
    assert said == ["De retour de formation", "Commence dans 3 jours", "4 postes", "Sans offre depuis 5 semaines"]


def test_every_decision_can_be_taken_back_however_many(world: World) -> None:
    adviser = Browser(world.app, world.there.email)
    for number in world.there.proposed:
        adviser.post(f"/review/{number}/approve")
    with transaction(world.engine) as session:
        more = a_suggestion(session, State.PROPOSED, an_offer(session, employer_id=None), a_candidate(session, "Zoé"))
        more.office_id = world.there.office
        more.offer.office_id = more.candidate.office_id = world.there.office
        number = more.id
    adviser.post(f"/review/{number}/refuse", {"reason": "other"})
    undoable = re.findall(r"/review/(\d+)/undo", adviser.get("/review").text)
    assert {int(one) for one in undoable} == {*world.there.proposed, number}
