"""Votes as conversations: several decide, in secret, and the clock counts (the law §2 recusal, §4.1 L4–L5; the design §5, ballots)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

import words
from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import Asked, Relation
from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.procedures import cards
from handlers.conversation.room import Office, Room
from storage.database import Tx
from storage.desk import cards as card_rows
from storage.mechanism import ballots
from storage.road import history
from storage.upkeep import verifying
from storage.upkeep.verifying import Wrong
from tests.support import statements
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.toys import toy_inspection

VOTING = """
    王 > 提出考察
    王 > 三个月没有回复群众来信。
    王 [提交]
    王 ? number 编号(KC-2026-\\d+)
    赵 > {number}
    赵 [承办考察]
    赵 [指定考察人员]
    赵 > 孙、李
    孙 > {number}
    孙 [提交考察结果]
    孙 > 属实。
    孙 > 3
    甲 < 其他等您办的事项：1件
"""


def votes(*given: str) -> str:
    """Lines of a script: 「甲同意」 votes so, with a reason."""
    lines = []
    for each in given:
        who, choice = each[0], each[1:]
        lines += [f"{who} > {{number}}", f"{who} [表决]", f"{who} [{choice}]", f"{who} > {who}的理由。"]
    return "\n".join(lines) + "\n"


PANEL = (
    VOTING.replace("孙 > {number}", "赵 [指定评审组]\n赵 > 甲、乙、丙\n甲 < 请您评审\n孙 > {number}").replace(
        "甲 < 其他等您办的事项：1件", "甲 < 考察完毕，请表决"
    )
    + """
    丁 > {number}
    丁 !<[表决]
    丁 > 待办
    丁 !< 待表决
    丙 > 待办
    丙 < 待表决
    丙 < 应投3人，已投0人
    """
    + votes("甲同意", "乙同意")
    + """
    乙 > 待办
    乙 !< 待表决
    """
)
SCORING = (
    VOTING
    + """
    甲 > {number}
    甲 [表决]
    甲 > 61
    甲 < 请写一个0到60之间的整数
    甲 > 51
    甲 > 30
    甲 > {number}
    甲 < 应投2人，已投1人
    甲 < 实际影响：51
    甲 !< 平均
    乙 > {number}
    乙 [表决]
    乙 > 40
    乙 > 30
    赵 < 表决通过
    赵 > {number}
    赵 < 应投2人，实投2人，平均75.50分
    赵 !< 51
"""
)


@asynccontextmanager
async def opened(folder: Path, engine: str, office: Office, members: str) -> AsyncIterator[DirectStage]:
    """A house with reviewers 王, 赵, 孙 and 李 (1 to 4) of no unit, and the committee; what is remembered holds together at the end."""
    stage = await DirectStage(folder, office).open()
    try:
        for who in "王赵孙李":
            await stage.joins(who, Role.REVIEWER)
        for who in members:
            await stage.joins(who, Role.COMMITTEE)
        yield stage
        assert await stage.database.read(partial(_wrong, is_in_order=engine == "sqlite")) == []
    finally:
        await stage.close()
        toy_inspection.forget()


def _wrong(tx: Tx, *, is_in_order: bool) -> list[Wrong]:
    return [each for check in verifying.checks(is_in_order=is_in_order) for each in check.look(tx, lambda more: None)]


@pytest_asyncio.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DirectStage]:
    """Committee members 甲, 乙, 丙, 丁 and 戊 (5 to 9)."""
    async with opened(tmp_path, engine, toy_inspection.added(monkeypatch), "甲乙丙丁戊") as stage:
        yield stage


async def test_three_of_five_are_too_few_and_nobody_learns_who_voted_what(play: Play) -> None:
    await play.play(
        VOTING
        + votes("甲同意", "乙不同意", "丙同意")
        + """
        丙 > {number}
        丙 < 应投5人，已投3人
        丙 < 您的意见：同意
        丙 < 您的理由：丙的理由。
        丙 !< 甲的理由
        丙 !< 票
        赵 > {number}
        赵 < 应投5人，已投3人
        赵 !< 意见
        """
        + votes("丁同意", "戊弃权")
        + """
        赵 < 表决没有通过
        赵 > {number}
        赵 < 不予认定
        赵 < 应投5人，实投5人
        赵 < 同意：3票
        赵 < 不同意：1票
        赵 < 弃权：1票
        赵 !< 理由。
        甲 > {number}
        甲 < 您的意见：同意
        甲 !< 您的意见：不同意
        """
    )


async def test_a_vote_leaves_the_buttons_of_others_alive_and_is_given_once(play: Play) -> None:
    await play.play(
        VOTING
        + """
        甲 > {number}
        乙 > 待办
        乙 < 待表决
        """
        + votes("丙同意")
        + """
        乙 [表决]
        乙 [同意]
        乙 > 属实。
        乙 < “表决”已完成
        乙 > 待办
        乙 !< 待表决
        乙 [[表决]]
        乙 < 这一轮已经投过票了
        """
    )


async def test_whoever_has_it_in_hand_need_not_hear_of_every_voice(house: DirectStage, play: Play) -> None:
    """Regression: where a card can be edited once, the officer's was recalled and said anew at every second voice."""
    await play.play(VOTING + "赵 > {number}\n" + votes("甲同意"))

    async def is_awaited() -> bool:
        account = await house.account("赵")

        def work(tx: Tx) -> bool:
            (card,) = [each for each in card_rows.live(tx, "inspection", 1) if each.account_id == account]
            return cards.awaits(_operating(house, tx), card)

        return await house.database.read(work)

    assert not await is_awaited()
    await play.play(votes("乙同意", "丙同意", "丁同意", "戊同意"))
    assert await is_awaited(), "it was decided, and the officer goes on with it"


async def test_it_ends_with_what_is_there_when_the_term_is_over(play: Play) -> None:
    await play.play(
        VOTING
        + votes("甲同意", "乙同意", "丙不同意", "丁同意")
        + """
        ~ 9 days
        赵 < 表决通过
        赵 > {number}
        赵 < 拟认定
        赵 < 应投5人，实投4人
        戊 > {number}
        戊 !<[表决]
        """
    )


async def test_without_a_quorum_it_is_lost(play: Play) -> None:
    """Three of five are less than two thirds, whatever they voted."""
    await play.play(
        VOTING
        + votes("甲同意", "乙同意", "丙同意")
        + """
        ~ 9 days
        赵 < 表决没有通过
        """
    )


async def test_whoever_has_a_conflict_is_not_counted_among_those_who_may_vote(play: Play, house: DirectStage) -> None:
    """The subject unit's own people, and those above and below it, leave the base (the law §2)."""
    await house.joins("己", Role.COMMITTEE, "U04")
    await play.play(VOTING)
    await house.database.write(lambda tx: tx.put("UPDATE matter SET unit = 'U04' WHERE kind = 'inspection'"))
    await play.play(
        """
        己 > {number}
        己 !<[表决]
        甲 > {number}
        甲 < 应投5人，已投0人
        """
    )


async def test_who_declares_a_conflict_after_voting_is_not_counted_and_the_vote_may_end_with_it(play: Play) -> None:
    await play.play(
        VOTING
        + votes("甲不同意", "乙同意", "丙同意", "丁同意")
        + """
        甲 > {number}
        甲 [申请回避]
        丙 > {number}
        丙 < 应投4人，已投3人
        戊 > {number}
        戊 [申请回避]
        赵 < 表决通过
        赵 > {number}
        赵 < 应投3人，实投3人
        赵 < 同意：3票
        """
    )


async def test_a_deputy_and_whom_they_stand_in_for_have_one_voice(play: Play, house: DirectStage) -> None:
    await house.joins("庚", Role.REVIEWER)
    await play.play(VOTING)
    await house.database.write(lambda tx: _deputise(house, tx, 10))
    await play.play(
        votes("庚同意")
        + """
        甲 > {number}
        甲 < 应投5人，已投1人
        甲 !<[表决]
        """
    )
    await house.database.write(lambda tx: _deputise(house, tx, 4))  # who inspects: a deputy is kept away like anybody
    await play.play(
        """
        李 > {number}
        李 !<[表决]
        李 < 应投5人，已投1人
        """
    )


async def test_nobody_votes_in_the_place_of_one_who_has_a_conflict(play: Play, house: DirectStage) -> None:
    await house.joins("庚", Role.REVIEWER)
    await play.play(VOTING)
    await house.database.write(lambda tx: _deputise(house, tx, 10))
    await play.play(
        """
        甲 > {number}
        甲 [申请回避]
        庚 > {number}
        庚 !<[表决]
        庚 < 应投4人，已投0人
        """
    )


async def test_a_vote_falls_with_the_role_and_the_last_who_is_missing_ends_it(play: Play, house: DirectStage) -> None:
    await play.play(VOTING + votes("甲不同意", "乙同意", "丙同意", "丁同意"))
    await house.database.write(lambda tx: people.take_back(_operating(house, tx), 5, Role.COMMITTEE))
    await play.play("丙 > {number}\n丙 < 应投4人，已投3人")
    await house.database.write(lambda tx: people.take_back(_operating(house, tx), 9, Role.COMMITTEE))
    await play.play(
        """
        赵 < 表决通过
        赵 > {number}
        赵 < 应投3人，实投3人
        """
    )


async def test_in_a_second_round_everybody_votes_anew(play: Play) -> None:
    await play.play(
        VOTING
        + votes("甲同意", "乙同意", "丙不同意", "丁不同意", "戊同意")
        + """
        赵 < 表决没有通过
        赵 > {number}
        赵 [重新表决]
        甲 > {number}
        甲 < 应投5人，已投0人
        甲 !< 您的意见
        """
        + votes("甲同意", "乙同意", "丙同意", "丁不同意", "戊同意")
        + """
        赵 < 表决通过
        赵 > {number}
        赵 < 同意：4票
        """
    )


async def test_history_tells_who_voted_and_not_what_and_a_vote_is_never_written_over(
    play: Play, house: DirectStage
) -> None:
    await play.play(VOTING + votes("甲不同意"))

    def told(tx: Tx) -> tuple[history.PastEntry, int, bytes]:
        number = tx.value("SELECT MAX(id) FROM matter WHERE kind = 'inspection'")
        return history.of_matter(tx, "inspection", number)[-1], number, tx.value("SELECT body FROM ballot")

    line, number, body = await house.database.read(told)
    assert (line.actor, line.move, line.given) == ("person:5", "vote", {})
    assert "不同意".encode() not in body
    vote = await house.database.read(lambda tx: ballots.newest_of(tx, number, "vote", 5))
    assert vote is not None
    assert vote.given == {"choice": "against", "reason": "甲的理由。"}
    for sql in ("UPDATE ballot SET person_id = 6", "DELETE FROM ballot"):
        with pytest.raises(Exception, match="what was voted stays"):
            await house.database.write(lambda tx, sql=sql: tx.run(sql))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("typed", "meant"), [("同意", "for"), ("agree", "for"), ("不同意", "against"), ("弃权", "abstain")]
)
async def test_a_vote_may_be_typed_as_its_button_is_called(
    play: Play, house: DirectStage, typed: str, meant: str
) -> None:
    """Whoever typed 同意 for their vote was only asked again: the word was taken for the command."""
    await play.play(VOTING + votes("甲同意").replace("甲 [同意]", f"甲 > {typed}"))

    def voted(tx: Tx) -> str:
        number = tx.value("SELECT MAX(id) FROM matter WHERE kind = 'inspection'")
        found = ballots.newest_of(tx, number, "vote", 5)
        return found.given["choice"] if found else ""

    assert await house.database.read(voted) == meant


async def test_how_long_a_sealed_vote_is_does_not_tell_what_it_is(play: Play, house: DirectStage) -> None:
    await play.play(VOTING + votes("甲同意", "乙不同意", "丙弃权"))
    lengths = await house.database.read(lambda tx: tx.all("SELECT DISTINCT LENGTH(body) FROM ballot"))
    assert len(lengths) == 1


async def test_a_vote_ends_where_the_unit_of_the_last_who_is_missing_becomes_that_of_the_matter(
    play: Play, house: DirectStage
) -> None:
    await play.play(VOTING + votes("甲同意", "乙同意", "丙同意", "丁不同意"))

    def move(tx: Tx) -> None:
        tx.put("UPDATE matter SET unit = 'U04' WHERE kind = 'inspection'")
        people.change(_operating(house, tx), 9, unit="U04")

    await house.database.write(move)
    await play.play("赵 < 表决通过")


async def test_whoever_has_voted_is_not_reminded_any_more(play: Play) -> None:
    await play.play(
        VOTING
        + votes("乙同意")
        + """
        甲 > 待办
        乙 > 待办
        ~ 6 days
        甲 < 待办提醒
        乙 !< 待办提醒
        """
    )


async def test_a_forged_vote_is_named_by_verify(play: Play, house: DirectStage) -> None:
    """What was voted is sealed for whoever voted it: copied to another, it does not open."""
    await play.play(VOTING + votes("甲同意"))

    def forge(tx: Tx) -> list[Wrong]:
        tx.run(
            "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, body, at)"
            " SELECT matter_id, move, round, 6, 6, role, subject, body, at FROM ballot"
        )
        return _wrong(tx, is_in_order=False)

    with pytest.raises(_Undone) as undone:
        await house.database.write(lambda tx: _undo(forge(tx)))
    assert [each.row for each in undone.value.wrong] == ["inspection 1, vote by person 6", "ballot.body of row 2"]


class _Undone(Exception):
    def __init__(self, wrong: list[Wrong]) -> None:
        self.wrong = wrong


def _undo(wrong: list[Wrong]) -> None:
    raise _Undone(wrong)


async def test_a_panel_that_was_named_votes_and_nobody_else(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Voters may be a relation: those whom a move named as members."""
    members = frozenset({Relation.MEMBER})
    moves = toy_inspection.INSPECTION.moves
    panel = replace(
        moves["name_helper"],
        asks=(Asked("panel", "persons", of=frozenset({Role.COMMITTEE}), least=2),),
        appoints={"panel": Relation.MEMBER},
        start=frozenset({"inspecting", "voting"}),
        tells=(Relation.MEMBER,),
    )
    table = replace(
        toy_inspection.INSPECTION,
        moves={**moves, "name_panel": panel, "vote": replace(moves["vote"], by=members)},
        shows={**toy_inspection.INSPECTION.shows, Relation.MEMBER: ("facts", "vote")},
        todo={**toy_inspection.INSPECTION.todo, "voting": members},
    )
    said = {
        "move": {"inspection": {"name_panel": "指定评审组"}},
        "ask": {"inspection": {"panel": "由谁评审？"}},
        "label": {"inspection": {"panel": "评审组"}},
        "told": {"inspection": {"name_panel": "请您评审。", "inspect": "考察完毕，请表决。"}},
    }
    office = toy_inspection.added(monkeypatch, table, words.merged([toy_inspection.WORDS, said]))
    async with opened(tmp_path, engine, office, "甲乙丙丁") as stage:
        play = Play(stage)
        await play.play(PANEL)
        await stage.database.write(lambda tx: people.take_back(_operating(stage, tx), 7, Role.COMMITTEE))
        await play.play("赵 < 表决通过\n赵 > {number}\n赵 < 应投2人，实投2人")


async def test_a_vote_costs_no_more_the_more_may_vote(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press costs at most fifteen statements."""
    numbers = []
    for members in ("甲乙丙", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"):
        folder = tmp_path / str(len(members))
        folder.mkdir()
        async with opened(folder, engine, toy_inspection.added(monkeypatch), members) as stage:
            await Play(stage).play(VOTING + votes("乙同意") + "甲 > {number}\n甲 [表决]\n甲 [同意]")
            with statements.counted() as counted:
                await stage.says("甲", "属实。", [])
            numbers.append(len(counted))
            monkeypatch.undo()
    assert numbers[0] == numbers[1] <= 15


async def test_a_rubric_is_filled_in_point_by_point_and_its_average_shown_when_it_is_over(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """比选 by points of a fixed rubric (the law §4.1 L4): no yes or no, and no majority."""
    points = (Asked("effect", "number", least=0, most=60), Asked("attitude", "number", least=0, most=40))
    scored = Ballot(passes="propose", fails="dismiss", rubric=("effect", "attitude"))
    vote = replace(toy_inspection.INSPECTION.moves["vote"], asks=points, ballot=scored)
    table = replace(toy_inspection.INSPECTION, moves={**toy_inspection.INSPECTION.moves, "vote": vote})
    said = {
        "ask": {"inspection": {"effect": "实际影响（0到60分）？", "attitude": "整改态度（0到40分）？"}},
        "label": {"inspection": {"effect": "实际影响", "attitude": "整改态度"}},
    }
    office = toy_inspection.added(monkeypatch, table, words.merged([toy_inspection.WORDS, said]))
    async with opened(tmp_path, engine, office, "甲乙") as stage:
        await Play(stage).play(SCORING)


def _deputise(house: DirectStage, tx: Tx, person: int) -> None:
    """Let somebody stand in for 甲 on the committee today."""
    room = _operating(house, tx)
    people.deputise(room, person, Role.COMMITTEE, 5, room.today, room.today)


def _operating(house: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(OPERATOR)
