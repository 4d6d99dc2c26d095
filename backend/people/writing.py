"""Writing to one person, at the address that suits them best."""

from datetime import datetime

from sqlmodel import Session

from backend.messaging import outbox
from backend.messaging.tables import OutboundMessage
from backend.people.contacts import NoContact, best_contact
from backend.people.tables import Candidate
from backend.values import Choice, Purpose


def write_to(
    session: Session, candidate: Candidate, text: str, purpose: Purpose, key: str, now: datetime,
    choices: tuple[Choice, ...] = (),
) -> OutboundMessage | None:  # fmt: skip
    """Write the message, once for each `key`. None when this person has no address, or may not be written to."""
    try:
        contact = best_contact(session, candidate)
        draft = outbox.Draft(
            office_id=candidate.office_id, channel=contact.channel, sender=contact.line, recipient=contact.address,
            text=text, purpose=purpose, candidate_id=candidate.id, choices=choices, dedupe_key=key,
        )  # fmt: skip
        return outbox.enqueue(session, draft, now)
    except (NoContact, outbox.NotSent):
        return None
