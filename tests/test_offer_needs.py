"""What the text of an offer asks for, one sentence a line: the codes that come out, "?" after those only wished for."""

import json
from pathlib import Path

import pytest

from backend.offers.needs import CODES, read_needs, read_offer

SENTENCES: list[tuple[str, str]] = [
    ("Permis B exigé", "permis-B"),
    ("Permis B souhaité", "permis-B?"),
    ("Permis B obligatoire et véhicule personnel souhaité", "permis-B vehicule?"),
    ("Titulaire des permis C et CE, FIMO/FCO à jour, carte conducteur", "permis-C permis-CE fimo fco"),
    ("Vous êtes titulaire du permis EC avec FIMO et ADR (citerne)", "permis-CE fimo adr"),
    ("Permis D et FCO voyageurs indispensables", "permis-D fco"),
    ("Conducteur SPL : permis CE + FCO", "permis-CE fco"),
    ("Le permis B n'est pas obligatoire", "permis-B?"),
    ("Aucun permis demandé", ""),
    ("pas besoin de permis", ""),
    ("Vous avez le permis et une voiture", "permis-B vehicule"),
    ("Vous êtes véhiculé(e)", "vehicule"),
    ("Être véhiculé est un plus", "vehicule?"),
    ("véhicule de service fourni", ""),
    ("Véhicule de fonction, mutuelle, tickets restaurant", ""),
    ("Poste non desservi par les transports en commun, moyen de locomotion indispensable", "vehicule"),
    ("Le CACES 3 serait un plus", "caces-R489-3?"),
    ("CACES R489 catégories 1A, 3 et 5 obligatoires", "caces-R489-1A caces-R489-3 caces-R489-5"),
    ("Caces R.489 cat. 3 exigé", "caces-R489-3"),
    ("CACES nacelle R486 A souhaité", "caces-R486-A?"),
    ("CACES R482 catégories A et C1", "caces-R482-A caces-R482-C1"),
    ("CACES pelle (R482 B1) exigé, mini-pelle souhaitée", "caces-R482-B1"),
    ("Vous possédez les CACES 1, 3 et 5 en cours de validité", "caces-R489-1 caces-R489-3 caces-R489-5"),
    ("Les CACES peuvent être financés par l'entreprise", "caces?"),
    ("Travail en 2x8 (5h-13h / 13h-21h)", "2x8"),
    ("Horaires en 3*8, week-ends travaillés", "3x8 week-end"),
    ("Travail posté 5x8", "5x8"),
    ("Rythme 2X8 ou 3X8 selon l'activité", "2x8 3x8"),
    ("Poste de nuit : 21h-5h", "nuit"),
    ("Horaires : 22h00 - 6h00", "nuit"),
    ("Pas de travail de nuit", ""),
    ("Prime de nuit", ""),
    ("Travail un week-end sur deux", "week-end"),
    ("Pas de travail le week-end", ""),
    ("Repos le dimanche et le lundi", ""),
    ("Du lundi au samedi, un jour de repos dans la semaine", "week-end"),
    ("Vous ne travaillez ni le soir ni le week-end", ""),
    ("Week-ends non travaillés", ""),
    ("Horaires coupés : 10h-14h / 18h-22h", "coupure"),
    ("Pas de coupure", ""),
    ("Service en continu, sans coupure", ""),
    ("Vos horaires : 9h-14h et 18h30-22h30", "coupure"),
    ("Horaires : 8h-12h / 14h-18h du lundi au vendredi", ""),
    ("Temps partiel 24h/semaine", "temps-partiel"),
    ("CDI 20 heures par semaine", "temps-partiel"),
    ("Contrat de 35h par semaine", ""),
    ("CDD à mi-temps", "temps-partiel"),
    ("Temps partiel possible", "temps-partiel?"),
    ("Temps plein ou partiel", "temps-partiel?"),
    ("Déplacements fréquents dans toute la région", "deplacements"),
    ("Déplacements ponctuels possibles", "deplacements?"),
    ("Vous vous déplacez dans l'atelier", ""),
    ("Vous vous déplacez dans les locaux de nos clients", "deplacements"),
    ("Déplacement dans un rayon de 400 km", "deplacements"),
    ("SSIAP 1 à jour, SST apprécié", "ssiap"),
    ("Permis B de plus de 2 ans", "permis-B"),
    ("Prise de poste à 3h du matin", "nuit"),
    ("Prise de poste à 5h", ""),
    ("Nous finançons votre permis C", "permis-C?"),
    ("Avoir le CACES R486, c'est mieux", "caces-R486"),
    ("Pas de déplacements", ""),
    ("Frais de déplacement pris en charge", ""),
    ("Aide aux déplacements des résidents", ""),
    ("Vous serez amené(e) à vous déplacer chez les clients", "deplacements"),
    ("Travail en hauteur (harnais)", "hauteur"),
    ("Vous n'avez pas le vertige", "hauteur"),
    ("rémunération à hauteur de vos compétences", ""),
    ("Habilitation électrique B1V, BR exigée", "habilitation-electrique"),
    ("Habilitations électriques souhaitées (B2V/BR/BC)", "habilitation-electrique?"),
    ("SSIAP 1 à jour obligatoire", "ssiap"),
    ("SSIAP 2 apprécié", "ssiap?"),
    ("Transport de matières dangereuses : ADR exigé", "adr"),
    ("BSR ou permis AM requis", "permis-AM"),
    ("Permis A ou A2", "permis-A"),
    ("permis BE (remorque) souhaité", "permis-BE?"),
    ("Permis poids lourd obligatoire", "permis-C"),
    ("Permis super lourd exigé", "permis-CE"),
    ("Vous êtes titulaire du permis B depuis 3 ans minimum", "permis-B"),
    ("Permis B + véhicule", "permis-B vehicule"),
    ("Moniteur auto-école : vous préparez les élèves au permis B", ""),
    ("Travail les samedis et jours fériés", "week-end"),
    ("Formation CACES assurée par l'entreprise", "caces?"),
    ("Possibilité de travailler de nuit et le week-end", "nuit? week-end?"),
    ("Travail de jour uniquement", ""),
    ("Agence ouverte du lundi au samedi", ""),
    ("Astreintes le week-end", "week-end"),
    ("Idéalement, vous avez le permis C", "permis-C?"),
    ("Le permis C est un atout", "permis-C?"),
    ("Vous avez votre permis B ou êtes autonome dans vos déplacements", "permis-B"),
    ("horaires fractionnés", "coupure"),
    ("travail en soirée et week end", "week-end"),
    ("Équipes successives alternantes : une semaine matin, une semaine après-midi", "2x8"),
    ("Vous travaillez de 20h à 6h", "nuit"),
    ("Vous disposez d'un véhicule pour vous rendre chez les bénéficiaires", "vehicule"),
    ("Permis B et véhicule indispensables car déplacements chez les particuliers", "permis-B vehicule deplacements"),
    ("Vous êtes mobile sur le département", "deplacements"),
    ("Grands déplacements à la semaine, découchés", "deplacements"),
    ("3 x 8 ou week-end (SD/VSD)", "3x8 week-end"),
    ("Poste à pourvoir du 2/8 au 3/9", ""),
    ("Majoration des heures de nuit et du dimanche", ""),
]
OFFERS = Path(__file__).parents[2] / "shared" / "benchmarks" / "offers_open.json"
LABELS = Path(__file__).parent / "offer_needs_labels.jsonl"


def said(text: str) -> dict[str, bool]:
    return {need.code: need.must for need in read_needs(text)}


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_of_an_offer(text: str, expected: str):
    assert said(text) == {code.rstrip("?"): not code.endswith("?") for code in expected.split()}


def test_the_words_that_prove_a_need_are_those_of_the_employer():
    (need,) = read_offer("Poste à Montluçon. Titulaire du Permis B, à jour ; équipe soudée.")["needs"]
    assert need == {"code": "permis-B", "must": True, "words": "Titulaire du Permis B"}


def test_a_precise_caces_makes_the_bare_word_superfluous():
    assert said("CACES exigé. Le CACES R489 catégorie 3 est obligatoire.") == {"caces-R489-3": True}


def test_required_once_is_required():
    assert said("Le permis B serait un plus.\nPermis B obligatoire.") == {"permis-B": True}


def test_needs_come_in_the_order_of_the_codes():
    codes = list(said("Week-ends, travail de nuit, permis C et FIMO."))
    assert codes == sorted(codes, key=CODES.index)


@pytest.mark.parametrize("odd", ["", " ", "\x00", "permis", "(((", "é" * 10_000, "permis " * 2_000, "8h-" * 3_000])
def test_odd_texts_are_read_without_harm(odd: str):
    assert isinstance(read_offer(odd)["needs"], list)


@pytest.mark.skipif(not OFFERS.exists(), reason="the open benchmark is not beside the project (../shared)")
def test_the_needs_of_real_offers_are_read_as_a_person_reads_them():
    texts = {
        row["id"]: f"{row['intitule']}\n{row['description']}" for row in json.loads(OFFERS.read_text())["resultats"]
    }
    labels = [json.loads(line) for line in LABELS.read_text().splitlines()]
    assert len([row for row in labels if row["id"] in texts]) >= 150
    expected = {(row["id"], code, must) for row in labels for code, must in row["needs"].items()}
    found = {(row["id"], code, must) for row in labels for code, must in said(texts[row["id"]]).items()}
    by_code, with_must = f1(_without_must(expected), _without_must(found)), f1(expected, found)
    assert by_code >= 0.95 and with_must >= 0.90, (by_code, with_must)


def f1(expected: set[tuple[object, ...]], found: set[tuple[object, ...]]) -> float:
    return 2 * len(expected & found) / (len(expected) + len(found))


def _without_must(rows: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    return {row[:2] for row in rows}


def test_a_text_without_a_full_stop_is_read_to_its_end():
    text = "vous rangez les palettes et " * 2_000 + "vous avez le permis C"
    assert [need.code for need in read_needs(text)] == ["permis-C"]
