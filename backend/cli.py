"""`mission-emploi …`: what an engineer types. Every refusal names what is wrong and what to do."""

import errno
import json
import socket
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, NoReturn

import typer
import uvicorn
from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from backend import talk as talking
from backend.database import connect, transaction
from backend.demo import load_demo
from backend.main import Service, adopt_lines, build, create_app, rome_path
from backend.messaging.tables import Line
from backend.migrate import migrate as bring_up
from backend.network.advisers import AdviserRefused, add_adviser
from backend.network.tables import Office
from backend.offers.imports import NotOffers
from backend.offers.imports import import_offers as bring_in
from backend.placement.suggest import suggest_open_offers
from backend.ports import SystemClock
from backend.reference import communes
from backend.reference.rome import NotRome
from backend.reference.rome import import_rome as bring_in_rome
from backend.settings import SettingsError, read_settings

app = typer.Typer(help="The assistant and the console of a mission Emploi.", no_args_is_help=True, add_completion=False)
office_app = typer.Typer(help="Offices and the lines people write to.", no_args_is_help=True)
user_app = typer.Typer(help="Accounts of the advisers.", no_args_is_help=True)
app.add_typer(office_app, name="office")
app.add_typer(user_app, name="user")
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)


def main() -> None:
    """The entry point: the errors an engineer can mend are one line, without a traceback."""
    try:
        app()
    except SettingsError as error:
        fail(str(error))
    except OperationalError as error:
        fail(f"the database does not answer (MISSION_DATABASE_URL): {error.orig}")


def fail(message: str) -> NoReturn:
    err.print(f"mission-emploi: {message}", markup=False)
    raise SystemExit(2)


@app.command()
def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the webhooks and the console, on the database of MISSION_DATABASE_URL."""
    settings = read_settings()
    settings.signing_key()
    _free(host, port)
    service = build(settings)
    bring_up(service.engine)
    _serve(service, host, port)


@app.command()
def demo(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve a demonstration office, with a phone in the browser. Started again, it keeps its data."""
    settings = read_settings(demo=True)
    _free(host, port)
    service = build(settings)
    bring_up(service.engine)
    with transaction(service.engine) as session:
        report = load_demo(session, service.clock.now())
    if report:
        out.print("A demonstration office was made. Its two accounts, shown this once:", markup=False)
        for account in report.accounts:
            out.print(f"  {account.email}  {account.password}", markup=False)
    _serve(service, host, port)


def _serve(service: Service, host: str, port: int) -> None:
    for problem in adopt_lines(service):
        err.print(f"mission-emploi: {problem}", markup=False)
    on = ", ".join(sorted(service.channels)) or "none"
    out.print(f"Channels on: {on}. Console: http://{_shown(host)}:{port}/console", markup=False)
    if service.settings.demo:
        out.print(f"A phone in the browser: http://{_shown(host)}:{port}/telephone", markup=False)
    sys.stdout.flush()
    uvicorn.run(create_app(service), host=host, port=port, log_level="warning", proxy_headers=True)


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host


def _free(host: str, port: int) -> None:
    """Say so before anything starts when the port cannot be had."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                fail(f"port {port} is busy: another program listens there. Choose another one: --port {port + 1}")
            fail(f"cannot listen on {host}:{port}: {error.strerror}")


@app.command()
def talk(
    transcript: Annotated[
        Path | None, typer.Option(help="Write the talk there, as tests/transcripts/ holds them")
    ] = None,
) -> None:
    """Talk to the assistant in this terminal, on a demonstration office that is forgotten afterwards."""
    talking.in_terminal(transcript, out)


@app.command()
def migrate() -> None:
    """Bring the database to the present schema."""
    before, after = bring_up(connect(read_settings().database_url))
    out.print(
        f"Schema {after}: nothing to do." if before == after else f"Schema {before or 'empty'} → {after}.", markup=False
    )


@app.command("import-offers")
def import_offers(
    file: Path,
    office: Annotated[str, typer.Option(help="The office's code; may be left out when there is only one")] = "",
    match: Annotated[bool, typer.Option(help="Suggest the office's candidates for the offers that are open")] = True,
) -> None:
    """Bring in a file of offers in France Travail's JSON (v2). Importing it again changes nothing."""
    payload = _json(file)
    settings = read_settings()
    engine = connect(settings.database_url)
    bring_up(engine)
    now = SystemClock(settings.timezone).now()
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Offers", total=None)
        try:
            with transaction(engine) as session:
                office_id = _office(list(session.exec(select(Office))), office)
                report = bring_in(
                    session,
                    office_id,
                    payload,
                    now,
                    lambda done, total: progress.update(task, completed=done, total=total),
                )
        except NotOffers as error:
            fail(f"{file}: {error}")
        out.print(str(report), markup=False)
        if match:
            with transaction(engine) as session:
                found = 0
                task = progress.add_task("Matching", total=None)
                for done, total, new in suggest_open_offers(session, office_id, now):
                    progress.update(task, completed=done, total=total)
                    found += new
            out.print(f"{found} new suggestions wait for an adviser.", markup=False)


def _json(file: Path) -> object:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except ValueError as error:
        fail(f"{file} is not JSON: {error}")


def _office(offices: list[Office], code: str) -> int:
    """The office's id: the one with that code, or the only one."""
    chosen = [one for one in offices if one.code == code] if code else offices
    if len(chosen) == 1 and chosen[0].id is not None:
        return chosen[0].id
    if not offices:
        fail("there is no office yet: mission-emploi office add CODE NAME --commune INSEE (or: mission-emploi demo)")
    fail(f"choose an office with --office: {', '.join(one.code for one in offices)}")


@app.command("import-rome")
def import_rome(source: str) -> None:
    """Load the official ROME 4.0 archive (a folder, a zip, or the address of one): titles, mobility, skills."""
    destination = rome_path(read_settings())
    try:
        with _fetched(source) as path:
            out.print(str(bring_in_rome(path, destination)), markup=False)
    except NotRome as error:
        fail(f"{source}: {error}")
    except OSError as error:
        fail(f"{source}: {error}")


@contextmanager
def _fetched(source: str) -> Iterator[Path]:
    if not source.startswith(("http://", "https://")):
        yield Path(source)
        return
    with NamedTemporaryFile(suffix=".zip") as file, urllib.request.urlopen(source, timeout=60) as answer:
        while block := answer.read(1 << 20):
            file.write(block)
        file.flush()
        yield Path(file.name)


@office_app.command("add")
def add_office(
    code: str,
    name: Annotated[str, typer.Argument(help="As people read it: 'mission Emploi de Bourges'")],
    commune: Annotated[str, typer.Option(help="INSEE code of the office's town")],
    address: str = "",
    phone: str = "",
) -> None:
    """Make an office. The first one takes the channels' lines by itself."""
    town = communes.by_code(commune)
    if town is None:
        fail(f"{commune} is the INSEE code of no commune")
    settings = read_settings()
    engine = connect(settings.database_url)
    bring_up(engine)
    with transaction(engine) as session:
        if session.exec(select(Office).where(Office.code == code)).first():
            fail(f"there is already an office {code}")
        session.add(Office(code=code, name=name, town=town.name, commune_code=town.code, address=address, phone=phone))
    out.print(f"{name}: made. Next: mission-emploi user add you@example.org --office {code}", markup=False)


@office_app.command("line")
def add_line(code: str, channel: str, address: str) -> None:
    """Tell which office a number or a bot belongs to."""
    engine = connect(read_settings().database_url)
    bring_up(engine)
    with transaction(engine) as session:
        office_id = _office(list(session.exec(select(Office))), code)
        line = session.exec(select(Line).where(Line.channel == channel, Line.address == address)).first()
        line = line or Line(office_id=office_id, channel=channel, address=address)
        line.office_id = office_id
        session.add(line)
    out.print(f"{channel} {address}: office {code}.", markup=False)


@user_app.command("add")
def add_user(
    email: str,
    name: Annotated[str, typer.Option(help="As colleagues read it")] = "",
    office: str = "",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Make an adviser's account."""
    settings = read_settings()
    engine = connect(settings.database_url)
    bring_up(engine)
    try:
        with transaction(engine) as session:
            offices = list(session.exec(select(Office)))
            office_id = _office(offices, office)
            mine = next(one for one in offices if one.id == office_id)
            add_adviser(
                session, mine, email, name or email.partition("@")[0], password, SystemClock(settings.timezone).now()
            )
    except AdviserRefused as error:
        fail(str(error))
    out.print(f"{email}: account made in {mine.name}.", markup=False)
