"""Everything but death, on WeCom: calls that fail in every way, tokens that die, an address that is not trusted, bells that are
lost, pages with nothing on them, callbacks brought again, and messages that come back long after they were taken.

Scenes as those of `nemesis.py`, for a town whose platform is `tests/faults/people/corporation.py`.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

from tests.faults.harm.handicaps import Handicaps
from tests.faults.people.corporation import Corporation
from tests.faults.people.town import Town
from tests.faults.people.wecom_speakers import looks
from tests.wecom.wecom_server import Fault

Scene = Callable[[Town], Awaitable[None]]

SOME = 12  # messages heard before and after
FAULTY = 0.15  # of the calls
SUFFERS: Handicaps = {"moment": 0.3, "safety": 0.5}
PASSING = (
    *(Fault(code=-1), Fault(code=45009), Fault(code=45033), Fault(status=502)),
    *(Fault(is_cut=True), Fault(is_cut=True, is_done=True), Fault(is_cut=True, is_done=True)),
)
AT_ONCE = 16  # callbacks
TOKENS = 12  # that die
FOR = 1.0  # seconds nothing goes out
A_WHILE = 20.0  # seconds in which what was only put off is done


async def stuttering(town: Town) -> None:
    """One call in seven fails: busy, too many, a gateway's page, a line that is cut before or after it was done (F19, F20)."""
    wecom = corporation(town).wecom
    wecom.messages.menu, wecom.whim = [], whims(town.drawn, FAULTY)
    wecom.fail("menu/create", Fault(code=-1))
    town.gather()
    town.nest.begin(suffers=SUFFERS)
    await town.in_time(town.hears(4 * SOME))
    wecom.whim = lambda path: None
    if not await looks(lambda: bool(wecom.menu), A_WHILE):
        town.found.append("there is no menu below the conversation, though WeCom was only busy")
    await town.finish()


async def dying_tokens(town: Town) -> None:
    """Tokens die in the middle of everything; each is asked for once (F18)."""
    wecom = corporation(town).wecom
    town.gather()
    town.nest.begin(suffers=SUFFERS)
    before = len(wecom.issued)
    for _ in range(TOKENS):
        await town.in_time(town.hears(3))
        wecom.kill_tokens()
    await town.finish()
    if len(wecom.issued) - before > TOKENS + 1:
        town.found.append(f"{len(wecom.issued) - before} tokens were asked for in the place of {TOKENS}")


async def not_trusted(town: Town) -> None:
    """This machine's address is not trusted for a while: nothing goes out, and everything does afterwards (F19)."""
    wecom = corporation(town).wecom
    town.gather()
    town.nest.begin(suffers=SUFFERS)
    await town.in_time(town.hears(SOME))
    wecom.is_trusted = False
    await asyncio.sleep(FOR)
    wecom.is_trusted = True
    await town.in_time(town.hears(SOME))
    await town.finish()


async def lost_bells(town: Town) -> None:
    """Nobody rings; and when somebody looks, there are pages with nothing on them, two items to a page."""
    service = corporation(town).wecom.service
    service.page, service.has_empty_pages, service.is_ringing = 2, True, False
    town.gather(("wechat",))
    town.nest.begin(suffers=SUFFERS)
    await town.in_time(town.hears(2 * SOME))
    await town.rest()
    service.page, service.has_empty_pages, service.is_ringing = 1000, False, True
    await town.stop()


async def repeated(town: Town) -> None:
    """Every callback that was ever taken comes three times more, out of order, before and after a restart (F10)."""
    wecom = corporation(town).wecom
    calls, gate = wecom.taken * 3, asyncio.Semaphore(AT_ONCE)
    for _ in range(2):
        town.nest.begin(suffers=SUFFERS)
        town.drawn.shuffle(calls)
        await town.in_time(asyncio.gather(*(_through(gate, wecom.brings_again(call)) for call in calls)))
        await town.finish()
    town.tally["brought again"] += 2 * len(calls)


async def coming_back(town: Town) -> None:
    """What was taken for a citizen did not arrive after all, as WeCom says later: they are told when they write."""
    platform = corporation(town)
    platform.fails_later = True
    town.gather(("wechat",))
    town.nest.begin(suffers=SUFFERS)
    await town.in_time(town.hears(3 * SOME))
    await town.rest()
    platform.fails_later = False
    town.tally["came back"] += platform.failed
    await town.stop()


async def polite(town: Town) -> None:
    """Asked to stop while every call waits for its answer (F05)."""
    wecom = corporation(town).wecom
    town.gather()
    town.nest.begin(suffers=SUFFERS)
    await town.in_time(town.hears(SOME))
    never = asyncio.Event()
    wecom.whim = lambda path: Fault(held=never) if path != "kf/sync_msg" else None
    await town.in_time(town.hears(SOME))
    await town.stop()
    wecom.whim = lambda path: None
    never.set()
    await town.calm_down()


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (stuttering, dying_tokens, not_trusted, lost_bells, coming_back, polite, repeated)
}


def corporation(town: Town) -> Corporation:
    """The platform of such a town."""
    assert isinstance(town.platform, Corporation)
    return town.platform


def whims(drawn: random.Random, share: float) -> Callable[[str], Fault | None]:
    """Let such a share of all calls fail."""
    return lambda path: drawn.choice(PASSING) if drawn.random() < share else None


async def _through(gate: asyncio.Semaphore, work: Awaitable[None]) -> None:
    async with gate:
        await work
