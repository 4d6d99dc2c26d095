"""Transcripts are written again by a tool when words change: each must still show what its title says.

One line: the transcript, and what is answered in it. Without this, a question that changed before the appointment is
made turns a dialogue about appointments into one about something else, and nobody sees it.
"""

from pathlib import Path

import pytest

from backend.talk_agenda import AGENDA_ACTS
from backend.talk_people import PEOPLE_ACTS

FOLDER = Path(__file__).parent / "transcripts"


SHOWS = {
    "absence": "vous n'avez pas pu venir pour l'atelier CV du mardi 1er décembre à 14h",
    "adviser": "C'est noté : rendez-vous conseiller lundi 30 novembre à 11h",
    "apec": "C'est noté : entretien Apec vendredi 4 décembre à 11h",
    "apec_diploma": "Licence de gestion, d'accord. L'Apec conseille cadres et diplomés ici le vendredi 4 décembre",
    "apec_level": "Bac + 3 ou plus, d'accord. L'Apec conseille cadres et diplomés ici",
    "apec_short_degree": "nos conseillers sont là pour vous",
    "apec_invitation": "C'est noté : entretien Apec vendredi 4 décembre à 11h",
    "apec_not_executive": "nos conseillers sont là pour vous",
    "book_by_day": "C'est noté : atelier CV jeudi 10 décembre à 9h30",
    "book_last_seat": "Cette date vient d'etre prise. Atelier CV à Montlucon, petit groupe : 1) jeudi 3",
    "cancel": "C'est noté, votre place du mardi 1er décembre à 14h est rendue",
    "cancelled": "l'atelier CV du mardi 1er décembre à 14h n'aura pas lieu, ne vous déplacez pas",
    "change_date": "votre place est gardée en attendant",
    "invitation": "vous propose un atelier gratuit pour refaire votre CV",
    "merged": "votre atelier CV du mardi 1er décembre à 14h est déplacé au mardi 8 décembre à 14h",
    "moved": "votre atelier CV du mardi 1er décembre à 14h est déplacé au jeudi 3 décembre à 14h",
    "reminders": "rappel : l'atelier CV, aujourd'hui à 14h, 67 ter boulevard de Courtais. Répondez NON",
    "settled_by_telephone": "C'est noté : atelier CV mardi 1er décembre à 14h",
    "waiting_list": "OUI pour la prendre avant 15h, ou NON",
    "waiting_list_no": "je propose la place du mardi 1er décembre à 14h à quelqu'un d'autre",
    "waiting_list_too_late": "Merci. Le délai de cette place est passé. Atelier CV à Montlucon",
    "what_they_want": "Vous n'avez pas de rendez-vous. Répondez RDV pour en prendre un",
}


@pytest.mark.parametrize("name", SHOWS)
def test_the_transcript_still_shows(name: str) -> None:
    said = answers(name)
    assert any(SHOWS[name] in line for line in said)


def answers(name: str, after: str = "") -> list[str]:
    text = (FOLDER / f"agenda_{name}.txt").read_text(encoding="utf-8").split(after or "\n", 1)[1]
    return [line for line in text.splitlines() if line.startswith("<")]


def test_every_transcript_of_the_agenda_is_looked_at() -> None:
    assert {path.stem.removeprefix("agenda_") for path in FOLDER.glob("agenda_*.txt")} == set(SHOWS)


def test_no_reminder_leaves_once_it_was_settled_by_telephone() -> None:
    assert answers("settled_by_telephone", after="! settle") == ["<", "<", "<"]


def test_no_act_of_the_office_hides_another_of_the_same_name() -> None:
    assert not set(AGENDA_ACTS) & set(PEOPLE_ACTS)
