"""The guide of the demo in a real Chromium: a road is chosen, played step by step and in one go, and walked on by hand.

One county for the file, played once; each test looks at what one phase of it has shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.cast.case_road import CASE
from tests.web import demo_desk
from tests.web.demo_desk import Desk
from tests.web.page_hands import press_until
from tests.web.page_watch import READABLE, Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 120_000  # ms; a busy machine takes its time


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo_desk.served(tmp_path_factory.mktemp("county")) as url:
        yield url


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    desk = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def watch(context: BrowserContext, county: str) -> Watch:
    return Watch(context, county.removeprefix("http://"))


@pytest.fixture(scope="module")
def desk(context: BrowserContext, watch: Watch, county: str) -> Desk:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(county + "/demo")
    page.locator("[data-card=citizen] .theirs").first.wait_for()
    page.locator("#programme").select_option("case")
    return Desk(page, county)


def walked(page: Page, step: str) -> None:
    """Wait until the guide has ticked a step."""
    page.locator(f"[data-road=case] [data-road-step={step}].done").wait_for(state="attached")


@pytest.fixture(scope="module")
def reported(desk: Desk) -> str:
    """The first step, played by the keyboard alone; what the citizen was told."""
    button = desk.page.locator("#play-step:focus")
    press_until(desk.page, "Tab", lambda: bool(button.count()))
    desk.page.keyboard.press("Enter")
    walked(desk.page, "report")
    return desk.hears("citizen", "提交的线索已登记")


@pytest.fixture(scope="module")
def by_hand(desk: Desk, reported: str) -> str:
    """The second by hand, where the guide leads; what the guide says is next."""
    desk.page.locator("#by-hand").click()
    number = reported.partition("编号：")[2].split()[0]
    assert desk.page.locator("[data-card=reviewer_a] textarea:focus").count() == 1
    desk.page.keyboard.type(number)
    desk.page.keyboard.press("Enter")
    desk.hears("reviewer_a", f"线索{number}｜研判中")
    desk.presses("reviewer_a", "受理", under=f"线索{number}")
    desk.presses("reviewer_a", "造成不良影响")
    walked(desk.page, "accept")
    return desk.page.locator("#next-does").inner_text()


@pytest.fixture(scope="module")
def flagged(desk: Desk, by_hand: str) -> None:
    """Up to the flag in one go, which takes the clock past the time for objections."""
    desk.page.locator("[data-road=case] [data-until=notice_said]").click()
    walked(desk.page, "notice_said")
    desk.page.locator("[data-card=board]").wait_for()  # where one sees that it was said
    desk.page.locator("[data-road=case] [data-until=award]:not([aria-disabled=true])").click()
    walked(desk.page, "award")


def test_somebody_who_takes_a_step_by_hand_is_followed(by_hand: str) -> None:
    assert by_hand == "受理员乙 另一名受理员来核查"


def test_what_the_cast_said_and_pressed_stands_in_its_panes(desk: Desk, flagged: None) -> None:
    own = desk.card("bureau").locator(".mine .words").all_inner_texts()
    assert own == ["RD-2026-000001", "陈述申辩", "执法车辆报废，六月才补齐，台账可以提供。", "完成", "提交"]
    said = desk.card("bureau").locator(".said").all()
    reply = next(at for at, each in enumerate(said) if "请写明你单位的陈述和申辩" in each.inner_text())
    assert "执法车辆报废" in said[reply + 1].inner_text()


def test_the_unit_gets_its_flag_after_the_clock_has_gone_on_by_itself(desk: Desk, flagged: None) -> None:
    # By its first words: the notice of objections, which came first, gives the same grounds, and the document has the same title.
    assert "主要事由：三起违建举报三个月没有处置。" in desk.hears("bureau", "黄旗通知：经研究")
    assert not desk.page.locator("#now").inner_text().startswith("2026-05-06")


def test_the_notice_stands_on_the_board_once_two_have_signed_and_its_hour_has_come(desk: Desk, flagged: None) -> None:
    assert "关于拟认定清溪县水利局的公示" in desk.board()


def test_the_guide_says_how_far_it_is_who_is_next_and_why(desk: Desk, flagged: None) -> None:
    behind = [step.name for step in CASE.steps].index("award") + 1
    assert desk.page.locator("#progress").inner_text() == f"{behind}/{len(CASE.steps)}"
    assert desk.page.locator("#next-does").inner_text() == "水利局联络员 签收黄旗"
    assert desk.page.locator("#next-why").inner_text() == "签收留痕，逾期没有签收会提醒。"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_guide_can_be_read_and_nothing_scrolls_sideways(desk: Desk, flagged: None, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 780})
    wrong = desk.page.evaluate(READABLE)
    desk.page.locator("#guide").evaluate("(guide) => { guide.open = true; }")
    wrong += desk.page.evaluate(READABLE)
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    assert "\n".join(wrong) == ""


def test_a_page_that_is_opened_later_shows_the_same_and_in_its_own_language(
    context: BrowserContext, county: str, flagged: None
) -> None:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(county + "/demo?lang=en")
    page.locator("#programme").select_option("case")
    walked(page, "award")
    assert page.locator("#next-does").inner_text() == "Water bureau contact signs for the flag"
    assert page.locator("[data-card=bureau] .mine").count() > 0
    page.close()


def test_nobody_else_was_asked_for_anything_and_nothing_was_complained_of(watch: Watch, flagged: None) -> None:
    assert watch.strangers == []
    assert watch.complaints == []
