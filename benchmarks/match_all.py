"""The 600 real offers against 450 invented candidates, in one run: how many suggestions, how long, how much memory.

python benchmarks/match_all.py [OFFERS.json] [--people 450] [--seed 3] [--on 2026-11-24]
"""

import argparse
import json
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from rich.progress import Progress
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from backend.database import connect, transaction
from backend.migrate import migrate
from backend.network.tables import Office
from backend.offers.imports import import_offers
from backend.people.tables import Candidate
from backend.placement.rematch import suggest_open_offers
from backend.placement.tables import Suggestion
from benchmarks.people import generate

ROOT = Path(__file__).resolve().parents[1]
OFFERS = ROOT.parent / "shared" / "benchmarks" / "offers_open.json"


@dataclass(frozen=True)
class Asked:
    """The command line."""

    offers: Path
    people: int
    seed: int
    now: datetime


def main() -> None:
    asked = read_arguments(sys.argv[1:])
    if not asked.offers.exists():
        sys.exit(f"There is no file of offers at {asked.offers}: give one in France Travail's JSON (v2).")
    with tempfile.TemporaryDirectory() as folder, Progress() as progress:
        engine = connect(f"sqlite:///{folder}/bench.db")
        migrate(engine)
        for line in run(engine, asked, progress):
            progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        engine.dispose()
    print(f"Processor: {process_time():.1f} s in all, start included")
    print(f"Peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def read_arguments(words: list[str]) -> Asked:
    parser = argparse.ArgumentParser(description="Match real offers against invented candidates.")
    parser.add_argument("offers", nargs="?", type=Path, default=OFFERS)
    parser.add_argument("--people", type=int, default=450)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--on", type=datetime.fromisoformat, default=datetime(2026, 11, 24, 10))
    read = parser.parse_args(words)
    return Asked(read.offers, read.people, read.seed, read.on.replace(tzinfo=ZoneInfo("Europe/Paris")))


def run(engine: Engine, asked: Asked, progress: Progress) -> Iterator[str]:
    """Import, generate, match; a sentence for each, as it is done."""
    with transaction(engine) as session:
        office = Office(code="bench", name="Benchmark", town="Montluçon", commune_code="03185", territory="Montluçon")
        session.add(office)
        session.flush()
        office_id = office.id or 0
    yield bring_in(engine, office_id, asked)
    yield make_people(engine, office_id, asked)
    yield match(engine, office_id, asked, progress)
    with transaction(engine) as session:
        yield from figures(session)


def bring_in(engine: Engine, office_id: int, asked: Asked) -> str:
    started = perf_counter()
    payload = json.loads(asked.offers.read_text(encoding="utf-8"))
    with transaction(engine) as session:
        report = import_offers(session, office_id, payload, asked.now)
    return f"{report}\nImport: {perf_counter() - started:.2f} s"


def make_people(engine: Engine, office_id: int, asked: Asked) -> str:
    started = perf_counter()
    with transaction(engine) as session:
        session.add_all(generate(asked.people, asked.seed, office_id, asked.now))
    return f"{asked.people} candidates: {perf_counter() - started:.2f} s"


def match(engine: Engine, office_id: int, asked: Asked, progress: Progress) -> str:
    """Every open offer, spread over one pool, in one transaction: what the night and import-offers do."""
    started, task = perf_counter(), progress.add_task("Match", total=None)
    done = total = made = 0
    with transaction(engine) as session:
        for done, total, new in suggest_open_offers(session, office_id, asked.now):
            progress.update(task, completed=done, total=total)
            made += new
    seconds = perf_counter() - started
    return (
        f"{total} open offers × {asked.people} candidates: {made} suggestions "
        f"in {seconds:.2f} s ({done * asked.people / seconds:,.0f} pairs/s)"
    )


def figures(session: Session) -> Iterator[str]:
    """What the suggestions look like, and who has any."""
    every = session.exec(select(Suggestion.score)).all()
    scores = Counter(int(score * 10) / 10 for score in every)
    yield f"Sum of scores: {sum(every):.1f}"
    offers = session.exec(select(func.count(func.distinct(Suggestion.offer_id)))).one()
    yield f"Offers with a suggestion: {offers}"
    yield "Scores: " + ", ".join(f"{score:.1f}+: {scores[score]}" for score in sorted(scores, reverse=True))
    having = session.exec(select(func.count(func.distinct(Suggestion.candidate_id)))).one()
    yield f"Candidates with a suggestion: {having} of {session.exec(select(func.count(col(Candidate.id)))).one()}"


if __name__ == "__main__":
    main()
