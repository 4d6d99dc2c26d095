"""A thousand invented people do the intake by text, each in their own way: who ends, how, at what cost.

    python -m benchmarks.intake [--people 1000] [--seed 2026] [--show 3]

The real engine answers; nothing is read or written outside of it. A person finishes when they have said yes to their
own file and nobody had to be called. People are made by a seed from ordinary data, with ordinary spelling mistakes: the
engine is not told which. Printed: how many finish, messages sent by the person (median), SMS parts sent by us, and
where the others stop.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from backend.values import Json
from benchmarks.intake_talks import Talk, play
from benchmarks.misspelling import Draw
from benchmarks.texters import make_person


@dataclass(frozen=True)
class Figures:
    """Shares are 0 to 1; `parts` is the mean of SMS parts of our messages."""

    people: int
    finished: float
    messages: float
    parts: float
    parts_of_an_intake: float
    stops: Counter[str]
    right: float


def measure(talks: Sequence[Talk]) -> Figures:
    ended = [talk for talk in talks if talk.done and not talk.stopped_at]
    parts = [count for talk in talks for count in talk.parts]
    return Figures(
        len(talks), len(ended) / len(talks), statistics.median(talk.sent for talk in ended), statistics.mean(parts),
        statistics.mean(sum(talk.parts) for talk in ended), Counter(t.stopped_at for t in talks if t not in ended),
        statistics.mean(is_right(talk) for talk in ended),
    )  # fmt: skip


def is_right(talk: Talk) -> bool:
    """Whether the file says the commune that the person lives in; those who changed their mind aside."""
    said: Json = talk.facts.known.get("commune")
    label = str(said["label"]) if isinstance(said, dict) else ""
    return "changes mind" in talk.tired or not label or label == talk.person.says["commune"]


def run(people: int, seed: int) -> list[Talk]:
    draw = Draw(seed)
    return [play(make_person(draw), Draw(draw.random())) for _ in range(people)]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--show", type=int, default=0, help="print so many of the talks that did not end")
    asked = options.parse_args()
    began = time.perf_counter()
    talks = run(asked.people, asked.seed)
    figures = measure(talks)
    print(f"{figures.people} people, seed {asked.seed}, {time.perf_counter() - began:.1f} s")
    print(f"  finish without a human     {figures.finished:6.1%}   (at least 97 %)")
    print(f"  messages sent, median      {figures.messages:6.1f}   (at most 9)")
    print(f"  SMS parts per message      {figures.parts:6.2f}   (at most 1.2)")
    print(f"  SMS parts of an intake     {figures.parts_of_an_intake:6.1f}   sent by us")
    print(f"  their own commune is kept  {figures.right:6.1%}")
    print(
        "  where the others stop      " + (", ".join(f"{k} {n}" for k, n in figures.stops.most_common()) or "nowhere")
    )
    for talk in [talk for talk in talks if not talk.done or talk.stopped_at][: asked.show]:
        print("\n" + "\n".join(talk.lines))
    sys.exit(0 if figures.finished >= 0.97 and figures.messages <= 9 and figures.parts <= 1.2 else 1)


if __name__ == "__main__":
    main()
