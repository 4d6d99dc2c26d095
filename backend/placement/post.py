"""Letters to employers: written before they are sent, sent once. Without a mail server, an adviser's task."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.database import insert_once, transaction
from backend.messaging.hours import next_allowed
from backend.messaging.tables import Task
from backend.offers.tables import Offer
from backend.placement.tables import Dossier, OutboundMail
from backend.ports import DeliveryError
from backend.values import Purpose

RETRY_MINUTES = (5, 30, 240)
# A letter that was being sent for longer belonged to a process that died: sent or not, nobody knows.
HANGING = timedelta(minutes=15)
HIDDEN = "(lien privé)"


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail ready to leave. `number` is its row's: the same letter has the same Message-ID whenever it is tried."""

    number: int
    recipient: str
    subject: str
    body: str
    pdf: bytes | None = None
    pdf_name: str = ""


class Mailer(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand it to the mail server. Raises DeliveryError."""


def write(
    session: Session, offer: Offer, subject: str, body: str, key: str, now: datetime, dossier_id: int | None = None
) -> OutboundMail | None:
    """A letter to the offer's employer, once for each key; a task to call them when there is no address (None)."""
    address = offer.employer.email.strip() if offer.employer else ""
    if not address:
        ask_to_call(session, offer, subject, now)
        return None
    row = {
        "office_id": offer.office_id, "recipient": address, "subject": subject[:200], "body": body, "status": "queued",
        "dossier_id": dossier_id, "dedupe_key": key, "created_at": now, "attempts": 0, "error": "",
        "not_before": next_allowed(Purpose.ADVISER, now),
    }  # fmt: skip
    insert_once(session, OutboundMail, row, "dedupe_key")
    return session.exec(select(OutboundMail).where(OutboundMail.dedupe_key == key)).one()


def ask_to_call(session: Session, offer: Offer, about: str, now: datetime) -> Task:
    """Something to say to an employer that no letter can."""
    who = offer.employer.name if offer.employer else "l'employeur"
    phone = f" ({offer.employer.phone})" if offer.employer and offer.employer.phone else ""
    note = f"Appeler {who}{phone} : {about}"
    task = Task(office_id=offer.office_id, kind="call_employer", note=note, created_at=now)
    session.add(task)
    session.flush()
    return task


def deliver(engine: Engine, mailer: Mailer | None, now: Callable[[], datetime]) -> int:
    """Send what is due, one transaction before and one after each; how many were taken."""
    taken = 0
    while letter := _claim(engine, mailer is not None, now()):
        taken += 1
        if mailer is None:
            continue
        try:
            mailer.send(letter)
            error = None
        except DeliveryError as failure:
            error = failure
        with transaction(engine) as session:
            _settle(session, letter.number, error, now())
    return taken


def _claim(engine: Engine, by_mail: bool, now: datetime) -> Letter | None:
    with transaction(engine) as session:
        _give_up_hanging(session, now)
        due = select(OutboundMail).where(OutboundMail.status == "queued", OutboundMail.not_before <= now)
        row = session.exec(due.order_by(col(OutboundMail.id)).limit(1).with_for_update(skip_locked=True)).first()
        if row is None or row.id is None:
            return None
        if not by_mail:
            _hand_over(session, row, "aucun serveur de courrier n'est réglé", now)
            return Letter(row.id, row.recipient, row.subject, row.body)
        row.status, row.claimed_at, row.attempts = "sending", now, row.attempts + 1
        session.add(row)
        return letter_of(session, row)


def letter_of(session: Session, row: OutboundMail) -> Letter:
    dossier = session.get(Dossier, row.dossier_id) if row.dossier_id else None
    name = f"dossier-{dossier.id}.pdf" if dossier else ""
    return Letter(row.id or 0, row.recipient, row.subject, row.body, dossier.pdf if dossier else None, name)


def _settle(session: Session, number: int, error: DeliveryError | None, now: datetime) -> None:
    row = session.get_one(OutboundMail, number, with_for_update=True)
    if error is None:
        row.status, row.sent_at, row.error, row.body = "sent", now, "", without_links(row.body)
    elif error.permanent or row.attempts > len(RETRY_MINUTES):
        _hand_over(session, row, str(error), now)
    else:
        row.status, row.error = "queued", str(error)[:500]
        row.not_before = now + timedelta(minutes=RETRY_MINUTES[row.attempts - 1])
    session.add(row)


def _give_up_hanging(session: Session, now: datetime) -> None:
    hanging = select(OutboundMail).where(OutboundMail.status == "sending", col(OutboundMail.claimed_at) < now - HANGING)
    for row in session.exec(hanging.with_for_update(skip_locked=True)):
        _hand_over(session, row, "envoi interrompu : il est peut-être parti", now)


def _hand_over(session: Session, row: OutboundMail, why: str, now: datetime) -> None:
    row.status, row.error, row.body = "failed", why[:500], without_links(row.body)
    note = f"Courriel non envoyé à {row.recipient} ({why}) : {row.subject}"
    session.add_all([row, Task(office_id=row.office_id, kind="mail_not_sent", note=note, created_at=now)])


def without_links(body: str) -> str:
    """A private link is in the letter only: once it has left, nobody here can read it."""
    return " ".join(HIDDEN if "/employeur/" in word else word for word in body.split(" "))
