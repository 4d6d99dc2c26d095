"""One's appointments: asking for one, seeing it, moving it, giving it back; a reminder and a freed seat answered."""

from backend.values import Json
from bot.effects import AdviserNeeded, SeatChosen, SeatGivenUp
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.own_file import NO_BOOKING, say_bookings
from bot.phrases import say_slot
from bot.seats import is_for_apec, say_seat, where
from bot.situation import Seat
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.appointment_words import Wish, understand_wish
from bot.understanding.stop_words import GlobalWord
from bot.understanding.which_date import understand_which_date
from bot.understanding.yes_no import YesNo, understand_yes_no, yes_or_no

# Questions that are about dates already: what is said there is an answer, unless it is about what one has.
CHOOSING = ("workshop", "invited", "apec_slot", "meeting_slot")


# --- what is asked for in so many words -------------------------------------------------------------------------------


def hears(text: str, talk: Talk) -> Outcome | None:
    """ "je voudrais un rdv", "mes rdv", "je ne peux pas venir mardi", "changer de date"…"""
    wish = understand_wish(text)
    if wish is None or (wish is Wish.NOT_COMING and not _may_speak_of_booking(talk)):
        return None
    if wish is Wish.CHANGE and not talk.facts.bookings:
        return None  # "changer la date": that of the file
    elsewhere = wish in (Wish.BOOK_APEC, Wish.BOOK_ADVISER) and talk.state.asking in ("workshop", "invited")
    if talk.state.asking in CHOOSING and wish not in (Wish.LIST, Wish.CANCEL) and not elsewhere:
        return None
    return ANSWERS[wish](talk, text)


def _may_speak_of_booking(talk: Talk) -> bool:
    return bool(talk.facts.bookings) and talk.state.asking in (None, "reminder", "rdv", "menu")


def _list(talk: Talk, text: str) -> Outcome:
    return Outcome(say_bookings(talk))


def _book(talk: Talk, text: str) -> Outcome:
    kinds = kinds_open(talk)
    return _open(kinds[0], talk) if len(kinds) == 1 else Outcome(ask="rdv")


def _book_workshop(talk: Talk, text: str) -> Outcome:
    return _open("workshop", talk)


def _book_adviser(talk: Talk, text: str) -> Outcome:
    return _open("meeting", talk)


def _book_apec(talk: Talk, text: str) -> Outcome:
    return _open("apec", talk)


def _cancel(talk: Talk, text: str) -> Outcome:
    held = (*talk.facts.bookings, *talk.facts.in_line)
    meant = _meant(text, held, talk)
    if not held:
        return Outcome(NO_BOOKING)
    return _given_up(meant, talk) if meant else Outcome(ask="which_rdv")


def _change(talk: Talk, text: str) -> Outcome:
    meant = _meant(text, talk.facts.bookings, talk)
    if meant is None:
        return (
            Outcome(ask="which_change")
            if talk.facts.bookings
            else Outcome(f"{NO_BOOKING} Répondez RDV pour en prendre un.")
        )
    return _another_date(meant, talk)


def _meant(text: str, seats: tuple[Seat, ...], talk: Talk) -> Seat | None:
    """The one that a day names; the only one otherwise."""
    if len(seats) == 1:
        return seats[0]
    dates = [seat.starts_at.replace(tzinfo=None) for seat in seats]
    found = understand_which_date(text, dates, talk.now.replace(tzinfo=None))
    return seats[found.places[0]] if found and len(found.places) == 1 else None


ANSWERS = {
    Wish.BOOK: _book, Wish.BOOK_WORKSHOP: _book_workshop, Wish.BOOK_ADVISER: _book_adviser, Wish.BOOK_APEC: _book_apec,
    Wish.LIST: _list, Wish.CHANGE: _change, Wish.CANCEL: _cancel, Wish.NOT_COMING: _cancel,
}  # fmt: skip


# --- asking for one ---------------------------------------------------------------------------------------------------

LINES = {"workshop": "atelier CV", "meeting": "voir un conseiller", "apec": "Apec (cadres)"}


def kinds_open(talk: Talk) -> list[str]:
    """What can be booked now. An adviser can always be asked for."""
    apec = any(seat.kind == "apec" for seat in talk.facts.slots)
    workshop = bool(talk.facts.sessions or talk.facts.full)
    return [kind for kind, there in (("workshop", workshop), ("meeting", True), ("apec", apec)) if there]


def rdv_options(talk: Talk) -> tuple[Option, ...]:
    return tuple(Option(kind, LINES[kind]) for kind in kinds_open(talk))


def parse_kind(text: str, talk: Talk) -> Answer[str]:
    folded = text.casefold()
    words = {"workshop": ("atelier", "cv"), "meeting": ("conseil", "adviser"), "apec": ("apec", "cadre")}
    found = [kind for kind in kinds_open(talk) if any(word in folded for word in words[kind])]
    return Understood(found[0], text) if len(found) == 1 else Misunderstood("no kind of appointment")


def open_kind(value: Json, talk: Talk) -> Outcome:
    return _open(str(value), talk)


def _open(kind: str, talk: Talk) -> Outcome:
    if kind == "workshop":
        if talk.facts.sessions:
            return Outcome(ask="workshop")
        return Outcome(ask="waiting_list") if talk.facts.full else _call_back("un atelier CV", talk)
    if kind == "apec" and any(seat.kind == "apec" for seat in talk.facts.slots):
        return Outcome(ask="apec_topic" if is_for_apec(talk) else "executive")
    if kind == "meeting" and any(seat.kind == "meeting" for seat in talk.facts.slots):
        return Outcome(ask="meeting_slot")
    return _call_back("l'Apec" if kind == "apec" else "un rendez-vous", talk)


def _call_back(what: str, talk: Talk) -> Outcome:
    who = talk.first_name or "Cette personne"
    needed = AdviserNeeded("call_back", f"{who} demande {what} : pas de date à proposer.")
    return Outcome("Pas de date libre pour le moment. Un conseiller vous appelle pour en trouver une.", (needed,))


# --- giving one back, changing its date -------------------------------------------------------------------------------


def which_options(talk: Talk) -> tuple[Option, ...]:
    seats = (*talk.facts.bookings, *talk.facts.in_line)[:3]
    return tuple(Option(seat.session_id, say_seat(seat, talk.now)) for seat in seats)


def booked_options(talk: Talk) -> tuple[Option, ...]:
    return tuple(Option(seat.session_id, say_seat(seat, talk.now)) for seat in talk.facts.bookings[:3])


def parse_which(text: str, talk: Talk) -> Answer[Json]:
    seats = (*talk.facts.bookings, *talk.facts.in_line)
    if seats and (meant := _meant(text, seats, talk)) and len(seats) > 1:
        return Understood(meant.session_id, text)
    said = understand_yes_no(text)
    if isinstance(said, Understood) and said.value is YesNo.NO:
        return Understood("none", text)
    return Misunderstood("which one")


def _seat_of(value: Json, talk: Talk) -> Seat | None:
    return next((one for one in (*talk.facts.bookings, *talk.facts.in_line) if one.session_id == value), None)


def give_up(value: Json, talk: Talk) -> Outcome:
    seat = _seat_of(value, talk)
    return _given_up(seat, talk) if seat else Outcome("D'accord, rien ne change.")


def change(value: Json, talk: Talk) -> Outcome:
    seat = _seat_of(value, talk)
    return _another_date(seat, talk) if seat else Outcome("D'accord, rien ne change.")


def _given_up(seat: Seat, talk: Talk) -> Outcome:
    at, effect = say_slot(seat.starts_at, talk.now), (SeatGivenUp(seat.session_id),)
    if seat.status in ("waiting", "held"):
        return Outcome(f"C'est noté, vous n'êtes plus en liste d'attente pour le {at}.", effect)
    words = f"C'est noté, votre place du {at} est rendue. Merci de l'avoir dit. Pour une autre date : RDV."
    return Outcome(words, effect, learn={"workshop": "no"})


def _another_date(seat: Seat, talk: Talk) -> Outcome:
    """The seat is kept until another one is found."""
    asks = {"workshop": "workshop", "apec": "apec_slot", "meeting": "meeting_slot"}[seat.kind]
    others = talk.facts.sessions if seat.kind == "workshop" else [s for s in talk.facts.slots if s.kind == seat.kind]
    if not others:
        return _call_back("une autre date", talk)
    return Outcome("D'accord, votre place est gardée en attendant.", learn={"instead_of": seat.session_id}, ask=asks)


# --- what the office said last ----------------------------------------------------------------------------------------


def _about(talk: Talk) -> Seat | None:
    mine = (*talk.facts.bookings, *talk.facts.in_line)
    return next((seat for seat in mine if seat.booking_id == talk.state.about), None)


def ask_reminder(talk: Talk) -> str:
    seat = _about(talk)
    said = say_seat(seat, talk.now) if seat else "votre rendez-vous"
    return f"{said[:1].upper()}{said[1:]} : vous venez ? OUI ou NON."


def parse_coming(text: str, talk: Talk) -> Answer[YesNo]:
    wish = understand_wish(text)
    if wish in (Wish.NOT_COMING, Wish.CANCEL):
        return Understood(YesNo.NO, text)
    return yes_or_no(text)


def answer_reminder(value: Json, talk: Talk) -> Outcome:
    seat = _about(talk)
    if seat is None:
        return Outcome(f"{NO_BOOKING} Répondez RDV pour en prendre un.")
    if value == YesNo.NO:
        return _given_up(seat, talk)
    return Outcome(f"Merci, à {say_slot(seat.starts_at, talk.now)}.".replace("à aujourd'hui", "à tout à l'heure"))


def answer_freed(value: Json, talk: Talk) -> Outcome:
    """A yes takes the seat; one that comes after the hold is told kindly what is left."""
    seat = _about(talk)
    if seat is None or seat.status != "held":
        return _too_late(talk) if value == YesNo.YES else Outcome("D'accord.")
    if value == YesNo.NO:
        words = f"D'accord, je propose la place du {say_slot(seat.starts_at, talk.now)} à quelqu'un d'autre."
        return Outcome(words, (SeatGivenUp(seat.session_id),))
    words = (
        f"C'est noté : {say_seat(seat, talk.now)}, {where(seat, talk)}. Si vous ne pouvez pas venir, écrivez-le ici."
    )
    return Outcome(words, (SeatChosen(seat.session_id),), learn={"workshop": seat.session_id})


def _too_late(talk: Talk) -> Outcome:
    words = "Merci. Le délai de cette place est passé."
    if talk.facts.sessions:
        return Outcome(words, ask="workshop")
    if talk.facts.full:
        return Outcome(words, ask="waiting_list", about=talk.facts.full[0].session_id)
    return Outcome(f"{words} Un conseiller vous dira les prochaines dates.")


BOOKINGS = Flow(
    "bookings",
    "Rendez-vous",
    (),
    alone=(
        Question(
            "rdv",
            lambda talk: f"Quel rendez-vous ? {numbered(rdv_options(talk))}.",
            parse_kind,
            options=rdv_options,
            then=open_kind,
            example="Répondez par un numéro.",
            fleeting=True,
        ),
        Question(
            "which_rdv",
            lambda talk: f"Lequel annuler ? {numbered(which_options(talk))}. NON pour les garder.",
            parse_which,
            options=which_options,
            then=give_up,
            example="Répondez par un numéro.",
            fleeting=True,
        ),
        Question(
            "which_change",
            lambda talk: f"Lequel changer ? {numbered(booked_options(talk))}.",
            parse_which,
            options=booked_options,
            then=change,
            example="Répondez par un numéro.",
            fleeting=True,
        ),
        Question(
            "reminder",
            ask_reminder,
            parse_coming,
            then=answer_reminder,
            example="Répondez OUI ou NON.",
            own_words=frozenset({GlobalWord.LATER}),
        ),
        Question(
            "freed_seat",
            ask_reminder,
            parse_coming,
            then=answer_freed,
            example="Répondez OUI ou NON.",
        ),
    ),
    hears=hears,
)
