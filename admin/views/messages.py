"""Messages received and sent: what was said, as it was said."""

from typing import Any

from starlette.requests import Request
from starlette_admin.actions import link_row_action
from starlette_admin.fields import BaseField, IntegerField, TextAreaField

from admin import phones, words
from admin.fields import Choice, Moment, Told, choices
from admin.views.office_view import ReadOnlyView
from backend.messaging.tables import InboundMessage, OutboundMessage


class ReceivedView(ReadOnlyView):
    table = InboundMessage
    key = "messages-recus"
    menu_label = "Messages reçus"
    display_name = "un message reçu"
    icon = "fa fa-inbox"
    first_columns = ("received_at", "sender", "text", "set_aside_at")
    searched = ("text", "sender")
    fields_default_sort = [("id", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Moment("received_at", label="Reçu le"),
            Told("sender", label="De", tell=phones.written),
            TextAreaField("text", label="Message"),
            Choice("channel", label="Par", choices=choices(words.CHANNELS)),
            Moment("handled_at", label="Traité le"),
            Moment("set_aside_at", label="Mis de côté le"),
            TextAreaField("error", label="Pourquoi"),
        ]

    def describe(self, obj: Any) -> str:
        return f"message de {phones.written(obj.sender)}"

    @link_row_action(name="talk", text="Conversation", icon_class="fa fa-comments")
    def row_action_4_talk(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:conversation_about", kind="recu", message_id=pk))


class SentView(ReadOnlyView):
    table = OutboundMessage
    key = "messages-envoyes"
    menu_label = "Messages envoyés"
    display_name = "un message envoyé"
    icon = "fa fa-paper-plane"
    first_columns = ("created_at", "recipient", "text", "purpose", "status")
    searched = ("text", "recipient")
    fields_default_sort = [("id", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Moment("created_at", label="Écrit le"),
            Told("recipient", label="À", tell=phones.written),
            TextAreaField("text", label="Message"),
            Choice("purpose", label="Pour", choices=choices(words.PURPOSES)),
            Choice("status", label="État", choices=choices(words.MESSAGE_STATUS)),
            IntegerField("parts", label="SMS"),
            Moment("not_before", label="Pas avant"),
            Moment("sent_at", label="Parti le"),
            TextAreaField("error", label="Erreur"),
        ]

    def describe(self, obj: Any) -> str:
        return f"message à {phones.written(obj.recipient)}"

    @link_row_action(name="talk", text="Conversation", icon_class="fa fa-comments")
    def row_action_4_talk(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:conversation_about", kind="envoye", message_id=pk))
