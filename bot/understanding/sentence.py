"""Everything a whole sentence says about someone, so that those questions need not be asked.

    "bonjour jhabite domerat jcherche cariste jai le permi et le caces 3 dispo de suite"
    → Domérat · cariste · permis B, CACES 3 · available at once

One finder after the other reads the text, the surest first; the words it used are crossed out before the next one reads.
A slot is filled only when the text states it: what is doubtful is left for the question.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

from backend.reference.communes import Commune
from backend.reference.occupations import Nomenclature, Occupation
from bot.understanding.contract import Wishes, find_wishes
from bot.understanding.experience import Years, find_experience
from bot.understanding.licences import Licences, find_licences
from bot.understanding.mobility import Modes, find_modes
from bot.understanding.names import PersonName, find_name
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.reach import Reach, find_reach
from bot.understanding.texted import LONGEST, Found, read
from bot.understanding.when import Moment, find_moments
from bot.understanding.when import as_json as moment_as_json
from bot.understanding.where import find_place
from bot.understanding.work import rank_work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slot(Generic[T]):
    """A value and the words of the text that said it."""

    value: T
    words: str


@dataclass(frozen=True, slots=True)
class Slots:
    """What a sentence says; None where it says nothing sure. `start`: from when the person is available."""

    name: Slot[PersonName] | None = None
    commune: Slot[Commune] | None = None
    work: Slot[Occupation] | None = None
    years: Slot[Years] | None = None
    licences: Slot[Licences] | None = None
    modes: Slot[Modes] | None = None
    reach: Slot[Reach] | None = None
    start: Slot[Moment] | None = None
    wishes: Slot[Wishes] | None = None

    def filled(self) -> tuple[str, ...]:
        """Names of the slots that have a value."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is not None)


_SHORT_QUESTION = 6  # words; in a longer text the question stands beside an introduction


def understand_sentence(text: str, near: str | None, now: datetime, nomenclature: Nomenclature) -> Slots:
    """Every slot the text fills. `near` is the INSEE code of a commune the person is likely close to. Never raises."""
    text = text[:LONGEST]
    refused = not_an_answer(text)
    if refused and (refused.hint != "question" or len(read(text).plain.split()) < _SHORT_QUESTION):
        return Slots()
    page = _Page(text)
    return Slots(
        name=page.take(find_name),
        licences=page.take(find_licences),
        years=page.take(lambda rest: find_experience(rest, now)),
        wishes=page.take(find_wishes),
        reach=page.take(find_reach),
        modes=page.take(find_modes),
        start=page.take_span(_availability(page.rest, now)),
        commune=page.take_span(_home(page.rest, near)),
        work=page.take_span(_work(page.rest, nomenclature)),
    )


_Piece = tuple[T, int, int]  # a value and the characters that said it


class _Page:
    """The text with what is already understood crossed out, every character keeping its place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.rest = text

    def take(self, find: Callable[[str], Found[T] | None]) -> Slot[T] | None:
        found = find(self.rest)
        if found is None:
            return None
        spans = [found.texted.span(start, end) for start, end in found.spans]
        self._cross_out(spans)
        return Slot(found.value, self._text[min(start for start, _ in spans) : max(end for _, end in spans)])

    def take_span(self, piece: _Piece[T] | None) -> Slot[T] | None:
        if piece is None:
            return None
        value, start, end = piece
        self._cross_out([(start, end)])
        return Slot(value, self._text[start:end])

    def _cross_out(self, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            self.rest = self.rest[:start] + "/".center(end - start) + self.rest[end:]


# ── Availability ──────────────────────────────────────────────────────────────────────────────────────────────────────

_AVAILABLE = re.compile(
    r"\b(?:dispo\w*|libre|commence\w*|demarr\w*|embauch\w*|operationnel\w*|pret|prete|peux travailler|peux venir|fin de contrat|"
    r"fini\w*|termin\w*|travailler|bosser|poste|cherche\w*|recherche\w*)(?: \w+){0,4} $"
)
_AT_ONCE = re.compile(r"(?:de|tout de|dans) suite|immediat\w*|maintenant|tout suite|des (?:que|ke) possible|asap|au plus vite|des (?:demain|lundi|aujourd hui|maintenant)")
_FROM = re.compile(r"(?:a partir|a parti|des|apres|a compter|debut|fin)\b")


def _availability(text: str, now: datetime) -> _Piece[Moment] | None:
    """The first moment yet to come that is said of being available: "dispo lundi", "libre à partir du 10", "de suite"."""
    for found in find_moments(text, now):
        moment = found.moment
        if moment.seconds is not None or (moment.end is not None and moment.end <= now):
            continue
        before = read(text[max(0, found.start - 60) : found.start]).plain + " "
        said = read(found.words).plain
        if _AVAILABLE.search(before) or (_AT_ONCE.fullmatch(said) and "habite" not in before):
            return moment, found.start, found.end
    return None


# ── Home ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LIVES = re.compile(r"\b(?:habit\w*|abite|domicili\w*|reside\w*|loge|vis|demeur\w*)\b")
_NOT_HOME = re.compile(r"\b(?:ne|nee|grandi|permis|diplome\w*|formation|cap|bac|travaille\w* (?:a|chez)|bosse\w* (?:a|chez))(?: \w+){0,2} $")


def _home(text: str, near: str | None) -> _Piece[Commune] | None:
    """The commune someone lives in, or wants to work around when nothing says where they live; only when sure."""
    lives = _LIVES.search(read(text).plain)
    starts = [read(text).span(*lives.span())[0], 0] if lives else [0]
    for start in starts:
        found = find_place(text[start:], near)
        if found and found.sure and not _NOT_HOME.search(read(text[: start + found.start]).plain + " "):
            return found.commune, start + found.start, start + found.end
    return None


# ── Work ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

_BREAK = re.compile(r"[/.,;:!?()\n]+|\b(?:et|mais|car|avec|pour|depuis|pendant|sur|vers|dans le secteur)\b")
_WANTS = re.compile(r"\b(?:cherch\w*|recherch\w*|trouv\w*|voudrais|souhait\w*|veux|poste de|emploi de|travail de|postul\w*|interess\w*|candidat\w*|place de|boulot de)\b")
_IS = re.compile(r"\b(?:suis|etais|ai ete|fais|faisais|travaille\w*|bosse\w*|metier|comme|profession|formation|diplome\w*|experience)\b")


def _work(text: str, nomenclature: Nomenclature) -> _Piece[Occupation] | None:
    """The occupation looked for, else the one practised; a clause without either cue must name it exactly."""
    clauses = list(_clauses(text))
    for cue, needed in ((_WANTS, 0.0), (_IS, 0.0), (None, _EXACT)):
        for start, end in clauses:
            if cue and not cue.search(read(text[start:end]).plain):
                continue
            works = rank_work(text[start:end], nomenclature)
            if works.sure and works.candidates[0].score >= needed:
                return works.candidates[0].occupation, start, end
    return None


_EXACT = 1.0


def _clauses(text: str) -> Iterable[tuple[int, int]]:
    position = 0
    for found in [*_BREAK.finditer(text.lower()), None]:
        end = found.start() if found else len(text)
        if text[position:end].strip():
            lead = len(text[position:end]) - len(text[position:end].lstrip())
            yield position + lead, position + len(text[position:end].rstrip())
        position = found.end() if found else end


# ── Outside ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def as_json(slots: Slots) -> dict[str, Any]:
    """Only the filled slots: {"commune": {"value": {"code", "label"}, "words": "…"}, …}."""
    return {name: {"value": _plain(getattr(slots, name).value), "words": getattr(slots, name).words} for name in slots.filled()}


def _plain(value: object) -> object:
    if isinstance(value, Moment):
        return moment_as_json(value)
    if isinstance(value, Commune):
        return {"code": value.code, "label": value.name}
    if isinstance(value, Occupation):
        return {"code": value.code, "label": value.label}
    return asdict(value) if not isinstance(value, float) else value  # type: ignore[call-overload]
