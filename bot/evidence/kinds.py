"""What kind of file somebody sent: told from its content, never from the kind it claims, against an allow-list.

The channels ask when evidence arrives, before anything is stored; `before_it_comes` is what can be said of a file that
is still on its platform. What becomes of each kind is in `bot/evidence/remaking.py`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from bot.evidence import marks
from domain import errors, said

MOST_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot fetch; the same for every channel


class FileKind(StrEnum):
    """The kinds of evidence that are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    TIFF = "tiff"
    HEIC = "heic"
    AVIF = "avif"
    FILM = "film"
    SOUND = "sound"
    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    RTF = "rtf"
    TEXT = "text"
    ZIP = "zip"

    @property
    def is_picture(self) -> bool:
        """Whether it is one picture."""
        return self in _PICTURES

    @property
    def came_as(self) -> said.FileKind:
        """What a channel calls it."""
        if self.is_picture:
            return said.FileKind.PHOTO
        return {FileKind.FILM: said.FileKind.VIDEO, FileKind.SOUND: said.FileKind.VOICE}.get(
            self, said.FileKind.DOCUMENT
        )


_PICTURES = frozenset(
    {FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF, FileKind.BMP, FileKind.HEIC, FileKind.AVIF}
)


class Reason(StrEnum):
    """Why a file is not taken; the words files say it to the sender, with what to do instead."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    ARCHIVE = "archive"
    SILK = "silk"
    KIND_NOT_TAKEN = "kind_not_taken"


class FileRefused(errors.FlagpostError):
    """The file is not taken as evidence."""

    def __init__(self, reason: Reason) -> None:
        """`reason` names the sentence."""
        super().__init__(reason.value)
        self.reason = reason


def kind_of(data: bytes, name: str, *, limit: int = MOST_BYTES) -> FileKind:
    """The kind of a whole file. Raises `FileRefused`.

    The name decides only where content cannot: for plain text, which has no mark of its own, and for old office files
    so damaged that they do not say which they are.
    """
    if not data:
        raise FileRefused(Reason.EMPTY)
    if len(data) > limit:
        raise FileRefused(Reason.TOO_LARGE)
    head = data[:8192]
    found = _picture(head) or _sound_or_film(data) or _document(data, name)
    if found is not None:
        return found
    if _suffix(name) in _TEXTS and _is_text(head):
        return FileKind.TEXT
    raise FileRefused(_why_not(head))


def before_it_comes(name: str, size: int, *, limit: int = MOST_BYTES) -> str:
    """Say why a file need not be fetched, from its name and its size in bytes, 0 where that is not known: a `Reason`, or
    nothing where only its content can tell."""
    if size > limit:
        return Reason.TOO_LARGE
    return _NEVER.get(_suffix(name), "")


_TEXTS = frozenset({"", ".txt", ".csv", ".tsv", ".log", ".md"})
_NEVER = {
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".bz2", ".xz", ".iso"), Reason.ARCHIVE),
    **dict.fromkeys((".silk", ".slk"), Reason.SILK),
    **dict.fromkeys(
        (".exe", ".msi", ".dll", ".bat", ".cmd", ".com", ".scr", ".vbs", ".js", ".jar", ".apk", ".sh", ".ps1", ".lnk"),
        Reason.KIND_NOT_TAKEN,
    ),
    **dict.fromkeys((".html", ".htm", ".mhtml", ".svg", ".psd", ".dwg", ".eml", ".msg"), Reason.KIND_NOT_TAKEN),
}


def _suffix(name: str) -> str:
    return PurePath(name.replace("\\", "/")).suffix.lower()


def _picture(head: bytes) -> FileKind | None:
    for kind, beginnings in marks.PICTURES.items():
        if head.startswith(beginnings):
            return FileKind(kind)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if marks.is_bitmap(head):
        return FileKind.BMP
    brands = marks.brands(head)
    if brands & marks.AVIF_BRANDS:
        return FileKind.AVIF
    return FileKind.HEIC if brands & marks.HEIF_BRANDS else None


def _sound_or_film(data: bytes) -> FileKind | None:
    """Recordings by the streams they say they have: a telephone calls its recordings by any name."""
    if marks.is_sound(data):
        return FileKind.SOUND
    has_pictures = marks.has_moving_pictures(data)
    if has_pictures is None:
        return None
    return FileKind.FILM if has_pictures else FileKind.SOUND


def _document(data: bytes, name: str) -> FileKind | None:
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(b"{\\rtf"):
        return FileKind.RTF
    if data.startswith(marks.COMPOUND):
        return _old_office(data, name)
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    members = marks.members(data)
    for member, kind in marks.MEMBERS.items():
        if member in members:
            return FileKind(kind)
    if data[6:7] and data[6] & 1:  # the first member is encrypted
        raise FileRefused(Reason.LOCKED)
    if b"AndroidManifest.xml" in members or b"META-INF/MANIFEST.MF" in members:
        raise FileRefused(Reason.KIND_NOT_TAKEN)
    return FileKind.ZIP


def _old_office(data: bytes, name: str) -> FileKind | None:
    """Word, Excel and PowerPoint before 2007, and WPS until today: one container, told apart by its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileRefused(Reason.LOCKED)
    for stream, kind in marks.STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return FileKind(kind)
    called = marks.OLD_SUFFIXES.get(_suffix(name))
    return FileKind(called) if called else None


def _why_not(head: bytes) -> Reason:
    if head.startswith(marks.OTHER_ARCHIVES):
        return Reason.ARCHIVE
    return Reason.SILK if b"#!SILK" in head[:16] else Reason.KIND_NOT_TAKEN


def _is_text(head: bytes) -> bool:
    """Words in an encoding that Chinese offices use, without control characters, and not markup a browser would run."""
    text = _decoded(head)
    if text is None or re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return False
    return re.match(r"\ufeff?\s*<\s*(\?xml|!doctype|html|svg|script|head|body)", text, re.IGNORECASE) is None


def _decoded(head: bytes) -> str | None:
    encodings = ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "gb18030", "big5")
    for encoding in encodings:
        for cut in range(4):  # the head may end in the middle of a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
