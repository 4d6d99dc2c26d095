"""What is said of one's own file, appointments and offers, wherever it is asked for. Each keeps to two SMS parts."""

from bot.phrases import profile, say_start, shortened
from bot.seats import say_seat, where
from bot.state import Talk

NO_BOOKING = "Vous n'avez pas de rendez-vous."


def say_file(talk: Talk) -> str:
    until = talk.facts.paused_until
    paused = until is not None and until > talk.now.date()
    pause = f" En pause jusqu'au {say_start(until, talk.now).removeprefix('à partir du ')}." if until and paused else ""
    return f"Votre fiche : {shortened(profile(talk.answers, talk.now), 190) or 'rien pour le moment'}.{pause}"


def say_bookings(talk: Talk) -> str:
    """The next two appointments and the first place in line, or that there is none."""
    lines = [f"{say_seat(seat, talk.now)}, {where(seat, talk)}" for seat in talk.facts.bookings[:2]]
    lines += [f"liste d'attente : {say_seat(seat, talk.now)}" for seat in talk.facts.in_line[:1]]
    if not lines:
        return f"{NO_BOOKING} Répondez RDV pour en prendre un."
    said = " ; ".join(lines)
    return f"{said[:1].upper()}{said[1:]}."


def say_offers(talk: Talk) -> str:
    if not talk.facts.offers:
        return "Pas d'offre en attente. On vous écrit dès qu'il y en a une."
    return "Offres en attente : " + ", ".join(offer.title[:70] for offer in talk.facts.offers[:2]) + "."
