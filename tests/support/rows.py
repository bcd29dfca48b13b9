"""Rows of the database as a test needs them: what it is about is named, and the rest is anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.database import Tx

THEN = "2026-03-02T01:00:00.000000+00:00"
_ANYTHING: Mapping[str, Mapping[str, Any]] = {
    "person": {"label": "", "unit": "", "made_at": THEN},
    "role_grant": {"granted_at": THEN, "revoked_at": None},
    "account": {"channel": "web", "locale": "zh", "made_at": THEN, "person_id": None, "gone_at": None},
    "deputy": {"role": "reviewer", "begins_at": THEN, "ends_at": THEN},
    "matter": {
        "kind": "toy",
        "number": "",
        "unit": "",
        "category": "",
        "stage": "open",
        "epoch": 1,
        "since": THEN,
        "rules": 1,
        "alias": "",
        "made_at": THEN,
        "parent_id": None,
        "account_id": None,
        "owner_id": None,
        "due_at": None,
    },
    "part": {"since": THEN, "until": None},
    "link": {"at": THEN},
    "recusal": {"at": THEN},
    "history": {"at": THEN, "body": b"", "hash": b""},
    "evidence": {
        "account_id": 1,
        "kind": "photo",
        "name": b"",
        "size": 1,
        "state": "kept",
        "whole": 1,
        "part": 1,
        "made_at": THEN,
    },
    "term": {"begun_at": THEN, "extended": 0, "lapse": "", "rings": "", "rings_at": None, "stopped_at": None},
}


def put(tx: Tx, table: str, **columns: Any) -> None:
    """Add a row."""
    row = {**_ANYTHING[table], **columns}
    if table == "account":
        row["mark"] = str(row["id"]).encode()
    tx.put(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})", **row)


def named(tx: Tx, *parts: tuple[int, str, int], until: str | None = None) -> None:
    """Parts in matters, each of which stands on the grant that has the number of the person."""
    for matter_id, party, person_id in parts:
        put(tx, "part", matter_id=matter_id, party=party, person_id=person_id, grant_id=person_id, until=until)


def did(tx: Tx, kind: str, matter_id: int, *entries: tuple[int, str]) -> None:
    """The history of a matter: which person did what."""
    for seq, (person_id, what) in enumerate(entries, start=1):
        actor = f"person:{person_id}"
        put(tx, "history", matter=kind, matter_id=matter_id, seq=seq, actor=actor, what=what)
