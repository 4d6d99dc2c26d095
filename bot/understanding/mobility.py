"""How someone gets to work: "en voiture", "ma femme m'emmène", "pas de voiture"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import REMEMBERED, Found, read

MODES = ("car", "shared_car", "moped", "bicycle", "walk", "bus", "driven")
CONSTRAINTS = ("no_night_driving", "no_motorway")


@dataclass(frozen=True, slots=True)
class Modes:
    """Ways of getting about,
    codes of `MODES`; `without`: those the person says they lack; `constraints`: codes of `CONSTRAINTS`."""

    modes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()


_KIN = (
    r"(?:ma|mon|mes|un|une|la|le|sa)(?: \w+)? (?:femme|mari|mere|pere|parents?|copine|copain|amie?|freres?|soeurs?|"
    r"fils|fille|voisine?|"
    r"collegue|conjointe?|compagnon|compagne|beau pere|belle mere|cousine?|oncle|tante|maman|papa|enfants?|gendre|"
    r"epouse|epoux|pote)|quelqu un|on|il|elle|maman|papa"
)
_CLOSE = (
    r"(?:(?:ma|mon|mes) (?:femme|mari|mere|pere|parents?|copine|copain|conjointe?|compagnon|compagne|freres?|"
    r"soeurs?|fils|fille))"
)
_TAKES_ME = (
    r"(?:em+en\w*|am+en\w*|depos\w*|condui\w*|accompagn\w*|transport\w*|vehicul\w*|men+men\w*|mem+en\w*|"
    r"mam+en\w*|mdepos\w*|promen\w*)"
)
# The first that matches a stretch keeps it: "voiture sans permis" before "voiture".
_MODES: tuple[tuple[str, str], ...] = (
    (
        "moped",
        r"(?:voitures?|voiturettes?|auto|vehicule)s? sans permis|voiturettes?|vsp|scoo?t(?:er)?s?|mobylette|mob|"
        r"cyclo|cyclomoteur|solex|motos?|2 roues?|50 cc|50 cm 3|peugeot 103|booster",
    ),
    (
        "driven",
        rf"(?:(?:{_KIN}) )?(?:(?:peut|peuvent|pourra|pourrait|va|vas|vient|doit|ne|n) ){{0,4}}(?:m|me) (?:y "
        rf")?{_TAKES_ME}"
        rf"|je me fais? {_TAKES_ME}|^(?:avec )?{_CLOSE}$|"
        r"(?:vient|viennent|passe|passent) me (?:chercher|prendre|recuperer)|(?:peut|peuvent) me (?:chercher|recuperer)"
        rf"|(?:{_KIN}) (?:(?:peut|peuvent|pourra|pourrait|va|vient) ){{0,4}}(?:m)?{_TAKES_ME}",
    ),
    (
        "shared_car",
        r"co ?voit\w*|covoiturage|voiture (?:partagee|en commun|pour 2|a 2|pret\w*)|(?:partage|pret\w*) (?:(?:la|"
        r"une|ma|sa|de|d) ){0,3}voiture"
        r"|(?:la )?voiture (?:de|a) (?:ma|mon|mes|un|une) \w+|une (?:seule )?voiture pour 2|avec (?:un|une|des|"
        r"mon|ma|mes) (?:collegues?|voisine?s?|amie?s?)",
    ),
    ("bicycle", r"velos?(?: electrique)?|bicyclette|vtt|vtc|vae|trottinettes?(?: electrique)?|biclou|pedale"),
    ("walk", r"(?:a |en )?(?:pieds?|pied)|apied|apieds|marche(?: a pieds?)?|a pattes?|en marchant|marchant"),
    (
        "bus",
        r"bus|autobus|en car|le car|les cars|autocar|train|trains|ter|tram|metro|navette|transports?(?: en "
        r"comm?uns?| comm?uns?| public| publics)?|tec",
    ),
    (
        "car",
        r"voitures?|voitur|vehicules?(?: perso\w*| personnel\w*)?|vehiculee?|auto|bagnole|ma caisse|une caisse|"
        r"tuture|4 x 4|camionnette|fourgon",
    ),
)
_MODES_COMPILED = tuple((mode, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")) for mode, pattern in _MODES)
_OTHER_THINGS = re.compile(r"\b(?:auto ?(?:stop|ecole|entrepreneu\w*)|camping car|caravane|bus de nuit|auto mobile)\b")
_NO_TRANSPORT = re.compile(
    r"\b(?:pas|aucune?|sans|plus|ni)(?: (?:de|d))? (?:moyens?(?: de (?:transports?|locomotion|deplacement))?|"
    r"transports? a moi|locomotion)\b|pas mobile\b|(?:peux pas me deplacer|me deplace pas)\b|^(?:aucun|aucune|rien|j "
    r"ai rien)$"
)
_LACKING = re.compile(
    r"\b(?:pas|plus|aucune?|sans|ni|jamais|non|0|zero|bientot|vais avoir|acheter|j aurai)(?: (?:de|d|le|la|les|l|en|"
    r"a|mon|ma|mes|un|une|encore|prendre|"
    r"possede|avec|acheter|beaucoup|trop|faire))* ?$"
)
_BROKEN = re.compile(
    r"^ (?:(?:est|a ete|qui est|elle est|il est|actuellement|tombee?|toujours|mais|je|en|l|ai|j|la) )*(?:en panne|hs|"
    r"cassee?|morte?|accidentee?|au garage|vendue?|volee?|non|roule pas|"
    r"marche pas|ne roule pas|ne marche (?:pas|plus)|marche plus|ai pas|ai plus|ma lache)\b"
)
_CONSTRAINTS: tuple[tuple[str, str], ...] = (
    (
        "no_night_driving",
        r"\b(?:pas|plus|jamais|evit\w+|sauf)(?: \w+){0,3} (?:condui\w+|roul\w+|conduite)(?: \w+){0,2} (?:nuits?|"
        r"soir|noir)\b|"
        r"\b(?:condui\w+|roul\w+|conduite)(?: \w+)? (?:pas|plus|jamais)(?: (?:la|de|les|le|quand il fait))* "
        r"(?:nuits?|soir|noir)\b|"
        r"\b(?:la|de) nuit (?:\w+ ){0,3}(?:condui\w+|roul\w+) (?:pas|plus)\b|\b(?:condui\w+|roul\w+) (?:que|"
        r"seulement|uniquement) (?:le|de|la) (?:jour|journee)\b",
    ),
    (
        "no_night_driving",
        r"\b(?:voiture|vehicule|conduire|conduis|roule)(?: \w+)? mais (?:pas|jamais) (?:la|de|les) nuits?\b",
    ),
    ("no_motorway", r"\b(?:pas|jamais|sans|evit\w+|peur)(?: \w+){0,3} (?:l )?(?:autoroutes?|4 voies|voie rapide)\b"),
)
_CONSTRAINTS_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in _CONSTRAINTS)
_NOT_A_WAY = re.compile(
    r"\b(?:chauffeur|conducteur|mecanicien|mecanique|reparateur|vendeur|laveur|lavage|nettoyage|loueur|agent|"
    r"permis)(?: (?:de|d|du|des|en|le|la|les|vl|sur))* $"
)


def understand_modes(text: str) -> Answer[Modes]:
    """How someone gets about: modes, those they lack, and constraints. "jai pas de voiture" leaves `modes` empty."""
    if found := find_modes(text):
        return Understood(found.value, found.words)
    return not_an_answer(text) or Misunderstood("no way of getting about")


@lru_cache(REMEMBERED)
def find_modes(text: str) -> Found[Modes] | None:
    """The ways of getting about that a sentence names, or None."""
    texted = read(text)
    if none := _NO_TRANSPORT.search(texted.plain):
        return Found(Modes(without=("car",)), texted, (none.span(),))
    constraints = [
        (code, found.span()) for code, pattern in _CONSTRAINTS_COMPILED if (found := pattern.search(texted.plain))
    ]
    said = sorted(_modes_said(texted.plain), key=lambda one: one[1])
    if not said and not constraints:
        return None
    lacking = {mode for mode, _, lacks in said if lacks}
    having = {mode for mode, _, lacks in said if not lacks} - lacking
    spans = tuple(span for _, span, _ in said) + tuple(span for _, span in constraints)
    return Found(
        Modes(_in_order(having), _in_order(lacking), tuple(code for code, _ in constraints)),
        texted,
        tuple(sorted(spans)),
    )


def _in_order(modes: set[str]) -> tuple[str, ...]:
    return tuple(mode for mode in MODES if mode in modes)


def _modes_said(plain: str) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """(mode, span, lacking) for each mode named; a job that names a vehicle ("chauffeur de bus") is no way to work."""
    rest = _OTHER_THINGS.sub(lambda found: "_" * len(found.group()), plain)
    for mode, pattern in _MODES_COMPILED:
        for found in pattern.finditer(rest):
            before = plain[max(0, found.start() - 40) : found.start()]
            if _NOT_A_WAY.search(before):
                continue
            lacks = _LACKING.search(before)
            start = found.start() - len(before) + lacks.start() if lacks else found.start()
            yield mode, (start, found.end()), bool(lacks or _BROKEN.match(plain[found.end() : found.end() + 60]))
        rest = pattern.sub(lambda found: "_" * len(found.group()), rest)
