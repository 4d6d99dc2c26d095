"""Every text that leaves by SMS, with its longest real values: letters of GSM-7 only, and in its parts.

One part for a question, two for what has to say more. The message of a failure names the letter or the length.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from backend.messaging.sms_text import count_parts, fold_for_sms, outside_gsm
from backend.offers.tables import Employer, Offer
from backend.people.invitations import welcome
from backend.people.tables import Candidate
from backend.placement.held import held_words
from backend.placement.wording import NEWS, news, offer_details, offer_message, offer_title
from backend.reference import communes, occupations
from backend.reference.licences import LICENCES
from backend.values import Attachment, Json
from bot import commands
from bot.attachments import ATTACHED
from bot.book import BOOK
from bot.conversations.cv import CV
from bot.conversations.cv_document import ask_read, worth_telling
from bot.effects import Agreed
from bot.engine import NUDGES, nudge, open_question, step
from bot.flow import Question
from bot.heard import Heard
from bot.silence import hello_of, late_words
from bot.situation import Agenda, Facts, OpenOffer, ReadCv, Seat
from bot.state import State, Talk
from bot.understanding.cv_text import CvText, Job

NOW = datetime(2026, 9, 16, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))  # the longest day and month names are near
LONGEST_FIRST_NAME = "Marie-Bernadette Alphonsine"
LONGEST_NAME: Json = {"first": LONGEST_FIRST_NAME, "last": "de Montmorency-Laval-Boutteville"}

# What may take two parts: the welcome, what reads back the file, dates to choose from, words of command.
TWO_PARTS = {
    "agreement",
    "confirm",
    "workshop",
    "change",
    "offer",
    "invited",
    "apec_slot",
    "apec_offer",
    "apec_invited",
    "meeting_slot",
    "which_rdv",
    "which_change",
}


@cache
def longest_commune() -> communes.Commune:
    return max(communes.every_commune(), key=lambda one: len(one.name))


@cache
def longest_occupation() -> str:
    return max(occupations.default().codes(), key=lambda code: (len(occupations.default().label(code)), code))


def longest_answers() -> dict[str, Json]:
    commune, code = longest_commune(), longest_occupation()
    return {
        "name": LONGEST_NAME,
        "commune": {"code": commune.code, "label": commune.name},
        "work": {"code": code, "label": occupations.default().label(code)},
        "years": 12.5,
        "licences": sorted(LICENCES, key=len)[-4:],
        "modes": ["car", "shared_car", "moped", "bicycle", "walk", "bus", "driven"],
        "reach": {"minutes": 105},
        "start": "2027-09-22",
    }


def longest_facts(**changes: object) -> Facts:
    seats = tuple(Seat(n, NOW + timedelta(days=98 + n, minutes=30), "Maison des associations", 3) for n in range(6))
    agenda = Agenda(
        sessions=seats, full=seats,
        slots=tuple(replace(seat, kind=kind, seat=1) for kind in ("apec", "meeting") for seat in seats),
        bookings=tuple(replace(seat, booking_id=1, status="booked") for seat in seats[:3]),
    )  # fmt: skip
    offer = Offer(title="Conducteur de " + "machine " * 20, place="Saint-Germain-de-Tallevende-la-Lande-Vaumont")
    facts = Facts(
        office="mission Emploi de Saint-Amand-Montrond", town="Saint-Amand-Montrond", near="18197",
        nomenclature=occupations.default(), phone="04 65 71 00 01",
        address="1247 boulevard de la République et des Droits de l'Homme", agreed=True,
        agenda=lambda: agenda,
        offers=(OpenOffer(1, offer_title(offer), offer_details(longest_offer()), NOW),),
    )  # fmt: skip
    return replace(facts, **changes)  # type: ignore[arg-type]


def longest_offer() -> Offer:
    employer = Employer(office_id=1, name="Société coopérative agricole et industrielle " * 4)
    return Offer(
        title="Agent d'entretien et de maintenance des équipements industriels " * 4,
        description="Vous « œuvrez » " * 99,
        place="Saint-Germain-de-Tallevende-la-Lande-Vaumont", salary="de 2 145,50 € à 2 845,75 € par mois sur 12 mois",
        hours="35 heures du lundi au vendredi, horaires de journée", weekly_hours=35.5, contract="CDI",
        commune_code="03185", employer=employer,
    )  # fmt: skip


def every_question() -> Iterator[Question]:
    for flow in BOOK.flows:
        yield from (*flow.questions, *flow.alone)


def assert_fits(text: str, parts: int) -> None:
    sent = fold_for_sms(text)
    assert outside_gsm(sent) == [], f"letters that make it an expensive message: {outside_gsm(sent)} in {sent!r}"
    assert count_parts(sent) <= parts, f"{len(sent)} characters, {count_parts(sent)} parts: {sent!r}"


@pytest.mark.parametrize("question", list(every_question()), ids=lambda question: question.key)
def test_a_question_fits_with_the_longest_echo_before_it(question: Question) -> None:
    answers = longest_answers()
    state = State(answers=answers, about=1)
    talk = Talk(state, longest_facts(agreed=question.key != "agreement"), NOW)
    echoes = [one.echo(answers[one.key], NOW) + ", d'accord. " for one in every_question() if one.key in answers]
    alone = question.reads_back or question.key in ("agreement", "change", "offer", "offer_again")
    longest_echo = "" if alone else max(echoes, key=len)
    assert_fits(longest_echo + question.ask(talk), 2 if question.key in TWO_PARTS else 1)


@pytest.mark.parametrize("question", list(every_question()), ids=lambda question: question.key)
def test_an_example_and_a_reason_fit_before_the_question(question: Question) -> None:
    talk = Talk(State(answers=longest_answers(), about=1, asking=question.key, tries=1), longest_facts(), NOW)
    for before in (f"Je n'ai pas bien compris. {question.example}", question.why):
        assert_fits(f"{before} {question.ask(talk)}", 2)


@pytest.mark.parametrize("command", commands.COMMANDS.values(), ids=lambda command: command.__name__)
def test_a_word_of_command_fits_with_the_question_after_it(command: object) -> None:
    for question in every_question():
        talk = Talk(State(answers=longest_answers(), about=1, asking=question.key), longest_facts(), NOW)
        outcome = commands.COMMANDS[next(w for w, c in commands.COMMANDS.items() if c is command)](talk)
        if not outcome.quiet and not outcome.ask and question.key not in TWO_PARTS:
            assert_fits(f"{outcome.say} {question.ask(talk)}", 2)
        assert_fits(outcome.say, 1 if outcome.quiet else 2)


# --- what is said again, or by the office first ----------------------------------------------------------------------

EVERY_QUESTION = pytest.mark.parametrize("question", list(every_question()), ids=lambda question: question.key)


def asking(question: Question, **more: object) -> State:
    return State(answers=longest_answers(), about=1, asking=question.key, asked_at=NOW.isoformat(), **more)  # type: ignore[arg-type]


def a_whole_file(**changes: object) -> Facts:
    return longest_facts(confirmed=True, known=longest_answers(), held=lambda: LONGEST_HELD, **changes)


LONGEST_HELD = held_words(
    ["votre fiche depuis le 25/11/2026", "1125 messages", "11 documents"],
    ["la mission Emploi de Saint-Amand-Montrond", "S" * 40, "T" * 40],
)


@EVERY_QUESTION
def test_a_nudge_fits_with_its_question(question: Question) -> None:
    for count in range(len(NUDGES)):
        turn = nudge(BOOK, asking(question, nudges=count), a_whole_file(), NOW)
        assert (turn is None) is question.fleeting
        assert_fits(turn.text if turn else "", 2)


@EVERY_QUESTION
def test_what_is_answered_to_an_attachment_fits_with_the_question_after_it(question: Question) -> None:
    for kind in ATTACHED:
        turn = step(BOOK, asking(question), Heard(("",), (Attachment(kind, "x", "cv.doc", 10),)), a_whole_file(), NOW)
        assert_fits(turn.text, 2)


@pytest.mark.parametrize(
    "said", ["aide", "contact", "conseiller", "mes infos", "mes rdv", "mes offres", "mes donnees", "envoyer mon cv"]
)
def test_what_one_asks_for_in_the_middle_fits_with_the_longest_questions_after_it(said: str) -> None:
    for question in every_question():
        if question.key in TWO_PARTS:
            assert_fits(step(BOOK, asking(question), said, a_whole_file(), NOW).text, 2)


def test_a_question_that_leaves_room_is_still_said_to_be_open() -> None:
    workshop = next(question for question in every_question() if question.key == "workshop")
    said = step(BOOK, asking(workshop), "mes infos", a_whole_file(), NOW).text
    assert said.endswith("Ma question reste ouverte. Répondez par un numéro, un jour, ou NON.")


@pytest.mark.parametrize("said", ["oui 1", "non 1", "non 1 trop loin", "oui 1 non 2", "plus 2"])
def test_an_answer_to_one_of_several_offers_fits(said: str) -> None:
    first = a_whole_file().offers[0]
    facts = a_whole_file(offers=(first, replace(first, suggestion_id=2, number=2)))
    state = replace(asking(next(one for one in every_question() if one.key == "offer")), about=2)
    assert_fits(step(BOOK, state, said, facts, NOW).text, 2)


@pytest.mark.parametrize("question", CV.questions, ids=lambda question: question.key)
def test_a_question_of_the_cv_fits_with_its_greeting(question: Question) -> None:
    for held in (["caces-R482-A", "caces-R482-B1", "caces-R482-C1"], ["carte-pro-securite"], ["caces-R489-1A"] * 9):
        facts = replace(a_whole_file(), known=longest_answers() | {"licences": list(held)})
        turn = open_question(BOOK, State(), question.key, facts, NOW, hello_of(LONGEST_FIRST_NAME))
        assert turn is not None
        assert_fits(turn.text, 1)


def test_the_welcome_of_an_invitation_fits() -> None:
    assert_fits(welcome(LONGEST_FIRST_NAME, longest_facts().office), 2)


def test_honest_words_of_an_office_that_is_late_fit() -> None:
    assert_fits(late_words("04 65 71 00 01"), 2)


def test_what_is_said_of_a_cv_fits() -> None:
    jobs = tuple(Job(f"{'conductrice de machines ' * 2}{n}", f"X{n}", 12.5, 2020 - n) for n in range(5))
    codes = ("permis-B", "caces-R482-A", "caces-R489-1A", "habilitation-electrique")
    read = CvText(jobs, codes, dict.fromkeys(codes[1:], "2022-05"), "Baccalauréat professionnel " * 3)
    found = worth_telling(read, {}, {}, "")
    assert found["past_jobs"] and found["licences"]
    facts = a_whole_file(read_cv=ReadCv(1, found), takes_files=True)
    for says in ("C'est changé. ", "On complète votre CV. "):
        assert_fits(says + ask_read(Talk(State(), facts, NOW)), 2)


def test_all_that_was_heard_before_the_agreement_is_read_back_in_two_parts() -> None:
    heard = {key: value for key, value in longest_answers().items() if key != "name"}
    turn = step(BOOK, State(asking="agreement", heard=heard), "oui", longest_facts(agreed=False, offers=()), NOW)
    assert Agreed() in turn.effects
    assert_fits(turn.text, 2)


def test_the_offer_fits_whatever_it_holds() -> None:
    candidate = Candidate(
        office_id=1, first_name="Marie-Bernadette Alphonsine", commune_code="03101", modes=["shared_car"],
        created_at=NOW, last_contact_at=NOW,
    )  # fmt: skip
    assert_fits(offer_message(candidate, longest_offer(), NOW), 2)
    assert_fits(offer_details(longest_offer()) + " Ça vous intéresse ? OUI ou NON.", 2)


@pytest.mark.parametrize("kind", NEWS)
def test_news_of_a_candidature_fit_whatever_the_offer_holds(kind: str) -> None:
    candidate = Candidate(
        office_id=1, first_name="Marie-Bernadette Alphonsine", created_at=NOW, last_contact_at=NOW
    )  # fmt: skip
    assert_fits(
        news(kind, candidate, longest_offer(), missing="le CACES R489 catégorie 3", answers="OUI 2 ou NON 2"), 2
    )


def test_a_numbered_offer_fits_too() -> None:
    candidate = Candidate(
        office_id=1, first_name="Marie-Bernadette Alphonsine", created_at=NOW, last_contact_at=NOW
    )  # fmt: skip
    assert_fits(offer_message(candidate, longest_offer(), NOW, 3), 2)


@pytest.mark.parametrize("yes_no", ["oui", "non"])
def test_the_answer_to_an_offer_fits_with_what_is_asked_next(yes_no: str) -> None:
    facts = longest_facts(confirmed=True, known=longest_answers())
    turn = step(BOOK, State(asking="offer", about=1, asked_at=NOW.isoformat()), yes_no, facts, NOW)
    assert_fits(turn.text, 2)


def test_the_whole_intake_never_says_more_than_two_parts() -> None:
    """Every pair of a command and a state of the intake, as it is really composed."""
    answers = longest_answers()
    for count, text in itertools.product(range(len(answers) + 1), ("aide", "menu", "contact", "passer", "xyz", "oui")):
        known = dict(list(answers.items())[:count])
        turn = step(BOOK, State(answers=known), text, longest_facts(offers=()), NOW)
        assert_fits(turn.text, 2)
