"""Communes as advisers type them: a name, a postcode, or both."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from backend.reference.communes import Commune, by_code, by_postcode, distance_km, every_commune
from backend.reference.place_names import place_names, words_of

# Communes that the list of suggestions holds: those within this many kilometres of the office, as the crow flies.
AROUND_KM = 45
_WITH_POSTCODE = re.compile(r"^(?P<name>[^\d(]*?)\s*\(?(?P<postcode>\d{5})\)?$")


class UnknownPlace(ValueError):
    """No commune goes by that; the message says so in French."""


def written(code: str | None) -> str:
    """ "Domérat (03410)" for an INSEE code; the code itself when nobody knows it, "" for none."""
    commune = by_code(code) if code else None
    if commune is None:
        return code or ""
    return f"{commune.name} ({commune.postcodes[0]})" if commune.postcodes else commune.name


def read(text: str, near: str) -> Commune:
    """The commune that was typed; homonyms go to the nearest to the commune `near` (INSEE). Raises UnknownPlace."""
    found = _WITH_POSTCODE.match(text.strip())
    if found is None:
        return _named(text, near)
    here = by_postcode(found["postcode"])
    if not here:
        raise UnknownPlace(f"Le code postal {found['postcode']} n'existe pas.")
    if found["name"]:
        named = [commune for commune in here if commune.code in _codes(found["name"])]
        return named[0] if named else _named(found["name"], near)
    if len(here) > 1:
        names = ", ".join(commune.name for commune in here[:6])
        raise UnknownPlace(f"Le code postal {found['postcode']} a plusieurs communes : {names}… Écrivez le nom.")
    return here[0]


def _named(text: str, near: str) -> Commune:
    candidates = [commune for code in _codes(text) if (commune := by_code(code))]
    if not candidates:
        raise UnknownPlace(f"Commune inconnue : « {text.strip()} ».{_did_you_mean(text, near)}")
    return min(candidates, key=lambda commune: _distance(commune, near))


def _codes(name: str) -> tuple[str, ...]:
    return _by_spelling().get("".join(folded for folded, _ in words_of(name)), ())


def _did_you_mean(text: str, near: str) -> str:
    names = [commune.name for commune in around(near)]
    best = process.extractOne(text, names, scorer=fuzz.WRatio, score_cutoff=75)
    return f" Vouliez-vous dire {best[0]} ?" if best else " Essayez le code postal."


def _distance(commune: Commune, near: str) -> float:
    here = by_code(near)
    if here is None:
        return -float(commune.population)
    return distance_km(here, commune)


@lru_cache(maxsize=16)
def around(near: str) -> tuple[Commune, ...]:
    """Communes within AROUND_KM of the commune `near` (INSEE), the most peopled first."""
    close = [commune for commune in every_commune() if _distance(commune, near) <= AROUND_KM] if by_code(near) else []
    return tuple(sorted(close, key=lambda commune: -commune.population))


@cache
def _by_spelling() -> Mapping[str, tuple[str, ...]]:
    """Spelling run together → INSEE codes; whole names before the shorter ones that people say."""
    names = place_names()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for spelling, code, form in zip(names.spellings, names.codes, names.forms, strict=True):
        found[spelling][code] = min(form, found[spelling].get(code, form))
    return {spelling: _most_telling(codes) for spelling, codes in found.items()}


def _most_telling(codes: Mapping[str, int]) -> tuple[str, ...]:
    best = min(codes.values())
    return tuple(code for code, form in codes.items() if form == best)
