"""Closing a period twice changes nothing, in whatever order anybody does anything of it again (the law §5, `close_period`)."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import FlagpostError
from domain.importing.columns import ImportKind
from domain.matters.scoring.periods import PeriodMove
from handlers.conversation.procedures import moves
from storage import announcements
from storage.database import Tx
from storage.road import pages
from tests.handlers.procedures import test_decided_flags as flags
from tests.support.announcing_house import House, nth

house = flags.house
AGAIN = ("bring", "ring", "render", "sign", *(move.value for move in PeriodMove if move is not PeriodMove.WHY))


async def again(house: House, what: str, period: int, seed: int) -> None:
    """Do something again that closed a period; the figures come in another order."""
    if what == "bring":
        head, *rows = flags.figures("2025-P6", "2026-P1").decode().splitlines()
        random.Random(seed).shuffle(rows)
        with suppress(FlagpostError):  # it was announced
            await house.bring(ImportKind.VALUES, "\n".join([head, *rows]).encode())
    elif what == "ring":
        await house.ring()
    elif what == "render":
        await house.render()
    elif what == "sign":
        await flags.signed(house, period)
    else:
        await house.act("甲", "period", period, what, {})
        await house.write(lambda tx: moves.carry_out(house.room(tx), nth(tx, "period", period), what, {}) and None)


async def all_there_is(house: House, period: int) -> list[Any]:
    """Where every matter stands, every flag, what the unit and everybody was told, and what may be said of the period."""

    def work(tx: Tx) -> list[Any]:
        told = [row.id for row in pages.page(tx, house.accounts["联"], 0)]
        said = announcements.latest_about(tx, period)
        rows = tx.all("SELECT id, kind, stage, epoch FROM matter ORDER BY id")
        hung = tx.all("SELECT id, rotation, streak, acknowledged_at FROM flag ORDER BY id")
        return [rows, hung, told, said]

    return [*await house.read(work), await house.said("web")]


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from(AGAIN), st.integers(0, 99)), min_size=1, max_size=8))
async def test_a_period_that_is_closed_again_hangs_nothing_tells_nobody_and_is_not_said_again(
    house: House, steps: list[tuple[str, int]]
) -> None:
    period = int(await house.read(lambda tx: tx.value("SELECT MAX(id) FROM matter WHERE kind = 'period'")))
    before = await all_there_is(house, period)
    assert any(kind == "flag" and stage == "hung" for _, kind, stage, _ in before[0])
    for what, seed in steps:
        await again(house, what, period, seed)
    assert await all_there_is(house, period) == before
