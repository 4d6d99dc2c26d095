"""What the questions of the intake share."""

from collections.abc import Callable
from datetime import datetime

from backend.values import Json
from bot.phrases import (
    shortened_list,
)
from bot.state import Talk

SHORT = 32  # characters of an echo


WHY = "C'est pour vous trouver des offres qui vous vont. Vous pouvez dire PASSER."


def both(other: str, together: str, alone: str) -> Callable[[Talk], str]:
    """A question that asks for two things that are said in one breath, as long as neither is known.

    Whoever answers one of them is asked for the other alone: nobody writes eight messages where five will do.
    """
    return lambda talk: alone if other in talk.answers or other in talk.state.skipped or talk.state.tries else together


def short(say: Callable[[Json], str]) -> Callable[[Json, datetime], str]:
    """An echo of two or three words, from what says the whole fact."""
    return lambda kept, now: shortened_list(say(kept), SHORT)


def in_intake(talk: Talk) -> bool:
    return talk.facts.agreed and not talk.facts.confirmed
