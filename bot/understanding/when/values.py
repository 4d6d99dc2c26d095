"""What the rules pass to one another: numbers, clocks, days… each with its sign in the patterns of the grammar."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.understanding.when.moment import Moment, shifted


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said. Sign N; Y for a year, O for "1er", A for "un", LR for "quinzaine", BIG above 99."""

    value: float
    sign: str = "N"
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Weekday:
    index: int  # 0 is Monday
    sign: str = "WD"  # WA for "mar", "sam": a weekday only beside a number or a clock


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    sign: str = "MO"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the calendar. Its sign is its name in capitals, but H for hours: "9 heures" is more often a clock."""

    name: str

    @property
    def sign(self) -> str:
        return "H" if self.name == "hour" else self.name.upper()


@dataclass(frozen=True, slots=True)
class Feast:
    name: str
    sign: str = "F"


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: a count of one unit, plus odd seconds ("une heure et demie")."""

    count: float
    unit: str
    extra: int = 0
    sign: ClassVar[str] = "L"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day without its day. `sure`: morning or afternoon was said, or it is past noon."""

    hour: int
    minute: int = 0
    second: int = 0
    grain: str = "hour"
    sure: bool = False
    sign: ClassVar[str] = "T"

    def on(self, day: dt.datetime) -> dt.datetime:
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + dt.timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)

    def later(self) -> "Clock":
        """The same dial twelve hours later, if that was not excluded."""
        return replace(self, hour=self.hour + 12, sure=True) if self.hour < 12 and not self.sure else self


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day in hours after its midnight; 24 and more is the next day."""

    first: int
    last: int
    sign: ClassVar[str] = "P"

    def on(self, day: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + dt.timedelta(hours=self.first), midnight + dt.timedelta(hours=self.last)

    def fit(self, clock: Clock) -> Clock:
        """« 8h » said of an evening is 20h; said of a morning it stays."""
        afternoon = self.first >= 12 and 1 <= clock.hour < 12 and not (self.last > 24 and clock.hour <= 6)
        return clock.later() if afternoon else replace(clock, sure=True)


@dataclass(frozen=True, slots=True)
class Hours:
    """From one clock to another on a day not said."""

    first: Clock
    last: Clock
    sign: ClassVar[str] = "R"


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, from midnight to midnight, end exclusive. `free`: the unit left unsaid, by which they may move."""

    start: dt.datetime
    end: dt.datetime
    grain: str = "day"
    free: str | None = None
    sign: ClassVar[str] = "D"

    def moved(self, count: int) -> "Days":
        if self.free is None:
            return self
        return replace(self, start=shifted(self.start, self.free, count), end=shifted(self.end, self.free, count))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on known days: a clock on a day, a part of a day (kept, to read a clock in it), or a bound."""

    start: dt.datetime | None
    end: dt.datetime | None
    grain: str
    part: Part | None = None
    sign: str = "X"  # B once bounded: nothing more is added to it

    def moment(self) -> Moment:
        return Moment(self.start, self.end, self.grain)


Value = Number | Weekday | Month | Unit | Feast | Length | Clock | Part | Hours | Days | Span
