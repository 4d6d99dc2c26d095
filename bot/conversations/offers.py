"""An offer that was sent: OUI, NON and why, PLUS, POURQUOI; each by its number when there are several.

And what follows a yes: whether the work holds, whether a short training is wanted.
"""

import re
from dataclasses import replace
from typing import Any

from backend.reference.folding import fold
from backend.values import Json
from bot.commands import call_back
from bot.effects import AdviserNeeded, OfferAccepted, OfferDeclined, OfferDeclinedFor, TrainingAnswered, WorkHolds
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.phrases import shortened
from bot.refused import asked_after
from bot.several_offers import each, named, of_all, only_names, said_of
from bot.situation import OpenOffer
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.refusal import complaint, found_work, reason_of, takes_back
from bot.understanding.stop_words import GlobalWord, global_word
from bot.understanding.texted import read
from bot.understanding.yes_no import YesNo, understand_yes_no

# key (see backend.placement.answers) → its line
REASONS: dict[str, str] = {
    "too_far": "trop loin", "hours": "horaires", "pay": "salaire", "not_my_trade": "pas mon métier", "other": "autre",
}  # fmt: skip
ASKED = ("offer", "offer_again")
SPOKEN_OF = "Votre conseiller parle de vous à l'employeur et vous tient au courant."


def offer(talk: Talk) -> OpenOffer | None:
    return next((one for one in talk.facts.offers if one.suggestion_id == talk.state.about), None)


def ask_offer(talk: Talk) -> str:
    about = offer(talk) or (talk.facts.offers[-1] if talk.facts.offers else None)
    title = about.title if about else "cette offre"
    return f"L'offre : {title}. Ça vous intéresse ? OUI, NON, ou PLUS."


def parse_offer(text: str, talk: Talk) -> Answer[Any]:
    """Yes, no, later, more; or {"no": reason} when the reason is said in the same breath."""
    if found_work(text):
        return Understood({"no": FOUND_WORK}, text)
    answer = understand_yes_no(text)
    said = answer.value if isinstance(answer, Understood) else None
    if said in (YesNo.YES, None) and _asks_about_it(text, talk):
        return Understood(YesNo.MORE, text) if talk.state.asking != "offer_again" else Misunderstood("question")
    reason = complaint(text) if said in (YesNo.UNSURE, None) else reason_of(text) if said is YesNo.NO else None
    if reason:
        return Understood({"no": reason}, text)
    if isinstance(answer, Understood):
        return answer
    return Understood(YesNo.LATER, text) if global_word(text) is GlobalWord.SKIP else answer


_ASKS = re.compile(
    r"\b(?:combien|quand|quel(?:le)?s?|quoi|qui|comment|adresse|ou (?:c|ca|exactement|est|se)|(?:c|c est) ou)\b"
)


def _asks_about_it(text: str, talk: Talk) -> bool:
    """ "c'est où ?", "c payé combien", "oui mais quels horaires": what is written of the offer answers, once."""
    plain = read(text).plain
    if plain.startswith("pourquoi"):
        return False
    refused = not_an_answer(text)
    return bool(_ASKS.search(plain)) or "?" in plain or (refused is not None and refused.hint == "question")


def answer_offer(value: Json, talk: Talk) -> Outcome:
    about = offer(talk)
    if about is None:
        return Outcome("Cette offre n'est plus ouverte.")
    name = f", {talk.first_name[:20]}" if talk.first_name else ""
    if isinstance(value, dict):
        return _declined_for(about, str(value["no"]), talk)
    match value:
        case YesNo.YES:
            which = _which(about, talk)
            told = SPOKEN_OF if not which else "Votre conseiller parle de vous à l'employeur."
            words = f"C'est noté{name}{which}. {told}"
            return Outcome(words, (OfferAccepted(about.suggestion_id),), settled_offer=about.suggestion_id)
        case YesNo.NO:
            declined = (OfferDeclined(about.suggestion_id),)
            return Outcome(
                f"C'est noté{_not(about, talk)}.", declined, ask="declined_for", about=about.suggestion_id,
                settled_offer=about.suggestion_id,
            )  # fmt: skip
        case YesNo.MORE:
            return Outcome(about.details, ask="offer_again", about=about.suggestion_id)
        case _:
            return Outcome("D'accord, l'offre vous attend. Répondez OUI ou NON quand vous voulez.", quiet=True)


def _which(about: OpenOffer, talk: Talk) -> str:
    """ " : aide à domicile", when other offers are open too."""
    return f" : {shortened(about.title, 40)}" if len(talk.facts.offers) > 1 else ""


def _not(about: OpenOffer, talk: Talk) -> str:
    which = _which(about, talk)
    return which.replace(" : ", ", non pour ", 1)


def _declined_for(about: OpenOffer, reason: str, talk: Talk) -> Outcome:
    """A no that says why: nothing is left to ask, but what the same reason several times leads to."""
    declined = (OfferDeclined(about.suggestion_id),)
    if reason == FOUND_WORK:
        told = has_found_work(talk)
        noted = (*declined, OfferDeclinedFor(about.suggestion_id, "other"), *told.effects)
        return replace(told, effects=noted, settled_offer=about.suggestion_id)
    outcome = note_reason(reason, talk.learnt(about=about.suggestion_id))
    which = _not(about, talk)
    said = outcome.say.replace("C'est noté", f"C'est noté{which}", 1)
    if outcome.ask is None:
        said = f"C'est noté{which} : {REASONS[reason]}."
    return replace(
        outcome, say=said, effects=(*declined, *outcome.effects), about=about.suggestion_id,
        settled_offer=about.suggestion_id,
    )  # fmt: skip


# --- said at any moment -----------------------------------------------------------------------------------------------

FOUND_WORK = "found_work"
_CALL_ME = re.compile(r"\b(?:rappele[rz]?|appele[rz]|conseillere?)\b")
_WHY_ME = re.compile(
    r"pourquoi (?:est ce que )?(?:moi|cette offre|ce poste|ce travail|cette proposition|vous me proposez.*)"
)


def has_found_work(talk: Talk) -> Outcome:
    who = talk.first_name or "Cette personne"
    needed = AdviserNeeded(FOUND_WORK, f"{who} dit avoir trouvé du travail. À vérifier, puis mettre la fiche à jour.")
    words = "Bonne nouvelle. Je le dis à votre conseiller. Pour ne plus avoir d'offres un moment : PAUSE."
    return Outcome(words, (needed,), quiet=True)


def hears_offers(text: str, talk: Talk) -> Outcome | None:
    """ "OUI 2", "non pour la 1", "pourquoi moi": an answer to one open offer among others, or its reasons."""
    words = fold(text)
    asked = talk.state.asking in ASKED
    if found_work(text) and not asked:
        return has_found_work(talk)
    if not talk.facts.offers:
        return None
    if _WHY_ME.fullmatch(words) or (asked and words in ("pourquoi", "pourquoi ca")):
        return _why(talk)
    return _one_of_several(text, asked, talk) if len(talk.facts.offers) > 1 else None


_YES_AND_NO = re.compile(r"\b(?:oui|ok)\b.*\bnon\b|\bnon\b.*\b(?:oui|ok)\b")


def _one_of_several(text: str, asked: bool, talk: Talk) -> Outcome | None:
    offers = talk.facts.offers
    if said_of_all := of_all(text):
        return _all_settled({one.suggestion_id: said_of_all for one in offers}, talk)
    if said_of_each := each(text, offers, talk.state.about):
        return _all_settled(said_of_each, talk)
    about = named(text, offers, talk.state.about)
    if about is None:
        return None
    if _CALL_ME.search(fold(text)):
        called = call_back(talk, about)
        return Outcome("C'est noté. Un conseiller vous appelle pour cette offre.", (called,), quiet=True)
    turned = talk.learnt(about=about.suggestion_id)
    if _YES_AND_NO.search(fold(text)):
        return Outcome("Dites-moi une offre à la fois, par exemple OUI 1, puis NON 2.", quiet=True)
    if said := said_of(text):
        reason = reason_of(text) if said is YesNo.NO else None
        return answer_offer({"no": reason} if reason else said, turned)
    if asked and (reason := complaint(text)):
        return answer_offer({"no": reason}, turned)
    return Outcome(ask="offer", about=about.suggestion_id) if asked and only_names(text, about) else None


def _all_settled(said: dict[int, YesNo], talk: Talk) -> Outcome:
    """One answer for each; nothing is asked about a no among others."""
    wanted = [one for one, word in said.items() if word is YesNo.YES]
    effects = tuple(OfferAccepted(one) if one in wanted else OfferDeclined(one) for one in said)
    titles = [shortened(one.title, 40) for one in talk.facts.offers if one.suggestion_id in wanted]
    which = f" : {titles[0]}" if len(titles) == 1 else ""
    told = SPOKEN_OF if wanted else ""
    name = f", {talk.first_name[:20]}" if talk.first_name else ""
    first, *others = said
    return Outcome(f"C'est noté{name}{which}. {told}".strip(), effects, settled_offer=first, settled_too=tuple(others))


def _why(talk: Talk) -> Outcome:
    about = offer(talk) or talk.facts.offers[-1]
    reasons = about.why or "Votre conseiller pense que ce poste peut vous aller."
    return Outcome(reasons, ask="offer_again", about=about.suggestion_id)


# --- why not ----------------------------------------------------------------------------------------------------------

WANTED_AFTER_ALL = "wanted"


def reason_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, line) for key, line in REASONS.items())


def parse_reason(text: str, talk: Talk) -> Answer[str]:
    """A reason in any words; a yes takes the no back. Two digits: the first one."""
    if reason := reason_of(text):
        return Understood(reason, text)
    if (digits := re.findall(r"\b[1-5]\b", text)) and not re.search(r"[^\W\d_]{3,}", text):
        return Understood(list(REASONS)[int(digits[0]) - 1], text)
    said = understand_yes_no(text)
    if (isinstance(said, Understood) and said.value is YesNo.YES) or (takes_back(text) and "oui" in fold(text)):
        return Understood(WANTED_AFTER_ALL, text)
    refused = not_an_answer(text)
    told = refused is None and any(letter.isalpha() for letter in text)
    return Understood("other", text) if told else refused or Misunderstood("no reason")


def note_reason(value: Json, talk: Talk) -> Outcome:
    if talk.state.about is None:
        return Outcome("C'est noté.")
    if value == WANTED_AFTER_ALL:
        who = talk.first_name or "Cette personne"
        note = f"{who} a dit non puis oui à la proposition {talk.state.about} : à reprendre."
        return Outcome("D'accord, je dis à votre conseiller que l'offre vous intéresse.", (_message(note),))
    noted = (OfferDeclinedFor(talk.state.about, str(value)),)
    after = asked_after(talk, talk.state.about, str(value))
    if after.ask is None:
        return Outcome("C'est noté, merci.", noted)
    return replace(after, say=f"C'est noté. {after.say}".strip(), effects=noted)


def _message(note: str) -> AdviserNeeded:
    return AdviserNeeded("message", note)


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
            when=lambda talk: talk.facts.agreed and bool(talk.facts.offers) and not talk.facts.stopped,
            then=answer_offer,
            example="Répondez OUI, NON, ou PLUS.",
            why="Votre conseiller pense que ce poste peut vous aller.",
            own_words=frozenset({GlobalWord.LATER, GlobalWord.SKIP}),
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
            own_words=frozenset({GlobalWord.LATER, GlobalWord.SKIP}),
        ),
        Question(
            "declined_for",
            lambda talk: f"Pourquoi non ? {numbered(reason_options(talk))}.",
            parse_reason,
            options=reason_options,
            then=note_reason,
            example="Répondez par un numéro.",
            why="C'est pour ne plus vous proposer ce qui ne va pas. PASSER si vous préférez.",
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
