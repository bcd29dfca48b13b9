"""年度概览: a year of the office in figures that were made public, for those who lead and with the year's announcement (the law §6.5)."""

import re
from collections import Counter
from collections.abc import Iterator

from domain import months, text
from domain.matters import announcements as law
from domain.matters.scoring import periods
from domain.people import Role
from domain.saying import Term
from domain.sayings.scoring import years as sayings
from domain.scoring.lights import Light
from domain.scoring.rotations import Colour
from handlers.conversation.room import Room
from handlers.desk.drawings import Drawable, ToDraw
from storage import announcements as store
from storage import matters
from storage.announcements import Announcement
from storage.scoring import flags
from storage.scoring import periods as period_store

READERS = frozenset({Role.LEADER, Role.COMMITTEE})
_YEAR = re.compile(r"\b20\d\d")
COUNTED = {
    "calls": ("edition_call",),
    "cases": ("case_notice",),
    "removed": ("case_removed",),
    "none": ("edition_none",),
    "clarified": ("clarified", "clarified_unnamed"),
    "exempted": ("tolerance_exempted", "case_exempted"),
    "quarters": ("quarter",),
    "snails": ("snail_awarded",),
}
"""What is counted of the announcements on the board, by their kinds."""


def of_year(room: Room, year: int) -> sayings.YearOverview:
    """What was announced of a year, and in it."""
    kinds = [kind for each in COUNTED.values() for kind in each]
    number = Counter(each.kind for each in _on_the_board(room, kinds, year))
    counts = {what: sum(number[kind] for kind in each) for what, each in COUNTED.items()}
    return sayings.YearOverview(
        year=year,
        periods=tuple(_flags(room, year)),
        months=tuple(_lights(room, year)),
        counts=tuple(
            sayings.YearCount(what=Term("year_count", what), number=str(each)) for what, each in counts.items() if each
        ),
        editions=tuple(_editions(room, year)),
    )


def _flags(room: Room, year: int) -> Iterator[sayings.YearFlags]:
    announced = matters.waiting(room.tx, "period", ("announced",))
    for each in sorted(announced, key=lambda period: period.number):
        if not each.number.startswith(f"{year:04}-P"):
            continue
        colours = Counter(flag.colour for flag in flags.of_period(room.tx, each.id) if not flag.is_out)
        yield sayings.YearFlags(
            period=periods.name_of(each.number),
            red=str(colours[Colour.RED]),
            yellow=str(colours[Colour.YELLOW]),
        )


def _lights(room: Room, year: int) -> Iterator[sayings.YearLights]:
    for month in months.of_year(year):
        every = matters.of_category(room.tx, "project_month", month)
        number = Counter(Light(each.own["light"]) for each in every if each.stage == "shown")
        if number:
            yield sayings.YearLights(
                month=periods.name_of(month), **{light.value: str(number[light]) for light in Light}
            )


def _editions(room: Room, year: int) -> Iterator[sayings.YearEdition]:
    commended: Counter[int] = Counter()
    for each in _on_the_board(room, ["candidate_commended"], year):
        commended[each.about_id or 0] += len(store.names(room.tx, each.id))
    for edition in matters.of_ids(room.tx, sorted(commended)):
        yield sayings.YearEdition(title=str(edition.own.get("title", "")), number=str(commended[edition.id]))


def _on_the_board(room: Room, kinds: list[str], year: int) -> Iterator[Announcement]:
    for each in store.said(room.tx, kinds):
        on = room.office.calendar.local_day(each.published_at or each.publish_at)
        if on.year == year and any(words.audience == law.BOARD for _, words in store.renderings(room.tx, each.id)):
            yield each


def _found(room: Room, rest: str) -> ToDraw:
    """The year that is named, or the newest of which a period was announced."""
    newest = period_store.announced_last(room.tx)
    named = _YEAR.search(text.folded(rest))
    if named is not None:
        return ToDraw(of_year(room, int(named.group())))
    return ToDraw(of_year(room, int(newest.code[:4]) if newest else room.today.year))


DRAWABLE = Drawable(name="year", may=lambda room, rest: bool(room.actor.roles & READERS), find=_found)
