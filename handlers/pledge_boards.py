"""军令状榜 (赛马亮榜): how pledges stand, by level and by contest, for everybody of the staff; and the board of a quarter's end.

The law §1 row 7. The public one is made by `bot/publishing/pledges.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import months
from domain.matters.contests import pledge_quarters as law
from domain.matters.contests.pledge_quarters import Course, PledgeCount
from domain.matters.contests.pledges import LEVELS, SIGNED
from domain.matters.scoring import periods
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK
from domain.saying import Choice, Term
from domain.sayings.scoring import pledges as sayings
from domain.scoring import quarters
from handlers import pledges
from handlers.conversation.procedures import beginnings, derived
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters, shapes

MOST_UNITS = 30
_MOST_OWN = 6
_MOST = 1_000  # pledges of one unit that are looked at


def on(room: Room, day: date) -> list[PledgeCount]:
    """How pledges stood at the end of a day, by level, contest and unit: levels from the top, contests as the office names them."""
    place = _places(room)
    every = _each(room, matters.waiting(room.tx, "pledge", (*SIGNED, "withdrawn")), day)
    every.sort(key=lambda each: (LEVELS.index(each.level), place(each), each.unit))
    return law.summed(every, "level", "contest", "unit")


def of_unit(room: Room, unit: str) -> sayings.PledgeTally | None:
    """How the pledges of a unit stand today: for who decides on an award, and nothing follows from it by itself (评先). None where it
    has none."""
    every = _each(room, matters.of_unit(room.tx, "pledge", unit, _MOST), room.today)
    return _altogether(room, every)


def _altogether(room: Room, every: Sequence[PledgeCount]) -> sayings.PledgeTally | None:
    """How all of them stand, where what they are is said beside it."""
    return next((replace(each, what=None) for each in _said(room, law.summed(every))), None)


def _each(room: Room, every: Iterable[Standing], day: date) -> list[PledgeCount]:
    return [
        PledgeCount(
            level=pledges.level_of(room, each.unit), contest=each.own["contest"], unit=each.unit, **{course.value: 1}
        )
        for each in every
        if (course := law.course_on(each, day)) is not None
    ]


def show(room: Room, rest: str) -> None:
    """军令状榜: by level and by contest; of a level or a contest that is named, by unit."""
    every = on(room, room.today)
    chosen = [each for each in every if rest in (each.level, each.contest)]
    if chosen:
        units = law.ahead_first(law.summed(chosen, "unit"))
        what = Term("pledge_level", rest) if rest in LEVELS else pledges.called(rest)
        shown, more = _said(room, units[:MOST_UNITS]), max(0, len(units) - MOST_UNITS)
        room.reply(sayings.PledgesOf(what=what, day=room.today, units=shown, more=more), _ways(room, every))
    elif every:
        board = sayings.PledgeBoard(
            day=room.today,
            total=_said(room, law.summed(every))[0],
            levels=_said(room, law.summed(every, "level")),
            contests=_said(room, law.summed(sorted(every, key=_places(room)), "contest")),
        )
        room.reply(board, (*_ways(room, every), *_own(room)))
    else:
        room.reply(sayings.NoPledges())


def is_any(room: Room) -> bool:
    """Whether anything was ever pledged."""
    return matters.is_any(room.tx, "pledge", SIGNED)


def propose(room: Room, month: str) -> None:
    """Propose the board of the quarter that ends with a month, where anything was pledged by then."""
    if on(room, months.last_day(month)):
        beginnings.create(room.acting_as(CLOCK), "pledge_quarter", "propose", {"month": month})


def kept(standing: Standing) -> list[PledgeCount]:
    """What stands on the board of a quarter."""
    found: list[PledgeCount] = shapes.decode(standing.own["listed"].encode(), list[PledgeCount])
    return found


def said(room: Room, standing: Standing) -> Mapping[str, tuple[sayings.PledgeTally, ...]]:
    """The board of a quarter as it is said: altogether, by level, by contest, and the units that are ahead."""
    every = kept(standing)
    return {
        "total": _said(room, law.summed(every)),
        "levels": _said(room, law.summed(every, "level")),
        "contests": _said(room, law.summed(sorted(every, key=_places(room)), "contest")),
        "units": _said(room, law.ahead_first(law.summed(every, "unit"))[:MOST_UNITS]),
    }


def _places(room: Room) -> Callable[[PledgeCount], tuple[int, str]]:
    """By which contests are ordered: as the office names them, those that it holds no more behind."""
    named = {name: place for place, name in enumerate(pledges.contests(room.office))}
    return lambda each: (named.get(each.contest, len(named)), each.contest)


def _said(room: Room, every: Sequence[PledgeCount]) -> tuple[sayings.PledgeTally, ...]:
    return tuple(
        sayings.PledgeTally(
            what=_what(each),
            unit=room.office.name_of(each.unit),
            pledged=sum(each.counts),
            **dict(zip((course.value for course in Course), each.counts, strict=True)),
        )
        for each in every
    )


def _what(each: PledgeCount) -> Term | str | None:
    """What is counted; None where a unit is named."""
    if each.unit:
        return None
    return pledges.called(each.contest) if each.contest else Term("pledge_level", each.level or "all")


def _ways(room: Room, every: Sequence[PledgeCount]) -> tuple[Choice, ...]:
    """Buttons that lead to each level and each contest."""
    levels = tuple(each.level for each in law.summed(every, "level"))
    contests = tuple(each.contest for each in law.summed(sorted(every, key=_places(room)), "contest"))
    return (
        *(Choice(value=f"/pledgeboard {level}", label=Term("pledge_level", level)) for level in levels),
        *(
            Choice(value=f"/pledgeboard {name}", label=term)
            if isinstance(term := pledges.called(name), Term)
            else Choice(value=f"/pledgeboard {name}", text=name)
            for name in contests
        ),
    )


def _own(room: Room) -> tuple[Choice, ...]:
    """Buttons that lead somebody of a unit to its own pledges, the newest first."""
    every = matters.of_unit(room.tx, "pledge", room.actor.unit, _MOST_OWN) if room.actor.unit else []
    return tuple(
        Choice(value=derived.place_of(each), label=Term("matter", "pledge"), parts=(each.number,)) for each in every
    )


def _listed(room: Room, standing: Standing) -> dict[str, str]:
    """How pledges stood when the quarter ended; a finding that was taken back since changes it."""
    return {"listed": shapes.encode(on(room, months.last_day(standing.own["month"]))).decode()}


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    month = standing.own["month"]
    name = periods.name_of(quarters.code_of(month))
    return Found(
        values={
            "month": name,
            "day": months.last_day(month),
            **said(room, standing),
            "total": _altogether(room, kept(standing)),
        }
    )


ADDS: Mapping[str, Adds] = {"pledge_quarter": Adds(finds=_found, listed=_listed)}
