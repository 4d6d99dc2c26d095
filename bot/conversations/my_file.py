"""The words for one's own file: "mes infos", "modifier commune", "mes offres", "pause 2 semaines", "effacer".

And what waits for a yes: a change that was heard, and erasing everything.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from backend.values import Json
from bot.attachments import other_ways
from bot.commands import call_back
from bot.effects import AdviserNeeded, Answered, ErasureAsked, JoinedByOther, Paused
from bot.flow import Flow, Outcome, Question
from bot.own_file import say_bookings, say_file, say_offers
from bot.phrases import named_line, names_only, profile, said_licences, say_start, shortened
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.leaving import leaves
from bot.understanding.texted import read
from bot.understanding.when import understand_when
from bot.understanding.yes_no import YesNo, understand_yes_no

LONGEST_PAUSE = timedelta(days=180)

# --- words of command about one's own file: each is a whole message, in plain spelling and without its politeness -----


def tell_file(talk: Talk, words: str) -> Outcome:
    return _told(talk, say_file(talk))


def tell_bookings(talk: Talk, words: str) -> Outcome:
    return _told(talk, say_bookings(talk))


def tell_offers(talk: Talk, words: str) -> Outcome:
    return _told(talk, say_offers(talk))


def tell_whether_there_are(talk: Talk, words: str) -> Outcome | None:
    """ "vous avez du travail ?", once there is a file to look for."""
    return tell_offers(talk, words) if talk.facts.confirmed else None


def tell_what_is_held(talk: Talk, words: str) -> Outcome:
    return Outcome(talk.facts.held() or "Je n'ai rien sur vous.", quiet=talk.state.asking is None, right=True)


def _told(talk: Talk, say: str) -> Outcome:
    return Outcome(say, quiet=talk.state.asking is None)


def modify(talk: Talk, words: str) -> Outcome | None:
    """ "modifier commune" asks it again; with nothing named, the list; with what it becomes, it is read as a change."""
    key = named_line(words)
    if key and names_only(words):
        return Outcome("D'accord.", ask=key)
    return Outcome(ask="change") if not words else None


def pause(talk: Talk, words: str) -> Outcome:
    until = _until(words, talk)
    if until is None:
        return _told(talk, "Pause jusqu'à quand ? Par exemple : pause 2 semaines, ou pause jusqu'au 15 janvier.")
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
    day = day or (moment.start.date() if moment.start else None) or (moment.end.date() if moment.end else None)
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
    return Outcome(ask="erase", right=True)


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
_I_WANT = r"(?:(?:je|veux|voudrais|souhaite|aimerais|vous|pouvez|peut on|peux|puis|veuillez|il faut|on|peut) )*"
_CHANGE = r"(?:modif\w*|modfi\w*|chang\w*|chnag\w*|corrig\w*)"
_ERASE = r"(?:effa[cs]\w*|sup+rim\w*)"
_ALL_OF_MINE = (
    r"(?: (?:tout(?:es?)?|tous|mes|ma|mon|les?|la|de|des|sur|moi|concernant|donnees|fiche|infos?|informations?|"
    r"compte|profil|dossier|messages))*"
)
_OFFER = r"(?:offres?|boulots?|travail|postes?|emplois?|annonces?|quelque chose|quoi|du nouveau)"

COMMANDS: tuple[tuple[re.Pattern[str], Callable[[Talk, str], Outcome | None]], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (rf"{_I_WANT}(?:(?:re)?voir )?(?:mes infos?|mes informations?|ma fiche|mon profil|mon dossier)()", tell_file),
        (r"(?:c (?:est )?(?:quoi|ou) )?(?:mes infos?|mes informations?|ma fiche|mon profil|mon dossier)()", tell_file),
        (r"(?:voir )?(?:mes rendez vous|mon rendez vous|mes ateliers?)()", tell_bookings),
        (rf"{_I_WANT}(?:voir )?(?:mes offres?|les offres?)()", tell_offers),
        (rf"(?:(?:est ce que|il|vous|y|yen|en|a|avez|t|ya|encore|toujours|pas) )+(?:(?:des?|du|d|un) )?{_OFFER}"
         r"(?: (?:pour moi|pas|ou|qui me \w+|a me proposer|a proposer|en ce moment|pour le moment))*()",
         tell_whether_there_are),
        (rf"{_I_WANT}(?:voir )?mes donnees()", tell_what_is_held),
        (r"(?:qu est ce que|kesk|que|quoi|quelles? (?:infos?|informations?|donnees))(?: est ce que)? "
         r"(?:vous |on )?(?:savez|avez|gardez|sait|a|garde)(?: vous)? (?:de|sur) moi()", tell_what_is_held),
        (r"qui (?:a|ont) (?:vu|lu|regarde|consulte) (?:ma|mes|mon) (?:fiche|infos?|informations?|donnees|cv|dossier)()",
         tell_what_is_held),
        (rf"{_I_WANT}{_CHANGE}\b ?(.*)", modify),
        (rf"{_I_WANT}(?:(?:faire|prendre|mettez|mettre|met|mets|etre|moi|me|en|une|1|un peu|offres?|les|mes) )*pause\b"
         r"(?: (?:de|pendant|jusqu au|jusqu a|jusqua|jusque|pour|svp|stp))? ?(.*)", pause),
        (rf"(?:\S+ ){{0,4}}(?:rappele[rz]?|appele[rz])(?: moi)? ({_WHEN}\b.*)", call_back_when),
        (rf"{_I_WANT}(?:(?:faire|completer|finir|continuer|remplir|refaire) )?(?:mon cv|tout le cv|le cv)"
         r"(?: (?:en entier|maintenant|tout de suite|d un coup))*()", whole_cv),
        (rf"(?:\S+ ){{0,8}}{_SEND}(?: \S+){{0,6}} cv(?: \S+){{0,5}}()", bring_cv),
        (rf"(?:\S+ ){{0,6}}cv(?: \S+){{0,8}} {_SEND}(?: \S+){{0,5}}()", bring_cv),
        (r"(?:\S+ ){0,8}deja (?:\S+ ){0,4}(?:inscrite?|fiche|dossier|enregistree?|connue?|sms)(?: \S+){0,5}()",
         known_already),
        (r"(?:\S+ ){0,3}vous me connaissez(?: \S+){0,5}()", known_already),
        (r"(?:nouvelle fiche|(?:c est |je suis |pour )?(?:une )?(?:autre|nouvelle) personne)()", other_person),
        (rf"{_I_WANT}(?:tout )?{_ERASE}{_ALL_OF_MINE}()", erase),
    )
)  # fmt: skip
_POLITE = r"(?:bonjour|bonsoir|salut|coucou|svp|stp|s il (?:vous|te) plait|merci(?: de)?|beaucoup|ok|oui|alors|euh)"
_POLITENESS = re.compile(rf"^(?:{_POLITE} )+|(?: {_POLITE})+$")

BEFORE_AGREEMENT = (erase, known_already)


def command(text: str, talk: Talk) -> Outcome | None:
    """What a word of command about one's own file leads to; None when the text is none."""
    plain = " ".join(word for word in read(text).plain.replace(".", " ").split() if word != "?")
    asked = _POLITENESS.sub("", plain)
    for pattern, said in COMMANDS:
        if (found := pattern.fullmatch(asked)) and (talk.facts.agreed or said in BEFORE_AGREEMENT):
            return said(talk, found[1])
    return None


# --- what waits for a yes ---------------------------------------------------------------------------------------------


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    answer = understand_yes_no(text)
    if isinstance(answer, Understood) and answer.value in (YesNo.YES, YesNo.NO):
        return answer
    if leaves(text) or _begins_with_no(text):
        return Understood(YesNo.NO, text)
    if isinstance(answer, Understood):
        return Misunderstood("question" if answer.value is YesNo.MORE else "neither yes nor no")
    return answer


def _begins_with_no(text: str) -> bool:
    """ "non c'est bon elle est réparée": what comes after a no explains it, unless it takes it back."""
    first, *rest = [*read(text).plain.split(), ""]
    return first in ("non", "nan", "nn") and "oui" not in rest


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
    flags = [words for key, words in REFUSED.items() if pending.get(key) is False]
    lost = ["plus de moyen de transport"] if pending.get("modes") == [] else []
    said = ", ".join(flags + lost) or _lost(talk) or shortened(profile(pending, talk.now), 80)
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


MY_FILE = Flow(
    "my_file",
    "Ma fiche",
    (),
    alone=(
        Question(
            "erase",
            lambda talk: "Tout effacer, fiche, réponses et messages ? C'est définitif. OUI ou NON.",
            parse_yes_no,
            then=erased,
            example="Répondez OUI pour tout effacer, NON pour tout garder.",
            why="Tout disparaît : votre fiche, vos rendez-vous, vos offres et nos messages.",
            buttons=("OUI", "NON"),
            fleeting=True,
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
            why="Sans votre oui, votre fiche reste comme elle est.",
            buttons=("OUI", "NON"),
        ),
    ),
    about="votre fiche",
)
