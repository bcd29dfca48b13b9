"""The announcement of a quarter's projects: red flags, snails, cards, in words and as a table (the law §9, 季度通报)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.publishing import tables
from bot.publishing.material import Message
from bot.wording import Words
from domain import months
from domain.matters import announcements as law
from domain.matters.scoring import periods
from domain.saying import Term
from domain.sayings.scoring import quarters as sayings
from domain.scoring.quarters import MONTHS, SNAILS, Judged, code_of
from handlers import project_quarters as lists
from handlers import proposing
from handlers.conversation.room import Room
from storage import matters

COLUMNS = ("result", "project", "done", "target", "owner", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterMaterial:
    """A quarter's lists, to be worded. `rows`: of each project its code, with what is said of it."""

    code: str
    text: sayings.QuarterText
    rows: tuple[tuple[str, Judged, sayings.QuarterProject], ...]
    named: frozenset[str]
    publish_at: datetime

    @property
    def about(self) -> str:
        """The quarter."""
        return self.code

    @property
    def written(self) -> tuple[str, ...]:
        """What the projects are called."""
        return tuple(said.title for _, _, said in self.rows)

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """One message, with every project that stands on a list."""
        title = words.word(sayings.QuarterTitle(quarter=self.text.quarter), locale)
        return [Message(title=title, text=words.word(self.text, locale), table=self._table(words, locale))]

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())

    def _table(self, words: Words, locale: str) -> tables.PublishedTable:
        return tables.PublishedTable(
            kind="quarter",
            period=self.code,
            period_name=words.word(self.text.quarter, locale),
            columns=tuple(words.term(Term("board_column", column), locale) for column in COLUMNS),
            rows=tuple(
                (
                    words.term(Term("judged", judged.value), locale),
                    said.title,
                    said.done,
                    said.target,
                    str(words.named(said.unit, locale)),
                    code,
                )
                for code, judged, said in self.rows
            ),
        )


def collect(room: Room, what: proposing.AnnouncementWanted) -> QuarterMaterial:
    """Collect the lists of a confirmed quarter."""
    office, standing = room.office, what.standing
    rules, month = office.rules_of(standing.rules), standing.own["month"]
    kept = lists.kept(room, standing)
    reds = [each for each in kept if each.judged is Judged.RED_FLAG]
    snails = [each for each in kept if each.judged in SNAILS]
    named = frozenset(each.project.unit for each in kept)
    before = code_of(months.later(month, -MONTHS))
    gone = [each for each in matters.waiting(room.tx, "project_card", ("red",)) if each.own["quarter"] == before]
    text = sayings.QuarterText(
        quarter=periods.name_of(code_of(month)),
        red=str(len(reds)),
        snail=str(len(snails)),
        yellow=str(len(snails)),
        gone=str(len(gone)),
        reds=tuple(each.said(room) for each in reds),
        snails=tuple(each.said(room) for each in snails),
        objection_days=rules.rank_objection.amount,
        people=law.people(proposing.apart(room, what, named), office.rules.announcement_approvers),
        signature=office.profile.signature or office.profile.name,
    )
    return QuarterMaterial(
        code=code_of(month),
        text=text,
        rows=tuple((each.project.own["code"], each.judged, each.said(room)) for each in kept),
        named=named,
        publish_at=office.calendar.said_at(months.last_day(month), rules.project_quarter, room.at),
    )
