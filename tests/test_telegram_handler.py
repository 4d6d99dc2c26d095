"""Telegram: updates in by webhook or long polling, messages and buttons out, over real HTTP with a stand-in."""

import asyncio
import contextlib
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI
from telegram.warnings import PTBDeprecationWarning

from backend.ports import DeliveryError
from backend.values import Attachment, Choice, Inbound, Outgoing
from bot.handlers.telegram import TelegramChannel, bot_address, telegram_routes
from bot.handlers.telegram import channel as handler
from tests.databases import FixedClock
from tests.stand_ins.server import free_port, serving
from tests.stand_ins.telegram import TOKEN, Json, Telegram

SECRET = "a_secret-of-ours"
PATH = "/telegram/webhook"
CAMILLE, SACHA = 41, 42


@pytest.fixture
def telegram(clock: FixedClock) -> Telegram:
    return Telegram(now=clock.now, known_chats={CAMILLE})


@pytest.fixture
def api_url(telegram: Telegram) -> Iterator[str]:
    with telegram.serving() as url:
        yield url


@pytest.fixture
def channel(api_url: str) -> TelegramChannel:
    return TelegramChannel(TOKEN, api_url)


@dataclass
class Webhook:
    """The service's side: what its address was given."""

    telegram: Telegram
    client: httpx.Client
    accepted: list[Inbound] = field(default_factory=list)

    def post(self, update: Json, secret: str = SECRET) -> httpx.Response:
        return self.telegram.post(self.client, PATH, update, secret)

    def hear(self, update: Json) -> Inbound:
        assert self.post(update).status_code == 200
        return self.accepted[-1]


@pytest.fixture
def webhook(telegram: Telegram, api_url: str, clock: FixedClock) -> Iterator[Webhook]:
    app, channel = FastAPI(), TelegramChannel(TOKEN, api_url)  # its own: it lives in the server's event loop
    with serving(app) as url, httpx.Client(base_url=url) as client:
        webhook = Webhook(telegram, client)
        app.include_router(telegram_routes(SECRET, channel, webhook.accepted.append, clock))
        yield webhook


def outgoing(text: str = "On commence ?", *choices: Choice, chat: int = CAMILLE, **data: str) -> Outgoing:
    return Outgoing(7, "telegram", bot_address(TOKEN), f"{chat}", text, choices, data)


async def failure(channel: TelegramChannel, message: Outgoing | None = None) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(message or outgoing())
    return caught.value


# In, by webhook.


def test_a_message_becomes_an_inbound(webhook: Webhook, telegram: Telegram, clock: FixedClock) -> None:
    update = telegram.message(CAMILLE, "jcherche du ménage 😀")
    assert webhook.hear(update) == Inbound(
        "telegram", str(update["update_id"]), f"{CAMILLE}", "700000001", "jcherche du ménage 😀", clock.now()
    )


def test_the_same_update_keeps_the_same_id(webhook: Webhook, telegram: Telegram) -> None:
    update = telegram.message(CAMILLE, "oui")
    assert webhook.hear(update).provider_id == webhook.hear(update).provider_id


@pytest.mark.parametrize("secret", ["", "another", SECRET + "x", SECRET.upper(), "é"])
def test_a_post_without_our_secret_is_refused(webhook: Webhook, telegram: Telegram, secret: str) -> None:
    header = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    answer = webhook.client.post(PATH, json=telegram.message(CAMILLE, "oui"), headers=header)  # type: ignore[arg-type]
    assert (answer.status_code, webhook.accepted) == (403, [])


def test_a_post_without_any_secret_is_refused(webhook: Webhook, telegram: Telegram) -> None:
    answer = webhook.client.post(PATH, json=telegram.message(CAMILLE, "oui"))
    assert (answer.status_code, webhook.accepted) == (403, [])


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"{}", b'"text"', b"\xff", b'{"message": {}}'])
def test_a_body_that_is_no_update_is_told_so(webhook: Webhook, body: bytes) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    answer = webhook.client.post(PATH, content=body, headers=headers)
    assert (answer.status_code, "Update" in answer.json()["detail"], webhook.accepted) == (400, True, [])


UNREADABLE = {"message_id": 1, "text": "a field that this version of the library does not know how to read"}


@pytest.mark.parametrize("kind", ["message", "edited_message", "callback_query", "my_chat_member"])
def test_an_update_that_cannot_be_read_is_acknowledged_so_that_the_next_ones_come(webhook: Webhook, kind: str) -> None:
    assert (webhook.post({"update_id": 9, kind: UNREADABLE}).status_code, webhook.accepted) == (200, [])


def test_an_enormous_body_is_not_read_to_its_end(webhook: Webhook) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    assert webhook.client.post(PATH, content=b" " * 300_000, headers=headers).status_code == 413


def test_a_webhook_without_a_secret_is_not_opened(channel: TelegramChannel, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="secret"):
        telegram_routes("", channel, lambda message: None, clock)


IGNORED = {
    "a group": {"chat_type": "group"},
    "a supergroup": {"chat_type": "supergroup"},
    "a channel": {"chat_type": "channel"},
    "another bot": {"from": {"id": 5, "is_bot": True, "first_name": "Bot"}},
}


@pytest.mark.parametrize("who", IGNORED)
def test_what_is_not_a_person_in_private_is_acknowledged_and_forgotten(
    webhook: Webhook, telegram: Telegram, who: str
) -> None:
    answer = webhook.post(telegram.message(-100, "bonjour", **IGNORED[who]))  # type: ignore[arg-type]
    assert (answer.status_code, webhook.accepted) == (200, [])


@pytest.mark.parametrize("kind", ["my_chat_member", "poll_answer", "a_kind_of_2030"])
def test_an_update_of_another_kind_is_acknowledged(webhook: Webhook, kind: str) -> None:
    update = {"update_id": 9} if kind != "a_kind_of_2030" else {"update_id": 9, kind: {"id": 1}}
    assert (webhook.post(update).status_code, webhook.accepted) == (200, [])


# (name, type): the name that it is kept and judged by.
FILES = {
    ("CV Léa", "application/pdf"): "CV Léa.pdf",
    ("CV.Léa", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"): "CV.Léa.docx",
    ("cv.PDF", "application/pdf"): "cv.PDF",
    ("IMG_1.JPEG", "image/jpeg"): "IMG_1.JPEG",
    ("cv", "application/zip"): "cv",
    (None, "image/png"): ".png",
    (None, None): "",
}


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_a_file_without_an_ending_has_that_of_its_type(
    webhook: Webhook, telegram: Telegram, name: str | None, kind: str | None
) -> None:
    sent = {**FILE, "file_name": name, "mime_type": kind}
    heard = webhook.hear(telegram.message(CAMILLE, document={key: value for key, value in sent.items() if value}))
    assert heard.attachments[0].name == FILES[name, kind]


DONE_TO_THE_CHAT = {
    "another background": {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
    "messages that vanish": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "may be written to": {"write_access_allowed": {}},
    "a message pinned": {
        "pinned_message": {"message_id": 1, "date": 1, "chat": {"id": CAMILLE, "type": "private"}, "text": "oui"}
    },
}


@pytest.mark.parametrize("what", DONE_TO_THE_CHAT)
def test_what_is_done_to_the_chat_is_no_message(webhook: Webhook, telegram: Telegram, what: str) -> None:
    answer = webhook.post(telegram.message(CAMILLE, **DONE_TO_THE_CHAT[what]))  # type: ignore[arg-type]
    assert (answer.status_code, webhook.accepted) == (200, [])


def test_a_shared_position_that_moves_on_is_not_heard_again(webhook: Webhook, telegram: Telegram) -> None:
    answer = webhook.post(telegram.edited(CAMILLE, location={"latitude": 46.3, "longitude": 2.6, "live_period": 900}))
    assert (answer.status_code, webhook.accepted) == (200, [])


def test_somebody_without_a_name_or_with_one_of_emoji_is_heard(webhook: Webhook, telegram: Telegram) -> None:
    for name in ("🌸💪", "\u200b"):
        person = {"id": CAMILLE, "is_bot": False, "first_name": name}
        assert webhook.hear(telegram.message(CAMILLE, "bonjour", **{"from": person})).text == "bonjour"


def test_a_text_as_long_as_telegram_allows_is_heard_whole(webhook: Webhook, telegram: Telegram) -> None:
    said = "😀é" * 2048
    assert webhook.hear(telegram.message(CAMILLE, said)).text == said


def test_a_deep_link_is_passed_as_text(webhook: Webhook, telegram: Telegram) -> None:
    assert webhook.hear(telegram.message(CAMILLE, "/start abc123")).text == "/start abc123"


def test_an_edited_message_is_its_new_text_and_says_so(webhook: Webhook, telegram: Telegram) -> None:
    heard = webhook.hear(telegram.edited(CAMILLE, "Domérat"))
    assert (heard.text, [a.kind for a in heard.attachments]) == ("Domérat", ["edited"])


FILE = {"file_id": "F1", "file_unique_id": "U1"}
SIZE = {"width": 90, "height": 60}
ATTACHED = {
    "document": (
        {"document": {**FILE, "file_name": "cv.pdf", "file_size": 12}},
        Attachment("document", "F1", "cv.pdf", 12),
    ),
    "photo": (
        {"photo": [{**FILE, **SIZE}, {"file_id": "F2", "file_unique_id": "U2", **SIZE, "file_size": 9}]},
        Attachment("photo", "F2", "", 9),
    ),
    "voice": ({"voice": {**FILE, "duration": 3}}, Attachment("voice", "F1")),
    "audio": ({"audio": {**FILE, "duration": 3}}, Attachment("voice", "F1")),
    "video": ({"video": {**FILE, **SIZE, "duration": 3}}, Attachment("video", "F1")),
    "round video": ({"video_note": {**FILE, "length": 9, "duration": 3}}, Attachment("video", "F1")),
    "sticker": (
        {"sticker": {**FILE, **SIZE, "type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}},
        Attachment("sticker", "F1", "👍"),
    ),
    "own contact": (
        {"contact": {"phone_number": "33639980012", "first_name": "Camille", "user_id": CAMILLE}},
        Attachment("contact", "+33639980012", "Camille"),
    ),
    "contact of another": (
        {"contact": {"phone_number": "+33639980034", "first_name": "Sacha", "user_id": SACHA}},
        Attachment("contact_of_another", ""),
    ),
    "contact of nobody": (
        {"contact": {"phone_number": "+33639980034", "first_name": "Sacha"}},
        Attachment("contact_of_another", ""),
    ),
    "location": ({"location": {"latitude": 46.34, "longitude": 2.6}}, Attachment("location", "")),
    "place": (
        {"venue": {"location": {"latitude": 46.34, "longitude": 2.6}, "title": "Chez moi", "address": "1 rue Haute"},
         "location": {"latitude": 46.34, "longitude": 2.6}},
        Attachment("location", ""),
    ),
    "moving picture": (
        {"animation": {**FILE, **SIZE, "duration": 2}, "document": {**FILE, "file_name": "chat.mp4"}},
        Attachment("video", "F1"),
    ),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, Attachment("other", "")),
}  # fmt: skip


@pytest.mark.parametrize("kind", ATTACHED)
def test_what_is_not_text_is_an_attachment(webhook: Webhook, telegram: Telegram, kind: str) -> None:
    sent, attachment = ATTACHED[kind]
    heard = webhook.hear(telegram.message(CAMILLE, **sent))  # type: ignore[arg-type]
    assert (heard.text, heard.attachments) == ("", (attachment,))


def test_the_words_under_a_picture_are_its_text(webhook: Webhook, telegram: Telegram) -> None:
    assert webhook.hear(telegram.message(CAMILLE, photo=[{**FILE, **SIZE}], caption="mon cv")).text == "mon cv"


async def test_a_pressed_button_is_its_key_and_names_its_question(
    webhook: Webhook, telegram: Telegram, channel: TelegramChannel
) -> None:
    await channel.send(outgoing("Quel numéro ?", Choice("1", "mardi 8"), Choice("2", "jeudi 10")))
    data = telegram.last_buttons(CAMILLE)[1][1]
    heard = await asyncio.to_thread(webhook.hear, telegram.press(CAMILLE, data))
    assert (heard.sender, heard.text, heard.attachments) == (f"{CAMILLE}", "2", (Attachment("button", "7"),))


async def test_a_pressed_button_is_answered_and_taken_away(
    webhook: Webhook, telegram: Telegram, channel: TelegramChannel
) -> None:
    await channel.send(outgoing("Quel numéro ?", Choice("1", "mardi 8")))
    update = telegram.press(CAMILLE, "7:1")
    for _ in range(2):  # the second time Telegram refuses to answer it again, and nothing breaks
        assert (await asyncio.to_thread(webhook.post, update)).status_code == 200
    await until(lambda: bool(telegram.answered_presses) and telegram.last_buttons(CAMILLE) == [])
    assert telegram.answered_presses == [update["callback_query"]["id"]]


@pytest.mark.parametrize(("data", "text"), [("oui", "oui"), ("7:a:b", "a:b"), ("7:", "")])
def test_data_that_a_button_does_not_have_is_text(webhook: Webhook, telegram: Telegram, data: str, text: str) -> None:
    assert webhook.hear(telegram.press(CAMILLE, data)).text == text


def test_a_button_pressed_in_a_group_answers_for_nobody(webhook: Webhook, telegram: Telegram) -> None:
    update = telegram.press(SACHA, "7:1")
    update["callback_query"]["message"] = telegram.message(-5, "?", chat_type="group")["message"]
    assert (webhook.post(update).status_code, webhook.accepted) == (200, [])


async def test_a_bot_put_in_a_group_says_that_it_talks_in_private_and_leaves(
    webhook: Webhook, telegram: Telegram
) -> None:
    await asyncio.to_thread(webhook.post, telegram.put_in(-5))
    await until(lambda: -5 not in telegram.known_chats)
    assert telegram.texts_to(-5) == [handler.ONLY_IN_PRIVATE] and webhook.accepted == []


async def test_a_group_that_the_bot_may_not_write_to_is_left_too(webhook: Webhook, telegram: Telegram) -> None:
    telegram.refuse(400, "Bad Request: not enough rights to send text messages to the chat")
    await asyncio.to_thread(webhook.post, telegram.put_in(-5, "supergroup"))
    await until(lambda: -5 not in telegram.known_chats)
    assert telegram.texts_to(-5) == []


async def test_a_group_that_put_the_bot_out_is_left_alone(webhook: Webhook, telegram: Telegram) -> None:
    update = telegram.put_in(-5, status="left")
    await asyncio.to_thread(webhook.post, update)
    assert telegram.texts_to(-5) == [] and -5 in telegram.known_chats


# In, by long polling.


@contextlib.asynccontextmanager
async def polling(channel: TelegramChannel, clock: FixedClock, accepted: list[Inbound]) -> AsyncIterator[None]:
    running = asyncio.create_task(channel.poll(accepted.append, clock))
    yield
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def until(true: object, within_s: float = 5) -> None:
    assert callable(true)
    async with asyncio.timeout(within_s):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "LONG_POLL_S", 0)
    monkeypatch.setattr(handler, "WAIT_AFTER_FAILURE_S", 0.01)


@pytest.mark.usefixtures("impatient")
async def test_polling_takes_each_update_once_in_order(
    telegram: Telegram, channel: TelegramChannel, clock: FixedClock
) -> None:
    accepted: list[Inbound] = []
    async with polling(channel, clock, accepted):
        for text in ("un", "deux"):
            telegram.push(telegram.message(CAMILLE, text))
        await until(lambda: len(accepted) == 2)
        telegram.push(telegram.message(CAMILLE, "trois"))
        await until(lambda: len(accepted) == 3)
    assert [message.text for message in accepted] == ["un", "deux", "trois"]


@pytest.mark.usefixtures("impatient")
async def test_polling_first_takes_the_webhook_away(
    telegram: Telegram, channel: TelegramChannel, clock: FixedClock
) -> None:
    await channel.open_webhook("https://mission.example.fr", SECRET)
    accepted: list[Inbound] = []
    telegram.push(telegram.message(CAMILLE, "un"))
    async with polling(channel, clock, accepted):
        await until(lambda: accepted)
    assert telegram.webhook == {}


@pytest.mark.usefixtures("impatient")
async def test_polling_outlives_telegrams_failures(
    telegram: Telegram, channel: TelegramChannel, clock: FixedClock
) -> None:
    telegram.refuse(500, "Internal Server Error", times=2)
    telegram.fail_at_gateway(502)
    telegram.push(telegram.message(CAMILLE, "un"))
    accepted: list[Inbound] = []
    async with polling(channel, clock, accepted):
        await until(lambda: accepted)
    assert [message.text for message in accepted] == ["un"]


@pytest.mark.usefixtures("impatient")
async def test_polling_goes_past_an_update_that_cannot_be_read(
    telegram: Telegram, channel: TelegramChannel, clock: FixedClock
) -> None:
    for more in ({"text": "un"}, {"location": {"latitude": "?"}}, {"text": "deux"}):
        telegram.push(telegram.message(CAMILLE, **more))
    accepted: list[Inbound] = []
    async with polling(channel, clock, accepted):
        await until(lambda: len(accepted) == 2)
    assert [message.text for message in accepted] == ["un", "deux"]


@pytest.mark.usefixtures("impatient")
async def test_polling_waits_while_another_one_polls(
    telegram: Telegram, channel: TelegramChannel, clock: FixedClock
) -> None:
    telegram.refuse(409, "Conflict: terminated by other getUpdates request", times=3)
    telegram.push(telegram.message(CAMILLE, "un"))
    accepted: list[Inbound] = []
    async with polling(channel, clock, accepted):
        await until(lambda: accepted)
    assert [message.text for message in accepted] == ["un"]


@pytest.mark.usefixtures("impatient")
async def test_an_update_that_could_not_be_recorded_comes_again(
    telegram: Telegram, channel: TelegramChannel, clock: FixedClock
) -> None:
    tried: list[Inbound] = []

    def accept(message: Inbound) -> None:
        tried.append(message)
        if len(tried) == 1:
            raise OSError("the disk is full")

    for text in ("un", "deux"):
        telegram.push(telegram.message(CAMILLE, text))
    running = asyncio.create_task(channel.poll(accept, clock))
    await until(lambda: len(tried) >= 3)
    running.cancel()
    assert [message.text for message in tried[:3]] == ["un", "un", "deux"]


# Out.


async def test_a_message_is_sent_to_its_chat(telegram: Telegram, channel: TelegramChannel) -> None:
    sent_as = await channel.send(outgoing("Forêt, « ça va »… 😀"))
    assert telegram.texts_to(CAMILLE) == ["Forêt, « ça va »… 😀"]
    assert sent_as == f"{CAMILLE}:{telegram.messages[0]['message_id']}"


async def test_choices_are_buttons_bound_to_their_question(telegram: Telegram, channel: TelegramChannel) -> None:
    await channel.send(outgoing("Quel numéro ?", Choice("1", "mardi 8"), Choice("2", "jeudi 10")))
    assert telegram.last_buttons(CAMILLE) == [("mardi 8", "7:1"), ("jeudi 10", "7:2")]


async def test_the_contact_is_asked_with_a_button(telegram: Telegram, channel: TelegramChannel) -> None:
    await channel.send(outgoing("Quel est votre numéro ?", ask="contact"))
    keyboard = telegram.messages[0]["reply_markup"]["keyboard"]
    assert keyboard == [[{"text": "Partager mon numéro", "request_contact": True}]]


async def test_a_key_too_long_for_a_button_is_a_permanent_failure(channel: TelegramChannel) -> None:
    assert (await failure(channel, outgoing("?", Choice("é" * 40, "long")))).permanent


# (status, description, retry_after): (permanent, unreachable, maybe sent)
REFUSALS = [
    ((403, "Forbidden: bot was blocked by the user", None), (True, True, False)),
    ((403, "Forbidden: user is deactivated", None), (True, True, False)),
    ((400, "Bad Request: chat not found", None), (True, True, False)),
    ((400, "Bad Request: message is too long", None), (True, False, False)),
    ((401, "Unauthorized", None), (False, False, False)),
    ((409, "Conflict", None), (False, False, False)),
    ((429, "Too Many Requests: retry after 17", 17), (False, False, False)),
    ((500, "Internal Server Error", None), (False, False, False)),
]


@pytest.mark.parametrize(("refusal", "meaning"), REFUSALS, ids=[str(r[:2]) for r, _ in REFUSALS])
async def test_a_refusal_by_telegram_says_what_to_do_next(
    telegram: Telegram, channel: TelegramChannel,
    refusal: tuple[int, str, int | None], meaning: tuple[bool, bool, bool],
) -> None:  # fmt: skip
    telegram.refuse(*refusal)
    with warnings.catch_warnings(action="error", category=PTBDeprecationWarning):
        error = await failure(channel)
    assert (error.permanent, error.unreachable, error.maybe_sent) == meaning
    assert error.retry_after == refusal[2]


async def test_a_person_who_blocked_the_bot_is_unreachable(telegram: Telegram, channel: TelegramChannel) -> None:
    telegram.blocked_by.add(CAMILLE)
    error = await failure(channel)
    assert (error.permanent, error.unreachable) == (True, True)


async def test_a_person_who_never_wrote_is_unreachable(channel: TelegramChannel) -> None:
    error = await failure(channel, outgoing(chat=SACHA))
    assert (error.permanent, error.unreachable) == (True, True)


async def test_a_gateway_that_fails_may_have_passed_the_message_on(
    telegram: Telegram, channel: TelegramChannel
) -> None:
    telegram.fail_at_gateway(502)
    error = await failure(channel)
    assert (error.permanent, error.maybe_sent) == (False, True)


async def test_an_answer_that_does_not_come_may_hide_a_message_sent(telegram: Telegram, api_url: str) -> None:
    telegram.be_slow(5)
    error = await failure(TelegramChannel(TOKEN, api_url, timeout_s=1))
    assert (error.permanent, error.maybe_sent, telegram.texts_to(CAMILLE)) == (False, True, ["On commence ?"])


async def test_a_server_that_is_not_there_has_not_taken_the_message() -> None:
    error = await failure(TelegramChannel(TOKEN, f"http://127.0.0.1:{free_port()}", timeout_s=0.3))
    assert (error.permanent, error.maybe_sent) == (False, False)


async def test_telegram_cannot_tell_what_was_sent(channel: TelegramChannel, clock: FixedClock) -> None:
    assert await channel.find_sent(outgoing(), clock.now()) is None  # type: ignore[func-returns-value]


# The webhook's opening, and documents.


async def test_the_webhook_is_opened_with_its_secret(telegram: Telegram, channel: TelegramChannel) -> None:
    await channel.open_webhook("https://mission.example.fr", SECRET)
    assert (telegram.webhook["url"], telegram.webhook["secret_token"]) == ("https://mission.example.fr" + PATH, SECRET)


@pytest.mark.parametrize(("url", "secret"), [("http://mission.example.fr", SECRET), ("https://x.fr", "no spaces !")])
async def test_a_webhook_that_telegram_refuses_is_told(channel: TelegramChannel, url: str, secret: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        await channel.open_webhook(url, secret)
    assert caught.value.permanent


async def test_a_document_is_fetched_by_its_reference(
    webhook: Webhook, telegram: Telegram, channel: TelegramChannel
) -> None:
    heard = await asyncio.to_thread(webhook.hear, telegram.document(CAMILLE, "cv.pdf", b"%PDF-1.7 ..."))
    assert await channel.fetch(heard.attachments[0].reference) == b"%PDF-1.7 ..."


async def test_a_document_that_is_gone_is_a_failure(channel: TelegramChannel) -> None:
    with pytest.raises(DeliveryError):
        await channel.fetch("nothing")
