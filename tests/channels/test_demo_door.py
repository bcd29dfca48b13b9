"""The door of the demo: whoever comes while a county is made sees how far it is, and comes in by themselves once it stands."""

import asyncio

import httpx
from starlette.responses import PlainTextResponse

from bot.demo import doors


async def test_whoever_comes_early_sees_how_far_the_county_is_and_then_comes_in() -> None:
    """A browser that was opened before the county stood waited in front of an empty page."""
    door = doors.DemoDoor("zh")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://demo") as browser:
        early = await browser.get("/demo?lang=zh")
        door.comes_to("first")
        later = await browser.get("/demo?lang=en")
        style, other = await browser.get("/chat/static/demo.css"), await browser.get("/demo/stream")
        door.opens(PlainTextResponse("a county"))
        inside = await browser.get("/demo")

    assert (early.status_code, 'http-equiv="refresh"' in early.text, 'value="0"' in early.text) == (503, True, True)
    assert 'class="next" aria-current="step">A first period' in later.text
    assert (style.status_code, other.status_code) == (200, 503)
    assert inside.text == "a county"


async def test_another_county_is_made_once_everybody_has_left_this_one() -> None:
    door, may_leave = doors.DemoDoor("zh"), asyncio.Event()

    async def county(scope: doors.Scope, receive: doors.Receive, send: doors.Send) -> None:
        await may_leave.wait()
        await PlainTextResponse("a county")(scope, receive, send)

    door.opens(county)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://demo") as browser:
        inside = asyncio.create_task(browser.get("/demo"))
        await asyncio.sleep(0)
        door.closes()
        outside = await browser.get("/demo")
        left = asyncio.create_task(door.all_left())
        await asyncio.sleep(0)
        assert not left.done()
        may_leave.set()
        await left

        assert ((await inside).text, outside.status_code) == ("a county", 503)
