"""When: what is no date, what a longer sentence holds, and that any text is read in time."""

import datetime as dt
import importlib.util
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.answers import Misunderstood, OneOf, Understood
from bot.understanding.when import Moment, as_json, find_moments, understand_when
from bot.understanding.when.grammar import Rule, Sentence
from bot.understanding.when.reading import read
from bot.understanding.when.understand import KNOWN, RULES
from tests.test_when import NOW, said

NO_DATES = """
le 30 février
le 31/11
le 32
99/99/9999
deux matinées par semaine
adolescents de 12 à 17 ans
20 h semaine
démarche
jour après jour
ok merci
oui
non
bonjour
g le permis b
permis b
caces 3
caces 1 3 5
jai caces 3 et 5
35h
35h par semaine
cdi 20h
2x8
3x8 ok
06 39 98 12 34
0639981234
03100
03100 montlucon
18200 st amand
5 ans
5 ans d'expérience
j'ai 45 ans
jai 52 ans
depuis 5 ans
14 rue de la gare
rue du 8 mai 1945
place du 14 juillet
je m'appelle avril durand
12 bis rue du lac
15 km
20 km max
1200 euros
10€ de l'heure
non pas possible
je sais pas
la 2
le deuxième
2
12
74
1 2
2 ou 3
deux trois
deux trois minutes
Ana a un court de tennis
il a été absent
j'ai été soudeur
mais pas trop loin
mardelle
merci
marie
je suis mariée
peut etre
plus tard
jamais
le week end non
24h/24
7j/7
24/7
5/7
3.5
12.50 euros
1/2
la 3
bac pro
bac + 2
niveau 3
25 à 30 heures
temps partiel 24h
j'ai 2 enfants
mon numéro 12345
à 10 min
a 20 min de chez moi
c'est qui
pourquoi
stop
stp
un
t'es nul
rien avant
du coup non
je cherche du menage sur domerat
jfais 35h
4 enfants
taille 42
aide soignante 10 ans
ouvert 7/7
le week-end c'est non
g travaillé 8 ans
jai mon caces 1a et 3
permis b et c
habilitation b2v
bts 2
06.39.98.12.34
+33 6 39 98 12 34
mon tel 06-39-98-12-34
code 4821
salaire 1800 euros
12 euros de l'heure
11,50€/h
2 enfants de 5 et 8 ans
plus de 3 fois
au 12 rue victor hugo
je suis né à Montluçon
la mer
le jeu
sam a 3 enfants
c'était bien
vendre
au moins 25 heures par semaine
24h par semaine
temps plein 35h
contrat 24 heures
ca dépend
je sais pas encore
on verra
""".strip().splitlines()
REFUSED = """
pas lundi
lundi je peux pas
je suis pas dispo lundi
jsui pas dispo le mercredi
mardi pas possible
pas possible mardi
sauf le mercredi
pas le week-end
le dimanche jamais
""".strip().splitlines()
HABITS = """
tous les lundis
tous les matins
chaque semaine
toutes les deux semaines
un jour sur deux
je travaille de nuit
je peu pa conduire la nuit
equipe du matin
""".strip().splitlines()


@pytest.mark.parametrize("text", NO_DATES)
def test_a_text_without_a_date_is_not_understood_as_one(text: str) -> None:
    assert understand_when(text, NOW) == Misunderstood("no date")


@pytest.mark.parametrize("text", REFUSED)
def test_a_day_that_does_not_suit_is_no_answer(text: str) -> None:
    assert said(text) == "no date"


@pytest.mark.parametrize("text", HABITS)
def test_a_habit_is_no_date(text: str) -> None:
    assert said(text) == "no date"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.example}: {rule.source}")
def test_each_rule_reads_its_own_example(rule: Rule) -> None:
    sentence = Sentence(read(rule.example, KNOWN))
    for earlier in RULES[: RULES.index(rule)]:
        sentence.apply(earlier, NOW)
    before = sentence.signs
    sentence.apply(rule, NOW)
    assert sentence.signs != before


def test_an_empty_text_says_so() -> None:
    assert understand_when("  ", NOW) == Misunderstood("empty")


SENTENCES = [
    ("bonjour jhabite domerat 03410 jcherche cariste jai le permi et le caces 3 dispo de suite", ["de suite"]),
    ("je peux venir jeudi a 10h ou vendredi matin merci", ["jeudi a 10h", "vendredi matin"]),
    ("jai 52 ans 10 ans d'expérience 35h par semaine libre à partir du 7 décembre", ["à partir du 7 décembre"]),
    ("mon num 06 39 98 12 34 appelez moi demain aprem", ["demain aprem"]),
    ("2x8 ok 3x8 ok mais pas avant lundi", ["pas avant lundi"]),
    ("caces 1 3 5 et permis b depuis 2012", ["depuis 2012"]),
    ("14 rue de la gare 03100 montlucon le 3 à 14h", ["le 3 à 14h"]),
    ("pas dispo jeudi mais vendredi ok", ["vendredi"]),
    ("Née à Nevers, j’arrive dès lundi 7 décembre", ["dès lundi 7 décembre"]),
    ("jeudi si possible vers 10h", ["jeudi si possible vers 10h"]),
    ("demain je peux venir à 14h30 ça va", ["demain je peux venir à 14h30"]),
    ("on est en manque de monde ici", []),
]


@pytest.mark.parametrize(("sentence", "words"), SENTENCES)
def test_the_moments_of_a_sentence_are_found_at_their_place(sentence: str, words: list[str]) -> None:
    found = find_moments(sentence, NOW)
    assert [(one.words, sentence[one.start : one.end]) for one in found] == [(said, said) for said in words]


def test_a_choice_of_days_is_given_as_a_choice() -> None:
    monday, tuesday = dt.datetime(2026, 11, 30), dt.datetime(2026, 12, 1)
    answer = understand_when("je suis libre lundi ou mardi", NOW)
    assert answer == OneOf((_day(monday), _day(tuesday)), "lundi ou mardi")


def test_the_answer_tells_the_words_that_said_it() -> None:
    assert understand_when("ok pr 2m1 alors", NOW) == Understood(_day(dt.datetime(2026, 11, 26)), "2m1")


def _day(start: dt.datetime) -> Moment:
    return Moment(start, start + dt.timedelta(days=1), "day")


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (None, None),
        (Moment(None, None, "week", 604800), {"seconds": 604800, "grain": "week"}),
        (_day(dt.datetime(2026, 12, 1)), {"start": "2026-12-01T00:00:00", "end": None, "grain": "day"}),
        (Moment(None, NOW, "hour"), {"start": None, "end": "2026-11-25T10:00:00", "grain": "hour"}),
        (
            Moment(dt.datetime(2026, 12, 5), dt.datetime(2026, 12, 7), "day"),
            {"start": "2026-12-05T00:00:00", "end": "2026-12-07T00:00:00", "grain": "day"},
        ),
    ],
)
def test_a_moment_is_written_as_json(moment: Moment | None, written: object) -> None:
    assert as_json(moment) == written


@pytest.mark.parametrize(
    ("now", "text", "start"),
    [
        (dt.datetime(2026, 12, 31, 23, 30), "demain", "2027-01-01"),
        (dt.datetime(2026, 12, 31, 23, 30), "le 1er", "2027-01-01"),
        (dt.datetime(2026, 1, 31, 9), "le 30", "2026-03-30"),
        (dt.datetime(2026, 1, 31, 9), "dans un mois", "2026-02-28"),
        (dt.datetime(2028, 2, 29, 9), "dans un an", "2029-02-28"),
        (dt.datetime(2026, 11, 29, 9), "dimanche", "2026-12-06"),
        (dt.datetime(2026, 11, 29, 9), "ce week-end", "2026-11-28"),
        (dt.datetime(2026, 11, 30, 9), "fin du mois", "2026-11-21"),
        (dt.datetime(2026, 7, 1, 9), "fête des mères", "2027-05-30"),
        (dt.datetime(2026, 5, 1, 9), "ascension", "2026-05-14"),
    ],
)
def test_what_is_not_said_lies_ahead(now: dt.datetime, text: str, start: str) -> None:
    answer = understand_when(text, now)
    assert isinstance(answer, Understood) and answer.value.start == dt.datetime.fromisoformat(start)


_WORDS = [word for rule in RULES for word in rule.example.split()] + [
    "9h",
    "31/12/9999",
    "2",
    "-",
    "/",
    "1er",
    "é",
    "'",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=2000), st.lists(st.sampled_from(_WORDS), max_size=400).map(" ".join)))
def test_any_text_is_read_without_error_and_in_time(text: str) -> None:
    began = time.process_time()
    for one in find_moments(text[:2000], NOW):
        assert as_json(one.moment) and text[one.start : one.end] == one.words
    assert time.process_time() - began < 0.2  # 50 ms on a machine that does nothing else


@pytest.mark.parametrize("bit", ["9h", "lundi ", "1-", "12 mars ", "dans 3 jours ", "le ", "9", "ﷺ", "a "])
def test_a_text_that_repeats_itself_is_read_in_time(bit: str) -> None:
    began = time.process_time()
    find_moments((bit * 2000)[:2000], NOW)
    assert time.process_time() - began < 0.2


OPEN_ROWS = Path(__file__).parents[2] / "shared" / "benchmarks"


@pytest.mark.skipif(not OPEN_ROWS.exists(), reason="the open benchmark rows are not beside the project")
def test_the_open_rows_are_understood() -> None:
    spec = importlib.util.spec_from_file_location("score_dates", OPEN_ROWS / "score_dates.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = [json.loads(line) for line in (OPEN_ROWS / "dates_open.jsonl").read_text(encoding="utf-8").splitlines()]
    right = [scorer.right(row, _answer(row)) for row in rows]
    assert sum(right) / len(rows) >= 0.95


def _answer(row: dict[str, str]) -> dict[str, object] | None:
    answer = understand_when(row["text"], dt.datetime.fromisoformat(row["reference_time"]))
    options = answer.options if isinstance(answer, OneOf) else [answer.value] if isinstance(answer, Understood) else []
    return as_json(options[0]) if options else None
