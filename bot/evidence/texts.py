"""Plain text, CSV and RTF re-made: their words in UTF-8, whatever they were written in.

A remaker: runs in the child of `bot/sandbox.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.evidence.remade import NotShown, Remade, ShownPiece, declined
from domain import text as cleaning
from domain.evidence import Media

MOST = 100_000  # characters
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})"  # a byte of a character
    rb"|\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}){0,2}\??"  # a character, and what stands for it in old programs
    rb"|\\([a-zA-Z]{1,32})(?:-?\d{1,10})? ?"  # a word of the format
    rb"|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"  # a sign, a brace, plain words
)
_UNSEEN = {
    *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"object", b"themedata"),
    *(b"datastore", b"latentstyles", b"listtable", b"rsidtbl", b"generator", b"xmlnstbl"),
}
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"page": "\n\n", b"sect": "\n\n"}


def remake(data: bytes) -> Remade:
    """The words of a plain text or a table of commas."""
    return of_words(decoded(data))


def remake_rich(data: bytes) -> Remade:
    """The words of an RTF, without who wrote it."""
    return of_words("".join(_rich(data)))


def of_words(words: str) -> Remade:
    """What is shown of a document that is words, up to 100,000 characters; declines where there are none."""
    clean = cleaning.clean(words).strip()
    if not clean:
        raise declined(NotShown.NOTHING_INSIDE)
    return Remade(pieces=pieces(clean), whole=len(clean), part=min(len(clean), MOST))


def pieces(words: str) -> tuple[ShownPiece, ...]:
    """Words as the one piece that they are."""
    return (ShownPiece(media=Media.TEXT, data=cleaning.clean(words)[:MOST].encode()),)


def decoded(data: bytes) -> str:
    """Read bytes as Chinese offices write them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def _rich(data: bytes) -> Iterator[str]:
    """The words outside of what only programs read. Bytes of characters are gathered, for two of them make a Chinese one."""
    unseen: list[bool] = [False]
    gathered = bytearray()
    is_star = False
    for found in _TOKEN.finditer(data):
        byte, unicode, word, sign, brace, plain = found.groups()
        if byte is not None and not unseen[-1]:
            gathered += bytes.fromhex(byte.decode())
            continue
        if plain is not None and gathered and not unseen[-1]:  # the second byte of a character may be a plain letter
            gathered += plain
            continue
        if gathered:
            yield decoded(bytes(gathered))
            gathered.clear()
        if brace is not None:
            unseen = [*unseen, unseen[-1]] if brace == b"{" else unseen[:-1] or [False]
        elif word in _UNSEEN or (word and is_star):
            unseen[-1] = True
        elif not unseen[-1]:
            yield _seen(unicode, word, sign, plain)
        is_star = sign == b"*"
    yield decoded(bytes(gathered))


def _seen(unicode: bytes | None, word: bytes | None, sign: bytes | None, plain: bytes | None) -> str:
    if unicode is not None:
        return chr(int(unicode) % 65536)
    if word is not None:
        return _BREAKS.get(word, "")
    if sign in (b"\\", b"{", b"}"):
        return sign.decode()
    return "" if plain is None else decoded(plain)
