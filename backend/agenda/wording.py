"""What the agenda writes to people: each message names *their* booking, its day, its time, its address.

One function for each message, of at most two SMS parts; tests/test_agenda_wording.py measures them at their longest.
"""

from datetime import datetime, tzinfo

from babel.dates import format_date

from backend.agenda.slots import period_of
from backend.agenda.tables import AgendaSession, Booking

# kind: what the person has, with its article, and as theirs.
KINDS: dict[str, tuple[str, str]] = {
    "workshop": ("l'atelier CV", "votre atelier CV"),
    "apec": ("l'entretien Apec", "votre entretien Apec"),
    "meeting": ("le rendez-vous avec un conseiller", "votre rendez-vous avec un conseiller"),
}
ANOTHER_DATE = "Pour une autre date, répondez RDV."


def say_clock(at: datetime) -> str:
    """ "14h", "9h30" """
    return f"{at.hour}h{at.minute:02d}" if at.minute else f"{at.hour}h"


def say_day(at: datetime) -> str:
    """ "mardi 1er décembre" """
    number = "1er" if at.day == 1 else str(at.day)
    weekday, month = format_date(at, "EEEE|MMMM", locale="fr").split("|")
    return f"{weekday} {number} {month}"


def say_moment(at: datetime) -> str:
    """ "mardi 8 décembre à 14h"; local time."""
    return f"{say_day(at)} à {say_clock(at)}"


def moment_of(event: AgendaSession, seat: int | None, zone: tzinfo | None) -> str:
    return say_moment(period_of(event, seat)[0].astimezone(zone))


def what(event: AgendaSession) -> str:
    return KINDS.get(event.kind, KINDS["meeting"])[0]


def yours(event: AgendaSession) -> str:
    return KINDS.get(event.kind, KINDS["meeting"])[1]


def where(event: AgendaSession) -> str:
    """The address; the room's name when there is none."""
    return (event.address or event.place)[:70]


def named(first_name: str, words: str) -> str:
    """A message to a shared telephone begins with whom it is for."""
    name = first_name[:20].strip()
    return f"{name}, {words}" if name else words[:1].upper() + words[1:]


def reminder(first: str, event: AgendaSession, booking: Booking, now: datetime) -> str:
    at = period_of(event, booking.seat)[0].astimezone(now.tzinfo)
    day = "aujourd'hui" if at.date() == now.date() else say_day(at)
    place = f", {where(event)}" if where(event) else ""
    return named(first, f"rappel : {what(event)}, {day} à {say_clock(at)}{place}. Répondez NON si vous ne venez pas.")


def seat_freed(first: str, event: AgendaSession, seat: int, until: datetime, now: datetime) -> str:
    at, end = moment_of(event, seat, now.tzinfo), until.astimezone(now.tzinfo)
    limit = f"{say_clock(end)}" if end.date() == now.date() else f"{say_moment(end)}"
    place = f", {where(event)}" if where(event) else ""
    return named(
        first, f"une place se libère pour {what(event)}, {at}{place}. OUI pour la prendre avant {limit}, ou NON."
    )


def moved(first: str, event: AgendaSession, before: str, after: str, place: str) -> str:
    there = f", {place[:70]}" if place else ""
    return named(first, f"{yours(event)} du {before} est déplacé au {after}{there}. Répondez NON si ça ne va pas.")


def line_moved(first: str, event: AgendaSession, before: str, after: str) -> str:
    words = f"{what(event)} du {before}, où vous êtes en liste d'attente, passe au {after}. Vous gardez votre tour."
    return named(first, words)


def moved_onto_another(first: str, event: AgendaSession, before: str, after: str) -> str:
    return named(
        first,
        f"{what(event)} du {before} passe au {after}. Vous avez déjà un rendez-vous à cette heure : votre place est "
        f"rendue. {ANOTHER_DATE}",
    )


def cancelled(first: str, event: AgendaSession, at: str) -> str:
    return named(first, f"{what(event)} du {at} n'aura pas lieu, ne vous déplacez pas. {ANOTHER_DATE}")


def line_closed(first: str, event: AgendaSession, at: str) -> str:
    return named(first, f"{what(event)} du {at}, où vous étiez en liste d'attente, n'aura pas lieu. {ANOTHER_DATE}")


def missed(first: str, event: AgendaSession, at: str) -> str:
    return named(first, f"vous n'avez pas pu venir pour {what(event)} du {at}. Ce n'est pas grave. {ANOTHER_DATE}")


def invitation(first: str, office: str, lines: str) -> str:
    words = f"la {office} vous propose un atelier gratuit pour refaire votre CV : {lines}. Quel numéro ? NON si aucun."
    return named(first, words)


def apec_invitation(first: str, town: str, day: str, topics: str) -> str:
    words = f"l'Apec conseille cadres et diplômés à {town[:30]} le {day}, gratuitement. De quoi voulez-vous parler ? "
    return named(first, f"{words}{topics}. NON si ça ne vous dit rien.")
