"""Figures as a table in a group: Markdown, which an older client shows as it is written, so it has to read well as that, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.publishing.tables import PublishedTable

LONGEST = 4096  # bytes
LEADING = 4  # columns without which a table says too little: of a ranking place, rise, unit and score
# What would be read as more than words; there is no way to write that it is not.
MEANS_MORE = str.maketrans(
    {"|": "｜", "*": "＊", "_": "＿", "`": "｀", "[": "［", "]": "］", "<": "＜", ">": "＞", "~": "～", "\\": "＼"}
)
BLANKS = re.compile(r"\s+")


def of(table: PublishedTable, title: str) -> str:
    """The table under its title, without columns in which nothing stands, for a telephone is narrow, and without those that do not fit
    into one message; nothing where not even the first do."""
    filled = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    for columns in _choices(filled) if filled else ():
        rows = [[row[at] for at in columns] for row in (table.columns, *table.rows)]
        written = "\n".join([f"**{_cell(title)}**", "", *_lines(rows)])
        if len(written.encode()) <= LONGEST:
            return written
    return ""


def _choices(filled: Sequence[int]) -> Iterator[Sequence[int]]:
    """Which columns to show: all, the first with the last, the first."""
    first = [at for at in filled if at < LEADING]
    yield filled
    yield [*first, *filled[len(first) :][-1:]]
    yield first


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *others = rows
    yield _line(head)
    yield _line(["---"] * len(head))
    yield from map(_line, others)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(each) for each in cells)} |"


def _cell(words: str) -> str:
    return BLANKS.sub(" ", words).strip().translate(MEANS_MORE)
