"""What every test gets: no screen, no network proxy, nobody's real data, Bahasa Indonesia, no leaked threads."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for name in ("DESA_LANG", "DESA_DATA_DIR", "DESA_PASSPHRASE"):
    os.environ.pop(name, None)

from desa_app.language import language, use_language  # noqa: E402

SECONDS_TO_END = 5.0


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Data and cache folders of this run alone, shared by its processes, so that an index is built once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESA_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("DESA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A test may switch the language; the next one finds it as before."""
    before = language()
    yield
    use_language(before)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a thread behind, of Python's or of Qt's pool, after giving it time to end."""
    before = set(threading.enumerate())
    yield
    assert qt_pool_is_idle(), "Qt's thread pool is still at work"
    leaked = [thread for thread in threading.enumerate() if thread not in before and not ended(thread)]
    assert not leaked, f"threads left behind: {leaked}"


def ended(thread: threading.Thread) -> bool:
    """Whether a thread ends by itself; one that Qt made is Qt's to end and to watch."""
    if isinstance(thread, threading._DummyThread):
        return True
    thread.join(SECONDS_TO_END)
    return not thread.is_alive()


def qt_pool_is_idle() -> bool:
    """Whether nothing runs in Qt's global pool; without importing Qt for a test that doesn't."""
    core = sys.modules.get("PySide6.QtCore")
    return core is None or core.QThreadPool.globalInstance().waitForDone(int(SECONDS_TO_END * 1000))
