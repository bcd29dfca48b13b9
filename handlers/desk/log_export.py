"""日志导出: the append-only log as a file for the auditor, with every change of the settings and of who works here.

What was given with a step of a matter stays sealed, and so does who reported: a line says which matter, when, by whom of the office,
which step, and the hash that follows from the line before. What goes past this office is not in it. Writing it is a chore
(`bot/publishing/log_files.py`); at the machine it is `flagpost export history`.
"""

import json
from collections.abc import Iterator
from typing import Any

from domain.lifecycles import PROCEDURES
from domain.people import Role
from domain.sayings import cards as card_sayings
from domain.sayings import spreadsheets as sayings
from handlers.conversation.room import Room
from storage import passing_files, shapes
from storage import people as accounts
from storage.database import Tx
from storage.road import chores, history

WRITE = "write_log"  # the chore that writes it
LARGEST = 20 * 1024 * 1024  # bytes that a conversation carries
COLUMNS = ("matter", "id", "seq", "at", "actor", "what", "hash", "is_sound", "body")
CONFIGURATION = frozenset(
    {"export", "office", "person", "invitation", "import", "ruling", "profile", "calendar", "staff"}
)


def ask(room: Room, rest: str) -> None:
    """日志导出: have it written."""
    chores.put(room.tx, WRITE, room.actor.account_id, {}, room.now)
    room.reply(sayings.LogBeingWritten())


def lines(tx: Tx) -> Iterator[str]:
    """Every entry of the log as a line of JSON, the chains one after the other."""
    return (json.dumps(entry, ensure_ascii=False) for entry in entries(tx))


def entries(tx: Tx) -> Iterator[dict[str, Any]]:
    """Every entry of the log by its `COLUMNS`; those of matters have no body."""
    for entry in history.walk(tx):
        if (table := PROCEDURES.get(entry.matter)) and table.is_apart:
            continue
        told: dict[str, Any] = {
            "matter": entry.matter,
            "id": entry.matter_id,
            "seq": entry.seq,
            "at": entry.at,
            "actor": entry.actor,
            "what": entry.what,
            "hash": entry.hash.hex(),
            "is_sound": entry.is_sound,
        }
        if entry.matter in CONFIGURATION:
            told["body"] = shapes.decode(tx.vault.open(entry.body, history.place(entry)))
        yield told


def hand(room: Room, account: int, name: str, written: bytes, number: int) -> None:
    """Hand the log to whoever asked for it, if they are an auditor still."""
    actor = accounts.actor_of(room.tx, account)
    if actor is None or Role.AUDITOR not in actor.roles:
        room.tell(account, card_sayings.NotForYou())
    elif len(written) > LARGEST:
        room.tell(account, sayings.LogTooLarge())
    else:
        kept = passing_files.put(room.tx, account, name, written, room.now)
        room.tell(account, sayings.LogHanded(number=number), picture=kept.key)
