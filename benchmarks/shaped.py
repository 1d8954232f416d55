"""A line as it is in the villages: slow, far and lossy, for anything that speaks TCP.

A relay on this machine can't drop packets, so it does to the bytes what the losses of a TCP connection do: they come
later. Every piece of up to a packet's size waits until the line is free, takes its bits' time on it, travels half a
round trip, and where it is lost is sent again a round trip and TCP's least patience later; what was sent behind it
waits for it. A connection costs a round trip before its first byte may leave, longer where its first packet is lost.
All connections share the line. The chance is seeded. Slow start is not modelled: it would slow those most who send
most.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

PACKET = 1_400
"""Bytes of a connection in one packet."""
HEADERS = 40
"""Bytes of IP and TCP around them."""
PATIENCE_S = 0.2
"""TCP's least patience on Linux before it sends again; ``FIRST_PATIENCE_S`` for the first packet (RFC 6298)."""
FIRST_PATIENCE_S = 1.0


class Shape(NamedTuple):
    """Bits a second each way, seconds there and back, the share of packets that are lost."""

    bits_per_second: float
    round_trip_s: float
    loss: float


VILLAGE = Shape(100_000, 0.6, 0.05)
"""The line that a day is measured on."""


class Way:
    """One direction of the line: when it is free again, and how many bytes have come."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape = shape
        self._chance = random.Random(seed)
        self._free = self._last = 0.0
        self.bytes = 0

    def arrival(self, now: float, size: int) -> float:
        """When a piece that is ready now is there; in order."""
        self.bytes += size
        taking = 8 * (size + HEADERS) / self._shape.bits_per_second
        self._free = max(now, self._free) + taking
        there = self._free + self._shape.round_trip_s / 2
        while self._chance.random() < self._shape.loss:
            self._free += taking
            there += self._shape.round_trip_s + PATIENCE_S
        self._last = max(self._last, there)
        return self._last

    def first_packet_s(self) -> float:
        """How long half of a connection's beginning takes."""
        wait = self._shape.round_trip_s / 2
        while self._chance.random() < self._shape.loss:
            wait += FIRST_PATIENCE_S
        return wait


class Shaped:
    """The line to a server on a port of this machine; ``port`` is its near end."""

    def __init__(self, target: int, shape: Shape, seed: int) -> None:
        self._target = target
        self.up, self.down = Way(shape, 2 * seed), Way(shape, 2 * seed + 1)
        self.connections = 0
        self.port = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="line")
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """End the line and everything on it."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        await end_all()

    async def _connected(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        self.connections += 1
        await asyncio.sleep(self.up.first_packet_s() + self.down.first_packet_s())
        far, far_out = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(self._carry(self.up, near, far_out), self._carry(self.down, far, near_out))

    async def _carry(self, way: Way, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(pieces, sink))
        with suppress(ConnectionError):
            while piece := await source.read(PACKET):
                pieces.put_nowait((way.arrival(self._loop.time(), len(piece)), piece))
        pieces.put_nowait((self._loop.time(), b""))
        await delivery

    async def _deliver(self, pieces: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while True:
                there, piece = await pieces.get()
                await asyncio.sleep(max(0.0, there - self._loop.time()))
                if not piece:
                    break
                sink.write(piece)
                await sink.drain()
        sink.close()


async def end_all() -> None:
    """Cancel every other task of this loop, and let each end."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def shaped(target: int, shape: Shape = VILLAGE, seed: int = 1) -> Iterator[Shaped]:
    """A line to ``target`` while the block runs."""
    line = Shaped(target, shape, seed)
    try:
        yield line
    finally:
        line.close()
