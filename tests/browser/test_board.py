"""The public board in a real Chromium: periods and sequences, tables that can be read out, open data, one page of paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.channels.web.board_source import BoardItem
from tests.channels import web_house
from tests.web.page_watch import READABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        for number in (2, 1):
            running.desk.announced += [web_house.announcement(number)]
            running.desk.announced += [web_house.ranking(number, sequence) for sequence in "AB"]
        yield running


@pytest.fixture
def page(browser: Browser, served: web_house.Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(served.url + "/board/periods/2026-P2")
    yield page
    context.close()


def test_a_sequence_is_chosen_and_earlier_periods_stay_where_they_are(page: Page) -> None:
    assert page.locator("article h2").all_inner_texts()[1:] == [
        "2026年第2期综合排名（A序列）",
        "2026年第2期综合排名（B序列）",
    ]
    page.locator("select[name=sequence]").select_option("B 乡镇、街道")
    page.get_by_role("button", name="查看").click()
    assert page.locator("article h2").all_inner_texts()[1:] == ["2026年第2期综合排名（B序列）"]
    page.get_by_role("navigation", name="公示栏目录").get_by_role("link", name="年份和期次").click()
    page.get_by_role("link", name="2026年第1期").click()
    assert page.locator("h1").inner_text() == "2026年第1期"
    assert page.locator("article h2").all_inner_texts()[1:] == [
        "2026年第1期综合排名（A序列）",
        "2026年第1期综合排名（B序列）",
    ]


def test_among_all_announcements_a_table_is_opened_by_hand(page: Page, served: web_house.Served) -> None:
    page.goto(served.url + "/board")
    assert page.locator("article").count() == 6
    table = page.get_by_role("table", name="2026年第2期综合排名（A序列）", include_hidden=True)
    assert not table.is_visible()
    page.get_by_text("展开表格").first.click()
    assert table.is_visible()
    page.get_by_role("link", name="编号 公告 2026-1").first.click()
    assert page.locator("article").count() == 3
    assert page.title() == "【演示数据】第 1 期双月讲评结果 · 公示栏"


def test_a_unit_is_found_without_a_script_and_shows_all_that_is_public_of_it_in_order(
    page: Page, served: web_house.Served
) -> None:
    of_unit = {"kind": "case_notice", "named": ("U02",)}
    award = web_house.told("GG-2026-0002", "认定水利局的公示", **of_unit, answered_by=("GG-2026-0003",))
    removal = web_house.told("GG-2026-0003", "摘旗通知", **{**of_unit, "kind": "case_removed"}, answers="GG-2026-0002")
    for told, text in ((award, "拟认定。"), (removal, "整改到位。")):
        item = BoardItem(told=told, title=web_house.title_of(told), at=web_house.NOON, text=text)
        served.desk.announced.append(item)
    page.goto(served.url + "/board")
    page.get_by_role("searchbox").fill("水利")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="水利局").click()
    assert page.locator("h1").inner_text() == "水利局"
    places = page.get_by_role("table").get_by_role("row").all_inner_texts()[1:]
    assert [row.split("\t")[:3] for row in places[:2]] == [["2026年第2期", "2", "84.75"]] * 2
    thread = page.locator(".course > li").filter(has_text="认定水利局的公示")
    assert thread.locator(".course li").inner_text().endswith("整改到位。")
    assert page.locator("section > .course > li").count() == 1, "the removal stands beside its award"


def test_whoever_reads_by_ear_or_keyboard_finds_their_way(page: Page, served: web_house.Served) -> None:
    served.desk.honoured.append("2026年第一期\n周某（自然资源局规划科科长），称号至2029年3月30日")
    for path in (
        "/board",
        "/board/units",
        "/board/periods",
        "/board/periods/2026-P1",
        "/board/strivers",
        "/board/units/U02",
    ):
        page.goto(f"{served.url}{path}?lang=en")
        assert page.locator("html").get_attribute("lang") == "en"
        assert [page.get_by_role(name).count() for name in ("banner", "main")] == [1, 1]
        levels = [
            int(each[1]) for each in page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(e => e.tagName)")
        ]
        assert (levels[0], levels.count(1)) == (1, 1)
        assert page.locator("th:not([scope])").count() == 0
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the text")
        assert skip.evaluate("e => e === document.activeElement && getComputedStyle(e).outlineStyle") == "solid"


def test_ranks_and_section_scores_stand_in_a_table_with_headers(page: Page) -> None:
    table = page.get_by_role("table", name="2026年第2期综合排名（A序列）")
    assert table.get_by_role("columnheader").all_inner_texts() == [
        "名次", "升降", "单位", "综合得分", "经济发展", "民生服务", "作风建设", "得旗",
    ]  # fmt: skip
    row = table.get_by_role("row", name="应急管理局")
    assert row.get_by_role("rowheader").inner_text() == "应急管理局"
    assert row.get_by_role("cell").all_inner_texts() == ["1", "↑1", "88.20", "90.00", "85.10", "89.50", "贡献红旗"]


def test_what_was_published_is_given_away_as_data(page: Page, served: web_house.Served) -> None:
    listed = page.request.get(served.url + "/board/data.json").json()["announcements"]
    assert len(listed) == 6
    of_one = page.request.get(served.url + "/board/data.json?period=2026-P1").json()
    assert of_one["periods"] == ["2026-P2", "2026-P1"]
    assert len(of_one["announcements"]) == 3
    ranking = next(each for each in listed if each["figures"])
    figures = page.request.get(served.url + ranking["figures"])
    assert json.loads(figures.text())["rows"][0][2] == "应急管理局"
    told = page.request.get(served.url + ranking["csv"])
    rows = list(csv.reader(io.StringIO(told.body().decode("utf-8-sig"))))
    assert (rows[0][:3], rows[0][-1]) == (["名次", "升降", "单位"], "unit_code")
    assert (rows[2][2], rows[2][-1]) == ("'=水利局", "U02")
    served.desk.announced.clear()
    assert page.request.get(served.url + ranking["figures"]).status == 404


def test_sequences_flags_and_scores_are_explained(page: Page) -> None:
    page.get_by_text("怎么看排名和旗帜").click()
    explained = page.locator(".explain").inner_text()
    for words in ("A 是县级部门", "红旗给", "60 到 100 分"):
        assert words in explained


def test_on_paper_each_ranking_stands_once(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.get_by_role("table", name="2026年第2期综合排名（A序列）").is_visible()
    assert page.locator(".tabled .words, .tabled img, select, .explain, .data").filter(visible=True).count() == 0
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages <= 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_board_fits_its_width_and_can_be_read(
    browser: Browser, served: web_house.Served, width: int, lang: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    served.desk.running.append(("公告 2026-2", web_house.NOON.date()))
    for path in ("", "/periods/2026-P1", "/units/U02", "/periods"):
        page.goto(f"{served.url}/board{path}?lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate(READABLE) == []
    context.close()


def test_a_column_in_which_nothing_stands_takes_no_room(page: Page, served: web_house.Served) -> None:
    item = web_house.ranking(3, "A")
    table = web_house.TABLES[item.figures]
    rows = (("绩效", "贡献红旗", "应急管理局", ""), ("绩效", "落后黄旗", "民政局", ""))
    web_house.TABLES[item.figures] = replace(
        table, kind="flags", columns=("类别", "旗帜", "单位", "说明"), rows=rows, method=()
    )
    served.desk.announced.append(item)
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(served.url + "/board/periods/2026-P3")
    assert page.get_by_role("columnheader").all_inner_texts() == ["类别", "旗帜", "单位"]
    assert "说明" in page.request.get(served.url + f"/board/data/{item.figures}.json").text()
