"""A proxy between a laptop and headquarters that does to requests and answers what bad lines do to them.

It speaks TCP to both and understands just enough HTTP to know where a request and an answer end. Each request
meets the next of ``faults``; when there are none left, everything goes through.
"""

from __future__ import annotations

import re
import socket
import threading
from collections import deque
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

PIECE = 64 * 1024
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)


class Call(NamedTuple):
    """One request on its way: its bytes, the two ends of the line, and what headquarters answered so far."""

    request: bytes
    laptop: socket.socket
    hq: socket.socket
    answers: list[bytes]
    ending: threading.Event

    def answer(self) -> bytes:
        """What headquarters answers to the whole request."""
        self.hq.sendall(self.request)
        self.answers.append(read_message(self.hq))
        return self.answers[-1]

    def reply(self, answer: bytes) -> None:
        """Hand bytes to the laptop."""
        self.laptop.sendall(answer)


class Cut(Exception):
    """The line breaks here, to both sides."""


Fault = Callable[[Call], None]


def pass_on(call: Call) -> None:
    """No fault."""
    call.reply(call.answer())


def request_cut(after: int) -> Fault:
    """Only the first bytes of the request reach headquarters."""

    def fault(call: Call) -> None:
        call.hq.sendall(call.request[:after])
        raise Cut

    return fault


def answer_cut(after: int) -> Fault:
    """Headquarters answers, and only the first bytes of that reach the laptop."""

    def fault(call: Call) -> None:
        call.reply(call.answer()[:after])
        raise Cut

    return fault


def request_twice(call: Call) -> None:
    """The request reaches headquarters twice; the laptop hears the second answer."""
    call.answer()
    call.reply(call.answer())


def answer_twice(call: Call) -> None:
    """The laptop gets the answer twice."""
    answer = call.answer()
    call.reply(answer + answer)


def answered(raw: bytes) -> Fault:
    """Somebody else answers in headquarters' place, with these bytes."""
    return lambda call: call.reply(raw)


def altered(change: Callable[[bytes], bytes]) -> Fault:
    """The answer is changed on its way."""
    return lambda call: call.reply(change(call.answer()))


def silence(call: Call) -> None:
    """Nothing comes back, and the line stays open."""
    call.ending.wait()
    raise Cut


def after(step: Callable[[Call], object], fault: Fault = pass_on) -> Fault:
    """Do something while the laptop waits for its answer, then ``fault``."""

    def both(call: Call) -> None:
        step(call)
        fault(call)

    return both


class FaultProxy:
    """Listens on a free port of this machine; ``requests`` are those that came, ``answers`` those of headquarters."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self.faults: deque[Fault] = deque()
        self.requests: list[bytes] = []
        self.answers: list[bytes] = []
        self.connections = 0
        self._target = (parts.hostname, parts.port)
        self._ending = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._start(self._accept)

    def close(self) -> None:
        """Take no more connections, break those that are open, and wait for the threads to end."""
        self._ending.set()
        socket.create_connection(self._listening.getsockname()).close()
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _start(self, run: Callable[..., None], *args: object) -> None:
        self._threads.append(threading.Thread(target=run, args=args))
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            laptop, _ = self._listening.accept()
            if self._ending.is_set():
                laptop.close()
                return
            self.connections += 1
            self._start(self._serve, laptop)

    def _serve(self, laptop: socket.socket) -> None:
        with laptop, socket.create_connection(self._target) as hq:
            try:
                while request := self._next(laptop):
                    self.requests.append(request)
                    fault = self.faults.popleft() if self.faults else pass_on
                    fault(Call(request, laptop, hq, self.answers, self._ending))
            except (Cut, OSError):
                return

    def _next(self, laptop: socket.socket) -> bytes:
        """The next request of a connection; empty when it was closed, here or there."""
        laptop.settimeout(0.05)
        while not self._ending.is_set():
            try:
                if not laptop.recv(1, socket.MSG_PEEK):
                    return b""
            except TimeoutError:
                continue
            laptop.settimeout(None)
            return read_message(laptop)
        return b""


def read_message(line: socket.socket) -> bytes:
    """A request or an answer with its body; empty where the line was closed before its head was whole."""
    found = bytearray()
    while b"\r\n\r\n" not in found:
        if not (piece := line.recv(PIECE)):
            return b""
        found += piece
    head = found.index(b"\r\n\r\n") + 4
    length = _LENGTH.search(found[:head])
    whole = head + (int(length[1]) if length else 0)
    while len(found) < whole and (piece := line.recv(PIECE)):
        found += piece
    return bytes(found)


def response(status: str, body: bytes, content_type: str, *headers: str) -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"content-type: {content_type}", f"content-length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body
