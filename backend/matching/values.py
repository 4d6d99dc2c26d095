"""What matching receives and gives back. No name, sex, age, birthplace, nationality or commune: none of it can count.

Every field of `Person` but `id` may be unknown (None; an empty tuple of wants or modes): unknown is neutral and shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Position: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


AT_ONCE = date.min
"""A post to fill as soon as it can be: any day already past would do."""


class Mode(StrEnum):
    """How a person travels, as they said it. A licence is another thing: see `Person.licences`."""

    CAR = "car"
    SHARED_CAR = "shared_car"
    MOPED = "moped"
    BICYCLE = "bicycle"
    WALK = "walk"
    BUS = "bus"
    DRIVEN = "driven"


@dataclass(frozen=True, slots=True)
class Experience:
    """`work` is a title or a ROME code; `years` is None when the length was not said."""

    work: str
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One candidate as matching sees them. `None` is "not asked yet", an empty frozenset is "asked, none".

    `wants`: titles or ROME codes. `max_minutes` is door to door, `max_km` by road: the person's own limit.
    `licences`: codes such as "permis-B", "caces-R489-3", "fimo"; "perime:caces-R489-3" is over (certificates.py).
    `contracts`: "CDI", "CDD", "MIS"…
    `part_time`: True looks for part-time, False for full-time. `proposed` and `refused`: ids of offers.
    `weeks_waiting`: weeks since the last proposal; it only parts equals.
    """

    id: str
    wants: tuple[str, ...] = ()
    position: Position | None = None
    modes: tuple[Mode, ...] = ()
    max_minutes: float | None = None
    max_km: float | None = None
    licences: frozenset[str] | None = None
    skills: tuple[str, ...] | None = None
    experience: tuple[Experience, ...] | None = None
    diploma: str | None = None
    contracts: frozenset[str] | None = None
    nights: bool | None = None
    weekends: bool | None = None
    part_time: bool | None = None
    available_from: date | None = None
    paused: bool = False
    proposed: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    weeks_waiting: float = 0.0


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the post asks for. `must`: required, otherwise wished. `words` are the words that prove it.

    `source` is "offre" (a field of the offer), "texte" (read in the text: a wish until an adviser confirms) or "loi".
    """

    code: str
    must: bool
    words: str = ""
    source: str = "offre"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill, a software or a language the offer names; `must` when it is required."""

    label: str
    must: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One post to fill. `code` is its ROME code ("" when unknown), `titles` its names, the employer's first.

    `contract`: "CDI", "CDD", "MIS"… `part_time`, `nights`, `weekends`: None when the offer does not say.
    `experience_months`: asked for; 0 when beginners are accepted, None when the offer does not say.
    `start_from`, `start_until`: the window in which the post must start. `first_hour`, `last_hour`: 5.5 is 5h30.
    `start_from` is AT_ONCE when the post is to be filled without delay.
    """

    id: str
    code: str = ""
    titles: tuple[str, ...] = ()
    position: Position | None = None
    contract: str | None = None
    hours: float | None = None
    part_time: bool | None = None
    nights: bool | None = None
    weekends: bool | None = None
    shifts: str = ""
    first_hour: float | None = None
    last_hour: float | None = None
    needs: tuple[Need, ...] = ()
    skills: tuple[Skill, ...] = ()
    diploma: str | None = None
    experience_months: int | None = None
    start_from: date | None = None
    start_until: date | None = None
    posts: int = 1
    office: str = ""

    @property
    def title(self) -> str:
        """The name to show; "" when the offer has none."""
        return self.titles[0] if self.titles else ""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What only the prose of an offer says. Hours of the day are floats, 5.5 is 5h30."""

    needs: tuple[Need, ...] = ()
    first_hour: float | None = None
    last_hour: float | None = None
    start_from: date | None = None
    start_until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gave: `points` out of `ceiling`, and the sentence that the adviser reads (French)."""

    name: str
    points: float
    ceiling: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Result:
    """A person an offer can be proposed to. `score` is points / ceilings, 0 to 1; 0 when nothing is known.

    `unknown`: the fields of the person to ask for ("à demander"; `criteria.ASKS` has their French).
    `flip`: the one change that would raise the score most, in French, or "".
    """

    person: str
    score: float
    parts: tuple[Part, ...]
    unknown: tuple[str, ...] = ()
    flip: str = ""

    @property
    def points(self) -> float:
        """The sum of what the criteria gave."""
        return sum(part.points for part in self.parts)

    @property
    def ceiling(self) -> float:
        """The sum of what the criteria with data could have given."""
        return sum(part.ceiling for part in self.parts)


@dataclass(frozen=True, slots=True)
class Refused:
    """A person the filters hold back, with the reasons in French, strongest first."""

    person: str
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """All the reasons on one line."""
        return " ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Gap:
    """A person held back by exactly one thing that can be learned: `missing` is its code, `sentence` its French."""

    person: str
    missing: str
    sentence: str
    result: Result


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A person for whom the post is beyond their own limit. `limit` is in minutes, or in km by road when `km` is set.

    `limit` is None for someone who has no way to come at these hours (no bus at night), whatever their limit.
    `openers`: what would make it reachable, in French. Never shown to an employer.
    """

    person: str
    minutes: int
    limit: float | None
    km: float | None = None
    sentence: str = ""
    openers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Each person is in exactly one of the four lists; `top` is best first, the others in the order of the ids."""

    offer: str
    top: tuple[Result, ...] = ()
    refused: tuple[Refused, ...] = ()
    gaps: tuple[Gap, ...] = ()
    out_of_reach: tuple[OutOfReach, ...] = ()


_DEFAULT_POINTS: Mapping[str, float] = {
    "occupation": 40, "skills": 15, "experience": 15, "reach": 12, "hours": 8, "contract": 5, "start": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """The ceiling of each criterion, by name. A criterion that is absent counts for nothing. One per office."""

    points: Mapping[str, float] = field(default_factory=lambda: dict(_DEFAULT_POINTS))

    def of(self, name: str) -> float:
        """The ceiling of this criterion, never below zero."""
        return max(0.0, self.points.get(name, 0.0))

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return iter(self.points.items())
