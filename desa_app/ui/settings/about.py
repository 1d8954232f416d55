"""What this program is: its versions, and whose works are in it."""

from __future__ import annotations

from PySide6.QtCore import qVersion

from desa_app import __version__
from desa_app.domain.reference import sources
from desa_app.ui.parts import Spoken, column, label


class About(Spoken):
    """``set_villages`` names the version of the registry, which the store knows."""

    def __init__(self) -> None:
        super().__init__()
        self._villages = ""
        self.versions = label(wrap=True)
        self.heading = label("label")
        self.sources = [label("caption", wrap=True) for _ in sources()]
        self.setLayout(column(self.versions, self.heading, *self.sources, gap=4))
        self.retranslate()

    def set_villages(self, version: str) -> None:
        """The version of the registry of villages."""
        self._villages = version
        self.retranslate()

    def retranslate(self) -> None:
        parts = [f"Desa Binaan Imigrasi {__version__}", f"Qt {qVersion()}"]
        if self._villages:
            parts.append(self.tr("village registry {version}").format(version=self._villages))
        self.versions.setText(" · ".join(parts))
        self.heading.setText(self.tr("Works of others in this program"))
        for line, source in zip(self.sources, sources(), strict=True):
            line.setText(f"{source.name} — {source.attribution or f'{source.holder}. {source.licence}'}")
