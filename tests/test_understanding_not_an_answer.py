"""What answers no question at all."""

import pytest

from bot.understanding.answers import Misunderstood
from bot.understanding.not_an_answer import not_an_answer


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("🙂🙂", "no words"),
        ("...", "no words"),
        ("???", "question"),
        ("pourquoi ?", "question"),
        ("pk", "question"),
        ("c'est qui", "question"),
        ("ki é tu", "question"),
        ("vous etes qui", "question"),
        ("c koi", "question"),
        ("combien c payé ?", "question"),
        ("vous avez du travail ?", "question"),
        ("je comprends pas", "question"),
        ("connard", "insult"),
        ("va chier", "insult"),
        ("Ta gueule", "insult"),
        ("0639980012", "phone number"),
        ("mon tel 06 39 98 00 12", "phone number"),
        ("+33 6 39 98 00 12", "phone number"),
        ("personne@exemple.fr", "email"),
        ("www.exemple.fr", "link"),
        ("faux numero", "wrong number"),
        ("bonjour", "greeting"),
        ("merci beaucoup", "greeting"),
        ("mdr", "filler"),
    ],
)
def test_it_is_known_why_a_text_answers_nothing(text: str, hint: str) -> None:
    assert not_an_answer(text) == Misunderstood(hint)


@pytest.mark.parametrize(
    "text",
    [
        "pourquoi pas",
        "domérat ?",
        "quand vous voulez",
        "Condat",
        "conducteur",
        "quelques mois",
        "ou bien lundi",
        "03410",
        "Merdrignac",
        "bonjour jcherche menage appelez moi au 0639980012",
        "oui",
        "+",
        "2",
        "tous",
        "Putanges",
        "je suis concierge",
    ],
)
def test_what_may_be_an_answer_passes(text: str) -> None:
    assert not_an_answer(text) is None
