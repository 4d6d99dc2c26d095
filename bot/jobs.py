"""What the clock does. Each job is one function on one session, run in a transaction of its own; JOBS says when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.placement.answers import note_sent


@dataclass(frozen=True)
class Job:
    """`every_s` seconds, or once a day at `at` (hour, minute) in the office's time zone."""

    name: str
    run: Callable[[Session, datetime], object]
    every_s: int | None = None
    at: tuple[int, int] | None = None


JOBS: tuple[Job, ...] = (Job("offers that have left are sent", note_sent, every_s=3),)
