"""What must hold of a review meeting (the law §9): its notice, the speeches that units send, and the minutes, on each channel."""

from __future__ import annotations

import pytest

from bot.importing import taking
from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from handlers.conversation import house_rooms
from tests.handlers.procedures.test_score_sheet import CONFIRMED
from tests.support import samples
from tests.support.announcing_house import SAMPLE
from tests.support.stages import Stage
from tests.support.transcripts import Play


async def test_units_are_asked_to_speak_and_send_what_they_will_say(
    here: Stage, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ranking", "flags", "flag_list", "flag_notice"):  # what is drawn of the list is looked at elsewhere
        monkeypatch.setattr(drawing, name, lambda sheet: samples.picture("png"))
    await first_figures(here)
    await play.play(
        CONFIRMED
        + """
        周 [召开讲评会]
        周 [双月讲评：红黄旗发言]
        周 < 讲评会JP-2026-000001｜筹备中
        王 > 待办
        王 ? meeting 讲评会(JP-2026-\\d+)｜筹备中
        王 [划去发言单位]
        王 > 2-5 7-20
        王 > 会期半天
        王 > {meeting}
        王 < 2. 自然资源局：表态发言，黄旗（真抓实干）｜拟发言
        王 [发出会议通知]
        王 > 3月12日
        王 > 上午9点
        王 > 县行政中心一楼会议室
        王 [提交]
        武 > {meeting}
        武 [同意]
        联 < 会议通知：请你单位主要负责人参会发言
        联 < 《会议通知》见附件
        联 ? speech 讲评会发言(FY-2026-\\d+)
        联 > {speech}
        联 [收到通知]
        联 > {speech}
        联 [报送发言材料]
        联 + 表态发言.docx
        联 > 差距在办件超期。
        联 > 一是每天派单。
        联 > 二是每周清一次。
        联 [完成]
        联 [提交]
        王 > {meeting}
        王 < 已报1件，共2件
        王 > {speech}
        王 < 二是每周清一次
        王 [查看附件]
        ~ 9 days
        王 > {meeting}
        王 [登记会议纪要]
        王 > 全部
        王 > 三个月后回头看。
        王 [完成]
        王 < 发了言的：1 应急管理局、2 自然资源局
        王 [提交]
        武 > {meeting}
        武 [同意]
        王 > {meeting}
        王 < ｜已办结
        """
    )


async def first_figures(here: Stage) -> None:
    """The indicators and the figures of the first period."""
    head, *lines = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
    first = "\n".join([head, *(line for line in lines if line.startswith("2026-P1"))])
    house, at = here.house, here.now()
    for kind, content in (
        (ImportKind.INDICATORS, (SAMPLE / "indicators.csv").read_bytes()),
        (ImportKind.VALUES, first.encode()),
    ):
        await taking.import_file(
            house.database, kind, content, lambda tx: house_rooms.quiet(tx, house.view.now(), at=at, now=at)
        )
