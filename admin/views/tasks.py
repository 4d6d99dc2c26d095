"""What an adviser must do: call somebody back, look at a message."""

from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette_admin.actions import link_row_action, row_action
from starlette_admin.fields import BaseField, IntegerField, TextAreaField
from starlette_admin.flash import flash

from admin import words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.fields import Choice, Moment, Told, choices
from admin.views.office_view import ReadOnlyView
from backend.messaging.tables import Task
from backend.people.tables import Candidate


class TaskView(ReadOnlyView):
    table = Task
    key = "taches"
    menu_label = "À faire"
    display_name = "une tâche"
    icon = "fa fa-list-check"
    first_columns = ("kind", "note", "person", "created_at", "done_at")
    searched = ("note", "kind")
    fields_default_sort = [("done_at", False), ("id", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Choice("kind", label="Quoi", choices=choices(words.TASK_KINDS)),
            TextAreaField("note", label="Détail"),
            Told("person", label="Personne", getter=_person),
            Moment("created_at", label="Depuis"),
            Moment("done_at", label="Fait le"),
        ]

    def describe(self, obj: Any) -> str:
        return str(obj.note or words.TASK_KINDS.get(obj.kind, obj.kind))

    async def is_row_action_allowed_for_obj(self, request: Request, name: str, obj: Any) -> bool:
        allowed = await super().is_row_action_allowed_for_obj(request, name, obj)
        return allowed and (name != "done" or obj.done_at is None)

    @row_action(name="done", text="Fait", icon_class="fa fa-check")
    async def row_action_4_done(self, request: Request, pk: Any) -> None:
        task = await self.find_by_pk(request, pk)
        task.done_at, task.done_by = now_of(request), signed_in(request).adviser_id
        flash(request, "C'est fait.", "success")

    @link_row_action(name="talk", text="Conversation", icon_class="fa fa-comments")
    def row_action_5_talk(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:conversation_of_task", task_id=pk))


async def _person(request: Request, task: Task) -> str:
    if task.candidate_id is None:
        return ""
    named = select(Candidate).where(col(Candidate.id) == task.candidate_id)
    return str(await in_thread(lambda: session_of(request).exec(named).first()) or "")
