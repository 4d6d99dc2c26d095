"""Proposals over a week: limits kept, nobody starved; questions that open most offers; what refusals suggest."""

from datetime import date

import pytest

from backend.matching.questions import Reason, Refusal, after_refusals, after_this_refusal, most_useful_question
from backend.matching.setting import setting
from backend.matching.spreading import Proposal, best_first, exposure, gini, limits, spread
from backend.matching.tuning import what_changes
from backend.matching.values import Mode, Need, Offer, Person, Weights

SETTING = setting(date(2026, 11, 23))
EVERYWHERE = [Proposal(f"o{o}", f"p{p}", 0.9 - p / 100 - o / 1000) for o in range(6) for p in range(12)]


def test_an_offer_is_proposed_to_five_people_a_post_at_a_time():
    candidates = [Proposal("o", f"p{number}", 0.5) for number in range(20)]
    assert len(spread(candidates, limits(posts={"o": 2}))) == 10


def test_proposals_without_an_answer_take_their_place():
    candidates = [Proposal("o", f"p{number}", 0.5) for number in range(20)]
    assert len(spread(candidates, limits(open_now={"o": 4}))) == 1


def test_nobody_gets_more_than_three_proposals_a_week():
    candidates = [Proposal(f"o{number}", "p", 0.5) for number in range(20)]
    assert len(spread(candidates, limits(already={"p": 1}))) == 2


def test_who_has_waited_longest_comes_first_among_equals():
    candidates = [Proposal("o", "a", 0.5), Proposal("o", "b", 0.5)]
    assert spread(candidates, limits(waiting={"b": 4}, per_post=1))[0].person == "b"


def test_spreading_reaches_people_whom_the_best_scores_alone_would_leave_out():
    people = [f"p{number}" for number in range(12)]
    fair, greedy = (exposure(choose(EVERYWHERE, limits()), people) for choose in (spread, best_first))
    assert (min(fair.values()), min(greedy.values())) == (2, 0)


def test_spreading_is_less_uneven_for_nearly_the_same_sum():
    people = [f"p{number}" for number in range(12)]
    fair, greedy = (choose(EVERYWHERE, limits()) for choose in (spread, best_first))
    assert gini(list(exposure(fair, people).values())) < gini(list(exposure(greedy, people).values()))
    assert sum(each.score for each in fair) > 0.95 * sum(each.score for each in greedy)


@pytest.mark.parametrize(
    ("counts", "expected"), [([], 0.0), ([0, 0], 0.0), ([2, 2, 2], 0.0), ([0, 0, 0, 4], 0.75)], ids=str
)
def test_gini(counts: list[float], expected: float):
    assert gini(counts) == pytest.approx(expected)


def test_the_most_useful_question_is_the_one_most_offers_wait_for():
    drivers = [Offer(f"d{number}", code="K1304", needs=(Need("permis-B", True),)) for number in range(3)]
    nights = [Offer("n", code="K1304", nights=True)]
    person = Person("p", wants=("K1304",), experience=(), available_from=date(2026, 11, 1))
    question = most_useful_question(person, drivers + nights, SETTING)
    assert question is not None
    assert (question.field, question.opens) == ("licences", 3)


def test_offers_of_another_trade_open_nothing():
    assert most_useful_question(Person("p", wants=("K1304",)), [Offer("o", code="H2913", nights=True)], SETTING) is None


def test_without_a_trade_the_trade_is_the_question():
    question = most_useful_question(Person("p"), [Offer("o", code="H2913")], SETTING)
    assert question is not None
    assert question.field == "wants"


FAR = [Refusal("a", Reason.TOO_FAR, 28), Refusal("b", Reason.PAY), Refusal("c", Reason.TOO_FAR, 23)]


def test_two_refusals_for_distance_suggest_a_shorter_limit_and_ask():
    suggestion = after_refusals(Person("p", modes=(Mode.CAR,), max_minutes=30), FAR)
    assert suggestion is not None
    assert (suggestion.sentence, suggestion.value) == ("Trop loin encore : on dit 20 minutes au plus ?", 20)


def test_one_refusal_suggests_nothing():
    assert after_refusals(Person("p"), FAR[:2]) is None


@pytest.mark.parametrize("reason", list(Reason))
def test_every_repeated_reason_has_its_question(reason: Reason):
    suggestion = after_refusals(Person("p"), [Refusal("a", reason), Refusal("b", reason)])
    assert suggestion is not None
    assert suggestion.sentence.endswith("?")


def test_other_weights_show_who_would_move():
    people = [Person("trade", wants=("N1101",), nights=False), Person("night", wants=("N1103",), nights=True)]
    offer = Offer("o", code="N1101", nights=True)
    moved = what_changes([offer], people, SETTING, Weights({"hours": 100, "occupation": 1}))
    assert [(each.person, each.before, each.after) for each in moved] == [("night", 2, 1), ("trade", 1, 2)]


@pytest.mark.parametrize(("before", "asked"), [(0, False), (1, True), (2, False), (3, True)])
def test_a_reason_is_asked_about_each_second_time_it_comes_back(before: int, asked: bool):
    known = [Refusal(str(number), Reason.PAY) for number in range(before)]
    assert (after_this_refusal(30, known, Refusal("last", Reason.PAY)) is not None) == asked


def test_another_reason_given_twice_before_is_not_asked_about_now():
    known = [Refusal("a", Reason.PAY), Refusal("b", Reason.PAY)]
    assert after_this_refusal(30, known, Refusal("last", Reason.HOURS)) is None
