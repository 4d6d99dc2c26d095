"""The CV workshop: three next dates, numbered; a digit or a day books a seat; when all is full, a place in line."""

import re

from backend.reference.folding import fold
from backend.values import Json
from bot.effects import Effect, InvitationAnswered, LineJoined, SeatChosen, SeatGivenUp, WorkshopDeclined
from bot.flow import Flow, Outcome, Question
from bot.phrases import say_slot
from bot.seats import NO, Dates, say_seat, where
from bot.situation import Seat
from bot.state import Talk
from bot.understanding.answers import Answer
from bot.understanding.appointment_words import understand_wish
from bot.understanding.stop_words import GlobalWord
from bot.understanding.which_date import understand_which_date
from bot.understanding.yes_no import YesNo, yes_or_no

DATES = Dates("workshop", lambda talk: talk.facts.sessions)
# Kept while another date is looked for: the session that is given back once it is found.
INSTEAD_OF = "instead_of"


def ask_date(talk: Talk) -> str:
    if not talk.facts.sessions:
        return "Pas de date d'atelier CV pour le moment. RDV pour autre chose."
    return f"Atelier CV à {talk.facts.town}, petit groupe : {DATES.listed(talk)}"


def choose(value: Json, talk: Talk) -> Outcome:
    if turned := DATES.turned(value, talk):
        return turned
    if value == NO:
        return _no(talk)
    seat = DATES.find(value, talk)
    if seat is None or not isinstance(value, int):
        return taken_meanwhile(talk)
    old = talk.state.answers.get(INSTEAD_OF)
    given_up: tuple[Effect, ...] = (SeatGivenUp(old),) if isinstance(old, int) and old != value else ()
    learn: dict[str, Json] = {"workshop": value, INSTEAD_OF: None, DATES.narrowed: None, "workshop_page": 0}
    return Outcome(booked(seat, talk), (*given_up, SeatChosen(value)), learn=learn)


def _no(talk: Talk) -> Outcome:
    kept = "Votre rendez-vous ne change pas." if talk.state.answers.get(INSTEAD_OF) else ""
    learn: dict[str, Json] = {"workshop": NO, INSTEAD_OF: None, DATES.narrowed: None}
    if kept:
        return Outcome(kept, learn=learn)
    said_no = "D'accord, pas d'atelier pour le moment. RDV quand vous voulez."
    return Outcome(said_no, (WorkshopDeclined(),), learn=learn)


def taken_meanwhile(talk: Talk) -> Outcome:
    """The last seat went to somebody else: the next dates in the same message, or the line."""
    if talk.facts.sessions:
        return Outcome(
            "Cette date vient d'être prise.", learn={DATES.narrowed: None, "workshop_page": 0}, ask="workshop"
        )
    if talk.facts.full:
        return Outcome("Cette date vient d'être prise.", ask="waiting_list", about=talk.facts.full[0].session_id)
    return Outcome(
        "Cette date vient d'être prise. Un conseiller vous dira les prochaines dates.", learn={"workshop": NO}
    )


def booked(seat: Seat, talk: Talk) -> str:
    return f"C'est noté : {say_seat(seat, talk.now)}, {where(seat, talk)}. Si vous ne pouvez pas venir, écrivez-le ici."


def is_open(talk: Talk) -> bool:
    return bool(
        talk.facts.agreed and talk.facts.confirmed and talk.facts.sessions and not talk.facts.bookings
        and "workshop" not in talk.state.answers
    )  # fmt: skip


_RATHER = re.compile(r"\b(?:finalement|plutot|prefere\w*|je prends|a la place)\b")


def hears_another_date(text: str, talk: Talk) -> Outcome | None:
    """ "finalement je préfère le mardi 1": the one other date of the workshop that is named, in place of theirs."""
    if (
        talk.state.asking is not None
        or understand_wish(text)
        or not _RATHER.search(fold(text))
        or len(talk.facts.bookings) != 1
    ):
        return None
    mine = talk.facts.bookings[0]
    others = [seat for seat in talk.facts.sessions if seat.session_id != mine.session_id]
    dates = [seat.starts_at.replace(tzinfo=None) for seat in others]
    found = understand_which_date(text, dates, talk.now.replace(tzinfo=None)) if mine.kind == "workshop" else None
    if found is None or len(found.places) != 1:
        return None
    answers = {**talk.state.answers, INSTEAD_OF: mine.session_id}
    return choose(others[found.places[0]].session_id, talk.learnt(answers=answers))


# --- the line before a full session -----------------------------------------------------------------------------------


def _wanted(talk: Talk) -> Seat | None:
    """The full session that is spoken of; the next one otherwise."""
    full = talk.facts.full
    return next((seat for seat in full if seat.session_id == talk.state.about), full[0] if full else None)


def ask_line(talk: Talk) -> str:
    seat = _wanted(talk)
    if seat is None:
        return "Pas d'atelier CV prévu pour le moment."
    at = say_slot(seat.starts_at, talk.now)
    return f"L'atelier CV du {at} est complet. Je vous mets en liste d'attente ? OUI ou NON."


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    return yes_or_no(text, YesNo.LATER)


def join_line(value: Json, talk: Talk) -> Outcome:
    seat = _wanted(talk)
    if value != YesNo.YES or seat is None:
        return Outcome("D'accord. RDV quand vous voulez.", learn={"workshop": NO})
    at = say_slot(seat.starts_at, talk.now)
    words = f"Vous êtes en liste d'attente pour le {at}. Si une place se libère, je vous écris."
    return Outcome(words, (LineJoined(seat.session_id),), learn={"workshop": seat.session_id})


# --- an invitation of the office --------------------------------------------------------------------------------------


def answer_invitation(value: Json, talk: Talk) -> Outcome:
    invitation = talk.state.about or 0
    if value == NO:
        said = (InvitationAnswered(invitation, "no"),)
        return Outcome("D'accord, pas d'atelier pour le moment. RDV quand vous voulez.", said, learn={"workshop": NO})
    outcome = choose(value, talk)
    said_yes = InvitationAnswered(invitation, "yes")
    return Outcome(outcome.say, (*outcome.effects, said_yes), outcome.learn, ask=outcome.ask, about=outcome.about)


WHY = "L'atelier aide à refaire votre CV, à 2 ou 3 personnes. C'est gratuit."

WORKSHOP = Flow(
    "workshop",
    "Atelier CV",
    (
        Question(
            "workshop",
            ask_date,
            DATES.parse,
            options=DATES.options,
            when=is_open,
            then=choose,
            example="Répondez par un numéro, un jour, ou NON.",
            why=WHY,
            own_words=frozenset({GlobalWord.LATER}),
        ),
    ),
    alone=(
        Question(
            "waiting_list",
            ask_line,
            parse_yes_no,
            then=join_line,
            example="Répondez OUI ou NON.",
            why="Quand quelqu'un se désiste, la place va à la première personne de la liste.",
            own_words=frozenset({GlobalWord.LATER}),
        ),
        Question(
            "invited",
            ask_date,
            DATES.parse,
            options=DATES.options,
            then=answer_invitation,
            example="Répondez par un numéro, un jour, ou NON.",
            why=WHY,
            own_words=frozenset({GlobalWord.LATER}),
        ),
    ),
    hears=hears_another_date,
)
