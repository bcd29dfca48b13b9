"""What a person gives to the page leaves it in the order in which it was given: photos before the press, words with their number, and
nothing stays behind unseen. In a real Chromium, on a phone of 390 points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.channels import web_house
from tests.web.page_hands import pass_time_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page, Route

STORY = "自然资源局三个月不处理违建举报"


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: web_house.Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    yield page
    context.close()


def photos(count: int) -> list[FilePayload]:
    return [
        {"name": f"{at}.png", "mimeType": "image/png", "buffer": web_house.png(8 + at, 8)} for at in range(1, count + 1)
    ]


def say(page: Page, words: str) -> None:
    page.locator("textarea").fill(words)
    page.locator("textarea").press("Enter")


def answered(page: Page, words: str) -> None:
    page.locator(".theirs", has_text=words).last.wait_for()


def story_told(page: Page) -> None:
    page.get_by_role("button", name="我要反映").click()
    answered(page, "请说说发生了什么")
    say(page, STORY)
    answered(page, "记下了")


def heard(served: web_house.Served) -> list[tuple[str, int]]:
    """What came after the story: words or label, and how many files with it."""
    events = [(event.text or event.choice.rpartition(".")[2], len(event.files)) for event in served.house.heard]
    return events[3:]


# the photo that stays behind


def test_a_photo_in_the_tray_goes_before_the_press(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(1))
    page.locator(".tray .ready").wait_for()
    page.get_by_role("button", name="完成", exact=True).click()
    answered(page, "已登记")

    assert heard(served) == [("", 1), ("完成", 0)]
    assert page.locator(".tray").is_hidden()


def test_a_press_waits_for_the_photo_that_is_still_on_its_way_and_says_so(page: Page, served: web_house.Served) -> None:
    held: list[Route] = []
    page.route("**/chat/upload", lambda route: held.append(route))
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(1))
    page.locator(".tray li").wait_for()
    page.get_by_role("button", name="完成", exact=True).click()
    page.locator(".hint", has_text="传完就自动发送").wait_for()
    assert heard(served) == []
    held[0].continue_()
    answered(page, "已登记")

    assert heard(served) == [("", 1), ("完成", 0)]
    assert page.locator(".hint").is_hidden()


def test_words_and_photos_go_together_before_the_press(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(2))
    page.locator("textarea").fill("这是现场")
    page.get_by_role("button", name="完成", exact=True).click()
    answered(page, "已登记")

    assert heard(served) == [("这是现场", 2), ("完成", 0)]


def test_words_alone_are_asked_about_before_a_press_leaves_them(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.locator("textarea").fill("还有一句")
    page.get_by_role("button", name="完成", exact=True).click()
    page.locator(".hint", has_text="还没有发出去").wait_for()
    assert heard(served) == []
    page.get_by_role("button", name="先发送").click()
    answered(page, "已登记")

    assert heard(served) == [("还有一句", 0), ("完成", 0)]


def test_a_photo_that_is_not_taken_holds_the_press_and_is_named(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=file]", {"name": "装机.exe", "mimeType": "", "buffer": b"MZ\x90\0" * 30})
    page.set_input_files("input[data-for=picture]", photos(1))
    held = page.get_by_role("button", name="完成", exact=True)
    page.locator(".hint", has_text="装机.exe").wait_for()
    page.locator(".tray .ready").wait_for()
    held.click()
    answered(page, "已登记")

    assert heard(served) == [("", 1), ("完成", 0)]


def test_an_upload_that_cannot_come_through_stays_in_the_tray_and_holds_the_press(
    page: Page, served: web_house.Served
) -> None:
    page.clock.install()
    story_told(page)
    page.route("**/chat/upload", lambda route: route.abort())
    page.set_input_files("input[data-for=picture]", photos(1))
    page.get_by_role("button", name="完成", exact=True).click()
    pass_time_until(page, page.locator(".hint", has_text="所以先没有发送"))
    assert heard(served) == []
    assert page.get_by_role("button", name="完成", exact=True).get_attribute("aria-disabled") is None
    page.unroute_all()
    page.get_by_role("button", name="重试").click()
    page.locator(".tray .ready").wait_for()
    page.get_by_role("button", name="完成", exact=True).click()
    answered(page, "已登记")

    assert heard(served) == [("", 1), ("完成", 0)]


def test_an_answer_typed_beside_a_photo_is_still_an_answer(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(1))
    say(page, "完成")
    answered(page, "已登记")

    assert heard(served) == [("", 1), ("完成", 0)]


def test_the_words_at_hand_take_the_tray_along(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(1))
    page.locator(".quick button", has_text="帮助").click()
    answered(page, "收到：帮助")

    assert heard(served) == [("", 1), ("帮助", 0)]


def test_leaving_says_what_was_not_sent(page: Page) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(1))
    page.locator(".tray .ready").wait_for()
    page.get_by_role("button", name="离开").click()
    assert "还有没发出去的内容" in page.locator("#leaving").inner_text()


# many photos, many words


def test_more_than_ten_photos_go_at_once_and_more_than_thirty_in_parts(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(12))
    page.locator("textarea").fill("十二张")
    page.get_by_role("button", name="发送", exact=True).click()
    answered(page, "收到：十二张")
    page.set_input_files("input[data-for=picture]", photos(31))
    page.locator(".tray .ready").nth(30).wait_for()
    page.get_by_role("button", name="发送", exact=True).click()
    page.locator(".mine[data-state=sent]").nth(4).wait_for()

    assert heard(served) == [("十二张", 12), ("", 30), ("", 1)]


def test_changing_a_refused_message_keeps_its_photos(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(2))
    page.locator(".tray .ready").nth(1).wait_for()
    refusal = '{"error": "unreadable", "sentence": "没有看懂"}'
    page.route("**/chat/say", lambda route: route.fulfill(status=422, body=refusal), times=1)
    say(page, "说明一下")
    page.get_by_role("button", name="改一改").click()
    assert page.locator(".tray .ready").count() == 2
    page.reload()
    page.wait_for_selector(".theirs")
    assert page.locator("textarea").input_value() == "说明一下"
    page.locator(".tray .ready").nth(1).wait_for()
    page.get_by_role("button", name="发送", exact=True).click()
    answered(page, "收到：说明一下")

    assert heard(served) == [("说明一下", 2)]


def test_words_are_counted_and_too_many_are_never_sent_to_be_refused(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.locator("textarea").fill("字" * 700)
    assert page.locator(".count").is_hidden()
    page.locator("textarea").fill("字" * 990)
    assert page.locator(".count").inner_text() == "990/1000 字"
    page.locator("textarea").fill("字" * 1034)
    page.get_by_role("button", name="发送", exact=True).click()
    page.locator(".hint", has_text="多了 34 字").wait_for()
    page.get_by_role("button", name="完成", exact=True).click()
    assert len(page.locator("textarea").input_value()) == 1034
    assert heard(served) == []


def test_what_is_in_the_tray_outlives_a_reload_and_goes_with_the_session(page: Page, served: web_house.Served) -> None:
    story_told(page)
    page.set_input_files("input[data-for=picture]", photos(2))
    page.locator(".tray .ready").nth(1).wait_for()
    page.locator("textarea").fill("没写完")
    page.reload()
    page.locator(".tray .ready").nth(1).wait_for()
    assert page.locator("textarea").input_value() == "没写完"
    served.house.accounts.clear()
    page.get_by_role("button", name="发送", exact=True).click()
    page.get_by_role("button", name="重新开始").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
    page.get_by_role("button", name="重新开始").click()
    page.wait_for_selector(".theirs")
    page.locator(".said").nth(0).wait_for()

    assert page.locator("textarea").input_value() == "没写完"
    assert page.locator(".tray li").count() == 0


# other ways in


def test_a_pasted_screenshot_and_a_dropped_file_go_into_the_tray(page: Page, served: web_house.Served) -> None:
    story_told(page)
    give = """([kind, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], kind + ".png", { type: "image/png" }));
      const init = { bubbles: true, cancelable: true };
      const event = kind === "drop" ? new DragEvent("drop", { ...init, dataTransfer: transfer })
        : new ClipboardEvent("paste", { ...init, clipboardData: transfer });
      document.querySelector(kind === "drop" ? ".log" : "textarea").dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    picture = list(web_house.png())
    assert page.evaluate(give, ["paste", picture])
    assert page.evaluate(give, ["drop", picture])
    page.locator(".tray .ready").nth(1).wait_for()
    page.get_by_role("button", name="完成", exact=True).click()
    answered(page, "已登记")

    assert [file.name for file in served.house.heard[3].files] == ["paste.png", "drop.png"]


# when the browser or the network is in the way


def test_a_browser_without_cookies_is_told_so_instead_of_an_endless_end(
    browser: Browser, served: web_house.Served
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()

    def keep_no_cookie(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        context.clear_cookies()
        route.fulfill(response=answer, headers=headers)

    page.route("**/chat/session", keep_no_cookie)
    page.goto(served.url + "/chat")
    page.locator(".link-state", has_text="不保存 Cookie").wait_for()
    assert page.get_by_text("会话已结束").count() == 0
    context.close()


def test_a_stream_that_died_while_the_page_slept_is_found_out_within_seconds(browser: Browser) -> None:
    with web_house.served(heartbeat=3600) as served:  # from the page's side, a stream that has died
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        page = context.new_page()
        streams: list[str] = []
        page.on("request", lambda request: streams.append(request.url) if "/stream" in request.url else None)
        page.clock.install()
        page.goto(served.url + "/chat")
        page.wait_for_selector(".theirs")
        page.clock.run_for(20_000)
        assert len(streams) == 1
        page.clock.fast_forward(3_600_000)  # the lid was closed
        for _ in range(30):  # three seconds of its clock; a slow machine has as long as it likes for each step
            if len(streams) == 1:
                page.clock.run_for(100)
                page.wait_for_timeout(50)
        assert len(streams) == 2
        context.close()


def test_a_page_that_is_looked_at_again_asks_at_once_for_what_it_missed(page: Page, served: web_house.Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/messages" in request.url else None)
    with page.expect_response("**/messages*"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert len(asked) == 1
