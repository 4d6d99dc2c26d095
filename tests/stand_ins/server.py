"""Runs an ASGI app as a real HTTP server on 127.0.0.1, in a thread, for the time of a `with`."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

STARTS_WITHIN_S = 10


class _Server(uvicorn.Server):
    """Starts and stops at once: uvicorn's own loop looks only every tenth of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._stop = asyncio.Event()

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        self.ready.set()
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):  # nobody waits for answers any more
            connection.shutdown()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)


@contextlib.contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """The address of the running app, such as http://127.0.0.1:40123; any free port unless one is given."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    server = _Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        assert server.ready.wait(STARTS_WITHIN_S), "the stand-in did not start"
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        if server.ready.is_set():
            server.stop()
        thread.join(STARTS_WITHIN_S)
        listening.close()


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
