"""Evidence re-made for reviewers, each kind by its own remaker, in a child with limits.

Lives here: `REMAKERS`, a line for every kind (a module of this package and its function); `remake_apart`, for the
chores; and `work`, which the child does.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping

import msgspec

from bot import sandbox
from bot.evidence import remade
from bot.evidence.kinds import FileKind
from bot.evidence.remade import NotShown, Remade

Remake = Callable[[bytes], Remade]

QUICK = sandbox.Limits(memory=1024 * sandbox.MEGABYTE, cpu_seconds=40, wall_seconds=90.0)
SLOW = sandbox.Limits(memory=1024 * sandbox.MEGABYTE, cpu_seconds=300, wall_seconds=480.0, niceness=19)


def limits_of(kind: FileKind) -> sandbox.Limits:
    """What re-making one file of a kind may take. Recordings take minutes, and give way to everything else."""
    return SLOW if kind in (FileKind.FILM, FileKind.SOUND) else QUICK


async def remake_apart(data: bytes, kind: FileKind) -> Remade:
    """Re-make a file in a child. Raises `sandbox.Declined` with a name of `NotShown` where it cannot be shown."""
    try:
        answer = await sandbox.run_beside(__name__, data, limits_of(kind), kind.value)
    except sandbox.Stopped as stopped:
        is_heavy = stopped.met in (sandbox.Met.TIME, sandbox.Met.MEMORY, sandbox.Met.ANSWER)
        raise remade.declined(NotShown.TOO_HEAVY if is_heavy else NotShown.BROKEN) from stopped
    return msgspec.msgpack.decode(answer, type=Remade)


def work(data: bytes, kind: str) -> bytes:
    """Done in the child."""
    return msgspec.msgpack.encode(remake(data, FileKind(kind)))


def remake(data: bytes, kind: FileKind) -> Remade:
    """Re-make a file here; declines what cannot be shown. Loads libraries that the bot's own process never loads."""
    module, _, name = REMAKERS[kind].partition(".")
    remaker: Remake = getattr(importlib.import_module(f"bot.evidence.{module}"), name)
    return remaker(data)


REMAKERS: Mapping[FileKind, str] = {
    FileKind.JPEG: "pictures.remake",
    FileKind.PNG: "pictures.remake",
    FileKind.WEBP: "pictures.remake",
    FileKind.GIF: "pictures.remake",
    FileKind.BMP: "pictures.remake",
    FileKind.HEIC: "pictures.remake",
    FileKind.AVIF: "pictures.remake",
    FileKind.TIFF: "pictures.remake_pages",
    FileKind.FILM: "recordings.remake",
    FileKind.SOUND: "recordings.remake",
    FileKind.PDF: "papers.remake",
    FileKind.OFD: "office.remake_layout",
    FileKind.DOCX: "office.remake_word",
    FileKind.XLSX: "office.remake_table",
    FileKind.PPTX: "office.remake_slides",
    FileKind.DOC: "old_office.remake_word",
    FileKind.XLS: "office.remake_table",
    FileKind.PPT: "old_office.remake_slides",
    FileKind.RTF: "texts.remake_rich",
    FileKind.TEXT: "texts.remake",
    FileKind.ZIP: "archives.remake",
}
