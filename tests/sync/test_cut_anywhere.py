"""A run resumes wherever the line was cut: in the request or in the answer, at any byte, in any of its exchanges."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desa_app.store.store import Store
from desa_app.sync.pure.wire import MIN_ROOM
from desa_app.sync.run import sync
from tests.sync.fault_proxy import Fault, FaultProxy, answer_cut, pass_on, request_cut
from tests.sync.laptops import Patience, World, drain, exchange, rows, states, visit


def places(message: bytes) -> Iterator[int]:
    """Where to cut: around every line of the head, the first bytes of the body, its end, and some between. The end is
    counted from there, because two messages that say as much are packed into a few bytes more or less."""
    head = message.index(b"\r\n\r\n") + 4
    for end in (place for place in range(head) if message.startswith(b"\r\n", place)):
        yield from (end - 1, end, end + 1)
    yield from range(head - 2, head + 12, 3)
    yield from range(head + 12, len(message) - 2, max(1, len(message) // 12))
    yield from (-2, -1)


@pytest.fixture
def dewi(world: World, proxy: FaultProxy) -> Store:
    """A laptop behind the proxy that has synchronised once."""
    store = world.stranger("dewi")
    world.join(store, world.code("dewi"), proxy.url)
    visit(store, "Siti")
    sync(store)
    return store


@pytest.mark.parametrize("cut", [request_cut, answer_cut])
def test_a_cut_at_any_byte_loses_and_doubles_nothing(
    world: World, proxy: FaultProxy, dewi: Store, patience: Patience, cut: Callable[[int], Fault]
) -> None:
    budi = world.laptop("budi")
    visit(budi, "Joko")
    drain(budi, hq=world.hq)
    sync(dewi)
    visit(dewi, "Wati")
    sync(dewi)
    message = proxy.requests[-1] if cut is request_cut else proxy.answers[-1]
    for count, place in enumerate(places(message), 1):
        visit(dewi, f"Wati {place}")
        visit(budi, f"Joko {place}")
        exchange(budi, world.hq)
        proxy.faults.append(cut(place))
        report = sync(dewi, cancelled=patience)
        assert (report.pushed, report.pulled) == (2, 2), place
        assert len(rows(dewi)["attendee"]) == 3 + 2 * count, place
    drain(budi, hq=world.hq)
    assert len(patience.waits) == count
    assert rows(dewi) == rows(budi)
    assert {state for _, state in states(dewi)} == {"acked"}
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))
    assert dewi.check() == budi.check() == []


def test_a_cut_in_any_exchange_of_a_long_run_loses_and_doubles_nothing(
    world: World, proxy: FaultProxy, dewi: Store, patience: Patience
) -> None:
    budi, lead = world.laptop("budi"), world.laptop("lead", role="lead")
    for page in range(8):
        visit(budi, *(f"Joko {page}-{row}" for row in range(30)), minutes=f"{page} " * (MIN_ROOM // 4))
    drain(budi, hq=world.hq)
    for number in range(8):
        visit(dewi, *(f"Siti {number}-{row}" for row in range(70)))
    for passed in range(6):
        proxy.faults += [*[pass_on] * passed, (request_cut, answer_cut)[passed % 2](200 * passed)]
    report = sync(dewi, cancelled=patience)
    assert (report.pushed, report.pulled) == (8 * 71, 8 * 31)
    assert len(patience.waits) >= 2
    drain(budi, lead, hq=world.hq)
    assert rows(dewi) == rows(budi) == rows(lead)
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))
    assert dewi.check() == budi.check() == []
