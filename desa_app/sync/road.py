"""A way to headquarters, whoever carries the bytes: what a run needs of it, and what it promises.

``Line`` is the one over HTTP. A run knows nothing else of the network, so that another network can be handed in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from desa_app.sync.pure.wire import Enrolled, Enrolment


@dataclass
class Traffic:
    """Bytes of bodies so far, as they crossed the line."""

    up: int = 0
    down: int = 0


class Heard(NamedTuple):
    """An answer about a file: its status, its headers, its bytes."""

    status: int
    headers: Mapping[str, str]
    content: bytes


Into = Callable[[Mapping[str, str], bytes], None]
"""Takes the headers of an answer and the bytes of its body as they come."""


class Road(Protocol):
    """A way to one headquarters, open for a run. What is asked on it raises NoConnection, as LineBusy where it is
    worth another try, Refused, Revoked, Cloned, Unproven or Cancelled."""

    traffic: Traffic

    def exchange(self, body: bytes) -> bytes:
        """Carry a signed body there and the signed answer back."""
        ...

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """Carry a one-time code there."""
        ...

    def carry(self, bundle: bytes) -> bytes:
        """Carry a colleague's bundle there and the bundle of answers to it back."""
        ...

    def ask(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"", into: Into | None = None
    ) -> Heard:
        """Carry a request about a file there; what comes of its bytes is handed to ``into`` as it comes."""
        ...

    def cut_when_cancelled(self) -> AbstractContextManager[None]:
        """Within this a cancelled run ends at once."""
        ...

    def close(self) -> None:
        """Nothing that still comes is taken for a later answer; the next request opens the way again."""
        ...


Connect = Callable[[str, threading.Event], Road]
"""Opens the way to the headquarters at an address; the event tells that the run was cancelled."""
