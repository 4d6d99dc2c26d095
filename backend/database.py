"""Where rows are kept: SQLite by default, PostgreSQL by its address. One transaction at a time, opened here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel, create_engine

# Named constraints, so that a migration can drop or change them on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

# Seconds that a writer waits for another one on SQLite before it gives up.
SQLITE_WAIT_S = 30


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware, kept in UTC on both databases. A naive datetime is a programming error and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def connect(url: str) -> Engine:
    """An engine for that address. On SQLite: WAL, foreign keys on, every commit on the disk."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        if place.database and place.database != ":memory:":
            Path(place.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(place, connect_args={"timeout": SQLITE_WAIT_S, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if place.drivername == "postgresql":  # as town halls are given it; the driver is ours to choose
        place = place.set(drivername="postgresql+psycopg")
    return create_engine(place, pool_pre_ping=True, pool_size=10, max_overflow=20)


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 must not open transactions behind SQLAlchemy's back
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={SQLITE_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A transaction that will write takes its turn at once: upgrading later fails when another one wrote meanwhile."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, or rolls everything back when anything raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def insert_once(session: Session, table: type[SQLModel], row: dict[str, Any], *unique: str) -> int | None:
    """Insert the row unless one with the same `unique` columns is there already. Its id, or None when it was."""
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = make(table).values(row).on_conflict_do_nothing(index_elements=list(unique))
    return session.execute(statement.returning(table.__table__.c.id)).scalar_one_or_none()  # type: ignore[attr-defined]


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session to look only: it never waits for a writer, and it keeps nothing."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as session:
        yield session
