"""An announcement in one message with a table behind it: what the kinds need of it that count things.

Each collects its own words and rows (`quarters`, `pledges`); how they are written in a language stands here once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.publishing import tables
from bot.publishing.material import Draws, Message, pictured
from bot.wording import Words
from domain.cards import Names
from domain.saying import Saying, Term

Cell = str | Term | Names


@dataclass(frozen=True, slots=True, kw_only=True)
class TabledMaterial:
    """What is to be worded: `about` is the code of its period and `period` its name; `columns` are words of `board_column`; a cell is
    text as it stands, a word, or the name of a unit. `units` are the codes of the units that the rows are about; `draws`: its picture
    in a language, where it has one."""

    kind: str
    about: str
    period: Saying
    title: Saying
    text: Saying
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    named: frozenset[str]
    written: tuple[str, ...]
    publish_at: datetime
    units: tuple[str, ...] = ()
    draws: Draws | None = None

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """The one message, with its table."""
        table = tables.PublishedTable(
            kind=self.kind,
            period=self.about,
            period_name=words.word(self.period, locale),
            columns=tuple(words.term(Term("board_column", column), locale) for column in self.columns),
            rows=tuple(tuple(words.value(cell, locale) for cell in row) for row in self.rows),
            units=self.units,
        )
        message = Message(title=words.word(self.title, locale), text=words.word(self.text, locale), table=table)
        return [pictured(message, self.draws, words, locale)]

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())
