"""A breakthrough project with its task force, from its listing to its last milestone (the law §8, §1 row 16)."""

from __future__ import annotations

from tests.support.stages import Stage
from tests.support.transcripts import Play

LISTED = """
    吴 > 新立攻坚项目
    吴 > 旧城改造攻坚
    吴 > 自然资源局
    吴 > 常务副县长
    吴 > 旧城改造狮团
    吴 [跳过]
    吴 > 一号片区签约完成，2026-03-20
    吴 > 二号片区腾空，2026-04-20
    吴 [完成]
    吴 < 领衔领导：常务副县长
    吴 [提交]
    吴 ? project (PN-2026-\\d+)
    联 < 您单位牵头一个破难攻坚项目
    联 > {project}
    联 < ⬜一号片区签约完成（3月20日前，未到期）
"""


async def test_a_task_force_is_counted_by_its_milestones_and_a_red_one_comes_before_the_leaders(
    here: Stage, play: Play
) -> None:
    await play.play(
        LISTED
        + """
        联 [成员入团]
        联 > 交通局，副局长
        联 > 清溪镇，党委委员
        联 [完成]
        联 > {project}
        联 < 交通局副局长（3月4日入团）
        联 [成员离团]
        联 > 2
        联 > {project}
        联 < 已离团：清溪镇党委委员（3月4日入团，3月4日离团）
        联 [报本周进展]
        联 > 一号片区签了三十一户，还剩四户。
        联 > {project}
        联 < 每周进展：3月4日：一号片区签了三十一户
        联 !< 期限
        联 > 上报难题
        联 [政策处理]
        联 > 四户要求先安置后腾空。
        联 [完成]
        联 [提交]
        联 > {project}
        联 < 政策处理
        ~ 10 days
        联 < 节点快到期了
        联 < 这一周的进展还没有报
        ~ 9 days
        联 < 已亮红
        周 !< 节点
        ~ 8 days
        联 < 仍没有完成，已提级
        周 > 待办
        周 < ｜红色，已提级
        周 > 狮团榜
        周 < 共1个项目、2个节点，红色1，其中已提级1
        周 < 🔴旧城改造攻坚（清溪县自然资源局）：一号片区签约完成（3月20日前，红色，已提级）
        周 [旧城改造攻坚]
        周 [一号片区签约完成]
        周 [督办]
        周 > 本周内由常务副县长现场协调。
        联 < 督办意见
        联 > {project}
        联 [一号片区签约完成]
        联 < 本周内由常务副县长现场协调
        联 [报送完成]
        联 > 三十五户全部签约。
        联 [完成]
        联 + 签约清单.pdf
        联 [完成]
        联 [提交]
        钱 > 待办
        钱 !<[核验通过]
        吴 > 待办
        吴 < 三十五户全部签约
        吴 [核验通过]
        吴 > 抽查了十份协议。
        吴 [确认]
        联 < 节点核验通过
        联 > 狮团榜
        联 < 旧城改造狮团，清溪县自然资源局）：完成1/2，当月1
        联 < 下一个：二号片区腾空（4月20日前）
        联 !< 红色
        联 > {project}
        联 !<[申请结项]
        联 [二号片区腾空]
        联 [报送完成]
        联 > 全部腾空。
        联 + 腾空.jpg
        联 [完成]
        联 [提交]
        吴 > 待办
        吴 [核验通过]
        吴 > 到现场看过。
        吴 [确认]
        联 > {project}
        联 [申请结项]
        联 > 两个片区按期交地。
        联 [完成]
        联 [提交]
        周 > 待办
        周 < 两个片区按期交地
        周 [同意]
        联 < 已经结项
        """
    )


async def test_another_day_is_signed_by_a_leader_and_more_milestones_come_with_one(here: Stage, play: Play) -> None:
    await play.play(
        LISTED
        + """
        联 [申请增加节点]
        联 > 三号片区规划公示，2026-05-20
        联 [完成]
        联 [提交]
        周 > 待办
        周 < 三号片区规划公示
        周 [同意]
        联 < 增加节点已经同意
        联 > {project}
        联 < ⬜三号片区规划公示（5月20日前，未到期）
        联 [一号片区签约完成]
        联 [申请调整日期]
        联 > 2026-04-02
        联 > 评估机构要重新摇号。
        联 [完成]
        联 [提交]
        周 > 待办
        周 [同意]
        联 < 日期调整已经同意
        联 < 4月2日
        联 !< 3月26日
        ~ 20 days
        联 !< 快到期
        ~ 3 days
        联 < 快到期
        联 !< 已亮红
        周 > {project}
        周 [取消项目]
        周 > 规划调整。
        周 [确认]
        联 < 破难攻坚项目已取消
        周 > 狮团榜
        周 < 共0个项目
    """
    )


async def test_what_is_reported_and_sent_back_stays_before_the_leaders(here: Stage, play: Play) -> None:
    """A unit reported anything at all, was sent back, and had its five working days of red again."""
    await play.play(
        LISTED
        + """
        ~ 27 days
        联 < 已提级
        联 > {project}
        联 [一号片区签约完成]
        联 [报送完成]
        联 > 差不多了。
        联 [完成]
        联 + 签约.jpg
        联 [完成]
        联 [提交]
        吴 > 待办
        吴 [退回]
        吴 > 还有四户没有签。
        ~ 1 days
        周 > 狮团榜
        周 < 红色1，其中已提级1
        联 > {project}
        联 [一号片区签约完成]
        联 [申请调整日期]
        联 > 2026-04-10
        联 > 评估机构要重新摇号。
        联 [完成]
        联 [提交]
        周 > 待办
        周 [同意]
        ~ 13 days
        联 < 已亮红
        周 > 狮团榜
        周 < 红色1
        周 !< 已提级
        """
    )
