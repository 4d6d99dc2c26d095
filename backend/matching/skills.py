"""Whether a skill that an offer names is among those a person told, in other words or with a slip of the pen."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from backend.matching.titles import title_words
from backend.reference.folding import fold
from backend.reference.licence_words import mentions

_NAMES = (
    "excel word powerpoint access outlook office libreoffice sage ciel ebp cegid quadra quadratus sap oracle teams "
    "salesforce autocad solidworks catia revit inventor photoshop illustrator indesign wordpress prestashop python "
    "java sql php tableur bureautique informatique logiciel erp crm gpao gmao wms silae"
)
_SOFTWARE = frozenset(_NAMES.split())
_SAME_ENOUGH = 88
_SHORTEST_ROOT = 3


@lru_cache(maxsize=20_000)
def is_software(label: str) -> bool:
    """True when the skill is a software or its use: learned in a few days, on the post or before."""
    words = fold(label).split()
    return len(words) <= 6 and not _SOFTWARE.isdisjoint(words)


_IRREGULAR = {
    "lectur": "lire", "accueil": "accueill", "vent": "vendr", "conduit": "condui", "conduir": "condui",
    "entretien": "entreten", "suivi": "suivr", "saisi": "sais", "tenu": "ten", "pose": "pos", "gestion": "ger",
}  # fmt: skip
_OF_DOING = re.compile(r"(?:ations?|itions?|ages?|ag|ements?|ement|ation|ition|er|ir)$")


@lru_cache(maxsize=20_000)
def _words(label: str) -> frozenset[str]:
    """Words by their root, so that the noun and the verb of one gesture meet: "soudage" and "souder", "lecture" and
    "lire"."""
    return frozenset(_root(word) for word in title_words(label))


def _root(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    root = _OF_DOING.sub("", word)
    return root if len(root) >= _SHORTEST_ROOT else word


_OFFICE_WORK = (
    (re.compile(r"\btableurs?\b"), re.compile(r"\b(?:excel|calc|(?:libre|open) ?office|google sheets)\b")),
    (re.compile(r"\btraitements? de textes?\b"), re.compile(r"\b(?:word|writer|(?:libre|open) ?office)\b")),
    (
        re.compile(r"\b(?:(?:pack|suite|microsoft|ms) office|bureautiques?)\b"),
        re.compile(r"\b(?:word|excel|powerpoint|outlook|(?:libre|open) ?office)\b"),
    ),
)
"""The kind of software that an offer names, and the names under which people know it."""
_WHOLE_PACK = re.compile(r"\b(?:pack|suite|microsoft|ms) office\b")
_IN_THE_PACK = re.compile(r"\b(?:word|excel|powerpoint|outlook|tableurs?|traitements? de textes?|bureautiques?)\b")


def _stands_for(told: str, asked: str) -> bool:
    """ "Excel" for "Tableur", "Pack Office" for "Word"."""
    mine, theirs = fold(told), fold(asked)
    if _WHOLE_PACK.search(mine) and _IN_THE_PACK.search(theirs):
        return True
    return any(kind.search(theirs) and names.search(mine) for kind, names in _OFFICE_WORK)


_CERTIFICATES = (
    "sst psc1 afgsu bafa bafd bpjeps bnssa haccp certiphyto aipr amiante licence-soudure fluides echafaudage "
    "cap-petite-enfance"
)
_AS_SKILLS = frozenset(_CERTIFICATES.split())


@lru_cache(maxsize=20_000)
def certificates(label: str) -> frozenset[str]:
    """Codes of the certificates named there that no filter asks for: they count as skills (HACCP, SST, BAFA)."""
    return _AS_SKILLS.intersection(mention.code for mention in mentions(fold(label)))


def knows(told: Iterable[str], asked: str) -> bool:
    """Whether one of the skills that the person told is the one asked for."""
    return any(same_skill(one, asked) for one in told)


@lru_cache(maxsize=200_000)
def same_skill(told: str, asked: str) -> bool:
    """Same words, one said within the other, or the same but for spelling. "excel" is in "Utiliser Excel"."""
    mine, theirs = _words(told), _words(asked)
    if not mine or not theirs:
        return False
    if mine <= theirs or theirs <= mine or _stands_for(told, asked) or certificates(told) & certificates(asked):
        return True
    return fuzz.token_sort_ratio(" ".join(sorted(mine)), " ".join(sorted(theirs))) >= _SAME_ENOUGH
