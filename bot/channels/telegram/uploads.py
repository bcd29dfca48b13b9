"""Files on their way to Telegram: each content uploaded once, then sent by the id that Telegram gave it.

Telegram spaces uploads of the same size out and soon refuses them: one ranking picture goes to two hundred chats by id or not
at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from weakref import WeakValueDictionary

import telegram
from telegram import error as errors

from bot.channel import Attachment, Parcel
from bot.channels.telegram import layout, wire
from domain.evidence import Media

FORGOTTEN_ID = ("wrong file identifier", "wrong remote file", "file reference", "wrong file_id", "invalid file_id")
NOT_A_PHOTO = ("photo_invalid", "photo_save", "photo_ext", "image_process", "too big for a photo")

Content = str | bytes  # Telegram's id of it, or the thing itself
Attempt = Callable[[Content, str], Awaitable[telegram.Message]]
PHOTO, AUDIO, VIDEO, DOCUMENT = "photo", "audio", "video", "document"
_WAYS = {Media.PICTURE: PHOTO, Media.SOUND: AUDIO, Media.FILM: VIDEO, Media.TEXT: DOCUMENT, Media.FILE: DOCUMENT}
_MEDIA = {
    PHOTO: telegram.InputMediaPhoto,
    AUDIO: telegram.InputMediaAudio,
    VIDEO: telegram.InputMediaVideo,
    DOCUMENT: telegram.InputMediaDocument,
}


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
        self, bot: telegram.Bot, parcel: Parcel, piece: layout.MessagePiece, attachment: Attachment
    ) -> telegram.Message:
        """Send one file as a message of its own."""

        async def attempt(content: Content, way: str) -> telegram.Message:
            further = {"supports_streaming": True} if way == VIDEO else {}
            send: Callable[..., Awaitable[telegram.Message]] = getattr(bot, f"send_{way}")
            return await send(
                parcel.route,
                content,
                caption=piece.words or None,
                reply_markup=piece.keyboard,
                disable_notification=parcel.is_quiet,
                protect_content=parcel.is_staff,
                filename=attachment.name,
                **further,
            )

        return await self._with_file(attachment, attempt)

    async def post_album(self, bot: telegram.Bot, parcel: Parcel, piece: layout.MessagePiece) -> list[telegram.Message]:
        """Send pictures as one album; one by one where Telegram takes one of them for no photo. Returns its messages."""
        names = [f"{PHOTO}:{attachment.key}" for attachment in piece.album]
        photos = [
            telegram.InputMediaPhoto(
                self._ids.get(name, attachment.data),
                caption=piece.words or None if number == 0 else None,
                filename=attachment.name,
            )
            for number, (name, attachment) in enumerate(zip(names, piece.album, strict=True))
        ]
        try:
            sent = await bot.send_media_group(
                parcel.route, photos, disable_notification=parcel.is_quiet, protect_content=parcel.is_staff
            )
        except errors.BadRequest as error:
            if _says(error, FORGOTTEN_ID) and self._forget(names):
                return await self.post_album(bot, parcel, piece)
            if not _says(error, NOT_A_PHOTO):
                raise
            words = (piece.words, *[""] * (len(piece.album) - 1))
            singles = zip(words, piece.album, strict=True)
            return [await self.post(bot, parcel, layout.MessagePiece(words=said), one) for said, one in singles]
        for name, message in zip(names, sent, strict=True):
            self._keep(name, message)
        return list(sent)

    async def edit(
        self, bot: telegram.Bot, parcel: Parcel, piece: layout.MessagePiece, attachment: Attachment, ref: layout.Ref
    ) -> None:
        """Put a file into a message that stands already, be it text so far or another file (editMessageMedia)."""

        async def attempt(content: Content, way: str) -> telegram.Message:
            file = _MEDIA[way](content, caption=piece.words or None, filename=attachment.name)
            edited = await bot.edit_message_media(file, parcel.route, ref.message_id, reply_markup=piece.keyboard)
            assert isinstance(edited, telegram.Message)  # it is True only for messages sent through inline mode
            return edited

        await self._with_file(attachment, attempt)

    async def _with_file(self, attachment: Attachment, attempt: Attempt) -> telegram.Message:
        """Send by id; upload where there is none or it is forgotten; as a document what is no photo to Telegram."""
        way = _WAYS[attachment.media]
        if way == PHOTO and (len(attachment.data) > layout.LARGEST_PHOTO or attachment.key in self._not_photos):
            way = DOCUMENT
        name = f"{way}:{attachment.key}"
        try:
            return await self._once(name, attachment, attempt, way)
        except errors.BadRequest as error:
            if name in self._ids and _says(error, FORGOTTEN_ID):
                del self._ids[name]
            elif way == PHOTO and _says(error, NOT_A_PHOTO):
                self._not_photos.add(attachment.key)
            else:
                raise
        return await self._with_file(attachment, attempt)

    async def _once(self, name: str, attachment: Attachment, attempt: Attempt, way: str) -> telegram.Message:
        """Of several that send the same new content at once, one uploads and the others wait for its id."""
        if file_id := self._ids.get(name):
            return await attempt(file_id, way)
        lock = self._locks.setdefault(name, asyncio.Lock())
        async with lock:
            if name not in self._ids:
                message = await attempt(attachment.data, way)
                self._keep(name, message)
                return message
        return await attempt(self._ids[name], way)

    def _forget(self, names: Sequence[str]) -> bool:
        """Let go of the ids that Telegram has forgotten; False where there were none."""
        known = [name for name in names if name in self._ids]
        for name in known:
            del self._ids[name]
        return bool(known)

    def _keep(self, name: str, message: telegram.Message) -> None:
        file = message.photo[-1] if message.photo else message.audio or message.video or message.document
        if file is None:
            return
        self._ids[name] = file.file_id
        if self._remember is not None:
            self._remember(name, file.file_id)


def _says(error: Exception, any_of: tuple[str, ...]) -> bool:
    described = wire.described(error)
    return any(words in described for words in any_of)
