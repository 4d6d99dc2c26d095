"""What comes with a message, or instead of one: each kind has its answer, and the question comes back after it."""

from collections.abc import Callable

from backend.values import Attachment
from bot.effects import DocumentSent, PhoneShared
from bot.flow import Outcome
from bot.state import Talk

MAX_DOCUMENT_BYTES = 20 * 1024 * 1024
DOCUMENT_ENDINGS = (".pdf", ".docx", ".doc", ".odt", ".jpg", ".jpeg", ".png")
READ_ENDINGS = (".pdf", ".docx", ".odt")
BUTTON = "button"
LINK, DEAD_LINK = "link", "dead_link"
EDITED = "edited"


def other_ways(talk: Talk) -> str:
    """How to bring a CV where messages carry no files."""
    where = f"au {talk.facts.address}" if talk.facts.address else "à l'antenne"
    return f"Par SMS je ne reçois pas de fichier. Apportez votre CV à un atelier ou {where}, ou dites MON CV."


def document(talk: Talk, sent: Attachment) -> Outcome:
    if not talk.facts.takes_files:
        return Outcome(other_ways(talk))
    if not talk.facts.agreed:
        return Outcome("Je garderai votre document quand vous aurez dit OUI.")
    if sent.size > MAX_DOCUMENT_BYTES:
        return Outcome("Ce fichier est trop lourd pour moi (20 Mo au plus). Une photo du CV suffit.")
    if sent.kind == "document" and not sent.name.casefold().endswith(DOCUMENT_ENDINGS):
        return Outcome("Je ne sais pas ouvrir ce fichier. Envoyez votre CV en PDF, en Word ou en photo.")
    received = DocumentSent(sent.kind, sent.reference, sent.name[:120], sent.size)
    if sent.name.casefold().endswith(READ_ENDINGS):  # what it says is told as soon as it is read: see bot/documents.py
        return Outcome("Merci, j'ai bien reçu votre CV. Je le lis et je vous réponds.", (received,), quiet=True)
    return Outcome("Merci, j'ai bien reçu votre document. Votre conseiller va le lire.", (received,))


def voice(talk: Talk, sent: Attachment) -> Outcome:
    return Outcome("Je ne peux pas écouter les messages vocaux. Écrivez-moi en quelques mots, ou dites CONSEILLER.")


def video(talk: Talk, sent: Attachment) -> Outcome:
    return Outcome("Je ne peux pas regarder les vidéos. Écrivez-moi en quelques mots.")


def sticker(talk: Talk, sent: Attachment) -> Outcome:
    return Outcome("Je ne lis que les mots.")


def location(talk: Talk, sent: Attachment) -> Outcome:
    return Outcome("Je ne garde pas votre position : le nom de votre commune suffit.")


def own_contact(talk: Talk, sent: Attachment) -> Outcome:
    """The file that has this number, if any, is then read afresh: it may know other things than this talk."""
    given = tuple(talk.state.answers)
    return Outcome("Merci, j'ai votre numéro.", (PhoneShared(sent.reference),), again=True, forget=given)


def contact_of_another(talk: Talk, sent: Attachment) -> Outcome:
    return Outcome("C'est la carte d'une autre personne : je ne la garde pas.")


def edited(talk: Talk, sent: Attachment) -> Outcome:
    """The correction may be that of an answer to another question: it is never taken for the one asked now."""
    return Outcome("J'ai vu votre correction. Pour changer une réponse, écrivez par exemple : modifier commune.")


def link(talk: Talk, sent: Attachment) -> Outcome:
    """The deep link of an adviser: the chat is that of the file now. Who has not agreed yet is welcomed instead."""
    if not talk.facts.agreed:
        return Outcome(again=True)
    name = f"Bonjour {talk.first_name}" if talk.first_name and not talk.facts.people else "Bonjour"
    words = f"{name}, ici l'assistant automatique de la {talk.facts.office}. Cette conversation est liée à votre fiche."
    return Outcome(words, again=True)


def dead_link(talk: Talk, sent: Attachment) -> Outcome:
    """A deep link that was used by somebody else, is too old, or was never made."""
    if talk.facts.agreed:
        return Outcome("Ce lien ne marche plus.")
    return Outcome("Ce lien ne marche plus : demandez-en un autre à votre conseiller, ou écrivez « déjà inscrit ».")


def other(talk: Talk, sent: Attachment) -> Outcome:
    return Outcome("Je ne sais pas lire cela. Écrivez-moi en quelques mots.")


ATTACHED: dict[str, Callable[[Talk, Attachment], Outcome]] = {
    "document": document,
    "photo": document,
    "voice": voice,
    "video": video,
    "sticker": sticker,
    "location": location,
    "contact": own_contact,
    "contact_of_another": contact_of_another,
    EDITED: edited,
    LINK: link,
    DEAD_LINK: dead_link,
    "other": other,
}


def answer_to(talk: Talk, sent: Attachment) -> Outcome:
    return ATTACHED.get(sent.kind, other)(talk, sent)
