"""Issues found on patrol (巡查问题): what their card adds, and the board of what was fixed. The law §8.

Nobody is counted by how often they patrolled, nor by how much they found.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from domain.matters.parts.dispatching import SEEN
from domain.matters.programmes.patrol_issues import KINDS
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Term
from domain.sayings.programmes import patrols as sayings
from handlers.conversation.procedures import derived
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import dispatching
from storage import matters
from storage.desk import counting

_MOST = 12  # units on the board, and buttons that lead to cards
_FIXED, _LATE, _TO_ASSIGN = frozenset({"closed"}), frozenset({"escalated"}), frozenset({"raised"})


def show(room: Room, rest: str) -> None:
    """巡查看板: what was found this year, fixed or not; and the way to what one's own unit is to fix."""
    begins = datetime.combine(date(room.today.year, 1, 1), time(), room.office.calendar.timezone)
    every = [
        each for each in counting.counted_since(room.tx, "patrol_issue", begins.astimezone(UTC)) if each.stage in SEEN
    ]
    assigned = [each for each in every if each.stage not in _TO_ASSIGN]
    sorts = (_line(Term("patrol_sort", sort), (each for each in every if each.category == sort)) for sort in KINDS)
    units = [
        _line(room.office.name_of(unit), (each for each in assigned if each.unit == unit))
        for unit in dict.fromkeys(each.unit for each in assigned)
    ]
    units.sort(key=lambda each: (-each.late, -each.open, -each.fixed))
    whole = _line("", every)
    board = sayings.PatrolBoard(
        year=room.today.year,
        found=whole.fixed + whole.open,
        fixed=whole.fixed,
        to_assign=sum(each.number for each in every if each.stage in _TO_ASSIGN),
        open=whole.open,
        late=whole.late,
        sorts=tuple(each for each in sorts if each.fixed + each.open),
        units=tuple(units[:_MOST]),
        more=max(0, len(units) - _MOST),
    )
    own = matters.of_unit(room.tx, "patrol_issue", room.actor.unit, _MOST) if room.actor.unit else []
    room.reply(board, tuple(_card(each) for each in own if each.stage in SEEN - _FIXED))


def _line(name: Term | str, every: Iterable[counting.MatterCount]) -> sayings.FixedLine:
    stages: Counter[str] = Counter()
    for each in every:
        stages[each.stage] += each.number
    fixed = sum(stages[stage] for stage in _FIXED)
    return sayings.FixedLine(
        name=name, fixed=fixed, open=stages.total() - fixed, late=sum(stages[stage] for stage in _LATE)
    )


def _card(standing: Standing) -> Choice:
    return Choice(value=derived.place_of(standing), text=standing.number)


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    sort = Term("patrol_sort", standing.category)
    return Found(values={"sort": sort, "raised_by": dispatching.raised_by(room, standing)})


ADDS: Mapping[str, Adds] = {"patrol_issue": Adds(finds=_found, changes=dispatching.changed)}
