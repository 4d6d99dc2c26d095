"""How many years someone has done a work: "une dizaine d'années", "depuis 2012", "débutant", "6 mois"."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from backend.reference.calendar_names import PLAIN_MONTHS
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import Found, Texted, read

Years: TypeAlias = float

_LONGEST = 50.0
_A_LONG_TIME: tuple[Years, ...] = (5.0, 10.0, 20.0)
_NUMBER = r"(?P<n>\d+(?:\.\d+)?)"
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_UNIT = r"(?P<unit>ans?|annees|mois?|semaines?|jours?)"
_YEARS_IN = {"a": 1.0, "m": 1 / 12, "s": 1 / 52, "j": 1 / 365}  # by the first letter of the unit
_TENS = {"dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "douzaine": 12, "quarantaine": 40}

_NEVER = re.compile(
    r"\b(?:debutante?s?|debut|jamais (?:fait|travaille|exerce|bosse)|(?:pas|aucune|sans|ni|zero|0)(?: encore)?(?: d| "
    r"de)? (?:experiences?|exp|xp)|"
    r"premiere fois|je debute|novice|sans qualification)\b|^(?=.*\b(?:non|nn|nan|aucune?|aucuns|rien|"
    r"zero|pas|jamais|0)\b)(?:(?:non|nn|nan|aucune?|aucuns|rien|zero|pas|jamais|du tout|je n ai|j en ai|j ai|0) ?)+$"
)
_FOR_LONG = re.compile(
    r"\b(?:toute (?:ma|une|la) vie|depuis (?:toujours|longtemps|tres longtemps|toute petite?|des annees)|(?:tres "
    r")?longtemps|des annees|"
    r"plein d annees|beaucoup(?: d annees| d experience)?|plusieurs annees|(?:tout le temps|toujours) fait|"
    r"^toujours$|pas mal d "
    r"annees|quelques annees|experimentee?)\b"
)
_A_FEW_MONTHS = re.compile(r"\b(?:quelques mois?|plusieurs mois?)\b")
_A_FEW_WEEKS = re.compile(r"\b(?:quelques|plusieurs) (?:semaines?|jours?)\b")
_NOT_A_LENGTH = re.compile(r"\b(?:il y a|dans|age de|dont|avant|a l age de|y a) (?:(?:environ|presque|plus de) )?$")
_BARE = re.compile(
    r"(?:(?:environ|a peu pres|presque|plus de|\+|de|minimum|au moins|bien|oui|pres|euh|je dirais|depuis|c est|ca "
    r"fait|en) )*(\d+(?:\.\d+)?)(?: (?:environ|a peu pres|minimum|\+|ou plus|peut etre))*"
)
_BARE_TENS = re.compile(rf"(?:environ |plus d |bien )*(?:une )?({'|'.join(_TENS)})")
_AN_AGE = re.compile(r"(?:j ai|je suis age de|agee? de|moi) (\d+) ans(?: .{0,20})?")
_ABOUT_WORK = re.compile(
    r"\b(?:experiences?|exp|xp|metier|pratique|anciennete|travail\w*|comme|boulot|bosse|fait|depuis|pendant)\b|"
    r"\bdans\b|\bans de\b|\bans en\b"
)

_Span: TypeAlias = tuple[int, int]
_Length: TypeAlias = tuple[Years, _Span]


def understand_experience(text: str, now: datetime) -> Answer[Years]:
    """Years of practice as a float. A vague "longtemps" asks (5, 10 or 20); an age ("j'ai 52 ans") is no answer."""
    texted = read(text)
    lengths = _lengths(texted.plain, now)
    if lengths and _is_an_age(texted.plain):
        return Misunderstood("age")
    lengths = _without_ages(lengths, texted.plain)
    if lengths:
        return _total(lengths, texted)
    if answer := _vague(texted):
        return answer
    if tens := _BARE_TENS.fullmatch(texted.plain):
        return Understood(float(_TENS[tens[1]]), text.strip())
    if bare := _BARE.fullmatch(texted.plain):
        return _bare(float(bare[1]), text, now)
    return not_an_answer(text) or Misunderstood("no length of time")


def _total(lengths: list[_Length], texted: Texted) -> Answer[Years]:
    years = round(sum(length for length, _ in lengths), 2)
    if years > _LONGEST:
        return Misunderstood("too long")
    return Understood(years, texted.said(lengths[0][1][0], lengths[-1][1][1]))


def _vague(texted: Texted) -> Answer[Years] | None:
    for pattern, answer in (
        (_NEVER, Understood(0.0)),
        (_A_FEW_MONTHS, Understood(0.5)),
        (_A_FEW_WEEKS, Understood(0.1)),
        (_FOR_LONG, OneOf(_A_LONG_TIME)),
    ):
        if found := pattern.search(texted.plain):
            words = texted.said(*found.span())
            return OneOf(answer.options, words) if isinstance(answer, OneOf) else Understood(answer.value, words)
    return None


def _is_an_age(plain: str) -> bool:
    """Nobody has "52 ans" of work without saying of what; from 16 on it may be an age."""
    age = _AN_AGE.fullmatch(plain)
    return bool(age and int(age[1]) >= 16 and not _ABOUT_WORK.search(plain))


def _without_ages(lengths: list[_Length], plain: str) -> list[_Length]:
    """ "j'ai 45 ans et 20 ans de métier": the first is an age when another one is said to be of work."""
    stated = [(years, span) for years, span in lengths if _is_stated(plain, span)]
    ages = [length for length in lengths if length[0] >= 16 and plain[: length[1][0]].endswith(("j ai ", "age de "))]
    return [length for length in lengths if length not in ages or length in stated] if stated else lengths


def _bare(number: float, text: str, now: datetime) -> Answer[Years]:
    if number <= _LONGEST:
        return Understood(number, text.strip())
    if 1955 <= number <= now.year and number == int(number):
        return Understood(float(now.year - int(number)), text.strip())
    return Misunderstood("too long")


# ── Lengths of time, each rule over plain spelling ────────────────────────────────────────────────────────────────────


def _between_years(found: re.Match[str], now: datetime) -> Years:
    until = int(found["until"]) if found["until"] else now.year
    return max(0.0, float(until - int(found["from"])))


def _since(found: re.Match[str], now: datetime) -> Years:
    month = PLAIN_MONTHS.index(found["month"]) + 1 if found["month"] else now.month
    return max(0.0, round(now.year - int(found["from"]) + (now.month - month) / 12, 1))


def _since_month(found: re.Match[str], now: datetime) -> Years:
    return round((now.month - PLAIN_MONTHS.index(found["month"]) - 1) % 12 / 12, 1)


def _counted(found: re.Match[str], now: datetime) -> Years:
    return float(found["n"]) * _YEARS_IN[found["unit"][0]] + (
        0.5 * _YEARS_IN[found["unit"][0]] if found["half"] else 0.0
    )


def _one(found: re.Match[str], now: datetime) -> Years:
    return _YEARS_IN[found["unit"][0]] * (1.5 if found["half"] else 1.0)


def _tens(found: re.Match[str], now: datetime) -> Years:
    return _TENS[found["tens"]] * _YEARS_IN[found["unit"][0]]


def _half_year(found: re.Match[str], now: datetime) -> Years:
    return 0.5


_HALF = r"(?P<half> et demie?| (?:et )?1 / 2)?"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Years]], ...] = tuple(
    (re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), rule)
    for pattern, rule in (
        (
            rf"(?:de |entre |depuis )?(?P<from>{_YEAR}) (?:a |et |jusqu en |jusqu a |/ )?(?:(?P<until>{_YEAR})|aujourd "
            rf"hui|maintenant)",
            _between_years,
        ),
        (
            rf"(?:depuis|a partir de)(?: (?:le|debut|fin|l an|l annees|mi))?(?: \d\d?)?(?: / \d\d? /)?(?: "
            rf"(?P<month>{'|'.join(PLAIN_MONTHS)}))? (?P<from>{_YEAR})",
            _since,
        ),
        (rf"depuis (?P<month>{'|'.join(PLAIN_MONTHS)})", _since_month),
        (r"(?:une )?demi annees|moins d (?:un|1) ans?|moins d une annees", _half_year),
        (rf"{_NUMBER} (?:(?:a|ou|/) )?\d+ {_UNIT}{_HALF}", _counted),  # "10 à 15 ans": the lower one
        (rf"{_NUMBER} {_UNIT}{_HALF}", _counted),
        (rf"(?:une )?(?P<tens>{'|'.join(_TENS)}) (?:d |de )?{_UNIT}", _tens),
        (rf"(?:un|une) (?P<unit>an|annees|mois?){_HALF}", _one),
    )
)


def _lengths(plain: str, now: datetime) -> list[_Length]:
    """Every length said, in order, without those that are a date ("il y a 5 ans",
    "dans 2 mois") or a part of another."""
    found: list[_Length] = []
    for pattern, rule in _RULES:
        for match in pattern.finditer(plain):
            before = plain[max(0, match.start() - 30) : match.start()]
            if not _NOT_A_LENGTH.search(before) and not _overlaps(match.span(), found):
                found.append((rule(match, now), match.span()))
    return sorted(found, key=lambda length: length[1])


def _overlaps(span: _Span, found: list[_Length]) -> bool:
    return any(span[0] < end and start < span[1] for _, (start, end) in found)


# ── In a whole sentence ───────────────────────────────────────────────────────────────────────────────────────────────

_SAID_BEHIND = re.compile(
    r" (?:(?:d|de|en|dans|comme|l|le|la|ce|mon) )*(?:experiences?|exp|xp|metier|anciennete|pratique|branche|domaine)\b|"
    r" (?:comme|en tant que?|dans l|dans le|dans la|dans les|en usine|chez|de metier|d exp)\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:experience|exp|xp|anciennete)(?: (?:de|d|avec|:|est|environ|plus de))* $|\b(?:pendant|durant|fait|travaille|"
    r"bosse)(?: (?:plus de|pres de|environ))* $"
)
_NOT_ABOUT_WORK = re.compile(
    r"\b(?:chomage|inactivite|recherche|habite\w*|permis(?: \w)?|caces(?: \w+)*|malade|arret|marie\w*|rsa|"
    r"retraite)(?: \w+){0,2} $"
)


def find_experience(text: str, now: datetime) -> Found[Years] | None:
    """Years of practice that a sentence states as such ("10 ans d'expérience", "pendant 15 ans", "débutante"),
    or None."""
    texted = read(text)
    spans = [(years, span) for years, span in _lengths(texted.plain, now) if _is_stated(texted.plain, span)]
    if spans:
        return Found(round(sum(years for years, _ in spans), 2), texted, tuple(span for _, span in spans))
    never = re.search(
        r"\b(?:debutante?s?|(?:pas|aucune|sans)(?: encore)?(?: d| de)? (?:experiences?|exp|xp)|jamais travaille)\b",
        texted.plain,
    )
    return Found(0.0, texted, (never.span(),)) if never else None


def _is_stated(plain: str, span: _Span) -> bool:
    before, behind = plain[max(0, span[0] - 40) : span[0]], plain[span[1] : span[1] + 40]
    if _NOT_ABOUT_WORK.search(before):
        return False
    return bool(_SAID_BEHIND.match(behind) or _SAID_BEFORE.search(before)) or plain[slice(*span)].startswith(
        ("depuis 19", "depuis 20")
    )
