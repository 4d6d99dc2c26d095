"""The CV, a little at a time: one question a day, the one that opens most offers; or all at once with "mon cv".

What each question keeps: contracts [codes] · part_time, nights, weekends, carpool, moving bool · diploma text ·
level 1 to 8 · past_jobs [{"work", "years", "employer"}] · skills, languages, software [texts] ·
licence_dates {code: "2022-05"}.
Which one is next is a fact of the office (Facts.worth_asking), not an order written here.
"""

import re
from collections.abc import Callable
from datetime import datetime

from backend.matching.diplomas import level
from backend.reference.licence_validity import is_over, undated, valid_years
from backend.values import Json
from bot.effects import Answered
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.phrases import said_dated_licences, said_licences, shortened
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.contract import CONTRACTS, understand_contract
from bot.understanding.experience import find_experience
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.obtained import understand_obtained
from bot.understanding.work import understand_work
from bot.understanding.yes_no import YesNo, understand_yes_no, yes_or_no

MOST_PAST_JOBS = 5
LONGEST = 120
_NONE = re.compile(r"(?i)\s*(?:non|aucune?s?|rien|pas de \w+|0|zero|zéro|sans|néant)\b[ .!]*(?:dipl[oô]me)?[ .!]*")
_AT = re.compile(r"(?i)\b(?:chez|à la|au|aux|à l'|pour)\s+(.{2,60})$")
_DURATION = re.compile(r"(?i)\b(?:pendant |depuis |durant )?\d+ ?(?:ans?|mois|années?|annees?)\b")
_SEPARATORS = re.compile(r"\s*(?:[,;/+\n]|\bet\b)\s*")


def next_is(key: str) -> Callable[[Talk], bool]:
    """Whether that question is the best one that is still open, for someone who wants to do it all at once."""

    def asked(talk: Talk) -> bool:
        if not (talk.facts.agreed and talk.facts.confirmed and talk.state.cv_all):
            return False
        closed = [*talk.state.skipped, *(one for one in talk.answers if one in KEYS and one != "licence_dates")]
        if level(str(talk.answers.get("diploma") or "")):  # the diploma says it
            closed.append("level")
        return next((one for one in talk.facts.worth_asking if one not in closed), None) == key

    return asked


def parse_flag(text: str, talk: Talk) -> Answer[bool]:
    answer = yes_or_no(text)
    return Understood(answer.value is YesNo.YES, answer.words) if isinstance(answer, Understood) else answer


def parse_contracts(text: str, talk: Talk) -> Answer[tuple[str, ...]]:
    answer = understand_contract(text)
    if isinstance(answer, Understood) and answer.value.contracts:
        return Understood(answer.value.contracts, answer.words)
    said = understand_yes_no(text)
    if isinstance(said, Understood) and said.value is YesNo.YES:
        return Understood(CONTRACTS[:4], text)
    return answer if isinstance(answer, Misunderstood) else Misunderstood("no contract")


def parse_part_time(text: str, talk: Talk) -> Answer[bool]:
    """Full time, part time, or both: who takes both takes part time."""
    folded = text.casefold()
    if any(word in folded for word in ("deux", "peu importe", "egal", "égal", "partiel", "mi-temps", "mi temps")):
        return Understood(True, text)
    if any(word in folded for word in ("plein", "complet", "35")):
        return Understood(False, text)
    return not_an_answer(text) or Misunderstood("neither full nor part time")


def parse_words(text: str, talk: Talk) -> Answer[str]:
    if _NONE.fullmatch(text):
        return Understood("aucun", text)
    if refused := not_an_answer(text):
        return refused
    said = " ".join(text.split())[:LONGEST]
    return Understood(said, text) if len(said) > 1 and any(c.isalpha() for c in said) else Misunderstood("no words")


LEVELS: tuple[tuple[int, str], ...] = (
    (1, "sans diplôme"), (3, "CAP ou BEP"), (4, "bac"), (5, "bac + 2"), (6, "bac + 3 ou plus"),
)  # fmt: skip


def parse_level(text: str, talk: Talk) -> Answer[int]:
    """A level of the national framework, 1 to 8 (see backend/matching/diplomas.py)."""
    said = 1 if _NONE.fullmatch(text) else level(re.sub(r"(?i)\bplus\b", "+", text))
    return Understood(said, text) if said else not_an_answer(text) or Misunderstood("no level")


def said_level(kept: Json, now: datetime) -> str:
    return next((words for rank, words in reversed(LEVELS) if isinstance(kept, int) and kept >= rank), "")


def level_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(rank, words) for rank, words in LEVELS)


def keep_list(said: str) -> Json:
    return [] if said == "aucun" else [one for one in _SEPARATORS.split(said) if one][:10]


def parse_job(text: str, talk: Talk) -> Answer[Json]:
    """ "vendeuse 3 ans chez Carrefour": the occupation, the years and the employer, as far as they are said."""
    if _NONE.fullmatch(text):
        return Understood(None, text)
    years = find_experience(text, talk.now.replace(tzinfo=None))
    at = _AT.search(text)
    trade = _DURATION.sub(" ", text[: at.start()] if at else text)
    work = understand_work(trade, talk.facts.nomenclature)
    if not isinstance(work, Understood):
        return work if isinstance(work, Misunderstood) else Understood(_job(trade, years, at), text)
    return Understood(_job(work.value.label, years, at), text)


def _job(work: str, years: object, at: re.Match[str] | None) -> Json:
    value = getattr(years, "value", None)
    employer = at[1].strip(" .") if at else ""
    return {"work": work.strip()[:80], "years": value if isinstance(value, float) else None, "employer": employer[:60]}


def add_job(value: Json, talk: Talk) -> Outcome:
    """One more job, up to five; "aucun" ends."""
    known = talk.answers.get("past_jobs")
    jobs = list(known) if isinstance(known, list) else []
    if value is None:
        return Outcome("D'accord.", (Answered("past_jobs", jobs),), learn={"past_jobs": jobs})
    jobs = [*jobs, value][:MOST_PAST_JOBS]
    noted = (Answered("past_jobs", jobs),)
    label = shortened(str(value["work"]), 40) if isinstance(value, dict) else ""
    if talk.state.cv_all and len(jobs) < MOST_PAST_JOBS:
        return Outcome(f"C'est noté : {label}.", noted, learn={"past_jobs": jobs}, ask="past_jobs")
    return Outcome(f"C'est noté : {label}.", noted, learn={"past_jobs": jobs})


# --- dates of certificates --------------------------------------------------------------------------------------------


def of_one_kind(talk: Talk) -> list[str]:
    """The certificates to date now: those of the first kind that lacks its dates."""
    held, dates = talk.answers.get("licences"), talk.facts.known.get("licence_dates")
    open_ones = undated(map(str, held) if isinstance(held, list) else (), dates if isinstance(dates, dict) else {})
    return [code for code in open_ones if _kind(code) == _kind(open_ones[0])]


def _kind(code: str) -> str:
    return "-".join(code.split("-")[:2])


def ask_dates(talk: Talk) -> str:
    codes = of_one_kind(talk)
    years = valid_years(codes[0]) if codes else None
    limit = f" C'est valable {years} ans." if years else ""
    return f"En quelle année avez-vous eu : {shortened(said_licences(list(codes)), 40)} ?{limit}"


def parse_dates(text: str, talk: Talk) -> Answer[Json]:
    answer = understand_obtained(text, of_one_kind(talk), talk.now.replace(tzinfo=None))
    return Understood(dict(answer.value), answer.words) if isinstance(answer, Understood) else answer  # type: ignore[return-value]


def note_dates(value: Json, talk: Talk) -> Outcome:
    """What is not known is kept as such, so that it is not asked again."""
    codes = of_one_kind(talk)
    said = {code: str(when) for code, when in value.items() if code in codes} if isinstance(value, dict) else {}
    dates: dict[str, Json] = {code: said.get(code, "") for code in codes}
    noted = Answered("licence_dates", dates)
    if not said:
        return Outcome("D'accord, on verra cela avec vous.", (noted,), again=True)
    over = [code for code, when in said.items() if is_over(code, when, talk.now.date())]
    ended = shortened(said_licences(list(over)), 40)
    end = f" {ended} : plus valable, parlez-en à votre conseiller." if over else ""
    return Outcome(f"C'est noté : {shortened(said_dated_licences(list(said), said), 60)}.{end}", (noted,), again=True)


def said_flag(yes: str, no: str) -> Callable[[Json, datetime], str]:
    return lambda kept, now: yes if kept else no


CONTRACT_WORDS = {"MIS": "intérim", "SAI": "saison", "APP": "alternance"}


def said_contracts(kept: Json, now: datetime) -> str:
    codes = [str(code) for code in kept] if isinstance(kept, list) else []
    return ", ".join(CONTRACT_WORDS.get(code, code) for code in codes)


def said_words(kept: Json, now: datetime) -> str:
    return shortened(", ".join(map(str, kept)) if isinstance(kept, list) else str(kept or ""), 32)


def contract_options(_: Talk) -> tuple[Option, ...]:
    lines: tuple[tuple[list[Json], str], ...] = (
        (["CDI"], "CDI"),
        (["CDD"], "CDD"),
        (["MIS"], "intérim"),
        (["CDI", "CDD", "MIS", "SAI"], "tous"),
    )
    return tuple(Option(codes, label) for codes, label in lines)


def part_time_options(_: Talk) -> tuple[Option, ...]:
    return (Option(False, "temps plein"), Option(True, "temps partiel"), Option(True, "les deux"))


def yes_no(key: str, words: str, yes: str, no: str) -> Question:
    return Question(
        key, lambda talk: f"{words} OUI ou NON.", parse_flag, echo=said_flag(yes, no), example="Répondez OUI ou NON.",
        when=next_is(key), why=WHY, buttons=("OUI", "NON"),
    )  # fmt: skip


def words(key: str, ask: str, example: str, keep: Callable[[str], Json]) -> Question:
    return Question(
        key, lambda talk: ask, parse_words, keep, said_words, example, when=next_is(key), why=WHY, whole=True
    )  # fmt: skip


WHY = "Avec cette réponse, plus d'offres peuvent vous aller. PASSER si vous préférez."

CV = Flow(
    "cv",
    "Le CV, petit à petit",
    (
        Question(
            "contracts",
            lambda talk: "Quels contrats vous vont ? CDI, CDD, intérim... ou TOUS.",
            parse_contracts,
            lambda codes: list(codes),
            said_contracts,
            "Par exemple : CDI et intérim.",
            menu=contract_options,
            when=next_is("contracts"),
            why=WHY,
        ),
        Question(
            "part_time",
            lambda talk: "Temps plein, temps partiel, ou les deux ?",
            parse_part_time,
            echo=said_flag("temps partiel possible", "temps plein"),
            example="Par exemple : temps plein.",
            menu=part_time_options,
            when=next_is("part_time"),
            why=WHY,
        ),
        yes_no("nights", "Pouvez-vous travailler la nuit ?", "la nuit, c'est possible", "pas la nuit"),
        yes_no("weekends", "Pouvez-vous travailler le week-end ?", "le week-end, c'est possible", "pas le week-end"),
        words(
            "diploma",
            "Votre plus haut diplôme, ou une formation ? AUCUN, ça va aussi.",
            "Par exemple : CAP cuisine, bac pro, ou AUCUN.",
            lambda said: said,
        ),
        Question(
            "level",
            lambda talk: f"Votre niveau d'études ? {numbered(level_options(talk))}.",
            parse_level,
            echo=said_level,
            example="Répondez par un numéro.",
            options=level_options,
            when=next_is("level"),
            why=WHY,
        ),
        Question(
            "past_jobs",
            lambda talk: "Un emploi que vous avez eu ? Le métier, chez qui, combien de temps. AUCUN pour finir.",
            parse_job,
            when=next_is("past_jobs"),
            then=add_job,
            whole=True,
            example="Par exemple : vendeuse 3 ans chez Carrefour.",
            why=WHY,
        ),
        Question(
            "licence_dates",
            ask_dates,
            parse_dates,
            when=next_is("licence_dates"),
            then=note_dates,
            whole=True,
            example="Par exemple : 2022, ou mai 2022.",
            why="Certains postes demandent un certificat encore valable.",
        ),
        words(
            "skills",
            "Que savez-vous bien faire dans votre travail ?",
            "Par exemple : tenir une caisse, lire un plan.",
            keep_list,
        ),
        yes_no("carpool", "Le covoiturage, ça vous irait ?", "covoiturage possible", "pas de covoiturage"),
        yes_no("moving", "Pourriez-vous déménager pour un travail ?", "déménager, c'est possible", "sans déménager"),
        words("languages", "Quelles langues parlez-vous ?", "Par exemple : français, portugais.", keep_list),
        words(
            "software",
            "Sur ordinateur, que savez-vous utiliser ? AUCUN, ça va aussi.",
            "Par exemple : Word, la caisse, ou AUCUN.",
            keep_list,
        ),
    ),
    about="votre CV",
)

KEYS = frozenset(question.key for question in CV.questions)
