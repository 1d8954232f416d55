"""Serving the web application by uvicorn, in this process or in a thread of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from desa_app.hq.web import create_app


def serve(database_url: str, host: str, port: int, ready: Callable[[str], object]) -> None:
    """Serve until the process is asked to end. ``ready`` is told the address, which names the port chosen for 0."""
    listening = _listening(host, port)
    server = _server(database_url)
    ready(_address(host, listening))
    server.run([listening])


@contextmanager
def served(database_url: str, host: str = "127.0.0.1") -> Iterator[str]:
    """A headquarters on a free port of this machine while the block runs; gives its address."""
    listening = _listening(host, 0)
    server = _server(database_url)
    thread = threading.Thread(target=server.run, args=([listening],), name="headquarters")
    thread.start()
    try:
        yield _address(host, listening)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def _server(database_url: str) -> uvicorn.Server:
    config = uvicorn.Config(create_app(database_url), log_level="warning", access_log=False, server_header=False)
    return uvicorn.Server(config)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens already, so that whoever is told the address can connect at once."""
    return socket.create_server((host, port), backlog=128)


def _address(host: str, listening: socket.socket) -> str:
    return f"http://{host}:{listening.getsockname()[1]}"
