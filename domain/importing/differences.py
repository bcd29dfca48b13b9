"""What would change if a file were taken, and what jumps: shown to a person before it counts.

Lives here: `of_units`, `of_indicators`, `of_values` and the `Difference` they make. Pure. A jump is no fault: it is what a
slip of the pen, a percent sign or a lost point looks like, and a person says which it is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from statistics import median

from domain.scoring.indicators import Indicator, Value
from domain.scoring.standings import Ranking
from domain.units import Unit

FACTOR = 5  # a figure this many times what it was, or this small a part of it, is pointed at
UNLIKE_PEERS = 20  # the same beside the figures of the other units, where there is none from before
FEWEST_PEERS = 4
PLACES = 3  # a rank that moves by so many places, and by a third of the sequence, is pointed at


class Jumps(StrEnum):
    """How a figure is unlike what was there."""

    FACTOR = "factor"
    SIGN = "sign"
    ZERO = "zero"  # it was there and is nothing now
    MISSING = "missing"  # it was there and is 缺 now
    PEERS = "peers"  # unlike those of the other units


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValue:
    """Something that is there already and would be another. `of` names it by its codes, `field` what of it changes."""

    of: tuple[str, ...]
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A figure that is unlike what was there: in the period `against`, in the same one, or (empty) among its peers."""

    kind: Jumps
    period: str
    unit: str
    indicator: str
    before: Decimal
    after: Decimal | None
    against: str

    @property
    def times(self) -> Decimal:
        """How many times the greater of the two is the smaller; 0 where one of them is nothing."""
        if not self.after or not self.before:
            return Decimal(0)
        low, high = sorted((abs(self.before), abs(self.after)))
        return high / low


@dataclass(frozen=True, slots=True, kw_only=True)
class RankMove:
    """A unit whose rank would be another than in the period `against`."""

    period: str
    sequence: str
    unit: str
    before: int
    after: int
    of: int
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What taking a file would do. `gone` is what the office has and the file does not: it stays unless it is closed."""

    added: tuple[str, ...] = ()
    changed: tuple[ChangedValue, ...] = ()
    same: int = 0
    gone: tuple[str, ...] = ()
    jumps: tuple[Jump, ...] = ()
    moves: tuple[RankMove, ...] = ()

    @property
    def digest(self) -> str:
        """By which it is known again whether a file would still change the same."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def of_units(given: Iterable[Unit], known: Iterable[Unit]) -> Difference:
    """What would become of the register. A closed unit that is given again is opened."""
    return _of_codes({each.code: each for each in given}, {each.code: each for each in known})


def of_indicators(given: Iterable[Indicator], known: Iterable[Indicator]) -> Difference:
    """What would become of the indicators."""
    return _of_codes({each.code: each for each in given}, {each.code: each for each in known})


def of_values(given: Iterable[Value], known: Iterable[Value], before: Mapping[str, Sequence[Value]]) -> Difference:
    """What would become of the figures. `before`: for each period of the file, the figures of the one before it."""
    given = list(given)
    stored = {(each.period, each.unit, each.indicator): each for each in known}
    changed: list[ChangedValue] = []
    added: list[str] = []
    same = 0
    for each in given:
        was = stored.get((each.period, each.unit, each.indicator))
        if was is None:
            added.append(f"{each.period} {each.unit} {each.indicator}")
        elif (changes := _changes((each.period, each.unit, each.indicator), was, each, ("value", "target"))) == []:
            same += 1
        else:
            changed += changes
    return Difference(added=tuple(added), changed=tuple(changed), same=same, jumps=tuple(_jumps(given, stored, before)))


def moves(now: Sequence[Ranking], before: Sequence[Ranking], against: str) -> list[RankMove]:
    """The units whose rank is far from what it was, those that moved most first."""
    was = {
        (ranking.sequence, each.unit): each.rank
        for ranking in before
        for each in ranking.standings
        if each.rank is not None
    }
    found = [
        RankMove(
            period=ranking.period,
            sequence=ranking.sequence,
            unit=each.unit,
            before=old,
            after=each.rank,
            of=len(ranking.standings),
            against=against,
        )
        for ranking in now
        for each in ranking.standings
        if each.rank is not None and (old := was.get((ranking.sequence, each.unit))) is not None
        if abs(each.rank - old) >= max(PLACES, -(-len(ranking.standings) // 3))
    ]
    return sorted(found, key=lambda move: (-abs(move.after - move.before), move.unit))


def _of_codes(
    given: Mapping[str, Unit] | Mapping[str, Indicator], known: Mapping[str, Unit] | Mapping[str, Indicator]
) -> Difference:
    changed = [
        change
        for code, each in given.items()
        if code in known
        for change in _changes((code,), known[code], each, [field.name for field in fields(each)])
    ]
    touched = {change.of[0] for change in changed}
    return Difference(
        added=tuple(code for code in given if code not in known),
        changed=tuple(changed),
        same=sum(code in known and code not in touched for code in given),
        gone=tuple(code for code, each in known.items() if code not in given and not getattr(each, "is_closed", False)),
    )


def _changes(of: tuple[str, ...], was: object, now: object, names: Iterable[str]) -> list[ChangedValue]:
    pairs = ((name, getattr(was, name), getattr(now, name)) for name in names)
    return [
        ChangedValue(of=of, field=name, before=_text(old), after=_text(new)) for name, old, new in pairs if old != new
    ]


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(map(str, value))
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _jumps(
    given: Sequence[Value],
    stored: Mapping[tuple[str, str, str], Value],
    before: Mapping[str, Sequence[Value]],
) -> list[Jump]:
    earlier = {(period, each.unit, each.indicator): each for period, values in before.items() for each in values}
    peers: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for each in given:
        if each.value:
            peers[each.period, each.indicator].append(abs(each.value))
    found = [_jump(each, stored, earlier) or _unlike(each, peers, earlier) for each in given]
    return sorted(filter(None, found), key=lambda jump: (jump.kind is Jumps.FACTOR, -jump.times, jump.unit))


def _jump(
    each: Value, stored: Mapping[tuple[str, str, str], Value], earlier: Mapping[tuple[str, str, str], Value]
) -> Jump | None:
    key = (each.period, each.unit, each.indicator)
    was = stored.get(key) or earlier.get(key)
    if was is None or not was.value or was.value == each.value:
        return None
    kind = _kind(was.value, each.value, is_correction=key in stored)
    if kind is None:
        return None
    return Jump(
        kind=kind,
        period=each.period,
        unit=each.unit,
        indicator=each.indicator,
        before=was.value,
        after=each.value,
        against=was.period,
    )


def _kind(before: Decimal, after: Decimal | None, *, is_correction: bool) -> Jumps | None:
    if after is None:
        return Jumps.MISSING if is_correction else None
    if after == 0:
        return Jumps.ZERO
    if (before > 0) != (after > 0):
        return Jumps.SIGN
    low, high = sorted((abs(before), abs(after)))
    return Jumps.FACTOR if high >= low * FACTOR else None


def _unlike(
    each: Value, peers: Mapping[tuple[str, str], Sequence[Decimal]], earlier: Mapping[tuple[str, str, str], Value]
) -> Jump | None:
    """A figure of which there is none from before, far from those of the other units."""
    others = peers[each.period, each.indicator] if each.value else []
    if not each.value or len(others) < FEWEST_PEERS or (each.period, each.unit, each.indicator) in earlier:
        return None
    middle = median(others)
    low, high = sorted((middle, abs(each.value)))
    if high < low * UNLIKE_PEERS:
        return None
    return Jump(
        kind=Jumps.PEERS,
        period=each.period,
        unit=each.unit,
        indicator=each.indicator,
        before=middle,
        after=each.value,
        against="",
    )
