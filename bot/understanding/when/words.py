"""The words of time in French, as they are spelt and as they are texted. Everything here is unaccented lower case."""

from bot.understanding.when.values import Feast, Month, Number, Part, Unit, Value, Weekday

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
FUZZY = frozenset(
    {*WEEKDAYS, *MONTHS, "demain", "prochain", "prochaine", "semaine", "aujourdhui", "apresmidi"}
    - {"mai", "mars", "juin"}
)

# canonical word(s): how it is texted
_SPELLINGS = {
    "demain": "2m1 2main dem1 demin dmain dm1 deman demaim demains dmin 2mn2 2m",
    "apresdemain": "apresdemain apredem1 apredemain apres2m1 apre2m1 apreedemain apdemain aprdemain",
    "aujourdhui": "auj aujd ajd ojd aujrd aujourd aujourdui ojourdui ojourdhui aujourdhuit ajrd aujourduit jourdhui",
    "hier": "yer ier hyer",
    "maintenant": "mtn mnt mtnt maintenan maintenent mintenan mtnan",
    "apres": "apre aprs apr aprè apret",
    "avant": "avan avt avent",
    "partir": "parti parti partire",
    "apartir": "aparti apartire",
    "jusque": "jusqu jusk jusq jusqe jusca juska",
    "dans": "ds dan dns ",
    "pendant": "pdt pdant pendan pendent",
    "pour": "pr",
    "entre": "entr ent",
    "vers": "ver vert",
    "que": "ke qe kon qu k",
    "quand": "kan kand qd",
    "pas": "pa",
    "plus": "+",
    "debut": "debu dbut",
    "milieu": "millieu milieux",
    "fin": "fins",
    "matin": "mat matins mattin mat1 matain",
    "matinee": "matine matiner matinees",
    "apresmidi": "aprem aprems apm aprm apremidi apresmidis aprmidi apresm aprmd laprem lapremidi lapresmidi lapresm",
    "soir": "soire swar soar soirs",
    "soiree": "soirees soirer",
    "nuit": "nuits nui",
    "midi": "mid midis",
    "journee": "journees journe journer",
    "weekend": "we wk wkd weekends week-end wend ouikend",
    "prochain": "pro proch prochin prochains prochaine prochaines prochainne prochene prch prochainement",
    "suivant": "suivante suivants suivantes",
    "dernier": "derniere derniers dernieres dernie",
    "passe": "passee passes passees",
    "precedent": "precedente precedents precedentes",
    "cette": "cete cettes",
    "possible": "possib posible possibl poss",
    "tot": "to taux",
    "deux": "deu",
    "quinze": "kinze",
    "quatre": "katre",
    "demi": "demie demis",
    "quart": "kart quarts",
    "noel": "noels",
    "ete": "etes",
    "premier": "premiere premiers premieres 1ere 1ier",
}  # fmt: skip
SPELLING = {variant: word for word, variants in _SPELLINGS.items() for variant in variants.split()}
SPELLING |= {
    variant: name
    for name, variants in {
        "lundi": "lundis lindi ludi lundit l1di lun10", "mardi": "mardis mardit mar10 mrdi",
        "mercredi": "mercredis mercedi mecredi mercrdi mercre mercr merkredi mercredit", "jeudi": "jeudis jeudit jedi jeud jeu10 geudi",
        "vendredi": "vendredis vendr vendre vendrdi vandredi vendrdi ven10 vendredit", "samedi": "samedis samdi sam10 samedit",
        "dimanche": "dimanches dimanch diman dimenche", "janvier": "janv jan janvie janvié", "fevrier": "fev fevr fevrie feb",
        "avril": "avr avri avrile", "juin": "jun juins", "juillet": "juil juill juilet jui juilliet", "aout": "aou out aouts",
        "septembre": "septbre sep septenbre", "octobre": "oct octbre octobr", "novembre": "nov novbre novenbre novanbre",
        "decembre": "dec decbre decenbre decembr desembre",
    }.items()
    for variant in variants.split()
}  # fmt: skip

# Several words that make one; the right side is what the grammar knows.
PHRASES = {
    "aujourdhui hui": "aujourdhui", "aujourdhui": "aujourdhui", "au jour d hui": "aujourdhui", "au aujourdhui": "aujourdhui", "ce jour": "aujourdhui", "en ce moment": "aujourdhui",
    "week end": "weekend", "week - end": "weekend",
    "apres midi": "apresmidi", "d apres midi": "apresmidi", "d apres - midi": "apresmidi", "d apres m": "apresmidi", "apres - midi": "apresmidi", "apres m": "apresmidi", "apresdemain": "apresdemain",
    "apres - demain": "apresdemain", "avant hier": "avanthier", "avant - hier": "avanthier",
    "p . m": "pm", "a . m": "am", "y a": "ilya", "il y a": "ilya", "il ya": "ilya", "ya": "ilya", "voila": "ilya", "il y avait": "ilya",
    "a partir": "apartir", "a compter": "apartir", "a dater": "apartir", "des": "des", "d ici": "dici", "dici": "dici",
    "jusque a": "jusque", "jusque au": "jusque", "jusque en": "jusque", "jusque aux": "jusque",
    "de suite": "immediat", "tout de suite": "immediat", "maintenant": "immediat", "des maintenant": "immediat", "asap": "immediat",
    "immediatement": "immediat", "immediat": "immediat", "immediate": "immediat", "sur le champ": "immediat", "a l instant": "immediat",
    "des que possible": "immediat", "des possible": "immediat", "le plus vite possible": "immediat", "au plus vite": "immediat",
    "le plus tot possible": "immediat", "le plus rapidement possible": "immediat", "aussitot que possible": "immediat",
    "des aujourdhui": "immediat", "plus vite possible": "immediat", "plus tot possible": "immediat", "a tout moment": "immediat",
    "sans delai": "immediat", "rapidement": "immediat", "urgent": "immediat", "des a present": "immediat", "a present": "immediat",
    "au plus tot possible": "immediat", "vite possible": "immediat", "dans l immediat": "immediat", "a la minute": "immediat",
    "quelque": "quelques", "quel ques": "quelques", "qques": "quelques", "qq": "quelques", "qlq": "quelques",
    "au plus tard": "auplustard", "au plus tot": "auplustot", "plus tard que": "apres", "plus tot que": "avant",
    "aux alentours de": "vers", "aux environs de": "vers", "aux environ de": "vers", "autour de": "vers", "a environ": "vers",
    "plutot vers": "vers", "environ": "vers", "a peu pres": "vers", "vers les": "vers", "vers le": "vers le", "sur les": "vers",
    "au cours du": "pendant",
    "au cours de": "pendant",
    "au cours des": "pendant",
    "a venir": "prochain", "qui vient": "prochain", "qui arrive": "prochain", "qui suit": "suivant", "d apres": "suivant",
    "en cours": "actuel", "actuelle": "actuel", "d avant": "precedent", "qui vient de passer": "dernier",
    "trois quart": "troisquart", "3 quart": "troisquart", "par exemple": ",", "n importe quand": "",
}  # fmt: skip
PHRASES = {said: word for said, word in PHRASES.items() if word and said != word}

_UNITS = {
    "second": "seconde secondes sec secs", "minute": "minute minutes min mins mn mns", "day": "jour jours j jr jrs jour_",
    "week": "semaine semaines sem sems smn semain semene", "month": "mois moi_", "year": "an ans annee annees anne annees_",
    "quarter": "trimestre trimestres", "semester": "semestre semestres", "decade": "decennie decennies",
    "century": "siecle siecles", "weekend": "weekend",
}  # fmt: skip
_UNITS_OF_HOURS = "heure heures heur h hrs hr heurs eure eures"

PARTS = {
    "matin": Part(8, 12), "matinee": Part(8, 12), "apresmidi": Part(12, 19), "soir": Part(18, 24), "soiree": Part(18, 24),
    "nuit": Part(20, 30), "dejeuner": Part(12, 14), "dej": Part(12, 14), "diner": Part(18, 21),
}  # fmt: skip
EDGES = {
    ("debut", "matin"): Part(7, 9), ("milieu", "matin"): Part(9, 11), ("fin", "matin"): Part(10, 12),
    ("debut", "apresmidi"): Part(12, 14), ("milieu", "apresmidi"): Part(14, 17), ("fin", "apresmidi"): Part(17, 19),
    ("debut", "journee"): Part(6, 10), ("milieu", "journee"): Part(11, 16), ("fin", "journee"): Part(17, 21),
    ("debut", "soir"): Part(18, 21), ("milieu", "soir"): Part(19, 22), ("fin", "soir"): Part(21, 24),
}  # fmt: skip

_NUMBERS = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dixsept dixhuit dixneuf"
).split()
UNITS_OF_TEN = {word: value for value, word in enumerate(_NUMBERS)} | {"une": 1}
TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "nonante": 90,
}
_ORDINALS = (
    "_ premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme treizieme "
    "quatorzieme quinzieme"
).split()
ROUND_NUMBERS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30}

_FEASTS = {
    "noel": "noel", "jour de noel": "noel", "veille de noel": "reveillon de noel", "reveillon de noel": "reveillon de noel",
    "nouvel an": "nouvel an", "jour de l an": "nouvel an", "jour de an": "nouvel an", "le premier de l an": "nouvel an",
    "saint sylvestre": "saint sylvestre", "st sylvestre": "saint sylvestre", "reveillon du nouvel an": "saint sylvestre",
    "veille du nouvel an": "saint sylvestre", "veille du jour de l an": "saint sylvestre", "reveillon de saint sylvestre": "saint sylvestre",
    "epiphanie": "epiphanie", "jour des rois": "epiphanie", "chandeleur": "chandeleur",
    "saint valentin": "saint valentin", "st valentin": "saint valentin", "saint patrick": "saint patrick", "st patrick": "saint patrick",
    "mardi gras": "mardi gras", "mercredi des cendres": "cendres", "rameaux": "rameaux", "jeudi saint": "jeudi saint",
    "vendredi saint": "vendredi saint", "paques": "paques", "paque": "paques", "dimanche de paques": "paques",
    "lundi de paques": "lundi de paques", "poisson d avril": "poisson d avril",
    "fete du travail": "fete du travail", "fete du muguet": "fete du travail", "victoire 1945": "8 mai",
    "ascension": "ascension", "pentecote": "pentecote", "dimanche de pentecote": "pentecote", "lundi de pentecote": "lundi de pentecote",
    "fete des meres": "fete des meres", "fete des peres": "fete des peres", "fete de la musique": "fete de la musique",
    "saint jean": "saint jean", "st jean": "saint jean", "fete nationale": "fete nationale", "jour de l independance": "independance",
    "assomption": "assomption", "halloween": "halloween", "toussaint": "toussaint", "tousaint": "toussaint",
    "jour des morts": "jour des morts", "fete des morts": "jour des morts", "armistice": "armistice", "thanksgiving": "thanksgiving",
    "action de grace": "thanksgiving", "action de graces": "thanksgiving", "black friday": "black friday",
    "saint nicolas": "saint nicolas", "st nicolas": "saint nicolas",
}  # fmt: skip
FEASTS = {said: Feast(name) for said, name in _FEASTS.items()}

# "mar", "mer", "sam"… are words of their own: weekdays only beside a number, a clock or a part of the day.
_SHORT_WEEKDAYS = {"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "vend": 4, "sam": 5, "dim": 6}

LEXICON: dict[str, Value] = {
    **{word: Weekday(index) for index, word in enumerate(WEEKDAYS)},
    **{word: Weekday(index, "WA") for word, index in _SHORT_WEEKDAYS.items()},
    **{word: Month(index) for index, word in enumerate(MONTHS, 1)},
    **{word: Unit(unit) for unit, words in _UNITS.items() for word in words.split()},
    **{word: Unit("hour", "H") for word in _UNITS_OF_HOURS.split()},
    **{word: Number(value, "O") for value, word in enumerate(_ORDINALS) if value},
    "second": Number(2, "O"),
    "quelques": Number(3),
    "plusieurs": Number(3),
    **{word: Number(value, "LR") for word, value in ROUND_NUMBERS.items()},
}
