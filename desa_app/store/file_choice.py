"""When photos and evidence may go over the line: a choice of this laptop, because somebody pays by the megabyte."""

from __future__ import annotations

from desa_app.domain.file_choice import Choice, FilesWaiting
from desa_app.store.files import Files
from desa_app.store.identity import Settings

_CHOICE, _ALLOWED = "files_when", "files_allowed_ms"


class FileChoice:
    """The choice of one laptop, and what a person allowed beside it."""

    def __init__(self, settings: Settings, files: Files) -> None:
        self._settings = settings
        self._files = files

    @property
    def when(self) -> Choice:
        """When files may go; with every run unless somebody chose otherwise."""
        found: Choice | None = self._settings.get(_CHOICE, Choice)
        return found or "always"

    def choose(self, choice: Choice) -> None:
        """Files go so from now on."""
        self._settings.put(_CHOICE, choice)

    def lets_go(self, *, metered: bool) -> bool:
        """Whether files may go without being asked about on a line that is paid by the megabyte, or is not."""
        return self.when == "always" or (self.when == "unmetered" and not metered)

    def allow_now(self) -> None:
        """What waits now may go whatever the choice says, with this run or the next; what is taken in later may not."""
        self._settings.put(_ALLOWED, self._files.clock())

    @property
    def allowed_ms(self) -> int:
        """Files taken in until then may go."""
        return self._settings.get(_ALLOWED, int) or 0

    def waiting(self) -> FilesWaiting:
        """What waits for a line that it may take."""
        files = self._files.waiting()
        return FilesWaiting(len(files), sum(each.size for each in files), self.when, len(self._files.coming.asked()))
