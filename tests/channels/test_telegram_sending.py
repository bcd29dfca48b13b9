"""What is said on Telegram, as people then see it, and what the channel makes of every way in which a call can fail.

Over real HTTP against the strict stand-in of `tests/telegram/telegram_server.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from telegram import error as errors

from bot.channel import Attachment, Button, NotSent, Outcome, OutcomeUnknown, Parcel, Sent, Undeliverable
from bot.channels.telegram import wire
from domain.evidence import Media
from domain.matters.troubles import TroubleReason
from tests.channels.telegram_room import Room, png, room
from tests.support import samples
from tests.telegram.telegram_faults import Fault, cut, flood, gateway_page, refused

CHANNEL = -1001


@pytest.fixture
async def here() -> AsyncIterator[Room]:
    """A channel that two people have written to and that may post in the public channel."""
    async with room("webhook") as made:
        made.server.channel(CHANNEL, "county")
        made.server.user(7001).says("在吗")
        made.server.user(7002).says("在吗")
        await made.settled()
        yield made
        assert made.server.methods.complaints == []


def parcel(words: str = "收到您的反映", **more: Any) -> Parcel:
    return Parcel(**{"number": 1, "route": "7001", "text": words, **more})


def picture(key: str = "k1", *, width: int = 64, name: str = "ranking.png") -> Attachment:
    return Attachment(key=key, data=png(width), name=name)


def said(here: Room, chat: int = 7001) -> list[str]:
    return [message.text for message in here.server.chat(chat) if message.is_from_bot]


def ref_of(outcome: Outcome) -> str:
    assert isinstance(outcome, Sent), outcome
    return outcome.ref


# Words and buttons


async def test_words_are_shown_as_they_are_without_markup_or_previews(here: Room) -> None:
    words = "*甲* _乙_ <b>丙</b> https://example.org [丁](x)"
    assert isinstance(await here.channel.send(parcel(words)), Sent)
    assert said(here) == [words]
    call = here.server.sent[-1]
    assert "parse_mode" not in call.fields
    assert '"is_disabled": true' in call.fields["link_preview_options"]


async def test_short_buttons_stand_two_in_a_row_numbers_four_and_long_ones_alone_and_come_back(here: Room) -> None:
    labels = ["受理", "不予受理", "转送其他单位办理并告知", "并案", "下一条", "60", "70", "80", "90", "100", "返回"]
    buttons = tuple(Button(label=label, handle=f"h{place}") for place, label in enumerate(labels))
    await here.channel.send(parcel(buttons=buttons))
    (message,) = here.server.user(7001).sees[1:]
    assert [[button["text"] for button in row] for row in message.keyboard] == [
        labels[:2],
        labels[2:3],
        labels[3:5],
        labels[5:9],
        labels[9:10],
        labels[10:],
    ]
    here.server.user(7001).presses("并案")
    await here.settled()
    assert here.intake.saids[-1].choice == "h3"


async def test_a_handle_of_64_bytes_and_the_buttons_colours_arrive(here: Room) -> None:
    buttons = (Button(label="批准", handle="é" * 32, style="primary"), Button(label="驳回", handle="x", style="danger"))
    await here.channel.send(parcel(buttons=buttons))
    ((first, second),) = here.server.user(7001).sees[-1].keyboard
    assert (first["callback_data"], first["style"], second["style"]) == ("é" * 32, "primary", "danger")


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(here: Room) -> None:
    words = "\n".join(f"第{number}行 👩‍👩‍👧" for number in range(700))
    ref = ref_of(await here.channel.send(parcel(words, buttons=(Button(label="好", handle="h"),))))
    shown = [message for message in here.server.user(7001).sees if message.is_from_bot]
    assert len(shown) > 1
    assert "\n".join(message.text for message in shown) == words
    assert [bool(message.keyboard) for message in shown] == [False] * (len(shown) - 1) + [True]
    assert ref.count(",") == len(shown) - 1


async def test_each_message_waits_for_a_turn_and_what_is_left_goes_on_later(here: Room) -> None:
    words = "\n".join(f"第{number}行" for number in range(2000))
    answers, asked = iter([0.0, 0.0, 7.5]), []

    async def turn(begun: str = "") -> float:
        asked.append(len(said(here)))
        return next(answers, 0.0)

    assert await here.channel.send(parcel(words), turn) == NotSent("its turn comes later", retry_after=7.5)
    assert asked == [0, 1, 2]
    ref = ref_of(await here.channel.send(parcel(words), turn))
    assert "\n".join(said(here)) == words
    assert asked[3:] == list(range(2, len(said(here))))
    asked.clear()
    await here.channel.send(parcel(words + "完", edits=ref, is_card=True), turn)
    assert len(asked) == len(said(here))


async def test_titles_wait_for_their_turns_and_none_stands_alone_where_one_comes_too_late(here: Room) -> None:
    answers = iter([0.0, 0.0, 9.0])

    async def turn(begun: str = "") -> float:
        return next(answers)

    assert await here.channel.post_title("@county", "公告", 3, turn) == NotSent("its turn comes later", retry_after=9.0)
    assert said(here, CHANNEL) == []


async def test_quiet_messages_do_not_ring_and_those_for_staff_cannot_be_forwarded(here: Room) -> None:
    await here.channel.send(parcel(is_quiet=True, number=1))
    await here.channel.send(parcel(is_staff=True, number=2, attachments=(picture(),)))
    quiet, staff = here.server.user(7001).sees[1:]
    assert (quiet.is_silent, quiet.is_protected, staff.is_silent, staff.is_protected) == (True, False, False, True)


async def test_nothing_to_say_is_not_sent(here: Room) -> None:
    assert await here.channel.send(parcel(" \n ")) == Undeliverable("nothing to say")


# Files


async def test_a_picture_carries_the_words_as_its_caption_and_is_uploaded_once_for_everybody(here: Room) -> None:
    await asyncio.gather(
        *(
            here.channel.send(parcel("排名", route=route, attachments=(picture(),)))
            for route in ("7001", "7002", "@county")
        )
    )
    for chat in (7001, 7002, CHANNEL):
        message = here.server.chat(chat)[-1]
        assert message.file is not None
        assert (message.file.kind, message.file.content, message.text) == ("photo", png(), "排名")
    assert here.server.chats.uploads == 1
    assert list(here.known_files) == ["photo:k1"]


async def test_after_a_restart_the_remembered_id_is_used_and_a_forgotten_one_is_uploaded_anew(here: Room) -> None:
    known = here.server.chats.keep("photo", png()).file_id
    async with room("webhook", known_files={"photo:k1": known, "photo:k2": "gone"}) as later:
        later.server.chats.files = here.server.chats.files
        later.server.user(7001).says("在吗")
        await later.settled()
        await later.channel.send(parcel(attachments=(picture("k1"),)))
        assert later.server.chats.uploads == 0
        assert isinstance(await later.channel.send(parcel(attachments=(picture("k2"),))), Sent)
        assert later.server.chats.uploads == 1
        assert later.known_files["photo:k2"] != "gone"


def evidence(media: Media, data: bytes, key: str = "e1") -> Attachment:
    return Attachment(key=key, data=data, name="e.bin", media=media)


async def test_photos_of_evidence_come_as_one_album_and_to_the_next_reviewer_without_another_upload(here: Room) -> None:
    photos = tuple(picture(f"k{number}", width=64 + number) for number in range(12))
    told = parcel("附件1至12：照片12张", attachments=photos, is_staff=True)
    assert isinstance(await here.channel.send(told), Sent)
    shown = here.server.user(7001).sees[1:]
    assert [message.text for message in shown] == ["附件1至12：照片12张", *[""] * 11]
    assert len({message.album for message in shown[:10]} | {message.album for message in shown[10:]}) == 2
    assert all(message.is_protected for message in shown)
    assert here.server.chats.uploads == 12
    assert isinstance(await here.channel.send(replace(told, number=2, route="7002")), Sent)
    assert here.server.chats.uploads == 12
    assert len(here.server.user(7002).sees) == 13


async def test_an_album_with_something_that_is_no_photo_to_telegram_comes_one_by_one(here: Room) -> None:
    here.server.fail("sendMediaGroup", refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    told = parcel("附件1至2", attachments=(picture("k1"), picture("k2", width=80)), is_staff=True)
    assert isinstance(await here.channel.send(told), Sent)
    assert [message.text for message in here.server.user(7001).sees[1:]] == ["附件1至2", ""]


async def test_sound_and_film_of_evidence_can_be_played_and_words_are_read_as_messages(here: Room) -> None:
    for number, (media, data, kind) in enumerate(
        [(Media.SOUND, samples.sound("m4a"), "audio"), (Media.FILM, samples.film("mp4"), "video")], start=1
    ):
        told = parcel("附件", number=number, attachments=(evidence(media, data, kind),), is_staff=True)
        assert isinstance(await here.channel.send(told), Sent)
        message = here.server.user(7001).sees[-1]
        assert message.file is not None
        assert (message.file.kind, message.file.content, message.text) == (kind, data, "附件")
    words = "窗口排队三小时。\n" * 600
    read = parcel("附件3：Word 文档", number=3, attachments=(evidence(Media.TEXT, words.encode()),), is_staff=True)
    assert isinstance(await here.channel.send(read), Sent)
    texts = [message.text for message in here.server.user(7001).sees[3:]]
    assert texts[0] == "附件3：Word 文档"
    assert "".join(texts[1:]).count("窗口排队") == 600
    long = parcel("附件4：文本", number=4, attachments=(evidence(Media.TEXT, b"a " * 20_000),), is_staff=True)
    await here.channel.send(long)
    last = here.server.user(7001).sees[-1]
    assert last.file is not None
    assert last.file.kind == "document"


async def test_documents_keep_their_names_and_long_words_follow_in_a_message_of_their_own(here: Room) -> None:
    papers = Attachment(key="d1", data=b"%PDF-1.7", name="通报.pdf", media=Media.FILE)
    words = "长" * 1500
    assert here.channel.messages_for(parcel(words, attachments=(papers, picture()))) == 3
    await here.channel.send(parcel(words, attachments=(papers, picture())))
    paper, photo, text = here.server.user(7001).sees[1:]
    assert paper.file is not None
    assert photo.file is not None
    assert (paper.file.name, paper.file.content, photo.file.kind, text.text) == (
        "通报.pdf",
        b"%PDF-1.7",
        "photo",
        words,
    )


async def test_a_picture_that_telegram_takes_for_no_photo_goes_as_a_document(here: Room) -> None:
    long_table = picture("tall", width=2400)
    here.server.fail("sendPhoto", refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    assert isinstance(await here.channel.send(parcel(attachments=(long_table,), number=1)), Sent)
    assert isinstance(await here.channel.send(parcel(attachments=(long_table,), number=2)), Sent)
    assert [message.file.kind for message in here.server.user(7001).sees[1:] if message.file] == [
        "document",
        "document",
    ]
    assert here.server.chats.uploads == 1


# Edits


async def test_a_card_that_moved_is_the_same_message_with_new_words_and_buttons(here: Room) -> None:
    ref = ref_of(await here.channel.send(parcel("待研判", buttons=(Button(label="受理", handle="a"),), is_card=True)))
    again = parcel("已受理", edits=ref, is_card=True)
    assert await here.channel.send(again) == Sent(ref)
    assert await here.channel.send(again) == Sent(ref)
    (message,) = here.server.user(7001).sees[1:]
    assert (message.text, message.keyboard, message.edits) == ("已受理", [], 1)


async def test_a_card_blanked_loses_its_pictures_too(here: Room) -> None:
    ref = ref_of(await here.channel.send(parcel("线索", attachments=(picture(),), is_card=True)))
    assert len(here.server.user(7001).sees) == 3
    await here.channel.send(parcel("此件已回避", edits=ref, is_card=True))
    assert said(here) == ["此件已回避"]


async def test_a_card_whose_message_was_deleted_comes_anew_but_a_public_post_does_not(here: Room) -> None:
    card = ref_of(await here.channel.send(parcel("待研判", is_card=True)))
    post = ref_of(await here.channel.send(parcel("公告", route="@county")))
    here.server.chat(7001).clear()
    here.server.chat(CHANNEL).clear()
    renewed = await here.channel.send(parcel("已受理", edits=card, is_card=True))
    assert ref_of(renewed) != card
    assert said(here) == ["已受理"]
    outcome = await here.channel.send(parcel("公告全文", route="@county", edits=post))
    assert isinstance(outcome, Undeliverable)
    assert "message to edit not found" in outcome.why
    assert outcome.reason is TroubleReason.POST_GONE
    assert said(here, CHANNEL) == []


async def test_a_text_grown_beyond_one_message_and_shrunk_again_leaves_nothing_behind(here: Room) -> None:
    ref = ref_of(await here.channel.send(parcel("短", is_card=True)))
    grown = ref_of(await here.channel.send(parcel("长" * 5000, edits=ref, is_card=True)))
    assert [len(words) for words in said(here)] == [4096, 904]
    assert await here.channel.send(parcel("又短", edits=grown, is_card=True)) == Sent(ref)
    assert said(here) == ["又短"]


async def test_an_edit_of_a_caption_stays_a_caption(here: Room) -> None:
    ref = ref_of(await here.channel.send(parcel("旧", attachments=(picture(),))))
    assert await here.channel.send(parcel("新", edits=ref)) == Sent(ref)
    (message,) = here.server.user(7001).sees[1:]
    assert (message.text, message.file is not None) == ("新", True)


async def test_a_reference_that_was_never_ours_edits_nothing_and_posts_nothing(here: Room) -> None:
    assert isinstance(await here.channel.send(parcel("全文", edits="17; drop")), Undeliverable)
    assert said(here) == []


# In public: the title first, then the whole


@pytest.mark.parametrize(
    ("words", "attachments", "messages"),
    [
        ("公告全文" * 200, (), 1),
        ("排名说明", (picture(),), 1),
        ("长" * 3000, (picture(),), 2),
        ("两张图", (picture("k1"), picture("k2", width=80)), 3),
    ],
    ids=["words", "picture-with-caption", "picture-and-long-words", "two-pictures"],
)
async def test_a_title_becomes_the_whole_however_often_the_edit_is_repeated(
    here: Room, words: str, attachments: tuple[Attachment, ...], messages: int
) -> None:
    whole = parcel(words, route="@county", attachments=attachments)
    assert here.channel.messages_for(whole) == messages
    ref = ref_of(await here.channel.post_title("@county", "公告 2026年第17号", messages))
    assert said(here, CHANNEL) == ["公告 2026年第17号"] * messages
    here.server.fail("editMessageText", cut(carried_out=True), flood(3))
    here.server.fail("editMessageMedia", cut(carried_out=True))
    outcomes = [await here.channel.send(replace(whole, edits=ref)) for _ in range(5)]
    assert [outcome for outcome in outcomes if isinstance(outcome, OutcomeUnknown | Undeliverable)] == []
    assert isinstance(outcomes[-1], Sent)
    shown = here.server.chat(CHANNEL)
    assert len(shown) == messages
    assert sum(message.text == words for message in shown) == 1
    assert sum(message.file is not None for message in shown) == len(attachments)


async def test_a_title_that_could_not_be_posted_whole_leaves_no_part_of_it(here: Room) -> None:
    here.server.fail("sendMessage", None, flood(9))
    assert await here.channel.post_title("@county", "公告", 2) == NotSent("too many requests", retry_after=9.0)
    assert said(here, CHANNEL) == []


# Outcomes

NO_CONNECTION = "no connection"
MOVED = refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007)
OUTCOMES: dict[str, tuple[Fault, type[Outcome], type[Outcome]]] = {  # fault → of a send, of an edit
    "429": (flood(30), NotSent, NotSent),
    "500": (refused(500, "Internal Server Error"), OutcomeUnknown, NotSent),
    "502-page": (gateway_page(502), OutcomeUnknown, NotSent),
    "504-page": (gateway_page(504), OutcomeUnknown, NotSent),
    "403-page": (gateway_page(403), OutcomeUnknown, NotSent),
    "404-page": (gateway_page(404), OutcomeUnknown, NotSent),
    "200-page": (gateway_page(200), OutcomeUnknown, NotSent),
    "cut-before": (cut(carried_out=False), OutcomeUnknown, NotSent),
    "cut-after": (cut(carried_out=True), OutcomeUnknown, NotSent),
    "half-head": (cut(carried_out=True, after=20), OutcomeUnknown, NotSent),
    "half-body": (cut(carried_out=True, after=90), OutcomeUnknown, NotSent),
    "blocked": (refused(403, "Forbidden: bot was blocked by the user"), Undeliverable, Undeliverable),
    "deactivated": (refused(403, "Forbidden: user is deactivated"), Undeliverable, Undeliverable),
    "kicked": (refused(403, "Forbidden: bot was kicked from the channel chat"), Undeliverable, Undeliverable),
    "not-found": (refused(400, "Bad Request: chat not found"), Undeliverable, Undeliverable),
    "moved": (MOVED, Undeliverable, Undeliverable),
    "too-large": (refused(413, "Request Entity Too Large"), Undeliverable, Undeliverable),
    "bad-token": (refused(401, "Unauthorized"), NotSent, NotSent),
}


@pytest.mark.parametrize("fault", OUTCOMES)
async def test_what_is_known_of_a_message_after_each_fault(here: Room, fault: str) -> None:
    failing, of_a_send, of_an_edit = OUTCOMES[fault]
    ref = ref_of(await here.channel.send(parcel("第一句", number=1)))
    here.server.fail("sendMessage", failing)
    here.server.fail("editMessageText", failing)
    assert type(await here.channel.send(parcel("第二句", number=2))) is of_a_send
    assert type(await here.channel.send(parcel("第一句改", number=1, edits=ref))) is of_an_edit
    assert isinstance(await here.channel.send(parcel("第三句", number=3)), Sent)


async def test_what_telegram_says_about_waiting_moving_and_the_token_is_passed_on(here: Room) -> None:
    here.server.fail("sendMessage", flood(30), MOVED, refused(401, "Unauthorized"))
    assert await here.channel.send(parcel()) == NotSent("too many requests", retry_after=30.0)
    assert await here.channel.send(parcel()) == Undeliverable("the chat has moved", moved_to="-1007")
    token = await here.channel.send(parcel())
    assert isinstance(token, NotSent)
    assert token.is_overall


async def test_a_second_chat_refused_while_the_first_must_wait_halts_the_whole_channel(here: Room) -> None:
    here.server.fail("sendMessage", flood(30), flood(30), flood(20), flood(5))

    async def is_overall(route: str) -> bool:
        outcome = await here.channel.send(parcel(route=route))
        assert isinstance(outcome, NotSent)
        return outcome.is_overall

    assert not await is_overall("7001")
    assert not await is_overall("7001")
    assert await is_overall("7002")
    here.clock.moves(seconds=31)
    assert not await is_overall("7002")


async def test_with_telegram_out_of_reach_nothing_is_unknown(here: Room) -> None:
    ref = ref_of(await here.channel.send(parcel("前")))
    await here.server.go_down()
    for words in (parcel("后"), parcel("改", edits=ref), parcel("图", attachments=(picture(),))):
        outcome = await here.channel.send(words)
        # The line kept from before breaks in the middle of a request; after that there is no line at all.
        assert isinstance(outcome, NotSent | OutcomeUnknown)
    assert isinstance(await here.channel.send(parcel("后")), NotSent)
    await here.server.come_up()
    assert isinstance(await here.channel.send(parcel("后")), Sent)


@pytest.mark.parametrize(
    ("cause", "of_a_send"),
    [
        (httpx.ConnectError("refused, or the name is unknown, or TLS failed"), NotSent),
        (httpx.ConnectTimeout("slow"), NotSent),
        (httpx.PoolTimeout("all lines taken"), NotSent),
        (httpx.ProxyError("no proxy"), NotSent),
        (httpx.ReadTimeout("no answer"), OutcomeUnknown),
        (httpx.WriteTimeout("half a request"), OutcomeUnknown),
        (httpx.ReadError("reset"), OutcomeUnknown),
        (httpx.RemoteProtocolError("nonsense"), OutcomeUnknown),
    ],
)
def test_how_a_line_failed_tells_whether_the_message_may_have_left(cause: Exception, of_a_send: type[Outcome]) -> None:
    failed = errors.NetworkError("x")
    failed.__cause__ = cause
    assert type(wire.outcome(failed, is_repeatable=False)) is of_a_send
    assert type(wire.outcome(failed, is_repeatable=True)) is NotSent


async def test_a_parcel_of_several_messages_goes_on_where_it_was_stopped(here: Room) -> None:
    words = "一" * 4096 + "二" * 4096 + "三"
    here.server.fail("sendMessage", None, flood(2))
    assert isinstance(await here.channel.send(parcel(words)), NotSent)
    assert [shown[0] for shown in said(here)] == ["一"]
    whole = await here.channel.send(parcel(words))
    assert [shown[0] for shown in said(here)] == ["一", "二", "三"]
    assert ref_of(whole).count(",") == 2


async def test_people_who_blocked_the_bot_get_nothing_and_nobody_else_is_disturbed(here: Room) -> None:
    here.server.user(7001).blocks_the_bot()
    outcome = await here.channel.send(parcel())
    assert outcome == Undeliverable(
        "forbidden: bot was blocked by the user", is_gone=True, reason=TroubleReason.BLOCKED
    )
    assert isinstance(await here.channel.send(parcel(route="7002")), Sent)
    assert isinstance(await here.channel.send(parcel(route="99")), Undeliverable)
    assert here.channel.health().last_sent_at == here.clock.now
