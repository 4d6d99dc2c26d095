"""What the office knows, read for one turn and frozen. The engine sees nothing else of the database."""

from datetime import datetime, tzinfo

from sqlmodel import Session

from backend.agenda.booking import bookings_of, coming_with_seats
from backend.agenda.tables import AgendaSession
from backend.messaging.consent import has_consent
from backend.messaging.stop import stopped
from backend.messaging.tables import Conversation
from backend.network.tables import Office
from backend.offers.tables import Offer
from backend.people.contacts import sharing
from backend.people.profile import known_answers
from backend.people.tables import Candidate
from backend.placement.answers import open_offers
from backend.placement.wording import offer_details, offer_title
from backend.placement.cv_questions import worth_asking
from backend.placement.held import say_held
from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature
from backend.values import Audience
from bot.flow import Facts, OpenOffer, Seat, Sharer


def read_facts(
    session: Session, talk: Conversation, nomenclature: Nomenclature, now: datetime, said: str = ""
) -> Facts:
    """The facts of one conversation. `now` is in the office's time zone. `said`: what is long to read is read for it."""
    office = session.get_one(Office, talk.office_id)
    candidate = session.get(Candidate, talk.candidate_id) if talk.candidate_id else None
    zone = now.tzinfo
    assert zone is not None
    return Facts(
        office=office.name,
        town=office.town,
        near=office.commune_code,
        nomenclature=nomenclature,
        phone=office.phone,
        address=office.address,
        agreed=bool(candidate and has_consent(session, talk.candidate_id or 0, Audience.OFFICE)),
        known=known_answers(candidate) if candidate else {},
        confirmed=bool(candidate and candidate.status != "intake"),
        sessions=tuple(_seat(one, zone) for one in coming_with_seats(session, talk.office_id, "workshop", now)),
        bookings=tuple(_seat(event, zone) for _, event in bookings_of(session, candidate, now)) if candidate else (),
        offers=_offers(session, candidate, zone) if candidate else (),
        stopped=stopped(session, talk.office_id, talk.channel, talk.address),
        taken_over=talk.taken_by is not None,
        candidate_id=talk.candidate_id,
        people=_sharers(session, talk),
        paused_until=candidate.paused_until if candidate and candidate.paused_until else None,
        worth_asking=worth_asking(session, candidate, now) if candidate and talk.state.get("cv_all") else (),
        held=say_held(session, candidate, office.name, now) if candidate and "donnees" in fold(said) else "",
    )


def _sharers(session: Session, talk: Conversation) -> tuple[Sharer, ...]:
    """The people whose file has this address, when there are several."""
    people = sharing(session, talk.office_id, talk.channel, talk.address)
    return tuple(Sharer(one.id or 0, one.first_name) for one in people) if len(people) > 1 else ()


def _seat(event: AgendaSession, zone: tzinfo) -> Seat:
    assert event.id is not None
    return Seat(event.id, event.starts_at.astimezone(zone), event.place, event.seats)


def _offers(session: Session, candidate: Candidate, zone: tzinfo) -> tuple[OpenOffer, ...]:
    assert candidate.id is not None
    found = []
    for suggestion, message in open_offers(session, candidate.id):
        offer = session.get_one(Offer, suggestion.offer_id)
        assert suggestion.id is not None
        asked_at = (message.claimed_at or message.created_at).astimezone(zone)
        found.append(OpenOffer(suggestion.id, offer_title(offer), offer_details(offer), asked_at, message.id or 0))
    return tuple(found)
