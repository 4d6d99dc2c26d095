"""Whether a sentence says a known fact anew, or only names something of the kind beside another answer.

"jusqu'à Montluçon", "covoiturage avec un collègue boulanger": nobody moves house or changes trade by these.
"""

import re

from bot.understanding.texted import read

# Words of somebody who puts something right, or changes their mind.
_OTHERWISE = re.compile(
    r"\b(?:non|nn|nan|en fait|enfin|finalement|plutot|pardon|erreur|trompe\w*|chang\w*|modif\w*|voulais dire|"
    r"au lieu|desormais|maintenant)\b"
)
_ANEW = {
    "commune": re.compile(
        r"\b(?:j ?(?:h?abit\w*)|h?abite\w*|je (?:vis|loge|reside)|(?:suis|jsuis|chuis) (?:de|a|sur|au|aux)|demenag\w*|"
        r"domicil\w*|ma (?:commune|ville)|mon (?:village|adresse)|loge(?:e)? (?:a|chez))\b"
    ),
    "work": re.compile(
        r"\b(?:j?e? ?(?:re)?cherche\w*|(?:je )?(?:veux|voudrais|souhait\w*|aimerai\w*|prefere\w*|vise)|"
        r"comme (?:travail|boulot|metier)|mon metier|travail|metier|poste de|emploi de|aussi)\b"
    ),
}


def says_anew(key: str, text: str) -> bool:
    """Whether `text`, which answers another question, also changes the known fact `key`. True for facts that nobody
    names by chance (years, ways to travel…)."""
    if key not in _ANEW:
        return True
    plain = read(text).plain
    return bool(_ANEW[key].search(plain) or _OTHERWISE.search(plain))
