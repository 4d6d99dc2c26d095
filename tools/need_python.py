"""Stop early, in words, when this Python is too old to install the project."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python runs
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit(
        f"mission-emploi needs Python 3.11 or newer; {sys.executable} is {found}. Try: make PYTHON=python3.12 start"
    )
