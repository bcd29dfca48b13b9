"""Whatever people do, at whatever speed, over restarts and clocks that jump: every message that is acknowledged is handled soon, in
order and once; every file and every word of a story that is sent while a report is open is in it, or is refused by name; and there
is one receipt for each submission.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.crowd import Crowd

EXAMPLES = int(os.environ.get("PEOPLE", "0"))  # how many crowds: `make people` asks for many
PEOPLE = ("ann", "bert", "telegram")
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
WHO = st.sampled_from(PEOPLE)
ACTIONS = st.one_of(
    st.tuples(st.just("writes"), WHO, st.sampled_from(STORIES)),
    st.tuples(st.just("writes"), WHO, st.sampled_from(STORIES)),
    st.tuples(st.just("types"), WHO, st.sampled_from(MEANT)),
    st.tuples(st.just("types"), WHO, st.sampled_from(("同意", "完成", "提交", "跳过", "匿名", "确认"))),
    st.tuples(st.just("presses_one"), WHO, st.integers(0, 9)),
    st.tuples(st.just("presses_one"), WHO, st.just(0)),
    st.tuples(st.just("sends"), WHO, st.integers(1, 5)),
    st.tuples(st.just("captions"), WHO, st.sampled_from(STORIES)),
    st.tuples(st.just("album"), WHO, st.integers(2, 10)),
    st.tuples(st.just("flood"), WHO, st.integers(10, 40)),
    st.tuples(st.just("changes"), WHO, st.sampled_from(STORIES)),
    st.tuples(st.just("repeats"), WHO, st.just(0)),
    st.tuples(st.just("goes_by"), st.just(""), st.sampled_from((1, 5, 61, 3600))),
    st.tuples(st.just("clock"), st.just(""), st.sampled_from((-3600, -40, 40, 3600))),
    st.tuples(st.just("restarts"), st.just(""), st.just(0)),
)


async def album(crowd: Crowd, who: str, number: int) -> None:
    """Photos sent at once come one by one, words with the first."""
    name = f"album{len(crowd.tokens)}"
    for place in range(number):
        await crowd.sends(who, 1, "" if place else "这是现场照片", album=name)


async def flood(crowd: Crowd, who: str, number: int) -> None:
    """One line after the other."""
    for _ in range(number):
        await crowd.writes(who, "他们一直不办这件事")


DOES: dict[str, Callable[[Crowd, str, Any], Awaitable[None]]] = {
    "writes": Crowd.writes,
    "types": Crowd.types,
    "changes": Crowd.changes,
    "presses_one": Crowd.presses_one,
    "sends": Crowd.sends,
    "captions": lambda crowd, who, words: crowd.sends(who, 1, words),
    "album": album,
    "flood": flood,
    "repeats": lambda crowd, who, how: crowd.repeats(),
    "clock": lambda crowd, who, seconds: crowd.jumps(seconds),
    "goes_by": lambda crowd, who, seconds: crowd.goes_by(seconds),
    "restarts": lambda crowd, who, how: crowd.restarts(),
}


async def plays(folder: Path, actions: list[tuple[str, str, Any]]) -> None:
    """Play it all, and see that everything held."""
    with pytest.MonkeyPatch.context() as patch:
        crowd = await Crowd(folder, patch).open()
        try:
            for what, who, how in actions:
                await DOES[what](crowd, who, how)
                assert crowd.complaints == []
            await crowd.settles()
            assert crowd.complaints == []
        finally:
            await crowd.close()


TOLD = [("writes", "ann", STORIES[0]), ("album", "ann", 3), ("types", "ann", "同意"), ("sends", "ann", 2)]
FINISHED = [("presses_one", "ann", 0), *(("types", "ann", word) for word in ("跳过", "完成", "匿名", "提交"))]
SENTENCE_FOR_A_UNIT = [("writes", "ann", STORIES[1]), ("types", "ann", "同意"), ("writes", "ann", STORIES[0])]


@settings(max_examples=EXAMPLES or 25, deadline=None, suppress_health_check=list(HealthCheck))
@given(actions=st.lists(ACTIONS, max_size=25))
@example(actions=TOLD + FINISHED)
@example(actions=SENTENCE_FOR_A_UNIT)
async def test_nothing_that_people_say_is_lost(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, str, Any]]
) -> None:
    await plays(tmp_path_factory.mktemp("crowd"), actions)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@settings(max_examples=EXAMPLES // 10 or 5, deadline=None, suppress_health_check=list(HealthCheck))
@given(actions=st.lists(ACTIONS, max_size=15))
@example(actions=TOLD + FINISHED)
async def test_nor_on_a_server(
    tmp_path_factory: pytest.TempPathFactory, engine: str, actions: list[tuple[str, str, Any]]
) -> None:
    await plays(tmp_path_factory.mktemp("crowd"), actions)
