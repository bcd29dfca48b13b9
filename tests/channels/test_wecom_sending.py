"""What members of the corporation see: text within its bytes, template cards, cards that change by their codes."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.card_text import CardText, FactRow
from bot.channel import Attachment, Button, ButtonSelect, NotSent, OutcomeUnknown, Parcel, Sent
from bot.channels.wecom import layout
from bot.demo.wecom.app_messages import LONGEST_TEXT
from bot.demo.wecom.members import WecomMember
from domain.evidence import Media
from tests.channels.telegram_room import png
from tests.channels.wecom_room import WecomRoom, wecom_room
from tests.wecom.wecom_server import Fault

CARD = CardText(
    title="线索QS-2026-000001｜研判中",
    facts=(
        FactRow(label="期限", value="3月11日"),
        FactRow(label="来源", value="公开征集"),
        FactRow(label="", value="无名"),
    ),
    body=("自然资源局三个月不处理违建举报",),
    notes=(FactRow(label="下一步", value="研判"),),
    between="：",
)
BUTTONS = (
    Button(label="领取", handle="c-claim", style="primary"),
    Button(
        label="类别",
        handle="c-kind",
        select=ButtonSelect(options=(("庸政", "庸政"), ("懒政", "懒政怠政")), is_several=False),
    ),
)


def card(number: int = 7, **given: object) -> Parcel:
    """A clue's card, for Ann."""
    made = Parcel(number=number, route="Ann", text=CARD.whole, card=CARD, buttons=BUTTONS, is_card=True, is_staff=True)
    return dataclasses.replace(made, **given)  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def room() -> AsyncIterator[WecomRoom]:
    """An app."""
    async with wecom_room() as opened:
        yield opened


@pytest.fixture
def ann(room: WecomRoom) -> WecomMember:
    """A member."""
    return room.server.member("Ann")


async def sent(room: WecomRoom, parcel: Parcel) -> str:
    """Send it; return its reference."""
    outcome = await room.sending.send(parcel)
    assert isinstance(outcome, Sent), outcome
    return outcome.ref


@pytest.mark.parametrize(
    "words", ["清溪县自然资源局三个月不处理。" * 200, "one word after another. " * 200, "😀字x" * 900]
)
async def test_long_words_come_whole_in_messages_of_few_enough_bytes(
    room: WecomRoom, ann: WecomMember, words: str
) -> None:
    await sent(room, Parcel(number=1, route="Ann", text=words))
    assert len(ann.screen) > 1
    assert all(len(each.text.encode()) <= LONGEST_TEXT for each in ann.screen)
    assert "".join("".join(each.text for each in ann.screen).split()) == "".join(words.split())
    assert min(len(each.text.encode()) for each in ann.screen[:-1]) > LONGEST_TEXT / 2, "as few as it takes"


async def test_what_somebody_wrote_becomes_no_link(room: WecomRoom, ann: WecomMember) -> None:
    await sent(room, Parcel(number=1, route="Ann", text='见<a href="https://evil.example">这里</a >，a < b'))
    assert ann.screen[0].text == '见＜a href="https://evil.example">这里＜/a >，a < b'


async def test_a_card_is_laid_out_part_by_part(room: WecomRoom, ann: WecomMember) -> None:
    ref = await sent(room, card())
    (shown,) = ann.screen
    assert shown.card is not None
    assert shown.card["main_title"] == {"title": CARD.title}
    assert shown.card["horizontal_content_list"] == [
        {"keyname": "期限", "value": "3月11日"},
        {"keyname": "来源", "value": "公开征集"},
    ]
    assert shown.card["sub_title_text"] == "无名\n自然资源局三个月不处理违建举报\n下一步：研判"
    assert shown.keys == ["c-claim", "c-kind"]
    assert layout.parsed(ref).codes[0].startswith("RC-")


async def test_a_story_too_long_for_a_card_stands_whole_before_it_and_no_fact_is_said_twice(
    room: WecomRoom, ann: WecomMember
) -> None:
    story = "违建举报没有人处理。" * 30
    told = dataclasses.replace(CARD, body=(story,))
    await sent(room, card(card=told, text=told.whole))
    words, shown = ann.screen
    assert words.text == f"{CARD.title}\n无名\n\n{story}\n\n下一步：研判"
    assert shown.card is not None
    assert "sub_title_text" not in shown.card


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "认定案件RD-2026-000001（清溪县自然资源局）：考察报告已签字，请送达告知书。\n期限：3月9日",
            "清溪县自然资源局）：",
        ),
        ("编号RD-2026-000001：“送达告知书”已生效。期限：3月11日，请按时办理，逾期自动提醒。", "已生效。"),
        ("清溪县自然资源局要求把考察报告补充完整，并在收到之后的三个工作日之内送回来签字", "补充完整，"),
        (
            "QS-2026-000001 has moved on, as it was decided at 10:02 in the office of the county. Open it.",
            "has moved on,",
        ),
    ],
)
async def test_a_question_with_choices_reads_on_from_title_to_text(
    room: WecomRoom, ann: WecomMember, words: str, title: str
) -> None:
    await sent(room, Parcel(number=1, route="Ann", text=words, buttons=BUTTONS[:1]))
    (shown,) = ann.screen
    assert shown.card is not None
    assert "".join((shown.card["main_title"]["title"] + shown.card["sub_title_text"]).split()) == "".join(words.split())
    assert shown.card["main_title"]["title"].endswith(title)


async def test_latin_words_are_half_as_wide_as_chinese_ones_and_none_is_cut_that_has_room(
    room: WecomRoom, ann: WecomMember
) -> None:
    title, fact = (
        "Flags for period 2 of 2026 | proposed, and waiting for you",
        FactRow(label="Belongs to", value="Flag " * 11),
    )
    told = CardText(
        title=title, facts=(fact,), body=("Taidan Township Government has not answered. " * 5,), between=": "
    )
    await sent(room, card(card=told, text=told.whole))
    (shown,) = ann.screen
    assert shown.card is not None
    assert (shown.card["main_title"]["title"], len(shown.card["horizontal_content_list"])) == (title, 1)


async def test_what_is_chosen_on_a_card_comes_with_its_button_and_with_no_other(
    room: WecomRoom, ann: WecomMember
) -> None:
    await sent(room, card())
    await ann.presses("c-kind", ["懒政"])
    await ann.presses("c-claim")
    chosen, claimed = room.intake.saids
    assert (chosen.choice, chosen.text) == ("c-kind", "懒政")
    assert (claimed.choice, claimed.text) == ("c-claim", "")
    assert layout.parsed(chosen.ticket).codes[0].startswith("RC-")


@pytest.mark.parametrize(
    "select",
    [
        ButtonSelect(options=tuple((f"u{n}", "单位") for n in range(61)), is_several=True),
        ButtonSelect(options=tuple((f"u{n}", "单位") for n in range(11)), is_several=False),
        ButtonSelect(options=(("字" * 43, "太长"),), is_several=False),
        ButtonSelect(options=(), is_several=False),
    ],
)
async def test_a_choice_that_no_card_can_show_is_a_button_that_asks(
    room: WecomRoom, ann: WecomMember, select: ButtonSelect
) -> None:
    await sent(room, card(buttons=(dataclasses.replace(BUTTONS[1], select=select),)))
    await ann.presses("c-kind")
    assert (room.intake.saids[0].choice, room.intake.saids[0].text) == ("c-kind", "")


async def test_several_are_chosen_on_a_card_of_their_own_which_changes_with_the_other(
    room: WecomRoom, ann: WecomMember
) -> None:
    several = ButtonSelect(options=tuple((str(n), f"{n} 第{n}家") for n in range(1, 21)), is_several=True)
    given = (BUTTONS[0], dataclasses.replace(BUTTONS[1], select=several))
    ref = await sent(room, card(buttons=given))
    matter, boxes = ann.screen
    assert (matter.keys, boxes.keys) == (["c-claim", "c-kind"], ["c-kind"])
    await ann.presses("c-kind", ["1", "3", "20"])
    said = room.intake.saids[0]
    assert (said.choice, said.text) == ("c-kind", "1 3 20")
    left = await sent(room, card(8, edits=f"{said.ticket} {ref}", buttons=BUTTONS[:1]))
    assert (matter.keys, boxes.keys, len(ann.screen)) == (["c-claim"], [], 2)
    await sent(room, Parcel(number=9, route="Ann", text="已收回。", takes_away=True, edits=left))
    assert [each.is_recalled for each in ann.screen] == [True, True]


@pytest.mark.parametrize(
    ("many", "parts"),
    [(20, ["类别"]), (21, ["类别 1-10", "类别 11-21"]), (45, ["类别 1-15", "类别 16-30", "类别 31-45"])],
)
async def test_of_many_each_is_a_box_on_one_of_the_cards_of_which_each_changes_by_itself(
    room: WecomRoom, ann: WecomMember, many: int, parts: list[str]
) -> None:
    """More than 20 choices could not be ticked as boxes in the app: who had 21 before them typed their numbers."""
    options = tuple((str(n), f"{n} 第{n}家") for n in range(1, many + 1))
    given = (dataclasses.replace(BUTTONS[1], select=ButtonSelect(options=options, is_several=True)),)
    ref = await sent(room, card(buttons=given))
    _, *boxes = ann.screen
    shown = [each.card for each in boxes if each.card is not None]
    assert [each["main_title"]["title"] for each in shown] == [each["submit_button"]["text"] for each in shown] == parts
    assert [each["id"] for card in shown for each in card["checkbox"]["option_list"]] == [one for one, _ in options]
    await ann.presses("c-kind", [str(many - 1), str(many)], number=boxes[-1].number)
    said = room.intake.saids[0]
    assert (said.choice, said.text) == ("c-kind", f"{many - 1} {many}")
    fewer = ButtonSelect(options=options[: many - 2], is_several=True)
    await sent(room, card(8, edits=f"{said.ticket} {ref}", buttons=(dataclasses.replace(given[0], select=fewer),)))
    left = [each.card["checkbox"]["option_list"] for each in boxes if each.card and each.keys]
    assert [one["id"] for page in left for one in page] == [one for one, _ in options[: many - 2]], (
        "what was chosen is off"
    )
    assert len(ann.screen) == 1 + len(boxes)


async def test_the_boxes_are_of_the_button_that_takes_the_fewest_cards(room: WecomRoom, ann: WecomMember) -> None:
    """划去 had lost its boxes to 为什么, of which there were more than one card holds."""
    every, fewer = (
        ButtonSelect(options=tuple((str(n), f"{n} 第{n}家") for n in range(1, many + 1)), is_several=True)
        for many in (21, 19)
    )
    why, strike = (
        dataclasses.replace(button, select=each) for button, each in zip(BUTTONS, (every, fewer), strict=False)
    )
    await sent(room, card(buttons=(why, strike)))
    assert [each.card["submit_button"]["key"] for each in ann.screen[1:] if each.card] == [strike.handle]


async def test_of_two_long_notices_with_one_title_each_card_says_which_it_is(room: WecomRoom, ann: WecomMember) -> None:
    rest = "请准备表态发言，并于5月19日前报送整改措施。" * 8
    for number, kind in enumerate(("乡镇基层", "真抓实干"), 7):
        told = f"【黄旗通知】\n苔石乡：\n在{kind}评比中，你单位列后3位。{rest}"
        await sent(room, Parcel(number=number, route="Ann", text=told, buttons=BUTTONS[:1]))
    six = tuple(Button(label=f"{n} 某局", handle=f"c-{n}") for n in range(1, 7))
    await sent(room, Parcel(number=9, route="Ann", text=f"划去哪几面？\n还可以直接打字：7 某局。{rest}", buttons=six))
    below = [each.card["main_title"].get("desc") for each in ann.screen if each.card]
    assert below == [
        "苔石乡：在乡镇基层评比中，你单位列后3位。请准备表态发言，并于5月19日前报送整改措施。请…",
        "苔石乡：在真抓实干评比中，你单位列后3位。请准备表态发言，并于5月19日前报送整改措施。请…",
        None,
    ]


async def test_a_label_too_long_for_a_button_keeps_its_number_and_stands_whole_on_the_card(
    room: WecomRoom, ann: WecomMember
) -> None:
    labels = [
        "线索 QS-2026-000001",
        "Complaints and ideas",
        "1 举报投诉处置不力·自然资源局·今天",
        "转交清溪县自然资源局核查第12号",
        "3 能力不足不会干·水利局·今天",
    ]
    given = tuple(Button(label=label, handle=f"c-{n}") for n, label in enumerate(labels))
    await sent(room, card(buttons=given))
    (shown,) = ann.screen
    assert shown.card is not None
    told = [each["text"] for each in shown.card["button_list"]]
    assert told == [*labels[:2], "1 举报投诉处置不力…", "转交清溪县自然…12号", "3 能力不足不会干…"]
    assert shown.card["sub_title_text"].split("\n")[-3:] == labels[2:]
    listed = CardText(title="待办1件。", body=("1. QS-2026-000001 自然资源局 举报投诉处置不力，今天到期",))
    await sent(room, card(8, card=listed, text=listed.whole, buttons=given[2:3]))
    assert ann.screen[-1].card is not None
    assert ann.screen[-1].card["sub_title_text"] == listed.body[0], "its line says it already"


async def test_a_card_changes_where_it_stands_once_for_each_code(room: WecomRoom, ann: WecomMember) -> None:
    ref = await sent(room, card())
    left = await sent(room, card(8, edits=ref, buttons=BUTTONS[:1]))
    assert (len(ann.screen), ann.screen[0].keys) == (1, ["c-claim"])
    assert layout.parsed(left).codes == ()
    assert await sent(room, card(9, edits=left)) == left, "without a code it stays as it stands"
    await ann.presses("c-claim")
    await sent(room, card(10, edits=room.intake.saids[0].ticket, buttons=()))
    assert (len(ann.screen), ann.screen[0].keys) == (1, [])
    assert ann.screen[0].card is not None
    assert ann.screen[0].card["replace_text"] == "研判中"


@pytest.mark.parametrize("is_used", [True, False], ids=["used", "after 72 hours"])
async def test_a_card_whose_code_is_no_good_any_more_is_sent_anew(
    room: WecomRoom, ann: WecomMember, is_used: bool
) -> None:
    ref = await sent(room, card())
    if is_used:
        await sent(room, card(8, edits=ref))
    else:
        room.clock.moves(hours=72, seconds=1)
    new = layout.parsed(await sent(room, card(9, edits=ref, buttons=BUTTONS[:1])))
    assert [each.keys for each in ann.screen] == [[] if is_used else ["c-claim", "c-kind"], ["c-claim"]]
    assert ann.screen[0].is_recalled == is_used, "what can be recalled does not stand beside it"
    assert new.codes


async def test_a_card_without_a_code_is_said_anew_to_whom_it_waits_for(room: WecomRoom, ann: WecomMember) -> None:
    left = await sent(room, card(8, edits=await sent(room, card())))
    left = await sent(room, card(9, edits=left, is_awaited=True))
    assert [each.is_recalled for each in ann.screen] == [True, False], "what is old does not stand beside it"
    left = await sent(room, card(11, edits=await sent(room, card(10, edits=left)), is_awaited=False))
    assert len(ann.screen) == 2, "nobody else hears of every move"
    room.clock.moves(hours=25)
    await sent(room, card(12, edits=left, is_awaited=True))
    assert [each.is_recalled for each in ann.screen] == [True, False, False], "what is too old to be recalled stays"


async def test_a_card_that_its_reader_presses_and_that_grows_too_long_is_said_anew_whole(
    room: WecomRoom, ann: WecomMember
) -> None:
    """A leader who had struck flags read 「闯创干｜红 4 应急管理局…」 where the card went on to say what was struck, and why."""
    long = dataclasses.replace(CARD, body=("自然资源局三个月不处理违建举报。" * 11, "周划去，理由：数据待核"))
    grown = {"card": long, "text": long.whole, "is_awaited": True}
    ref = await sent(room, card())
    await ann.presses("c-claim")
    left = await sent(room, card(8, edits=f"{room.intake.saids[0].ticket} {ref}", **grown))
    assert [each.is_recalled for each in ann.screen] == [True, False, False]
    assert ann.screen[1].text.endswith("周划去，理由：数据待核\n\n下一步：研判")
    await sent(room, card(9, edits=left, **grown))
    assert len(ann.screen) == 3, "what others do to it changes it where it stands"
    room.clock.moves(hours=25)
    await ann.presses("c-claim")
    await sent(room, card(10, edits=f"{room.intake.saids[1].ticket} {left}", **grown))
    assert [each.keys for each in ann.screen[2:]] == [["c-claim", "c-kind"], [], ["c-claim", "c-kind"]]


async def test_every_copy_of_a_card_that_was_pressed_changes(room: WecomRoom, ann: WecomMember) -> None:
    for number in (7, 8):
        ref = await sent(room, card(number, buttons=(dataclasses.replace(BUTTONS[0], handle=f"c-{number}"),)))
    await ann.presses("c-7")
    left = await sent(room, card(9, edits=f"{room.intake.saids[0].ticket} {ref}", buttons=()))
    assert [each.keys for each in ann.screen] == [[], []]
    assert layout.parsed(left) == layout.ShownRef(messages=layout.parsed(ref).messages), "it can be recalled yet"


async def test_a_card_that_is_over_and_has_no_code_is_recalled_and_said_anew(room: WecomRoom, ann: WecomMember) -> None:
    left = await sent(room, card(8, edits=await sent(room, card())))
    await sent(room, card(9, edits=left, card=None, text="此事项已不在您这里办理。", buttons=()))
    assert [each.is_recalled for each in ann.screen] == [True, False]
    assert ann.screen[1].text == "此事项已不在您这里办理。"


async def test_what_is_taken_away_is_recalled_or_emptied(room: WecomRoom, ann: WecomMember) -> None:
    ref = await sent(room, card())
    words = await sent(room, Parcel(number=8, route="Ann", text="内部情况"))
    old = await sent(room, card(9))
    room.clock.moves(hours=23)
    blank = Parcel(number=10, route="Ann", text="已收回。", takes_away=True)
    for each in (ref, words):
        await sent(room, dataclasses.replace(blank, edits=each))
    room.clock.moves(hours=2)
    await sent(room, dataclasses.replace(blank, edits=old))
    assert [each.is_recalled for each in ann.screen] == [True, True, False]
    assert ann.screen[2].keys == []
    assert ann.screen[2].card is not None
    assert ann.screen[2].card["main_title"]["title"] == "已收回。"


async def test_a_card_that_is_tried_again_because_its_answer_was_lost_stands_once(
    room: WecomRoom, ann: WecomMember
) -> None:
    room.server.fail("message/send", Fault(is_cut=True, is_done=True))
    assert isinstance(await room.sending.send(card()), OutcomeUnknown)
    await sent(room, card())
    assert len(ann.screen) == 1


async def test_files_go_as_what_they_are_and_a_repeat_goes_on_where_it_ended(room: WecomRoom, ann: WecomMember) -> None:
    files = (
        Attachment(key="a", data=png(), name="附件1.png"),
        Attachment(key="b", data=b"OggS and so on", name="附件2.ogg", media=Media.SOUND),
        Attachment(key="c", data=b"%PDF-1.7 and so on", name="告知书.pdf", media=Media.FILE),
    )
    parcel = Parcel(number=1, route="Ann", text="见附件", attachments=files, is_staff=True)
    room.server.fail("media/upload", *[Fault()] * 2, Fault(code=-1))
    assert await room.sending.send(parcel) == NotSent("errcode -1")
    await sent(room, parcel)
    assert [each.kind for each in ann.screen] == ["text", "image", "file", "file"]
    assert [each.is_safe for each in ann.screen] == [False, True, True, True], "words stay readable at a glance"
    assert [each.file for each in ann.screen[1:]] == [(each.name, each.data) for each in files]


async def test_a_message_of_several_stops_where_its_turn_comes_later(room: WecomRoom, ann: WecomMember) -> None:
    turns = iter([0.0, 0.0, 55.0])

    async def turn(begun: str = "") -> float:
        return next(turns)

    parcel = Parcel(number=1, route="Ann", text="字" * 2000)
    assert await room.sending.send(parcel, turn) == NotSent("its turn comes later", retry_after=55.0)
    assert len(ann.screen) == 2
    await sent(room, parcel)
    assert "".join(each.text for each in ann.screen) == "字" * 2000
