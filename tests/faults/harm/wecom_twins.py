"""Two processes on one PostgreSQL with WeCom before them: one pulls what citizens wrote, at the other the bell rings as often.

async with WecomTwins(template, folder, url, seed=1) as twins:
    await twins.play_undisturbed()
    await twins.rage(kills=20)
    await twins.wakes_late()              # the one that pulled was held up, and is there again
    assert await twins.hears_elsewhere()  # a bell at the one that does not pull
    await twins.calm_down()
    assert twins.wrong() == []

Nobody looks for what a lost bell was for: a bell that is passed on is all they have.
"""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

from tests.faults.harm import wecom_nemesis
from tests.faults.harm.nest import Nest
from tests.faults.harm.twins import HOMES, TERM, Twins
from tests.faults.harm.wecom_storm import WecomStorm
from tests.faults.people import wecom_speakers
from tests.faults.people.referee import handed_over
from tests.wecom.wecom_server import Fault

SOME = 12  # messages heard before and after
PULLS = "kf/sync_msg"
OLD_BELLS = 1.0  # seconds in which whoever begins to pull has heard those that were left before
ELSEWHERE = 6.0  # seconds after which a bell was not passed on


class WecomTwins(Twins, WecomStorm):
    """See above."""

    def __init__(self, template: Path, folder: Path, url: str, **given: Any) -> None:
        super().__init__(template, folder, url, **given)
        self._suffers = {"moment": wecom_nemesis.SUFFERS["moment"], "term": TERM}
        self._reasons = 0  # for another to pull, beside deaths

    async def stop(self) -> None:
        """Stop both: each may be the last that pulls."""
        self._reasons += len(self.nests)
        await super().stop()

    async def lives_on(self, *, unsound: str = "") -> None:
        """Let both live for a while, undisturbed."""
        self.gather(("wechat",))
        self._begin_both(unsound)
        await self.in_time(self.hears(4 * SOME))
        await self.everybody_goes()
        await self.stop()

    async def wakes_late(self) -> None:
        """The one that pulls is held up with a page on its way to it, until the other has pulled for a while; then it gets that page."""
        self.gather(("wechat",))
        self._begin_both()
        await self.in_time(self.hears(SOME))
        answer, server = asyncio.Event(), self._corporation.wecom
        server.fail(PULLS, Fault(held=answer))
        await wecom_speakers.looks(lambda: not server.is_failing(PULLS), wecom_speakers.PATIENCE)
        name, nest = self._puller()
        nest.signals(signal.SIGSTOP)
        self.balancer.take_out(name)
        await asyncio.gather(self.in_time(self.hears(SOME)), asyncio.sleep(2 * TERM))
        answer.set()
        nest.signals(signal.SIGCONT)
        self.balancer.take_in(name)
        self._reasons += 2
        self.tally["woke late"] += 1
        await self.in_time(self.hears(SOME))
        await self.finish()

    async def hears_elsewhere(self, *, unsound: str = "") -> bool:
        """Whether what a citizen writes is fetched where the bell rings at the one that does not pull."""
        self._begin_both(unsound)
        service = self._corporation.wecom.service
        before = service.asked
        await wecom_speakers.looks(lambda: service.asked > before, wecom_speakers.PATIENCE)
        await asyncio.sleep(OLD_BELLS)
        name, _ = self._puller()
        self.balancer.take_out(name)
        before, somebody = service.asked, next(e for e in reversed(self.record.speakers) if e.channel == "wechat")
        somebody.has_asked_again = True
        await self.platform.ask_again(self.record, somebody)
        is_heard = await wecom_speakers.looks(lambda: service.asked > before, ELSEWHERE)
        self.balancer.take_in(name)
        self.tally["rung elsewhere"] += is_heard
        await (self.finish() if is_heard else self.stop())
        return is_heard

    def pulled_at_once(self) -> list[str]:
        """Whether two pulled at once."""
        pullers = [each.who for each in self._corporation.wecom.asked if each.method == PULLS]
        return handed_over("asking customer service", pullers, self.deaths.total() + self._reasons)

    def wrong(self) -> list[str]:
        """What a storm finds, and two that pulled at once."""
        return super().wrong() + self.pulled_at_once()

    def _begin_both(self, unsound: str = "") -> None:
        for nest in self.nests:
            nest.begin(unsound=unsound, suffers=self._suffers)

    def _puller(self) -> tuple[str, Nest]:
        name = next(each.who for each in reversed(self._corporation.wecom.asked) if each.method == PULLS)
        return name, self.nests[HOMES.index(name)]
