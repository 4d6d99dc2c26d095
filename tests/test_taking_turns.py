"""Writers of one process take turns on SQLite: who records a message never waits for a whole backlog."""

import threading
from functools import partial
from pathlib import Path

import pytest

from backend.database import connect, relaxed, transaction
from backend.messaging import inbox
from backend.messaging.tables import Line
from backend.migrate import migrate
from backend.network.tables import Office
from backend.reference import occupations
from backend.taking_turns import FirstComeFirstServed
from backend.values import Inbound
from bot.dispatch import Dispatch
from tests.databases import TUESDAY_10H, FixedClock
from tests.service import wait_for

LINE = "+33939980000"


def waits_behind(others: int, lock: FirstComeFirstServed) -> bool:
    return len(lock._line) == others + 2


def test_it_is_given_in_the_order_in_which_it_was_asked_for() -> None:
    lock, order = FirstComeFirstServed(), list[int]()

    def ask(n: int) -> None:
        with lock.held(10):
            order.append(n)

    with lock.held(1):
        threads = [threading.Thread(target=ask, args=(n,)) for n in range(5)]
        for n, thread in enumerate(threads):
            thread.start()
            wait_for(partial(waits_behind, n, lock))
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_has_waited_long_enough_is_told_and_the_others_go_on() -> None:
    lock = FirstComeFirstServed()
    with lock.held(1), pytest.raises(TimeoutError), lock.held(0.01):
        pass
    with lock.held(0.01):
        pass


def test_it_is_passed_on_when_its_holder_fails() -> None:
    lock = FirstComeFirstServed()
    with pytest.raises(ZeroDivisionError), lock.held(1):
        raise ZeroDivisionError
    with lock.held(0.01):
        pass


def test_a_transaction_inside_another_one_is_refused_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.database.SQLITE_WAIT_S", 0.05)
    engine = connect(f"sqlite:///{tmp_path}/one.db")
    with transaction(engine), pytest.raises(TimeoutError), transaction(relaxed(engine)):
        pass
    engine.dispose()


def test_a_message_is_recorded_while_a_backlog_is_handled(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/many.db")
    migrate(engine)
    clock, backlog = FixedClock(), 300
    with transaction(engine) as session:
        office = Office(code="m", name="mission Emploi", town="Montluçon", commune_code="03185")
        session.add(office)
        session.flush()
        session.add(Line(office_id=office.id or 0, channel="sms", address=LINE))
        session.flush()
        for n in range(backlog):
            inbox.accept(session, Inbound("sms", f"{n}", f"+336399{80000 + n}", LINE, "bonjour", TUESDAY_10H))
    handled = list[int]()
    thread = threading.Thread(
        target=lambda: handled.append(Dispatch(engine, clock, occupations.default).handle_waiting())
    )
    thread.start()
    with transaction(engine) as session:
        inbox.accept(session, Inbound("sms", "late", "+33639989999", LINE, "bonjour", TUESDAY_10H))
    under_way = not handled
    thread.join()
    assert under_way and handled == [backlog + 1]
    engine.dispose()
