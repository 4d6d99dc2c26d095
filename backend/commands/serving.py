"""serve, demo: the whole service on one port."""

import errno
import socket
import sys

import uvicorn

from backend.commands.told import fail, tell, warn
from backend.database import transaction
from backend.demo import load_demo
from backend.main import Service, adopt_lines, build, create_app
from backend.migrate import migrate
from backend.settings import read_settings


def serve(host: str, port: int) -> None:
    settings = read_settings()
    settings.signing_key()
    _free(host, port)
    service = build(settings)
    migrate(service.engine)
    _run(service, host, port)


def demo(host: str, port: int) -> None:
    """The demonstration office is made once; its passwords are printed then, and kept nowhere."""
    _free(host, port)
    service = build(read_settings(demo=True))
    migrate(service.engine)
    with transaction(service.engine) as session:
        report = load_demo(session, service.clock.now())
    for line in report.lines() if report else ():
        tell(line)
    _run(service, host, port)


def _run(service: Service, host: str, port: int) -> None:
    for problem in adopt_lines(service):
        warn(problem)
    tell(f"Channels on: {', '.join(sorted(service.channels)) or 'none'}. Console: http://{_shown(host)}:{port}/console")
    if service.settings.demo:
        tell(f"A phone in the browser: http://{_shown(host)}:{port}/telephone")
    sys.stdout.flush()
    uvicorn.run(create_app(service), host=host, port=port, log_level="warning", proxy_headers=True)


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host


def _free(host: str, port: int) -> None:
    """Say so before anything starts when the port cannot be had."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                fail(f"port {port} is busy: another program listens there. Choose another one: --port {port + 1}")
            fail(f"cannot listen on {host}:{port}: {error.strerror or error}")
