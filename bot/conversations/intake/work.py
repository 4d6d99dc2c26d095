"""The work looked for, made precise when its word says too little, and the years in it."""

from collections.abc import Sequence
from typing import Any

from backend.reference.folding import fold
from backend.reference.occupations import Occupation
from backend.values import Json
from bot.conversations.intake.common import WHY, both, in_intake, short
from bot.effects import Answered
from bot.flow import Outcome, Question
from bot.options import Option, numbered
from bot.phrases import (
    said_work,
    said_years,
)
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.experience import understand_experience
from bot.understanding.several_works import listed_with
from bot.understanding.texted import words_of
from bot.understanding.work import understand_work

# A word that says too little: what it may mean, as code of the occupation and what the person reads.
VAGUE: dict[str, tuple[tuple[str, str], ...]] = {
    "menage": (("K1304", "ménage chez des gens"), ("K2204", "ménage de bureaux")),
    "nettoyage": (("K2204", "nettoyage de bureaux"), ("K1304", "ménage chez des gens")),
    "cuisine": (("G1602", "cuisinier"), ("G1605", "aide de cuisine, plonge")),
    "chauffeur": (("N4105", "livreur"), ("N4101", "poids lourd"), ("N4103", "bus")),
    "batiment": (("F1704", "manoeuvre"), ("F1703", "maçon"), ("F1606", "peintre")),
}


_AROUND_WORK = words_of(
    """
    je j cherche jcherche recherche voudrais veux faire fait un une du de des le la l emploi poste travail boulot dans
    en
    """
)


def vague_word(said: str) -> str | None:
    """The vague word that is all that was said: "jcherche du menage" → "menage"."""
    words = [word for word in fold(said).replace("'", " ").split() if word not in _AROUND_WORK]
    return words[0] if len(words) == 1 and words[0] in VAGUE else None


def keep_work(work: Occupation, said: str) -> Json:
    """{"code", "label"}, and "vague" when one more question can make it precise; see with_others for "others"."""
    vague = vague_word(said)
    kept: dict[str, Json] = {"code": work.code, "label": work.label}
    return {**kept, "label": said_vague(vague), "vague": vague} if vague else kept


def with_others(kept: Json, others: Sequence[Occupation]) -> Json:
    """The same with the trades that were named beside it: they count as looked for too."""
    assert isinstance(kept, dict)
    return {**kept, "others": [{"code": work.code, "label": work.label} for work in others]}


def said_vague(word: str) -> str:
    return {"menage": "ménage", "batiment": "bâtiment"}.get(word, word)


def parse_work(text: str, talk: Talk) -> Answer[object]:
    """An occupation, with the words that said it; a vague word is understood as its first meaning."""
    if vague := vague_word(text):
        code, _ = VAGUE[vague][0]
        return Understood((Occupation(code, said_vague(vague)), vague), text)
    answer = understand_work(text, talk.facts.nomenclature)
    if isinstance(answer, Understood):
        listed = listed_with(text, answer.value.code, talk.facts.nomenclature)
        return Understood((answer.value, "", *(listed.others if listed else ())), answer.words)
    return OneOf(tuple((work, "") for work in answer.options), answer.words) if isinstance(answer, OneOf) else answer


def keep_said_work(said: tuple[Any, ...]) -> Json:
    """The work, the words that said it, and those listed beside it."""
    work, words, *others = said
    return with_others(keep_work(work, words), others) if others else keep_work(work, words)


def vague_options(talk: Talk) -> tuple[Option, ...]:
    work = talk.answers.get("work")
    vague = work.get("vague") if isinstance(work, dict) else None
    lines = VAGUE.get(vague, ()) if isinstance(vague, str) else ()
    others = {"others": work["others"]} if isinstance(work, dict) and work.get("others") else {}
    return tuple(Option({"code": code, "label": label, **others}, label) for code, label in lines)


def ask_precise(talk: Talk) -> str:
    return f"Plutôt {numbered(vague_options(talk))} ?"


def parse_precise(text: str, talk: Talk) -> Answer[Json]:
    """A word of one of the lines ("bureaux"), or another occupation."""
    words = set(fold(text).split())
    found = [one for one in vague_options(talk) if words & (set(fold(one.label).split()) - {"de", "des", "menage"})]
    return Understood(found[0].value, text) if len(found) == 1 else Misunderstood("which one")


def made_precise(value: Json, talk: Talk) -> Outcome:
    label = str(value["label"]) if isinstance(value, dict) else ""
    return Outcome(f"{label[:1].upper()}{label[1:]}, d'accord.", (Answered("work", value),), learn={"work": value})


def years_options(_: Talk) -> tuple[Option, ...]:
    return tuple(
        Option(years, say)
        for years, say in ((0, "débutant"), (1, "1 an"), (3, "3 ans"), (5, "5 ans"), (10, "10 ans et plus"))
    )


WORK = Question(
    "work",
    both(
        "years",
        "Quel travail cherchez-vous, et combien d'années en avez-vous fait ?",
        "Quel travail cherchez-vous ?",
    ),
    parse_work,
    keep_said_work,
    short(said_work),
    "Par exemple : ménage 5 ans, ou cariste débutant.",
    when=in_intake,
    why=WHY,
    loose=True,
)


PRECISE = Question(
    "precise",
    ask_precise,
    parse_precise,
    options=vague_options,
    when=lambda talk: talk.facts.agreed and bool(vague_options(talk)),
    then=made_precise,
    example="Répondez par un numéro.",
    why="Ce ne sont pas les mêmes offres.",
    takes_facts=True,
)


# Words of the answers, folded: a letter wrong in one of them is put right (see bot/reading.py).
YEARS_WORDS = ("ans", "mois", "annees", "debutant", "debutante", "depuis", "dizaine", "experience")
YEARS = Question(
    "years",
    lambda talk: "Combien d'années dans ce travail ? (0 si vous débutez)",
    lambda text, talk: understand_experience(text, talk.now.replace(tzinfo=None)),
    echo=short(said_years),
    example="Par exemple : 5 ans, ou 0.",
    menu=years_options,
    when=lambda talk: in_intake(talk) and "work" not in talk.state.skipped,
    why=WHY,
    elsewhere=True,
    words=YEARS_WORDS,
)
