"""Everything a whole sentence says about someone, so that those questions need not be asked.

    "bonjour jhabite domerat jcherche cariste jai le permi et le caces 3 dispo de suite"
    → Domérat · cariste · permis B, CACES 3 · available at once

One finder after the other reads the text, the surest first; the words it used are crossed out before the next reads.
A slot is filled only when the text states it: what is doubtful is left for the question.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from datetime import datetime
from itertools import islice, pairwise
from typing import Generic, TypeVar

from backend.reference.communes import Commune
from backend.reference.occupations import Nomenclature, Occupation
from bot.understanding.contract import Wishes, find_wishes
from bot.understanding.experience import Years, find_experience
from bot.understanding.licences import Licences, find_licences
from bot.understanding.mobility import Modes, find_modes
from bot.understanding.names import PersonName, find_name
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.reach import Reach, find_reach
from bot.understanding.texted import Found, read
from bot.understanding.when import Moment, find_moments
from bot.understanding.when import as_json as moment_as_json
from bot.understanding.where import find_place
from bot.understanding.work import NOTHING, find_work, rank_work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slots:
    """What a sentence says; None where it says nothing sure. `start`: from when the person is available.

    `words`: slot → the part of the text that said it, in the order in which the slots were read.
    """

    name: PersonName | None = None
    commune: Commune | None = None
    work: Occupation | None = None
    years: Years | None = None
    licences: Licences | None = None
    modes: Modes | None = None
    reach: Reach | None = None
    start: Moment | None = None
    wishes: Wishes | None = None
    words: Mapping[str, str] = field(default_factory=dict)


_LONGEST = 480  # characters read: three SMS
_SHORT_QUESTION = 6  # words; in a longer text the question stands beside an introduction


def understand_sentence(text: str, near: str | None, now: datetime, nomenclature: Nomenclature) -> Slots:
    """Every slot the text fills. `near` is the INSEE code of a commune the person is likely close to. Never raises."""
    text = text[:_LONGEST]
    refused = not_an_answer(text)
    if refused and (refused.hint != "question" or len(read(text).plain.split()) < _SHORT_QUESTION):
        return Slots()
    page = _Page(text)
    slots = Slots(
        name=page.take("name", _in_plain(find_name(page.rest))),
        licences=page.take("licences", _in_plain(find_licences(page.rest))),
        years=page.take("years", _in_plain(find_experience(page.rest, now))),
        modes=page.take("modes", _in_plain(find_modes(page.rest))),
        reach=page.take("reach", _in_plain(find_reach(page.rest))),
        wishes=page.take("wishes", _in_plain(find_wishes(page.rest))),
        start=page.take("start", _availability(page.rest, now)),
        commune=page.take("commune", _home(page.rest, near)),
        work=page.take("work", _work(page.rest_with(_INTRODUCES_WORK), nomenclature)),
        words=page.words,
    )
    if slots.work and slots.years is None:
        return replace(slots, years=page.take("years", _behind_work(page.rest, text, slots.words["work"])))
    return slots


@dataclass(frozen=True, slots=True)
class _Piece(Generic[T]):
    """A value and the characters that said it."""

    value: T
    spans: Sequence[tuple[int, int]]


def _in_plain(found: Found[T] | None) -> _Piece[T] | None:
    return _Piece(found.value, [found.texted.span(*span) for span in found.spans]) if found else None


class _Page:
    """The text with what is already understood crossed out, every character keeping its place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.rest = text
        self.words: dict[str, str] = {}
        self._crossed: list[tuple[int, int]] = []

    def rest_with(self, words: re.Pattern[str]) -> str:
        """The rest, and those words that were crossed out but still introduce what follows them."""
        rest = self.rest
        for start, end in self._crossed:
            if words.fullmatch(self._text[start:end].strip()):
                rest = rest[:start] + self._text[start:end] + rest[end:]
        return rest

    def take(self, slot: str, piece: _Piece[T] | None) -> T | None:
        """The value of a piece, whose words are then nobody else's."""
        if piece is None:
            return None
        for start, end in piece.spans:
            self._crossed.append((start, end))
            self.rest = self.rest[:start] + "/".center(end - start) + self.rest[end:]
        self.words[slot] = self._text[min(start for start, _ in piece.spans) : max(end for _, end in piece.spans)]
        return piece.value


_YEARS_BEHIND = re.compile(
    r"\s*,?\s*(depuis\s+|dpuis\s+|depui\s+)?(\d\d?)\s*ans?\b(?!\s*(?:et demi|de chom|de ch\u00f4m))", re.IGNORECASE
)
_SEEKS_WORK = re.compile(r"cherch[^.,;!\n]{0,40}$", re.IGNORECASE)
_NO_AGE = 15  # years; "cariste 52 ans" may be an age


def _behind_work(rest: str, text: str, work: str) -> _Piece[Years] | None:
    """ "cariste 4 ans": a few years right behind the work are of that work; "maçon depuis 20 ans" can be no age."""
    end = text.rfind(work) + len(work)
    said = _YEARS_BEHIND.match(rest, end)
    if said and said[1] and _SEEKS_WORK.search(text[: end - len(work)]):
        return None  # "je cherche du ménage depuis 3 ans" tells how long the search is
    years = int(said[2]) if said else 0
    return _Piece(float(years), [said.span(2)]) if said and (said[1] or years <= _NO_AGE) and years <= 50 else None


# ── Availability ──────────────────────────────────────────────────────────────────────────────────────────────────────

_WHOLE_DAYS = frozenset({"day", "week", "month", "quarter", "year"})
_AVAILABILITY = (
    r"(?:dispo\w*|libre|commence\w*|demarr\w*|embauch\w*|operationnel\w*|pret|prete|peux travailler|peux venir|fin "
    r"de contrat|"
    r"fini\w*|termin\w*|travailler|bosser|poste|cherche\w*|recherche\w*)"
)
_AVAILABLE = re.compile(rf"\b{_AVAILABILITY}(?: \w+){{0,4}} $")
_TAKEN_UP = re.compile(
    r"\b(?:depuis|formation|stage|rendez vous|entretien|visite|medecin|operation|ferme|pas (?:dispo\w*|libre)|plus "
    r"(?:dispo\w*|libre))"
    r"(?: \w+){0,2} $"
)
_AT_ONCE = re.compile(
    r"(?:de|tout de|dans) suite|immediat\w*|tout suite|des que possible|asap|au plus vite|des maintenant|"
    r"dispo(?:nible)? direct(?:ement)?"
)
_MAY_SAY_WHEN = re.compile(rf"{_AVAILABILITY}|{_AT_ONCE.pattern}")  # without these words, no moment is looked for


def _availability(text: str, now: datetime) -> _Piece[Moment] | None:
    """The first moment yet to come that is said of being available: "dispo lundi", "libre à partir du 10"."""
    if not _MAY_SAY_WHEN.search(read(text).plain):
        return None
    for found in find_moments(text, now):
        moment = found.moment
        if moment.seconds is not None or (moment.end is not None and moment.end <= now):
            continue
        before = read(text[max(0, found.start - 60) : found.start]).plain + " "
        said = read(found.words).plain
        if said.startswith("depuis") or _TAKEN_UP.search(before):
            continue
        if (_AVAILABLE.search(before) and (moment.grain in _WHOLE_DAYS or said == "maintenant")) or _AT_ONCE.fullmatch(
            said
        ):
            return _Piece(moment, [(found.start, found.end)])
    return None


# ── Home ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LIVES = re.compile(r"\b(?:habit\w*|abite|domicili\w*|reside\w*|loge|vis|demeur\w*)\b")
_NOT_HOME = re.compile(
    r"\b(?:ne|nee|grandi|permis|diplome\w*|formation|cap|bac|travaille\w* (?:a|chez)|bosse\w* (?:a|chez))(?: "
    r"\w+){0,2} $"
)


def _home(text: str, near: str | None) -> _Piece[Commune] | None:
    """The commune someone lives in, or wants to work around when nothing says where they live; only when sure."""
    lives = _LIVES.search(read(text).plain)
    starts = [read(text).span(*lives.span())[0], 0] if lives else [0]
    for start in starts:
        found = find_place(text[start:], near)
        if found and found.sure and not _NOT_HOME.search(read(text[: start + found.start]).plain + " "):
            return _Piece(found.commune, [(start + found.start, start + found.end)])
    return None


# ── Work ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

_BREAK = re.compile(
    r"[/.,;!?()\n]+|\b(?:et|ou|mais|car|avec|pour|depuis|pendant|sur|vers|dispo\w*)\b"
    r"|(?=\bj(?:e\b|ai\b|['’]|[bcdfghklmnpqrstvz]))",
    re.IGNORECASE,
)
_ARTICLES = r"le|la|les|de|du|des|d|un|une|ai"
_BESIDE = (
    r"diplom\w*|qualifi\w*|motiv\w*|urgent|si possible|max\w*|environ|possible|seulement|uniquement|ok|svp|stp|"
    r"merci"
)
_HOLLOW = re.compile(
    rf"^(?:(?:{_ARTICLES}|{_BESIDE})\b['’ ]*)+|(?:[ '’]*\b(?:{_ARTICLES}|{_BESIDE}|a|à|au|en|dans))+$", re.IGNORECASE
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:mon|ma) (?:fils|fille|mari|femme|frere|soeur|copain|copine|amie?|conjointe?|neveu|niece|pere|"
    r"mere)\b(?!.*\bje?\b)"
)
_NAMED = re.compile(r"^(?!(?:en|dans|au|aux|chez)\b).{4}", re.DOTALL)  # "en usine" is where, not what; "max" is nothing
_INTRODUCES_WORK = re.compile(
    r"cdi|cdd|int[eé]rim|alternance|apprentissage|mi[ -]temps|temps partiel|temps plein|plein temps|d[eé]butante?",
    re.IGNORECASE,
)
"""Read already as a contract or an experience, and what comes next is the work: "alternance en pâtisserie"."""
_WHOLE_NAME = 0.97
_MOST_CLAUSES = 6
_LABELS = frozenset(
    {"domicile", "adresse", "ville", "commune", "nom", "prénom", "prenom", "permis", "voiture"}
)  # "Domicile : …"


def _work(text: str, nomenclature: Nomenclature) -> _Piece[Occupation] | None:
    """The occupation looked for or practised, else the one that a clause names with nothing else; only when sure."""
    found = find_work(text, nomenclature)
    if found:
        doubtful = not found.sure or _SOMEBODY_ELSE.search(read(text[: found.start]).plain)
        return None if doubtful else _Piece(found.occupation, [(found.start, found.end)])
    for start, end in islice(_clauses(text), _MOST_CLAUSES):
        works = rank_work(text[start:end], nomenclature) if _NAMED.match(text[start:end]) else NOTHING
        if works.sure and works.candidates[0].written >= _WHOLE_NAME:
            return _Piece(works.candidates[0].occupation, [(start, end)])
    return None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between punctuation, links and the next "je", without the articles left at their ends."""
    breaks = [(found.start(), found.end()) for found in _BREAK.finditer(text)]
    for (_, start), (end, _) in pairwise([(0, 0), *breaks, (len(text), len(text))]):
        said = text[start:end]
        core = _HOLLOW.sub("", said.strip())
        if len(core) > 2 and core.strip(" :").lower() not in _LABELS:
            position = start + said.index(core)
            yield position, position + len(core)


# ── Outside ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def as_json(slots: Slots) -> dict[str, object]:
    """Only the filled slots: {"commune": {"value": {"code", "label"}, "words": "…"}, …}."""
    return {slot: {"value": _plain(getattr(slots, slot)), "words": words} for slot, words in slots.words.items()}


def _plain(value: object) -> object:
    if isinstance(value, Moment):
        return moment_as_json(value)
    if isinstance(value, Commune):
        return {"code": value.code, "label": value.name}
    if isinstance(value, Occupation):
        return {"code": value.code, "label": value.label}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value
