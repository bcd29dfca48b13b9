"""A citizen reports: guided or by simply writing, until the receipt. Each test is a conversation as people read it."""

from __future__ import annotations

from tests.support.scripts import REPORTED
from tests.support.transcripts import Play


async def test_whoever_simply_writes_is_offered_what_was_recognised(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 [同意]
        李 < 单位：清溪县自然资源局
        李 < 类别：举报投诉处置不力
        李 < 时间：三个月
        李 [确认]
        李 < 在什么地方
        李 > 城东村村口
        李 < 补上这些更便于核实：照片或文件
        李 + 现场一.jpg, 现场二.jpg, 通知.pdf, 村口.geo
        李 < 已收到附件4个
        李 [完成]
        李 < 匿名还是实名
        李 [匿名]
        李 < 请核对
        李 < 城东村村口
        李 < 附件：4个
        李 [提交]
        李 < 提交的线索已登记
        李 < 编号：QS-2026-000001
        李 < 5个工作日内告知结果
    """)


async def test_step_by_step_it_works_as_well(play: Play) -> None:
    await play.play("""
        李 > /start
        李 < 清溪县效能办
        李 <[推荐奋斗者]
        李 [我要反映]
        李 [同意]
        李 < 请写下发生了什么
        李 > 窗口的人说话很难听
        李 < 哪个单位
        李 > 教育局
        李 !< 哪一类问题
        李 < 什么时候
        李 [昨天]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 单位：清溪县教育局
        李 < 时间：3月3日
        李 [提交]
        李 < 查询码
    """)


async def test_in_english_too(play: Play) -> None:
    play.stage.speaks("Ann", "en")  # type: ignore[attr-defined]  # a stage of this folder
    await play.play("""
        Ann > /start
        Ann <[Report slackness]
        Ann [Report slackness]
        Ann [I agree]
        Ann > 水利局 does not answer my letters at all
        Ann < Unit: Water Resources Bureau (清溪县水利局)
        Ann < Kind: Complaints not dealt with
        Ann [Yes]
        Ann [Today]
        Ann > skip
        Ann > done
        Ann > anonymous
        Ann < Please check before you submit
        Ann > submit
        Ann ? number Number: (QS-2026-000001)
    """)


async def test_a_unit_is_found_by_alias_initials_or_a_slip_of_the_pen(play: Play) -> None:
    for number, written in enumerate(("发改委", "fzggj", "发展改哥局"), 1):
        await play.play(f"""
            李{number} > /report
            李{number} [同意]
            李{number} > 窗口的人说话很难听
            李{number} > {written}
            李{number} < 什么时候
            李{number} !< 没有找到
        """)


async def test_a_name_that_may_mean_two_units_is_asked_back(play: Play) -> None:
    await play.play("""
        李 > /report
        李 [同意]
        李 > 窗口的人说话很难听
        李 > 不存在的研究所
        李 < 没有找到这个名称的单位
        李 > 农业
        李 < 是下面哪一个
        李 > 1
        李 < 什么时候
    """)


async def test_what_was_recognised_wrongly_is_asked_again(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [单位不对]
        李 < 反映的是哪个单位
        李 > 水利局
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 单位：清溪县水利局
    """)


async def test_everything_can_be_changed_before_it_is_sent(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [修改]
        李 [单位]
        李 > 水利局
        李 < 单位：清溪县水利局
        李 [修改]
        李 [经过]
        李 > 水利局的人从来不到现场
        李 < 经过：水利局的人从来不到现场
        李 [修改]
        李 [类别]
        李 > 遥控指挥
        李 < 类别：遥控指挥
        李 [修改]
        李 [附件]
        李 + 现场.jpg
        李 [完成]
        李 < 附件：1个
        李 [修改]
        李 [署名]
        李 [实名]
        李 > 李四
        李 > 没有电话
        李 < 不像电话号码
        李 > 13800000000
        李 < 署名：实名
        李 [提交]
        李 < 编号：QS-2026-000001
    """)


async def test_a_real_name_is_not_taken_on_telegram(play: Play) -> None:
    await play.play("""
        李@telegram > 自然资源局三个月不处理违建举报
        李@telegram < 端到端
        李@telegram [同意]
        李@telegram [确认]
        李@telegram [跳过]
        李@telegram [完成]
        李@telegram [实名]
        李@telegram < https://flagpost.example/chat
        李@telegram [匿名]
        李@telegram [提交]
        李@telegram < 编号：QS-2026-000001
    """)


async def test_bad_input_is_answered_and_the_question_asked_again(play: Play) -> None:
    too_long = "长" * 1001
    await play.play(f"""
        李 > /report
        李 [同意]
        李 > {too_long}
        李 < 这段文字有1001字，一次最多1000字
        李 < 请写下发生了什么
        李 > 😀
        李 < 没有看到文字内容
        李 > 自然资源局三个月不处理违建举报
        李 > 也许吧
        李 < 请从下面的选项中选一个
        李 [确认]
        李 [跳过]
        李 [完成]
        李 > 李四
        李 < 请从下面的选项中选一个
    """)


async def test_more_files_than_the_rule_allows_are_refused_without_losing_any(play: Play) -> None:
    thirty = ", ".join(f"{number}.jpg" for number in range(30))
    await play.play(f"""
        李 > /report
        李 [同意]
        李 + {thirty}
        李 < 已收到附件30个
        李 + 31.jpg
        李 < 附件最多30个
        李 > 自然资源局三个月不处理违建举报
        李 [确认]
        李 [跳过]
        李 [匿名]
        李 < 附件：30个
    """)


async def test_a_draft_survives_a_restart(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 + 现场.jpg
        ~ restart
        ~ 5 hours
        李 > 城东村村口
        李 [完成]
        李 [匿名]
        李 < 经过：自然资源局三个月不处理违建举报
        李 < 附件：1个
        李 [提交]
        李 < 编号：QS-2026-000001
    """)


async def test_back_goes_one_step_back_and_cancel_leaves(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 < 在什么地方
        李 [返回]
        李 < 从您写的内容里看出
        李 > 返回
        李 < 已取消
        李 > 返回
        李 < 没有正在填写的内容
        李 > /report
        李 > 取消
        李 < 已取消
    """)


async def test_help_and_other_commands_do_not_lose_the_draft(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 > 帮助
        李 < 怎样使用
        李 < 在什么地方
        李 > 查进度
        李 < 继续填写，还是先放下
        李 [继续填写]
        李 < 在什么地方
        李 > 查进度
        李 [放下不写了]
        李 < 请输入查询码
        李 > /menu
        李 !< 先放下
    """)


async def test_an_old_button_changes_nothing_and_shows_the_present_question(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [[确认]]
        李 < 这一步已经答过了
        李 < 有照片、录音
    """)


async def test_a_second_press_on_submit_makes_no_second_clue(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        李 [[提交]]
        李 < 这一步已经答过了
        李 !< QS-2026-000002
    """
    )


async def test_a_forged_button_or_one_of_somebody_else_changes_nothing(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        张 > /start
    """)
    mine = next(each for each in await _buttons(play, "李") if each.startswith("d."))
    for forged in (mine, mine[:-1] + "!", "d.1.1.0.AAAAAAAAAAAA", "c.clue.1.1.accept.AAAAAAAAAAAA", "x"):
        await play.stage.presses("张", forged)
        await play.play("张 < 这个按钮不能用了")


async def test_without_consent_nothing_is_taken(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 > 不同意
        李 < 收下线索之前
        李 [取消]
        李 < 已取消
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
    """)


async def test_the_sixth_clue_of_a_day_waits_for_the_next(play: Play) -> None:
    for _ in range(5):
        await play.play("~ 2 minutes\n" + REPORTED.replace("李 [同意]\n", "" if play.remembered else "李 [同意]\n"))
    await play.play("""
        ~ 2 minutes
        李 > 水利局三个月不处理违建举报
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 < 一天最多提交5件
        ~ 14 hours
        李 [提交]
        李 < 编号：QS-2026-000006
    """)


async def test_words_that_begin_nothing_are_answered_with_the_menu(play: Play) -> None:
    await play.play("""
        李 > 那个
        李 < 没有明白您的意思
        李 <[我要反映]
        李 > 😀
        李 < 没有明白您的意思
    """)


async def _buttons(play: Play, who: str) -> list[str]:
    return [button.handle for parcel in play.screen(who) for button in parcel.buttons]


async def test_who_is_in_a_hurry_submits_what_was_recognised_at_once(staffed: Play) -> None:
    # Nine taps led from a fresh page to the receipt, for one sentence with a photo: three of the questions were only passed by.
    await staffed.play("""
        李 + 违建.jpg > 自然资源局三个月不处理违建举报，去了四趟都说负责人不在
        李 < 首次使用告知
        李 [同意]
        李 < 单位：清溪县自然资源局
        李 [确认并匿名提交]
        李 < 编号：QS-2026-000001
        王 > QS-2026-000001
        王 < 去了四趟都说负责人不在
        王 < 附件1
    """)
