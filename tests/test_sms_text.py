"""What an SMS can hold. Source of the counts: 3GPP TS 23.038."""

import pytest

from backend.messaging.sms_text import count_parts, fold_for_sms, outside_gsm

# text, parts
PARTS = [
    ("", 1),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("é" * 160, 1),  # é is in GSM-7
    ("ê" * 70, 1),  # ê is not: the whole message becomes UCS-2
    ("ê" + "a" * 69, 1),
    ("ê" + "a" * 70, 2),
    ("ê" * 134, 2),
    ("ê" * 135, 3),
    ("€" * 80, 1),  # € counts twice
    ("€" * 81, 2),
    ("[" * 80, 1),
    ("a" * 159 + "€", 2),
    ("😀" * 35, 1),  # two UCS-2 units each
    ("😀" * 36, 2),
    ("ligne\n" * 26, 1),
]


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[f"{len(t)}-{t[:1]!r}" for t, _ in PARTS])
def test_a_text_costs_its_parts(text: str, parts: int) -> None:
    assert count_parts(text) == parts


FOLDED = [
    ("Domérat à côté, là où il faut", "Domérat à coté, là où il faut"),
    ("garçon, forêt, île, hôtel, août, noël, maïs, cœur", "garcon, foret, ile, hotel, aout, noel, mais, coeur"),
    ("À bientôt", "A bientot"),
    ("« D’accord »…", '"D\'accord"...'),
    ("12\u202f000\u00a0€", "12 000 €"),
    ("Ménage – Domérat — lundi", "Ménage - Domérat - lundi"),
    ("  bonjour \n", "bonjour"),
    ("", ""),
    ("Dome\u0301rat", "Domérat"),  # as a Mac writes it
    ("C'est noté 👍", "C'est noté"),
    ("Ça va", "Ça va"),  # capital Ç is in GSM-7, small ç is not
    ("Où ? É è ù ì ò ñ ü ö ä", "Où ? É è ù ì ò ñ ü ö ä"),
    ("ÀÂÊËÎÏÔÙÛŸÇŒ", None),
    ("⚠ 14 h → 15 h", None),
    ("“Oui” ‘non’ • ½ №", None),
]


@pytest.mark.parametrize(("text", "folded"), [case for case in FOLDED if case[1] is not None])
def test_what_gsm_lacks_is_folded_to_its_nearest_letters(text: str, folded: str) -> None:
    assert fold_for_sms(text) == folded


@pytest.mark.parametrize("text", [text for text, _ in FOLDED])
def test_nothing_outside_gsm_is_left(text: str) -> None:
    assert outside_gsm(fold_for_sms(text)) == []


def test_the_offending_characters_are_named_once_in_order() -> None:
    assert outside_gsm("ça, là-bas, ça… « oui »") == ["ç", "…", "«", "»"]
