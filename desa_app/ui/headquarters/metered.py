"""Whether the line is paid by the megabyte, as far as the system tells."""

from __future__ import annotations


def look_at_network() -> None:
    """Let the system tell of the line from now on; called on the window's thread before :func:`is_metered`."""
    from PySide6.QtNetwork import QNetworkInformation

    QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Metered)


def is_metered() -> bool:
    """Whether it is mobile data or metered otherwise; also where the system doesn't say: an officer who chose "not on
    mobile data" is not to pay for what we don't know."""
    from PySide6.QtNetwork import QNetworkInformation

    told = QNetworkInformation.instance()
    if told is None or not told.supports(QNetworkInformation.Feature.Metered):
        return True
    return told.transportMedium() == QNetworkInformation.TransportMedium.Cellular or told.isMetered()
