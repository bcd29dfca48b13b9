"""What people say on Telegram reaches the intake: asked for or pushed, once, in order, whatever stands between.

Over real HTTP against the strict stand-in of `tests/telegram/telegram_server.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.channel import FileDelayed, FileGone, FileWithheld
from bot.channels.telegram import wire as telegram_wire
from bot.channels.telegram.channel import LISTENING_CONNECTIONS, BadToken, TelegramChannel
from bot.channels.telegram.polling import AskingPace, Polling
from domain.said import FileKind, FileRef
from tests.channels.telegram_room import QUICK, Clock, Remembering, Room, StorageUnavailable, png, room, until
from tests.telegram.telegram_faults import cut, gateway_page, held, refused

both_ways = pytest.mark.parametrize("mode", ["polling", "webhook"])

# Listening


@both_ways
async def test_what_people_write_is_taken_in_order_under_the_number_telegram_gave_it(mode: str) -> None:
    async with room(mode) as here:
        ann, ben = here.server.user(7001), here.server.user(7002, language="en-GB")
        first = ann.says("自然资源局三个月不处理违建举报")
        for number in range(5):
            ben.says(f"message {number}")
        ann.says("第二句")
        await here.settled()
    assert [said.text for said in here.intake.saids if said.speaker == "7001"] == [
        "自然资源局三个月不处理违建举报",
        "第二句",
    ]
    assert [said.text for said in here.intake.saids if said.speaker == "7002"] == [f"message {n}" for n in range(5)]
    said = here.intake.heard[f"4200001:{first}"]
    assert (said.channel, said.speaker, said.route, said.locale) == ("telegram", "7001", "7001", "zh")
    assert said.at == here.clock.now
    assert here.intake.saids[1].locale in ("en", "zh")


async def test_one_persons_messages_of_one_batch_keep_their_order_though_the_first_takes_longer() -> None:
    async with room(is_started=False) as here:
        here.intake.delay = lambda said: 50 if said.text == "先" else 0
        ann, ben = here.server.user(7001), here.server.user(7002)
        ann.says("先")
        ann.says("后")
        ben.says("不必等")
        await here.channel.start({})
        await here.settled()
    assert here.intake.texts == ["不必等", "先", "后"]


@both_ways
async def test_an_update_nobody_can_read_is_set_aside_and_its_neighbours_are_heard(mode: str) -> None:
    async with room(mode) as here:
        ann = here.server.user(7001)
        ann.says("前一句")
        here.server.push_raw({"update_id": 9100, "message": {"message_id": 1, "text": "无主"}}, chat_id=7001)
        here.server.push_raw(
            {"update_id": 9101, "message": {"chat": {"id": "甲"}, "date": 1, "text": []}}, chat_id=7001
        )
        ann.says("后一句")
        await here.settled()
    assert here.intake.texts == ["前一句", "后一句"]
    assert set(here.intake.aside) == {"4200001:9100", "4200001:9101"}
    raw, why = here.intake.aside["4200001:9100"]
    assert json.loads(raw)["message"]["text"] == "无主"
    assert "parsed" in why


@pytest.mark.parametrize(
    "body", [b"{", b"", b"[1]", b"17", b'{"message":{}}', b'{"update_id":"7"}', b"\xff\xfe", b"[" * 100_000]
)
async def test_a_push_that_is_no_update_is_set_aside_once_and_does_not_block_the_chat(body: bytes) -> None:
    async with room("webhook") as here:
        ann = here.server.user(7001)
        here.server.push_raw(body, chat_id=7001)
        here.server.push_raw(body, chat_id=7001)
        ann.says("后一句")
        await here.settled()
    assert here.intake.texts == ["后一句"]
    assert [raw for raw, _ in here.intake.aside.values()] == [body]


@both_ways
async def test_half_a_surrogate_pair_in_one_message_spoils_neither_it_nor_its_neighbours(mode: str) -> None:
    async with room(mode) as here:
        here.server.user(7001).says("局长\ud800很\x00忙\u202e")
        here.server.user(7002).says("😀")
        await here.settled()
    assert sorted(here.intake.texts) == ["局长\ufffd很忙", "😀"]


@both_ways
async def test_a_message_brought_again_is_the_same_message(mode: str) -> None:
    async with room(mode) as here:
        ann = here.server.user(7001)
        number = ann.says("一次")
        await here.settled()
        again = {"message": ann.sees[-1].as_json(ann.chat, ann.profile)}
        for _ in range(50):
            here.server.push(again, chat_id=7001, number=number)
        await here.settled()
    assert here.intake.texts == ["一次"]
    assert here.channel.health().counts["repeated"] == 50


async def test_after_a_quiet_week_numbers_begin_anew_below_the_old_ones() -> None:
    async with room(pace=replace(QUICK, hold=0)) as here:
        ann = here.server.user(7001)
        ann.says("旧")
        await here.settled()
        await until(lambda: any("offset" in call.fields for call in here.server.calls))
        await until(lambda: "offset" not in here.server.calls[-1].fields)
        await here.server.go_down()
        here.server.push({"message": ann.sees[-1].as_json(ann.chat, ann.profile) | {"text": "新"}}, number=17)
        ann.says("更新")
        await here.server.come_up()
        await here.settled()
    assert here.intake.texts == ["旧", "新", "更新"]


@both_ways
async def test_nothing_is_acknowledged_while_storage_is_away(mode: str) -> None:
    async with room(mode) as here:
        here.intake.fails = [StorageUnavailable(), StorageUnavailable(), StorageUnavailable()]
        here.server.user(7001).says("要留住")
        await here.settled()
    assert here.intake.texts == ["要留住"]
    assert len(here.intake.takes) == 4
    assert here.channel.health().counts["taken"] == 1
    if mode == "webhook":
        assert [status for _, status in here.server.queue.answers] == [503, 503, 503, 200]


@both_ways
async def test_a_fault_of_ours_in_one_update_does_not_stop_the_next(mode: str) -> None:
    async with room(mode) as here:
        here.intake.fails = [ZeroDivisionError()]
        number = here.server.user(7001).says("惹祸的")
        await here.settled()
        here.server.user(7001).says("后一句")
        await here.settled()
    assert here.intake.texts == ["后一句"]
    assert here.intake.aside[f"4200001:{number}"][1] == "could not be taken: ZeroDivisionError"


# What people send


@both_ways
async def test_every_kind_of_file_comes_as_a_reference_and_can_be_fetched(mode: str) -> None:
    async with room(mode) as here:
        ann = here.server.user(7001)
        ann.sends_photo(png(), caption="门口的照片")
        ann.sends_document(b"%PDF-1.7", "证明\u202efdp.pdf")
        ann.sends_voice(b"OggS")
        ann.sends_video(b"film")
        ann.sends_location(30.5, 114.3)
        await here.settled()
        files = [said.files[0] for said in here.intake.saids]
        fetched = [await here.channel.fetch(file) for file in files[:4]]
    assert fetched == [png(), b"%PDF-1.7", b"OggS", b"film"]
    assert [file.kind for file in files] == [
        FileKind.PHOTO,
        FileKind.DOCUMENT,
        FileKind.VOICE,
        FileKind.VIDEO,
        FileKind.LOCATION,
    ]
    assert [file.refusal for file in files] == [""] * 5
    assert (here.intake.saids[0].text, files[1].name, files[4].ref) == (
        "门口的照片",
        "证明fdp.pdf",
        "30.500000,114.300000",
    )
    assert files[0].size == len(png())


@both_ways
async def test_each_picture_of_an_album_is_a_message_of_its_own(mode: str) -> None:
    async with room(mode) as here:
        here.server.user(7001).sends_album([png(10), png(20), png(30)], caption="三张")
        await here.settled()
    assert here.intake.texts == ["三张", "", ""]
    assert len({said.files[0].ref for said in here.intake.saids}) == 3


@pytest.mark.parametrize(
    ("content", "kind", "refusal"),
    [
        (
            {"audio": {"file_id": "a", "file_unique_id": "a", "duration": 9, "file_name": "录音.mp3"}},
            FileKind.VOICE,
            "",
        ),
        ({"video_note": {"file_id": "n", "file_unique_id": "n", "length": 9, "duration": 9}}, FileKind.VIDEO, ""),
        (
            {"document": {"file_id": "d", "file_unique_id": "d", "file_size": 20 * 1024 * 1024 + 1}},
            FileKind.DOCUMENT,
            "too_large",
        ),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, FileKind.DOCUMENT, "kind_not_taken"),
        ({"dice": {"emoji": "🎲", "value": 3}}, FileKind.DOCUMENT, "kind_not_taken"),
        ({"rich_message": {"blocks": []}}, FileKind.DOCUMENT, "kind_not_taken"),
        ({}, FileKind.DOCUMENT, "kind_not_taken"),
    ],
    ids=["audio", "video-note", "over-20-MiB", "contact", "dice", "a-kind-of-tomorrow", "empty"],
)
async def test_a_message_we_cannot_take_still_comes_in_so_that_its_sender_is_told(
    content: dict[str, Any], kind: FileKind, refusal: str
) -> None:
    async with room("webhook") as here:
        here.server.user(7001).sends(**content)
        await here.settled()
    (said,) = here.intake.saids
    assert said.text == ""
    assert [(file.kind, file.refusal) for file in said.files] == [(kind, refusal)]


@both_ways
async def test_a_link_brings_its_payload_and_a_command_loses_the_bots_name(mode: str) -> None:
    async with room(mode) as here:
        ann = here.server.user(7001)
        ann.starts("i_AB12-cd_9")
        ann.starts()
        ann.says("/report@flag_test_bot 食堂")
        ann.says("/started today")
        await here.settled()
    assert [(said.text, said.payload) for said in here.intake.saids] == [
        ("/start", "i_AB12-cd_9"),
        ("/start", ""),
        ("/report 食堂", ""),
        ("/started today", ""),
    ]


@both_ways
async def test_a_message_changed_later_says_so(mode: str) -> None:
    async with room(mode) as here:
        ann = here.server.user(7001)
        ann.says("八点")
        ann.edits("九点")
        await here.settled()
    assert [(said.text, said.edits) for said in here.intake.saids] == [("八点", False), ("九点", True)]


@both_ways
async def test_a_pressed_button_brings_its_handle_and_stops_spinning(mode: str) -> None:
    async with room(mode) as here:
        ann = here.server.user(7001)
        ann.says("在吗")
        await here.settled()
        ann.presses_data("c1:17:accept:mac")
        await here.settled()
        await until(lambda: here.server.methods.confirmed)
    said = here.intake.saids[-1]
    assert (said.choice, said.text, said.speaker, said.route) == ("c1:17:accept:mac", "", "7001", "7001")
    assert len(here.server.methods.confirmed) == 1


@both_ways
async def test_a_press_too_old_to_be_confirmed_is_heard_all_the_same(mode: str) -> None:
    async with room(mode) as here:
        here.server.user(7001).presses_data("c1:17:accept:mac")
        here.server.forget_presses()
        await here.settled()
        await until(lambda: any(call.method == "answerCallbackQuery" for call in here.server.calls))
        here.server.user(7001).says("后一句")
        await here.settled()
        assert here.channel.health().is_healthy
    assert [said.choice or said.text for said in here.intake.saids] == ["c1:17:accept:mac", "后一句"]


GROUP = {"id": -100, "type": "supergroup", "title": "g"}
PERSON = {"id": 7001, "is_bot": False, "first_name": "A"}
HERE = {"id": 7001, "type": "private"}


@pytest.mark.parametrize(
    ("update", "counted"),
    [
        ({"message": {"message_id": 1, "date": 1, "chat": GROUP, "from": PERSON, "text": "在群里"}}, "not_private"),
        ({"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "game_short_name": "x"}}, "game"),
        ({"message": {"message_id": 1, "date": 1, "chat": HERE, "from": PERSON | {"is_bot": True}}}, "no_person"),
        ({"message": {"message_id": 1, "date": 1, "chat": HERE, "text": "无名"}}, "no_person"),
        (
            {
                "message": {
                    "message_id": 1,
                    "date": 1,
                    "chat": HERE,
                    "from": PERSON,
                    "message_auto_delete_timer_changed": {"message_auto_delete_time": 60},
                }
            },
            "service",
        ),
        (
            {
                "edited_message": {
                    "message_id": 1,
                    "date": 1,
                    "chat": HERE,
                    "from": PERSON,
                    "location": {"latitude": 1.0, "longitude": 2.0},
                }
            },
            "live_location",
        ),
        (
            {"message_reaction_count": {"chat": GROUP, "message_id": 1, "date": 1, "reactions": []}},
            "message_reaction_count",
        ),
        ({"telepathy": {"thought": "…"}}, "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@both_ways
async def test_what_is_none_of_our_business_is_counted_and_acknowledged(
    mode: str, update: dict[str, Any], counted: str
) -> None:
    async with room(mode) as here:
        here.server.push_raw({"update_id": 9200, **update}, chat_id=7001)
        here.server.user(7001).says("后一句")
        await here.settled()
    assert here.intake.texts == ["后一句"]
    assert here.intake.aside == {}
    assert here.channel.health().counts[f"ignored.{counted}"] == 1


async def test_fields_of_tomorrow_do_no_harm() -> None:
    async with room("webhook") as here:
        ann = here.server.user(7001)
        ann.profile["aura"] = {"colour": "green"}
        ann.sends(text="明天的字段", mood={"level": 3})
        await here.settled()
    assert here.intake.texts == ["明天的字段"]


# Files that cannot be had


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (refused(400, "Bad Request: invalid file_id"), FileGone),
        (refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), FileDelayed),
        (refused(400, "Bad Request: file is too big"), FileWithheld),
        (refused(500, "Internal Server Error"), FileDelayed),
        (refused(429, "Too Many Requests: retry after 5", retry_after=5), FileDelayed),
        (cut(carried_out=True), FileDelayed),
    ],
)
async def test_a_file_that_cannot_be_fetched_says_whether_to_try_again(fault: Any, expected: type[Exception]) -> None:
    async with room("webhook") as here:
        here.server.user(7001).sends_photo(png())
        await here.settled()
        here.server.fail("getFile", fault)
        with pytest.raises(expected):
            await here.channel.fetch(here.intake.saids[0].files[0])


async def test_a_file_gone_between_asking_and_fetching_is_gone() -> None:
    async with room("webhook") as here:
        with pytest.raises(FileGone):
            await here.channel.fetch(FileRef(kind=FileKind.PHOTO, ref="never-was"))


async def test_a_file_larger_than_telegram_said_is_refused() -> None:
    async with room("webhook") as here:
        ann = here.server.user(7001)
        ann.sends_document(b"x" * (20 * 1024 * 1024 + 1), "big.bin")
        await here.settled()
        (file,) = here.intake.saids[0].files
        assert file.refusal == "too_large"
        with pytest.raises(FileWithheld):
            await here.channel.fetch(file)


# The door


async def push(here: Room, secret: str | None, body: bytes = b'{"update_id":1}', path: str = "") -> httpx.Response:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        return await client.post(here.address + (path or here.channel.webhook.path), content=body, headers=headers)


async def test_a_push_without_the_secret_changes_nothing_and_is_not_read(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = json.dumps({"update_id": 5, "message": {"message_id": 1, "text": "伪造的话"}}).encode()
    async with room("webhook") as here:
        right = here.channel.webhook.secret
        for wrong in (None, "", "wrong", right[:-1], right + "x", right.upper()):
            assert (await push(here, wrong, body)).status_code == 403
        assert here.channel.health().counts["forged"] == 6
    assert here.intake.saids == []
    assert here.intake.aside == {}
    assert "伪造" not in caplog.text


async def test_the_door_stands_at_a_place_nobody_can_guess() -> None:
    async with room("webhook") as here:
        secret = here.channel.webhook.secret
        assert (await push(here, secret, path="/telegram/webhook")).status_code == 404
        assert here.server.token not in here.channel.webhook.path
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            assert (await client.get(here.address + here.channel.webhook.path)).status_code == 405


async def test_a_body_of_a_megabyte_is_turned_away_in_one_piece_or_in_many() -> None:
    async with room("webhook") as here:
        secret = here.channel.webhook.secret
        assert (await push(here, secret, b"x" * 1_000_001)).status_code == 413
        long_update = json.dumps({"update_id": 3, "telepathy": "x" * 900_000}).encode()
        assert (await push(here, secret, long_update)).status_code == 200


async def test_path_and_secret_are_the_same_after_a_restart_and_others_for_another_token() -> None:
    def door(token: str) -> tuple[str, str]:
        channel = TelegramChannel(token=token, intake=Remembering(), clock=Clock())
        return channel.webhook.path, channel.webhook.secret

    assert door("1:a") == door("1:a")
    assert set(door("1:a")).isdisjoint(door("1:b"))


@pytest.mark.parametrize("token", ["", "abc", ":abc", "12:", "१२:abc"])
async def test_a_token_that_cannot_be_one_is_named_at_once(token: str) -> None:
    with pytest.raises(BadToken, match="looks like"):
        TelegramChannel(token=token, intake=Remembering(), clock=Clock())


# Coming up, and troubles on the way


async def test_it_opens_before_telegram_answers_and_is_well_once_it_does() -> None:
    async with room("webhook", is_started=False) as here:
        await here.server.go_down()
        await here.channel.start({"": [("report", "Report something")], "zh": [("report", "我要反映")]})
        await until(lambda: "getMe" in here.channel.health().why)
        assert not here.channel.health().is_healthy
        assert (await push(here, here.channel.webhook.secret)).status_code == 200
        await here.server.come_up()
        await until(lambda: here.channel.health().is_healthy)
        await until(lambda: len(here.server.methods.commands) == 2)
    assert here.channel.health().bot == "flag_test_bot"
    assert here.server.methods.commands["zh"] == [{"command": "report", "description": "我要反映"}]
    assert here.server.queue.allowed == ("message", "edited_message", "callback_query")


async def test_polling_begins_by_taking_the_webhook_away_and_keeps_what_waited() -> None:
    async with room("polling", is_started=False) as here:
        await until(lambda: True)
        await here.server.queue.set_hook(None)
        here.server.user(7001).says("等了很久")
        await here.channel.start({})
        await here.settled()
    assert here.intake.texts == ["等了很久"]
    assert [call.method for call in here.server.calls][:2] == ["getMe", "deleteWebhook"]
    asked = [call.fields["allowed_updates"] for call in here.server.calls if call.method == "getUpdates"]
    assert {tuple(json.loads(kinds)) for kinds in asked} == {("message", "edited_message", "callback_query")}


TROUBLES = {
    "500": refused(500, "Internal Server Error"),
    "page": gateway_page(502),
    "429": refused(429, "Too Many Requests: retry after 0", retry_after=0),
    "no-list": refused(200, "fine"),
    "cut": cut(carried_out=False),
    "half": cut(carried_out=True, after=70),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_asking_goes_on_after_every_kind_of_trouble(trouble: str) -> None:
    async with room() as here:
        here.server.user(7001).says("前")
        await here.settled()
        here.server.fail("getUpdates", TROUBLES[trouble], TROUBLES[trouble])
        here.server.user(7001).says("中")
        await here.settled()
        here.server.user(7001).says("后")
        await here.settled()
        assert here.channel.health().why == ""
    assert here.intake.texts == ["前", "中", "后"]


async def test_a_second_program_listening_for_the_same_bot_is_named(caplog: pytest.LogCaptureFixture) -> None:
    async with room() as here:
        here.server.fail("getUpdates", *[refused(409, "Conflict: terminated by other getUpdates request")] * 3)
        here.server.user(7001).says("在吗")
        await until(lambda: not here.server._faults["getUpdates"])
        await here.settled()
    spoken = [record.getMessage() for record in caplog.records if "409" in record.getMessage()]
    assert len(spoken) == 1
    assert "stop the other" in spoken[0]


async def test_a_bot_gone_deaf_connects_anew() -> None:
    async with room(pace=AskingPace(hold=1, grace=1, first_wait=0.01, longest_wait=0.02, deaf_after=120)) as here:
        here.server.user(7001).says("前")
        await here.settled()
        polling = here.channel._polling
        assert polling is not None
        await here.server.go_down()
        await until(lambda: not here.channel.health().is_healthy)
        assert polling.rebuilt == 0
        here.clock.moves(seconds=121)
        await until(lambda: polling.rebuilt == 1)
        await here.server.come_up()
        here.server.user(7001).says("后")
        await here.settled()
    assert here.intake.texts == ["前", "后"]


async def test_a_server_that_takes_every_request_and_answers_none_counts_as_deaf() -> None:
    impatient = AskingPace(hold=0, grace=0.05, first_wait=0.01, longest_wait=0.02, deaf_after=120)
    async with room(pace=impatient) as here:
        here.server.user(7001).says("前")
        await here.settled()
        never, polling = asyncio.Event(), here.channel._polling
        assert polling is not None
        here.server.whim = lambda method: held(never) if method == "getUpdates" else None
        await until(lambda: "no answer" in here.channel.health().why)
        here.clock.moves(seconds=119)
        tries = polling._failures
        await until(lambda: polling._failures >= tries + 2)
        assert polling.rebuilt == 0
        here.clock.moves(seconds=2)
        await until(lambda: polling.rebuilt == 1)
        health = here.channel.health()
        assert not health.is_healthy
        assert health.silent_for == pytest.approx(121)
        assert not health.facts().is_hearing
        here.server.whim = lambda method: None
        never.set()
        here.server.user(7001).says("后")
        await here.settled()
        await until(lambda: here.channel.health().is_healthy)
    assert here.intake.texts == ["前", "后"]


async def test_one_that_answers_something_else_for_ever_is_asked_ever_more_rarely_and_reported_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(pace=replace(QUICK, longest_wait=0.08)) as here:
        here.server.user(7001).says("前")
        await here.settled()
        pauses = noted_pauses(monkeypatch)
        here.server.whim = lambda method: gateway_page(200) if method == "getUpdates" else None
        await until(lambda: pauses[-3:] == [0.08, 0.08, 0.08])
        assert pauses[:5] == [0.01, 0.02, 0.04, 0.08, 0.08]
        assert here.channel.health().why == "what answers is not Telegram: no list of updates"
        assert not here.channel.health().is_healthy
        here.clock.moves(seconds=61)
        await until(lambda: here.channel.health().rebuilt == 1)
    assert [record.getMessage() for record in caplog.records].count(
        "Cannot hear Telegram: what answers is not Telegram: no list of updates"
    ) == 1


async def test_a_request_that_does_not_even_let_itself_be_broken_off_is_left_behind() -> None:
    """As a connection of a library gone wrong does: it swallows the cancellation and waits on."""
    async with room(pace=replace(QUICK, deaf_after=0.2), is_started=False) as here:
        stuck, over = 0, asyncio.Event()
        make = here.channel._make_wire

        def make_wire(*, connections: int) -> telegram_wire.Wire:
            nonlocal stuck
            wire = make(connections=connections)
            if connections == LISTENING_CONNECTIONS and not stuck:
                stuck += 1
                object.__setattr__(wire, "do_request", stubborn(over))
            return wire

        here.channel._make_wire = make_wire  # type: ignore[method-assign]
        await here.channel.start({})
        here.server.user(7001).says("听到了")
        await here.settled()
        assert here.channel.health().rebuilt == 1
        over.set()
    assert here.intake.texts == ["听到了"]


async def test_updates_that_cannot_be_stored_are_asked_for_again_ever_more_rarely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with room(pace=replace(QUICK, longest_wait=0.08)) as here:
        here.server.user(7001).says("前")
        await here.settled()
        pauses = noted_pauses(monkeypatch)
        here.intake.fails = [StorageUnavailable() for _ in range(5)]
        here.server.user(7001).says("后")
        await until(lambda: not here.channel.health().is_healthy)
        await here.settled()
        assert pauses == [0.01, 0.02, 0.04, 0.08, 0.08]
        await until(lambda: here.channel.health().is_healthy)
    assert here.intake.texts == ["前", "后"]


def noted_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every pause from now on, without jitter."""
    pauses: list[float] = []
    pause = Polling._pause

    def noted(self: Polling, asked: float) -> float:
        pauses.append(pause(self, asked))
        return pauses[-1]

    monkeypatch.setattr("random.uniform", lambda least, most: most)
    monkeypatch.setattr(Polling, "_pause", noted)
    return pauses


def stubborn(over: asyncio.Event) -> Callable[..., Awaitable[tuple[int, bytes]]]:
    """A request that nothing ends."""

    async def do_request(*given: object, **named: object) -> tuple[int, bytes]:
        while not over.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await over.wait()
        return 200, b""

    return do_request


async def test_neither_token_nor_words_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with room() as here:
        here.server.user(7001).says("秘密的话")
        await here.settled()
        here.server.fail("getUpdates", gateway_page(502), cut(carried_out=False))
        here.server.user(7001).says("又一句")
        await here.settled()
    assert here.server.token not in caplog.text
    assert "AAstand-in" not in caplog.text
    assert "秘密" not in caplog.text
