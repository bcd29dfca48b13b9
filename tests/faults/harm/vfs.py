"""Between the SQLite library that we use and the disk: a VFS of our own around the system's.

SQLite reaches every file through a VFS, a struct of functions. The library exports its register of them, so that a copy
of the system's own can be made the default in which five functions are ours: open, write, truncate, sync, delete. They
let the system do its work and tell of it. How a folder is synced is seen where the system opens it for that. Nothing of
the product knows, and the library is the very object that Python has imported.

`witness.py` writes down what it is told; `FullDisk` refuses.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from sqlcipher3 import _sqlite3

OK = 0
FULL = 13  # SQLITE_FULL: no room on the disk
DELETE_ON_CLOSE = 0x8  # SQLITE_OPEN_DELETEONCLOSE: a temporary file, gone after a cut
POINTER = ctypes.c_void_p
INT = ctypes.c_int
LONG = ctypes.c_int64

OPEN = ctypes.CFUNCTYPE(INT, POINTER, POINTER, POINTER, INT, POINTER)
DELETE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT)
WRITE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT, LONG)
TRUNCATE = ctypes.CFUNCTYPE(INT, POINTER, LONG)
SYNC = ctypes.CFUNCTYPE(INT, POINTER, INT)
SET_CALL = ctypes.CFUNCTYPE(INT, POINTER, ctypes.c_char_p, POINTER)
GET_CALL = ctypes.CFUNCTYPE(POINTER, POINTER, ctypes.c_char_p)
OPEN_FOLDER = ctypes.CFUNCTYPE(INT, POINTER, POINTER)


class Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", INT),
        ("file_size", INT),
        ("longest_path", INT),
        ("next", POINTER),
        ("name", ctypes.c_char_p),
        ("data", POINTER),
        *(
            (name, POINTER)
            for name in (
                *("open", "delete", "access", "full_path", "dl_open", "dl_error", "dl_sym", "dl_close"),
                *("randomness", "sleep", "current_time", "last_error", "current_time_64"),
                *("set_system_call", "get_system_call", "next_system_call"),
            )
        ),
    )


class Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", INT),
        *(
            (name, POINTER)
            for name in (
                *("close", "read", "write", "truncate", "sync", "size", "lock", "unlock", "is_reserved", "control"),
                *("sector_size", "characteristics", "shm_map", "shm_lock", "shm_barrier", "shm_unmap"),
                *("fetch", "unfetch"),
            )
        ),
    )


class Between:
    """Stands between the library and one folder. A file is known by its address while it is open.

    Enter it before the first connection is made, leave it after the last one is closed. Override what shall be told.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve())
        self._is_folder_synced = False
        self._methods: dict[int, tuple[Methods, Methods]] = {}
        self._kept: list[Any] = []  # what C holds and Python would collect
        self._library = ctypes.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        self._base: Any = self._library.sqlite3_vfs_find(None)
        self._ours = Vfs.from_buffer_copy(self._base.contents)

    def __enter__(self) -> Self:
        base = self._base.contents
        self._open = OPEN(base.open)
        self._delete = DELETE(base.delete)
        self._ours.name = b"between"
        self._ours.open = self._pointer(OPEN, self._on_open)
        self._ours.delete = self._pointer(DELETE, self._on_delete)
        self._folder_call = GET_CALL(base.get_system_call)(ctypes.addressof(base), b"openDirectory")
        self._open_folder = OPEN_FOLDER(self._folder_call)
        self._set_folder_call(self._pointer(OPEN_FOLDER, self._on_open_folder))
        self._library.sqlite3_vfs_register(ctypes.byref(self._ours), 1)
        return self

    def __exit__(self, *_: object) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._ours))
        self._library.sqlite3_vfs_register(self._base, 1)
        self._set_folder_call(self._folder_call)

    def opened(self, file: int, name: str, *, is_new: bool) -> None:
        """A file was opened, and perhaps made."""

    def refusal(self) -> int:
        """What to answer to a write instead of writing; 0: write."""
        return OK

    def wrote(self, file: int, offset: int, data: bytes) -> None:
        """Bytes were written."""

    def truncated(self, file: int, size: int) -> None:
        """A file was cut to a length."""

    def syncs(self) -> int:
        """A sync begins; whatever is returned is brought to `synced`."""
        return 0

    def synced(self, file: int, began: int) -> None:
        """It has ended."""

    def removed(self, name: str) -> None:
        """A file was removed."""

    def folder_synced(self) -> None:
        """The names are durable."""

    def _set_folder_call(self, call: int | None) -> None:
        base = self._base.contents
        assert SET_CALL(base.set_system_call)(ctypes.addressof(base), b"openDirectory", call) == OK

    def _on_open(self, _: int, name: int | None, file: int, flags: int, told: int | None) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        is_ours = path.startswith(self._folder) and not flags & DELETE_ON_CLOSE
        is_new = not Path(path).exists()
        code: int = self._open(ctypes.addressof(self._base.contents), name, file, flags, told)
        if code == OK and is_ours:
            self.opened(file, Path(path).name, is_new=is_new)
            methods = POINTER.from_address(file)
            methods.value = ctypes.addressof(self._watched(methods.value or 0))
        return code

    def _watched(self, address: int) -> Methods:
        """The functions of an open file, three of them ours; one set for each set that the system has."""
        if address not in self._methods:
            theirs = Methods.from_address(address)
            ours = Methods.from_buffer_copy(theirs)
            ours.write = self._pointer(WRITE, self._on_write(WRITE(theirs.write)))
            ours.truncate = self._pointer(TRUNCATE, self._on_truncate(TRUNCATE(theirs.truncate)))
            ours.sync = self._pointer(SYNC, self._on_sync(SYNC(theirs.sync)))
            self._methods[address] = ours, theirs
        return self._methods[address][0]

    def _on_write(self, write: Callable[..., int]) -> Callable[..., int]:
        def on_write(file: int, data: int, length: int, offset: int) -> int:
            code = self.refusal() or write(file, data, length, offset)
            if code == OK:
                self.wrote(file, offset, ctypes.string_at(data, length))
            return code

        return on_write

    def _on_truncate(self, truncate: Callable[..., int]) -> Callable[..., int]:
        def on_truncate(file: int, size: int) -> int:
            code = truncate(file, size)
            if code == OK:
                self.truncated(file, size)
            return code

        return on_truncate

    def _on_sync(self, sync: Callable[..., int]) -> Callable[..., int]:
        def on_sync(file: int, flags: int) -> int:
            self._is_folder_synced, began = False, self.syncs()
            code = sync(file, flags)
            if code == OK:
                self.synced(file, began)
                self._note_folder()
            return code

        return on_sync

    def _on_delete(self, _: int, name: int, is_durable: int) -> int:
        self._is_folder_synced = False
        code: int = self._delete(ctypes.addressof(self._base.contents), name, is_durable)
        path = Path(ctypes.string_at(name).decode())
        if code == OK and str(path).startswith(self._folder):
            self.removed(path.name)
            self._note_folder()
        return code

    def _on_open_folder(self, name: int, told: int) -> int:
        self._is_folder_synced = True  # the system opens it for nothing else
        code: int = self._open_folder(name, told)
        return code

    def _note_folder(self) -> None:
        if self._is_folder_synced:
            self.folder_synced()

    def _pointer(self, kind: Any, function: Callable[..., int]) -> int | None:
        made = kind(function)
        self._kept.append(made)
        return ctypes.cast(made, POINTER).value


class FullDisk(Between):
    """A folder on a disk without room, for as long as a file of the name `sign` lies somewhere."""

    def __init__(self, folder: Path, sign: Path) -> None:
        super().__init__(folder)
        self._sign = sign

    def refusal(self) -> int:
        """As the system would have answered."""
        return FULL if self._sign.exists() else OK
