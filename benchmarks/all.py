"""`make bench`: run every benchmark and print what docs/performance.md quotes. What needs ../shared says so."""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS: tuple[tuple[str, ...], ...] = (
    ("understanding.py",),
    ("match_all.py",),
    ("matching.py",),
    ("nightly.py",),
    ("turns.py",),
    ("intake.py",),
    ("pages.py",),
)


def main() -> None:
    failed = []
    for script, *options in SCRIPTS:
        if not (HERE / script).exists():
            continue
        print(f"\n== {script} {' '.join(options)}", flush=True)
        start = time.perf_counter()
        command = [sys.executable, "-m", f"benchmarks.{script[:-3]}", *options]
        done = subprocess.run(command, cwd=HERE.parent, check=False)
        print(f"({time.perf_counter() - start:.0f} s)", flush=True)
        if done.returncode:
            failed.append(script)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
