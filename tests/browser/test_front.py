"""The front page in a real Chromium: report, ask by code, the board, whose it is and how to reach a person; with and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.channels import web_house
from tests.web.page_watch import READABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        yield running


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=bool(request.param)
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def ask(page: Page, code: str) -> None:
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查询", exact=True).click()


def test_the_address_that_posters_carry_shows_whose_it_is_and_the_ways_in(
    phone: BrowserContext, served: web_house.Served
) -> None:
    page = phone.new_page()
    page.goto(served.url + "/")
    assert page.get_by_role("heading", level=1).inner_text() == "清溪县作风建设办公室"
    for way in ("我要反映", "推荐奋斗者", "公示栏"):
        assert page.get_by_role("link", name=way).is_visible()
    assert page.get_by_role("link", name="0999-1234567").get_attribute("href") == "tel:0999-1234567"
    assert "清溪县人民路 1 号" in page.locator("main").inner_text()
    assert page.title() == "在线服务"


def test_a_code_is_asked_by_without_a_script_and_stands_in_no_address(
    phone: BrowserContext, served: web_house.Served
) -> None:
    page = phone.new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(served.url + "/")
    ask(page, "WRONG-WRONG")
    page.locator(".wrong", has_text="没有找到这个查询码").wait_for()
    ask(page, web_house.CODE.lower())
    page.locator(".told", has_text="已受理").wait_for()

    assert [address for address in addresses if "WRONG" in address or web_house.CODE in address.upper()] == []
    assert phone.cookies() == []


def test_codes_cannot_be_tried_without_end(page: Page, served: web_house.Served) -> None:
    page.goto(served.url + "/")
    statuses = [page.request.post(served.url + "/status", form={"code": "AAAAA-AAAAA"}).status]
    while statuses[-1] != 429 and len(statuses) < 1000:
        statuses.append(page.request.post(served.url + "/status", form={"code": "AAAAA-AAAAA"}).status)
    assert statuses[-1] == 429
    # On a slow machine so much time may have gone by that one more is free again; not a second one.
    answers = [page.request.post(served.url + "/status", form={"code": web_house.CODE}) for _ in range(3)]
    refused = [answer for answer in answers if answer.status == 429]
    assert len(refused) >= 2
    assert "请过几分钟再试" in refused[-1].text()


def test_whoever_presses_report_is_asked_what_happened_at_once(page: Page, served: web_house.Served) -> None:
    page.goto(served.url + "/")
    page.get_by_role("link", name="我要反映").click()
    page.locator(".theirs", has_text="请说说发生了什么").wait_for()
    assert "#" not in page.url


def test_without_a_script_the_chat_says_so_on_top_with_the_phone_and_the_form(
    browser: Browser, served: web_house.Served
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + "/chat")
    notice = page.locator("noscript .notice", has_text="没有运行脚本")
    box = notice.bounding_box()
    assert box is not None
    assert box["y"] < 100
    assert page.locator("noscript .phone").is_visible()
    assert page.locator("textarea").is_hidden()
    page.locator("noscript input").fill(web_house.CODE)
    page.locator("noscript .by-code button").click()
    page.locator(".told", has_text="已受理").wait_for()
    context.close()


def test_a_code_in_the_address_fills_the_box_also_while_the_chat_is_open(page: Page, served: web_house.Served) -> None:
    page.goto(served.url + f"/chat#code={web_house.CODE}")
    page.locator(".hint.plain", has_text="查询码已填好。请按右边的发送按钮").wait_for()
    assert page.locator("textarea").input_value() == web_house.CODE
    assert "#" not in page.url
    page.locator("textarea").fill("")
    page.evaluate("location.hash = '#code=K7QM-2ZTR-XX'")
    page.locator(".hint", has_text="查询码已填好").wait_for()
    assert page.locator("textarea").input_value() == "K7QM-2ZTR-XX"
    assert "#" not in page.url


def test_an_invitation_is_heard_by_a_tab_that_has_the_chat_open(page: Page, served: web_house.Served) -> None:
    page.goto(served.url + "/chat")
    page.locator(".theirs").wait_for()
    page.evaluate("location.hash = '#i_SECRET'")
    page.locator(".theirs").nth(1).wait_for()
    assert [event.payload for event in served.house.heard] == ["", "i_SECRET"]
    assert "SECRET" not in page.url


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_front_page_fits_its_width_and_can_be_read(
    browser: Browser, served: web_house.Served, width: int, lang: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{served.url}/?lang={lang}")
    assert page.evaluate(READABLE) == []
    context.close()


def test_printed_no_word_is_white_on_white(page: Page, served: web_house.Served) -> None:
    page.emulate_media(media="print")
    page.goto(served.url + "/")
    colours = page.evaluate(
        """() => Array.from(document.querySelectorAll(".way.primary, .way.primary b, .way.primary span, button.primary")).map(
             (one) => getComputedStyle(one).color)"""
    )
    assert colours
    assert "rgb(255, 255, 255)" not in colours
