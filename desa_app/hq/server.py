"""Serving the web application by uvicorn, in this process or in a thread of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn

from desa_app.errors import CannotListen
from desa_app.hq.web import create_app

GRACE_SECONDS = 10
"""How long a request may still take when the server is asked to end; a laptop on a dead line never finishes its."""


def serve(database_url: str, host: str, port: int, ready: Callable[[str], object]) -> None:
    """Serve until the process is asked to end. ``ready`` is told the address, which names the port chosen for 0.

    Raises CannotListen, and what ``Headquarters`` raises.
    """
    with _listening(host, port) as listening:
        server = _server(database_url)
        ready(_address(host, listening))
        with suppress(KeyboardInterrupt):
            server.run([listening])


@contextmanager
def served(database_url: str, host: str = "127.0.0.1") -> Iterator[str]:
    """A headquarters on a free port of this machine while the block runs; gives its address."""
    with _listening(host, 0) as listening:
        server = _server(database_url)
        thread = threading.Thread(target=server.run, args=([listening],), name="headquarters")
        thread.start()
        try:
            yield _address(host, listening)
        finally:
            server.should_exit = True
            thread.join()


def _server(database_url: str) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(database_url),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens already, so that whoever is told the address can connect at once."""
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError as error:
        raise CannotListen(address=f"{host}:{port}", why=error.strerror or error) from error


def _address(host: str, listening: socket.socket) -> str:
    return f"http://{host}:{listening.getsockname()[1]}"
