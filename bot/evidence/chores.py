"""The chores of evidence: fetch a file from its channel, keep it, re-make it for reviewers.

A file that cannot be had costs its sender a sentence, never the report. Plugged into `bot/chores.py` by the wiring;
calls the channels' `fetch`, the room that keeps files and `bot/evidence/remaking.py`.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot import channel as channels
from bot import chores, sandbox
from bot.evidence import kinds, remaking
from bot.evidence import room as rooms
from bot.evidence.remade import NotShown
from domain.said import FileRef
from domain.saying import Class, Say, Term
from domain.sayings import evidence as sayings
from handlers.conversation.procedures import cards
from storage import evidence
from storage.database import Database, Tx
from storage.road import outbox, routes
from storage.road.chores import Chore

REFUSED = "file_refused"  # the words table that names why
TOO_LARGE, GONE, DELAYED = "too_large", "gone", "delayed"
RECORDING_LEASE = timedelta(minutes=10)  # more than the child that re-makes a recording may take


class EvidenceChores:
    """Does the chores of evidence."""

    def __init__(
        self,
        database: Database,
        room: rooms.Evidence,
        fetchers: Mapping[str, channels.Fetcher],
        clock: Callable[[], datetime],
    ) -> None:
        """`fetchers` by channel name."""
        self._database = database
        self._room = room
        self._fetchers = fetchers
        self._clock = clock

    def errands(self) -> dict[str, chores.Errand]:
        """Return what `bot/chores.py` takes. Sound and film have lanes of their own: a long film holds up no picture."""

        def recording(lane: str) -> chores.Errand:
            return chores.Errand(do=self.remake, give_up=self._never_made, lane=lane, lease=RECORDING_LEASE)

        return {
            evidence.FETCH: chores.Errand(do=self.fetch, give_up=lambda chore: self._refusal(_number(chore), DELAYED)),
            evidence.REMAKE: chores.Errand(do=self.remake, give_up=self._never_made),
            evidence.REMAKE_SOUND: recording("sound"),
            evidence.REMAKE_FILM: recording("film"),
        }

    async def fetch(self, chore: Chore) -> chores.Result:
        """Bring a file from its channel and keep it; raise to be tried again."""
        number = _number(chore)
        piece = await self._piece(number)
        if piece is None or piece.state is not evidence.EvidenceState.WANTED:
            return chores.nothing
        file = FileRef(kind=piece.kind, ref=piece.ref, name=piece.name, size=piece.size)
        try:
            data = await self._fetchers[piece.channel].fetch(file)
            kind = kinds.kind_of(data, piece.name)
        except channels.FileGone:
            return self._refusal(number, GONE)
        except channels.FileWithheld:
            return self._refusal(number, TOO_LARGE)
        except kinds.FileRefused as refused:
            return self._refusal(number, refused.reason.value)
        ref, mark = await self._room.keep(data, piece.name), await self._room.mark(data)
        at = self._clock()
        return lambda tx: _keep(tx, number, ref, mark, len(data), kind, at)

    async def remake(self, chore: Chore) -> chores.Result:
        """Make of a kept file what reviewers may see, hear or read; raise to be tried again."""
        number = _number(chore)
        piece = await self._piece(number)
        if piece is None or piece.state is not evidence.EvidenceState.KEPT or piece.is_shown or piece.why:
            return chores.nothing
        kind: kinds.EvidenceKind | None = None
        try:
            data = await self._room.read(piece.kept)
            kind = kinds.kind_of(data, piece.name)
            remade = await remaking.remake_apart(data, kind)
        except rooms.EvidenceGone:
            return self._refusal(number, GONE)
        except kinds.FileRefused as refused:
            return self._refusal(number, refused.reason.value)
        except sandbox.Declined as declined:
            return self._refusal(number, declined.word, kind)
        files = [
            evidence.ShownFile(
                media=shown.media,
                file=await self._room.keep(shown.data),
                key=hashlib.sha256(shown.data).hexdigest(),
                size=len(shown.data),
            )
            for shown in remade.pieces
        ]
        at, content = self._clock(), kind.value
        return lambda tx: _show(tx, number, content, files, remade.whole, remade.part, at)

    async def _piece(self, number: int) -> evidence.Piece | None:
        return await self._database.read(lambda tx: evidence.of_id(tx, number))

    def _never_made(self, chore: Chore) -> chores.Result:
        return self._refusal(_number(chore), NotShown.NOT_MADE, is_kept=True)

    def _refusal(
        self, number: int, why: str, kind: kinds.EvidenceKind | None = None, *, is_kept: bool = False
    ) -> chores.Result:
        """`kind`: what the file turned out to be; then it is kept all the same, and only not shown."""
        at = self._clock()
        return lambda tx: _refuse(tx, number, why, kind, at, is_kept=is_kept or kind is not None)


def _keep(tx: Tx, number: int, ref: str, mark: str, size: int, kind: kinds.EvidenceKind, at: datetime) -> None:
    """It is here, and its kind is known: reviewers' cards say so, and that a copy is being made."""
    evidence.keep(tx, number, ref, mark, size, kind.came_as, kind.value, at)
    cards.refresh_at(tx, *evidence.matter_of(tx, number), at)


def _show(
    tx: Tx, number: int, content: str, files: list[evidence.ShownFile], whole: int, part: int, at: datetime
) -> None:
    """Let reviewers have it: their cards came before it was ready."""
    evidence.show(tx, number, content, files, whole, part)
    cards.refresh_at(tx, *evidence.matter_of(tx, number), at)


def _refuse(tx: Tx, number: int, why: str, kind: kinds.EvidenceKind | None, at: datetime, *, is_kept: bool) -> None:
    """Note what is wrong, and tell whoever sent it; somebody who has left is not told.

    A file that cannot be shown stays sealed where it is: that is quarantine, not loss.
    """
    piece = evidence.of_id(tx, number)
    if piece is None or piece.why:
        return
    content = kind.value if kind is not None else piece.content
    evidence.refuse(tx, number, why, content=content, is_kept=is_kept)
    cards.refresh_at(tx, *evidence.matter_of(tx, number), at)
    channel = routes.channel_of(tx, piece.account_id)
    if channel is None:
        return
    what = piece.name or Term("came_as", piece.kind.value)
    reason = Term(REFUSED, why)
    saying = (
        sayings.FileNotShown(what=what, reason=reason) if is_kept else sayings.EvidenceRefused(what=what, reason=reason)
    )
    outbox.put(tx, Say(to=piece.account_id, saying=saying, kind=Class.NOTICE), channel, (), at)


def _number(chore: Chore) -> int:
    return int(chore.body["evidence"])
