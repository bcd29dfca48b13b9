"""Playing the demo: a county is made, served until stopped, and cleared away; whoever wants another one gets it in its place.

With WeCom the county has a corporation of its own (`bot/demo/corporation.py`), which goes with it.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path

from bot import clocks, home, setting_values, settings
from bot.demo import corporation, doors, pages, story
from bot.demo.house import County, Say, found_county
from bot.demo.phones import Phones
from bot.house import serving, wiring
from domain.errors import FlagpostError


class FolderTaken(FlagpostError):
    """There is an office in that folder already."""


def play(host: str, port: int, folder: Path | None, say: Say, *, with_wecom: bool) -> None:
    """Make the county, serve it at this address until stopped, and clear it away. `say` tells how far it is. Raises FolderTaken where
    somebody's office, or an earlier county, is in the folder: only whoever made it had the keys of its panes."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        if home.of(settings.load({"FLAGPOST_HOME": str(folder)})).is_made():
            raise FolderTaken(told="office", folder=folder)
    serving.run(_play(host, port, folder, say, with_wecom=with_wecom))


async def _play(host: str, port: int, folder: Path | None, say: Say, *, with_wecom: bool) -> None:
    """Serve one county after the other: whoever plays may want to begin anew, and time is never turned back.

    The first is made in the folder, where one was asked for; every other in one that is cleared away.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    wanted = {"FLAGPOST_WEB": address, **_language()}
    given = settings.load(wanted)
    door, ending = doors.DemoDoor(given.locale), asyncio.Event()
    with serving.listen(given.host, given.port) as listener:
        server = asyncio.create_task(serving.serve(door, listener, closing=ending.set))
        kept = folder
        while not ending.is_set():
            with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="flagpost-demo-", dir=folder) as at:
                await _one_county({**wanted, "FLAGPOST_HOME": str(at)}, door, ending, say, with_wecom=with_wecom)
            kept = None
        await server


async def _one_county(
    wanted: Mapping[str, str], door: doors.DemoDoor, ending: asyncio.Event, say: Say, *, with_wecom: bool
) -> None:
    """Make a county, and let everybody in until the server ends or whoever plays wants another one."""
    say("making", {})
    async with opened(wanted, with_wecom=with_wecom) as county:
        waits = {asyncio.create_task(_live(county, door, say)), asyncio.create_task(ending.wait())}
        done, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for each in left:
            each.cancel()
        door.closes()
        county.house.close()
        await door.all_left()
        for each in done:
            each.result()  # what went wrong is not to be kept quiet


@asynccontextmanager
async def opened(wanted: Mapping[str, str], *, with_wecom: bool) -> AsyncIterator[County]:
    """The house of a county in which nothing has happened yet, on a clock of its own; with WeCom, beside its corporation."""
    clock = clocks.LegalClock(story.BEGINS_AT)
    given = settings.load(wanted)
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(corporation.opened(clock, given.locale)) if with_wecom else None
        if office is not None:
            given = settings.load({**wanted, **office.settings})
        home.make(home.of(given))
        house = await stack.enter_async_context(wiring.open_house(given, is_demo=True, clock=clock))
        if office is None:
            yield County(house)
            return
        office.calls(house)
        yield County(house, Phones(office.server, house))


async def _live(county: County, door: doors.DemoDoor, say: Say) -> None:
    """Let a county come to life, and open its door for as long as it is wanted."""
    house = county.house

    def come_to(stage: str, facts: Mapping[str, object]) -> None:
        door.comes_to(stage)
        say(stage, facts)

    await found_county(county, come_to)
    house.extra_routes.extend(pages.DemoDesk(county, county.web.reception, county.web.board).routes())
    door.opens(house.app)
    say("open_page", {"link": f"{setting_values.reached_by(house.given.host, house.given.port)}/demo"})
    await county.is_over.wait()


def _language() -> dict[str, str]:
    locale = os.environ.get("FLAGPOST_LOCALE", "")
    return {"FLAGPOST_LOCALE": locale} if locale else {}
