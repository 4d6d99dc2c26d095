"""What may not stand in an offer, and what only looks like it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backend.offers.lawful import marks, unlawful, warnings

SCORER = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "score_law.py"
FORBIDDEN = [
    ("Poste pour une personne de moins de 40 ans (H/F).", "age"),
    ("Manutentionnaire H/F, âge maximum : 45 ans.", "age"),
    ("Seniors s'abstenir. Livreur H/F.", "age"),
    ("Salon de thé recrute vendeuse à temps partiel.", "sex"),
    ("Manœuvre : homme uniquement, travail physique.", "sex"),
    ("Boucherie cherche une caissière ou un caissier, sans enfants.", "family"),
    ("Chauffeur H/F, situation de famille à préciser.", "family"),
    ("Plongeur H/F, langue maternelle française.", "origin"),
    ("Envoyez CV avec photo récente. Hôte/hôtesse d'accueil.", "looks"),
    ("Agent H/F sans problème de dos.", "health"),
    ("Aide à domicile H/F, résider à moins de 10 km de Néris.", "residence"),
    ("Distributeur H/F : caution de 80 € demandée pour le chariot.", "money"),
    ("Gardien H/F non syndiqué.", "other"),
]
ALLOWED = [
    "Auxiliaire H/F auprès de jeunes enfants et de personnes âgées.",
    "Sage-femme en maternité, temps plein.",
    "Jeune entreprise de dix ans cherche commis ou commise.",
    "18 ans minimum, travail de nuit (H/F).",
    "Contrat d'apprentissage, moins de 30 ans selon la loi (H/F).",
    "Entreprise adaptée : agent de tri H/F, RQTH bienvenue.",
    "Depuis plus de 40 ans, notre atelier forme des menuisiers et menuisières.",
    "Présentation soignée des rayons et des vitrines (H/F).",
    "Nous étudions toutes les candidatures sans distinction d'âge ni d'origine.",
    "Soldat H/F de l'armée de Terre, de nationalité française, moins de 32 ans.",
    "Le permis B est souhaité mais pas obligatoire (H/F).",
    "Chèques cadeaux de 150 € en fin d'année (H/F).",
]


@pytest.mark.parametrize(("text", "criterion"), FORBIDDEN, ids=[text[:40] for text, _ in FORBIDDEN])
def test_a_forbidden_criterion_is_found(text: str, criterion: str) -> None:
    assert [one.criterion for one in unlawful(text) if one.serious] == [criterion]


@pytest.mark.parametrize("text", ALLOWED, ids=[text[:40] for text in ALLOWED])
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert [one for one in unlawful(text) if one.serious] == []


def test_the_words_are_those_of_the_text_and_something_else_is_proposed() -> None:
    (found,) = unlawful("CDI 35 h. Âge maximum 30 ans. Poste H/F.")
    assert found.words == "Âge maximum 30 ans"
    assert found.instead.startswith("Dites l'expérience")


def test_the_warning_is_plain_french() -> None:
    assert warnings("Agent H/F, âge maximum 30 ans.")[0].startswith("Cette phrase ne peut pas figurer dans une offre :")


def test_a_weaker_word_is_only_better_said_otherwise() -> None:
    assert warnings("Bonne présentation (H/F).")[0].startswith("Mieux vaut dire autrement :")


@pytest.mark.parametrize("text", ["", " ", "\x00", "é" * 5000, "a b " * 3000])
def test_odd_texts_are_read_too(text: str) -> None:
    assert marks(text) == {"marks": []}


@pytest.mark.skipif(not SCORER.exists(), reason="needs ../shared/benchmarks/score_law.py")
def test_the_open_rows_are_read_right(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("mission-emploi")
    rows, out = SCORER.with_name("law_open.jsonl"), tmp_path / "scores.json"
    subprocess.run([sys.executable, str(SCORER), str(rows), "--json", str(out), "--", str(command)], check=True)
    assert json.loads(out.read_text())["f1"] >= 0.95
