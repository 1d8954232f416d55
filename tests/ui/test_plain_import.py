"""The start reads hardly any source: Python's own ``import`` runs, not the one that PySide6 puts before it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import linecache
import desa_app.app, desa_app.store.store, desa_app.ui.home.home_desk
print(sum(name.endswith(".py") and "desa_app" in name for name in linecache.cache))
"""


def test_hardly_any_source_is_read_to_import_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, check=True)
    assert int(done.stdout) < 20  # of two hundred: those imported between Qt and the window, more in some Pythons
