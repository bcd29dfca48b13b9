"""What came with a matter, as reviewers are told of it: by place, kind and length, never by the name its sender gave it.

A file's name may tell whose it is (张三的录音.m4a).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from domain.said import FileKind, FileRef
from domain.saying import Term
from domain.sayings import evidence as sayings
from domain.sayings.evidence import OneAttachment
from handlers.conversation.room import Room
from storage import evidence
from storage import people as accounts
from storage.evidence import EvidenceState, Piece

MOST_TOGETHER = 10  # photos in one message, as every channel can show them
_TIMED = {"film", "sound"}
_PAGED = {"pdf", "tiff"}
_COUNTED = {"zip"}


def keep(room: Room, matter: str, matter_id: int, files: Iterable[FileRef]) -> None:
    """Keep files with a matter, as they came from whoever speaks."""
    for file in files:
        evidence.want(room.tx, room.actor.account_id, matter, matter_id, file, room.traits, room.now)


def lines(room: Room, matter: str, matter_id: int) -> tuple[OneAttachment, ...]:
    """A line for every file; photos in a row that can be seen share one."""
    return tuple(_line(group) for group in _groups(evidence.of_matter(room.tx, matter, matter_id)))


def show(room: Room, matter: str, matter_id: int, number: str, of_unit: str | None = None) -> None:
    """Reply with all that came, or with what people `of_unit` and whoever asks have sent: each file by itself, photos together, what can
    be shown with its copy."""
    pieces = [
        each
        for each in evidence.of_matter(room.tx, matter, matter_id)
        if of_unit is None or _is_of(room, each, of_unit)
    ]
    about = (matter, matter_id)
    room.reply(sayings.AttachmentCount(number=number, total=len(pieces)), about=about)
    for group in _groups(pieces):
        room.reply(_line(group), evidence=tuple(piece.id for _, piece in group if piece.is_shown), about=about)


def _is_of(room: Room, piece: Piece, unit: str) -> bool:
    sender = accounts.actor_of(room.tx, piece.account_id)
    return piece.account_id == room.actor.account_id or (sender is not None and sender.unit == unit)


Numbered = tuple[int, Piece]


def _groups(pieces: list[Piece]) -> Iterator[list[Numbered]]:
    """Photos that can be seen and stand in a row, ten at most; everything else by itself."""
    for is_photo, row in groupby(enumerate(pieces, start=1), key=lambda numbered: _is_seen_photo(numbered[1])):
        numbered = list(row)
        step = MOST_TOGETHER if is_photo else 1
        yield from (numbered[at : at + step] for at in range(0, len(numbered), step))


def _is_seen_photo(piece: Piece) -> bool:
    return piece.kind is FileKind.PHOTO and piece.is_shown


def _line(group: list[Numbered]) -> OneAttachment:
    (first, piece), (last, _) = group[0], group[-1]
    if first != last:
        return OneAttachment(index=first, last=last, content=Term("content", piece.kind.value), photos=len(group))
    line = OneAttachment(index=first, content=Term("content", piece.content or piece.kind.value))
    if piece.kind is FileKind.LOCATION:
        return replace(line, length=piece.place)
    if piece.is_shown:
        return _shown(line, piece)
    return _unseen(replace(line, length=_weight(piece.size) if piece.size else ""), piece)


def _shown(line: OneAttachment, piece: Piece) -> OneAttachment:
    """How long it is, and how much of that is shown where it is not all."""
    is_cut = piece.part < piece.whole
    if piece.content in _TIMED:
        return replace(line, length=clock(piece.whole), time_played=clock(piece.part) if is_cut else "")
    if piece.content in _PAGED:
        return replace(line, pages=piece.whole, pages_shown=piece.part if is_cut else 0)
    if piece.content in _COUNTED and is_cut:
        return replace(line, members=piece.whole, members_shown=piece.part)
    return replace(line, characters_shown=piece.part if is_cut else 0)


def _unseen(line: OneAttachment, piece: Piece) -> OneAttachment:
    """Why there is nothing to see, or not yet: that a file was sent is always told."""
    if piece.state is EvidenceState.REFUSED:
        return replace(line, refused=Term("not_shown", piece.why))
    if piece.why:
        return replace(line, unseen=Term("not_shown", piece.why))
    if piece.state is EvidenceState.WANTED:
        return replace(line, state=Term("evidence_state", "fetching"))
    is_recording = piece.kind in (FileKind.VOICE, FileKind.VIDEO)
    return replace(line, state=Term("evidence_state", "making_recording" if is_recording else "making"))


def clock(seconds: int) -> str:
    """Seconds as 0:42, 12:05 or 1:02:03."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _weight(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, round(size / 1024))} KB"
