"""The sealed copy: one file, a tar under age, with an inventory at its end that covers every other member.

It knows no database: what the members mean is theirs. Everything streams; nothing is held in memory whole, and nothing is
written in clear.
"""

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec
import pyrage
from pyrage import x25519

from domain import errors
from storage import shapes

INVENTORY = "inventory.json"
FORMAT = 1
_CHUNK = 1 << 20
_LARGEST_INVENTORY = 1 << 30

Progress = Callable[[int], None]  # is given how many bytes more were done


class CopyDamaged(errors.FlagpostError):
    """The copy is damaged or not whole: it does not open to its end as it was sealed. Use another copy."""


class CopyLocked(errors.FlagpostError):
    """This key does not open the copy. Use the recovery key of the office it comes from, or an identity it was sealed to."""


class CopyTooNew(errors.FlagpostError):
    """The copy was made by a newer Flagpost. Install that version, then restore."""


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A member as it was packed."""

    size: int
    sha256: str


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a copy and how to know that it is whole. `problems` were found in the original when it was copied."""

    made_at: str
    schema: int
    rows: dict[str, int]
    head: str
    problems: list[str]
    files: dict[str, Packed]
    format: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file to pack, under this name."""

    name: str
    path: Path


def seal(
    target: Path,
    members: Sequence[PackedFile],
    describe: Callable[[dict[str, Packed]], Inventory],
    recipients: Sequence[x25519.Recipient],
    progress: Progress,
) -> Inventory:
    """Write a copy that any of `recipients` opens; durable on return. `describe` makes the inventory of what was packed.

    A member that is gone meanwhile is left out, and is not in the inventory.
    """
    packing = _Packing(members, describe, progress)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        pyrage.encrypt_io(packing, file, recipients)
        file.flush()
        os.fsync(file.fileno())
    if packing.inventory is None:
        raise CopyDamaged
    return packing.inventory


def open_copy(
    source: Path, identities: Sequence[x25519.Identity], progress: Progress, into: Path | None = None
) -> Inventory:
    """Open a copy to its end and hold every member against the inventory; with `into`, unpack it into that folder.

    Raises CopyLocked, CopyDamaged or CopyTooNew; what was unpacked until then is not to be used.
    """
    readable, writable = os.pipe()
    opening = _Opening(source, identities, writable)
    opening.start()
    found: dict[str, Packed] = {}
    inventory, failure = None, None
    with os.fdopen(readable, "rb") as pipe:
        try:
            found, inventory = _unpack(pipe, progress, into)
            while pipe.read(_CHUNK):
                continue  # what fills up the last record; age's last seal is behind it
        except (CopyDamaged, tarfile.TarError, msgspec.MsgspecError, EOFError):
            failure = CopyDamaged()
    opening.join()
    # Where both ends fail, the one that decrypts knows why.
    if opening.failure or failure:
        raise opening.failure or failure or CopyDamaged
    if inventory is None or inventory.files != found:
        raise CopyDamaged
    return inventory


class _Packing(io.RawIOBase):
    """The tar as a file to be read once, made while it is read."""

    def __init__(
        self, members: Sequence[PackedFile], describe: Callable[[dict[str, Packed]], Inventory], progress: Progress
    ) -> None:
        self._members = members
        self._describe = describe
        self._progress = progress
        self._pieces = self._tar()
        self._rest = memoryview(b"")
        self.inventory: Inventory | None = None

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)

    def _tar(self) -> Iterator[bytes]:
        packed: dict[str, Packed] = {}
        for member in self._members:
            try:
                file = member.path.open("rb")
            except FileNotFoundError:
                continue
            with file:
                yield from self._member(member.name, file, os.fstat(file.fileno()).st_size, packed)
        self.inventory = self._describe(packed)
        data = msgspec.json.encode(self.inventory)
        yield from self._member(INVENTORY, io.BytesIO(data), len(data), {})
        yield bytes(2 * tarfile.BLOCKSIZE)

    def _member(self, name: str, file: IO[bytes], size: int, packed: dict[str, Packed]) -> Iterator[bytes]:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        yield info.tobuf(tarfile.GNU_FORMAT)
        digest, left = hashlib.sha256(), size
        while left:
            piece = file.read(min(_CHUNK, left))
            if not piece:
                raise CopyDamaged(f"{name} became shorter while it was packed; try again.")
            digest.update(piece)
            left -= len(piece)
            self._progress(len(piece))
            yield piece
        yield bytes(-size % tarfile.BLOCKSIZE)
        packed[name] = Packed(size=size, sha256=digest.hexdigest())


class _Opening(threading.Thread):
    """Decrypts into a pipe; the other end is read by whoever opens the copy."""

    def __init__(self, source: Path, identities: Sequence[x25519.Identity], writable: int) -> None:
        super().__init__(name="opening a copy", daemon=True)
        self._source = source
        self._identities = identities
        self._writable = writable
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with os.fdopen(self._writable, "wb") as pipe, self._source.open("rb") as file:
                pyrage.decrypt_io(file, pipe, self._identities)
        except pyrage.DecryptError as error:
            self.failure = CopyLocked() if "No matching keys" in str(error) else CopyDamaged()
        except BrokenPipeError:
            pass  # the reader has seen enough, and says itself what was wrong
        except OSError as error:
            self.failure = CopyDamaged() if "decryption error" in str(error) else error


def _unpack(pipe: IO[bytes], progress: Progress, into: Path | None) -> tuple[dict[str, Packed], Inventory | None]:
    found: dict[str, Packed] = {}
    inventory = None
    with tarfile.open(fileobj=pipe, mode="r|") as tar:
        for info in tar:
            file = tar.extractfile(info)
            if file is None or inventory is not None:
                raise CopyDamaged
            if info.name == INVENTORY:
                inventory = _read_inventory(file, info.size)
            else:
                found[info.name] = _check(info.name, file, progress, into)
    return found, inventory


def _read_inventory(file: IO[bytes], size: int) -> Inventory:
    if size > _LARGEST_INVENTORY:
        raise CopyDamaged
    data = file.read()
    if shapes.decode(data).get("format", 0) > FORMAT:
        raise CopyTooNew
    inventory: Inventory = shapes.decode(data, Inventory)
    return inventory


def _check(name: str, file: IO[bytes], progress: Progress, into: Path | None) -> Packed:
    digest, size = hashlib.sha256(), 0
    with _target(name, into) as target:
        for piece in _pieces(file):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
            progress(len(piece))
        target.flush()
        if into is not None:
            os.fsync(target.fileno())
    return Packed(size=size, sha256=digest.hexdigest())


def _target(name: str, into: Path | None) -> Any:
    """Where a member goes. Its name is ours, or the copy is not: one folder deep at most, and never upwards."""
    if into is None:
        return Path(os.devnull).open("wb")
    parts = name.split("/")
    if len(parts) > 2 or any(part in ("", ".", "..") for part in parts):
        raise CopyDamaged
    path = into.joinpath(*parts)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _pieces(file: IO[bytes]) -> Iterable[bytes]:
    while piece := file.read(_CHUNK):
        yield piece
