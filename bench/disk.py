"""Where measurements keep their homes: on a disk, for in memory a commit costs nothing."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

SERVER = {"shared_buffers": "512MB", "max_connections": "80", "listen_addresses": ""}


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a disk, removed in the end: /tmp is memory on many machines. TMPDIR names another."""
    with tempfile.TemporaryDirectory(prefix="flagpost-bench-", dir=_disk()) as made:
        yield Path(made)


@contextmanager
def database(wanted: str, name: str, *, is_kept: bool = False) -> Iterator[str]:
    """The address of a database to measure on: none for SQLite; for `postgresql` one on a server of its own; else one of
    this name on the server of that address, made if it is not there and removed in the end unless it `is_kept`.

    The server of its own is the one that installs with pip, as it comes: every commit waits for the disk.
    """
    if not wanted:
        yield ""
    elif wanted == "postgresql":
        with server() as url:
            yield url.format("postgres")
    else:
        with _named(wanted, name, is_kept=is_kept) as url:
            yield url


@contextmanager
def _named(server: str, name: str, *, is_kept: bool) -> Iterator[str]:
    import psycopg  # here, because it is an extra

    with psycopg.connect(server, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            if not is_kept:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server() -> Iterator[str]:
    """A server of its own; its address lacks the name of the database, which goes where `{}` stands."""
    from tests.support import postgres_server

    with postgres_server.running(SERVER, _disk()) as url:
        yield url


def _disk() -> str | None:
    return None if "TMPDIR" in os.environ or not Path("/var/tmp").is_dir() else "/var/tmp"
