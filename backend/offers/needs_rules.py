"""How employers write what a post asks for: one row per need, read in lower case without accents.

Adding a way of saying it is adding a line to its row. Each line is a regular expression, and reads in plain text.
"""

import re
from dataclasses import dataclass

from backend.reference.calendar_names import PLAIN_MONTHS


@dataclass(frozen=True, slots=True)
class Rule:
    """`said` names the need, unless the words just before or just after make it another thing ("prime de nuit")."""

    code: str
    said: re.Pattern[str]
    unless_before: re.Pattern[str]
    unless_after: re.Pattern[str]


def _any(*ways: str) -> str:
    return "(?:" + "|".join(ways) + ")"


_NOT = (
    r"(?:pas|sans|aucun|aucune|hors|ni|jamais|non|plus) "
    r"(?:de |d'|du |le |la |les |en |travail |travaille |forcement |d'habilitation |grands? |longs? |gardes? |"
    r"astreintes? )*"
)
_MONEY = _any(
    r"primes?", r"majoration", r"majores?", r"indemnites?", r"indemnisation", r"forfaits?", r"frais", r"bonus",
    r"sujetions?", r"paniers?", r"remboursements?", r"euros?", "€", "taux", "acces a",
)  # fmt: skip
_PAID = rf"{_MONEY}(?:[ '/*]+\w+){{0,6}}[ :+/*-]*(?:d'|l')?"
"""What is paid for is no demand by itself: "majoration des heures de nuit", "frais de déplacement"."""
_DAY = r"(?:soirs?|midis?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?)"
_REST = (
    r"(?:repos(?: (?:consecutifs?|hebdomadaires?|fixes?))?|conges?|fermee?s?|off|libres?|garantis?|reves?|plus)\W*"
    rf"(?:(?:(?:le |les )?{_DAY})(?: ?, ?| et | ou ))*(?:le |les |du |des |de |d'|\d+ )*"
)
_MONTHS = _any(*PLAIN_MONTHS)
TAUGHT = r"\b(?:formateurs?|formatrices?)\W+(?:\w+\W+){0,6}?"
"""Who teaches a certificate is not asked for it by these words."""
_VEHICLE = r"(?:vehicules?|voitures?|moyens? de (?:locomotion|transport))\b"
_OF_THE_FIRM = r"(?! (?:de (?:service|fonction|societe|l'entreprise)|profession|util|fourni|mis))"
_A_DAY_OF_EIGHT_HOURS = r" ?(?:x|\*|/|×) ?8(?:h|\b)(?![/\d])"
_A_DATE = r"\b(?:du|le|au|des|avant|jusqu'au) "


def _rule(
    code: str, *said: str, before: tuple[str, ...] = (), after: tuple[str, ...] = (), denied: bool = True
) -> Rule:
    """`denied`: the need may be denied ("pas de", "sans")."""
    words_before = (*before, *((_NOT,) if denied else ()))
    return Rule(
        code,
        re.compile(_any(*said)),
        re.compile(rf"{_any(*words_before)}$" if words_before else r"(?!)"),
        re.compile(rf"\W*{_any(*after)}" if after else r"(?!)"),
    )


RULES: tuple[Rule, ...] = (
    _rule(
        "habilitation-electrique",
        r"habilit\w*(?:\W+\w+){0,7}?\W+electri\w*",
        r"habilit\w*\W+(?:\w+\W+){0,2}?(?:b[012]v?|h[012]v?|br|bs|bc)\b",
        r"\b(?:b1v|b2v|h0v|h1v|h2v|b0h0|h0b0|b2t|b1t|b0-h0|h0-b0)\b",
        r"habilitations? (?:haute|basse) tension",
        r"electriciens? habilites?",
        before=(TAUGHT,),
    ),
    _rule("ssiap", r"\bssi ?ap\b"),
    _rule("fimo", r"\bfimo\b", "formation initiale minimale obligatoire"),
    _rule("fco", r"\bfcos?\b", "formation continue obligatoire"),
    _rule(
        "adr",
        r"\badr\b",
        r"(?:transport|certificat|permis|formation) (?:de |des |adr )?(?:matieres|marchandises) dangereuses",
    ),
    _rule(
        "hauteur",
        r"\ben hauteurs?\b",
        r"\btravail\w* (?:en|sur) (?:toitures?|toits?|echafaudages?|nacelles?)\b",
        r"\bharnais\b",
        r"\bcordistes?\b",
        before=(r"(?:stock\w*|range\w*|rayonnages?|palettes?|produits?|espaces?|vue)\W+(?:\w+\W+){0,2}?",),
    ),
    _rule("hauteur", r"\bvertige\b", r"\b(?:craindre|crainte|crainte?s|peur) (?:le|du) vide\b", denied=False),
    _rule(
        "vehicule",
        r"vehicules? (?:personnels?|perso|indispensables?|exiges?|obligatoires?|requis|necessaires?|imperatifs?)",
        r"vehicules?(?= (?:souhait|appreci|recommand|conseill))",
        r"moyens? de transport (?:personnels?|individuels?|autonomes?)",
        rf"\bpropre {_VEHICLE}",
        r"avec votre (?:vehicule|voiture)\b",
        r"(?:posse\w+|dispose[rz]|disposant|munie?s?|avoir|ayant|detenir|equipee?s?) (?:de |d')?(?:une? |votre |son )?"
        + _VEHICLE + _OF_THE_FIRM,
        r"moyens? de locomotion",
        r"\bmotorisee?s?\b",
        r"\bpermis(?: de conduire)?(?: b)? ?(?:et|\+|,|/|avec|ainsi qu'|&) ?(?:une? |d'une? |votre )?"
        + _VEHICLE + _OF_THE_FIRM,
        r"(?:etre|etes|soyez|serez) vehicule(?:\(e\)|·e|\.e|e)?s?\b",
        r"vehiculee\b",
        r"vehicule[(·.]e",
    ),
    _rule("5x8", rf"\b5{_A_DAY_OF_EIGHT_HOURS}", r"\bcinq huit\b", before=(_A_DATE,)),
    _rule("3x8", rf"\b3{_A_DAY_OF_EIGHT_HOURS}", r"\btrois huit\b", before=(_A_DATE,)),
    _rule(
        "2x8",
        rf"\b2{_A_DAY_OF_EIGHT_HOURS}",
        r"\bdeux huit\b",
        r"\b2/7\b(?= \(une semaine)",
        r"une semaine (?:du |de |le )?matin\W+(?:et )?(?:une semaine |l'autre )(?:d'|de l'|l')?apres.?midi",
        before=(_A_DATE,),
    ),
    _rule(
        "nuit",
        r"\bnuits?\b",
        r"\bnocturnes?\b",
        before=(_PAID, "vol de ", r"hotel\w*(?: \w+)? de ", r"\d+ ", "bonne ", "boite de ", r"\("),
        after=("d'hotel", r"(?:est |sont )?majoree?s?", r"payee?s?", "d'hebergement", r"\+ ?repas", r"incluses?"),
    ),
    _rule(
        "week-end",
        r"\bweek ?-?ends?\b",
        r"\bw-e\b",
        r"\bwe\b(?! (?:are|offer|design|work|look|will|have|believe|develop|can))",
        r"\bsamedis?\b",
        r"\bdimanches?\b",
        r"\bvsd\b",
        before=(
            _PAID, _REST, "hors (?:les )?", "sauf (?:le )?", r"\+\d+ ?% (?:le )?",
            r"ouvertures? ?:? ?(?:(?:du|de la|de l'|des) ?\w+ ?:? ?)?(?:du )?(?:\w+ au )?",
            r"ouverte?s? (?:du|le) (?:\w+ au )?",
        ),
        after=(
            r"repos(?! en semaine| (?:le |les )?(?:lundi|mardi|mercredi|jeudi|vendredi))",
            "(?:est |sont )?libres?", "off", "conges?", "de conges?", "fermes?", "non travailles?", "garantis?",
            ".{0,25} garantis", r"de \d jours", "de reves?", "majore", "paye", rf"\d+ {_MONTHS}",
            "et (?:lundi|mardi|mercredi|jeudi|vendredi) (?:repos|off)",
        ),
    ),
    _rule(
        "coupure",
        r"\bcoupures?\b",
        r"(?:horaires?|journees?|planning|services?|emploi du temps)(?: \w+){0,2} (?:coupee?s|fractionnee?s?)\b",
        r"\b(?:horaires? coupe|journees? coupee)\b",
        before=(r"(?:presse|papier|risques? de|billets?) ?(?:de )?",),
        after=("de (?:courant|presse|l'electricite)", "d'(?:electricite|eau|alimentation)", "electrique"),
    ),
    _rule(
        "temps-partiel",
        r"\btemps[ -]+partiels?\b",
        r"\btemps (?:plein|complet) (?:ou|/|et) partiel\b",
        r"\bmi[ -]temps\b",
        r"\b(?:[1-9]|[12]\d|3[0-3])(?:[.,]\d+)? ?(?:h|heures?)(?:\d\d?)? ?(?:/ ?|par |de travail (?:par |/ ?))?"
        r"(?:sem\b|semaines?|hebdo\w*)(?! [a-z]*supp)",
        r"\b\d{2}(?:[.,]\d+)? ?h(?:eures)? ?(?:/|par) ?mois\b",
        r"\bcontrat (?:\w+ )?(?:de )?(?:[1-9]|[12]\d|3[0-3]) ?h(?:eures)?\b(?! ?(?:par|/) ?(?:jour|an))",
        r"(?:poste|contrat|temps de travail|h/f\)|f/h\)|\(h-f\)) a [5-9][05] ?%",
        r"^\W*[\w' /()-]{3,60} a [5-9][05] ?%\W*$",
        r"\ba [5-9][05] ?% du temps",
        before=(_PAID, "deja un (?:poste|emploi) a ", "maladie, a "),
        after=("therapeutique",),
    ),
    _rule(
        "deplacements",
        r"\bdeplacements?\b",
        r"(?:vous|se|s'y|amenee? a) deplacer\b",
        r"\bvous vous deplace\w+",
        r"pouvoir deplacer au quotidien",
        r"(?:chantiers?|interventions?|missions?) (?:sur|dans) (?:toute la|l'ensemble de la) (?:france|region)",
        r"\bdecouch\w+",
        r"(?:etes|soyez|etre) mobiles?\b(?! a l'interne)",
        before=(
            _PAID, rf"{_MONEY}[^.]*\(", "aides? aux ", "(?:temps|vehicule|carte|conditions|moyens|cas) de ",
            "limiter les ", "(?:leurs?|ses|nos|vos) ", "logement, (?:garde d?'?enfants?, )?", "garde d?'?enfants?, ",
            r"(?:faciliter|accompagn\w+)\W+(?:\w+\W+){0,4}",
        ),
        after=(
            "limites?", r"de \d+[.,]?\d* ?(?:€|eur)", "pris en charge", r"rembours\w+", r"indemnis\w+", "payes?",
            "du (?!lundi|mardi|mercredi|jeudi|vendredi|quotidien)", "des ", "de la ", "de l'", "en interne", "douce?",
            "domicile", "entre votre",
            r"(?:a l'interieur|au sein|dans) (?:de )?(?:l'|la |le |les |notre |un |une |votre )?(?:ateliers?|"
            r"entrepots?|magasins?|usines?|rayons|batiments?|etablissement|residence|reserves?|allees|salle|boutique|locaux|"
            r"cuisines?|quais?|enceinte)\b(?! (?:de |des |d')(?:\w+ )?clients?)",
        ),
    ),
    _rule(
        "deplacements",
        r"\b(?:poste|emploi|metier|commerciale?|technicien|technicienne|conseill[\w]+|caractere|fonction|mission)"
        r"(?: (?!non\b)\w+)? itinerante?\b",
        before=(r"(?:avec|entre|aupres d|soutien d|experience|issue? d)'?[^.,]{0,25}",),
    ),
)  # fmt: skip

WISHED_AFTER = re.compile(
    _any(
        r"(?:un |de |des )(?:vrais? |reels? |gros |grand )?(?:plus\b(?! d[e'])|\+(?!\s*\w))",
        r"(?:un |des )?(?:\w+ )?atouts?\b",
        "avantages? certain",
        r"souhait\w+",
        r"apprecie\w*",
        r"prefer\w+",
        r"facultati\w+",
        r"optionnel\w*",
        r"conseille\w*",
        r"(?:sinon|ou|a defaut)\W+(?:une )?formation\b",
        r"(?:non|pas) (?:obligatoire|exige|requis|indispensable|necessaire)\w*",
        r"bienvenu\w*",
        r"envisageable\w*",
        r"valorise\w*",
        r"recommande\w*",
    )
)
"""Words after a need that make it a wish: "le permis PL serait un plus"."""
WISHED_BEFORE = re.compile(
    _any(
        "ideale?ment",
        "de preference",
        "si possible",
        r"possibilites?\b",
        r"eventuel\w*",
        "dans l'ideal",
        r"appreci\w+",
        r"souhait\w+",
        "si vous (?:avez|possedez|etes)",
        r"\bvoire?\b",
        r"\bmeme\b",
        "vous serez $",
        r"(?:nous|on|l'entreprise|la societe) (?:vous )?(?:financ\w+|offr\w+|pay(?:ons|e)|prend?(?:ons)? en charge)\b",
    )
)
"""Words before a need, in its own segment, that make it a wish: "idéalement le CACES 3"."""
WISHED_NEAR = re.compile(
    _any(
        r"\bpossibles?\b",
        r"volontaria\w*",
        r"volontaires?\b",
        "peuvent etre",
        "peut etre",
        r"pourr\w+ etre",
        "si besoin",
        "si necessaire",
        "selon (?:vos )?(?:envies|souhaits|disponibilites)",
        "en cas de",
        "le cas echeant",
        r"\bsi remplacement\b",
        r"formations?\b[^.]{0,25}(?:possible|assuree|financee|offerte|prise en charge)",
        r"(?:fourni|finance|offert|assure|pris en charge|passe)\w* par (?:l'|la |nous|nos )"
        r"(?:entreprise|employeur|societe|soins)?",
        r"vous serez (?:\w+ )?(?:forme|habilite)",
        r"ideal\b",
    )
)
"""Words on either side, in the same segment: "travail possible le samedi", "samedi (volontariat)"."""
NOT_NEEDED = re.compile(
    r"[\s(,:]*(?:(?:n'est|ne sont|n'etant|est|sont) )?(?:pas |non |nullement )(?:exige|requis|necessaire|demande)\w*"
)
"""Right after a need: nobody asks for it. "Not compulsory" is another thing: it would be welcome."""
REQUIRED = re.compile(
    _any(
        r"obligatoire\w*",
        r"exig\w+",
        r"indispensable\w*",
        r"imperati\w+",
        r"requis\w*",
        r"necessaire\w*",
        r"\bdoi(?:t|vent|vez)\b",
        "titulaire",
        "demande",
    )
)
"""Words that end the reach of a wish said farther on: "permis B indispensable, le permis PL serait un plus"."""
EITHER_TIME = re.compile(r"(?<!vers )(?<!vers un )(?:temps[ -]+(?:plein|complet)|ou (?:temps )?plein)")
"""Beside "temps partiel", one of the two is chosen."""
OTHER_CERTIFICATE = re.compile(r"\b(?:sst|psc ?1|haccp|bafa|bafd|afgsu|certiphyto|aipr|amiante|cqp|ces[ut]|hygiene)\b")
"""Certificates that are no code here: what is said after one is said of it ("SSIAP 1 à jour, SST apprécié")."""
