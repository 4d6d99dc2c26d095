"""Which occupation a text names: ranked ROME codes, and whether the first can be read back without asking.

How: the wordings that share most pieces with the text (work_index) are compared with it one by one, by spelling, by
sound and word by word (work_nearness). The share of an occupation is that of its wordings among all those compared:
many near wordings of one trade weigh more than a lone one of another. An answer is sure when one occupation has nearly
the whole share, and when what it is called was really written.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from backend.reference.occupations import Nomenclature, Occupation, both_forms
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import REMEMBERED
from bot.understanding.work_index import work_index
from bot.understanding.work_nearness import asked_of, nearness
from bot.understanding.work_sentence import Stretch, stretches
from bot.understanding.work_sureness import may_be_several
from bot.understanding.work_talk import is_small_talk
from bot.understanding.work_wording import (
    AROUND,
    NO_TRADE,
    core_words,
    is_about_oneself,
    is_number,
    is_opening,
    owns,
    words,
)

COMPARED = 60
MOST_RANKED = 8
MOST_WORDS = 14
"""Words looked at: what names a trade is shorter."""

LEAST_WRITTEN = 0.54
"""Below, no trade was written: "20 minutes" is nobody's occupation."""
DOUBTFUL_WRITTEN, DOUBTFUL_SHARE = 0.7, 0.25
"""Below both, and with a word that no trade has, nothing points anywhere: "montlucon", "martin dupont"."""
LEAST_SHARE = 0.001
SURE_SHARE, SURE_WRITTEN = 0.85, 0.75
WHOLE_SHARE, WHOLE_WRITTEN = 0.80, 0.97
"""Enough when the whole name was written."""
SURE_TOLD = 0.6
"""Every telling word, the person's and the trade's, has its like: "dessinateur de maisons en bois" builds none."""
SHORT = 6
"""Letters: so few, one of them wrong, are also other words: "verra" is no "verre", "bourre" no "bourse"."""
NAMED_WRITTEN = 0.85
"""Of a name inside a longer text, where everything else may look like one."""
WORTH_PROPOSING = 0.02
ALONE_WRITTEN = 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading: `score` is its share of the likelihood, from 0 to 1; `written`, how much of its name was there."""

    occupation: Occupation
    score: float
    written: float


class _Share(NamedTuple):
    """What is known of a code: its share of the likelihood, how much of its best wording was written, and how near the
    farthest of the words lies (see work_nearness.Nearness)."""

    share: float
    written: float
    told: float


@dataclass(frozen=True, slots=True)
class Works:
    """Readings best first. `sure`: read back the first and go on; otherwise propose up to three."""

    candidates: tuple[Candidate, ...] = ()
    sure: bool = False

    def as_json(self) -> dict[str, object]:
        """{"candidates": [{"code", "label", "score"}…], "sure": bool}"""
        return {
            "candidates": [
                {"code": c.occupation.code, "label": c.occupation.label, "score": round(c.score, 6)}
                for c in self.candidates
            ],
            "sure": self.sure,
        }


@dataclass(frozen=True, slots=True)
class FoundWork:
    """What a sentence names: `text[start:end]`, its `words`, said it."""

    works: Works
    start: int
    end: int
    words: str

    @property
    def occupation(self) -> Occupation:
        return self.works.candidates[0].occupation

    @property
    def sure(self) -> bool:
        return self.works.sure


NOTHING = Works()


@lru_cache(REMEMBERED)
def rank_work(text: str, nomenclature: Nomenclature, limit: int = 10) -> Works:
    """The occupations a text may name, best first; NOTHING when it is no answer. Never raises."""
    if not_an_answer(text):
        return NOTHING
    said = words(text)
    if is_about_oneself(said) or is_small_talk(said, work_index(nomenclature)):
        return NOTHING
    works = rank_words(core_words(said) or _known_end(said, nomenclature), nomenclature, limit)
    return replace(works, sure=False) if owns(said) else works


def rank_words(said: Sequence[str], nomenclature: Nomenclature, limit: int = 10) -> Works:
    """The occupations that folded words may name, their opening taken off already (see work_wording.core_words)."""
    said = _without_surroundings(said[:MOST_WORDS], nomenclature)
    if not _may_name_a_trade(said, nomenclature):
        return NOTHING
    shares = _shares(said, nomenclature)
    kept = sorted(shares.items(), key=lambda item: (-item[1].share, item[0]))[:limit]
    if not kept or _names_none(kept[0][1]):
        return NOTHING
    first, best = kept[0]
    gender = frozenset(said)
    candidates = tuple(
        Candidate(_as_said(nomenclature.occupation(code), gender), one.share, one.written)
        for code, one in kept
        if one.share >= LEAST_SHARE
    )
    least = WHOLE_SHARE if best.written >= WHOLE_WRITTEN else SURE_SHARE
    clear = best.share >= least and best.written >= SURE_WRITTEN and best.told >= SURE_TOLD
    if best.written < WHOLE_WRITTEN and sum(map(len, said)) <= SHORT:
        clear = False
    return Works(candidates, clear and not may_be_several(said, first, nomenclature))


def understand_work(text: str, nomenclature: Nomenclature) -> Answer[Occupation]:
    """Understood when sure or without a rival, OneOf the two or three best otherwise, Misunderstood when the text names
    no occupation."""
    works = rank_work(text, nomenclature)
    if not works.candidates:
        return not_an_answer(text) or Misunderstood("no occupation")
    options = [candidate for candidate in works.candidates[:3] if candidate.score >= WORTH_PROPOSING]
    if works.sure or (len(options) == 1 and options[0].written >= ALONE_WRITTEN):
        return Understood(works.candidates[0].occupation, text.strip())
    if len(works.candidates) == 1:
        return Misunderstood("no occupation")
    return OneOf(tuple(candidate.occupation for candidate in works.candidates[: max(2, len(options))]), text.strip())


@lru_cache(REMEMBERED)
def find_work(text: str, nomenclature: Nomenclature) -> FoundWork | None:
    """The occupation named inside a longer text, or None: what is looked for, else what was done, else a bare name.

    Not sure when it may be several ("vendeuse"): `works` then holds the choices. Never raises.
    """
    for stretch in stretches(text, nomenclature)[:MOST_RANKED]:
        works = rank_words(stretch.named, nomenclature)
        if works.candidates and works.candidates[0].written >= NAMED_WRITTEN and (works.sure or stretch.known):
            works, end = _told_further(works, stretch, nomenclature)
            return FoundWork(works, stretch.start, end, text[stretch.start : end])
    return None


def _told_further(works: Works, stretch: Stretch, nomenclature: Nomenclature) -> tuple[Works, int]:
    """Where the words go on and surely name another trade, that one: "menage" with "dans les bureaux"."""
    for end, named in stretch.longer:
        further = rank_words(named, nomenclature)
        if further.sure and further.candidates[0].occupation.code != works.candidates[0].occupation.code:
            return further, end
    return works, stretch.end


def _names_none(best: _Share) -> bool:
    doubtful = best.written < DOUBTFUL_WRITTEN and best.share < DOUBTFUL_SHARE and not best.told
    return best.written < LEAST_WRITTEN or doubtful


def _may_name_a_trade(said: Sequence[str], nomenclature: Nomenclature) -> bool:
    """False for what is made of openings and hollow words alone, unless these very words are a wording ("permis c")."""
    if any(len(word) > 1 and not is_number(word) and word not in NO_TRADE and not is_opening(word) for word in said):
        return True
    return work_index(nomenclature).knows(said)


def _known_end(said: Sequence[str], nomenclature: Nomenclature) -> Sequence[str]:
    """ "je travaille a la poste" → "la poste": words that are openings elsewhere may name an employer."""
    exact = work_index(nomenclature).exact
    return next((said[i:] for i in range(len(said)) if " ".join(said[i:]) in exact), said)


def _without_surroundings(said: Sequence[str], nomenclature: Nomenclature) -> Sequence[str]:
    """ "mecanicien a domicile" → "mecanicien", when the short words are known and the whole is not."""
    index = work_index(nomenclature)
    first = next((i for i, word in enumerate(said) if word in AROUND), None)
    if not first or index.knows(said) or not all(word in AROUND or is_opening(word) for word in said[first:]):
        return said
    trade = core_words(said[:first])
    return trade if index.knows(trade) else said


def _shares(said: Sequence[str], nomenclature: Nomenclature) -> dict[str, _Share]:
    index = work_index(nomenclature)
    asked = asked_of(said, index)
    rows, pieces = index.closest(asked.text, asked.sound, COMPARED)
    if not len(rows):
        return {}
    near = nearness(asked, rows, pieces, index)
    most = float(near.likely.max())
    weights = [math.exp(likely - most) for likely in near.likely.tolist()]
    total = sum(weights)
    shares: dict[str, _Share] = {}
    for row, weight, written, told in zip(
        rows.tolist(), weights, near.written.tolist(), near.told.tolist(), strict=True
    ):
        code = index.wordings[row].code
        before = shares.get(code, _Share(0.0, 0.0, 0.0))
        shares[code] = _Share(before.share + weight / total, max(before.written, written), max(before.told, told))
    return shares


def _as_said(occupation: Occupation, said: frozenset[str]) -> Occupation:
    """The label in the gender the person used: "caissiere" gets "caissière", not "caissier/caissière"."""
    forms = both_forms(occupation.label)
    if len(forms) == 1:
        return occupation
    masculine, feminine = ({*words(form)} for form in forms)
    if said & (feminine - masculine) or any(_FEMININE.search(word) for word in said):
        return Occupation(occupation.code, forms[1])
    return Occupation(occupation.code, forms[0]) if said & (masculine - feminine) else occupation


# How the words end by which women name their trade, folded: "caissiere" for the hostess of a till too.
_FEMININE = re.compile(r"(?:iere|euse|trice|ienne|esse)$")
