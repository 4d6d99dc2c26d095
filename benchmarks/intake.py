"""A thousand invented people do the intake by text, each in their own way: who ends, how, at what cost.

    python -m benchmarks.intake [--people 1000] [--seed 2026] [--show 3]

The real engine answers; nothing is read or written outside of it. A person finishes when they have said yes to their
own file and nobody had to be called. People are made by a seed from ordinary data, with ordinary spelling mistakes: the
engine is not told which. Printed: how many finish, messages sent by the person (median), SMS parts sent by us, and
where the others stop.
"""

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.messaging.sms_text import count_parts, fold_for_sms
from backend.reference import occupations
from backend.values import Json
from bot.book import BOOK
from bot.effects import AdviserNeeded, Agreed, Answered, Declined, ProfileConfirmed
from bot.engine import step
from bot.flow import Turn
from bot.heard import Heard
from bot.situation import Facts
from bot.state import State

START = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
MOST_MESSAGES = 40

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

Draw = random.Random


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


# --- habits: each changes what a person sends; the share of people who have it ----------------------------------------

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
_NEIGHBOURS = {"a": "z", "e": "r", "i": "o", "o": "p", "n": "b", "t": "r", "s": "d", "r": "t", "l": "m", "c": "v"}
_DOUBLED = ("ss", "ll", "nn", "rr", "tt", "mm", "pp", "ff")


def misspelt(text: str, draw: Draw) -> str:
    """One ordinary mistake in one word of five letters or more: a letter lost, doubled, swapped or beside its key."""
    words = text.split()
    long_ones = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long_ones:
        return text
    at = draw.choice(long_ones)
    words[at] = draw.choice(MISTAKES)(words[at], draw)
    return " ".join(words)


def _lost(word: str, draw: Draw) -> str:
    n = draw.randrange(1, len(word))
    return word[:n] + word[n + 1 :]


def _swapped(word: str, draw: Draw) -> str:
    n = draw.randrange(1, len(word) - 1)
    return word[:n] + word[n + 1] + word[n] + word[n + 2 :]


def _beside(word: str, draw: Draw) -> str:
    n = draw.randrange(1, len(word))
    return word[:n] + _NEIGHBOURS.get(word[n], word[n]) + word[n + 1 :]


def _single(word: str, draw: Draw) -> str:
    pair = next((pair for pair in _DOUBLED if pair in word), None)
    return word.replace(pair, pair[0], 1) if pair else _lost(word, draw)


MISTAKES: tuple[Callable[[str, Draw], str], ...] = (_lost, _swapped, _beside, _single)


# --- one person's talk ------------------------------------------------------------------------------------------------


@dataclass
class Talk:
    """A talk under way, with what the office would know of it."""

    person: Person
    draw: Draw
    facts: Facts
    state: State = field(default_factory=State)
    now: datetime = START
    sent: int = 0
    parts: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stopped_at: str = ""
    done: bool = False
    tired: set[str] = field(default_factory=set)

    def send(self, text: str) -> Turn:
        turn = step(BOOK, self.state, Heard((text,)), self.facts, self.now)
        self.state, self.sent = turn.state, self.sent + 1
        self.lines += [f"> {text}", f"< {fold_for_sms(turn.text)}"]
        if turn.text:
            self.parts.append(count_parts(fold_for_sms(turn.text)))
        self.now += timedelta(minutes=1)
        self._apply(turn)
        return turn

    def _apply(self, turn: Turn) -> None:
        """What the office's rows would be after these effects."""
        known = dict(self.facts.known)
        for effect in turn.effects:
            match effect:
                case Agreed():
                    self.facts = replace(self.facts, agreed=True)
                case Answered(key, value):
                    known[key] = value
                case ProfileConfirmed():
                    self.done = True
                case AdviserNeeded() | Declined():
                    self.stopped_at = self.stopped_at or self._question_before(turn)
        self.facts = replace(self.facts, known=known)

    def _question_before(self, turn: Turn) -> str:
        return (turn.state.skipped[-1] if turn.state.skipped else turn.state.asking) or "?"

    def has(self, habit: str) -> bool:
        return habit in self.person.habits

    def once(self, habit: str, chance: float) -> bool:
        """Whether a habit shows now; it shows once."""
        if not self.has(habit) or habit in self.tired or self.draw.random() > chance:
            return False
        self.tired.add(habit)
        return True


def play(person: Person, draw: Draw) -> Talk:
    talk = Talk(person, draw, FACTS)
    talk.send(first_message(talk))
    while not talk.done and not talk.stopped_at and talk.sent < MOST_MESSAGES and talk.state.asking:
        asked = talk.state.asking
        if talk.once("silent", 0.3):
            talk.now += timedelta(days=draw.choice((1, 2, 40)))
            talk.send(draw.choice(("bonjour", "me revoilà", reply(talk, asked))))
            continue
        talk.send(interruption(talk, asked) or reply(talk, asked))
    if not talk.done:
        talk.stopped_at = talk.stopped_at or talk.state.asking or "?"
    return talk


def first_message(talk: Talk) -> str:
    says = talk.person.says
    if talk.has("several at once"):
        said = f"bonjour j'habite {says['commune']} je cherche {says['work']}"
        return written(talk, said + (f", {says['modes']}" if talk.draw.random() < 0.5 else ""))
    return talk.draw.choice(
        ("bonjour", "bjr", "slt", "oui bonjour", "c pour le travail", "bonjour je cherche du travail")
    )


def interruption(talk: Talk, asked: str) -> str | None:
    """What some people send instead of an answer, once."""
    if asked in ("agreement", "precise", "change"):
        return None
    if talk.once("off topic", 0.2):
        return talk.draw.choice(OFF_TOPIC)
    if talk.once("asks why", 0.3):
        return "pourquoi ?"
    if talk.once("skips", 0.2) and asked not in ("confirm", "name"):
        return "passer"
    if talk.once("wrong order", 0.3) and asked in ("years", "licences", "modes"):
        return written(talk, talk.person.says["reach"])
    if talk.once("changes mind", 0.5) and asked in ("reach", "start", "confirm"):
        other = talk.draw.choice(COMMUNES)
        return written(talk, f"non en fait j'habite {other}")
    return None


def reply(talk: Talk, asked: str) -> str:
    """The answer to what is asked; by its digit when a list of readings was shown."""
    if talk.state.offered and asked not in ("confirm", "workshop"):
        return right_digit(talk, asked)
    says = talk.person.says.get(asked)
    if says is None:
        return "oui"
    if talk.has("chatty") and asked in CHATTY and talk.state.tries == 0:
        says = talk.draw.choice(CHATTY[asked]).format(says)
    if (also := ALSO_ASKED.get(asked)) and also[0] in talk.lines[-1] and answers_both(talk):
        says += f"{talk.draw.choice((', ', ' ', ' et '))}{talk.person.says[also[1]]}"
    return written(talk, says)


# A question that asks for two things: the word that shows it, and the other thing.
ALSO_ASKED = {"name": ("commune", "commune"), "work": ("années", "years"), "modes": ("minutes", "reach")}


def answers_both(talk: Talk) -> bool:
    """Half of the terse people answer the first half of what is asked."""
    return talk.draw.random() > (0.5 if talk.has("terse") else 0.1)


def right_digit(talk: Talk, asked: str) -> str:
    """People pick the line nearest to what they mean: here the first that shares a word with it."""
    said = set(fold_for_sms(talk.person.says.get(asked, "")).lower().split())
    for number, option in enumerate(talk.state.offered, 1):
        if said & set(fold_for_sms(option.label).lower().replace("-", " ").split()):
            return str(number)
    return "1"


def written(talk: Talk, text: str) -> str:
    """As this person types it; someone who was not understood takes more care."""
    careful = talk.state.tries > 0
    if talk.has("no accents"):
        text = "".join(UNACCENTED.get(letter, letter) for letter in text.lower())
    if talk.has("misspelling") and not careful and talk.draw.random() < 0.35:
        text = misspelt(text, talk.draw)
    if talk.has("polite") and talk.draw.random() < 0.3:
        text += talk.draw.choice((" merci", " svp", " stp"))
    return text if not talk.has("terse") else text.removeprefix("bonjour ")


UNACCENTED = dict(zip("éèêëàâîïôûùç", "eeeeaaiiouuc", strict=True))
FACTS = Facts(
    office="mission Emploi de Montluçon", town="Montluçon", near="03185", nomenclature=occupations.default(),
    phone="04 65 71 00 01", address="67 ter boulevard de Courtais",
)  # fmt: skip


# --- figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Shares are 0 to 1; `parts` is the mean of SMS parts of our messages."""

    people: int
    finished: float
    messages: float
    parts: float
    parts_of_an_intake: float
    stops: Counter[str]
    right: float


def measure(talks: Sequence[Talk]) -> Figures:
    ended = [talk for talk in talks if talk.done and not talk.stopped_at]
    parts = [count for talk in talks for count in talk.parts]
    return Figures(
        len(talks), len(ended) / len(talks), statistics.median(talk.sent for talk in ended), statistics.mean(parts),
        statistics.mean(sum(talk.parts) for talk in ended), Counter(t.stopped_at for t in talks if t not in ended),
        statistics.mean(is_right(talk) for talk in ended),
    )  # fmt: skip


def is_right(talk: Talk) -> bool:
    """Whether the file says the commune that the person lives in; those who changed their mind aside."""
    said: Json = talk.facts.known.get("commune")
    label = str(said["label"]) if isinstance(said, dict) else ""
    return "changes mind" in talk.tired or not label or label == talk.person.says["commune"]


def run(people: int, seed: int) -> list[Talk]:
    draw = Draw(seed)
    return [play(make_person(draw), Draw(draw.random())) for _ in range(people)]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--show", type=int, default=0, help="print so many of the talks that did not end")
    asked = options.parse_args()
    began = time.perf_counter()
    talks = run(asked.people, asked.seed)
    figures = measure(talks)
    print(f"{figures.people} people, seed {asked.seed}, {time.perf_counter() - began:.1f} s")
    print(f"  finish without a human     {figures.finished:6.1%}   (at least 97 %)")
    print(f"  messages sent, median      {figures.messages:6.1f}   (at most 9)")
    print(f"  SMS parts per message      {figures.parts:6.2f}   (at most 1.2)")
    print(f"  SMS parts of an intake     {figures.parts_of_an_intake:6.1f}   sent by us")
    print(f"  their own commune is kept  {figures.right:6.1%}")
    print(
        "  where the others stop      " + (", ".join(f"{k} {n}" for k, n in figures.stops.most_common()) or "nowhere")
    )
    for talk in [talk for talk in talks if not talk.done or talk.stopped_at][: asked.show]:
        print("\n" + "\n".join(talk.lines))
    sys.exit(0 if figures.finished >= 0.97 and figures.messages <= 9 and figures.parts <= 1.2 else 1)


if __name__ == "__main__":
    main()
