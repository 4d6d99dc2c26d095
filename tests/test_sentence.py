"""Whole sentences, as they come: what each slot must hold, and that nothing else is filled. Near Montluçon (03185).

Every person is invented. A slot is written as what is read back; the occupation by its code.
"""

from datetime import datetime

import pytest

from backend.reference.occupations import default
from bot.understanding.sentence import Slots, as_json, understand_sentence
from bot.understanding.wording import (
    say_licences,
    say_modes,
    say_moment,
    say_name,
    say_reach,
    say_wishes,
    say_years,
)

NOW = datetime(2026, 11, 25, 10)
NEAR = "03185"


def understood(text: str) -> Slots:
    return understand_sentence(text, NEAR, NOW, default())


def said_back(slots: Slots) -> dict[str, str]:
    """Each filled slot in words."""
    said = {
        "name": slots.name and say_name(slots.name),
        "commune": slots.commune and slots.commune.name,
        "work": slots.work and slots.work.code,
        "years": say_years(slots.years) if slots.years is not None else None,
        "licences": slots.licences and say_licences(slots.licences),
        "modes": slots.modes and say_modes(slots.modes),
        "reach": slots.reach and say_reach(slots.reach),
        "start": slots.start and say_moment(slots.start, NOW),
        "wishes": slots.wishes and say_wishes(slots.wishes),
    }
    return {slot: words for slot, words in said.items() if words}


SENTENCES: list[tuple[str, dict[str, str]]] = [
    (
        "bonjour jhabite domerat jcherche cariste jai le permi et le caces 3 dispo de suite",
        {"commune": "Domérat", "work": "N1101", "licences": "permis B, CACES 3", "start": "dès maintenant"},
    ),
    (
        "jcherche du menage sur domerat, pa de permi",
        {"commune": "Domérat", "work": "K1304", "licences": "pas de permis"},
    ),
    (
        "bonjour je m'appelle kevin durand je suis macon 10 ans d'experience permis b",
        {"name": "Kevin Durand", "work": "F1703", "years": "10 ans", "licences": "permis B"},
    ),
    (
        "slt jsui martine jabite a montlucon jfais le menage ché les gens jai pas de voiture jy vai a velo",
        {"name": "Martine", "commune": "Montluçon", "work": "K1304", "modes": "à vélo, sans voiture"},
    ),
    (
        "soudeur tig commentry permis b voiture 30 min max dispo lundi",
        {
            "commune": "Commentry",
            "work": "H2916",
            "licences": "permis B",
            "modes": "en voiture",
            "reach": "30 minutes",
            "start": "lundi 30 novembre",
        },
    ),
    (
        "je cherche un cdi de caissiere pas le dimanche je suis a pied",
        {"work": "D1505", "modes": "à pied", "wishes": "CDI, pas le dimanche"},
    ),
    (
        "chauffeur pl avec fimo fco, huriel, 40 km max",
        {"commune": "Huriel", "work": "N4101", "licences": "FIMO, FCO", "reach": "40 km"},
    ),
    (
        "jcherche n'importe quoi interim ok caces 1 3 5 jpeux faire les 3x8",
        {"licences": "CACES 1A, 3 et 5", "wishes": "intérim, en équipes"},
    ),
    (
        "aide soignante diplomee, 15 ans d'expérience, Néris-les-Bains, en voiture, pas de nuit",
        {
            "commune": "Néris-les-Bains",
            "work": "J1501",
            "years": "15 ans",
            "modes": "en voiture",
            "wishes": "pas la nuit",
        },
    ),
    (
        "je suis disponible début décembre pour un poste de serveuse à Montluçon, mi-temps si possible",
        {
            "commune": "Montluçon",
            "work": "G1803",
            "start": "du 1er au 5 décembre",
            "wishes": "temps partiel",
        },
    ),
    ("jhabite a cote de montlucon", {"commune": "Montluçon"}),
    ("je cherche serveuse", {"work": "G1803"}),
    ("bonjour je cherche un poste de secretaire a commentry", {"work": "M1607", "commune": "Commentry"}),
    (
        "moi c'est fatima, j'habite à Huriel et je cherche du ménage",
        {"name": "Fatima", "commune": "Huriel", "work": "K1304"},
    ),
    ("je cherche un emploi de magasinier, caces 3 et 5", {"licences": "CACES 3 et 5", "work": "N1110"}),
    ("j'ai le permis b mais pas de voiture", {"licences": "permis B", "modes": "sans voiture"}),
    ("ma femme m'emmène, je peux pas conduire la nuit", {"modes": "quelqu'un vous emmène, pas de conduite la nuit"}),
    ("dispo de suite", {"start": "dès maintenant"}),
    ("libre a partir du 10", {"start": "à partir du 10 décembre"}),
    ("dispo lundi", {"start": "lundi 30 novembre"}),
    ("je suis plombier depuis 2012", {"work": "F1603", "years": "14 ans"}),
    ("débutante, je cherche un poste de vendeuse en boulangerie", {"years": "sans expérience", "work": "D1106"}),
    (
        "j'ai travaillé pendant 5 ans en usine, permis b, voiture",
        {"years": "5 ans", "licences": "permis B", "modes": "en voiture"},
    ),
    (
        "jardinier paysagiste, pas le week-end, 20 km max",
        {"work": "A1208", "wishes": "pas le week-end", "reach": "20 km"},
    ),
    (
        "peintre en batiment 20 ans d'experience cdi ou interim",
        {"work": "F1606", "years": "20 ans", "wishes": "CDI ou intérim"},
    ),
    ("je me deplace partout en france", {"reach": "partout"}),
    ("jcherche chauffeur livreur permis b", {"work": "N4105", "licences": "permis B"}),
    ("conducteur de bus permis d", {"work": "N4103", "licences": "permis D"}),
    ("agent de securité ssiap 1 et sst", {"work": "K2503", "licences": "SSIAP 1, SST"}),
    ("couvreur, habilitation electrique", {"work": "F1619", "licences": "habilitation électrique"}),
    (
        "femme de menage, j'ai une voiture, temps partiel",
        {"work": "K1304", "modes": "en voiture", "wishes": "temps partiel"},
    ),
    ("je n'ai ni permis ni voiture", {"licences": "pas de permis", "modes": "sans voiture"}),
    ("on m'a retiré le permis", {"licences": "pas de permis"}),
    ("je passe mon permis en janvier", {"licences": "pas de permis"}),
    ("je suis a pied, pas plus de 30 minutes", {"modes": "à pied", "reach": "30 minutes"}),
    ("domerat, permis b, 15 km", {"commune": "Domérat", "licences": "permis B", "reach": "15 km"}),
    ("je fais 40 km par jour", {}),
    ("scooter, 15 km max", {"modes": "en scooter ou voiturette", "reach": "15 km"}),
    ("35h par semaine en journee", {"wishes": "temps plein, en journée, 35h par semaine"}),
    ("pas le mercredi ni le samedi", {"wishes": "pas le samedi, pas le mercredi"}),
    ("je m'appelle jean-claude martin", {"name": "Jean-Claude Martin"}),
    ("bonjour, mon nom est DUPONT Sylvie, j'habite Domérat", {"name": "Sylvie Dupont", "commune": "Domérat"}),
    ("c'est julie, je suis coiffeuse a montlucon", {"name": "Julie", "work": "D1202", "commune": "Montluçon"}),
    ("macon", {"work": "F1703"}),
    ("domerat", {"commune": "Domérat"}),
    ("permis b", {"licences": "permis B"}),
    ("en voiture", {"modes": "en voiture"}),
    (
        "Bonjour, je m'appelle Sandrine Petit, 48 ans, j'habite Vallon-en-Sully, temps partiel, j'ai le permis B et "
        "une voiture.",
        {
            "name": "Sandrine Petit",
            "commune": "Vallon-en-Sully",
            "licences": "permis B",
            "modes": "en voiture",
            "wishes": "temps partiel",
        },
    ),
    (
        "domicile: Saint-Victor. Métier: couvreur. Permis: oui. Voiture: oui.",
        {"commune": "Saint-Victor", "work": "F1619", "licences": "permis B", "modes": "en voiture"},
    ),
    (
        "je suis né a moulins et jhabite estivareilles",
        {"commune": "Estivareilles"},
    ),
    (
        "jhabite neris les bains mon mari memmene jusqua montlucon",
        {"commune": "Néris-les-Bains", "modes": "quelqu'un vous emmène"},
    ),
    (
        "slt c kevin g pa le permi mais g un scoot",
        {"name": "Kevin", "licences": "pas de permis", "modes": "en scooter ou voiturette"},
    ),
    ("Le permis c'est bon mais la voiture est en panne", {"licences": "permis B", "modes": "sans voiture"}),
    ("j'ai mon caces 1 3 5 mais plus a jour, permis b ok", {"licences": "permis B, pas de CACES 1A, 3 ni 5"}),
    (
        "je peux me deplacer a 30km autour de commentry, j'ai ma voiture",
        {"commune": "Commentry", "reach": "30 km", "modes": "en voiture"},
    ),
    ("je suis dispo apres le 15 janvier car je suis en formation", {"start": "à partir du 16 janvier"}),
    ("chui dispo la semaine prochaine", {"start": "du 30 novembre au 6 décembre"}),
    ("du lundi au vendredi en journée uniquement", {"wishes": "du lundi au vendredi, en journée"}),
    (
        "cariste caces 1.3.5 r489, domérat, nuit ok, dispo de suite, CDI/interim",
        {
            "commune": "Domérat",
            "work": "N1101",
            "licences": "CACES 1A, 3 et 5",
            "start": "dès maintenant",
            "wishes": "CDI ou intérim, la nuit",
        },
    ),
    (
        "jhabite marcillat en combraille a 25km de montlucon jai une voiture jpeux faire 40 min",
        {"commune": "Marcillat-en-Combraille", "modes": "en voiture", "reach": "40 minutes"},
    ),
    # Doubtful, or not about the person: nothing is filled.
    ("pourquoi vous m'écrivez ?", {}),
    ("va te faire voir", {}),
    ("bonjour", {}),
    ("merci beaucoup", {}),
    ("0639980012", {}),
    ("", {}),
    ("🙂", {}),
    ("je cherche du travail", {}),
    ("je cherche n'importe quoi", {}),
    ("je sais pas trop", {}),
    ("j'ai 52 ans", {}),
    ("au chomage depuis 2 ans", {}),
    ("rappelez moi demain", {}),
    ("mon rendez vous est mardi a 14h", {}),
    ("il y a 5 ans j'ai demenage", {}),
    ("je suis motivé et sérieux", {}),
    ("ok merci a bientot", {}),
    ("ma fille est malade je peux pas venir", {}),
    ("je fais quoi maintenant", {}),
    ("jsuis en arret maladie jusqu'au 10", {}),
    ("je veux changer d'adresse", {}),
    ("alternance en pâtisserie", {"work": "D1104", "wishes": "alternance"}),
    ("je cherche un mi-temps en caisse", {"work": "D1505", "wishes": "temps partiel"}),
    ("dispo week end et nuit agent de securité", {"work": "K2503", "wishes": "la nuit, le week-end"}),
    ("je suis maçon depuis 20 ans", {"work": "F1703", "years": "20 ans"}),
    ("cariste 52 ans", {"work": "N1101"}),
    ("je cherche un poste de cariste depuis 3 ans", {"work": "N1101"}),
    ("je commence une formation lundi", {}),
    ("je cherche du travail depuis janvier", {}),
    ("pas dispo lundi", {}),
    ("mon fils cherche du travail il est plombier", {}),
    ("je cherche un stage pour ma fille", {}),
]


@pytest.mark.parametrize(("text", "slots"), SENTENCES)
def test_a_sentence_fills_the_slots_it_states_and_no_other(text: str, slots: dict[str, str]) -> None:
    assert said_back(understood(text)) == slots


def test_each_slot_keeps_the_words_that_said_it() -> None:
    slots = understood("bonjour jhabite domerat jcherche cariste jai le permi et le caces 3 dispo de suite")
    assert slots.words == {
        "licences": "permi et le caces 3",
        "start": "de suite",
        "commune": "domerat",
        "work": "cariste",
    }


def test_the_command_writes_only_filled_slots() -> None:
    assert as_json(understood("permis b, huriel")) == {
        "licences": {"value": {"held": ("permis-B",), "denied": ()}, "words": "permis b"},
        "commune": {"value": {"code": "03128", "label": "Huriel"}, "words": "huriel"},
    }
