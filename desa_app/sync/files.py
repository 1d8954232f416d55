"""The files of a run: what waits goes up by tus, what is wanted comes down in ranges, both behind the records.

Before each chunk the changes that were made meanwhile go first. A chunk is as large as the line bears; whatever is cut
goes on at the very byte, because headquarters says how much it has and this laptop keeps what has come. Nothing but
headquarters' own receipt makes a file count as sent.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.domain.attachment import MOST_BYTES
from desa_app.domain.roles import may
from desa_app.errors import Cloned, FileDamaged, Refused, Revoked, Unproven
from desa_app.language import say
from desa_app.store.coming import Wanted
from desa_app.store.files import Waiting
from desa_app.store.identity import Identity, LastSync
from desa_app.store.store import LAST_SYNC, Store
from desa_app.sync.line import LineBusy
from desa_app.sync.pure import files as pure
from desa_app.sync.pure.files import CHUNK_TYPE, TUS, Asked, Stamp
from desa_app.sync.pure.signing import is_signed_by, raw
from desa_app.sync.road import Heard, Road

TRIES = 5
"""How often the line may break in a row without a byte that came through."""
MISSES = 8
"""How many files that nobody here waits for may turn out not to be at headquarters yet before a run stops asking."""
EPOCH = "files_epoch"
"""The setting that keeps in which epoch of headquarters the files were sent."""
_ASK_AGAIN = frozenset({"H440", "H441", "H444", "H447"})
"""What headquarters refuses of one request, and not of the file."""
_PART = re.compile(r"bytes ([0-9]{1,12})-[0-9]{1,12}/([0-9]{1,12})\Z")


class Step(NamedTuple):
    """How far the files of a run are: which one moves, how much of it, and what is left of all of them."""

    name: str
    done: int
    size: int
    left: int
    bytes_left: int


@dataclass
class Moved:
    """What a run did with files: how many went and came, and how many could not."""

    sent: int = 0
    got: int = 0
    refused: int = 0


@dataclass
class _Came:
    """What came of a part of a file: the place of its first byte, the bytes, the size of the whole."""

    first: int = -1
    size: int = 0
    content: bytearray = field(default_factory=bytearray)

    def take(self, headers: Mapping[str, str], piece: bytes) -> None:
        """Bytes of an answer with these headers."""
        found = _PART.match(headers.get("content-range", ""))
        if found:
            self.first, self.size = int(found[1]), int(found[2])
            self.content += piece


class FileRun:
    """The files of one run. ``first`` exchanges the changes that wait, ``pause`` backs off after the n-th failure and
    raises Cancelled, ``tell`` hears of every chunk."""

    def __init__(
        self,
        store: Store,
        me: Identity,
        road: Road,
        first: Callable[[], None],
        pause: Callable[[int], None],
        tell: Callable[[Step], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._me, self._road = store, me, road
        self._first, self._pause, self._tell, self._now = first, pause, tell, now
        self._key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
        self._chunk = pure.FIRST_CHUNK
        self._through = 0
        self._left: dict[str, int] = {}
        self._sent: dict[str, int] = {}
        self.moved = Moved()

    def move(self, may_go: Callable[[Waiting], bool], *, ahead: bool) -> Moved:
        """What a person waits for, then what may go, then, where ``ahead``, the evidence that a lead will look at.
        Raises NoConnection, Revoked, Unproven, Cancelled."""
        files = self._store.files
        self._mind_epoch()
        wanted = files.coming.asked()
        waiting = [each for each in files.waiting() if may_go(each)]
        reviews = ahead and may(self._me.role, "review")
        early = files.coming.ahead(self._me.scope) if reviews else []
        early = [each for each in early if each.sha256 not in {one.sha256 for one in wanted}]
        self._left = {one.sha256: one.size for one in (*wanted, *early)} | {each.sha256: each.size for each in waiting}
        steps = [
            *((one.sha256, partial(self._fetch, one)) for one in wanted),
            *((each.sha256, partial(self._send, each)) for each in waiting),
        ]
        for name, step in steps:
            self._one(name, step)
        most = self.moved.refused + MISSES
        for one in early:
            if self.moved.refused < most:
                self._one(one.sha256, partial(self._fetch, one))
        return self.moved

    def give(self) -> None:
        """Send everything that waits; raises as ``move`` does."""
        waiting = self._store.files.waiting()
        self._left = {each.sha256: each.size for each in waiting}
        for each in waiting:
            self._one(each.sha256, partial(self._send, each))

    def _mind_epoch(self) -> None:
        """A headquarters that was restored from a backup may lack what it once confirmed."""
        cursor = self._store.logs.cursors().get(self._me.scope)
        kept: int | None = self._store.settings.get(EPOCH, int)
        if cursor is not None and cursor.epoch != kept:
            if kept is not None:
                self._store.files.offer_again()
            self._store.settings.put(EPOCH, cursor.epoch)

    def _one(self, name: str, step: Callable[[], None]) -> None:
        """Move one file; what headquarters refuses of it, or what is damaged, keeps no other from moving."""
        tries, through = 0, self._through
        while True:
            try:
                step()
            except (LineBusy, Unproven):  # a head that was cut looks like one that says something else
                self._road.close()
                tries, through = (1, self._through) if self._through > through else (tries + 1, through)
                if tries == TRIES:
                    raise
                self._chunk = pure.smaller_chunk(self._chunk)
                self._pause(tries - 1)
            except (Revoked, Cloned):
                raise
            except (Refused, FileDamaged):
                self.moved.refused += 1
                break
            else:
                break
        self._left.pop(name, None)

    def _send(self, each: Waiting) -> None:
        """Bring a file to headquarters, from where it stands there."""
        content = self._store.files.get(each.sha256)
        size = len(content)
        heard = self._ask("POST", each.sha256, {"upload-length": str(size)})
        while (offset := self._reached(heard, each.sha256, size)) < size:
            self._say(each.sha256, offset, size)
            heard = self._append(each.sha256, offset, content[offset : offset + self._chunk])
        at_ms = self._proven(heard, each.sha256, size)
        self._store.files.note_sent(each.sha256, at_ms)
        self.moved.sent += 1

    def _append(self, name: str, offset: int, chunk: bytes) -> Heard:
        checksum = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
        headers = {"content-type": CHUNK_TYPE, "upload-offset": str(offset), "upload-checksum": f"sha256 {checksum}"}
        with self._timed(len(chunk)):
            return self._ask("PATCH", name, headers, chunk)

    def _reached(self, heard: Heard, name: str, size: int) -> int:
        """How much of a file headquarters has: what is new of it came through, also where the line broke after it."""
        offset = _offset(heard, size)
        self._through += max(0, offset - self._sent.get(name, 0))
        self._sent[name] = max(offset, self._sent.get(name, 0))
        return offset

    def _fetch(self, wanted: Wanted) -> None:
        """Bring a file here, from where it was cut."""
        coming, size = self._store.files.coming, 0
        held = coming.held(wanted.sha256)
        try:
            while not size or held < size:
                self._say(wanted.sha256, held, size or wanted.size)
                held, size = self._part(wanted, held)
        except Refused as error:
            coming.refuse(wanted, str(error.details.get("number", "")))
            raise
        coming.finish(wanted, self._store.clock())
        self.moved.got += 1

    def _part(self, wanted: Wanted, held: int) -> tuple[int, int]:
        """Ask for the next bytes and keep what comes of them, also where the line breaks: how many are here then, and
        how many there are."""
        came = _Came()
        try:
            with self._timed(self._chunk):
                self._ask("GET", wanted.sha256, {"range": f"bytes={held}-{held + self._chunk - 1}"}, into=came.take)
        finally:
            if came.first == held and 0 < came.size <= MOST_BYTES and came.content:
                now_held = self._store.files.coming.keep(wanted, held, bytes(came.content), came.size)
                self._through += now_held - held
        if not came.content:
            raise LineBusy(why=say("jawaban terpotong", "the answer was cut"))
        if came.first != held or came.size > MOST_BYTES:
            raise Unproven(why=say("potongan berkas lain", "another part of the file"))
        return now_held, came.size

    def _say(self, name: str, done: int, size: int) -> None:
        """Let what is more urgent go first, and tell how far the files are."""
        self._first()
        self._left[name] = max(0, size - done)
        self._tell(Step(name, done, size, len(self._left), sum(self._left.values())))

    @contextmanager
    def _timed(self, count: int) -> Iterator[None]:
        """Learn from a chunk of so many bytes that gets through within."""
        began = self._now()
        yield
        if count >= self._chunk:
            self._chunk = pure.next_chunk(self._chunk, self._now() - began)

    def _ask(
        self,
        method: str,
        name: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        into: Callable[[Mapping[str, str], bytes], None] | None = None,
    ) -> Heard:
        """One signed request about a file. What can be asked again as it is counts as a broken line."""
        path = pure.ADDRESS + name
        asked = Asked(method, path, headers)
        stamp = Stamp(self._me.dev, self._hq_seconds(), secrets.token_hex(8))
        signature = base64.b64encode(self._key.sign(pure.signed_text(asked, stamp))).decode()
        signed = {
            "signature-input": pure.signature_input(asked, stamp),
            "signature": pure.signature_header(signature),
        }
        resumable = {} if method == "GET" else {"tus-resumable": TUS}
        try:
            return self._road.ask(method, path, {**headers, **resumable, **signed}, body, into)
        except Refused as error:
            if error.details.get("number") in _ASK_AGAIN:
                raise LineBusy(why=error.details.get("why", "")) from error
            raise

    def _hq_seconds(self) -> int:
        """Headquarters' time, as far as this laptop knows how far off its own is."""
        last: LastSync | None = self._store.settings.get(LAST_SYNC, LastSync)
        return (self._store.clock() - (last.offset_ms if last else 0)) // 1000

    def _proven(self, heard: Heard, name: str, size: int) -> int:
        """Since when headquarters has a whole file, by its receipt. Raises Unproven."""
        try:
            at_ms, _, encoded = heard.headers.get(pure.RECEIPT.lower(), "").partition(" ")
            text = pure.receipt_text(self._me.hq, name, size, int(at_ms))
            is_proven = is_signed_by(raw(self._me.hq_key), raw(encoded), text)
        except ValueError:
            is_proven = False
        if not is_proven:
            raise Unproven(why=say("tanda terima berkas tidak cocok", "the receipt of a file does not fit"))
        return int(at_ms)


def _offset(heard: Heard, size: int) -> int:
    """How much of a file headquarters says it has. Raises Unproven where that can't be."""
    written = heard.headers.get("upload-offset", "")
    if not (written.isascii() and written.isdecimal() and int(written) <= size):
        raise Unproven(why=say("jawaban tentang berkas tidak terbaca", "the answer about a file can't be read"))
    return int(written)
