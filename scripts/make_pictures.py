"""Takes the pictures of the README and of WeCom's page: plays a little on the demo page, in Chromium, and saves what one sees.

A tool for whoever changes what the pages look like; not shipped. Run in a checkout, with Chromium installed:
`.venv/bin/python -m scripts.make_pictures`
"""

import io
import os
import re
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests import conftest
from tests.web import demo_desk

PICTURES = demo_desk.ROOT / "docs" / "pictures"
STORY = "自然资源局三个月不处理违建举报"
PERIOD = "2026年第2期"
PHONE_WIDTH, RANKING_WIDTH = 585, 600  # pixels in the README's table


def main() -> None:
    """Play, and save four pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=conftest.find_chromium(),
            args=list(conftest.QUIET),
            env={**os.environ, **conftest.fonts_for(Path(name))},
        )
        with demo_desk.served(Path(name) / "panes") as url:
            take_phone(browser, url)
            take_desk(browser, url)
        with demo_desk.served(Path(name) / "phones", "--wecom") as url:
            take_wecom(browser, url)
        browser.close()


def take_phone(browser: Browser, url: str) -> None:
    """A citizen on a phone, once the bot has read what they wrote."""
    context = browser.new_context(viewport={"width": 390, "height": 780}, device_scale_factor=2, locale="zh-CN")
    page = context.new_page()
    page.goto(url + "/chat")
    page.locator(".theirs").wait_for()
    page.locator("textarea").fill(STORY)
    page.locator("textarea").press("Enter")
    page.locator(".buttons button", has_text="同意").click()
    page.locator(".theirs", has_text="从您写的内容里看出").wait_for()
    save(settled(page), "demo-phone.png", PHONE_WIDTH)
    context.close()


def take_desk(browser: Browser, url: str) -> None:
    """The desk once a unit has its flag, with everybody's side of the story in view; then the ranking that was published."""
    page = browser.new_page(viewport={"width": 1440, "height": 860}, locale="zh-CN")
    page.goto(url + "/demo")
    page.locator("[data-card=citizen] .theirs").wait_for()
    desk = demo_desk.Desk(page, url)
    report(desk)
    decide(desk)
    for name in ("citizen", "reviewer_a", "contact"):
        desk.card(name)
    desk.ticked("approved")
    save(settled(page), "demo-desk.png", 1440)
    while "综合排名" not in desk.board().partition("2026年第2期讲评结果")[2].partition("第1期")[0]:
        page.locator("#turn").click()
        page.locator("#turn:not([aria-disabled])").wait_for()
    key = re.findall(r'src="(/board/picture/\w+)" alt="[^"]*综合排名', desk.board())[0]
    save(page.context.request.get(url + key).body(), "ranking.png", RANKING_WIDTH)


def take_wecom(browser: Browser, url: str) -> None:
    """Three phones: a citizen who reported, the reviewer who has that on a card, the group that hears what was announced."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    page.goto(url + "/demo")
    phones = {name: page.locator(f"[data-card={name}]") for name in ("wechat_citizen", "wecom_group", "wecom_reviewer")}
    for name, phone in phones.items():
        page.locator(f"[data-tab={name}]").click()
        phone.locator("[data-number]").first.wait_for()
    citizen, _, reviewer = phones.values()
    write(citizen, "苔石乡政府三个月不修村口的大坑")
    for label in ("同意", "确认并匿名提交"):
        citizen.locator("[data-key]", has_text=label).last.click()
    number = re.findall(r"QS-2026-\d{6}", citizen.locator("[data-number]", has_text="已登记").inner_text())[0]
    write(reviewer, number)
    reviewer.locator("[data-key]", has_text="领取").last.click()
    reviewer.locator("[data-number]", has_text="已领取").wait_for()
    save(settled(page), "demo-wecom.png", 1280)
    page.close()


def write(phone: Locator, words: str) -> None:
    """Write something on a phone."""
    phone.locator("textarea").fill(words)
    phone.locator("textarea").press("Enter")


def report(desk: demo_desk.Desk) -> None:
    """The citizen reports, reviewer A claims."""
    desk.says("citizen", STORY)
    for label in ("同意", "确认", "跳过", "完成", "匿名", "提交"):
        desk.presses("citizen", label)
    number = re.findall(r"QS-2026-\d{6}", desk.hears("citizen", "提交的线索已登记"))[0]
    desk.says("reviewer_a", number)
    desk.presses("reviewer_a", "领取", under=f"线索{number}")
    desk.hears("reviewer_a", "已领取")


def decide(desk: demo_desk.Desk) -> None:
    """The leaders decide and approve; the unit gets its notice."""
    desk.presses("leader_a", "填写授权文号", under=f"{PERIOD}红黄旗名单")
    desk.hears("leader_a", "填写授权文号：")
    desk.says("leader_a", "清绩评〔2026〕演示 2 号")
    desk.hears("leader_a", "“填写授权文号”已办")
    desk.presses("leader_a", "确认名单", under=f"{PERIOD}红黄旗名单")
    desk.presses("leader_a", "确认", under="之后不能恢复")
    for approver in ("leader_b", "committee_a"):
        desk.presses(approver, "同意发布")
        desk.hears(approver, "已记录您的签发")
    desk.hears("contact", PERIOD)


def settled(page: Page) -> bytes:
    """What is in view, once every picture has come and nothing moves any more."""
    in_view = (
        "Array.from(document.images).filter((image) => image.checkVisibility())"  # the others load when they are seen
    )
    page.evaluate(f"Promise.all({in_view}.map((image) => image.decode()))")
    page.mouse.move(0, 0)
    page.wait_for_timeout(1000)
    return page.screenshot(animations="disabled", caret="hide")


def save(data: bytes, name: str, width: int) -> None:
    """As a small PNG, in all its colours: with fewer, yellow flags turned red."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.thumbnail((width, picture.height), Image.Resampling.LANCZOS)
    picture.save(PICTURES / name, optimize=True)
    print(f"{name}: {picture.width}×{picture.height}, {(PICTURES / name).stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
