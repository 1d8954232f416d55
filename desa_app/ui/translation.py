"""The language of the window: Qt's translation file for Bahasa Indonesia, the source strings for English."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desa_app.language import Language, use_language
from desa_app.paths import resources

_NAME = "desa-translator"


def speak(app: QApplication, chosen: Language) -> None:
    """Show everything in ``chosen`` from now on; every widget hears a LanguageChange and writes itself anew."""
    use_language(chosen)
    places = {"id": QLocale.Country.Indonesia, "en": QLocale.Country.UnitedKingdom}
    tongue = QLocale.Language.Indonesian if chosen == "id" else QLocale.Language.English
    QLocale.setDefault(QLocale(tongue, places[chosen]))
    old = app.findChild(QTranslator, _NAME)
    if old is not None:
        app.removeTranslator(old)
        old.setParent(None)
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    if chosen == "id" and not translator.load(str(resources() / "translations" / "desa_id.qm")):
        raise FileNotFoundError("resources/translations/desa_id.qm")
    app.installTranslator(translator)
