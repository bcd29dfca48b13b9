"""The web channel: pages of our own. One chats there, asks where a matter stands, and reads the public board.

Pages pull what is said to them, so it has no `send`; what is uploaded is with us already, and `fetch` only opens it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.routing import BaseRoute
from starlette.types import ExceptionHandler

from bot import channel as channels
from bot.channels.surroundings import Surroundings
from bot.channels.web import board, board_source, chat, facts, failures, front, reception, sessions, visitors
from bot.channels.web.traits import TRAITS
from bot.evidence import room as rooms
from bot.operations import watch_pages
from bot.wording import LOCALES
from domain.matters.announcements import BOARD
from domain.said import FileRef
from handlers.reporting import progress


class WebChannel(channels.Channel):
    """What stands under `/`, `/status`, `/chat` and `/board`. It is always there."""

    traits = TRAITS

    def __init__(self, around: Surroundings) -> None:
        """Make the pages."""
        given = around.given
        self._around = around
        is_demo = around.office().is_demo
        self.reception = reception.SeatReception(
            intake=around.intake,
            delivery=around.delivery,
            evidence=around.evidence,
            now=around.clock,
            limits=sessions.PageLimits(),
            locale=given.locale,
            public_url=given.public_url,
            office=self._facts,
        )
        seen = visitors.Visitors(given.trusted_proxies)
        self._chat = chat.ChatPages(
            self.reception,
            is_secure=given.public_url.startswith("https://"),
            visitors=seen,
            patience=visitors.Patience(key=watch_pages.token_of(around.database.vault).encode()),
        )
        stored = board_source.StoredBoard(
            database=around.database,
            words=around.words,
            timezone=given.timezone,
            office=around.office,
            quiet=around.quiet,
        )
        self.board = board.Board(stored, locale=given.locale, public_url=given.public_url, is_demo=is_demo)
        self._front = front.Front(self._standing_of, self._facts, seen, locale=given.locale, is_demo=is_demo)

    @classmethod
    def opened(cls, around: Surroundings) -> WebChannel:
        """Always."""
        return cls(around)

    async def fetch(self, file: FileRef) -> bytes:
        """The bytes of a file somebody uploaded; raise FileGone where it was not claimed in time."""
        try:
            return await self._around.evidence.read(file.ref)
        except rooms.EvidenceGone as error:
            raise channels.FileGone from error

    def close(self) -> None:
        """End every stream."""
        self._chat.close()

    def routes(self) -> Sequence[BaseRoute]:
        """Every page."""
        return [*self._front.routes(), *self._chat.routes(), *self.board.routes()]

    def failures(self) -> Mapping[Any, ExceptionHandler]:
        """A sentence in the language of whoever asked."""
        return failures.handlers(self._around.given.locale)

    def audiences(self) -> Sequence[channels.Audience]:
        """The public board, in every language."""
        return (channels.Audience(name=BOARD, channel=TRAITS.name, locales=LOCALES),)

    async def _standing_of(self, text: str, locale: str) -> str | None:
        quiet = self._around.quiet
        found = await self._around.database.read(lambda tx: progress.standing_of(quiet(tx), text))
        return None if found is None else self._around.words.word(found, locale)

    def _facts(self) -> facts.PageFacts:
        office = self._around.office()
        return facts.PageFacts(
            name=office.profile.name,
            phone=office.profile.phone,
            address=office.profile.address,
            longest=office.rules.clue_max_chars,
        )
