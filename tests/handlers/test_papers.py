"""A formal text as a document (the law §9): the unit gets it with the news, opens it later, and nothing in it must stay here."""

from __future__ import annotations

import pypdfium2
import pytest

from bot import wording
from bot.chores import LEASE
from bot.publishing import paper_pages, papers
from domain import lifecycles
from domain.mechanism.columns import OWN_SIDE
from domain.mechanism.table import Rule
from domain.saying import Term
from handlers.conversation import papers as law
from storage import papers as store
from storage.road import chores
from tests.handlers.procedures.test_case import SERVED, play
from tests.support import office
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["play"]
PAPERS = [(kind, rule) for kind, table in lifecycles.PROCEDURES.items() for rule in table.moves.values() if rule.paper]


async def _make_papers(stage: DirectStage) -> None:
    """Do the chores that make documents."""
    making = papers.Papers(stage.database, stage._room, stage._words)
    taken = await stage.database.write(
        lambda tx: chores.claim(tx, (papers.KIND,), stage.now, stage.now + making.errand.lease, 5)
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
    assert {file.name for file in files} == {f"{play.remembered['case']}-hearing_notice.pdf"}
    assert len(pypdfium2.PdfDocument(files[0].data)) == 1
    await play.play("""
        李 > {case}
        李 !<[查看文书]
    """)


async def test_a_document_that_holds_a_number_of_a_clue_is_not_sent(play: Play) -> None:
    await play.play(SERVED)
    stage = play.stage
    assert isinstance(stage, DirectStage)
    (chore,) = await stage.database.write(lambda tx: chores.claim(tx, (papers.KIND,), stage.now, stage.now + LEASE, 5))
    body = {**chore.body, "own": {**chore.body["own"], "summary": "线索QS-2026-000001所反映的问题"}}
    room = stage._room
    found = await stage.database.read(lambda tx: papers.material(room(tx), law.wanted(room(tx), body)))  # type: ignore[arg-type]
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


@pytest.mark.parametrize(("kind", "rule"), PAPERS, ids=[rule.paper for _, rule in PAPERS])
def test_a_document_goes_to_somebody_outside_and_says_only_what_they_see(kind: str, rule: Rule) -> None:
    """Every place in its words is a common one or a fact that its readers see; with long answers it has no more than 600 characters."""
    table = lifecycles.PROCEDURES[kind]
    assert set(rule.tells) & OWN_SIDE
    names = law.readable(table, rule)
    longest = {asked.name: asked.longest for each in table.moves.values() for asked in each.asks if asked.name in names}
    facts = {
        **dict.fromkeys(papers.COMMON, "一二三四五六七八"),
        **{name: "字" * min(n, 200) for name, n in longest.items()},
    }
    words = wording.load(office.ZONE, lambda: office.MORNING)
    for locale, most in (("zh", 600), ("en", 1_200)):
        written = [words.filled(Term(f"paper.{rule.paper}", part), facts, (), locale) for part in ("title", "text")]
        assert len("".join(written)) <= most
