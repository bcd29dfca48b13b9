"""What Telegram brings, read: one raw update becomes one `Said`, or a reason why it is none of our business.

python-telegram-bot does the parsing; nothing here touches the network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import telegram
from telegram import constants, helpers

from bot.channels.telegram.traits import TRAITS
from bot.evidence import kinds
from domain import errors, text
from domain.said import FileKind, FileRef, Said

CHANNEL = TRAITS.name
WANTED = ("message", "edited_message", "callback_query")  # sent with every request for updates, or the old list stays
LARGEST_FILE = 20 * 1024 * 1024  # bytes: what Telegram lets a bot fetch

COMMAND = re.compile(r"(/[A-Za-z0-9_]{1,32})(?:@\w+)?(?=\s|$)")  # in menus of groups a command carries the bot's name


Sized = telegram.PhotoSize | telegram.Document | telegram.Voice | telegram.Audio | telegram.Video | telegram.VideoNote


class Unreadable(errors.FlagpostError):
    """That is not an update, or not one whose parts can be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateHeard:
    """One update, read. `said` is None where there is nothing to answer; `kind` says what it was, for counting.

    `press` is the id of a button press that Telegram wants confirmed, or the button keeps spinning.
    """

    kind: str
    said: Said | None = None
    press: str = ""


def as_hint(words: str) -> str:
    """Words as they may stand over a button whose press is confirmed."""
    return next(iter(text.parts(words, TRAITS.hints)), "")


def read(update: object, *, bot_id: int, at: datetime) -> UpdateHeard:
    """Read one update as decoded from JSON; raise Unreadable where no sense can be made of it."""
    try:
        return _read(update, event_key(update, bot_id), at)
    except Unreadable:
        raise
    except Exception as error:  # a parser of a hundred fields fails in any way at all; the door sets the update aside
        raise Unreadable(f"cannot be parsed: {type(error).__name__}") from error


def event_key(update: object, bot_id: int) -> str:
    """Telegram repeats an update under the same id; ids are unique for a bot, not ordered for ever."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if isinstance(number, bool) or not isinstance(number, int):
        raise Unreadable
    return f"{bot_id}:{number}"


def _read(raw: Any, key: str, at: datetime) -> UpdateHeard:
    plain = _plain_words(raw, key, at)
    if plain is not None:
        return plain
    small, chat = _without_the_card(raw)
    update = telegram.Update.de_json(small, None)
    if update.callback_query is not None:
        return _pressed(update.callback_query, chat, key, at)
    if update.message is not None:
        return _wrote(update.message, key, at, edits=False)
    if update.edited_message is not None:
        return _wrote(update.edited_message, key, at, edits=True)
    return UpdateHeard(kind=next((kind for kind in raw if kind in telegram.Update.ALL_TYPES), "unknown"))


def _plain_words(raw: dict[str, Any], key: str, at: datetime) -> UpdateHeard | None:
    """Read a person's plain words in a private chat without building python-telegram-bot's hundred fields.

    Nine updates in ten are just this, and the parser would be a third of what a message costs us. Anything that is not exactly of
    this shape goes the parser's way; a test holds both ways to the same result.
    """
    message = raw.get("message")
    if len(raw) != 2 or not isinstance(message, dict) or not message.keys() <= _PLAIN:
        return None
    if "entities" in message and not _is_one_command(message["entities"]):
        return None
    person, chat, words = message.get("from"), message.get("chat"), message.get("text")
    if not isinstance(person, dict) or not isinstance(chat, dict) or not isinstance(words, str) or not words:
        return None
    if person.get("is_bot") is not False or chat.get("type") != constants.ChatType.PRIVATE or not _is_whole(message):
        return None
    language = person.get("language_code")
    if (
        type(person.get("id")) is not int
        or type(chat.get("id")) is not int
        or type(person.get("first_name")) is not str
    ):
        return None
    words, payload = _command(text.clean(words))
    said = Said(
        channel=CHANNEL,
        event_key=key,
        speaker=str(person["id"]),
        route=str(chat["id"]),
        at=at,
        text=words,
        payload=payload,
        locale=text.clean(language).lower().partition("-")[0] if isinstance(language, str) else "",
    )
    return UpdateHeard(kind="message", said=said)


def _is_whole(message: dict[str, Any]) -> bool:
    """Whether the parts that every message has are there as they must be."""
    return type(message.get("message_id")) is int and type(message.get("date")) is int


def _is_one_command(entities: object) -> bool:
    """Whether all that Telegram marked in the words is a command at their beginning."""
    match entities:
        case [{"type": constants.MessageEntityType.BOT_COMMAND, "offset": 0, "length": int(), **rest}]:
            return not rest
        case _:
            return False


_PLAIN = frozenset({"message_id", "from", "chat", "date", "text", "entities"})


def _without_the_card(raw: dict[str, Any]) -> tuple[dict[str, Any], telegram.Chat | None]:
    """A press brings our own message along. Only its chat concerns us; the whole would be half of the work."""
    press: Any = raw.get("callback_query")
    card = press.get("message") if isinstance(press, dict) else None
    if card is None:
        return raw, None
    return {**raw, "callback_query": {**press, "message": None}}, telegram.Chat.de_json(card["chat"], None)


def _pressed(press: telegram.CallbackQuery, chat: telegram.Chat | None, key: str, at: datetime) -> UpdateHeard:
    if chat is not None and chat.type != constants.ChatType.PRIVATE:
        return UpdateHeard(kind="not_private", press=text.clean(press.id))
    if not press.data:
        return UpdateHeard(kind="game", press=text.clean(press.id))
    said = Said(
        channel=CHANNEL,
        event_key=key,
        speaker=_number(press.from_user.id),
        route=_number(chat.id if chat is not None else press.from_user.id),  # a private chat has its person's number
        at=at,
        choice=text.clean(press.data),
        locale=_locale(press.from_user),
    )
    return UpdateHeard(kind="press", said=said, press=text.clean(press.id))


def _wrote(message: telegram.Message, key: str, at: datetime, *, edits: bool) -> UpdateHeard:
    if message.chat.type != constants.ChatType.PRIVATE:
        return UpdateHeard(kind="not_private")
    person = message.from_user
    if person is None or person.is_bot:
        return UpdateHeard(kind="no_person")
    if edits and message.location is not None:
        return UpdateHeard(kind="live_location")  # moves every few seconds; the place where it began has been taken
    words = text.clean(message.text or message.caption or "")
    files = () if message.text else _files(message)
    if files is None:
        return UpdateHeard(kind="service")
    words, payload = _command(words)
    said = Said(
        channel=CHANNEL,
        event_key=key,
        speaker=_number(person.id),
        route=_number(message.chat.id),
        at=at,
        text=words,
        files=files,
        edits=edits,
        payload=payload,
        locale=_locale(person),
        album=text.clean(message.media_group_id or ""),
    )
    return UpdateHeard(kind="edit" if edits else "message", said=said)


def _command(words: str) -> tuple[str, str]:
    """A command without the bot's name, and what a deep link carried behind /start."""
    found = COMMAND.match(words)
    if found is None:
        return words, ""
    command, rest = found[1], words[found.end() :]
    if command.lower() == "/start":
        return "/start", rest.strip()
    return command + rest, ""


def _locale(person: telegram.User) -> str:
    """`zh-hans` → `zh`: the language, not the country or the script."""
    return text.clean(person.language_code or "").lower().partition("-")[0]


def _number(value: object) -> str:
    """python-telegram-bot checks no types, and these two must be what they say."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable
    return str(value)


def _files(message: telegram.Message) -> tuple[FileRef, ...] | None:
    """The file of a message without text; None for a notice of Telegram's own, such as a pinned message."""
    if message.photo:
        best = max(message.photo, key=lambda size: (size.width * size.height, size.file_size or 0))
        return (_file(FileKind.PHOTO, best),)
    if message.document is not None:  # an animation comes as a document too
        return (_file(FileKind.DOCUMENT, message.document),)
    if sound := message.voice or message.audio:
        return (_file(FileKind.VOICE, sound),)
    if film := message.video or message.video_note:
        return (_file(FileKind.VIDEO, film),)
    if message.location is not None:
        name = text.clean_name(message.venue.title) if message.venue is not None else ""
        return (FileRef(kind=FileKind.LOCATION, ref=_place(message.location), name=name),)
    kind = helpers.effective_message_type(message)
    if kind is not None and kind not in set(constants.MessageAttachmentType):
        return None
    return (FileRef(kind=FileKind.DOCUMENT, ref="", refusal="kind_not_taken"),)


def _place(place: telegram.Location) -> str:
    return f"{float(place.latitude):.6f},{float(place.longitude):.6f}"  # six places are a hand's breadth


def _file(kind: FileKind, file: Sized) -> FileRef:
    size = file.file_size or 0
    name = text.clean_name(getattr(file, "file_name", None) or "")
    refusal = kinds.before_it_comes(name, size)
    return FileRef(kind=kind, ref=text.clean(file.file_id), name=name, size=size, refusal=refusal)
