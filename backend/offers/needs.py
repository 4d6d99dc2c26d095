"""What only the description of an offer says: licences, shifts, nights, travel, with the words that prove it.

Each need read here is shown as "lu dans le texte" and counts as a wish until an adviser confirms it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import TypedDict

from backend.matching.values import Need, TextFacts
from backend.offers.needs_licences import Found, find_caces, find_permits
from backend.offers.needs_rules import (
    EITHER_TIME,
    NOT_NEEDED,
    OTHER_CERTIFICATE,
    REQUIRED,
    RULES,
    WISHED_AFTER,
    WISHED_BEFORE,
    WISHED_NEAR,
    Rule,
)
from backend.offers.needs_start import start_window
from backend.offers.needs_times import find_times, first_and_last_hour
from backend.offers.text import Clause, clauses

CODES = (
    "permis-AM", "permis-A", "permis-B", "permis-BE", "permis-C", "permis-CE", "permis-D",
    "caces", "fimo", "fco", "adr",
    "habilitation-electrique", "ssiap", "vehicule", "hauteur", "2x8", "3x8", "5x8", "nuit", "week-end", "coupure",
    "temps-partiel", "deplacements",
)  # fmt: skip
"""Every code that can come out, in the order they are listed; a CACES may be "caces-R489-3"."""
_GOES_ON = re.compile(r"\s*(?:de|du|des|le|la|les|et|ou|d'|l')\b")
_AN_ADVERB = 2
"""Words before a comma that are no sentence part of their own: "Idéalement,", "Si possible,"."""
_FAR = 40
"""Letters around a match within which a word can turn it into something else."""


class NeedLine(TypedDict):
    """One need as the command `read-offer` prints it."""

    code: str
    must: bool
    words: str


class OfferLine(TypedDict):
    """What the command `read-offer` prints for one text."""

    needs: list[NeedLine]


@dataclass(frozen=True, slots=True)
class _Reading:
    code: str
    must: bool
    words: str


def read_offer(text: str) -> OfferLine:
    """The needs of one description, as plain values: {"needs": [{"code", "must", "words"}]}."""
    return {"needs": [{"code": need.code, "must": need.must, "words": need.words} for need in read_needs(text)]}


def read_needs(text: str) -> tuple[Need, ...]:
    """Each need once, in the order of CODES: required as soon as one place of the text requires it."""
    best: dict[str, _Reading] = {}
    for reading in _readings(text):
        known = best.get(reading.code)
        if known is None or (reading.must and not known.must):
            best[reading.code] = reading
    kept = _most_precise(best)
    return tuple(Need(code, kept[code].must, kept[code].words, "texte") for code in sorted(kept, key=_place))


def read_facts(text: str) -> TextFacts:
    """Everything that matching takes from the prose of an offer: needs, hours of the day, start window."""
    first, last = first_and_last_hour(unescape(text))
    start_from, start_until = start_window(text)
    return TextFacts(read_needs(text), first, last, start_from, start_until)


def _readings(text: str) -> Iterator[_Reading]:
    for clause in clauses(unescape(text)):
        every = [found for find in _FINDERS for found in find(clause)]
        for found in every:
            if not NOT_NEEDED.match(clause.plain, found.end):
                must = not _is_wish(clause, found, every)
                yield _Reading(found.code, must, clause.words(found.start, found.end))


def _by_rules(clause: Clause) -> Iterator[Found]:
    for rule in RULES:
        for match in rule.said.finditer(clause.plain):
            if not _is_something_else(rule, clause.plain, match):
                yield Found(rule.code, match.start(), match.end())


def _is_something_else(rule: Rule, plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, match.start() - _FAR) : match.start()]
    after = plain[match.end() : match.end() + _FAR]
    return bool(rule.unless_before.search(before) or rule.unless_after.match(after))


_FINDERS: tuple[Callable[[Clause], Iterator[Found]], ...] = (find_permits, find_caces, find_times, _by_rules)


def _is_wish(clause: Clause, found: Found, every: list[Found]) -> bool:
    """Wished, not required, by a word before it, beside it in its segment, or after it."""
    start, end = clause.segment(found.start, found.end)
    before = clause.plain[max(start, found.start - 2 * _FAR) : found.start]
    after = clause.plain[found.end : min(end, found.end + 2 * _FAR)]
    if found.code == "temps-partiel" and EITHER_TIME.search(clause.plain):
        return True
    return bool(
        WISHED_BEFORE.search(before + _enumerated(clause, start))
        or WISHED_NEAR.search(f"{before} … {after}")
        or _wished_after(clause.plain[found.end : _next_kind(clause.plain, found, end, every)], end - found.end)
    )


def _next_kind(plain: str, found: Found, end: int, every: list[Found]) -> int | None:
    """Where another kind of need begins behind the comma: a wish said after it is that one's."""
    kind = found.code.split("-")[0]
    others = [one.start for one in every if one.start >= end and one.code.split("-")[0] != kind]
    other = OTHER_CERTIFICATE.search(plain, end)
    return min([*others, *([other.start()] if other else [])], default=None)


def _enumerated(clause: Clause, start: int) -> str:
    """ "possibilité de travail de jour, de nuit", "idéalement, vous avez": the first part governs the next."""
    if start == 0:
        return ""
    before, _ = clause.segment(start - 2, start - 1)
    previous = clause.plain[before:start]
    return previous if _GOES_ON.match(clause.plain[start:]) or len(previous.split()) <= _AN_ADVERB else ""


def _wished_after(rest: str, segment: int) -> bool:
    """A wish said within the segment or just after it, unless a requirement closed the need first."""
    wished = WISHED_AFTER.search(rest)
    if wished is None or wished.start() > segment + _FAR:
        return False
    required = REQUIRED.search(rest[: wished.start()])
    return required is None or not re.search(r"[,(]| mais | et ", rest[required.end() : wished.start()])


def _most_precise(found: dict[str, _Reading]) -> dict[str, _Reading]:
    """ "CACES" says nothing more when "CACES R489 catégorie 3" stands elsewhere in the text."""
    return {
        code: reading
        for code, reading in found.items()
        if not (code.startswith("caces") and any(other.startswith(code + "-") for other in found))
    }


def _place(code: str) -> tuple[int, str]:
    kind = "caces" if code.startswith("caces") else code
    return (CODES.index(kind) if kind in CODES else len(CODES), code)
