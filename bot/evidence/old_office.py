"""Word and PowerPoint before 2007, and WPS (.wps, .dps) until today, re-made: their words and the pictures in them.

A remaker: runs in the child of `bot/sandbox.py`. The container is read by olefile; the layout of the streams is
Microsoft's [MS-DOC] and [MS-PPT]. Properties are not read.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

import olefile

from bot.evidence import office, texts
from bot.evidence.remade import NotShown, Remade, declined

_BROKEN = (OSError, ValueError, IndexError, struct.error, RecursionError, KeyError)
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200  # bits of the flags at the file's beginning
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")  # a formula; what it shows stands behind it
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x07": "\t", "\xa0": " ", "\x1e": "-"})
_UNICODE_TEXT, _BYTE_TEXT, _HOLDS_OTHERS = 0x0FA0, 0x0FA8, 0x0F


def remake_word(data: bytes) -> Remade:
    """The words of a .doc or .wps."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            words = _FIELD.sub("", "".join(_word_words(file))).translate(_BREAKS)
    except _BROKEN as broken:
        raise declined(NotShown.BROKEN) from broken
    return office.of_parts(words, office.carved(data))


def remake_slides(data: bytes) -> Remade:
    """The words of a .ppt or .dps."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            if file.exists("EncryptedSummary"):
                raise declined(NotShown.LOCKED)
            stream = file.openstream("PowerPoint Document").read()
    except _BROKEN as broken:
        raise declined(NotShown.BROKEN) from broken
    words = "\n".join(dict.fromkeys(_slide_words(stream, 0, len(stream), 0)))
    return office.of_parts(words.translate(_BREAKS), office.carved(data))


def _word_words(file: olefile.OleFileIO) -> Iterator[str]:
    """The text by its piece table: where each run of characters lies, and whether one takes a byte or two."""
    stream = file.openstream("WordDocument").read()
    (flags,) = struct.unpack_from("<H", stream, 0x0A)
    if flags & _ENCRYPTED:
        raise declined(NotShown.LOCKED)
    table = file.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    at, length = struct.unpack_from("<II", stream, 0x01A2)
    pieces = _piece_table(table[at : at + length])
    count = (len(pieces) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", pieces, 0)
    for number in range(count):
        (where,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        size = ends[number + 1] - ends[number]
        if not 0 <= size <= len(stream):
            raise ValueError
        if where & 0x40000000:
            begin = (where & 0x3FFFFFFF) // 2
            yield stream[begin : begin + size].decode("cp1252", "replace")
        else:
            yield stream[where : where + 2 * size].decode("utf-16-le", "replace")


def _piece_table(described: bytes) -> bytes:
    at = 0
    while described[at] == 1:  # formats that pieces use
        at += 3 + int.from_bytes(described[at + 1 : at + 3], "little")
    if described[at] != 2:
        raise ValueError
    length = int.from_bytes(described[at + 1 : at + 5], "little")
    return described[at + 5 : at + 5 + length]


def _slide_words(stream: bytes, at: int, end: int, depth: int) -> Iterator[str]:
    left = texts.MOST
    while at + 8 <= end and left > 0:
        version, kind, length = struct.unpack_from("<HHI", stream, at)
        body, at = at + 8, at + 8 + length
        if version & 0x0F == _HOLDS_OTHERS and depth < 20:
            yield from _slide_words(stream, body, min(at, end), depth + 1)
        elif kind in (_UNICODE_TEXT, _BYTE_TEXT):
            words = stream[body:at].decode("utf-16-le" if kind == _UNICODE_TEXT else "cp1252", "replace")
            left -= len(words)
            yield words
