"""What people of a crowd say and do: words as they come, and whole ways of doing something, each by its name in `DOES`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from tests.crowd import crowd_staff
from tests.crowd.crowd import Crowd
from tests.crowd.crowd_staff import SIGNERS

STORIES = (
    "自然资源局三个月不处理违建举报",
    "去了四趟都说负责人不在",
    "昨天又去了一次，窗口没有人",
    "他们说不归他们管",
    "the bureau has not answered for three months",
    "县医院的王医生救了很多人，想推荐他",
    "拖" * 700,
)
MEANT = (
    *("菜单", "帮助", "取消", "返回", "查进度", "我要反映", "推荐奋斗者", "补充材料", "撤回", "我的数据", "/start"),
    *(
        "同意",
        "完成",
        "提交",
        "跳过",
        "匿名",
        "实名",
        "确认",
        "不是",
        "不清楚",
        "修改",
        "1",
        "2",
        "自然资源局",
        "水利局",
        "昨天",
    ),
    *("谢谢", "人工", "有结果了吗", "7K3QW-9ZT2M", "QS-2026-000001", "。。。", "?", "离开"),
)
WORK = (
    *(
        "待办",
        "下一条",
        "下一条",
        "统计",
        "历程",
        "待签发",
        "旗帜",
        "人员",
        "投递异常",
        "办公室",
        "日历",
        "我的数据",
        "菜单",
    ),
    *(
        "搜索 违建",
        "搜索",
        "1",
        "2",
        "3",
        "QS-2026-000001",
        "历程 QS-2026-000001",
        "QS-2026-000002",
        "离开",
        "取消",
        "返回",
    ),
    *("同意", "受理", "认领", "材料不够，请补充", "已经核实", "谢谢", "人工", "是", "提醒", "新设备", "邀请", "/start"),
)
DECISIONS = (
    *("领取", "受理", "要求补充", "不予受理", "转送", "并案", "更正单位", "更正类别", "留言", "申请回避"),
    *("办结", "同意", "退回", "查看材料", "历程"),
)


async def album(crowd: Crowd, who: str, number: int) -> None:
    """Photos sent at once come one by one, words with the first."""
    name = f"album{len(crowd.sight.authors)}"
    for place in range(number):
        await crowd.sends(who, 1, "" if place else "这是现场照片", album=name)


async def flood(crowd: Crowd, who: str, number: int) -> None:
    """One line after the other."""
    for _ in range(number):
        await crowd.writes(who, "他们一直不办这件事")


async def reports(crowd: Crowd, who: str, how: str) -> None:
    """A whole report, as quickly as it can be made: a story, consent, and what is asked."""
    await crowd.writes(who, STORIES[0])
    for label in ("同意", "确认", "跳过", "完成", how):
        await crowd.presses(who, label)
    if how == "实名":
        await crowd.writes(who, "王小明")
        await crowd.types(who, "13800000000")
    await crowd.presses(who, "提交")


async def works(crowd: Crowd, who: str, places: list[int]) -> None:
    """A reviewer takes the next card and presses on."""
    await crowd.types(who, "下一条")
    for place in places:
        await crowd.presses_one(who, place)


async def decides(crowd: Crowd, who: str, label: str) -> None:
    """A reviewer makes a move at the next card, and answers whatever is asked."""
    await crowd.types(who, "下一条")
    await crowd.presses(who, label)
    await crowd.presses_one(who, 0)
    await crowd.types(who, "请补充时间和地点")
    await crowd.presses(who, "确认")


async def all_sign(crowd: Crowd, who: str, minutes: int) -> None:
    """Public words are proposed, and everybody who may signs them."""
    await crowd_staff.announce(crowd, minutes)
    for signer in SIGNERS:
        await crowd_staff.sign(crowd, signer)


DOES: dict[str, Callable[[Crowd, str, Any], Coroutine[Any, Any, None]]] = {
    "writes": Crowd.writes,
    "types": Crowd.types,
    "changes": Crowd.changes,
    "tells_the_code": Crowd.tells_the_code,
    "presses_one": Crowd.presses_one,
    "presses": Crowd.presses,
    "sends": Crowd.sends,
    "captions": lambda crowd, who, words: crowd.sends(who, 1, words),
    "album": album,
    "flood": flood,
    "reports": reports,
    "works": works,
    "decides": decides,
    "all_sign": all_sign,
    "opens_anew": lambda crowd, who, how: crowd.opens_anew(who),
    "announces": lambda crowd, who, minutes: crowd_staff.announce(crowd, minutes),
    "signs": lambda crowd, who, how: crowd_staff.sign(crowd, who),
    "loses_role": lambda crowd, who, how: crowd_staff.loses_role(crowd, who),
    "gets_role": lambda crowd, who, how: crowd_staff.gets_role(crowd, who),
    "repeats": lambda crowd, who, how: crowd.repeats(),
    "clock": lambda crowd, who, seconds: crowd.jumps(seconds),
    "goes_by": lambda crowd, who, seconds: crowd.goes_by(seconds),
    "restarts": lambda crowd, who, how: crowd.restarts(),
    "dies": lambda crowd, who, how: crowd.dies(),
    "fails": lambda crowd, who, how: crowd.fails(how),
    "delivers": lambda crowd, who, rounds: crowd.delivers(rounds),
}
