"""Why an offer does not suit, in people's own words; that they have found work; that they take a no back.

The reasons are those of the matcher: too_far, hours, pay, not_my_trade; other for any that is told.
"""

import re

from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import read

# First match wins, over plain spelling.
_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        ("not_my_trade",
         r"\b(?:metier|domaine|branche|qualifie\w*|pas (?:mon|ma) (?:travail|boulot|truc|job|taf|partie)|"
         r"sai[st]? pas faire|jamais fait (?:ca|sa|ce)|pas (?:fait pour|forme))\b"),
        ("too_far", r"\b(?:loin|distance|trajets?|trop de (?:route|km|kilometres)|la route|a cote)\b"),
        ("pay", r"\b(?:salaires?|pay\w*|paie|paies|argent|smic|remuner\w*|gagne\w*)\b"),
        ("hours",
         r"\b(?:horaires?|heures?|\d{1,2} ?h|nuits?|week end|samedis?|dimanches?|trop (?:tot|tard)|soirs?|matins?|"
         r"temps (?:partiel|plein)|mi temps|2 x 8|3 x 8|equipes?)\b"),
    )
)  # fmt: skip
# Words by which a sentence complains; "c'est pas loin" does not.
_COMPLAINS = re.compile(
    r"\b(?:trop|pas assez|mal pay\w*|pas (?:tres |super |bien )?(?:pay\w*|bon)|peux pas|veux pas|aime pas|"
    r"pas (?:mon|ma|mes|de|la|le|du|possible|pour moi|fait pour)|sai[st]? pas faire|jamais fait|"
    r"(?:un peu|vraiment|tres) loin)\b|^(?:c )?(?:est )?loin$"
)
_NEAR = re.compile(r"\bpas (?:(?:si|trop|tres) )?loin\b|\bpas trop (?:mal|tot|tard|de route)\b")
_WORK = r"(?:travail|boulot|taf|job|emploi|poste|cdi|cdd|contrat|une place|quelque chose|qqch|interim)"
_FOUND = re.compile(
    rf"\b(?:j|je|on) (?:ai |a |viens de )?(?:deja |enfin |re)?(?:trouve[rz]?|retrouve[rz]?|eu|signe[rz]?|decroche[rz]?)"
    rf"(?: deja| enfin)?(?: (?:du|un|une|mon|de|le))* {_WORK}\b|"
    rf"\b(?:j ai|je suis en) (?:deja )?(?:un |du |une )?{_WORK} (?:maintenant|depuis|deja|en ce moment)\b|"
    r"\b(?:je (?:re)?travaille (?:deja|maintenant|en ce moment|a nouveau)|je suis (?:embauchee?|en poste))\b|"
    r"^(?:\w+ ){0,3}(?:j ai (?:deja )?trouve[rz]?|deja trouve[rz]?)(?: merci)?$"
)
_NOT_YET = re.compile(r"\b(?:pas|rien|jamais|si|quand|toujours pas|encore pas)\b")
_TAKEN_BACK = re.compile(
    r"\b(?:(?:je me suis |m |me suis )?tromp\w+|voulais dire|finalement|en fait|apres reflexion|change d avis|"
    r"(?:si|euh|ah) si)\b"
)


def reason_of(text: str) -> str | None:
    """Which reason the words name, if any."""
    plain = read(text).plain
    return next((reason for reason, pattern in _REASONS if pattern.search(plain)), None)


def complaint(text: str) -> str | None:
    """ "c'est trop loin", "pas assez payé", "pas mon métier": the reason of a no that is not said; else None."""
    plain = read(text).plain
    if _NEAR.search(plain) or not _COMPLAINS.search(plain) or "?" in plain:
        return None
    refused = not_an_answer(text)
    return None if refused and refused.hint == "question" else reason_of(text)


def found_work(text: str) -> bool:
    """ "j'ai trouvé du travail", "jai deja signé un cdi"; not "j'ai pas trouvé de travail"."""
    plain = read(text).plain
    return bool(_FOUND.search(plain)) and not _NOT_YET.search(plain)


def takes_back(text: str) -> bool:
    """ "euh si finalement", "je me suis trompé": the answer given before is another one."""
    return bool(_TAKEN_BACK.search(read(text).plain))
