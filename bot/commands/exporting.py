"""`flagpost export history`: the log of the office as a file for the auditor (`handlers/desk/log_export.py`)."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import desk
from handlers.conversation.room import Room
from handlers.desk import log_export

KINDS = ("history",)


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
    """Every entry of the log as a line of JSON."""
    return list(log_export.lines(room.tx))
