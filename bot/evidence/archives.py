"""ZIP re-made: what is in it, as if it had been sent file by file.

A remaker: runs in the child of `bot/sandbox.py`. Nothing is unpacked to the disk; names of members are not shown, for
they may tell whose the files are; an archive within an archive is not opened, and a film is to be sent by itself.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from bot import broken_zips, sandbox
from bot.evidence import kinds, remaking
from bot.evidence.remade import NotShown, Remade, ShownPiece, declined

MOST_MEMBERS = 20
_LEFT_OUT = (kinds.EvidenceKind.ZIP, kinds.EvidenceKind.FILM)  # a film takes longer than all else together may
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of all members together


def remake(data: bytes) -> Remade:
    """The members of kinds that can be shown. `whole` counts all members, `part` those of which something is shown."""
    pieces: list[ShownPiece] = []
    part = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not _is_nothing(member)]
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise declined(NotShown.TOO_HEAVY)
            for member in members[:MOST_MEMBERS]:
                shown = list(_shown(archive.read(member), member.filename))
                pieces += shown
                part += bool(shown)
    except RuntimeError as locked:  # how zipfile says that a member has a password
        raise declined(NotShown.LOCKED) from locked
    except broken_zips.BROKEN as broken:
        raise declined(NotShown.BROKEN) from broken
    if not pieces:
        raise declined(NotShown.NOTHING_INSIDE)
    return Remade(pieces=tuple(pieces), whole=len(members), part=part)


def _is_nothing(member: zipfile.ZipInfo) -> bool:
    """Folders, and what macOS puts beside every file."""
    return member.is_dir() or member.filename.startswith("__MACOSX/") or member.filename.endswith(".DS_Store")


def _shown(data: bytes, name: str) -> Iterator[ShownPiece]:
    try:
        kind = kinds.kind_of(data, name)
        if kind not in _LEFT_OUT:
            yield from remaking.remake(data, kind).pieces
    except (kinds.FileRefused, sandbox.Declined):
        return
