"""Whatever is sent while a report or a nomination is open belongs to it: before consent and after, at every step.

Each transcript carries the words of a fault that was met (trials A2, A3, C7).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.said import FileKind, FileRef
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

CONSENTED = "李 > /report\n李 [同意]\n李 > 取消\n"
LANGUAGES = ("zh", "en")


async def test_short_lines_before_consent_are_one_story_and_the_notice_appears_once(play: Play) -> None:
    await play.play("""
        李 > 我要投诉自然资源局
        李 < 首次使用告知
        李 > 他们三个月不给我办证
        李 < 已替您记着
        李 !< 首次使用告知
        李 > 去了四趟
        李 !< 首次使用告知
        李 !< 已替您记着
        李 > 都说负责人不在
        李 [同意]
        李 < 单位：清溪县自然资源局
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 我要投诉自然资源局
        李 < 他们三个月不给我办证
        李 < 去了四趟
        李 < 都说负责人不在
    """)


async def test_short_lines_after_consent_are_one_story_as_well(play: Play) -> None:
    await play.play(
        CONSENTED
        + """
        李 > 我要投诉自然资源局
        李 < 单位：清溪县自然资源局
        李 > 他们三个月不给我办证
        李 < 已记入经过
        李 < 时间：三个月
        李 > 去了四趟
        李 > 都说负责人不在
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 我要投诉自然资源局
        李 < 他们三个月不给我办证
        李 < 去了四趟
        李 < 都说负责人不在
    """
    )


async def test_short_lines_in_english_are_one_story_too(play: Play) -> None:
    play.stage.speaks("Ann", "en")  # type: ignore[attr-defined]  # a stage of this folder
    await play.play("""
        Ann > I want to complain about the education bureau
        Ann < Before you begin
        Ann > they do not answer my letters
        Ann < We keep this for you
        Ann > I went there four times
        Ann !< Before you begin
        Ann [I agree]
        Ann < Education Bureau
        Ann [Yes]
        Ann > last Wednesday
        Ann [Skip]
        Ann [Done]
        Ann [Anonymous]
        Ann < they do not answer my letters
        Ann < I went there four times
    """)


async def test_an_album_with_a_caption_is_kept_whole_before_consent(house: DirectStage, play: Play) -> None:
    await _sends_album(house, "李", 3, "水利局的渠道上周三开始漏水没有人来修")
    await play.play("""
        李 < 首次使用告知
        李 !< 已替您记着
        李 [同意]
        李 < 已收到附件3个。
        李 < 单位：清溪县水利局
        李 [确认]
        李 [跳过]
        李 [匿名]
        李 < 附件：3个
    """)


@pytest.mark.parametrize("caption", ["", "水利局的渠道上周三开始漏水没有人来修"])
async def test_an_album_after_consent_is_one_answer(house: DirectStage, play: Play, caption: str) -> None:
    await play.play(CONSENTED)
    await _sends_album(house, "李", 3, caption)
    told = (await play.told("李"))[1:]  # the first answers 取消
    assert len(told) == 1, told
    assert "附件3个" in told[0]


async def test_a_sentence_and_then_photos_at_once_are_all_kept(house: DirectStage, play: Play) -> None:
    await play.play(CONSENTED + "李 > 水利局的渠道上周三开始漏水没有人来修")
    await _sends_album(house, "李", 4)
    await play.play("""
        李 < 已收到附件4个
        李 < 单位：清溪县水利局
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 附件：4个
    """)


async def test_a_voice_at_which_unit_is_kept_and_the_question_asked_again_in_the_same_reply(play: Play) -> None:
    await play.play("""
        李 > /report
        李 [同意]
        李 > 窗口的人说话很难听
        李 < 哪个单位
        李 + 录音.ogg
        李 < 已收到附件1个。
        李 < 反映的是哪个单位
        李 !< 没有看到文字内容
    """)
    assert len(await play.told("李")) == 1


async def test_files_are_kept_at_every_step(play: Play) -> None:
    await play.play("""
        李 > /report
        李 + 1.jpg
        李 [同意]
        李 + 2.jpg
        李 > 窗口的人说话很难听
        李 + 3.jpg
        李 > 教育局
        李 + 4.pdf
        李 [昨天]
        李 + 5.ogg
        李 [跳过]
        李 + 6.mp4
        李 + 7.jpg
        李 [实名]
        李 + 8.jpg
        李 > 李四
        李 + 9.jpg
        李 > 13800000000
        李 < 附件：9个
        李 + 10.jpg
        李 < 附件：10个
        李 [修改]
        李 + 11.jpg
        李 [单位]
        李 + 12.jpg
        李 > 没有这个研究所
        李 + 13.jpg
        李 [从单位名单里选]
        李 + 14.jpg
        李 [清溪县财政局]
        李 < 附件：14个
        李 < 单位：清溪县财政局
        李 > 查进度
        李 < 继续填写
        李 + 15.jpg
        李 < 附件：15个
    """)


async def test_files_are_kept_at_every_step_of_a_nomination(play: Play) -> None:
    await play.play("""
        李 > /nominate
        李 [同意]
        李 + 1.jpg, 2.jpg
        李 [项目建设]
        李 [推荐别人]
        李 + 3.ogg
        李 > 自然资源局
        李 + 4.jpg
        李 > 周某，规划科科长
        李 + 5.jpg > 去年跑完了全部地块的审批
        李 + 6.jpg
        李 < 附件6个
        李 [完成]
        李 + 7.jpg > 企业提前两个月开工
        李 < 附件：7个
        李 < 去年跑完了全部地块的审批
        李 < 企业提前两个月开工
    """)


async def test_going_back_loses_neither_files_nor_words(play: Play) -> None:
    await play.play("""
        李 > 水利局的渠道上周三开始漏水没有人来修
        李 [同意]
        李 [确认]
        李 + 1.jpg, 2.jpg
        李 [跳过]
        李 > 村里的人都可以作证这件事情
        李 [返回]
        李 [返回]
        李 [确认]
        李 [跳过]
        李 < 已收到附件2个
        李 [完成]
        李 [匿名]
        李 < 附件：2个
        李 < 村里的人都可以作证
    """)


async def test_a_photo_with_a_caption_that_is_too_long_is_kept_and_the_sentence_says_so(play: Play) -> None:
    await play.play(f"""
        李 > /report
        李 [同意]
        李 + 现场.jpg > {"长" * 1001}
        李 < 已收到附件1个
        李 < 这段文字有1001字
        李 > 水利局的渠道上周三开始漏水没有人来修
        李 [确认]
        李 [跳过]
        李 [匿名]
        李 < 附件：1个
    """)


async def test_each_file_beyond_thirty_is_refused_by_name_and_the_thirty_stay(play: Play) -> None:
    twenty_nine = ", ".join(f"{number}.jpg" for number in range(29))
    await play.play(f"""
        李 > 水利局的渠道上周三开始漏水没有人来修
        李 [同意]
        李 + {twenty_nine}
        李 < 已收到附件29个
        李 + 三十.jpg, 三十一.jpg, 三十二.pdf
        李 < 已收到附件30个
        李 < 没有收下：三十一.jpg、三十二.pdf
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 附件：30个
    """)


async def test_a_story_told_at_which_kind_goes_into_the_story_and_sets_the_kind(play: Play) -> None:
    await play.play("""
        李 > 教育局上周三说话难听，让人等
        李 [同意]
        李 [类别不对]
        李 < 哪一类问题
        李 <[不清楚]
        李 <[其他类别]
        李 !<[空喊口号]
        李 > 窗口让我在三个科室之间来回跑，互相推来推去
        李 < 已记入经过
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 类别：推诿扯皮
        李 < 互相推来推去
    """)


async def test_words_after_the_preview_are_added_and_it_is_shown_again(play: Play) -> None:
    await play.play(
        """
        李 > 水利局的渠道上周三开始漏水没有人来修
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 > 昨天又塌了一段
        李 < 已记入经过
        李 < 昨天又塌了一段
        李 <[提交]
        李 > """
        + "长" * 990
        + """
        李 < 装不下了。从“
        李 < 没有收下
        李 [提交]
        李 < 编号：QS-2026-000001
    """
    )


async def test_a_place_is_no_time_and_one_that_was_said_is_not_asked_again(play: Play) -> None:
    await play.play("""
        李 > 教育局的人说话很难听
        李 [同意]
        李 [确认]
        李 < 什么时候、在什么地方
        李 > 就在办事大厅
        李 < 地点已记下
        李 < 是什么时候的事
        李 > 上周三下午
        李 [完成]
        李 [匿名]
        李 < 时间：上周三下午
        李 < 地点：办事大厅
        李 > 取消
        李 > 水利局上周三在城东村村口挖断了水管没有人来修
        李 [确认]
        李 !< 什么地方
        李 < 有照片
    """)


async def test_a_sentence_with_a_photo_takes_six_messages_to_the_receipt(play: Play) -> None:
    await play.play("""
        李 + 现场.jpg > 水利局的渠道漏水没有人来修
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [匿名]
        李 < 附件：1个
        李 [提交]
        李 < 编号：QS-2026-000001
    """)


async def test_files_where_only_words_are_asked_for_are_refused_by_name(play: Play) -> None:
    await play.play("""
        李 > 投诉建议
        李 + 截图.jpg
        李 < 没有收下：截图.jpg
        李 < 投诉或建议
        李 > 查进度
        李 + 回执.jpg
        李 < 没有收下：回执.jpg
        李 < 查询码
    """)


async def _sends_album(house: DirectStage, who: str, number: int, caption: str = "") -> None:
    """Pictures as Telegram brings them: one message each, the words with the first."""
    for place in range(number):
        photo = FileRef(kind=FileKind.PHOTO, ref=f"{place}.jpg", size=1000)
        event = replace(house._event(who), files=(photo,), text=caption if place == 0 else "", album="a1")
        await house._take(event)


async def test_the_button_of_another_question_answers_none(play: Play) -> None:
    """Regression: 完成 where it was asked is where it happened stood in the report as 地点：完成."""
    await play.play(
        """
        李 > 我要反映
        李 [同意]
        李 > 提交
        李 < 请写下来
        李 > 自然资源局三个月不处理违建举报
        李 [确认]
        李 < 在什么地方
        李 > 完成
        李 < “完成”没有记入
        李 < 在什么地方
        李 > 直接提交
        李 < “直接提交”没有记入
        李 > 城东
        李 [完成]
        李 [匿名]
        李 < 地点：城东
        李 < 经过：自然资源局三个月不处理违建举报
        李 !< 完成
        """
    )
