"""What a failure writes in the log names nobody: an error is logged with its statement, never with what it carried."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from backend.database import transaction


def test_a_statement_that_fails_does_not_repeat_what_it_carried(engine: Engine) -> None:
    with pytest.raises(SQLAlchemyError) as failed, transaction(engine) as session:
        session.connection().execute(text("SELECT :name FROM nowhere"), {"name": "Ginette Auclair"})
    assert "nowhere" in str(failed.value) and "Ginette" not in str(failed.value)
