"""What a town's people speak through: its platforms, as `town.py` needs them. Here: Telegram, and the web page beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, Self

from storage.database import Tx
from tests.faults.people import speakers
from tests.faults.people.speakers import Record, Speaker
from tests.telegram.telegram_server import TelegramServer


class Platform(Protocol):
    """One stand-in, or several. `crowd`: how many speak at the same time, by channel; `ways`: a channel, and how many files go with what
    is said there."""

    crowd: Mapping[str, int]
    ways: Sequence[tuple[str, int]]

    async def __aenter__(self) -> Self:
        """Be there."""
        ...

    async def __aexit__(self, *_: object) -> None:
        """Go."""
        ...

    def settings(self, address: str, who: str = "") -> dict[str, str]:
        """How a bot at this address is set up to speak there; `who` it is of several."""
        ...

    async def speak(self, address: str, record: Record, speaker: Speaker) -> None:
        """Let somebody say everything there is to say."""
        ...

    async def ask_again(self, record: Record, speaker: Speaker) -> None:
        """Let somebody write for whom words are kept until they do."""
        ...

    def told(self, speaker: Speaker) -> int | None:
        """How many messages a speaker was told; None where that does not say how many words."""
        ...

    def receipts(self, speaker: Speaker) -> set[str]:
        """The receipts on a speaker's screen."""
        ...

    def wrong(self, record: Record) -> list[str]:
        """What is wrong on the platform itself, as sentences."""
        ...

    def secrets(self) -> Mapping[str, str]:
        """What a bot there knows and must write down nowhere, by what it is."""
        ...

    def is_heard(self, tx: Tx) -> bool:
        """Whether a bot has read all that lies there for it to read."""
        ...

    @property
    def waiting(self) -> int:
        """How much the platform holds for the bot."""
        ...


class TelegramAndPages:
    """Six people on Telegram, four at pages of the bot's own."""

    def __init__(self, telegram: TelegramServer) -> None:
        self.crowd: Mapping[str, int] = {"telegram": 6, "web": 4}
        self.ways: Sequence[tuple[str, int]] = [
            (channel, files) for channel in self.crowd for files in sorted(set(speakers.FILES))
        ]
        self.telegram = telegram

    async def __aenter__(self) -> Self:
        await self.telegram.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.telegram.__aexit__()

    def settings(self, address: str, who: str = "") -> dict[str, str]:
        """By webhook."""
        return {
            "FLAGPOST_TELEGRAM_TOKEN": self.telegram.token,
            "FLAGPOST_TELEGRAM_API": self.telegram.address,
            "FLAGPOST_TELEGRAM_MODE": "webhook",
        }

    async def speak(self, address: str, record: Record, speaker: Speaker) -> None:
        """In a chat, or at a page."""
        if speaker.channel == "web":
            await speakers.Page(address, record, speaker).run()
        else:
            await speakers.speak_on_telegram(self.telegram, record, speaker)

    async def ask_again(self, record: Record, speaker: Speaker) -> None:
        """Nothing is kept here until somebody writes."""
        raise NotImplementedError

    def told(self, speaker: Speaker) -> int | None:
        """In a chat each word is a message."""
        return None if speaker.channel == "web" else len(self._heard_by(speaker))

    def receipts(self, speaker: Speaker) -> set[str]:
        """In the chat, or as the page has read them."""
        if speaker.channel == "web":
            return speaker.receipts
        return {number for text in self._heard_by(speaker) for number in speakers.RECEIPT.findall(text)}

    def wrong(self, record: Record) -> list[str]:
        """Looked at by tests of their own."""
        return []

    def secrets(self) -> Mapping[str, str]:
        """The bot's token."""
        return {"the bot's token": self.telegram.token}

    def is_heard(self, tx: Tx) -> bool:
        """It is brought, and whoever said it waits until it was."""
        return True

    @property
    def waiting(self) -> int:
        """Updates."""
        return len(self.telegram.queue.waiting)

    def _heard_by(self, speaker: Speaker) -> list[str]:
        return [message.text for message in self.telegram.chat(int(speaker.speaker)) if message.is_from_bot]
