"""The short road for plain words on Telegram says exactly what python-telegram-bot's parser would have said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import updates

AT = datetime(2026, 3, 5, 4, tzinfo=UTC)


def update(
    words: object, *, language: object = "zh-hans", is_bot: bool = False, chat: str = "private", **more: Any
) -> dict[str, Any]:
    """One update as Telegram writes it."""
    person = {"id": 77, "is_bot": is_bot, "first_name": "甲", "language_code": language}
    message = {"message_id": 5, "date": 1_772_000_000, "chat": {"id": 77, "type": chat}, "from": person, "text": words}
    return {"update_id": 9, "message": {**message, **more}}


def by_the_parser(raw: dict[str, Any], patch: pytest.MonkeyPatch) -> updates.UpdateHeard:
    """Read an update as if there were no short road."""
    with patch.context() as without:
        without.setattr(updates, "_plain_words", lambda raw, key, at: None)
        return updates.read(raw, bot_id=1, at=AT)


@given(words=st.text(min_size=1, max_size=60), language=st.sampled_from(["zh-hans", "en", "pt-br", "EN"]))
def test_both_roads_say_the_same_of_any_words(words: str, language: str) -> None:
    raw = update(words, language=language)
    with pytest.MonkeyPatch.context() as patch:
        assert updates.read(raw, bot_id=1, at=AT) == by_the_parser(raw, patch)


@pytest.mark.parametrize("words", ["/start", "/start i_ABC", "/report@flagpost_bot now", "我要反映"])
def test_both_roads_know_commands(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert updates.read(update(words), bot_id=1, at=AT) == by_the_parser(update(words), monkeypatch)


@pytest.mark.parametrize("words", ["/start", "/start i_ABC", "/report@flagpost_bot now"])
def test_both_roads_know_a_command_that_telegram_has_marked(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = update(words, entities=[{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}])
    assert updates._plain_words(raw, "1:9", AT) is not None
    assert updates.read(raw, bot_id=1, at=AT) == by_the_parser(raw, monkeypatch)


@pytest.mark.parametrize(
    "raw",
    [
        update("看 http://example.org", entities=[{"type": "url", "offset": 2, "length": 18}]),
        update("/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}] * 2),
        update("/start", entities=[{"type": "bot_command", "offset": "0", "length": 6}]),
        update("/start", entities={}),
        update("你好", is_bot=True),
        update("你好", chat="group"),
        update("你好", reply_to_message={"message_id": 1}),
        update("你好", from_="nobody"),
        update("你好", message_id="5"),
        update(""),
        {**update("你好"), "callback_query": None},
    ],
)
def test_whatever_is_not_exactly_of_this_shape_goes_to_the_parser(raw: dict[str, Any]) -> None:
    assert updates._plain_words(raw, "1:9", AT) is None
