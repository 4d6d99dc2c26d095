"""A CV that came as a document: what was read in it is said to the person, and kept only after their yes.

What was found is a fact of the office (Facts.read_cv), by the keys of its questions: past_jobs [{"work", "years",
"employer"}] · licences [codes] · licence_dates {code: "2022" | "2022-05"} · diploma text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from backend.reference.folding import fold
from backend.reference.licences import in_order
from backend.values import Json
from bot.effects import Answered, CvConfirmed, CvCorrected
from bot.flow import Flow, Outcome, Question
from bot.phrases import said_dated_licences, said_years, shortened
from bot.state import Talk
from bot.understanding.answers import Answer, Understood
from bot.understanding.cv_text import CvText
from bot.understanding.experience import understand_experience
from bot.understanding.licences import find_licences, without_vaguer
from bot.understanding.work import find_work
from bot.understanding.yes_no import YesNo, yes_or_no

MOST_JOBS = 5
# Characters of what is read back: with the question around it, two SMS parts.
ROOM = 200
_LONGEST_JOB = 40

Found = dict[str, Any]

# --- what is worth saying ---------------------------------------------------------------------------------------------


def worth_telling(cv: CvText, known: Mapping[str, Json], dates: Mapping[str, Json], diploma: str) -> Found:
    """What the CV says and the file does not, as far as one message can say it: the latest job first."""
    work = known.get("work")
    sought = work.get("code") if isinstance(work, dict) and known.get("years") is not None else None
    past = known.get("past_jobs")
    told = {fold(str(job["work"])) for job in past if isinstance(job, dict)} if isinstance(past, list) else set()
    held = known.get("licences")
    before = set(map(str, held)) if isinstance(held, list) else set()
    licences = [code for code in cv.licences if code not in before]
    found: Found = {"licences": licences} if licences else {}
    if fresh := {code: when for code, when in cv.dates.items() if code not in dates}:
        found["licence_dates"] = fresh
    if cv.diploma and not diploma:
        found["diploma"] = shortened(cv.diploma, 60)
    jobs = [
        {"work": shortened(job.work, _LONGEST_JOB), "years": job.years, "employer": job.employer}
        for job in cv.jobs
        if job.code != sought and fold(job.work) not in told
    ]
    return _fitting(found, jobs)


def _fitting(found: Found, jobs: list[dict[str, Any]]) -> Found:
    """As many jobs as there is room for beside the licences, with their employers when these fit too.

    What is not said is not kept either.
    """
    nameless = [job | {"employer": ""} for job in jobs]
    for count in range(len(jobs), -1, -1):
        for shown in (jobs, nameless):
            whole = found | ({"past_jobs": shown[:count]} if count else {})
            if len(said_found(whole)) <= ROOM:
                return whole
    return {key: value for key, value in found.items() if key != "diploma"}


def said_found(found: Mapping[str, Any]) -> str:
    """ "cariste, 5 ans ; permis B, CACES 3 (2022) ; CAP vente" """
    return " ; ".join(_items(found))


def _items(found: Mapping[str, Any]) -> Iterator[str]:
    for job in found.get("past_jobs", ()):
        work = f"{job['work']} ({job['employer']})" if job.get("employer") else str(job["work"])
        yield ", ".join(word for word in (work, said_years(job["years"])) if word)
    dates = found.get("licence_dates", {})
    if codes := in_order([*found.get("licences", ()), *dates]):
        yield said_dated_licences(codes, dates)
    if found.get("diploma"):
        yield str(found["diploma"])


# --- the question -----------------------------------------------------------------------------------------------------


def ask_read(talk: Talk) -> str:
    if talk.facts.read_cv is None:
        return "C'est juste ?"
    if talk.state.asking == "cv_read":  # it was read back once
        return "Ce que j'ai lu dans votre CV est juste ? OUI, NON, ou dites ce qui change."
    return f"Dans votre CV j'ai lu : {said_found(talk.facts.read_cv.found)}. C'est juste ? OUI, ou dites ce qui change."


def parse_read(text: str, talk: Talk) -> Answer[Json]:
    """OUI, NON, or what is otherwise: "pas le permis C", "cariste 3 ans", "et aussi soudeur 2 ans"."""
    found = dict(talk.facts.read_cv.found) if talk.facts.read_cv else {}
    corrected = _corrected(found, text, talk)
    if corrected is not None:
        return Understood(corrected or YesNo.NO.value, text)
    said = yes_or_no(text)
    return Understood(said.value.value, said.words) if isinstance(said, Understood) else said


def parse_wrong(text: str, talk: Talk) -> Answer[Json]:
    """The same, where "rien" and "non" are for keeping nothing."""
    if fold(text) in ("rien", "aucun", "tout", "rien du tout", "tout est faux", "pas la peine"):
        return Understood(YesNo.NO.value, text)
    return parse_read(text, talk)


def answered_read(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.NO:
        return Outcome(ask="cv_wrong")
    return _settled(value, talk)


def answered_wrong(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.NO and talk.facts.read_cv:
        words = "D'accord, je n'en garde rien. Votre conseiller lira votre CV."
        return Outcome(words, (CvConfirmed(talk.facts.read_cv.document_id, False),), again=True)
    return _settled(value, talk)


def _settled(value: Json, talk: Talk) -> Outcome:
    if talk.facts.read_cv is None:  # it was erased meanwhile
        return Outcome("D'accord.")
    read = talk.facts.read_cv
    if isinstance(value, dict):
        return Outcome("C'est changé.", (CvCorrected(read.document_id, value),), again=True)
    kept = added(read.found, talk.answers)
    noted = tuple(Answered(key, one) for key, one in kept.items())
    learnt = {key: one for key, one in kept.items() if key in ("past_jobs", "licences")}
    return Outcome("Merci, c'est noté.", (*noted, CvConfirmed(read.document_id, True)), learn=learnt, again=True)


def added(found: Mapping[str, Any], answers: Mapping[str, Json]) -> dict[str, Json]:
    """What the file holds with what was found: jobs and licences add to those known."""
    kept: dict[str, Json] = {key: found[key] for key in ("licence_dates", "diploma") if found.get(key)}
    past, held = answers.get("past_jobs"), answers.get("licences")
    if found.get("past_jobs"):
        kept["past_jobs"] = [*(past if isinstance(past, list) else []), *found["past_jobs"]][:MOST_JOBS]
    codes = [*found.get("licences", ()), *found.get("licence_dates", ())]
    if codes:
        kept["licences"] = list(in_order(without_vaguer({*(map(str, held) if isinstance(held, list) else ()), *codes})))
    return kept


# --- corrections ------------------------------------------------------------------------------------------------------

_CLAUSES = re.compile(r"(?:[,;.\n]|\bet\b|\bmais\b|\baussi\b|\s(?=pas\b|plut[oô]t\b))+", re.IGNORECASE)
_LENGTH = re.compile(r"\d|\b(?:ans?|annees?|mois)\b")
_NOT = re.compile(r"\b(?:pas|jamais|plus|non|enlever?|sauf|retirer?|ni)\b")


def _corrected(found: Found, text: str, talk: Talk) -> Found | None:
    """What was found, as the person says it is; None when they change nothing."""
    after = _with_licences(found, text)
    jobs = [dict(job) for job in found.get("past_jobs", ())]
    for clause in filter(None, (one.strip() for one in _CLAUSES.split(text))):
        if find_licences(clause) is None:
            jobs = _with_clause(jobs, clause, talk)
    after = {key: value for key, value in (after | {"past_jobs": jobs[:MOST_JOBS]}).items() if value}
    return after if after != found and len(said_found(after)) <= ROOM else None


def _with_licences(found: Found, text: str) -> Found:
    named = find_licences(text)
    if named is None:
        return found
    denied = named.value.denied
    held = [*found.get("licences", ()), *named.value.held]
    left = {code for code in held if not any(code == no or code.startswith(f"{no}-") for no in denied)}
    dates = {code: when for code, when in found.get("licence_dates", {}).items() if code in left}
    return found | {"licences": list(in_order(without_vaguer(left))), "licence_dates": dates}


def _with_clause(jobs: list[dict[str, Any]], clause: str, talk: Talk) -> list[dict[str, Any]]:
    """ "cariste 3 ans" changes the years, "pas cariste" takes the job away, "soudeur 2 ans" adds one."""
    words = fold(clause)
    length = understand_experience(clause, talk.now.replace(tzinfo=None)) if _LENGTH.search(words) else None
    years = length.value if isinstance(length, Understood) else None
    named = [job for job in jobs if fold(str(job["work"])) in words]
    if named and _NOT.search(words):
        return [job for job in jobs if job not in named]
    if not named and len(jobs) == 1 and years is not None and not (found := find_work(clause, talk.facts.nomenclature)):
        named = jobs
    if named:
        return [job | {"years": years} if job in named and years is not None else job for job in jobs]
    found = find_work(clause, talk.facts.nomenclature)
    if found is None or not found.sure or _NOT.search(words):
        return jobs
    return [*jobs, {"work": shortened(found.words.casefold(), _LONGEST_JOB), "years": years, "employer": ""}]


WHY = "Rien n'est écrit dans votre fiche sans votre accord."
EXAMPLE = "Par exemple : OUI, ou : cariste 3 ans, ou : pas le permis C."

CV_DOCUMENT = Flow(
    "cv_document",
    "CV reçu en document",
    (
        Question(
            "cv_read",
            ask_read,
            parse_read,
            when=lambda talk: talk.facts.agreed and talk.facts.read_cv is not None,
            then=answered_read,
            example=EXAMPLE,
            why=WHY,
            buttons=("OUI", "NON"),
            reads_back=True,
            whole=True,
        ),
    ),
    alone=(
        Question(
            "cv_wrong",
            lambda talk: "Qu'est-ce qui n'est pas juste ? Écrivez-le, ou RIEN pour ne rien garder.",
            parse_wrong,
            then=answered_wrong,
            example="Par exemple : cariste 3 ans, ou : pas le permis C.",
            why=WHY,
            whole=True,
        ),
    ),
    about="votre CV",
)
