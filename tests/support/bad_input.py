"""One line of the table of bad input, and what can be done on each channel. The table is `tests/support/bad_input_table.py`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from domain.saying import Saying, Term
from tests.support import sendable
from tests.web.channel_people import AtPage, OnTelegram

TELEGRAM, WEB = "telegram", "web"
HANDLED, KEPT, NOTHING = {"handled": 1}, {"dead": 1}, dict[str, int]()


@dataclass(frozen=True, slots=True)
class Page:
    """A sentence that the page itself shows, by its name among the words of the web, with the answer's status."""

    word: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Whoever does it, with what is on their screen: the handles of its buttons by label, those that are gone as well."""

    person: OnTelegram | AtPage
    handle: Callable[[Term], str]
    others: str

    @property
    def telegram(self) -> OnTelegram:
        """Their chat."""
        assert isinstance(self.person, OnTelegram)
        return self.person

    @property
    def page(self) -> AtPage:
        """Their page."""
        assert isinstance(self.person, AtPage)
        return self.person


Done = Callable[[Hand], Awaitable[httpx.Response | None]]
Told = tuple[Saying, ...] | Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """One line of the table.

    `stands` is the script that leads there. `done`, `told` and `kept` (rows of the inbox by state) are by channel, or the
    same on all. `where` is what the draft says of the place afterwards, where the input was taken after cleaning;
    `later` is what is told when the draft was submitted.
    """

    kind: str
    stands: str
    done: Mapping[str, Done]
    told: Mapping[str, Told]
    kept: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: {TELEGRAM: HANDLED, WEB: NOTHING})
    cannot: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    later: Saying | None = None


# What is done


def writes(text: str) -> Mapping[str, Done]:
    """Somebody writes this; on Telegram also what its own apps would not send."""

    async def on_telegram(hand: Hand) -> None:
        hand.telegram.user.says(text)

    async def on_web(hand: Hand) -> httpx.Response:
        return await hand.page.posts_raw(json.dumps({"key": hand.page.new_key(), "text": text}).encode())

    return {TELEGRAM: on_telegram, WEB: on_web}


def presses(choose: Callable[[Hand], str]) -> Mapping[str, Done]:
    """Somebody presses a button with this handle, whether it was ever shown or not."""

    async def on_telegram(hand: Hand) -> None:
        await hand.telegram.presses(choose(hand))

    async def on_web(hand: Hand) -> httpx.Response:
        return await hand.page.posts(choice=choose(hand))

    return {TELEGRAM: on_telegram, WEB: on_web}


def sends(name: str, content: bytes) -> Mapping[str, Done]:
    """Somebody sends a file; on the web it is uploaded first, and sent if that succeeds."""

    async def on_telegram(hand: Hand) -> None:
        hand.telegram.user.sends_document(content, name)

    async def on_web(hand: Hand) -> httpx.Response:
        answer = await hand.page.uploads(name, content)
        if not answer.is_success:
            return answer
        return await hand.page.posts(files=[answer.json()["id"]])

    return {TELEGRAM: on_telegram, WEB: on_web}


def on_telegram(**message: Any) -> Done:
    """Telegram brings a message with these fields."""

    async def done(hand: Hand) -> None:
        hand.telegram.user.sends(**message)

    return done


def telegram_brings(content: dict[str, Any] | bytes) -> Done:
    """Telegram brings this instead of an update; a mapping gets an update's number."""

    async def done(hand: Hand) -> None:
        hand.telegram.brings(content)

    return done


def page_posts(body: bytes) -> Done:
    """The page posts this instead of what its script would."""

    async def done(hand: Hand) -> httpx.Response:
        return await hand.page.posts_raw(body)

    return done


def page_says(**said: object) -> Done:
    """The page posts a say with these fields."""

    async def done(hand: Hand) -> httpx.Response:
        return await hand.page.posts(**said)

    return done


def edits(text: str) -> Done:
    """Somebody changes the words of the message they sent last."""

    async def done(hand: Hand) -> None:
        hand.telegram.user.edits(text)

    return done


async def page_sends_too_many(hand: Hand) -> httpx.Response:
    """More files in one message than a report may have."""
    tickets = [(await hand.page.uploads(f"{n}.pdf", sendable.content(f"{n}.pdf"))).json()["id"] for n in range(31)]
    return await hand.page.posts(files=tickets)
