"""From an adviser's yes to what happens after the hiring, on both databases."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.database import transaction
from backend.messaging import outbox
from backend.messaging.tables import OutboundMessage, Task
from backend.people.tables import Candidate
from backend.placement import (
    answers,
    employer_link,
    guarantee,
    hired,
    post,
    review,
    silence,
    training,
    transmission,
    why,
)
from backend.placement.gaps import gaps_of
from backend.placement.lifecycle import Action, MoveRefused, Role, State, move
from backend.placement.pool import person_of
from backend.placement.sending import note_sent, still_true
from backend.placement.tables import Dossier, LinkVisit, Move, OutboundMail, Suggestion, TrainingCase
from backend.placement.undo import undo
from backend.ports import DeliveryError
from tests.databases import TUESDAY_10H as NOW
from tests.placement_fixtures import ADVISER, SENDER, a_candidate, a_suggestion, an_offer, furnish, texts

TEN_MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)
URL = "https://mission.example"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        furnish(session)
        yield session


def number(row: Suggestion | TrainingCase | Dossier) -> int:
    assert row.id is not None
    return row.id


def leave(session: Session, now: datetime) -> list[str]:
    """Send what is due, as the delivery loop does; the texts that left."""
    rows = outbox.claim_due(session, ["sms"], now, 10, still_true)
    for row in rows:
        outbox.mark_sent(session, row.id or 0, f"SM{row.id}", now)
    note_sent(session, now)
    return [row.text for row in rows]


def sent(session: Session) -> Suggestion:
    """A suggestion whose offer has reached the person."""
    suggestion = a_suggestion(session)
    review.approve(session, number(suggestion), ADVISER, NOW)
    leave(session, NOW + TEN_MINUTES)
    assert suggestion.state == State.SENT
    return suggestion


def transmitted(session: Session) -> tuple[Suggestion, Dossier, str]:
    """A candidature at the employer's by e-mail, its dossier, and the token of its link."""
    suggestion = a_suggestion(session, State.INTERESTED)
    guarantee.vouch(session, suggestion, "met", "le 20 novembre", ADVISER, NOW)
    dossier = transmission.make_dossier(session, [number(suggestion)], "Bonjour.", SENDER, NOW)
    transmission.send_by_mail(session, dossier, SENDER, URL, NOW)
    mail = session.exec(select(OutboundMail)).one()
    token = next(word for word in mail.body.split() if word.startswith(URL)).rpartition("/")[2]
    return suggestion, dossier, token


# Review, undo, and the last check


def test_nothing_leaves_before_the_undo_time_is_over(session: Session) -> None:
    review.approve(session, number(a_suggestion(session)), ADVISER, NOW)
    assert leave(session, NOW + TEN_MINUTES - timedelta(seconds=1)) == []
    assert len(leave(session, NOW + TEN_MINUTES)) == 1


def test_an_approval_taken_back_never_leaves_and_can_be_given_again(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.approve(session, number(suggestion), ADVISER, NOW)
    undo(session, number(suggestion), ADVISER, NOW + timedelta(minutes=9))
    assert suggestion.state == State.PROPOSED and leave(session, NOW + DAY) == []
    review.approve(session, number(suggestion), ADVISER, NOW + DAY)
    assert len(leave(session, NOW + DAY + TEN_MINUTES)) == 1


def test_a_refusal_can_be_taken_back(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.refuse(session, number(suggestion), ADVISER, "other", NOW)
    undo(session, number(suggestion), ADVISER, NOW)
    assert (suggestion.state, suggestion.reason) == (State.PROPOSED, "")


def test_after_ten_minutes_it_is_too_late(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.approve(session, number(suggestion), ADVISER, NOW)
    with pytest.raises(MoveRefused, match="trop tard"):
        undo(session, number(suggestion), ADVISER, NOW + TEN_MINUTES)


def test_an_offer_closed_before_the_message_leaves_is_not_sent(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.approve(session, number(suggestion), ADVISER, NOW)
    suggestion.offer.status = "closed"
    session.flush()
    assert leave(session, NOW + TEN_MINUTES) == []
    assert suggestion.state == State.OBSOLETE


def test_a_person_who_pauses_before_the_message_leaves_is_not_written_to(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.approve(session, number(suggestion), ADVISER, NOW)
    suggestion.candidate.paused_until = (NOW + 5 * DAY).date()
    session.flush()
    assert leave(session, NOW + TEN_MINUTES) == []
    assert suggestion.state == State.PROPOSED
    assert review.queue(session, 1, NOW + DAY) == [] and review.queue(session, 1, NOW + 6 * DAY) == [suggestion]


def test_only_the_cards_that_were_opened_are_approved_together(session: Session) -> None:
    seen, unseen = a_suggestion(session), a_suggestion(session)
    review.note_opened(session, number(seen), ADVISER)
    assert review.approve_opened(session, 1, ADVISER, NOW, TEN_MINUTES) == []
    assert (seen.state, unseen.state) == (State.APPROVED, State.PROPOSED)


def test_the_queue_puts_the_urgent_first(session: Session) -> None:
    soon = a_suggestion(session, offer=an_offer(session, starts_on=date(2026, 12, 1)))
    many = a_suggestion(session, offer=an_offer(session, posts=5))
    waiting = a_suggestion(session, candidate=a_candidate(session, created_at=NOW - 60 * DAY))
    plain, back = a_suggestion(session), a_suggestion(session)
    back.comes_first = True
    session.flush()
    assert review.queue(session, 1, NOW) == [back, soon, many, waiting, plain]


def test_the_adviser_s_own_words_are_what_leaves(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.edit(session, number(suggestion), "Kevin, le poste dont on a parlé : cariste. OUI ou NON ?")
    review.approve(session, number(suggestion), ADVISER, NOW)
    assert leave(session, NOW + TEN_MINUTES) == ["Kevin, le poste dont on a parlé : cariste. OUI ou NON ?"]


def test_a_message_too_long_is_refused(session: Session) -> None:
    with pytest.raises(MoveRefused, match="trop long"):
        review.edit(session, number(a_suggestion(session)), "x" * 307)


def test_a_second_open_offer_has_its_own_number(session: Session) -> None:
    first = sent(session)
    second = a_suggestion(session, candidate=first.candidate)
    review.approve(session, number(second), ADVISER, NOW)
    assert "offre 2" in texts(session)[-1] and "OUI 2, NON 2, ou PLUS 2" in texts(session)[-1]


# Silence


def test_after_three_days_one_reminder_then_silence(session: Session) -> None:
    suggestion = sent(session)
    for days in (1, 3, 4, 5):
        silence.watch_people(session, NOW + TEN_MINUTES + days * DAY)
    assert sum("avez-vous vu notre offre" in text for text in texts(session)) == 1
    assert suggestion.state == State.SENT
    silence.watch_people(session, NOW + 7 * DAY)
    assert suggestion.state == State.SILENT


def test_a_late_yes_is_still_a_yes(session: Session) -> None:
    suggestion = sent(session)
    silence.watch_people(session, NOW + 4 * DAY)
    silence.watch_people(session, NOW + 8 * DAY)
    answers.accept(session, number(suggestion), suggestion.candidate_id, NOW + 9 * DAY)
    assert suggestion.state == State.INTERESTED


def test_a_silent_employer_is_nudged_then_called_and_the_person_is_told(session: Session) -> None:
    suggestion, _, _ = transmitted(session)
    for days in (4, 5, 6, 8, 9, 12, 13, 40):
        silence.watch_employers(session, URL, NOW + days * DAY)
    mails = [mail.subject for mail in session.exec(select(OutboundMail).order_by(col(OutboundMail.id)))]
    calls = session.exec(select(Task).where(Task.kind == "call_employer")).all()
    assert mails[1:] == ["Cariste : votre avis sur notre dossier"] and len(calls) == 1
    assert sum("n'a pas encore répondu" in text for text in texts(session)) == 1
    assert suggestion.silence_steps == 3


# Guarantee and transmission


def test_nothing_is_transmitted_without_a_guarantee(session: Session) -> None:
    with pytest.raises(MoveRefused, match="garantie"):
        transmission.make_dossier(session, [number(a_suggestion(session, State.INTERESTED))], "", SENDER, NOW)


def test_a_guarantee_needs_its_proof(session: Session) -> None:
    with pytest.raises(MoveRefused, match="comment vous le savez"):
        guarantee.vouch(session, a_suggestion(session), "met", "  ", ADVISER, NOW)


def test_a_guarantee_ends(session: Session) -> None:
    suggestion = a_suggestion(session)
    guarantee.vouch(session, suggestion, "motivation_heard", "au téléphone", ADVISER, NOW)
    assert guarantee.vouched(session, suggestion, (NOW + 59 * DAY).date())
    assert not guarantee.vouched(session, suggestion, (NOW + 60 * DAY).date())


def test_a_motivation_heard_for_one_offer_says_nothing_of_another(session: Session) -> None:
    first = a_suggestion(session)
    second = a_suggestion(session, candidate=first.candidate)
    guarantee.vouch(session, first, "motivation_heard", "au téléphone", ADVISER, NOW)
    guarantee.vouch(session, first, "met", "le 20", ADVISER, NOW)
    assert list(guarantee.vouched(session, second, NOW.date())) == ["met"]


def test_a_dossier_is_transmitted_once(session: Session) -> None:
    suggestion, dossier, _ = transmitted(session)
    assert suggestion.state == State.TRANSMITTED and "est transmise à l'employeur" in texts(session)[-1]
    with pytest.raises(MoveRefused, match="déjà transmis"):
        transmission.hand_over(session, dossier, SENDER, NOW)


def test_without_an_address_a_dossier_is_handed_over(session: Session) -> None:
    suggestion = a_suggestion(session, State.INTERESTED, an_offer(session, employer_id=None))
    guarantee.vouch(session, suggestion, "met", "le 20", ADVISER, NOW)
    dossier = transmission.make_dossier(session, [number(suggestion)], "", SENDER, NOW)
    with pytest.raises(MoveRefused, match="adresse e-mail"):
        transmission.send_by_mail(session, dossier, SENDER, URL, NOW)
    transmission.hand_over(session, dossier, SENDER, NOW)
    assert suggestion.state == State.TRANSMITTED


# The employer's link


def test_a_link_opens_its_dossier_and_the_visit_is_logged(session: Session) -> None:
    _, dossier, token = transmitted(session)
    assert employer_link.follow(session, token, "opened", NOW) is dossier
    assert [visit.what for visit in session.exec(select(LinkVisit))] == ["opened"]


@pytest.mark.parametrize("what", ["unknown", "revoked", "expired"])
def test_a_link_that_is_closed_opens_nothing(session: Session, what: str) -> None:
    _, dossier, token = transmitted(session)
    if what == "revoked":
        employer_link.revoke(session, number(dossier), NOW)
    with pytest.raises(employer_link.LinkClosed):
        employer_link.follow(
            session, "x" if what == "unknown" else token, "opened", NOW + (31 * DAY if what == "expired" else DAY)
        )


def test_an_employer_answers_only_for_the_people_of_the_dossier(session: Session) -> None:
    _, dossier, _ = transmitted(session)
    other = a_suggestion(session, State.TRANSMITTED)
    with pytest.raises(MoveRefused, match="pas dans ce dossier"):
        employer_link.answer(session, dossier, number(other), Action.INTERVIEW, NOW)


def test_a_refusal_by_the_employer_is_told_plainly(session: Session) -> None:
    suggestion, dossier, _ = transmitted(session)
    employer_link.answer(session, dossier, number(suggestion), Action.REFUSE, NOW, reason="another")
    assert (suggestion.state, suggestion.reason) == (State.REFUSED, "another")
    assert "ne donne pas suite" in texts(session)[-1]


# Hired


def hire(session: Session, suggestion: Suggestion) -> None:
    hired.hire(session, suggestion, Role.ADVISER, "adviser:1", "CDI", date(2026, 12, 1), NOW)


def test_a_hire_ends_the_other_candidatures_and_tells_their_employers(session: Session) -> None:
    suggestion, _, _ = transmitted(session)
    other = a_suggestion(session, State.TRANSMITTED, candidate=suggestion.candidate)
    hire(session, suggestion)
    assert (suggestion.state, other.state) == (State.HIRED, State.OBSOLETE)
    assert session.exec(select(OutboundMail.subject)).all()[-1] == "Kevin Durand n'est plus disponible"


def test_the_last_post_taken_fills_the_offer_and_the_others_are_told_once(session: Session) -> None:
    suggestion, _, _ = transmitted(session)
    rival = a_suggestion(session, State.SENT, suggestion.offer, a_candidate(session, "Léa"))
    hire(session, suggestion)
    assert [hired.end_closed_offers(session, NOW) for _ in range(2)] == [1, 0]
    assert rival.state == State.OBSOLETE
    assert sum("est pourvu" in text and text.startswith("Léa") for text in texts(session)) == 1


def test_a_post_left_keeps_the_offer_open(session: Session) -> None:
    suggestion = a_suggestion(session, State.TRIAL, an_offer(session, posts=2))
    hire(session, suggestion)
    assert suggestion.offer.status == "open"


def test_a_person_never_told_of_an_offer_hears_nothing_of_its_end(session: Session) -> None:
    suggestion = a_suggestion(session)
    suggestion.offer.status = "closed"
    session.flush()
    hired.end_closed_offers(session, NOW)
    assert suggestion.state == State.OBSOLETE and texts(session) == []


def test_the_person_is_asked_after_a_month_and_after_three(session: Session) -> None:
    suggestion, _, _ = transmitted(session)
    hire(session, suggestion)
    asked = [hired.ask_whether_it_holds(session, NOW + days * DAY) for days in (20, 38, 39, 60, 100, 101, 200)]
    assert asked == [0, 1, 0, 0, 1, 0, 0]


def test_a_job_that_ended_brings_the_file_back_and_an_adviser_calls(session: Session) -> None:
    suggestion, _, _ = transmitted(session)
    hire(session, suggestion)
    hired.note_holds(session, number(suggestion), suggestion.candidate_id, False, NOW + 40 * DAY)
    assert session.get_one(Candidate, suggestion.candidate_id).status == "active"
    assert session.exec(select(Task.kind)).all() == ["call"]


# Training


def gap(session: Session) -> TrainingCase:
    offer = an_offer(session, needs=[{"code": "caces-R489-3", "must": True, "words": "CACES 3"}])
    candidate = a_candidate(session, licences=["permis-B"])
    return training.open_case(session, offer.id or 0, candidate.id or 0, ADVISER, NOW)


def test_one_thing_missing_opens_a_case_with_its_steps(session: Session) -> None:
    case = gap(session)
    assert (case.missing, case.state, len(case.steps)) == ("caces-R489-3", "opened", 4)


def test_whoever_has_a_case_is_no_longer_listed(session: Session) -> None:
    case = gap(session)
    other = a_candidate(session, "Léa", licences=["permis-B"])
    assert [one.candidate for one in gaps_of(session, case.offer, NOW)] == [other]


def test_a_case_to_the_end_brings_the_suggestion_to_the_top_of_the_queue(session: Session) -> None:
    case = gap(session)
    a_suggestion(session, offer=an_offer(session, starts_on=date(2026, 11, 30)))
    training.ask_the_person(session, case, "adviser:1", NOW)
    training.note_answer(session, number(case), case.candidate_id, True, NOW)
    training.advance(session, case, training.Action.START, "adviser:1", NOW)
    again = training.finish(session, case, "CACES R489-3 du 20 décembre", ADVISER, NOW)
    assert again is not None and review.queue(session, 1, NOW)[0] is again
    assert "caces-R489-3" in (case.candidate.licences or [])


def test_a_case_near_its_deadline_is_red(session: Session) -> None:
    case = gap(session)
    case.held_until = date(2026, 12, 24)
    case.steps = []
    assert not training.is_red(case, date(2026, 12, 16)) and training.is_red(case, date(2026, 12, 17))


def test_what_is_learnt_needs_its_proof(session: Session) -> None:
    with pytest.raises(MoveRefused, match="prouve"):
        training.finish(session, gap(session), "", ADVISER, NOW)


# Why


def test_the_two_best_reasons_are_two_short_sentences(session: Session) -> None:
    assert why.why_me(a_suggestion(session).parts) == "Cherche le même métier. 10 ans d'expérience."


def test_a_record_holds_who_decided_and_each_move(session: Session) -> None:
    suggestion = sent(session)
    record = why.record_of(session, suggestion)
    assert record["decided_by"] == ADVISER and [move["action"] for move in record["log"]] == ["approve", "send"]


def test_reasons_are_forgotten_after_two_years_and_the_log_stays(session: Session) -> None:
    suggestion = sent(session)
    suggestion.version = why.VERSION
    session.flush()
    assert why.forget_inputs(session, NOW + 731 * DAY) == 1
    assert suggestion.parts == [] and session.exec(select(Move)).all()


# Letters


class FakeMailer:
    def __init__(self, *failures: DeliveryError) -> None:
        self.failures, self.sent = list(failures), list[post.Letter]()

    def send(self, letter: post.Letter) -> None:
        if self.failures:
            raise self.failures.pop()
        self.sent.append(letter)


def a_letter(engine: Engine) -> None:
    with transaction(engine) as session:
        furnish(session)
        transmitted(session)


def test_a_letter_leaves_once_with_its_pdf_and_its_link_is_then_forgotten(engine: Engine) -> None:
    a_letter(engine)
    mailer = FakeMailer()
    assert [post.deliver(engine, mailer, lambda: NOW) for _ in range(2)] == [1, 0]
    assert (mailer.sent[0].pdf or b"").startswith(b"%PDF") and "/employeur/" in mailer.sent[0].body
    with transaction(engine) as session:
        kept = session.exec(select(OutboundMail)).one()
        assert kept.status == "sent" and "/employeur/" not in kept.body


def test_a_mail_server_that_is_down_is_tried_again(engine: Engine) -> None:
    a_letter(engine)
    mailer = FakeMailer(DeliveryError("plus tard", permanent=False))
    post.deliver(engine, mailer, lambda: NOW)
    post.deliver(engine, mailer, lambda: NOW + TEN_MINUTES)
    assert len(mailer.sent) == 1


@pytest.mark.parametrize("server", [False, True])
def test_a_letter_that_cannot_leave_becomes_a_task(engine: Engine, server: bool) -> None:
    a_letter(engine)
    mailer = FakeMailer(DeliveryError("adresse refusée", permanent=True)) if server else None
    post.deliver(engine, mailer, lambda: NOW)
    with transaction(engine) as session:
        assert session.exec(select(Task.kind)).all() == ["mail_not_sent"]


def test_messages_of_placement_are_written_once(session: Session) -> None:
    suggestion, _, _ = transmitted(session)
    for _ in range(2):
        hired.tell(session, suggestion, "refused", NOW)
    told = session.exec(select(OutboundMessage).where(col(OutboundMessage.dedupe_key).startswith("refused:")))
    assert len(told.all()) == 1


# What the matcher reads of a person


@pytest.mark.parametrize(
    ("jobs", "years"),
    [
        ([], [10.0]),
        ([{"work": "cariste", "years": 6}], [4.0, 6]),
        ([{"work": "N1101", "years": 12}], [0.0, 12]),
        ([{"work": "cuisinier", "years": 6}], [10.0, 6]),
    ],
)
def test_years_in_the_trade_and_past_jobs_of_the_same_trade_are_the_same_years(
    jobs: list[dict[str, object]], years: list[float]
) -> None:
    kevin = Candidate(
        id=1, office_id=1, first_name="Kevin", wants=[{"code": "N1101", "label": "cariste"}], experience_years=10.0,
        past_jobs=jobs, created_at=NOW, last_contact_at=NOW,
    )  # fmt: skip
    assert [past.years for past in person_of(kevin, NOW).experience or ()] == years


def test_whoever_answers_at_the_telephone_is_not_sent_the_offer_any_more(session: Session) -> None:
    suggestion = a_suggestion(session)
    review.approve(session, number(suggestion), ADVISER, NOW)
    move(session, suggestion, Action.ACCEPT, Role.ADVISER, "adviser:1", NOW + TEN_MINUTES, "au téléphone")
    assert leave(session, NOW + TEN_MINUTES) == []


def test_a_reminder_that_waits_for_the_morning_is_not_sent_after_an_answer(session: Session) -> None:
    suggestion = sent(session)
    night = NOW + timedelta(days=4, hours=12)
    silence.watch_people(session, night)
    answers.accept(session, number(suggestion), suggestion.candidate_id, night)
    assert leave(session, night + timedelta(days=1)) == []


def test_a_note_left_as_it_was_suggested_counts_the_people_of_the_dossier(session: Session) -> None:
    offer = an_offer(session)
    note = transmission.suggested_note(offer, 3).replace("\n", "\r\n")
    assert "2 personnes" in transmission.note_for(offer, note, 2)
    assert transmission.note_for(offer, "Bonjour, voici trois personnes.", 2) == "Bonjour, voici trois personnes."


@pytest.mark.parametrize(
    ("dates", "licences"),
    [
        ({}, {"permis-B", "caces-R489-3"}),
        ({"caces-R489-3": ""}, {"permis-B", "caces-R489-3"}),
        ({"caces-R489-3": "2022-05"}, {"permis-B", "caces-R489-3"}),
        ({"caces-R489-3": "2020-05"}, {"permis-B", "perime:caces-R489-3"}),
    ],
)
def test_a_certificate_whose_date_is_over_no_longer_counts_as_held(dates: dict[str, str], licences: set[str]) -> None:
    held = ["permis-B", "caces-R489-3"]
    someone = Candidate(id=1, office_id=1, licences=held, details={"licence_dates": dates}, created_at=NOW)
    assert person_of(someone, NOW).licences == licences
