"""A formal text as a document (the law §9): the unit gets it with the news, opens it later, and nothing in it must stay here."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from PIL import ImageOps

import words as prose
from bot import wording
from bot.chores import LEASE
from bot.publishing import dossiers as printing
from bot.publishing import paper_pages, papers
from domain import leaks, lifecycles
from domain.mechanism.table import Rule
from domain.saying import Term
from handlers.conversation.procedures import papers as law
from handlers.desk import dossiers
from storage import papers as store
from storage.road import chores
from tests.handlers.procedures.test_case import CONFIRMED, SERVED, play
from tests.support import office
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["play"]
PAPERS = [(kind, rule) for kind, table in lifecycles.PROCEDURES.items() for rule in table.moves.values() if rule.paper]


async def _make_papers(stage: DirectStage) -> None:
    """Do the chores that make documents."""
    making = papers.Papers(stage.database, stage._room, stage._words)
    taken = await stage.database.write(
        lambda tx: chores.claim(tx, (law.RENDER,), stage.now, stage.now + making.errand.lease, 5)
    )
    for chore in taken:
        result = await making.do(chore)
        await stage.database.write(result)


async def test_the_unit_gets_the_notice_as_a_document_and_opens_it_later(play: Play) -> None:
    await play.play(SERVED)
    assert isinstance(play.stage, DirectStage)
    await _make_papers(play.stage)
    await play.play("""
        赵 < 《拟认定事项告知书》见附件
        联 < 《拟认定事项告知书》见附件
        联 > {case}
        联 [查看文书]
        联 < 《拟认定事项告知书》见附件
    """)
    files = [file for parcel in play.screen("联") for file in parcel.attachments]
    assert {file.name for file in files} == {f"拟认定事项告知书-{play.remembered['case']}.pdf"}
    assert len(pypdfium2.PdfDocument(files[0].data)) == 1
    assert play.stage._words.dated(office.MORNING.date(), "zh") == "2026年3月4日"
    await play.play("""
        李 > {case}
        李 !<[查看文书]
    """)


async def test_a_document_that_holds_a_number_of_a_clue_is_not_sent(play: Play) -> None:
    await play.play(SERVED)
    stage = play.stage
    assert isinstance(stage, DirectStage)
    (chore,) = await stage.database.write(lambda tx: chores.claim(tx, (law.RENDER,), stage.now, stage.now + LEASE, 5))
    body = {**chore.body, "own": {**chore.body["own"], "summary": "线索QS-2026-000001所反映的问题"}}
    room = stage._room
    wanted = await stage.database.read(lambda tx: law.wanted(room(tx), body))
    assert wanted is not None
    found = await stage.database.read(lambda tx: papers.material(room(tx), wanted))
    drawn = {"zh": papers.drawn(stage._words, found, "zh")}
    await stage.database.write(lambda tx: law.issue(room(tx), found.what, drawn, found.written))
    await play.play("""
        赵 < 没有送出
        联 !< 见附件
    """)
    assert await stage.database.read(lambda tx: store.of_matter(tx, int(str(body["id"])))) == []


def _sheet(text: str) -> paper_pages.PaperSheet:
    return paper_pages.PaperSheet(
        title="告知书",
        number="RD-2026-000001",
        text=text,
        sender="清溪县效能办",
        day="3月4日",
        made_on=office.MORNING.date(),
        seal="（公章）",
        missing="缺：{letters}",
    )


def test_a_letter_that_the_font_lacks_is_shown_and_named() -> None:
    lines = [line.text for page in paper_pages.pages(_sheet("甲\U0001f600乙")) for line in page]
    assert "甲〓乙" in lines
    assert "缺：U+1F600" in lines
    assert "（公章）" in lines


def test_the_same_document_has_the_same_bytes_and_a_long_one_more_pages() -> None:
    sheet = _sheet("字" * 1_500)
    assert paper_pages.pdf(sheet) == paper_pages.pdf(sheet)
    assert len(pypdfium2.PdfDocument(paper_pages.pdf(sheet))) == 3


def test_no_letter_is_cut_off_where_the_drawn_part_of_a_page_ends() -> None:
    """Only as much of a page is drawn as has letters, and none of them touches the edge of that part."""
    sheet = replace(_sheet("“国，" * 60 + "gjpqy"), seal="gjpqy（公章）")
    (lines,) = paper_pages.pages(sheet)
    page = pypdfium2.PdfDocument(paper_pages.pdf(sheet))[0].render(scale=paper_pages.DOTS / 72).to_pil()
    inked = ImageOps.invert(page.convert("L")).getbbox()
    assert inked is not None
    left, top, right, bottom = inked
    assert left > paper_pages.EDGE
    assert right < paper_pages.WIDTH - paper_pages.EDGE
    assert 0 < top < lines[0].y
    assert lines[-1].y + 5 < bottom < lines[-1].y + paper_pages.LINE, "the letters of the last line have their tails"


@pytest.mark.parametrize(("kind", "rule"), PAPERS, ids=[rule.paper for _, rule in PAPERS])
def test_a_document_goes_to_somebody_outside_and_says_only_what_they_see(kind: str, rule: Rule) -> None:
    """Every place in its words is a common one or a fact that its readers see; with long answers it has no more than 600 characters."""
    table = lifecycles.PROCEDURES[kind]
    assert law.outside(table, rule)
    names = law.readable(table, rule)
    every = [asked for each in (*table.moves.values(), rule) for asked in each.asks if asked.name in names]
    facts = {
        **dict.fromkeys(names, "字" * 40),
        **dict.fromkeys((*papers.COMMON, *(limit.rule for limit in table.terms)), "一二三四五六七八"),
        **{asked.name: "字" * (asked.longest if asked.how == "text" else 30) for asked in every},
    }
    words = wording.load(office.ZONE, lambda: office.MORNING)
    for locale, most in (("zh", 600), ("en", 1_200)):
        written = [words.filled(Term(f"paper.{rule.paper}", part), facts, (), locale) for part in ("title", "text")]
        assert len("".join(written)) <= most


async def test_a_case_file_is_one_view_and_a_pdf_without_names(play: Play) -> None:
    await play.play(SERVED)
    stage = play.stage
    assert isinstance(stage, DirectStage)
    await _make_papers(stage)
    await play.play("""
        孙 > {case}
        孙 > 卷宗
        孙 < 考察人员：孙、吴
        孙 < 送达告知书
        孙 < 《拟认定事项告知书》
        孙 [导出卷宗]
        孙 < 正在生成
        联 > {case}
        联 > 卷宗
        联 !< 办理历程
    """)
    making = printing.Dossiers(stage.database, stage._room, stage._words)
    (chore,) = await stage.database.write(
        lambda tx: chores.claim(tx, (dossiers.PRINT,), stage.now, stage.now + LEASE, 5)
    )
    what = await stage.database.read(
        lambda tx: dossiers.wanted(stage._room(tx), chore.account_id, "case", int(chore.body["id"]))
    )
    assert what is not None
    text = printing.worded(stage._words, what)
    assert "送达告知书" in text
    assert not {"孙", "吴", "赵"} & set(text)
    await stage.database.write(await making.do(chore))
    await play.play("孙 < 卷宗见附件")
    (file,) = play.screen("孙")[-1].attachments
    assert file.data.startswith(b"%PDF")
    assert file.name == f"卷宗-{play.remembered['case']}.pdf"


async def test_a_case_file_tells_how_a_vote_ended_and_nobodys_voice(play: Play) -> None:
    await play.play(CONFIRMED)
    stage = play.stage
    assert isinstance(stage, DirectStage)
    await play.play("""
        甲 > {case}
        甲 > 卷宗
        甲 < 表决：应投3人
        甲 !< 甲 表决
        甲 !< 乙 表决
        甲 !< 比选打分
        甲 [导出卷宗]
    """)
    (chore,) = await stage.database.write(
        lambda tx: chores.claim(tx, (dossiers.PRINT,), stage.now, stage.now + LEASE, 5)
    )
    what = await stage.database.read(
        lambda tx: dossiers.wanted(stage._room(tx), chore.account_id, "case", int(chore.body["id"]))
    )
    assert what is not None
    text = printing.worded(stage._words, what)
    assert "应投3人" in text
    assert "您的" not in text


def test_numbers_of_people_are_masked() -> None:
    assert (
        leaks.masked("电话13812345678，办公室0000-000000", ("0000-000000",))
        == "电话" + "＊" * 11 + "，办公室0000-000000"
    )


# The texts of the law §9, and how each is carried: a document, an announcement or a sentence in chat. Nothing of it is missing but
# what belongs to lifecycles that are not there yet.
TEXTS = {
    "拟认定事项告知书": "paper.hearing_notice",
    "黄旗通知·躺平者": "paper.slack_flag_notice",
    "黄旗通知·双月讲评": "paper.flag_notice",
    "红旗通知": "paper.flag_notice",
    "摘旗通知": "paper.removal_notice",
    "容错决定": "paper.tolerance_decision",
    "公示·拟认定单位": "announced.case_notice",
    "公示·拟认定单位（内部）": "paper.intended_notice",
    "澄清通报": "announced.clarified",
    "更正声明": "announced.case_revoked",
    "登记回执": "say.matters.receipt",
    "补充材料": "told.ask_more",
    "不予受理": "told.clue.reject",
    "转送告知": "told.clue.transfer",
    "办结反馈": "told.clue.close",
    "到期提醒": "say.matters.term_reminder",
    "会议通知": "paper.meeting_notice",
    "双月讲评": "say.announcements.flags_text",
}
NOT_YET = {"月亮灯", "季度通报", "擂台结果", "年度表彰"}


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("place", TEXTS.values(), ids=TEXTS.keys())
def test_every_text_of_the_law_is_carried(place: str, locale: str) -> None:
    """A document by a move that serves it, an announcement by one that announces it, words by words."""
    found: object = prose.said(locale)
    for name in place.split("."):
        assert isinstance(found, dict), place
        found = found[name]
    every = [rule for table in lifecycles.PROCEDURES.values() for rule in table.moves.values()]
    kind, _, name = place.partition(".")
    if kind == "paper":
        assert any(rule.paper == name for rule in every)
    if kind == "announced":
        assert any(rule.announces and rule.announces.kind == name for rule in every)
