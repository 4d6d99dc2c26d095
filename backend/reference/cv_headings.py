"""The headings of a CV: a short line that says what the lines under it speak of."""

import re

from backend.reference.folding import fold

# A line between two columns: the heading above it speaks no more of what follows.
COLUMN_ENDS = "───"

_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("jobs", re.compile(r"experiences?|parcours|emplois?|carriere|stages?|employment|work")),
    ("studies", re.compile(r"formations?|diplomes?|etudes|scolarite|cursus|scolaires?|education")),
    ("leisure", re.compile(r"loisirs?|interets?|hobbies|hobby|passions?|divers|activites|benevolat")),
    ("skills", re.compile(
        r"competences?|savoir|langues?|informatique|logiciels?|permis|caces|certificats?|certifications?|attestations?|habilitations?|atouts?|profil|"
        r"qualites"
    )),
    ("person", re.compile(r"contacts?|coordonnees|adresse|objectif|propos|etat")),
)  # fmt: skip
_MOST_WORDS = 5
_NO_HEADING = re.compile(r"\d")


def section_of(line: str) -> str:
    """The section that a short line opens: "EXPÉRIENCES PROFESSIONNELLES", "Loisirs : couture"; "" for another line.

    One of jobs, studies, skills, leisure, person.
    """
    title = line.partition(":")[0]
    words = fold(title).split()
    if not 0 < len(words) <= _MOST_WORDS or _NO_HEADING.search(title) or "," in title:
        return ""
    return next((name for name, pattern in _HEADINGS if any(pattern.fullmatch(word) for word in words)), "")
