"""migrate, import-offers, import-rome, office, user: what is done to the data."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import phonenumbers
from rich.progress import Progress
from sqlalchemy import Engine
from sqlmodel import select

from backend.commands.told import err, fail, office_id, tell
from backend.database import connect, transaction
from backend.main import rome_path
from backend.messaging.tables import Line
from backend.migrate import migrate as bring_up
from backend.network.advisers import AdviserRefused, add_adviser
from backend.network.tables import Office
from backend.offers.imports import NotOffers
from backend.offers.imports import import_offers as bring_in
from backend.placement.rematch import suggest_open_offers
from backend.ports import SystemClock
from backend.reference import communes
from backend.reference.rome import NotRome
from backend.reference.rome import import_rome as bring_in_rome
from backend.settings import SMS_LINE, read_settings
from bot.handlers import CHANNELS


def migrate() -> None:
    before, after = bring_up(connect(read_settings().database_url))
    tell(f"Schema {after}: nothing to do." if before == after else f"Schema {before or 'empty'} → {after}.")


def _database() -> Engine:
    engine = connect(read_settings().database_url)
    bring_up(engine)
    return engine


def import_offers(file: Path, office: str, match: bool) -> None:
    """The offers in one transaction, the suggestions in another: a fault in matching loses no offer."""
    payload = _json(file)
    engine, now = _database(), SystemClock(read_settings().timezone).now()
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Offers", total=None)
        try:
            with transaction(engine) as session:
                mine = office_id(session, office)
                report = bring_in(
                    session, mine, payload, now, lambda n, of: progress.update(task, completed=n, total=of)
                )
        except NotOffers as error:
            fail(f"{file}: {error}")
        tell(str(report))
        if match:
            tell(f"{_match(engine, mine, progress)} new suggestions wait for an adviser.")


def _match(engine: Engine, office: int, progress: Progress) -> int:
    task, found = progress.add_task("Matching", total=None), 0
    with transaction(engine) as session:
        for done, total, new in suggest_open_offers(session, office, SystemClock(read_settings().timezone).now()):
            progress.update(task, completed=done, total=total)
            found += new
    return found


def _json(file: Path) -> object:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except ValueError as error:
        fail(f"{file} is not JSON: {error}")


def import_rome(source: str) -> None:
    try:
        with _fetched(source) as path:
            for line in bring_in_rome(path, rome_path(read_settings())).lines():
                tell(line)
    except (NotRome, OSError) as error:
        fail(f"{source}: {error}")


@contextmanager
def _fetched(source: str) -> Iterator[Path]:
    """The archive as a local path; one at an address is fetched first."""
    if not source.startswith(("http://", "https://")):
        yield Path(source)
        return
    with NamedTemporaryFile(suffix=".zip") as file, urllib.request.urlopen(source, timeout=60) as answer:
        while block := answer.read(1 << 20):
            file.write(block)
        file.flush()
        yield Path(file.name)


def add_office(code: str, name: str, commune: str, address: str, phone: str) -> None:
    town = communes.by_code(commune)
    if town is None:
        fail(f"{commune} is the INSEE code of no commune")
    phone = _telephone(phone)
    with transaction(_database()) as session:
        if session.exec(select(Office).where(Office.code == code)).first():
            fail(f"there is already an office {code}")
        session.add(Office(code=code, name=name, town=town.name, commune_code=town.code, address=address, phone=phone))
    tell(f"{name}: made. Next: mission-emploi user add you@example.org --office {code}")


def _telephone(written: str) -> str:
    """As it is kept: +33261910001. People read it as 02 61 91 00 01, in messages and in dossiers."""
    if not written:
        return ""
    try:
        number = phonenumbers.parse(written, "FR")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        fail(f"--phone {written} is no telephone number, such as 02 61 91 00 01")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def add_line(code: str, channel: str, address: str) -> None:
    if channel not in CHANNELS:
        fail(f"{channel} is no channel: {', '.join(CHANNELS)}")
    if channel == "sms" and not SMS_LINE.fullmatch(address):
        fail(f"{address} is no number as Twilio writes it, such as +33939980000")
    with transaction(_database()) as session:
        mine = office_id(session, code)
        line = session.exec(select(Line).where(Line.channel == channel, Line.address == address)).first()
        line = line or Line(office_id=mine, channel=channel, address=address)
        line.office_id = mine
        session.add(line)
    tell(f"{channel} {address}: office {code}.")


def add_user(email: str, name: str, office: str, password: str) -> None:
    now = SystemClock(read_settings().timezone).now()
    try:
        with transaction(_database()) as session:
            mine = session.get_one(Office, office_id(session, office))
            add_adviser(session, mine, email, name or email.partition("@")[0], password, now)
            said = f"{email}: account made in {mine.name}."
    except AdviserRefused as error:
        fail(str(error))
    tell(said)
