"""Units and the register they form.

Lives here: `Unit`, `Register`. Filled from `storage/units.py`; read by rankings, recusal and the finder in
`handlers/understanding/units.py`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from domain import errors


class RegisterRefused(errors.FlagpostError):
    """A register of units contradicts itself."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"The unit {code} {why}.")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A body of the office's register. `sequence` (同序列) names its peers, `parent` the unit above, if any."""

    code: str
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    sequence: str
    parent: str = ""
    is_closed: bool = False  # it is there for what refers to it; nothing new is about it

    @property
    def every_name(self) -> tuple[str, ...]:
        """All by which it is found letter by letter: its code first, then its names."""
        return (self.code, *(name for name in (self.name, self.short, *self.aliases) if name))


@dataclass(frozen=True, slots=True)
class Register:
    """All units, by code. Raises `RegisterRefused` for a code given twice, an unknown parent, a unit above itself."""

    units: tuple[Unit, ...]
    by_code: Mapping[str, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, Unit] = {}
        for unit in self.units:
            if unit.code in by_code:
                raise RegisterRefused(unit.code, "is in the register twice")
            by_code[unit.code] = unit
        object.__setattr__(self, "by_code", by_code)
        for unit in self.units:
            self._check_above(unit)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def get(self, code: str) -> Unit | None:
        """The unit of this code, if there is one."""
        return self.by_code.get(code)

    def above(self, code: str) -> Iterator[str]:
        """The codes of the units above this one, nearest first."""
        unit = self.by_code[code]
        while unit.parent:
            yield unit.parent
            unit = self.by_code[unit.parent]

    def sequence(self, name: str) -> tuple[Unit, ...]:
        """The units of one sequence, by code."""
        return tuple(sorted((unit for unit in self.units if unit.sequence == name), key=lambda unit: unit.code))

    def _check_above(self, unit: Unit) -> None:
        seen = {unit.code}
        while unit.parent:
            if unit.parent not in self.by_code:
                raise RegisterRefused(unit.code, f"names an unknown parent, {unit.parent}")
            if unit.parent in seen:
                raise RegisterRefused(unit.code, "stands above itself")
            seen.add(unit.parent)
            unit = self.by_code[unit.parent]


def is_same_or_above(register: Register, a: str, b: str) -> bool:
    """Whether unit `a` is unit `b` or stands above it. A unit the register does not know is only the same as itself."""
    return a == b or (b in register and a in register.above(b))


def is_in_line(register: Register, a: str, b: str) -> bool:
    """Whether one of the two is the other or stands above it: the chain that forbids deciding (回避, the law §2)."""
    return is_same_or_above(register, a, b) or is_same_or_above(register, b, a)


def measured(register: Register, with_figures: Collection[str]) -> list[Unit]:
    """The units that a period ranks: the open ones, and a closed one where it has figures of that period."""
    return [unit for unit in register if not unit.is_closed or unit.code in with_figures]
