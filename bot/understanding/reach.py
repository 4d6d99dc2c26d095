"""How far someone will go to work: "20 min", "15 km", "une demi-heure", "partout"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import REMEMBERED, Found, read

Span: TypeAlias = tuple[int, int]
Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The farthest someone will go, one way: in minutes or in kilometres, or `anywhere`.

    `as_far_as`: the place they named, whose distance `km` is.
    """

    minutes: int | None = None
    km: float | None = None
    anywhere: bool = False
    as_far_as: str = ""


_FARTHEST_MINUTES = 240
_BARE_MINUTES = range(5, 91)  # a bare number answers the question asked, which speaks of minutes
_ANYWHERE = re.compile(
    r"\b(?:partout|n importe ou|(?:toute la|la) france(?: entiere)?|france entiere|(?:pas|aucune|sans|0) (?:de "
    r")?limites?|illimitee?|peu importe|"
    r"la ou il y a du (?:travail|boulot)|ou vous voulez|ou il faut|je bouge partout|mobile partout|tres mobile|le "
    r"plus loin possible)\b"
)
_NEARBY = re.compile(
    r"\b(?:pas (?:trop |tres )?loin|a cote|(?:tout|tres|plus|le plus|assez)? ?(?:pres|proche)(?: de (?:chez moi|la "
    r"maison|mon domicile|domicile))?|dans le coin|autour|"
    r"(?:dans |sur |que )?(?:ma|la) (?:commune|ville|rue)|mon (?:village|quartier)|(?:sur|que) place|sur place|"
    r"alentours|environs)\b"
)
_NEARBY_OPTIONS = (Reach(minutes=10), Reach(minutes=20), Reach(minutes=30))
_RANGE = r"(?:\d+(?:\.\d+)? (?:a |ou |et |/ )?)?"  # "20 à 30 km": the farther one
_KM = re.compile(
    rf"(?<!\S){_RANGE}(?P<n>\d+(?:\.\d+)?|(?:une? )?(?P<tens>dizaine|quinzaine|vingtaine|trentaine|cinquantaine|"
    rf"centaine) de|cent) (?:km|kms|kilometres?|kilometre|kil+om\w*|bornes?|klm|k m|k)(?!\S)"
)
_TENS = {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50, "centaine": 100}
_HOURS = re.compile(
    rf"(?<!\S){_RANGE}(?P<h>\d+(?:\.\d+)?|une?(?: (?:bonne|petite|grosse))?) (?:h|heure)(?: (?P<m>[0-5]\d|[1-9])(?: "
    rf"min)?(?!\S| (?:km|ans?))| (?P<half>et demie?|30)| (?P<quarter>et quart))?(?!\S)"
)
_MINUTES = re.compile(
    rf"(?<!\S){_RANGE}(?P<n>\d+|(?:une? )?(?P<tens>dizaine|quinzaine|vingtaine|trentaine) de) (?:min|m|minuttes|mi|"
    rf"')(?!\S)"
)
_PARTS_OF_HOUR = (
    (re.compile(r"(?<!\S)(?:3 / 4|3 quarts?) (?:d )?(?:heure|h)(?!\S)"), 45),
    (re.compile(r"(?<!\S)(?:(?:une )?(?:petite |bonne )?demie? (?:heure|h)|1 / 2 (?:d )?(?:heure|h))(?!\S)"), 30),
    (re.compile(r"(?<!\S)(?:(?:un )?(?:petit |bon )?quart d (?:heure|h)|1 / 4 (?:d )?(?:heure|h))(?!\S)"), 15),
)
_BARE = re.compile(
    r"(?:(?:environ|max|maximum|jusqu a|a peu pres|dans les|pas plus de|a|oui|euh|moins de|disons|je dirais|plus ou "
    r"moins) )*(?:(\d{1,3}) (?:a |ou |/ )?)?(\d{1,3})(?: (?:max|maximum|environ|a peu pres|pas plus|de trajet|de "
    r"route))*"
)


def understand_reach(text: str) -> Answer[Reach]:
    """How far someone will go. "pas loin" offers 10, 20 or 30 minutes; a bare number from 5 to 90 is minutes."""
    texted = read(text)
    said = _reach_said(texted.plain)
    if said:
        return _bounded(said[0], texted.said(said[1][0][0], said[1][-1][1]))
    if everywhere := _ANYWHERE.search(texted.plain):
        return Understood(Reach(anywhere=True), texted.said(*everywhere.span()))
    if bare := _BARE.fullmatch(texted.plain):
        return _bare(int(bare[2]), text)
    if refused := not_an_answer(text):
        return refused
    if nearby := _NEARBY.search(texted.plain):
        return OneOf(_NEARBY_OPTIONS, texted.said(*nearby.span()))
    return Misunderstood("no distance")


def _bare(number: int, text: str) -> Answer[Reach]:
    return (
        Understood(Reach(minutes=number), text.strip()) if number in _BARE_MINUTES else Misunderstood("minutes or km")
    )


def _bounded(reach: Reach, words: str) -> Answer[Reach]:
    if (reach.minutes or 0) > _FARTHEST_MINUTES or (reach.km or 0) > 1_000:
        return Misunderstood("too far")
    return Understood(reach, words)


def _reach_said(plain: str) -> tuple[Reach, Spans] | None:
    """Minutes and kilometres said in the text; the last of each, for people correct themselves ("20 km, 30 max")."""
    return _last_of_each(list(_minutes_said(plain)), list(_km_said(plain)))


def _last_of_each(minutes: list[tuple[int, Span]], km: list[tuple[float, Span]]) -> tuple[Reach, Spans] | None:
    if not minutes and not km:
        return None
    spans = tuple(sorted([span for _, span in minutes[-1:]] + [span for _, span in km[-1:]]))
    return Reach(minutes[-1][0] if minutes else None, km[-1][0] if km else None), spans


def _km_said(plain: str) -> Iterator[tuple[float, Span]]:
    for found in _KM.finditer(plain):
        yield _kilometres(found), found.span()


def _kilometres(found: re.Match[str]) -> float:
    return float(_TENS[found["tens"]]) if found["tens"] else 100.0 if found["n"] == "cent" else float(found["n"])


def _minutes_said(plain: str) -> Iterator[tuple[int, Span]]:
    for pattern, minutes in _PARTS_OF_HOUR:
        for found in pattern.finditer(plain):
            yield minutes, found.span()
        plain = pattern.sub(lambda found: "_" * len(found.group()), plain)
    for found in _HOURS.finditer(plain):
        yield _hours(found), found.span()
    plain = _HOURS.sub(lambda found: "_" * len(found.group()), plain)
    for found in _MINUTES.finditer(plain):
        yield _TENS[found["tens"]] if found["tens"] else int(found["n"]), found.span()


def _hours(found: re.Match[str]) -> int:
    hours = 1.0 if found["h"].startswith("un") else float(found["h"])
    return round(hours * 60) + (
        int(found["m"]) if found["m"] else 30 if found["half"] else 15 if found["quarter"] else 0
    )


_LIMIT_BEFORE = re.compile(
    r"\b(?:max|maxi|maximum|jusqu|limite|rayon|autour|peri\w*|moins|plus|dans les|bouger|deplace\w*|distance|aller|"
    r"trajet|route|(?:peux|veux|vais) faire)(?: (?:a|de|d|que|un|les|environ|pas|plus|me))* $"
)
_LIMIT_BEHIND = re.compile(
    r" (?:max\w*|autour|alentours?|a la ronde|de route|de trajet|de chez|de la maison|de mon domicile|de domicile|"
    r"aux alentours|en voiture|a pieds?|en velo|a velo|pas plus|grand)\b"
)


@lru_cache(REMEMBERED)
def find_reach(text: str) -> Found[Reach] | None:
    """The limit a sentence sets ("20 km max", "30 min autour", "partout"),
    or None. "à 10 km de Montluçon" is a place."""
    texted = read(text)
    minutes = [
        one
        for one in _minutes_said(texted.plain)
        if _is_a_limit(texted.plain, one[1]) or _follows_a_fact(texted.plain, one[1])
    ]
    km = [
        one
        for one in _km_said(texted.plain)
        if _is_a_limit(texted.plain, one[1]) or _stands_alone(texted.plain, one[1])
    ]
    said = _last_of_each(minutes, km)
    if said and isinstance(_bounded(said[0], ""), Understood):
        return Found(said[0], texted, said[1])
    everywhere = re.search(
        r"\b(?:partout(?: en france)?|(?:dans )?toute la france|france entiere|n importe ou)\b", texted.plain
    )
    return Found(Reach(anywhere=True), texted, (everywhere.span(),)) if everywhere else None


_NO_LIMIT_BEFORE = re.compile(
    r"\b(?:a|habite|situee?|loge|fais|fait|faisais|parcour\w*|roul\w*|compteur|distant\w*|c est|il y a|y a)"
    r"(?: environ)? $"
)
_NO_LIMIT_BEHIND = re.compile(r" (?:de|d|du|des|entre|par|tous|chaque|h|heure|au|et demie?)\b")


def _stands_alone(plain: str, span: Span) -> bool:
    """Kilometres that are neither of a place nor of a habit: "peintre, domerat, permis b, 40 km"."""
    before, behind = plain[max(0, span[0] - 40) : span[0]], plain[span[1] : span[1] + 40]
    return not _NO_LIMIT_BEFORE.search(before) and not _NO_LIMIT_BEHIND.match(behind)


def _follows_a_fact(plain: str, span: Span) -> bool:
    """ "permis b, voiture, 30 min": right behind what a sentence has said already, which is crossed out with a "/"."""
    return plain[: span[0]].endswith("/ ") and not _NO_LIMIT_BEHIND.match(plain[span[1] : span[1] + 40])


def _is_a_limit(plain: str, span: Span) -> bool:
    before, behind = plain[max(0, span[0] - 40) : span[0]], plain[span[1] : span[1] + 40]
    return bool(_LIMIT_BEFORE.search(before) or _LIMIT_BEHIND.match(behind))
