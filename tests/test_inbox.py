"""In: recorded before understood, once, and handled in order. On SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.database import transaction
from backend.messaging import inbox
from backend.messaging.tables import InboundMessage, Line
from backend.network.tables import Office
from backend.values import Attachment, Inbound
from tests.databases import OFFICE_LINES, TUESDAY_10H

ANNE, PAUL = "+33639980012", "+33639980034"


def inbound(provider_id: str = "SM1", sender: str = ANNE, text: str = "bonjour", **more: object) -> Inbound:
    values = {
        "channel": "sms", "provider_id": provider_id, "sender": sender, "recipient": OFFICE_LINES["sms"],
        "text": text, "received_at": TUESDAY_10H, **more,
    }  # fmt: skip
    return Inbound(**values)  # type: ignore[arg-type]


def accept(engine: Engine, message: Inbound) -> int | None:
    with transaction(engine) as session:
        return inbox.accept(session, message)


def rows(engine: Engine) -> list[InboundMessage]:
    with transaction(engine) as session:
        return list(session.exec(select(InboundMessage)))


def handle_next(engine: Engine) -> str | None:
    with transaction(engine) as session:
        message = take(session)
        if message is not None:
            inbox.mark_handled(session, [message], TUESDAY_10H)
        return message.text if message else None


def take(session: Session) -> inbox.Waiting | None:
    """The first message of the turn that waits longest."""
    turns = inbox.next_turns(session, TUESDAY_10H, most=1)
    return turns[0][0] if turns else None


def test_a_message_is_recorded_as_it_came(engine: Engine, office: Office) -> None:
    accept(engine, inbound(text="jcherche du ménage 😀", attachments=(Attachment("photo", "ref", "cv.jpg", 12),)))
    row = rows(engine)[0]
    assert (row.office_id, row.sender, row.text, row.handled_at) == (office.id, ANNE, "jcherche du ménage 😀", None)
    assert (row.received_at, row.received_at.tzinfo) == (TUESDAY_10H, UTC)
    assert row.attachments == [{"kind": "photo", "reference": "ref", "name": "cv.jpg", "size": 12}]


@pytest.mark.usefixtures("office")
def test_the_same_message_again_is_not_recorded(engine: Engine) -> None:
    assert [accept(engine, inbound()) is not None for _ in range(3)] == [True, False, False]
    assert len(rows(engine)) == 1


@pytest.mark.usefixtures("office")
def test_the_same_id_on_another_channel_is_another_message(engine: Engine) -> None:
    telegram = inbound(channel="telegram", recipient=OFFICE_LINES["telegram"])
    assert None not in (accept(engine, inbound()), accept(engine, telegram))


@pytest.mark.usefixtures("office")
def test_twenty_identical_posts_at_once_are_one_message(engine: Engine) -> None:
    with ThreadPoolExecutor(20) as pool:
        ids = list(pool.map(lambda _: accept(engine, inbound()), range(20)))
    assert (len([one for one in ids if one]), len(rows(engine))) == (1, 1)


@pytest.mark.usefixtures("office")
def test_twenty_different_posts_at_once_are_twenty_messages(engine: Engine) -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: accept(engine, inbound(f"SM{n}")), range(20)))
    assert len(rows(engine)) == 20


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("text", ["oui\x00", "oui\ud83d", "\x00oui"], ids=["NUL", "half an emoji", "NUL first"])
def test_a_letter_that_no_database_holds_is_left_out(engine: Engine, text: str) -> None:
    accept(engine, inbound(text=text))
    assert rows(engine)[0].text == "oui"


@pytest.mark.usefixtures("office")
def test_a_very_long_text_is_recorded_whole(engine: Engine) -> None:
    accept(engine, inbound(text="é" * 100_000))
    assert len(rows(engine)[0].text) == 100_000


@pytest.mark.usefixtures("office")
def test_an_only_office_takes_what_comes_for_any_line(engine: Engine) -> None:
    assert accept(engine, inbound(recipient="+33939989999")) is not None


def test_with_two_offices_each_line_is_its_office(engine: Engine, office: Office) -> None:
    other = add_office(engine)
    accept(engine, inbound("SM1"))
    accept(engine, inbound("SM2", recipient="+33939980001"))
    assert [row.office_id for row in rows(engine)] == [office.id, other]


@pytest.mark.usefixtures("office")
def test_with_two_offices_a_line_that_nobody_has_is_an_error(engine: Engine) -> None:
    add_office(engine)
    with pytest.raises(inbox.UnknownLine):
        accept(engine, inbound(recipient="+33939989999"))


def add_office(engine: Engine) -> int | None:
    with transaction(engine) as session:
        other = Office(code="bourges", name="mission Emploi de Bourges", town="Bourges", commune_code="18033")
        session.add(other)
        session.flush()
        session.add(Line(office_id=other.id or 0, channel="sms", address="+33939980001"))
        return other.id


@pytest.mark.usefixtures("office")
def test_messages_are_handled_oldest_first_and_once(engine: Engine) -> None:
    for n, text in enumerate(["un", "deux", "trois"]):
        accept(engine, inbound(f"SM{n}", text=text))
    assert [handle_next(engine) for _ in range(4)] == ["un", "deux", "trois", None]


@pytest.mark.usefixtures("office")
def test_a_handling_that_fails_leaves_the_message_waiting(engine: Engine) -> None:
    accept(engine, inbound())
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        message = take(session)
        assert message is not None
        inbox.mark_handled(session, [message], TUESDAY_10H)
        session.flush()
        raise ZeroDivisionError
    assert handle_next(engine) == "bonjour"


@pytest.mark.usefixtures("office")
def test_the_third_failure_sets_the_message_aside(engine: Engine) -> None:
    message_id = accept(engine, inbound()) or 0

    def fail() -> bool:
        with transaction(engine) as session:
            return inbox.mark_failed(session, message_id, "ValueError: …", TUESDAY_10H)

    assert [fail() for _ in range(3)] == [False, False, True]
    assert handle_next(engine) is None


@pytest.mark.usefixtures("office")
def test_a_message_set_aside_does_not_hold_back_the_next_of_its_talk(engine: Engine) -> None:
    message_id = accept(engine, inbound("SM1", text="un")) or 0
    accept(engine, inbound("SM2", text="deux"))
    with transaction(engine) as session:
        for _ in range(inbox.MAX_ATTEMPTS):
            inbox.mark_failed(session, message_id, "ValueError: …", TUESDAY_10H)
    assert handle_next(engine) == "deux"


@pytest.mark.usefixtures("office")
def test_eight_workers_handle_sixty_messages_once_each_and_each_talk_in_order(engine: Engine) -> None:
    for n in range(60):
        accept(engine, inbound(f"SM{n:02}", sender=f"+3363998000{n % 6}", text=f"{n:02}"))
    handled: list[tuple[str, str]] = []

    def work(_: int) -> None:
        while _handle(engine, lambda m: handled.append((m.sender, m.text))) or waiting(engine):
            pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    talks = {sender: [text for who, text in handled if who == sender] for sender, _ in handled}
    assert len(handled) == 60
    assert all(texts == sorted(texts) for texts in talks.values())


def _handle(engine: Engine, note: Callable[[inbox.Waiting], None]) -> bool:
    with transaction(engine) as session:
        message = take(session)
        if message is None:
            return False
        note(message)
        inbox.mark_handled(session, [message], TUESDAY_10H)
        return True


def waiting(engine: Engine) -> bool:
    with Session(engine) as session:
        return session.exec(select(InboundMessage.id).where(InboundMessage.handled_at == None)).first() is not None  # noqa: E711


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_while_one_worker_has_a_message_another_takes_the_next_person(engine: Engine) -> None:
    for n, sender in enumerate([ANNE, ANNE, PAUL]):
        accept(engine, inbound(f"SM{n}", sender, f"{n}"))
    with transaction(engine) as first, transaction(engine) as second:
        taken = [take(session) for session in (first, second)]
        assert [(m.sender, m.text) for m in taken if m] == [(ANNE, "0"), (PAUL, "2")]
