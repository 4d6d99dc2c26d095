"""Why me? Each suggestion keeps what it was made of for two years, and can say it in two short sentences."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pydantic_core import to_jsonable_python
from sqlmodel import Session, col, select

from backend.matching.values import Offer, Person
from backend.placement.tables import Move, Suggestion

# Changes with the filters and the criteria of backend/matching.
VERSION = "2026-11"
KEPT_FOR = timedelta(days=730)
SENTENCE = 70


def inputs_of(person: Person, offer: Offer) -> dict[str, Any]:
    """What the matcher read, as JSON: no name, no age, no address is in these values."""
    read: dict[str, Any] = to_jsonable_python({"person": asdict(person), "offer": asdict(offer)})
    return read


def why_me(parts: list[dict[str, Any]]) -> str:
    """The two reasons that gave most points, as two short sentences; "" when there is none."""
    best = sorted((part for part in parts if part["points"] > 0), key=lambda part: -float(part["points"]))
    return " ".join(_sentence(str(part["sentence"])) for part in best[:2])


def _sentence(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return f"{text if len(text) <= SENTENCE else text[: SENTENCE - 3].rsplit(' ', 1)[0] + '...'}."


def record_of(session: Session, suggestion: Suggestion) -> dict[str, Any]:
    """All that was kept of one suggestion: inputs, weights, version, reasons, who decided, and the log."""
    moves = session.exec(select(Move).where(Move.suggestion_id == suggestion.id).order_by(col(Move.id)))
    kept = suggestion.model_dump(
        include={
            "id", "offer_id", "candidate_id", "state", "score", "parts", "unknown", "flip", "weights", "inputs",
            "version", "created_at", "decided_at", "decided_by", "answered_at", "reason",
        }
    )  # fmt: skip
    log = [move.model_dump(exclude={"id", "suggestion_id"}) for move in moves]
    record: dict[str, Any] = to_jsonable_python(kept | {"log": log})
    return record


def forget_inputs(session: Session, now: datetime) -> int:
    """After two years the inputs and the reasons go; the states stay for the figures. How many suggestions."""
    old = select(Suggestion).where(Suggestion.created_at < now - KEPT_FOR, Suggestion.version != "")
    rows = list(session.exec(old))
    for row in rows:
        row.inputs, row.weights, row.parts, row.unknown, row.flip, row.version = {}, {}, [], [], "", ""
        session.add(row)
    return len(rows)
