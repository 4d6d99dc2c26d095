"""For whom a job of a CV was done: what stands behind "chez", or has the look of a firm's name on or beside its line.

Rather none than a wrong one: a line of tasks ("Chargement, inventaire") and a place are no employer.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from backend.reference.communes import every_commune
from backend.reference.folding import fold
from bot.understanding.obtained import MONTH

LONGEST = 40
_MOST_WORDS = 6

_BEHIND = re.compile(r"(?i)\b(?:chez|au sein d(?:e la|e l['’]|es|e|u)?|pour le compte d[eu]|employeur *:?)\s*(.+)")
_FIRM_BEHIND = re.compile(
    r"(?<!\sen)(?<!\sà)(?<!\sau)(?<!dans)(?<!\sde)\s(?:Transports|Ets|Établissements|Société|Entreprise|SARL|SAS|EURL|GAEC|Garage|Restaurant|Hôtel|Clinique|Hôpital|CHU?|"
    r"EHPAD|Mairie|(?i:communauté de communes|conseil départemental))\b"
)
_AT = re.compile(r"(?i)\b(?:à l['’]|à la|au|aux|dans (?:une?|le|la))\s*(.+)")
_PIECES = re.compile(r"[|•·–—:;,()\t]|\s-\s|\s{2,}|\s/\s")
# Firms that are named for the work that one does there ("je bosse à Lidl"): in a CV they are the employer. Names that
# are words too ("Boulanger", "Action") are left out.
_KNOWN = frozenset(fold(name) for name in (
    "Dunlop", "Goodyear", "Michelin", "Hutchinson", "Securitas", "Samsic", "Onet", "GSF", "Elior", "Sodexo", "Lidl",
    "Aldi", "Leclerc", "Carrefour", "Auchan", "Intermarché", "Super U", "Hyper U", "Netto", "Monoprix", "Castorama",
    "Bricomarché", "Leroy Merlin", "Conforama", "Darty", "Ikea", "Gifi", "Bricorama", "Brico Dépôt", "Mr Bricolage",
    "Kiabi", "Gémo", "La Halle", "Decathlon", "Norauto", "Feu Vert", "Midas", "Speedy", "McDonald's", "McDo", "KFC",
    "Burger King", "Flunch", "La Poste", "Chronopost", "SNCF", "RATP", "EDF", "Enedis", "Amazon", "Transdev", "Keolis",
    "ADMR", "Adecco", "Manpower", "Randstad", "Proman", "Synergie",
))  # fmt: skip
# What firms, shops and institutions are called: such a word is enough.
_KIND = re.compile(
    r"\b(?:transports?|ets|etablissements?|societe|entreprise|sarl|sasu?|eurl|scop|groupe|cabinet|agence|association|"
    r"garage|boulangerie|boucherie|restaurant|brasserie|hotel|camping|clinique|hopital|chu|ch|ehpad|maison de retraite|"
    r"mairie|commune de|communaute de communes|conseil departemental|lycee|college|ecole|creche|admr|supermarche|"
    r"intermarche|leclerc|carrefour|manpower|adecco|salon|pharmacie|ferme|gaec|scierie|usine|ateliers?|freres|et fils|"
    r"constructions?|batiments?|esat|foyer|residence)\b"
)
# Work, contracts and hours: what else stands on such a line.
_NO_NAME = re.compile(
    r"\b(?:cdi|cdd|interim|interimaire|stages?|stagiaire|apprenti\w*|alternance|saisonni\w*|"
    r"temps (?:plein|partiel|complet)|mi temps|h|heures?|ans?|mois|benevol\w*|missions?|"
    r"taches?|particuliers?|plusieurs|divers\w*|auto ?entrepreneu\w*|a mon compte)\b"
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


def is_known_firm(said: str) -> bool:
    """Whether these words are a firm that people name in place of their work."""
    return fold(said) in _KNOWN


def is_place(said: str) -> bool:
    """Whether these words are a commune or one of the departments around; "macon" is a mason, and "Mâcon" a town."""
    return fold(said) in _places() and (fold(said) != "macon" or "â" in said.casefold())


def before_a_firm(said: str) -> str:
    """What stands before the employer: "vendeuse chez Kiabi", "éboueur communauté de communes", "vendeur Décathlon"."""
    if found := _BEHIND.search(said):
        return said[: found.start()]
    if found := _FIRM_BEHIND.search(said):
        return said[: found.start()]
    words = said.split()
    at = next((i for i in range(1, len(words)) if " ".join(map(fold, words[i:])) in _KNOWN), len(words))
    return said if at == len(words) else " ".join(words[:at])


def _without(line: str, trade: str) -> str:
    begin = line.casefold().find(trade)
    return line if begin < 0 else f"{line[:begin]} | {line[begin + len(trade) :]}"


def _of_line(line: str, beside_it: bool) -> str:
    if found := _BEHIND.search(line):
        return next(_names(found[1], lambda said: True), "")
    if beside_it and (found := _AT.search(line)) and _KIND.match(fold(found[1])):
        return next((said for said in _names(found[1], lambda said: True) if " " in said), "")
    return next(_names(line, _is_name if beside_it else _is_firm), "")


def _names(line: str, looks_right: Callable[[str], bool]) -> Iterator[str]:
    for piece in _PIECES.split(line):
        said = _without_place(_DATES.sub(" ", piece).strip(" .,'’-*•>/"))
        plain = fold(said)
        if not plain or len(said) > LONGEST or len(plain.split()) > _MOST_WORDS or any(c.isdigit() for c in said):
            continue
        if not _NO_NAME.search(plain) and plain not in _places() and not _PLACED.match(said) and looks_right(said):
            yield said


_DATES = re.compile(rf"(?i)\b(?:de|du|depuis|en|à|a|au)?\s*(?:{MONTH}\s*|\d\d?[ ./-])?(?:19[6-9]|20\d)\d\b")
_PLACED = re.compile(r"(?i)^(?:au|aux|en|à|a|de|du|des|sur|dans)\s")


def _without_place(said: str) -> str:
    """ "usine Rossignol à Saint-Amand" → "usine Rossignol"."""
    before, _, place = said.rpartition(" à ")
    return before if before and is_place(place) else said


def _words(said: str) -> list[str]:
    """Those that are more than a small word; the apostrophe's letter is none."""
    return [word for word in _WORD.findall(_ELISION.sub(" ", said)) if fold(word) not in _SMALL]


_ELISION = re.compile(r"(?i)\b[dl]['’]")


def _is_name(said: str) -> bool:
    """On the line of the trade: words that begin with capitals, or a firm's kind."""
    words = _words(said)
    return bool(words) and (_is_kind(said) or all(word[0].isupper() for word in words))


def _is_firm(said: str) -> bool:
    """On another line: a firm's kind, all capitals, or several capitalised words that begin with no task."""
    words = _words(said)
    if not words or _is_kind(said):
        return bool(words)
    if _TASK.search(fold(words[0])):
        return False
    return all(word[0].isupper() for word in words) and (len(words) > 1 or said.isupper())


def _is_kind(said: str) -> bool:
    plain = fold(said)
    if said[0].isupper():
        return plain in _KNOWN or _KIND.search(plain) is not None
    return _KIND.match(plain) is not None and any(word[0].isupper() for word in _words(said))


@cache
def _places() -> frozenset[str]:
    around = ("france", "allier", "creuse", "puy de dome", "cher", "nievre")
    return frozenset(fold(commune.name) for commune in every_commune()).union(around)
