"""The console's pages about people who are invited and what they sent, through HTTP, with two offices."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from sqlmodel import select

from admin.qr import QUIET, qr_path
from admin.rules import Rules
from backend.database import connect, transaction
from backend.messaging.tables import Conversation, Line, Task
from backend.people.documents import UnknownDocument, note, refuse, store
from backend.people.invitations import send_invitations
from backend.people.start_links import GOOD_FOR, opened
from backend.people.tables import Candidate, FirstInvitation, StartLink
from tests.console_fixtures import NOW, Browser, Ids, World, make_world
from tests.databases import Databases

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 2000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def world(sqlite_databases: Databases, folder: Path) -> Iterator[World]:
    with sqlite_databases.fresh() as address:
        engine = connect(address)
        yield make_world(engine, Rules(documents=folder))
        engine.dispose()


@pytest.fixture
def adviser(world: World) -> Browser:
    return Browser(world.app, world.here.email)


def sent(world: World, whose: Ids, folder: Path, content: bytes, name: str = "<b>cv</b>.html") -> int:
    with transaction(world.engine) as session:
        candidate = session.get_one(Candidate, whose.rows["candidats"])
        row = note(session, candidate, "telegram", "file-1", "document", name, len(content), NOW)
        try:
            store(session, row, content, "", folder)
        except UnknownDocument as error:
            refuse(session, row, str(error))
        return row.id or 0


def test_a_document_is_saved_under_a_name_and_a_type_of_ours(world: World, adviser: Browser, folder: Path) -> None:
    number = sent(world, world.here, folder, b"%PDF-1.4 <script>alert(1)</script>")
    file = adviser.get(f"/documents/{number}/fichier")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == f'attachment; filename="cv-{number}.pdf"'
    assert (file.headers["x-content-type-options"], file.headers["cache-control"]) == ("nosniff", "no-store")
    assert file.content.startswith(b"%PDF")


def test_a_name_given_by_a_stranger_is_only_shown(world: World, adviser: Browser, folder: Path) -> None:
    sent(world, world.here, folder, JPEG)
    page = adviser.get(f"/documents/candidat/{world.here.rows['candidats']}").text
    assert "&lt;b&gt;cv&lt;/b&gt;.html" in page and "<b>cv" not in page
    assert '<img class="photo"' in page  # what its bytes are, whatever its name


def test_what_is_no_document_is_not_kept_and_says_why(world: World, adviser: Browser, folder: Path) -> None:
    number = sent(world, world.here, folder, b"MZ\x90\x00 a program")
    assert "non gardé : Ni PDF, ni Word, ni photo." in adviser.get("/documents").text
    assert adviser.get(f"/documents/{number}/fichier").status_code == 404


@pytest.mark.parametrize("path", ["/documents/{document}/fichier", "/documents/candidat/{candidate}",
                                  "/invitations/telegram/{candidate}"])  # fmt: skip
def test_another_office_has_no_such_page(world: World, adviser: Browser, folder: Path, path: str) -> None:
    number = sent(world, world.there, folder, JPEG)
    asked = path.format(document=number, candidate=world.there.rows["candidats"])
    assert adviser.get(asked).status_code == 404
    assert "Zélie" not in adviser.get("/documents").text


def test_nobody_has_a_document_without_signing_in(world: World, folder: Path) -> None:
    number = sent(world, world.here, folder, JPEG)
    assert b"\xff\xd8" not in Browser(world.app).get(f"/documents/{number}/fichier").content


def test_one_person_is_invited(world: World, adviser: Browser) -> None:
    fields: dict[str, object] = {"first_name": "Inès", "last_name": "Faure", "phone": "06 39 98 44 01"}
    page = adviser.post("/invitations/une", fields).text
    assert "Invitation notée" in page and "Inès Faure" in page and "1 en attente" in page
    again = adviser.post("/invitations/une", {"first_name": "Inès", "phone": "0639984401"}).text
    assert "Ce numéro est déjà connu." in again


def test_a_refused_invitation_keeps_what_was_typed(adviser: Browser) -> None:
    page = adviser.post("/invitations/une", {"first_name": "Inès", "last_name": "Faure", "phone": "01 23"}).text
    assert "pas un numéro" in page
    assert [f'value="{typed}"' in page for typed in ("Inès", "Faure", "01 23")] == [True, True, True]


def test_a_list_says_what_is_wrong_line_by_line(world: World, adviser: Browser) -> None:
    rows = "Prénom;Nom;Téléphone\nInès;Faure;06 39 98 44 01\nPaul;Petit;01 23\nAna;Roux;\n"
    file = {"file": ("contacts.csv", rows.encode("cp1252"), "text/csv")}
    page = adviser.http.post("/console/invitations/liste", data={"csrftoken": adviser.token()}, files=file).text
    assert "1 personne à inviter, 2 lignes à corriger" in page
    assert re.findall(r"Ligne (\d)", page) == ["3", "4"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Nom;Ville\nA;B\n", "Il faut une première ligne de titres"),
        (b"", "Choisissez un fichier"),
        (b"0" * 2_000_001, "Choisissez un fichier"),
    ],
)
def test_a_file_that_is_no_list_is_refused(world: World, adviser: Browser, content: bytes, why: str) -> None:
    file = {"file": ("contacts.csv", content, "text/csv")}
    sent = adviser.http.post("/console/invitations/liste", data={"csrftoken": adviser.token()}, files=file)
    assert why in sent.text


def test_what_became_of_each_invitation_is_shown(world: World, adviser: Browser) -> None:
    for number, name in enumerate(("Inès", "Omar", "Rita")):
        adviser.post("/invitations/une", {"first_name": name, "phone": f"06 39 98 44 0{number}"})
    with transaction(world.engine) as session:
        assert send_invitations(session, world.here.office, "mission Emploi", 2, NOW) == 2
        first = session.exec(select(FirstInvitation)).first()
        assert first is not None
        first.answered_at = NOW
        session.add(first)
    assert "1 en attente · 1 envoyée · 1 répondue · 0 non envoyée" in adviser.get("/invitations").text


def test_a_telegram_link_is_shown_once_and_serves_once(world: World, adviser: Browser) -> None:
    who = world.here.rows["candidats"]
    assert "Telegram n'est pas branché" in adviser.get(f"/invitations/telegram/{who}").text
    with transaction(world.engine) as session:
        session.add(Line(office_id=world.here.office, channel="telegram", address="7", name="mission_test_bot"))
    page = adviser.post(f"/invitations/telegram/{who}").text
    token = re.search(r"https://t\.me/mission_test_bot\?start=([\w-]+)", page)
    assert token and '<svg class="qr"' in page
    assert "start=" not in adviser.get(f"/invitations/telegram/{who}").text
    with transaction(world.engine) as session:
        assert opened(session, world.there.office, token[1], NOW) is None
        found = opened(session, world.here.office, token[1], NOW)
        assert found is not None and found.id == who
        assert opened(session, world.here.office, token[1], NOW) is None


def test_a_new_link_closes_the_one_before_and_an_old_one_ends(world: World, adviser: Browser) -> None:
    who = world.here.rows["candidats"]
    for _ in range(2):
        adviser.post(f"/invitations/telegram/{who}")
    with transaction(world.engine) as session:
        (link,) = session.exec(select(StartLink)).all()
        assert opened(session, world.here.office, link.token, NOW + GOOD_FOR * 1.01) is None


def test_the_qr_code_is_the_one_of_its_text() -> None:
    side, path = qr_path("https://t.me/mission_test_bot?start=abc")
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData("https://t.me/mission_test_bot?start=abc")
    code.make()
    dark = {(int(x) - QUIET, int(y) - QUIET) for x, y in re.findall(r"M(\d+) (\d+)h", path)}
    modules = range(side - 2 * QUIET)
    assert dark == {(column, row) for row in modules for column in modules if code.isDark(row, column)}


def test_the_dates_of_certificates_are_on_the_persons_page(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        candidate = session.get_one(Candidate, world.here.rows["candidats"])
        candidate.details = {"licence_dates": {"caces-R489-3": "2022-05", "sst": ""}}
        session.add(candidate)
    page = adviser.get(f"/candidats/detail?pk={world.here.rows['candidats']}").text
    assert "CACES R489 chariots, catégorie 3 : obtenu en 05/2022, valable jusqu&#39;en 05/2027" in page


def test_whoever_has_waited_longest_for_a_human_comes_first(world: World, adviser: Browser) -> None:
    with transaction(world.engine) as session:
        for hours, address in ((5, "+33639984405"), (50, "+33639984450"), (1, "+33639984401")):
            talk = Conversation(office_id=world.here.office, channel="sms", address=address, line="1", updated_at=NOW)
            session.add(talk)
            session.flush()
            asked = NOW - timedelta(hours=hours)
            session.add(Task(office_id=world.here.office, conversation_id=talk.id, kind="call_back", created_at=asked))
    page = adviser.get("/conversations").text
    assert re.findall(r"attend depuis (.+?)<", page) == ["2 jours", "5 h", "1 h"]
    assert page.index("06 39 98 44 50") < page.index("06 39 98 44 05") < page.index("Léa Ménagier")
