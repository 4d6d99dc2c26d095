"""E-mail by SMTP: the only file that knows smtplib."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from backend.placement.post import Letter
from backend.ports import DeliveryError

WAIT_S = 20


class SmtpMailer:
    """`starttls` refuses to send in the clear; a user without password signs in to nothing."""

    def __init__(self, host: str, port: int, user: str, password: str, sender: str, starttls: bool) -> None:
        self._host, self._port, self._starttls = host, port, starttls
        self._user, self._password, self._sender = user, password, sender

    def send(self, letter: Letter) -> None:
        try:
            with smtplib.SMTP(self._host, self._port, timeout=WAIT_S) as server:
                if self._starttls:
                    server.starttls(context=ssl.create_default_context())
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(as_mail(letter, self._sender))
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryError("adresse refusée", permanent=True) from error
        except smtplib.SMTPResponseException as error:
            raise DeliveryError(str(error.smtp_error), permanent=error.smtp_code >= 500) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(f"{type(error).__name__}: {error}", permanent=False) from error


def as_mail(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a mail file (RFC 5322) with its PDF."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, letter.subject
    if letter.recipient:
        mail["To"] = letter.recipient
    domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
    mail["Message-ID"] = make_msgid(domain=domain) if not letter.number else f"<letter-{letter.number}@{domain}>"
    mail.set_content(letter.body)
    if letter.pdf is not None:
        mail.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=letter.pdf_name)
    return mail


def as_draft(letter: Letter, sender: str) -> bytes:
    """The same as a file that a mail program opens ready to be sent (.eml); X-Unsent is how Outlook knows a draft."""
    mail = as_mail(letter, sender)
    mail["X-Unsent"] = "1"
    return mail.as_bytes(policy=SMTP)
