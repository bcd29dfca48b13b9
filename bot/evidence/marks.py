"""The marks by which files of a kind are known: how they begin, and what is written in them.

Only bytes are compared here; nothing is decoded, so nothing can be made to misbehave.
"""

from __future__ import annotations

from collections.abc import Iterator

PICTURES: dict[str, tuple[bytes, ...]] = {
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "tiff": (b"II*\0", b"MM\0*"),
}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old office files
STREAMS = {"WordDocument": "doc", "PowerPoint Document": "ppt", "Workbook": "xls"}
OLD_SUFFIXES = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt"), "doc"),
    **dict.fromkeys((".xls", ".xlt", ".et", ".ett"), "xls"),
    **dict.fromkeys((".ppt", ".pps", ".dps", ".dpt"), "ppt"),
}
MEMBERS = {  # what must be in an archive for it to be a document
    b"word/document.xml": "docx",
    b"xl/workbook.xml": "xlsx",
    b"xl/workbook.bin": "xlsx",
    b"ppt/presentation.xml": "pptx",
    b"OFD.xml": "ofd",
}
OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")

_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILM = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_MATROSKA = b"\x1a\x45\xdf\xa3"
_MATROSKA_FILM = b"\x83\x81\x01"  # a track, of the type of moving pictures
_FIRST_BOXES = {
    b"ftyp",
    b"moov",
    b"mdat",
    b"wide",
    b"free",
    b"skip",
    b"pnot",
}  # of MP4 and of QuickTime, which is older
_BITMAP_HEADERS = {size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)}
_LONGEST_SEARCH = 65536  # the streams stand near the beginning


def brands(head: bytes) -> set[bytes]:
    """The brands that a file of boxes (MP4, HEIC, AVIF) names itself by."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4], "big"), 256)
    return {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}


def is_bitmap(head: bytes) -> bool:
    """Whether it begins as a BMP: two letters, nothing where nothing belongs, and a header of a length that exists."""
    return head.startswith(b"BM") and head[6:10] == bytes(4) and head[14:18] in _BITMAP_HEADERS


def members(data: bytes) -> bytes:
    """The part of an archive that names its members, without what archives within it name."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0:
        return data[:8192]  # cut off: the first names must do
    return data[int.from_bytes(data[end + 16 : end + 20], "little") :]


def is_sound(data: bytes) -> bool:
    """Whether it begins as sound does and as nothing else: MP3, AAC, AMR, WAV, FLAC, OGG without film."""
    if data.startswith((b"#!AMR", b"fLaC", b"ADIF")):
        return True
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return True
    if data.startswith(b"OggS"):
        return b"theora" not in data[:_LONGEST_SEARCH]
    return _is_mpeg_sound(data)


def has_moving_pictures(data: bytes) -> bool | None:
    """Whether a container of recordings holds film beside sound; None where it is no such container."""
    if data[4:8] in _FIRST_BOXES and data[:1] == b"\0":  # letters there would be words that begin so
        return _boxes_hold_film(data)
    if data.startswith(_MATROSKA):
        return _MATROSKA_FILM in data[:_LONGEST_SEARCH]
    if data.startswith(_ASF):
        return _ASF_FILM in data[:_LONGEST_SEARCH]
    is_film = data.startswith((b"FLV\x01", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"OggS"))
    is_film = is_film or (data.startswith(b"RIFF") and data[8:12] == b"AVI ")
    return True if is_film else None


def _is_mpeg_sound(data: bytes) -> bool:
    """An ID3 tag, or the sync word of an MP3 or AAC frame with a bit rate and a sampling rate that exist."""
    if data.startswith(b"ID3"):
        return True
    if len(data) < 3 or data[0] != 0xFF:
        return False
    if data[1] & 0xF6 == 0xF0:  # AAC in ADTS
        return data[2] >> 2 & 15 < 13
    return data[1] & 0xE6 == 0xE2 and data[2] >> 4 not in {0, 15} and data[2] & 12 != 12


def _boxes_hold_film(data: bytes) -> bool:
    """By the handlers of its tracks. Where no track is described, film is what a camera would have been cut off at."""
    described = [body for name, body in _boxes(data) if name == b"moov"]
    if described:
        return any(
            b"hdlr" in body and body[at + 12 : at + 16] == b"vide" for body in described for at in _handlers(body)
        )
    return data[8:12] not in {b"M4A ", b"M4B "}


def _handlers(body: bytes) -> Iterator[int]:
    at = body.find(b"hdlr")
    while at >= 0:
        yield at
        at = body.find(b"hdlr", at + 4)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:
            size = len(data) - at
        if size < 8:
            return
        yield data[at + 4 : at + 8], data[at : at + size]
        at += size
