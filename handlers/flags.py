"""A flag before its unit: the formal notice with 收到, the unit's flags, who has not acknowledged.

A flag is hung when its period's announcement has all approvals (`handlers/announcements.py`), and never twice: the notice
is the flag's card. Leaders read there who has not acknowledged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain import announcements as announcing
from domain import flag_notices, flags, periods
from domain.cards import CardView
from domain.flag_notices import Case, Move, Stage
from domain.mechanism import procedure
from domain.mechanism.calendar import TermUnit
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import flags as sayings
from handlers.conversation import cards, moves
from handlers.conversation.room import Room
from storage import announcements as announcement_store
from storage import figures, matters
from storage import flags as store
from storage import people as accounts
from storage import periods as period_store


class FlagMatter:
    """The flag as a matter."""

    procedure = flag_notices.PROCEDURE

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """The notice, for contacts of the flag's own unit."""
        flag = store.of_id(room.tx, matter_id)
        if flag is None or Role.UNIT_CONTACT not in room.actor.roles or room.actor.unit != flag.unit:
            return None
        if flag.stage is Stage.WITHDRAWN:
            return CardView(title=None, body=(_withdrawn(room, flag),))
        if flag.stage is Stage.EXEMPTED:
            return CardView(title=None, body=(_exempted(room, flag),))
        if flag.stage is not Stage.HUNG:
            return None
        seen = moves.loaded(room, "flag", matter_id)
        may = moves.open_to(room, *seen) if seen is not None else ()
        buttons = tuple(Choice(value=move, label=Term("move", move), style=Style.PRIMARY) for move in may)
        return CardView(title=None, body=(_notice(room, flag),), buttons=buttons, picture=flag.picture)

    def facts(self, room: Room, standing: Standing) -> Facts:
        """What every matter looks at; when it was acknowledged."""
        flag = store.of_id(room.tx, standing.id)
        case = None if flag is None else Case(number=flag.number, acknowledged_at=flag.acknowledged_at)
        return replace(moves.common_facts(room, standing), case=case)

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """Contacts and those who decide: a flag that hangs is public; the notice itself has a face for its unit alone."""
        return bool(room.actor.roles & {Role.UNIT_CONTACT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER})

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def explained(self, room: Room, facts: Facts, why: Why) -> Saying | None:
        """Pressed again, 收到 says when it was noted."""
        case = facts.case
        if why is not Why.ALREADY_READ or not isinstance(case, Case) or case.acknowledged_at is None:
            return None
        return sayings.Acknowledged(number=case.number, day=room.office.calendar.local_day(case.acknowledged_at))

    def followed(self, room: Room, event: Event) -> None:
        """Show the notice to the unit's contacts; note that it was read, for the leaders to see."""
        number = event.after.id
        if event.move == Move.STRIKE:
            store.struck(room.tx, number, event.by.person_id, event.given["reason"])
        elif event.move == Move.UNSTRIKE:
            store.struck(room.tx, number, None, None)
        if event.move == Move.HANG:
            for account in self.readers(room, number):
                cards.show(room, "flag", number, account)
        if event.move != Move.ACKNOWLEDGE:
            return
        store.acknowledge(room.tx, number, event.by.person_id or 0, room.at)
        flag = store.of_id(room.tx, number)
        if flag is not None:
            room.reply(sayings.Acknowledged(number=flag.number, day=room.today))
            announcement = announcement_store.latest_about(room.tx, flag.period_id)
            if announcement is not None:
                cards.refresh(room, "announcement", announcement.id)

    def readers(self, room: Room, matter_id: int) -> Sequence[int]:
        """The contacts of the flag's unit."""
        flag = store.of_id(room.tx, matter_id)
        return accounts.accounts_with(room.tx, (Role.UNIT_CONTACT,), flag.unit) if flag else []


def propose(room: Room, period_id: int, numbered: Iterable[tuple[str, flags.Proposal]], rules: RuleSet) -> None:
    """Put the flags that the figures call for in the place of those proposed before. `rules`: those of their period."""
    for standing in matters.children(room.tx, period_id, "flag"):
        if standing.stage in (Stage.PROPOSED, Stage.STRUCK):
            moves.carry_out(room, standing, Move.REPLACE, {})
    for number, proposal in numbered:
        _propose(room, period_id, number, proposal, rules)


def hang(room: Room, period_id: int) -> None:
    """Hang the flags of a period that are not hung yet: their units are told."""
    clock = room.acting_as(CLOCK)
    where = {standing.id: standing for standing in matters.children(room.tx, period_id, "flag")}
    for flag in store.of_period(room.tx, period_id):
        if flag.stage is Stage.PROPOSED:
            moves.carry_out(clock, where[flag.id], Move.HANG, {})


def take_down(room: Room, period_id: int) -> None:
    """Withdraw the notices of a period whose list is open again; the same flags are proposed anew."""
    clock = room.acting_as(CLOCK)
    for flag in store.of_period(room.tx, period_id):
        standing = matters.standing(room.tx, "flag", flag.id) if flag.stage is Stage.HUNG else None
        if standing is not None:
            moves.carry_out(clock, standing, Move.WITHDRAW, {})
            _propose(room, period_id, flag.number, flag.proposal, room.office.rules_of(flag.rules))


def _propose(room: Room, period_id: int, number: str, proposal: flags.Proposal, rules: RuleSet) -> None:
    events = procedure.beginning(flag_notices.PROCEDURE, (Move.PROPOSE,), rules, room.office.calendar, room.at)
    store.propose(room.tx, period_id, number, proposal, events)


def unread(room: Room, period_id: int) -> list[str]:
    """The units, by name, whose contact has not acknowledged a flag of this period; those without a contact are others."""
    with_contact = accounts.units_with(room.tx, Role.UNIT_CONTACT)
    hung = [flag for flag in store.of_period(room.tx, period_id) if flag.stage is Stage.HUNG]
    waiting = [flag.unit for flag in hung if flag.acknowledged_at is None and flag.unit in with_contact]
    return names(room, waiting)


def reached(room: Room, period_id: int) -> tuple[list[str], list[str]]:
    """The units, by code, that a flag of this period is for: those that have a contact to be told, and those that have none."""
    with_contact = accounts.units_with(room.tx, Role.UNIT_CONTACT)
    listed = [flag for flag in store.of_period(room.tx, period_id) if not flag.is_struck]
    told = [flag.unit for flag in listed if flag.unit in with_contact]
    untold = [
        flag.unit
        for flag in listed
        if flag.unit not in with_contact and not (flag.stage is Stage.HUNG and flag.acknowledged_at)
    ]
    return list(dict.fromkeys(told)), list(dict.fromkeys(untold))


def names(room: Room, units: Sequence[str]) -> list[str]:
    """The names of units, each once."""
    return list(dict.fromkeys(room.office.name_of(unit) for unit in units))


def show_own(room: Room, rest: str) -> None:
    """我的旗帜: the notices of one's own unit, the newest first."""
    hung = store.of_unit(room.tx, room.actor.unit) if room.actor.unit else []
    if not hung:
        room.reply(sayings.NoFlags())
    for flag in hung:
        cards.show(room, "flag", flag.id, room.actor.account_id)


def awaiting(room: Room) -> list[int]:
    """The flags whose notice this contact has not acknowledged (待办)."""
    if Role.UNIT_CONTACT not in room.actor.roles or not room.actor.unit:
        return []
    return [flag.id for flag in store.of_unit(room.tx, room.actor.unit) if flag.acknowledged_at is None]


def not_acknowledged(room: Room) -> Saying | None:
    """Which notices of this contact's unit nobody has acknowledged yet; None where there is none."""
    waiting = frozenset(awaiting(room))
    numbers = tuple(flag.number for flag in store.of_unit(room.tx, room.actor.unit) if flag.id in waiting)
    return sayings.NotAcknowledged(numbers=numbers) if numbers else None


def owed(room: Room) -> Saying | None:
    """What this contact's unit has to hand in for its yellow flags, until the term passes; None where nothing (待办)."""
    if Role.UNIT_CONTACT not in room.actor.roles or not room.actor.unit:
        return None
    lines = tuple(
        line
        for flag in store.of_unit(room.tx, room.actor.unit)
        if flag.colour is flags.Colour.YELLOW and (line := _owed_for(room, flag)) is not None
    )
    if not lines:
        return None
    profile = room.office.profile
    return sayings.UnitTodo(lines=lines, office=profile.name, address=profile.address, phone=profile.phone)


def _owed_for(room: Room, flag: store.Flag) -> sayings.Owed | None:
    calendar, rules = room.office.calendar, room.office.rules
    due = calendar.due_on(flag.since, rules.case_plan_due)
    left = (due - room.today).days
    if left < 0:
        return None
    objection_due = calendar.due_on(flag.since, rules.rank_objection)
    return sayings.Owed(
        number=flag.number,
        category=flag.category,
        due=due,
        left=left,
        is_last=None if left else Term("term", "last_day"),
        objection_due=objection_due if objection_due >= room.today else None,
    )


def _notice(room: Room, flag: store.Flag) -> Saying:
    period = period_store.of_id(room.tx, flag.period_id)
    name = periods.name_of(period.code if period else flag.proposal.period)
    day = room.office.calendar.local_day(flag.since)
    acknowledged = room.office.calendar.local_day(flag.acknowledged_at) if flag.acknowledged_at else None
    signature = room.office.profile.signature or room.office.profile.name
    if flag.colour is flags.Colour.RED:
        return sayings.RedNotice(
            unit=room.office.name_of(flag.unit),
            period=name,
            category=flag.category,
            number=flag.number,
            titles=_titles(room, flag, period),
            day=day,
            signature=signature,
            acknowledged=acknowledged,
        )
    names = {indicator.code: indicator.name for indicator in figures.indicators(room.tx)}
    term = room.office.rules_of(flag.rules).case_plan_due
    return sayings.YellowNotice(
        unit=room.office.name_of(flag.unit),
        period=name,
        category=flag.category,
        number=flag.number,
        score=str(flag.proposal.score),
        missed=_told(names.get(code, code) for code in flag.proposal.missed),
        places=flag.proposal.places,
        days=term.amount if term.unit is TermUnit.WORKING_DAYS else None,
        due=room.office.calendar.due_on(flag.since, term),
        objection_due=room.office.calendar.due_on(flag.since, room.office.rules.rank_objection),
        office=room.office.profile.name,
        address=room.office.profile.address,
        phone=room.office.profile.phone,
        day=day,
        signature=signature,
        acknowledged=acknowledged,
    )


def _told(names: Iterable[str]) -> tuple[str, ...]:
    """As many names as a formal notice can hold (the law §9: 600 characters); what is left out is marked."""
    told: list[str] = []
    for name in names:
        if sum(map(len, told)) + len(name) > announcing.MOST_NAMED:
            return (*told, "…")
        told.append(name)
    return tuple(told)


def _titles(room: Room, flag: store.Flag, period: period_store.Period | None) -> tuple[Term, ...]:
    """The titles of the flag's unit, from all flags that stand."""
    if period is None:
        return ()
    standing = [each for each in store.of_period(room.tx, period.id) if not each.is_struck]
    held = store.held_before(room.tx, period.ends_on)
    turns = flags.rotate(held, [(each.unit, each.category, each.colour) for each in standing])
    return tuple(
        Term("title", title.value)
        for title in flags.titles(turns, room.office.rules_of(period.rules)).get(flag.unit, ())
    )


def _exempted(room: Room, flag: store.Flag) -> Saying:
    return sayings.Exempted(
        unit=room.office.name_of(flag.unit),
        period=periods.name_of(flag.proposal.period),
        category=flag.category,
        number=flag.number,
        signature=room.office.profile.signature or room.office.profile.name,
    )


def _withdrawn(room: Room, flag: store.Flag) -> Saying:
    return sayings.Withdrawn(
        unit=room.office.name_of(flag.unit),
        period=periods.name_of(flag.proposal.period),
        category=flag.category,
        number=flag.number,
        signature=room.office.profile.signature or room.office.profile.name,
    )
