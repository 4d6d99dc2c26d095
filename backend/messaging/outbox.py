"""Out: written before sent, and the only way out. Consent, stop, hours, the weekly cap and duplicates are checked here.

A row's status moves forward only: queued → sending → sent → delivered, or failed / undelivered / cancelled at any step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Exists, bindparam, exists, func, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.database import insert_all_once, insert_once, run, table_of
from backend.messaging.consent import has_consent
from backend.messaging.hours import HOURS, next_allowed
from backend.messaging.sms_text import count_parts, fold_for_sms
from backend.messaging.stop import stopped
from backend.messaging.tables import OutboundMessage
from backend.values import ASK_CONTACT, Audience, Choice, Outgoing, Purpose, StopScope

# Channels that carry GSM-7; the demonstration telephone shows what a real one would.
SMS_CHANNELS = ("sms", "phone")

# Offers for one person in seven days.
WEEKLY_OFFERS = 3

# A status that comes late never takes the place of a later one.
RANK = {"queued": 0, "sending": 1, "sent": 2, "undelivered": 3, "failed": 3, "cancelled": 3, "delivered": 3}

_ANSWERS = (Purpose.REPLY, Purpose.STOP_CONFIRMED)

StillTrue = Callable[[Session, OutboundMessage, datetime], bool]
"""Asked of each message at the moment it leaves: False cancels it (the offer was filled meanwhile)."""


def always(session: Session, row: OutboundMessage, now: datetime) -> bool:
    return True


class NotSent(Exception):
    """The message may not leave. The text says why, in French, for the adviser."""


class Stopped(NotSent):
    pass


class NoConsent(NotSent):
    pass


class WeeklyCapReached(NotSent):
    pass


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to write. `sender` is the office's line; `dedupe_key` makes a second one the same as the first."""

    office_id: int
    channel: str
    sender: str
    recipient: str
    text: str
    purpose: Purpose
    candidate_id: int | None = None
    reply_to: int | None = None
    choices: tuple[Choice, ...] = ()
    dedupe_key: str | None = None
    not_before: datetime | None = None


def enqueue(session: Session, draft: Draft, now: datetime) -> OutboundMessage:
    """Write the message; the delivery loop sends it. Raises NotSent. `now` is in the office's time zone."""
    return session.get_one(OutboundMessage, write(session, draft, now))


def write(session: Session, draft: Draft, now: datetime) -> int:
    """The same, for whoever needs its row's id alone."""
    if draft.purpose not in _ANSWERS:
        if draft.dedupe_key and (same := _written(session, draft.dedupe_key)):
            return same
        _check_allowed(session, draft, now)
    row_id = insert_once(session, OutboundMessage, _row(draft, now), "dedupe_key")
    if row_id is None:  # it was written before, be it by another process at this moment
        row_id = _written(session, draft.dedupe_key or "")
    assert row_id is not None
    return row_id


def write_answers(session: Session, drafts: Sequence[Draft], now: datetime) -> list[int]:
    """Answers to what people wrote, together: the ids of their rows, in order. Each has a key of its own."""
    written = insert_all_once(session, OutboundMessage, [_row(draft, now) for draft in drafts], "dedupe_key")
    return [written.get(draft.dedupe_key) or write(session, draft, now) for draft in drafts]


def _row(draft: Draft, now: datetime) -> dict[str, Any]:
    as_sms = draft.channel in SMS_CHANNELS
    text = fold_for_sms(draft.text) if as_sms else draft.text
    return {
        "office_id": draft.office_id, "channel": draft.channel, "sender": draft.sender, "recipient": draft.recipient,
        "candidate_id": draft.candidate_id, "reply_to": draft.reply_to, "purpose": draft.purpose,
        "dedupe_key": draft.dedupe_key, "text": text,
        "choices": [{"key": choice.key, "label": choice.label} for choice in draft.choices],
        "parts": count_parts(text) if as_sms else 1, "created_at": now,
        "not_before": next_allowed(draft.purpose, max(now, draft.not_before or now)),
        "status": "queued", "attempts": 0, "error": "",
    }  # fmt: skip


_ROWS = table_of(OutboundMessage).c
_WITH_KEY = select_columns(_ROWS.id).where(_ROWS.dedupe_key == bindparam("key"))


def _written(session: Session, dedupe_key: str) -> int | None:
    row_id: int | None = run(session, _WITH_KEY, {"key": dedupe_key}).scalar()
    return row_id


def _check_allowed(session: Session, draft: Draft, now: datetime) -> None:
    scope = stopped(session, draft.office_id, draft.channel, draft.recipient)
    if scope == StopScope.EVERYTHING or (scope == StopScope.OFFERS and draft.purpose == Purpose.OFFER):
        raise Stopped("Cette personne a demandé de ne plus recevoir de messages.")
    if draft.purpose == Purpose.INVITATION:
        return  # an invitation is what asks for consent
    if draft.candidate_id is None or not has_consent(session, draft.candidate_id, Audience.OFFICE):
        raise NoConsent("Cette personne n'a pas donné son accord pour recevoir des messages.")
    if draft.purpose == Purpose.OFFER and offers_this_week(session, draft.candidate_id, now) >= WEEKLY_OFFERS:
        raise WeeklyCapReached(f"Cette personne a déjà reçu {WEEKLY_OFFERS} offres en 7 jours.")


def began(candidate_id: ColumnElement[int]) -> Exists:
    """Whether the office ever began to write to that candidate (an offer, a reminder…), as a part of a statement."""
    return exists().where(_ROWS.candidate_id == candidate_id, _ROWS.purpose.not_in(_ANSWERS))


def offers_this_week(session: Session, candidate_id: int, now: datetime) -> int:
    counted = select(func.count()).select_from(OutboundMessage).where(
        OutboundMessage.candidate_id == candidate_id, OutboundMessage.purpose == Purpose.OFFER,
        OutboundMessage.status != "cancelled", col(OutboundMessage.created_at) > now - timedelta(days=7),
    )  # fmt: skip
    return session.exec(counted).one()


def claim_due(
    session: Session, channels: Sequence[str], now: datetime, limit: int, still_true: StillTrue = always
) -> list[OutboundMessage]:
    """Take up to `limit` due messages, oldest first, and mark them as being sent.

    A message waits while an older one to the same person is still due or being sent, so that they arrive in order.
    One that the office starts, and that comes late (retried, or nobody was there to send it), keeps its hours.
    `now` is in the office's time zone.
    """
    _postpone_out_of_hours(session, now)
    while rows := _lock_due(session, channels, now, limit):
        for row in rows:
            leaves = not _stopped_since(session, row) and still_true(session, row, now)
            row.status = "sending" if leaves else "cancelled"
            row.claimed_at = now
            row.attempts += 1
            session.add(row)
        session.flush()
        if claimed := [row for row in rows if row.status == "sending"]:
            return claimed
    return []


def _lock_due(session: Session, channels: Sequence[str], now: datetime, limit: int) -> list[OutboundMessage]:
    earlier = aliased(OutboundMessage)
    behind = exists().where(
        col(earlier.channel) == col(OutboundMessage.channel),
        col(earlier.recipient) == col(OutboundMessage.recipient),
        col(earlier.id) < col(OutboundMessage.id),
        (col(earlier.status) == "sending") | ((col(earlier.status) == "queued") & (col(earlier.not_before) <= now)),
    )
    due = select(OutboundMessage).where(
        OutboundMessage.status == "queued", col(OutboundMessage.not_before) <= now,
        col(OutboundMessage.channel).in_(channels), ~behind,
    ).order_by(col(OutboundMessage.id)).limit(limit)  # fmt: skip
    return list(session.exec(due.with_for_update(skip_locked=True)))


def _postpone_out_of_hours(session: Session, now: datetime) -> None:
    opens = {purpose: next_allowed(purpose, now) for purpose in HOURS}
    for moment in {at for at in opens.values() if at > now}:
        closed = [purpose for purpose, at in opens.items() if at == moment]
        session.execute(
            update(OutboundMessage)
            .where(col(OutboundMessage.status) == "queued", col(OutboundMessage.not_before) <= now)
            .where(col(OutboundMessage.purpose).in_(closed))
            .values(not_before=moment)
        )


def _stopped_since(session: Session, row: OutboundMessage) -> bool:
    if row.purpose in _ANSWERS:
        return False
    scope = stopped(session, row.office_id, row.channel, row.recipient)
    return scope == StopScope.EVERYTHING or (scope == StopScope.OFFERS and row.purpose == Purpose.OFFER)


def left_hanging(session: Session, channels: Sequence[str], before: datetime) -> list[OutboundMessage]:
    """Messages whose sending began before that moment and never ended: their process died, or the answer was lost."""
    hanging = select(OutboundMessage).where(
        OutboundMessage.status == "sending", col(OutboundMessage.claimed_at) <= before,
        col(OutboundMessage.channel).in_(channels),
    )  # fmt: skip
    return list(session.exec(hanging.order_by(col(OutboundMessage.id))))


def known_provider_ids(session: Session, channel: str, ids: Sequence[str]) -> set[str]:
    """Which of the provider's ids already belong to a row of ours."""
    rows = select(OutboundMessage.provider_id).where(
        OutboundMessage.channel == channel, col(OutboundMessage.provider_id).in_(ids)
    )
    return {found for found in session.exec(rows) if found}


def mark_sent(session: Session, message_id: int, provider_id: str, now: datetime) -> None:
    row = session.get_one(OutboundMessage, message_id)
    row.provider_id = provider_id
    row.sent_at = now
    row.error = ""
    _advance(row, "sent")
    session.add(row)


def mark_for_retry(session: Session, message_id: int, error: str, at: datetime) -> None:
    row = session.get_one(OutboundMessage, message_id)
    row.status, row.error, row.not_before = "queued", error[:500], at
    session.add(row)


def mark_failed(session: Session, message_id: int, error: str) -> None:
    row = session.get_one(OutboundMessage, message_id)
    row.error = error[:500]
    _advance(row, "failed")
    session.add(row)


def note_status(
    session: Session, channel: str, provider_id: str, status: str, error: str, row_id: int | None
) -> OutboundMessage | None:
    """What the provider says of a message it took. The row, if it moved; unknown ids and late statuses change nothing.

    `row_id` is ours, given back by the provider: its word may come before we have written down its id.
    """
    row = _known_as(session, channel, provider_id) or _claimed_as(session, channel, provider_id, status, row_id)
    if row is None or status not in RANK or not _advance(row, status):
        return None
    if error:
        row.error = error[:500]
    session.add(row)
    return row


def _known_as(session: Session, channel: str, provider_id: str) -> OutboundMessage | None:
    known = select(OutboundMessage).where(
        OutboundMessage.channel == channel, OutboundMessage.provider_id == provider_id
    )
    return session.exec(known.with_for_update()).first()


def _claimed_as(
    session: Session, channel: str, provider_id: str, status: str, row_id: int | None
) -> OutboundMessage | None:
    row = session.get(OutboundMessage, row_id, with_for_update=True) if row_id is not None else None
    if row is None or row.channel != channel or row.provider_id is not None:
        return None
    # A row that waits for another try only heeds good news: the rest is an echo of the try before.
    if row.status != "sending" and not (row.status == "queued" and row.attempts and status == "delivered"):
        return None
    row.provider_id = provider_id
    session.add(row)
    return row


def send_again(session: Session, row: OutboundMessage, at: datetime) -> None:
    """The provider took it and could not carry it: once more from the start, by day. `at` is in the office's zone."""
    purpose = Purpose(row.purpose)
    late = Purpose.ADVISER if purpose in _ANSWERS else purpose  # an answer this late is no longer one
    row.status, row.provider_id, row.sent_at, row.not_before = "queued", None, None, next_allowed(late, at)
    session.add(row)


def cancel_queued(session: Session, channel: str, recipient: str) -> int:
    """Everything the office had still to say to this address is not said. How many messages."""
    gone = update(OutboundMessage).where(
        col(OutboundMessage.channel) == channel, col(OutboundMessage.recipient) == recipient,
        col(OutboundMessage.status) == "queued", col(OutboundMessage.purpose).not_in(_ANSWERS),
    )  # fmt: skip
    return int(session.execute(gone.values(status="cancelled")).rowcount)  # type: ignore[attr-defined]


def take_back(session: Session, message_id: int) -> bool:
    """Cancel a message that has not left. False when it has, or when its sending has begun."""
    row = session.get_one(OutboundMessage, message_id, with_for_update=True)
    if row.status != "queued" or row.attempts:
        return False
    row.status = "cancelled"
    session.add(row)
    session.flush()
    return True


def _advance(row: OutboundMessage, status: str) -> bool:
    forward = RANK[status] > RANK[row.status]
    if forward:
        row.status = status
    return forward


def as_outgoing(row: OutboundMessage) -> Outgoing:
    assert row.id is not None
    return Outgoing(
        id=row.id, channel=row.channel, sender=row.sender, recipient=row.recipient, text=row.text,
        choices=tuple(Choice(c["key"], c["label"]) for c in row.choices if c["key"] != ASK_CONTACT),
        data={"ask": "contact"} if any(c["key"] == ASK_CONTACT for c in row.choices) else {},
    )  # fmt: skip
