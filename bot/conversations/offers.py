"""An offer that was sent: OUI, NON and why, or PLUS."""

from backend.values import Json
from bot.effects import OfferAccepted, OfferDeclined, OfferDeclinedFor
from bot.flow import Flow, OpenOffer, Option, Outcome, Question, Talk, numbered
from bot.understanding.answers import Answer, Misunderstood, Understood
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
    about = offer(talk)
    title = about.title if about else "cette offre"
    return f"L'offre : {title}. Ça vous intéresse ? OUI, NON, ou PLUS."


def parse_offer(text: str, talk: Talk) -> Answer[YesNo]:
    answer = understand_yes_no(text)
    return answer if isinstance(answer, Understood) else _declined_with_a_reason(text) or answer


def _declined_with_a_reason(text: str) -> Answer[YesNo] | None:
    """ "c'est trop loin" is a no; the reason is asked all the same, with its line shown."""
    folded = text.casefold()
    if "trop" in folded and any(word in folded for _, words in REASONS.values() for word in words):
        return Understood(YesNo.NO, text)
    return None


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
    return Outcome("C'est noté, merci.", (OfferDeclinedFor(talk.state.about, str(value)),))


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
    ),
)
