"""For whom a job of a CV was done: what stands behind "chez", or has the look of a firm's name on or beside its line.

Rather none than a wrong one: a line of tasks ("Chargement, inventaire") and a place are no employer.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from backend.reference.communes import every_commune
from backend.reference.folding import fold

LONGEST = 40
_MOST_WORDS = 6

_BEHIND = re.compile(r"(?i)\b(?:chez|au sein d(?:e la|e l['’]|es|e|u)?|pour le compte d[eu]|employeur *:?)\s*(.+)")
_PIECES = re.compile(r"[|•·–—:;,()\t]|\s-\s|\s{2,}|\s/\s")
# What firms, shops and institutions are called: such a word is enough.
_KIND = re.compile(
    r"\b(?:transports?|ets|etablissements?|societe|entreprise|sarl|sasu?|eurl|scop|groupe|cabinet|agence|association|"
    r"garage|boulangerie|boucherie|restaurant|brasserie|hotel|camping|clinique|hopital|chu|ch|ehpad|maison de retraite|"
    r"mairie|commune de|communaute de communes|conseil departemental|lycee|college|ecole|creche|admr|supermarche|"
    r"intermarche|leclerc|carrefour|auchan|lidl|aldi|super u|hyper u|casino|la poste|sncf|edf|adecco|manpower|"
    r"randstad|proman|synergie|ferme|gaec|scierie|usine|ateliers?|freres|et fils|constructions?|batiments?|esat|foyer|"
    r"residence)\b"
)
# Work, contracts and hours: what else stands on such a line.
_NO_NAME = re.compile(
    r"\b(?:cdi|cdd|interim|interimaire|stages?|stagiaire|apprenti\w*|alternance|saisonni\w*|"
    r"temps (?:plein|partiel|complet)|mi temps|h|heures?|ans?|mois|benevol\w*|missions?|"
    r"taches?|auto ?entrepreneu\w*|a mon compte)\b"
)
_TASK = re.compile(r"(?:tion|ment|age|aison|ure|ite|er|ir|oir|dre|tre|ien|eur|euse|rice)s?$")
_SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "a", "au", "aux", "sur"])
_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")


def employer_beside(lines: Sequence[str], at: int, trade: str, near: Sequence[int]) -> str:
    """The employer of the trade named in line `at`; "" when none is sure.

    `near`: other lines of the same job, the likeliest first (that of its dates, the one below, the one above).
    """
    own = _of_line(_without(lines[at], trade), beside_it=True)
    return own or next((found for one in near if (found := _of_line(lines[one], beside_it=False))), "")


def _without(line: str, trade: str) -> str:
    begin = line.casefold().find(trade)
    return line if begin < 0 else f"{line[:begin]} | {line[begin + len(trade) :]}"


def _of_line(line: str, beside_it: bool) -> str:
    if found := _BEHIND.search(line):
        return next(_names(found[1], lambda said: True), "")
    return next(_names(line, _is_name if beside_it else _is_firm), "")


def _names(line: str, looks_right: Callable[[str], bool]) -> Iterator[str]:
    for piece in _PIECES.split(line):
        said = _DATES.sub(" ", piece).strip(" .,'’-*•>")
        plain = fold(said)
        if not plain or len(said) > LONGEST or len(plain.split()) > _MOST_WORDS or any(c.isdigit() for c in said):
            continue
        if not _NO_NAME.search(plain) and plain not in _places() and looks_right(said):
            yield said


_DATES = re.compile(r"(?i)\b(?:de|du|depuis|en|à|a|au)?\s*(?:[a-zéû]{3,9}\.?\s+|\d\d?[ ./-])?(?:19[6-9]|20\d)\d\b")


def _is_name(said: str) -> bool:
    """On the line of the trade: words that begin with capitals, or a firm's kind."""
    words = [word for word in _WORD.findall(said) if fold(word) not in _SMALL]
    return bool(words) and (_is_kind(said) or all(word[0].isupper() for word in words))


def _is_firm(said: str) -> bool:
    """On another line: a firm's kind, all capitals, or several capitalised words none of which is a task."""
    words = [word for word in _WORD.findall(said) if fold(word) not in _SMALL]
    if not words or _is_kind(said):
        return bool(words)
    if any(_TASK.search(fold(word)) for word in words):
        return False
    return all(word[0].isupper() for word in words) and (len(words) > 1 or said.isupper())


def _is_kind(said: str) -> bool:
    return said[0].isupper() and _KIND.search(fold(said)) is not None


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(commune.name) for commune in every_commune()) | {
        "france",
        "allier",
        "creuse",
        "puy de dome",
        "cher",
    }
