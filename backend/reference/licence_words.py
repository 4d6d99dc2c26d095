"""Licences named in folded text, whether an offer or a person wrote it; who holds what is for the caller to say.

Patterns read folded text: ASCII lower case, single spaces, digits glued to letters or not ("r489", "r 489"). The older
CACES families (R372, R386, R389…) are read as their successors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.reference.licences import FAMILIES


@dataclass(frozen=True, slots=True)
class Mention:
    """A licence named in `text[start:end]`."""

    code: str
    start: int
    end: int


_LETTER = r"(?:am|a ?1|a ?2|a|b ?e|b ?96|b|c ?1 ?e|c ?1|c ?e(?!st)|e ?c|c(?! est\b)|d ?1 ?e|d ?1|d ?e(?= permis|$)|d)"
_LETTERS = re.compile(
    rf"(?<!\S)permis (?:de conduire |categorie |cat |type )?({_LETTER}(?: (?:(?:et|ou|plus|le|la|,|/|\+|permis) "
    rf")*{_LETTER})*)(?!\S)"
)
_ONE_LETTER = re.compile(rf"(?<!\S){_LETTER}(?!\S)")
_READ_AS = {"a1": "A", "a2": "A", "b96": "BE", "c1e": "CE", "ec": "CE", "d1e": "DE"}
_NOT_A_LICENCE = re.compile(
    r"(?:voiture|voiturette|auto|vehicule)s? sans permis|permis (?:de (?!conduire)\w+|a points|blanc|tracteur|bateau|"
    r"cotier|fluvial|chasse|feu)|permis (?:b )?vsl"
)

_NAMED: tuple[tuple[str, str], ...] = (
    (
        "permis-CE",
        r"permis (?:super lourds?|spl|semi)|(?:j ai|titulaire d?u?|possede) (?:le|mon) (?:super lourds?|spl)",
    ),
    (
        "permis-C",
        r"permis (?:poi?ds? lour(?:ds?|t)?|pl|camion)|(?:j ai|titulaire d?u?|possede) (?:le|mon) (?:poids? lourds?|pl)",
    ),
    ("permis-D", r"permis (?:transport(?: en commun)?|bus|autobus|car|autocar|tc)"),
    ("permis-BE", r"permis (?:remorque|caravane)"),
    ("permis-A", r"permis (?:moto|motocyclette)|(?<=permis voiture et )moto"),
    ("permis-AM", r"b ?s ?r|permis (?:scooter|mobylette|cyclo|cyclomoteur|voiturette)|brevet de securite routiere"),
    (
        "permis-B",
        r"permis (?:voiture|vl|auto|vehicule leger)|(?:j ai|possede|titulaire du) (?:le |mon )?b(?= |$)(?! ?t ?s)",
    ),
    ("caces-R489", r"permis (?:cariste|chariots?|elevateur|fenwick)"),
    ("caces-R486", r"permis nacelles?"),
    ("fimo-voyageurs", r"f ?i ?m ?o (?:voyageurs?|transport de voyageurs?)"),
    ("fimo", r"f ?i ?m ?o(?: marchandises?)?"),
    ("fco", r"f ?c ?o ?s?(?: (?:marchandises?|voyageurs?))?"),
    ("adr", r"a ?d ?r(?: citerne| de base)?|matieres dangereuses"),
    ("carte-conducteur", r"carte (?:de )?(?:conducteur|chrono\w*)"),
    ("capacite-transport", r"capacite (?:de )?transports?(?: \w+)?|attestation de capacite (?:de )?transports?"),
    ("carte-taxi-vtc", r"carte (?:pro(?:fessionnelle)? )?(?:de )?(?:taxi|vtc)"),
    (
        "habilitation-electrique",
        r"habilit\w*(?: en)? (?:elec\w*)(?: [bh] ?[0-2rsc] ?v?)*|(?:h ?0 ?v? b ?0|b ?0 ?v? h ?0 ?v?|b ?[12] ?v|b "
        r"?2 ?t|h ?0 ?v)|habilitation [bh] ?[012rsc]",
    ),
    ("ssiap-3", r"ssiap ?3"),
    ("ssiap-2", r"ssiap ?2"),
    ("ssiap-1", r"(?:ssiap|siap|sciap)(?: ?1)?"),
    (
        "carte-pro-securite",
        r"carte (?:pro(?:fessionnelle)?|cnaps)(?: (?:d |de )?(?:agent )?(?:de )?securite)?|cqp aps|titre aps",
    ),
    ("hauteur", r"(?:travail|travaux|habilitation|formation|travailler)(?: en)? hauteur|port du harnais"),
    ("echafaudage", r"(?:montage d |habilitation |formation |monter des )echafaudages?|r ?408"),
    (
        "sst",
        r"s ?s ?t|(?:sauveteur )?secouriste(?: du travail| au travail)?|sauveteurs? secouristes?(?: du travail)?|"
        r"secourisme du travail",
    ),
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
)
_NAMED_COMPILED = tuple((code, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")) for code, pattern in _NAMED)

_CACES = re.compile(
    r"(?<!\S)(?:caces|cace|cacess|kaces|kases|cacse|caceces)(?!\S)|(?<!\S)(?:cases?|casses?)(?= \d)|(?<!\S)r "
    r"?(?:48[2-79]|490|37[27]|38[3-69]|390)(?!\S)"
)
_FAMILY = r"(?:r ?)?(?:48[2-79]|490|37[27]|38[3-69]|390) ?m?"
_MACHINES = (
    ("R486", r"nacelles?|pemp"),
    ("R489", r"chariots?(?: elevateurs?)?|cariste|fenwick|elevateurs?"),
    ("R482", r"engins?(?: de (?:chantier|tp))?|(?:mini )?pelles?|pelleteuses?|tractopelle|chargeuse|tp|telescopiques?"),
    ("R483", r"grues? mobiles?"),
    ("R484", r"ponts? roulants?|pontier"),
    ("R485", r"gerbeurs?"),
    ("R487", r"grues? a tour"),
    ("R490", r"grues? auxiliaires?"),
)
_COUNTED = r"(?:ans?|annees?|mois|min|km|h|heures?|jours?|euros?)\b"  # "caces 3 10 ans": ten is no category
_CATEGORY = rf"[12] ?[ab](?!\S)|3 ?b(?!\S)|(?:10|[1-9])(?!\S| {_COUNTED})|[abc] ?[123](?!\S)|[a-g](?!\S| jour\b)"
_LINKS = r"et|ou|le|les|la|cat|categories?|numero|n|en|plus|caces|avec|des?|du|pour|a jour|/|\+"
_CACES_NEXT = re.compile(
    rf" (?:(?P<family>{_FAMILY})(?!\S)|(?P<machine>{'|'.join(machine for _, machine in _MACHINES)})(?!\S)"
    rf"|(?P<category>{_CATEGORY})|(?:{_LINKS})(?!\S))"
)
_OLDER = {
    "389": "489",
    "372": "482",
    "386": "486",
    "377": "487",
    "383": "483",
    "390": "490",
    "385": "485",
    "384": "484",
}
# A number said alone is the category of R389, known by everybody (1 to 6), or of R372 (8 to 10).
_CHARIOTS = {"1": "1A", "2": "2A", "3": "3", "4": "4", "5": "5", "6": "6", "7": "7"}
_ENGINES = {
    "1": "A",
    "2": "B1",
    "3": "C2",
    "4": "C1",
    "5": "C3",
    "6": "C3",
    "7": "D",
    "8": "E",
    "9": "F",
    "10": "G",
    "B": "B1",
    "C": "C1",
}


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
        letters = _ONE_LETTER.finditer(text, found.start(1), found.end(1))
        # "permis b a Montluçon": behind another letter, "a" is a preposition unless "et" or "permis" leads to it.
        kept = [
            one for one in letters if one[0] != "a" or one.start() == found.start(1) or _is_led_to(text, one.start())
        ]
        start = found.start()
        for one in kept:
            yield Mention(_driving_code(one[0]), start, one.end())
            start = one.end()


def _is_led_to(text: str, position: int) -> bool:
    return text[:position].endswith((" et ", " le ", "permis ", "/ "))


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
    """The codes of one list "caces r489 1a 3 5 et nacelle a b", each with where it ends, and where the list ends."""
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
        elif (
            found["category"] and (code := _category_code(family, found["category"])) and not _says_little(code, codes)
        ):
            codes.append((code, position))
            bare_family = None
    if bare_family:
        codes.append((f"caces-{bare_family[0]}", bare_family[1]))
    codes = [(code.partition("?")[0], end) for code, end in codes] or [("caces", head.end())]
    return codes, position


def _says_little(code: str, codes: list[tuple[str, int]]) -> bool:
    """ "caces 3 a montlucon": a letter without a family behind a number is no category."""
    return bool(codes) and not codes[-1][0].startswith("caces?") and (code.startswith("caces?") or code.count("-") == 1)


def _said_before(
    codes: list[tuple[str, int]], family: str, end: int
) -> tuple[list[tuple[str, int]], tuple[str, int] | None]:
    """ "caces b nacelle": the machine named behind a bare letter tells its family."""
    if codes and codes[-1][0].startswith("caces?"):
        return [
            (_category_code(family, code.removeprefix("caces?")) if code.startswith("caces?") else code, at)
            for code, at in codes
        ], None
    return codes, (family, end)


def _family_of(said: str) -> str:
    number = re.sub(r"\D", "", said)
    return f"R{_OLDER.get(number, number)}"


def _machine_of(said: str) -> str:
    return next(family for family, pattern in _MACHINES if re.fullmatch(pattern, said))


def _category_code(family: str | None, said: str) -> str:
    category = said.replace(" ", "").upper()
    if family is None:
        return _without_family(category)
    known = FAMILIES[family][1]
    read_as = {"R489": _CHARIOTS, "R482": _ENGINES}.get(family, {}).get(category, category)
    if read_as not in known:  # R386 said "1B" or "3A": only the letter is left in R486
        read_as = next((part for part in (category[-1:], category[:1]) if part in known), "")
    return f"caces-{family}-{read_as}" if read_as else f"caces-{family}"


def _without_family(category: str) -> str:
    if category in _CHARIOTS or category in FAMILIES["R489"][1]:
        return f"caces-R489-{_CHARIOTS.get(category, category)}"
    if category in _ENGINES and category.isdigit():
        return f"caces-R482-{_ENGINES[category]}"
    return f"caces-R482-{category}" if category in FAMILIES["R482"][1] and len(category) == 2 else f"caces?{category}"
