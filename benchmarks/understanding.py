"""How well and how fast texted French is understood, on the open rows beside the project.

    python benchmarks/understanding.py [--rome PATH] [--misses N]

PATH is the official ROME archive (directory or zip). Without it the lexicon alone is measured, at the level of parent
codes. Rows and scorers are looked for in ../shared/benchmarks; what is not there is left out. One process; times are
those of the processor, so that other programs hardly count.
"""

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROWS = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
NOW = datetime(2026, 11, 25, 10)
OFFICE = "03185"
SENTENCES = (
    "bonjour jhabite domerat jcherche cariste jai le permi et le caces 3 dispo de suite",
    "slt jsui martine jabite a montlucon jfais le menage ché les gens jai pas de voiture jy vai a velo",
    "chauffeur pl avec fimo fco, huriel, 40 km max",
    "je cherche un cdi de caissiere pas le dimanche je suis a pied",
)

Row = dict[str, Any]


@dataclass
class Tally:
    """What is counted for one kind of rows."""

    rows: int = 0
    first: int = 0
    in_five: int = 0
    sure: int = 0
    right_when_sure: int = 0
    ms: list[float] = field(default_factory=list)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as directory:
        compact = _compact(options.rome, Path(directory))
        before, start, worked = _megabytes(), time.perf_counter(), time.process_time()
        answer = _load(compact)
        took, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"every index loaded in {took:.2f} s ({worked:.2f} s of processor), {_megabytes() - before:.0f} MB")
    print(f"{_megabytes():.0f} MB for the whole process\n")
    if not ROWS.is_dir():
        print(f"no open rows: {ROWS} is not there")
    else:
        _print_all(answer, options)
    _speed("sentence", lambda text: answer("sentence", {"text": text, "near": OFFICE}), SENTENCES)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rome", type=Path, help="the official ROME archive, directory or zip")
    parser.add_argument("--misses", type=int, default=0, help="print so many wrong answers of each set")
    return parser.parse_args()


def _compact(archive: Path | None, directory: Path) -> Path | None:
    """The copy that the product keeps of an imported archive, made in another process: only reading it is measured."""
    if archive is None:
        return None
    code = (
        "import sys, pathlib; from backend.reference.rome import import_rome; import_rome(*map(pathlib.Path, "
        "sys.argv[1:]))"
    )
    subprocess.run([sys.executable, "-c", code, str(archive), str(directory / "rome.json.gz")], check=True)
    return directory / "rome.json.gz"


def _load(rome: Path | None) -> Callable[[str, Row], Any]:
    """Imports the understanding here, so that what it costs is measured, and asks it once of each kind."""
    from backend.reference.occupations import nomenclature  # noqa: PLC0415
    from bot.understanding.lines import understand_lines  # noqa: PLC0415

    occupations = nomenclature(rome)

    def answer(kind: str, row: Row) -> Any:
        return json.loads(next(understand_lines(kind, [json.dumps(row)], occupations, NOW)))

    answer("sentence", {"text": SENTENCES[0], "near": OFFICE})
    return answer


def _print_all(answer: Callable[[str, Row], Any], options: argparse.Namespace) -> None:
    print(f"{'':26}{'rows':>6}{'first':>8}{'in 5':>8}{'sure':>8}{'right':>8}{'median':>9}{'p95':>8}")
    if dates := _rows("dates_open.jsonl"):
        _print("when", _dates(dates, answer, options.misses))
    if places := _rows("communes_open.jsonl"):
        _print("where", _ranked("where", places, answer, str, options.misses))
    if trades := _rows("occupations_open.jsonl"):
        parents = json.loads((ROWS / "rome_parent.json").read_text(encoding="utf-8"))
        if options.rome:
            _print("work", _ranked("work", trades, answer, str, options.misses))
        _print(
            "work, parent codes", _ranked("work", trades, answer, lambda code: parents.get(code, code), options.misses)
        )
    print(
        "first, in 5: share of rows; sure: share read back at once; right: share of the sure that are; ms of "
        "processor\n"
    )


def _rows(name: str) -> list[Row]:
    path = ROWS / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def _dates(rows: list[Row], answer: Callable[[str, Row], Any], misses: int) -> dict[str, Tally]:
    scorer = _scorer("score_dates")
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        got, ms = _timed(
            lambda asked=row: answer("when", {"text": asked["text"], "reference_time": asked["reference_time"]})
        )
        right = scorer.right(row, got)
        kind = "no date" if row["expected"]["kind"] == "none" else str(row["expected"]["kind"])
        for tally in (tallies[kind], tallies["all"]):
            _count(tally, 1 if right else 0, got is not None, ms)
        misses = _missed(misses, right, row["text"], row["expected"], got)
    return tallies


def _ranked(
    kind: str, rows: list[Row], answer: Callable[[str, Row], Any], level: Callable[[str], str], misses: int
) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        got, ms = _timed(lambda asked=row: answer(kind, {"text": asked["query"], "near": asked.get("near")}))
        gold = {level(code) for code in ([row["gold"]] if isinstance(row["gold"], str) else row["gold"])}
        codes = list(dict.fromkeys(level(candidate["code"]) for candidate in got["candidates"]))
        rank = next((rank for rank, code in enumerate(codes, 1) if code in gold), 0)
        for tally in (tallies[row["kind"]], tallies["all"]):
            _count(tally, rank, got["sure"], ms)
        misses = _missed(misses, rank == 1, row["query"], row["gold"], got["candidates"][:3])
    return tallies


def _count(tally: Tally, rank: int, sure: bool, ms: float) -> None:
    tally.rows += 1
    tally.first += rank == 1
    tally.in_five += 1 <= rank <= 5
    tally.sure += sure
    tally.right_when_sure += sure and rank == 1
    tally.ms.append(ms)


def _missed(left: int, right: bool, text: str, wanted: object, got: object) -> int:
    if right or left <= 0:
        return left
    print(f"  {text!r}: wanted {wanted}, got {got}")
    return left - 1


def _timed(ask: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return ask(), (time.process_time() - start) * 1_000


def _print(title: str, tallies: dict[str, Tally]) -> None:
    for kind, tally in sorted(tallies.items(), key=lambda item: item[0] == "all"):
        right = f"{tally.right_when_sure / tally.sure:8.1%}" if tally.sure else " " * 8
        print(
            f"{f'{title}: {kind}':26}{tally.rows:6}{tally.first / tally.rows:8.1%}{tally.in_five / tally.rows:8.1%}"
            f"{tally.sure / tally.rows:8.1%}{right}{statistics.median(tally.ms):9.2f}{_p95(tally.ms):8.2f}"
        )
    print()


def _speed(title: str, ask: Callable[[str], Any], texts: Iterable[str]) -> None:
    asked = [f"{text} {turn}" for turn in range(20) for text in texts]  # never the same twice: no cache helps
    ms = [_timed(lambda text=text: ask(text))[1] for text in asked]
    print(f"{title}: median {statistics.median(ms):.1f} ms, p95 {_p95(ms):.1f} ms")


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _scorer(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROWS / f"{name}.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{ROWS / name}.py cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _megabytes() -> float:
    """Memory this process really holds, in MB (Linux; 0 elsewhere)."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1_024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    main()
