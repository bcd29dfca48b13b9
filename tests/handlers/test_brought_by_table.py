"""What citizens bring in by a table alone: a doubt that gathers words and files, has a code and a quota, and is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from domain.mechanism.columns import Asked, Beginning, Place
from domain.mechanism.limits import Limit
from domain.mechanism.table import QUOTA, Procedure, Rule
from domain.people import Role
from storage import matters
from storage.road import history
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.toys import toy_inspection

_REVIEWER, _REPORTER = frozenset({Role.REVIEWER}), frozenset({Role.REPORTER})
_WAITING = frozenset({"waiting"})

DOUBT = Procedure(
    matter="doubt",
    first="draft",
    moves={
        "submit": Rule(
            start=frozenset({"draft"}),
            end="waiting",
            by=_REPORTER,
            needs=(QUOTA,),
            asks=(
                Asked("reason", "text", limit="clue_max_chars", kept=Place.STORY, gathers=True),
                Asked("papers", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE),
            ),
            is_previewed=True,
            is_hidden=True,
        ),
        "reply": Rule(
            start=_WAITING,
            end="closed",
            by=_REVIEWER,
            asks=(Asked("reply", "text"), Asked("grade", "one_of", "severity", ("s1", "s2"))),
            tells=(Role.REPORTER,),
            says=("reply",),
        ),
        "pass_on": Rule(
            start=_WAITING,
            end="closed",
            by=_REVIEWER,
            asks=(Asked("body", "one_of", "transfer_target", ("petition", "discipline")),),
            tells=(Role.REPORTER,),
            says=("body",),
            secret={"body": frozenset({"discipline"})},
        ),
    },
    begins=Beginning(move="submit", prefix="ZY", command="doubt", quota="striver_per_day", has_code=True),
    terms=(Limit("clue_triage_target", _WAITING, is_promised=True),),
    shows={Role.REVIEWER: ("reason", "attachments", "notes", "reply")},
    body=frozenset({"reason", "attachments"}),
)
WORDS: dict[str, Any] = {
    "matter": {"doubt": "质疑"},
    "menu": {"doubt": "提出质疑"},
    "stage": {"doubt": {"draft": "草稿", "waiting": "待答复", "closed": "质疑已办结"}},
    "stage_means": {"doubt": {"waiting": "正在看您的质疑。", "closed": "办理到此结束。"}},
    "stage_term": {"doubt": {"waiting": "最迟告知您结果", "closed": "期限"}},
    "move": {"doubt": {"submit": "提出质疑", "reply": "答复质疑", "pass_on": "转交"}},
    "ask": {
        "doubt": {
            "reason": "为什么有质疑？",
            "papers": "有材料请发来。",
            "reply": "怎样答复？",
            "grade": "程度如何？",
            "body": "转给谁？",
        }
    },
    "label": {"doubt": {"reason": "理由", "papers": "材料", "reply": "答复", "grade": "程度", "body": "去向"}},
    "preview": {"doubt": {"below": "无误请按“提交”。"}},
    "quota": {"doubt": {"doing": "提出", "of": "件质疑", "besides": ""}},
    "receipt": {"doubt": {"coming": "受理人员答复", "below": ""}},
    "told": {
        "doubt": {
            "reply": "您的质疑已有答复。",
            "pass_on": "编号{number}：已转送{body}。",
            "pass_on_secretly": "编号{number}：已按规定转送。",
        }
    },
}
CONSENTED = "李 > 我要反映\n李 [同意]\n李 > 取消\n"
BROUGHT = """
    李 > 提出质疑
    李 < 为什么有质疑
    李 > 公示的事迹与事实不符
    李 < 有材料请发来
    李 > 那条渠是村民自己修的
    李 < 已记入经过
    李 + 照片.jpg
    李 [完成]
    李 < 提出质疑，请核对
    李 < 材料：1个
    李 < 理由：公示的事迹与事实不符
    李 [提交]
    李 < 质疑已登记
    李 < 受理人员答复，5个工作日内告知结果
    李 ? number 编号：(ZY-\\d{4}-\\d{6})
    李 ? code 查询码：(\\S+)
"""


@pytest_asyncio.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DirectStage]:
    """An office with one reviewer, in which doubts may be brought."""
    stage = await DirectStage(tmp_path, toy_inspection.added(monkeypatch, DOUBT, WORDS)).open()
    await stage.joins("王", Role.REVIEWER)
    yield stage
    await stage.close()
    toy_inspection.forget()


async def test_it_is_told_followed_by_its_code_and_answered(play: Play) -> None:
    await play.play(
        CONSENTED
        + BROUGHT
        + """
        王 > {number}
        王 < 质疑{number}｜待答复
        王 < 那条渠是村民自己修的
        王 < 附件1
        王 [答复质疑]
        王 > 经核实，渠由水利局出资修建。
        王 [苗头性问题]
        李 < 编号{number}有新进展
        李 > {code}
        李 < 您的质疑已有答复
        李 < 答复：经核实，渠由水利局出资修建
        李 !< 苗头性问题
        李 < 当前状态：质疑已办结
    """
    )


async def test_where_it_went_is_not_told_where_the_table_keeps_it_secret(play: Play) -> None:
    await play.play(
        CONSENTED
        + BROUGHT
        + """
        王 > {number}
        王 [转交]
        王 [纪检监察机关]
        李 > {code}
        李 < 已按规定转送
        李 !< 纪检
    """
    )


async def test_what_was_told_is_under_its_own_key_and_in_no_history(play: Play, house: DirectStage) -> None:
    await play.play(CONSENTED + BROUGHT)
    told = await house.database.read(lambda tx: matters.told(tx, 1))
    assert told == {"reason": "公示的事迹与事实不符\n那条渠是村民自己修的"}
    lines = await house.database.read(lambda tx: history.of_matter(tx, "doubt", 1))
    assert [(line.move, dict(line.given)) for line in lines] == [("submit", {})]
    rows = await house.database.read(lambda tx: tx.all("SELECT * FROM matter"))
    for value in (value for row in rows for value in row if isinstance(value, bytes | str)):
        assert "公示".encode() not in (value.encode() if isinstance(value, str) else value)


async def test_more_of_them_than_the_rule_allows_in_a_day_wait(play: Play) -> None:
    await play.play(CONSENTED + BROUGHT * 5 + BROUGHT.partition("李 < 质疑已登记")[0] + "李 < 一天最多提出5件质疑")
