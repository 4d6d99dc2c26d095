"""No sequence of actions leaves the table, loses a line of the log, or sends before the undo time is over."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.database import connect
from backend.placement.lifecycle import (
    CANDIDATURE,
    GUARDS,
    IN_FRENCH,
    OPEN,
    TABLE,
    WHO,
    Action,
    MoveRefused,
    Role,
    State,
    may,
    move,
)
from backend.placement.tables import Move
from tests.databases import TUESDAY_10H as NOW
from tests.databases import SqliteDatabases
from tests.placement_fixtures import a_suggestion, furnish

UNDO = timedelta(minutes=10)
A_STEP = some.tuples(
    some.sampled_from(Action), some.sampled_from(Role), some.integers(0, 15), some.sampled_from(("", "filled", "other"))
)


@pytest.fixture(scope="module")
def migrated(sqlite_databases: SqliteDatabases) -> Iterator[Engine]:
    with sqlite_databases.fresh() as address:
        engine = connect(address)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def session(migrated: Engine) -> Iterator[Session]:
    with Session(migrated) as session:
        furnish(session)
        yield session


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(A_STEP, max_size=25), has_contract=some.booleans())
def test_any_sequence_stays_in_the_table_and_in_the_log(
    session: Session, steps: list[tuple[Action, Role, int, str]], has_contract: bool
) -> None:
    inside = session.begin_nested()
    suggestion, now = a_suggestion(session), NOW
    if has_contract:
        suggestion.hired_contract, suggestion.hired_from = "CDI", date(2026, 12, 1)
    happened: list[tuple[str, str, str]] = []
    for action, role, minutes, why in steps:
        now += timedelta(minutes=minutes)
        before = State(suggestion.state)
        try:
            after = move(session, suggestion, action, role, f"{role}:1", now, why)
        except MoveRefused as refusal:
            assert str(refusal) and suggestion.state == before
            continue
        if action in (Action.APPROVE, Action.REJECT):
            suggestion.undo_until = now + UNDO
        happened.append((before, action, after))
        assert TABLE[before, action] == after and role in WHO[action]
    log = session.exec(select(Move).where(Move.suggestion_id == suggestion.id).order_by(Move.id)).all()  # type: ignore[arg-type]
    assert [(one.before, one.action, one.after) for one in log] == happened
    approved = None
    for one in log:
        approved = one.at if one.action == Action.APPROVE else approved
        if one.action in (Action.SEND, Action.ACCEPT, Action.DECLINE) and one.before == State.APPROVED:
            assert approved is not None and one.at >= approved + UNDO
    inside.rollback()


def test_every_state_can_be_reached_from_a_proposal() -> None:
    reached = {State.PROPOSED}
    while more := {after for (before, _), after in TABLE.items() if before in reached} - reached:
        reached |= more
    assert reached == set(State)


@pytest.mark.parametrize("action", Action)
def test_an_action_has_somebody_who_may_do_it_and_a_place_in_the_table(action: Action) -> None:
    assert WHO[action] and any(one == action for _, one in TABLE)


@pytest.mark.parametrize("state", State)
def test_a_state_has_its_french(state: State) -> None:
    assert IN_FRENCH[state] and (state in OPEN or state in CANDIDATURE or not may(state, Role.EMPLOYER))


def test_the_guards_are_those_of_the_table() -> None:
    assert GUARDS.keys() <= {action for _, action in TABLE}


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER, Role.CLOCK])
def test_only_an_adviser_approves(session: Session, role: Role) -> None:
    with pytest.raises(MoveRefused):
        move(session, a_suggestion(session), Action.APPROVE, role, "x", NOW)


def test_a_refusal_needs_a_known_reason(session: Session) -> None:
    suggestion = a_suggestion(session, State.TRANSMITTED)
    with pytest.raises(MoveRefused, match="raison"):
        move(session, suggestion, Action.REFUSE, Role.EMPLOYER, "employer:1", NOW, "trop vieux")


def test_a_hire_needs_a_contract_and_a_first_day(session: Session) -> None:
    with pytest.raises(MoveRefused, match="contrat"):
        move(session, a_suggestion(session, State.TRIAL), Action.HIRE, Role.ADVISER, "adviser:1", NOW)
