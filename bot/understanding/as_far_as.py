"""How far someone will go, said by a place: "jusqu'à Montluçon", "pas plus loin que Vichy", "Domérat et Commentry"."""

import math
import re

from backend.matching.reach import road_km
from backend.reference.communes import Commune, by_code
from bot.understanding.answers import Understood
from bot.understanding.reach import Reach
from bot.understanding.where import find_place, understand_where

# Kilometres are told in fives, and never fewer: an offer at the other end of the town is there too.
STEP_KM = 5
_BETWEEN = re.compile(r"(?i)\s*(?:[,;/+]|\bet\b|\bou\b|\bvoire\b)\s*")
_AROUND = re.compile(
    r"(?i)\b(?:jusqu['’ ]?[aà]u?x?|pas plus loin qu(?:e|['’])|max(?:imum|i)?|au plus|grand max|vers|environs? de|"
    r"alentours? de|autour de|secteur|bassin de|dans|sur|plus loin que)\b"
)


def as_far_as(text: str, home: str) -> Understood[Reach] | None:
    """The distance by road from the commune `home` (INSEE code) to the farthest of the places named.

    None when one of them is no sure place: nothing is guessed.
    """
    here = by_code(home)
    pieces = [piece for piece in _BETWEEN.split(_AROUND.sub(" ", text)) if piece.strip()]
    places = [_place(piece, home) for piece in pieces]
    if here is None or not pieces or not all(places):
        return None
    found = [place for place in places if place is not None]
    km, farthest = max((_km(here, place), place.name) for place in found)
    return Understood(Reach(km=km, as_far_as=farthest), text.strip())


def _place(piece: str, near: str) -> Commune | None:
    answer = understand_where(piece, near)
    if isinstance(answer, Understood):
        return answer.value
    found = find_place(piece, near)
    return found.commune if found and found.sure else None


def _km(here: Commune, there: Commune) -> float:
    return float(math.ceil(road_km(_at(here), _at(there)) / STEP_KM) * STEP_KM)


def _at(commune: Commune) -> tuple[float, float]:
    return commune.latitude, commune.longitude
