"""A period's flags before those who decide: proposed from the figures, struck, authorised, confirmed.

`propose` begins one when figures have come; the matter is moved by leaders at its card. Once it is
confirmed, its announcement is rendered (`bot/publishing/publishing.py`) and goes on in `handlers/announcements.py`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from domain import units
from domain.matters.scoring import flags as law
from domain.matters.scoring import periods
from domain.mechanism import procedure
from domain.mechanism.standing import Event
from domain.people import CLOCK, Role
from domain.saying import Choice, Term
from domain.sayings.scoring import periods as sayings
from domain.scoring import rankings, rotations
from domain.scoring.indicators import FiguresRefused
from domain.scoring.standings import Ranking
from handlers.conversation.forms import several
from handlers.conversation.procedures import cards, moves
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.room import Room
from handlers.scoring import adjusting, flag_reasons, period_cards
from handlers.scoring import flags as notices
from storage import matters
from storage import units as unit_store
from storage.road import chores, reach
from storage.scoring import adjustments, figures
from storage.scoring import flags as flag_store
from storage.scoring import periods as store

DRAW = "draw_period"  # the chore that draws what is proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodProposed:
    """What became of a period whose figures came: its flags, or the sequences whose figures are still awaited."""

    code: str
    awaited: tuple[str, ...] = ()
    reds: int = 0
    yellows: int = 0
    is_unchanged: bool = False
    is_off: bool = False


def _name(room: Room, event: Event) -> sayings.Name:
    return periods.name_of(event.after.number)


def _noted(room: Room, event: Event) -> None:
    """The card changes where it stands, maybe far above: whoever moved it hears that it is done, where they are."""
    again = Choice(value="/flags", label=Term("menu", "flags"))
    room.reply(sayings.ListChanged(period=_name(room, event), move=Term("move", event.move)), (again,))


def _returned(room: Room, event: Event) -> None:
    """Its announcement was sent back or lapsed: the list is open again before the leaders."""
    given = event.given
    told = sayings.Returned(period=_name(room, event), who=given.get("who", ""), reason=given.get("reason", ""))
    for account in _leaders(room):
        room.tell(account, told)
        cards.show(room, "period", event.after.id, account)


def _lapsed(room: Room, event: Event) -> None:
    for account in reach.of_roles(room.tx, room.now, (Role.LEADER, Role.COMMITTEE, Role.ADMIN)):
        room.tell(account, sayings.DraftLapsed(period=_name(room, event)))
    code = event.after.number
    _propose_what_follows(room, code, periods.ends_on(code, room.office.rules_of(event.after.rules)))


def _moves_flags(asked: str, move: str) -> Effect:
    """An effect that makes a move of every flag that was chosen of the list."""

    def effect(room: Room, event: Event) -> None:
        given = {"reason": event.given["reason"]} if "reason" in event.given else {}
        for flag in several.ids(event.given[asked]):
            standing = matters.standing(room.tx, "flag", flag)
            if standing is not None:
                moves.carry_out(room, standing, move, given)

    return effect


def _leaders(room: Room) -> Sequence[int]:
    """Leaders hold its card; committee members see it when they ask."""
    return reach.of_roles(room.tx, room.now, (Role.LEADER,))


EFFECTS: Mapping[str, Effect] = {
    "authorise": lambda room, event: store.authorise(room.tx, event.after.id, event.given["number"].strip()),
    "waive": lambda room, event: store.waive(room.tx, event.after.id, event.given["reason"]),
    "strike_listed": _moves_flags("flags", law.FlagMove.STRIKE),
    "unstrike_listed": _moves_flags("struck", law.FlagMove.UNSTRIKE),
    "list_noted": _noted,
    "list_confirmed": lambda room, event: room.reply(sayings.Confirmed(period=_name(room, event))),
    "tell_why": lambda room, event: flag_reasons.tell(room, event.after.id, several.ids(event.given["about"])),
    "list_returned": _returned,
    "list_lapsed": _lapsed,
    "turn_next_lists": lambda room, event: _turn_the_next(room),
}
ADDS = Adds(
    finds=period_cards.found,
    case=period_cards.case,
    options=period_cards.choices,
    stakes=period_cards.stakes,
    listed=period_cards.kept,
)


def propose(room: Room, code: str) -> PeriodProposed:
    """Propose the flags of a period from the figures that are there, anew where they were corrected.

    Raises `AlreadyAnnounced` where announced figures would change, `PeriodUnknown` and `FiguresRefused`. The clock is the
    author. What leaders had decided about a former list no longer counts, and its announcement is called off.
    """
    period = store.of_code(room.tx, code)
    if period is None and not room.office.rules.is_on(periods.PROCEDURE.module):
        return PeriodProposed(code=code, is_off=True)
    rules = room.office.rules if period is None else room.office.rules_of(period.rules)
    ends_on = periods.ends_on(code, rules)
    values = figures.values(room.tx, code)
    members = units.measured(unit_store.register(room.tx), {each.unit for each in values})
    is_open = period is None or period.stage is not periods.PeriodStage.ANNOUNCED
    decided = adjusting.counting(room, code, ends_on, {each.code for each in members}, is_open=is_open)
    earlier = store.ended_before(room.tx, ends_on, code)
    before = () if earlier is None else store.rankings(room.tx, earlier.id)
    found = rankings.rank(code, members, figures.indicators(room.tx), values, decided, rules, before)
    digest = periods.digest(found)
    if period is not None and period.hash == digest and period.stage is not periods.PeriodStage.EXPIRED:
        return PeriodProposed(code=code, is_unchanged=True)
    if period is not None and period.stage is periods.PeriodStage.ANNOUNCED:
        raise periods.AlreadyAnnounced
    awaited = periods.awaited(found)
    if awaited and period is None:
        return PeriodProposed(code=code, awaited=tuple(awaited))
    adjustments.count_in(room.tx, code, room.office.calendar.end_of(ends_on))
    clock = room.acting_as(CLOCK)
    if period is None:
        given = {"hash": digest}
        events = procedure.beginning(
            periods.PROCEDURE, (periods.PeriodMove.PROPOSE,), rules, room.office.calendar, room.at, given=given
        )
        number = store.propose(room.tx, code, ends_on, found, digest, events, moves.reminders_of(room, events[-1]))
    else:
        number = period.id
        _propose_again(clock, period, found, digest)
    scored = [] if periods.is_annual(code) else [score for ranking in found for score in ranking.categories]
    proposals = rotations.propose(scored, flag_store.held_before(room.tx, ends_on), rules)
    notices.propose(clock, number, law.numbers(code, proposals), rules)
    chores.put(room.tx, DRAW, 0, {"period": number, "hash": digest}, room.now)
    for account in _leaders(clock):
        cards.show(clock, "period", number, account)
    _propose_what_follows(clock, code, ends_on)
    reds = sum(proposal.colour is rotations.Colour.RED for proposal in proposals)
    return PeriodProposed(code=code, reds=reds, yellows=len(proposals) - reds)


def show_flags(room: Room, rest: str) -> None:
    """确认旗帜: the list that is to be confirmed first, or the newest one; those that come after it are named."""
    waiting = store.awaiting_leaders(room.tx)
    newest = store.latest(room.tx)
    shown = next(iter(waiting), newest)
    if shown is None:
        room.reply(sayings.NothingYet())
        return
    cards.show(room, "period", shown.id, room.actor.account_id)
    if later := waiting[1:]:
        later_names = tuple(periods.name_of(each.code) for each in later)
        room.reply(sayings.Later(periods=later_names, first=periods.name_of(shown.code)))


def _propose_what_follows(room: Room, code: str, ends_on: date) -> None:
    """The next list of this kind that waits says who rose since the period before, and parts ties by it: by what that one says now.

    Where its own figures contradict themselves meanwhile, it stays as it is: whoever brings them next is told.
    """
    later = (
        each
        for each in store.awaiting_leaders(room.tx)
        if each.ends_on > ends_on and periods.kind_of(each.code) == periods.kind_of(code)
    )
    if (follower := next(later, None)) is not None:
        with suppress(FiguresRefused):
            propose(room, follower.code)


def _turn_the_next(room: Room) -> None:
    """What was just announced is what the flags of the lists that wait turn from."""
    for period in store.awaiting_leaders(room.tx):
        listed = flag_store.of_period(room.tx, period.id)
        held = flag_store.held_before(room.tx, period.ends_on)
        now = [(flag.unit, flag.category, flag.colour) for flag in listed]
        turns = {(turn.unit, turn.category): turn for turn in rotations.rotate(held, now)}
        for flag in listed:
            turn = turns[flag.unit, flag.category]
            flag_store.turn(room.tx, flag.id, turn.rotation, turn.streak)
        chores.put(room.tx, DRAW, 0, {"period": period.id, "hash": period.hash}, room.now)
        cards.refresh(room, "period", period.id)


def _propose_again(clock: Room, period: store.Period, found: Sequence[Ranking], digest: str) -> None:
    """Put the corrected figures in the place of the former."""
    store.freeze_again(clock.tx, period.id, found, digest)
    standing = matters.standing(clock.tx, "period", period.id)
    if standing is not None:
        moves.carry_out(clock, standing, periods.PeriodMove.PROPOSE_AGAIN, {"hash": digest})
    for account in _leaders(clock):
        clock.tell(account, sayings.Corrected(period=periods.name_of(period.code)))
