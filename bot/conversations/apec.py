"""Slots: the monthly Apec permanence, for executives or degrees of three years and more (asked, never guessed), and
meetings with an adviser. Where nothing says whom the Apec is for, nobody is asked."""

from backend.values import Json
from bot.effects import Effect, SeatChosen, SeatGivenUp
from bot.flow import Flow, Option, Outcome, Question, Seat, Talk, numbered
from bot.seats import NO, Dates, say_seat, where
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.stop_words import GlobalWord
from bot.understanding.yes_no import YesNo, understand_yes_no

TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cv": ("CV", ("cv", "lettre")),
    "project": ("projet", ("projet", "reconver", "orient", "idee")),
    "interview": ("entretien", ("entretien", "oral", "recruteur")),
    "negotiation": ("négociation", ("negoc", "négoc", "salaire")),
}


def _of(kind: str) -> Dates:
    return Dates(f"{kind}_slot", lambda talk: tuple(seat for seat in talk.facts.slots if seat.kind == kind))


APEC_DATES, MEETING_DATES = _of("apec"), _of("meeting")


def ask_executive(talk: Talk) -> str:
    return "Cherchez-vous un poste de cadre, ou avez-vous un diplôme de 3 ans après le bac ou plus ? OUI ou NON."


def may_ask_executive(talk: Talk) -> bool:
    """Once, when there is a permanence to propose, to whoever has settled the rest."""
    return bool(
        talk.facts.agreed and talk.facts.confirmed and APEC_DATES.seats(talk) and "executive" not in talk.answers
        and "workshop" in talk.state.answers
    )  # fmt: skip


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    said = understand_yes_no(text)
    sure = isinstance(said, Understood) and said.value in (YesNo.YES, YesNo.NO)
    return said if sure or isinstance(said, Misunderstood) else Misunderstood("neither yes nor no")


def note_executive(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        return Outcome("L'Apec reçoit les cadres ici une fois par mois.", learn={"executive": True}, ask="apec_topic")
    return Outcome(
        "D'accord. L'Apec est pour les cadres, nos conseillers sont là pour vous.", learn={"executive": False}
    )


def topic_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, label) for key, (label, _) in TOPICS.items())


def parse_topic(text: str, talk: Talk) -> Answer[str]:
    folded = text.casefold()
    found = [key for key, (_, words) in TOPICS.items() if any(word in folded for word in words)]
    if found:
        return Understood(found[0], text)
    said = understand_yes_no(text)
    return (
        Understood(NO, text) if isinstance(said, Understood) and said.value is YesNo.NO else Misunderstood("no topic")
    )


def note_topic(value: Json, talk: Talk) -> Outcome:
    if value == NO:
        return Outcome("D'accord. Écrivez APEC quand vous voulez.")
    return Outcome(
        f"{TOPICS[str(value)][0].capitalize()}, d'accord.".replace("Cv", "CV"), learn={"topic": value}, ask="apec_slot"
    )


def ask_slot(dates: Dates, lead: str, talk: Talk) -> str:
    return f"{lead} : {dates.listed(talk)}" if dates.seats(talk) else "Pas de date libre pour le moment."


def choose(dates: Dates, value: Json, talk: Talk) -> Outcome:
    if turned := dates.turned(value, talk):
        return turned
    learn: dict[str, Json] = {"instead_of": None, dates.narrowed: None, f"{dates.key}_page": 0}
    if value == NO:
        return Outcome("D'accord. RDV quand vous voulez.", learn=learn)
    seat = dates.find(value, talk)
    if seat is None:
        return Outcome("Ce créneau vient d'être pris.", learn=learn, ask=dates.key if dates.seats(talk) else None)
    old = talk.state.answers.get("instead_of")
    given_up: tuple[Effect, ...] = (SeatGivenUp(old),) if isinstance(old, int) else ()
    topic = str(talk.state.answers.get("topic") or "") if seat.kind == "apec" else ""
    return Outcome(_booked(seat, talk), (*given_up, SeatChosen(seat.session_id, seat.seat, topic)), learn=learn)


def _booked(seat: Seat, talk: Talk) -> str:
    return f"C'est noté : {say_seat(seat, talk.now)}, {where(seat, talk)}. Si vous ne pouvez pas venir, écrivez-le ici."


def _slot_question(dates: Dates, lead: str) -> Question:
    return Question(
        dates.key,
        lambda talk: ask_slot(dates, lead, talk),
        dates.parse,
        options=dates.options,
        then=lambda value, talk: choose(dates, value, talk),
        example="Répondez par un numéro, un jour, ou NON.",
        own_words=frozenset({GlobalWord.LATER}),
    )


APEC = Flow(
    "apec",
    "Permanence Apec",
    (
        Question(
            "executive",
            ask_executive,
            parse_yes_no,
            when=may_ask_executive,
            then=note_executive,
            example="Répondez OUI ou NON.",
            why="L'Apec aide les cadres et les diplômés, une fois par mois dans nos locaux.",
        ),
    ),
    alone=(
        Question(
            "apec_topic",
            lambda talk: f"De quoi voulez-vous parler ? {numbered(topic_options(talk))}.",
            parse_topic,
            options=topic_options,
            then=note_topic,
            example="Répondez par un numéro.",
        ),
        _slot_question(APEC_DATES, "Entretien Apec"),
        _slot_question(MEETING_DATES, "Rendez-vous avec un conseiller"),
    ),
)
