"""`flagpost export history`: the append-only log as a file for the auditor, with every change of the settings and of who works here.

What was given with a step of a matter stays sealed, and so does who reported: a line says which matter, when, by whom of the office,
which step, and the hash that follows from the line before. What goes past this office is not in it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import desk
from domain.lifecycles import PROCEDURES
from handlers.conversation.room import Room
from storage import shapes
from storage.database import Tx
from storage.road import history

KINDS = ("history",)
CONFIGURATION = frozenset({"office", "person", "invitation", "import", "ruling", "profile", "calendar", "staff"})


def add_to(main: typer.Typer) -> None:
    """Add the command to the command line."""
    main.command("export")(export)


def export(kind: Annotated[str, typer.Argument()], file: Annotated[Path, typer.Argument()]) -> None:
    """Write the log as one JSON object a line; never over a file that is there."""
    if kind not in KINDS:
        desk.stop("export.no_kind", kind=kind)
    if file.exists():
        desk.stop("export.there_already", file=file)
    lines = desk.in_office(exported)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    desk.say("export.wrote", file=file, number=len(lines))


def exported(room: Room) -> list[str]:
    """Every entry of the log as a line of JSON, the chains one after the other."""
    return list(_lines(room.tx))


def _lines(tx: Tx) -> Iterator[str]:
    for entry in history.walk(tx):
        if (table := PROCEDURES.get(entry.matter)) and table.is_apart:
            continue
        told: dict[str, object] = {
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
        yield json.dumps(told, ensure_ascii=False)
