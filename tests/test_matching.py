"""The matcher, read as its specification: one offer, one person, one thing to hold."""

from datetime import date

import pytest

from backend.matching.rank import explain, offers_for, rank
from backend.matching.setting import setting
from backend.matching.values import Experience, Mode, Need, Offer, Person, Ranking, Skill

TODAY = date(2026, 11, 23)
MONTLUCON, DOMERAT, COMMENTRY = (46.340, 2.603), (46.360, 2.535), (46.289, 2.742)
CAR, CACES_5 = frozenset({"permis-B"}), frozenset({"caces-R489-5"})
EXPIRED_3 = frozenset({"permis-B", "perime:caces-R489-3"})
FORKLIFT = Offer("o1", code="N1101", titles=("Cariste",), position=MONTLUCON, contract="CDI", experience_months=12)


def ranked(offer: Offer, *people: Person) -> Ranking:
    return rank(offer, people, setting(TODAY))


def places(ranking: Ranking) -> dict[str, str]:
    return {
        **{result.person: "top" for result in ranking.top},
        **{each.person: "refused" for each in ranking.refused},
        **{each.person: "gap" for each in ranking.gaps},
        **{each.person: "out of reach" for each in ranking.out_of_reach},
    }


def place(offer: Offer, **known: object) -> str:
    return places(ranked(offer, Person("p", **known)))["p"]  # type: ignore[arg-type]


def test_someone_of_whom_nothing_is_known_is_neither_refused_nor_ranked_on_guesses():
    (result,) = ranked(FORKLIFT, Person("p")).top
    assert (result.score, result.parts) == (0.0, ())


def test_what_is_unknown_is_listed_to_be_asked():
    (result,) = ranked(FORKLIFT, Person("p", wants=("cariste",))).top
    assert {"licences", "experience", "commune", "contracts", "available_from"} <= set(result.unknown)


def test_the_score_is_the_points_over_the_ceilings_of_what_is_known():
    (result,) = ranked(FORKLIFT, Person("p", wants=("N1101",), contracts=frozenset({"CDI"}))).top
    assert result.score == pytest.approx((0.9 * 40 + 5) / 45)


def test_the_way_is_measured_door_to_door_by_the_persons_own_means():
    person = Person("p", position=DOMERAT, modes=(Mode.BICYCLE,), max_minutes=40)
    assert ranked(FORKLIFT, person).top[0].parts[0].sentence == "À 32 minutes à vélo, sa limite est 40."


def test_a_post_beyond_the_persons_own_limit_is_out_of_reach_with_minutes_and_limit():
    (beyond,) = ranked(FORKLIFT, Person("p", position=DOMERAT, modes=(Mode.WALK,), max_minutes=30)).out_of_reach
    assert (beyond.minutes, beyond.limit) == (98, 30)


def test_a_few_minutes_more_are_named_when_they_would_do():
    (beyond,) = ranked(FORKLIFT, Person("p", position=DOMERAT, modes=(Mode.BICYCLE,), max_minutes=25)).out_of_reach
    assert "Avec 7 minutes de plus." in beyond.openers


def test_a_neighbour_who_drives_there_is_named_to_the_adviser():
    driver = Person("d", position=DOMERAT, modes=(Mode.CAR,), max_minutes=30)
    walker = Person("w", position=DOMERAT, modes=(Mode.WALK,), max_minutes=30)
    (beyond,) = ranked(FORKLIFT, driver, walker).out_of_reach
    assert "Covoiturage possible avec d, qui habite à côté." in beyond.openers


PLACES: list[tuple[str, dict[str, object], Offer, str]] = [
    ("a forklift needs its certificate, which a short training gives", {"licences": CAR}, FORKLIFT, "gap"),
    ("any category of the certificate will do when none is named", {"licences": CACES_5}, FORKLIFT, "top"),
    ("a certificate that is over is to be had again", {"licences": EXPIRED_3}, FORKLIFT, "gap"),
    ("licences not asked yet hold nobody back", {"licences": None}, FORKLIFT, "top"),
    ("a paused person gets nothing", {"paused": True}, FORKLIFT, "refused"),
    ("nobody is proposed the same offer twice", {"proposed": frozenset({"o1"})}, FORKLIFT, "refused"),
    ("a no is a no", {"refused": frozenset({"o1"})}, FORKLIFT, "refused"),
    ("who takes only fixed terms is not sent a permanent post", {"contracts": frozenset({"CDD"})}, FORKLIFT, "refused"),
    (
        "seasonal work is a fixed term",
        {"contracts": frozenset({"CDD"})},
        Offer("s", contract="SAI"),
        "top",
    ),
    (
        "free too late",
        {"available_from": date(2027, 2, 1)},
        Offer("s", start_until=date(2026, 12, 15)),
        "refused",
    ),
    (
        "a lorry without its licence is the law's refusal",
        {"licences": frozenset({"permis-B"})},
        Offer("l", code="N4101"),
        "refused",
    ),
    (
        "a lorry licence without the drivers' course is one training away",
        {"licences": frozenset({"permis-C"})},
        Offer("l", code="N4101"),
        "gap",
    ),
    (
        "two trainings are too many",
        {"licences": frozenset({"permis-C"})},
        Offer("l", code="N4116"),
        "refused",
    ),
    (
        "a software is learned",
        {"skills": ("Word",)},
        Offer("x", skills=(Skill("Excel", must=True),)),
        "gap",
    ),
    (
        "what was only read in the text holds nobody back",
        {"licences": frozenset()},
        Offer("t", code="K2204", needs=(Need("permis-B", True, "permis B exigé", "texte"),)),
        "top",
    ),
    (
        "no bus takes anyone to a five o'clock shift",
        {"position": DOMERAT, "modes": (Mode.BUS,), "max_minutes": 60},
        Offer("n", position=MONTLUCON, first_hour=5),
        "out of reach",
    ),
    (
        "a bus by day is to be checked, not refused",
        {"position": DOMERAT, "modes": (Mode.BUS,), "max_minutes": 60},
        Offer("n", position=MONTLUCON),
        "top",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("known", "offer", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_where_a_person_stands(known: dict[str, object], offer: Offer, expected: str):
    assert place(offer, **known) == expected


def test_who_has_waited_longest_comes_first_among_equals():
    ranking = ranked(FORKLIFT, Person("a", wants=("cariste",)), Person("b", wants=("cariste",), weeks_waiting=6))
    assert [result.person for result in ranking.top] == ["b", "a"]


def test_a_certificate_that_is_over_is_told_from_one_never_had():
    (gap,) = ranked(FORKLIFT, Person("p", wants=("cariste",), licences=EXPIRED_3)).gaps
    assert gap.sentence == "Il manque seulement un recyclage : le CACES R489 est périmé."


def test_experience_beyond_what_is_asked_counts_for_nothing_more():
    short, long = (Person(str(years), experience=(Experience("cariste", years),)) for years in (2, 30))
    assert {result.score for result in ranked(FORKLIFT, short, long).top} == {1.0}


def test_a_person_sees_what_can_be_proposed_first():
    far = Offer("far", code="N1101", position=(43.3, 5.4))
    person = Person("p", wants=("N1101",), position=DOMERAT, modes=(Mode.CAR,), max_minutes=30)
    assert [offer.id for offer, _ in offers_for(person, [far, FORKLIFT], setting(TODAY))] == ["o1", "far"]


def test_the_explanation_reads_as_a_waterfall():
    person = Person("p", wants=("cariste",), contracts=frozenset({"CDI"}), licences=frozenset())
    assert explain(FORKLIFT, person, setting(TODAY)).splitlines()[:3] == [
        "Cariste × p",
        "Besoin de formation : Il manque seulement le CACES R489.",
        "   40.0 / 40   Cherche le même métier : cariste.",
    ]
