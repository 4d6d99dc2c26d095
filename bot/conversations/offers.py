"""An offer that was sent: OUI, NON and why, PLUS, POURQUOI; each by its number when there are several.

And what follows a yes: whether the work holds, whether a short training is wanted.
"""

import re
from dataclasses import replace

from backend.reference.folding import fold
from backend.values import Json
from bot.commands import call_back
from bot.effects import OfferAccepted, OfferDeclined, OfferDeclinedFor, TrainingAnswered, WorkHolds
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.refused import asked_after
from bot.situation import OpenOffer
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.stop_words import GlobalWord
from bot.understanding.yes_no import YesNo, understand_yes_no

# key (see backend.placement.answers) → its line and the words that say it
REASONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "too_far": ("trop loin", ("loin", "distance", "trajet", "route")),
    "hours": ("horaires", ("horaire", "heure", "nuit", "week", "tot", "tôt", "tard")),
    "pay": ("salaire", ("salaire", "paye", "paie", "payé", "argent")),
    "not_my_trade": ("pas mon métier", ("metier", "métier", "travail", "boulot", "sais pas faire")),
    "other": ("autre", ("autre",)),
}


def offer(talk: Talk) -> OpenOffer | None:
    return next((one for one in talk.facts.offers if one.suggestion_id == talk.state.about), None)


def ask_offer(talk: Talk) -> str:
    about = offer(talk) or (talk.facts.offers[-1] if talk.facts.offers else None)
    title = about.title if about else "cette offre"
    return f"L'offre : {title}. Ça vous intéresse ? OUI, NON, ou PLUS."


def parse_offer(text: str, talk: Talk) -> Answer[YesNo]:
    answer = understand_yes_no(text)
    if isinstance(answer, Understood):
        return answer
    return _declined_with_a_reason(text) or _asks_about_it(text, talk) or answer


def _declined_with_a_reason(text: str) -> Answer[YesNo] | None:
    """ "c'est trop loin" is a no; the reason is asked all the same, with its line shown."""
    folded = text.casefold()
    if "trop" in folded and any(word in folded for _, words in REASONS.values() for word in words):
        return Understood(YesNo.NO, text)
    return None


def _asks_about_it(text: str, talk: Talk) -> Answer[YesNo] | None:
    """ "c'est où ?", "quel salaire": what is written of the offer answers, once."""
    refused = not_an_answer(text)
    first = talk.state.asking == "offer" and not fold(text).startswith("pourquoi")
    return Understood(YesNo.MORE, text) if first and refused and refused.hint == "question" else None


def answer_offer(value: Json, talk: Talk) -> Outcome:
    about = offer(talk)
    if about is None:
        return Outcome("Cette offre n'est plus ouverte.")
    name = f", {talk.first_name[:20]}" if talk.first_name else ""
    match value:
        case YesNo.YES:
            words = f"C'est noté{name}. Votre conseiller parle de vous à l'employeur et vous tient au courant."
            return Outcome(words, (OfferAccepted(about.suggestion_id),), settled_offer=about.suggestion_id)
        case YesNo.NO:
            declined = (OfferDeclined(about.suggestion_id),)
            return Outcome(
                "", declined, ask="declined_for", about=about.suggestion_id, settled_offer=about.suggestion_id
            )
        case YesNo.MORE:
            return Outcome(about.details, ask="offer_again", about=about.suggestion_id)
        case _:
            return Outcome("D'accord, l'offre vous attend. Répondez OUI ou NON quand vous voulez.", quiet=True)


# --- said at any moment -----------------------------------------------------------------------------------------------

_FILLER = re.compile(r"\b(?:pour|a|la|l|offre|numero|no|n|celle|premiere|deuxieme|troisieme)\b")
_ORDINALS = {"premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3}
_CALL_ME = re.compile(r"\b(?:rappele[rz]?|appele[rz]|conseillere?)\b")
_WHY_ME = re.compile(
    r"pourquoi (?:est ce que )?(?:moi|cette offre|ce poste|ce travail|cette proposition|vous me proposez.*)"
)


def hears_offers(text: str, talk: Talk) -> Outcome | None:
    """ "OUI 2", "non pour la 1", "pourquoi moi": an answer to one open offer among others, or its reasons."""
    words = fold(text)
    asked = talk.state.asking in ("offer", "offer_again")
    if not talk.facts.offers:
        return None
    if _WHY_ME.fullmatch(words) or (asked and words in ("pourquoi", "pourquoi ca")):
        return _why(talk)
    if len(talk.facts.offers) == 2 and _BOTH.fullmatch(words):
        return _both(talk)
    about = _named(words, talk)
    if about is None:
        return None
    if _CALL_ME.search(words):
        called = call_back(talk, about)
        return Outcome("C'est noté. Un conseiller vous appelle pour cette offre.", (called,), quiet=True)
    said = " ".join(_FILLER.sub(" ", re.sub(r"\d", " ", words)).split())
    answer = understand_yes_no(said)
    if isinstance(answer, Understood):
        return answer_offer(answer.value, talk.learnt(about=about.suggestion_id))
    return Outcome(ask="offer", about=about.suggestion_id) if asked and not said else None


def _named(words: str, talk: Talk) -> OpenOffer | None:
    """The open offer whose number is said, when there are several."""
    if len(talk.facts.offers) < 2:
        return None
    digits = re.findall(r"\b\d+\b", words)
    numbers = {int(digit) for digit in digits} | {n for word, n in _ORDINALS.items() if word in words.split()}
    return next((one for one in talk.facts.offers if numbers == {one.number}), None)


_BOTH = re.compile(r"(?:oui |ok )*(?:pour |a )?(?:tou(?:s|tes) )?(?:les|aux) (?:deux|2)(?: oui)?")


def _both(talk: Talk) -> Outcome:
    """ "oui aux deux": one yes for each."""
    first, *others = [one.suggestion_id for one in talk.facts.offers]
    outcome = answer_offer(YesNo.YES, talk.learnt(about=first))
    accepted = tuple(OfferAccepted(one) for one in (first, *others))
    return replace(outcome, effects=accepted, settled_too=tuple(others))


def _why(talk: Talk) -> Outcome:
    about = offer(talk) or talk.facts.offers[-1]
    reasons = about.why or "Votre conseiller pense que ce poste peut vous aller."
    return Outcome(reasons, ask="offer_again", about=about.suggestion_id)


# --- why not ----------------------------------------------------------------------------------------------------------


def reason_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, line) for key, (line, _) in REASONS.items())


def parse_reason(text: str, talk: Talk) -> Answer[str]:
    folded = text.casefold()
    for key, (_, words) in REASONS.items():
        if any(word in folded for word in words):
            return Understood(key, text)
    return Misunderstood("no reason")


def note_reason(value: Json, talk: Talk) -> Outcome:
    if talk.state.about is None:
        return Outcome("C'est noté.")
    noted = (OfferDeclinedFor(talk.state.about, str(value)),)
    after = asked_after(talk, talk.state.about, str(value))
    if after.ask is None:
        return Outcome("C'est noté, merci.", noted)
    return replace(after, say=f"C'est noté. {after.say}".strip(), effects=noted)


# --- after a yes ------------------------------------------------------------------------------------------------------


def note_holds(value: Json, talk: Talk) -> Outcome:
    if talk.state.about is None or value not in (YesNo.YES, YesNo.NO):
        return Outcome("D'accord.")
    there = value == YesNo.YES
    words = (
        "Bonne nouvelle, merci." if there else "C'est noté. Votre conseiller vous appelle et votre fiche est active."
    )
    return Outcome(words, (WorkHolds(talk.state.about, there),))


def note_training(value: Json, talk: Talk) -> Outcome:
    if talk.state.about is None or value not in (YesNo.YES, YesNo.NO):
        return Outcome("D'accord, on en reparle.")
    wanted = value == YesNo.YES
    words = "C'est noté, votre conseiller prépare cela et vous appelle." if wanted else "C'est noté, pas de formation."
    return Outcome(words, (TrainingAnswered(talk.state.about, wanted),))


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    return understand_yes_no(text)


OFFERS = Flow(
    "offers",
    "Réponse à une offre",
    (
        Question(
            "offer",
            ask_offer,
            parse_offer,
            when=lambda talk: talk.facts.agreed and bool(talk.facts.offers),
            then=answer_offer,
            example="Répondez OUI, NON, ou PLUS.",
            why="Votre conseiller pense que ce poste peut vous aller.",
            own_words=frozenset({GlobalWord.LATER}),
            can_skip=True,
        ),
    ),
    alone=(
        Question(
            "offer_again",
            lambda talk: "Ça vous intéresse ? OUI ou NON.",
            parse_offer,
            then=answer_offer,
            example="Répondez OUI ou NON.",
            why="Votre conseiller vous dira le reste : écrivez CONSEILLER.",
            own_words=frozenset({GlobalWord.LATER}),
        ),
        Question(
            "declined_for",
            lambda talk: f"C'est noté. Pourquoi non ? {numbered(reason_options(talk))}.",
            parse_reason,
            options=reason_options,
            then=note_reason,
            example="Répondez par un numéro.",
        ),
        Question(
            "work_holds",
            lambda talk: "Vous êtes toujours à ce poste ? OUI ou NON.",
            parse_yes_no,
            then=note_holds,
            example="Répondez OUI ou NON.",
        ),
        Question(
            "training",
            lambda talk: "Cette formation courte vous intéresse ? OUI ou NON.",
            parse_yes_no,
            then=note_training,
            example="Répondez OUI ou NON.",
            why="Elle vous donne ce qui manque pour ce poste.",
        ),
    ),
    hears=hears_offers,
)
