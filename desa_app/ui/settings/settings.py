"""The settings of this laptop."""

from __future__ import annotations

from desa_app.ui.parts import GAP, column
from desa_app.ui.screen import Screen, Title


class SettingsPage(Screen):
    """The settings of this laptop."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Title()
        self.setLayout(column(self._title, None, margin=2 * GAP, gap=12))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
