"""The window. Nothing else of the program draws."""

from desa_app.ui.plain_import import import_plainly

import_plainly()
