"""The announcement of a month's lights: in words, as a grid, and as a table of all projects, for each kind of them (the law §9, 月亮灯)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.publishing import tables
from bot.publishing.material import Message
from bot.publishing.pictures import pictures, sheets
from bot.wording import Words
from domain import months
from domain.matters import announcements as law
from domain.matters.scoring import periods
from domain.mechanism.rules import RuleSet
from domain.saying import Term
from domain.sayings.scoring import lights as sayings
from domain.scoring.lights import Light, shown
from handlers import proposing
from handlers.conversation.room import Profile, Room
from handlers.projects import light_lists as lists
from handlers.projects.light_lists import LitMonth

MOST_NAMED = 12  # red projects in the words; all stand in the table
MOST_DRAWN = 60  # projects in the picture, the worst of them where there are more
WORST_FIRST = (Light.RED, Light.YELLOW, Light.MISSING, Light.GREEN, Light.GREY)
SHOWN_HASH = 12
COLUMNS = ("light", "project", "behind", "owner", "lead", "planned", "done", "code")  # a phone shows the first three


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsMaterial:
    """A month's lights, to be worded and drawn."""

    month: str
    every: tuple[LitMonth, ...]
    unit_names: Mapping[str, str]
    profile: Profile
    rules: RuleSet
    until: date
    people: int
    is_demo: bool
    publish_at: datetime

    @property
    def about(self) -> str:
        """The month."""
        return self.month

    @property
    def named(self) -> frozenset[str]:
        """The units of red projects."""
        return frozenset(each.project.unit for each in self.every if each.light is Light.RED)

    @property
    def written(self) -> tuple[str, ...]:
        """What the projects are called."""
        return tuple(each.project.own["title"] for each in self.every)

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """One message for each kind of projects of which there are any."""
        return [self._message(words, kind, locale) for kind in lists.KINDS if self._of(kind)]

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())

    def _of(self, kind: str) -> list[LitMonth]:
        """The projects of a kind; livelihood items stand under the unit that leads them."""
        found = [each for each in self.every if each.project.category == kind]
        return found if kind == "key" else sorted(found, key=lambda each: (self._lead(each), each.project.own["code"]))

    def _lead(self, each: LitMonth) -> str:
        return str(each.project.own.get("lead") or each.project.unit)

    def _message(self, words: Words, kind: str, locale: str) -> Message:
        every = self._of(kind)
        name, called = periods.name_of(self.month), Term("project_kind", kind)
        title = words.word(sayings.LightsTitle(month=name, kind=called), locale)
        reds = [each.said for each in every if each.light is Light.RED]
        text = sayings.LightsText(
            month=name,
            kind=called,
            counts=lists.counted(every, kind),
            reds=tuple(reds[:MOST_NAMED]),
            more=max(0, len(reds) - MOST_NAMED),
            until=self.until if reds else None,
            people=self.people,
            signature=self.profile.signature or self.profile.name,
        )
        return Message(
            title=title,
            text=words.word(text, locale),
            drawing=pictures.lights(self._sheet(words, kind, title, every, locale)),
            alt=words.word(sayings.LightsAlt(title=title, groups=lists.grouped(every, *WORST_FIRST)), locale),
            table=self._table(words, kind, every, locale),
        )

    def _sheet(
        self, words: Words, kind: str, title: str, every: Sequence[LitMonth], locale: str
    ) -> sheets.LightsPicture:
        profile = Term("light_profile", self.rules.light_profile.value)
        more = max(0, len(every) - MOST_DRAWN)
        drawn = sorted(every, key=lambda each: WORST_FIRST.index(each.light))[:MOST_DRAWN] if more else every
        digest = lists.digest(self.every, self.rules)
        foot = sayings.LightsFoot(more=more, profile=profile, hash=digest[:SHOWN_HASH])
        return sheets.LightsPicture(
            heading=sheets.Heading(
                office=self.profile.name,
                title=title,
                subtitle=words.word(lists.counted(every, kind), locale),
                badge=words.term(Term("demo", "tag"), locale) if self.is_demo else "",
            ),
            cells=tuple(self._cell(words, each, locale) for each in drawn),
            foot=(words.word(foot, locale),),
        )

    def _cell(self, words: Words, each: LitMonth, locale: str) -> sheets.LightCell:
        figures = sayings.CellFigures(
            planned=shown(each.progress.planned),
            actual="" if each.progress.actual is None else f"{each.progress.actual:f}",
            measured=Term("project_unit", each.project.category),
            missing=Term("light", "missing") if each.progress.actual is None else None,
        )
        return sheets.LightCell(
            lamp=sheets.Lamp(each.light.value),
            light=words.term(Term("light", each.light.value), locale),
            name=each.project.own["title"],
            unit=self._name(words, each.project.unit, locale),
            figures=words.word(figures, locale),
        )

    def _table(self, words: Words, kind: str, every: Sequence[LitMonth], locale: str) -> tables.PublishedTable:
        return tables.PublishedTable(
            kind="lights",
            period=self.month,
            period_name=words.word(periods.name_of(self.month), locale),
            columns=tuple(words.term(Term("board_column", column), locale) for column in COLUMNS),
            rows=tuple(self._row(words, each, locale) for each in every),
            formula=words.term(Term("light_profile", self.rules.light_profile.value), locale),
            hash=lists.digest(self.every, self.rules),
            units=tuple(each.project.unit for each in every),
            rules=self.rules.version,
        )

    def _row(self, words: Words, each: LitMonth, locale: str) -> tuple[str, ...]:
        progress, lead = each.progress, each.project.own.get("lead", "")
        return (
            words.term(Term("light", each.light.value), locale),
            each.project.own["title"],
            "" if progress.actual is None else shown(progress.gap),
            self._name(words, each.project.unit, locale),
            self._name(words, lead, locale) if lead else "",
            shown(progress.planned),
            "" if progress.actual is None else f"{progress.actual:f}",
            each.project.own["code"],
        )

    def _name(self, words: Words, unit: str, locale: str) -> str:
        return str(words.named(self.unit_names.get(unit, unit), locale))


def collect(room: Room, what: proposing.AnnouncementWanted) -> LightsMaterial:
    """Collect the lights of a confirmed list."""
    office, rules = room.office, room.office.rules_of(what.standing.rules)
    month = what.standing.own["month"]
    every = tuple(lists.of_month(room, month, rules))
    red = {each.project.unit for each in every if each.light is Light.RED}
    apart = proposing.apart(room, what, red)
    publish_at = office.calendar.said_at(months.last_day(month), rules.light_push, room.at)
    return LightsMaterial(
        month=month,
        every=every,
        unit_names={unit.code: unit.name for unit in office.register},
        profile=office.profile,
        rules=rules,
        until=office.calendar.due_on(publish_at, rules.light_measures),
        people=law.people(apart, office.rules.announcement_approvers),
        is_demo=office.is_demo,
        publish_at=publish_at,
    )
