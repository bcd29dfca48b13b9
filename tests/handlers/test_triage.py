"""Reviewers decide, reporters hear of it. Each test is a conversation as people read it; the rules are the law §2–3."""

from __future__ import annotations

from domain.people import Role
from storage import submissions
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED, REPORTED_AGAIN
from tests.support.transcripts import Play


async def test_an_accepted_clue_says_what_comes_next_to_both_sides(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 < 线索{number}｜研判中
        王 < 单位：清溪县自然资源局
        王 < 自然资源局三个月不处理违建举报
        王 [领取]
        王 < 已领取线索{number}
        王 [受理]
        王 < 问题程度
        王 [造成不良影响]
        王 < 编号{number}：“受理”已生效。下一步：交办，或由另一人直接核查
        李 < 编号{number}有新进展
        李 !< 已受理
        李 > 查进度
        李 > {code}
        李 < 经研判，已受理。下一步：核实情况，最迟5月3日前给您答复
        李 < 当前状态：已受理
    """
    )


async def test_two_reviewers_press_and_the_second_is_told_who_was_first(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 < 线索{number}
        赵 < 线索{number}
        王 [领取]
        赵 [[领取]]
        赵 < 这件事项已由王领取，未作改动
        赵 !<[受理]
        王 [受理]
        王 [后果严重]
        赵 [[要求补充]]
        赵 < 这件事项刚有变动（王），以下是最新情况
        赵 < 线索{number}｜已受理
    """
    )


async def test_what_somebody_else_has_claimed_is_not_decided_with_a_button_from_before(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        赵 > {number}
        王 > {number}
        赵 < 线索{number}
        王 [领取]
        赵 [[受理]]
        赵 < 这件事项已由王领取，未作改动
        赵 !< 问题程度
    """
    )


async def test_a_button_from_before_the_last_move_does_nothing_even_where_its_move_is_open_again(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        赵 > {number}
        孙 > {number}
        王 > {number}
        赵 < 线索{number}
        孙 [受理]
        孙 < 问题程度
        王 [要求补充]
        王 > 哪条街？
        李 > 补充材料
        李 > {code}
        李 > 城东街
        李 [完成]
        赵 [[受理]]
        赵 < 刚有变动
        赵 !< 问题程度
        赵 < 城东街
        # an answer that was under way all the time comes too late as well
        孙 [后果严重]
        孙 < 刚有变动
        孙 !< 已生效
    """
    )


async def test_two_reviewers_accept_at_once_without_claiming(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 < 线索{number}
        赵 < 线索{number}
        王 [受理]
        赵 [受理]
        王 [苗头性问题]
        王 < 已生效
        赵 [后果严重]
        赵 < 刚有变动（王）
        赵 !< 已生效
    """
    )


async def test_what_was_claimed_can_be_put_back(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [领取]
        王 [放回]
        王 < 已放回线索{number}
        赵 [领取]
        赵 < 已领取线索{number}
    """
    )


async def test_a_question_goes_to_the_reporter_and_the_answer_comes_back(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        王 [要求补充]
        王 <[请补充照片、文件等佐证。]
        王 > 违建在哪一条街？
        王 < 下一步：等反映人补充
        李 < 编号{number}有新进展
        李 !< 哪一条街
        李 > 查进度
        李 > {code}
        李 < 请于3月18日前补充：
        李 < 违建在哪一条街？
        李 < 待补充
        李 [回答提问]
        李 > 城东街12号
        李 + 门口.jpg
        李 < 文字1段
        李 [完成]
        李 < 补充内容已提交
        王 < 提交人有新的补充
        王 < 城东街12号
        王 < 研判中
        李 > 查进度
        李 > {code}
        # what was answered is not asked for any more
        李 !< 请于3月18日前补充
        李 < 补充内容已提交，继续审核
    """
    )


async def test_a_ready_made_question_is_sent_in_the_readers_own_language(house: DirectStage, staffed: Play) -> None:
    house.speaks("李", "en")
    await staffed.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [I agree]
        李 [Yes]
        李 [Skip]
        李 [Done]
        李 [Anonymous]
        李 [Submit]
        李 ? code Query code: (\\S+)
        王 > 下一条
        王 [要求补充]
        王 [请补充照片、文件等佐证。]
        李 > check progress
        李 > {code}
        李 < please add the following by
        李 !< 请补充
    """)


async def test_whoever_does_not_answer_is_reminded_and_then_judged_on_what_is_there(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [要求补充]
        王 > 违建在哪一条街？
        李 < 有新进展
        李 > /menu
        ~ 8 days
        李 < 有新进展
        李 > 查进度
        李 > {code}
        李 < 补充材料的时间已过半
        ~ 8 days
        李 > 查进度
        李 > {code}
        李 < 补充期限已过
        李 < 研判中
        王 < 研判中
    """
    )


async def test_a_rejection_needs_a_second_reviewer(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [领取]
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 请写明是哪一处违建
        王 < “不予受理”已提出，须由另一人同意后生效
        王 !<[同意]
        李 !< 有新进展
        赵 < 待另一人同意：不予受理，王提出
        赵 < 理由：没有写明具体事实
        赵 [同意]
        赵 < “不予受理”已生效
        李 > 查进度
        李 > {code}
        李 < 理由：没有写明具体事实
        李 < 说明：请写明是哪一处违建
        李 < 申请复查（截至4月3日）
        李 < 不予受理
    """
    )


async def test_a_rejection_that_is_declined_leaves_the_clue_where_it_was(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [不予受理]
        王 [属广告或辱骂内容]
        王 > 只有一句评价，没有事实。
        赵 [不同意]
        赵 < 为什么不同意？
        赵 > 写得清楚，不是广告。
        赵 < 未获同意，退回原阶段
        王 < 您提出的办理没有获得同意
        王 < 不同意的理由：写得清楚，不是广告。
        王 < 研判中
        王 <[受理]
        李 !< 有新进展
    """
    )


async def test_the_proposer_cannot_sign_with_an_old_or_new_button(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [不予受理]
        王 [属广告或辱骂内容]
        王 > 只有一句评价，没有事实。
        王 <[不同意]
        王 !<[同意]
        王 [不同意]
        王 <[受理]
    """
    )


async def test_a_review_is_decided_by_people_who_took_no_part_in_the_decision(
    house: DirectStage, staffed: Play
) -> None:
    """Who signed the rejection was let sign that it is upheld (F1): neither who proposed nor who signed takes part."""
    await house.joins("周", Role.REVIEWER)
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        孙 > {number}
        周 > {number}
        王 [领取]
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 只有一句评价，没有事实。
        赵 [同意]
        李 > 查进度
        李 > {code}
        李 [申请复查]
        李 > 我写明了是哪个局
        李 [完成]
        李 < 已收到您的复查申请
        王 < 复查中
        王 !<[维持原答复]
        王 !<[重新研判]
        王 !<[领取]
        赵 !<[维持原答复]
        孙 < 我写明了是哪个局
        孙 [维持原答复]
        孙 > 仍缺具体地点
        孙 < 须由另一人同意
        赵 !<[同意]
        赵 [[同意]]
        赵 < 刚有变动
        王 !<[同意]
        周 [同意]
        周 < 已生效
        李 > 查进度
        李 > {code}
        李 < 经复查，维持原答复
        李 < 复查已答复
        李 <[申请复核]
    """
    )


async def test_a_review_asked_for_too_late_is_refused_and_not_offered(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 只有一句评价，没有事实。
        赵 [同意]
        李 > 查进度
        李 > {code}
        李 <[申请复查]
        ~ 31 days
        李 [申请复查]
        李 !< 已收到您的复查申请
        张 > 查进度
        张 > {code}
        张 < 不予受理
        张 !<[申请复查]
    """
    )


async def test_a_transfer_names_the_new_owner_and_asks_once(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [转送]
        王 [信访局、12345热线]
        王 < “转送”之后不能恢复
        王 [确认]
        王 < 已生效
        李 > 查进度
        李 > {code}
        李 < 属信访局、12345热线职责范围
        王 [登记回执]
        李 > 查进度
        李 > {code}
        李 < 已办结
    """
    )


async def test_a_hint_at_corruption_is_only_passed_on_and_whither_is_not_told(staffed: Play) -> None:
    """It could be rejected or merged (F7); and buttons were offered that were refused afterwards."""
    await staffed.play("""
        李 > 自然资源局的人办证要收红包，不给就不办
        李 [同意]
        李 < 类别：不廉不勤
        李 [确认]
        李 [跳过]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 ? code 查询码：(\\S+)
        王 > 下一条
        王 <[转送]
        王 !<[受理]
        王 !<[不予受理]
        王 !<[并案]
        王 [转送]
        王 <[纪检监察机关]
        王 !<[信访局、12345热线]
        王 > 信访局、12345热线
        王 < 请从下面的选项中选一个
        王 [纪检监察机关]
        王 [确认]
        李 > 查进度
        李 > {code}
        李 < 按保密要求，去向不在此告知
        李 !< 纪检监察
    """)


async def test_corruption_that_a_reviewer_recognises_is_only_passed_on_from_then_on(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [不予受理]
        王 < 理由是什么
        赵 [更正类别]
        赵 [不廉不勤]
        赵 < 已生效
        赵 < 类别：不廉不勤
        王 [没有写明具体事实]
        王 > 没有事实。
        王 < 刚有变动
        王 <[转送]
        王 !<[不予受理]
        王 !<[受理]
    """
    )


async def test_corruption_that_is_recognised_after_acceptance_is_passed_on_as_well(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [受理]
        王 [后果严重]
        王 !<[转送]
        王 [更正类别]
        王 [不廉不勤]
        王 [转送]
        王 [纪检监察机关]
        王 [确认]
        王 < 已生效
        李 > 查进度
        李 > {code}
        李 < 按保密要求，去向不在此告知
    """
    )


async def test_three_questions_and_answers_leave_the_reviewer_the_term_there_was(staffed: Play) -> None:
    """Triage was due on 9 March; after three questions and answers it was due on the 20th (F2)."""
    ask = """
        王 [要求补充]
        王 > 哪条街？
        李 > 查进度
        李 > {code}
        李 [回答提问]
        李 > 城东街
        李 [完成]
    """
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 < 期限：3月11日
    """
        + ask * 3
        + """
        王 < 研判中
        王 < 期限：3月11日
        ~ 2 days
        王 [要求补充]
        王 > 哪一户？
        ~ 4 days
        李 > 查进度
        李 > {code}
        李 [回答提问]
        李 > 三单元
        李 [完成]
        王 < 期限：3月13日
    """
    )


async def test_a_clue_like_another_is_suggested_and_merged(staffed: Play) -> None:
    again = REPORTED.replace("李", "张").replace("number", "twin").replace("? code", "? twin_code")
    await staffed.play(
        REPORTED
        + again
        + """
        王 > {twin}
        王 < 疑似重复：{number}
        王 [并案 @ 线索{twin}]
        王 > QS-2026-000099
        王 < 不能并入QS-2026-000099
        王 [{number}]
        王 [确认]
        王 < 已生效
        王 > {number}
        王 < 相关事项：线索{twin}（已并案）
        王 [线索 {twin}]
        王 < 相关事项：线索{number}（研判中）
        张 > 查进度
        张 > {twin_code}
        张 < 已并入，一并办理
        张 !< {number}
        张 < 已并案
    """
    )


async def test_a_reviewer_whose_own_clue_was_merged_into_another_does_not_judge_that_one(staffed: Play) -> None:
    """Whoever brought a part of it is a reporter of the whole (the law §2)."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {own}
        王 > /report
        王 > 自然资源局三个月不处理违建举报
        王 [确认]
        王 [跳过]
        王 [完成]
        王 [匿名]
        王 [提交]
        王 ? own 编号：(QS\\S+)
        赵 > {own}
        赵 [并案 @ 线索{own}]
        赵 [{number}]
        赵 [确认]
        王 > /card {number}
        王 < 不在您的办理范围内
        王 > 待办
        王 < 待办0件
        王 > 搜索
        王 > 违建
        王 < 没有找到
    """
    )


async def test_nothing_is_merged_into_what_is_decided_already(staffed: Play) -> None:
    again = REPORTED.replace("李", "张").replace("number", "twin").replace("? code", "? twin_code")
    await staffed.play(
        REPORTED
        + again
        + """
        王 > {number}
        王 > {twin}
        赵 > {number}
        王 [不予受理 @ 线索{number}]
        王 [没有写明具体事实]
        王 > 只有一句评价，没有事实。
        赵 [同意]
        王 [并案 @ 线索{twin}]
        王 > {number}
        王 < 不能并入{number}
    """
    )


async def test_a_reviewer_of_the_unit_concerned_never_sees_it(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        钱 !< {number}
        钱 > 待办
        钱 < 待办0件
        钱 > 下一条
        钱 < 没有下一条
        钱 > 搜索
        钱 > 违建
        钱 < 没有找到
        钱 > /search {number}
        钱 < 不在您的办理范围内
        钱 > /card {number}
        钱 < 不在您的办理范围内
    """
    )


async def test_a_card_is_blanked_when_the_unit_is_corrected(staffed: Play) -> None:
    await staffed.play("""
        李 > /report
        李 [同意]
        李 > 窗口的人说话很难听，问什么都不知道
        李 > 水利局
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 ? number 编号：(\\S+)
        王 > {number}
        钱 > {number}
        钱 < 线索{number}
        钱 < 问什么都不知道
        王 [更正单位]
        王 > 自然资源局
        王 < 清溪县自然资源局
        钱 < 这件事项现由其他人员办理
        钱 !<[领取]
        钱 [[领取]]
        钱 < 不在您的办理范围内
    """)


async def test_whoever_recuses_themselves_sees_it_no_more(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [领取]
        王 [申请回避]
        王 < “申请回避”之后不能恢复
        王 [确认]
        王 < 这件事项现由其他人员办理
        王 > 待办
        王 < 待办0件
        赵 [领取]
        赵 < 已领取
    """
    )


async def test_a_reviewer_who_reports_does_not_judge_their_own_clue(staffed: Play) -> None:
    await staffed.play("""
        王 > /report
        王 > 水利局三个月不处理投诉，一直没有答复
        王 [确认]
        王 [跳过]
        王 [完成]
        王 [匿名]
        王 [提交]
        王 ? number 编号：(QS\\S+)
        王 !<[领取]
        王 > /card {number}
        王 < 不在您的办理范围内
        王 > 待办
        王 < 待办0件
        赵 > {number}
        赵 < 线索{number}
    """)


async def test_status_by_code_from_another_channel(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        朋友@telegram > 查进度
        朋友@telegram < 请输入查询码
        朋友@telegram > {code}
        朋友@telegram < 编号{number}
        朋友@telegram < 研判中
    """
    )


async def test_a_session_of_our_own_page_may_look_without_the_code(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        李 > 查进度
        李 [{number}]
        李 < 研判中
        张 > 查进度
        张 !<[{number}]
    """
    )


async def test_wrong_codes_tell_nothing_and_are_stopped_after_a_few(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        张 > 查进度
        张 > ABCDE-FGHJK
        张 < 没有查到
        张 > ABCDE-FGHJ1
        张 > ABCDE-FGHJ2
        张 > ABCDE-FGHJ3
        张 < 没有查到
        张 > ABCDE-FGHJ4
        张 < 分钟后可以再试
        张 > 查进度
        张 > {code}
        张 < 分钟后可以再试
        ~ 1 hours
        张 > 查进度
        张 > {code}
        张 < 研判中
    """
    )


async def test_a_code_is_read_as_people_write_it(staffed: Play) -> None:
    await staffed.play(REPORTED)
    code = staffed.remembered["code"]
    written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    await staffed.play(f"""
        张 > 查进度
        张 > {written}
        张 < 研判中
    """)


async def test_a_supplement_reaches_the_reviewer_who_has_claimed_it(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 [领取]
        李 > 补充材料
        李 > {code}
        李 > 昨天又盖了一层
        李 + 二层.jpg
        李 [完成]
        李 < 补充内容已提交
        王 < 提交人有新的补充
        王 < 昨天又盖了一层
        赵 !< 提交人有新的补充
    """
    )


async def test_both_sides_write_without_knowing_each_other(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        王 [留言]
        王 > 已派人去看，请再等两天
        王 < “留言”已完成
        李 < 编号{number}有新进展
        李 > 查进度
        李 > {code}
        李 < 受理人员给您留言：
        李 < 已派人去看，请再等两天
        李 !< 王
        李 [补充这件材料]
        李 > 谢谢，等消息
        李 [完成]
        王 < 谢谢，等消息
        王 !< 李
    """
    )


async def test_a_reporter_may_withdraw_and_the_office_may_go_on(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        李 > 撤回
        李 > {code}
        李 < “撤回”之后不能恢复
        李 [确认]
        李 < 已按您的要求撤回
        王 < 已撤回
        王 [依职权继续]
        王 < 研判中
        李 < 有新进展
    """
    )


async def test_muted_pushes_rest(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        李 > 静音
        李 < 已静音
        王 [受理]
        王 [后果严重]
        李 !< 编号{number}有新进展
    """
    )


async def test_a_real_name_reads_the_news_itself_and_reviewers_never_the_name(staffed: Play) -> None:
    await staffed.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [实名]
        李 > 李小明
        李 > 13800000000
        李 [提交]
        王 > 下一条
        王 < 署名：实名
        王 !< 李小明
        王 !< 13800000000
        王 [受理]
        王 [后果严重]
        李 < 经研判，已受理
    """)


async def test_the_reporters_words_are_in_nothing_that_outlives_the_key(house: DirectStage, staffed: Play) -> None:
    """What is sealed under the matter's own key goes with it; the history keeps that something was said, not what."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [要求补充]
        王 > 哪条街？
        李 > 查进度
        李 > {code}
        李 [回答提问]
        李 > 城东街十二号
        李 [完成]
    """
    )

    def destroy(tx: Tx) -> list[str]:
        tx.run("UPDATE matter SET key = NULL")
        rows = tx.all("SELECT matter, matter_id, seq, body FROM history")
        opened = [tx.vault.open(row[3], f"history|{row[0]}|{row[1]}|{row[2]}").decode() for row in rows]
        assert not submissions.notes(tx, "clue", 1, ("answer",))
        return opened

    assert not any("城东街" in line for line in await house.database.write(destroy))


async def test_todo_counts_filters_and_pages(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + """
        王 > {second}
        王 > 待办
        王 < 待办2件，未领取2件
        王 < 1. {number} 自然资源局 举报投诉处置不力｜研判中，3月11日到期
        王 [领取 @ 线索{second}]
        王 > 待办
        王 < 待办2件，我领取1件，未领取1件
        王 [我领取的]
        王 < 只看：我领取的
        王 < {second}
        王 !< {number}
        王 > 待办
        王 [按单位看]
        王 [清溪县自然资源局]
        王 < 只看单位：清溪县自然资源局
        王 < {number}
        王 > 待办
        王 [按类别看]
        王 [举报投诉处置不力]
        王 < 只看类别
        王 [1 举报投诉处置不力·自然资源局·今天]
        王 < 线索{number}｜研判中
        ~ 7 days
        王 > 待办
        王 < 今天到期2件
        ~ 1 days
        王 > 待办
        王 < 已逾期2件
        王 [已逾期的]
        王 < （已逾期）
    """
    )


async def test_a_long_queue_is_paged(staffed: Play) -> None:
    for number in range(10):
        await staffed.play(REPORTED.replace("李", f"李{number}"))
    await staffed.play("""
        王 < 有10条线索待领取
        王 [打开待办]
        王 < 待办10件
        王 < QS-2026-000008
        王 !< QS-2026-000009
        王 < 后面还有2件
        王 [下一页]
        王 < 9. QS-2026-000009
        王 < 10. QS-2026-000010
        王 !< QS-2026-000008
        王 !< 后面还有
        王 [上一页]
        王 < QS-2026-000001
    """)


async def test_the_queue_shows_what_waits_for_my_signature(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + """
        王 > {number}
        赵 > {number}
        王 [不予受理 @ 线索{number}]
        王 [没有写明具体事实]
        王 > 只有一句评价，没有事实。
        赵 > 待办
        赵 < 待我签1件
        赵 [待我签的]
        赵 < {number}
        赵 !< {second}
        王 > 待办
        王 !< 待我签
    """
    )


async def test_next_goes_through_own_clues_first_and_never_shows_the_same_twice_running(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + """
        王 > {second}
        赵 > {number}
        王 [领取 @ 线索{second}]
        王 > {number}
        王 > 下一条
        王 < 线索{second}
        王 > 下一条
        王 < 线索{number}
        王 > 下一条
        王 < 线索{second}
        赵 [领取 @ 线索{number}]
        王 > 下一条
        王 < 没有下一条了
    """
    )


async def test_search_finds_by_number_words_unit_and_kind(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + """
        王 > {number}
        王 > 搜索
        王 < 搜什么
        王 > 违建
        王 < {number}
        王 !< {second}
        王 > /search 水利局
        王 < {second}
        王 !< {number}
        王 > /search 水利局 违建
        王 < 没有找到
        王 > /search {number}
        王 < 线索{number}｜研判中
        王 > /search 推诿
        王 < 没有找到与“推诿”有关
        王 > /search 答复 水利局
        王 < {second}
        王 [1 举报投诉处置不力·水利局·今天]
        王 < 线索{second}｜研判中
    """
    )
