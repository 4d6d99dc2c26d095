"""Words that mean the same at every step: STOP, AIDE, MENU, RETOUR… One function each; the table is at the end."""

from collections.abc import Callable

from backend.values import StopScope
from bot.effects import AdviserNeeded, CameBack, Paused, Stopped
from bot.flow import Outcome
from bot.situation import OpenOffer
from bot.state import Talk
from bot.understanding.stop_words import GlobalWord


def stop(talk: Talk) -> Outcome:
    if talk.facts.stopped == StopScope.EVERYTHING:
        return Outcome(quiet=True)
    words = f"C'est noté, vous ne recevrez plus de messages de la {talk.facts.office}. Pour revenir : REPRENDRE."
    return Outcome(words, (Stopped(StopScope.EVERYTHING),), quiet=True)


def stop_offers(talk: Talk) -> Outcome:
    if talk.facts.stopped:
        return Outcome(quiet=True)
    words = "C'est noté, plus d'offres par message. Votre fiche reste. Pour en recevoir à nouveau : REPRENDRE."
    return Outcome(words, (Stopped(StopScope.OFFERS),), quiet=True)


def come_back(talk: Talk) -> Outcome:
    paused = (Paused(None),) if talk.facts.paused_until else ()
    if talk.facts.stopped:
        return Outcome("Content de vous retrouver, on reprend.", (CameBack(), *paused))
    if paused:
        return Outcome("On reprend, vous recevrez à nouveau des offres.", paused)
    return Outcome("On reprend." if talk.state.asking else "")


def help_(talk: Talk) -> Outcome:
    call = f" ou appelez le {talk.facts.phone}" if talk.facts.phone else ""
    return Outcome(
        f"Je suis l'assistant automatique. MENU pour choisir, CONSEILLER pour être rappelé{call}, STOP pour arrêter."
    )


def menu(talk: Talk) -> Outcome:
    return Outcome(ask="menu" if talk.facts.agreed else None)


def back(talk: Talk) -> Outcome:
    """Ask the last question that was answered or passed again; else the last thing that was said of the file.

    Once the file is confirmed, its questions are behind: MODIFIER changes a line of it.
    """
    given = [key for key in talk.state.answers if key in ASKED_AGAIN and not talk.facts.confirmed]
    last = next((key for key in (*talk.state.settled[-1:], *given[-1:])), None)
    if last:
        return Outcome("On revient en arrière.", forget=(last,), ask=last)
    if not talk.facts.confirmed:
        return Outcome()
    return Outcome("Il n'y a rien avant cette question.") if talk.state.asking else Outcome(ask="menu")


def skip(talk: Talk) -> Outcome:
    return Outcome("D'accord, on passe.", skip=True)


def later(talk: Talk) -> Outcome:
    return Outcome("D'accord. Écrivez-moi quand vous voulez, on reprendra ici.", quiet=True)


def adviser(talk: Talk) -> Outcome:
    words = f"C'est noté, {talk.first_name or 'merci'}. Un conseiller vous appelle dès que possible."
    return Outcome(words, (call_back(talk),))


# What is being asked when the talk is about one offer.
_ABOUT_AN_OFFER = ("offer", "offer_again")


def call_back(talk: Talk, about: OpenOffer | None = None) -> AdviserNeeded:
    """The adviser's task: who wants a call, and about which offer, so that they need not search before dialling."""
    offers = (about,) if about else _offers_in_question(talk)
    said = " ; ".join(f"{offer.title} (proposition {offer.suggestion_id})" for offer in offers)
    note = f"{talk.first_name or 'Cette personne'} demande à être rappelé"
    return AdviserNeeded("call_back", f"{note} : {said}." if said else f"{note}.")


def _offers_in_question(talk: Talk) -> tuple[OpenOffer, ...]:
    """The offer that is being answered; otherwise all that are open."""
    if talk.state.asking in _ABOUT_AN_OFFER:
        asked = tuple(offer for offer in talk.facts.offers if offer.suggestion_id == talk.state.about)
        return asked or talk.facts.offers
    return talk.facts.offers


def contact(talk: Talk) -> Outcome:
    lines = (talk.facts.office[:1].upper() + talk.facts.office[1:], talk.facts.address, talk.facts.phone)
    return Outcome(", ".join(line for line in lines if line) + ".")


# What RETOUR goes back to: the facts of the file, in the order they were given.
ASKED_AGAIN = ("name", "commune", "work", "years", "licences", "modes", "reach", "start")

COMMANDS: dict[GlobalWord, Callable[[Talk], Outcome]] = {
    GlobalWord.STOP: stop,
    GlobalWord.STOP_OFFERS: stop_offers,
    GlobalWord.RESUME: come_back,
    GlobalWord.HELP: help_,
    GlobalWord.MENU: menu,
    GlobalWord.BACK: back,
    GlobalWord.SKIP: skip,
    GlobalWord.LATER: later,
    GlobalWord.ADVISER: adviser,
    GlobalWord.CONTACT: contact,
}

# Heard even by someone who said stop, or whom an adviser has taken over.
ALWAYS = frozenset({GlobalWord.STOP, GlobalWord.STOP_OFFERS, GlobalWord.RESUME})
# Said alone when nothing is being asked.
TOLD_ALONE = frozenset({GlobalWord.HELP, GlobalWord.CONTACT, GlobalWord.ADVISER})
AFTER_STOP = frozenset({GlobalWord.RESUME, GlobalWord.HELP, GlobalWord.CONTACT})
