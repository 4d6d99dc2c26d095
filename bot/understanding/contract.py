"""What someone accepts: contracts, part time, nights, week-ends, shifts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import REMEMBERED, Found, phrases_of, read

CONTRACTS = (
    "CDI",
    "CDD",
    "MIS",
    "SAI",
    "APP",
)  # the codes of France Travail's offers; APP: apprenticeship and the like
TOPICS = (
    "full_time", "part_time", "weekdays", "days", "mornings", "afternoons", "evenings", "nights", "saturdays",
    "sundays",
    "weekends",
    "wednesdays", "school_holidays", "public_holidays", "shifts", "split_shifts", "overtime", "travel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """Contracts and hours: codes of `CONTRACTS` and `TOPICS`, hours of a week. All contracts: the person takes any."""

    contracts: tuple[str, ...] = ()
    refused_contracts: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    weekly_hours: float | None = None


_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|ce|cet|cette|hier)"
_SAID: tuple[tuple[str, str], ...] = (
    (
        "CDI",
        r"cdi|duree indeterminee|contrats? (?:a )?duree indeterminee|embauche definitive|poste fixe|emploi "
        r"stable|contrat (?:fixe|stable)",
    ),
    ("CDD", r"cdds?|contrats? (?:a )?duree determinee|duree determinee|remplacements?|contrats? courts?"),
    ("MIS", r"interim|interimaires?|int|mission(?:s)?(?: d)?(?: interim)?|agence(?:s)? d interim|temporaire"),
    ("SAI", r"saisons?(?: d (?:ete|hiver))?|saisonniers?|saisonnieres?|contrats? saisonniers?|vendanges?"),
    (
        "APP",
        r"apprentissage|apprentie?|alternance|alternante?|contrats? pro(?:fessionnalisation)?|contrats? de "
        r"professionnalisation",
    ),
    (
        "part_time",
        r"(?:a )?mi temps|(?:a )?temps partiels?|temps (?:pas )?complet partiel|partiels?|quelques heures|"
        r"petits? contrats?|mitemps|(?:50|60|70|80) (?:%|pourcent|pour cent)",
    ),
    ("full_time", r"(?:a )?temps pleins?|(?:a )?plein temps|temps complet|tps plein|temp plein|temps plien"),
    (
        "shifts",
        r"[2345] ?(?:x|/) ?8|2 fois 8|3 fois 8|(?:travail |horaires? |en )?postee?s?|(?:en )?equipes? "
        r"(?:alternantes?|successives?|[235] x 8|d apres midi|du soir|du matin)|"
        r"(?:en |par )equipes?|horaires? (?:decales?|alternes?|de roulement|roulants?)|roulements?|vsd|(?:les "
        r")?[235] 8",
    ),
    ("split_shifts", r"coupures?|horaires? coupes?|en coupe"),
    ("school_holidays", r"(?:pendant |durant )?(?:les )?vacances(?: scolaires?)?"),
    ("public_holidays", r"jours? feries?|feries?"),
    ("weekends", r"(?:les |le |en )?week ends?|les we|fins? de semaine|samedis? (?:et|ni|ou) (?:le |les )?dimanches?"),
    ("saturdays", r"(?:les |le )?samedis?(?: (?:matin|apres midi))?"),
    ("sundays", r"(?:les |le )?dimanches?"),
    ("wednesdays", r"(?:les |le )?mercredis?"),
    ("nights", r"(?:la |de |les |en |travail de |equipe de )?nuits?"),
    ("mornings", r"(?:le |les |en |du )?mat(?:in(?:s|ees?)?)?|en matinee"),
    ("afternoons", r"(?:l |les |en )?(?:apres midi|aprem|aprm|aprems?|am)s?"),
    ("evenings", r"(?:le |les |en )?(?:soirs?|soirees?)"),
    ("weekdays", r"(?:du )?lundi au vendredi|en semaine"),
    (
        "days",
        r"(?:la |de |en |de la )?journees?|de jour|heures? de bureau|(?:le )?jour|(?:pendant |sur )?(?:les |l "
        r")?(?:heures? d |horaires? d )?ecole|horaires? (?:de journee|de bureau|fixes?|"
        r"normaux|reguliers?)",
    ),
    ("overtime", r"heures? supp?(?:lementaires?)?"),
    ("travel", r"(?:grands? |petits? )?deplacements?|decouch\w*"),
)
_SAID_COMPILED = tuple((code, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")) for code, pattern in _SAID)
_ANY = re.compile(
    r"\b(?:peu importe|n importe|n importe (?:lequel|quoi|quel)|indifferente?|(?:je prends|j accepte|je suis "
    r"ouverte? a) tout|tous? (?:types? de )?contrats?|tout me va|tout m interesse|"
    r"ca m est egal|tous|tout type|ce que vous avez|ce qu il y a|ouverte? a tout|tout|toutes|les 2|les 3|pas de "
    r"preference|aucune preference|flexible)\b"
)
_HOURS = re.compile(
    r"(?<!\S)(?:\d\d? (?:a |ou |/ )?)?(\d\d?(?:\.\d)?) (?:h|heure)(?: (\d\d))? (?:par |/ |de |la |hebdo\w*|"
    r"sem\w*)+(?:sem\w*)?"
)
_HOURS_ALONE = re.compile(
    r"(?:(?:environ|max|maximum|minimum|un|contrat|de|entre|plutot|pas plus|temps|partiel|plein|mi|cdi|cdd) "
    r")*(?:\d\d? (?:a |ou |/ |et )?)?(\d\d?(?:\.\d)?) (?:h|heure)(?: (?:max|maximum|minimum|environ))*"
)
_FULL_WEEK = 35.0

_REFUSED_BEFORE = re.compile(
    r"\b(?:pas|plus|ni|sauf|sans|jamais|hors|aucune?|evit\w+|non|refuse|refus|except\w+)(?: (?:de|d|le|la|les|l|en|"
    r"du|des|travail\w*|bosser|faire|disponible|dispo|possible|libre|pour|"
    r"trop|mes|horaires?|a|au|contrats?|et|un|une|que|pendant|vouloir|veux|pouvoir))*? ?$"
)
_REFUSED_BEHIND = re.compile(
    r"^ (?:(?:c est|ce n est|je|ne|n|moi|ca|mais) )*(?:non|pas possible|impossible|exclu|(?:peux|veux|travaille|suis|"
    r"bosse|fais) pas|pas|jamais)(?! (?:de|le|la|les|d|l|en) )\b"
)
_LISTED = re.compile(r" ?(?:(?:et|ou|ni|le|la|les|l|de|d|en|du|des|/|\+) ?)*")
_A_DATE_BEFORE = re.compile(
    rf"\b(?:{_WEEKDAY}|dispo|disponible|libre|rdv|rendez vous|viens|venir|passer|appel\w*|rappel\w*|des|depuis|jusqu "
    rf"a|jusqu au|avant|au) (?:le |la |au |a partir de )?$"
)


def understand_contract(text: str) -> Answer[Wishes]:
    """Contracts and hours wanted or refused. "peu importe" wants every contract; "20h" is a week's hours here."""
    texted = read(text)
    said = list(_said(texted.plain))
    hours = _HOURS.search(texted.plain) or _HOURS_ALONE.fullmatch(texted.plain)
    if said or hours:
        words = (
            texted.said(min(span[0] for _, span, _ in said), max(span[1] for _, span, _ in said))
            if said
            else text.strip()
        )
        return Understood(_wishes(said, _in_a_week(hours)), words)
    if refused := not_an_answer(text):
        return refused
    if _ANY.search(texted.plain):
        return Understood(Wishes(contracts=CONTRACTS[:4]), text.strip())
    return Misunderstood("no contract, no hours")


@lru_cache(REMEMBERED)
def find_wishes(text: str) -> Found[Wishes] | None:
    """The wishes a sentence states, or None. A moment ("dispo samedi",
    "mardi matin") is no wish unless it is refused."""
    texted = read(text)
    named = list(_said(texted.plain))
    listed = _listed_hours(texted.plain, named)
    said = [one for one in named if one in listed or _is_a_wish(texted.plain, one)]
    hours = _HOURS.search(texted.plain)
    spans = [span for _, span, _ in said] + ([hours.span()] if hours else [])
    return Found(_wishes(said, _in_a_week(hours)), texted, tuple(sorted(spans))) if spans else None


_Said = tuple[str, tuple[int, int], bool]
_MOMENTS = frozenset({"mornings", "afternoons", "evenings", "saturdays", "sundays", "wednesdays", "weekends"})
_PARTS_OF_WEEK = frozenset({"mornings", "afternoons", "evenings", "nights", "weekends"})
_DAY_BEFORE = re.compile(rf"\b(?:{_WEEKDAY}|\d+(?: \w+)?|prochain\w*) (?:le |la |en )?$")
_USUALLY = re.compile(
    r"^(?:les |le week|horaires?|heures? de|en journee|de jour|la journee|le (?:matin|soir|samedi|dimanche|mercredi)|"
    r"l apres)|ees?$|ins$|irs$|dis$|ches$"
)
_NEEDS_MORE = frozenset(  # clear as an answer, too vague inside a sentence
    phrases_of(
        """
        int, am, mat, mission, missions, partiel, partiels, temporaire, postee, poste, postes, en poste, apprenti,
        apprentie, saison, vacances, journee, la journee, jour, le jour, en equipe, ecole, l ecole, par equipe
        """
    )
)


def _is_a_wish(plain: str, said: _Said) -> bool:
    code, (start, end), refused = said
    words = plain[start:end]
    if words in _NEEDS_MORE:
        return False
    if refused or code not in _MOMENTS:
        return True
    return bool(_USUALLY.search(words)) and not _A_DATE_BEFORE.search(plain[max(0, start - 30) : start])


def _listed_hours(plain: str, named: list[_Said]) -> set[_Said]:
    """The parts of the week listed beside one another, which are habits and no moment: "week end et nuit"."""
    hours = [one for one in named if one[0] in _PARTS_OF_WEEK and plain[slice(*one[1])] not in _NEEDS_MORE]
    listed = (
        pair
        for pair in pairwise(hours)
        if _LISTED.fullmatch(plain[pair[0][1][1] : pair[1][1][0]]) and not _DAY_BEFORE.search(plain[: pair[0][1][0]])
    )
    return {one for pair in listed for one in pair}


def _said(plain: str) -> Iterator[_Said]:
    """(code, span, refused) for each contract or topic named, in the order of the text."""
    found: list[tuple[str, tuple[int, int]]] = []
    rest = plain
    for code, pattern in _SAID_COMPILED:
        found += [(code, one.span()) for one in pattern.finditer(rest)]
        rest = pattern.sub(lambda one: "_" * len(one.group()), rest)
    previous_end, previous_refused = 0, False
    for code, (start, end) in sorted(found, key=lambda one: one[1]):
        between = plain[previous_end:start]
        before = _REFUSED_BEFORE.search(between[-60:])
        refused = bool(
            before or _REFUSED_BEHIND.match(plain[end : end + 40]) or (previous_refused and _LISTED.fullmatch(between))
        )
        yield code, (start - len(between[-60:]) + before.start() if before else start, end), refused
        previous_end, previous_refused = end, refused


def _wishes(said: list[_Said], weekly_hours: float | None) -> Wishes:
    refused = {code for code, _, no in said if no}
    wanted = {code for code, _, no in said if not no} - refused
    if weekly_hours:
        wanted.add("part_time" if weekly_hours < _FULL_WEEK else "full_time")
    return Wishes(
        contracts=tuple(code for code in CONTRACTS if code in wanted),
        refused_contracts=tuple(code for code in CONTRACTS if code in refused),
        wanted=tuple(code for code in TOPICS if code in wanted),
        refused=tuple(code for code in TOPICS if code in refused),
        weekly_hours=weekly_hours,
    )


def _in_a_week(hours: re.Match[str] | None) -> float | None:
    return float(hours[1]) if hours and 1 <= float(hours[1]) <= 48 else None
