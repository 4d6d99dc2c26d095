"""The first intake: an agreement, eight questions, and the profile read back.

What each question keeps (JSON, in the state and in the effects):
name {"first", "last"} · commune {"code", "label"} · work {"code", "label"} · years float · licences [codes] ·
modes [codes] · reach {"minutes"} | {"km"} | {"anywhere"} · start ISO date.
wishes {"contracts", "nights", "weekends", "part_time"}: never asked here, kept when it is said.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from backend.reference import communes
from backend.reference.folding import fold
from backend.reference.occupations import Occupation
from backend.values import Json
from bot.effects import Agreed, Answered, Declined, ProfileConfirmed
from bot.flow import Flow, Option, Outcome, Question, Talk, numbered
from bot.phrases import (
    NAMES,
    named_line,
    profile,
    said_label,
    said_licences,
    said_modes,
    said_reach,
    said_start,
    said_years,
    shortened,
    shortened_list,
)
from bot.reading import Passing
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.contract import Wishes
from bot.understanding.experience import understand_experience
from bot.understanding.licences import Licences, understand_licences
from bot.understanding.mobility import Modes, understand_modes
from bot.understanding.names import PersonName, understand_name
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.reach import Reach, understand_reach
from bot.understanding.sentence import Slots, understand_sentence
from bot.understanding.texted import words_of
from bot.understanding.when import Moment, understand_when
from bot.understanding.where import understand_where
from bot.understanding.work import understand_work
from bot.understanding.yes_no import YesNo, understand_yes_no

A_DAY_S = 24 * 3600
SHORT = 32  # characters of an echo


def both(other: str, together: str, alone: str) -> Callable[[Talk], str]:
    """A question that asks for two things that are said in one breath, as long as neither is known.

    Whoever answers one of them is asked for the other alone: nobody writes eight messages where five will do.
    """
    return lambda talk: alone if other in talk.answers or other in talk.state.skipped or talk.state.tries else together


# --- agreement --------------------------------------------------------------------------------------------------------


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


# --- the eight questions: text → value → what is kept → what is read back --------------------------------------------


def parse_name(text: str, talk: Talk) -> Answer[PersonName]:
    return understand_name(text)


def keep_name(name: PersonName) -> Json:
    return {"first": name.first[:80], "last": name.last[:80]}


def echo_name(kept: Json, now: datetime) -> str:
    return f"merci {shortened(str(kept['first']), 20)}" if isinstance(kept, dict) else ""


def parse_commune(text: str, talk: Talk) -> Answer[communes.Commune]:
    return understand_where(text, talk.facts.near)


def keep_commune(commune: communes.Commune) -> Json:
    return {"code": commune.code, "label": commune.name}


def short(say: Callable[[Json], str]) -> Callable[[Json, datetime], str]:
    """An echo of two or three words, from what says the whole fact."""
    return lambda kept, now: shortened_list(say(kept), SHORT)


def nearby_communes(talk: Talk) -> tuple[Option, ...]:
    """The town of the office, for someone who answers by digits; the rest in words."""
    town = communes.by_code(talk.facts.near)
    return (Option(keep_commune(town), town.name),) if town else ()


def years_options(_: Talk) -> tuple[Option, ...]:
    return tuple(
        Option(years, say)
        for years, say in ((0, "débutant"), (1, "1 an"), (3, "3 ans"), (5, "5 ans"), (10, "10 ans et plus"))
    )


def licence_options(_: Talk) -> tuple[Option, ...]:
    lines: tuple[tuple[list[Json], str], ...] = (
        (["permis-B"], "permis B"), (["permis-B", "caces"], "permis B et CACES"), (["caces"], "CACES seul"),
        ([], "aucun"),
    )  # fmt: skip
    return tuple(Option(codes, label) for codes, label in lines)


def mode_options(_: Talk) -> tuple[Option, ...]:
    lines = (
        ("car", "voiture"), ("moped", "scooter"), ("bicycle", "vélo"), ("walk", "à pied"), ("bus", "bus"),
        ("driven", "on m'emmène"),
    )  # fmt: skip
    return tuple(Option([code], label) for code, label in lines)


def reach_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option({"minutes": count}, f"{count} minutes") for count in (15, 30, 45, 60))


def start_options(talk: Talk) -> tuple[Option, ...]:
    today = talk.now.date()
    lines = ((0, "tout de suite"), (14, "dans 2 semaines"), (30, "dans un mois"))
    return tuple(Option((today + timedelta(days=days)).isoformat(), label) for days, label in lines)


def parse_modes(text: str, talk: Talk) -> Answer[Modes]:
    answer = understand_modes(text)
    if isinstance(answer, Understood) and not answer.value.modes:
        return Misunderstood("only what they lack")
    return answer


def keep_reach(reach: Reach) -> Json:
    if reach.anywhere:
        return {"anywhere": True}
    return {"minutes": reach.minutes} if reach.minutes is not None else {"km": reach.km}


_ANY_TIME = re.compile(
    r"\b(?:quand (?:vous|tu) (?:voulez|veux|voudrez|souhaitez)|quand (?:il faut|c est possible)|n ?importe quand|"
    r"(?:a )?tout moment|peu importe|quand on veut)\b"
)


_HOURS_ONLY = re.compile(r"(?:environ |max |maximum )?\d{1,2} ?(?:h|heures?)(?: ?\d\d)?(?: max\w*)?")


def parse_start(text: str, talk: Talk) -> Answer[date]:
    if _HOURS_ONLY.fullmatch(fold(text).strip()):
        return Misunderstood("a length or an hour, no day")
    if _ANY_TIME.search(fold(text)):
        return Understood(talk.now.date(), text)
    now = talk.now.replace(tzinfo=None)
    answer = understand_when(text, now)
    if isinstance(answer, Understood) and answer.value.seconds is not None and answer.value.seconds < A_DAY_S:
        return Misunderstood("too short to be a date")
    if isinstance(answer, Understood):
        moment = answer.value
        if talk.state.asking != "start" and moment.seconds is None and (moment.end or now) < now:
            return Misunderstood("over")  # "hier" says nothing of when somebody can start
        return Understood(start_day(moment, talk.now), answer.words)
    if isinstance(answer, OneOf):
        return OneOf(tuple(dict.fromkeys(start_day(option, talk.now) for option in answer.options)))
    said = understand_yes_no(text) if talk.state.asking == "start" else answer  # a bare "oui" answers nothing else
    if isinstance(said, Understood) and said.value is YesNo.YES and not not_an_answer(text):
        return Understood(talk.now.date(), text)
    return answer


def start_day(moment: Moment, now: datetime) -> date:
    """The first day someone can start: never in the past; after a duration ("15 jours"), that long from now."""
    if moment.seconds is not None:
        return (now + timedelta(seconds=moment.seconds)).date()
    day = moment.start or moment.end or now
    return max(day.date(), now.date())


def keep_start(day: date) -> Json:
    return day.isoformat()


# --- the profile read back --------------------------------------------------------------------------------------------


def ask_confirmation(talk: Talk) -> str:
    if talk.state.asking == "confirm":  # it was read back once
        return "C'est juste ? OUI, ou dites ce qui change."
    return f"Je résume : {profile(talk.answers, talk.now)}. C'est juste ? OUI, ou dites ce qui change."


def parse_confirmation(text: str, talk: Talk) -> Answer[Json]:
    """OUI, NON, the name of a line to change, or what it becomes."""
    said = understand_yes_no(text)
    changes = heard_in_passing(text, talk) or put_right(text, talk)
    if changes:
        return Understood(changes, text)
    named = named_line(text)
    if named:
        return Understood(named, text)
    if isinstance(said, Understood) and said.value in (YesNo.YES, YesNo.NO):
        return Understood(said.value.value, said.words)
    return said if isinstance(said, Misunderstood) else Misunderstood("neither yes nor no")


_AFTER_NO = re.compile(
    r"(?i)^\W*(?:non|nn|nan|pardon|erreur|enfin)\b[\s,.:]*(?:pas (?:du |de |la |le )?\w+\b[\s,.:]*)?"
)


def put_right(text: str, talk: Talk) -> dict[str, Json]:
    """ "4 janvier", "non pas maçon, carreleur": the one line of the file that a short answer says otherwise."""
    rest = _AFTER_NO.sub("", text)
    if rest != text and (changes := heard_in_passing(rest, talk)):
        return changes
    if not any(letter.isalpha() for letter in rest) or (
        isinstance(understand_yes_no(text), Understood) and rest == text
    ):
        return {}
    strict = [question for question in INTAKE.questions if question.elsewhere]
    found = {one.key: one.keep(said.value) for one in strict if isinstance(said := one.parse(rest, talk), Understood)}
    return found if len(found) == 1 and found != {key: talk.answers.get(key) for key in found} else {}


def confirmed(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        return Outcome(
            f"Merci {shortened(talk.first_name, 20)}, votre fiche est prête.".replace(" ,", ","), (ProfileConfirmed(),)
        )
    if isinstance(value, dict):
        return Outcome("C'est changé.", tuple(Answered(k, v) for k, v in value.items()), learn=value)
    if isinstance(value, str) and value in NAMES:
        return Outcome("D'accord.", forget=(value,), ask=value)
    return Outcome(ask="change")


def change_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, name) for key, name in NAMES.items())


def parse_line(text: str, talk: Talk) -> Answer[Json]:
    if changes := heard_in_passing(text, talk):
        return Understood(changes, text)
    named = named_line(text)
    return Understood(named, text) if named else Misunderstood("no line of the file")


# --- what a free sentence says ----------------------------------------------------------------------------------------


def heard_in_passing(text: str, talk: Talk) -> dict[str, Json]:
    """Every fact of the file in one sentence, as its question keeps it."""
    return dict(overheard(text, talk).kept)


def overheard(text: str, talk: Talk) -> Passing:
    """The same, with the words that said each. What the person lacks now is taken from what was known."""
    slots = understand_sentence(text, talk.facts.near, talk.now.replace(tzinfo=None), talk.facts.nomenclature)
    kept = kept_slots(slots, talk.now) | _lost(slots, talk)
    return Passing(kept, {key: words for key, words in slots.words.items() if key in kept or key == "modes"})


def _lost(slots: Slots, talk: Talk) -> dict[str, Json]:
    """ "ma voiture est en panne", "je n'ai plus le permis": what is left of the modes and of the licences known."""
    lost = {
        "modes": slots.modes.without if slots.modes and not slots.modes.modes else (),
        "licences": slots.licences.denied if slots.licences and not slots.licences.held else (),
    }
    known = {key: value for key in lost if isinstance(value := talk.answers.get(key), list)}
    left = {key: [code for code in codes if code not in lost[key]] for key, codes in known.items()}
    return {key: codes for key, codes in left.items() if codes != known[key]}


def merged(key: str, known: Json, said: Json) -> Json:
    """What a fact that is known becomes when it is said again; None when it stays. A new licence adds to the others."""
    if key in ("name", "wishes"):
        return None
    if key == "licences" and isinstance(known, list) and isinstance(said, list) and not set(said) < set(known):
        said = [*known, *(code for code in said if code not in known)]
    same = said == known or (
        isinstance(known, dict) and isinstance(said, dict) and known.get("code") == said.get("code") and "code" in known
    )
    return None if same else said


def kept_slots(slots: Slots, now: datetime) -> dict[str, Json]:
    kept: dict[str, Json] = {}
    if slots.name:
        kept["name"] = keep_name(slots.name)
    if slots.commune:
        kept["commune"] = keep_commune(slots.commune)
    if slots.work:
        kept["work"] = keep_work(slots.work, slots.words.get("work", ""))
    if slots.years is not None:
        kept["years"] = slots.years
    if slots.licences and (slots.licences.held or not slots.licences.denied or "permis-B" in slots.licences.denied):
        kept["licences"] = list(slots.licences.held)
    if slots.modes and slots.modes.modes:
        kept["modes"] = list(slots.modes.modes)
    if slots.reach:
        kept["reach"] = keep_reach(slots.reach)
    if slots.start:
        kept["start"] = keep_start(start_day(slots.start, now))
    if slots.wishes:
        kept["wishes"] = keep_wishes(slots.wishes)
    return kept


def keep_wishes(wishes: Wishes) -> Json:
    """Contracts, nights, week-ends, part-time; what was not said is None."""
    said = dict.fromkeys(wishes.wanted, True) | dict.fromkeys(wishes.refused, False)
    part_time = said.get("part_time")
    return {
        "contracts": list(wishes.contracts),
        "nights": said.get("nights"),
        "weekends": said.get("weekends"),
        "part_time": (not said["full_time"]) if part_time is None and "full_time" in said else part_time,
    }


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
    """{"code", "label"}, and "vague" when one more question can make it precise."""
    vague = vague_word(said)
    kept: dict[str, Json] = {"code": work.code, "label": work.label}
    return {**kept, "label": said_vague(vague), "vague": vague} if vague else kept


def said_vague(word: str) -> str:
    return {"menage": "ménage", "batiment": "bâtiment"}.get(word, word)


def parse_work(text: str, talk: Talk) -> Answer[object]:
    """An occupation, with the words that said it; a vague word is understood as its first meaning."""
    if vague := vague_word(text):
        code, _ = VAGUE[vague][0]
        return Understood((Occupation(code, said_vague(vague)), vague), text)
    answer = understand_work(text, talk.facts.nomenclature)
    if isinstance(answer, Understood):
        return Understood((answer.value, ""), answer.words)
    return OneOf(tuple((work, "") for work in answer.options), answer.words) if isinstance(answer, OneOf) else answer


def keep_said_work(said: tuple[Occupation, str]) -> Json:
    return keep_work(*said)


def vague_options(talk: Talk) -> tuple[Option, ...]:
    work = talk.answers.get("work")
    vague = work.get("vague") if isinstance(work, dict) else None
    lines = VAGUE.get(vague, ()) if isinstance(vague, str) else ()
    return tuple(Option({"code": code, "label": label}, label) for code, label in lines)


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


def in_intake(talk: Talk) -> bool:
    return talk.facts.agreed and not talk.facts.confirmed


def keep_licences(licences: Licences) -> Json:
    return list(licences.held)


# Words of the answers, folded: a letter wrong in one of them is put right (see bot/reading.py).
WORDS: dict[str, tuple[str, ...]] = {
    "years": tuple(
        words_of(
            """
            ans mois annees debutant debutante depuis dizaine experience
            """
        )
    ),
    "licences": tuple(
        words_of(
            """
            permis aucun aucune caces voiture remorque
            """
        )
    ),
    "modes": tuple(
        words_of(
            """
            voiture scooter velo pied train covoiturage emmene bus
            """
        )
    ),
    "reach": tuple(
        words_of(
            """
            minutes heure demi partout kilometres
            """
        )
    ),
    "start": tuple(
        words_of(
            """
            suite demain immediatement maintenant semaine semaines prochaine prochain jours lundi
            mardi mercredi jeudi vendredi janvier fevrier mars avril juin juillet aout septembre
            octobre novembre decembre debut mois
            """
        )
    ),
}

WHY = "C'est pour vous trouver des offres qui vous vont. Vous pouvez dire PASSER."

INTAKE = Flow(
    "intake",
    "Première fiche",
    about="votre fiche",
    questions=(
        Question(
            "agreement",
            ask_agreement,
            parse_yes_no,
            when=lambda talk: not talk.facts.agreed,
            then=agreed,
            why="Je suis un assistant automatique : la mission Emploi vous aide à trouver du travail, c'est gratuit.",
            can_skip=False,
            buttons=("OUI", "NON"),
            takes_facts=True,
        ),
        Question(
            "name",
            both("commune", "Votre prénom, votre nom et votre commune ?", "Votre prénom et votre nom ?"),
            parse_name,
            keep_name,
            echo_name,
            "Par exemple : Marie Dupont, Domérat.",
            when=in_intake,
            why="C'est pour mettre votre nom sur votre fiche.",
        ),
        Question(
            "commune",
            lambda talk: "Vous habitez quelle commune ?",
            parse_commune,
            keep_commune,
            short(said_label),
            "Par exemple : Domérat, ou 03410.",
            menu=nearby_communes,
            when=in_intake,
            why="C'est pour chercher des offres près de chez vous.",
        ),
        Question(
            "work",
            both(
                "years",
                "Quel travail cherchez-vous, et combien d'années en avez-vous fait ?",
                "Quel travail cherchez-vous ?",
            ),
            parse_work,
            keep_said_work,
            short(said_label),
            "Par exemple : ménage 5 ans, ou cariste débutant.",
            when=in_intake,
            why=WHY,
            loose=True,
        ),
        Question(
            "precise",
            ask_precise,
            parse_precise,
            options=vague_options,
            when=lambda talk: talk.facts.agreed and bool(vague_options(talk)),
            then=made_precise,
            example="Répondez par un numéro.",
            why="Ce ne sont pas les mêmes offres.",
            takes_facts=True,
        ),
        Question(
            "years",
            lambda talk: "Combien d'années dans ce travail ? (0 si vous débutez)",
            lambda text, talk: understand_experience(text, talk.now.replace(tzinfo=None)),
            echo=short(said_years),
            example="Par exemple : 5 ans, ou 0.",
            menu=years_options,
            when=lambda talk: in_intake(talk) and "work" not in talk.state.skipped,
            why=WHY,
            elsewhere=True,
            words=WORDS["years"],
        ),
        Question(
            "licences",
            lambda talk: "Quels permis avez-vous ? Permis B, CACES... ou AUCUN.",
            lambda text, talk: understand_licences(text),
            keep_licences,
            short(said_licences),
            "Par exemple : permis B et CACES 3, ou AUCUN.",
            menu=licence_options,
            when=in_intake,
            why="Certains postes demandent un permis.",
            elsewhere=True,
            words=WORDS["licences"],
        ),
        Question(
            "modes",
            both(
                "reach",
                "Comment allez-vous au travail (voiture, vélo, à pied, bus...) et combien de minutes au plus ?",
                "Comment allez-vous au travail ? Voiture, scooter, vélo, à pied, bus, ou on vous emmène.",
            ),
            parse_modes,
            lambda modes: list(modes.modes),
            short(said_modes),
            "Par exemple : en voiture, 20 minutes.",
            menu=mode_options,
            when=in_intake,
            why="C'est pour ne pas vous proposer un poste où vous ne pouvez pas aller.",
            elsewhere=True,
            words=WORDS["modes"],
        ),
        Question(
            "reach",
            lambda talk: "Jusqu'où pouvez-vous aller ? En minutes ou en km.",
            lambda text, talk: understand_reach(text),
            keep_reach,
            short(said_reach),
            "Par exemple : 20 minutes, ou 15 km.",
            menu=reach_options,
            when=in_intake,
            why="C'est vous qui fixez la limite. Vous pourrez la changer.",
            elsewhere=True,
            words=WORDS["reach"],
        ),
        Question(
            "start",
            lambda talk: "Vous pouvez commencer quand ?",
            parse_start,
            keep_start,
            said_start,
            "Par exemple : de suite, ou le 15 janvier.",
            menu=start_options,
            when=in_intake,
            why=WHY,
            elsewhere=True,
            words=WORDS["start"],
        ),
        Question(
            "confirm",
            ask_confirmation,
            parse_confirmation,
            when=in_intake,
            then=confirmed,
            example="Par exemple : commune Domérat.",
            why="C'est pour être sûr que votre fiche est juste.",
            reads_back=True,
            can_skip=False,
            buttons=("OUI", "NON"),
        ),
    ),
    alone=(
        Question(
            "change",
            lambda talk: f"Qu'est-ce qui change ? {numbered(change_options(talk))}.",
            parse_line,
            options=change_options,
            then=confirmed,
            example="Répondez par un numéro.",
        ),
    ),
)
