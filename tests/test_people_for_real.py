"""Erasure leaves nothing; a list of contacts is read line by line; a document is what its bytes say."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from sqlmodel import select

from backend.database import reading, transaction
from backend.messaging.tables import Consent, Conversation, InboundMessage, OutboundMessage
from backend.people.document_text import read_text
from backend.people.documents import UnknownDocument, kind_of
from backend.people.invitations import UnreadableList, import_contacts, invite, mobile_number
from backend.people.tables import Candidate, Contact, FirstInvitation
from backend.talk import PERSON, MovableClock, Stage

INTAKE = (
    "bonjour jhabite montlucon jcherche cariste jai le permis b, en voiture, 30 min max, dispo de suite",
    "oui", "lea martin", "5 ans", "oui", "2",
)  # fmt: skip


def furnished() -> Stage:
    stage = Stage(MovableClock())
    for text in INTAKE:
        stage.say(text)
    return stage


def test_after_erasure_no_row_holds_a_name_an_address_or_a_word() -> None:
    stage = furnished()
    for text in ("effacer", "oui"):
        stage.say(text)
    stage.act("forget")
    with reading(stage.engine) as session:
        for table in (Candidate, Contact, Consent, Conversation, InboundMessage, OutboundMessage, FirstInvitation):
            for row in session.exec(select(table)):
                said = row.model_dump_json().casefold()
                assert PERSON not in said and "martin" not in said and "cariste" not in said, (table, said)


def test_erased_people_may_come_back_from_zero() -> None:
    stage = furnished()
    for text in ("effacer", "oui"):
        stage.say(text)
    assert "assistant automatique" in stage.say("bonjour")[0].text


def test_a_list_in_csv_says_what_is_wrong_line_by_line() -> None:
    stage = Stage(MovableClock())
    rows = "Prénom;Nom;Téléphone\nLéa;Martin;06 39 98 01 01\nPaul;Petit;01 23\n;;\nAna;Roux;0639980101\n"
    with transaction(stage.engine) as session:
        done = import_contacts(session, 1, rows.encode("cp1252"), stage.clock.now())
    assert (done.added, [error.line for error in done.errors]) == (1, [3, 5])


def test_a_list_in_xlsx_is_read_with_the_zero_that_a_spreadsheet_eats() -> None:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["Portable", "Prénom"])
    book.active.append([639980102, "Ana"])
    book.save(content)
    stage = Stage(MovableClock())
    with transaction(stage.engine) as session:
        assert import_contacts(session, 1, content.getvalue(), stage.clock.now()).added == 1
        assert session.exec(select(Contact.address)).one() == "+33639980102"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"Nom;Ville\nMartin;Huriel\n"])
def test_a_list_without_telephones_is_refused(content: bytes) -> None:
    stage = Stage(MovableClock())
    with transaction(stage.engine) as session, pytest.raises(UnreadableList):
        import_contacts(session, 1, content, stage.clock.now())


@pytest.mark.parametrize("said", ["04 65 71 00 01", "06 39 98", "+44 7700 900123", "bonjour", ""])
def test_only_french_mobile_numbers_are_invited(said: str) -> None:
    assert mobile_number(said) is None


def test_no_more_people_are_invited_than_there_are_seats() -> None:
    stage = Stage(MovableClock())
    with transaction(stage.engine) as session:
        for number in range(20):
            assert invite(session, 1, f"06 39 98 02 {number:02d}", "", "", stage.clock.now()) == ""
    for _ in range(2):
        stage.act("invite-more")
    with reading(stage.engine) as session:
        sent = [row for row in session.exec(select(FirstInvitation)) if row.sent_at]
    assert len(sent) == 12  # four workshops of three


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"", b"<html>", b"%PDF-" + b"0" * (20 * 1024 * 1024)])
def test_what_is_no_document_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(UnknownDocument):
        kind_of(content)


def test_the_words_of_a_word_document_are_read() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:p><w:r><w:t>Cariste</w:t></w:r></w:p></w:document>'
        )
    assert kind_of(content.getvalue()) == ".docx" and read_text(content.getvalue(), ".docx") == "Cariste"


def test_a_broken_document_is_kept_without_its_words() -> None:
    assert read_text(b"%PDF-1.4 nothing", ".pdf") == ""
