"""One invented person's talk with the real engine, from their first word to the yes to their file.

Nothing is read or written outside of it: what the office's rows would be after each effect is kept beside.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.messaging.sms_text import count_parts, fold_for_sms
from backend.reference import occupations
from benchmarks.misspelling import Draw, misspelt
from benchmarks.texters import CHATTY, COMMUNES, OFF_TOPIC, Person
from bot.book import BOOK
from bot.effects import AdviserNeeded, Agreed, Answered, Declined, ProfileConfirmed
from bot.engine import step
from bot.flow import Turn
from bot.heard import Heard
from bot.situation import Facts
from bot.state import State

START = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
MOST_MESSAGES = 40
FACTS = Facts(
    office="mission Emploi de Montluçon", town="Montluçon", near="03185", nomenclature=occupations.default(),
    phone="04 65 71 00 01", address="67 ter boulevard de Courtais",
)  # fmt: skip


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


UNACCENTED = dict(zip("éèêëàâîïôûùç", "eeeeaaiiouuc", strict=True))


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
