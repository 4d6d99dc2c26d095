"""Suggestions that a person said yes to. They move by placement only; here one reads them, with their log."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from starlette.requests import Request
from starlette_admin.fields import BaseField, IntegerField

from admin import words
from admin.current import in_thread, now_of, session_of
from admin.fields import Choice, Linked, Moment, Told, choices
from admin.journal import journal
from admin.person import named
from admin.told import percent
from admin.views.office_view import ReadOnlyView
from backend.people.tables import Candidate
from backend.placement.lifecycle import CANDIDATURE
from backend.placement.tables import Suggestion


class CandidatureView(ReadOnlyView):
    table = Suggestion
    key = "candidatures"
    menu_label = "Candidatures"
    display_name = "une candidature"
    icon = "fa fa-handshake"
    first_columns = ("candidate", "offer", "state", "score", "answered_at")
    fields_default_sort = [("answered_at", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Linked("candidate", label="Candidat", key="candidats"),
            Linked("offer", label="Offre", key="offres"),
            Choice("state", label="État", choices=choices(words.STATES)),
            Told("score", label="Points", tell=percent),
            Moment("answered_at", label="A répondu le"),
            Moment("decided_at", label="Approuvée le"),
            Told("parts", label="Pourquoi", tell=_reasons, detail_template="fields/lines.html"),
            Told("unknown", label="À demander", tell=lambda asks: ", ".join(map(str, asks))),
            Told("log", label="Journal", getter=_log, exclude_from_list=True, exclude_from_export=True,
                 detail_template="fields/lines.html"),
        ]  # fmt: skip

    def belongs_to(self, office_id: int) -> ColumnElement[bool]:
        return super().belongs_to(office_id) & col(Suggestion.state).in_(CANDIDATURE)

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        return col(Suggestion.candidate_id).in_(select(Candidate.id).where(named(term)))

    def describe(self, obj: Any) -> str:
        return f"{obj.candidate} : {obj.offer}"


def _reasons(parts: list[dict[str, Any]]) -> str:
    return "\n".join(str(part.get("sentence", "")) for part in parts)


async def _log(request: Request, suggestion: Suggestion) -> str:
    zone = now_of(request).tzinfo
    moves = await in_thread(journal, session_of(request), suggestion)
    return "\n".join(
        f"{move.at.astimezone(zone):%d/%m/%Y %H:%M} · {who} : {words.ACTIONS.get(move.action, move.action)}"
        f" → {words.STATES.get(move.after, move.after)}{f' ({move.why})' if move.why else ''}"
        for move, who in moves
    )
