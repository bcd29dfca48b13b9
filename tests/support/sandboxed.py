"""Work that is done in a child of `bot/sandbox.py`, to try its limits: each way of misbehaving by its name."""

from __future__ import annotations

import ctypes
import importlib
import os
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bot import sandbox


def work(data: bytes, how: str, *further: str) -> bytes:
    """Misbehave."""
    return WAYS[how](data, *further)


def _declines(data: bytes) -> bytes:
    raise sandbox.Declined("locked")


def _loops(data: bytes) -> bytes:
    while True:
        pass


def _sleeps(data: bytes) -> bytes:
    time.sleep(60)
    return b""


def _prints(data: bytes) -> bytes:
    os.write(1, b"a library's greeting")
    return b"answer"


def _writes_a_file(data: bytes, path: str) -> bytes:
    with Path(path).open("wb", buffering=0) as file:
        file.write(b"in clear")
    return b"written"


def _crashes(data: bytes) -> bytes:
    return ctypes.string_at(0)


def _fails(data: bytes) -> bytes:
    raise KeyError("a word of the file")


def _needs_a_library(data: bytes) -> bytes:
    importlib.import_module("tests.no_such_module")
    return b""


WAYS: Mapping[str, Callable[..., bytes]] = {
    "answers": lambda data: data[::-1],
    "declines": _declines,
    "loops": _loops,
    "sleeps": _sleeps,
    "takes all memory": lambda data: bytes(10**11),
    "never ends": lambda data: bytes(4 * 1024 * 1024),
    "prints": _prints,
    "writes a file": _writes_a_file,
    "crashes": _crashes,
    "fails": _fails,
    "needs a library": _needs_a_library,
    "looks around": lambda data: " ".join(sorted(os.environ)).encode(),
    "lists networks": lambda data: " ".join(name for _, name in socket.if_nameindex()).encode(),
}
