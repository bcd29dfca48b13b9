"""A flag before its unit: the formal notice with 收到, the unit's flags, who has not acknowledged.

A flag is hung when its period's announcement has all approvals (`handlers/announcements.py`), and never twice: the notice
is the flag's card. Leaders read there who has not acknowledged.
"""

from collections.abc import Iterable, Mapping, Sequence

from domain.matters import announcements as announcing
from domain.matters import slack_flags
from domain.matters.scoring import decided_flags, periods
from domain.matters.scoring import flags as law
from domain.matters.scoring.flags import FlagCase, FlagMove, FlagStage
from domain.mechanism import procedure
from domain.mechanism.calendar import TermUnit
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings.scoring import flags as sayings
from domain.scoring import rotations
from handlers.conversation.procedures import cards, moves
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import announcements as announcement_store
from storage import matters
from storage import people as accounts
from storage.road import reach
from storage.scoring import figures
from storage.scoring import flags as store
from storage.scoring import periods as period_store

FIRST = (rotations.Rotation.WON, rotations.Rotation.TAKEN)
"""A flag where none was before: the notice says nothing of how it turned."""

_Ended = type[sayings.Exempted] | type[sayings.Revoked] | type[sayings.Withdrawn]
_ENDED: Mapping[FlagStage, _Ended] = {
    FlagStage.WITHDRAWN: sayings.Withdrawn,
    FlagStage.EXEMPTED: sayings.Exempted,
    FlagStage.REVOKED: sayings.Revoked,
}


def case(room: Room, standing: Standing) -> FlagCase:
    """When the unit said that it has read its notice."""
    flag = store.of_id(room.tx, standing.id)
    assert flag is not None, "it stands somewhere"
    period = period_store.of_id(room.tx, flag.period_id)
    is_announced = period is not None and period.stage is periods.PeriodStage.ANNOUNCED
    return FlagCase(number=flag.number, acknowledged_at=flag.acknowledged_at, is_announced=is_announced)


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The formal notice of what the flag is now, with its picture while it hangs."""
    flag = store.of_id(room.tx, standing.id)
    assert flag is not None, "it stands somewhere"
    ended = _ENDED.get(flag.stage)
    notice = _notice(room, flag) if ended is None else _taken_down(room, flag, ended)
    return Found(values={"notice": notice}, picture=flag.picture if flag.stage is FlagStage.HUNG else "")


def explained(room: Room, facts: Facts, why: Why) -> Saying | None:
    """Pressed again, 收到 says when it was noted."""
    seen = facts.case
    if why is not Why.ALREADY_READ or not isinstance(seen, FlagCase) or seen.acknowledged_at is None:
        return None
    return sayings.Acknowledged(number=seen.number, day=room.office.calendar.local_day(seen.acknowledged_at))


def _show(room: Room, event: Event) -> None:
    for account in reach.of_roles(room.tx, room.now, (Role.UNIT_CONTACT,), event.after.unit):
        cards.show(room, "flag", event.after.id, account)


def _acknowledge(room: Room, event: Event) -> None:
    """Note that the unit has read it, for the leaders to see at the announcement's card."""
    store.acknowledge(room.tx, event.after.id, event.by.person_id or 0, room.at)
    room.reply(sayings.Acknowledged(number=event.after.number, day=room.today))
    announcement = announcement_store.latest_about(room.tx, event.after.parent_id or 0)
    if announcement is not None:
        cards.refresh(room, "announcement", announcement.id)


def _propose_anew(room: Room, event: Event) -> None:
    """A notice was taken back because its list is open again: the same flag is proposed there."""
    flag = store.of_id(room.tx, event.after.id)
    assert flag is not None, "it stands somewhere"
    _propose(room, flag.period_id, flag.number, flag.proposal, room.office.rules_of(flag.rules))


EFFECTS: Mapping[str, Effect] = {
    "strike_flag": lambda room, event: store.struck(room.tx, event.after.id, event.by.person_id, event.given["reason"]),
    "unstrike_flag": lambda room, event: store.struck(room.tx, event.after.id, None, None),
    "show_notice": _show,
    "acknowledge_notice": _acknowledge,
    "propose_anew": _propose_anew,
}
ADDS = Adds(finds=found, case=case, explains=explained)


def propose(room: Room, period_id: int, numbered: Iterable[tuple[str, rotations.Proposal]], rules: RuleSet) -> None:
    """Put the flags that the figures call for in the place of those proposed before. `rules`: those of their period."""
    for standing in matters.children(room.tx, period_id, "flag"):
        if standing.stage in (FlagStage.PROPOSED, FlagStage.STRUCK):
            moves.carry_out(room, standing, FlagMove.REPLACE, {})
    for number, proposal in numbered:
        _propose(room, period_id, number, proposal, rules)


def _propose(room: Room, period_id: int, number: str, proposal: rotations.Proposal, rules: RuleSet) -> None:
    events = procedure.beginning(law.PROCEDURE, (FlagMove.PROPOSE,), rules, room.office.calendar, room.at)
    store.propose(room.tx, period_id, number, proposal, events)


def unread(room: Room, period_id: int) -> list[str]:
    """The units, by name, whose contact has not acknowledged a flag of this period; those without a contact are others."""
    with_contact = accounts.units_with(room.tx, Role.UNIT_CONTACT)
    hung = [flag for flag in store.of_period(room.tx, period_id) if flag.stage is FlagStage.HUNG]
    waiting = [flag.unit for flag in hung if flag.acknowledged_at is None and flag.unit in with_contact]
    return names(room, waiting)


def reached(room: Room, period_id: int) -> tuple[list[str], list[str]]:
    """The units, by code, that a flag of this period is for: those that have a contact to be told, and those that have none."""
    with_contact = accounts.units_with(room.tx, Role.UNIT_CONTACT)
    listed = [flag for flag in store.of_period(room.tx, period_id) if not flag.is_out]
    told = [flag.unit for flag in listed if flag.unit in with_contact]
    untold = [
        flag.unit
        for flag in listed
        if flag.unit not in with_contact and not (flag.stage is FlagStage.HUNG and flag.acknowledged_at)
    ]
    return list(dict.fromkeys(told)), list(dict.fromkeys(untold))


def names(room: Room, units: Sequence[str]) -> list[str]:
    """The names of units, each once."""
    return list(dict.fromkeys(room.office.name_of(unit) for unit in units))


def show_own(room: Room, rest: str) -> None:
    """我的旗帜: the notices of one's own unit, the newest first: those of a period, then those that hang by a decision and by a case.
    With any words behind it, how they are taken down."""
    unit = room.actor.unit
    hung = [("flag", flag.id) for flag in store.of_unit(room.tx, unit)] if unit else []
    for law_of in (decided_flags, slack_flags):
        others = matters.of_unit(room.tx, law_of.PROCEDURE.matter, unit) if unit else []
        hung += [(each.matter, each.id) for each in others if each.stage in law_of.HANGS]
    if not hung:
        room.reply(sayings.NoFlags())
        return
    if rest:
        ways = (Choice(value=f"/{name}", label=Term("menu", name)) for name in ("todo", "myflags"))
        room.reply(sayings.HowTakenDown(), tuple(ways))
        return
    for kind, number in hung:
        cards.show(room, kind, number, room.actor.account_id)


def held(room: Room) -> list[store.Flag]:
    """The flags of a period that this contact's unit was given, newest first."""
    is_contact = Role.UNIT_CONTACT in room.actor.roles and room.actor.unit
    return store.of_unit(room.tx, room.actor.unit) if is_contact else []


def not_acknowledged(flags: Sequence[store.Flag]) -> Saying | None:
    """Which of these notices nobody has acknowledged yet; None where there is none (待办)."""
    numbers = tuple(flag.number for flag in flags if flag.acknowledged_at is None)
    return sayings.NotAcknowledged(numbers=numbers) if numbers else None


def _notice(room: Room, flag: store.Flag) -> Saying:
    period = period_store.of_id(room.tx, flag.period_id)
    name = periods.name_of(period.code if period else flag.proposal.period)
    day = room.office.calendar.local_day(flag.since)
    acknowledged = room.office.calendar.local_day(flag.acknowledged_at) if flag.acknowledged_at else None
    signature = room.office.profile.signature or room.office.profile.name
    turn = Term("rotation", flag.rotation.value) if flag.rotation not in FIRST else None
    streak = flag.streak if flag.streak > 1 else None
    if flag.colour is rotations.Colour.RED:
        return sayings.RedNotice(
            unit=room.office.name_of(flag.unit),
            period=name,
            category=flag.category,
            number=flag.number,
            turn=turn,
            streak=streak,
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
        turn=turn,
        streak=streak,
        score=str(flag.proposal.score),
        missed=_told(names.get(code, code) for code in flag.proposal.missed),
        places=flag.proposal.places,
        days=term.amount if term.unit is TermUnit.WORKING_DAYS else None,
        due=room.office.calendar.due_on(flag.since, term),
        objection_due=room.office.calendar.due_on(flag.since, room.office.rules.rank_objection),
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
    turns = rotations.rotate(held, [(each.unit, each.category, each.colour) for each in standing])
    return tuple(
        Term("title", title.value)
        for title in rotations.titles(turns, room.office.rules_of(period.rules)).get(flag.unit, ())
    )


def _taken_down(room: Room, flag: store.Flag, saying: _Ended) -> Saying:
    """That a flag hangs no more, in the words of why."""
    return saying(
        unit=room.office.name_of(flag.unit),
        period=periods.name_of(flag.proposal.period),
        category=flag.category,
        number=flag.number,
        signature=room.office.profile.signature or room.office.profile.name,
    )
