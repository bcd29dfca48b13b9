"""The list of a working morning (the law §9, 08:30): what is due today, by the next working day, or over, one message for each person.

Lives here: `moment`, `unlisted` and `next_at`, when it is made and for whom; `put`, which makes those of several people. It holds what
waits for its reader in 待办, what somebody else owes whom they supervise since one working day, and for leaders what is five working days
over (the law §13A). Who has nothing there is told nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from domain.mechanism import supervising
from domain.mechanism.columns import Party, Relation, is_party
from domain.mechanism.standing import Running, Standing
from domain.mechanism.supervising import Staffed
from domain.mechanism.table import Facts, Procedure
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings import matters as matter_sayings
from domain.sayings.desk import queue as sayings
from handlers.conversation.procedures import cards, derived, moves, views
from handlers.conversation.room import Room
from handlers.desk import queue
from storage import matters
from storage import people as accounts
from storage.desk import queue as rows
from storage.desk.queue import Wanted
from storage.mechanism import involvement, terms
from storage.road import occurrences, reach

LISTED_FROM = time(8, 30)
SUPERVISED_AFTER, LED_AFTER = 1, 5  # working days over
MOST = 8
A_MOMENT = timedelta(seconds=1)  # what ends tonight is over with the moment after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """One line: what is due, when, and whether it is somebody else's."""

    what: Standing
    due_at: datetime
    is_others: bool = False


def moment(room: Room) -> datetime | None:
    """When today's list was to be made; None where it is not time yet, or the office does not speak now."""
    today = _morning(room, room.today)
    return today if today <= room.at and room.office.calendar.may_speak(room.at) else None


def unlisted(room: Room) -> list[int]:
    """Whose list of today was not made yet; nobody where nothing at all is due."""
    today, first = moment(room), terms.first_due_at(room.tx)
    if today is None or first is None or first >= _tomorrow_ends(room, room.today):
        return []
    return accounts.not_listed(room.tx, today)


def next_at(room: Room) -> datetime | None:
    """When lists are made next, as things stand; None where nothing has a term, or nobody is there to read one."""
    first = terms.first_due_at(room.tx)
    if first is None or not accounts.staffed(room.tx).roles:
        return None
    if unlisted(room):
        return room.at
    calendar = room.office.calendar
    eve = calendar.add_working_days(calendar.local_day(first), -1)
    is_ahead = calendar.is_working_day(room.today) and room.at < _morning(room, room.today)
    coming = room.today if is_ahead else calendar.add_working_days(room.today, 1)
    return _morning(room, max(eve, coming))


def put(room: Room, person_ids: Iterable[int]) -> bool:
    """Make today's list of these people, of each once; False where all were made before, or it is not time. They look at the same matters,
    which are asked for once."""
    today = moment(room)
    if today is None:
        return False
    morning = _Morning(room)
    return sum(_put(room, today, morning, person_id) for person_id in person_ids) > 0


def _put(room: Room, today: datetime, morning: "_Morning", person_id: int) -> bool:
    devices = reach.of_person(room.tx, room.now, person_id)
    actor = accounts.actor_of(room.tx, devices[0]) if devices else None
    if actor is None:
        return False
    job = occurrences.listing(person_id)
    before = occurrences.last(room.tx, job)
    if not occurrences.claim(room.tx, job, today, room.at):
        return False
    occurrences.forget_before(room.tx, job, today)
    reader = room.acting_as(cards.as_staff(actor))
    supervised = _supervised(reader, morning.over_since(before), morning.anybodys.staffed)
    found = {each.what.id: each for each in (*supervised, *_queued(reader, morning), *_own(reader, morning))}
    listed = sorted(found.values(), key=lambda each: (each.is_others, each.due_at, each.what.id))
    late = morning.late if Role.LEADER in actor.roles else 0
    if listed or late:
        said, choices = _said(reader, listed, late), _choices(reader, listed, late)
        for account in devices:
            room.tell(account, said, choices)
    return True


class _Morning:
    """What is the same for everybody whose list is made in one transaction; each is asked for when somebody needs it."""

    def __init__(self, room: Room) -> None:
        """Of the clock's room."""
        self._room = room
        self._over: dict[datetime | None, list[tuple[Standing, Running]]] = {}
        self.ends = _tomorrow_ends(room, room.today)

    @cached_property
    def anybodys(self) -> derived.WaitingForAnybody:
        """What waits for somebody, and of which a term ends before the next working day is over."""
        return derived.waiting_for_anybody(self._room, self.ends)

    @cached_property
    def is_any_queued(self) -> bool:
        """Whether there is anything of the reviewers' queue to be put before anybody."""
        return rows.is_any_due(self._room.tx, self.ends)

    @cached_property
    def late(self) -> int:
        """How many matters are so far over that leaders hear of it, whoever may see them."""
        room, ended = self._room, _over_since(self._room, self._room.today, LED_AFTER)
        tables = [each.procedure for each in room.office.matters.values() if not each.procedure.is_apart]
        owed = {(table.matter, limit.rule) for table in tables for limit in table.terms if not limit.is_right}
        return len({matter_id for kind, matter_id, name in terms.over(room.tx, ended) if (kind, name) in owed})

    def over_since(self, before: datetime | None) -> list[tuple[Standing, Running]]:
        """What came to be one working day over since the list before of somebody: matters and the term of each."""
        room = self._room
        since = None if before is None else _over_since(room, room.office.calendar.local_day(before), SUPERVISED_AFTER)
        if since not in self._over:
            self._over[since] = _over(room, since)
        return self._over[since]


def _over(room: Room, since: datetime | None) -> list[tuple[Standing, Running]]:
    named = terms.over(room.tx, _over_since(room, room.today, SUPERVISED_AFTER), since)
    every = {each.id: each for each in matters.of_ids(room.tx, list({matter_id for _, matter_id, _ in named}))}
    running = ((every[matter_id], name) for kind, matter_id, name in named if kind in room.office.matters)
    return [(standing, term) for standing, name in running if (term := standing.term(name)) is not None]


def _own(room: Room, morning: _Morning) -> list[_Listed]:
    """What waits for whoever reads, and of which a term that is theirs ends before the next working day is over."""
    return [
        _Listed(what=each, due_at=term.due_at)
        for each, facts in derived.waiting_known(room, morning.ends, morning.anybodys)
        if (term := _theirs(room, each, facts)) is not None and term.due_at < morning.ends
    ]


def _theirs(room: Room, standing: Standing, facts: Facts) -> Running | None:
    """The first term of a matter that waits for whoever reads, which is theirs or nobody's in particular."""
    table = room.office.matters[standing.matter].procedure
    parties = supervising.waits_for(table, standing)
    mine = facts.relations | room.actor.roles
    running = (each for each in standing.terms if each.stopped_at is None)
    theirs = (
        each
        for each in running
        if not (owed := supervising.owed_by(table, standing, each)) or owed & mine or not parties & mine
    )
    return min(theirs, key=lambda each: each.due_at, default=None)


def _queued(room: Room, morning: _Morning) -> list[_Listed]:
    """Of the reviewers' queue: one's own and what nobody has, before it is over; then everything that waits for no officer."""
    if Role.REVIEWER not in room.actor.roles or not morning.is_any_queued:
        return []
    viewer, ends = queue.viewer_of(room), morning.ends
    parts = (Wanted(is_mine=True, due_before=ends), Wanted(is_free=True, due_before=ends), Wanted(due_before=room.at))
    found = [each for part in parts for each in rows.waiting(room.tx, viewer, part, limit=MOST * 4)]
    table = room.office.matters["clue"].procedure
    found = [each for each in found if room.actor.is_person(each.owner_id) or not supervising.awaited(table, each)]
    found += [each for each in rows.nominations(room.tx, viewer, limit=MOST * 4) if each.due_at and each.due_at < ends]
    return [_Listed(what=each, due_at=each.due_at or room.at) for each in found]


def _supervised(room: Room, over: Sequence[tuple[Standing, Running]], staffed: Staffed) -> list[_Listed]:
    """Of what came to be over that which somebody owes whom the reader supervises."""
    if not over:
        return []
    known = involvement.of_all(room.tx, list(dict.fromkeys(standing.id for standing, _ in over)), room.actor)
    found = []
    for standing, term in over:
        matter, parts = room.office.matters[standing.matter], known[standing.id].parts
        there = _overseeing(matter.procedure, standing, term, staffed, parts)
        if not there & (room.actor.roles | frozenset(Relation)):
            continue
        reader = replace(room, involvement=known[standing.id])
        facts = moves.facts_of(reader, standing)
        if is_party(there, room.actor, facts.relations) and matter.may_see(reader, standing, facts):
            found.append(_Listed(what=standing, due_at=term.due_at, is_others=True))
    return found


def _overseeing(
    table: Procedure, standing: Standing, term: Running, staffed: Staffed, parts: Mapping[Relation, frozenset[int]]
) -> frozenset[Party]:
    """Who supervises those whose term it is, as far as there is anybody."""
    owing = supervising.there_of(table, standing, supervising.owed_by(table, standing, term), staffed, parts)
    above = frozenset(supervising.above(table, party) for party in owing) - owing
    return supervising.there_of(table, standing, above, staffed, parts)


def _said(room: Room, listed: list[_Listed], late: int) -> sayings.DueList:
    tonight = room.office.calendar.end_of(room.today)
    own = [each.due_at for each in listed if not each.is_others]
    over, today = sum(due < room.at for due in own), sum(room.at <= due <= tonight for due in own)
    return sayings.DueList(
        day=room.today,
        overdue=over,
        today=today,
        due_soon=len(own) - over - today,
        supervised=len(listed) - len(own),
        late=late,
        lines=tuple(
            matter_sayings.WaitingLine(
                place=place,
                what=views.title(room, room.office.matters[each.what.matter].procedure, each.what),
                unit=room.office.name_of(each.what.unit),
                due=room.office.calendar.local_day(each.due_at),
            )
            for place, each in enumerate(listed[:MOST], start=1)
        ),
        more=max(0, len(listed) - MOST),
    )


def _choices(room: Room, listed: list[_Listed], late: int) -> list[Choice]:
    found = [
        Choice(
            value=derived.place_of(each.what),
            text=str(place),
            parts=(Term("matter", each.what.matter), each.what.number),
        )
        for place, each in enumerate(listed[:MOST], start=1)
    ]
    found.append(Choice(value="/todo", label=Term("queue", "open")))
    if Role.REVIEWER in room.actor.roles and any(each.due_at < room.at for each in listed):
        found.append(Choice(value="/todo overdue", label=Term("queue", "overdue")))
    return [*found, Choice(value="/counts", label=Term("menu", "counts"))] if late else found


def _morning(room: Room, day: date) -> datetime:
    return datetime.combine(day, LISTED_FROM, room.office.calendar.timezone)


def _tomorrow_ends(room: Room, day: date) -> datetime:
    calendar = room.office.calendar
    return calendar.end_of(calendar.add_working_days(day, 1)) + A_MOMENT


def _over_since(room: Room, day: date, working_days: int) -> datetime:
    """Before when a term ended that is so many working days over on a day."""
    calendar = room.office.calendar
    return calendar.end_of(calendar.add_working_days(day, -working_days)) + A_MOMENT
