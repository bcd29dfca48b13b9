"""Codes, numbers and questions after one's own matter, typed at once, anywhere: they are never taken for a story."""

from __future__ import annotations

import pytest

from domain.people import Role
from storage import vault
from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED, REPORTED
from tests.support.transcripts import Play


@pytest.mark.parametrize("channel", ["web", "telegram"])
async def test_a_code_typed_at_once_in_a_fresh_browser_shows_the_matter_in_one_message(
    play: Play, channel: str
) -> None:
    await play.play(REPORTED)
    code, number = play.remembered["code"], play.remembered["number"]
    wide = str.maketrans(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ-", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＭＮＰＱＲＳＴＶＷＸＹＺ－"
    )
    receipt = f"您于3月4日提交的线索已登记。\\n\\n编号：{number}\\n查询码：{code}\\n\\n请马上记下查询码：凭它查进度、补充材料、撤回"
    written = (code, code.translate(wide).lower(), f"查询码：{code}。", f"「{code}」", receipt, f"{code} 怎么样了")
    for place, typed in enumerate(written):
        who = f"张{place}@{channel}"
        await play.play(f"""
            {who} > {typed}
            {who} < {number}
            {who} < 当前状态：研判中
            {who} !< 首次使用告知
        """)
        assert len(await play.told(who)) == 1, typed


async def test_the_last_news_and_where_it_stands_are_one_message(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [受理]
        王 [造成不良影响]
        张 > {code}
        张 < 经研判，已受理
        张 < 当前状态：已受理
    """
    )
    assert len(await staffed.told("张")) == 1


async def test_the_right_code_as_keyboards_and_copying_write_it_is_never_refused(play: Play) -> None:
    await play.play(REPORTED)
    code = play.remembered["code"]
    for typed in (f"查询码：{code}。", f"{code[:5]}—{code[6:]}", " ".join(code.replace("-", "")), f"“{code}”"):
        await play.play(f"""
            张 > 查进度
            张 > {typed}
            张 < 研判中
            张 > 取消
        """)


async def test_what_is_no_code_is_not_counted_as_a_wrong_one(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        张 > 查进度
        张 > 1
        张 < 这不是查询码
        张 < 0000-000000
        张 > 我忘了
        张 > 查询码：7K3QW-9ZT2
        张 < 这不是查询码
        张 > QS-2026-000001
        张 < 只凭编号不能查看
        张 > 在回执上吧
        张 > ?
        张 > {code}
        张 < 研判中
    """
    )


async def test_after_five_wrong_codes_one_hears_how_long_and_what_else_one_can_do(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        张 > 查进度
        张 > AAAAA-AAAA1
        张 < 还可以再试4次
        张 > AAAAA-AAAA2
        张 > AAAAA-AAAA3
        张 > AAAAA-AAAA4
        张 < 还可以再试1次
        张 > AAAAA-AAAA5
        张 ? minutes (\\d+)分钟后可以再试
        张 < 请打电话0000-000000
        张 > {code}
        张 < 分钟后可以再试
        张 !< 研判中
    """
    )
    await play.play(f"""
        ~ {play.remembered["minutes"]} minutes
        张 > {{code}}
        张 < 研判中
    """)


async def test_who_is_locked_out_still_opens_their_own(play: Play) -> None:
    wrong = "\n".join(f"李 > AAAAA-AAAA{number}" for number in range(1, 6))
    await play.play(
        REPORTED
        + wrong
        + """
        李 < 分钟后可以再试
        李 [{number}]
        李 < 研判中
    """
    )


async def test_a_number_asks_for_the_code_and_shows_what_is_ones_own(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        赵 > {number}
        张 > {number}
        张 < 只凭编号不能查看
        张 < 请输入查询码
        张 > {code}
        张 < 研判中
        赵 > qs-2026-1 怎么样了
        赵 < 只凭编号不能查看
        孙@telegram > {number}
        孙@telegram < 还需要同一张登记回执上的查询码
        李 > {number}
        李 < 研判中
    """
    )


@pytest.mark.parametrize(
    "asked",
    [
        "我的举报怎么样了",
        "我要查进度",
        "有结果了吗",
        "any news about my report?",
        "我上次反映的事有消息了吗",
        "申请复查",
        "I want a review",
    ],
)
async def test_a_question_after_ones_matter_leads_to_it(play: Play, asked: str) -> None:
    await play.play(
        REPORTED
        + f"""
        张 > {asked}
        张 < 请输入查询码
        张 !< 首次使用告知
        张 > {{code}}
        张 < 研判中
        孙@telegram > {asked}
        孙@telegram < 请输入查询码
        李 > {asked}
        李 < 当前状态：研判中
    """
    )


async def test_a_story_that_ends_with_such_a_question_stays_a_story(play: Play) -> None:
    await play.play("""
        张 > 自然资源局三个月不处理违建举报，到底有没有结果
        张 < 首次使用告知
    """)


async def test_a_story_that_names_an_earlier_number_stays_a_story(play: Play) -> None:
    await play.play("""
        张 > QS-2025-000012你们说已经转给自然资源局办了，可是半年过去，违建还在，又加盖了一层，没有人来看过
        张 < 首次使用告知
    """)


async def test_words_that_come_with_a_code_are_added_to_its_matter(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        张 > 查询码：{code}。上周他们又来拆了一半就走了，剩下的一半堵在村口的路上，车过不去，请尽快来看看
        张 < 刚才写的已经记下（1段）
        张 [完成]
        张 < 补充内容已提交
    """
    )


async def test_a_code_in_the_middle_of_a_report_is_answered_and_nothing_of_the_report_is_lost(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        张 > 水利局三个月不处理投诉
        张 < 首次使用告知
        张 > {code}
        张 < 研判中
        张 < 首次使用告知
        张 [同意]
        张 [确认]
        张 > {code}
        张 < 研判中
        张 < 在什么地方
        张 [跳过]
        张 [完成]
        张 [匿名]
        张 < 经过：水利局三个月不处理投诉
    """
    )
    await play.play("张 !< {code}")


async def test_a_bare_invitation_is_redeemed(house: DirectStage) -> None:
    play = Play(house)
    for place, form in enumerate(("{0}", "邀请码：{1}。", "i_{0}", "https://flagpost.example/chat#i_{0}")):
        code = vault.new_code()
        await house.invites(code, Role.REVIEWER, f"新人{place}")
        await play.play(f"""
            王{place} > {form.format(code, code.lower())}
            王{place} < 受理员
            王{place} <[待办]
            王{place}@telegram > {code}
            王{place}@telegram < 邀请
            王{place}@telegram !< 首次使用告知
        """)


async def test_a_reviewer_who_types_a_number_gets_the_card(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        赵 > {number}
        孙 > {number}
        赵 > qs2026000001
        赵 <[受理]
        孙 > 1
        孙 <[受理]
    """
    )


@pytest.mark.parametrize("script", [REPORTED, NOMINATED])
async def test_a_receipt_can_be_kept_as_a_picture_at_once_or_later_by_its_code(play: Play, script: str) -> None:
    await play.play(
        script
        + """
        李 [存成图片]
        李 < 编号：{number}
        李 < 查询码：{code}
        李 < https://flagpost.example/chat
        李 !< #code
        张@telegram > 存成图片
        张@telegram < 请输入查询码
        张@telegram > {code}
        张@telegram < 查询码：{code}
        张@telegram > /receipt AAAAA-AAAA1
        张@telegram < 没有查到
    """
    )


async def test_keeping_the_receipt_does_not_end_the_next_report(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        李 > 水利局三个月不处理投诉
        李 [存成图片]
        李 < 查询码：{code}
        李 < 从您写的内容里看出
    """
    )


@pytest.mark.parametrize("asked", ["{code}", "查询码：{code}。", "{number}", "有结果了吗"])
@pytest.mark.parametrize("who", ["张", "张@telegram"])
async def test_a_code_is_no_answer_at_any_step_of_a_report_and_stands_in_no_story(
    play: Play, who: str, asked: str
) -> None:
    """Whatever the step: what was told before is there in the end, and no code with it."""
    await play.play(REPORTED + f"{who} > 水利局的人三个月不来修水渠，庄稼都旱死了，打了十几次电话")
    for _ in range(12):
        await play.play(f"{who} > {asked}")
        if "继续填写" in _buttons(play, who):
            await play.play(f"{who} [继续填写]")
        pressed = next(each for each in ("提交", "匿名", "完成", "跳过", "确认", "同意") if each in _buttons(play, who))
        if pressed == "提交":
            break
        await play.play(f"{who} [{pressed}]")
    preview = play.screen(who)[-1].text
    assert "经过：水利局的人三个月不来修水渠，庄稼都旱死了，打了十几次电话\n" in preview
    assert play.remembered["code"] not in preview
    assert play.remembered["number"] not in preview


def _buttons(play: Play, who: str) -> list[str]:
    """What stands under the last three messages."""
    return [button.label for parcel in play.screen(who)[-3:] for button in parcel.buttons]


@pytest.mark.parametrize("beside", ["查询码{code}", "{code}", "编号{number}"])
async def test_words_told_beside_a_code_while_something_is_told_are_more_of_it(play: Play, beside: str) -> None:
    await play.play(REPORTED)
    await play.play(f"""
        张 > 水利局去了两次都没有人办
        张 > 同意
        张 > 上周去了四趟都说负责人不在，{beside}
        张 < 已记入经过
    """)


async def test_a_code_beside_words_is_answered_too_and_kept_out_of_the_story(play: Play) -> None:
    await play.play(REPORTED)
    await play.play("""
        张 > 水利局去了两次都没有人办
        张 > 同意
        张 > 上周去了四趟都说负责人不在，查询码{code}
        张 < 当前状态：研判中
        张 < 已记入经过
        张 [确认]
        张 [跳过]
        张 [完成]
        张 [匿名]
        张 < 上周去了四趟都说负责人不在
        张 !< {code}
    """)


@pytest.mark.parametrize("story", ["去了四趟，自然资源局都说负责人不在", "自然资源局又不管"])
async def test_who_tells_a_story_with_their_code_in_it_where_one_is_asked_for_has_told_it(
    play: Play, story: str
) -> None:
    await play.play(
        REPORTED
        + f"""
        李 > 我要反映
        李 < 请写下发生了什么
        李 > {story}，查询码{{code}}
        李 < 当前状态：研判中
        李 < 单位：清溪县自然资源局
    """
    )


async def test_a_remark_beside_a_code_is_no_story_where_one_is_asked_for(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        李 > 我要反映
        李 > 查一下 {code}
        李 < 当前状态：研判中
        李 !< 从您写的内容里看出
    """
    )


async def test_who_saw_that_it_is_over_and_goes_on_to_report_is_not_asked_to_choose(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        李 > {code}
        李 [撤回这件]
        李 [确认]
        张@telegram > {code}
        张@telegram < 当前状态：已撤回
        张@telegram [菜单]
        张@telegram > {code}
        张@telegram > 水利局的人上个月收了钱不修水渠
        张@telegram !< 请从下面的选项中选一个
        张@telegram !< {number}
        张@telegram < 首次使用告知
        张@telegram [同意]
        张@telegram < 水利局
    """
    )


async def test_words_below_what_takes_more_of_them_are_kept(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        张@telegram > {code}
        张@telegram < 当前状态：研判中
        张@telegram > 他们昨天又把施工队叫来了
        张@telegram !< 请从下面的选项中选一个
        张@telegram < 刚才写的已经记下（1段）
        张@telegram < 编号{number}
        张@telegram [完成]
        张@telegram < 补充内容已提交
        张@telegram > {code}
        张@telegram > 好吧
        张@telegram < 请从下面的选项中选一个
    """
    )


async def test_staff_who_saw_where_theirs_stands_begin_no_report_by_accident(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        李 > {code}
        李 [撤回这件]
        李 [确认]
        王 > {code}
        王 > 水利局的人上个月收了钱不修水渠
        王 !< 首次使用告知
    """
    )
