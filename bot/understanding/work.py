"""Which occupation a text names: ranked ROME codes, and whether the first can be read back without asking.

How: the wordings that share most pieces with the text (see work_index) are compared with it one by one, by spelling,
by sound and word by word; an occupation is worth its best wording, and a little more when others agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from backend.reference.occupations import Nomenclature, Occupation
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.work_index import Said, Wording, WorkIndex, sounds_of, weight_of, work_index
from bot.understanding.work_wording import core_words, words

COMPARED = 60
LEAST = 0.45
SURE = 0.86
CLEAR = 0.04

_ORIGIN_BONUS = {Said.SAID: 0.05, Said.MAY_MEAN: -0.01, Said.TITLE: 0.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading: `score` from 0 to about 1, comparable within one answer."""

    occupation: Occupation
    score: float


@dataclass(frozen=True, slots=True)
class Works:
    """Readings best first. `sure`: read back the first and go on; otherwise propose up to three."""

    candidates: tuple[Candidate, ...] = ()
    sure: bool = False

    def as_json(self) -> dict[str, object]:
        """{"candidates": [{"code", "label", "score"}…], "sure": bool}"""
        return {
            "candidates": [
                {"code": c.occupation.code, "label": c.occupation.label, "score": round(c.score, 4)}
                for c in self.candidates
            ],
            "sure": self.sure,
        }


NOTHING = Works()


def rank_work(text: str, nomenclature: Nomenclature, limit: int = 10) -> Works:
    """The occupations a text may name, best first; NOTHING when it is no answer. Never raises."""
    if not_an_answer(text):
        return NOTHING
    asked = core_words(words(text))
    if not any(len(word) > 1 and not word.isdigit() for word in asked):
        return NOTHING
    index = work_index(nomenclature)
    scored = _by_code(index, asked)
    ranked = sorted(scored.items(), key=lambda item: -item[1])
    kept = [(code, score) for code, score in ranked[:limit] if score >= LEAST]
    candidates = tuple(Candidate(nomenclature.occupation(code), score) for code, score in kept)
    return Works(candidates, _is_sure(kept))


def understand_work(text: str, nomenclature: Nomenclature) -> Answer[Occupation]:
    """Understood when sure, OneOf the three best otherwise, Misunderstood when the text names no occupation."""
    works = rank_work(text, nomenclature)
    if not works.candidates:
        return not_an_answer(text) or Misunderstood("no occupation")
    if works.sure or len(works.candidates) == 1:
        return Understood(works.candidates[0].occupation, text.strip())
    return OneOf(tuple(c.occupation for c in works.candidates[:3]), text.strip())


def _is_sure(kept: Sequence[tuple[str, float]]) -> bool:
    if not kept or kept[0][1] < SURE:
        return False
    return len(kept) == 1 or kept[0][1] - kept[1][1] >= CLEAR


def _by_code(index: WorkIndex, asked: Sequence[str]) -> dict[str, float]:
    text, heard = " ".join(asked), sounds_of(asked)
    compared = [(index.wordings[row], 0.0) for row in index.closest(text, heard, COMPARED)]
    compared += [(index.wordings[row], 0.0) for row in index.exact.get(text, ())]
    near = _Nearness(index, asked)
    best: dict[str, float] = {}
    for wording, _ in compared:
        score = near.score(wording, text, heard)
        best[wording.code] = max(score, best.get(wording.code, 0.0))
    return best


class _Nearness:
    """How near wordings are to one text; what two words have in common is worked out once."""

    def __init__(self, index: WorkIndex, asked: Sequence[str]) -> None:
        self._index = index
        self._asked = [(word, sounds_of((word,)), weight_of(index, word)) for word in asked]
        self._known: dict[tuple[str, str], float] = {}

    def score(self, wording: Wording, text: str, heard: str) -> float:
        if text == wording.text:
            return 1.0 + _ORIGIN_BONUS[wording.origin]
        spelt = max(fuzz.ratio(text, wording.text), 0.97 * fuzz.token_sort_ratio(text, wording.text)) / 100
        sounding = fuzz.ratio(heard, wording.sound) / 100
        asked, named = self._coverage(wording)
        return (
            0.35 * max(spelt, sounding)
            + 0.1 * spelt
            + 0.3 * asked
            + 0.25 * named
            + _ORIGIN_BONUS[wording.origin]
            - 0.03
        )

    def _coverage(self, wording: Wording) -> tuple[float, float]:
        """Share of the asked words found in the wording, and of the wording's words that were asked."""
        best_of_named = [0.0] * len(wording.tokens)
        found = total = 0.0
        for word, heard, weight in self._asked:
            best = 0.0
            for i, token in enumerate(wording.tokens):
                same = self._same(word, heard, token)
                best = max(best, same)
                best_of_named[i] = max(best_of_named[i], same)
            found += weight * best
            total += weight
        named = [weight_of(self._index, token) for token in wording.tokens]
        return found / total, sum(w * b for w, b in zip(named, best_of_named, strict=True)) / sum(named)

    def _same(self, word: str, heard: str, token: str) -> float:
        if word == token:
            return 1.0
        known = self._known.get((word, token))
        if known is None:
            known = self._known[word, token] = _likeness(word, heard, token)
        return known


def _likeness(word: str, heard: str, token: str) -> float:
    if len(word) >= 3 and token.startswith(word):
        return 0.92
    likeness = max(JaroWinkler.similarity(word, token), 0.98 * JaroWinkler.similarity(heard, sounds_of((token,))))
    return likeness if likeness > 0.75 else 0.0
