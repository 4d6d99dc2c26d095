"""What a message says otherwise of facts that are known: "ma voiture est en panne", "j'ai eu mon permis". Pure.

Nothing changes without a yes: what was heard waits in `State.pending`, and is read back.
"""

import re

from backend.reference.folding import fold
from backend.values import Json
from bot.asides import is_a_question
from bot.flow import Outcome, Turn
from bot.outcomes import after
from bot.reading import Passing
from bot.state import Talk
from bot.turns import Book
from bot.understanding.anew import says_anew

CHANGED = "changed"
# What changes in a life, and how one says it.
_OF_A_LIFE = frozenset({"modes", "licences", "commune", "reach", "start"})
_OF_ONESELF = re.compile(r"\b(?:j|je|jai|jhabite|ma|mon|mes)\b")


def changes(book: Book, talk: Talk, passing: Passing, asked: str, text: str) -> dict[str, Json]:
    """What the message says of facts that are known, and says otherwise; a question says nothing."""
    if talk.facts.confirmed and is_a_question(text):
        return {}
    known = {key: value for key, value in passing.kept.items() if key in talk.answers and key != asked}
    merged = {key: book.merged(key, talk.answers[key], value) for key, value in known.items()}
    said: dict[str, Json] = {
        key: value for key, value in merged.items() if value is not None and _is_said_anew(key, text, asked)
    }
    return (
        said if "work" in said else {key: value for key, value in said.items() if key != "years" or "work" not in known}
    )


def _is_said_anew(key: str, text: str, asked: str) -> bool:
    """Past jobs, diplomas and offers name a trade too; a commune that nobody asked for is asked about all the same."""
    return says_anew(key, text) or (key == "commune" and not asked)


def told_of_oneself(changed: dict[str, Json], text: str) -> dict[str, Json]:
    """The changes of a sentence about oneself, said to a question whose answers are free words."""
    return {key: value for key, value in changed.items() if key in _OF_A_LIFE} if _OF_ONESELF.search(fold(text)) else {}


def told_beside(changed: dict[str, Json], text: str, talk: Talk) -> dict[str, Json]:
    """What is lost or got, told in the answer to something else: "le 2 mais ma voiture est en panne"."""
    if not talk.facts.confirmed:
        return {}
    told = told_of_oneself(changed, text)
    before, modes = talk.answers.get("modes"), told.get("modes")
    lost = isinstance(before, list) and isinstance(modes, list) and set(modes) < set(before)
    return {key: value for key, value in told.items() if key == "licences" or (key == "modes" and lost)}


def ask_to_change(book: Book, talk: Talk, changed: dict[str, Json]) -> Turn:
    """The change read back; with the one that waits for its yes already, if any."""
    waiting = talk.state.pending if talk.state.asking == CHANGED else {}
    return after(book, talk, Outcome(pending={**waiting, **changed}, ask=CHANGED))
