"""People as columns of numbers: under a hundred bytes each, read back as the same `Person`.

Whatever many people share (a place, a set of licences, a trade) is written once and pointed to. A person who does not
fit (five trades wanted, a limit that is not a short number) is kept apart, whole, by the pool.
"""

from collections import defaultdict
from collections.abc import Hashable
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from backend.matching.criteria import MONTHS_UNSAID, months_of
from backend.matching.values import Experience, Mode, Person, Position

T = TypeVar("T", bound=Hashable)
Column: TypeAlias = NDArray[Any]

SLOTS = 4
"""Wanted trades and past works a row has room for."""
ID_BYTES = 16
NO_TRADE = 65_535
NO_PLACE = 0
NO_EXPERIENCE_KNOWN = 255
_UNSAID_YEARS = 65_535
_MODES = tuple(Mode)
_ANSWERS: dict[bool | None, int] = {None: 0, True: 1, False: 2}
_TOLD = {0: None, 1: True, 2: False}

LAYOUT: dict[str, tuple[Any, int]] = {
    "id": (np.dtype(f"S{ID_BYTES}"), 1), "place": (np.uint32, 1), "wants": (np.uint16, SLOTS), "modes": (np.uint8, 1),
    "minutes": (np.float32, 1), "km": (np.float32, 1), "licences": (np.uint32, 1), "skills": (np.uint32, 1),
    "diploma": (np.uint32, 1), "contracts": (np.uint16, 1), "answers": (np.uint8, 1), "available": (np.uint32, 1),
    "works": (np.uint16, SLOTS), "months": (np.uint16, SLOTS), "worked": (np.uint8, 1), "waiting": (np.float32, 1),
    "history": (np.uint32, 1), "alive": (np.bool_, 1),
}  # fmt: skip
"""Column → its type and how many values a row has in it."""


class Shared(Generic[T]):
    """Values written once: value → number. Number 0 is "unknown"."""

    def __init__(self, unknown: T) -> None:
        self.values: list[T] = [unknown]
        self._numbers: dict[T, int] = {unknown: 0}

    def number(self, value: T) -> int:
        """The number of a value, a new one when it is new."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found

    def __len__(self) -> int:
        return len(self.values)


class Columns:
    """What the rows point to, and how a person becomes a row and back."""

    def __init__(self) -> None:
        self.places: Shared[Position | None] = Shared(None)
        self.trades: Shared[str] = Shared("")
        self.licences: Shared[frozenset[str] | None] = Shared(None)
        self.skills: Shared[tuple[str, ...] | None] = Shared(None)
        self.diplomas: Shared[str | None] = Shared(None)
        self.contracts: Shared[frozenset[str] | None] = Shared(None)
        self._points: Column = np.zeros((0, 2))
        self.histories: Shared[tuple[frozenset[str], frozenset[str]]] = Shared((frozenset(), frozenset()))
        self._naming: dict[str, list[int]] = defaultdict(list)
        self._histories_read = 0

    def points(self) -> Column:
        """Latitude and longitude by number of place; NaN for the unknown one."""
        if len(self._points) < len(self.places):
            self._points = np.array([place or (np.nan, np.nan) for place in self.places.values])
        return self._points

    def histories_with(self, offer: str) -> list[int]:
        """Numbers of the histories that name this offer, proposed or refused."""
        for number in range(self._histories_read, len(self.histories)):
            proposed, refused = self.histories.values[number]
            for each in proposed | refused:
                self._naming[each].append(number)
        self._histories_read = len(self.histories)
        return self._naming.get(offer, [])

    def row(self, person: Person) -> dict[str, Any] | None:
        """The values of one row, or None when the person does not fit in one without loss."""
        if not _fits(person) or len(self.trades) > NO_TRADE - 2 * SLOTS or len(self.contracts) >= NO_TRADE:
            return None
        past = person.experience or ()
        answers = (person.nights, person.weekends, person.part_time)
        return {
            "id": person.id.encode(),
            "place": self.places.number(person.position),
            "wants": _padded([self.trades.number(said) for said in person.wants], NO_TRADE),
            "modes": sum(1 << _MODES.index(mode) for mode in person.modes),
            "minutes": np.nan if person.max_minutes is None else person.max_minutes,
            "km": np.nan if person.max_km is None else person.max_km,
            "licences": self.licences.number(person.licences),
            "skills": self.skills.number(person.skills),
            "diploma": self.diplomas.number(person.diploma),
            "contracts": self.contracts.number(person.contracts),
            "answers": sum(_ANSWERS[answer] << 2 * place for place, answer in enumerate(answers)) | person.paused << 6,
            "available": person.available_from.toordinal() if person.available_from else 0,
            "works": _padded([self.trades.number(each.work) for each in past], NO_TRADE),
            "months": _padded([_UNSAID_YEARS if each.years is None else months_of(each) for each in past], 0),
            "worked": NO_EXPERIENCE_KNOWN if person.experience is None else len(past),
            "waiting": person.weeks_waiting,
            "history": self.histories.number((person.proposed, person.refused)),
            "alive": True,
        }

    def person(self, columns: dict[str, Column], row: int) -> Person:
        """The person of one row. Years come back as whole months, in the order in which modes are declared."""
        get = {name: column[row] for name, column in columns.items()}
        proposed, refused = self.histories.values[get["history"]]
        known = int(get["worked"])
        past = zip(get["works"][:SLOTS], get["months"][:SLOTS], strict=True)
        return Person(
            id=get["id"].decode(),
            wants=tuple(self.trades.values[number] for number in get["wants"] if number != NO_TRADE),
            position=self.places.values[get["place"]],
            modes=modes_of(int(get["modes"])),
            max_minutes=_known(get["minutes"]),
            max_km=_known(get["km"]),
            licences=self.licences.values[get["licences"]],
            skills=self.skills.values[get["skills"]],
            experience=None
            if known == NO_EXPERIENCE_KNOWN
            else tuple(self._past(*each) for each in list(past)[:known]),
            diploma=self.diplomas.values[get["diploma"]],
            contracts=self.contracts.values[get["contracts"]],
            nights=answer_of(int(get["answers"]), 0),
            weekends=answer_of(int(get["answers"]), 1),
            part_time=answer_of(int(get["answers"]), 2),
            available_from=date.fromordinal(int(get["available"])) if get["available"] else None,
            paused=bool(get["answers"] >> 6),
            proposed=proposed,
            refused=refused,
            weeks_waiting=float(get["waiting"]),
        )

    def _past(self, work: int, months: int) -> Experience:
        return Experience(self.trades.values[work], None if months == _UNSAID_YEARS else int(months) / 12)


def empty(size: int) -> dict[str, Column]:
    """Columns of `size` rows, all dead."""
    return {name: np.zeros(size if width == 1 else (size, width), dtype=kind) for name, (kind, width) in LAYOUT.items()}


def modes_of(mask: int) -> tuple[Mode, ...]:
    """The modes of a mask of bits, in their declared order."""
    return tuple(mode for bit, mode in enumerate(_MODES) if mask >> bit & 1)


def answer_of(answers: int, place: int) -> bool | None:
    """One of the yes-no-unknown answers packed in two bits each."""
    return _TOLD[answers >> 2 * place & 3]


def said_months(months: Column) -> Column:
    """Months as they count: work told without its length counts as a year."""
    return np.where(months == _UNSAID_YEARS, MONTHS_UNSAID, months)


def _padded(values: list[int], filler: int) -> list[int]:
    return values + [filler] * (SLOTS - len(values))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _fits(person: Person) -> bool:
    numbers = (person.max_minutes, person.max_km, person.weeks_waiting)
    return (
        len(person.id.encode()) <= ID_BYTES
        and "\0" not in person.id
        and len(person.wants) <= SLOTS
        and len(person.experience or ()) <= SLOTS
        and all(number is None or float(np.float32(number)) == number for number in numbers)
        and len(set(person.modes)) == len(person.modes)
    )
