"""The words of time in French, as they are spelt and as they are texted. Everything here is unaccented lower case."""

from backend.reference.calendar_names import PLAIN_MONTHS, WEEKDAYS
from bot.understanding.when.values import Feast, Month, Number, Part, Unit, Value, Weekday

FUZZY = frozenset(
    {*WEEKDAYS, *PLAIN_MONTHS, "demain", "prochain", "prochaine", "semaine", "aujourdhui", "apresmidi"}
    - {"mai", "mars", "juin"}
)

_UNITS = {
    "second": "seconde secondes sec secs", "minute": "minute minutes min mins mn mns", "day": "jour jours j jr jrs",
    "week": "semaine semaines sem sems smn semain semene", "month": "mois", "year": "an ans annee annees anne",
    "quarter": "trimestre trimestres", "semester": "semestre semestres", "decade": "decennie decennies",
    "century": "siecle siecles", "weekend": "weekend",
}  # fmt: skip
_UNITS_OF_HOURS = "heure heures heur h hrs hr heurs eure eures"

PARTS = {
    "matin": Part(8, 12), "matinee": Part(8, 12), "apresmidi": Part(12, 19), "soir": Part(18, 24),
    "soiree": Part(18, 24), "nuit": Part(20, 30), "dejeuner": Part(12, 14), "dej": Part(12, 14),
}  # fmt: skip
EDGES = {
    ("debut", "matin"): Part(7, 9), ("milieu", "matin"): Part(9, 11), ("fin", "matin"): Part(10, 12),
    ("debut", "apresmidi"): Part(12, 14), ("milieu", "apresmidi"): Part(14, 17), ("fin", "apresmidi"): Part(17, 19),
    ("debut", "journee"): Part(6, 10), ("milieu", "journee"): Part(11, 16), ("fin", "journee"): Part(17, 21),
    ("debut", "soir"): Part(18, 21), ("milieu", "soir"): Part(19, 22), ("fin", "soir"): Part(21, 24),
}  # fmt: skip

_NUMBERS = (
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
)  # fmt: skip
UNITS_OF_TEN = {word: value for value, word in enumerate(_NUMBERS)} | {"une": 1}
TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "nonante": 90,
}  # fmt: skip
_ORDINALS = (
    "", "premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme", "neuvieme",
    "dixieme", "onzieme", "douzieme", "treizieme", "quatorzieme", "quinzieme",
)  # fmt: skip
ROUND_NUMBERS = {"huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30}

# the feast (see feasts.py): how it is said
_FEASTS = {
    "noel": "noel; jour de noel",
    "reveillon de noel": "veille de noel; reveillon de noel",
    "nouvel an": "nouvel an; jour de l an; jour de an; le premier de l an",
    "saint sylvestre": (
        "saint sylvestre; st sylvestre; reveillon du nouvel an; veille du nouvel an; veille du jour de l an; "
        "reveillon de saint sylvestre"
    ),
    "epiphanie": "epiphanie; jour des rois",
    "chandeleur": "chandeleur",
    "saint valentin": "saint valentin; st valentin",
    "saint patrick": "saint patrick; st patrick",
    "mardi gras": "mardi gras",
    "cendres": "mercredi des cendres",
    "rameaux": "rameaux",
    "jeudi saint": "jeudi saint",
    "vendredi saint": "vendredi saint",
    "paques": "paques; paque; dimanche de paques",
    "lundi de paques": "lundi de paques",
    "poisson d avril": "poisson d avril",
    "fete du travail": "fete du travail; fete du muguet",
    "8 mai": "victoire 1945",
    "ascension": "ascension",
    "pentecote": "pentecote; dimanche de pentecote",
    "lundi de pentecote": "lundi de pentecote",
    "fete des meres": "fete des meres",
    "fete des peres": "fete des peres",
    "fete de la musique": "fete de la musique",
    "saint jean": "saint jean; st jean",
    "fete nationale": "fete nationale",
    "independance": "jour de l independance",
    "assomption": "assomption",
    "halloween": "halloween",
    "toussaint": "toussaint; tousaint",
    "jour des morts": "jour des morts; fete des morts",
    "armistice": "armistice",
    "thanksgiving": "thanksgiving; action de grace; action de graces",
    "black friday": "black friday",
    "saint nicolas": "saint nicolas; st nicolas",
}  # fmt: skip
FEASTS = {
    said: Feast(name)
    for name, phrases in _FEASTS.items()
    for phrase in phrases.split("; ")
    for said in {phrase, phrase.replace("saint ", "saint - "), phrase.replace("st ", "st - ")}
}

# "mar", "mer", "sam"… are words of their own: weekdays only beside a number, a clock or a part of the day.
_SHORT_WEEKDAYS = {"lun": 0, "mar": 1, "mer": 2, "merc": 2, "jeu": 3, "ven": 4, "vend": 4, "sam": 5, "dim": 6}

LEXICON: dict[str, Value] = {
    **{word: Weekday(index) for index, word in enumerate(WEEKDAYS)},
    **{word: Weekday(index, "WA") for word, index in _SHORT_WEEKDAYS.items()},
    **{word: Month(index) for index, word in enumerate(PLAIN_MONTHS, 1)},
    **{word: Unit(unit) for unit, words in _UNITS.items() for word in words.split()},
    **{word: Unit("hour") for word in _UNITS_OF_HOURS.split()},
    **{word: Number(value, "O") for value, word in enumerate(_ORDINALS) if value},
    "second": Number(2, "O"),
    "quelques": Number(3),
    "plusieurs": Number(3),
    **{word: Number(value, "LR") for word, value in ROUND_NUMBERS.items()},
}
