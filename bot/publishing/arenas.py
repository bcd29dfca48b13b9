"""The announcement of an arena's result: the first three in words, all of them as a table (the law §6.6, §9 擂台结果)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.publishing import tables
from bot.publishing.material import Message
from bot.wording import Words
from domain.matters import announcements as law
from domain.saying import Term
from domain.sayings import arenas as sayings
from handlers import arenas, proposing
from handlers.arenas import SlotResult
from handlers.conversation.room import Room

AFTER = timedelta(hours=1)  # the law §9: event day +1 h
FIRST = 3  # ranks in the words; all stand in the table
COLUMNS = ("rank", "unit", "arena_score", "valid", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaMaterial:
    """A result, to be worded."""

    about: str
    text: sayings.ArenaText
    rows: tuple[tuple[SlotResult, str], ...]
    publish_at: datetime

    @property
    def named(self) -> frozenset[str]:
        """Every unit that has a rank."""
        return frozenset(each.unit for each, _ in self.rows)

    @property
    def written(self) -> tuple[str, ...]:
        """What the event is called."""
        return (self.text.title,)

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """One message."""
        title = words.word(sayings.ArenaTitle(title=self.text.title), locale)
        return [Message(title=title, text=words.word(self.text, locale), table=self._table(words, title, locale))]

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())

    def _table(self, words: Words, title: str, locale: str) -> tables.PublishedTable:
        return tables.PublishedTable(
            kind="arena",
            period=self.about,
            period_name=title,
            columns=tuple(words.term(Term("board_column", column), locale) for column in COLUMNS),
            rows=tuple(
                (str(each.rank), str(words.named(name, locale)), each.score, str(each.valid), str(each.dropped))
                for each, name in self.rows
            ),
        )


def collect(room: Room, what: proposing.AnnouncementWanted) -> ArenaMaterial:
    """Collect the result of an arena that was counted."""
    office, standing = room.office, what.standing
    found = arenas.result_of(standing)
    assert found is not None, "what is announced was counted"
    named = frozenset(each.unit for each in found.ranked)
    text = sayings.ArenaText(
        title=standing.own["title"],
        day=date.fromisoformat(standing.own["day"]),
        valid=_span([each.valid for each in found.ranked]),
        dropped=_span([each.dropped for each in found.ranked]),
        first=tuple(arenas.named(room, each) for each in found.ranked if each.rank <= FIRST),
        unscored=tuple(map(office.name_of, found.unscored)),
        people=law.people(proposing.apart(room, what, named), office.rules.announcement_approvers),
        signature=office.profile.signature or office.profile.name,
    )
    return ArenaMaterial(
        about=standing.number,
        text=text,
        rows=tuple((each, office.name_of(each.unit)) for each in found.ranked),
        publish_at=office.calendar.next_speaking_moment(room.at + AFTER),
    )


def _span(numbers: Sequence[int]) -> str:
    """The least and the greatest of them, one where they are the same."""
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}–{most}"
