"""A province's rankings: 3,000 units, 11 indicators, 12 periods, as `domain/scoring/rankings.py` makes them, and beside it polars."""

import gc
import random
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
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
    """Rank all periods, `repetitions` times; `seconds` is the least that it took, on the processor's clock, and `with_rows_seconds` the
    least with every row read, one by one and by its names.

    Where polars is installed, it takes turns; `bench/README.md` says with what.
    """
    members = [
        units.Unit(code=f"U{n:04}", name=str(n), sequence=SEQUENCES[n % len(SEQUENCES)]) for n in range(size.units)
    ]
    measured = [_indicator(number) for number in range(size.indicators)]
    drawn = random.Random(SEED)
    periods = {f"P{number}": _values(f"P{number}", members, measured, drawn) for number in range(size.periods)}
    gc.collect()
    gc.freeze()  # what was drawn for the measurement is not part of it
    peer = _peer(members, measured, periods)
    took, read, beside, from_frames = [], [], [], []
    for number in range(size.repetitions):
        begun = time.process_time()
        for period, values in periods.items():
            rankings.rank(period, members, measured, values, (), rules.RuleSet())
        took.append(time.process_time() - begun)
        begun = time.process_time()
        for period, values in periods.items():
            for ranking in rankings.rank(period, members, measured, values, (), rules.RuleSet()):
                deque((*ranking.standings, *ranking.categories), 0)
        read.append(time.process_time() - begun)
        tell(f"  {number + 1} of {size.repetitions}: {took[-1]:.2f} s")
        if peer is not None:
            beside.append(peer.from_figures())
            from_frames.append(peer.from_frames())
            tell(f"    and polars: {beside[-1]:.2f} s, from frames {from_frames[-1]:.2f} s")
    figures = size.units * size.indicators * size.periods
    found = {
        "seconds": round(min(took), 3),
        "with_rows_seconds": round(min(read), 3),
        "us_per_figure": round(1e6 * min(took) / figures, 2),
        "size": asdict(size),
    }
    if peer is None:
        return found
    ranked = {
        period: rankings.rank(period, members, measured, values, (), rules.RuleSet())
        for period, values in periods.items()
    }
    return {
        **found,
        "polars_seconds": round(min(beside), 3),
        "ratio_to_polars": round(min(took) / min(beside), 2),
        "polars_from_frames_seconds": round(min(from_frames), 3),
        "ratio_to_polars_from_frames": round(min(took) / min(from_frames), 2),
        "rounded_otherwise_by_polars": peer.otherwise(ranked),
    }


def _peer(members: Sequence[units.Unit], measured: Sequence[Indicator], periods: Mapping[str, Sequence[Value]]) -> Any:
    """The same year in polars; None where it is not installed."""
    try:
        from bench.peers.polars_ranking import PolarsYear
    except ImportError:
        return None
    return PolarsYear(members, measured, periods)


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
