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


class EvidenceKind(StrEnum):
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
        return {EvidenceKind.FILM: said.FileKind.VIDEO, EvidenceKind.SOUND: said.FileKind.VOICE}.get(
            self, said.FileKind.DOCUMENT
        )


_PICTURES = frozenset(
    {
        EvidenceKind.JPEG,
        EvidenceKind.PNG,
        EvidenceKind.WEBP,
        EvidenceKind.GIF,
        EvidenceKind.BMP,
        EvidenceKind.HEIC,
        EvidenceKind.AVIF,
    }
)


class FileReason(StrEnum):
    """Why a file is not taken; the words files say it to the sender, with what to do instead."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    ARCHIVE = "archive"
    SILK = "silk"
    KIND_NOT_TAKEN = "kind_not_taken"


class FileRefused(errors.FlagpostError):
    """The file is not taken as evidence."""

    def __init__(self, reason: FileReason) -> None:
        """`reason` names the sentence."""
        super().__init__(reason.value)
        self.reason = reason


def kind_of(data: bytes, name: str, *, limit: int = MOST_BYTES) -> EvidenceKind:
    """The kind of a whole file. Raises `FileRefused`.

    The name decides only where content cannot: for plain text, which has no mark of its own, and for old office files
    so damaged that they do not say which they are.
    """
    if not data:
        raise FileRefused(FileReason.EMPTY)
    if len(data) > limit:
        raise FileRefused(FileReason.TOO_LARGE)
    head = data[:8192]
    found = _picture(head) or _sound_or_film(data) or _document(data, name)
    if found is not None:
        return found
    if _suffix(name) in _TEXTS and _is_text(head):
        return EvidenceKind.TEXT
    raise FileRefused(_why_not(head))


def before_it_comes(name: str, size: int, *, limit: int = MOST_BYTES) -> str:
    """Say why a file need not be fetched, from its name and its size in bytes, 0 where that is not known: a `FileReason`, or
    nothing where only its content can tell."""
    if size > limit:
        return FileReason.TOO_LARGE
    return _NEVER.get(_suffix(name), "")


_TEXTS = frozenset({"", ".txt", ".csv", ".tsv", ".log", ".md"})
_NEVER = {
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".bz2", ".xz", ".iso"), FileReason.ARCHIVE),
    **dict.fromkeys((".silk", ".slk"), FileReason.SILK),
    **dict.fromkeys(
        (".exe", ".msi", ".dll", ".bat", ".cmd", ".com", ".scr", ".vbs", ".js", ".jar", ".apk", ".sh", ".ps1", ".lnk"),
        FileReason.KIND_NOT_TAKEN,
    ),
    **dict.fromkeys((".html", ".htm", ".mhtml", ".svg", ".psd", ".dwg", ".eml", ".msg"), FileReason.KIND_NOT_TAKEN),
}


def _suffix(name: str) -> str:
    return PurePath(name.replace("\\", "/")).suffix.lower()


def _picture(head: bytes) -> EvidenceKind | None:
    for kind, beginnings in marks.PICTURES.items():
        if head.startswith(beginnings):
            return EvidenceKind(kind)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return EvidenceKind.WEBP
    if marks.is_bitmap(head):
        return EvidenceKind.BMP
    brands = marks.brands(head)
    if brands & marks.AVIF_BRANDS:
        return EvidenceKind.AVIF
    return EvidenceKind.HEIC if brands & marks.HEIF_BRANDS else None


def _sound_or_film(data: bytes) -> EvidenceKind | None:
    """Recordings by the streams they say they have: a telephone calls its recordings by any name."""
    if marks.is_sound(data):
        return EvidenceKind.SOUND
    has_pictures = marks.has_moving_pictures(data)
    if has_pictures is None:
        return None
    return EvidenceKind.FILM if has_pictures else EvidenceKind.SOUND


def _document(data: bytes, name: str) -> EvidenceKind | None:
    if b"%PDF-" in data[:1024]:
        return EvidenceKind.PDF
    if data.startswith(b"{\\rtf"):
        return EvidenceKind.RTF
    if data.startswith(marks.COMPOUND):
        return _old_office(data, name)
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    members = marks.members(data)
    for member, kind in marks.MEMBERS.items():
        if member in members:
            return EvidenceKind(kind)
    if data[6:7] and data[6] & 1:  # the first member is encrypted
        raise FileRefused(FileReason.LOCKED)
    if b"AndroidManifest.xml" in members or b"META-INF/MANIFEST.MF" in members:
        raise FileRefused(FileReason.KIND_NOT_TAKEN)
    return EvidenceKind.ZIP


def _old_office(data: bytes, name: str) -> EvidenceKind | None:
    """Word, Excel and PowerPoint before 2007, and WPS until today: one container, told apart by its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileRefused(FileReason.LOCKED)
    for stream, kind in marks.STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return EvidenceKind(kind)
    called = marks.OLD_SUFFIXES.get(_suffix(name))
    return EvidenceKind(called) if called else None


def _why_not(head: bytes) -> FileReason:
    if head.startswith(marks.OTHER_ARCHIVES):
        return FileReason.ARCHIVE
    return FileReason.SILK if b"#!SILK" in head[:16] else FileReason.KIND_NOT_TAKEN


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
