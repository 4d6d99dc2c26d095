"""One telephone, two people: who is writing is asked by first name before anything private is said."""

import re

from backend.reference.folding import fold
from backend.values import Json
from bot.effects import JoinedByOther, SpokeAs
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.phrases import shortened
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.names import understand_name

NOBODY = "another"


def options(talk: Talk) -> tuple[Option, ...]:
    people = [
        Option(one.candidate_id, shortened(one.first_name, 20) or f"fiche {n}")
        for n, one in enumerate(talk.facts.people, 1)
    ]
    return (*people[:4], Option(NOBODY, "une autre personne"))


def parse(text: str, talk: Talk) -> Answer[Json]:
    """A first name of the list, said alone or in a sentence; another name is another person."""
    words = set(fold(text).replace("-", " ").split())
    named = [
        one
        for one in talk.facts.people
        if one.first_name and set(fold(one.first_name).replace("-", " ").split()) <= words
    ]
    if len(named) == 1:
        return Understood(named[0].candidate_id, text)
    if "autre" in words or (not named and isinstance(understand_name(text), Understood)):
        return Understood(NOBODY, text)
    return Misunderstood("no name of the list")


def chosen(value: Json, talk: Talk) -> Outcome:
    if value == NOBODY:
        return Outcome("D'accord.", (JoinedByOther(),), reset=True, again=True)
    assert isinstance(value, int)
    same = value == talk.facts.candidate_id
    return Outcome("Merci.", (SpokeAs(value),), reset=not same, again=True)


_IT_IS = re.compile(r"(?:non |bonjour |ici |coucou )*(?:c est |ici |je suis |moi c est )?(?:moi )?(.+)")


def hears_who(text: str, talk: Talk) -> Outcome | None:
    """ "c'est Léa", while the other one is taken to write."""
    said = _IT_IS.fullmatch(" ".join(re.sub(r"[^a-z0-9]", " ", fold(text)).split()))
    if said is None or talk.state.asking in ("who", "name") or len(talk.facts.people) < 2:
        return None
    meant = [one for one in talk.facts.people if one.first_name and fold(one.first_name).replace("-", " ") == said[1]]
    if len(meant) != 1 or meant[0].candidate_id == talk.facts.candidate_id:
        return None
    return chosen(meant[0].candidate_id, talk)


SHARED_PHONE = Flow(
    "shared_phone",
    "Un téléphone pour deux",
    (),
    alone=(
        Question(
            "who",
            lambda talk: f"Ce téléphone sert à plusieurs personnes. Qui écrit ? {numbered(options(talk))}.",
            parse,
            options=options,
            then=chosen,
            example="Répondez par votre prénom, ou par un numéro.",
            why="Votre fiche est privée : je dois savoir à qui je parle.",
            can_skip=False,
        ),
    ),
    hears=hears_who,
)
