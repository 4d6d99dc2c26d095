"""How close the trade a person wants is to the trade of an offer. The points are given in criteria.py."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from backend.matching.moves import moves
from backend.matching.titles import TitleIndex, title_words, variants
from backend.reference.occupations import Nomenclature, default


class Closeness(IntEnum):
    """From the farthest to the same title. NEAR is a link of ROME itself, MOVE one that our offices see (moves.py)."""

    OTHER = 0
    SECTOR = 1
    SHARED_SKILLS = 2
    FAMILY = 3
    MOVE = 4
    NEAR = 5
    PARENT = 6
    CODE = 7
    TITLE = 8


@dataclass(frozen=True, slots=True)
class Trade:
    """A wanted or practised trade, read once: its words without gender, and its codes.

    `sure`: the first code is what the words mean, whatever else they may mean.
    """

    said: str
    words: frozenset[str]
    codes: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a trade to that of an offer; `trade` is None when nothing was wanted."""

    closeness: Closeness
    trade: Trade | None = None


FAR = Link(Closeness.OTHER)
_MOVES = moves()
_CODE = re.compile(r"[A-Za-z]\d{4}")
_SHARED_ENOUGH = 0.15
"""The part of all their know-how that two trades must have in common to be tied by it."""

_SAYS_SOMETHING = 6
"""A title of more codes than this ("vendeur") means none of them first."""


def is_code(text: str) -> bool:
    """True for what is written like a ROME code: a letter and four digits."""
    return bool(_CODE.fullmatch(text.strip()))


class Trades:
    """A nomenclature with its answers remembered: a pool says the same few hundred titles again and again."""

    def __init__(self, nomenclature: Nomenclature | None = None) -> None:
        self.nomenclature = nomenclature or default()
        self._read: dict[str, Trade] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._links: dict[tuple[str, str, tuple[str, ...]], Link] = {}

    def read(self, said: str) -> Trade:
        """The trade behind a title or a code, as a person or an adviser wrote it."""
        if said not in self._read:
            code = said.strip().upper()
            known = Trade(said, frozenset(), (code,)) if is_code(said) else self._from_title(said)
            self._read[said] = known
        return self._read[said]

    def label(self, said: str) -> str:
        """What to show for a title or a code: "cariste", never "N1101" when its name is known."""
        return self.nomenclature.label(said.strip().upper()) if is_code(said) else said.strip()

    def closest(self, wanted: Iterable[str], code: str, titles: tuple[str, ...]) -> Link:
        """The best link between what is wanted (titles or codes) and the trade of an offer; the first among equals."""
        return max((self.link(said, code, titles) for said in wanted), key=lambda link: link.closeness, default=FAR)

    def link(self, said: str, code: str, titles: tuple[str, ...]) -> Link:
        """The link between one title or code and the trade of an offer."""
        key = (said, code, titles)
        if key not in self._links:
            trade = self.read(said)
            self._links[key] = Link(self.closeness(said, code, titles), trade)
        return self._links[key]

    @cached_property
    def _index(self) -> TitleIndex:
        return TitleIndex(self.nomenclature)

    def _from_title(self, said: str) -> Trade:
        words, codes = title_words(said), self._index.codes(said)
        return Trade(said, words, codes, len(codes) <= _SAYS_SOMETHING or self._index.is_ours(words))

    def closeness(self, said: str, code: str, titles: tuple[str, ...]) -> Closeness:
        """The closeness of one title or code to the trade of an offer, worked out afresh."""
        trade = self.read(said)
        codes = (code,) if code else self._codes_of(titles)
        found = max((self._meant(trade, own, other) for own in trade.codes for other in codes), default=Closeness.OTHER)
        if trade.words and self._same_title(trade, titles, found):
            return Closeness.TITLE
        if found > Closeness.SECTOR or not codes:
            return found
        shared = max((self._shared(own, other) for own in trade.codes for other in codes), default=0.0)
        return Closeness.SHARED_SKILLS if shared >= _SHARED_ENOUGH else found

    def _codes_of(self, titles: tuple[str, ...]) -> tuple[str, ...]:
        """An offer without a code has those of its title."""
        return next((codes for title in titles if (codes := self._index.codes(title))), ())

    def _same_title(self, trade: Trade, titles: tuple[str, ...], found: Closeness) -> bool:
        """The same words; or words that the title holds, when the codes do not say it is another trade.

        "Conducteur" is a part of "conducteur de bus", but who drives a digger does not want a bus.
        """
        names = [words for title in titles for words in variants(title)]
        if trade.words in names:
            return True
        return any(trade.words <= words for words in names) and (found >= Closeness.PARENT or not trade.codes)

    def _meant(self, trade: Trade, own: str, code: str) -> Closeness:
        """A code that the title may also mean is never as sure as the one it means first, and leads nowhere else."""
        closeness = self._between(own, code)
        if own == trade.codes[0] and trade.sure:
            return closeness
        return Closeness.PARENT if closeness >= Closeness.PARENT else Closeness.OTHER

    def _between(self, own: str, code: str) -> Closeness:
        if own == code:
            return Closeness.CODE
        if self.nomenclature.parent(own) == self.nomenclature.parent(code):
            return Closeness.PARENT
        if self._leads_to(own, code) or self._leads_to(code, own):
            return Closeness.NEAR
        if self.nomenclature.parent(code) in _MOVES.get(self.nomenclature.parent(own), ()):
            return Closeness.MOVE
        if own[:3] == code[:3]:
            return Closeness.FAMILY
        return Closeness.SECTOR if own[:1] == code[:1] else Closeness.OTHER

    def _leads_to(self, own: str, code: str) -> bool:
        near = self._near_codes(own)
        return code in near or self.nomenclature.parent(code) in near

    def _near_codes(self, code: str) -> frozenset[str]:
        """Codes that ROME's own links lead to, once imported; until then `moves.py` alone ties trades."""
        if code not in self._near:
            known = self.nomenclature.near_codes(code) if self.nomenclature.rome else ()
            self._near[code] = frozenset(known)
        return self._near[code]

    def _shared(self, own: str, code: str) -> float:
        mine, asked = set(self.nomenclature.skills(own)), set(self.nomenclature.skills(code))
        return len(mine & asked) / len(mine | asked) if mine and asked else 0.0
