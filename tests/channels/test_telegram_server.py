"""The stand-in Telegram is as strict as the real one: what other tests lean on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest

from tests.channels.telegram_room import until
from tests.telegram.telegram_server import TelegramServer

LOCAL: dict[str, Any] = {"trust_env": False, "verify": False, "timeout": 10}
Ask = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as made:
        made.user(7001).says("在吗")
        made.channel(-1001, "county")
        yield made


@pytest.fixture
async def ask(server: TelegramServer) -> AsyncIterator[Ask]:
    """Calls a method with its parameters; the value is the whole answer."""
    async with httpx.AsyncClient(**LOCAL) as client:

        async def asking(method: str, *, token: str = server.token, **fields: Any) -> dict[str, Any]:
            answer: dict[str, Any] = (await client.post(f"{server.address}/bot{token}/{method}", data=fields)).json()
            return answer

        yield asking


KEYBOARD = '{{"inline_keyboard":[[{{"text":"好","callback_data":"{}"}}]]}}'
TOO_MUCH, TOO_LITTLE = KEYBOARD.format("长" * 22), KEYBOARD.format("")


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("sendMessage", {"chat_id": 7001, "text": " \n"}, "message text is empty"),
        ("sendMessage", {"chat_id": 7001, "text": "长" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": 99, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 7001}, "missing ['text']"),
        ("sendMessage", {"chat_id": 7001, "text": "x", "colour": "red"}, "unknown ['colour']"),
        (
            "sendMessage",
            {"chat_id": 7001, "text": "x", "reply_markup": KEYBOARD.format("长" * 22)},
            "BUTTON_DATA_INVALID",
        ),
        ("sendMessage", {"chat_id": 7001, "text": "x", "reply_markup": KEYBOARD.format("")}, "BUTTON_DATA_INVALID"),
        ("sendPhoto", {"chat_id": 7001, "photo": "photo-99"}, "wrong file identifier"),
        ("editMessageText", {"chat_id": 7001, "message_id": 1, "text": "x"}, "message to edit not found"),
        ("editMessageCaption", {"chat_id": 7001, "message_id": 77, "caption": "x"}, "message to edit not found"),
        ("deleteMessage", {"chat_id": 7001, "message_id": 77}, "message to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
        ("setMyCommands", {"commands": '[{"command":"Report","description":"x"}]'}, "BOT_COMMAND_INVALID"),
        ("sendMediaGroup", {"chat_id": 7001, "media": "[]"}, "group send failed"),
        ("sendPigeon", {}, "Not Found"),
    ],
)
async def test_a_broken_rule_is_refused_in_telegrams_words(
    ask: Ask, method: str, fields: dict[str, Any], words: str
) -> None:
    answer = await ask(method, **fields)
    assert not answer["ok"]
    assert words in answer["description"]


async def test_a_wrong_token_opens_nothing(ask: Ask) -> None:
    assert (await ask("getMe", token="1:wrong"))["error_code"] == 401
    assert (await ask("getMe", token="nonsense"))["error_code"] == 404


async def test_the_same_words_again_are_no_edit(ask: Ask) -> None:
    sent = (await ask("sendMessage", chat_id=7001, text="一"))["result"]["message_id"]
    assert (await ask("editMessageText", chat_id=7001, message_id=sent, text="二"))["ok"]
    assert "not modified" in (await ask("editMessageText", chat_id=7001, message_id=sent, text="二"))["description"]


async def test_a_press_is_confirmed_once(server: TelegramServer, ask: Ask) -> None:
    server.user(7001).presses_data("h")
    assert (await ask("answerCallbackQuery", callback_query_id="5000"))["ok"]
    assert not (await ask("answerCallbackQuery", callback_query_id="5000"))["ok"]


async def test_an_offset_confirms_and_a_newer_poll_ends_the_older(server: TelegramServer, ask: Ask) -> None:
    (first,) = (await ask("getUpdates"))["result"]
    assert (await ask("getUpdates"))["result"] == [first]
    older = asyncio.create_task(ask("getUpdates", offset=first["update_id"] + 1, timeout=50))
    await server.settled()
    newer = asyncio.create_task(ask("getUpdates", timeout=50))
    await until(lambda: server.queue.polls == 4)
    server.user(7001).says("后")
    assert (await older)["error_code"] == 409
    assert [update["message"]["text"] for update in (await newer)["result"]] == ["后"]


async def test_nobody_may_ask_while_updates_are_pushed(ask: Ask) -> None:
    await ask("setWebhook", url="http://127.0.0.1:9/nobody")
    assert (await ask("getUpdates"))["error_code"] == 409
    await ask("deleteWebhook")
    assert (await ask("getUpdates"))["ok"]


async def test_kinds_nobody_asked_for_are_never_queued(server: TelegramServer, ask: Ask) -> None:
    await ask("getUpdates", allowed_updates='["message"]')
    server.push({"message_reaction": {}})
    server.user(7001).edits("改")
    assert len((await ask("getUpdates"))["result"]) == 1


@pytest.mark.parametrize(
    ("chat", "at_once", "wait"), [("7001", 3, 4), ("@county", 20, 61)], ids=["a-person", "the-public-channel"]
)
async def test_too_many_messages_to_one_chat_must_wait(chat: str, at_once: int, wait: int) -> None:
    now = [100.0]
    async with (
        TelegramServer(clock=lambda: now[0], is_limiting=True) as server,
        httpx.AsyncClient(**LOCAL) as client,
    ):
        server.user(7001).says("在吗")
        server.channel(-1001, "county")

        async def send() -> dict[str, Any]:
            address = f"{server.address}/bot{server.token}/sendMessage"
            answer: dict[str, Any] = (await client.post(address, data={"chat_id": chat, "text": "x"})).json()
            return answer

        assert [(await send())["ok"] for _ in range(at_once)] == [True] * at_once
        assert (await send())["parameters"] == {"retry_after": wait}
        now[0] += wait
        assert (await send())["ok"]


async def test_all_chats_together_get_thirty_messages_a_second() -> None:
    async with (
        TelegramServer(clock=lambda: 100.0, is_limiting=True) as server,
        httpx.AsyncClient(**LOCAL) as client,
    ):
        statuses = []
        for number in range(31):
            server.user(number + 1).says("在吗")
            address = f"{server.address}/bot{server.token}/sendMessage"
            statuses.append((await client.post(address, data={"chat_id": number + 1, "text": "x"})).status_code)
        assert statuses == [200] * 30 + [429]
