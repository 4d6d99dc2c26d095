"""The sentences of an offer that carry a forbidden criterion, with what may be said instead. Nothing is removed.

A warning for the adviser, who decides: the rules (lawful_rules.py) are those of the Code du travail in November 2026.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TypedDict

from backend.offers.lawful_rules import INSTEAD, RECALLS_THE_LAW, RULES, SET_BY_LAW, SEX, LawRule
from backend.offers.text import Clause, clauses
from backend.reference.folding import unaccented
from backend.reference.occupations import default

LAW = "Code du travail"
_BOTH = re.compile(
    r"\b[hf] ?[/\-.] ?[hf]\b|\([hf][/\- ]?[hf]\)|\w\((?:e|ne|euse|trice|ere|re|se|le|te)s?\)|\w[·.\-/](?:e|ne|euse|"
    r"trice|ere)s?\b|"
    r"\bhommes?[ /]*(?:ou|et|/)+ *femmes?|\bm/f\b|\bx/f\b|\bhomme-femme\b"
)
_CALLED = re.compile(
    r"(?:\b(?:cherch\w+|recherch\w+|recrut\w+|embauch\w+|poste d[e']|emploi d[e']|besoin d[e']|titre de|offre d[e'])"
    r"(?: activement| urgemment| pour [^,;.]{1,30}?)?\W*(?:une?|des|notre|sa|son|\d+)?\W*|^\W*(?:cdi|cdd|urgent|"
    r"offre)?\W*(?:une )?)"
    r"(?:future? |bonne |jeune |nouvelle )?$"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` as they stand in the text. Not `serious`: nothing forbidden, but better said otherwise."""

    criterion: str
    words: str
    article: str
    instead: str
    serious: bool


class Mark(TypedDict):
    """One finding as the command `check-offer` prints it."""

    criterion: str
    words: str
    article: str
    instead: str
    serious: bool


def unlawful(text: str) -> tuple[Finding, ...]:
    """What may not stand in an offer, each criterion once, the serious ones first."""
    best: dict[str, Finding] = {}
    for finding in [*_by_rules(text), *_one_gender(text)]:
        known = best.get(finding.criterion)
        if known is None or (finding.serious and not known.serious):
            best[finding.criterion] = finding
    return tuple(sorted(best.values(), key=lambda each: not each.serious))


def warnings(text: str) -> list[str]:
    """The same in French sentences, as the console shows them."""
    return [
        f"Cette phrase ne peut pas figurer dans une offre : « {each.words} ». {each.instead} ({LAW}, {each.article})"
        if each.serious
        else f"Mieux vaut dire autrement : « {each.words} ». {each.instead}"
        for each in unlawful(text)
    ]  # fmt: skip


def marks(text: str) -> dict[str, list[Mark]]:
    """Plain values for the command: {"marks": [{"criterion", "words", "article", "instead", "serious"}]}."""
    return {"marks": [Mark(criterion=one.criterion, words=one.words, article=one.article, instead=one.instead,
                           serious=one.serious) for one in unlawful(text)]}  # fmt: skip


def _by_rules(text: str) -> Iterator[Finding]:
    by_law = SET_BY_LAW.search(unaccented(text))
    asked = [rule for rule in RULES if not (by_law and rule.criterion in ("age", "origin"))]
    for clause in clauses(unescape(text)):
        if RECALLS_THE_LAW.search(clause.plain):
            continue
        for rule in asked:
            match = rule.said.search(clause.plain)
            if match and not rule.unless.search(clause.plain):
                yield _finding(rule, clause.words(match.start(), match.end()))


def _finding(rule: LawRule, words: str) -> Finding:
    return Finding(rule.criterion, words, rule.article, INSTEAD[rule.criterion], rule.serious)


def _one_gender(text: str) -> Iterator[Finding]:
    """The post called by its feminine alone: "cherche serveuse". Both forms anywhere in the text clear it."""
    plain = unaccented(unescape(text))
    if _BOTH.search(plain):
        return
    for clause in clauses(unescape(text)):
        for match in re.finditer(r"[a-z]+(?:-[a-z]+)*", clause.plain):
            masculine = feminine_titles().get(match[0]) or feminine_titles().get(match[0].removesuffix("s"))
            if masculine and _CALLED.search(clause.plain[: match.start()]) and not _has_word(plain, masculine):
                yield Finding("sex", _words(clause, match), SEX, INSTEAD["sex"], True)


def _words(clause: Clause, match: re.Match[str]) -> str:
    return clause.words(match.start(), match.end())


def _has_word(plain: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}s?\b", plain) is not None


_FEMININE = {"ier": "iere", "ien": "ienne", "teur": "trice"}
"""Endings that make no machine: a "tondeuse" is no one."""
_ENDING = re.compile(r"(?<=[a-z]{2})(?:ier|ien|teur)$")


@lru_cache(maxsize=1)
def feminine_titles() -> dict[str, str]:
    """First word of a trade in the feminine → in the masculine, from the lexicon's "serveur/serveuse en salle", and of
    the words that people use for it ("caissier")."""
    nomenclature = default()
    words = {unaccented(said).split()[0] for entry in nomenclature.entries.values() for said in entry.said if said}
    pairs = {_ENDING.sub(lambda end: _FEMININE[end[0]], word): word for word in words if _ENDING.search(word)}
    for code in nomenclature.codes():
        found = re.match(r"([\w-]+) ?/ ?([\w-]+)", unaccented(nomenclature.label(code)))
        if found and found[1] != found[2] and len(found[2]) > 3:
            pairs[found[2]] = found[1]
    return pairs
