"""What Telegram gives → Inbound: messages, pressed buttons, and everything that comes without words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext.filters import StatusUpdate

from backend.values import Attachment, Inbound

NAME = "telegram"
WANTED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_MEMBER = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


class NotAnUpdate(ValueError):
    """Not an Update of the Bot API."""


def number_of(given: object) -> int:
    """The update_id. Raises NotAnUpdate."""
    number = given.get("update_id") if isinstance(given, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise NotAnUpdate("there is no update_id")
    return number


def read_update(given: dict[str, Any]) -> Update:
    """Raises NotAnUpdate for what this version of the library cannot read."""
    try:
        update = Update.de_json(given, None)
    except Exception as error:  # whatever a field of tomorrow breaks
        raise NotAnUpdate(f"{type(error).__name__}: {error}") from error
    return update


def group_of(update: Update) -> int | None:
    """The group or channel that the bot was put in, or is spoken to in: it serves people in private only."""
    if (change := update.my_chat_member) is not None:
        chat, inside = change.chat, change.new_chat_member.status in _MEMBER
    elif update.message is not None:
        chat, inside = update.message.chat, True
    else:
        return None
    return chat.id if inside and chat.type != ChatType.PRIVATE else None


def to_inbound(update: Update, bot: str, now: datetime) -> Inbound | None:
    """What a person sent to the bot in private; None for groups, other bots and what is no message.

    A pressed button is its key as text, with an attachment "button" whose reference is the outbox row it was under. An
    edited message is its new text, with an attachment "edited".
    """
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query, bot, now)
    message = update.message or update.edited_message
    if message is None or not _of_a_person(message) or _of_the_chat(update, message):
        return None
    if update.edited_message is not None and message.location is not None:  # a shared position that moves on
        return None
    attached = _attachments(message)
    if update.edited_message is not None:
        attached = (*attached, Attachment("edited", str(message.message_id)))
    text = message.text or message.caption or ""
    return Inbound(NAME, str(update.update_id), str(message.chat.id), bot, text, now, attached)


def _of_a_person(message: Message) -> bool:
    by_bot = message.from_user is not None and message.from_user.is_bot
    return message.chat.type == ChatType.PRIVATE and not by_bot


def _of_the_chat(update: Update, message: Message) -> bool:
    """Something was done to the chat itself (a message pinned, another background): nobody waits for an answer."""
    return message.text is None and bool(StatusUpdate.ALL.check_update(update))


def _pressed(update_id: int, press: CallbackQuery, bot: str, now: datetime) -> Inbound | None:
    if press.message is not None and press.message.chat.type != ChatType.PRIVATE:
        return None
    row_id, bound, key = (press.data or "").partition(":")
    attached = (Attachment("button", row_id),) if bound else ()
    text = key if bound else row_id
    return Inbound(NAME, str(update_id), str(press.from_user.id), bot, text, now, attached)


# --- what comes without words -----------------------------------------------------------------------------------------


def _attachments(message: Message) -> tuple[Attachment, ...]:
    found = next((one for kind in READ_ATTACHMENTS if (one := kind(message)) is not None), None)
    if found is None and message.text is None:
        return (Attachment("other", ""),)
    return (found,) if found else ()


# Some phones give a file no name that says what it is.
_ENDINGS = {
    "application/pdf": ".pdf", "application/msword": ".doc", "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/jpeg": ".jpg", "image/png": ".png",
}  # fmt: skip


def _document(message: Message) -> Attachment | None:
    if (sent := message.document) is None:
        return None
    name, ending = sent.file_name or "", _ENDINGS.get(sent.mime_type or "", "")
    named = name if name.casefold().endswith((*_ENDINGS.values(), ".jpeg")) else name + ending
    return Attachment("document", sent.file_id, named, sent.file_size or 0)


def _photo(message: Message) -> Attachment | None:
    if not message.photo:
        return None
    largest = message.photo[-1]
    return Attachment("photo", largest.file_id, "", largest.file_size or 0)


def _voice(message: Message) -> Attachment | None:
    sent = message.voice or message.audio
    return Attachment("voice", sent.file_id, "", sent.file_size or 0) if sent else None


def _video(message: Message) -> Attachment | None:
    sent = message.video or message.video_note or message.animation
    return Attachment("video", sent.file_id, "", sent.file_size or 0) if sent else None


def _sticker(message: Message) -> Attachment | None:
    return Attachment("sticker", message.sticker.file_id, message.sticker.emoji or "") if message.sticker else None


def _contact(message: Message) -> Attachment | None:
    """Only one's own card says who one is. That of another person goes no further than here."""
    if (card := message.contact) is None:
        return None
    if message.from_user is None or card.user_id != message.from_user.id:
        return Attachment("contact_of_another", "")
    return Attachment("contact", "+" + card.phone_number.lstrip("+"), card.first_name)


def _location(message: Message) -> Attachment | None:
    """That there was one, not where: what the person is told, and true."""
    return Attachment("location", "") if message.location else None


# The first that reads a message names it: an animation is a document too, a place has a location.
READ_ATTACHMENTS: tuple[Callable[[Message], Attachment | None], ...] = (
    _video, _document, _photo, _voice, _sticker, _contact, _location,
)  # fmt: skip
