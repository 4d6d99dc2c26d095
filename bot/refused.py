"""Which question several refusals for one reason lead to. The questions themselves are in conversations/refusals.py."""

from backend.matching.questions import Reason, Refusal, Suggestion, after_this_refusal
from backend.values import Json
from bot.flow import Outcome
from bot.state import Talk

QUESTION_OF = {
    "max_minutes": "nearer", "modes": "modes", "nights": "which_hours", "pay": "least_pay", "wants": "work",
    "call": "call_about_offers",
}  # fmt: skip
"""Field of the matcher's suggestion → the question that asks for it; `modes` and `work` are the file's own."""


def asked_after(talk: Talk, suggestion_id: int, reason: str) -> Outcome:
    """Where the talk goes once this reason is noted: a question when it is repeated, else nothing."""
    found = _suggested(talk, suggestion_id, reason)
    if found is None:
        return Outcome()
    pending: dict[str, Json] = {"reach": {"minutes": found.value}} if found.value else {}
    say = "" if found.field in ("max_minutes", "nights", "pay", "call") else found.sentence.partition(" : ")[0] + "."
    return Outcome(say, pending=pending, ask=QUESTION_OF[found.field])


def _suggested(talk: Talk, suggestion_id: int, reason: str) -> Suggestion | None:
    refused = talk.facts.refused()
    ways = {past.suggestion_id: past.minutes for past in refused}
    known = [
        Refusal(str(past.suggestion_id), Reason(past.reason), past.minutes)
        for past in refused
        if past.reason in set(Reason) and past.suggestion_id != suggestion_id
    ]
    last = Refusal(str(suggestion_id), Reason(reason), ways.get(suggestion_id))
    return after_this_refusal(_limit(talk), known, last)


def _limit(talk: Talk) -> float | None:
    reach = talk.answers.get("reach")
    minutes = reach.get("minutes") if isinstance(reach, dict) else None
    return float(minutes) if isinstance(minutes, int | float) else None
