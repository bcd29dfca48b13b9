"""People who are named for a part in a matter: who may be, what follows, what becomes of it when they go (the design §5, parties)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from domain.mechanism.columns import Relation
from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage.database import Tx
from storage.mechanism import parts
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.toys import toy_inspection

TAKEN_UP = """
    王 > 提出考察
    王 > 三个月没有回复群众来信。
    王 [提交]
    王 ? number 编号(KC-2026-\\d+)
    赵 > 待办
    赵 [承办考察]
    赵 < 承办：赵
"""
NAMED = (
    TAKEN_UP
    + """
    赵 [指定考察人员]
    赵 < 由谁考察
    赵 !<[王]
    赵 !<[赵]
    赵 [孙]
    赵 < 已选：孙
    赵 !<[完成]
    赵 [李]
    赵 [完成]
    孙 < 请您考察
    孙 < 考察人员：孙、李
    李 < 请您考察
"""
)


@pytest_asyncio.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DirectStage]:
    """Reviewers 王, 赵, 孙, 李 and 周 of no unit, committee members 甲, 乙 and 丙."""
    stage = await DirectStage(tmp_path, toy_inspection.added(monkeypatch)).open()
    for who in ("王", "赵", "孙", "李", "周"):
        await stage.joins(who, Role.REVIEWER)
    for who in ("甲", "乙", "丙"):
        await stage.joins(who, Role.COMMITTEE)
    yield stage
    await stage.close()
    toy_inspection.forget()


async def test_two_are_named_by_button_and_neither_who_brought_it_nor_who_names_them(play: Play) -> None:
    """Whoever brought a matter, or acted in it before, has a conflict of interest (the law §2)."""
    await play.play(
        NAMED
        + """
        孙 > 待办
        孙 < 考察人员：孙、李
        孙 [提交考察结果]
        孙 > 属实。
        孙 < 考察了几天
        孙 > 一百
        孙 < 1到90之间的整数
        孙 > ９
        赵 > {number}
        赵 < 天数：9
        """
    )


async def test_they_are_named_by_what_the_office_calls_them(play: Play) -> None:
    await play.play(
        TAKEN_UP
        + """
        赵 [指定考察人员]
        赵 > 孙和王
        赵 < 没有看出是哪些人，或者人数不够
        赵 > 李、周
        赵 < 考察人员：李、周
        """
    )


async def test_without_two_there_is_no_inspection(play: Play) -> None:
    await play.play(
        TAKEN_UP
        + """
        孙 > {number}
        孙 !<[提交考察结果]
        """
    )


async def test_where_too_few_may_be_named_that_is_said_at_once(play: Play, house: DirectStage) -> None:
    """It was asked who inspects, with nobody to choose: only 取消 led out."""
    await play.play(TAKEN_UP)

    for person in (3, 4):  # 孙 and 李
        await house.database.write(partial(_leaves, house, person))
    await play.play("""
        赵 > {number}
        赵 [指定考察人员]
        赵 < 没有人可以选
        赵 !< 由谁考察
    """)


async def test_a_helper_does_not_inspect_nor_an_inspector_help(play: Play) -> None:
    await play.play(
        NAMED
        + """
        赵 [指定帮扶人]
        赵 > 孙
        赵 < 没有看出是哪些人
        赵 > 周
        周 < 请您帮扶
        周 > {number}
        周 !<[提交考察结果]
        孙 > {number}
        孙 <[提交考察结果]
        赵 [指定考察人员]
        赵 > 周、孙
        赵 < 没有看出是哪些人
        """
    )


async def test_who_is_named_anew_takes_the_place_of_who_was(play: Play, house: DirectStage) -> None:
    await play.play(
        NAMED
        + """
        赵 [指定考察人员]
        赵 > 周、孙
        周 < 请您考察
        李 > 待办
        李 !< 考察
        """
    )
    assert await house.database.read(_inspectors) == (3, 5)


async def test_whoever_lost_the_role_has_no_part_any_more_and_the_officer_hears(play: Play, house: DirectStage) -> None:
    await play.play(NAMED)
    await house.database.write(lambda tx: people.take_back(_operating(house, tx), 3, Role.REVIEWER))
    await play.play(
        """
        赵 < 指定的人员已经离任，请另行指定
        李 > {number}
        李 !<[提交考察结果]
        赵 > {number}
        赵 [指定考察人员]
        赵 > 孙、周
        赵 < 没有看出是哪些人
        赵 > 李、周
        周 > {number}
        周 <[提交考察结果]
        """
    )


async def test_a_part_stays_with_whoever_has_the_role_by_another_grant(play: Play, house: DirectStage) -> None:
    await play.play(NAMED)

    def twice(tx: Tx) -> None:
        tx.run(
            "INSERT INTO role_grant (person_id, role, granted_at) SELECT 3, 'reviewer', granted_at FROM role_grant WHERE id = 1"
        )
        tx.run("UPDATE role_grant SET revoked_at = granted_at WHERE person_id = 3 AND id < 9")
        assert parts.leave(tx, 3, house.now) == []

    await house.database.write(twice)
    assert await house.database.read(_inspectors) == (3, 4)


async def test_a_part_is_handed_over_to_whoever_may_have_it(play: Play, house: DirectStage) -> None:
    await play.play(NAMED)
    await house.database.write(lambda tx: people.hand_over(_operating(house, tx), 3, 5))
    assert await house.database.read(_inspectors) == (4, 5)
    await house.database.write(lambda tx: people.hand_over(_operating(house, tx), 4, 1))
    assert await house.database.read(_inspectors) == (4, 5), "who brought it does not inspect it"


async def test_whoever_left_while_it_was_written_is_not_named(play: Play, house: DirectStage) -> None:
    await play.play(
        TAKEN_UP
        + """
        赵 [指定考察人员]
        赵 [孙]
        赵 [李]
        """
    )
    await house.database.write(lambda tx: people.take_back(_operating(house, tx), 3, Role.REVIEWER))
    await play.play(
        """
        赵 [完成]
        赵 < 指定的人员已经离任，或者需要回避
        """
    )
    assert await house.database.read(_inspectors) == ()


def _inspectors(tx: Tx) -> tuple[int, ...]:
    number = tx.value("SELECT MAX(id) FROM matter WHERE kind = 'inspection'")
    return tuple(sorted(parts.people_of(tx, number, Relation.INSPECTOR)))


def _leaves(house: DirectStage, person: int, tx: Tx) -> None:
    people.take_back(_operating(house, tx), person, Role.REVIEWER)


def _operating(house: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(OPERATOR)
