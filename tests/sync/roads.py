"""A road straight into a headquarters of the same process, which can tell what was carried and interfere before it."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext

from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import Denied, encoded
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, Outcome, apply_answer, request_body
from desa_app.sync.line import _failure
from desa_app.sync.pure.digest import Comparison
from desa_app.sync.pure.wire import Enrolled, Enrolment
from desa_app.sync.road import Heard, Into, Traffic
from tests.sync.laptops import me


class Straight:
    """A road. ``bodies`` are the sizes of what went up and down, gzipped; ``before`` hears the number of each request,
    counted from 1, before it is carried, and may raise what a line raises."""

    def __init__(self, hq: Headquarters, before: Callable[[int], object]) -> None:
        self.traffic = Traffic()
        self.asked: list[bytes] = []
        self.answers: list[bytes] = []
        self.bodies: list[tuple[int, int]] = []
        self._hq = hq
        self._before = before

    def exchange(self, body: bytes) -> bytes:
        """Carry a body there and the answer back; a refusal comes as it does on the line."""
        self._before(len(self.asked) + 1)
        self.asked.append(body)
        try:
            answer = self._hq.exchange(body)
        except Denied as denied:
            raise _failure(denied.kind.status, encoded(denied.problem)) from denied
        self.answers.append(answer)
        self.bodies.append((len(gzip.compress(body, 9, mtime=0)), len(gzip.compress(answer, 6, mtime=0))))
        return answer

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """Carry a one-time code there."""
        return self._hq.enrol(enrolment, "127.0.0.1")

    def carry(self, bundle: bytes) -> bytes:
        """No bundle is on this road."""
        raise AssertionError(bundle)

    def ask(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"", into: Into | None = None
    ) -> Heard:
        """No file is on this road."""
        raise AssertionError(f"{method} {address}")

    def cut_when_cancelled(self) -> AbstractContextManager[None]:
        """Nothing on this road can be silent."""
        return nullcontext()

    def close(self) -> None:
        """There is nothing to close."""


class Roads:
    """Opens roads to one headquarters and keeps them in ``made``."""

    def __init__(self, hq: Headquarters, before: Callable[[int], object] = lambda number: None) -> None:
        self.made: list[Straight] = []
        self._hq = hq
        self._before = before

    def __call__(self, url: str, cancelled: threading.Event) -> Straight:
        self.made.append(Straight(self._hq, self._before))
        return self.made[-1]

    def asking(self, store: Store, comparison: Comparison) -> Outcome:
        """One exchange on a road of its own that compares, and neither pushes nor pulls."""
        body, question = request_body(store, me(store), Asked(0, 0, comparison=comparison))
        return apply_answer(store, me(store), question, self("", threading.Event()).exchange(body))
