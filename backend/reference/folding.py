"""One way to write a text: what is compared is always folded first."""

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "‘": "'", "`": "'", "´": "'"}
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def unaccented(text: str) -> str:
    """Lower case, without accents, ligatures opened; punctuation kept. "Œuvre d’Art" → "oeuvre d'art"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def fold(text: str) -> str:
    """Lower-case ASCII letters and digits, single spaces between words. "Saint-Éloy" → "saint eloy"."""
    return _NOT_WORD.sub(" ", unaccented(text)).strip()
