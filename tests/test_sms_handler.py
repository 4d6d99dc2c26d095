"""SMS by Twilio: signed posts in, REST calls out, over real HTTP with a stand-in of Twilio."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI

from backend.ports import DeliveryError
from backend.values import Inbound, Outgoing
from bot.handlers.sms import FAILURES, STATUSES, SmsChannel, failure_of, sms_routes
from tests.databases import OFFICE_LINES, FixedClock
from tests.stand_ins.server import free_port, serving
from tests.stand_ins.twilio import TakenMessage, Twilio

PUBLIC_URL = "https://mission.example.fr"
OFFICE = OFFICE_LINES["sms"]
PERSON = "+33639980012"

Report = tuple[str, str, DeliveryError | None, int | None]


@dataclass
class Post:
    """The service's side: what its two addresses were given."""

    twilio: Twilio
    client: httpx.Client
    accepted: list[Inbound] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def text(self, text: str, **more: str) -> httpx.Response:
        return self.twilio.post(self.client, PUBLIC_URL, "/sms/inbound", self.form(text, **more))

    def form(self, text: str, **more: str) -> dict[str, str]:
        return self.twilio.inbound(PERSON, OFFICE, text, **more)

    def report(self, status: str, error_code: str = "", row: str = "7") -> httpx.Response:
        message = TakenMessage("SM" + "1" * 32, PERSON, OFFICE, "Bonjour", "", FixedClock().now())
        form = self.twilio.report(message, status, error_code)
        return self.twilio.post(self.client, PUBLIC_URL, f"/sms/status?outbox={row}", form)


@pytest.fixture
def post(clock: FixedClock) -> Iterator[Post]:
    twilio = Twilio()
    app = FastAPI()
    with serving(app) as url, httpx.Client(base_url=url) as client:
        post = Post(twilio, client)
        app.include_router(
            sms_routes(
                twilio.auth_token, PUBLIC_URL, post.accepted.append, lambda *said: post.reports.append(said), clock
            )
        )
        yield post


@pytest.fixture
def twilio(clock: FixedClock) -> Twilio:
    return Twilio(now=clock.now)


@pytest.fixture
def api_url(twilio: Twilio) -> Iterator[str]:
    with twilio.serving() as url:
        yield url


@pytest.fixture
def channel(twilio: Twilio, api_url: str) -> SmsChannel:
    return SmsChannel(twilio.account_sid, twilio.auth_token, PUBLIC_URL, api_url)


def outgoing(text: str = "Vous habitez quelle commune ?", number: int = 7, recipient: str = PERSON) -> Outgoing:
    return Outgoing(number, "sms", OFFICE, recipient, text)


async def failure(channel: SmsChannel, message: Outgoing | None = None) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(message or outgoing())
    return caught.value


# In.


def test_a_signed_text_is_accepted_and_answered_with_empty_twiml(post: Post) -> None:
    answer = post.text("jcherche du menage sur domerat")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.text.endswith("<Response/>")


def test_a_text_becomes_an_inbound(post: Post, clock: FixedClock) -> None:
    post.text("jcherche du ménage & co, 100 % 😀", sid="SM1")
    text = "jcherche du ménage & co, 100 % 😀"
    assert post.accepted == [Inbound("sms", "SM1", PERSON, OFFICE, text, clock.now())]


def test_a_text_of_ten_parts_comes_whole(post: Post) -> None:
    post.text("é" * 670 + "😀" * 500)
    assert post.accepted[0].text == "é" * 670 + "😀" * 500


def test_an_empty_text_is_a_text(post: Post) -> None:
    assert (post.text("").status_code, post.accepted[0].text) == (200, "")


def test_a_picture_is_an_attachment(post: Post) -> None:
    post.text("mon cv", NumMedia="1", MediaUrl0="https://api.twilio.com/media/1", MediaContentType0="image/jpeg")
    assert [(a.kind, a.reference) for a in post.accepted[0].attachments] == [
        ("photo", "https://api.twilio.com/media/1")
    ]


def test_a_post_without_a_signature_is_refused(post: Post) -> None:
    assert (post.client.post("/sms/inbound", data=post.form("oui")).status_code, post.accepted) == (403, [])


def tampered(form: dict[str, str]) -> list[tuple[str, dict[str, str], list[tuple[str, str]]]]:
    return [
        ("another text", {}, [*(form | {"Body": "non"}).items()]),
        ("another sender", {}, [*(form | {"From": "+33639980099"}).items()]),
        ("a field more", {}, [*form.items(), ("Extra", "1")]),
        ("a field twice", {}, [*form.items(), ("Body", form["Body"])]),
        ("a field less", {}, [pair for pair in form.items() if pair[0] != "FromCity"]),
        ("another query", {"a": "1"}, [*form.items()]),
    ]


@pytest.mark.parametrize("case", range(6), ids=[name for name, _, _ in tampered({"Body": "", "From": ""})])
def test_a_tampered_post_is_refused(post: Post, case: int) -> None:
    form = post.form("oui")
    headers = post.twilio.signed_headers(PUBLIC_URL + "/sms/inbound", form)
    _, query, pairs = tampered(form)[case]
    answer = post.client.post("/sms/inbound", params=query, content=urlencode(pairs), headers=headers)
    assert (answer.status_code, post.accepted) == (403, [])


def test_a_signature_for_another_address_is_refused(post: Post) -> None:
    form = post.form("oui")
    headers = post.twilio.signed_headers("http://127.0.0.1:8000/sms/inbound", form)
    answer = post.client.post("/sms/inbound", content=urlencode(form), headers=headers)
    assert (answer.status_code, post.accepted) == (403, [])


def test_a_signature_by_another_account_is_refused(post: Post) -> None:
    form = post.form("oui")
    headers = Twilio(auth_token="another token").signed_headers(PUBLIC_URL + "/sms/inbound", form)
    answer = post.client.post("/sms/inbound", content=urlencode(form), headers=headers)
    assert (answer.status_code, post.accepted) == (403, [])


@pytest.mark.parametrize(
    ("missing", "instead"),
    [("MessageSid", ""), ("MessageSid", "S" * 81), ("From", ""), ("From", "Orange"), ("To", ""), ("To", "+33 6 39")],
)
def test_a_signed_form_that_lacks_something_is_told_what(post: Post, missing: str, instead: str) -> None:
    form = post.form("oui") | {missing: instead}
    answer = post.twilio.post(post.client, PUBLIC_URL, "/sms/inbound", form)
    assert (answer.status_code, missing in answer.json()["detail"], post.accepted) == (400, True, [])


def test_a_body_that_is_no_form_is_told_so(post: Post) -> None:
    answer = post.client.post("/sms/inbound", content=b"\xff\xfe=1", headers={"X-Twilio-Signature": "x"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "The body is not a form in UTF-8.")


def test_an_enormous_body_is_not_read_to_its_end(post: Post) -> None:
    answer = post.client.post("/sms/inbound", content=b"Body=" + b"a" * 100_000, headers={"X-Twilio-Signature": "x"})
    assert (answer.status_code, post.accepted) == (413, [])


def test_a_text_that_could_not_be_recorded_is_not_acknowledged(clock: FixedClock) -> None:
    def accept(message: Inbound) -> None:
        raise OSError("the disk is full")

    app = FastAPI()
    twilio = Twilio()
    app.include_router(sms_routes(twilio.auth_token, PUBLIC_URL, accept, lambda *said: None, clock))
    with serving(app) as url, httpx.Client(base_url=url) as client:
        assert twilio.post(client, PUBLIC_URL, "/sms/inbound", twilio.inbound(PERSON, OFFICE, "oui")).status_code == 500


# Reports.


@pytest.mark.parametrize("said", STATUSES)
def test_a_report_is_noted_with_our_row(post: Post, said: str) -> None:
    assert post.report(said).status_code == 204
    assert [(r[0], r[1], r[3]) for r in post.reports] == [("SM" + "1" * 32, STATUSES[said], 7)]


def test_a_report_says_why_it_failed(post: Post) -> None:
    post.report("undelivered", "30003")
    error = post.reports[0][2]
    assert error is not None
    assert (error.code, error.permanent, error.retry_after) == ("30003", False, 12 * 3600)


def test_a_report_in_words_we_do_not_know_changes_nothing(post: Post) -> None:
    assert (post.report("partially_delivered").status_code, post.reports) == (204, [])


@pytest.mark.parametrize("row", ["", "abc", "9" * 30, "-1", "%C2%B2"])
def test_a_report_without_a_usable_row_is_noted_all_the_same(post: Post, row: str) -> None:
    post.report("sent", row=row)
    assert [r[3] for r in post.reports] == [None]


def test_an_unsigned_report_is_refused(post: Post) -> None:
    answer = post.client.post("/sms/status?outbox=7", data={"MessageSid": "SM1", "MessageStatus": "delivered"})
    assert (answer.status_code, post.reports) == (403, [])


def test_a_report_signed_for_another_row_is_refused(post: Post) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    headers = post.twilio.signed_headers(PUBLIC_URL + "/sms/status?outbox=7", form)
    answer = post.client.post("/sms/status?outbox=8", content=urlencode(form), headers=headers)
    assert (answer.status_code, post.reports) == (403, [])


# Out.


async def test_a_message_is_handed_to_twilio(channel: SmsChannel, twilio: Twilio) -> None:
    sid = await channel.send(outgoing("Domérat, d'accord."))
    taken = twilio.messages[0]
    assert (taken.sid, taken.to, taken.from_, taken.body) == (sid, PERSON, OFFICE, "Domérat, d'accord.")
    assert taken.status_callback == PUBLIC_URL + "/sms/status?outbox=7"


# code: (HTTP status, permanent, stopped, unreachable)
REFUSALS = {
    21211: (400, True, False, True),
    21610: (400, True, True, False),
    21614: (400, True, False, True),
    21635: (400, True, False, True),
    30005: (400, True, False, True),
    30006: (400, True, False, True),
    30007: (400, True, False, False),
    21617: (400, True, False, False),
    30003: (400, False, False, False),
    30008: (400, False, False, False),
    20429: (429, False, False, False),
    20500: (500, False, False, False),
    20003: (401, False, False, False),
    99999: (400, True, False, False),
    20599: (500, False, False, False),
}


@pytest.mark.parametrize("code", REFUSALS)
async def test_a_refusal_by_twilio_says_what_to_do_next(channel: SmsChannel, twilio: Twilio, code: int) -> None:
    status, permanent, stopped, unreachable = REFUSALS[code]
    twilio.refuse(code, status)
    error = await failure(channel)
    assert (error.code, error.permanent, error.stopped, error.unreachable) == (
        str(code),
        permanent,
        stopped,
        unreachable,
    )
    assert (error.maybe_sent, twilio.messages) == (False, [])


@pytest.mark.parametrize("status", [429, 503])
async def test_a_gateway_that_asks_to_wait_has_not_taken_the_message(
    channel: SmsChannel, twilio: Twilio, status: int
) -> None:
    twilio.refuse(None, status)
    error = await failure(channel)
    assert (error.permanent, error.maybe_sent) == (False, False)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_gateway_that_fails_may_have_passed_the_message_on(
    channel: SmsChannel, twilio: Twilio, status: int
) -> None:
    twilio.refuse(None, status)
    error = await failure(channel)
    assert (error.permanent, error.maybe_sent) == (False, True)


async def test_a_server_that_is_not_there_has_not_taken_the_message() -> None:
    channel = SmsChannel("AC1", "token", PUBLIC_URL, f"http://127.0.0.1:{free_port()}", timeout_s=0.3)
    error = await failure(channel)
    assert (error.permanent, error.maybe_sent) == (False, False)


async def test_a_name_that_does_not_resolve_has_not_taken_the_message() -> None:
    error = await failure(SmsChannel("AC1", "token", PUBLIC_URL, "http://twilio.invalid", timeout_s=5))
    assert (error.permanent, error.maybe_sent) == (False, False)


async def test_an_answer_that_does_not_come_may_hide_a_message_sent(twilio: Twilio, api_url: str) -> None:
    twilio.be_slow(5)
    error = await failure(SmsChannel(twilio.account_sid, twilio.auth_token, PUBLIC_URL, api_url, timeout_s=1))
    assert (error.permanent, error.maybe_sent, len(twilio.messages)) == (False, True, 1)


async def test_an_answer_cut_short_may_hide_a_message_sent(channel: SmsChannel, twilio: Twilio) -> None:
    twilio.lose_connection()
    error = await failure(channel)
    assert (error.permanent, error.maybe_sent, len(twilio.messages)) == (False, True, 1)


async def test_a_wrong_password_is_not_the_persons_fault(twilio: Twilio, api_url: str) -> None:
    error = await failure(SmsChannel(twilio.account_sid, "wrong", PUBLIC_URL, api_url))
    assert (error.permanent, error.code) == (False, "20003")


@pytest.mark.parametrize(
    ("message", "code"),
    [(outgoing(recipient="0639980012"), "21211"), (outgoing(""), "21602"), (outgoing("a" * 1601), "21617")],
)
async def test_a_form_that_twilio_refuses_is_permanent(channel: SmsChannel, message: Outgoing, code: str) -> None:
    error = await failure(channel, message)
    assert (error.permanent, error.code) == (True, code)


# Asked after a crash.


async def test_a_message_that_twilio_took_is_found(channel: SmsChannel, twilio: Twilio, clock: FixedClock) -> None:
    sids = [await channel.send(outgoing("Bonjour")), await channel.send(outgoing("Bonjour", 8))]
    assert await channel.find_sent(outgoing("Bonjour"), clock.now() - timedelta(seconds=1)) == sids


@pytest.mark.parametrize(
    "sought",
    [outgoing("Bonsoir"), outgoing("Bonjour", recipient="+33639980099")],
    ids=["another text", "another person"],
)
async def test_a_message_that_twilio_did_not_take_is_not_found(
    channel: SmsChannel, clock: FixedClock, sought: Outgoing
) -> None:
    await channel.send(outgoing("Bonjour"))
    assert await channel.find_sent(sought, clock.now() - timedelta(seconds=1)) == []


async def test_an_older_message_with_the_same_words_is_not_this_one(channel: SmsChannel, clock: FixedClock) -> None:
    await channel.send(outgoing("Bonjour"))
    assert await channel.find_sent(outgoing("Bonjour"), clock.advance(minutes=5)) == []


async def test_a_message_is_found_behind_a_hundred_later_ones(
    channel: SmsChannel, twilio: Twilio, clock: FixedClock
) -> None:
    sid = await channel.send(outgoing("Bonjour"))
    twilio.messages += [TakenMessage(f"SM{i}", PERSON, OFFICE, "Autre", "", clock.now()) for i in range(100)]
    assert await channel.find_sent(outgoing("Bonjour"), clock.now()) == [sid]


async def test_a_provider_that_cannot_be_asked_is_a_failure(channel: SmsChannel, twilio: Twilio) -> None:
    twilio.refuse(20503, 503)
    with pytest.raises(DeliveryError):
        await channel.find_sent(outgoing(), FixedClock().now())


def test_every_failure_is_told_in_words_and_none_is_both_stopped_and_temporary() -> None:
    errors = [failure_of(code) for code in FAILURES]
    assert all(str(error) and not (error.stopped and not error.permanent) for error in errors)
