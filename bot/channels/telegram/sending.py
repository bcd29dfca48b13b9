"""What goes out on Telegram: parcels sent, edited and, for the public, posted as a title first.

No queue and no pace here: those are `bot/delivery/delivery.py`'s. Every road ends in one of the four outcomes of
`bot/channel.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import telegram
from telegram import error as errors

from bot.channel import MessageTurn, NotSent, Outcome, Parcel, Sent, Undeliverable, at_once
from bot.channels.part_way import PartWay
from bot.channels.telegram import layout, wire
from bot.channels.telegram import uploads as telegram_uploads
from domain import text
from domain.errors import FlagpostError
from domain.matters.troubles import TroubleReason

LOG = logging.getLogger(__name__)

NO_PREVIEW = telegram.LinkPreviewOptions(is_disabled=True)
LATER = "its turn comes later"
UNCHANGED = "message is not modified"
LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Gone(FlagpostError):
    """The message to edit is not there any more."""


class Sending:
    """Sends for one bot, and remembers how far a parcel of several messages came: a repeat goes on from there."""

    def __init__(self, *, bot: telegram.Bot, uploads: telegram_uploads.Uploads, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._uploads = uploads
        self._clock = clock
        self._part_way: PartWay[layout.Ref] = PartWay()
        self._held: dict[str, datetime] = {}

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Send a parcel, or where it names an earlier message, edit that into it. Raises nothing but cancellation."""
        if parcel.takes_away:
            return await self._take_away(parcel, layout.parsed(parcel.edits), turn)
        pieces = layout.pieces(parcel)
        if not pieces:
            return Undeliverable("nothing to say")
        if not parcel.edits:
            return await self._post(parcel, pieces, turn)
        try:
            refs = layout.parsed(parcel.edits)
            if not refs and not parcel.is_card:
                return Undeliverable("not a reference of this channel")
            return await self._edit(parcel, pieces, refs, turn)
        except Gone as lost:
            return Undeliverable(str(lost), reason=TroubleReason.POST_GONE)

    async def _take_away(self, parcel: Parcel, refs: list[layout.Ref], turn: MessageTurn) -> Outcome:
        """Put other words in the place of what was said, and delete files, which Telegram allows for 48 hours.

        Asking twice does no harm. Where Telegram refuses, no more can be done: only what may be tried again is told.
        """
        for message, is_media in [(each, ref.is_media) for ref in refs for each in ref.every]:
            if seconds := await turn():
                return NotSent(LATER, retry_after=seconds)
            try:
                if not (is_media and await self._is_deleted(parcel.route, message)):
                    await self._edited(parcel, layout.MessagePiece(words=parcel.text), layout.Ref(message, is_media))
            except errors.BadRequest as error:
                if UNCHANGED not in wire.described(error):
                    LOG.warning("A message could not be emptied: %s", type(error).__name__)
            except Exception as error:
                return self._outcome(parcel.route, error, is_repeatable=True)
        return Sent(parcel.edits)

    async def _is_deleted(self, route: str, message: int) -> bool:
        try:
            return await self._bot.delete_message(route, message)
        except errors.BadRequest:
            return False

    async def post_title(self, route: str, title: str, messages: int, turn: MessageTurn = at_once) -> Outcome:
        """Post the bare title `messages` times, as places to edit the whole into; all or none of them stand."""
        piece = layout.MessagePiece(words=next(iter(text.parts(title, layout.LONGEST_TEXT)), ""))
        parcel = Parcel(number=0, route=route, text=title)
        posted: list[layout.Ref] = []
        for _ in range(messages):
            done = await self._post_piece(parcel, piece, turn)
            if not isinstance(done, layout.Ref):
                await self._delete(route, posted)
                return done
            posted.append(done)
        return Sent(layout.written(posted))

    async def _post(self, parcel: Parcel, pieces: list[layout.MessagePiece], turn: MessageTurn) -> Outcome:
        place = (parcel.route, parcel.number)
        posted = self._part_way.taken_up(place, pieces)
        try:
            for piece in pieces[len(posted) :]:
                done = await self._post_piece(parcel, piece, turn)
                if not isinstance(done, layout.Ref):
                    return done
                posted.append(done)
        finally:
            if len(posted) < len(pieces):
                self._part_way.keep(place, pieces, posted)
        return Sent(layout.written(posted))

    async def _edit(
        self, parcel: Parcel, pieces: list[layout.MessagePiece], refs: list[layout.Ref], turn: MessageTurn
    ) -> Outcome:
        """Edit each piece into a message that stands there, add what has no place, take away what is left over."""
        standing: list[layout.Ref] = []
        for piece, ref in layout.matched(pieces, refs):
            try:
                if ref is None:
                    done = await self._post_piece(parcel, piece, turn)
                else:
                    done = await self._edit_piece(parcel, piece, ref, turn)
            except Gone:
                if not parcel.is_card:
                    raise  # somebody took a public post away: a person decides what now
                done = await self._post_piece(parcel, piece, turn)
            if not isinstance(done, layout.Ref):
                return done
            standing.append(done)
        kept = {ref.message_id for ref in standing}
        await self._delete(parcel.route, [ref for ref in refs if ref.message_id not in kept])
        return Sent(layout.written(standing))

    async def _post_piece(self, parcel: Parcel, piece: layout.MessagePiece, turn: MessageTurn) -> layout.Ref | Outcome:
        if seconds := await turn():
            return NotSent(LATER, retry_after=seconds)
        try:
            if piece.album:
                first, *rest = await self._uploads.post_album(self._bot, parcel, piece)
                return layout.Ref(first.message_id, is_media=True, further=tuple(each.message_id for each in rest))
            if piece.attachment is None:
                message = await self._bot.send_message(
                    parcel.route,
                    piece.words,
                    entities=layout.entities(parcel, piece.words),
                    reply_markup=piece.keyboard,
                    link_preview_options=NO_PREVIEW,
                    disable_notification=parcel.is_quiet,
                    protect_content=parcel.is_staff,
                )
            else:
                message = await self._uploads.post(self._bot, parcel, piece, piece.attachment)
        except Exception as error:
            return self._outcome(parcel.route, error, is_repeatable=False)
        return layout.Ref(message.message_id, piece.attachment is not None)

    async def _edit_piece(
        self, parcel: Parcel, piece: layout.MessagePiece, ref: layout.Ref, turn: MessageTurn
    ) -> layout.Ref | Outcome:
        if seconds := await turn():
            return NotSent(LATER, retry_after=seconds)
        try:
            await self._edited(parcel, piece, ref)
        except Exception as error:
            described = wire.described(error)
            if any(lost in described for lost in LOST):
                raise Gone(described) from error
            if UNCHANGED not in described:
                return self._outcome(parcel.route, error, is_repeatable=True)
        return layout.Ref(ref.message_id, ref.is_media or piece.attachment is not None)

    async def _edited(self, parcel: Parcel, piece: layout.MessagePiece, ref: layout.Ref) -> None:
        if piece.attachment is not None:
            await self._uploads.edit(self._bot, parcel, piece, piece.attachment, ref)
        elif ref.is_media:
            await self._bot.edit_message_caption(
                parcel.route,
                ref.message_id,
                caption=piece.words,
                caption_entities=layout.entities(parcel, piece.words),
                reply_markup=piece.keyboard,
            )
        else:
            await self._bot.edit_message_text(
                piece.words,
                parcel.route,
                ref.message_id,
                entities=layout.entities(parcel, piece.words),
                reply_markup=piece.keyboard,
                link_preview_options=NO_PREVIEW,
            )

    def _outcome(self, route: str, error: Exception, *, is_repeatable: bool) -> Outcome:
        if not isinstance(error, errors.TelegramError):
            LOG.error("Sending on Telegram failed in a way it should not: %s", type(error).__name__)
        outcome = wire.outcome(error, is_repeatable=is_repeatable)
        if isinstance(error, errors.RetryAfter) and isinstance(outcome, NotSent):
            return self._refused(route, outcome)
        return outcome

    def _refused(self, route: str, outcome: NotSent) -> NotSent:
        """Telegram does not say whether it means one chat or all: a second one refused meanwhile means all."""
        now = self._clock()
        self._held = {other: until for other, until in self._held.items() if until > now}
        is_overall = any(other != route for other in self._held)
        self._held[route] = now + timedelta(seconds=outcome.retry_after)
        return NotSent(outcome.why, outcome.retry_after, is_overall=is_overall)

    async def _delete(self, route: str, refs: list[layout.Ref]) -> None:
        """Take messages away. Telegram keeps those older than 48 hours; no sending fails for that."""
        for message in [each for ref in refs for each in ref.every]:
            try:
                await self._bot.delete_message(route, message)
            except errors.TelegramError as error:
                LOG.warning("A message that was replaced could not be taken away: %s", type(error).__name__)
