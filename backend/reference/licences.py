"""Driving licences, CACES and the other cards and certificates that offers ask for and people hold: codes, names, words.

Codes are ours. Driving categories follow article R221-4 of the Code de la route; CACES families and categories follow the
CNAM recommendations R482 to R490, in force since 2020, and the older ones (R372, R386, R389…) are read as their successors.
`mentions` finds them in folded text, whether an offer or a person wrote it; who holds what is for the caller to say.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence. `short` is read back in a sentence; `gives` are the codes that come with it."""

    code: str
    label: str
    short: str
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A licence named in `text[start:end]`."""

    code: str
    start: int
    end: int


_DRIVING = (
    ("AM", "Permis AM (cyclomoteur, voiture sans permis)", ()),
    ("A", "Permis A (moto)", ("AM",)),
    ("B", "Permis B (voiture)", ("AM",)),
    ("BE", "Permis BE (voiture et remorque)", ("B", "AM")),
    ("C1", "Permis C1 (camion jusqu'à 7,5 t)", ("B", "AM")),
    ("C", "Permis C (poids lourd)", ("C1", "B", "AM")),
    ("CE", "Permis CE (super lourd)", ("C", "C1", "BE", "B", "AM")),
    ("D1", "Permis D1 (minibus)", ("B", "AM")),
    ("D", "Permis D (autocar, autobus)", ("D1", "B", "AM")),
    ("DE", "Permis DE (autocar et remorque)", ("D", "D1", "BE", "B", "AM")),
)
_FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "R482": ("engins de chantier", ("A", "B1", "B2", "B3", "C1", "C2", "C3", "D", "E", "F", "G")),
    "R483": ("grues mobiles", ("A", "B")),
    "R484": ("ponts roulants", ("1", "2")),
    "R485": ("gerbeurs", ("1", "2")),
    "R486": ("nacelles", ("A", "B", "C")),
    "R487": ("grues à tour", ("1", "2", "3")),
    "R489": ("chariots", ("1A", "1B", "2A", "2B", "3", "4", "5", "6", "7")),
    "R490": ("grue auxiliaire", ()),
}
_OTHERS = (
    Licence("fimo", "FIMO marchandises", "FIMO"),
    Licence("fimo-voyageurs", "FIMO voyageurs", "FIMO voyageurs"),
    Licence("fco", "FCO (formation continue du conducteur)", "FCO"),
    Licence("adr", "ADR (matières dangereuses)", "ADR"),
    Licence("carte-conducteur", "Carte conducteur (chronotachygraphe)", "carte conducteur"),
    Licence("capacite-transport", "Capacité de transport", "capacité de transport"),
    Licence("carte-taxi-vtc", "Carte taxi ou VTC", "carte taxi ou VTC"),
    Licence("habilitation-electrique", "Habilitation électrique", "habilitation électrique"),
    Licence("ssiap-1", "SSIAP 1 (agent de sécurité incendie)", "SSIAP 1"),
    Licence("ssiap-2", "SSIAP 2 (chef d'équipe)", "SSIAP 2", ("ssiap-1",)),
    Licence("ssiap-3", "SSIAP 3 (chef de service)", "SSIAP 3", ("ssiap-2", "ssiap-1")),
    Licence("carte-pro-securite", "Carte professionnelle d'agent de sécurité", "carte professionnelle de sécurité"),
    Licence("hauteur", "Travail en hauteur", "travail en hauteur"),
    Licence("echafaudage", "Montage d'échafaudage", "échafaudage"),
    Licence("sst", "SST (sauveteur secouriste du travail)", "SST"),
    Licence("psc1", "PSC1 (premiers secours)", "premiers secours"),
    Licence("afgsu", "AFGSU (gestes et soins d'urgence)", "AFGSU"),
    Licence("bafa", "BAFA", "BAFA"),
    Licence("bafd", "BAFD", "BAFD", ("bafa",)),
    Licence("bpjeps", "BPJEPS", "BPJEPS"),
    Licence("bnssa", "BNSSA (surveillance de baignade)", "BNSSA"),
    Licence("haccp", "Hygiène alimentaire (HACCP)", "hygiène alimentaire"),
    Licence("certiphyto", "Certiphyto", "Certiphyto"),
    Licence("aipr", "AIPR (travaux près des réseaux)", "AIPR"),
    Licence("amiante", "Amiante (sous-section 3 ou 4)", "amiante"),
    Licence("licence-soudure", "Licence de soudage", "licence de soudage"),
    Licence("fluides", "Attestation fluides frigorigènes", "fluides frigorigènes"),
    Licence("deas", "Diplôme d'aide-soignant", "diplôme d'aide-soignant"),
    Licence("deaes", "Diplôme d'accompagnant éducatif et social", "diplôme d'accompagnant"),
    Licence("cap-petite-enfance", "CAP petite enfance", "CAP petite enfance"),
)


def _every_licence() -> Iterator[Licence]:
    for letter, label, gives in _DRIVING:
        yield Licence(f"permis-{letter}", label, f"permis {letter}", tuple(f"permis-{other}" for other in gives))
    yield Licence("caces", "CACES (catégorie à préciser)", "CACES")
    for family, (machines, categories) in _FAMILIES.items():
        yield Licence(f"caces-{family}", f"CACES {family} {machines}", f"CACES {machines}", ("caces",))
        for category in categories:
            short = f"CACES {category}" if family == "R489" else f"CACES {machines} {category}"
            yield Licence(f"caces-{family}-{category}", f"CACES {family} {machines}, catégorie {category}", short, (f"caces-{family}", "caces"))
    yield from _OTHERS


LICENCES: dict[str, Licence] = {licence.code: licence for licence in _every_licence()}
_ORDER = {code: rank for rank, code in enumerate(LICENCES)}


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Known codes once each, in the order of the table; unknown ones last."""
    return tuple(sorted(set(codes), key=lambda code: (_ORDER.get(code, len(_ORDER)), code)))


def with_included(codes: Iterable[str]) -> frozenset[str]:
    """The codes and those that come with them: a permis CE drives what a permis B drives."""
    held = set(codes)
    return frozenset(held.union(*(LICENCES[code].gives for code in held if code in LICENCES)))


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
# All patterns read folded text: ASCII lower case, single spaces, digits glued to letters or not ("r489", "r 489").

_LETTER = r"(?:am|a ?1|a ?2|a|b ?e|b ?96|b|c ?1 ?e|c ?1|c ?e|e ?c|c|d ?1 ?e|d ?1|d ?e(?= permis|$)|d)"
_LETTERS = re.compile(rf"(?<!\S)permis (?:de conduire |categorie |cat |type )?({_LETTER}(?: (?:(?:et|ou|plus|le|la|,|/|\+|permis) )*{_LETTER})*)(?!\S)")
_ONE_LETTER = re.compile(rf"(?<!\S){_LETTER}(?!\S)")
_READ_AS = {"a1": "A", "a2": "A", "b96": "BE", "c1e": "CE", "ec": "CE", "d1e": "DE"}
_NOT_A_LICENCE = re.compile(r"(?:voiture|voiturette|auto|vehicule)s? sans permis|permis (?:de (?!conduire)\w+|a points|blanc)|permis (?:b )?vsl")

_NAMED: tuple[tuple[str, str], ...] = (
    ("permis-CE", r"permis (?:super lourds?|spl|semi)|(?:j ai|titulaire d?u?|possede) (?:le|mon) (?:super lourds?|spl)"),
    ("permis-C", r"permis (?:poids? lourds?|pl|camion)|(?:j ai|titulaire d?u?|possede) (?:le|mon) (?:poids? lourds?|pl)"),
    ("permis-D", r"permis (?:transport(?: en commun)?|bus|autobus|car|autocar|tc)"),
    ("permis-BE", r"permis (?:remorque|caravane)"),
    ("permis-A", r"permis (?:moto|motocyclette)"),
    ("permis-AM", r"b ?s ?r|permis (?:scooter|mobylette|cyclo|cyclomoteur|voiturette)|brevet de securite routiere"),
    ("permis-B", r"permis (?:voiture|vl|auto|vehicule leger)|(?:j ai|possede|titulaire du) (?:le |mon )?b(?= |$)(?! ?t ?s)"),
    ("caces-R489", r"permis (?:cariste|chariots?|elevateur|fenwick)"),
    ("caces-R486", r"permis nacelles?"),
    ("fimo-voyageurs", r"f ?i ?m ?o (?:voyageurs?|transport de voyageurs?)"),
    ("fimo", r"f ?i ?m ?o(?: marchandises?)?"),
    ("fco", r"f ?c ?o ?s?(?: (?:marchandises?|voyageurs?))?"),
    ("adr", r"a ?d ?r(?: citerne| de base)?|matieres dangereuses"),
    ("carte-conducteur", r"carte (?:de )?(?:conducteur|chrono\w*)"),
    ("capacite-transport", r"capacite (?:de )?transports?(?: \w+)?|attestation de capacite (?:de )?transports?"),
    ("carte-taxi-vtc", r"carte (?:pro(?:fessionnelle)? )?(?:de )?(?:taxi|vtc)"),
    ("habilitation-electrique", r"habilit\w*(?: en)? (?:elec\w*)(?: [bh] ?[0-2rsc] ?v?)*|(?:h ?0 ?v? b ?0|b ?0 ?v? h ?0 ?v?|b ?[12] ?v|b ?2 ?t|h ?0 ?v)|habilitation [bh] ?[012rsc]"),
    ("ssiap-3", r"ssiap ?3"),
    ("ssiap-2", r"ssiap ?2"),
    ("ssiap-1", r"(?:ssiap|siap|sciap)(?: ?1)?"),
    ("carte-pro-securite", r"carte (?:pro(?:fessionnelle)?|cnaps)(?: (?:d |de )?(?:agent )?(?:de )?securite)?|cqp aps|titre aps"),
    ("hauteur", r"(?:travail|travaux|habilitation|formation|travailler)(?: en)? hauteur|port du harnais"),
    ("echafaudage", r"(?:montage d |habilitation |formation |monter des )echafaudages?|r ?408"),
    ("sst", r"s ?s ?t|(?:sauveteur )?secouriste(?: du travail| au travail)?|sauveteurs? secouristes?(?: du travail)?|secourisme du travail"),
    ("psc1", r"p ?s ?c ?1|afps|brevet de secourisme|secourisme|(?:les |aux )?premiers secours|gestes qui sauvent"),
    ("afgsu", r"afgsu(?: ?[12])?|gestes et soins d urgence"),
    ("bafa", r"bafa"),
    ("bafd", r"bafd"),
    ("bpjeps", r"bp ?jeps"),
    ("bnssa", r"bnssa"),
    ("haccp", r"h ?a ?c ?c ?p|hygiene alimentaire"),
    ("certiphyto", r"certi ?phyto\w*"),
    ("aipr", r"aipr"),
    ("amiante", r"(?:habilitation |formation )?amiante|ss ?[34](?= |$)"),
    ("licence-soudure", r"licences? (?:de )?(?:soud\w+)|habilitation soud\w+"),
    ("fluides", r"fluides? frigo\w*|habilitation frigo\w*"),
    ("deas", r"deas|diplome (?:d etat )?(?:d |de )?aide soignante?"),
    ("deaes", r"deaes|deavs|diplome (?:d )?(?:auxiliaire de vie|aes|amp|avs)"),
    ("cap-petite-enfance", r"cap (?:accompagnant educatif )?petite enfance|cap aepe"),
    ("permis-B", r"permis(?: de conduire)?"),
)  # fmt: skip
_NAMED_COMPILED = tuple((code, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")) for code, pattern in _NAMED)

_CACES = re.compile(r"(?<!\S)(?:caces|cace|cacess|kaces|kases|cacse|caceces)(?!\S)|(?<!\S)(?:cases?|casses?)(?= \d)|(?<!\S)r ?(?:48[2-79]|490|37[27]|38[3-69]|390)(?!\S)")
_CACES_NEXT = re.compile(
    r" (?:(?P<family>(?:r ?)?(?:48[2-79]|490|37[27]|38[3-69]|390) ?m?)(?!\S)|(?P<machine>__MACHINES__)(?!\S)"
    r"|(?P<category>[12] ?[ab](?!\S)|3 ?b(?!\S)|(?:10|[1-9])(?!\S| (?:ans?|annees?|mois|min|km|h|heures?|jours?|euros?)\b)|[abc] ?[123](?!\S)|[a-g](?!\S| jour\b))"
    r"|(?:et|ou|le|les|la|cat|categories?|categorie|numero|en|plus|caces|avec|des?|du|pour|a jour|/|\+|,|&)(?!\S))"
    .replace("__MACHINES__", r"nacelles?|pemp|chariots?(?: elevateurs?)?|cariste|fenwick|elevateurs?|engins?(?: de (?:chantier|tp))?|"
             r"(?:mini )?pelles?|pelleteuses?|tractopelle|chargeuse|tp|grues? mobiles?|ponts? roulants?|pontier|gerbeurs?|grues? a tour|"
             r"grues? auxiliaires?|telescopiques?")
)  # fmt: skip
_OLDER = {"389": "489", "372": "482", "386": "486", "377": "487", "383": "483", "390": "490", "385": "485", "384": "484"}
_MACHINES = (
    ("R486", r"nacelle|pemp"), ("R489", r"chariot|cariste|fenwick|elevateur"), ("R482", r"engin|pelle|tracto|chargeuse|tp|telesco"),
    ("R483", r"grues? mobile"), ("R484", r"pont"), ("R485", r"gerbeur"), ("R487", r"grues? a tour"), ("R490", r"grues? aux"),
)  # fmt: skip
# A number said alone is the category of R389, known by everybody (1 to 6), or of R372 (8 to 10).
_CHARIOTS = {"1": "1A", "2": "2A", "3": "3", "4": "4", "5": "5", "6": "6", "7": "7"}
_ENGINES = {"1": "A", "2": "B1", "3": "C2", "4": "C1", "5": "C3", "6": "C3", "7": "D", "8": "E", "9": "F", "10": "G", "B": "B1", "C": "C1"}


def mentions(folded: str) -> list[Mention]:
    """Licences named in folded text, in the order of the text, never overlapping."""
    taken = _blank(folded, _NOT_A_LICENCE)
    found: list[Mention] = []
    for finder in (_caces, _driving, _named):
        fresh = list(finder(taken))
        for mention in fresh:
            taken = taken[: mention.start] + "_" * (mention.end - mention.start) + taken[mention.end :]
        found += fresh
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _blank(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda found: "_" * len(found.group()), text)


def driving_letters(folded: str) -> list[Mention]:
    """Every stretch that reads as a driving category ("le b et le c"); only sensible where nothing else was asked."""
    return [Mention(_driving_code(one.group()), *one.span()) for one in _ONE_LETTER.finditer(folded)]


def _driving_code(said: str) -> str:
    letters = said.replace(" ", "")
    return f"permis-{_READ_AS.get(letters, letters.upper())}"


def _driving(text: str) -> Iterator[Mention]:
    for found in _LETTERS.finditer(text):
        letters = [(one.group(), one.start(), one.end()) for one in _ONE_LETTER.finditer(text, found.start(1), found.end(1))]
        # "permis b a Montluçon": a lone "a" after another letter is the preposition unless "et" or "permis" leads to it.
        kept = [l for i, l in enumerate(letters) if i == 0 or l[0] != "a" or text[: l[1]].endswith((" et ", "le ", "permis ", "/ "))]
        start = found.start()
        for said, _, end in kept:
            yield Mention(_driving_code(said), start, end)
            start = end


def _named(text: str) -> Iterator[Mention]:
    for code, pattern in _NAMED_COMPILED:
        for found in pattern.finditer(text):
            yield Mention(code, found.start(), found.end())
        text = _blank(text, pattern)


def _caces(text: str) -> Iterator[Mention]:
    position = 0
    while head := _CACES.search(text, position):
        list_of_codes, position = _caces_list(text, head)
        start = head.start()
        for code, end in list_of_codes:
            yield Mention(code, start, end)
            start = end


def _caces_list(text: str, head: re.Match[str]) -> tuple[list[tuple[str, int]], int]:
    """The codes of one list "caces r489 1a 3 5 et nacelle a b", each with where it ends."""
    family = _family_of(head.group()) if head.group().startswith("r") else None
    codes: list[tuple[str, int]] = []
    bare_family: tuple[str, int] | None = (family, head.end()) if family else None
    position = head.end()
    while found := _CACES_NEXT.match(text, position):
        position = found.end()
        if found["family"] or found["machine"]:
            if bare_family:
                codes.append((f"caces-{bare_family[0]}", bare_family[1]))
            family = _family_of(found["family"]) if found["family"] else _machine_of(found["machine"])
            codes, bare_family = _said_before(codes, family, position)
        elif found["category"] and (code := _category_code(family, found["category"])) and not _says_little(code, codes):
            codes.append((code, position))
            bare_family = None
    if bare_family:
        codes.append((f"caces-{bare_family[0]}", bare_family[1]))
    codes = [(code.partition("?")[0], end) for code, end in codes] or [("caces", head.end())]
    return codes, codes[-1][1]


def _says_little(code: str, codes: list[tuple[str, int]]) -> bool:
    """ "caces 3 a montlucon": a letter without a family behind a number is no category."""
    return bool(codes) and not codes[-1][0].startswith("caces?") and (code.startswith("caces?") or code.count("-") == 1)


def _said_before(codes: list[tuple[str, int]], family: str, end: int) -> tuple[list[tuple[str, int]], tuple[str, int] | None]:
    """ "caces b nacelle": the machine named behind a bare letter tells its family."""
    if codes and codes[-1][0].startswith("caces?"):
        return [(_category_code(family, code.removeprefix("caces?")) if code.startswith("caces?") else code, at) for code, at in codes], None
    return codes, (family, end)


def _family_of(said: str) -> str:
    number = re.sub(r"\D", "", said)
    return f"R{_OLDER.get(number, number)}"


def _machine_of(said: str) -> str:
    return next(family for family, pattern in _MACHINES if re.match(pattern, said.removeprefix("mini ")))


def _category_code(family: str | None, said: str) -> str:
    category = said.replace(" ", "").upper()
    if family is None:
        return _without_family(category)
    known = _FAMILIES[family][1]
    read_as = {"R489": _CHARIOTS, "R482": _ENGINES}.get(family, {}).get(category, category)
    if read_as not in known:  # R386 said "1B" or "3A": only the letter is left in R486
        read_as = next((part for part in (category[-1:], category[:1]) if part in known), "")
    return f"caces-{family}-{read_as}" if read_as else f"caces-{family}"


def _without_family(category: str) -> str:
    if category in _CHARIOTS or category in _FAMILIES["R489"][1]:
        return f"caces-R489-{_CHARIOTS.get(category, category)}"
    if category in _ENGINES and category.isdigit():
        return f"caces-R482-{_ENGINES[category]}"
    return f"caces-R482-{category}" if category in _FAMILIES["R482"][1] and len(category) == 2 else f"caces?{category}"
