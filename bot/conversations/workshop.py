"""The CV workshop: three next dates, numbered; a digit or a day books a seat."""

from datetime import datetime

from backend.values import Json
from bot.effects import SeatChosen
from bot.flow import Flow, Option, Outcome, Question, Seat, Talk, numbered
from bot.phrases import say_slot, say_slots
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.stop_words import GlobalWord
from bot.understanding.when import understand_when
from bot.understanding.yes_no import YesNo, understand_yes_no

SHOWN = 3
OTHER, NO = "other", "no"


def shown(talk: Talk) -> tuple[Seat, ...]:
    """Three dates from the page that the person has turned to; the first page again after the last one."""
    page = talk.state.answers.get("workshop_page", 0)
    first = int(page) * SHOWN if isinstance(page, int) else 0
    return talk.facts.sessions[first : first + SHOWN] or talk.facts.sessions[:SHOWN]


def date_options(talk: Talk) -> tuple[Option, ...]:
    seats = shown(talk)
    labels = say_slots([seat.starts_at for seat in seats], talk.now)
    return tuple(Option(seat.session_id, label) for seat, label in zip(seats, labels, strict=True))


def ask_date(talk: Talk) -> str:
    other = " AUTRE pour d'autres dates." if len(talk.facts.sessions) > SHOWN else " NON si aucune ne va."
    return f"Atelier CV à {talk.facts.town}, petit groupe : {numbered(date_options(talk))}. Quel numéro ?{other}"


def parse_date(text: str, talk: Talk) -> Answer[Json]:
    """A day that was shown ("mardi", "le 10"), AUTRE, or no."""
    if text.strip().casefold().rstrip(".!") in ("autre", "autres", "autre date", "autres dates", "une autre"):
        return Understood(OTHER, text)
    matching = _on_that_day(text, talk)
    if len(matching) == 1:
        return Understood(matching[0].session_id, text)
    if matching:
        return OneOf(tuple(seat.session_id for seat in matching))
    said = understand_yes_no(text)
    if isinstance(said, Understood) and said.value in (YesNo.NO, YesNo.LATER):
        return Understood(NO, text)
    if isinstance(said, Understood) and said.value is YesNo.YES and len(shown(talk)) == 1:
        return Understood(shown(talk)[0].session_id, text)
    return said if isinstance(said, Misunderstood) else Misunderstood("no date")


def _on_that_day(text: str, talk: Talk) -> list[Seat]:
    when = understand_when(text, talk.now.replace(tzinfo=None))
    if not isinstance(when, Understood) or when.value.start is None:
        return []
    start, end = when.value.start, when.value.end
    local = [(seat, seat.starts_at.replace(tzinfo=None)) for seat in talk.facts.sessions]
    return [seat for seat, at in local if start <= at and (at < end if end else _same_day(at, start))]


def _same_day(at: datetime, start: datetime) -> bool:
    return at.date() == start.date()


def choose(value: Json, talk: Talk) -> Outcome:
    if value == OTHER:
        page = talk.state.answers.get("workshop_page", 0)
        following = int(page) + 1 if isinstance(page, int) else 1
        pages = -(-len(talk.facts.sessions) // SHOWN)
        return Outcome(learn={"workshop_page": following % max(1, pages)}, ask="workshop")
    if value == NO:
        return Outcome("D'accord, pas d'atelier pour le moment.", learn={"workshop": NO})
    seat = next((one for one in talk.facts.sessions if one.session_id == value), None)
    if seat is None or not isinstance(value, int):
        return Outcome("Cette date vient d'être prise.", ask="workshop" if talk.facts.sessions else None)
    return Outcome(booked(seat, talk), (SeatChosen(value),), learn={"workshop": value})


def booked(seat: Seat, talk: Talk) -> str:
    where, at = talk.facts.address or talk.facts.town, say_slot(seat.starts_at, talk.now)
    return f"C'est noté : atelier CV {at}, {where}. Si vous ne pouvez pas venir, écrivez-le ici."


def is_open(talk: Talk) -> bool:
    return bool(
        talk.facts.agreed and talk.facts.confirmed and talk.facts.sessions and not talk.facts.bookings
        and "workshop" not in talk.state.answers
    )  # fmt: skip


WORKSHOP = Flow(
    "workshop",
    "Atelier CV",
    (
        Question(
            "workshop",
            ask_date,
            parse_date,
            options=date_options,
            when=is_open,
            then=choose,
            example="Répondez par un numéro, un jour, ou NON.",
            why="L'atelier aide à refaire votre CV, à 2 ou 3 personnes. C'est gratuit.",
            own_words=frozenset({GlobalWord.LATER}),
        ),
    ),
)
