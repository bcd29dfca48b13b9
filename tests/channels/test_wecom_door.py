"""WeCom's door: what it sealed is opened and kept once, what it did not is refused, and no answer has words."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest
import pytest_asyncio

from bot.channels import arrivals
from bot.channels.wecom import callback
from bot.channels.wecom.callback import LARGEST_BODY
from bot.channels.wecom.crypto import Forged, Seal
from bot.channels.wecom.updates import Bell
from bot.demo.wecom import seal as theirs
from bot.demo.wecom.platform import AES_KEY, AGENT_ID, TOKEN
from domain.said import FileKind
from tests.channels.telegram_room import StorageUnavailable
from tests.channels.wecom_room import WecomRoom, wecom_room

# The vectors that WeCom publishes with its samples (docs 90968): a check of an address, and a message whose padding is 30 bytes.
RECEIVER = "wx5823bf96d3bd56c7"
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
ECHO_SIGNED = {"signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "timestamp": "1409659589", "nonce": "263014780"}
MESSAGE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0"
    "qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izo"
    "un1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNel"
    "ZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
MESSAGE_SIGNED = {
    "signature": "477715d11cdb4164915debcba66cb864d751f3e6",
    "timestamp": "1409659813",
    "nonce": "1372623149",
}
PLAIN = (
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></FromUserName>\n"
    "<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n"
    "<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>"
)


@pytest_asyncio.fixture
async def room() -> AsyncIterator[WecomRoom]:
    """An app whose door is open."""
    async with wecom_room() as opened:
        yield opened


def seal(receiver: str = RECEIVER) -> Seal:
    return Seal(token=TOKEN, aes_key=AES_KEY, receiver=receiver)


def test_what_wecom_publishes_as_a_sample_is_opened() -> None:
    assert seal().opened(ECHO, **ECHO_SIGNED) == b"1616140317555161061"
    assert seal().opened(MESSAGE, **MESSAGE_SIGNED).decode() == PLAIN


@pytest.mark.parametrize(
    ("what", "sealed", "receiver"),
    [
        ("another's", theirs.sealed(b"x", aes_key=AES_KEY, receiver="wwother"), RECEIVER),
        ("nobody's", theirs.sealed(b"x", aes_key=AES_KEY, receiver=""), RECEIVER),
        ("padding of 0", theirs.sealed(b"x", aes_key=AES_KEY, receiver=RECEIVER, pad=0), RECEIVER),
        ("padding of 33", theirs.sealed(b"x", aes_key=AES_KEY, receiver=RECEIVER, pad=33), RECEIVER),
        ("longer than it is", theirs.sealed(b"x", aes_key=AES_KEY, receiver=RECEIVER, length=999), RECEIVER),
        ("4 GB", theirs.sealed(b"x", aes_key=AES_KEY, receiver=RECEIVER, length=2**32 - 1), RECEIVER),
        ("cut off", MESSAGE[:-5], RECEIVER),
        ("a block short", MESSAGE[:64], RECEIVER),
        ("nothing", "", RECEIVER),
        ("not base64", "…", RECEIVER),
    ],
)
def test_what_is_rightly_signed_and_wrongly_sealed_is_refused(what: str, sealed: str, receiver: str) -> None:
    signature = seal().signature("1", "2", sealed)
    with pytest.raises(Forged):
        seal(receiver).opened(sealed, signature=signature, timestamp="1", nonce="2")


@pytest.mark.parametrize("signature", ["", "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd4", "签名"])
def test_a_signature_that_is_not_the_right_one_is_refused(signature: str) -> None:
    with pytest.raises(Forged):
        seal().opened(ECHO, **{**ECHO_SIGNED, "signature": signature})


async def test_the_console_gets_the_plain_text_of_its_echo_and_nothing_else(room: WecomRoom) -> None:
    """A plus sign in what is sealed survives, percent-encoded or as it is."""
    echo = theirs.sealed(b"1616140317555161061", aes_key=AES_KEY, receiver=room.server.corpid)
    query = theirs.query(echo, token=TOKEN, echostr=echo)
    for written in (query, query.replace("%2B", "+")):
        answer = await room.server.http("GET", written)
        assert (answer.status_code, answer.content) == (200, b"1616140317555161061")
    forged = await room.server.http("GET", query.replace("nonce=1", "nonce=2"))
    assert (forged.status_code, forged.content) == (403, b"")
    assert (await room.server.http("GET", "")).status_code == 403
    assert (await room.server.http("PUT", query)).status_code == 405


async def test_what_somebody_wrote_is_not_opened_for_whoever_caught_it_on_its_way(room: WecomRoom) -> None:
    """The console's question is signed as messages are: asked again as one, a message that was caught came back in plain words."""
    written = (
        "<xml><FromUserName>ann</FromUserName><MsgType>text</MsgType><Content>局长每天下午三点就走</Content></xml>"
    )
    caught = theirs.sealed(written.encode(), aes_key=AES_KEY, receiver=room.server.corpid)
    answer = await room.server.http("GET", theirs.query(caught, token=TOKEN, echostr=caught))
    assert (answer.status_code, answer.content) == (403, b"")


async def test_what_members_do_is_heard_as_what_it_is(room: WecomRoom) -> None:
    ann = room.server.member("Ann")
    await ann.says(" 你好\r\n<b>&amp;</b> ")
    await ann.sends("image", "现场.jpg", b"\xff\xd8\xff picture")
    await ann.sends("voice", "录音.amr", b"#!AMR sound")
    await ann.is_at(23.134, 113.358)
    await ann.does("click", EventKey="/todo")
    await ann.does("enter_agent", EventKey="")
    room.clock.moves(hours=1)
    await ann.does("enter_agent", EventKey="")  # a second greeting in a day is one too many
    await ann.does("subscribe")
    await ann.does("an_event_of_tomorrow")
    await room.server.brings(
        "<CreateTime>1348831860</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event>"
        "<Token>ENC1</Token><OpenKfId>wk1</OpenKfId>"
    )
    words, picture, voice, place, todo, entered = room.intake.saids
    assert (words.speaker, words.route, words.text) == ("ann", "Ann", "你好\n<b>&amp;</b>")
    assert picture.files[0].name == voice.files[0].name == "", (
        "「没有收下：image.jpg」 was said of a photograph that nobody had called so"
    )
    assert [each.files[0].kind for each in (picture, voice, place)] == [
        FileKind.PHOTO,
        FileKind.VOICE,
        FileKind.LOCATION,
    ]
    assert place.files[0].ref == "23.134000,113.358000"
    assert todo.text == "/todo"
    assert entered.text == "/start"
    assert (room.callback.arrivals.counts["repeated"], room.callback.arrivals.counts["ignored.event.subscribe"]) == (
        1,
        1,
    )
    assert room.callback.arrivals.counts["rung"] == 1


async def test_a_doorbell_of_customer_service_rings_whoever_listens(room: WecomRoom) -> None:
    rung: list[Bell] = []

    async def ring(bell: Bell) -> None:
        rung.append(bell)

    room.callback.bells.append(ring)
    inner = "<MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>ENC1</Token><OpenKfId>wk1</OpenKfId>"
    await room.server.brings(inner)
    assert rung == [Bell(account="wk1", token="ENC1")]


async def test_what_people_paste_is_heard_and_two_things_said_in_one_second_are_two(room: WecomRoom) -> None:
    """Words with the line break of a text editor (U+000B) lay with the operator, unanswered; a message without a number was taken for the
    one before it, and a second choice on a card for the first."""
    written = "<FromUserName>ann</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content><![CDATA[{}]]></Content>"
    for words in ("上一行\x0b下一行", "\x00再写\ufffe一句", "\x00再写\ufffe一句"):
        await room.server.brings(written.format(words))
    assert room.intake.texts == ["上一行下一行", "再写一句"]
    press = "<FromUserName>ann</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event>"
    of = "<EventKey>k</EventKey><SelectedItems><SelectedItem><QuestionKey>k</QuestionKey><OptionIds><OptionId>{}</OptionId></OptionIds>"
    for chosen in "aba":
        await room.server.brings(f"{press}{of.format(chosen)}</SelectedItem></SelectedItems>")
    assert room.intake.texts[2:] == ["a", "b"]


async def test_callbacks_repeated_and_out_of_order_are_each_heard_once(room: WecomRoom) -> None:
    """F10: each comes three times, with another seal each time, and all of them in any order."""
    by = [f"<FromUserName>m{n % 7}</FromUserName><CreateTime>{n // 7}</CreateTime>" for n in range(40)]
    press = "<MsgType>event</MsgType><Event>template_card_event</Event><ResponseCode>c</ResponseCode>"
    inners = [
        *(f"{who}<MsgType>text</MsgType><MsgId>{n}</MsgId><Content>{n}</Content>" for n, who in enumerate(by)),
        *(f"{who}{press}<EventKey>k{n % 3}</EventKey><TaskId>t{n}</TaskId>" for n, who in enumerate(by)),
    ]
    calls = [room.server.call_of(inner) for inner in inners * 3]
    random.Random(14).shuffle(calls)
    for query, body in calls:
        assert await room.server.calls_once(query, body)
    assert len(room.intake.takes) == 3 * len(inners)
    assert len(room.intake.saids) == len(inners)
    assert sorted(int(each.text) for each in room.intake.saids if each.text) == list(range(40))
    assert room.callback.arrivals.counts["repeated"] == 2 * len(inners)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 403),
        (b"{}", 403),
        (b"<xml></xml>", 403),
        (b"<xml><Encrypt>QUJD</Encrypt></xml>", 403),
        (b"<xml>" + b"x" * LARGEST_BODY, 413),
    ],
)
async def test_whoever_is_not_wecom_gets_nothing(room: WecomRoom, body: bytes, status: int) -> None:
    query, _ = room.server.call_of("")
    answer = await room.server.http("POST", query, body)
    assert (answer.status_code, answer.content) == (status, b"")
    assert room.intake.takes == []


async def test_what_whoever_knows_the_address_sends_is_not_parsed(
    room: WecomRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty thousand elements within each other kept everybody else waiting for a tenth of a second, as often as somebody sent them."""
    parsed: list[bytes] = []
    monkeypatch.setattr(callback, "fromstring", lambda text, **_: parsed.append(text))
    query, _ = room.server.call_of("")
    for body in (b"<xml>" + b"<a>" * 60_000, b"<xml><Encrypt>" + b"A" * 180_000 + b"</Encrypt></xml>"):
        assert (await room.server.http("POST", query, body)).status_code == 403
    assert parsed == []


async def test_a_body_that_trickles_in_is_not_waited_for_without_end(
    room: WecomRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "BODY_TAKES", 0.01)
    at = httpx.URL(room.server.callback_address)
    reader, writer = await asyncio.open_connection(at.host, at.port)
    writer.write(f"POST {at.path}?nonce=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<xml>".encode())
    assert b" 413 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize(
    "inner",
    [
        "<MsgType>text</MsgType><MsgId>1</MsgId><Content>of nobody</Content>",
        "<FromUserName>ann</FromUserName>",
        "<FromUserName>ann</FromUserName><MsgType>image</MsgType><MsgId>2</MsgId>",
        "<FromUserName>ann</FromUserName><MsgType>location</MsgType><Location_X>here</Location_X>",
        "<FromUserName>ann</FromUserName><MsgType>location</MsgType><Location_X>nan</Location_X><Location_Y>1e9</Location_Y>",
        "<FromUserName>ann</FromUserName><MsgType>event</MsgType><Event>template_card_event</Event>",
        "<broken",
    ],
)
async def test_what_cannot_be_read_is_set_aside_for_the_operator_and_not_brought_again(
    room: WecomRoom, inner: str
) -> None:
    await room.server.brings(inner)
    await room.server.brings(inner)
    assert room.intake.saids == []
    assert len(room.intake.aside) == 1
    assert room.server.lost == []


async def test_xml_with_entities_is_neither_taken_as_an_envelope_nor_as_a_message(room: WecomRoom) -> None:
    """F43: a sound envelope is refused with them, and within a true seal a sound message is set aside."""
    text = "<FromUserName>ann</FromUserName><MsgType>text</MsgType><MsgId>1</MsgId><Content>{}</Content>"
    query, body = room.server.call_of(text.format("x"))
    assert (await room.server.http("POST", query, b'<!DOCTYPE x [<!ENTITY a "b">]>' + body)).status_code == 403
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><xml>{text.format("&b;")}</xml>'.encode()
    encrypted = theirs.sealed(bomb, aes_key=AES_KEY, receiver=room.server.corpid)
    query = theirs.query(encrypted, token=TOKEN)
    body = theirs.envelope(encrypted, receiver=room.server.corpid, agent_id=AGENT_ID)
    assert await room.server.calls_once(query, body)
    assert (len(room.intake.aside), room.intake.takes) == (1, [])


async def test_a_console_with_another_token_or_key_is_told_to_the_operator_once(
    room: WecomRoom, caplog: pytest.LogCaptureFixture
) -> None:
    """The console could not save the page, and neither the log nor `flagpost check` said why; nor that messages were refused for ever."""
    door, member = room.callback.door, room.server.member("ann")
    for _ in range(5):
        await room.server.http("GET", theirs.query("x", token="another", timestamp="1", nonce="2") + "&echostr=x")
    assert [each.key for each in door.minds()] == ["wecom_door_token"]
    assert [door.shut] == [None], "anybody may knock"
    other_key = theirs.sealed(b"<xml/>", aes_key="A" * 43, receiver=room.server.corpid)
    query = theirs.query(other_key, token=TOKEN, timestamp="1", nonce="2")
    for _ in range(5):
        answer = await room.server.http("POST", query, theirs.envelope(other_key, receiver=RECEIVER, agent_id=AGENT_ID))
        assert answer.status_code == 403
    assert [each.key for each in [door.shut] if each] == ["wecom_door_key"]
    assert [each.levelname for each in caplog.records if "callback" in each.name] == ["WARNING", "ERROR"]
    await member.says("你好")
    assert (door.shut, list(door.minds())) == (None, [])
    await room.server.http("GET", theirs.query("x", token="another", timestamp="1", nonce="2") + "&echostr=x")
    room.clock.moves(seconds=3601)
    assert list(door.minds()) == []


async def test_a_clock_that_is_wrong_is_held_against_wecoms(room: WecomRoom) -> None:
    """A machine ten minutes ahead said so nowhere: only a clock that is set while it runs was noticed."""
    member, now = room.server.member("ann"), room.clock.now
    for minutes, told in ((0, []), (-10, [("wecom_clock_ahead", 10)]), (10, [("wecom_clock_behind", 10)]), (0, [])):
        room.server.clock = partial(float, now.timestamp() + 60 * minutes)
        await member.says("你好")
        assert [(each.key, each.facts["minutes"]) for each in room.callback.door.minds()] == told


async def test_what_could_not_be_kept_comes_again(room: WecomRoom) -> None:
    room.intake.fails = [StorageUnavailable(), StorageUnavailable()]
    await room.server.member("ann").says("你好")
    assert room.intake.texts == ["你好"]
    assert room.server.lost == []
