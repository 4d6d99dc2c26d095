"""French as it is texted, brought to one spelling before any rule is tried.

Every rule of the small understanders is a pattern over `Texted.plain`: words without accents, one space between them,
letters and digits apart ("20min" → "20 min"), common shortcuts opened ("jai pa" → "j ai pas"), numbers in digits
("vingt cinq" → "25"; "un" and "une" stay, they are articles too),
misspelt words of the trade mended ("voitrue" → "voiture").
`Texted.said` gives back the characters the person typed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.reference.folding import unaccented

# People write the same short answers: the last readings of a text are kept by those understanders that only look at it.
REMEMBERED = 2_048
LONGEST = 1_000  # characters read: seven SMS; what comes later answers nothing

_PIECE = re.compile(r"(?<![\d.,])\d+[.,]\d+(?![.,]?\d)|\d+|[^\W\d_]+|[?+/]")
_NOT_KEPT = re.compile(r"[^a-z0-9.?+/]")


def words_of(listed: str) -> frozenset[str]:
    """A set of words out of a text that lists them."""
    return frozenset(listed.split())


def phrases_of(listed: str) -> tuple[str, ...]:
    """Phrases out of a text that lists them between commas."""
    return tuple(" ".join(phrase.split()) for phrase in listed.split(","))


SHORTCUTS = {
    "jai": "j ai", "g": "j ai", "ge": "j ai", "javais": "j avais", "jave": "j avais", "javai": "j avais",
    "jetais": "j etais",
    "jetai": "j etais", "jaurai": "j aurai", "jaurais": "j aurais", "jaime": "j aime", "jaccepte": "j accepte",
    "jhabite": "j habite", "jabite": "j habite", "jabit": "j habite", "jhabit": "j habite", "jen": "j en",
    "jarrete": "j arrete", "jarete": "j arrete", "jarette": "j arrete", "jarrette": "j arrete",
    "jm": "je m", "jn": "je n", "jy": "j y",
    "chui": "je suis", "chuis": "je suis", "chu": "je suis", "jss": "je suis", "sui": "suis", "mapel": "m appelle",
    "mapelle": "m appelle", "mappelle": "m appelle", "mappel": "m appelle", "apel": "appelle", "appel": "appelle",
    "apelle": "appelle",
    "cest": "c est", "cetait": "c etait", "cé": "c est", "pa": "pas", "pad": "pas de", "ke": "que", "ki": "qui",
    "koi": "quoi",
    "kan": "quand", "kand": "quand", "qd": "quand", "pk": "pourquoi", "pq": "pourquoi", "pkoi": "pourquoi",
    "prq": "pourquoi",
    "pourkoi": "pourquoi", "pourqoi": "pourquoi", "vs": "vous", "ns": "nous", "tt": "tout", "bcp": "beaucoup",
    "tjr": "toujours",
    "tjs": "toujours", "tjrs": "toujours", "dc": "donc", "ds": "dans", "avc": "avec", "avek": "avec", "pr": "pour",
    "slt": "salut",
    "bjr": "bonjour", "bjour": "bonjour", "mwa": "moi", "moa": "moi", "jamai": "jamais", "jame": "jamais",
    "permi": "permis", "permit": "permis", "permie": "permis", "prmi": "permis", "peu": "peu", "aps": "pas",
    "pie": "pied", "dpui": "depuis", "depui": "depuis", "dpuis": "depuis", "mn": "min",
    "mns": "min", "mins": "min", "minute": "min", "minutes": "min", "minut": "min", "heures": "heure", "hrs": "heure",
    "hr": "heure", "we": "week end", "weekend": "week end", "wk": "week end", "weekends": "week end", "kil": "qu il",
    "qqs": "quelques", "qq": "quelques", "qlq": "quelques", "qques": "quelques", "quelque": "quelques",
    "annee": "annees",
    "anne": "annees", "annes": "annees", "quil": "qu il", "keske": "qu est ce que", "keskon": "qu est ce qu on",
    "rdv": "rendez vous",
    "dacc": "d accord", "dac": "d accord", "daccord": "d accord", "dakor": "d accord", "dacor": "d accord",
    "dak": "d accord",
    "maintenan": "maintenant", "mtn": "maintenant", "mnt": "maintenant", "tard": "tard", "plutard": "plus tard",
    "pluto": "plutot",
    "voitur": "voiture", "dexperience": "d experience", "dexperiences": "d experience", "dexp": "d experience",
    "velot": "velo", "vello": "velo", "boulo": "boulot", "deja": "deja", "ok": "ok",
    "oki": "ok", "okay": "ok",
}  # fmt: skip

AFTER_JE = {
    "veu": "veux", "peu": "peux", "sui": "suis", "fai": "fais", "fait": "fais", "sai": "sais", "se": "sais",
    "sait": "sais",
    "cherch": "cherche", "recherch": "recherche", "travail": "travaille", "travaill": "travaille", "conai": "connais",
    "pren": "prends", "prend": "prends", "ve": "veux", "pe": "peux", "voudrai": "voudrais", "habit": "habite",
    "abite": "habite",
}  # fmt: skip

NUMERALS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12,
    "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60,
}  # fmt: skip

TENS = {
    "10": "dizaine",
    "12": "douzaine",
    "15": "quinzaine",
    "20": "vingtaine",
    "30": "trentaine",
    "40": "quarantaine",
    "50": "cinquantaine",
}
_AINE = frozenset({"aine", "aines", "ene", "zaine", " taine"})  # "15aine"

# Words of the trade that are mended when one letter is wrong (two in the long ones). Six letters at least: shorter
# words have too many neighbours.
MENDED = (
    "permis", "voiture", "scooter", "mobylette", "trottinette", "covoiturage", "vehicule", "transport", "interim",
    "interimaire",
    "saisonnier", "journee", "semaine", "dimanche", "samedi", "debutant", "debutante", "experience", "habilitation",
    "electrique",
    "secouriste", "secourisme", "nacelle", "chariot", "remorque", "poids lourd", "minutes", "kilometres",
    "quinzaine", "dizaine",
    "vingtaine", "trentaine", "weekend", "apprentissage", "indifferent", "importe", "conseiller", "conseillere",
    "reprendre",
    "bicyclette", "annees", "jamais", "bonjour", "maintenant", "disponible", "immediatement", "demi", "partout",
)  # fmt: skip
_MENDED_LONG = tuple(word for word in MENDED if len(word) >= 6 and " " not in word)

_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "ouiiii"
_J_AND_CONSONANT = re.compile(r"j([bcdfgklmnpqrstvz]\w{1,})")


@dataclass(frozen=True, slots=True)
class Texted:
    """A text and its plain spelling. `said(start, end)` gives what was typed for a stretch of `plain`."""

    text: str
    plain: str
    starts: tuple[int, ...]  # where each word begins in `plain`
    spans: tuple[tuple[int, int], ...]  # where each word stands in `text`

    def said(self, start: int, end: int) -> str:
        """The characters typed for `plain[start:end]`, whole words."""
        begin, stop = self.span(start, end)
        return self.text[begin:stop]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `plain[start:end]` stands in `text`, whole words."""
        if not self.starts or end <= start:
            return 0, 0
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first, bisect_right(self.starts, end - 1) - 1)
        return self.spans[first][0], self.spans[last][1]

    def plain_end(self, end: int) -> int:
        """Where in `plain` the word ends that holds `text[end - 1]`."""
        ends = [start for start, (begin, _) in zip(self.starts, self.spans, strict=True) if begin < end]
        return len(self.plain) if len(ends) == len(self.starts) else self.starts[len(ends)] - 1


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value said inside a text: each span is a stretch of `plain` that said a part of it, in order."""

    value: T
    texted: Texted
    spans: tuple[tuple[int, int], ...]

    @property
    def words(self) -> str:
        """What was typed, from the first span to the last."""
        return (
            self.texted.said(min(start for start, _ in self.spans), max(end for _, end in self.spans))
            if self.spans
            else ""
        )


@lru_cache(maxsize=512)
def read(text: str) -> Texted:
    """The text in plain spelling. Never raises; only the first `LONGEST` characters are read."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for word, start, end in _joined_numerals(_pieces(text[:LONGEST])):
        if word in _AINE and words and words[-1] in TENS:
            words[-1], spans[-1] = TENS[words[-1]], (spans[-1][0], end)
            continue
        words.append(word)
        spans.append((start, end))
    starts, position = [], 0
    for word in words:
        starts.append(position)
        position += len(word) + 1
    return Texted(text, " ".join(words), tuple(starts), tuple(spans))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    for piece in _PIECE.finditer(text):
        if word := _plain_word(piece.group()):
            yield word, piece.start(), piece.end()


@lru_cache(maxsize=8_192)
def _plain_word(piece: str) -> str:
    """ "Jsui" → "je suis"; "" for a piece without a single letter or digit that can be compared."""
    word = _DRAWN_OUT.sub(r"\1", _NOT_KEPT.sub("", unaccented(piece).replace(",", ".")))
    opened = SHORTCUTS.get(word)
    if opened:
        return opened
    if after_j := _J_AND_CONSONANT.fullmatch(word):
        return f"je {AFTER_JE.get(after_j[1], SHORTCUTS.get(after_j[1], after_j[1]))}"
    return _mended(word)


def _mended(word: str) -> str:
    if not 6 <= len(word) <= 16 or word in MENDED:
        return word
    found = process.extractOne(word, _MENDED_LONG, scorer=OSA.distance, score_cutoff=2 if len(word) >= 9 else 1)
    return found[0] if found and found[0][0] == word[0] and found[0].rstrip("s") != word.rstrip("s") else word


def _joined_numerals(pieces: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """ "vingt cinq" → "25", "quinze" → "15". A ten waits for a unit behind it."""
    ten: tuple[int, int, int] | None = None
    for word, start, end in pieces:
        number = NUMERALS.get(word)
        if ten and number and number < 10:
            yield str(ten[0] + number), ten[1], end
            ten = None
            continue
        if ten:
            yield str(ten[0]), ten[1], ten[2]
            ten = None
        if number and number >= 20:
            ten = (number, start, end)
        else:
            yield (str(number) if number else word), start, end
    if ten:
        yield str(ten[0]), ten[1], ten[2]
