"""Every benchmark, one after the other: what docs/performance.md quotes. `python -m benchmarks.all [PART …]`

Each part is a program of its own too (`python -m benchmarks.PART --help`). What needs ../shared, Polars, SciPy or
PostgreSQL leaves that out where it is not there, and says so.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS: dict[str, tuple[str, ...]] = {
    "understanding": (),
    "matching": (),
    "matching_rivals": ("--offers", "50"),
    "nightly": (),
    "match_all": (),
    "turns": (),
    "intake": (),
    "pages": (),
}
"""Part → the options it is run with here."""


def main() -> None:
    """Runs the parts asked for, all by default; then says how long each took. Status 1 when one fails."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)}")
    chosen = wanted.parse_args().parts or list(PARTS)
    if unknown := [part for part in chosen if part not in PARTS]:
        wanted.error(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
    took = {part: run(part) for part in chosen}
    print("\n| part | seconds | |\n|---|---|---|")
    for part, (seconds, status) in took.items():
        print(f"| {part} | {seconds:.0f} | {'failed' if status else ''} |")
    sys.exit(any(status for _, status in took.values()))


def run(part: str) -> tuple[float, int]:
    """Seconds by the clock, and the exit status."""
    print(f"\n== python -m benchmarks.{part} {' '.join(PARTS[part])}", flush=True)
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{part}", *PARTS[part]], cwd=HERE.parent, check=False)
    return time.perf_counter() - begun, done.returncode


if __name__ == "__main__":
    main()
