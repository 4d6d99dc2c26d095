"""How a French word sounds, coarsely: two spellings of the same sound get the same key.

The key is for comparing, not for reading. Sounds that no single letter writes: A (an, en), I (in, un),
O (on), S (ch), 2 (eu).
"""

import re
import unicodedata
from functools import lru_cache

# ç is written "ß" here and é, è, ê "é": an accent tells that an e is heard.
_VOWEL = "[aeiouyé]"
_NASAL = "(?![aeiouyéhnm])"

# For each letter, the spellings that begin with it, first that fits; a letter that fits none is heard as itself.
# A pattern may look at the letters around.
SOUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "a": (
        ("au", "o"),
        (f"ai[nm]{_NASAL}", "I"),
        (f"aill?(?!{_VOWEL}?[^aeiouyé])(?={_VOWEL})", "ai"),  # paille
        ("ail$", "ai"),
        (f"ai|ay(?!{_VOWEL})", "e"),
        ("ay", "ei"),
        (f"a[nm]{_NASAL}", "A"),
    ),
    "c": (
        ("cc(?=[eiyé])", "ks"),
        ("ch(?![rln])", "S"),
        ("c(?=[eiyé])", "s"),
        ("cqu|ck|ch|c", "k"),
    ),
    "d": (("d[dtsxzp]*$", ""),),
    "e": (
        ("eau", "o"),
        (f"(?<=[iyé])en{_NASAL}", "I"),  # -ien, -éen
        (f"ei[nm]{_NASAL}", "I"),
        (f"eill?(?={_VOWEL})|eil$", "ei"),  # soleil, Creil
        (f"euill?(?={_VOWEL})|euil$", "2i"),  # Auteuil
        ("eu", "2"),
        (f"ei|ey(?!{_VOWEL})", "e"),
        ("ey", "ei"),
        (f"e[nm]{_NASAL}", "A"),
        ("(?<=[a-zé]{2})e(?:r|z|ts?)$", "e"),
        ("(?<=[a-zé]{2})es?$", ""),
    ),
    "g": (
        ("gn(?=[iy])", "n"),
        ("gn", "ni"),
        ("ge(?=[aou])", "j"),
        ("gu(?=[eiyé])", "g"),
        ("g(?=[eiyé])", "j"),
        ("(?<=[rnm])g$", ""),  # bourg
    ),
    "h": (("h", ""),),
    "i": (
        (f"i[nm]{_NASAL}", "I"),
        (f"ill(?={_VOWEL})", "i"),  # fille, Chantilly
    ),
    "j": (("jean", "jA"),),
    "o": (
        (f"ouill?(?={_VOWEL})|ouil$", "ui"),
        ("ou", "u"),
        (f"oin{_NASAL}", "uI"),
        (f"oi|oy(?!{_VOWEL})", "ua"),
        ("oy", "uai"),
        ("oeu", "2"),
        (f"o[nm]{_NASAL}", "O"),
    ),
    "p": (("ph", "f"), ("p[dtsxzp]*$", "")),
    "q": (("qu?", "k"),),
    "s": (
        ("sch|sh", "S"),
        ("sc(?=[eiyé])", "s"),
        ("s[dtsxzp]*$", ""),
        (f"(?<={_VOWEL})s(?={_VOWEL})", "z"),
    ),
    "t": (
        ("tion", "siO"),
        ("th", "t"),
        ("(?<=[mp]on)t(?=[bcdfglmnpqv])", ""),  # Montpellier, Montmarault, Pontgibaud
        ("t[dtsxzp]*$", ""),
    ),
    "u": ((f"u[nm]{_NASAL}", "I"), ("u", "y")),
    "v": (("vill", "vil"),),  # ville is not said as in fille
    "w": (("w", "v"),),
    "x": (("x[dtsxzp]*$", ""), ("x", "ks")),
    "y": ((f"y[nm]{_NASAL}", "I"), ("y", "i")),
    "z": (("z[dtsxzp]*$", ""),),
    "é": ((f"éen{_NASAL}", "eI"), ("é", "e")),
    "ß": (("ß", "s"),),
}

_RULES = {
    letter: (re.compile("|".join(f"({spelling})" for spelling, _ in rules)), [heard for _, heard in rules])
    for letter, rules in SOUNDS.items()
}
_REPEATED = re.compile(r"(.)\1+")
_WRITTEN = str.maketrans({"ç": "ß", "è": "é", "ê": "é", "ë": "é", "œ": "oe", "æ": "e"})
_NOT_LETTER = re.compile(r"[^a-zßé]+")
_LONGEST = 40  # letters heard; the longest word of a commune's name has 24


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The key of one word: "Huriel" and "uriel" → "yriel"; "Chapelaude" and "chapelod" → "Sapelod" and "Sapelo"."""
    letters = _letters(word)
    heard, at = [], 0
    while at < len(letters):
        said, at = _heard(letters, at)
        heard.append(said)
    return _REPEATED.sub(r"\1", "".join(heard)) or letters


def sounds(text: str) -> str:
    """The keys of all the words of a text, run together: where a word ends is not heard."""
    return "".join(sound(word) for word in re.split(r"[\W_]+", text) if word)


def _heard(letters: str, at: int) -> tuple[str, int]:
    """The sound at this letter, and where the next one begins."""
    rules = _RULES.get(letters[at])
    match = rules[0].match(letters, at) if rules else None
    if rules is None or match is None or match.lastindex is None:
        return letters[at], at + 1
    return rules[1][match.lastindex - 1], match.end()


def _letters(word: str) -> str:
    known = word if word.isascii() else unicodedata.normalize("NFC", word)
    known = known.lower().translate(_WRITTEN)
    if not known.isascii():
        known = "".join(c if c in "éß" else unicodedata.normalize("NFKD", c)[0] for c in known)
    return _NOT_LETTER.sub("", known)[:_LONGEST]
