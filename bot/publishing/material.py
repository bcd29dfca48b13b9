"""What a renderer makes of a matter: the seam between the kinds of announcements and what is alike in all of them.

Lives here: `Message`, one public message in one language, its picture, and `Material`, what was collected of a matter to be worded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.publishing.tables import PublishedTable
from bot.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One public message. `drawing` is its picture as a PNG, empty where it has none, `alt` what is said of it to those who cannot
    see it; `table` the figures behind it, which the board shows and gives away."""

    title: str
    text: str
    drawing: bytes = b""
    alt: str = ""
    table: PublishedTable | None = None


Draws = Callable[[Words, str], tuple[bytes, str]]
"""Draws a picture in a language; with what is said of it to those who cannot see it."""


def pictured(message: Message, draws: Draws | None, words: Words, locale: str) -> Message:
    """The message with its picture, where it has one."""
    if draws is None:
        return message
    drawing, alt = draws(words, locale)
    return replace(message, drawing=drawing, alt=alt)


class Material(Protocol):
    """Everything that goes into an announcement of one kind, as it was when it was collected.

    `about` is what the matter is called, `named` are the units that the announcement names, by code, `publish_at` is when it is to be
    said, and `written` what people wrote that goes into it as they wrote it.
    """

    @property
    def about(self) -> str: ...

    @property
    def named(self) -> frozenset[str]: ...

    @property
    def publish_at(self) -> datetime: ...

    @property
    def written(self) -> tuple[str, ...]: ...

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """Word and draw it in one language. Runs in a thread."""
        ...

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """The picture of each flag that hangs with it, by the flag's number in the database. Runs in a thread."""
        ...
