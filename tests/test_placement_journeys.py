"""Each branch through HTTP only: the person by SMS, the adviser at the console, the employer behind a private link."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import httpx
import pytest

from backend.database import transaction
from backend.main import Service
from backend.messaging.tables import Conversation
from backend.offers.tables import Employer, Offer
from backend.people.contacts import add_contact
from backend.placement.hired import ask_whether_it_holds, end_closed_offers
from backend.placement.suggest import suggest_for_offer
from bot.jobs import Job
from tests.databases import FixedClock, SqliteDatabases
from tests.placement_fixtures import a_candidate, an_offer
from tests.service import OFFICE_NUMBER, AtTheConsole, Texter, running, settings_for, wait_for
from tests.stand_ins.smtp import SmtpStandIn, a_mail_server
from tests.stand_ins.twilio import Twilio

pytestmark = pytest.mark.slow

NUMBER = "+33639980101"


@dataclass
class Journey:
    service: Service
    clock: FixedClock
    console: AtTheConsole
    person: Texter
    employer: httpx.Client
    mail: SmtpStandIn

    def number(self) -> int:
        return self.console.first_suggestion()

    def approve(self) -> int:
        number = self.number()
        self.console.post(f"/console/review/{number}/approve", {})
        return number

    def says_yes(self) -> int:
        """Approved, received, and answered OUI: the candidature's number."""
        number = self.approve()
        self.clock.advance(minutes=10)
        assert "une offre pour vous" in self.person.next_text()
        assert "C'est noté" in self.person.text("oui")
        return number

    def transmit(self, number: int) -> str:
        """Vouched for, put in a dossier, sent by e-mail: the private link's path."""
        self.console.post(f"/console/suivi/{number}/vouch", {"met": "1", "proof_met": "le 20 novembre"})
        offer = re.search(r"/console/dossiers/offre/(\d+)", self.console.get(f"/console/suivi/{number}"))
        assert offer
        made = self.console.post(f"/console/dossiers/offre/{offer[1]}", {"who": str(number), "note": "Bonjour."})
        self.console.post(f"{made.url.path}/send", {"how": "mail"})
        self.service.deliver_mail()
        assert "est transmise" in self.person.next_text()
        body = self.mail.letters[-1].get_body(("plain",))
        link = re.search(r"/employeur/\S+", body.get_content()) if body else None
        assert link
        return link[0]

    def run(self, work: object, **later: float) -> None:
        self.clock.advance(**later)
        self.service.run_job(Job("now", work))  # type: ignore[arg-type]


@pytest.fixture
def journey(sqlite_databases: SqliteDatabases) -> Iterator[Journey]:
    twilio, clock = Twilio(), FixedClock()
    with sqlite_databases.fresh() as address, twilio.serving() as api, a_mail_server() as mail:
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_from": "office@example.org",
                "smtp_starttls": False}  # fmt: skip
        settings = settings_for(address, twilio, api, **smtp)
        with running(settings, clock) as (service, url), httpx.Client(base_url=url, timeout=30) as http:
            furnish_pair(service)
            with httpx.Client(base_url=url, timeout=30, follow_redirects=True) as employer:
                yield Journey(service, clock, AtTheConsole(url), Texter(twilio, http, NUMBER), employer, mail)


def furnish_pair(service: Service) -> None:
    """A person who has agreed and has a telephone, an employer, an offer, and the suggestion of one for the other."""
    with transaction(service.engine) as session:
        session.add(Employer(id=1, office_id=1, name="Ateliers du Cher", email="chef@ateliers.example"))
        session.flush()
        candidate, offer = a_candidate(session), an_offer(session)
        session.add(
            Conversation(office_id=1, channel="sms", address=NUMBER, line=OFFICE_NUMBER, candidate_id=candidate.id,
                         updated_at=service.clock.now())
        )  # fmt: skip
        add_contact(session, candidate, "sms", NUMBER)
        assert suggest_for_offer(session, offer.id or 0, service.clock.now()) == 1


def test_hired_through_the_employer_s_link_and_still_there_after_a_month(journey: Journey) -> None:
    number = journey.says_yes()
    link = journey.transmit(number)
    page = journey.employer.get(link)
    assert "Kevin Durand" in page.text and "Reçu(e) par la mission Emploi" in page.text
    assert journey.employer.get(f"{link}/dossier.pdf").content.startswith(b"%PDF")
    met = journey.employer.post(link, data={"candidature": number, "said": "interview"})
    assert "entretien demandé" in met.text
    said = {"candidature": number, "said": "hire", "contract": "CDI", "first_day": "2026-12-01"}
    assert "embauche notée" in journey.employer.post(link, data=said).text
    follow_up = journey.console.get(f"/console/suivi/{number}")
    assert "Embauché(e)" in follow_up and "Ateliers du Cher : embauche" in follow_up
    journey.run(ask_whether_it_holds, days=41)
    assert "depuis un mois" in journey.person.next_text()
    assert "Bonne nouvelle" in journey.person.text("oui")
    assert "toujours en poste" in journey.console.get(f"/console/suivi/{number}")


def test_refused_by_the_employer_and_told_plainly(journey: Journey) -> None:
    number = journey.says_yes()
    link = journey.transmit(number)
    journey.employer.post(link, data={"candidature": number, "said": "refuse", "reason": "another"})
    assert "ne donne pas suite" in journey.person.next_text()
    assert "une autre personne a été choisie" in journey.console.get(f"/console/suivi/{number}")


def test_a_refusal_without_a_reason_stays_on_the_page(journey: Journey) -> None:
    number = journey.says_yes()
    link = journey.transmit(number)
    answer = journey.employer.post(link, data={"candidature": number, "said": "refuse"})
    assert answer.status_code == 409 and "Indiquez la raison" in answer.text


def test_a_link_that_was_closed_says_so_and_shows_nothing(journey: Journey) -> None:
    link = journey.transmit(journey.says_yes())
    journey.console.post("/console/dossiers/1/revoke", {})
    closed = journey.employer.get(link)
    assert closed.status_code == 410 and "Kevin" not in closed.text
    assert closed.headers["referrer-policy"] == "no-referrer" and closed.headers["cache-control"] == "no-store"


def test_each_opening_of_the_link_is_shown_to_the_adviser(journey: Journey) -> None:
    link = journey.transmit(journey.says_yes())
    journey.employer.get(link)
    assert "· ouvert" in journey.console.get("/console/dossiers/1")


def test_a_silent_employer_is_nudged_called_and_the_person_is_told(journey: Journey) -> None:
    journey.transmit(journey.says_yes())
    for days in (6, 3, 5):  # never on a Sunday
        journey.clock.advance(days=days)
        journey.service.watch_employers()
        journey.service.deliver_mail()
    assert "votre avis sur notre dossier" in str(journey.mail.letters[-1]["Subject"])
    assert "n'a pas encore répondu" in journey.person.next_text()
    assert "Appeler Ateliers du Cher" in journey.console.get("/console/taches/list")


def test_an_approval_taken_back_sends_nothing(journey: Journey) -> None:
    number = journey.approve()
    assert "Rien n'est parti" in unescape(journey.console.get("/console/review"))
    journey.console.post(f"/console/review/{number}/undo", {})
    journey.clock.advance(minutes=30)
    assert journey.number() == number and journey.person.twilio.texts_to(NUMBER) == []


def test_an_offer_closed_between_approval_and_sending_is_not_sent(journey: Journey) -> None:
    journey.approve()
    with transaction(journey.service.engine) as session:
        session.get_one(Offer, 1).status = "closed"
    journey.clock.advance(minutes=30)
    journey.run(end_closed_offers)
    wait_for(lambda: "annulé" in journey.console.get("/console/messages-envoyes/list"))
    assert journey.person.twilio.texts_to(NUMBER) == []


def test_a_gap_then_trained_then_hired(journey: Journey) -> None:
    with transaction(journey.service.engine) as session:
        offer = an_offer(session, title="Cariste gerbeur", needs=[{"code": "caces-R489-5", "must": True, "words": "5"}])
        offer_id = offer.id
    page = journey.console.get(f"/console/formations?offre={offer_id}")
    assert "Kevin Durand" in page and "Il manque seulement" in page
    case = journey.console.post("/console/formations/open", {"offer": offer_id, "candidate": 1}).url.path
    journey.console.post(f"{case}/move", {"action": "ask"})
    assert "il vous manque une seule chose" in journey.person.next_text()
    assert "votre conseiller prépare cela" in journey.person.text("oui")
    journey.console.post(f"{case}/move", {"action": "start"})
    done = journey.console.post(f"{case}/move", {"action": "finish", "proof": "CACES du 20 décembre"})
    assert "revient en tête" in done.text
    number = journey.says_yes()
    journey.transmit(number)
    hired = {"action": "hire", "contract": "CDI", "first_day": "2027-01-04"}
    assert "Embauché(e)" in journey.console.post(f"/console/suivi/{number}/move", hired).text


def test_why_me_has_two_short_sentences(journey: Journey) -> None:
    journey.approve()
    journey.clock.advance(minutes=10)
    journey.person.next_text()
    answer = journey.person.text("pourquoi moi ?")
    assert "Cherche le meme métier" in answer and answer.endswith("OUI ou NON.")
