"""What is done through a query code answers whoever did it, on whatever account, and takes effect once."""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.people import Role
from handlers.reporting import progress
from tests.support.scripts import NOMINATED, REPORTED
from tests.support.transcripts import Play

ELSEWHERE = ["张", "张@telegram"]


@pytest.mark.parametrize("who", ELSEWHERE)
async def test_withdrawing_by_code_from_another_account_is_answered_and_takes_effect_once(
    staffed: Play, who: str
) -> None:
    await staffed.play(
        REPORTED
        + f"""
        {who} > {{code}}
        {who} [撤回这件]
        {who} [确认]
        {who} < 编号{{number}}：已按您的要求撤回
        {who} [[确认]]
        {who} !< 已按您的要求撤回
        李 < 编号{{number}}有新进展
        李 !< 已按您的要求撤回
        {who} > {{code}}
        {who} < 当前状态：已撤回
    """
    )


async def test_two_who_withdraw_at_once_both_hear_how_it_stands(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        张 > {code}
        张 [撤回这件]
        孙子 > {code}
        孙子 [撤回这件]
        张 [确认]
        张 < 已按您的要求撤回
        孙子 [确认]
        孙子 < 刚有变动
        孙子 < 当前状态：已撤回
    """
    )


@pytest.mark.parametrize("who", ELSEWHERE)
async def test_asking_for_a_review_by_code_from_another_account_is_answered(staffed: Play, who: str) -> None:
    await staffed.play(
        REPORTED
        + f"""
        王 > {{number}}
        赵 > {{number}}
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 请写明时间地点
        赵 [同意]
        {who} > {{code}}
        {who} [申请复查]
        {who} > 时间地点都写了
        {who} [完成]
        {who} < 编号{{number}}：已收到您的复查申请
        李 < 编号{{number}}有新进展
        {who} > {{code}}
        {who} < 当前状态：复查中
    """
    )


@pytest.mark.parametrize("who", ELSEWHERE)
async def test_answering_and_adding_by_code_from_another_account_is_answered(staffed: Play, who: str) -> None:
    await staffed.play(
        REPORTED
        + f"""
        王 > {{number}}
        王 [要求补充]
        王 > 哪条街？
        {who} > {{code}}
        {who} [回答提问]
        {who} > 城东街
        {who} [完成]
        {who} < 编号{{number}}：补充内容已提交，继续审核
        {who} > {{code}}
        {who} [补充这件材料]
        {who} > 门牌12号
        {who} [完成]
        {who} < 编号{{number}}：补充内容已提交，受理人员会看到
        {who} > /supplement
        {who} > {{code}}
        {who} > 还有13号
        {who} [完成]
        {who} < 受理人员会看到
        {who} > 撤回
        {who} > {{code}}
        {who} [确认]
        {who} < 已按您的要求撤回
    """
    )


async def test_withdrawing_a_nomination_by_code_from_another_account_is_answered(staffed: Play) -> None:
    await staffed.play(
        NOMINATED
        + """
        张 > {code}
        张 [撤回这件]
        张 [确认]
        张 < 编号{number}：已按您的要求撤回
    """
    )


async def test_what_is_added_after_the_matter_was_withdrawn_elsewhere_is_not_said_to_be_kept(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        张 > {code}
        张 [补充这件材料]
        张 + 现场.jpg > 城东街
        李 > {code}
        李 [撤回这件]
        李 [确认]
        张 [完成]
        张 < 现在不能再补充，刚才写的没有收下
        张 < 当前状态：已撤回
    """
    )


def test_every_move_of_a_reporter_answers_whoever_makes_it() -> None:
    """By what it tells the reporter, by what `following.add` says once words and files were taken, or by the receipt."""
    for table in PROCEDURES.values():
        for move, rule in table.moves.items():
            if Role.REPORTER in rule.by and not (table.begins and move == table.begins.move):
                assert Role.REPORTER in rule.tells or move in (progress.ANSWER, progress.SUPPLEMENT), (
                    table.matter,
                    move,
                )
