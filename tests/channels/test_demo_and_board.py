"""The public board and the demo page over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from defusedxml import ElementTree

from bot.channels.web import board_source
from domain.units import Register
from tests.channels import web_house
from tests.channels.test_web_channel import Events

WITHDRAWN_AT = web_house.NOON + timedelta(days=3)


def notice(number: int, title: str, text: str = "依规公布。", **others: Any) -> board_source.BoardItem:
    """An announcement about a case."""
    told = web_house.told(f"GG-2026-{number:04}", title, **others)
    return board_source.BoardItem(told=told, title=title, at=web_house.NOON, text=text)


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        yield running


@pytest.fixture
def desk(served: web_house.Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, headers={"Origin": served.url}, trust_env=False) as http:
        http.get("/demo")
        yield http


def test_an_empty_board_says_so(served: web_house.Served) -> None:
    assert "目前没有公告" in httpx.get(served.url + "/board?lang=zh").text
    assert "There is no announcement" in httpx.get(served.url + "/board?lang=en").text


def test_the_board_shows_what_was_announced_without_a_script(served: web_house.Served) -> None:
    served.desk.announced.append(web_house.announcement(1))
    page = httpx.get(served.url + "/board?lang=zh").text

    for words in (
        "【演示数据】第 1 期双月讲评结果",
        "编号 公告 2026-1",
        "2026-03-05",
        "应急管理局",
        "落后黄旗 1 面",
        "排名表：第 1 名",
    ):
        assert words in page
    assert "<script" not in page


def test_whose_titles_stand_is_listed_above_what_was_announced_and_nowhere_else(served: web_house.Served) -> None:
    served.desk.announced.append(web_house.announcement(1))
    assert "光荣榜" not in httpx.get(served.url + "/board?lang=zh").text
    served.desk.honoured.append("2026年第一期\n周某（自然资源局规划科科长），称号至2029年3月30日")
    page = httpx.get(served.url + "/board?lang=zh").text
    assert page.index("周某（自然资源局规划科科长），称号至2029年3月30日") < page.index("双月讲评结果")
    assert "光荣榜" not in httpx.get(served.url + "/board/periods/2026-P1?lang=zh").text


def test_words_of_an_announcement_are_words_not_markup(served: web_house.Served) -> None:
    served.desk.announced.append(replace(web_house.announcement(1), text="<script>alert(1)</script>"))

    assert "<script>" not in httpx.get(served.url + "/board").text


def test_an_announcement_is_shown_in_the_readers_language_where_it_has_one(served: web_house.Served) -> None:
    zh = web_house.announcement(1)
    other = web_house.announcement(2)
    served.desk.announced.extend([zh, replace(zh, title="Result of period 1", locale="en"), other])
    english = httpx.get(served.url + "/board?lang=en").text
    chinese = httpx.get(served.url + "/board?lang=zh").text

    assert english.count("<article") == chinese.count("<article") == 2
    assert "Result of period 1" in english
    assert "Result of period 1" not in chinese


def test_what_is_announced_about_a_case_is_read_there_beside_the_results_of_a_period(served: web_house.Served) -> None:
    """Once a period had been announced, notices, removals and clarifications of cases could not be read on the board."""
    award = notice(2, "认定躺平者的公示", answered_by=("GG-2026-0003",))
    removal = notice(3, "摘旗通知", kind="case_removed", answers="GG-2026-0002")
    served.desk.announced.extend([removal, award, web_house.announcement(1)])
    page = httpx.get(served.url + "/board?lang=zh").text

    assert [page.index(title) for title in ("摘旗通知", "认定躺平者的公示", "双月讲评结果")] == sorted(
        page.index(title) for title in ("摘旗通知", "认定躺平者的公示", "双月讲评结果")
    )
    assert "认定躺平者的公示" not in httpx.get(served.url + "/board/sections/period?lang=zh").text


def test_an_announcement_has_an_address_that_stays_and_names_what_it_answers_and_what_answers_it(
    served: web_house.Served,
) -> None:
    award = notice(2, "认定躺平者的公示", answered_by=("GG-2026-0003",))
    removal = notice(3, "摘旗通知", kind="case_removed", answers="GG-2026-0002")
    served.desk.announced.extend([removal, award])
    page = httpx.get(served.url + "/board/GG-2026-0002?lang=zh")

    assert page.status_code == 200
    assert "认定躺平者的公示" in page.text
    assert "摘旗通知" not in page.text
    assert '后续公告： <a href="/board/GG-2026-0003?lang=zh">' in page.text
    assert (
        '回应公告： <a href="/board/GG-2026-0002?lang=zh">'
        in httpx.get(served.url + "/board/GG-2026-0003?lang=zh").text
    )
    unknown = httpx.get(served.url + "/board/GG-2026-0009?lang=zh")
    assert (unknown.status_code, "目前没有公告" in unknown.text) == (404, True)


def test_what_names_a_unit_is_found_by_it_and_what_is_older_by_a_link(served: web_house.Served) -> None:
    served.desk.announced.extend(notice(number, f"公告之{number}。") for number in range(30, 0, -1))
    served.desk.announced.append(notice(31, "关于水利局的澄清", named=("U08",)))
    first = httpx.get(served.url + "/board?lang=zh").text
    older = first[first.index('class="earlier" href="') + len('class="earlier" href="') :].partition('"')[0]
    second = httpx.get(served.url + older.replace("&amp;", "&")).text

    assert (first.count("<article"), second.count("<article")) == (10, 10)
    assert "公告之21。" in first
    assert "公告之20。" in second
    assert 'class="earlier"' in second
    of_unit = httpx.get(served.url + "/board/units/U08?lang=zh").text
    assert ("公告之1。" in of_unit, "关于水利局的澄清" in of_unit) == (False, True)


def test_who_searches_for_a_unit_that_is_not_there_chooses_among_those_that_are(served: web_house.Served) -> None:
    """The page sent its readers to the list of units below, and there was none."""
    served.desk.announced.append(notice(1, "关于水利局的澄清", named=("U08",)))
    page = httpx.get(served.url + "/board/units?lang=zh&q=<b>无此局").text
    assert "没有找到这个单位" in page
    assert "/board/units/U08" in page
    assert "<b>" not in page


def test_a_demo_says_so_in_the_language_of_its_readers(served: web_house.Served) -> None:
    """An English board said 【演示数据】."""
    for path in ("/board", "/"):
        assert '<span class="tag">[demo data]</span>' in httpx.get(f"{served.url}{path}?lang=en").text


def test_a_unit_that_is_renamed_twice_is_not_called_by_its_first_name() -> None:
    """Registers were told apart by their place in memory: the third got that of the first, and the first one's pages."""
    none: Any = None
    board = board_source.StoredBoard(none, none, none, none, none)
    first, second, third = (Register(()) for _ in range(3))
    assert len({board._register_number(each) for each in (first, second, third)}) == 3
    assert board._register_number(third) == board._register_number(third)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/board/%00", 404),
        ("/board?before=%00&sequence=%00&q=%00", 200),
        ("/board/units?q=%00", 200),
        ("/board/units/%00", 404),
        ("/board/periods/%00", 404),
        ("/board/sections/%00", 404),
        ("/board/data.json?before=%00&unit=%00&period=%00", 200),
        ("/board/picture/%00", 404),
        ("/board/data/%00.json", 404),
    ],
)
def test_a_control_in_an_address_is_no_failure_of_the_house(
    served: web_house.Served, address: str, status: int
) -> None:
    """On PostgreSQL it was: whoever asked so filled the log with failures."""
    assert httpx.get(served.url + address).status_code == status


def test_another_language_shows_the_same_page_of_the_list(served: web_house.Served) -> None:
    served.desk.announced.extend(notice(number, f"公告之{number}。") for number in range(30, 0, -1))
    second = httpx.get(served.url + "/board?lang=zh&before=GG-2026-0011").text

    assert "公告之10。" in second
    assert 'href="/board?before=GG-2026-0011&amp;lang=en"' in second


def test_a_notice_that_runs_stands_on_top_with_its_last_day_and_the_days_that_are_left(
    served: web_house.Served,
) -> None:
    served.desk.announced.extend([notice(2, "认定躺平者的公示"), notice(1, "拟表彰对象公示", withheld_at=WITHDRAWN_AT)])
    served.desk.running += [("GG-2026-0002", date(2026, 3, 9)), ("GG-2026-0001", date(2026, 3, 9))]
    page = httpx.get(served.url + "/board?lang=zh").text
    assert "公示到 2026-03-09，还有 5 天" in page
    assert page.count("还有") == 1, "what is withheld is not put up"
    assert "依规公布。" in httpx.get(served.url + "/board/notices?lang=zh").text
    served.desk.running.clear()
    assert "现在没有正在公示的事项" in httpx.get(served.url + "/board/notices?lang=zh").text


def test_a_year_shows_what_was_said_in_it_and_where_its_periods_are(served: web_house.Served) -> None:
    served.desk.announced.extend([notice(2, "摘旗通知", kind="case_removed"), web_house.announcement(1)])
    page = httpx.get(served.url + "/board/periods/2026?lang=zh").text
    assert "摘旗通知" in page
    assert 'href="/board/periods/2026-P1?lang=zh"' in page
    assert "摘旗通知" in httpx.get(served.url + "/board/periods/2026-03?lang=zh").text
    assert httpx.get(served.url + "/board/periods/2026-Q2").status_code == 404
    for other in ("2025", "2026-13", "0000", "x"):
        assert httpx.get(served.url + f"/board/periods/{other}").status_code == 404


def test_what_puts_something_right_stays_beside_it_on_whatever_page_that_is(served: web_house.Served) -> None:
    """A list is parted between what answers what: a removal of today stood alone, with its award on the next page."""
    award = notice(1, "很久以前的认定", answered_by=("GG-2026-0200",))
    removal = notice(200, "今天的摘旗", kind="case_removed", answers="GG-2026-0001")
    served.desk.announced.extend(
        [removal, *(notice(number, f"公告之{number}。") for number in range(120, 1, -1)), award]
    )
    first = httpx.get(served.url + "/board/sections/case?lang=zh").text
    older = first[first.index('class="earlier" href="') + len('class="earlier" href="') :].partition('"')[0]
    second = httpx.get(served.url + older.replace("&amp;", "&")).text
    assert ("今天的摘旗" in first, "公告之20。" in first) == (False, False)
    assert second.index("很久以前的认定") < second.index("今天的摘旗")


def test_what_is_announced_has_its_section_by_its_kind_and_what_puts_right_one_of_its_own(
    served: web_house.Served,
) -> None:
    served.desk.announced.extend(
        [notice(2, "摘旗通知", kind="case_removed"), notice(1, "征集公告", kind="edition_call")]
    )
    page = httpx.get(served.url + "/board?lang=zh").text
    assert 'href="/board/sections/case?lang=zh"' in page
    assert 'href="/board/sections/snail' not in page, "nothing stands there"
    for name in ("case", "corrections"):
        section = httpx.get(served.url + f"/board/sections/{name}?lang=zh").text
        assert ("摘旗通知" in section, "征集公告" in section) == (True, False)
    assert "征集公告" in httpx.get(served.url + "/board/strivers?lang=zh").text


def test_whoever_has_a_page_is_told_that_it_is_so_still(served: web_house.Served) -> None:
    served.desk.announced.extend([web_house.ranking(1, "A"), web_house.announcement(1)])
    key = served.desk.announced[0].figures
    for path in ("/board", "/board/feed.atom", "/board/data.json", "/board/tables.csv", f"/board/data/{key}.csv"):
        first = httpx.get(served.url + path)
        again = httpx.get(served.url + path, headers={"If-None-Match": f'W/"x", {first.headers["etag"]}'})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert again.headers["cache-control"] == first.headers["cache-control"]
    old = httpx.get(served.url + "/board").headers["etag"]
    served.desk.announced.append(notice(2, "摘旗通知"))
    assert httpx.get(served.url + "/board", headers={"If-None-Match": old}).status_code == 200


def test_what_names_people_is_kept_by_no_search_engine(served: web_house.Served) -> None:
    named = {"kind": "candidate_commended"}
    served.desk.announced.extend([notice(2, "关于表彰的通报", **named), notice(1, "认定躺平者的公示")])
    marks = {
        path: httpx.get(served.url + path).headers.get("x-robots-tag", "")
        for path in ("/board/GG-2026-0001", "/board/GG-2026-0002", "/board", "/board/feed.atom", "/board/data.json")
    }
    assert marks.pop("/board/GG-2026-0001") == ""
    assert set(marks.values()) == {"noindex, noarchive"}


def test_every_table_is_listed_with_its_method_and_every_field_is_explained(served: web_house.Served) -> None:
    served.desk.announced.extend([web_house.ranking(1, "A")])
    listed = httpx.get(served.url + "/board/tables.json").json()["tables"]
    (first,) = [each for each in listed if each["sequence"] == "A"]
    assert (first["kind"], first["formula"], first["rules"]) == ("ranking", "composite-1", 1)
    assert "越高越好" in httpx.get(served.url + first["method"]).content.decode("utf-8-sig")
    rows = httpx.get(served.url + "/board/tables.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].split(",")[:3] == ["kind", "period", "sequence"]
    meaning = httpx.get(served.url + "/board/dictionary.json").json()
    table = httpx.get(served.url + first["json"]).json()
    said = httpx.get(served.url + "/board/data.json").json()["announcements"][0]
    for locale in ("zh", "en"):
        assert {*first, *table, *said, "unit_code"} <= {*meaning[locale]}
    assert httpx.get(served.url + "/board/method/nothing.csv").status_code == 404


def test_announcements_can_be_subscribed_to(served: web_house.Served) -> None:
    served.desk.announced.extend([notice(2, "摘旗 <通知>", "一 & 二"), web_house.announcement(1)])
    told = httpx.get(served.url + "/board/feed.atom?lang=zh")
    feed = ElementTree.fromstring(told.content)
    atom = "{http://www.w3.org/2005/Atom}"

    assert told.headers["content-type"].startswith("application/atom+xml")
    entries = feed.findall(f"{atom}entry")
    assert [each.findtext(f"{atom}title") for each in entries] == ["摘旗 <通知>", "【演示数据】第 1 期双月讲评结果"]
    assert entries[0].findtext(f"{atom}content") == "一 & 二"
    assert entries[0].findtext(f"{atom}id") == "https://flagpost.example/board/GG-2026-0002"
    for each in (feed, *entries):
        assert datetime.fromisoformat(each.findtext(f"{atom}updated") or "") == web_house.NOON


def test_words_that_are_withheld_say_so_on_the_page_in_the_feed_and_in_the_data(served: web_house.Served) -> None:
    served.desk.announced.append(notice(2, "拟表彰对象公示", "", withheld_at=WITHDRAWN_AT))
    for address in ("/board?lang=zh", "/board/GG-2026-0002?lang=zh", "/board/feed.atom?lang=zh"):
        assert "原文不再公开" in httpx.get(served.url + address).text
    # A feed reader kept the name: it takes the new words for the old ones only where they are younger.
    changed = f"<updated>{WITHDRAWN_AT.isoformat()}</updated>"
    assert httpx.get(served.url + "/board/feed.atom?lang=zh").text.count(changed) == 2, "of the feed and of the entry"
    (told,) = httpx.get(served.url + "/board/data.json").json()["announcements"]
    assert (told["text"], told["withheld"]) == ("", True)


def test_only_pictures_on_the_board_can_be_seen(served: web_house.Served) -> None:
    address = served.url + "/board/picture/sheet"
    before = httpx.get(address).status_code
    served.desk.announced.append(web_house.announcement(1))

    assert before == 404
    assert httpx.get(address).headers["content-type"] == "image/png"
    assert httpx.get(served.url + "/board/picture/other").status_code == 404


def test_the_browser_never_learns_a_panes_token(served: web_house.Served, desk: httpx.Client) -> None:
    page = desk.get("/demo").text

    assert all(pane.token not in page and pane.token not in str(desk.cookies) for pane in served.desk.panes)
    assert all(pane.label["zh"] in page for pane in served.desk.panes)


def test_without_the_desks_cookie_no_pane_speaks(served: web_house.Served) -> None:
    for path in ("/demo/stream", "/demo/messages?pane=citizen", "/demo/board"):
        assert httpx.get(served.url + path).status_code == 401
    posted = httpx.post(
        served.url + "/demo/say?pane=citizen", json={"key": "12345678", "text": "好"}, headers={"Origin": served.url}
    )
    assert posted.status_code == 401


def test_each_pane_speaks_for_its_own_role(served: web_house.Served, desk: httpx.Client) -> None:
    desk.post("/demo/say?pane=leader_a", json={"key": "12345678", "text": "确认旗帜"})
    leader = next(pane for pane in served.desk.panes if pane.name == "leader_a")

    assert served.house.heard[-1].speaker == leader.token
    assert desk.post("/demo/say?pane=mayor", json={"key": "12345678", "text": "好"}).status_code == 404


def test_one_stream_carries_every_pane_and_resumes_each(served: web_house.Served, desk: httpx.Client) -> None:
    with desk.stream("GET", "/demo/stream") as response:
        events = Events(response)
        first = [events.until("say") for _ in served.desk.panes]
        events.until("settled")
        desk.post("/demo/say?pane=citizen", json={"key": "12345678", "text": "您好"})
        _, answer = events.until("say")
    with desk.stream("GET", "/demo/stream", headers={"Last-Event-ID": first[-1][0]}) as response:
        _, again = Events(response).until("say")

    assert {str(data["pane"]) for _, data in first} == {pane.name for pane in served.desk.panes}
    assert answer["pane"] == again["pane"] == "citizen"
    assert again["number"] == answer["number"]


def test_turning_the_clock_shows_on_the_page_and_on_the_board(served: web_house.Served, desk: httpx.Client) -> None:
    with desk.stream("GET", "/demo/stream") as response:
        events = Events(response)
        _, clock = events.until("clock")
        events.until("settled")
        turned = desk.post("/demo/turn?lang=en", json={}).json()
        _, later = events.until("clock")
        _, done = events.until("done")
        events.until("board")

    assert clock["now"] == "2026-03-05 04:00"
    assert turned["now"] == later["now"] == "2026-03-06 04:00"
    assert turned["next_what"] == "Ranking and flags of period 1 are published"
    assert done == ["published", "turned"]
    assert "第 1 期双月讲评结果" in desk.get("/demo/board").text


def test_switching_the_language_switches_every_pane(served: web_house.Served, desk: httpx.Client) -> None:
    desk.post("/demo/language", json={"locale": "en", "switch": "abcdef01"})

    told = {event.speaker for event in served.house.heard if (event.text, event.payload) == ("/language", "en")}
    assert told == {pane.token for pane in served.desk.panes}
