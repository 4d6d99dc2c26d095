"""What a message is to the question that is asked: its answer, and what else it says.

The question's own words come first; but a parser that finds something in nearly anything (`loose`) only sees what no
other question has understood, and an answer to another question is taken there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from backend.reference.folding import fold
from backend.values import Json
from bot.flow import Question
from bot.options import Option
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.choices import understand_choice

ELSEWHERE = "another question"
QUANTITY = re.compile(
    r"(?i)(?:\b(?:depuis|pendant|environ|avec) )?"
    r"(?<![\d.,])\d+(?:[.,]\d+)? ?(?:ans?|ann[ée]es?|mois|min(?:utes?)?|kms?|h|heures?)\b"
)
# From so many words on, an answer may hold others, which are taken out of it.
A_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Passing:
    """What a free sentence says of the file: question's key → what is kept, and the words that said it."""

    kept: Mapping[str, Json] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that was shown with its digit: its value is already as it is kept."""

    value: Json


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to what was asked, and the other facts said beside it."""

    answer: Answer[object] | Shown
    beside: Mapping[str, Json] = field(default_factory=dict)


def read_answer(
    question: Question, pieces: Sequence[str], talk: Talk, passing: Passing, others: Iterable[Question]
) -> Reading:
    """Read a turn of one or several messages. `others`: the questions whose answer may come here by mistake."""
    text = "\n".join(pieces)
    left = _without(text, passing.words.values()) if passing.words else text
    offered = talk.state.offered
    if shown := _shown(pieces, offered) or (passing.words and _shown(CLAUSES.split(text), offered)) or None:
        return Reading(shown, _beside(question, passing))
    answer = _corrected(question, pieces, talk) or _own_words(question, text, talk, passing)
    if not isinstance(answer, Understood) and len(pieces) > 1:
        answer = _first_understood(question, pieces, talk) or answer
    beside = _beside(question, passing)
    if question.of_the_file and (question.key in passing.kept or not isinstance(answer, Understood | Shown)):
        beside = _answer_elsewhere(question, left, talk, others) | beside
        if beside and isinstance(answer, OneOf) and not question.loose:
            answer = Misunderstood(ELSEWHERE)
    return Reading(answer, beside)


# "le 2 mais ma voiture est en panne": where another thing begins.
CLAUSES = re.compile(r"(?i)\s*(?:[,;.\n]|\b(?:mais|et|par contre|sauf que|parce que)\b)\s*")
PUT_RIGHT = re.compile(
    r"(?i)^\W*(?:(?:non|nn|enfin|pardon|erreur|plutôt|plutot|je voulais dire|je me suis tromp\w+)\W+)+"
)
"""Words that begin a correction of what was said just before: "pardon maçon", "non 2"."""


def _corrected(question: Question, pieces: Sequence[str], talk: Talk) -> Understood[object] | None:
    """ "cariste", then "pardon maçon" in the same turn: the last word is the right one."""
    for piece in reversed(pieces[1:]):
        rest = PUT_RIGHT.sub("", piece)
        if rest and rest != piece:
            answer = question.parse(rest, talk)
            return answer if isinstance(answer, Understood) else None
    return None


def _shown(pieces: Sequence[str], offered: Sequence[Option]) -> Shown | None:
    """The line whose digit was sent, or the one that corrects it. Else two different digits choose nothing."""
    chosen: set[int] = set()
    for place, piece in enumerate(pieces):
        rest = PUT_RIGHT.sub("", piece) if place else piece
        choice = understand_choice(rest, len(offered)) if offered else None
        if isinstance(choice, Understood) and rest != piece:
            chosen.clear()
        if isinstance(choice, Understood):
            chosen.update(choice.value or (0,))
    return Shown(offered[chosen.pop() - 1].value) if len(chosen) == 1 and 0 not in chosen else None


def _own_words(question: Question, text: str, talk: Talk, passing: Passing) -> Answer[object] | Shown:
    if question.loose:
        return _loosely(question, text, talk, passing)
    answer = _respelt(question, text, talk)
    if isinstance(answer, Understood) and not question.of_the_file:
        return answer
    others = [words for key, words in passing.words.items() if key != question.key]
    if isinstance(answer, Understood) and others and not question.reads_back and len(text.split()) >= A_SENTENCE:
        alone = question.parse(_without(text, others), talk)
        return alone if isinstance(alone, Understood) else answer
    if isinstance(answer, Understood) or not passing.kept:
        return answer
    if question.key in passing.kept and question.then is None:
        return Shown(passing.kept[question.key])
    rest = _without(text, passing.words.values())
    return question.parse(rest, talk) if any(letter.isalnum() for letter in rest) else answer


def _loosely(question: Question, text: str, talk: Talk, passing: Passing) -> Answer[object] | Shown:
    """Only what no other question has understood, and no quantity, is read."""
    if question.key in passing.kept:
        return Shown(passing.kept[question.key])
    left = QUANTITY.sub(" ", _without(text, passing.words.values()) if passing.words else text)
    if not any(letter.isalpha() for letter in left):
        return Misunderstood(ELSEWHERE)
    return question.parse(left, talk)


def _respelt(question: Question, text: str, talk: Talk) -> Answer[object]:
    """The answer; else that of the text with each word one letter away from one of the question's own put right."""
    answer = question.parse(text, talk)
    if isinstance(answer, Understood | OneOf) or not question.words or answer.hint in REFUSED:
        return answer
    again = " ".join(_nearest(word, question.words) for word in fold(text).split())
    second = question.parse(again, talk)
    return second if isinstance(second, Understood) else answer


REFUSED = frozenset({"question", "insult", "phone number", "email", "link", "empty", "no words", "greeting"})
SHORTEST = 4


def _nearest(word: str, words: Iterable[str]) -> str:
    near = (one for one in words if len(word) >= SHORTEST and OSA.distance(word, one, score_cutoff=1) <= 1)
    return next(near, word)


def _without(text: str, words: Iterable[str]) -> str:
    for said in words:
        text = text.replace(said, " ")
    return " ".join(word for word in text.split() if word.strip("/.,;:!?'’").casefold() not in HOLLOW)


# What is left of "j'ai le permis b et une voiture" once its facts are taken out.
HOLLOW = frozenset(
    ["", "j'ai", "jai", "j", "ai", "et", "le", "la", "un", "une", "en", "de", "du", "mon", "ma", "je", "à", "a"]
)


def _first_understood(question: Question, pieces: Sequence[str], talk: Talk) -> Understood[object] | None:
    for piece in pieces:
        answer = question.parse(piece, talk)
        if isinstance(answer, Understood):
            return answer
    return None


def _beside(question: Question, passing: Passing) -> dict[str, Json]:
    return {key: value for key, value in passing.kept.items() if key != question.key}


def _answer_elsewhere(question: Question, text: str, talk: Talk, others: Iterable[Question]) -> dict[str, Json]:
    """ "30 minutes" to "combien d'années": the only other question that understands the whole text has its answer."""
    if not any(letter.isalpha() for letter in text):
        return {}
    found = {other.key: other.keep(answer.value) for other, answer in _understood_by(question, text, talk, others)}
    return found if len(found) == 1 else {}


def _understood_by(
    question: Question, text: str, talk: Talk, others: Iterable[Question]
) -> Iterable[tuple[Question, Understood[object]]]:
    for other in others:
        if other.elsewhere and other.key != question.key and other.when(talk):
            answer = other.parse(text, talk)
            if isinstance(answer, Understood):
                yield other, answer
