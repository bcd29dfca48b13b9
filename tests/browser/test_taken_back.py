"""In a real Chromium, before the whole house: a page that stays open keeps nothing of what its reader may not see any more."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from domain.people import Role
from handlers.administration import people
from tests.conftest import QUIET, fonts_for
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """An open house to which somebody has reported a clue with a picture."""
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="web") as opened:
        yield opened


@pytest_asyncio.fixture
async def page(here: Stage, chromium: str, tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a reviewer."""
    fonts = fonts_for(tmp_path)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=list(QUIET), env={**os.environ, **fonts}
        )
        context = await browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="zh-CN", ignore_https_errors=True
        )
        context.set_default_timeout(10_000)
        opened = await context.new_page()
        payload = await here.invites("王", Role.REVIEWER, "")
        await opened.goto(f"{here.address}/chat#{payload}")
        await opened.locator(".theirs", has_text="您已成为受理员").wait_for()
        yield opened
        await browser.close()


async def looks(here: Stage, page: Page) -> str:
    """See a list, the card and the evidence; return the address of the picture, which is enlarged."""
    play = Play(here)
    await play.play(REPORTED.replace("李 [完成]", "李 + 现场.jpg\n李 [完成]"))
    await here.settled()
    for words, told in (("搜索 自然资源局", "1. QS-"), (play.remembered["number"], "研判中")):
        await page.locator("textarea").fill(words)
        await page.locator("textarea").press("Enter")
        await page.locator(".theirs", has_text=told).last.wait_for(state="attached")
    await page.get_by_role("button", name="查看附件").last.click()
    picture = page.locator(".theirs .picture img").last
    await picture.wait_for()
    await picture.click()
    await page.locator(".large-picture img").wait_for()
    assert await page.locator(".side .buttons").count() == 1
    return str(await picture.get_attribute("src"))


async def shown(page: Page) -> tuple[int, int, int]:
    """Pictures, lists at the side, and messages that name a clue."""
    return (
        await page.locator("img").count(),
        await page.locator(".side .said").count(),
        await page.locator(".theirs", has_text="QS-").count(),
    )


async def status_of(page: Page, address: str) -> int:
    return int(await page.evaluate("(address) => fetch(address).then((answer) => answer.status)", address))


async def test_an_open_page_keeps_no_evidence_nor_list_of_who_lost_the_role(here: Stage, page: Page) -> None:
    """A page that stays open kept evidence it had drawn until it was reloaded."""
    address = await looks(here, page)
    assert await status_of(page, address) == 200
    await here.house.database.write(lambda tx: people.take_back(here.house.quiet_room(tx), 1, Role.REVIEWER))
    here.house.delivery.wake()
    await page.locator(".theirs", has_text="您的受理员角色已收回").wait_for()
    await page.locator(".theirs", has_text="内容已收起").first.wait_for()
    await expect(page.locator("img")).to_have_count(0)
    assert await shown(page) == (0, 0, 0)
    assert await status_of(page, address) == 404
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=f"{folder}/taken_back.png")
    await page.reload()
    await page.locator(".theirs", has_text="您的受理员角色已收回").wait_for()
    assert await shown(page) == (0, 0, 0)


async def test_an_open_page_keeps_nothing_of_who_was_signed_out_elsewhere(here: Stage, page: Page) -> None:
    """A lost device whose page was open showed everything until somebody pressed a button."""
    await looks(here, page)
    await here.house.database.write(lambda tx: people.sign_out_everywhere(here.house.quiet_room(tx), 1))
    await page.get_by_text("本次会话已结束").wait_for(timeout=30_000)
    await expect(page.locator(".said")).to_have_count(0)
    assert await page.locator(".large-picture").count() == 0


async def test_an_open_page_keeps_no_evidence_of_a_matter_one_stands_back_from(here: Stage, page: Page) -> None:
    address = await looks(here, page)
    await page.locator(".large-picture button").click()
    await page.get_by_role("button", name="申请回避").last.click()
    await page.get_by_role("button", name="确认", exact=True).last.click()
    await expect(page.locator(".picture img")).to_have_count(0)
    assert await status_of(page, address) == 404
