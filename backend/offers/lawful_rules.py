"""How offers say what they may not ask (Code du travail, L1132-1, L5321-2, L5331-2…): one row per way of saying it.

Read in lower case without accents, one sentence at a time. Adding a way of saying it is adding a line to its row.
"""

import re
from dataclasses import dataclass

EQUAL = "L1132-1"
AGE_LIMIT = "L5331-2"
SEX = "L1142-1"
MONEY = "L5321-3"
REFUSES = (
    r"(?:pas|sans|aucune?s?|jamais|ni|non|evit\w+|exclu(?:e?s?|ent|re)\b|refus\w+|"
    r"s'abstenir|hors|sauf|inutile|interdit\w*|ecart\w+)"
)
ONLY = (
    r"(?:uniquement|exclusivement|seulement|exige\w*|obligatoire\w*|impera\w+|requis\w*|demande\w*|souhaite\w*|"
    r"privilegie\w*|de preference|reserve\w*|bienvenue?s?)"
)
_YEARS = (
    r"(?:\d\d|vingt(?:[- ]\w+)?|trente(?:[- ]\w+)?|quarante(?:[- ]\w+)?|cinquante(?:[- ]\w+)?|soixante) ?ans"
    r"(?! d[e']\s?(?:exp|anci|metier|prati|permis|activit|existence|carriere|savoir))"
)
_PEOPLE = r"(?:candidat\w*|profils?|personnes?|quelqu'un|postul\w+|recrut\w+|(?:re)?cherch\w+|embauch\w+)"
_ORIGINS = (
    r"(?:maghrebin|africain|arabe|asiatique|gitan|etranger|immigre|noir|blanc|turc|roumain|musulman|polonais|antillais)"
    r"(?:e?s?)"
)
_TONGUES = (
    r"(?:anglais|anglophones?|allemand|espagnol|italien|arabe|francais|francophones?|portugais|neerlandais)(?:e?s?)"
)
_SERVED = (
    r"enfants?|bebes?|adolescents?|jeunes (?:de|accueillis|du)|eleves|public|residents?|patients?|usagers?|"
    r"beneficiaires|"
    r"personnes agees|apprenti\w*|apprentissage|alternan\w+|professionnalisation|service civique|sejours?|colonie|"
    r"societe|entreprise de|maison|clients?|mineurs?|alcool|vehicules?|permis|anciennete|animation"
)


@dataclass(frozen=True, slots=True)
class LawRule:
    """`said` may not be asked, unless `unless` stands in the same sentence. Not `serious`: better said otherwise."""

    criterion: str
    said: re.Pattern[str]
    unless: re.Pattern[str]
    article: str
    serious: bool


def _rule(criterion: str, *said: str, unless: str = "(?!)", article: str = EQUAL, serious: bool = True) -> LawRule:
    return LawRule(criterion, re.compile("|".join(said)), re.compile(unless), article, serious)


RULES: tuple[LawRule, ...] = (
    _rule(
        "age",
        rf"(?:moins|pas plus) de {_YEARS}",
        rf"plus de {_YEARS}[^.;]{{0,30}}\b(?:s'abstenir|refus\w+|inutile|non|pas)\b",
        rf"\b(?:age|agee?s?|avoir|ayant|entre)\b[^.;]{{0,30}}\b(?:\d\d|vingt|trente|quarante)\b[^.;]{{0,12}} {_YEARS}",
        rf"\d\d ?(?:a|-|–|/|et) ?{_YEARS}",
        rf"(?:maximum|maxi?|plafond)\W*(?:de )?{_YEARS}",
        rf"{_YEARS} (?:maximum|maxi|max|au plus|grand maximum)\b",
        rf"(?:ne pas|n'avoir pas|sans) (?:depasser|avoir) {_YEARS}",
        unless=rf"\b(?:{_SERVED})\b|experience|depuis|existence|\bforte? de|"
        r"\b(?:salaries|collaborateurs|collegues|equipiers|membres)\b[^.;]{0,12} de \d",
        article=AGE_LIMIT,
    ),
    _rule(
        "age",
        r"\bage (?:maxi\w*|limite|ideal|souhaite|requis|demande)", r"\blimites? d'age\b", r"\btranches? d'age\b",
        unless=r"sans (?:aucune )?(?:limite|condition)|pas de limite|" + _SERVED,
        article=AGE_LIMIT,
    ),
    _rule(
        "age",
        r"\bjeunes? diplome(?![^.;]{0,12} ou (?:\w+ )?(?:experiment|confirm))",
        r"\bgenerations? (?:z|y|alpha)\b", r"\bmillennials?\b", r"digital natives?",
        r"(?:passe|depasse|avant|moins que) la (?:trentaine|quarantaine|cinquantaine|soixantaine)",
        r"\b(?:seniors?|retraites?|quinquas?|quinquagenaires?|vieux|plus ages?)\b[^.;]{0,25}s'abstenir",
        rf"{REFUSES}\b (?:de |les |d'|trop |aux )*(?:seniors?|vieux|quinquas?|quinquagenaires?)\b",
        r"\bnee?s? (?:apres|avant|a partir de) (?:19|20)\d\d",
        rf"\b{_PEOPLE} (?:plutot |assez |de |tres )*jeunes?\b(?! (?:enfants?|entreprise|public|societe|pousses?))",
        r"\bjeunes? (?:hommes?|femmes?|filles?|gens|recrues?|candidat\w*|collaborat\w+)\b",
        r"\b(?:vous etes|etre|soyez) (?:\w+ )?jeunes?\b(?! diplome)",
        r"\bla (?:vingtaine|trentaine|quarantaine|cinquantaine)\b(?! d(?:'|e (?!preference)))",
        r"\bd'age mure?\b", r"\bd'un certain age\b",
        r"trop (?:vieux|vieille|agee?)s?\b", r"\bde moins de \w+ printemps",
        r"\bfraichement diplome", r"\bsang neuf\b",
        unless=r"accompagn|educat|animat|mission locale|accueil|au pair|auprès|aupres|insertion|foyer|ouvert a tou",
        article=AGE_LIMIT,
    ),
    _rule(
        "age",
        r"\bjeunes?,? (?:et )?dynamiques?\b",
        r"\bequipe (?:\w+ )?jeunes?\b",
        r"\bjeune equipe\b",
        r"\bretraitee?s?\W*(?:e\W*)?(?:\w+ )?bienvenu",
        r"\betudiante?s?\W+(?:e\W*)?(?:\w+ )?bienvenu",
        r"\bambiance jeune\b",
        r"\besprit jeune\b", r"\bjeunes? (?:d'esprit|dans (?:sa|la) tete)\b",
        r"\bretraitee?s?\W*(?:e\W*)?(?:\w+ )?accept", r"\b(?:ideal|parfait|convient)\w* pour (?:une? |des )?retraite",
        r"(?<!aux )\bprofils? (?:plutot )?juniors?\b(?! (?:accepte|bienvenu|ou |et ))",
        r"\bdebut de carriere\b",
        article=AGE_LIMIT, serious=False,
    ),
    _rule(
        "sex",
        r"\bsexe (?:masculin|feminin)",
        r"\b(?:profil|candidatures?|personnel|presence|force)s? (?:masculin|feminin)e?s?\b",
        rf"\b(?:hommes?|femmes?|dames?|messieurs|garcons?|filles?)\W+(?:\w+ ){{0,2}}{ONLY}",
        rf"{ONLY}\W+(?:\w+ ){{0,4}}(?:un |une |aux |des |a )(?:hommes?|femmes?|dames?|messieurs|garcons?|filles?)\b",
        r"(?:qu'|que |plutot |preferen\w+ |prefere\w* )(?:pour )?(?:une? |des |les )(?:hommes?|femmes?|dames?|"
        r"messieurs|"
        r"garcons?|filles?)\b",
        rf"\b{REFUSES} (?:de |d'|les |aux )*(?:hommes?|femmes?|dames?|filles?|garcons?)\b",
        r"\b(?:cherch\w+|recherch\w+|recrut\w+|embauch\w+|besoin d'?) ?(?:une? |des )?(?:jeunes? )?"
        r"(?:hommes?|femmes?|dames?|filles?|garcons?|monsieur)\b",
        r"\b(?:travail|metier|poste|emploi) (?:d'|de |pour )(?:une? )?(?:hommes?|femmes?)\b",
        r"\b(?:femmes?|dames?|hommes?) (?:de (?:menage|chambre|compagnie|service|peine|main|confiance)|a tout faire|"
        r"toutes? mains?)\b",
        r"\b[a-z]{4,}(?<!heures)(?<!taux)(?<!horaire)(?<!travail)(?<!base) \((?:f|h|femme|homme)\)(?!\w)",
        unless=r"hommes?[ /]*(?:-|/|et|ou|comme)+ ?(?:une )?femmes?|femmes?[ /]*(?:-|/|et|ou|comme)+ ?(?:un )?hommes?|"
        r"egalite|mixite|\bh ?/ ?f\b|\bf ?/ ?h\b|valet|violences|foyer|sages?-femmes?|vetements?|pret-a-porter|rayon|"
        r"coiffure|mode\b|hommes?-cle",
        article=SEX,
    ),
    _rule(
        "family",
        r"\bcelibataires?\b",
        r"\b(?:pacse|divorce|veuf|veuve)e?\W?e?s?\b",
        r"\b(?:personnes?|candidat\w*|etre|etes(?:-vous)?|pas|non|preference|hommes?|femmes?|profils?|"
        r"ou)\W(?:\w+\W){0,3}"
        r"mariee?\W?e?s?\b",
        r"\bsans (?:enfants?|attaches?|famille)\b",
        r"\bpas d'enfants?\b", r"\b(?:meres?|peres?) de famille\b",
        r"\b(?:obligations?|charges?|contraintes?|responsabilites?) (?:familiales?|de famille)\b", r"\bcharge d'ame",
        r"\bsituation (?:de famille|familiale|matrimoniale|maritale)\b", r"\benceintes?\b", r"\bgrossesse",
        r"\b(?:projet|desir|envie) (?:de |d')(?:maternite|enfants?|bebe)", r"\bavoir des enfants?\b",
        r"\benfants? (?:en bas age )?(?:a charge|s'abstenir)", r"\bconge\w* (?:parental|maternite)\b[^.;]{0,30}\bpas\b",
        rf"{REFUSES}[^.;]{{0,25}}\bconges? (?:parental|maternite)\b", r"\bvie de (?:couple|famille) (?:stable|rangee)",
        r"\ben couple\b", r"\b(?:meres?|peres?|femmes?) au foyer\b", r"\bjeunes? (?:mamans?|papas?|parents?)\b",
        unless=r"remplacement|accueil|accompagn|aupres|public|soutien|aide aux|quelle que soit|quel que soit|prime|"
        r"mutuelle|suivi|allocat|consultation|maternite de|beneficiaires|sage|supplement|logement pour|droits?\b",
    ),
    _rule(
        "origin",
        r"\bnationalite\b(?! indiff)", r"\blangue maternelle\b", r"\bbbr\b", r"\bbleu[ -]blanc[ -]rouge\b",
        r"\bde souche\b", r"\btype (?:europeen|caucasien|africain|asiatique|mediterraneen)", r"\bcaucasien",
        r"\bcouleur de (?:la )?peau", r"\bpeau (?:blanche|noire|claire|mate)",
        rf"\b{REFUSES}\b[^.;]{{0,30}}\b{_ORIGINS}\b", rf"\b{_PEOPLE} (?:d'origine )?{_ORIGINS}\b",
        rf"\b{_ORIGINS}\b[^.;]{{0,20}}s'abstenir",
        r"\bd'origine (?:francaise|europeenne|africaine|maghrebine|etrangere|asiatique|portugaise|polonaise)",
        r"\b(?:candidat\w*|personnes?|profils?|les|des) (?:francaise?s?|europeene?s?|francais)\b[^.;]{0,20}"
        r"(?:exclusivement|uniquement|seulement)",
        r"\b(?:europeen|francais|etranger)(?:ne|e)?s?(?: d[eu'] ?(?:l'est|sud|nord|pays \w+))?\b[^.;]{0,10}s'abstenir",
        r"\bfrancaise?s? de naissance\b", r"\bgens du voyage\b",
        r"\bnom (?:de famille )?(?:a consonance|francais)",
        r"\bconsonance\b", r"\bsans accents?\b", r"\baccents? (?:etranger|africain|maghrebin)",
        r"\bnative (?:speakers?|english|french|german)\b", rf"\b{_TONGUES} nati(?:f|ve)s?\b",
        rf"\bnati(?:f|ve)s? {_TONGUES}\b",
        r"\b(?:gens|personnes?|candidat\w*|hommes?|femmes?|profils?) de couleurs?\b",
        r"\bnee?s? en france\b", r"\b(?:nes|nee?|etre) (?:de parents )?francais\b",
        unless=r"fixee? par|concours|fonction publique|police|defense|armee|gendarm|militaire|souverain|"
        r"toutes? (?:les )?nationalites|(?:titre|carte) de sejour|"
        r"(?:permis|autorisation) de travail|sans (?:condition|distinction)|quelle que soit|produits?|cuisine|"
        r"restaurant|cours de|aire d'accueil|accompagn|traduct|clavier|texte|aupres|secret|eleves|\bcheval\b|\bvin\b",
    ),
    _rule(
        "looks",
        r"\bphotos?\b[^.;]{0,20}(?:exige|obligatoire|recente|demande|indispensable|requise|souhaite|imperati)",
        r"\b(?:sans|avec|joindre|envoyer|fournir|et|votre|une) (?:votre |une |sa |la )?photos?(?: d'identite|"
        r" en pied| de vous| recente)?\b",
        r"\bphotos? (?:d'identite|en pied)\b",
        r"\btaille (?:mini\w*|maxi\w*|mannequin|\d|fine|exigee|requise|entre)",
        r"\bmesur\w+ (?:au moins|plus de|minimum|entre) ?1",
        r"\b1 ?[m,.] ?\d\d ?m?\b[^.;]{0,15}(?:mini|maxi|au moins)",
        r"\b(?:beau|belle|bon|joli|agreable) (?:physique|visage|allure|silhouette|plastique)",
        r"\bphysique (?:agreable|avantageux|attrayant|soigne|irreprochable|attractif|exige)",
        r"\ballure (?:sportive|jeune|elegante|elancee)",
        r"\bsilhouettes?\b", r"\b(?:minces?|surpoids|corpulen\w+|obeses?|embonpoint)\b",
        r"\b(?:ni|sans|pas de|aucun|aucune|interdits?|refuses?) (?:tatouages?|piercings?|barbe|lunettes)",
        r"\b(?:tatouages?|piercings?|barbes?|lunettes)\b[^.;]{0,25}(?:interdit|refuse|exclu|proscrit|abstenir|non)",
        r"\bcheveux (?:courts?|longs?|blonds?|lisses?)",
        r"\bjolies? (?:fille|femme|hotesse)",
        r"\b(?:grand|solide|bon|robuste)s? gaillards?\b",
        r"\bgaillards?\b[^.;]{0,15}(?:bienvenu|souhait|recherch)",
        r"\bpoids (?:maxi\w*|ideal|inferieur)",
        r"\bapparence (?:physique|irreprochable|exigee)",
        unless=r"photos? (?:des|du|de (?:chantier|produit|raccordement|votre (?:travail|realis))|numerique)|coiff|"
        r"pieces|"
        r"vehicules? a photo|montage|photograph|retouche|developpement|porter des lunettes de|protection|laboratoire|"
        r"gel|hygien|securite alimentaire",
    ),
    _rule(
        "looks",
        r"\b(?:bonne|excellente|tres bonne|belle|parfaite) presentation\b",
        r"\bpresentation (?:soignee?|impeccable|irreprochable|exigee|correcte|de rigueur|elegante)\b",
        r"\b(?:tenue|apparence) (?:soignee|irreprochable|impeccable)\b", r"\bbien presenter\b",
        unless=r"presentation (?:\w+ )?(?:des|du|d'un|de la|de nos|de vos) |rayon|vitrine|plats?\b|assiettes?|"
        r"dossiers?",
        serious=False,
    ),
    _rule(
        "health",
        r"\b(?:parfaite|bonne|excellente|tres bonne) sante\b(?! (?:financ|econom))",
        r"\bjamais malade",
        r"\bsante (?:parfaite|irreprochable|robuste|de fer)\b",
        rf"\b{REFUSES} (?:de |d'|la moindre |le moindre )*(?:restrictions?|antecedents?|contre-indications?|"
        rf"problemes?|soucis?|"
        r"maladies?|traitements?|pathologies?)[^.;]{0,12}(?:medica\w+|dos|sante|physiques?|chroniques?|psy\w+|"
        r"cardia\w+)",
        rf"\b{REFUSES} (?:de |d'|des )*(?:mal de dos|maux de dos|handicap\w*|fauteuils? roulants?|rqth|"
        rf"arrets? (?:de )?(?:maladie|travail)|"
        r"travailleurs? handicap\w*|personnes? handicap\w*|maladies?\b)",
        r"\b(?:handicap\w*|rqth|personnes? malades?)\b[^.;]{0,25}(?:s'abstenir|exclu(?:e?s?|ent|re)\b|refuse\w*|"
        r"impossible|"
        r"pas possible|non (?:accept|retenu)\w+)",
        r"\b(?:depistage|serolog\w+|test \w+)\b[^.;]{0,30}(?:\bvih\b|sida|hepatite|grossesse)|\bsero(?:posi|nega)ti\w+",
        r"\bpersonnes? valides?\b",
        r"\b(?:peu|ne pas|jamais)[^.;]{0,20}arrets? (?:de )?maladie",
        r"\b(?:non|pas|peu) (?:accessible|adapte|ouvert|compatible|propose)s?[^.;]{0,20}(?:handicap\w*|"
        r"mobilite reduite|rqth)",
        r"\b(?:certificat|questionnaire|dossier|bilan|carnet) (?:medical|de sante|"
        r"de vaccin\w*)\b[^.;]{0,40}(?:candidature|cv|joindre|entretien)",
        r"\bgrossesse\b[^.;]{0,10}test", r"\bdepressi(?:on|f|ve)s?\b", r"\ballergi\w+ s'abstenir",
        unless=r"quel que soit|sans distinction|bienvenu|entreprise adaptee|aupres|accompagn|patients?|residents?|"
        r"animal|animaux|"
        r"campagne|prevention|analyses?|laboratoire|centre de depistage|materiel|troupeau|remplac|biolog",
    ),
    _rule("health",
        r"\bnon[- ]fumeu\w+",
        r"\b(?:bonne|excellente|parfaite) (?:condition|forme|constitution) physique\b",
        serious=False),
    _rule(
        "residence",
        r"\b(?:habit(?:er|ant|ez|ation)\b|resid(?:er|ant|ez|ence)|demeur(?:er|ant|ez)|domicilie\W?e?s?|logee?s?\b|"
        r"(?:doi\w+|dev\w+|imperativement|faut) vivre)"
        r"\W*(?:\w+ )?(?:a|au|aux|sur|dans|en|pres|proche|proximite|moins|imperativement|obligatoire\w*|le secteur)\b",
        r"(?<!\ba )\bdomiciles? (?:a|a moins de|situe|proche|pres|sur|dans|doit|distant)\b",
        r"\b(?:proximite|adresse|residence|domicile)\b[^.;]{0,25}(?:exigee?|obligatoire|imperati\w+|indispensable|"
        r"requise?)",
        r"\b(?!francais|anglais|portugais|neerlandais|polonais|japonais|irlandais|desormais|toutefois|"
        r"parfois)[a-z]{4,}(?:ais|"
        r"ois)(?:es)?\b[^.;]{0,30}\b(?:exclusivement|uniquement|seulement)\b",
        r"\b(?:personnes?|candidat\w*|candidatures?|gens|profils?|quelqu'un)\W+(?:e?s?\W+)?(?:locale?s?|"
        r"locaux|du (?:secteur|coin|village|"
        r"departement|quartier|canton|cru|bassin)|de la (?:commune|ville|region|vallee)|d'ici)\b",
        r"\b(?:trajet|distance|route)\b[^.;]{0,12}\b(?:inferieure?|moins de|maxi\w*|pas plus de|limitee?)\b[^.;]{0,30}"
        r"\b(?:domicile|residence|lieu d'habitation)\b",
        r"(?<!que )\bvous (?:habitez|residez|demeurez)\b",
        r"\b(?:priorite|priorites|preference)\b[^.;]{0,20}\b(?:habitants?|riverains?|locaux|gens d)\b",
        r"\bcandidat(?:s|es|ures?)? (?:de |d'|du )(?!niveau|formation|plus|moins|toute?s|type|sexe|nuit|jour|week)"
        r"[^.;,]{2,30} (?:uniquement|seulement|exclusivement)\b",
        rf"\bhabitante?s? (?:du|de|des|d')[^.;]{{0,30}}\b{ONLY}",
        r"\bhors (?:departement|secteur|commune|region)\b[^.;]{0,25}(?:s'abstenir|pas|ne seront)",
        r"\betre (?:du coin|du village|du secteur|de la commune|d'ici|originaire)", r"\boriginaires? (?:de|du|d')",
        r"\b(?:quartiers?|banlieues?|cites?|zup|hlm)\b[^.;]{0,30}s'abstenir",
        r"\b(?:pas|evit\w+|refus\w+)\b[^.;]{0,20}\b(?:cites?|banlieues?|quartiers? (?:nord|sensibles?|populaires?)|"
        r"hlm)\b",
        unless=r"chez l'habitant|au domicile d|clients?|logement (?:sur place|fourni|possible|propose)|"
        r"loge sur place|loge,? nourri|"
        r"domiciliation|livraisons?|residents?|vous (?:intervenez|visitez)|beneficiaires?|produits?|agriculteurs?|"
        r"circuits?|"
        r"maisons? de retraite|personnes agees|possibilite|en residence|residence (?:senior|autonomie|service)",
    ),
    _rule(
        "money",
        r"\b(?:formation|kit|mallette|valise|stock|materiel|tenue|uniforme|badge|dossier|inscription|outillage|"
        r"blouse)s?\b[^.;]{0,40}"
        r"\b(?:payante?s?|a (?:votre|sa|la) charge(?! de (?:l'employeur|l'entreprise))|(?:etre|est|sera|sont|"
        r"seront) (?:regle|paye)e?s?\b|a (?:payer|regler|"
        r"acheter|verser|avancer)|facturee?s?\b|reten\w+ sur)",
        r"\b(?:achat|acheter|achetez|payer|paiement|regler|acquerir|avancer|avance|location)\b[^.;]{0,25}\b(?:kit|"
        r"mallette|valise|stock|starter|pack|badge|uniforme|"
        r"tenue|formation|dossier|materiel|tablette|inscription|licence)\b",
        r"\bfrais (?:de |d')(?:dossier|inscription|formation|adhesion|recrutement|visa|agence|selection)\b",
        r"\b(?:chequ\w+|versement|depot|somme|montant|virement)s? (?:\w+ )?(?:de |d')(?:caution|garantie|reservation|"
        r"\d)",
        r"\bcautions?\b[^.;]{0,30}(?:\d|exige|demande|verse|remise|rendue|restitue)", r"\bdroits? d'entree\b",
        r"\b(?:verser|versez|envoyer|envoyez|deposer|payer|payez|reglez|regler|investir|"
        r"avancer)\b[^.;]{0,25}\d+ ?(?:€|euros?)",
        r"\d+ ?(?:€|euros?)[^.;]{0,25}\b(?:a (?:verser|payer|regler|investir|avancer|votre charge|"
        r"la charge du candidat)|vous sont demandes|non rembours\w+)",
        r"\b(?:apport (?:personnel|financier|minimum)|investissement (?:financier|initial|de depart))\b",
        r"\b(?:western union|transcash|neosurf|coupon pcs|recharge pcs|mandat cash)\b",
        r"\bcotisation\b[^.;]{0,30}\bcandidat",
        r"\bparticipation (?:financiere|aux frais)\b",
        unless=r"pris\w* en charge par|rembours(?:e|ement)|offert|fourni\w*|financee?|gratuit|aucun (?:frais|"
        r"investissement|apport|achat)|"
        r"sans (?:frais|apport|investissement|droit)|cadeaux?|vacances|dejeuner|culture|clients?|encaiss|"
        r"fournisseurs|locataires?|immobili|aucune (?:avance|"
        r"caution)|comptab|adherents|mutuelle|"
        r"par l'employeur|par l'entreprise|prime",
        article=MONEY,
    ),
    _rule(
        "other",
        r"\b(?:hetero|homo)sexuel",
        r"\borientation sexuelle",
        r"\b(?:pas|non|jamais|ni|aucun\w*|sans)\b[^.;]{0,40}\b(?:syndi(?:que|cal)\w*|greves?|greviste|"
        r"mandat\w* (?:de |syndical|elect))",
        r"\b(?:syndique|syndicaliste|greviste)s?\b[^.;]{0,20}(?:s'abstenir|exclu|refus)",
        r"\b(?:pas|sans|ni|aucun|non|interdit\w*|evit\w+|refus\w+)\b[^.;]{0,20}\b(?:voilee?s?|voile|foulard|"
        r"signes? religieux|kippa|religion|croyan\w+|pratiquant\w*)\b",
        r"\b(?:catholique|chretien|musulman|juif|juive|protestant|athee|pratiquant|croyant|baptise)(?:ne|"
        r"e)?s?\b[^.;]{0,20}(?:exige|pratiquant|souhaite|de preference|uniquement|s'abstenir|requis)",
        r"\b(?:de confession|de religion|convictions? religieuses?)\b[^.;]{0,30}",
        r"\bopinions? (?:politiques?|religieuses?)\b",
        r"\b(?:adherent\w*|encarte\w*|sympathisant\w*|militant\w*)\b[^.;]{0,20}\b(?:parti|politique|s'abstenir)",
        r"\b(?:pas|sans|aucune?s?) (?:d'|de )?(?:antecedents?|passe|activites?|engagements?|appartenance|mandats?) "
        r"syndica\w+",
        r"\b(?:membres?|adherent\w*) d(?:'un|u|e) syndicats?\b[^.;]{0,20}(?:s'abstenir|exclu|refus)",
        r"\bdomiciliation bancaire\b",
        r"\bcompte (?:bancaire|courant)\b[^.;]{0,30}(?:exige|obligatoire|imperati|francais)",
        unless=r"quelle que soit|quel que soit|delegue|dialogue social|sans distinction|livrets|credits|"
        r"conseil\w* en|negoci|"
        r"patrimoine|enseignement|etablissement",
    ),
)  # fmt: skip

SET_BY_LAW = re.compile(
    r"\bmilitaires?\b|\barmee (?:de|francaise)|\bmarine nationale|\bgendarm|\bpolice nationale|\blegion\b|"
    r"\bsous-officier|"
    r"\bcontrat d'engagement|\bconcours (?:de|d'entree|externe|interne)\b|\bsoldats?\b|\bfonction publique"
)
"""Posts for which a law sets the age or the nationality."""

RECALLS_THE_LAW = re.compile(
    r"sans (?:aucune )?(?:distinction|discrimination)|lutte contre les discriminations|egalite (?:des chances|"
    r"de traitement|"
    r"professionnelle)|quel(?:le)?s? que soi(?:t|ent)|ouverte?s? a tou(?:s|tes)|favorise la diversite|"
    r"toutes? les candidatures"
)

INSTEAD: dict[str, str] = {
    "age": "Dites l'expérience ou la compétence attendue, sans âge.",
    "sex": "Écrivez le titre aux deux genres : serveur ou serveuse.",
    "family": "Dites les horaires et les déplacements, sans la famille.",
    "origin": "Dites la langue et le niveau qu'il faut pour le travail.",
    "looks": "Dites la tenue demandée au travail, sans l'apparence ni photo.",
    "health": "Dites les gestes du poste ; l'aptitude se voit avec le médecin du travail.",
    "residence": "Dites le lieu et l'heure de prise de poste ; chacun juge de son trajet.",
    "money": "Rien ne peut être demandé à la personne : ni achat, ni caution, ni frais.",
    "other": "Dites seulement ce que le travail demande.",
}
"""What may be written in its place, in French, by criterion."""
