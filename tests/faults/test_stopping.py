"""SIGTERM in the middle of everything, and again a second later: the bot stops in order and in time, and loses nothing."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tests.faults.people import ledger, town
from tests.telegram.telegram_faults import held

PATIENCE_OF_SYSTEMD = 30.0  # seconds: TimeoutStopSec of the unit in docs/operating.md


async def test_sigterm_with_full_queues_and_again_a_second_later_stops_in_order_and_loses_nothing(
    template: Path, tmp_path: Path
) -> None:
    async with town.Town(template, tmp_path, seed=11) as here:
        await here.play_undisturbed()
        here.gather()
        here.nest.begin()
        await here.in_time(here.hears(20))
        never = asyncio.Event()
        here.telegram.whim = lambda method: held(never) if method.startswith(("send", "edit", "getFile")) else None
        await here.in_time(here.hears(20))

        ending = asyncio.create_task(here.nest.end(signal.SIGTERM))
        await asyncio.sleep(1)
        here.nest.signals(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_OF_SYSTEMD):
            death = await ending

        assert death.code == 0, here.nest.complaint()
        acknowledged = frozenset(here.record.acknowledged)
        with ledger.looking_at(here.home) as tx:
            assert ledger.left(tx), "the queues were full"
        (tmp_path / "autopsy").mkdir()
        assert ledger.after_a_kill(here.home, here.record, acknowledged, tmp_path / "autopsy").wrong == []
        here.telegram.whim = lambda method: None
        never.set()
        await here.calm_down()
        assert here.wrong() == []


async def test_a_house_that_something_holds_up_is_broken_off_in_time(template: Path, tmp_path: Path) -> None:
    async with town.Town(template, tmp_path, seed=12) as here:
        here.gather()
        here.nest.begin(unsound="never end")
        await here.in_time(here.hears(5))
        death = await here.nest.end(signal.SIGTERM)

        assert death.code == 1
        assert "broken off" in here.nest.complaint()
        (tmp_path / "autopsy").mkdir()
        acknowledged = frozenset(here.record.acknowledged)
        assert ledger.after_a_kill(here.home, here.record, acknowledged, tmp_path / "autopsy").wrong == []
