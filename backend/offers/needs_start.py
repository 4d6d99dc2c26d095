"""When a post starts, as its text says it. A date without its year is left unread: which year is anyone's guess."""

import re
from datetime import date

from backend.matching.values import AT_ONCE
from backend.reference.calendar_names import PLAIN_MONTHS
from backend.reference.folding import unaccented

_DATE = rf"(?:(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}})|(\d{{1,2}})(?:er)? ({'|'.join(PLAIN_MONTHS)}) (\d{{4}}))"
_FROM = re.compile(
    r"(?:prise de (?:poste|fonctions?)|date de debut|debut(?: de (?:mission|contrat))?|demarrage|embauche|a pourvoir|"
    rf"a partir|a compter|des|commence\w*)\W+(?:[a-z']+\W+){{0,3}}?{_DATE}"
)
_UNTIL = re.compile(rf"(?:au plus tard|avant|imperativement|sans faute|dernier delai)\W+(?:le |au )?\W*{_DATE}")


_AT_THE_LATEST = re.compile(rf"{_DATE},? (?:au plus tard|dernier delai|imperativement)")
_AT_ONCE = re.compile(
    r"(?:a pourvoir|prise de (?:poste|fonctions?)|debut\w*|demarrage|disponib\w+|embauche|recrut\w+|postes?|cd[id])"
    r"(?:\W+\w+){0,4}?\W+"
    r"(?:immediat\w*|des que possible|au plus (?:vite|tot)|(?:tout )?de suite|asap|des maintenant|des a present|"
    r"sans delai)\b"
    r"|\b(?:a pourvoir|prise de (?:poste|fonctions?)|demarrage|disponib\w+) (?:tres |assez |le plus |au plus )?"
    r"(?:rapide\w*|urgemment|en urgence)\b"
)


def start_window(text: str) -> tuple[date | None, date | None]:
    """The first and the last day on which the post may start; None when the text does not say, year included.
    The first is AT_ONCE for "dès que possible"."""
    plain = " ".join(unaccented(text).split())
    candidacy = re.search(r"candidat\w+|postul\w+|dossier", plain)
    until = _UNTIL.search(plain) or _AT_THE_LATEST.search(plain)
    if until and candidacy and 0 <= until.start() - candidacy.end() < 40:
        # "candidatez avant le": the end of the call, not of the start
        until = None
    begins = _date(_FROM.search(plain))
    return (AT_ONCE if begins is None and _AT_ONCE.search(plain) else begins), _date(until)


def _date(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else (found[4], str(PLAIN_MONTHS.index(found[5]) + 1), found[6])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
