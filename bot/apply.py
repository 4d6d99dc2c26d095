"""Effects → rows. One function for each effect; each runs in the transaction of its message."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from backend.agenda import booking, invitations, waiting_list
from backend.agenda.tables import Booking
from backend.database import put
from backend.messaging import outbox, stop
from backend.messaging.consent import record_consent
from backend.messaging.inbox import Waiting
from backend.messaging.tables import Conversation, Task
from backend.people import documents
from backend.people.contacts import add_contact, of_number
from backend.people.erasure import erase, forget_talk
from backend.people.invitations import note_answered
from backend.people.profile import columns_of, new_candidate
from backend.people.same_person import tie
from backend.people.tables import Candidate, Document
from backend.placement import answers, hired, training
from backend.placement.lifecycle import MoveRefused
from backend.placement.suggest import suggest_for_candidate
from backend.values import Audience, StopScope
from bot import effects


class Overtaken(Exception):
    """The world changed since the facts were read (the last seat was taken): read them again, take the turn again."""


@dataclass(frozen=True)
class Occasion:
    """The message that caused the effects, and where.

    `files` are held so that the session knows them to the end: it forgets the rows that nobody holds.
    """

    session: Session
    talk: Conversation
    message: Waiting
    now: datetime
    files: list[Candidate] = field(default_factory=list)

    def candidate(self) -> Candidate:
        assert self.talk.candidate_id is not None
        return self.session.get_one(Candidate, self.talk.candidate_id)

    def new_candidate(self) -> Candidate:
        """A file that is begun by this message; the talk is about it from here on."""
        candidate = new_candidate(self.session, self.talk.office_id, self.now)
        self.files.append(candidate)
        self.talk.candidate_id = candidate.id
        self.session.add(self.talk)
        return candidate


def apply(occasion: Occasion, happened: tuple[effects.Effect, ...]) -> None:
    """Carry out each effect in order. Raises Overtaken."""
    for effect in happened:
        APPLY[type(effect)](occasion, effect)
    if any(isinstance(effect, effects.Answered) for effect in happened):
        _suggest_again(occasion)


# What these change is columns of the file: the world cannot have moved under them.
NEVER_OVERTAKEN = (effects.Answered,)


def _agreed(on: Occasion, effect: effects.Agreed) -> None:
    if on.talk.candidate_id is None:
        candidate = on.new_candidate()
    else:
        candidate = on.candidate()
        note_answered(on.session, candidate.id or 0, on.now)
    add_contact(on.session, candidate, on.talk.channel, on.talk.address)
    record_consent(on.session, candidate.id or 0, Audience.OFFICE, True, on.now, message_id=on.message.id)


def _suggest_again(on: Occasion) -> None:
    """A file that changed may go with other offers."""
    candidate = on.session.get(Candidate, on.talk.candidate_id)
    if candidate is not None and candidate.id is not None and candidate.status == "active":
        suggest_for_candidate(on.session, candidate.id, on.now)


def _spoke_as(on: Occasion, effect: effects.SpokeAs) -> None:
    on.talk.candidate_id = effect.candidate_id
    on.session.add(on.talk)


def _joined_by_other(on: Occasion, effect: effects.JoinedByOther) -> None:
    if on.talk.candidate_id is not None:
        add_contact(on.session, on.candidate(), on.talk.channel, on.talk.address)
    add_contact(on.session, on.new_candidate(), on.talk.channel, on.talk.address)


def _paused(on: Occasion, effect: effects.Paused) -> None:
    candidate = on.candidate()
    candidate.paused_until = effect.until
    on.session.add(candidate)


def _erasure_asked(on: Occasion, effect: effects.ErasureAsked) -> None:
    if on.talk.candidate_id is not None:
        _free_seats(on)
        erase(on.session, on.candidate(), on.now)
    forget_talk(on.session, on.talk, on.message.id)


def _free_seats(on: Occasion) -> None:
    """Who is erased comes to nothing: their seats go to others."""
    for seat, _ in booking.bookings_of(on.session, on.candidate(), on.now, ("booked", "held", "waiting")):
        waiting_list.give_up(on.session, seat, on.now)


def _phone_shared(on: Occasion, effect: effects.PhoneShared) -> None:
    """The file with that number is theirs; what they may have begun on this channel goes into it."""
    found = of_number(on.session, on.talk.office_id, effect.number)
    if found:
        tie(on.session, on.talk, found[0], on.now)
        for other in found[1:]:  # who is writing is asked by first name before anything private
            add_contact(on.session, other, on.talk.channel, on.talk.address)
    elif on.talk.candidate_id is not None:
        add_contact(on.session, on.candidate(), "sms", effect.number)


def _document_sent(on: Occasion, effect: effects.DocumentSent) -> None:
    documents.note(
        on.session, on.candidate(), on.talk.channel, effect.reference, effect.kind, effect.name, effect.size, on.now
    )


def _cv_confirmed(on: Occasion, effect: effects.CvConfirmed) -> None:
    document = on.session.get_one(Document, effect.document_id)
    document.reading = "confirmed" if effect.right else "declined"
    on.session.add(document)


def _cv_corrected(on: Occasion, effect: effects.CvCorrected) -> None:
    document = on.session.get_one(Document, effect.document_id)
    document.found = dict(effect.found)
    on.session.add(document)


def _declined(on: Occasion, effect: effects.Declined) -> None:
    if on.talk.candidate_id is not None:
        note_answered(on.session, on.talk.candidate_id, on.now)
        record_consent(on.session, on.talk.candidate_id, Audience.OFFICE, False, on.now, message_id=on.message.id)


def _answered(on: Occasion, effect: effects.Answered) -> None:
    candidate = on.candidate()
    put(on.session, candidate, columns_of(candidate, effect.key, effect.value) | {"last_contact_at": on.now})


def _profile_confirmed(on: Occasion, effect: effects.ProfileConfirmed) -> None:
    candidate = on.candidate()
    put(on.session, candidate, {"status": "active"})
    suggest_for_candidate(on.session, candidate.id or 0, on.now)


def _seat_chosen(on: Occasion, effect: effects.SeatChosen) -> None:
    try:
        booking.book(
            on.session, effect.session_id, on.candidate().id or 0, on.now, on.message.id, effect.seat, effect.topic
        )
    except (booking.SessionFull, booking.NotBookable) as error:
        raise Overtaken(str(error)) from error


def _seat_given_up(on: Occasion, effect: effects.SeatGivenUp) -> None:
    mine = select(Booking).where(Booking.session_id == effect.session_id, Booking.candidate_id == on.talk.candidate_id)
    if found := on.session.exec(mine).first():
        waiting_list.give_up(on.session, found, on.now)


def _line_joined(on: Occasion, effect: effects.LineJoined) -> None:
    try:
        waiting_list.join(on.session, effect.session_id, on.candidate().id or 0, on.now)
    except booking.NotBookable as error:
        raise Overtaken(str(error)) from error


def _invitation_answered(on: Occasion, effect: effects.InvitationAnswered) -> None:
    invitations.answered(on.session, effect.invitation_id, on.candidate().id or 0, effect.answer, on.now)


def _workshop_declined(on: Occasion, effect: effects.WorkshopDeclined) -> None:
    invitations.declined(on.session, on.candidate(), on.now)


def _offer_accepted(on: Occasion, effect: effects.OfferAccepted) -> None:
    try:
        answers.accept(on.session, effect.suggestion_id, on.candidate().id or 0, on.now)
    except MoveRefused as error:
        raise Overtaken(str(error)) from error


def _offer_declined(on: Occasion, effect: effects.OfferDeclined) -> None:
    try:
        answers.decline(on.session, effect.suggestion_id, on.candidate().id or 0, on.now)
    except MoveRefused as error:
        raise Overtaken(str(error)) from error


def _offer_declined_for(on: Occasion, effect: effects.OfferDeclinedFor) -> None:
    answers.give_reason(on.session, effect.suggestion_id, on.candidate().id or 0, effect.reason)


def _stopped(on: Occasion, effect: effects.Stopped) -> None:
    stop.stop(
        on.session, on.talk.office_id, on.talk.channel, on.talk.address, StopScope(effect.scope), on.now, on.message.id
    )
    if effect.scope == StopScope.EVERYTHING:
        outbox.cancel_queued(on.session, on.talk.channel, on.talk.address)


def _came_back(on: Occasion, effect: effects.CameBack) -> None:
    stop.resume(on.session, on.talk.office_id, on.talk.channel, on.talk.address, on.now)


def _adviser_needed(on: Occasion, effect: effects.AdviserNeeded) -> None:
    on.session.add(
        Task(
            office_id=on.talk.office_id,
            candidate_id=on.talk.candidate_id,
            conversation_id=on.talk.id,
            kind=effect.kind,
            note=effect.note,
            created_at=on.now,
        )
    )


def _work_holds(on: Occasion, effect: effects.WorkHolds) -> None:
    try:
        hired.note_holds(on.session, effect.suggestion_id, on.candidate().id or 0, effect.there, on.now)
    except MoveRefused as error:
        raise Overtaken(str(error)) from error


def _training_answered(on: Occasion, effect: effects.TrainingAnswered) -> None:
    try:
        training.note_answer(on.session, effect.case_id, on.candidate().id or 0, effect.wanted, on.now)
    except MoveRefused as error:
        raise Overtaken(str(error)) from error


APPLY: dict[type[Any], Callable[[Occasion, Any], None]] = {
    effects.Agreed: _agreed,
    effects.Declined: _declined,
    effects.SpokeAs: _spoke_as,
    effects.JoinedByOther: _joined_by_other,
    effects.Paused: _paused,
    effects.ErasureAsked: _erasure_asked,
    effects.PhoneShared: _phone_shared,
    effects.DocumentSent: _document_sent,
    effects.CvConfirmed: _cv_confirmed,
    effects.CvCorrected: _cv_corrected,
    effects.Answered: _answered,
    effects.ProfileConfirmed: _profile_confirmed,
    effects.SeatChosen: _seat_chosen,
    effects.SeatGivenUp: _seat_given_up,
    effects.LineJoined: _line_joined,
    effects.InvitationAnswered: _invitation_answered,
    effects.WorkshopDeclined: _workshop_declined,
    effects.OfferAccepted: _offer_accepted,
    effects.OfferDeclined: _offer_declined,
    effects.OfferDeclinedFor: _offer_declined_for,
    effects.WorkHolds: _work_holds,
    effects.TrainingAnswered: _training_answered,
    effects.Stopped: _stopped,
    effects.CameBack: _came_back,
    effects.AdviserNeeded: _adviser_needed,
}
