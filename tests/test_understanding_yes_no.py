"""Yes, no, later, not sure, more."""

import pytest

from bot.understanding.answers import Misunderstood, Understood
from bot.understanding.yes_no import YesNo, understand_yes_no

SAID = {
    YesNo.YES: [
        "oui",
        "Oui.",
        "OK",
        "ok merci",
        "dac",
        "d'accord",
        "dakor",
        "ouais",
        "oui c bon",
        "wi",
        "vi",
        "ouiiii",
        "bien sur",
        "pk pas",
        "pourquoi pas",
        "ca m'interesse",
        "jveux bien",
        "oui je suis disponible",
        "pas de souci",
        "👍",
        "oui demain",
        "c'est bon pour moi",
    ],
    YesNo.NO: [
        "non",
        "NON",
        "nn",
        "nan",
        "non merci",
        "pas du tout",
        "ca m'interesse pas",
        "je ne suis pas intéressé",
        "non jai trouvé",
        "je peux pas",
        "👎",
        "moi non plus",
        "malheureusement non",
        "trop loin",
        "sûrement pas",
        "pas vraiment",
    ],
    YesNo.LATER: [
        "plus tard",
        "pas maintenant",
        "pas tout de suite",
        "oui mais pas maintenant",
        "non pas maintenant",
        "pas encore",
        "je vous redis",
    ],
    YesNo.UNSURE: [
        "je sais pas",
        "jsé pa",
        "chais pas",
        "peut-être",
        "peu etre",
        "ca depend des horaires",
        "oui mais non",
        "faut voir",
        "bof",
        "je ne sais pas encore",
    ],
    YesNo.MORE: ["plus", "PLUS", "+", "+ d'infos", "détails", "plus d'info svp", "en savoir plus"],
}


@pytest.mark.parametrize(("text", "said"), [(text, kind) for kind, texts in SAID.items() for text in texts])
def test_people_say_it_in_many_ways(text: str, said: YesNo) -> None:
    answer = understand_yes_no(text)
    assert isinstance(answer, Understood) and answer.value is said


@pytest.mark.parametrize(
    "text",
    [
        "nom",
        "mon nom est",
        "Noé",
        "pourquoi ?",
        "c'est qui",
        "0639980012",
        "",
        "🙂",
        "domerat",
        "je veux plus de message",
        "va te faire",
    ],
)
def test_what_says_neither_is_no_answer(text: str) -> None:
    assert isinstance(understand_yes_no(text), Misunderstood)


def test_the_words_that_said_it_are_kept() -> None:
    assert understand_yes_no("ben oui merci") == Understood(YesNo.YES, "oui")
