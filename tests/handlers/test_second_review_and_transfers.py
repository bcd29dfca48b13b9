"""What was reviewed may be reviewed a second time, by a leader, and is final then; what is nobody's is passed on three times at most, and
settled by a leader (the law §3)."""

from __future__ import annotations

from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED, REPORTED, answered
from tests.support.transcripts import Play

REVIEWED = (
    ACCEPTED
    + answered("部分属实")
    + """
    李 > {code}
    李 [申请复查]
    李 > 余下一处又加盖了一层
    李 [完成]
    孙 > {number}
    孙 [维持原答复]
    孙 > 期限未到。
    周 > {number}
    周 [同意]
"""
)


async def test_a_second_review_is_decided_by_a_leader_signed_by_another_and_final(
    staffed: Play, house: DirectStage
) -> None:
    for who, role in {"孙": Role.REVIEWER, "周": Role.REVIEWER, "领": Role.LEADER, "委": Role.COMMITTEE}.items():
        await house.joins(who, role)
    await staffed.play(
        REVIEWED
        + """
        李 > {code}
        李 < 经复查，维持原答复
        李 < 当前状态：复查已答复
        领 > 待办
        领 !< {number}
        李 > {code}
        李 [申请复核]
        李 > 加盖的那层没有人去看
        李 [完成]
        李 < 已收到您的复核申请，4月3日前答复
        领 > 待办
        领 < {number}
        领 < 自然资源局三个月不处理违建举报
        领 [复核维持]
        领 > 已经现场看过，期限未到。
        领 < 须由另一人同意后生效
        委 > 待办
        委 < 期限未到
        委 [同意]
        李 > {code}
        李 < 经复核，维持原答复
        李 < 复核意见为最后意见
        李 < 当前状态：已办结
        领 > 待办
        领 !< {number}
    """
    )


async def test_the_third_transfer_goes_to_the_leader_by_itself_who_settles_whose_it_is(
    staffed: Play, house: DirectStage
) -> None:
    await house.joins("领", Role.LEADER)
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [转送]
        王 [公安、应急管理部门]
        王 [确认]
        王 > {number}
        王 [对方退回]
        王 < 对方认为该归谁办
        王 [信访局、12345热线]
        王 < 对方退回的理由
        王 > 不是安全问题，是办事问题。
        王 > {number}
        王 < 已转送：公安、应急管理部门；信访局、12345热线
        李 > {code}
        李 < 改由：信访局、12345热线
        李 !< 不是安全问题
        领 > 待办
        领 !< {number}
        王 > {number}
        王 [对方退回]
        王 [上级机关]
        王 > 属于上级部门权限。
        领 > 待办
        领 < 归口待定
        领 [确定归口]
        领 [纪检监察机关]
        领 > 查下来有违纪问题。
        李 > {code}
        李 < 已确定，于3月4日按规定转送有关机关办理
        李 !< 纪检
        王 > {number}
        王 < 公安、应急管理部门；信访局、12345热线；上级机关；纪检监察机关
        王 [登记回执]
        李 > {code}
        李 < 已办结
    """
    )
