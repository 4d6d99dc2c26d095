"""Words that leave a question where it is: "non laisse", "rien merci", "annuler", "laissez tomber"."""

import re

from bot.understanding.answers import Understood
from bot.understanding.texted import read
from bot.understanding.yes_no import YesNo, understand_yes_no

_LEAVES = re.compile(
    r"(?:(?:non|nan|nn|ok|euh|bon|ben|ah|finalement|en fait|pardon|desolee?) )*"
    r"(?:rien(?: du tout)?|laisse[rz]?(?: tomber| comme ca)?|annul\w+|tant pis|oublie[rz]?(?: ca)?|merci|"
    r"(?:c |c est |ca )?(?:bon|est bon|ira|va)|pas (?:la peine|besoin)|aucune?|quitter|sortir|fermer)"
    r"(?: (?:merci|beaucoup|svp|stp|tout|finalement|comme ca|pour (?:le moment|l instant)))*"
)


def leaves(text: str) -> bool:
    """Whether a message says that nothing is wanted after all; a plain no does."""
    plain = read(text).plain
    if plain and _LEAVES.fullmatch(plain):
        return True
    said = understand_yes_no(text)
    return isinstance(said, Understood) and said.value is YesNo.NO
