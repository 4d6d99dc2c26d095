"""Words that mean the same in every conversation: STOP and its family, MENU, AIDE, RETOUR…

STOP is law: a person who says it in any of these ways gets nothing more. "stp" (please), "arrêt maladie" and "arrêt de
bus" are not STOP.
"""

import re
from enum import StrEnum

from rapidfuzz.distance import OSA

from bot.understanding.texted import read


class GlobalWord(StrEnum):
    STOP = "stop"
    STOP_OFFERS = "stop_offers"
    RESUME = "resume"
    HELP = "help"
    MENU = "menu"
    BACK = "back"
    SKIP = "skip"
    ADVISER = "adviser"
    CONTACT = "contact"
    LATER = "later"


_POLITE = (
    r"(?: (?:svp|stp|s il vous plait|s il te plait|merci|beaucoup|maintenant|tout de suite|immediatement|"
    r"bonjour|madame|monsieur))*"
)
_BEFORE = (
    r"(?:(?:bonjour|bonsoir|merci|ok|oui|svp|stp|je veux|je voudrais|je souhaite|il faut|me|vous|mon|moi|un|"
    r"une|le|la|j ai besoin d|de l) )*"
)

# Whole-message patterns over plain spelling, first match wins.
_PATTERNS: tuple[tuple[GlobalWord, str], ...] = (
    (
        GlobalWord.STOP_OFFERS,
        r"(?:stop|arret|arretez?|arreter|plus d|plus|pas d|desabonner|fini) (?:(?:aux?|les|des|d|vos|avec les) "
        r")?offres?\b.*",
    ),
    (
        GlobalWord.STOP_OFFERS,
        r".*\b(?:veux|veut|souhaite|desire|voudrais|envoyez|recevoir) (?:plus|pas)(?: (?:recevoir|avoir|de "
        r"recevoir))?"
        r" (?:d|vos|les|des|aucune) offres?\b.*",
    ),
    (GlobalWord.STOP, r"stop(?:pe[rz]?)?(?: (?!car\b|and\b).*)?"),
    (GlobalWord.STOP, r"(?:stop ?all|unsubscribe|end|quit|cancel|revoke|opt ?out)" + _POLITE),
    (
        GlobalWord.STOP,
        _BEFORE + r"(?:arret|arrets|arretez?|arreter|arete|aretez|areter|arettez|arreté)"
        r"(?: (?:tout|moi ca|ca|les sms|le sms|sms|les messages|les textos|vos messages|vos sms|messages|envoi|d "
        r"envoyer.*|de m.*|svp))?" + _POLITE,
    ),
    (
        GlobalWord.STOP,
        _BEFORE + r"(?:desabonne[rz]?|desabonnement|desinscrire|desinscription|desinscrivez|desinscrit|resilie[rz]?|"
        r"resiliation)(?: moi)?"
        r"(?: (?:de|du|des|a|au|la|le|les|liste|service|sms|messages|numero|mon|votre|ce|tout))*" + _POLITE,
    ),
    (
        GlobalWord.STOP,
        r".*\b(?:veux|veut|souhaite|desire|voudrais|envoyez|ecrivez|contactez|envoie|merci de) (?:moi )?(?:plus|"
        r"pas|ne plus)"
        r"(?: (?:de|recevoir|d etre|etre|avoir|que vous m ecriviez|vos|me|m|contacte[ez]?|derange[ez]?|envoyer|"
        r"ecrire|de recevoir|de|d|vos|sms|messages?|textos?|rien))+" + _POLITE,
    ),
    (
        GlobalWord.STOP,
        r".*\b(?:ne m (?:ecrivez|envoyez|contactez)|arretez? de m|arretez? de me|supprimez? mon numero|enlevez "
        r"mon numero|retirez moi|"
        r"effacez mon numero|laissez moi tranquille)\b.*",
    ),
    (GlobalWord.STOP, r".*\S stop" + _POLITE),
    (
        GlobalWord.RESUME,
        _BEFORE + r"(?:reprendre|reprise|start|restart|unstop|recommencer|reprenez|je reprends|reactiver|reabonner|"
        r"continuer|continue)" + _POLITE,
    ),
    (
        GlobalWord.HELP,
        _BEFORE + r"(?:aide|aidez|aidez moi|aide moi|help|info|infos|besoin d aide|sos)(?: moi)?" + _POLITE,
    ),
    (GlobalWord.MENU, _BEFORE + r"(?:menu|sommaire|accueil|menu principal|/ ?menu)" + _POLITE),
    (
        GlobalWord.BACK,
        _BEFORE + r"(?:retour|retours|precedent|precedente|question precedente|revenir|revenir en arriere|retour en "
        r"arriere|annuler retour)" + _POLITE,
    ),
    (
        GlobalWord.SKIP,
        _BEFORE + r"(?:passer?|passez|suivant|suivante|question suivante|sauter|je passe|passe|skip|on passe)(?: (?:la "
        r"question|cette question|la suite))?" + _POLITE,
    ),
    (GlobalWord.CONTACT, r"contacts?" + _POLITE),
    (
        GlobalWord.ADVISER,
        _BEFORE + r"(?:conseillere?s?|conseilleres?|humain|un humain|une vraie personne|"
        r"parler (?:a|avec) (?:un |une |mon |ma )?(?:conseillere?|humain|personne|quelqu un|vraie personne)|"
        r"(?:un |une |mon |ma )?conseillere? m appelle|rappelez moi|appelez moi|rappeler|etre rappelee?|qu on me "
        r"rappelle)" + _POLITE,
    ),
    (GlobalWord.LATER, r"(?:oui |non |ok |mais )*(?:plus tard|pas maintenant|pas tout de suite)" + _POLITE),
)
_COMPILED = tuple((word, re.compile(pattern)) for word, pattern in _PATTERNS)
_NOT_STOP = re.compile(
    r"\b(?:non stop|auto stop|en stop|du stop|le stop|panneau stop|arret (?:maladie|de travail|de bus|du bus|bus|"
    r"cardiaque|longue))\b"
)

# Misspelt: one or two letters wrong in a word that stands alone.
_LONG_WORDS: dict[str, GlobalWord] = {
    "desabonner": GlobalWord.STOP, "desabonnement": GlobalWord.STOP, "desinscrire": GlobalWord.STOP,
    "desinscription": GlobalWord.STOP,
    "unsubscribe": GlobalWord.STOP, "conseiller": GlobalWord.ADVISER, "conseillere": GlobalWord.ADVISER,
    "reprendre": GlobalWord.RESUME,
    "precedent": GlobalWord.BACK,
}  # fmt: skip


def global_word(text: str) -> GlobalWord | None:
    """The word of command a message amounts to, or None when it must be read as an answer."""
    plain = read(text).plain.replace("?", "").strip()
    if not plain or _NOT_STOP.search(plain):
        return None
    for word, pattern in _COMPILED:
        if pattern.fullmatch(plain):
            return word
    return _misspelt(plain)


def _misspelt(plain: str) -> GlobalWord | None:
    if " " in plain or len(plain) < 8:
        return None
    return next((word for long, word in _LONG_WORDS.items() if OSA.distance(plain, long, score_cutoff=2) <= 2), None)
