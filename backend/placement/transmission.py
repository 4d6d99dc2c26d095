"""To the employer: one dossier for one or several people, by e-mail with a private link, or handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement import guarantee, hired, post
from backend.placement.curriculum import cv_of
from backend.placement.dossier import Cover, Cv, as_pdf
from backend.placement.employer_link import make_link
from backend.placement.lifecycle import WITH_THE_EMPLOYER, Action, MoveRefused, Role, State, move
from backend.placement.tables import Dossier, Suggestion

# No dossier has more people than this.
MOST = 60


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: an adviser and their office."""

    adviser_id: int
    adviser: str
    office: str
    address: str = ""
    phone: str = ""


def suggested_note(offer: Offer, count: int) -> str:
    """The covering note before the adviser changes it."""
    who = "une personne que nous avons rencontrée" if count == 1 else f"{count} personnes que nous avons rencontrées"
    said = "Son CV suit." if count == 1 else "Un tableau les résume ; leurs CV suivent."
    return (
        f"Pour votre poste « {offer.title} », nous vous présentons {who} et dont nous nous portons garants sur les "
        f"points indiqués. {said}\n"
        "Dites-nous si vous souhaitez un entretien : nous l'organisons avec vous, et nous restons à vos côtés après."
    )


def note_for(offer: Offer, note: str, count: int) -> str:
    """The adviser's own note; one left as it was suggested says how many people there are in the end."""
    as_suggested = {" ".join(suggested_note(offer, number).split()) for number in range(1, MOST + 1)}
    return suggested_note(offer, count) if " ".join(note.split()) in as_suggested else note


def make_dossier(session: Session, suggestion_ids: Sequence[int], note: str, sender: Sender, now: datetime) -> Dossier:
    """The PDF for these candidatures of one offer, kept as it is. Raises MoveRefused. Nothing is sent yet."""
    suggestions = [session.get_one(Suggestion, one) for one in dict.fromkeys(suggestion_ids)]
    _check(session, suggestions, now)
    offer = session.get_one(Offer, suggestions[0].offer_id)
    note = note_for(offer, note, len(suggestions))
    dossier = Dossier(
        office_id=offer.office_id, offer_id=suggestions[0].offer_id, note=note, made_at=now, made_by=sender.adviser_id,
        suggestion_ids=[suggestion.id for suggestion in suggestions],
        pdf=as_pdf(_cover(offer, note, sender, now), [_cv(session, one, now) for one in suggestions]),
    )  # fmt: skip
    session.add(dossier)
    session.flush()
    return dossier


def send_by_mail(session: Session, dossier: Dossier, sender: Sender, public_url: str, now: datetime) -> str:
    """Transmit by e-mail, the PDF attached, with a private link to answer; to whom. Raises MoveRefused."""
    employer = dossier.offer.employer
    if employer is None or not employer.email.strip():
        raise MoveRefused("Cet employeur n'a pas d'adresse e-mail : téléchargez le dossier, ou complétez sa fiche.")
    _transmit(session, dossier, sender.adviser_id, f"courriel à {employer.email}", now)
    link = link_to(public_url, make_link(session, dossier.id or 0, f"adviser:{sender.adviser_id}", now))
    subject, body = _subject(dossier, sender), _body(dossier, sender, link)
    post.write(session, dossier.offer, subject, body, f"dossier:{dossier.id}", now, dossier.id)
    dossier.sent_at, dossier.sent_to = now, employer.email.strip()
    session.add(dossier)
    return employer.email


def letter_for(session: Session, dossier: Dossier, sender: Sender, public_url: str, now: datetime) -> post.Letter:
    """The same letter with its PDF and a private link of its own, for the adviser to send from their own mailbox.

    `recipient` is "" when the employer has no address. Nothing is transmitted by this.
    """
    link = link_to(public_url, make_link(session, dossier.id or 0, f"adviser:{sender.adviser_id}", now))
    address = dossier.offer.employer.email.strip() if dossier.offer.employer else ""
    name = f"dossier-{dossier.id}.pdf"
    return post.Letter(0, address, _subject(dossier, sender), _body(dossier, sender, link), dossier.pdf, name)


def hand_over(session: Session, dossier: Dossier, sender: Sender, now: datetime) -> None:
    """Transmit by other means: the adviser has downloaded it. Raises MoveRefused."""
    _transmit(session, dossier, sender.adviser_id, "remis par le conseiller", now)
    dossier.sent_at = now
    session.add(dossier)


def link_to(public_url: str, token: str) -> str:
    return f"{public_url}/employeur/{token}"


def candidatures_of(session: Session, dossier: Dossier) -> list[Suggestion]:
    """In the order of the CVs."""
    rows = session.exec(select(Suggestion).where(col(Suggestion.id).in_(dossier.suggestion_ids)))
    return sorted(rows, key=lambda row: dossier.suggestion_ids.index(row.id))


def _check(session: Session, suggestions: Sequence[Suggestion], now: datetime) -> None:
    if not suggestions:
        raise MoveRefused("Choisissez au moins une personne.")
    if len(suggestions) > MOST:
        raise MoveRefused(f"Un dossier présente {MOST} personnes au plus.")
    if len({suggestion.offer_id for suggestion in suggestions}) > 1:
        raise MoveRefused("Un dossier concerne une seule offre.")
    for suggestion in suggestions:
        if suggestion.state not in (State.INTERESTED, *WITH_THE_EMPLOYER):
            raise MoveRefused(f"{suggestion.candidate} n'a pas dit oui à cette offre.")
        guarantee.check_guaranteed(session, suggestion, now.date())


def _transmit(session: Session, dossier: Dossier, adviser_id: int, how: str, now: datetime) -> None:
    if dossier.sent_at is not None:
        raise MoveRefused("Ce dossier est déjà transmis.")
    suggestions = candidatures_of(session, dossier)
    _check(session, suggestions, now)
    for suggestion in suggestions:
        if suggestion.state != State.INTERESTED:
            continue  # already there: a second dossier reminds of them
        move(session, suggestion, Action.TRANSMIT, Role.ADVISER, f"adviser:{adviser_id}", now, how)
        suggestion.transmitted_at = now
        hired.tell(session, suggestion, "transmitted", now)


def _cv(session: Session, suggestion: Suggestion, now: datetime) -> Cv:
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    return cv_of(candidate, list(guarantee.vouched(session, suggestion, now.date())), now.date())


def _cover(offer: Offer, note: str, sender: Sender, now: datetime) -> Cover:
    return Cover(
        office=sender.office, office_address=sender.address, office_phone=sender.phone, adviser=sender.adviser,
        employer=offer.employer.name if offer.employer else "", offer=offer.title, note=note, on=now.date(),
    )  # fmt: skip


def _count(dossier: Dossier) -> str:
    count = len(dossier.suggestion_ids)
    return "une candidature" if count == 1 else f"{count} candidatures"


def _subject(dossier: Dossier, sender: Sender) -> str:
    return f"{dossier.offer.title} : {_count(dossier)} de la {sender.office}"


def _body(dossier: Dossier, sender: Sender, link: str) -> str:
    return (
        f"Madame, Monsieur,\n\n{dossier.note}\n\nLe dossier est joint. Pour répondre en un clic, sans compte, "
        f"pendant 30 jours :\n\n{link} \n\nCe lien est personnel.\n\n{sender.adviser}\n{sender.office}\n{sender.phone}"
    )
