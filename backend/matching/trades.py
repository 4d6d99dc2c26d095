"""How close the trade a person wants is to the trade of an offer. The points are given in criteria.py."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Protocol

from backend.reference.folding import fold


class Nomenclature(Protocol):
    """What matching asks of a nomenclature of trades (ROME, or the small list shipped with the product)."""

    def label(self, code: str) -> str:
        """The name of a code; "" or the code itself when it is unknown."""

    def parent(self, code: str) -> str | None:
        """The broader code it stands under, itself when it has none above."""

    def near_codes(self, code: str) -> Collection[str]:
        """Codes that people of this code often move to."""

    def codes(self, title: str) -> Sequence[str]:
        """The codes a title stands for, best first; empty when nobody knows it."""

    def skills(self, code: str) -> Collection[str]:
        """The know-how of a code; empty when unknown."""


class NoNomenclature:
    """Knows nothing but what is written: titles and codes are compared as they stand."""

    def label(self, code: str) -> str:
        """The code itself."""
        return code

    def parent(self, code: str) -> str | None:
        """Itself."""
        return code

    def near_codes(self, code: str) -> Collection[str]:
        """None known."""
        return ()

    def codes(self, title: str) -> Sequence[str]:
        """None known."""
        return ()

    def skills(self, code: str) -> Collection[str]:
        """None known."""
        return ()


class Closeness(IntEnum):
    """From the farthest to the same title."""

    OTHER = 0
    SHARED_SKILLS = 1
    FAMILY = 2
    NEAR = 3
    PARENT = 4
    CODE = 5
    TITLE = 6


@dataclass(frozen=True, slots=True)
class Trade:
    """A wanted or practised trade, read once: its words without gender, and its codes."""

    said: str
    words: frozenset[str]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """`share` is the part of the skills that two trades have in common, 0 to 1, when that is all that ties them."""

    closeness: Closeness
    trade: Trade | None = None
    share: float = 0.0


FAR = Link(Closeness.OTHER)
_CODE = re.compile(r"[A-Za-z]\d{4}")
_SAID_FOR_NOTHING = (
    "a au aux avec ce chez d dans de des du e en et f h hf fh je l la le les m ou pour sur un une x w "
    "poste emploi metier cdi cdd interim recherche cherche urgent"
)
_EMPTY_WORDS = frozenset(_SAID_FOR_NOTHING.split())
_ENDINGS = (
    ("trice", "teur"), ("euse", "eur"), ("iere", "ier"), ("ienne", "ien"), ("onne", "on"),
    ("ive", "if"), ("elle", "el"),
)  # fmt: skip
_SHARED_ENOUGH = 0.15


def is_code(text: str) -> bool:
    """True for what is written like a ROME code: a letter and four digits."""
    return bool(_CODE.fullmatch(text.strip()))


@lru_cache(maxsize=50_000)
def title_words(title: str) -> frozenset[str]:
    """The words that count in a title, singular and without gender: "Vendeuses en animalerie" → vendeur, animaleri."""
    return frozenset(_plain(word) for word in fold(title).split() if word not in _EMPTY_WORDS and len(word) > 1)


def _plain(word: str) -> str:
    word = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    for feminine, masculine in _ENDINGS:
        if word.endswith(feminine) and len(word) > len(feminine) + 1:
            return word[: -len(feminine)] + masculine
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


class Trades:
    """A nomenclature with its answers remembered: a pool says the same few hundred titles again and again."""

    def __init__(self, nomenclature: Nomenclature | None = None) -> None:
        self._nomenclature: Nomenclature = nomenclature or NoNomenclature()
        self._read: dict[str, Trade] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._links: dict[tuple[str, str, tuple[str, ...]], Link] = {}

    def read(self, said: str) -> Trade:
        """The trade behind a title or a code, as a person or an adviser wrote it."""
        if said not in self._read:
            if is_code(said):
                self._read[said] = Trade(said, frozenset(), (said.strip().upper(),))
            else:
                self._read[said] = Trade(said, title_words(said), tuple(self._nomenclature.codes(said)[:3]))
        return self._read[said]

    def label(self, said: str) -> str:
        """What to show for a title or a code: "cariste", never "N1101" when its name is known."""
        if not is_code(said):
            return said.strip()
        name = self._nomenclature.label(said.strip().upper()) or said
        return name.split(" / ")[0].lower() if name != said else said

    def closest(self, wanted: Iterable[str], code: str, titles: tuple[str, ...]) -> Link:
        """The best link between what is wanted (titles or codes) and the trade of an offer."""
        links = (self.link(said, code, titles) for said in wanted)
        return max(links, key=lambda link: (link.closeness, link.share), default=FAR)

    def link(self, said: str, code: str, titles: tuple[str, ...]) -> Link:
        """The link between one title or code and the trade of an offer."""
        key = (said, code, titles)
        if key not in self._links:
            self._links[key] = self._compare(self.read(said), code, titles)
        return self._links[key]

    def _compare(self, trade: Trade, code: str, titles: tuple[str, ...]) -> Link:
        if self._same_title(trade, code, titles):
            return Link(Closeness.TITLE, trade)
        closeness = (
            max((self._between(own, code) for own in trade.codes), default=Closeness.OTHER) if code else FAR.closeness
        )
        if closeness:
            return Link(closeness, trade)
        shared = max((self._shared(own, code) for own in trade.codes), default=0.0) if code else 0.0
        return (
            Link(Closeness.SHARED_SKILLS, trade, shared) if shared >= _SHARED_ENOUGH else Link(Closeness.OTHER, trade)
        )

    def _same_title(self, trade: Trade, code: str, titles: tuple[str, ...]) -> bool:
        if not trade.words or not any(trade.words <= words for title in titles for words in _variants(title)):
            return False
        # "conducteur" is a part of "conducteur de bus", but a person who drives a digger does not want a bus
        return not (code and trade.codes) or any(self._between(own, code) >= Closeness.PARENT for own in trade.codes)

    def _between(self, own: str, code: str) -> Closeness:
        if own == code:
            return Closeness.CODE
        if self._parent(own) == self._parent(code):
            return Closeness.PARENT
        if code in self._near_codes(own) or own in self._near_codes(code):
            return Closeness.NEAR
        return Closeness.FAMILY if own[:3] == code[:3] else Closeness.OTHER

    def _parent(self, code: str) -> str:
        return self._nomenclature.parent(code) or code

    def _near_codes(self, code: str) -> frozenset[str]:
        if code not in self._near:
            direct = {*self._nomenclature.near_codes(code), *self._nomenclature.near_codes(self._parent(code))}
            self._near[code] = frozenset(direct)
        return self._near[code]

    def _shared(self, own: str, code: str) -> float:
        mine, asked = set(self._nomenclature.skills(own)), set(self._nomenclature.skills(code))
        return len(mine & asked) / len(mine | asked) if mine and asked else 0.0


@lru_cache(maxsize=20_000)
def _variants(title: str) -> tuple[frozenset[str], ...]:
    """A title with its two genders stands for each: "Vendeur / Vendeuse en animalerie"."""
    halves = [half for half in re.split(r" / | ou ", title) if half.strip()]
    return tuple(dict.fromkeys(title_words(part) for part in [title, *halves]))
