"""Outside contacts (说情), as a conversation (the law §2, rule 5)."""

from __future__ import annotations

from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.measuring import Desk
from tests.support.scripts import REPORTED


async def test_one_tap_records_who_put_in_a_word_for_the_auditor_alone_and_without_a_card_it_asks_for_what(
    desk: Desk, house: DirectStage
) -> None:
    await house.joins("审", Role.AUDITOR)
    await house.joins("管", Role.ADMIN)
    await desk.play(
        REPORTED
        + """
        王 > {number}
        王 > 登记说情
        王 ? contact 编号(SQ-2026-\\d+)
        王 [查看]
        王 [补充是谁]
        王 > 某局办公室主任
        王 > 昨天电话里说，请关照。
        王 > 还说下周请吃饭。
        王 < 已补到
        王 [提交]
        审 > 待办
        审 < 事项：{number}
        审 < 说情的人：某局办公室主任
        审 < 还说下周请吃饭
        审 !< 违建举报
        审 [已阅]
        周 > {contact}
        周 !< 办公室主任
        赵 > {contact}
        赵 !< 办公室主任
        管 > {contact}
        管 !< 办公室主任
        孙 > 登记说情
        孙 < 是为哪件事说情
        孙 > QS-2026-000999
        孙 !< SQ-
        孙 > {number}
        孙 < SQ-2026-000002
        """
    )
