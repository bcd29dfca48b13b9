"""Where measurements keep their homes: on a disk, for in memory a commit costs nothing.

Called by `bench/intake.py`, `bench/announce.py` and `bench/queue.py`.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = {"shared_buffers": "512MB", "max_connections": "80", "listen_addresses": ""}


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a disk, removed in the end: /tmp is memory on many machines. TMPDIR names another."""
    with tempfile.TemporaryDirectory(prefix="flagpost-bench-", dir=_disk()) as made:
        yield Path(made)


@contextmanager
def database(wanted: str) -> Iterator[str]:
    """The address of an empty database to measure on: none for SQLite; for `postgresql` one on a server of its own; or `wanted`.

    The server is the one that installs with pip, as it comes: every commit waits for the disk.
    """
    if wanted != "postgresql":
        yield wanted
        return
    with server() as url:
        yield url.format("postgres")


@contextmanager
def server() -> Iterator[str]:
    """A server of its own; its address lacks the name of the database, which goes where `{}` stands."""
    from tests import postgres_server  # here, because it is not installed where only SQLite is measured

    with postgres_server.running(SERVER, _disk()) as url:
        yield url


def _disk() -> str | None:
    return None if "TMPDIR" in os.environ or not Path("/var/tmp").is_dir() else "/var/tmp"
