"""This laptop's database. Whichever of its modules is imported first, the engine is registered before it."""

import desa_app.store.engine  # noqa: F401  (before sqlite_utils)
