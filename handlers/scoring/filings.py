"""Filings: opened by the clock for what nobody has brought, entered in chat, kept as figures, ranked once all are there (the law §6.1)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain import items
from domain.importing.problems import CellFault
from domain.matters.scoring import filings as law
from domain.matters.scoring import periods
from domain.mechanism.columns import OF_UNIT, Relation
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Choice, Term
from domain.sayings.scoring import filings as sayings
from domain.scoring.indicators import Direction, Indicator, Value
from domain.units import Unit
from handlers.conversation.forms.figure_answers import MISSING, FigurePlace
from handlers.conversation.procedures import cards, derived, moves, relatives, views
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.scoring import periods as lists
from storage import matters
from storage.road import reach
from storage.scoring import figures
from storage.scoring import periods as period_store

KIND = law.PROCEDURE.matter
WAITING = ("open", "late", "checking")
FILED_IN = ("open", "late")
LISTED = 60


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a filing is about: the indicator, its peers in the register, and their figures by unit."""

    indicator: Indicator
    period: str
    units: Sequence[Unit]
    now: Mapping[str, Value]

    def missing(self) -> list[Unit]:
        """The units of which nothing is known."""
        return [unit for unit in self.units if unit.code not in self.now]


def open_for(room: Room, code: str) -> None:
    """Ask for the figures of a period: of each unit that answers for indicators those that nobody has brought and that are not frozen."""
    last_day = periods.ends_on(code, room.office.rules)
    clock, nobodys, due = room.acting_as(CLOCK), [], dict[str, Counter[date]]()
    for indicator in figures.indicators(room.tx):
        days = _days(room, indicator.due_day, indicator.freeze_day, last_day)
        if days.frozen_on < room.today or not _measured(room, indicator, code).missing():
            continue
        if room.office.register.get(indicator.owner) is None:
            nobodys.append(indicator.name)
            continue
        own = {"indicator": indicator.code, "period": code}
        own |= {"due_on": days.due_on.isoformat(), "freeze_on": days.frozen_on.isoformat()}
        new = replace(relatives.new(clock, KIND), unit=indicator.owner, own=own)
        made = relatives.begun(clock, new, "open", {})
        assert isinstance(made, Event), "nothing stands in its way"
        due.setdefault(indicator.owner, Counter())[days.due_on] += 1
    buttons = tuple(Choice(value=f"/{each}", label=Term("menu", each)) for each in ("filings", "values"))
    name = periods.name_of(code)
    for unit, numbers in due.items():
        lines = tuple(sayings.FilingDue(number=number, due=due_on) for due_on, number in sorted(numbers.items()))
        for account in reach.of_roles(room.tx, room.now, sorted(OF_UNIT[Relation.DATA_UNIT]), unit):
            room.tell(account, sayings.FilingOpened(period=name, lines=lines), buttons)
    for account in reach.of_roles(room.tx, room.now, (Role.ADMIN,)) if nobodys else ():
        room.tell(account, sayings.NobodyFiles(period=name, indicators=tuple(nobodys)))


def frozen_on(room: Room, last_day: date) -> date:
    """The day on which the last of the figures of a period are frozen that ended with this day."""
    own = figures.days(room.tx) or [(None, None)]
    return max(_days(room, *each, last_day).frozen_on for each in own)


def _days(room: Room, due_day: int | None, freeze_day: int | None, last_day: date) -> law.FilingDays:
    return law.days(due_day, freeze_day, last_day, room.office.rules, room.office.calendar)


def show(room: Room, rest: str) -> None:
    """数据填报: what one's own unit has to file, or may still correct; to reviewers what all units have not filed yet."""
    is_of_office = Role.REVIEWER in room.actor.roles
    every = _waiting(room) if is_of_office else matters.of_unit(room.tx, KIND, room.actor.unit, LISTED)
    found = sorted(
        (each for each in every if each.stage != "frozen"), key=lambda each: (each.stage == "filed", each.unit, each.id)
    )
    if not found:
        room.reply(sayings.NoFilings())
    elif len(found) == 1:
        cards.show(room, KIND, found[0].id, room.actor.account_id)
    else:
        names = {each.code: each.name for each in figures.indicators(room.tx)}
        lines = tuple(
            sayings.FilingLine(
                place=place,
                unit=room.office.name_of(each.unit) if is_of_office else "",
                indicator=names[each.own["indicator"]],
                period=periods.name_of(each.own["period"]),
                stage=Term(f"stage.{KIND}", each.stage),
                missing=len(_of(room, each).missing()) or None,
                due=views.day_of(room, each),
            )
            for place, each in enumerate(found[:LISTED], 1)
        )
        buttons = tuple(
            Choice(value=derived.place_of(each), text=str(place), parts=(line.indicator,))
            for place, (each, line) in enumerate(zip(found, lines, strict=False), 1)
        )
        by_file = () if is_of_office else (Choice(value="/values", label=Term("menu", "values")),)
        unit = "" if is_of_office else room.office.name_of(room.actor.unit)
        room.reply(sayings.FilingsDue(unit=unit, lines=lines), (*buttons, *by_file))


@dataclass(frozen=True, slots=True)
class Filing:
    """What a unit has to file, and has filed: by period and indicator the stage, and the figures by unit."""

    known: Mapping[tuple[str, str], tuple[str, Mapping[str, Value]]]

    def refused(self, given: Value) -> CellFault | None:
        """Why a figure is not taken from this unit by a file; what is left empty is passed over, what is there already is no change."""
        if given.value is None:
            return None
        stage, now = self.known.get((given.period, given.indicator), ("", {}))
        if not stage:
            return CellFault.NOT_TO_BE_FILED
        return None if stage in FILED_IN or now.get(given.unit) == given else CellFault.FILED_ALREADY


def of_unit(room: Room, unit: str) -> Filing:
    """What a unit has to file."""
    return Filing(
        {
            (each.own["period"], each.own["indicator"]): (each.stage, _of(room, each).now)
            for each in matters.of_unit(room.tx, KIND, unit, LISTED)
        }
    )


def to_be_filed(room: Room, unit: str) -> list[tuple[str, ...]]:
    """The rows of a file that a unit has to fill in: period, unit, indicator, nothing yet, and the target where one is known."""
    waiting = [each for each in matters.of_unit(room.tx, KIND, unit, LISTED) if each.stage in FILED_IN]
    return [
        (
            measured.period,
            room.office.name_of(place.unit),
            measured.indicator.name,
            "",
            place.target if place.has_target else "",
        )
        for measured in (_of(room, each) for each in reversed(waiting))
        for place in _places(room, measured, {})
        if not place.value
    ]


def take_file(room: Room, values: Sequence[Value]) -> int:
    """File what a file says, as whoever sent it; return how many figures."""
    room = replace(
        room.acting_as(replace(room.actor, account_id=0)), heard=[]
    )  # one summary is said for the whole file
    number = 0
    for each in reversed(matters.of_unit(room.tx, KIND, room.actor.unit, LISTED)):
        own = [
            value for value in values if (value.period, value.indicator) == (each.own["period"], each.own["indicator"])
        ]
        if own and each.stage in FILED_IN:
            case = _case(room, each)
            move = "enter_own" if case is not None and case.has_own else "enter"
            given = {law.FIGURES.name: items.write([_item(room, value) for value in own])}
            number += len(own) if moves.carry_out(room, each, move, given) is not None else 0
    return number


def note_import(room: Room, codes: Sequence[str]) -> None:
    """Figures of these periods came by a file: what is whole now need not be filed any more."""
    clock = room.acting_as(CLOCK)
    for each in _waiting(room):
        if each.own["period"] in codes and not _of(room, each).missing():
            moves.carry_out(clock, each, "note_import", {})


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The figures as they are kept, and on top of them those that wait to be checked."""
    measured = _of(room, standing)
    given = {each["unit"]: each for each in items.read(standing.own.get("figures", ""))}
    places = _places(room, measured, given if standing.stage == "checking" else {})
    missing = len([each for each in places if not each.value])
    return Found(
        values={
            "indicator": measured.indicator.name,
            "period": periods.name_of(measured.period),
            "figures": tuple(_line(number, each) for number, each in enumerate(places, 1)),
            "missing": str(missing) if missing else "",
        }
    )


def _line(number: int, own: FigurePlace) -> sayings.FiledFigure:
    is_missing = own.value in ("", MISSING)
    return sayings.FiledFigure(
        place=number,
        unit=own.names[0],
        value="" if is_missing else own.value,
        missing=Term("picture", "missing") if is_missing else None,
        target=own.target if own.has_target else "",
    )


def _options(room: Room, filing_id: int, asked: str) -> tuple[str, ...]:
    """Every unit that is measured, with what is known of it."""
    standing = matters.standing(room.tx, KIND, filing_id) if asked == law.FIGURES.name else None
    return tuple(each.option() for each in _places(room, _of(room, standing), {})) if standing is not None else ()


def _case(room: Room, standing: Standing) -> law.FilingCase | None:
    if "indicator" not in standing.own:
        return None
    measured = _of(room, standing)
    period = period_store.of_code(room.tx, measured.period)
    return law.FilingCase(
        has_own=standing.unit in {unit.code for unit in measured.units},
        is_announced=period is not None and period.stage is periods.PeriodStage.ANNOUNCED,
    )


def _keep(room: Room, event: Event) -> None:
    """What was filed counts from now on; what is still missing is asked for again."""
    own = event.after.own
    given = items.read(event.given.get(law.FIGURES.name, "") or own[law.FIGURES.name])
    figures.keep(room.tx, (_value(each, own["period"], own["indicator"]) for each in given))
    if _of(room, event.after).missing():
        moves.carry_out(room.acting_as(CLOCK), event.after, "ask_missing", {})
    _rank(room, event)


def _rank(room: Room, event: Event) -> None:
    """Propose the flags of the period anew; for the first time once nothing of it is to be filed any more."""
    code = event.after.own["period"]
    if period_store.of_code(room.tx, code) is not None or all(each.own["period"] != code for each in _waiting(room)):
        lists.propose(room, code)


EFFECTS: Mapping[str, Effect] = {"keep_figures": _keep, "rank_figures": _rank}
ADDS = Adds(finds=found, case=_case, options=_options)


def _waiting(room: Room) -> list[Standing]:
    return matters.waiting(room.tx, KIND, WAITING)


def _value(item: items.Item, period: str, indicator: str) -> Value:
    value, target = item["value"], item["target"]
    return Value(
        period=period,
        unit=item["unit"],
        indicator=indicator,
        value=None if value == MISSING else Decimal(value),
        target=Decimal(target) if target else None,
    )


def _item(room: Room, value: Value) -> items.Item:
    return {
        "unit": value.unit,
        "name": room.office.name_of(value.unit),
        "value": MISSING if value.value is None else f"{value.value:f}",
        "target": f"{value.target:f}" if value.target else "",
    }


def _of(room: Room, standing: Standing) -> _Measured:
    return _measured(room, figures.indicator(room.tx, standing.own["indicator"]), standing.own["period"])


def _measured(room: Room, indicator: Indicator, code: str) -> _Measured:
    now = {each.unit: each for each in figures.of_indicator(room.tx, code, indicator.code)}
    members = [unit for unit in room.office.register if indicator.applies_to(unit.sequence)]
    return _Measured(indicator, code, [unit for unit in members if not unit.is_closed or unit.code in now], now)


def _places(room: Room, measured: _Measured, given: Mapping[str, items.Item]) -> list[FigurePlace]:
    """The units with what is known of them: what was given, else what is kept; a target is that of the period before where none is."""
    earlier = periods.before(figures.periods(room.tx), measured.period, room.office.rules)
    before = {each.unit: each for each in figures.of_indicator(room.tx, earlier, measured.indicator.code)}
    return list(_placed(measured, before, given))


def _placed(measured: _Measured, before: Mapping[str, Value], given: Mapping[str, items.Item]) -> Iterator[FigurePlace]:
    for unit in measured.units:
        now, then, new = measured.now.get(unit.code), before.get(unit.code), given.get(unit.code)
        kept = "" if now is None else MISSING if now.value is None else f"{now.value:f}"
        target = next((each.target for each in (now, then) if each is not None and each.target), None)
        yield FigurePlace(
            unit=unit.code,
            names=tuple(dict.fromkeys((unit.short or unit.name, *unit.every_name[1:]))),
            value=new["value"] if new else kept,
            target=new["target"] if new else f"{target:f}" if target else "",
            before=f"{then.value:f}" if then and then.value is not None else "",
            has_target=measured.indicator.direction is Direction.TARGET,
        )
