"""Who is proposed offers, and how evenly: over everyone, and by group for those who agreed to statistics.

A group of fewer than five people is masked, and with it the next smallest when it alone would be: no subtraction tells
what one person is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from backend.matching.spreading import gini
from backend.people.statistics import QUESTIONS, answers_of
from backend.people.tables import Candidate
from backend.placement.tables import Suggestion

WEEKS = 12
LEAST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How a set of people was served: mean proposals each, the part (0 to 1) who had none, the Gini of the counts."""

    people: int
    mean: float
    without: float
    gini: float


@dataclass(frozen=True, slots=True)
class Group:
    """One answer to one question; `share` is None when the group is masked."""

    question: str
    label: str
    share: Share | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Of the active people of an office, over the last WEEKS."""

    everyone: Share
    groups: tuple[Group, ...]


def exposure(session: Session, office_id: int, now: datetime) -> Exposure:
    """What the matcher proposed since, person by person, then together. Nobody's name comes out."""
    active = set(
        session.exec(select(Candidate.id).where(Candidate.office_id == office_id, Candidate.status == "active"))
    )
    since = now - timedelta(weeks=WEEKS)
    made = select(Suggestion.candidate_id).where(Suggestion.office_id == office_id, Suggestion.created_at >= since)
    counts = Counter(one for one in session.exec(made) if one in active)
    told = [row for row in answers_of(session, office_id) if row.candidate_id in active]
    groups: list[Group] = []
    for question, labels in QUESTIONS.items():
        members = {
            code: [counts[row.candidate_id] for row in told if getattr(row, question) == code] for code in labels
        }
        shown = _shown(members)
        groups += [
            Group(question, label, share_of(members[code]) if code in shown else None)
            for code, label in labels.items()
            if members[code]
        ]
    return Exposure(share_of([counts[person] for person in active if person is not None]), tuple(groups))


def share_of(counts: Sequence[int]) -> Share:
    """An empty set is served evenly: by nothing."""
    people = len(counts)
    if not people:
        return Share(0, 0.0, 0.0, 0.0)
    return Share(people, sum(counts) / people, sum(not count for count in counts) / people, gini(counts))


def _shown(members: Mapping[str, Sequence[int]]) -> set[str]:
    """The groups that may be shown: large enough, and never all but one of those there are."""
    sizes = {code: len(counts) for code, counts in members.items() if counts}
    shown = {code for code, size in sizes.items() if size >= LEAST_SHOWN}
    if len(sizes) - len(shown) == 1 and shown:
        shown.remove(min(shown, key=lambda code: (sizes[code], code)))
    return shown
