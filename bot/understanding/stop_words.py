"""Words that mean the same in every conversation: STOP and its family, MENU, AIDE, RETOUR…

STOP is law: a person who says it in any of these ways gets nothing more. "stp" (please), "arrêt maladie" and "arrêt de
bus" are not STOP.
"""

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.understanding.texted import REMEMBERED, read


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
    r"(?: (?:svp|stp|s il vous plait|s il te plait|merci|beaucoup|maintenant|tout de suite|immediatement|bonjour|"
    r"bonsoir|madame|monsieur|bonne journee))*"
)
_BEFORE = (
    r"(?:(?:bonjour|bonsoir|merci|ok|oui|non|svp|stp|je veux|je voudrais|je souhaite|veuillez|merci de|il faut|me|"
    r"vous|mon|"
    r"moi|un|une|le|la|les|j ai besoin d|de l|de|en|je) )*"
)
_MESSAGES = (
    r"(?:(?:tous?|toutes|les?|la|vos|des?|d|de|ces?|mes|aux?|vos) )*(?:sms|messages?|textos?|pubs?|"
    r"publicites?|notifications?|envois?)"
)
_OFFERS = (
    r"(?:(?:les?|vos|des?|d|aux?|avec|toutes|ces|que|juste|seulement|moi|sms) )*"
    r"(?:offres?|propositions?|annonces?)(?: d emploi)?"
)
# "arrêter" as it is spelt by ear: arete, arrette, aretez…
_HALT = r"(?:arr?e+tt?(?:e[rzs]?|s)?)"
_NO_MORE = (
    r"(?:(?:je |j )?(?:ne |n )?(?:veux|veut|souhaite|desire|voudrais|envoyez|envoie) )?(?:plus|pas|ne plus|de "
    r"ne plus)(?: (?:recevoir|avoir))?"
)
_TO_ME = (
    r"(?:contacte[rz]?|ecrire|ecrivez|ecris|envoyer|envoyez|envoie|deranger|derangez|solliciter|sollicitez|"
    r"appeler|appelez|harceler)"
)

# Whole-message patterns over plain spelling, first match wins.
_PATTERNS: tuple[tuple[GlobalWord, str], ...] = (
    (GlobalWord.STOP_OFFERS, rf"{_BEFORE}(?:stop\w*|{_HALT}|desabonner|fini) {_OFFERS}\b.*"),
    (
        GlobalWord.STOP_OFFERS,
        rf"{_BEFORE}(?:{_HALT}|stop\w*) (?:de |d )?(?:m |me |nous )?(?:m?envoye[rz]|m?envoi\w*|proposer) {_OFFERS}\b.*",
    ),
    (GlobalWord.STOP_OFFERS, rf"{_BEFORE}{_NO_MORE} (?:d )?{_OFFERS}{_POLITE}"),
    (GlobalWord.STOP, r"s+t+o+p+(?:e[rzs]?|s)?(?: (?!car\b|and\b).*)?"),
    (GlobalWord.STOP, rf"(?:stop ?all|unsubscribe|end|quit|cancel|revoke|opt ?out){_POLITE}"),
    (
        GlobalWord.STOP,
        rf"{_BEFORE}{_HALT}(?: moi)?(?: (?:{_MESSAGES}|tout(?: [cs]a)?|[cs]a))?{_POLITE}",
    ),
    (GlobalWord.STOP, rf"{_BEFORE}{_HALT} (?:de |d )(?:m |me |nous )?m?{_TO_ME}\b.*"),
    (GlobalWord.STOP, rf"j {_HALT}(?: tout)?"),
    (
        GlobalWord.STOP,
        rf"{_BEFORE}(?:desabonn\w+|desinscri\w+|resili(?:er|ez|e|ation))(?: moi)?"
        rf"(?: (?:de|du|des|a|au|la|le|les|liste|service|sms|messages|numero|mon|votre|ce|tout))*{_POLITE}",
    ),
    (GlobalWord.STOP, rf"{_BEFORE}{_NO_MORE} (?:de )?{_MESSAGES}{_POLITE}"),
    (GlobalWord.STOP, rf"{_BEFORE}(?:ne )?plus recevoir(?: {_MESSAGES})?{_POLITE}"),
    (
        GlobalWord.STOP,
        rf".*\bne (?:plus (?:m |me |nous )?{_TO_ME}|(?:m |me |nous ){_TO_ME} (?:plus|pas))(?: (?:de "
        rf")?{_MESSAGES})?{_POLITE}",
    ),
    (GlobalWord.STOP, rf"(?:plus|pas) (?:me )?{_TO_ME}{_POLITE}"),
    (
        GlobalWord.STOP,
        r".*\b(?:(?:laissez|foutez|fichez|laisse|fous) moi (?:tranquille|la paix)|(?:supprimez?|enlevez?|effacez?|"
        r"retirez?) (?:mon numero|moi\b.*))",
    ),
    (GlobalWord.STOP, rf"(?:(?!(?:au|le|du|en|un|de|non|auto|sans|mon)\b)\w+ ){{1,3}}stop{_POLITE}"),
    (
        GlobalWord.RESUME,
        rf"{_BEFORE}(?:reprendre|reprise|start|restart|unstop|recommencer|reprenez|reprends|reactiver|reabonner|"
        rf"continuer|continue){_POLITE}",
    ),
    (
        GlobalWord.HELP,
        rf"{_BEFORE}(?:aide|aidez|aidez moi|aide moi|help|info|infos|besoin d aide|sos)(?: moi)?{_POLITE}",
    ),
    (GlobalWord.MENU, rf"{_BEFORE}(?:menu|sommaire|accueil|menu principal|/ ?menu){_POLITE}"),
    (
        GlobalWord.BACK,
        rf"{_BEFORE}(?:retours?|precedente?|question precedente|revenir|(?:revenir|retour) en arriere){_POLITE}",
    ),
    (
        GlobalWord.SKIP,
        rf"{_BEFORE}(?:passer?|passez|suivante?|question suivante|sauter|skip|on passe)"
        rf"(?: (?:la question|cette question|la suite))?{_POLITE}",
    ),
    (GlobalWord.CONTACT, rf"contacts?{_POLITE}"),
    (
        GlobalWord.ADVISER,
        rf"{_BEFORE}(?:conseilleres?|conseillers?|humain|vraie personne|"
        r"(?:prefere |juste )?parler (?:a|avec) (?:un |une |mon |ma |votre )?(?:conseillere?|humain|personne|"
        r"quel ?qu ?u?n|qqu?n|vraie personne)|"
        rf"(?:un |une |mon |ma )?conseillere? m appelle|(?:vous )?(?:(?:pouvez|pourriez) (?:vous )?(?:me|m) )?"
        rf"r?ap+el+e[rz]?(?: moi)?|etre r?ap+el+ee?|qu on me r?ap+el+e){_POLITE}",
    ),
    (GlobalWord.LATER, rf"(?:oui |non |ok |mais |on verra )*(?:plus tard|pas maintenant|pas tout de suite){_POLITE}"),
    (GlobalWord.LATER, r"(?:oui |non |ok |mais |desolee? )*pas maintenant(?: \w+){1,5}"),
    (
        GlobalWord.LATER,
        r"(?:oui |non |ok |mais |desolee? |la |je |j )*(?:(?:ai )?pas (?:le|trop le|bien le) temps(?: la)?"
        r"|suis occupee?"
        r"|(?:on|je) (?:continue|reprends?|finit|finis|finira|verra|fera ca) (?:demain|plus tard|apres|un autre jour)"
        rf"|(?:c (?:est )?)?(?:bon )?(?:on |je |j )?{_HALT} la(?: pour (?:aujourd hui|ce soir|le moment))?){_POLITE}",
    ),
    (
        GlobalWord.LATER,
        r"(?:oui |non |ok |mais |desolee? |bonjour )*(?:je (?:vous |te |v )?(?:reponds?|repondrai|ecris|ecrirai|redis|"
        r"recontacte|fais ca)(?: (?:ca|a ca))? (?:plus tard|ce soir|demain\w*(?: matin| soir)?|apres|tout a l heure)|"
        r"je suis (?:au travail|au boulot|en reunion|au volant))" + _POLITE,
    ),
)
_COMPILED = tuple((word, re.compile(pattern)) for word, pattern in _PATTERNS)
_NOT_STOP = re.compile(
    rf"\b(?:stop+e?[rz]?|{_HALT}) (?:surtout )?pas(?: (?:les?|l|mes|tout|svp|stp|merci|encore|maintenant|moi|envois?|"
    r"messages?|sms|offres?|s il (?:vous|te) plait))*$|"
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


@lru_cache(REMEMBERED)
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
