"""Whatever people and staff do, at whatever speed, over restarts, failures and clocks that jump:

* every message that is acknowledged is handled soon, in order and once, and none of them raises;
* every file and every word of a story that is sent while a report is open is in it, or is refused by name;
* there is one receipt for each submission;
* no words of a story, no name and no query code reach anybody who may not see them;
* nobody who has lost their roles is told more than that;
* nothing is public without two valid approvals, nor twice;
* in the end everything is delivered, or somebody at the office knows that it is not.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.crowd import crowd_staff
from tests.crowd.crowd import Crowd
from tests.crowd.crowd_ends import FAILURES
from tests.crowd.crowd_habits import DECISIONS, DOES, MEANT, STORIES, WORK
from tests.crowd.crowd_staff import POSTS, SIGNERS

EXAMPLES = int(os.environ.get("PEOPLE", "0"))  # how many crowds: `make people` asks for many
PEOPLE = ("ann", "bert", "cleo@telegram")
STAFF = tuple(POSTS)
REVIEWERS = ("wang", "zhao@telegram", "sun")
WHO = st.sampled_from(PEOPLE)
AT_WORK = st.sampled_from(STAFF)
SAID = st.one_of(
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
    st.tuples(st.just("tells_the_code"), WHO, st.sampled_from(STORIES)),
    st.tuples(st.just("reports"), WHO, st.sampled_from(("匿名", "实名"))),
)
DONE_AT_WORK = st.one_of(
    st.tuples(st.just("types"), AT_WORK, st.sampled_from(WORK)),
    st.tuples(st.just("types"), st.sampled_from(REVIEWERS), st.sampled_from(WORK)),
    st.tuples(st.just("presses_one"), AT_WORK, st.integers(0, 30)),
    st.tuples(st.just("presses_one"), st.sampled_from(REVIEWERS), st.integers(0, 30)),
    st.tuples(st.just("works"), st.sampled_from(REVIEWERS), st.lists(st.integers(0, 20), min_size=1, max_size=5)),
    st.tuples(st.just("decides"), st.sampled_from(REVIEWERS), st.sampled_from(DECISIONS)),
    st.tuples(st.just("decides"), st.sampled_from(REVIEWERS), st.sampled_from(DECISIONS)),
    st.tuples(st.just("decides"), st.sampled_from(REVIEWERS), st.sampled_from(DECISIONS)),
    st.tuples(st.just("opens_anew"), AT_WORK, st.just(0)),
    st.tuples(st.just("announces"), st.just(""), st.sampled_from((1, 20))),
    st.tuples(st.just("signs"), st.sampled_from(SIGNERS), st.just(0)),
    st.tuples(st.just("all_sign"), st.just(""), st.sampled_from((1, 20))),
    st.tuples(st.just("loses_role"), AT_WORK, st.just(0)),
    st.tuples(st.just("gets_role"), AT_WORK, st.just(0)),
)
HAPPENS = st.one_of(
    st.tuples(st.just("repeats"), st.just(""), st.just(0)),
    st.tuples(st.just("goes_by"), st.just(""), st.sampled_from((1, 5, 61, 3600))),
    st.tuples(st.just("clock"), st.just(""), st.sampled_from((-3600, -40, 40, 3600))),
    st.tuples(st.just("restarts"), st.just(""), st.just(0)),
    st.tuples(st.just("dies"), st.just(""), st.just(0)),
    st.tuples(st.just("fails"), st.just(""), st.lists(st.sampled_from(tuple(FAILURES)), min_size=1, max_size=6)),
    st.tuples(st.just("delivers"), st.just(""), st.just(2)),
)
BEGUN = [("reports", "ann", "实名"), ("reports", "cleo@telegram", "匿名")]
ACTIONS = st.one_of(SAID, DONE_AT_WORK, HAPPENS)


def crowds(most: int) -> st.SearchStrategy[list[tuple[str, str, Any]]]:
    """What a crowd does: from the beginning, or when the office has something to do already."""
    return st.builds(list.__add__, st.sampled_from(([], BEGUN, BEGUN)), st.lists(ACTIONS, max_size=most))


async def plays(folder: Path, actions: list[tuple[str, str, Any]]) -> None:
    """Play it all, and see that everything held."""
    with pytest.MonkeyPatch.context() as patch:
        crowd = await Crowd(folder, patch).open()
        try:
            await crowd_staff.move_in(crowd)
            for what, who, how in actions:
                await DOES[what](crowd, who, how)
                assert crowd.complaints == []
            await crowd.settles((*PEOPLE, *STAFF))
            assert crowd.complaints == []
        finally:
            await crowd.close()


TOLD = [("writes", "ann", STORIES[0]), ("album", "ann", 3), ("types", "ann", "同意"), ("sends", "ann", 2)]
FINISHED = [("presses_one", "ann", 0), *(("types", "ann", word) for word in ("跳过", "完成", "匿名", "提交"))]
SENTENCE_FOR_A_UNIT = [("writes", "ann", STORIES[1]), ("types", "ann", "同意"), ("writes", "ann", STORIES[0])]
TOO_MANY = [*TOLD, ("sends", "ann", 5), ("flood", "ann", 40)]
CODE_IN_A_STORY = [
    *BEGUN,
    ("writes", "ann", STORIES[0]),
    ("presses", "ann", "同意"),
    ("tells_the_code", "ann", STORIES[1]),
    ("presses", "ann", "确认并匿名提交"),
    *(("types", who, words) for who in REVIEWERS for words in ("QS-2026-000002", "QS-2026-000003")),
]
LOOKED_AT_BY_ALL = [
    *BEGUN,
    ("captions", "bert", STORIES[0]),
    *(("presses", "bert", label) for label in ("同意", "确认并匿名提交")),
    *(
        ("types", who, words)
        for who in STAFF
        for words in ("待办", "QS-2026-000001", "搜索 违建", "历程 QS-2026-000003")
    ),
    *(("types", who, "QS-2026-000003") for who in REVIEWERS),
    ("presses", "zhao@telegram", "查看材料"),
    ("presses", "wang", "申请回避"),
    ("presses_one", "wang", 0),
    ("opens_anew", "wang", 0),
]
LATE = [*BEGUN, ("delivers", "", 3), ("types", "zhao@telegram", "待办"), ("loses_role", "zhao@telegram", 0)]
GONE = [
    *BEGUN,
    *(("works", who, [0]) for who in REVIEWERS),
    *(("loses_role", who, 0) for who in REVIEWERS),
    ("reports", "bert", "实名"),
    *(("opens_anew", who, 0) for who in REVIEWERS),
]
PUBLISHED = [
    ("all_sign", "", 1),
    ("fails", "", ["lost", "broken", "lost in public", "slow down"]),
    ("goes_by", "", 61),
    ("dies", "", 0),
    ("goes_by", "", 61),
]
FALLEN = [("all_sign", "", 20), ("loses_role", "li", 0), ("goes_by", "", 3600)]
UNDELIVERED = [("fails", "", list(FAILURES)), *BEGUN, ("types", "cleo@telegram", "菜单"), ("goes_by", "", 61), *BEGUN]


@settings(max_examples=EXAMPLES or 15, suppress_health_check=list(HealthCheck))
@given(actions=crowds(25))
@example(actions=TOLD + FINISHED)
@example(actions=SENTENCE_FOR_A_UNIT)
@example(actions=TOO_MANY)
@example(actions=CODE_IN_A_STORY)
@example(actions=LOOKED_AT_BY_ALL)
@example(actions=LATE)
@example(actions=GONE)
@example(actions=PUBLISHED)
@example(actions=FALLEN)
@example(actions=UNDELIVERED)
async def test_nothing_is_lost_said_to_the_wrong_person_or_said_twice(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, str, Any]]
) -> None:
    await plays(tmp_path_factory.mktemp("crowd"), actions)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@settings(max_examples=EXAMPLES // 10 or 3, suppress_health_check=list(HealthCheck))
@given(actions=crowds(15))
@example(actions=TOLD + FINISHED)
@example(actions=GONE)
@example(actions=PUBLISHED)
async def test_nor_on_a_server(
    tmp_path_factory: pytest.TempPathFactory, engine: str, actions: list[tuple[str, str, Any]]
) -> None:
    await plays(tmp_path_factory.mktemp("crowd"), actions)
