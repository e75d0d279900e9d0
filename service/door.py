"""Who may ask, and from which web pages: read again while the service runs, when the settings file changes."""

from __future__ import annotations

from pathlib import Path

import structlog

from data.errors import InputError
from data.settings import read_settings
from service.keys import Key, Keys
from service.settings import ServiceSettings
from service.watching import again_and_again

log = structlog.get_logger("service")

Mark = tuple[int, int, int]


class Door:
    """keys and origins, each swapped whole; take a reference once per request."""

    def __init__(self, service: ServiceSettings, file: Path | None = None) -> None:
        self.keys = Keys.of(service.keys)
        self.origins = frozenset(service.origins)
        self._file = file
        self._read: Mark | None = None
        self._noticed: Mark | None = None

    def look(self) -> None:
        """Read the file again once it has changed and stood still since the look before: it may be half written.

        A file that cannot be read, or is wrong, is logged once, and the keys stay as they are.
        """
        mark = _mark(self._file) if self._file else None
        if mark == self._read:
            return
        if mark != self._noticed:
            self._noticed = mark
            return
        self._read = mark
        self._reread()

    def _reread(self) -> None:
        try:
            service = read_settings(self._file).section("service", ServiceSettings)
            if not service.keys and not self.keys.open:
                raise InputError("service.keys", "none are left; a service with keys does not become open")  # noqa: TRY301 - refused like any other mistake
        except InputError as error:
            log.warning("settings refused", why=str(error), keys=len(self.keys.keys))
        else:
            self._swap(Keys.of(service.keys), frozenset(service.origins))

    def _swap(self, keys: Keys, origins: frozenset[str]) -> None:
        added, removed = _names(keys, self.keys), _names(self.keys, keys)
        if added or removed or origins != self.origins:
            log.info("settings read again", added=added, removed=removed, origins=sorted(origins))
        self.keys, self.origins = keys, origins

    def watch(self) -> None:
        """Read the file at once, as it may have changed since this process's parent read it, then watch it."""
        if self._file is None:
            return
        self._noticed = _mark(self._file)
        self._try()
        again_and_again(self._try, "settings-watcher")

    def _try(self) -> None:
        try:
            self.look()
        except Exception:  # whatever it is, the keys stay as they are
            log.exception("looking at the settings failed")


def _names(these: Keys, without: Keys) -> list[str]:
    held: set[Key] = set(without.keys)
    return [key.name for key in these.keys if key not in held]


def _mark(file: Path) -> Mark | None:
    """What changes when the file does, None while there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
