"""A relay that counts what crosses a TCP connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE = 64 * 1024


class Relay:
    """Bytes so far towards the server and back, between ``url`` and the server behind it."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.up = self.down = 0
        self._is_closing = False
        self._threads[0].start()

    def close(self) -> None:
        """Take no more connections and wait for those that are open to end."""
        self._is_closing = True
        socket.create_connection(self._listening.getsockname()).close()
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            if self._is_closing:
                client.close()
                return
            server = socket.create_connection(self._target)
            for pump in (self._up, self._down):
                self._threads.append(threading.Thread(target=pump, args=(client, server)))
                self._threads[-1].start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with client:
            while piece := client.recv(PIECE):
                self.up += len(piece)
                server.sendall(piece)
            server.shutdown(socket.SHUT_WR)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        with server:
            while piece := server.recv(PIECE):
                self.down += len(piece)
                client.sendall(piece)


@contextmanager
def relayed(target: str) -> Iterator[Relay]:
    """A relay in front of the server at ``target`` while the block runs."""
    relay = Relay(target)
    try:
        yield relay
    finally:
        relay.close()
