"""The demonstration office: Montluçon, with invented people, employers and offers. Loaded once, never over real data.

Numbers come from the ranges that ARCEP keeps for fiction (numbering plan, decision 2018-0881), addresses from example
domains (RFC 2606). Dates count from the day it is loaded.
"""

import csv
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import MONTHLY, TU, rrule
from sqlmodel import Session, SQLModel, select

from backend.agenda.booking import book
from backend.agenda.tables import AgendaSession, Booking
from backend.messaging.consent import record_consent
from backend.messaging.tables import Conversation, Line
from backend.network.advisers import add_adviser
from backend.network.tables import Adviser, Office
from backend.offers.confirming import read_again
from backend.offers.tables import Employer, Offer
from backend.people.tables import Candidate, Contact
from backend.placement.rematch import suggest_open_offers
from backend.reference import communes, occupations
from backend.values import Audience

CODE = "montlucon"
PARIS = ZoneInfo("Europe/Paris")
PHONE_LINE = "phone:montlucon"
# No SMS line: the real one, when Twilio is set, is the office's only one.
LINES: Mapping[str, str] = {"phone": PHONE_LINE}
ADVISERS = (("sylvie.lacote@example.org", "Sylvie Lacote"), ("hugo.martelin@example.org", "Hugo Martelin"))
ADDRESS = "67 ter boulevard de Courtais, Montluçon"
# Without the letters and digits that are taken for one another when read aloud.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Account:
    """An adviser's login. The password is here only: the database keeps its hash."""

    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was loaded. `accounts` are to be shown once; `suggestions` wait in the review page."""

    office: str
    accounts: tuple[Account, ...]
    candidates: int
    offers: int
    sessions: int
    suggestions: int

    def lines(self) -> list[str]:
        """The report as French sentences for the terminal."""
        return [
            f"{self.office} : {self.candidates} candidats, {self.offers} offres, {self.sessions} dates d'atelier ou de "
            f"permanence, {self.suggestions} propositions à relire.",
            *(
                f"Compte de démonstration : {account.email}, mot de passe {account.password}"
                for account in self.accounts
            ),
        ]


def load_demo(session: Session, now: datetime, lines: Mapping[str, str] = LINES) -> DemoReport | None:
    """Make the demonstration office; None when it is there already. `lines`: channel → the office's address on it."""
    if session.exec(select(Office).where(Office.code == CODE)).first():
        return None
    now = now.astimezone(PARIS)
    office = _office(session, lines)
    advisers, accounts = _advisers(session, office, now)
    candidates = _candidates(session, office, advisers, lines.get("phone", PHONE_LINE), now)
    offers = _offers(session, office, now)
    sessions = _agenda(session, office, candidates, now)
    _past_workshops(session, office, candidates, now)
    suggestions = sum(made for _, _, made in suggest_open_offers(session, _id(office), now))
    return DemoReport(office.name, accounts, len(candidates), len(offers), len(sessions), suggestions)


# ── The office and its people ─────────────────────────────────────────────────────────────────────────────────────────


def _office(session: Session, lines: Mapping[str, str]) -> Office:
    office = _kept(session, Office(
        code=CODE, name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185",
        address=ADDRESS, phone="+33465710001", territory="Montluçon",
    ))  # fmt: skip
    session.add_all(Line(office_id=_id(office), channel=channel, address=line) for channel, line in lines.items())
    return office


def _advisers(session: Session, office: Office, now: datetime) -> tuple[list[Adviser], tuple[Account, ...]]:
    accounts = tuple(Account(email, _password()) for email, _ in ADVISERS)
    made = [
        add_adviser(session, office, account.email, name, account.password, now)
        for account, (_, name) in zip(accounts, ADVISERS, strict=True)
    ]
    return made, accounts


def _password() -> str:
    """Three groups of four: about 59 bits, and it can be typed from a screen."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))


def _candidates(session: Session, office: Office, advisers: list[Adviser], line: str, now: datetime) -> list[Candidate]:
    people = []
    for rank, row in enumerate(read_table("people.csv")):
        met = now - timedelta(days=1 + rank * 37 % 75, hours=rank % 6)
        candidate = _kept(session, Candidate(office_id=_id(office), **_person(row, now, met)))
        _reachable(session, candidate, f"+336399801{rank:02}", line, met)
        _agreed(session, candidate, rank, _id(advisers[rank % 2]), met)
        people.append(candidate)
    return people


def _person(row: Mapping[str, str], now: datetime, met: datetime) -> dict[str, Any]:
    """A line of people.csv → columns. An empty field is unknown, "-" is known to be none."""
    paused = row["status"] == "paused"
    return {
        "first_name": row["first_name"], "last_name": row["last_name"], "commune_code": commune_code(row["commune"]),
        "wants": [{"code": code, "label": occupations.label(code)} for code in _several(row["wants"]) or ()],
        "experience_years": _number(row["years"]), "diploma": row["diploma"],
        "past_jobs": [_past_job(job) for job in _several(row["past_jobs"]) or ()],
        "licences": _several(row["licences"]), "skills": _several(row["skills"]),
        "modes": _several(row["modes"]), "max_minutes": _whole(row["minutes"]), "max_km": _whole(row["km"]),
        "available_from": _day(now, row["free_in"]), "contracts": _several(row["contracts"]),
        "nights": _yes_no(row["nights"]), "weekends": _yes_no(row["weekends"]), "part_time": _yes_no(row["part_time"]),
        "status": row["status"], "paused_until": _day(now, "45") if paused else None, "cv_state": row["cv"],
        "created_at": met, "last_contact_at": met,
    }  # fmt: skip


def _past_job(written: str) -> dict[str, Any]:
    work, _, years = written.partition(":")
    return {"work": work, "years": float(years), "employer": ""}


def _reachable(session: Session, candidate: Candidate, number: str, line: str, met: datetime) -> None:
    """On the phone of the demonstration, where someone can answer in their place."""
    office_id, candidate_id = candidate.office_id, _id(candidate)
    session.add(Contact(office_id=office_id, candidate_id=candidate_id, channel="phone", address=number))
    session.add(Conversation(
        office_id=office_id, channel="phone", address=number, line=line, candidate_id=candidate_id, updated_at=met
    ))  # fmt: skip


def _agreed(session: Session, candidate: Candidate, rank: int, adviser_id: int, met: datetime) -> None:
    """Everyone agreed on paper to the office, two in three to the network, one in three to temp agencies."""
    said = {Audience.OFFICE: True, Audience.NETWORK: rank % 3 != 0, Audience.TEMP_AGENCIES: rank % 3 == 1}
    for audience, given in said.items():
        record_consent(session, _id(candidate), audience, given, met, adviser_id=adviser_id)


# ── Employers and offers ──────────────────────────────────────────────────────────────────────────────────────────────


def _offers(session: Session, office: Office, now: datetime) -> list[Offer]:
    employers = {}
    for row in read_table("employers.csv"):
        employer = Employer(
            office_id=_id(office), name=row["name"], commune_code=commune_code(row["commune"]),
            contact_name=row["contact_name"], email=row["email"], phone=row["phone"],
        )  # fmt: skip
        employers[row["name"]] = _id(_kept(session, employer))
    return [
        _kept(session, Offer(office_id=_id(office), employer_id=employers[row["employer"]], **_offer(row, now)))
        for row in read_table("offers.csv")
    ]


def _offer(row: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """A line of offers.csv → columns. "!" after a need or a skill says that it is required."""
    commune = communes.by_code(commune_code(row["commune"]))
    assert commune is not None
    published, week = now - timedelta(days=int(row["published"])), float(row["weekly"])
    return {
        "title": row["title"], "rome_code": row["rome"], "description": row["description"], "place": commune.name,
        "commune_code": commune.code, "latitude": commune.latitude, "longitude": commune.longitude,
        "contract": row["contract"], "contract_label": row["label"], "hours": row["hours"], "weekly_hours": week,
        "part_time": week < 35, "nights": _yes_no(row["nights"]), "weekends": _yes_no(row["weekends"]),
        "salary": row["salary"], "experience_months": _whole(row["months"]), "posts": int(row["posts"]),
        "needs": read_again(
            [
                {"code": word.rstrip("!"), "must": word.endswith("!"), "words": "", "source": "offre"}
                for word in _several(row["needs"]) or ()
            ],
            row["description"],
        ),
        "skills": [
            {"label": word.rstrip("!"), "must": word.endswith("!")} for word in _several(row["skills"]) or ()
        ],
        "starts_on": _day(now, row["starts_in"]),
        "published_at": published, "created_at": published, "updated_at": published,
    }  # fmt: skip


# ── The agenda ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _agenda(session: Session, office: Office, candidates: list[Candidate], now: datetime) -> list[AgendaSession]:
    """Three CV workshops, of which the first has one seat left, and the next Apec permanence."""
    workshops = [
        _kept(session, AgendaSession(
            office_id=_id(office), kind="workshop", title="Atelier CV", starts_at=at, ends_at=at + timedelta(hours=2),
            place="mission Emploi", address=office.address, seats=3,
        ))
        for at in workshop_times(now)
    ]  # fmt: skip
    for candidate in [each for each in candidates if each.cv_state == "to_rework" and each.status == "active"][:2]:
        book(session, _id(workshops[0]), _id(candidate), now)
    opens = datetime.combine(permanence_day(now), datetime.min.time(), tzinfo=PARIS).replace(hour=9)
    permanence = _kept(session, AgendaSession(
        office_id=_id(office), kind="apec", title="Permanence Apec", starts_at=opens,
        ends_at=opens + timedelta(hours=4), place="mission Emploi", address=office.address,
        seats=4, minimum=1, slot_minutes=60,
    ))  # fmt: skip
    return [*workshops, permanence]


def _past_workshops(session: Session, office: Office, candidates: list[Candidate], now: datetime) -> None:
    """Two workshops that took place and were closed, so that the page of figures has something to show."""
    came = {16: ("present", "present", "absent"), 44: ("present", "excused")}
    ready = [each for each in candidates if each.cv_state == "ready"]
    for days, statuses in came.items():
        at = (now - timedelta(days=days)).replace(hour=14, minute=0, second=0, microsecond=0)
        event = _kept(session, AgendaSession(
            office_id=_id(office), kind="workshop", title="Atelier CV", starts_at=at, ends_at=at + timedelta(hours=2),
            place="mission Emploi", address=office.address, seats=3, status="closed",
        ))  # fmt: skip
        for seat, (person, status) in enumerate(zip(ready, statuses, strict=False), 1):
            _kept(session, Booking(
                session_id=_id(event), candidate_id=_id(person), seat=seat, attendance=status,
                booked_at=at - timedelta(days=9),
            ))  # fmt: skip


def workshop_times(now: datetime) -> list[datetime]:
    """The next three Tuesdays at 14:00 and Thursdays at 9:30 that are worked, from the day after tomorrow on."""
    hours = {1: (14, 0), 3: (9, 30)}
    days = (now.date() + timedelta(days=ahead) for ahead in range(2, 60))
    open_days = [day for day in days if day.weekday() in hours and day not in _holidays()][:3]
    return [datetime(day.year, day.month, day.day, *hours[day.weekday()], tzinfo=PARIS) for day in open_days]


def permanence_day(now: datetime) -> date:
    """The first Tuesday of a month that comes next; a Tuesday later while it is a holiday (1 and 8 May)."""
    tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
    day = rrule(MONTHLY, byweekday=TU(1), dtstart=tomorrow, count=1)[0].date()
    while day in _holidays():
        day += timedelta(days=7)
    return day


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FR")


# ── The files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The lines of a file of backend/demo_data."""
    text = files("backend.demo_data").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


@cache
def _communes() -> Mapping[str, str]:
    """Names → codes: of the territory first, then the largest of that name."""
    largest = {each.name: each.code for each in sorted(communes.every_commune(), key=lambda each: each.population)}
    ours = (communes.by_code(code) for code in communes.territory("Montluçon"))
    return largest | {each.name: each.code for each in ours if each}


def commune_code(name: str) -> str:
    """INSEE code. Raises KeyError for a name that is no commune."""
    return _communes()[name]


def _several(written: str) -> list[str] | None:
    if not written:
        return None
    return [] if written == "-" else written.split("|")


def _yes_no(written: str) -> bool | None:
    return {"oui": True, "non": False}.get(written)


def _whole(written: str) -> int | None:
    return int(written) if written else None


def _number(written: str) -> float | None:
    return float(written) if written else None


def _day(now: datetime, in_days: str) -> date | None:
    return (now + timedelta(days=int(in_days))).date() if in_days else None


def _kept(session: Session, row: Row) -> Row:
    """Written, so that it has its number."""
    session.add(row)
    session.flush()
    return row


def _id(row: Any) -> int:
    assert row.id is not None
    return int(row.id)
