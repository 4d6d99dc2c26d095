"""The agreement: who writes, what for, and OUI or NON."""

from backend.values import Json
from bot.effects import Agreed, Declined
from bot.flow import Outcome, Question
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.yes_no import YesNo, understand_yes_no


def ask_agreement(talk: Talk) -> str:
    if talk.state.asking == "agreement":  # it was said once
        return "On commence ? Répondez OUI ou NON."
    return (
        f"Bonjour, ici l'assistant automatique de la {talk.facts.office}. En 8 questions courtes, on prépare "
        "votre fiche et vous recevez des offres près de chez vous. Un conseiller relit tout, vous pouvez tout effacer. "
        "On commence ? OUI ou NON. (STOP pour arrêter)"
    )


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    answer = understand_yes_no(text)
    if isinstance(answer, Understood) and answer.value not in (YesNo.YES, YesNo.NO):
        return Misunderstood("question" if answer.value is YesNo.MORE else "neither yes nor no")
    return answer


def agreed(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        return Outcome("Merci.", (Agreed(),))
    return Outcome("D'accord, je ne garde rien. Si vous changez d'avis, écrivez-nous.", (Declined(),), reset=True)


AGREEMENT = Question(
    "agreement",
    ask_agreement,
    parse_yes_no,
    when=lambda talk: not talk.facts.agreed,
    then=agreed,
    why="Je suis un assistant automatique : la mission Emploi vous aide à trouver du travail, c'est gratuit.",
    can_skip=False,
    buttons=("OUI", "NON"),
    takes_facts=True,
)
