"""A period's flags before those who decide: proposed from the figures, struck, authorised, confirmed.

`propose` begins one when figures have come; the matter is moved by leaders at its card. Once it is
confirmed, its announcement is rendered (`bot/publishing/publishing.py`) and goes on in `handlers/announcements.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain import announcements as announcement_law
from domain import flag_notices, flags, periods, units
from domain.cards import CardView
from domain.mechanism import procedure
from domain.mechanism.standing import Event, Running, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Choice, Saying, Term
from domain.sayings import periods as sayings
from domain.scoring import rankings
from domain.scoring.standings import Ranking
from handlers import flag_reasons, period_cards
from handlers import flags as notices
from handlers.conversation import announcing, cards, moves, relatives, several
from handlers.conversation.room import Room
from handlers.desk import ringing
from storage import announcements as announcement_store
from storage import figures, matters
from storage import flags as flag_store
from storage import people as accounts
from storage import periods as store
from storage import units as unit_store
from storage.road import chores

DRAW = "draw_period"  # the chore that draws what is proposed
READERS = (Role.LEADER, Role.COMMITTEE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What became of a period whose figures came: its flags, or the sequences whose figures are still awaited."""

    code: str
    awaited: tuple[str, ...] = ()
    reds: int = 0
    yellows: int = 0
    is_unchanged: bool = False


class PeriodMatter:
    """The period as a matter."""

    procedure = periods.PROCEDURE

    def view(self, room: Room, matter_id: int) -> CardView | None:
        """The list of flags with the figures behind each; the moves are the leaders'."""
        period = store.of_id(room.tx, matter_id)
        seen = moves.loaded(room, "period", matter_id)
        if period is None or seen is None or not room.actor.roles & frozenset(READERS):
            return None
        return period_cards.face(room, period, *seen)

    def facts(self, room: Room, standing: Standing) -> Facts:
        """What every matter looks at; what the list has and what it lacks."""
        return replace(moves.common_facts(room, standing), case=period_cards.case(room, standing.id))

    def may_see(self, room: Room, standing: Standing, facts: Facts) -> bool:
        """Leaders and committee members."""
        return bool(room.actor.roles & frozenset(READERS))

    def suggested(self, room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
        """The flags that may be answered, where several are asked for."""
        return period_cards.choices(room, matter_id, asked) if asked in period_cards.LISTS else ()

    def stakes(self, room: Room, matter_id: int, move: str) -> Saying | None:
        """Before a list is confirmed: how many flags stand, and how many were struck."""
        return period_cards.stakes(room, matter_id) if move == periods.Move.CONFIRM else None

    def followed(self, room: Room, event: Event) -> None:
        """Remember what the move says and say that it is done; a confirmed list is rendered next."""
        number = event.after.id
        if event.move == periods.Move.WHY:
            flag_reasons.tell(room, number, several.ids(event.given["about"]))
            return
        relatives.follow(room, event)
        if event.by.person_id is not None:
            self._answer(room, number, event.move)
        if event.move in _CHANGES:
            _CHANGES[periods.Move(event.move)](room, event)
        elif event.move == periods.Move.CONFIRM:
            announcing.announce(room, event)
        elif event.move == periods.Move.ANNOUNCE:
            _turn_the_next(room)
        elif event.move == periods.Move.RETURN:
            _returned(room, event)
        elif event.move == periods.Move.EXPIRE:
            for account in accounts.accounts_with(room.tx, (*READERS, Role.ADMIN)):
                room.tell(account, sayings.Lapsed(period=self._name(room, number)))

    def readers(self, room: Room, matter_id: int) -> Sequence[int]:
        """Leaders hold its card; committee members see it when they ask."""
        return accounts.accounts_with(room.tx, (Role.LEADER,))

    def reminded(self, room: Room, standing: Standing, term: Running, kind: str) -> None:
        """Remind the leaders: their desk counts the lists that wait."""
        ringing.ring_leaders(room)

    def _tell(self, room: Room, matter_id: int, saying: Saying) -> None:
        for account in self.readers(room, matter_id):
            room.tell(account, saying)

    def _answer(self, room: Room, number: int, move: str) -> None:
        """The card changes where it stands, maybe far above: whoever moved it hears that it is done, where they are."""
        if move == periods.Move.CONFIRM:
            room.reply(sayings.Confirmed(period=self._name(room, number)))
            return
        again = Choice(value="/flags", label=Term("menu", "flags"))
        room.reply(sayings.Noted(period=self._name(room, number), move=Term("move", move)), (again,))

    def _name(self, room: Room, matter_id: int) -> sayings.Name:
        period = store.of_id(room.tx, matter_id)
        return periods.name_of(period.code if period else "")


def _returned(room: Room, event: Event) -> None:
    """Its announcement was sent back or lapsed: the list is open again before the leaders."""
    number = event.after.id
    period = store.of_id(room.tx, number)
    name = periods.name_of(period.code if period else "")
    told = sayings.Returned(period=name, who=event.given.get("who", ""), reason=event.given.get("reason", ""))
    for account in PeriodMatter().readers(room, number):
        room.tell(account, told)
        cards.show(room, "period", number, account)


def _strike(room: Room, event: Event) -> None:
    _move_flags(room, event.given["flags"], flag_notices.Move.STRIKE, {"reason": event.given["reason"]})


def _unstrike(room: Room, event: Event) -> None:
    _move_flags(room, event.given["struck"], flag_notices.Move.UNSTRIKE, {})


def _move_flags(room: Room, chosen: str, move: str, given: dict[str, str]) -> None:
    for flag in several.ids(chosen):
        standing = matters.standing(room.tx, "flag", flag)
        if standing is not None:
            moves.carry_out(room, standing, move, given)


_CHANGES: Mapping[periods.Move, Callable[[Room, Event], None]] = {
    periods.Move.STRIKE: _strike,
    periods.Move.UNSTRIKE: _unstrike,
    periods.Move.SET_AUTHORISATION: lambda room, event: store.authorise(
        room.tx, event.after.id, event.given["number"].strip()
    ),
    periods.Move.WAIVE: lambda room, event: store.waive(room.tx, event.after.id, event.given["reason"]),
}


def propose(room: Room, code: str) -> Proposed:
    """Propose the flags of a period from the figures that are there, anew where they were corrected.

    Raises `AlreadyAnnounced` where announced figures would change, `PeriodUnknown` and `FiguresRefused`. The clock is the
    author. What leaders had decided about a former list no longer counts, and its announcement is called off.
    """
    period = store.of_code(room.tx, code)
    rules = room.office.rules if period is None else room.office.rules_of(period.rules)
    ends_on = periods.ends_on(code, rules)
    values = figures.values(room.tx, code)
    members = units.measured(unit_store.register(room.tx), {each.unit for each in values})
    found = rankings.rank(code, members, figures.indicators(room.tx), values, (), rules)
    digest = periods.digest(found)
    if period is not None and period.hash == digest and period.stage is not periods.Stage.EXPIRED:
        return Proposed(code=code, is_unchanged=True)
    if period is not None and period.stage is periods.Stage.ANNOUNCED:
        raise periods.AlreadyAnnounced
    awaited = periods.awaited(found)
    if awaited and period is None:
        return Proposed(code=code, awaited=tuple(awaited))
    clock = room.acting_as(CLOCK)
    if period is None:
        given = {"hash": digest}
        events = procedure.beginning(
            periods.PROCEDURE, (periods.Move.PROPOSE,), rules, room.office.calendar, room.at, given=given
        )
        number = store.propose(room.tx, code, ends_on, found, digest, events, moves.reminders_of(room, events[-1]))
    else:
        number = period.id
        _propose_again(clock, period, found, digest)
    proposals = flags.propose(
        [score for ranking in found for score in ranking.categories], flag_store.held_before(room.tx, ends_on), rules
    )
    notices.propose(clock, number, flag_notices.numbers(code, proposals), rules)
    chores.put(room.tx, DRAW, 0, {"period": number, "hash": digest}, room.now)
    for account in PeriodMatter().readers(clock, number):
        cards.show(clock, "period", number, account)
    reds = sum(proposal.colour is flags.Colour.RED for proposal in proposals)
    return Proposed(code=code, reds=reds, yellows=len(proposals) - reds)


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


def awaiting(room: Room) -> list[int]:
    """The periods that wait for this actor (待办)."""
    return [period.id for period in store.awaiting_leaders(room.tx)] if Role.LEADER in room.actor.roles else []


def _turn_the_next(room: Room) -> None:
    """What was just announced is what the flags of the lists that wait turn from."""
    for period in store.awaiting_leaders(room.tx):
        listed = flag_store.of_period(room.tx, period.id)
        held = flag_store.held_before(room.tx, period.ends_on)
        now = [(flag.unit, flag.category, flag.colour) for flag in listed]
        turns = {(turn.unit, turn.category): turn for turn in flags.rotate(held, now)}
        for flag in listed:
            turn = turns[flag.unit, flag.category]
            flag_store.turn(room.tx, flag.id, turn.rotation, turn.streak)
        chores.put(room.tx, DRAW, 0, {"period": period.id, "hash": period.hash}, room.now)
        cards.refresh(room, "period", period.id)


def _propose_again(clock: Room, period: store.Period, found: Sequence[Ranking], digest: str) -> None:
    """Put the corrected figures in the place of the former; call off what was about to be announced."""
    before = announcement_store.latest_about(clock.tx, period.id)
    if before is not None and before.stage in (announcement_law.Stage.PROPOSED, announcement_law.Stage.APPROVED):
        standing = matters.standing(clock.tx, "announcement", before.id)
        if standing is not None:
            moves.carry_out(clock, standing, announcement_law.Move.CANCEL, {})
    store.freeze_again(clock.tx, period.id, found, digest)
    standing = matters.standing(clock.tx, "period", period.id)
    if standing is not None:
        moves.carry_out(clock, standing, periods.Move.PROPOSE_AGAIN, {"hash": digest})
    for account in PeriodMatter().readers(clock, period.id):
        clock.tell(account, sayings.Corrected(period=periods.name_of(period.code)))
