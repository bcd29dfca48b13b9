"""The phones of the demo in a real Chromium: what members, citizens and a group see in their messenger, and what their owners do there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from bot.channel import Attachment
from bot.demo.phones import PhoneAct
from tests.channels import web_house
from tests.web.page_watch import READABLE, Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHOTO = {"kind": "image", "name": "photo.png", "address": "/demo/phone/file/group/21"}
TABLE = "# 综合排名\n颁发**红旗** 1 面 <img src=x onerror=alert(1)>\n\n| 名次 | 单位 |\n| --- | --- |\n| 1 | 水利局 |\n| 2 | 民政局 |"
CLAIM = {
    "card_type": "button_interaction",
    "main_title": {"title": "线索QS-2026-000001｜研判中"},
    "horizontal_content_list": [{"keyname": "期限", "value": "3月11日"}],
    "sub_title_text": "违建举报没有人处理",
    "button_selection": {
        "question_key": "claim",
        "title": "程度",
        "option_list": [{"id": "low", "text": "苗头性问题"}, {"id": "high", "text": "后果严重"}],
    },
    "button_list": [{"text": "受理", "key": "claim", "style": 1}, {"text": "不予受理", "key": "reject", "style": 3}],
}
STRIKE = {
    "card_type": "vote_interaction",
    "main_title": {"title": "划去", "desc": "红黄旗名单"},
    "checkbox": {"question_key": "strike", "mode": 1, "option_list": [{"id": n, "text": f"{n} 某局"} for n in "123"]},
    "submit_button": {"text": "划去", "key": "strike"},
}
MENU = [{"name": "待办", "key": "/todo"}, {"name": "更多", "below": [{"name": "帮助", "key": "/help"}]}]

KINDS = {"wechat": "citizen"}


def message(number: int, **told: Any) -> dict[str, Any]:
    """A message as the server tells of it."""
    parts = {
        "mine": False,
        "text": "",
        "card": None,
        "live": [],
        "entries": [],
        "tail": "",
        "markdown": "",
        "file": None,
    }
    return {"number": number, "at": "03-05 09:30", **parts, "recalled": False, **told}


class PhonesOfThree:
    """A member's phone, a citizen's, and a group; a card that was pressed is over."""

    def __init__(self) -> None:
        entries = [{"id": "report", "content": "1. 我要反映"}, {"id": "ask", "content": "2. 查进度"}]
        self.acts: list[PhoneAct] = []
        self._screens = {
            "member": [
                message(1, card=CLAIM, live=["claim", "reject"]),
                message(2, card=STRIKE, live=["strike"]),
                message(3, text="不再可读", recalled=True),
            ],
            "wechat": [message(11, text="您好。", entries=entries)],
            "group": [message(21, file=PHOTO), message(22, markdown=TABLE)],
        }

    def shown(self, locale: str) -> list[dict[str, object]]:
        """All three."""
        menus = {"member": MENU}
        told = [
            {
                "name": name,
                "kind": KINDS.get(name, name),
                "label": f"{name} 的手机",
                "menu": menus.get(name, []),
                "messages": screen,
            }
            for name, screen in self._screens.items()
        ]
        return list(json.loads(json.dumps(told)))

    def file(self, name: str, number: int) -> Attachment:
        """The picture."""
        return Attachment(key="", data=web_house.png(40, 40), name="photo.png")

    async def does(self, act: PhoneAct) -> None:
        """It stands on the phone; a card that was pressed has words in the place of its buttons."""
        self.acts.append(act)
        screen = self._screens[act.phone]
        if act.does == "says":
            screen.append(message(100 + len(self.acts), mine=True, text=act.text))
        if act.does == "presses":
            pressed = next(each for each in screen if each["number"] == act.number)
            pressed |= {"card": {**pressed["card"], "replace_text": "已受理"}, "live": []}

    async def speak(self, locale: str) -> None:
        """They speak one language."""


@pytest.fixture(scope="module")
def phones() -> PhonesOfThree:
    return PhonesOfThree()


@pytest.fixture(scope="module")
def page(browser: Browser, phones: PhonesOfThree) -> Iterator[Page]:
    """The demo on a desk; the tests fail where its page complained or asked anybody else for anything."""
    with web_house.served(phones=phones) as served:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        watch = Watch(context, served.url.removeprefix("http://"))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(served.url + "/demo")
        page.locator("[data-card=member] .said").first.wait_for()
        yield page
        context.close()
        assert watch.strangers == []
        assert watch.complaints == []


def wait_for_act(page: Page, phones: PhonesOfThree, does: str) -> PhoneAct:
    """The newest thing of a kind that was done on a phone."""
    for _ in range(100):
        if found := [act for act in phones.acts if act.does == does]:
            return found[-1]
        page.wait_for_timeout(20)
    raise AssertionError(f"nobody {does}")


def test_a_member_presses_what_was_chosen_on_a_card_and_the_card_is_over(page: Page, phones: PhonesOfThree) -> None:
    member = page.locator("[data-card=member]")
    card = member.locator(".template-card", has_text="线索QS-2026-000001")
    assert card.locator("dl").inner_text().split() == ["期限", "3月11日"]
    card.get_by_role("combobox", name="程度").select_option("后果严重")
    card.get_by_role("button", name="受理", exact=True).click()
    card.locator(".replaced", has_text="已受理").wait_for()
    act = wait_for_act(page, phones, "presses")
    assert (act.phone, act.number, act.key, act.chosen) == ("member", 1, "claim", ["high"])
    assert card.get_by_role("button").count() == 0
    boxes = member.locator(".template-card", has_text="红黄旗名单")
    boxes.get_by_label("1 某局").check()
    boxes.get_by_label("3 某局").check()
    boxes.get_by_role("button", name="划去").click()
    boxes.locator(".replaced").wait_for()
    assert wait_for_act(page, phones, "presses").chosen == ["1", "3"]
    assert "一条消息已被撤回" in member.inner_text()
    assert "不再可读" not in member.inner_text()


def test_the_menu_of_the_app_is_opened_and_closed_by_keys(page: Page, phones: PhonesOfThree) -> None:
    opening = page.locator("[data-card=member] summary", has_text="更多")
    entry = page.locator("[data-card=member]").get_by_role("button", name="帮助")
    opening.press("Enter")
    entry.press("Escape")
    entry.wait_for(state="hidden")
    opening.press("Enter")
    entry.press("Enter")
    assert wait_for_act(page, phones, "menu").key == "/help"


def test_a_citizen_writes_sends_a_photo_and_presses_an_entry_as_often_as_they_like(
    page: Page, phones: PhonesOfThree
) -> None:
    citizen = page.locator("[data-card=wechat]")
    for _ in range(2):
        citizen.get_by_role("button", name="1. 我要反映").click()
    citizen.get_by_role("button", name="发一张示例照片").click()
    citizen.locator("textarea").fill("违建")
    citizen.locator("textarea").press("Enter")
    citizen.locator(".mine", has_text="违建").wait_for()
    assert citizen.locator("textarea").input_value() == ""
    done = [(act.does, act.key or act.file or act.text) for act in phones.acts if act.phone == "wechat"]
    assert sorted(done) == sorted([("opens", ""), *[("chooses", "report")] * 2, ("sends", "photo"), ("says", "违建")])


def test_a_group_reads_a_table_and_nothing_in_it_is_markup(page: Page) -> None:
    page.locator("[data-tab=group]").click()
    group = page.locator("[data-card=group]")
    assert group.locator("table").inner_text().split() == ["名次", "单位", "1", "水利局", "2", "民政局"]
    assert "<img src=x onerror=alert(1)>" in group.inner_text()
    assert group.locator("img").count() == 1
    assert group.get_by_role("button", name="放大图片：photo.png").is_visible()


def test_on_a_telephone_they_are_chosen_from_the_list_and_everything_can_be_read(page: Page) -> None:
    wrong = page.evaluate(READABLE)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#guide").evaluate("(guide) => { guide.open = false; }")
    for name in ("group", "wechat", "member"):
        page.locator("#whose").select_option(name)
        page.locator(f"[data-card={name}] .said").first.wait_for()
        wrong += page.evaluate(READABLE)
    assert wrong == []
