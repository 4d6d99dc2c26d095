"""Where rows are kept: SQLite by default, PostgreSQL by its address. One transaction at a time, opened here."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    Table,
    TypeDecorator,
    bindparam,
    event,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlmodel import Session, SQLModel, create_engine

from backend.taking_turns import FirstComeFirstServed

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
    """An engine for that address. On SQLite: WAL, foreign keys on, every commit on the disk.

    What a statement carried (names, numbers, texts) never stands in its error, which is logged.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        if place.database and place.database != ":memory:":
            Path(place.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            place, connect_args={"timeout": SQLITE_WAIT_S, "check_same_thread": False}, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        _WRITERS[engine.dialect] = FirstComeFirstServed()
        return engine
    if place.drivername in ("postgresql", "postgres"):  # as town halls are given it; the driver is ours to choose
        place = place.set(drivername="postgresql+psycopg")
    engine = create_engine(place, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 must not open transactions behind SQLAlchemy's back
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={SQLITE_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A transaction that will write takes its turn at once: upgrading later fails when another one wrote meanwhile."""
    options = connection.get_execution_options()
    _wait_for_disk(connection.connection, options.get("synchronous", "FULL"))
    connection.exec_driver_sql("BEGIN" if options.get("reading", False) else "BEGIN IMMEDIATE")


def _wait_for_disk(kept: PoolProxiedConnection, synchronous: str) -> None:
    """Told to SQLite only when it changes from one transaction of this connection to the next."""
    if kept.info.get("synchronous") != synchronous:
        kept.cursor().execute(f"PRAGMA synchronous={synchronous}")
        kept.info["synchronous"] = synchronous


def _begin_postgresql(connection: Any) -> None:
    if connection.get_execution_options().get("synchronous") == "NORMAL":
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")


def relaxed(engine: Engine) -> Engine:
    """For transactions whose commit need not wait for the disk: after a power cut the last of them may be undone.

    Each commit that does wait carries those before it to the disk, so that whatever is shown to the outside after such
    a commit can rely on them. Only for work that is done again when it was undone.
    """
    return engine.execution_options(synchronous="NORMAL")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, or rolls everything back when anything raises.

    On SQLite, the writers of a process take turns. Raises TimeoutError when none comes within SQLITE_WAIT_S.
    """
    with _turn_to_write(engine), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


# By the dialect, which is the engine's own: the same engine with other options has the same one.
_WRITERS: WeakKeyDictionary[Dialect, FirstComeFirstServed] = WeakKeyDictionary()


def _turn_to_write(engine: Engine) -> AbstractContextManager[None]:
    """SQLite lets whoever looks at the right moment write, and sleeps up to a tenth of a second between two looks:
    beside a writer that goes on and on, the others might never be served."""
    writers = _WRITERS.get(engine.dialect)
    return writers.held(SQLITE_WAIT_S) if writers else nullcontext()


def table_of(row: type[SQLModel]) -> Table:
    """For statements that every turn runs: built once on the table, they cost half of those on the class."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    return table


Values: TypeAlias = Mapping[str, Any]


def run(session: Session, statement: Executable, values: Values | Sequence[Values]) -> CursorResult[Any]:
    """Run a statement built once on tables, with the values of this turn, after what the session has pending.

    With a sequence of values: once for each of them.
    """
    session.flush()
    return session.connection().execute(statement, values)


def put(session: Session, row: SQLModel, columns: Mapping[str, Any]) -> None:
    """Write these columns of a row that the database has: what a flush does, in one statement at a tenth of its cost.

    The row shows them as read from the database. Whoever undoes a savepoint expires the rows that were put in it.
    """
    run(session, _put(type(row), tuple(columns)), {**columns, "row_id": row.id})  # type: ignore[attr-defined]
    for name, value in columns.items():
        set_committed_value(row, name, value)


@lru_cache(maxsize=256)
def _put(table: type[SQLModel], columns: tuple[str, ...]) -> Executable:
    rows = table_of(table)
    return rows.update().where(rows.c.id == bindparam("row_id")).values({name: bindparam(name) for name in columns})


def insert_once(session: Session, table: type[SQLModel], row: dict[str, Any], *unique: str) -> int | None:
    """Insert the row unless one with the same `unique` columns is there already. Its id, or None when it was."""
    return run(session, _insert_once(session.get_bind().dialect.name, table, unique), row).scalar_one_or_none()


def insert_all_once(
    session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]], unique: str
) -> dict[Any, int]:
    """The same for many rows together: the ids of those that were inserted, by the value of their `unique` column."""
    if not rows:
        return {}
    inserted = run(session, _insert_once(session.get_bind().dialect.name, table, (unique,)), rows)
    return {getattr(row, unique): row.id for row in inserted}


@lru_cache(maxsize=64)
def _insert_once(dialect: str, table: type[SQLModel], unique: tuple[str, ...]) -> Executable:
    rows = table_of(table)
    insert = sqlite_insert(rows) if dialect == "sqlite" else postgresql_insert(rows)
    return insert.on_conflict_do_nothing(index_elements=list(unique)).returning(
        rows.c.id, *(rows.c[name] for name in unique)
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session to look only: it never waits for a writer, and it keeps nothing."""
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as session:
        yield session
