"""The pages in a real Chromium: what people see, press and hear read out, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot import page_words
from tests.channels import web_house
from tests.web.page_hands import pass_time_until, press_until
from tests.web.page_watch import READABLE, Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page, Request, Route


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: web_house.Served) -> Iterator[Page]:
    """A phone of 390 points; the test fails where its page complained or asked anybody else for anything."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=False)
    watch = Watch(context, urlsplit(served.url).netloc)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    yield page
    context.close()
    assert watch.strangers == []
    assert watch.complaints == []


def said(page: Page) -> list[str]:
    """Return what stands in the log, in order, marked by who said it."""
    bubbles = page.locator(".said").all()
    return [
        ("她说：" if "mine" in str(bubble.get_attribute("class")) else "我们说：")
        + "".join(bubble.locator(".words").all_inner_texts())
        for bubble in bubbles
    ]


def answered(page: Page, words: str) -> None:
    """Wait until the office has said something with these words in it."""
    page.locator(".theirs", has_text=words).first.wait_for()


def cut(page: Page, *routes: str) -> None:
    """Let nothing through to these routes."""

    def drop(route: Route) -> None:
        route.abort()

    for route in routes:
        page.route(f"**/chat/{route}*", drop)


def test_a_whole_report_is_made_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    press_until(page, "Shift+Tab", lambda: page.evaluate("document.activeElement.textContent") == "我要反映")
    page.keyboard.press("Enter")
    answered(page, "请说说发生了什么")
    press_until(page, "Tab", lambda: page.evaluate("document.activeElement.tagName") == "TEXTAREA")
    page.keyboard.type("自然资源局三个月不处理违建举报")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("打过三次电话")
    page.keyboard.press("Enter")
    answered(page, "记下了")
    press_until(page, "Shift+Tab", lambda: page.evaluate("document.activeElement.textContent") == "完成")
    page.keyboard.press("Enter")
    answered(page, "已登记")

    assert said(page)[1:] == [
        "她说：我要反映",
        "我们说：请说说发生了什么：哪个单位、什么时间、什么地点、经过和后果。",
        "她说：自然资源局三个月不处理违建举报\n打过三次电话",
        "我们说：记下了。有照片或其他材料请发来，没有请按“完成”。",
        "她说：完成",
        f"我们说：{web_house.RECEIPT}",
    ]


def test_pressing_a_button_leads_the_keyboard_to_the_next_ones(page: Page) -> None:
    page.get_by_role("button", name="我要反映").focus()
    page.keyboard.press("Enter")
    answered(page, "请说说发生了什么")
    page.wait_for_function(
        "() => document.activeElement.textContent === '取消' && document.activeElement.dataset.handle"
    )


def test_new_messages_are_announced_and_pictures_have_words(page: Page) -> None:
    log = page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.get_by_role("button", name="我要反映").click()
    page.locator("textarea").fill("违建")
    page.locator("textarea").press("Enter")
    answered(page, "记下了")
    page.get_by_role("button", name="完成").click()
    answered(page, "已登记")
    assert page.get_by_role("img", name="登记回执").count() == 1
    nameless = page.evaluate(
        """() => Array.from(document.querySelectorAll("button, a, textarea, img")).filter((one) =>
             one.getClientRects().length && !(one.textContent.trim() || one.getAttribute("aria-label") || one.alt))
           .map((one) => one.outerHTML)"""
    )
    assert nameless == []


def test_an_input_methods_enter_sends_nothing(page: Page, served: web_house.Served) -> None:
    before = len(served.house.heard)
    page.locator("textarea").fill("ziran")
    page.evaluate(
        """() => document.querySelector("textarea").dispatchEvent(
             new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    page.locator("textarea").fill("自然资源局")
    page.locator("textarea").press("Enter")
    answered(page, "收到：自然资源局")

    assert [event.text for event in served.house.heard[before:]] == ["自然资源局"]


def test_a_pressed_button_cannot_be_pressed_again(page: Page, served: web_house.Served) -> None:
    button = page.get_by_role("button", name="我要反映")
    button.click()
    answered(page, "请说说发生了什么")
    button.click(force=True)
    page.locator(".said", has_text="我要反映").first.wait_for()

    assert button.get_attribute("aria-disabled") == "true"
    assert [event.choice.rpartition(".")[2] for event in served.house.heard if event.choice] == ["我要反映"]


def test_a_card_that_moved_changes_where_it_stands(page: Page, served: web_house.Served) -> None:
    account = served.house.accounts[page.context.cookies()[0]["value"]]
    card = served.house.say(account, "线索 QX-2026-0001", "领取", "不予受理")
    answered(page, "线索 QX-2026-0001")
    served.house.say(account, "后来的话")
    answered(page, "后来的话")
    served.house.say(account, "线索 QX-2026-0001 已由受理员乙领取", edits=str(card))
    answered(page, "已由受理员乙领取")

    assert said(page)[1:] == ["我们说：线索 QX-2026-0001 已由受理员乙领取", "我们说：后来的话"]
    assert page.get_by_role("button", name="领取").count() == 0


def test_several_files_come_with_one_message(page: Page, served: web_house.Served) -> None:
    page.get_by_role("button", name="添加照片、文件或位置").click()
    first: FilePayload = {"name": "一.png", "mimeType": "image/png", "buffer": web_house.png()}
    second: FilePayload = {"name": "二.png", "mimeType": "image/png", "buffer": web_house.png(9, 9)}
    page.set_input_files("input[data-for=picture]", [first, second])
    page.wait_for_selector(".tray .ready >> nth=1")
    page.get_by_role("button", name="发送", exact=True).click()
    answered(page, "收到：附件")

    assert [file.name for file in served.house.heard[-1].files] == ["一.png", "二.png"]
    assert page.locator(".mine img").count() == 2
    assert page.locator(".tray").is_hidden()


def test_a_file_that_is_not_taken_is_explained_and_the_others_stay(page: Page, served: web_house.Served) -> None:
    page.set_input_files("input[data-for=file]", {"name": "a.exe", "mimeType": "", "buffer": b"MZ\x90\0" * 30})
    page.locator(".hint", has_text=page_words.table("zh", "web")["wrong_file_kind_not_taken"]).wait_for()
    assert page.locator(".tray li").count() == 0
    assert served.house.kept == {}


def test_a_place_is_asked_for_only_when_it_is_wanted(page: Page, served: web_house.Served) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 30.25, "longitude": 120.16})
    page.get_by_role("button", name="添加照片、文件或位置").click()
    page.get_by_role("button", name="位置", exact=True).click()
    page.locator(".tray", has_text="30.25000, 120.16000").wait_for()
    page.get_by_role("button", name="发送", exact=True).click()
    answered(page, "收到：附件")

    assert served.house.heard[-1].files[0].ref == "30.250000,120.160000"


def test_what_was_not_sent_says_so_and_is_sent_once_when_tried_again(page: Page, served: web_house.Served) -> None:
    page.clock.install()
    cut(page, "say")
    page.locator("textarea").fill("断网时写的")
    page.locator("textarea").press("Enter")
    pass_time_until(page, page.get_by_role("button", name="重试"))
    page.unroute_all()
    page.get_by_role("button", name="重试").click()
    answered(page, "收到：断网时写的")

    page.locator(".mine .state", has_text="已送达").wait_for()
    assert [event.text for event in served.house.heard].count("断网时写的") == 1


def test_what_was_taken_but_not_acknowledged_is_sent_again_as_the_same_message(
    page: Page, served: web_house.Served
) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat/say", lose_the_answer, times=1)
    page.locator("textarea").fill("回执丢了")
    page.locator("textarea").press("Enter")
    page.locator(".mine[data-state=sent]").wait_for()

    assert served.house.taken == 3  # the start, and the words twice
    assert [event.text for event in served.house.heard] == ["/start", "回执丢了"]


def test_a_page_without_streams_asks_instead(page: Page, served: web_house.Served) -> None:
    page.add_init_script("delete window.EventSource")
    page.reload()
    page.locator("textarea").fill("没有流也行")
    page.locator("textarea").press("Enter")
    answered(page, "收到：没有流也行")


def test_a_cut_connection_is_shown_and_heals(page: Page, served: web_house.Served) -> None:
    page.context.set_offline(True)
    served.end_streams()
    page.locator(".link-state", has_text="网络中断").wait_for()
    page.context.set_offline(False)
    page.locator(".link-state").wait_for(state="hidden")
    page.locator("textarea").fill("又连上了")
    page.locator("textarea").press("Enter")
    answered(page, "收到：又连上了")


def test_a_reload_keeps_the_conversation_in_its_order(page: Page) -> None:
    for words in ("第一句", "第二句"):
        page.locator("textarea").fill(words)
        page.locator("textarea").press("Enter")
        answered(page, f"收到：{words}")
    page.locator("textarea").fill("还没写完")
    before = said(page)
    page.reload()
    answered(page, "收到：第二句")

    assert said(page) == before
    assert page.locator("textarea").input_value() == "还没写完"


def test_leaving_clears_the_page_the_session_and_the_way_back(page: Page, served: web_house.Served) -> None:
    page.locator("textarea").fill("不想留下的话")
    page.locator("textarea").press("Enter")
    answered(page, "收到：不想留下的话")
    page.get_by_role("button", name="离开").click()
    page.get_by_role("button", name="已记下，离开").click()
    page.wait_for_url("**/chat/left*")

    assert page.title() == "在线服务"
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert page.context.cookies() == []
    assert served.house.heard[-1].text == "/leave sure"
    assert page.evaluate("history.length") <= 2  # the empty tab, and this
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    assert said(page)[0].startswith("我们说：您好")
    assert page.locator(".said").count() == 1


def test_leaving_of_somebody_who_works_here_speaks_of_signing_out_and_not_of_query_codes(
    page: Page, served: web_house.Served
) -> None:
    served.house.is_staff = True
    page.locator("textarea").fill("待办")
    page.locator("textarea").press("Enter")
    answered(page, "收到：待办")
    page.get_by_role("button", name="离开").click()
    assert "角色和手上的事项都保留" in page.locator("#leaving-text").inner_text()
    assert "查询码" not in page.locator("#leaving-text").inner_text()
    page.get_by_role("button", name="退出这台设备").click()
    page.wait_for_url("**/chat/left*")


def test_leaving_without_a_connection_clears_the_page_and_says_what_is_left_to_do(page: Page) -> None:
    cut(page, "leave")
    page.get_by_role("button", name="离开").click()
    page.get_by_role("button", name="已记下，离开").click()
    page.get_by_role("button", name="再按一次离开").wait_for()

    assert page.locator(".said").count() == 0
    assert page.evaluate("sessionStorage.length") == 0
    page.unroute_all()
    page.get_by_role("button", name="再按一次离开").click()
    page.wait_for_url("**/chat/left*")


def test_an_invitation_does_not_stay_in_the_address(browser: Browser, served: web_house.Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.url + "/chat#i_SECRET")
    page.wait_for_selector(".theirs")

    assert "SECRET" not in page.url
    assert [event.payload for event in served.house.heard] == ["i_SECRET"]
    context.close()


def test_large_type_is_larger_and_stays_for_this_tab(page: Page) -> None:
    size = "() => parseFloat(getComputedStyle(document.querySelector('.words')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="放大文字").click()
    page.reload()
    page.wait_for_selector(".theirs")

    assert page.evaluate(size) >= before * 1.25
    assert page.evaluate("localStorage.length") == 0


def test_the_language_can_be_changed_on_the_page(page: Page, served: web_house.Served) -> None:
    page.get_by_role("link", name="Switch to English").click()
    page.wait_for_url("**lang=en")
    page.get_by_role("button", name="Send").wait_for()
    page.wait_for_selector(".theirs")

    assert served.house.heard[-1].payload == "en"
    page.reload()
    page.wait_for_selector(".theirs")
    assert [event.text for event in served.house.heard].count("/language") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("path", "width"), [("/chat", 320), ("/chat", 1280), ("/demo", 320), ("/demo", 1280), ("/board", 320)]
)
def test_every_page_fits_its_width_and_can_be_read(
    browser: Browser, served: web_house.Served, path: str, width: int, lang: str
) -> None:
    served.desk.announced.append(web_house.announcement(1))
    context = browser.new_context(viewport={"width": width, "height": 700}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{served.url}{path}?lang={lang}")
    wrong = []
    if path != "/board":
        page.wait_for_selector(".theirs")
        wrong += page.evaluate(READABLE)
        page.locator(".pane:visible .add").first.click()
        page.locator(".pane:visible textarea").first.fill("https://" + "verylongword" * 20)
        page.locator(".pane:visible textarea").first.press("Enter")
        page.wait_for_selector(".mine[data-state=sent]")
        page.locator(".theirs button").first.click()
        page.locator(".theirs button.chosen").first.wait_for()
        page.locator("#larger").click()
    if path == "/demo":
        wrong += page.evaluate(READABLE)
        page.locator("summary").click()
    wrong += page.evaluate(READABLE)
    context.close()

    assert wrong == []


def test_the_demo_plays_on_one_page_with_one_stream(browser: Browser, served: web_house.Served) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    watch = Watch(context, urlsplit(served.url).netloc)
    page = context.new_page()
    streams: list[str] = []

    def asked(request: Request) -> None:
        if "/stream" in request.url:
            streams.append(request.url)

    page.on("request", asked)
    page.goto(served.url + "/demo")
    page.wait_for_selector("[data-card=citizen] .theirs")
    citizen = page.locator("[data-card=citizen]")
    citizen.get_by_role("button", name="我要反映").click()
    citizen.locator(".theirs", has_text="请说说发生了什么").wait_for()
    page.locator("#turn").click()
    page.locator("[data-tab=board] .unread").wait_for()
    page.locator("[data-tab=board]").click()
    page.locator("#board", has_text="第 1 期双月讲评结果").wait_for()
    page.locator("[data-step=published] .tick").wait_for()
    now = page.locator("#now").inner_text()
    columns = page.locator(".card:visible").count()
    badge = page.locator("[data-tab=board] .unread").is_visible()
    context.close()

    assert re.match(r"2026-03-06 \S+ 04:00", now)
    assert (columns, badge, len(streams)) == (3, False, 1)
    assert (watch.strangers, watch.complaints) == ([], [])


def test_a_board_that_says_nothing_new_is_not_drawn_anew_under_whoever_reads_it(
    browser: Browser, served: web_house.Served
) -> None:
    """Each announcement comes in two languages: with the second, what a reader had opened was closed again."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(served.url + "/demo")
    page.locator("#now", has_text="2026").wait_for()
    page.locator("#turn").click()
    page.locator("[data-tab=board]").click()
    page.locator("#board", has_text="第 1 期双月讲评结果").wait_for()
    page.evaluate("document.querySelector('#board article').dataset.opened = 'yes'")
    contact = next(pane for pane in served.desk.panes if pane.name == "contact")
    with page.expect_response("**/demo/board*"):
        first = served.desk.announced[0]
        served.desk.announced[0] = replace(
            first, told=replace(first.told, named=("U15",))
        )  # nothing that is drawn here
        served.house.say(served.house.accounts[contact.token], "正式通知")
    page.evaluate(
        "fetch('/demo/board?lang=zh').then((answer) => answer.text())"
    )  # by then the page has made use of its own
    assert page.locator("#board article[data-opened]").count() == 1
    context.close()


def test_on_a_phone_the_demo_shows_one_pane_and_counts_what_the_others_got(
    browser: Browser, served: web_house.Served
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(served.url + "/demo")
    page.wait_for_selector("[data-card=citizen] .theirs")
    assert page.locator(".card:visible").count() == 1
    contact = next(pane for pane in served.desk.panes if pane.name == "contact")
    page.wait_for_function("() => document.getElementById('now').textContent.includes('2026')")
    served.house.say(served.house.accounts[contact.token], "正式通知", "收到")
    page.locator("[data-tab=contact] .unread", has_text="1").wait_for()
    page.locator("[data-tab=contact]").click()
    page.locator("[data-card=contact] .theirs", has_text="正式通知").wait_for()

    assert page.locator("[data-tab=contact] .unread").is_hidden()
    assert page.locator(".card:visible").count() == 1
    context.close()


def test_in_a_browser_of_another_language_everybody_in_the_demo_speaks_it(
    browser: Browser, served: web_house.Served
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    told: list[str] = []
    for _ in range(2):  # once is enough, also after a reload
        page.goto(served.url + "/demo")
        page.locator("[data-card=citizen] .theirs").first.wait_for()
        page.locator("#now", has_text="2026").wait_for()
        told = [event.speaker for event in served.house.heard if (event.text, event.payload) == ("/language", "en")]
    context.close()

    assert sorted(told) == sorted(pane.token for pane in served.desk.panes)


@pytest.mark.parametrize(("width", "height"), [(390, 700), (320, 568)])
def test_what_is_asked_last_is_answered_without_scrolling_however_long_it_is(
    page: Page, served: web_house.Served, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    account = next(one for one in served.house.accounts.values() if one.number < 1000)
    served.house.say(account, "首次使用告知。" * 80, "同意", "详细告知", "取消")
    page.locator(".theirs", has_text="首次使用告知").wait_for()
    page.get_by_role("button", name="同意").wait_for()
    box, log = page.get_by_role("button", name="同意").bounding_box(), page.locator(".log").bounding_box()
    assert box is not None
    assert log is not None
    assert box["y"] + box["height"] <= log["y"] + log["height"]
