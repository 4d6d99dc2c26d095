"""Where an offer is, as people say it."""

import pytest

from backend.offers.tables import Offer
from backend.placement.wording import offer_title


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("Domérat", "03101", "commis à Domérat"),
        ("Le Blanc", "36018", "commis au Blanc"),
        ("Les Ancizes-Comps", "63004", "commis aux Ancizes-Comps"),
        ("La Châtre", "36046", "commis à La Châtre"),
        ("Ain", None, "commis (Ain)"),
        ("", None, "commis"),
    ],
)
def test_a_place_is_said_as_people_say_it(place: str, code: str | None, said: str) -> None:
    assert offer_title(Offer(title="Commis", place=place, commune_code=code, source="france_travail")) == said  # type: ignore[call-arg]
