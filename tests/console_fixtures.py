"""Two offices with rows of every kind, and the console over them through HTTP. Invented people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import TypeVar

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel
from starlette.testclient import TestClient

from admin.console import mount_console
from admin.rules import BY_DEFAULT, Rules
from backend.agenda.tables import Absence, AgendaSeries, AgendaSession, Booking
from backend.database import connect, transaction
from backend.messaging.consent import record_consent
from backend.messaging.tables import Conversation, InboundMessage, Line, OutboundMessage, Task
from backend.network.tables import Adviser, Office
from backend.offers.tables import Employer, Offer
from backend.people.tables import Candidate, Contact
from backend.placement.tables import Move, Suggestion
from tests.databases import PARIS, Databases, FixedClock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=PARIS)
PASSWORD = "le-mot-de-passe"
Row = TypeVar("Row", bound=SQLModel)
KEY = "a-key-for-tests-only-a-key-for-tests-only"


@dataclass(frozen=True)
class Ids:
    """The rows of one office, by the key of their list; `proposed` and `talk` belong to our own pages."""

    office: int
    adviser: int
    email: str
    rows: dict[str, int]
    proposed: list[int]
    talk: int


@dataclass
class World:
    engine: Engine
    clock: FixedClock
    app: FastAPI
    here: Ids
    there: Ids


def make_world(engine: Engine, rules: Rules = BY_DEFAULT) -> World:
    """Montluçon ("here") and Bourges ("there"), alike but for names, in a migrated database."""
    with transaction(engine) as session:
        here = _office(session, "montlucon", "Montluçon", "03185", "+33639981000", "Léa", "Ménagier")
        there = _office(session, "bourges", "Bourges", "18033", "+33639982000", "Zélie", "Ailleurs")
    clock, app = FixedClock(NOW), FastAPI()
    mount_console(app, engine, clock, KEY, "Europe/Paris", https=False, demo=True, rules=rules)
    return World(engine, clock, app, here, there)


@contextmanager
def world_in(databases: Databases) -> Iterator[World]:
    """A world of its own, for a whole file of tests."""
    with databases.fresh() as address:
        engine = connect(address)
        yield make_world(engine)
        engine.dispose()


def _office(session: Session, code: str, town: str, commune: str, line: str, first: str, last: str) -> Ids:
    office = Office(code=code, name=f"mission Emploi de {town}", town=town, commune_code=commune)
    session.add(office)
    session.flush()
    assert office.id is not None
    adviser = _kept(
        session,
        Adviser(office_id=office.id, email=f"conseil@{code}.example", name=f"Conseillère de {town}",
                password_hash=_quick_hash(PASSWORD), created_at=NOW),
    )  # fmt: skip
    session.add(Line(office_id=office.id, channel="sms", address=line))
    candidate = _candidate(session, office.id, adviser.id, first, last, f"{line[:-2]}11")
    employer = _kept(session, Employer(office_id=office.id, name=f"Propreté de {town}", commune_code=commune))
    offer = _kept(session, _offer(office.id, f"Agent d'entretien à {town}", town, commune, employer.id))
    workshop = _kept(
        session,
        AgendaSession(
            office_id=office.id, kind="workshop", title=f"Atelier CV {town}", place=town,
            starts_at=NOW + timedelta(days=3), ends_at=NOW + timedelta(days=3, hours=2),
        ),
    )  # fmt: skip
    booking = _kept(session, Booking(session_id=workshop.id, candidate_id=candidate.id, seat=1, booked_at=NOW))
    yes = _kept(session, _suggestion(office.id, offer.id, candidate.id, "interested"))
    session.add(Move(suggestion_id=yes.id, at=NOW, who=f"adviser:{adviser.id}", action="approve", before="proposed",
                     after="approved"))  # fmt: skip
    proposed = [_proposed(session, office.id, adviser.id, town, commune, line, n) for n in (1, 2, 3)]
    talk = _kept(
        session,
        Conversation(office_id=office.id, channel="sms", address=f"{line[:-2]}11", line=line,
                     candidate_id=candidate.id, updated_at=NOW),
    )  # fmt: skip
    rows = {
        "candidats": candidate.id, "employeurs": employer.id, "offres": offer.id, "ateliers": workshop.id,
        "inscriptions": booking.id, "series": _series(session, office.id, town),
        "absences": _absence(session, office.id, town), "candidatures": yes.id, "propositions": proposed[0],
        "messages-recus": _received(session, office.id, f"{line[:-2]}11", line, f"bonjour de {town}"),
        "messages-envoyes": _sent(session, office.id, line, f"{line[:-2]}11", f"Bonjour {town}"),
        "taches": _kept(session, Task(office_id=office.id, candidate_id=candidate.id, kind="call_back",
                                      note=f"Rappeler {first}", created_at=NOW)).id,
    }  # fmt: skip
    return Ids(office.id, adviser.id, adviser.email, rows, proposed, talk.id)


def _series(session: Session, office: int, town: str) -> int:
    row = AgendaSeries(
        office_id=office, kind="workshop", title=f"Atelier de {town}", rule="FREQ=MONTHLY;BYDAY=1TU",
        first_on=NOW.date(), begins="14:00", minutes=120, place=town,
    )  # fmt: skip
    return int(_kept(session, row).id or 0)


def _absence(session: Session, office: int, town: str) -> int:
    away = NOW + timedelta(days=90)
    row = Absence(office_id=office, starts_at=away, ends_at=away + timedelta(days=1), note=f"Congés de {town}")
    return int(_kept(session, row).id or 0)


def _quick_hash(password: str) -> str:
    """A hash that costs nothing to check: tests sign in hundreds of times."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def _kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _candidate(session: Session, office_id: int, adviser_id: int, first: str, last: str, phone: str) -> Candidate:
    candidate = _kept(
        session,
        Candidate(
            office_id=office_id, first_name=first, last_name=last, commune_code="03101", status="active",
            wants=[{"code": "K2204", "label": "agent/agente d'entretien"}], experience_years=10,
            licences=["permis-B", "caces-R489-3"], modes=["bicycle"], max_minutes=20, available_from=NOW.date(),
            contracts=["CDI", "CDD"], created_at=NOW, last_contact_at=NOW,
            past_jobs=[{"work": "aide ménagère", "years": 10, "employer": "ADMR"}],
        ),
    )  # fmt: skip
    _kept(session, Contact(office_id=office_id, candidate_id=candidate.id, channel="sms", address=phone))
    record_consent(session, candidate.id, "office", True, NOW, adviser_id=adviser_id)
    return candidate


def _offer(office_id: int, title: str, place: str, commune: str, employer_id: int | None) -> Offer:
    return Offer(
        office_id=office_id, employer_id=employer_id, title=title, rome_code="K2204", place=place,
        commune_code=commune, contract="CDI", weekly_hours=20, hours="le matin de 6h à 10h", salary="12,50 €",
        description="Entretien de bureaux et de parties communes.", starts_on=NOW.date() + timedelta(days=7),
        needs=[{"code": "permis-B", "must": True, "words": "permis B"},
               {"code": "sst", "must": False, "words": "SST apprécié"}],
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def _suggestion(office_id: int, offer_id: int, candidate_id: int, state: str) -> Suggestion:
    return Suggestion(
        office_id=office_id, offer_id=offer_id, candidate_id=candidate_id, state=state, score=0.86,
        parts=[
            {"name": "occupation", "points": 40.0, "ceiling": 40.0, "sentence": "Cherche ce métier."},
            {"name": "reach", "points": 18.0, "ceiling": 20.0, "sentence": "12 min à vélo, pour 20 min acceptées."},
            {"name": "experience", "points": 7.5, "ceiling": 15.0, "sentence": "10 ans dans un métier proche."},
        ],
        unknown=["le travail le week-end", "les compétences"], flip="Avec le permis B : 12 offres de plus.",
        created_at=NOW, answered_at=NOW if state == "interested" else None,
    )  # fmt: skip


def _proposed(session: Session, office: int, adviser: int, town: str, commune: str, line: str, n: int) -> int:
    names = ("Amélie", "Bruno", "Chantal")
    person = _candidate(session, office, adviser, names[n - 1], f"de {town}", f"{line[:-2]}2{n}")
    offer = _kept(session, _offer(office, f"Poste {n} à {town}", town, commune, None))
    return int(_kept(session, _suggestion(office, offer.id, person.id, "proposed")).id)


def _received(session: Session, office: int, sender: str, line: str, text: str) -> int:
    row = InboundMessage(
        office_id=office, channel="sms", provider_id=f"SM{office}", sender=sender, recipient=line, text=text,
        received_at=NOW, handled_at=NOW,
    )  # fmt: skip
    return int(_kept(session, row).id)


def _sent(session: Session, office: int, line: str, recipient: str, text: str) -> int:
    row = OutboundMessage(
        office_id=office, channel="sms", sender=line, recipient=recipient, purpose="reply", text=text,
        created_at=NOW, not_before=NOW, status="delivered",
    )  # fmt: skip
    return int(_kept(session, row).id)


class Browser:
    """Somebody at the console: signs in, follows redirects, and sends the form's token with what they post."""

    def __init__(self, app: FastAPI, email: str = "", password: str = PASSWORD) -> None:
        self.http = TestClient(app)
        if email:
            self.sign_in(email, password)

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/login", {"username": email, "password": password})

    def get(self, path: str) -> httpx.Response:
        return self.http.get(f"/console{path}")

    def post(self, path: str, fields: dict[str, object] | None = None) -> httpx.Response:
        form = {"csrftoken": self.token(), **(fields or {})}
        return self.http.post(f"/console{path}", data=form)

    def token(self) -> str:
        if "starlette_admin_csrftoken" not in self.http.cookies:
            self.http.get("/console/login")
        return self.http.cookies["starlette_admin_csrftoken"].strip('"')

    def form_of(self, path: str) -> dict[str, object]:
        """The fields of a form page as they are filled in: what a browser would post back."""
        return fields_of(self.get(path).text)


_INPUT = re.compile(r"<input\b([^>]*)>", re.S)
_AREA = re.compile(r"<textarea\b([^>]*)>(.*?)</textarea>", re.S)
_SELECT = re.compile(r"<select\b([^>]*)>(.*?)</select>", re.S)
_OPTION = re.compile(r"<option\b([^>]*)>", re.S)


def fields_of(html: str) -> dict[str, object]:
    """Names and values of the page's posted form."""

    def said(attributes: str, name: str) -> str | None:
        found = re.search(rf'(?<![\w-]){name}="([^"]*)"', attributes)
        return unescape(found.group(1)) if found else None

    fields: dict[str, object] = {}
    for (attributes,) in (found.groups() for found in _INPUT.finditer(html)):
        name, kind = said(attributes, "name"), said(attributes, "type")
        if name and (kind not in ("checkbox", "search") or re.search(r"\bchecked\b", attributes)):
            fields[name] = said(attributes, "value") or ""
    for attributes, text in (found.groups() for found in _AREA.finditer(html)):
        fields[said(attributes, "name") or ""] = unescape(text.strip())
    for attributes, options in (found.groups() for found in _SELECT.finditer(html)):
        chosen = [said(o, "value") or "" for o in _OPTION.findall(options) if re.search(r"\bselected\b", o)]
        if initial := said(attributes, "data-initial"):
            chosen = re.findall(r"\d+", initial)
        fields[said(attributes, "name") or ""] = chosen if "multiple" in attributes else (chosen or [""])[0]
    return {name: value for name, value in fields.items() if name}
