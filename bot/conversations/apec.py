"""Slots: the monthly Apec permanence, for executives or degrees of three years and more (asked, never guessed), and
meetings with an adviser.

Who said what makes the Apec theirs (an executive post, or a diploma of that level in the questions of the CV) is told
of the next permanence at once, with its topics. Where no permanence has a free slot, nobody is asked anything.
"""

from collections.abc import Callable

from backend.values import Json
from bot.effects import Answered, Effect, InvitationAnswered, SeatChosen, SeatGivenUp
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.phrases import say_slot
from bot.seats import NO, Dates, is_for_apec, say_seat, where
from bot.situation import Seat
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.stop_words import GlobalWord
from bot.understanding.yes_no import YesNo, understand_yes_no, yes_or_no

TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cv": ("CV", ("cv", "lettre")),
    "project": ("projet", ("projet", "reconver", "orient", "idee")),
    "interview": ("entretien", ("entretien", "oral", "recruteur")),
    "negotiation": ("négociation", ("negoc", "négoc", "salaire")),
}


def _of(kind: str) -> Dates:
    return Dates(f"{kind}_slot", lambda talk: tuple(seat for seat in talk.facts.slots if seat.kind == kind))


# Kept once the Apec was proposed in the talk.
OFFERED = "apec_offered"
APEC_DATES, MEETING_DATES = _of("apec"), _of("meeting")


def ask_executive(talk: Talk) -> str:
    return "Cherchez-vous un poste de cadre, ou avez-vous un diplôme de 3 ans après le bac ou plus ? OUI ou NON."


def _may_speak_of_it(talk: Talk) -> bool:
    """There is a permanence to propose, to whoever has settled the rest."""
    settled = "workshop" in talk.state.answers or not talk.facts.sessions
    return bool(talk.facts.agreed and talk.facts.confirmed and settled and APEC_DATES.seats(talk))


def may_ask_executive(talk: Talk) -> bool:
    """Once; never to whom the Apec is for anyhow."""
    return _may_speak_of_it(talk) and "executive" not in talk.answers and not is_for_apec(talk)


def may_offer(talk: Talk) -> bool:
    """Once, to whom it is for and who has no slot."""
    has_one = any(seat.kind == "apec" for seat in talk.facts.bookings)
    told = OFFERED in talk.state.answers or "topic" in talk.state.answers
    return _may_speak_of_it(talk) and is_for_apec(talk) and not has_one and not told


def parse_yes_no(text: str, talk: Talk) -> Answer[YesNo]:
    return yes_or_no(text)


def note_executive(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        noted = (Answered("executive", True),)
        learnt: dict[str, Json] = {"executive": True, OFFERED: True}
        return Outcome("L'Apec reçoit les cadres ici une fois par mois.", noted, learn=learnt, ask="apec_topic")
    return Outcome(
        "D'accord. L'Apec est pour les cadres, nos conseillers sont là pour vous.", (Answered("executive", False),),
        learn={"executive": False},
    )  # fmt: skip


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
        return Outcome("D'accord. Écrivez APEC quand vous voulez.", learn={OFFERED: True})
    learnt: dict[str, Json] = {"topic": value, OFFERED: True}
    said = f"{TOPICS[str(value)][0].capitalize()}, d'accord.".replace("Cv", "CV")
    if not APEC_DATES.seats(talk):
        return Outcome(f"{said} Tous les créneaux sont pris : un conseiller vous dira la prochaine date.", learn=learnt)
    return Outcome(said, learn=learnt, ask="apec_slot")


def ask_offer(talk: Talk) -> str:
    """The next permanence, and what can be spoken of there."""
    seats = APEC_DATES.seats(talk)
    day = f" le {say_slot(seats[0].starts_at, talk.now).rsplit(' à ', 1)[0]}" if seats else ""
    topics = numbered(topic_options(talk))
    return f"L'Apec conseille cadres et diplômés ici{day}. De quoi voulez-vous parler ? {topics}. NON sinon."


def answer_invitation(value: Json, talk: Talk) -> Outcome:
    outcome = note_topic(value, talk)
    said = InvitationAnswered(talk.state.about or 0, "no" if value == NO else "yes")
    return Outcome(outcome.say, (*outcome.effects, said), outcome.learn, ask=outcome.ask)


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


def _topic_question(
    key: str,
    words: Callable[[Talk], str],
    then: Callable[[Json, Talk], Outcome],
    when: Callable[[Talk], bool] = lambda talk: True,
) -> Question:
    return Question(
        key, words, parse_topic, options=topic_options, when=when, then=then, example="Répondez par un numéro.", why=WHY
    )


WHY = "L'Apec aide les cadres et les diplômés, une fois par mois dans nos locaux."

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
            why=WHY,
        ),
        _topic_question("apec_offer", ask_offer, note_topic, may_offer),
    ),
    alone=(
        _topic_question("apec_invited", ask_offer, answer_invitation),
        _topic_question(
            "apec_topic", lambda talk: f"De quoi voulez-vous parler ? {numbered(topic_options(talk))}.", note_topic
        ),
        _slot_question(APEC_DATES, "Entretien Apec"),
        _slot_question(MEETING_DATES, "Rendez-vous avec un conseiller"),
    ),
)
