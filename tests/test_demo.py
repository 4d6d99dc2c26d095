"""The demonstration office: complete, invented from end to end, and loaded once."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import holidays
import phonenumbers
import pytest
from sqlalchemy import Engine, String
from sqlmodel import Session, SQLModel, col, select

from backend.agenda.figures import by_kind_and_month, together
from backend.agenda.tables import AgendaSession, Booking
from backend.database import UtcDateTime, connect, transaction
from backend.demo import CODE, PHONE_LINE, DemoReport, load_demo, permanence_day, read_table, workshop_times
from backend.messaging.consent import has_consent
from backend.messaging.tables import Conversation, Line
from backend.network.advisers import sign_in
from backend.network.tables import Adviser, Office
from backend.offers.needs import read_needs
from backend.offers.tables import Employer, Offer
from backend.people.contacts import best_contact
from backend.people.tables import Candidate, Contact
from backend.placement.tables import Suggestion
from backend.reference import communes, occupations
from backend.reference.licences import LICENCES
from backend.schema import metadata
from benchmarks.people import TRADES, generate
from tests.databases import PARIS, TUESDAY_10H, Databases

# Kept for fiction by the French numbering plan, in international form.
FICTION = re.compile(r"\+33(?:19900|26191|35301|46571|53649|63998)\d{4}")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One database of each kind for this file: the office is loaded once, and only looked at."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh() as address:
        engine = connect(address)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def loaded(engine: Engine) -> DemoReport:
    with transaction(engine) as session:
        report = load_demo(session, TUESDAY_10H)
    assert report is not None
    return report


@pytest.fixture
def session(engine: Engine, loaded: DemoReport) -> Iterator[Session]:
    with transaction(engine) as session:
        yield session
        session.rollback()


def count(session: Session, table: type[SQLModel]) -> int:
    return len(session.exec(select(table)).all())


@pytest.mark.parametrize(("table", "rows"), [(Office, 1), (Adviser, 2), (Candidate, 40), (Offer, 25), (Contact, 40)])
def test_the_office_is_complete(session: Session, table: type[SQLModel], rows: int) -> None:
    assert count(session, table) == rows


def test_the_report_tells_what_was_loaded(session: Session, loaded: DemoReport) -> None:
    assert (loaded.candidates, loaded.offers, loaded.sessions) == (40, 25, 4)
    assert loaded.suggestions == count(session, Suggestion)


def test_loaded_again_it_changes_nothing(engine: Engine, loaded: DemoReport) -> None:
    with transaction(engine) as session:
        assert load_demo(session, TUESDAY_10H) is None
        assert count(session, Candidate) == 40


def test_its_advisers_sign_in_with_the_passwords_that_are_told_once(session: Session, loaded: DemoReport) -> None:
    signed = [sign_in(session, account.email, account.password, TUESDAY_10H) for account in loaded.accounts]
    assert all(signed) and len(signed) == 2


def test_no_password_is_kept_or_used_twice(session: Session, loaded: DemoReport) -> None:
    kept = " ".join(adviser.password_hash for adviser in session.exec(select(Adviser)))
    assert not any(account.password in kept for account in loaded.accounts)
    assert len({account.password for account in loaded.accounts}) == 2


def test_every_phone_number_is_kept_for_fiction(session: Session) -> None:
    office = session.exec(select(Office)).one()
    numbers = {office.phone, *(contact.address for contact in session.exec(select(Contact)))}
    numbers |= {employer.phone for employer in session.exec(select(Employer))}
    assert [number for number in numbers if not FICTION.fullmatch(number)] == []


def test_every_text_of_the_files_has_no_other_number() -> None:
    lines = [
        value
        for name in ("people.csv", "employers.csv", "offers.csv")
        for row in read_table(name)
        for value in row.values()
    ]
    found = [match.number for line in lines for match in phonenumbers.PhoneNumberMatcher(line, "FR")]
    assert all(
        FICTION.fullmatch(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)) for number in found
    )


def test_every_e_mail_address_is_an_example(session: Session) -> None:
    addresses = [adviser.email for adviser in session.exec(select(Adviser))]
    addresses += [employer.email for employer in session.exec(select(Employer)) if employer.email]
    assert all(re.search(r"(?:@example\.org|\.example)$", address) for address in addresses)


def test_every_candidate_lives_on_the_territory(session: Session) -> None:
    homes = {candidate.commune_code for candidate in session.exec(select(Candidate))}
    assert homes <= communes.territory("Montluçon")


def test_every_commune_exists(session: Session) -> None:
    codes = {offer.commune_code for offer in session.exec(select(Offer))}
    codes |= {employer.commune_code for employer in session.exec(select(Employer))}
    assert all(code and communes.by_code(code) for code in codes)


def test_every_occupation_is_one_that_we_name(session: Session) -> None:
    known = set(occupations.default().codes())
    wanted = {want["code"] for candidate in session.exec(select(Candidate)) for want in candidate.wants}
    assert (wanted | {offer.rome_code for offer in session.exec(select(Offer))}) - known == set()


def test_every_licence_has_a_known_code(session: Session) -> None:
    held = {code for candidate in session.exec(select(Candidate)) for code in candidate.licences or ()}
    assert held - set(LICENCES) == set()


def test_every_text_fits_its_column(session: Session) -> None:
    too_long = [
        f"{table.name}.{column.name}: {value}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.type.length
        for value in session.scalars(select(column))
        if value and len(value) > column.type.length
    ]
    assert too_long == []


def test_no_moment_is_in_the_future_but_the_agenda(session: Session) -> None:
    late = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, UtcDateTime) and table.name != "agenda_session"
        for value in session.scalars(select(column))
        if value and value > TUESDAY_10H
    ]
    assert late == []


def test_everyone_agreed_to_the_office_and_can_be_reached(session: Session) -> None:
    people = session.exec(select(Candidate)).all()
    assert all(has_consent(session, person.id or 0, "office") for person in people)
    assert all(best_contact(session, person).channel == "phone" for person in people)


def test_its_only_line_is_the_phone_in_the_browser(session: Session) -> None:
    assert [(line.channel, line.address) for line in session.exec(select(Line))] == [("phone", PHONE_LINE)]


def test_nobody_is_in_the_middle_of_a_talk(session: Session) -> None:
    assert all(talk.state == {} for talk in session.exec(select(Conversation)))


def test_the_pool_looks_like_the_offices(session: Session) -> None:
    people = session.exec(select(Candidate)).all()
    states = Counter(person.cv_state for person in people)
    assert states["to_rework"] > states["ready"] > 5
    assert sum((person.experience_years or 0) >= 20 for person in people) >= 10
    assert {"active", "paused", "intake"} == {person.status for person in people}


def test_suggestions_wait_and_some_are_clear(session: Session) -> None:
    suggestions = session.exec(select(Suggestion)).all()
    assert {suggestion.state for suggestion in suggestions} == {"proposed"}
    assert len({suggestion.offer_id for suggestion in suggestions if suggestion.score > 0.9}) >= 5


def test_some_offers_are_for_nobody_near(session: Session) -> None:
    suggested = {suggestion.offer_id for suggestion in session.exec(select(Suggestion))}
    alone = {offer.place for offer in session.exec(select(Offer)) if offer.id not in suggested}
    assert {"Bourges", "Vichy"} <= alone


def test_the_first_workshop_has_one_seat_left(session: Session) -> None:
    coming = select(AgendaSession).where(AgendaSession.kind == "workshop", AgendaSession.status == "open")
    first = session.exec(coming.order_by(col(AgendaSession.starts_at))).first()
    assert first is not None
    assert (first.seats, len(session.exec(select(Booking).where(Booking.session_id == first.id)).all())) == (3, 2)


def test_the_page_of_figures_has_something_to_show(session: Session) -> None:
    closed = session.exec(select(AgendaSession).where(AgendaSession.status == "closed")).all()
    assert len(closed) == 2
    now = max(one.ends_at for one in closed) + timedelta(days=1)
    shown = together(by_kind_and_month(session, closed[0].office_id, now - timedelta(days=60), now))
    assert (shown.sessions, shown.fill_rate, shown.no_show_rate) == (2, 5 / 6, 1 / 5)


def test_what_the_text_of_an_offer_asks_is_not_against_its_fields(session: Session) -> None:
    for offer in session.exec(select(Offer)):
        fields = {need["code"] for need in offer.needs}
        licences = {need.code for need in read_needs(offer.description) if need.must and need.code.startswith("caces")}
        assert licences <= fields, offer.title


# ── Dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 24, 10, tzinfo=PARIS), date(2026, 12, 1)),
        (datetime(2026, 12, 1, 8, tzinfo=PARIS), date(2027, 1, 5)),
        (datetime(2026, 11, 30, 23, 59, tzinfo=PARIS), date(2026, 12, 1)),
        (datetime(2029, 4, 20, 9, tzinfo=PARIS), date(2029, 5, 8 + 7)),
    ],
)
def test_the_permanence_is_on_the_first_tuesday_that_is_worked(now: datetime, day: date) -> None:
    assert permanence_day(now) == day


@pytest.mark.parametrize("day", [1, 7, 12, 18, 20, 24, 28, 31])
def test_workshops_are_on_three_worked_days_to_come(day: int) -> None:
    now = datetime(2026, 12, day, 17, tzinfo=PARIS)
    times = workshop_times(now)
    assert len(times) == 3 and times == sorted(times) and times[0] > now
    assert not {at.date() for at in times} & set(holidays.country_holidays("FR", years=[2026, 2027]))


def test_the_office_has_the_code_of_the_commands(session: Session) -> None:
    assert session.exec(select(Office)).one().code == CODE


# ── The candidates of the benchmarks ──────────────────────────────────────────────────────────────────────────────────


def test_generated_candidates_are_the_same_for_the_same_seed() -> None:
    first, again = (list(generate(30, 3, 1, TUESDAY_10H)) for _ in range(2))
    assert [person.model_dump() for person in first] == [person.model_dump() for person in again]
    assert [person.model_dump() for person in generate(30, 4, 1, TUESDAY_10H)] != [each.model_dump() for each in first]


def test_generated_candidates_live_and_work_in_a_known_world() -> None:
    people = list(generate(450, 3, 1, TUESDAY_10H))
    wanted = {want["code"] for person in people for want in person.wants}
    assert {person.commune_code for person in people} <= communes.territory("Montluçon")
    assert wanted <= set(occupations.default().codes())
    assert {code for person in people for code in person.licences or ()} <= set(LICENCES)


def test_generated_candidates_have_gaps_in_their_files() -> None:
    people = list(generate(450, 3, 1, TUESDAY_10H))
    assert 20 < sum(person.modes is None for person in people) < 100


def test_executives_are_rare_among_them() -> None:
    assert sum(trade.share for trade in TRADES if trade.executive) / sum(trade.share for trade in TRADES) < 0.05
