"""Codes of the tables as advisers read them: one table for each column, in the order one chooses from."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from starlette_admin.i18n import translations

from backend.matching.values import Mode
from backend.placement.lifecycle import IN_FRENCH, Action

Words = dict[str, str]

CANDIDATE_STATUS: Words = {
    "active": "active",
    "intake": "inscription en cours",
    "paused": "en pause",
    "closed": "close",
}
CV_STATE: Words = {"none": "pas de CV", "to_rework": "à retravailler", "ready": "prêt"}
MODES: Words = {
    Mode.CAR: "voiture", Mode.SHARED_CAR: "covoiturage", Mode.MOPED: "scooter ou voiture sans permis",
    Mode.BICYCLE: "vélo", Mode.WALK: "à pied", Mode.BUS: "bus ou train", Mode.DRIVEN: "quelqu'un la conduit",
}  # fmt: skip
CONTRACTS: Words = {
    "CDI": "CDI", "CDD": "CDD", "MIS": "intérim", "SAI": "saisonnier", "DDI": "CDD d'insertion",
    "DIN": "CDI intérimaire", "CCE": "profession commerciale", "FRA": "franchise", "LIB": "profession libérale",
    "REP": "reprise d'entreprise", "TTI": "intérim d'insertion", "DDT": "CDD tremplin", "FAJ": "apprentissage",
}  # fmt: skip
OFFER_STATUS: Words = {"open": "ouverte", "filled": "pourvue", "closed": "fermée"}
OFFER_SOURCE: Words = {
    "office": "saisie par l'antenne", "france-travail": "France Travail", "file": "fichier importé",
}  # fmt: skip
SESSION_KIND: Words = {"workshop": "atelier CV", "apec": "permanence Apec", "meeting": "rendez-vous conseiller"}
SESSION_STATUS: Words = {"open": "ouvert", "closed": "fermé", "cancelled": "annulé"}
ON_HOLIDAY: Words = {"skip": "pas de séance", "week_later": "une semaine plus tard"}
BOOKING_STATUS: Words = {
    "booked": "inscrit", "held": "place gardée", "waiting": "en attente", "lapsed": "sans réponse",
    "cancelled": "annulé",
}  # fmt: skip
ATTENDANCE: Words = {"present": "présent", "absent": "absent", "excused": "excusé"}
CHANNELS: Words = {"sms": "SMS", "telegram": "Telegram", "phone": "téléphone de démonstration"}
PURPOSES: Words = {
    "reply": "réponse", "stop_confirmed": "arrêt confirmé", "offer": "offre", "invitation": "invitation",
    "reminder": "rappel", "nudge": "relance", "news": "information", "adviser": "message d'un conseiller",
}  # fmt: skip
MESSAGE_STATUS: Words = {
    "queued": "en attente", "sending": "en cours d'envoi", "sent": "envoyé", "delivered": "reçu",
    "undelivered": "non reçu", "failed": "échec", "cancelled": "annulé",
}  # fmt: skip
STATES: Words = {str(state): label for state, label in IN_FRENCH.items()}
ACTIONS: Words = {
    Action.APPROVE: "approuve", Action.REJECT: "écarte", Action.POSTPONE: "remet à plus tard", Action.SEND: "envoi",
    Action.ACCEPT: "dit oui", Action.DECLINE: "dit non", Action.GIVE_UP_WAITING: "pas de réponse",
    Action.TRANSMIT: "transmet à l'employeur", Action.INTERVIEW: "entretien", Action.TRY_OUT: "essai",
    Action.HIRE: "embauche", Action.REFUSE: "refus de l'employeur", Action.WITHDRAW: "retire",
    Action.CLOSE: "classe sans suite", Action.UNDO: "annule", Action.RECALL: "reprise avant l'envoi",
    Action.RETURN: "remet à relire", Action.REMIND: "rappel", Action.NUDGE: "relance de l'employeur",
    Action.HOLDS: "toujours en poste", Action.ENDED: "n'est plus en poste",
}  # fmt: skip
TASK_KINDS: Words = {
    "call_back": "rappeler", "message": "lire un message", "not_understood": "pas compris",
    "set_aside": "message mis de côté", "message_not_sent": "message non parti",
    "late_answer": "répondre à qui attend", "two_files": "réunir deux fiches",
    "found_work": "a trouvé du travail",
}  # fmt: skip

# The library's own French, where it does not agree with the gender of our words or is not plain enough.
_REWORDED: Words = {
    "Admin": "Accueil",
    "New %(name)s": "Ajouter %(name)s",
    "Edit %(name)s": "Modifier %(name)s",
    "Username": "Adresse e-mail",
    "View": "Voir",
    "Detail": "Fiche",
    "Attribute": "Rubrique",
    "Value": "Valeur",
    "Is null": "N'est pas renseigné",
    "Is not null": "Est renseigné",
    "No data": "Rien à montrer. S'il y a une recherche ou un filtre, essayez sans.",
    "Select a %(label)s": "Choisissez dans la liste",
    "Clear all": "Tout effacer",
    'The item "%(repr)s" was added successfully.': "« %(repr)s » : ajouté.",
    'The item "%(repr)s" was changed successfully.': "« %(repr)s » : enregistré.",
    'The item "%(repr)s" was successfully deleted.': "« %(repr)s » : supprimé.",
    "Showing %(start)s to %(end)s of %(total)s entries": "%(start)s à %(end)s sur %(total)s",
    "entries": "lignes",
    "Save and continue editing": "Enregistrer et rester ici",
}


def reword_library() -> None:
    """Put our words over starlette-admin's French catalogue."""
    catalog = Catalog(locale="fr")
    for message, french in _REWORDED.items():
        catalog.add(message, french)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    french_catalog = translations["fr"]
    assert isinstance(french_catalog, Translations)
    french_catalog.merge(Translations(fp=compiled, domain="admin"))
