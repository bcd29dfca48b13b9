"""The evidence room: files kept encrypted on disk, each sealed for its own name.

A file that is here is whole and durable: it is written beside, synced, and only then given its name.
"""

import asyncio
import contextlib
import errno
import logging
import os
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from domain import errors
from storage import evidence
from storage.database import Database
from storage.errors import StorageUnavailable
from storage.vault import Vault

LOG = logging.getLogger(__name__)

UNCLAIMED_FOR = timedelta(hours=24)  # as long as a draft lives that may still want the file
_REF = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = ".part"


class EvidenceGone(errors.FlagpostError):
    """There is no such file in the evidence room."""


class Evidence:
    """The files under one folder."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """The folder is made where it is not there, readable by its owner alone."""
        self._folder = folder
        self._vault = vault
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def keep(self, data: bytes, name: str = "") -> str:
        """Keep the bytes of one file; return what it is called from now on. On return it is durable.

        Raises StorageUnavailable, and leaves nothing behind, where the disk does not take it.

        `name` is the sender's and stays with the message that brought it: nothing in this folder tells it.
        """
        return await asyncio.to_thread(self._keep, bytes(data))

    async def mark(self, data: bytes) -> str:
        """The keyed hash by which these bytes are known again, as they came."""
        return await asyncio.to_thread(self._vault.content_mark, data)

    async def read(self, ref: str) -> bytes:
        """Return a file's bytes; raise EvidenceGone where there is none, Tampered where it was changed or moved."""
        return await asyncio.to_thread(self._read, ref)

    async def forget(self, ref: str) -> None:
        """Delete a file, for good."""
        await asyncio.to_thread(self._forget, [ref])

    async def sweep(self, database: Database, at: datetime) -> int:
        """Delete files older than a day that belong to nothing: uploads never sent, writing cut short. Say how many."""
        old = await asyncio.to_thread(self._older_than, at - UNCLAIMED_FOR)
        unclaimed = await database.read(lambda tx: evidence.unknown_among(tx, old))
        await asyncio.to_thread(self._forget, unclaimed)
        return len(unclaimed)

    def _keep(self, data: bytes) -> str:
        ref = secrets.token_hex(16)
        sealed = self._vault.seal(data, ref, key="evidence")
        beside = self._folder / (ref + _UNFINISHED)
        try:
            self._write(beside, sealed)
            beside.rename(self._folder / ref)
            self._sync_folder()
        except OSError as error:
            LOG.error("A file could not be kept: %s", errno.errorcode.get(error.errno or 0, "OSError"))
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise StorageUnavailable from error
        return ref

    @staticmethod
    def _write(place: Path, data: bytes) -> None:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _read(self, ref: str) -> bytes:
        if not _REF.fullmatch(ref):
            raise EvidenceGone
        try:
            sealed = (self._folder / ref).read_bytes()
        except FileNotFoundError:
            raise EvidenceGone from None
        return self._vault.open(sealed, ref, key="evidence")

    def _forget(self, names: list[str]) -> None:
        for name in names:
            if _REF.fullmatch(name.removesuffix(_UNFINISHED)):
                (self._folder / name).unlink(missing_ok=True)
        self._sync_folder()

    def _older_than(self, at: datetime) -> list[str]:
        return [entry.name for entry in os.scandir(self._folder) if entry.stat().st_mtime < at.timestamp()]

    def _sync_folder(self) -> None:
        if os.name == "nt":
            return  # Windows opens no folders; NTFS keeps the rename in its journal
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
