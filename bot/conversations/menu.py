"""MENU, and the words for one's own file: "mes infos", "modifier commune", "mes rdv", "pause 2 semaines", "effacer"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from backend.reference.folding import fold
from backend.values import Json
from bot.attachments import other_ways
from bot.commands import call_back
from bot.effects import AdviserNeeded, Answered, ErasureAsked, JoinedByOther, Paused
from bot.flow import Flow, Option, Outcome, Question, Talk, numbered
from bot.phrases import named_line, names_only, profile, said_licences, say_slot, say_start, shortened
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.when import understand_when
from bot.understanding.yes_no import YesNo, understand_yes_no

LONGEST_PAUSE = timedelta(days=180)

# --- the menu ---------------------------------------------------------------------------------------------------------

LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    "file": ("ma fiche", ("fiche", "infos", "profil")),
    "bookings": ("mes rendez-vous", ("rdv", "rendez", "atelier")),
    "offers": ("mes offres", ("offre",)),
    "adviser": ("un conseiller m'appelle", ("conseil", "appel")),
}


def options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, line) for key, (line, _) in LINES.items())


def parse(text: str, talk: Talk) -> Answer[str]:
    folded = text.casefold()
    for key, (_, words) in LINES.items():
        if any(word in folded for word in words):
            return Understood(key, text)
    return Misunderstood("not in the menu")


def open_line(value: Json, talk: Talk) -> Outcome:
    match value:
        case "file":
            return Outcome(f"{_file(talk)} Pour changer : modifier commune, modifier travail...")
        case "bookings":
            return Outcome(_bookings(talk))
        case "offers":
            return Outcome(_offers(talk))
        case _:
            return Outcome("C'est noté. Un conseiller vous appelle dès que possible.", (call_back(talk),))


def _file(talk: Talk) -> str:
    return f"Votre fiche : {shortened(profile(talk.answers, talk.now), 190) or 'rien pour le moment'}."


def _bookings(talk: Talk) -> str:
    if not talk.facts.bookings:
        return "Vous n'avez pas de rendez-vous."
    seat = talk.facts.bookings[0]
    return f"Votre rendez-vous : {say_slot(seat.starts_at, talk.now)}, {seat.place or talk.facts.address}."


def _offers(talk: Talk) -> str:
    if not talk.facts.offers:
        return "Pas d'offre en attente. On vous écrit dès qu'il y en a une."
    return "Offres en attente : " + ", ".join(offer.title[:70] for offer in talk.facts.offers[:2]) + "."


# --- words of command about one's own file: each is whole-message, over folded text -----------------------------------


def tell_file(talk: Talk, words: str) -> Outcome:
    return _told(talk, _file(talk))


def tell_bookings(talk: Talk, words: str) -> Outcome:
    return _told(talk, _bookings(talk))


def tell_offers(talk: Talk, words: str) -> Outcome:
    return _told(talk, _offers(talk))


def tell_what_is_held(talk: Talk, words: str) -> Outcome:
    return _told(talk, talk.facts.held or "Je n'ai rien sur vous.")


def _told(talk: Talk, say: str) -> Outcome:
    return Outcome(say, quiet=talk.state.asking is None)


def modify(talk: Talk, words: str) -> Outcome | None:
    """ "modifier commune" asks it again; with nothing named, the list; with what it becomes, it is read as a change."""
    key = named_line(words)
    if key and names_only(words):
        return Outcome("D'accord.", ask=key)
    return Outcome(ask="change") if not words else None


def pause(talk: Talk, words: str) -> Outcome | None:
    until = _until(words, talk)
    if until is None:
        return None
    said = say_start(until, talk.now).removeprefix("à partir du ")
    return Outcome(
        f"C'est noté, pas d'offres avant le {said}. Pour reprendre plus tôt : REPRENDRE.", (Paused(until),), quiet=True
    )


def _until(words: str, talk: Talk) -> date | None:
    """The day of the end; two weeks when nothing is said."""
    if not words:
        return talk.now.date() + timedelta(weeks=2)
    when = understand_when(words, talk.now.replace(tzinfo=None))
    if not isinstance(when, Understood):
        return None
    moment = when.value
    day = (talk.now + timedelta(seconds=moment.seconds)).date() if moment.seconds else None
    day = day or (moment.start.date() if moment.start else None)
    latest = talk.now.date() + LONGEST_PAUSE
    return min(day, latest) if day and day > talk.now.date() else None


def whole_cv(talk: Talk, words: str) -> Outcome | None:
    """ "mon cv": every question that is still open, one after the other."""
    return Outcome("On complète votre CV.", cv_all=True, again=True) if talk.facts.confirmed else None


def known_already(talk: Talk, words: str) -> Outcome | None:
    """ "je suis déjà inscrite par sms": their own number says which file is theirs, a typed one proves nothing."""
    return Outcome(ask="known") if talk.facts.asks_number else None


def bring_cv(talk: Talk, words: str) -> Outcome:
    """ "je peux vous envoyer mon cv ?": here where the channel takes files, otherwise how else."""
    here = "Oui, envoyez votre CV ici, en PDF, en Word ou en photo."
    return _told(talk, here if talk.facts.takes_files else other_ways(talk))


def other_person(talk: Talk, words: str) -> Outcome:
    return Outcome("D'accord, une fiche pour une autre personne.", (JoinedByOther(),), reset=True, again=True)


def erase(talk: Talk, words: str) -> Outcome:
    return Outcome(ask="erase")


def call_back_when(talk: Talk, words: str) -> Outcome:
    """ "rappelez moi demain matin": the moment goes with the task."""
    called = call_back(talk)
    noted = AdviserNeeded(called.kind, f"{called.note} Quand : « {words[:60]} ».")
    return Outcome(f"C'est noté. Un conseiller vous rappelle, je lui dis : {words[:40]}.", (noted,))


_WHEN = (
    r"(?:demain|ce soir|ce matin|cet apres midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|plus tard|apres|avant|vers|"
    r"a partir|dans|entre|la semaine|le matin|le soir|l apres midi|quand)"
)
_SEND = r"(?:envoye[rz]|envoie|envoi|transmettre|deposer|joindre|apporter|donner|faire parvenir|photo)"

COMMANDS: tuple[tuple[re.Pattern[str], Callable[[Talk, str], Outcome | None]], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?:voir )?(?:mes infos?|mes informations?|ma fiche|mon profil|mon dossier)()", tell_file),
        (r"(?:voir )?(?:mes rdvs?|mes rendez vous|mon rdv|mon rendez vous|mes ateliers?)()", tell_bookings),
        (r"(?:voir )?(?:mes offres?|les offres?)()", tell_offers),
        (r"(?:voir )?(?:mes donnees|que savez vous (?:de|sur) moi)()", tell_what_is_held),
        (r"(?:je veux |je voudrais )?(?:modifier|modif|changer|corriger)\b ?(.*)", modify),
        (r"(?:faire une |mettre en )?pause\b(?: de| pendant| jusqu au| jusqu a)? ?(.*)", pause),
        (rf"(?:\S+ ){{0,4}}(?:rappele[rz]?|appele[rz])(?: moi)? ({_WHEN}\b.*)", call_back_when),
        (r"(?:faire |completer |finir )?(?:mon cv|tout le cv|le cv)()", whole_cv),
        (rf"(?:\S+ ){{0,8}}{_SEND}(?: \S+){{0,6}} cv(?: \S+){{0,5}}()", bring_cv),
        (rf"(?:\S+ ){{0,6}}cv(?: \S+){{0,8}} {_SEND}(?: \S+){{0,5}}()", bring_cv),
        (r"(?:\S+ ){0,8}deja (?:\S+ ){0,4}(?:inscrite?|fiche|dossier|enregistree?|connue?|sms)(?: \S+){0,5}()",
         known_already),
        (r"(?:\S+ ){0,3}vous me connaissez(?: \S+){0,5}()", known_already),
        (r"(?:nouvelle fiche|(?:c est |je suis |pour )?(?:une )?(?:autre|nouvelle) personne)()", other_person),
        (r"(?:je veux )?(?:effacer?|effacez|supprimer?)(?: tout| toutes?| mes donnees| ma fiche| mes infos)*()", erase),
    )
)  # fmt: skip


BEFORE_AGREEMENT = (erase, known_already)


def command(text: str, talk: Talk) -> Outcome | None:
    """What a word of command about one's own file leads to; None when the text is none."""
    folded = " ".join(fold(text).replace("-", " ").replace("'", " ").strip(" .!?").split())
    for pattern, said in COMMANDS:
        if (found := pattern.fullmatch(folded)) and (talk.facts.agreed or said in BEFORE_AGREEMENT):
            return said(talk, found[1])
    return None


# --- what waits for a yes ---------------------------------------------------------------------------------------------


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    answer = understand_yes_no(text)
    if isinstance(answer, Understood) and answer.value not in (YesNo.YES, YesNo.NO):
        return Misunderstood("question" if answer.value is YesNo.MORE else "neither yes nor no")
    return answer


def erased(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        words = "C'est effacé : fiche, réponses et messages. Si vous revenez un jour, on repart de zéro."
        return Outcome(words, (ErasureAsked(),), reset=True)
    return Outcome("D'accord, je n'efface rien.")


def known_or_not(value: Json, talk: Talk) -> Outcome:
    return Outcome(ask="known") if value == YesNo.YES else Outcome("D'accord.")


REFUSED = {"nights": "pas de travail la nuit", "weekends": "pas de travail le week-end"}


def ask_changed(talk: Talk) -> str:
    """ "Je note : permis B. Je change votre fiche ? OUI ou NON." """
    pending = talk.state.pending
    if pending.get("modes") == []:
        return "Vous n'avez plus de moyen de transport ? Je change votre fiche ? OUI ou NON."
    flags = [words for key, words in REFUSED.items() if pending.get(key) is False]
    said = ", ".join(flags) or _lost(talk) or shortened(profile(pending, talk.now), 80)
    return (f"Je note : {said}. " if said else "") + "Je change votre fiche ? OUI ou NON."


def _lost(talk: Talk) -> str:
    """ "plus de permis B": what a change takes away is said, not what is left."""
    before, after = talk.answers.get("licences"), talk.state.pending.get("licences")
    if not isinstance(before, list) or not isinstance(after, list) or not set(after) < set(before):
        return ""
    gone = [code for code in before if code not in after]
    return shortened(f"plus de {said_licences(gone)}", 80)


def changed(value: Json, talk: Talk) -> Outcome:
    if value != YesNo.YES:
        return Outcome("D'accord, je ne change rien.")
    pending = dict(talk.state.pending)
    noted = tuple(Answered(key, kept) for key, kept in pending.items())
    if pending.get("modes") == []:
        return Outcome("C'est noté.", noted, learn=pending, ask="modes")
    return Outcome("C'est changé.", noted, learn=pending)


MENU = Flow(
    "menu",
    "Menu et fiche",
    (),
    alone=(
        Question(
            "menu",
            lambda talk: f"Que voulez-vous ? {numbered(options(talk))}.",
            parse,
            options=options,
            then=open_line,
            example="Répondez par un numéro.",
        ),
        Question(
            "erase",
            lambda talk: "Tout effacer, fiche, réponses et messages ? C'est définitif. OUI ou NON.",
            parse_yes_no,
            then=erased,
            example="Répondez OUI pour tout effacer, NON pour tout garder.",
            buttons=("OUI", "NON"),
        ),
        Question(
            "known",
            lambda talk: "Touchez « Partager mon numéro » : je retrouverai votre fiche. Sinon, écrivez NON.",
            parse_yes_no,
            then=known_or_not,
            example="Touchez le bouton, ou écrivez NON.",
            asks_number=True,
        ),
        Question(
            "changed",
            ask_changed,
            parse_yes_no,
            then=changed,
            example="Répondez OUI ou NON.",
            buttons=("OUI", "NON"),
        ),
    ),
    about="votre fiche",
)
