"""Where a talk stands: what is kept between two messages, beside what the office knows at the moment of this one.

State is the answers; the position follows from them: the next question is the first one that applies and has no answer.
Only what is being asked is stored, with what its digits meant when it was asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from backend.values import Json
from bot.options import Option
from bot.situation import Facts


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept of a conversation between two messages; JSON in one column.

    `about` is the row that the question concerns (an offer's suggestion). `heard` is what a first message said before
    there was an agreement to keep it. `shown_in` is the outbox row under which the question's buttons are; `nudges`
    how often the silence was broken by us since; `pending` a change of the file that waits for its yes; `spoke_at`
    when the person last said who they are, on a shared telephone, `unread` what they wrote before that; `cv_day` the
    day of the last question of the CV; `cv_all` whether they all follow each other; `settled` the last questions that
    were answered or passed, to which RETOUR goes back; `told` what was said beside the question that stands (see
    asides.py).
    """

    answers: Mapping[str, Json] = field(default_factory=dict)
    asking: str | None = None
    about: int | None = None
    offered: tuple[Option, ...] = ()
    tries: int = 0
    skipped: tuple[str, ...] = ()
    heard: Mapping[str, Json] = field(default_factory=dict)
    asked_at: str = ""
    shown_in: int | None = None
    nudges: int = 0
    pending: Mapping[str, Json] = field(default_factory=dict)
    spoke_at: str = ""
    unread: str = ""
    cv_day: str = ""
    cv_all: bool = False
    settled: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        offered = [{"value": option.value, "label": option.label} for option in self.offered]
        return {name: getattr(self, name) for name in State.__dataclass_fields__} | {"offered": offered}

    @staticmethod
    def from_json(row: Mapping[str, Any]) -> "State":
        """The state of a row; fields of an older version that are gone are left out."""
        known = {name: row[name] for name in State.__dataclass_fields__ if name in row}
        offered = tuple(Option(one["value"], one["label"]) for one in known.pop("offered", ()))
        keys = {name: tuple(known.get(name, ())) for name in ("skipped", "settled", "told")}
        return State(**known | {"offered": offered} | keys)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a question can look at: the state, the facts, the moment. `now` is in the office's time zone."""

    state: State
    facts: Facts
    now: datetime

    @property
    def answers(self) -> Mapping[str, Json]:
        """What is known, wherever it comes from: the person's own words win over the file."""
        return {**self.facts.known, **self.state.answers}

    @property
    def first_name(self) -> str:
        name = self.answers.get("name")
        return str(name.get("first", "")) if isinstance(name, dict) else ""

    def learnt(self, **changes: Any) -> "Talk":
        return replace(self, state=replace(self.state, **changes))
