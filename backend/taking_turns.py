"""A lock that is given in the order in which it was asked for."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FirstComeFirstServed:
    """Python's own lock may go at once to the thread that just gave it back, again and again, and to nobody else."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        # Whoever stands first has it; the others wait for their own lock to be opened.
        self._line: deque[threading.Lock] = deque()

    @contextmanager
    def held(self, wait_s: float) -> Iterator[None]:
        """Have it for the time of a `with`. Raises TimeoutError when it does not come within `wait_s` seconds."""
        self._wait(wait_s)
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self, wait_s: float) -> None:
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            self._line.append(mine)
            if self._line[0] is mine:
                return
        if mine.acquire(timeout=wait_s):
            return
        with self._guard:
            if self._line[0] is mine:  # it came at the last moment
                return
            self._line.remove(mine)
        raise TimeoutError(f"no turn within {wait_s} s: another one holds it")

    def _pass_on(self) -> None:
        with self._guard:
            self._line.popleft()
            if self._line:
                self._line[0].release()
