"""A job title as people read it: no "H/F", no capitals that shout, no reference number of the agency."""

import re

_LETTERS = r"[hfm]\s?[/\-–.|]\s?[hfm](?:\s?[/\-–.|]\s?[xdn])?"
_BOTH_SEXES = re.compile(rf"\(+\s*(?:{_LETTERS}|[hf]{{2}})\s*\)+|(?<![\w'’])(?:{_LETTERS})(?![\w'’])", re.IGNORECASE)
_REFERENCE = re.compile(r"\s[-–]\s*[A-Z]{1,4}[-_ ]?\d{3,}\s*$")
_DECORATION = re.compile(r"[\"“”«»*#_|]+")
_EMPTY_PAIR = re.compile(r"\(\s*\)|\[\s*\]")
_SECOND_FORM = re.compile(r"(?<= / )[A-ZÀ-Ý](?=[a-zà-ÿ])")
_AROUND = " \t\n-–—.,:;/\\!?"
_WORD = re.compile(r"[^\W\d_]+")

# Words that keep their capitals in a title written all in capitals; the ones without a vowel keep them anyway.
_ACRONYMS = frozenset({
    "AES", "AMP", "ATSEM", "ASVP", "BAFA", "CDI", "EHPAD", "HTA", "IARD", "IBODE", "IDE", "IPA", "IT", "MAS", "MNS",
    "QHSE", "QSE", "RH", "SAV", "SSIAP", "USLD", "ZI",
})  # fmt: skip


def clean_title(written: str) -> str:
    """The title to show; "" when nothing is left. "COUVREUR ZINGUEUR ((H/F))" → "Couvreur zingueur"."""
    title = _BOTH_SEXES.sub(" ", _DECORATION.sub(" ", written))
    title = _EMPTY_PAIR.sub(" ", _REFERENCE.sub("", title.strip(_AROUND)))
    title = " ".join(title.split()).strip(_AROUND)
    if title == title.upper():
        title = _spoken_softly(title)
    title = _SECOND_FORM.sub(lambda found: found[0].lower(), title)
    return title[:1].upper() + title[1:]


def _spoken_softly(title: str) -> str:
    """In small letters but the acronyms. The last word is never the preposition "de": INFIRMIER DE is a diploma."""

    def soft(found: re.Match[str]) -> str:
        word = found[0]
        last = found.end() == len(title) and word in {"DE", "D"}
        kept = last or word in _ACRONYMS or (len(word) > 1 and not re.search("[AEIOUYÀÂÉÈÊËÎÏÔÖÛÜ]", word))
        return word if kept else word.lower()

    return _WORD.sub(soft, title)
