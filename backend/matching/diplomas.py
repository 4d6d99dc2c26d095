"""Whether a diploma is the one an offer asks for: by its level first, then by its field when both name one."""

import re
from functools import lru_cache

from backend.matching.titles import title_words

_LEVELS: tuple[tuple[int, str], ...] = (
    (8, r"doctorat|bac ?\+ ?8"),
    (7, r"bac ?\+ ?5|master|ing[eé]nieur|dess|dea\b"),
    (6, r"bac ?\+ ?[34]|licence|bachelor|\bbut\b|ma[iî]trise"),
    (5, r"bac ?\+ ?2|\bbts\b|\bdut\b|deug"),
    (4, r"\bbac\b|baccalaur|\bbp\b|brevet professionnel|niveau 4|titre pro"),
    (3, r"\bcap\b|\bbep\b|niveau 3|\bcqp\b"),
    (1, r"sans dipl|aucun|brevet des coll|\bbrevet\b|certificat d'[eé]tudes|primaire|scolarit|4[eè]me|3[eè]me"),
)
"""Levels of the national framework (décret 2019-14), 1 standing for none; the highest that the words say counts."""
THREE_YEARS = 6
"""The level of a degree of three years after the baccalauréat."""
_LEVEL_WORDS = "bac cap bep bts dut but pro licenc master equivalent plu niveau titr diplom professionnel brevet"
_ROOT = 5
"""First letters that two words of the same field share."""
_WORDS_OF_LEVELS = frozenset(_LEVEL_WORDS.split())


@lru_cache(maxsize=20_000)
def level(diploma: str) -> int | None:
    """1 to 8, or None when the words name no level: "BTS comptabilité" → 5."""
    said = diploma.lower()
    return next((rank for rank, words in _LEVELS if re.search(words, said)), None)


@lru_cache(maxsize=20_000)
def is_enough(diploma: str, asked: str) -> bool | None:
    """True or False, None when nothing allows to tell."""
    fields, asked_fields = fields_of(diploma), fields_of(asked)
    if any(_same_field(mine, theirs) for mine in fields for theirs in asked_fields):
        return True
    have, need = level(diploma), level(asked)
    if have is None or need is None:
        return None if have is None and not fields else (False if asked_fields and fields else None)
    return have >= need and not (fields and asked_fields)


def _same_field(mine: str, theirs: str) -> bool:
    """ "maçon" and "maçonnerie", "électricien" and "électricité": one root."""
    return mine == theirs or (len(mine) >= _ROOT and len(theirs) >= _ROOT and mine[:_ROOT] == theirs[:_ROOT])


@lru_cache(maxsize=20_000)
def fields_of(diploma: str) -> frozenset[str]:
    """The words of a diploma that name its field: "BTS comptabilité" → {comptabilit}."""
    return frozenset(word for word in title_words(diploma) if word not in _WORDS_OF_LEVELS and not word.isdigit())
