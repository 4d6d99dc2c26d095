"""What every channel promises, whoever its provider is. A new channel is a line in CHANNELS and one in PROVIDERS."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from fastapi import APIRouter, FastAPI

import bot.handlers
from backend.ports import Channel, DeliveryError
from backend.values import Choice, Inbound, Outgoing
from bot.handlers import CHANNELS
from bot.handlers.phone import PhoneChannel, phone_routes
from bot.handlers.sms import SmsChannel, sms_routes
from bot.handlers.telegram import TelegramChannel, telegram_routes
from tests.databases import OFFICE_LINES, FixedClock
from tests.stand_ins.server import free_port, serving
from tests.stand_ins.telegram import TOKEN, Json, Telegram
from tests.stand_ins.twilio import Twilio

PUBLIC_URL = "https://mission.example.fr"
Accept = Callable[[Inbound], None]


class Provider(Protocol):
    """The far side of a channel: it posts what people write, and takes what we send."""

    person: str
    line: str

    def channel(self) -> Channel: ...
    def unplugged(self) -> Channel | None:
        """The channel when its provider does not answer; None when it has no provider."""

    def routes(self, accept: Accept, clock: FixedClock) -> APIRouter: ...
    def post(self, client: httpx.Client, text: str, number: int) -> httpx.Response:
        """What the person wrote, as the provider's message of that number."""

    def forge(self, client: httpx.Client, text: str) -> httpx.Response:
        """A post that is not the provider's, or not from one of its people."""

    def refuse(self, *, permanent: bool) -> None:
        """Refuse the next message."""


class TwilioSide:
    person, line = "+33639980012", OFFICE_LINES["sms"]

    def __init__(self, stack: ExitStack) -> None:
        self.twilio = Twilio()
        self.url = stack.enter_context(self.twilio.serving())

    def channel(self) -> SmsChannel:
        return SmsChannel(self.twilio.account_sid, self.twilio.auth_token, PUBLIC_URL, self.url)

    def unplugged(self) -> SmsChannel:
        return SmsChannel(self.twilio.account_sid, "token", PUBLIC_URL, f"http://127.0.0.1:{free_port()}")

    def routes(self, accept: Accept, clock: FixedClock) -> APIRouter:
        return sms_routes(self.twilio.auth_token, PUBLIC_URL, accept, lambda *said: None, clock)

    def post(self, client: httpx.Client, text: str, number: int) -> httpx.Response:
        form = self.twilio.inbound(self.person, self.line, text, sid=f"SM{number:032}")
        return self.twilio.post(client, PUBLIC_URL, "/sms/inbound", form)

    def forge(self, client: httpx.Client, text: str) -> httpx.Response:
        form = self.twilio.inbound(self.person, self.line, text)
        return client.post("/sms/inbound", data=form, headers={"X-Twilio-Signature": "forged"})

    def refuse(self, *, permanent: bool) -> None:
        self.twilio.refuse(21614) if permanent else self.twilio.refuse(20429, 429)


class TelegramSide:
    person, line = "41", "700000001"

    def __init__(self, stack: ExitStack) -> None:
        self.telegram = Telegram(known_chats={41})
        self.url = stack.enter_context(self.telegram.serving())

    def channel(self) -> TelegramChannel:
        return TelegramChannel(TOKEN, self.url)

    def unplugged(self) -> TelegramChannel:
        return TelegramChannel(TOKEN, f"http://127.0.0.1:{free_port()}")

    def routes(self, accept: Accept, clock: FixedClock) -> APIRouter:
        return telegram_routes("secret", self.channel(), accept, clock)

    def _update(self, text: str, number: int) -> Json:
        return self.telegram.message(41, text) | {"update_id": number}

    def post(self, client: httpx.Client, text: str, number: int) -> httpx.Response:
        return self.telegram.post(client, "/telegram/webhook", self._update(text, number), "secret")

    def forge(self, client: httpx.Client, text: str) -> httpx.Response:
        return self.telegram.post(client, "/telegram/webhook", self._update(text, 1), "forged")

    def refuse(self, *, permanent: bool) -> None:
        self.telegram.refuse(403, "Forbidden: bot was blocked") if permanent else self.telegram.refuse(429, "Wait", 3)


class DemonstrationSide:
    person, line = "+33639980012", OFFICE_LINES["phone"]

    def __init__(self, stack: ExitStack) -> None:
        pass

    def channel(self) -> PhoneChannel:
        return PhoneChannel()

    def unplugged(self) -> None:
        return None

    def routes(self, accept: Accept, clock: FixedClock) -> APIRouter:
        return phone_routes(accept, lambda number: [], clock, self.line)

    def post(self, client: httpx.Client, text: str, number: int) -> httpx.Response:
        return client.post("/telephone/messages", json={"number": self.person, "text": text, "id": f"m-{number}"})

    def forge(self, client: httpx.Client, text: str) -> httpx.Response:
        return client.post("/telephone/messages", json={"number": "+33612345678", "text": text})

    def refuse(self, *, permanent: bool) -> None:
        raise AssertionError("nothing refuses on the demonstration telephone")


PROVIDERS: dict[str, Callable[[ExitStack], Provider]] = {
    "sms": TwilioSide, "telegram": TelegramSide, "phone": DemonstrationSide
}  # fmt: skip
WITH_A_PROVIDER = [name for name in CHANNELS if name != "phone"]


@dataclass
class Line:
    """A channel's routes served over real HTTP, and what came through them."""

    name: str
    provider: Provider
    clock: FixedClock
    client: httpx.Client
    accepted: list[Inbound] = field(default_factory=list)
    accept: Accept | None = None

    def take(self, message: Inbound) -> None:
        self.accepted.append(message)
        if self.accept:
            self.accept(message)


@pytest.fixture(params=CHANNELS)
def line(request: pytest.FixtureRequest, clock: FixedClock) -> Iterator[Line]:
    with ExitStack() as stack:
        app = FastAPI()
        provider = PROVIDERS[request.param](stack)
        client = stack.enter_context(httpx.Client(base_url=stack.enter_context(serving(app)), timeout=10))
        line = Line(request.param, provider, clock, client)
        app.include_router(provider.routes(line.take, clock))
        app.add_api_route("/alive", lambda: "yes")
        yield line


def outgoing(line: Line, text: str = "On commence ?", number: int = 7) -> Outgoing:
    choices = (Choice("1", "Oui"), Choice("2", "Non"))
    return Outgoing(number, line.name, line.provider.line, line.provider.person, text, choices)


def test_every_handler_is_a_channel_and_every_channel_is_held_to_this() -> None:
    folder = Path(bot.handlers.__file__).parent
    files = {path.stem for path in (*folder.glob("*.py"), *(found.parent for found in folder.glob("*/__init__.py")))}
    files -= {"__init__"}
    assert files == set(CHANNELS) == set(PROVIDERS)


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_is_named_after_its_file(name: str) -> None:
    channel_classes = [
        one for key, one in vars(import_module(f"bot.handlers.{name}")).items() if key.endswith("Channel")
    ]
    assert [one.name for one in channel_classes] == [name]


# In.


def test_a_text_is_accepted_whole_and_once(line: Line) -> None:
    answer = line.provider.post(line.client, "jcherche du ménage 😀\nà Domérat", 1)
    assert answer.is_success
    heard = line.accepted.pop()
    assert (heard.channel, heard.sender, heard.recipient) == (line.name, line.provider.person, line.provider.line)
    assert (heard.text, heard.received_at, line.accepted) == ("jcherche du ménage 😀\nà Domérat", line.clock.now(), [])


def test_the_same_message_again_has_the_same_id(line: Line) -> None:
    for number in (1, 1, 2):
        line.provider.post(line.client, "oui", number)
    ids = [message.provider_id for message in line.accepted]
    assert (ids[0] == ids[1], ids[1] == ids[2], max(len(one) for one in ids) <= 80) == (True, False, True)


def test_a_post_that_is_not_the_providers_is_refused(line: Line) -> None:
    answer = line.provider.forge(line.client, "oui")
    assert (answer.is_client_error, line.accepted) == (True, [])


def test_a_message_that_could_not_be_recorded_is_not_acknowledged(line: Line) -> None:
    def fail(message: Inbound) -> None:
        raise OSError("the disk is full")

    line.accept = fail
    assert line.provider.post(line.client, "oui", 1).is_server_error


def test_a_slow_database_does_not_hold_up_the_other_visitors(line: Line) -> None:
    in_the_middle, go_on = threading.Event(), threading.Event()

    def wait(message: Inbound) -> None:
        in_the_middle.set()
        go_on.wait(10)

    line.accept = wait
    posting = threading.Thread(target=line.provider.post, args=(line.client, "oui", 1))
    posting.start()
    assert in_the_middle.wait(10)
    try:
        assert line.client.get("/alive").text == '"yes"'
    finally:
        go_on.set()
        posting.join()


# Out.


async def test_each_message_sent_has_its_own_id_there(line: Line) -> None:
    channel = line.provider.channel()
    ids = [await channel.send(outgoing(line, text, number)) for number, text in [(7, "un"), (8, "deux")]]
    assert (len(set(ids)), all(0 < len(one) <= 80 for one in ids)) == (2, True)


async def test_a_message_that_was_never_sent_is_not_found(line: Line) -> None:
    assert not await line.provider.channel().find_sent(outgoing(line), line.clock.now())


@pytest.mark.parametrize("line", WITH_A_PROVIDER, indirect=True)
@pytest.mark.parametrize("permanent", [True, False])
async def test_a_refusal_says_whether_trying_again_helps(line: Line, permanent: bool) -> None:
    line.provider.refuse(permanent=permanent)
    with pytest.raises(DeliveryError) as caught:
        await line.provider.channel().send(outgoing(line))
    assert (caught.value.permanent, bool(str(caught.value)), bool(caught.value.code)) == (permanent, True, True)


@pytest.mark.parametrize("line", WITH_A_PROVIDER, indirect=True)
async def test_a_message_is_sent_after_a_refusal(line: Line) -> None:
    channel = line.provider.channel()
    line.provider.refuse(permanent=False)
    with pytest.raises(DeliveryError):
        await channel.send(outgoing(line))
    assert await channel.send(outgoing(line))


@pytest.mark.parametrize("line", WITH_A_PROVIDER, indirect=True)
async def test_a_provider_that_is_not_there_has_not_taken_the_message(line: Line) -> None:
    channel = line.provider.unplugged()
    assert channel is not None
    with pytest.raises(DeliveryError) as caught:
        await channel.send(outgoing(line))
    assert (caught.value.permanent, caught.value.maybe_sent) == (False, False)
