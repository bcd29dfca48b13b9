"""Writes down what the SQLite library does to the disk.

with Witness(folder) as witness:
    …  # the house at work, in this process
witness.events
"""

from __future__ import annotations

from pathlib import Path

from tests.faults.harm.disk import Event, FolderSynced, Made, Removed, Synced, Truncated, Wrote
from tests.faults.harm.vfs import Between


class Witness(Between):
    """See above; the folder is empty at first."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.events: list[Event] = []
        self._files: dict[int, int] = {}  # the address of an open file -> its number
        self._names: dict[str, int] = {}
        self._made = 0

    def opened(self, file: int, name: str, *, is_new: bool) -> None:
        """Give it a number, which it keeps when it is opened again."""
        if is_new or name not in self._names:
            self._made += 1
            self._names[name] = self._made
            self.events.append(Made(self._made, name))
        self._files[file] = self._names[name]

    def wrote(self, file: int, offset: int, data: bytes) -> None:
        """Note it."""
        self.events.append(Wrote(self._files[file], offset, data))

    def truncated(self, file: int, size: int) -> None:
        """Note it."""
        self.events.append(Truncated(self._files[file], size))

    def syncs(self) -> int:
        """What another thread writes from here on may or may not be taken along."""
        return len(self.events)

    def synced(self, file: int, began: int) -> None:
        """Note it."""
        self.events.append(Synced(self._files[file], began))

    def removed(self, name: str) -> None:
        """Note it."""
        self._names.pop(name, None)
        self.events.append(Removed(name))

    def folder_synced(self) -> None:
        """Note it."""
        self.events.append(FolderSynced())
