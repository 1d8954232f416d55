"""SQLite as this program uses it: sqlite-utils, working with SQLCipher's SQLite.

sqlite-utils takes its connection and exception classes from ``pysqlite3`` where that can be imported. With plain
``sqlite3`` classes an error of SQLCipher passes its handlers unseen: ``alter=True``,
``create_index(find_unique_name=True)``, ``drop(ignore=True)`` and ``RETURNING`` inside savepoints fail. So SQLCipher
is registered under that name, and the package imports this before anything of its own.
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
