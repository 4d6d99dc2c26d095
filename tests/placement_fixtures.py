"""One office with an adviser, an employer, an offer, and invented people: enough for every test of placement."""

import itertools
from datetime import timedelta

from sqlmodel import Session, select

from backend.messaging.consent import record_consent
from backend.messaging.tables import Line, OutboundMessage
from backend.network.tables import Adviser, Office
from backend.offers.tables import Employer, Offer
from backend.people.tables import Candidate, Contact
from backend.placement.lifecycle import State
from backend.placement.tables import Suggestion
from backend.placement.transmission import Sender
from tests.databases import TUESDAY_10H

ADVISER = 1
SENDER = Sender(ADVISER, "Sylvie", "mission Emploi de Montluçon", "67 ter boulevard de Courtais", "04 65 71 00 01")
_numbers = itertools.count(100)


def furnish(session: Session) -> None:
    session.add(
        Office(id=1, code="montlucon", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185")
    )
    session.flush()
    session.add(
        Adviser(id=ADVISER, office_id=1, email="a@example.org", name="Sylvie", password_hash="-",
                created_at=TUESDAY_10H)
    )  # fmt: skip
    session.add(Line(office_id=1, channel="sms", address="+33939980000"))
    session.add(Employer(id=1, office_id=1, name="Ateliers du Cher", email="chef@ateliers.example", phone="0639981234"))
    session.flush()


def an_offer(session: Session, **more: object) -> Offer:
    known: dict[str, object] = {
        "office_id": 1, "employer_id": 1, "title": "Cariste", "rome_code": "N1101", "place": "Domérat",
        "commune_code": "03101", "contract": "CDI", "weekly_hours": 35.0, "created_at": TUESDAY_10H,
        "updated_at": TUESDAY_10H,
    }  # fmt: skip
    offer = Offer(**{**known, **more})
    session.add(offer)
    session.flush()
    return offer


def a_candidate(session: Session, first: str = "Kevin", **more: object) -> Candidate:
    known: dict[str, object] = {
        "office_id": 1, "first_name": first, "last_name": "Durand", "commune_code": "03101", "status": "active",
        "wants": [{"code": "N1101", "label": "cariste"}], "experience_years": 10.0, "modes": ["car"],
        "max_minutes": 30, "licences": ["permis-B", "caces-R489-3"], "created_at": TUESDAY_10H - timedelta(days=5),
        "last_contact_at": TUESDAY_10H, "available_from": TUESDAY_10H.date(),
    }  # fmt: skip
    candidate = Candidate(**{**known, **more})
    session.add(candidate)
    session.flush()
    assert candidate.id is not None
    session.add(
        Contact(office_id=1, candidate_id=candidate.id, channel="sms", address=f"+33639980{next(_numbers) % 1000:03}")
    )
    record_consent(session, candidate.id, "office", True, TUESDAY_10H, adviser_id=ADVISER)
    return candidate


def a_suggestion(
    session: Session, state: State = State.PROPOSED, offer: Offer | None = None, candidate: Candidate | None = None
) -> Suggestion:
    offer, candidate = offer or an_offer(session), candidate or a_candidate(session)
    assert offer.id is not None and candidate.id is not None
    suggestion = Suggestion(
        office_id=1, offer_id=offer.id, candidate_id=candidate.id, state=state, score=0.8, created_at=TUESDAY_10H,
        parts=[
            {"name": "occupation", "points": 40.0, "ceiling": 40.0, "sentence": "Cherche le même métier."},
            {"name": "experience", "points": 15.0, "ceiling": 15.0, "sentence": "10 ans d'expérience."},
            {"name": "hours", "points": 0.0, "ceiling": 8.0, "sentence": "Horaires de nuit."},
        ],
        transmitted_at=TUESDAY_10H if state == State.TRANSMITTED else None,
    )  # fmt: skip
    session.add(suggestion)
    session.flush()
    return suggestion


def texts(session: Session) -> list[str]:
    """Every message written so far, oldest first."""
    return [row.text for row in session.exec(select(OutboundMessage).order_by(OutboundMessage.id))]  # type: ignore[arg-type]
