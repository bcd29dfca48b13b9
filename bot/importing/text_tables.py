"""Reads a table that is text: CSV as Excel and WPS save it in China and elsewhere, with commas, semicolons or tabs.

Lives here: `lines`, and `plain`, which makes a text safe to be opened in a spreadsheet again.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence

from bot.importing.sheets import MOST_ROWS
from domain.importing.problems import CellFault, ImportRefused, Problem

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = (",", ";", "\t")
SAYS_ITS_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # as Excel writes it on the first line
_SIGNS = "=+-@＝＋－＠"  # the wide ones, too: a spreadsheet in Chinese takes them for the others
BEGINS_A_FORMULA = re.compile(rf"[\t\r\n]|\s*[{re.escape(_SIGNS)}]")
MARKED_AS_TEXT = re.compile(rf"'(?=\s*[{re.escape(_SIGNS)}])")

Line = tuple[int, list[str]]


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises `ImportRefused` for what is no text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding.removesuffix("-sig")
    if b"\0" in content:  # UTF-16 without its mark: in an ASCII character every other byte is zero
        is_little = content[::2].count(0) < content[1::2].count(0)  # 开 and 一 have one, too
        text = _strictly(content, "utf-16-le" if is_little else "utf-16-be")
        if "\n" not in text:
            raise ImportRefused([Problem(line=0, column="", fault=CellFault.NOT_A_TABLE)])
        return text, "utf-16"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030"), "gb18030"
    return (_strictly(content, "gb18030"), "gb18030") if _is_chance(content, text) else (text, "utf-8")


def _is_chance(content: bytes, text: str) -> bool:
    """Whether a few Chinese characters of GB18030 happen to be UTF-8 too: 缺 would be ȱ, 联通 would be ͨ."""
    others = [character for character in text if not character.isascii()]
    if not others or not all("\u0080" <= character <= "\u07ff" for character in others):
        return False
    try:
        chinese = [character for character in content.decode("gb18030") if not character.isascii()]
    except UnicodeDecodeError:
        return False
    return all("\u4e00" <= character <= "\u9fff" or character in "，。；、（）：" for character in chinese)


def lines(text: str, fits: Callable[[Sequence[str]], bool]) -> list[Line]:
    """The rows with the line each begins on. The separator is the one under which a row `fits`, else the likeliest."""
    if "\0" in text:
        raise ImportRefused([Problem(line=0, column="", fault=CellFault.NOT_A_TABLE)])
    said = SAYS_ITS_SEPARATOR.match(text)
    if said:
        return [(line, cells) for line, cells in _rows(text, said[1]) if line > 1]
    head = "".join(text.splitlines(keepends=True)[:20])
    for separator in SEPARATORS:
        try:
            if any(fits(cells) for _, cells in _rows(head, separator)):
                return _rows(text, separator)
        except ImportRefused:
            continue
    first = text.partition("\n")[0]
    return _rows(text, max(SEPARATORS, key=first.count))


def plain(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula; `unmarked` gives it back."""
    return f"'{text}" if BEGINS_A_FORMULA.match(text) else text


def unmarked(text: str) -> str:
    """The text without the mark that exports put before what a spreadsheet would take for a formula."""
    return MARKED_AS_TEXT.sub("", text, count=1) if text.startswith("'") else text


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ImportRefused([Problem(line=0, column="", fault=CellFault.NOT_A_TABLE)]) from None


def _rows(text: str, separator: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            rows.append((begins, cells))
            begins = reader.line_num + 1
            if len(rows) > MOST_ROWS + 1:
                raise ImportRefused([Problem(line=0, column="", fault=CellFault.TOO_MANY_ROWS)])
    except csv.Error:
        raise ImportRefused([Problem(line=begins, column="", fault=CellFault.NOT_A_TABLE)]) from None
    return rows
