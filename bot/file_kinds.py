"""What kind of file somebody sent: told from its content, never from the kind it claims, against an allow-list.

Called by the channels when evidence arrives, before anything is stored. Calls nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath

from domain import errors

HEAD_BYTES = 8192  # how much of a file's beginning `kind_of` wants to see
MOST_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot fetch; the same for every channel


class FileKind(StrEnum):
    """The kinds of evidence that are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    MP4 = "mp4"
    M4A = "m4a"
    OGG = "ogg"
    OPUS = "opus"
    MP3 = "mp3"
    AMR = "amr"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"

    @property
    def mime(self) -> str:
        """The media type to store and to serve it under."""
        return MIMES[self]

    @property
    def suffix(self) -> str:
        """The ending a stored copy gets, with its dot, whatever the sender called it."""
        return ".jpg" if self is FileKind.JPEG else ".txt" if self is FileKind.TEXT else f".{self}"

    @property
    def is_picture(self) -> bool:
        """Whether it can be re-made from its pixels and shown to reviewers."""
        return self in {FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF}


class Reason(StrEnum):
    """Why a file is not taken; the words files say it to the sender."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND_NOT_TAKEN = "kind_not_taken"


class FileRefused(errors.FlagpostError):
    """The file is not taken as evidence."""

    def __init__(self, reason: Reason, *, limit: int | None = None) -> None:
        """`limit` is the greatest size in bytes, given with `TOO_LARGE`."""
        super().__init__()
        self.reason = reason
        self.limit = limit


def kind_of(head: bytes, name: str, size: int, *, limit: int = MOST_BYTES) -> FileKind:
    """The kind of a file from its first `HEAD_BYTES`, its name and its whole size in bytes. Raises `FileRefused`.

    The name decides only where content cannot: between the office formats, which are all archives, and for plain text,
    which has no mark of its own.
    """
    if size <= 0:
        raise FileRefused(Reason.EMPTY)
    if size > limit:
        raise FileRefused(Reason.TOO_LARGE, limit=limit)
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    for kind, matches in CONTENT:
        if matches(head):
            return kind
    if _is_office(head) and suffix in OFFICE_SUFFIXES:
        return OFFICE_SUFFIXES[suffix]
    if suffix in {"", ".txt"} and _is_text(head):
        return FileKind.TEXT
    raise FileRefused(Reason.KIND_NOT_TAKEN)


MIMES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.GIF: "image/gif",
    FileKind.MP4: "video/mp4",
    FileKind.M4A: "audio/mp4",
    FileKind.OGG: "audio/ogg",
    FileKind.OPUS: "audio/ogg; codecs=opus",
    FileKind.MP3: "audio/mpeg",
    FileKind.AMR: "audio/amr",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.TEXT: "text/plain; charset=utf-8",
}

OFFICE_SUFFIXES = {".docx": FileKind.DOCX, ".xlsx": FileKind.XLSX}
OFFICE_FIRST_MEMBER = re.compile(rb"PK\x03\x04.{26}(\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/)", re.DOTALL)


def _mp4_brand(head: bytes) -> bytes:
    return head[8:12] if head[4:8] == b"ftyp" else b""


def _is_opus(head: bytes) -> bool:
    return head.startswith(b"OggS") and b"OpusHead" in head[:64]


def _is_mp3(head: bytes) -> bool:
    """An ID3 tag, or the sync word of a layer III frame with a bit rate and a sampling rate that exist."""
    if head.startswith(b"ID3"):
        return True
    return (
        len(head) > 2
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[2] >> 4 not in {0, 15}
        and head[2] & 12 != 12
    )


CONTENT: tuple[tuple[FileKind, Callable[[bytes], bool]], ...] = (
    (FileKind.JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (FileKind.PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (FileKind.WEBP, lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
    (FileKind.GIF, lambda head: head.startswith((b"GIF87a", b"GIF89a"))),
    (FileKind.M4A, lambda head: _mp4_brand(head) in {b"M4A ", b"M4B "}),
    (FileKind.MP4, lambda head: _mp4_brand(head)[:3] in {b"iso", b"mp4", b"avc", b"M4V", b"MSN", b"das", b"mmp"}),
    (FileKind.OPUS, _is_opus),
    (FileKind.OGG, lambda head: head.startswith(b"OggS")),
    (FileKind.AMR, lambda head: head.startswith((b"#!AMR\n", b"#!AMR-WB\n"))),
    (FileKind.PDF, lambda head: head.startswith(b"%PDF-")),
    (FileKind.MP3, _is_mp3),
)


def _is_office(head: bytes) -> bool:
    """An archive that begins as Office and WPS write theirs, and not one of any files renamed."""
    return OFFICE_FIRST_MEMBER.match(head) is not None


def _is_text(head: bytes) -> bool:
    """Words in an encoding that Chinese offices use, without control characters, and not markup a browser would run."""
    text = _decoded(head)
    if text is None or re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return False
    return re.match(r"\ufeff?\s*<\s*(\?xml|!doctype|html|svg|script|head|body)", text, re.IGNORECASE) is None


def _decoded(head: bytes) -> str | None:
    encodings = ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "gb18030")
    for encoding in encodings:
        for cut in range(4):  # the head may end in the middle of a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
