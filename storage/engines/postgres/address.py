"""The address of a PostgreSQL server: connecting to it, and saying what to do where that is refused.

The address may hold a password: no error and no sentence that leaves here repeats it.
"""

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import conninfo

from storage import errors

OLDEST = 140000  # PostgreSQL 14
CONNECTING_TAKES = 5  # seconds
# A dead network is noticed after some seconds instead of two hours; what the office's own address says, stands.
_PATIENCE = {
    "connect_timeout": CONNECTING_TAKES,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class ServerUnreachable(errors.StorageUnavailable):
    """The server does not answer; the sentence says what to look at."""


def place_of(url: str) -> str:
    """Say where an address leads, without user and password."""
    parts = _parts(url)
    return f"{parts.get('host') or 'this machine'}, database {parts.get('dbname') or parts.get('user') or '?'}"


def connect(url: str) -> "psycopg.Connection[Any]":
    """Connect. Raises Unreachable or WrongServer with a sentence that says what to do; neither holds the password."""
    parts = _parts(url)
    try:
        connection = psycopg.connect(**{"application_name": "flagpost", **_PATIENCE, **parts}, autocommit=True)
    except psycopg.OperationalError as error:
        raise _refusal(str(error), parts, url) from None
    if connection.info.server_version < OLDEST:
        connection.close()
        raise errors.WrongServer(f"The PostgreSQL at {place_of(url)} is too old: Flagpost needs version 14 or newer.")
    if connection.info.parameter_status("server_encoding") != "UTF8":
        connection.close()
        raise errors.WrongServer(f"The text at {place_of(url)} is not in UTF-8. Make a database with ENCODING 'UTF8'.")
    return connection


def _parts(url: str) -> dict[str, Any]:
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        raise errors.WrongServer(_NO_ADDRESS) from None
    # A password with an @ in it would be taken for the host, and shown.
    if "@" in str(parts.get("host", "")) or not _PORTS.fullmatch(str(parts.get("port", ""))):
        raise errors.WrongServer(_NO_ADDRESS)
    return parts


def _refusal(said: str, parts: Mapping[str, Any], url: str) -> errors.StorageError:
    """Say what to do about a connection that was refused. libpq gives no code for it, only words."""
    reason = said.rpartition("failed: ")[2].splitlines()[0] if said else "no answer"
    if any(word in reason for word in ("password", "authentication", "role ")):
        return errors.WrongServer(
            f"PostgreSQL does not let user {parts.get('user', '?')!r} in at {place_of(url)}."
            " Mend user and password in FLAGPOST_DATABASE."
        )
    if "database" in reason and "does not exist" in reason:
        return errors.WrongServer(
            f"There is no such database: {place_of(url)}. Make it on the server, with CREATE DATABASE {parts.get('dbname')}."
        )
    password = str(parts.get("password") or "")
    return ServerUnreachable(
        f"Cannot reach PostgreSQL at {place_of(url)}: {reason.replace(password, '…') if password else reason}."
        " Is the server running, and is FLAGPOST_DATABASE right?"
    )


_NO_ADDRESS = (
    "FLAGPOST_DATABASE is no address of a PostgreSQL database. Write postgresql://user:password@host:5432/name,"
    " with @ / : and % in the password as %40 %2F %3A %25."
)
_PORTS = re.compile(r"[0-9,]*")
