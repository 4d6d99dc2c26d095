""" "Rappelez-moi": the adviser's task says about which offer."""

from datetime import timedelta

import pytest

from backend.reference.occupations import default
from bot.book import BOOK
from bot.engine import step
from bot.situation import Facts, OpenOffer
from bot.state import State
from tests.databases import TUESDAY_10H as NOW

ONE = OpenOffer(7, "Cariste à Domérat", "details", NOW - timedelta(hours=1), number=1)
TWO = OpenOffer(9, "Cuisinier à Huriel", "details", NOW - timedelta(minutes=30), number=2)


def note(text: str, *offers: OpenOffer, asking: str | None = None, about: int | None = None) -> str:
    """What the task says after this message."""
    known = {"first_name": "Kevin"}
    facts = Facts(
        "mission Emploi", "Montluçon", "03185", default(), agreed=True, known=known, confirmed=True, offers=offers
    )
    state = State(asking=asking, about=about, asked_at=NOW.isoformat())
    needed = [effect for effect in step(BOOK, state, text, facts, NOW).effects if hasattr(effect, "note")]
    return str(needed[0].note) if needed else ""


@pytest.mark.parametrize(
    ("text", "offers", "about", "said"),
    [
        ("rappelez-moi", (ONE,), None, "Cariste à Domérat (proposition 7)"),
        ("rappelez moi svp", (ONE, TWO), 7, "rappelé : Cariste à Domérat (proposition 7)."),
        ("conseiller", (ONE, TWO), 9, "rappelé : Cuisinier à Huriel (proposition 9)."),
        ("rappelez moi pour la 1", (ONE, TWO), 9, "rappelé : Cariste à Domérat (proposition 7)."),
        ("vous pouvez me rappeler pour l'offre 2", (ONE, TWO), 7, "rappelé : Cuisinier à Huriel (proposition 9)."),
        ("rappelez-moi", (ONE, TWO), None, "Domérat (proposition 7) ; Cuisinier"),
        ("rappelez-moi", (), None, "demande à être rappelé."),
    ],
)
def test_the_task_names_the_offer(text: str, offers: tuple[OpenOffer, ...], about: int | None, said: str) -> None:
    assert said in note(text, *offers, asking="offer" if about else None, about=about)
