"""From what a person writes to the words that name the work: openings, politeness and light verbs are taken off.

"bjr jcherche un travail de cariste svp" → "cariste". The expressions of the lexicon go through the same function, so
that "faire les vitres" and "je fais les vitres" meet in "vitres".
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from backend.reference.folding import fold

LONGEST_ASKED = 160
"""Characters looked at: an occupation is said in fewer, whatever the length of the message."""

_GREETINGS = """bonjour bonsoir bjr bsr bjour salut slt coucou cc hello bonj madame monsieur mme mr svp stp merci mrc
    bcp urgent please alors ben bah euh donc voila ok oui cordialement sinon plutot surtout"""
_SUBJECTS = "je j jai ai moi c ce cest est etait cetait ca on nous suis sui chui chuis jsuis jsui jss me m"
_SEEKING = """cherche cherch recherche chercher rechercher cherchai veux veu veut voudrais voudrai voudrait aimerais
    aimerai aimerait souhaite souhaiterais souhaiterai desire prefere prefererais peux peu pourrais pourrai vx trouver
    avoir interesse interessee interesser candidate postule postuler disponible motive motivee"""
_BEING = """suis sui etais etai etait ete jetais jetai jtai jete jetait tais tai travaille travail travaill travailler
    travaillais travaillai travaillait travaillee taf taff taffe taffais tafer bosse bosser bossais bossai bossait
    boulot boulo job jobs emploi emplois poste metier metiers place mission contrat activite domaine secteur branche
    alternance apprentissage stage reconversion formation diplome diplomee cap bep bac experience experiences
    toujours avant deja comme coe tant tout type genre occupe occupait occupais occuper formee forme ancien ancienne
    anciennement actuellement exerce exercais exercer"""
_DOING = """fais fai fait faisais faisai faisait fesais fesai fesait fesai faire fair effectue effectuer effectuais
    m occupe occuper pratique"""
_ARTICLES = """le la les l un une des du de d en dans a au aux chez sur pour par et ou mon ma mes son sa ses qui que
    qu quelque chose truc trucs trucs tout petit petits petite petites bien ds ché ss sous"""

_HEAD = frozenset(" ".join((_GREETINGS, _SUBJECTS, _SEEKING, _BEING, _DOING, _ARTICLES)).split())
_POLITE_END = """svp stp merci mrc bcp please urgent si possible cordialement bonne journee et ou en de du des le la les
    d l a avant aussi etc par exemple"""
_TAIL = frozenset(_POLITE_END.split())
_AROUND = """domicile gens particulier particuliers nuit jour journee matin soir soiree week weekend remplacant
    remplacante remplacement saisonnier saisonniere temps partiel plein mi interim interimaire debutant debutante
    confirme confirmee experimente experimentee polyvalent polyvalente independant independante retraite retraitee"""
AROUND = frozenset(_AROUND.split())
"""Words that say where, when or how one works: they tell less about the trade than their rarity would make believe."""
_NO_TRADE = """tout tous toute toutes rien aucun aucune importe nimporte n importe quoi quel quelle quels peu peut
    sais sait sai pas encore idee trouve preference preferences precis precise particulier special specialement egal
    matin matins soir soirs apres midi nuit jour jours demain aujourd hui semaine week end heure heures minutes minute
    mois an ans annee annees temps plein partiel mi cdi cdd interim interimaire saison ete hiver lundi mardi mercredi
    jeudi vendredi samedi dimanche loin pres cote environ km voiture permis b non ne ni plus moins vite possible"""
_ABOUT_ONESELF = """chomage chomeur chomeuse rsa are ass smic salaire salaires retraite retraitee retraites malade
    malades maladie arret mal dos sante handicap handicape handicapee rqth invalidite opere operee operation
    enceinte accident femme homme mari epouse marie mariee divorce divorcee celibataire seul seule veuf veuve enfant
    enfants fils fille filles pere mere parents frere soeur famille copain copine age agee ne nee francais francaise
    serieux serieuse courageux courageuse ponctuel ponctuelle fatigue fatiguee demenage habite habites habitant loge
    vis vit moyen locomotion vieux vieille jeune droits droit allocation allocations indemnite indemnites touche
    percois langue parle ecris lis internet reconnu reconnue fin maman papa personne qualifie qualifiee genou genoux"""
_TALK = """stop arreter passerai viendrai rendez permis voiture rappelle rappelez rappeler appelle appelez appel
    message messages sms tel telephone numero cv lettre dossier paye payer payee combien euros argent trop avez vous
    voulez tu ton votre vos reponse question merci attente inscrit inscrite inscription connais demande demandeur
    demandeuse trouver trouvee cherche mal bof hein lol conseiller conseillere rdv accord daccord bon bonne bien
    parfait entendu compris super nickel marche va avec laissez laisse dites dis tranquille robot machine appelee
    interesse attends attend fait deja trouve rien depuis bientot jusque jusqu"""
NO_TRADE = frozenset(" ".join((_NO_TRADE, _ABOUT_ONESELF, _TALK)).split())
"""A text of these words and of openings alone names no trade: "n'importe quoi", "le matin", "j'ai mal au dos"."""
FILLERS = frozenset(_ARTICLES.split()) | frozenset(_DOING.split()) | {"je", "j", "s", "c", "n", "m", "se", "avec"}
"""Words of a title or of an expression that carry no trade: they never decide between two occupations."""

_J_GLUED = re.compile(r"\bj(?=[bcdfgklmnpqrstvxz][a-z]{3,})")
_LETTER_RUNS = re.compile(r"([a-z])\1{2,}")


def words(text: str) -> list[str]:
    """Folded words, "jcherche" opened into "je cherche" and drawn-out letters shortened."""
    return [word for piece in text[:LONGEST_ASKED].split() for word in _folded(piece)]


@lru_cache(maxsize=30_000)
def _folded(piece: str) -> tuple[str, ...]:
    folded = _LETTER_RUNS.sub(r"\1\1", fold(piece))
    return tuple(_J_GLUED.sub("je ", folded).split())


def core_words(said: Sequence[str]) -> list[str]:
    """The words without the opening and the politeness around them. What is nothing but opening stays whole."""
    start, end = 0, len(said)
    while start < end and said[start] in _HEAD:
        start += 1
    while end > start and said[end - 1] in _TAIL:
        end -= 1
    return list(said[start:end])


_SPEAKING = frozenset(["j", "je", "jai", "ai", "g", "suis", "sui", "chui", "jsuis", "jsui"])
_SOME = frozenset(["un", "une", "des", "mon", "ma", "mes", "deux", "trois"])
_QUALIFIES = frozenset(
    ["caces", "permis", "diplome", "diplomes", "cap", "bep", "bac", "bts", "brevet", "titre", "fimo"]
)
_ONESELF = frozenset(_ABOUT_ONESELF.split())
_NUMBER = re.compile(r"\d+(?:h\d*|km|kms|min|mn|e|eme|ans?|euros?)?")


def is_about_oneself(said: Sequence[str]) -> bool:
    """ "j'ai un handicap", "je suis retraité": what someone is or has, though it names other people's work too."""
    told = [word for word in core_words(said) if word not in _HEAD]
    return bool(told) and said[0] in _SPEAKING and all(word in _ONESELF or is_number(word) for word in told)


def owns(said: Sequence[str]) -> bool:
    """ "j'ai un chien", "j'ai deux enfants": what is owned is no trade, but a diploma may tell one."""
    rest = said[2:] if tuple(said[:2]) == ("j", "ai") else said[1:] if said[:1] in (["jai"], ["g"]) else []
    return bool(rest) and (rest[0] in _SOME or is_number(rest[0])) and not _QUALIFIES.intersection(rest)


def is_number(word: str) -> bool:
    """ "10", "10h", "15km"."""
    return bool(_NUMBER.fullmatch(word))


def is_filler(word: str) -> bool:
    return word in FILLERS


def is_opening(word: str) -> bool:
    """Whether a word may stand before what is named: "je", "cherche", "du", "bonjour"."""
    return word in _HEAD or word in _TAIL or bool(_J_GLUED.match(word) and words(word)[-1] in _HEAD)
