"""A province's rankings: 3,000 units, 11 indicators, 12 periods, as `domain/scoring/rankings.py` makes them."""

import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from domain import units
from domain.mechanism import rules
from domain.scoring import rankings
from domain.scoring.indicators import Direction, Indicator, Value

SEQUENCES = "ABCDEFGHIJKL"
SECTIONS = {"规模": 30, "结构": 30, "项目": 40}
SEED = 20260101


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large the province is, and how often it is ranked."""

    units: int = 3000
    indicators: int = 11
    periods: int = 12
    repetitions: int = 3


async def measure(size: Size, tell: Callable[[str], None]) -> dict[str, Any]:
    """Rank all periods, `repetitions` times; `seconds` is the least that it took, on the processor's clock."""
    members = [
        units.Unit(code=f"U{n:04}", name=str(n), sequence=SEQUENCES[n % len(SEQUENCES)]) for n in range(size.units)
    ]
    measured = [_indicator(number) for number in range(size.indicators)]
    drawn = random.Random(SEED)
    periods = {f"P{number}": _values(f"P{number}", members, measured, drawn) for number in range(size.periods)}
    took = []
    for number in range(size.repetitions):
        begun = time.process_time()
        for period, values in periods.items():
            rankings.rank(period, members, measured, values, (), rules.RuleSet())
        took.append(time.process_time() - begun)
        tell(f"  {number + 1} of {size.repetitions}: {took[-1]:.2f} s")
    figures = size.units * size.indicators * size.periods
    return {"seconds": round(min(took), 3), "us_per_figure": round(1e6 * min(took) / figures, 2), "size": asdict(size)}


def _indicator(number: int) -> Indicator:
    section = list(SECTIONS)[number % len(SECTIONS)]
    return Indicator(
        code=f"I{number:02}",
        name=str(number),
        section=section,
        section_weight=Decimal(SECTIONS[section]),
        weight=Decimal(5 + number),
        direction=list(Direction)[number % len(Direction)],
        categories=(("绩效",), ("闯创干",), ())[number % 3],
    )


def _values(period: str, members: list[units.Unit], measured: list[Indicator], drawn: random.Random) -> list[Value]:
    return [
        Value(
            period=period,
            unit=unit.code,
            indicator=each.code,
            value=Decimal(drawn.randint(-2_000, 13_500)).scaleb(-2),
            target=Decimal(drawn.choice((80, 95, 100))) if each.direction is Direction.TARGET else None,
        )
        for unit in members
        for each in measured
    ]
