"""The window. Nothing else of the program draws.

PySide6 puts itself before Python's ``import`` and, so that a module can ask for other spellings of Qt's names, reads
the source of every module that imports anything: 250 files and 60 ms of a start, and 10 MB that stay. Nobody here asks,
so Python's own ``import`` is put back.
"""

import builtins

import PySide6.QtCore  # noqa: F401  the first of Qt's modules puts itself there

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
