"""What a person keeps and is told of beside the conversation: the receipt, that something has come, a recording, the list on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.channels.web import says
from domain import said
from tests.channels import web_house
from tests.web.page_watch import READABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: web_house.Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    yield page
    context.close()


def receipt(page: Page) -> None:
    page.get_by_role("button", name="我要反映").click()
    page.locator(".theirs", has_text="请说说发生了什么").wait_for()
    page.locator("textarea").fill("违建")
    page.locator("textarea").press("Enter")
    page.locator(".theirs", has_text="记下了").wait_for()
    page.get_by_role("button", name="完成", exact=True).click()
    page.locator(".receipt").wait_for()


def account(served: web_house.Served) -> web_house.Account:
    return next(one for one in served.house.accounts.values() if one.number < 1000)


# the receipt


def test_the_receipt_is_copied_with_number_code_and_where_to_ask(page: Page, served: web_house.Served) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    receipt(page)
    page.get_by_role("button", name="复制").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"编号：QX-2026-0001\n查询码：{web_house.CODE}\n查询网址：{served.url}/"
    )


def test_the_receipt_is_copied_where_the_browser_has_no_clipboard_for_pages(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    receipt(page)
    page.get_by_role("button", name="复制").click()
    page.get_by_role("button", name="已复制").wait_for()


def test_the_picture_of_the_receipt_is_saved(page: Page) -> None:
    receipt(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="保存图片").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_receipt_and_the_conversation_are_printed_and_nothing_that_is_pressed(page: Page) -> None:
    receipt(page)
    page.emulate_media(media="print")
    assert page.get_by_text(web_house.CODE, exact=True).is_visible()
    assert page.locator(".said").first.is_visible()
    assert page.locator(".composer, .quick, .keep, .tools, .bubble .buttons").filter(visible=True).count() == 0
    height = page.evaluate("document.querySelector('.log').scrollHeight - document.querySelector('.log').clientHeight")
    assert height <= 1  # nothing is cut off at the end of the screen


# that something has come


def test_a_number_in_the_title_says_that_something_came_while_one_looked_elsewhere(
    page: Page, served: web_house.Served
) -> None:
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    served.house.say(account(served), "编号 QX-2026-0001 有新进展")
    page.locator(".theirs", has_text="有新进展").wait_for()
    assert page.title() == "(1) 在线服务"
    assert page.locator("link[rel=icon]").get_attribute("href") == "/chat/static/icon_news.svg"
    page.evaluate("Object.defineProperty(document, 'hidden', { value: false, configurable: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.title() == "在线服务"
    assert page.locator("link[rel=icon]").get_attribute("href") == "/chat/static/icon.svg"


def test_a_notice_is_shown_to_whoever_asked_for_it_and_tells_no_content(
    browser: Browser, served: web_house.Served
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", permissions=["notifications"]
    )
    page = context.new_page()
    page.add_init_script(
        """window.told = [];
        window.Notification = class extends EventTarget {
          constructor(title, options) { super(); window.told.push([title, options.body]); }
          static permission = "granted";
          static async requestPermission() { return "granted"; }
        };"""
    )
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    page.get_by_role("button", name="有新消息时提醒我").click()
    page.locator("#notify[aria-pressed=true]").wait_for()
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    served.house.say(account(served), "李四的线索有进展")
    page.locator(".theirs", has_text="李四").wait_for()
    assert page.evaluate("told")[1:] == [["在线服务", "有新消息"]]
    context.close()


# a recording


def test_a_recording_is_made_heard_again_and_sent_before_the_press(browser: Browser, served: web_house.Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(
        """navigator.mediaDevices.getUserMedia = async () => {
          const context = new AudioContext();
          const tone = context.createOscillator();
          const end = context.createMediaStreamDestination();
          tone.connect(end);
          tone.start();
          return end.stream;
        };"""
    )
    posted: list[bytes] = []

    def keep(route: Route) -> None:  # what sound is taken is not this test's business
        posted.append(route.request.post_data_buffer or b"")
        token = next(token for token, one in served.house.accounts.items() if one.number < 1000)
        file = said.FileRef(kind=said.FileKind.VOICE, ref="a", name="录音", size=len(posted[0]))
        route.fulfill(status=201, json={"id": says.ticket(token, file), "kind": "voice", "name": "录音", "size": 1})

    page.route("**/chat/upload", keep)
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    page.get_by_role("button", name="添加照片、文件或位置").click()
    page.get_by_role("button", name="录音", exact=True).click()
    page.get_by_role("button", name="开始录音").click()
    page.locator(".recorder .time", has_text="0:01").wait_for()
    page.get_by_role("button", name="停止").click()
    page.locator(".recorder audio").wait_for()
    page.get_by_role("button", name="我要反映").click()
    page.locator(".theirs", has_text="请说说发生了什么").wait_for()
    assert [(event.text, [file.kind.value for file in event.files]) for event in served.house.heard[1:2]] == [
        ("", ["voice"])
    ]
    assert page.locator(".recorder").is_hidden()
    assert "录音0-0".encode() in posted[0]
    assert len(posted[0]) > 500
    context.close()


def test_a_microphone_that_is_refused_is_explained(browser: Browser, served: web_house.Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(
        """navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };"""
    )
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    page.get_by_role("button", name="添加照片、文件或位置").click()
    page.get_by_role("button", name="录音", exact=True).click()
    page.get_by_role("button", name="开始录音").click()
    page.locator(".hint", has_text="麦克风的许可").wait_for()
    page.evaluate("delete window.MediaRecorder")
    page.get_by_role("button", name="不要了").click()
    page.get_by_role("button", name="添加照片、文件或位置").click()
    page.get_by_role("button", name="录音", exact=True).click()
    page.locator(".hint", has_text="不能直接录音").wait_for()
    assert page.get_by_role("button", name="选录音文件").is_visible()
    context.close()


# the desk


def test_on_a_wide_screen_the_list_stays_beside_the_conversation(browser: Browser, served: web_house.Served) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    numbers = [f"QS-2026-{at:06}" for at in range(1, 9)]
    served.house.say(account(served), "待办：8 条", *numbers, layout="list", is_staff=True)
    side = page.locator(".side")
    side.get_by_role("button", name=numbers[0]).wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == numbers[1]
    page.keyboard.press("Enter")
    page.locator(".log .theirs", has_text="收到").wait_for()
    side.get_by_role("button", name=numbers[2]).click()
    page.locator(".log .theirs", has_text="收到").nth(1).wait_for()
    assert side.locator(".chosen").all_inner_texts() == [numbers[2]]
    assert page.locator(".log .in-side").is_hidden()
    assert page.evaluate(READABLE) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert side.is_hidden()
    assert page.locator(".log .in-side").is_visible()
    assert page.evaluate(READABLE) == []
    context.close()
