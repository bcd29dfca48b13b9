"""An office with everybody in it who concludes a clue, and what follows from it: measures, clarifications, visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from domain.people import Role
from tests.support import beginnings
from tests.support.app_house import AppHouse
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED, answered
from tests.support.transcripts import Play

CONCLUDED = ACCEPTED + answered("属实", "积压的举报已经处理。")
PROPOSED = (
    CONCLUDED
    + """
    王 > 提出措施
    王 < 依据哪件事
    王 > {number}
    王 < 对谁采取措施
    王 [干部]
    王 < 请写职务，不写姓名
    王 > 规划科科长
    王 [态度（思想层面）]
    王 [造成不良影响]
    王 < 12个月内已经采取过几次
    王 > 1
    王 < 请写明认定的事实
    王 > 三个月没有处理举报。
    王 < 职务：规划科科长
    王 [提交]
    王 ? measure 编号(CS-2026-\\d+)
"""
)
DECIDED = (
    PROPOSED
    + """
    委 > 待办
    委 < 建议（仅供参考）：提醒警示、警告（工作提醒，不是处分）
    委 [决定措施]
    委 [提醒警示]
    委 < 从合适的最低一档做起
    委 [警示谈话]
    委 < 为什么不从最低一档“提醒”做起
    委 > 12个月内第二次。
    委 [本机关]
    委 > 清效能〔2026〕3号
    委 > 当面谈话，指出问题。
    委 < 档次：警示谈话
    委 [提交]
    王 < 措施已经决定
"""
)
PLANNED = (
    DECIDED
    + """
    王 > 待办
    王 [登记送达]
    王 > 2026-12-01
    王 < 这一天还没有到
    王 > 3月3日
    王 < 怎样签收的
    王 > 回执12号
    王 [定回访计划]
    王 [有困难：列出难题，逐项解决]
    王 < 有哪些难题要帮着解决
    王 > 两人干四人的活，编制办，2026-05-03
    王 [完成]
    王 [提交]
    王 > {measure}
    王 < ｜执行中
"""
)


class Desk(beginnings.BegunPlay):
    """Reviewers 王, 赵 and 孙, leaders 周 and 吴, committee member 委, and 联 of the bureau (U04) that clues are about: all of them on
    a channel where nobody is forgotten who says nothing for months."""

    STAFF = MappingProxyType(
        dict.fromkeys("王赵孙", Role.REVIEWER)
        | dict.fromkeys("周吴", Role.LEADER)
        | {"委": Role.COMMITTEE, "联": Role.UNIT_CONTACT}
    )

    async def lines(self, script: str, first: int) -> None:
        """Play them, with the staff on their channel."""
        moved = re.sub(rf"^(\s*[{''.join(self.STAFF)}]) ", r"\1@telegram ", script, flags=re.MULTILINE)
        await super().lines(moved, first)


async def opened(house: DirectStage | AppHouse, scripts: Sequence[str] = ()) -> Play:
    """The house with all of them in it; the scripts of this file, and these, are begun with once."""
    if isinstance(house, AppHouse):
        for who, role in Desk.STAFF.items():
            await house.joins(who, role, "U04" if role is Role.UNIT_CONTACT else "")
        return Play(house)
    return await Desk(house, "desk", _come, (CONCLUDED, PROPOSED, DECIDED, PLANNED, *scripts)).begins()


async def _come(house: DirectStage) -> None:
    for who, role in Desk.STAFF.items():
        await house.joins(f"{who}@telegram", role, "U04" if role is Role.UNIT_CONTACT else "")
