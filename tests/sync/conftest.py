"""A headquarters with two offices for each test, its laptops, and the line between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desa_app.hq.server import served
from tests.sync.fault_proxy import FaultProxy
from tests.sync.laptops import Patience, Templates, World


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """What the databases of each test are copied from."""
    return Templates.made(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def world(tmp_path: Path, templates: Templates) -> Iterator[World]:
    """A headquarters and its laptops, closed at the end."""
    made = World(tmp_path, templates)
    yield made
    made.close()


@pytest.fixture
def online(world: World) -> Iterator[str]:
    """The address at which the headquarters of ``world`` answers."""
    with served(world.url) as address:
        yield address


@pytest.fixture
def proxy(online: str) -> Iterator[FaultProxy]:
    """A line to that headquarters on which faults can be put."""
    made = FaultProxy(online)
    yield made
    made.close()


@pytest.fixture
def patience() -> Patience:
    """Waits without waiting."""
    return Patience()
