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
from bot.evidence.kinds import EvidenceKind
from bot.evidence.remade import NotShown, Remade
from storage import shapes

Remake = Callable[[bytes], Remade]

QUICK = sandbox.ChildLimits(memory=1024 * sandbox.MEGABYTE, cpu_seconds=40, wall_seconds=90.0)
SLOW = sandbox.ChildLimits(memory=1024 * sandbox.MEGABYTE, cpu_seconds=300, wall_seconds=480.0, niceness=19)


def limits_of(kind: EvidenceKind) -> sandbox.ChildLimits:
    """What re-making one file of a kind may take. Recordings take minutes, and give way to everything else."""
    return SLOW if kind in (EvidenceKind.FILM, EvidenceKind.SOUND) else QUICK


async def remake_apart(data: bytes, kind: EvidenceKind) -> Remade:
    """Re-make a file in a child. Raises `sandbox.Declined` with a name of `NotShown` where it cannot be shown."""
    try:
        answer = await sandbox.run_beside(__name__, data, limits_of(kind), kind.value)
    except sandbox.ChildStopped as stopped:
        is_heavy = stopped.met in (sandbox.Met.TIME, sandbox.Met.MEMORY, sandbox.Met.ANSWER)
        raise remade.declined(NotShown.TOO_HEAVY if is_heavy else NotShown.BROKEN) from stopped
    found: Remade = shapes.unpack(answer, Remade)
    return found


def work(data: bytes, kind: str) -> bytes:
    """Done in the child."""
    return msgspec.msgpack.encode(remake(data, EvidenceKind(kind)))


def remake(data: bytes, kind: EvidenceKind) -> Remade:
    """Re-make a file here; declines what cannot be shown. Loads libraries that the bot's own process never loads."""
    module, _, name = REMAKERS[kind].partition(".")
    remaker: Remake = getattr(importlib.import_module(f"bot.evidence.{module}"), name)
    return remaker(data)


REMAKERS: Mapping[EvidenceKind, str] = {
    EvidenceKind.JPEG: "pictures.remake",
    EvidenceKind.PNG: "pictures.remake",
    EvidenceKind.WEBP: "pictures.remake",
    EvidenceKind.GIF: "pictures.remake",
    EvidenceKind.BMP: "pictures.remake",
    EvidenceKind.HEIC: "pictures.remake",
    EvidenceKind.AVIF: "pictures.remake",
    EvidenceKind.TIFF: "pictures.remake_pages",
    EvidenceKind.FILM: "recordings.remake",
    EvidenceKind.SOUND: "recordings.remake",
    EvidenceKind.PDF: "papers.remake",
    EvidenceKind.OFD: "office.remake_layout",
    EvidenceKind.DOCX: "office.remake_word",
    EvidenceKind.XLSX: "office.remake_table",
    EvidenceKind.PPTX: "office.remake_slides",
    EvidenceKind.DOC: "old_office.remake_word",
    EvidenceKind.XLS: "office.remake_table",
    EvidenceKind.PPT: "old_office.remake_slides",
    EvidenceKind.RTF: "texts.remake_rich",
    EvidenceKind.TEXT: "texts.remake",
    EvidenceKind.ZIP: "archives.remake",
}
