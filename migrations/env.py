"""Alembic's entry: the engine comes from backend.migrate, or from MISSION_DATABASE_URL on the command line."""

from alembic import context
from sqlalchemy import Connection

from backend.database import connect
from backend.schema import metadata
from backend.settings import read_settings


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with connect(read_settings().database_url).connect() as own, own.begin():
        run(own)
