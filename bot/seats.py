"""Choosing one of a few dates, as every conversation of the agenda does it: shown by three, taken by digit or in words.

What an answer becomes (JSON): the value of a seat; OTHER for the next three; NO; {"narrow": [values]} when several fit;
"none" when none does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.matching.diplomas import THREE_YEARS, level
from backend.reference.folding import fold
from backend.values import Json
from bot.flow import Outcome
from bot.options import Option, numbered
from bot.phrases import say_slot, say_slots
from bot.situation import Seat
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.which_date import understand_which_date
from bot.understanding.yes_no import YesNo, understand_yes_no

SHOWN = 3
OTHER, NO, NONE = "other", "no", "none"
_OTHERS = re.compile(
    r"^(?:je (?:veux|voudrais|prefere) |il y a |vous avez |avez vous |non )*(?:d |une? )?"
    r"(?:autres?(?: dates?| jours?| choix| creneaux?| horaires?)?|plus tard|plus loin|suivante?s?|la suite|encore)"
    r"(?: svp| stp| s il vous plait| merci)?$"
)
WHAT = {"workshop": "atelier CV", "apec": "entretien Apec", "meeting": "rendez-vous conseiller"}


def value_of(seat: Seat) -> Json:
    """A whole session by its number, a slot by both."""
    return seat.session_id if seat.seat is None else [seat.session_id, seat.seat]


def where(seat: Seat, talk: Talk) -> str:
    return (seat.address or seat.place or talk.facts.address or talk.facts.town)[:70]


def say_seat(seat: Seat, now: datetime) -> str:
    """ "atelier CV mardi 8 décembre à 14h" """
    return f"{WHAT.get(seat.kind, 'rendez-vous')} {say_slot(seat.starts_at, now)}"


@dataclass(frozen=True)
class Dates:
    """The dates of one question. `key` is the question's; `seats` reads them in the facts, soonest first."""

    key: str
    seats: Callable[[Talk], tuple[Seat, ...]]

    @property
    def narrowed(self) -> str:
        return f"{self.key}_shown"

    def shown(self, talk: Talk) -> tuple[Seat, ...]:
        """Three dates: those that fit what was wished, or the page that was turned to; the first page otherwise."""
        seats, wished = self.seats(talk), talk.state.answers.get(self.narrowed)
        if isinstance(wished, list) and (fitting := tuple(seat for seat in seats if value_of(seat) in wished)):
            return fitting[:SHOWN]
        first = self._page(talk) * SHOWN
        return seats[first : first + SHOWN] or seats[:SHOWN]

    def _page(self, talk: Talk) -> int:
        page = talk.state.answers.get(f"{self.key}_page", 0)
        return int(page) if isinstance(page, int) else 0

    def options(self, talk: Talk) -> tuple[Option, ...]:
        seats = self.shown(talk)
        labels = say_slots([seat.starts_at for seat in seats], talk.now)
        return tuple(Option(value_of(seat), label) for seat, label in zip(seats, labels, strict=True))

    def listed(self, talk: Talk) -> str:
        """ "1) mardi 8 à 14h, 2) jeudi 10 à 9h30. Quel numéro ? AUTRE pour d'autres dates." """
        more = len(self.seats(talk)) > len(self.shown(talk))
        other = "AUTRE pour d'autres dates." if more else "NON si aucune ne va."
        return f"{numbered(self.options(talk))}. Quel numéro ? {other}"

    def parse(self, text: str, talk: Talk) -> Answer[Json]:
        if _OTHERS.match(" ".join(re.sub(r"[^a-z0-9 ]", " ", fold(text)).split())):
            return Understood(OTHER, text)
        seats = self.seats(talk)
        dates = [seat.starts_at.replace(tzinfo=None) for seat in seats]
        if meant := understand_which_date(text, dates, talk.now.replace(tzinfo=None)):
            return Understood(self._chosen([seats[place] for place in meant.places], meant.sure, talk), text)
        said = understand_yes_no(text)
        if isinstance(said, Understood) and said.value in (YesNo.NO, YesNo.LATER):
            return Understood(NO, text)
        if isinstance(said, Understood) and said.value is YesNo.YES and len(self.shown(talk)) == 1:
            return Understood(value_of(self.shown(talk)[0]), text)
        return said if isinstance(said, Misunderstood) else Misunderstood("no date")

    def _chosen(self, fitting: list[Seat], sure: bool, talk: Talk) -> Json:
        """One date that was named; else those that fit, the ones on the screen first."""
        on_screen = [seat for seat in fitting if seat in self.shown(talk)]
        named = on_screen or fitting
        if sure and len(named) == 1:
            return value_of(named[0])
        return {"narrow": [value_of(seat) for seat in (named if sure else fitting)]} if fitting else NONE

    def find(self, value: Json, talk: Talk) -> Seat | None:
        return next((seat for seat in self.seats(talk) if value_of(seat) == value), None)

    def turned(self, value: Json, talk: Talk) -> Outcome | None:
        """What an answer that chooses nothing leads to; None when a date was chosen, or NO was said."""
        if isinstance(value, dict):
            return Outcome(
                "D'accord.", learn={self.narrowed: self._with_last_wish(value["narrow"], talk)}, ask=self.key
            )
        if value == NONE:
            return Outcome("Rien à ce moment-là.", ask=self.key)
        if value == OTHER:
            return self._next_page(talk)
        return None

    def _with_last_wish(self, fitting: Json, talk: Talk) -> Json:
        """ "le matin", then "pas avant jeudi": both, when a date fits both."""
        before = talk.state.answers.get(self.narrowed)
        if not isinstance(before, list) or not isinstance(fitting, list):
            return fitting
        return [value for value in fitting if value in before] or fitting

    def _next_page(self, talk: Talk) -> Outcome:
        pages = -(-len(self.seats(talk)) // SHOWN)
        if pages < 2:
            return Outcome("Pas d'autre date pour le moment.", learn={self.narrowed: None}, ask=self.key)
        return Outcome(learn={f"{self.key}_page": (self._page(talk) + 1) % pages, self.narrowed: None}, ask=self.key)


def is_for_apec(talk: Talk) -> bool:
    """What they said: an executive post, or a degree of three years or more."""
    said = talk.answers
    studied = said.get("level") or level(str(said.get("diploma") or ""))
    return said.get("executive") is True or (isinstance(studied, int) and studied >= THREE_YEARS)
