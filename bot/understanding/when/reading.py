"""A text as it was sent → the items the grammar knows, each with its place in the text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.reference.calendar_names import PLAIN_MONTHS
from backend.reference.folding import unaccented
from bot.understanding.when import words as w
from bot.understanding.when.grammar import Item
from bot.understanding.when.spelling import PHRASES, SPELLING
from bot.understanding.when.values import Number, Value

# What is read of a text, in characters and in words: more than four messages in a row.
LONGEST = 700
MOST_ITEMS = 160

_MIXED = "|".join(sorted((re.escape(s) for s in SPELLING if re.search(r"\d", s)), key=len, reverse=True))
_TOKEN = re.compile(
    rf"""(?P<blocked>(?:\+33|0033|\b0)[\s.-]?[1-9](?:[\s.-]?\d\d){{4}}(?!\d)
        | \d{{5,}} | \d\d\s\d{{3}}(?!\d) | \d\s\d{{3}}\b)
    | (?P<mixed>\b(?:{_MIXED})\b)
    | (?P<decimal>\d{{1,4}}[.,](?:\d(?=\s?h)|\d{{1,3}}(?=\s?(?:ans?|annee|mois|jour|semaine|sem|min|sec)s?)))
    | (?P<ordinal>\d{{1,2}}(?:er|ere|e|eme|ieme|nd|nde)(?![a-z]))
    | (?P<digits>\d+)
    | (?P<je>\b[jcmtsn]'(?=[a-z]))
    | (?P<minutes>(?<=\d)'(?!\d)) | (?P<seconds>(?<=\d)") | (?P<word>[a-z]+) | (?P<mark>[-:/.,()<>=+\#%?!;*])""",
    re.VERBOSE,
)
_PHRASE = re.compile(
    "(?<= )(?:"
    + "|".join(re.escape(said) for said in sorted({**PHRASES, **w.FEASTS}, key=len, reverse=True))
    + ")(?= )"
)
_BEFORE_MONTHS = frozenset(("N", "A", "ce", "fin", "debut", "milieu", "mi", "quelques"))
Token = tuple[str, str, int, int]  # kind, word, start, end in the folded text
_MARKS = {"?": ".", "!": ".", ";": ".", ")": ",", "*": "x", "%": "euro", "#": "euro", "+": "plus"}
# Communes and words one letter away from a word of time.
_NOT_MISSPELT = {
    "delain", "denain", "detain", "domain", "demuin", "ferriere", "javier", "jouillat", "juille", "juilles", "juillers",
    "juilley", "mards", "porchaire", "semoine", "septaine", "sermaise", "sermaize",
}  # fmt: skip


def read(text: str, known: frozenset[str]) -> list[Item]:
    """Items of the first LONGEST characters. `known` are the words of the grammar; a run of other words is one `_`."""
    folded, places = _folded(text[:LONGEST])
    items: list[Item] = []
    for kind, word, start, end in _phrases_joined(list(_tokens(folded))):
        value, sign = _meaning(kind, word, items, known)
        if len(items) >= MOST_ITEMS:
            break
        if sign == "_" and items and items[-1].sign == "_":
            items[-1] = Item("_", None, items[-1].start, places[end - 1] + 1)
        else:
            items.append(Item(sign, value, places[start], places[end - 1] + 1))
    return _numbers_joined(items)


def _folded(text: str) -> tuple[str, list[int]]:
    """The unaccented text and, for each of its characters, the place of the one it comes from."""
    letters, places = [], []
    for place, char in enumerate(text):
        plain = char.lower() if char.isascii() else unaccented(char)
        letters.append(plain)
        places.extend([place] * len(plain))
    return "".join(letters), places


def _tokens(folded: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(folded):
        kind, word = match.lastgroup or "mark", match[0]
        if kind == "mark":
            word = _MARKS.get(word, word)
        yield kind, SPELLING.get(word, word) if kind in ("word", "mixed") else word, match.start(), match.end()


def _phrases_joined(tokens: list[Token]) -> Iterator[Token]:
    """« il y a", "jour de l'an", "au plus tôt »: several words, one token."""
    line = " " + "".join(f"{'_' if kind == 'blocked' else word} " for kind, word, _, _ in tokens)
    index = 0
    for match in _PHRASE.finditer(line):
        first = line.count(" ", 0, match.start()) - 1
        yield from tokens[index:first]
        index = first + match[0].count(" ") + 1
        yield "phrase", PHRASES.get(match[0], match[0]), tokens[first][2], tokens[index - 1][3]
    yield from tokens[index:]


def _meaning(kind: str, word: str, before: list[Item], known: frozenset[str]) -> tuple[Value | None, str]:
    if kind in ("digits", "decimal", "ordinal"):
        number = _number(kind, word)
        return number, number.sign
    if kind == "mark":
        return None, word
    if kind in ("minutes", "seconds"):
        value: Value = w.LEXICON["min" if kind == "minutes" else "sec"]
        return value, value.sign
    if kind in ("blocked", "je"):
        return None, "#" if kind == "blocked" else "_"
    return _word(word, before, known)


def _number(kind: str, word: str) -> Number:
    if kind == "decimal":
        return Number(float(word.replace(",", ".")), "N", "decimal")
    digits = re.match(r"\d+", word)
    text = digits[0] if digits else "0"
    value = int(text)
    sign = (
        "O"
        if kind == "ordinal"
        else "N"
        if len(text) < 3
        else "Y"
        if len(text) == 4 and 1900 <= value < 2200
        else "BIG"
    )
    return Number(value, sign, text)


def _word(word: str, before: list[Item], known: frozenset[str]) -> tuple[Value | None, str]:
    if word == "sept" and before and _says_month(before[-1]):
        word = "septembre"
    if word == "moi" and _counts_months(before):
        word = "mois"
    if word in ("un", "une"):
        return Number(1, "A"), "A"
    if word not in w.LEXICON and word not in known and word not in w.UNITS_OF_TEN and word not in w.TENS:
        word = _misspelt(word)
    value = w.LEXICON.get(word) or w.PARTS.get(word) or w.FEASTS.get(word)
    if value is not None:
        return value, value.sign
    if word in w.UNITS_OF_TEN or word in w.TENS:
        return Number(w.UNITS_OF_TEN.get(word, w.TENS.get(word, 0)), "N", word), "N"
    return None, word if word in known else "_"


def _says_month(item: Item) -> bool:
    return item.sign in ("en", "debut", "fin", "mi", "O") or (
        isinstance(item.value, Number) and item.value.digits.isdigit()
    )


def _counts_months(before: list[Item]) -> bool:
    """« dans 2 moi », « ce moi ci », « fin de moi »; « chez moi » is somebody."""
    signs = [item.sign for item in before[-2:]]
    return bool(signs) and (signs[-1] in _BEFORE_MONTHS or signs in (["fin", "de"], ["debut", "de"], ["fin", "du"]))


@lru_cache(maxsize=8192)
def _misspelt(word: str) -> str:
    """The weekday, month or word like "demain" that was meant, or the word itself. One slip, two in a long word.

    A month may be cut short ("decemb"); "vendre" is a verb, no cut Friday.
    """
    if len(word) < 5 or word in _NOT_MISSPELT:
        return word
    if cut := [month for month in PLAIN_MONTHS if month.startswith(word)]:
        return cut[0]
    slips = 1 if len(word) < 9 else 2
    found = process.extractOne(word, w.FUZZY, scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found and found[0][0] == word[0] and len(found[0]) >= 5 else word


def _numbers_joined(items: list[Item]) -> list[Item]:
    """« vingt-quatre" is one number; "deux trois » stays two."""
    out: list[Item] = []
    index = 0
    while index < len(items):
        joined, width = _joined(items, index)
        out.append(joined)
        index += width
    return out


def _joined(items: list[Item], index: int) -> tuple[Item, int]:
    first = items[index]
    total, width = _spelt(first), 1
    if total is None:
        return first, 1
    while (more := _next_spelt(items, index + width, total)) is not None:
        total, width = _sum(total, more[0]), width + more[1]
    last = items[index + width - 1]
    sign = "Y" if 1900 <= total < 2200 else "N"
    return (first, 1) if width == 1 else (Item(sign, Number(total, sign, "spelt"), first.start, last.end), width)


def _spelt(item: Item) -> int | None:
    if (
        isinstance(item.value, Number)
        and item.value.digits.isalpha()
        and item.value.sign == "N"
        and item.value.digits not in ("decimal", "spelt")
    ):
        return int(item.value.value)
    return None


def _next_spelt(items: list[Item], at: int, total: int) -> tuple[int, int] | None:
    """The next spelt number that goes on this one, and how many items it takes with its hyphen or "et"."""
    used = 1
    if at < len(items) and items[at].sign in ("-", "et"):
        at, used = at + 1, 2
    if at >= len(items):
        return None
    item = items[at]
    if item.sign == "mille" and total == 2:
        return 1000, used
    value = 1 if item.sign == "A" and items[at - 1].sign == "et" else _spelt(item)
    if value is None or not _goes_on(total, value):
        return None
    return value, used


def _goes_on(total: int, value: int) -> bool:
    if total >= 2000:
        return (total == 2000 and value < 100) or (total > 2000 and _goes_on(total - 2000, value))
    if total == 4 and value == 20:
        return True
    if total == 10:
        return value in (7, 8, 9)
    return total >= 20 and total % 10 == 0 and (0 < value < 10 or (total in (60, 80) and 10 <= value < 20))


def _sum(total: int, value: int) -> int:
    if value == 1000 or (total, value) == (4, 20):
        return total * value
    return total + value
