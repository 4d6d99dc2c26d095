"""Invented people who text: what is true of each, in ordinary words, and the habits they write by."""

from dataclasses import dataclass

from benchmarks.misspelling import Draw

FIRST = (
    "Léa", "Kevin", "Marie", "Mohamed", "Sylvie", "Jean-Pierre", "Nadia", "Thierry", "Fatima", "Lucas", "Chantal",
    "Abdel", "Océane", "Bruno", "Ana",
)  # fmt: skip
LAST = (
    "Martin", "Durand", "Petit", "Benali", "Moreau", "Da Silva", "Lefèvre", "Roux", "Diallo", "Garnier", "Faure",
    "Nguyen", "Blanc",
)  # fmt: skip
COMMUNES = (
    "Montluçon", "Domérat", "Commentry", "Désertines", "Néris-les-Bains", "Huriel", "Saint-Victor", "Vallon-en-Sully",
    "Prémilhat", "Quinssaines", "Cosne-d'Allier", "Doyet", "Villefranche-d'Allier", "Marcillat-en-Combraille",
)  # fmt: skip
TRADES = (
    "cariste", "maçon", "ménage", "aide à domicile", "serveuse", "plombier", "aide soignante", "coiffeuse", "soudeur",
    "préparateur de commandes", "chauffeur poids lourd", "boulanger", "jardinier", "caissière", "électricien",
    "cuisinier", "secrétaire", "magasinier", "peintre en bâtiment", "agent de sécurité", "mécanicien auto", "couvreur",
)  # fmt: skip
YEARS = (
    "3 ans",
    "une dizaine d'années",
    "5",
    "2 ans et demi",
    "débutant",
    "0",
    "20 ans",
    "6 mois",
    "depuis 2019",
    "1 an",
)
LICENCES = ("permis b", "aucun", "pas de permis", "permis b et caces 3", "le b", "caces 1 et 3", "permis b et c", "non")
MODES = (
    "voiture",
    "en voiture",
    "à vélo",
    "à pied",
    "bus",
    "scooter",
    "ma femme m'emmène",
    "j'ai une voiture",
    "covoiturage",
)
REACHES = (
    "30 minutes",
    "20 km",
    "30 min",
    "une demi heure",
    "45 minutes max",
    "1h",
    "15 km",
    "partout",
    "10 kms autour",
)
STARTS = (
    "de suite",
    "tout de suite",
    "lundi prochain",
    "dans 15 jours",
    "début janvier",
    "maintenant",
    "le 7 décembre",
    "quand vous voulez",
)

# Each habit changes what a person sends; the share of people who have it.
HABITS: dict[str, float] = {
    "terse": 0.35, "chatty": 0.25, "misspelling": 0.5, "several at once": 0.25, "wrong order": 0.12, "silent": 0.15,
    "off topic": 0.15, "changes mind": 0.1, "polite": 0.2, "asks why": 0.1, "skips": 0.08, "no accents": 0.6,
}  # fmt: skip
CHATTY: dict[str, tuple[str, ...]] = {
    "name": ("moi c'est {}", "je m'appelle {}", "{} et vous ?", "bonjour je suis {}"),
    "commune": ("j'habite {}", "je suis sur {}", "à {} dans l'allier"),
    "work": ("je cherche un poste de {}", "plutôt {} si possible", "du travail comme {}", "n'importe mais surtout {}"),
    "years": ("ça fait {}", "environ {}", "à peu près {}"),
    "licences": ("j'ai {}", "alors moi {}"),
    "modes": ("je viens {}", "{} pour le moment", "le plus souvent {}"),
    "reach": ("je peux faire {}", "pas plus de {}", "jusqu'à {}"),
    "start": ("je peux commencer {}", "dispo {}", "{} si vous voulez"),
}
OFF_TOPIC = (
    "vous êtes ouverts samedi ?",
    "il fait froid aujourd'hui",
    "je regarde la télé",
    "mon fils est malade",
    "lol",
)


@dataclass(frozen=True)
class Person:
    """What is true of someone: question's key → what they would say to it."""

    says: dict[str, str]
    habits: tuple[str, ...]


def make_person(draw: Draw) -> Person:
    first, last = draw.choice(FIRST), draw.choice(LAST)
    says = {
        "agreement": draw.choice(("oui", "ok", "oui je veux bien", "d'accord", "OUI")),
        "name": f"{first} {last}", "commune": draw.choice(COMMUNES), "work": draw.choice(TRADES),
        "years": draw.choice(YEARS), "licences": draw.choice(LICENCES), "modes": draw.choice(MODES),
        "reach": draw.choice(REACHES), "start": draw.choice(STARTS), "confirm": draw.choice(("oui", "c'est ça", "ok")),
        "precise": "1", "change": "2",
    }  # fmt: skip
    return Person(says, tuple(habit for habit, share in HABITS.items() if draw.random() < share))
