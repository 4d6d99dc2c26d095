"""What one turn costs the database: counted in statements, so that a turn does not grow unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from backend.database import connect, put, relaxed, transaction
from backend.messaging import inbox
from backend.network.tables import Office
from backend.people.profile import new_candidate
from backend.talk import MovableClock, Stage, inbound
from tests.databases import TUESDAY_10H

# BEGIN, the message, the talk with its file, the facts with the office, the file, the reply, the talk, the message.
# The last look at an empty inbox is a BEGIN and a SELECT more.
ORDINARY_TURN = 10


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def intake_until(said: tuple[str, ...]) -> Stage:
    stage = Stage(MovableClock())
    for words in said:
        stage.say(words)
    return stage


def turn(stage: Stage, words: str) -> list[str]:
    with transaction(stage.engine) as session:
        inbox.accept(session, inbound(99, words, (), stage.clock.now()))
    with statements(stage.engine) as seen:
        stage.dispatch.handle_waiting()
    return seen


@pytest.mark.parametrize("words", ["5 ans", "permis b", "passer", "pourquoi ?", "blablabla"])
def test_an_ordinary_turn_of_the_intake_takes_few_statements(words: str) -> None:
    seen = turn(intake_until(("bonjour", "oui", "Anne Petit, Domérat", "cariste")), words)
    assert len(seen) <= ORDINARY_TURN, "\n".join(seen)


def test_the_intake_does_not_look_at_the_agenda_nor_at_offers() -> None:
    seen = " ".join(turn(intake_until(("bonjour", "oui", "Anne Petit, Domérat", "cariste")), "5 ans"))
    assert not any(table in seen for table in ("agenda_session", "booking", "suggestion", "training_case"))


def test_recording_a_message_takes_three_statements() -> None:
    stage = intake_until(("bonjour",))
    with statements(stage.engine) as seen, transaction(stage.engine) as session:
        inbox.accept(session, inbound(99, "oui", (), stage.clock.now()))
    assert [words.split()[0] for words in seen] == ["BEGIN", "SELECT", "INSERT"]


def test_only_a_relaxed_commit_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    full, normal = 2, 1
    engine = connect(f"sqlite:///{tmp_path}/turns.db")
    modes = []
    for one in (engine, relaxed(engine), engine):
        with transaction(one) as session:
            modes.append(session.connection().execute(text("PRAGMA synchronous")).scalar_one())
    assert modes == [full, normal, full]
    engine.dispose()


def test_what_is_put_in_a_row_is_one_statement_and_is_undone_with_its_savepoint(engine: Engine) -> None:
    with transaction(engine) as session:
        office = Office(code="m", name="mission Emploi", town="Montluçon", commune_code="03185")
        session.add(office)
        session.flush()
        anne = new_candidate(session, office.id or 0, TUESDAY_10H)
        with statements(engine) as seen:
            put(session, anne, {"commune_code": "03185", "licences": ["B"]})
        undone = session.begin_nested()
        put(session, anne, {"commune_code": "03095"})
        assert (len(seen), anne.commune_code) == (1, "03095")
        undone.rollback()
        session.expire_all()
        assert (anne.commune_code, anne.licences) == ("03185", ["B"])
