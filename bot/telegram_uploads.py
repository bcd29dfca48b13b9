"""Files on their way to Telegram: each content uploaded once, then sent by the id that Telegram gave it.

Called by `bot/telegram_sending.py`. Telegram spaces uploads of the same size out and soon refuses them: one
ranking picture goes to two hundred chats by id or not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from weakref import WeakValueDictionary

import telegram
from telegram import error as errors

from bot import telegram_layout as layout
from bot import telegram_wire
from bot.channel import Attachment, Parcel

FORGOTTEN_ID = ("wrong file identifier", "wrong remote file", "file reference", "wrong file_id", "invalid file_id")
NOT_A_PHOTO = ("photo_invalid", "photo_save", "photo_ext", "image_process", "too big for a photo")

Media = str | bytes
Attempt = Callable[[Media, bool], Awaitable[telegram.Message]]


class Uploads:
    """Knows Telegram's ids of what was uploaded; `remember(key, file_id)` hears of each new one, to keep it.

    Its keys are content hashes with the way of sending before them: a photo's id cannot be sent as a document.
    """

    def __init__(self, *, known: Mapping[str, str], remember: Callable[[str, str], None] | None) -> None:
        self._ids = dict(known)
        self._remember = remember
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._not_photos: set[str] = set()

    async def post(
        self, bot: telegram.Bot, parcel: Parcel, piece: layout.Piece, attachment: Attachment
    ) -> telegram.Message:
        """Send one file as a message of its own."""

        async def attempt(media: Media, as_photo: bool) -> telegram.Message:
            send = bot.send_photo if as_photo else bot.send_document
            return await send(
                parcel.route,
                media,
                caption=piece.words or None,
                reply_markup=piece.keyboard,
                disable_notification=parcel.is_quiet,
                protect_content=parcel.is_staff,
                filename=attachment.name,
            )

        return await self._with_file(attachment, attempt)

    async def edit(
        self, bot: telegram.Bot, parcel: Parcel, piece: layout.Piece, attachment: Attachment, ref: layout.Ref
    ) -> None:
        """Put a file into a message that stands already, be it text so far or another file (editMessageMedia)."""

        async def attempt(media: Media, as_photo: bool) -> telegram.Message:
            kind = telegram.InputMediaPhoto if as_photo else telegram.InputMediaDocument
            file = kind(media, caption=piece.words or None, filename=attachment.name)
            edited = await bot.edit_message_media(file, parcel.route, ref.message_id, reply_markup=piece.keyboard)
            assert isinstance(edited, telegram.Message)  # it is True only for messages sent through inline mode
            return edited

        await self._with_file(attachment, attempt)

    async def _with_file(self, attachment: Attachment, attempt: Attempt) -> telegram.Message:
        """Send by id; upload where there is none or it is forgotten; as a document what is no photo to Telegram."""
        as_photo = attachment.is_picture and len(attachment.data) <= layout.LARGEST_PHOTO
        as_photo = as_photo and attachment.key not in self._not_photos
        name = f"{'photo' if as_photo else 'document'}:{attachment.key}"
        try:
            return await self._once(name, attachment, attempt, as_photo)
        except errors.BadRequest as error:
            if name in self._ids and _says(error, FORGOTTEN_ID):
                del self._ids[name]
            elif as_photo and _says(error, NOT_A_PHOTO):
                self._not_photos.add(attachment.key)
            else:
                raise
        return await self._with_file(attachment, attempt)

    async def _once(self, name: str, attachment: Attachment, attempt: Attempt, as_photo: bool) -> telegram.Message:
        """Of several that send the same new content at once, one uploads and the others wait for its id."""
        if file_id := self._ids.get(name):
            return await attempt(file_id, as_photo)
        lock = self._locks.setdefault(name, asyncio.Lock())
        async with lock:
            if name not in self._ids:
                message = await attempt(attachment.data, as_photo)
                self._keep(name, message)
                return message
        return await attempt(self._ids[name], as_photo)

    def _keep(self, name: str, message: telegram.Message) -> None:
        file = message.photo[-1] if message.photo else message.document
        if file is None:
            return
        self._ids[name] = file.file_id
        if self._remember is not None:
            self._remember(name, file.file_id)


def _says(error: Exception, any_of: tuple[str, ...]) -> bool:
    described = telegram_wire.described(error)
    return any(words in described for words in any_of)
