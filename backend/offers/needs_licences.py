"""Driving licences and CACES in the text of an offer: their lists, their letters, their machines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.offers.needs_rules import TAUGHT
from backend.offers.text import Clause
from backend.reference.folding import fold
from backend.reference.licence_words import mentions


@dataclass(frozen=True, slots=True)
class Found:
    """A need named in `clause.plain[start:end]`."""

    code: str
    start: int
    end: int


_LETTER = (
    r"(?:super[ -]?(?:poids[ -])?lourds?|super pl|poids[ -]?lourds?|transports? en commun|vehicules? legers?|remorque|"
    r"moto|spl|vl|pl|am|a1|a2|a(?! jour| ?points| minima)|e ?\([bcd]\)|be|eb|b96|b|c1e|c1|ce|ec|c(?!')|d1|"
    r"de(?! conduire| travail)|d(?!'))"
)
_READ_AS = {
    "vl": "B", "vehicule leger": "B", "pl": "C", "c1": "C", "spl": "CE", "super pl": "CE", "ec": "CE", "c1e": "CE",
    "eb": "BE", "b96": "BE", "remorque": "BE", "moto": "A", "a1": "A", "a2": "A", "d1": "D", "de": "D",
    "transport en commun": "D", "e(b)": "BE", "e(c)": "CE", "e(d)": "DE",
}  # fmt: skip
_LEAD = (
    r"(?:de conduire|de cat\w*\.?|cat\w*\.?|type|valide|obligatoires?|requis|exiges?|en cours de validite|a jour|de la|"
    r"[:(\-\"«])"
)
_AND = r"(?: ?[,/+&-] ?| et/ou | et | ou | et le | ou le )(?:le |du |permis |les )*"
_LISTED = re.compile(rf"\bpermis(?: ?{_LEAD})*[ :]*({_LETTER}(?:{_AND}{_LETTER})*)(?![\w'])")
_ONE = re.compile(rf"(?<!\w){_LETTER}(?![\w'])")
_BARE = re.compile(
    r"\bpermis\b(?! (?:de (?!conduire)|d'|a points|unique|bateau|tracteur|cariste|nacelle|cotier|fluvial)"
    r"| ?/ ?certif| ?\(? ?caces)"
)
_AS_A_VERB = re.compile(
    r"\b(?:a|ont|ai|avons|avez|ayant|avait|aura)(?: (?:pas|deja|aussi|ainsi|toujours))? $"
    r"|\b(?:pas|aucun|non|delivrance|financement|aide au)\W+(?:\w+\W+){0,3}?(?:le |la |du |au |de |d'un )?$"
)
_TAUGHT = re.compile(
    r"\b(?:examen|passage|stages?|candidats?|preparation|preparer?|preparez|lecons?|obtention|eleves?|passer|sans)"
    r"\W+(?:\w+\W+){0,3}?$"
)
_NO_NEED = re.compile(
    r"(?:ne necessit\w+|n'exig\w+|pas (?:besoin|forcement|necessaire|obligat\w+)|sans (?:le )?)(?:\W+\w+){0,3}\W+$"
)
_NONE = re.compile(r"\b(?:pas de|aucun|ni(?: de| le)?) $")
_OR_GO = re.compile(r"[ ,]*(?:s'abstenir|ne pas (?:postuler|candidater))")
_CACES = re.compile(
    r"\bcaces\b|\br ?\.?(?:48[2-79]|490|372|386|389|390)\b|permis (?:cariste|nacelle)"
    r"|habilitations? (?:\w+ )?(?:chariot|nacelle)"
)
_NOT_CACES = re.compile(rf"(?:(?:sans|pas de|aucun) |{TAUGHT})$")
_ELIDED = re.compile(r"\b([cd])'(?=[a-z])")
""" "CACES R486 c'est mieux", "CACES d'engins": no category C or D."""
_MACHINE_LICENCE = re.compile(r"(?:permis|habilitations?) (?=(?:\w+ )?(?:cariste|chariot|nacelle))")


def find_permits(clause: Clause) -> Iterator[Found]:
    """Driving licences. "Permis de conduire" alone is the licence of a car."""
    plain = clause.plain
    lists = [match for match in _LISTED.finditer(plain) if not _is_a_small_word(clause, match)]
    for match in lists:
        if not _is_not_asked(plain[: match.start()], plain[match.end() :]):
            for letter in _ONE.finditer(plain, match.start(1), match.end(1)):
                if not _is_small(clause, letter):
                    yield Found(f"permis-{_category(letter.group())}", match.start(), letter.end())
    for match in _BARE.finditer(plain):
        before = plain[: match.start()]
        inside = any(one.start() <= match.start() < one.end() for one in lists)
        after = plain[match.end() :]
        if not inside and (_OR_GO.match(after) or not (_is_not_asked(before, after) or _AS_A_VERB.search(before))):
            yield Found("permis-B", match.start(), match.end())


def _is_not_asked(before: str, after: str) -> bool:
    """ "Sans permis s'abstenir" asks for it."""
    return not _OR_GO.match(after) and bool(_NO_NEED.search(before) or _TAUGHT.search(before) or _NONE.search(before))


def _is_a_small_word(clause: Clause, match: re.Match[str]) -> bool:
    """ "permis a Montluçon", "a permis de développer": small words that are written like categories A and DE."""
    return match.group(1) in ("a", "de") and clause.is_lower(match.start(1))


def _is_small(clause: Clause, letter: re.Match[str]) -> bool:
    """ "permis C et de la FIMO": the same small words farther in a list."""
    return letter.group() in ("a", "de") and clause.is_lower(letter.start())


def _category(said: str) -> str:
    letters = re.sub(r"\s+", " ", said.replace("-", " ").replace(" (", "(")).strip()
    if letters.startswith("super"):
        return "CE"
    if letters.startswith("poids"):
        return "C"
    singular = letters.removesuffix("s") if len(letters) > 3 else letters
    return _READ_AS.get(singular, singular.upper())


def find_caces(clause: Clause) -> Iterator[Found]:
    """CACES with their recommendation and category as far as the text says them; a bare number is R489."""
    first = _CACES.search(clause.plain)
    if first is None or _NOT_CACES.search(clause.plain[: first.start()]):
        return
    folded = fold(_ELIDED.sub(r"\1", _MACHINE_LICENCE.sub("caces ", clause.plain)))
    for mention in mentions(folded):
        if mention.code.startswith("caces"):
            code = _as_written(mention.code, folded[mention.start : mention.end])
            start = _same_place(clause.plain, folded, mention.start)
            yield Found(code, start, max(start + 1, _same_place(clause.plain, folded, mention.end)))


def _as_written(code: str, said: str) -> str:
    """ "CACES 1" stays category 1: the old number, which the offer does not split into 1A and 1B."""
    if re.search(r"-R489-[12][AB]$", code) and not re.search(r"\d ?[ab]\b", said):
        return code[:-1]
    return code


def _same_place(plain: str, folded: str, place: int) -> int:
    """The place in `plain` of the letter that stands at `place` in its folded form: letters and digits are counted."""
    wanted = sum(1 for letter in folded[:place] if letter.isalnum())
    seen = 0
    for index, letter in enumerate(plain):
        if seen == wanted and letter.isalnum():
            return index
        seen += letter.isascii() and letter.isalnum()
    return len(plain)
