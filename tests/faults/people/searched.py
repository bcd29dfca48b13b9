"""After a storm: whether anything that is nobody's business stands in what the bot wrote: its log, its rows, its files.

Rows are read as whoever has the database reads them: unlocked, but with what is sealed for itself still sealed. What everybody bears
(a phrase of every story) finds everybody; of what is one's own, that of some is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.home import Home
from storage import vault
from storage.database import Tx
from tests.faults.people import canaries, ledger, speakers
from tests.faults.people.speakers import Record

SOME = 10  # people


def wrong(home: Home, log: Path, record: Record, secrets: Mapping[str, str]) -> list[str]:
    """What was found where. `secrets` are the platform's own."""
    master = vault.read_key(home.key)
    keys = {"the master key": master.hex(), "the database's key": vault.Vault(master).database_key}
    with ledger.looking_at(home) as tx:
        rows = b"\n".join(_rows(tx, is_file=not home.url))
    streams = {"log": log.read_bytes(), "rows": rows, "files": b"\n".join(_files(home))}
    found = canaries.found({**secrets, **keys, **_of_people(record)}, streams)
    return [f"stands in the {where}: {what}" for where, kinds in found.items() for what in sorted(kinds)]


def _of_people(record: Record) -> dict[str, str]:
    """What they said, and who they say they are."""
    planted = {"words of a story": speakers.PHRASE, "words of a document": speakers.IN_DOCUMENTS}
    named = [each for each in record.speakers if each.name]
    for each in (*named[-SOME:], *record.speakers[-SOME:]):
        planted |= {f"the file {file.name}": file.name for file in each.files}
        planted |= {f"{what} of speaker {each.number}": its for what, its in _own(each).items() if its}
    return planted


def _own(speaker: speakers.Speaker) -> dict[str, str]:
    return {"the id": speaker.speaker, "the name": speaker.name, "the contact": speaker.contact}


def _rows(tx: Tx, *, is_file: bool) -> Iterator[bytes]:
    in_a_file = "SELECT name FROM sqlite_master WHERE type = 'table'"
    names = in_a_file if is_file else "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'"
    for (table,) in tx.all(names):
        whole = "*" if is_file else f'CAST("{table}" AS TEXT)'  # a server writes what is sealed in hexadecimal
        for row in tx.all(f'SELECT {whole} FROM "{table}"'):
            yield b"\t".join(map(_bytes, row))


def _files(home: Home) -> Iterator[bytes]:
    """All but the key, which is what it is."""
    for path in home.folder.rglob("*"):
        if path.is_file() and path != home.key:
            yield path.name.encode() + b"\n" + path.read_bytes()


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
