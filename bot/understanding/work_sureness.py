"""Whether words, however clear, may still stand for several trades: then the first reading is proposed, not read back.

Two signs, both of the nomenclature itself: the same words are the title of another trade ("traiteur" is filed in two
places), or they are a rank whose object is still to come ("directeur d'agence": a bank's, a travel agent's…).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from backend.reference.occupations import Nomenclature
from bot.understanding.work_index import Said, Wording, work_index

_RANKS = """directeur directrice responsable chef cheffe technicien technicienne ingenieur ingenieure conducteur
    conductrice agent agente operateur operatrice assistant assistante conseiller conseillere charge chargee employe
    employee ouvrier ouvriere aide gestionnaire animateur animatrice vendeur vendeuse commercial commerciale controleur
    controleuse gerant gerante cadre adjoint adjointe manager coordinateur coordinatrice monteur monteuse poseur
    poseuse formateur formatrice expert experte inspecteur inspectrice consultant consultante"""
RANKS = frozenset(_RANKS.split())
"""Words that tell a place in a firm; the trade is told by what follows them."""
_SEVERAL = 2
"""Other trades that go on after the very words: with so many, and when most names do, the words are unfinished."""


def may_be_several(said: Sequence[str], code: str, nomenclature: Nomenclature) -> bool:
    """Whether the folded words, best read as `code`, are the name or the beginning of the names of other trades."""
    own, words = nomenclature.parent(code), tuple(said)
    same, longer = set[str](), Counter[str]()
    for wording in _by_first_word(nomenclature).get(words[0], ()):
        if wording.tokens[: len(words)] != words or wording.origin is Said.MAY_MEAN:
            continue
        parent = nomenclature.parent(wording.code)
        if len(wording.tokens) > len(words):
            longer[parent] += 1
        else:
            same.add(parent)
    if same - {own}:
        return True
    unfinished = len(set(longer) - {own}) >= _SEVERAL and 2 * longer[own] < longer.total()
    return words[0] in RANKS and unfinished


@lru_cache(maxsize=4)
def _by_first_word(nomenclature: Nomenclature) -> Mapping[str, list[Wording]]:
    found: dict[str, list[Wording]] = {}
    for wording in work_index(nomenclature).wordings:
        found.setdefault(wording.tokens[0], []).append(wording)
    return found
