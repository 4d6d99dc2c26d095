"""Every suggestion with all that was kept of it: what the matcher read, its weights and version, who decided and why.

Looked at, filtered and exported (Excel, CSV, JSON); after two years the clock empties what made it (placement/why.py).
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette_admin.export import JsonExporter
from starlette_admin.fields import BaseField, IntegerField, StringField
from starlette_admin.types import RequestAction

from admin import words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.fields import Choice, Linked, Moment, Told, choices
from admin.person import named
from admin.read_back import say_inputs, say_weights
from admin.told import percent
from admin.views.office_view import OfficeView, ReadOnlyView
from backend.network.tables import Adviser
from backend.people.tables import Candidate
from backend.placement import answers, review
from backend.placement.lifecycle import REFUSED_FOR
from backend.placement.tables import Move, Suggestion

WHY = {**answers.DECLINED_FOR, **REFUSED_FOR, **review.REASONS}


@dataclass
class Read(Told):
    """In French on the page, as the machine keeps it in an export."""

    async def serialize_value(self, request: Request, value: Any) -> str:
        return _as_json(value) if request.state.action == RequestAction.EXPORT else self.tell(value or {})


class SuggestionView(ReadOnlyView):
    table = Suggestion
    key = "propositions"
    menu_label = "Propositions"
    display_name = "une proposition"
    icon = "fa fa-scale-balanced"
    first_columns = ("candidate", "offer", "state", "score", "created_at", "decider")
    fields_default_sort = [("created_at", True)]
    exporters = [*OfficeView.exporters, JsonExporter()]

    def all_fields(self) -> list[BaseField]:
        kept: dict[str, Any] = {"exclude_from_list": True}
        lines: dict[str, Any] = {**kept, "detail_template": "fields/lines.html"}
        return [
            IntegerField("id", label="N°"),
            Linked("candidate", label="Candidat", key="candidats"),
            Linked("offer", label="Offre", key="offres"),
            Choice("state", label="État", choices=choices(words.STATES)),
            Told("score", label="Points", tell=percent),
            Moment("created_at", label="Proposée le"),
            Told("decider", label="Décidée par", getter=_decider),
            Moment("decided_at", label="Décidée le"),
            Moment("answered_at", label="A répondu le"),
            Told("reason", label="Raison", tell=lambda reason: WHY.get(reason, reason)),
            Told("parts", label="Pourquoi", tell=_reasons, detail_template="fields/lines.html", **kept),
            Told("unknown", label="À demander", tell=lambda asks: ", ".join(map(str, asks)), **kept),
            StringField("flip", label="Ce qui changerait tout", **kept),
            Read("weights", label="Poids des critères", tell=say_weights, **lines),
            StringField("version", label="Version des règles", **kept),
            Read("inputs", label="Ce qui a été lu", tell=say_inputs, **lines),
            Told("log", label="Journal", getter=_log, detail_template="fields/lines.html", **kept),
        ]

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        people = select(Candidate.id).where(Candidate.office_id == signed_in(request).office_id, named(term))
        return col(Suggestion.candidate_id).in_(people)

    def describe(self, obj: Any) -> str:
        return f"{obj.candidate} : {obj.offer}"


def _reasons(parts: list[dict[str, Any]]) -> str:
    return "\n".join(f"{part['sentence']} ({part['points']:g}/{part['ceiling']:g})" for part in parts)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


async def _decider(request: Request, suggestion: Suggestion) -> str:
    return (await _advisers(request)).get(suggestion.decided_by or 0, "")


async def _log(request: Request, suggestion: Suggestion) -> str:
    zone, names = now_of(request).tzinfo, await _advisers(request)
    moves = await _moves(request, suggestion)
    return "\n".join(
        f"{move.at.astimezone(zone):%d/%m/%Y %H:%M} · {_who(move.who, names)} : {words.ACTIONS.get(move.action)}"
        f"{f' ({WHY.get(move.why, move.why)})' if move.why else ''}"
        for move in moves
    )


async def _moves(request: Request, suggestion: Suggestion) -> list[Move]:
    """The log of one suggestion; for an export, those of the whole office are read at once."""
    if request.state.action != RequestAction.EXPORT:
        return (await in_thread(_logs, session_of(request), Suggestion.id == suggestion.id)).get(suggestion.id or 0, [])
    if not hasattr(request.state, "logs"):
        mine = Suggestion.office_id == signed_in(request).office_id
        request.state.logs = await in_thread(_logs, session_of(request), mine)
    logs: dict[int, list[Move]] = request.state.logs
    return logs.get(suggestion.id or 0, [])


def _logs(session: Session, which: Any) -> dict[int, list[Move]]:
    moves = select(Move).join(Suggestion, col(Suggestion.id) == col(Move.suggestion_id)).where(which)
    found: dict[int, list[Move]] = {}
    for move in session.exec(moves.order_by(col(Move.id))):
        found.setdefault(move.suggestion_id, []).append(move)
    return found


def _who(who: str, names: dict[int, str]) -> str:
    kind, _, number = who.partition(":")
    if kind == "adviser":
        return names.get(int(number), "conseiller")
    return {"candidate": "la personne", "employer": "l'employeur"}.get(kind, "assistant")


async def _advisers(request: Request) -> dict[int, str]:
    """The names of the office's advisers, read once for a request."""
    if not hasattr(request.state, "advisers"):
        mine = select(Adviser).where(Adviser.office_id == signed_in(request).office_id)
        rows = await in_thread(lambda: session_of(request).exec(mine).all())
        request.state.advisers = {row.id: row.name for row in rows}
    names: dict[int, str] = request.state.advisers
    return names
