"""The peer from below: the rows that the bot has just written, written again by bare SQLite in one thread.

Arguments: the bot's database, its key file, a folder. Same library, schema, pragmas and encryption of the file; one
commit for every 64 messages, as many as the bot can have in one group when 64 are under way. The rows are read
beforehand; beside them each message writes its speaker's dialogue and tally, and the last one deletes the dialogue. It
knows no HTTP and no JSON, seals nothing, decides nothing, and asks the database nothing. Prints how long it took.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from storage import vault
from storage.engines import migrating
from storage.engines.sqlite import connection as sqlite_connection

GROUP = 64
DIALOGUE_BYTES = 900  # the average, measured while the bot was at work: it keeps the steps taken, for the way back
BEFORE = frozenset({"meta", "unit"})  # there before the first message
REWRITTEN = frozenset({"inbox", "dialogue", "tally"})  # written by `_messages` and `_repeated`
Statement = tuple[str, Sequence[Any]]

DIALOGUE = (
    "INSERT INTO dialogue (account_id, id, version, body, touched_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (account_id) DO UPDATE SET id = excluded.id, version = excluded.version, body = excluded.body,"
    " touched_at = excluded.touched_at"
)
DIALOGUE_ENDS = "DELETE FROM dialogue WHERE account_id = ?"
TALLY = (
    "INSERT INTO tally (account_id, what, since, number) VALUES (?, 'messages', ?, 1)"
    " ON CONFLICT (account_id, what) DO UPDATE SET number = number + 1"
)
AT = "2026-01-01T00:00:00.000000Z"


def main(source: Path, key_file: Path, folder: Path) -> None:
    """Read, then write against the clock."""
    keys = vault.Vault(vault.read_key(key_file))
    connection = sqlite_connection.connect(source, keys, is_reader=True)
    messages = _messages(connection)
    connection.close()
    target = folder / "bare.db"
    migrating.migrate(target, keys)
    connection = sqlite_connection.connect(target, keys)
    connection.execute(
        "PRAGMA foreign_keys=OFF"
    )  # rows of one message may come in another order than the bot wrote them
    began = time.monotonic()
    for start in range(0, len(messages), GROUP):
        connection.execute("BEGIN IMMEDIATE")
        for message in messages[start : start + GROUP]:
            for sql, row in message:
                connection.execute(sql, row)
        connection.execute("COMMIT")
    seconds = time.monotonic() - began
    connection.close()
    rows = sum(len(message) for message in messages)
    print(json.dumps({"updates": len(messages), "seconds": seconds, "rows": rows}), flush=True)


def _messages(connection: Any) -> list[list[Statement]]:
    """What each message writes: its inbox row, its speaker's dialogue and tally, and its share of every other table."""
    inbox = list(_statements(connection, "inbox", "id"))
    messages = [[statement, *repeated] for statement, repeated in zip(inbox, _repeated(connection), strict=True)]
    for table, sql in connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    ).fetchall():
        if table in BEFORE | REWRITTEN or "_words" in table or table.startswith("sqlite_"):
            continue
        _spread(_statements(connection, table, _order(sql)), messages)
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'"
    ).fetchall():
        _spread(_tokens(connection, table), messages)
    return messages


def _statements(connection: Any, table: str, order: str) -> list[Statement]:
    rows = connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()
    places = ", ".join("?" * len(rows[0])) if rows else ""
    return [(f"INSERT INTO {table} VALUES ({places})", row) for row in rows]


def _repeated(connection: Any) -> list[list[Statement]]:
    """What every message of a speaker writes again: of that, only the last is still there when the bot is done. Whose each was the
    bot does not keep: here they take turns."""
    ((messages,), (people,)) = (
        connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone() for table in ("inbox", "account")
    )
    speakers = [place % people + 1 for place in range(messages)]
    left = Counter(speakers)
    found: list[list[Statement]] = []
    for account in speakers:
        left[account] -= 1
        dialogue: Statement = (DIALOGUE_ENDS, (account,))
        if left[account]:
            dialogue = (DIALOGUE, (account, account, left[account], os.urandom(DIALOGUE_BYTES), AT))
        found.append([dialogue, (TALLY, (account, AT))])
    return found


def _tokens(connection: Any, table: str) -> list[Statement]:
    """As many tokens a row as the bot's index holds. The index keeps no text, so these are drawn."""
    sizes = connection.execute(f"SELECT id, sz FROM {table}_docsize ORDER BY id").fetchall()
    sql = f"INSERT INTO {table} (rowid, tokens) VALUES (?, ?)"
    return [(sql, (number, " ".join(os.urandom(8).hex() for _ in range(_varint(size))))) for number, size in sizes]


def _varint(data: bytes) -> int:
    """SQLite's integer of variable length."""
    number = 0
    for byte in data[:8]:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def _order(sql: str) -> str:
    """The order in which the rows came, as far as it shows."""
    if "WITHOUT ROWID" not in sql:
        return "rowid"
    found = re.search(r"\b(\w+_id)\b", sql)
    return found[1] if found else "1"


def _spread(statements: list[Statement], messages: list[list[Statement]]) -> None:
    """Give every message its share, in order."""
    for number, statement in enumerate(statements):
        messages[number * len(messages) // len(statements)].append(statement)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
