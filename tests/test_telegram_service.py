"""A person on Telegram and the whole service, over real HTTP: by long polling, then by the webhook."""

import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlmodel import select

from backend.database import reading, transaction
from backend.main import Service
from backend.messaging.consent import record_consent
from backend.messaging.outbox import Draft, enqueue
from backend.messaging.tables import Conversation, Task
from backend.network.tables import Office
from backend.people.contacts import add_contact
from backend.people.profile import new_candidate
from backend.people.tables import Candidate, Contact
from backend.settings import Settings
from backend.values import Audience, Purpose
from tests.service import AtTheConsole, FastClock, furnish, serving_app, wait_for
from tests.stand_ins.telegram import Json, Telegram

pytestmark = pytest.mark.slow

LEA, SACHA, PAUL = 41, 42, 43
SECRET = "a_secret-of-ours"
NUMBER = "+33639980188"
CV = (
    "Expériences",
    "2018 - 2022 Préparatrice de commandes, Morel",
    "Formations",
    "2022 CACES R489 cat. 3",
    "CAP vente",
)


@dataclass
class Chat:
    """A person on Telegram: what they do reaches the service, and they wait for its answer."""

    telegram: Telegram
    number: int
    give: object
    seen: int = 0

    def does(self, update: Json) -> str:
        self.give(update)  # type: ignore[operator]
        return self.next_text()

    def says(self, text: str) -> str:
        return self.does(self.telegram.message(self.number, text))

    def presses(self, label: str) -> str:
        data = dict(self.telegram.last_buttons(self.number))[label]
        return self.does(self.telegram.press(self.number, data))

    def next_text(self) -> str:
        wait_for(lambda: len(self.telegram.texts_to(self.number)) > self.seen)
        self.seen += 1
        return self.telegram.texts_to(self.number)[self.seen - 1]


@contextmanager
def service_of(telegram: Telegram, folder: Path, public_url: str) -> Iterator[tuple[Service, str]]:
    with telegram.serving() as api_url:
        settings = Settings(
            _env_file=None, database_url=f"sqlite:///{folder / 'mission.db'}", public_url=public_url,
            secret_key="k" * 40, telegram_token=telegram.token, telegram_secret=SECRET, telegram_api_url=api_url,
            data_dir=str(folder), quiet_seconds=0,
        )  # type: ignore[call-arg]  # fmt: skip
        with serving_app(settings, FastClock(time.monotonic()), prepare) as served:
            yield served


def prepare(service: Service) -> None:
    """The office, and Zoé, whom it knows by SMS; once."""
    with reading(service.engine) as session:
        if session.exec(select(Office)).first():
            return
    furnish(service)
    now = service.clock.now()
    with transaction(service.engine) as session:
        office = session.exec(select(Office)).one()
        known = new_candidate(session, office.id or 0, now)
        known.first_name, known.last_name, known.commune_code, known.status = "Zoé", "Roux", "03101", "active"
        add_contact(session, known, "sms", NUMBER)
        record_consent(session, known.id or 0, Audience.OFFICE, True, now, adviser_id=1)


def pdf(lines: tuple[str, ...]) -> bytes:
    page = io.BytesIO()
    canvas = Canvas(page)
    for at, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * at, line)
    canvas.save()
    return page.getvalue()


@pytest.mark.slow
def test_long_polling_from_the_first_word_to_a_block(tmp_path: Path) -> None:
    telegram = Telegram()
    with service_of(telegram, tmp_path, "http://mission.example") as (service, url):
        lea = Chat(telegram, LEA, telegram.push)
        told = lea.says(
            "bonjour jhabite montlucon jcherche cariste jai le permis b, en voiture, 30 min max, dispo de suite"
        )
        assert "assistant automatique" in told
        telegram.refuse(429, "Too Many Requests: retry after 1", retry_after=1)
        assert "Votre prénom et votre nom ?" in lea.presses("Oui")
        assert telegram.keyboard(LEA) == ["Partager mon numéro"]
        assert "Combien d'années" in lea.says("lea martin")
        assert telegram.keyboard(LEA) == []
        assert "C'est juste ?" in lea.says("5 ans")
        old = dict(telegram.last_buttons(LEA))["Oui"]
        assert "votre fiche est prête" in lea.presses("Oui")
        assert "n'est plus ouvert" in lea.does(telegram.press(LEA, old))

        assert "Je le lis" in lea.does(telegram.document(LEA, "cv.pdf", pdf(CV)))
        assert "préparatrice de commandes (Morel), 4 ans ; CACES 3 (2022) ; CAP vente" in lea.next_text()
        with reading(service.engine) as session:
            candidate = session.exec(select(Candidate).where(Candidate.first_name == "Lea")).one()
            assert (candidate.past_jobs, candidate.licences, candidate.diploma) == ([], ["permis-B"], "")
        assert "c'est noté" in lea.presses("Oui")
        with reading(service.engine) as session:
            candidate = session.exec(select(Candidate).where(Candidate.first_name == "Lea")).one()
            assert [job["work"] for job in candidate.past_jobs] == ["préparatrice de commandes"]
            assert candidate.licences == ["permis-B", "caces-R489-3"] and candidate.diploma == "CAP vente"

        console = AtTheConsole(url)
        assert "lu et confirmé par la personne" in console.get(f"/console/documents/candidat/{candidate.id}")
        file = console.http.get("/console/documents/1/fichier")
        assert file.content == telegram.files["file-1"]
        assert file.headers["content-disposition"] == 'attachment; filename="cv-1.pdf"'
        assert file.headers["x-content-type-options"] == "nosniff"

        wait_for(lambda: "Telegram n'est pas branché" not in console.get("/console/invitations/telegram/1"))
        page = console.post("/console/invitations/telegram/1", {}).text
        link = re.search(r'value="https://t\.me/mission_emploi_bot\?start=([\w-]+)"', page)
        assert link and "<svg" in page
        sacha, paul = Chat(telegram, SACHA, telegram.push), Chat(telegram, PAUL, telegram.push)
        sacha.says(f"/start {link[1]}")
        assert "Zoé Roux, Domérat" in sacha.says("mes infos")
        assert "assistant automatique" in paul.says(f"/start {link[1]}")  # used once already

        telegram.blocked_by.add(LEA)
        console.post("/console/conversations/1/reply", {"text": "Bonjour, un mot de l'antenne.", "once": "1"})
        wait_for(lambda: _active(service, LEA) is False)
        with reading(service.engine) as session:
            assert any("bloqué" in task.note for task in session.exec(select(Task)))
        telegram.blocked_by.discard(LEA)
        assert "Lea Martin" in lea.says("mes infos")
        assert _active(service, LEA) is True


def _active(service: Service, chat: int) -> bool:
    with reading(service.engine) as session:
        return session.exec(select(Contact.active).where(Contact.address == str(chat))).one()


@pytest.mark.slow
def test_the_webhook_takes_what_the_real_one_posts(tmp_path: Path) -> None:
    telegram = Telegram()
    with (
        service_of(telegram, tmp_path, "https://mission.example") as (_, url),
        httpx.Client(base_url=url) as http,
    ):
        wait_for(lambda: telegram.webhook)
        assert telegram.webhook["url"] == "https://mission.example/telegram/webhook"

        def post(update: Json, secret: str = SECRET) -> int:
            return telegram.post(http, "/telegram/webhook", update, secret).status_code

        zoe = Chat(telegram, SACHA, post)
        first = telegram.message(SACHA, "bonjour")
        assert post(first, "a wrong secret") == 403
        assert "assistant automatique" in zoe.does(first)
        assert post(first) == 200  # Telegram repeats what it believes lost
        assert post(telegram.message(-5, "bonjour tous", chat_type="group")) == 200
        assert "que les mots" in zoe.does(telegram.message(SACHA, sticker=_sticker()))
        assert "messages vocaux" in zoe.does(telegram.message(SACHA, voice=_voice()))
        assert "votre correction" in zoe.does(telegram.edited(SACHA, "bonjour à vous"))
        assert "Partager mon numéro" in zoe.says("je suis deja inscrite par sms")
        assert telegram.keyboard(SACHA) == ["Partager mon numéro"]
        assert "une autre personne" in zoe.does(telegram.contact(SACHA, "33639980100", of=PAUL))
        assert "j'ai votre numéro" in zoe.does(telegram.contact(SACHA, NUMBER.removeprefix("+")))
        assert telegram.keyboard(SACHA) == []
        assert "Zoé Roux, Domérat" in zoe.says("mes infos")
        assert len(telegram.texts_to(SACHA)) == zoe.seen and telegram.texts_to(-5) == []


def _sticker() -> Json:
    return {
        "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9, "is_animated": False,
        "is_video": False,
    }  # fmt: skip


def _voice() -> Json:
    return {"file_id": "v", "file_unique_id": "v", "duration": 3}


@pytest.mark.slow
def test_a_restart_in_the_middle_loses_and_repeats_nothing(tmp_path: Path) -> None:
    telegram = Telegram()
    with service_of(telegram, tmp_path, "http://mission.example"):
        lea = Chat(telegram, LEA, telegram.push)
        assert "assistant automatique" in lea.says("bonjour")
        agreed = telegram.press(LEA, dict(telegram.last_buttons(LEA))["Oui"])
        assert "Votre prénom" in lea.does(agreed)
        assert "Vous habitez quelle commune" in lea.says("lea martin")
    telegram.push(telegram.message(LEA, "domerat"))  # while nobody is there
    with service_of(telegram, tmp_path, "http://mission.example"):
        assert "Quel travail" in lea.next_text()
        telegram.push(agreed)  # Telegram had not heard that it was taken
        assert "Combien d'années" in lea.says("cariste")
        assert "Je le lis" in lea.does(telegram.document(LEA, "cv.pdf", pdf(CV)))
    with service_of(telegram, tmp_path, "http://mission.example") as (service, _):
        wait_for(lambda: len(telegram.texts_to(LEA)) > lea.seen)
        assert "préparatrice de commandes" in lea.next_text()
        with reading(service.engine) as session:
            assert session.exec(select(Candidate.first_name)).all() == ["Zoé", "Lea"]


@pytest.mark.slow
def test_a_file_may_have_two_accounts_and_is_answered_where_it_writes(tmp_path: Path) -> None:
    telegram = Telegram()
    with service_of(telegram, tmp_path, "http://mission.example") as (service, _):
        first, second = Chat(telegram, SACHA, telegram.push), Chat(telegram, PAUL, telegram.push)
        for chat in (first, second):
            chat.says("bonjour")
            chat.presses("Oui")
            assert "j'ai votre numéro" in chat.does(telegram.contact(chat.number, NUMBER.removeprefix("+")))
        assert "Zoé Roux, Domérat" in first.says("mes infos")
        assert "Zoé Roux, Domérat" in second.says("mes infos")
        with reading(service.engine) as session:
            whose = select(Contact.channel, Contact.address).where(Contact.candidate_id == 1)
            assert set(session.exec(whose)) == {("sms", NUMBER), ("telegram", "42"), ("telegram", "43")}
        telegram.blocked_by.add(PAUL)
        console_tells(service, PAUL)
        wait_for(lambda: _active(service, PAUL) is False)
        assert _active(service, SACHA) is True


def console_tells(service: Service, chat: int) -> None:
    """The office writes to that chat."""
    with transaction(service.engine) as session:
        talk = session.exec(select(Conversation).where(Conversation.address == str(chat))).one()
        draft = Draft(
            talk.office_id, talk.channel, talk.line, talk.address, "Un mot de l'antenne.", Purpose.ADVISER,
            candidate_id=talk.candidate_id,
        )  # fmt: skip
        enqueue(session, draft, service.clock.now())


@pytest.mark.slow
def test_an_address_that_telegram_does_not_take_leaves_nobody_unheard(tmp_path: Path) -> None:
    telegram = Telegram()
    telegram.refuse(400, "Bad Request: bad webhook: Failed to resolve host", times=2)  # its name is asked meanwhile
    with service_of(telegram, tmp_path, "https://mission.example"):
        lea = Chat(telegram, LEA, telegram.push)
        assert "assistant automatique" in lea.says("bonjour")
        assert telegram.webhook == {}
