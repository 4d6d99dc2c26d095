"""The occupation inside a longer text: "bonjour jhabite domerat jcherche cariste dispo de suite" → "cariste".

Every stretch of a few words is looked up as it is written and as it sounds, which costs nothing; only the best ones are
ranked. What may be an occupation depends on what stands before it:

    cue                                    what may follow it
    "je cherche", "un poste de"            any wording of the lexicon or of the ROME, near enough
    "je suis", "je faisais", "comme"       the same
    none                                   the name of a person at work: "serveuse", "agent d'entretien", not "voiture"
    "pas", "plus de", "sauf"               nothing
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature
from bot.understanding.work_index import WorkIndex, work_index
from bot.understanding.work_wording import core_words, is_opening, words

LONGEST_READ = 600
"""Characters read: four SMS."""
_MOST_TOKENS = 80
_LONGEST_NAME = 7
_CUE_REACH = 3
_MOST_LONGER = 3
_LINKS = frozenset(["dans", "ds", "en", "chez", "ché", "a", "au", "aux", "de", "d", "du", "des", "pour", "sur"])

_TOKEN = re.compile(r"[^\W_]+|[^\w\s'’-]")
_BREAKS = frozenset(".,;:!?/()|\n+")
_SEEKS = re.compile(
    r"(?:re)?cherch\w*|jcherch\w*|jrecherch\w*|voudrai\w*|aimerai\w*|souhait\w*|veu[xt]?|trouv\w*|postul\w*|candidat\w*"
    r"|poste|emploi|place|boulot|travail|taf|job|offre|contrat|mission"
    r"|cdi|cdd|interim|temps|alternance|apprentissage|stage|reconversion"
)
_DOES = re.compile(
    r"suis|sui|etais|etai|etait|ete|chui|jsuis|jsui|jetais|jetai|fais|fai|faisais|faisai|jfais|jfai|jfaisais|jfaisai"
    r"|travaill\w*|jtravail\w*|boss\w*|jboss\w*|metier|comme|profession|formation|diplome\w*|experience|exp|cap|bep|bac"
    r"|debutante?|titulaire|ancien|ancienne|apprenti|apprentie|en tant que|tant|faire"
)
_DENYING = "pas plus jamais sauf sans aucun aucune ni marre arrete mari femme conjoint mere pere"
_DENIES = frozenset(_DENYING.split())
_AT_WORK = re.compile(
    r".{2,}(?:eur|eure|euse|ier|iers|iere|iste|ien|ienne|trice|eurs|onne|aire)s?"
    r"|agents?|aides?|assistante?s?|employee?s?|chefs?|ouvrie\w+|hotesse|femme|auxiliaire|technicien\w*|macon|cuistot|atsem|ash|aesh"
    r"|nounou|prof|vigile|mecano|manoeuvre|commise?|cariste|soudeu\w+|facteur|pompier|menage"
)
_ENDS_LIKE_A_TRADE = """
    ailleurs ancien ancienne anciennes anciens anniversaire berger bien bonheur boulanger carpentier chantier
    chantiers chevalier chien chiens chomeur chomeuse coeur combien couleur courageux courrier debutant
    demandeur demandeuse dernier derniere derniers didier douleur entier entiere entretien exterieur fevrier
    fleurs fournier foyer gardien garnier gauthier hauteur heure heures horaire horaires interieur
    interimaire janvier lefebvre lien longueur loyer maintien majeur malheur marchand marin meilleur
    meilleure mercier mien mineur moteur moteurs motivee moyen necessaire olivier papier papiers particulier
    particuliers permanence peur plein plusieurs premier premiere primaire quartier quotidien rien roger
    saisonnier saisonniere saisonniers salaire scolaire secteur secteurs serieuse serieux soeur solitaire
    soutien superieur tessier tien titulaire travailleur travailleuse valeur volontaire xavier"""
_ORDINARY = frozenset(_ENDS_LIKE_A_TRADE.split())
"""Words that end like a trade and are none, or that are family names more often."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of the text: `text[start:end]`, the folded words that name the work, and how it was introduced."""

    start: int
    end: int
    named: tuple[str, ...]
    cue: int  # 2: it is looked for, 1: it is or was done, 0: it is only named
    known: bool  # these very words, or their sounds, are in the index
    longer: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """The same with what goes on to say where ("menage" + "ds les bureaux"): where each ends, its words. Longest first.
    """


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def stretches(text: str, nomenclature: Nomenclature) -> list[Stretch]:
    """The stretches worth ranking, best first: known words behind a cue, then what follows a cue, then known names."""
    index = work_index(nomenclature)
    found = [s for clause in _clauses(_tokens(text)) for s in _in_clause(clause, index)]
    return sorted(found, key=lambda s: (-s.cue, not s.known, -len(s.named), s.start))


def _tokens(text: str) -> list[_Token]:
    pieces = (_Token(fold(m.group()) or m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text[:LONGEST_READ]))
    return [piece for piece, _ in zip(pieces, range(_MOST_TOKENS), strict=False)]


def _clauses(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    clause: list[_Token] = []
    for token in tokens:
        if token.word in _BREAKS:
            yield clause
            clause = []
        elif token.word[0].isalnum():
            clause.append(token)
    yield clause


def _in_clause(clause: Sequence[_Token], index: WorkIndex) -> Iterator[Stretch]:
    taken = 0
    for first in range(len(clause)):
        if first < taken or is_opening(clause[first].word):
            continue
        cue = _cue(clause, first)
        if cue is None:
            continue
        for last in range(min(len(clause), first + _LONGEST_NAME), first, -1):
            if stretch := _known(clause[first:last], cue, index):
                taken = last
                yield replace(stretch, longer=tuple(_longer(clause, first, last)))
                break
        else:
            if cue and (first == 0 or is_opening(clause[first - 1].word)):
                yield from _after_cue(clause[first : first + _LONGEST_NAME], cue)


def _cue(clause: Sequence[_Token], first: int) -> int | None:
    """What introduces the word at `first`; None when it is denied. Only hollow words may stand in between."""
    for token in reversed(clause[max(0, first - _CUE_REACH - 3) : first]):
        if token.word in _DENIES:
            return None
        if _SEEKS.fullmatch(token.word):
            return 2
        if _DOES.fullmatch(token.word):
            return 1
        if not is_opening(token.word):
            return 0
    return 0


def _known(tokens: Sequence[_Token], cue: int, index: WorkIndex) -> Stretch | None:
    if is_opening(tokens[-1].word):
        return None
    named = core_words(words(" ".join(token.word for token in tokens)))
    if not named or (len(named) == 1 and (len(named[0]) < 3 or named[0].isdigit())):
        return None
    if not index.knows(named) or (not cue and not _is_a_name(named)):
        return None
    return Stretch(tokens[0].start, tokens[-1].end, tuple(named), cue, True)


def _longer(clause: Sequence[_Token], first: int, last: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The words up to the third, the second and the first telling one after a link, if a link follows."""
    if last >= len(clause) or clause[last].word not in _LINKS:
        return
    telling = [at for at in range(last, len(clause)) if not is_opening(clause[at].word)][:_MOST_LONGER]
    for at in reversed(telling):
        named = core_words(words(" ".join(token.word for token in clause[first : at + 1])))
        yield clause[at].end, tuple(named)


def _is_a_name(named: Sequence[str]) -> bool:
    """Whether words without any cue name somebody at work, and not a thing, a place or a family name."""
    return named[0] not in _ORDINARY and bool(_AT_WORK.fullmatch(named[0]))


def _after_cue(tokens: Sequence[_Token], cue: int) -> Iterator[Stretch]:
    """What follows a cue, as misspelt as may be: its first one, two, three and four words."""
    for count in range(min(4, len(tokens)), 0, -1):
        named = core_words(words(" ".join(token.word for token in tokens[:count])))
        if named and len(named[0]) > 3 and not is_opening(tokens[count - 1].word):
            yield Stretch(tokens[0].start, tokens[count - 1].end, tuple(named), cue, False)
