"""Files that people sent, fetched from Telegram.

A file's address holds the token: it is used at once and kept nowhere.
"""

from __future__ import annotations

import telegram
from telegram import error as errors

from bot.channel import FileDelayed, FileGone, FileWithheld
from bot.channels.telegram import updates
from bot.channels.telegram import wire as telegram_wire
from domain.errors import FlagpostError
from domain.said import FileRef


async def fetch(bot: telegram.Bot, wire: telegram_wire.Wire, file: FileRef) -> bytes:
    """The bytes of one file; FileGone, FileRefused (over 20 MiB) or FileDelayed (try again) where there are none."""
    try:
        found = await bot.get_file(file.ref)
    except errors.BadRequest as error:
        raise _meaning(error) from error
    except errors.TelegramError as error:
        raise FileDelayed from error
    if not found.file_path:
        raise FileGone
    if (found.file_size or 0) > updates.LARGEST_FILE:
        raise FileWithheld
    return await _download(wire, found.file_path)


async def _download(wire: telegram_wire.Wire, address: str) -> bytes:
    try:
        content = await wire.retrieve(address)
    except errors.InvalidToken as error:  # what python-telegram-bot makes of any 404
        raise FileGone from error
    except errors.TelegramError as error:
        raise FileDelayed from error
    if len(content) > updates.LARGEST_FILE:
        raise FileWithheld
    return content


def _meaning(error: errors.BadRequest) -> FlagpostError:
    described = telegram_wire.described(error)
    if "too big" in described:
        return FileWithheld()
    return FileDelayed() if "temporarily unavailable" in described else FileGone()
