"""The public board in a real Chromium: periods and sequences, tables that can be read out, open data, one page of paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

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
    page.goto(served.url + "/board?period=2026-P2")
    yield page
    context.close()


def test_period_and_sequence_are_chosen_and_earlier_announcements_stay(page: Page) -> None:
    assert page.locator("h2").all_inner_texts()[1:] == ["2026年第2期综合排名（A序列）", "2026年第2期综合排名（B序列）"]
    page.locator("select[name=period]").select_option("2026年第1期")
    page.locator("select[name=sequence]").select_option("B 乡镇、街道")
    page.get_by_role("button", name="查看").click()
    assert page.locator("h2").all_inner_texts()[1:] == ["2026年第1期综合排名（B序列）"]
    assert page.locator("select[name=period]").input_value() == "2026-P1"


def test_among_all_announcements_a_table_is_opened_by_hand(page: Page, served: web_house.Served) -> None:
    page.goto(served.url + "/board")
    assert page.locator("h2").count() == 6
    table = page.get_by_role("table", name="2026年第2期综合排名（A序列）", include_hidden=True)
    assert not table.is_visible()
    page.get_by_text("展开表格").first.click()
    assert table.is_visible()
    page.get_by_role("link", name="编号 公告 2026-1").first.click()
    assert page.locator("h2").count() == 3
    assert page.title() == "【演示数据】第 1 期双月讲评结果 · 公示栏"


def test_ranks_and_section_scores_stand_in_a_table_with_headers(page: Page) -> None:
    table = page.get_by_role("table", name="2026年第2期综合排名（A序列）")
    assert table.get_by_role("columnheader").all_inner_texts() == [
        "名次", "单位", "综合得分", "经济发展", "民生服务", "作风建设", "得旗",
    ]  # fmt: skip
    row = table.get_by_role("row", name="应急管理局")
    assert row.get_by_role("rowheader").inner_text() == "应急管理局"
    assert row.get_by_role("cell").all_inner_texts() == ["1", "88.20", "90.00", "85.10", "89.50", "贡献红旗"]


def test_what_was_published_is_given_away_as_data(page: Page, served: web_house.Served) -> None:
    listed = page.request.get(served.url + "/board/data.json").json()["announcements"]
    assert len(listed) == 6
    of_one = page.request.get(served.url + "/board/data.json?period=2026-P1").json()
    assert of_one["periods"] == ["2026-P2", "2026-P1"]
    assert len(of_one["announcements"]) == 3
    ranking = next(each for each in listed if each["figures"])
    figures = page.request.get(served.url + ranking["figures"])
    assert json.loads(figures.text())["rows"][0][1] == "应急管理局"
    told = page.request.get(served.url + ranking["csv"])
    rows = list(csv.reader(io.StringIO(told.body().decode("utf-8-sig"))))
    assert rows[0][:3] == ["名次", "单位", "综合得分"]
    assert rows[2][1] == "'=水利局"
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
    page.goto(f"{served.url}/board?lang={lang}")
    assert page.evaluate(READABLE) == []
    page.locator("summary").first.click()
    assert page.evaluate(READABLE) == []
    context.close()


def test_a_column_in_which_nothing_stands_takes_no_room(page: Page, served: web_house.Served) -> None:
    item = web_house.ranking(3, "A")
    table = web_house.TABLES[item.figures]
    rows = (("绩效", "贡献红旗", "应急管理局", ""), ("绩效", "落后黄旗", "民政局", ""))
    web_house.TABLES[item.figures] = replace(table, kind="flags", columns=("类别", "旗帜", "单位", "说明"), rows=rows)
    served.desk.announced.append(item)
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(served.url + "/board?period=2026-P3")
    assert page.get_by_role("columnheader").all_inner_texts() == ["类别", "旗帜", "单位"]
    assert "说明" in page.request.get(served.url + f"/board/data/{item.figures}.json").text()
