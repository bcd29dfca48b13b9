"""How a parcel looks on Telegram: cut into messages, with a keyboard under the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.card_text import CardText
from bot.channel import Attachment, Button, Fact, Parcel
from domain import text
from domain.evidence import Media

REF = re.compile(r"[mt]\d{1,18}(?:\+\d{1,18}){0,9}")
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_READ = 4 * LONGEST_TEXT  # characters of a document that are sent as messages; a longer one goes as a file
MOST_IN_ALBUM = 10
LARGEST_PHOTO = 10_000_000  # bytes; what is larger goes as a document
SHORT_NUMBER, NUMBERS_IN_A_ROW = 3, 4  # digits, and buttons
HALF_A_ROW = 16  # what a phone shows whole on one of two buttons beside each other: eight Chinese characters


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePiece:
    """One message to be: words, one file with a caption, or two to ten pictures as an album, the caption under the first.
    `keyboard` stands under the last message of a parcel, and never under an album."""

    words: str = ""
    attachment: Attachment | None = None
    album: tuple[Attachment, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """One message that stands in the chat. `is_media` decides which method edits it; `further` are the rest of an album."""

    message_id: int
    is_media: bool
    further: tuple[int, ...] = ()

    @property
    def every(self) -> tuple[int, ...]:
        """Each message of it."""
        return (self.message_id, *self.further)


def pieces(parcel: Parcel) -> list[MessagePiece]:
    """The messages that a parcel becomes. A lone file carries the words as its caption, unless it comes with a card:
    a card will change its words, and they may grow beyond what a caption holds.
    """
    keyboard = _keyboard(parcel.buttons)
    words = parcel.text.strip()
    if _is_captioned(parcel, words):
        return [MessagePiece(words=words, attachment=parcel.attachments[0], keyboard=keyboard)]
    files = [piece for attachment in parcel.attachments for piece in _of_file(attachment)]
    if _may_be_albums(parcel):
        return _with_caption(_in_albums(files), words)
    said = [MessagePiece(words=part) for part in text.parts(words, LONGEST_TEXT)]
    every = (
        [*said, *files] if any(attachment.media is Media.TEXT for attachment in parcel.attachments) else [*files, *said]
    )
    return every[:-1] + [replace(last, keyboard=keyboard) for last in every[-1:]]


def _is_captioned(parcel: Parcel, words: str) -> bool:
    is_lone = len(parcel.attachments) == 1 and parcel.attachments[0].media is not Media.TEXT
    return is_lone and not parcel.is_card and len(words) <= LONGEST_CAPTION


def _may_be_albums(parcel: Parcel) -> bool:
    """Whether pictures may go together: what is edited later, or has buttons, must stay single messages."""
    return parcel.is_staff and len(parcel.attachments) > 1 and not (parcel.buttons or parcel.is_card or parcel.edits)


def _in_albums(files: list[MessagePiece]) -> list[MessagePiece]:
    """Photos that stand in a row, ten at most in one."""
    found: list[MessagePiece] = []
    for piece in files:
        attachment, before = piece.attachment, found[-1].album if found else ()
        if attachment is None or not attachment.is_picture or len(attachment.data) > LARGEST_PHOTO:
            found.append(piece)
        elif before and len(before) < MOST_IN_ALBUM:
            found[-1] = MessagePiece(album=(*before, attachment))
        else:
            found.append(MessagePiece(album=(attachment,)))
    return [MessagePiece(attachment=piece.album[0]) if len(piece.album) == 1 else piece for piece in found]


def _with_caption(files: list[MessagePiece], words: str) -> list[MessagePiece]:
    """The words under the first file where they fit, else before it."""
    first = files[0]
    if (first.attachment or first.album) and len(words) <= LONGEST_CAPTION:
        return [replace(first, words=words), *files[1:]]
    return [*(MessagePiece(words=part) for part in text.parts(words, LONGEST_TEXT)), *files]


def _of_file(attachment: Attachment) -> list[MessagePiece]:
    """A file as one message; words that are short enough as messages, which every telephone can show."""
    if attachment.media is Media.TEXT:
        words = attachment.data.decode("utf-8", "replace")
        if len(words) <= MOST_READ:
            return [MessagePiece(words=part) for part in text.parts(words, LONGEST_TEXT)]
    return [MessagePiece(attachment=attachment)]


def entities(parcel: Parcel, words: str) -> list[MessageEntity] | None:
    """What stands out in the words of one message of a parcel; None where nothing does."""
    return [*_copied(words, parcel.facts), *_bold(words, parcel.card)] or None


def _copied(words: str, facts: Sequence[Fact]) -> list[MessageEntity]:
    """What one tap copies: where the number and the code stand in the words."""
    found = ((words.find(fact.value), fact.value) for fact in facts)
    return [_entity(MessageEntity.CODE, words[:start], value) for start, value in found if start >= 0]


def _bold(words: str, card: CardText | None) -> Iterator[MessageEntity]:
    """The title and the labels of a card, as far as they stand in its first message; the others are the rest of a long text."""
    before = ""
    for piece, stands_out in card.pieces if card else ():
        if not words.startswith(before + piece):
            return
        if stands_out:
            yield _entity(MessageEntity.BOLD, before, piece)
        before += piece


def _entity(kind: str, before: str, words: str) -> MessageEntity:
    """In the units that Telegram counts (UTF-16)."""
    return MessageEntity(kind, offset=_units(before), length=_units(words))


def matched(pieces: Sequence[MessagePiece], refs: Sequence[Ref]) -> list[tuple[MessagePiece, Ref | None]]:
    """Which standing message each piece is edited into; None where it needs a new one.

    A file may take the place of a text that no words need (a title posted for it), never the other way round: Telegram
    lets words become a picture's caption, but no picture become words.
    """
    media = [ref for ref in refs if ref.is_media]
    texts = [ref for ref in refs if not ref.is_media]
    words_to_place = sum(piece.attachment is None for piece in pieces)
    found: list[tuple[MessagePiece, Ref | None]] = []
    for piece in pieces:
        if piece.attachment is not None:
            places = media or (texts if len(texts) > words_to_place else [])
        else:
            is_caption = len(pieces) == 1 and len(piece.words) <= LONGEST_CAPTION
            places = texts or (media if is_caption else [])
        found.append((piece, places.pop(0) if places else None))
    return found


def written(refs: Iterable[Ref]) -> str:
    """References as `Sent.ref` keeps them: `t15` for a text, `m12` for a file, `m12+13` for an album, in the order of the chat."""
    return ",".join(f"{'m' if ref.is_media else 't'}{'+'.join(map(str, ref.every))}" for ref in refs)


def parsed(refs: str) -> list[Ref]:
    """The references behind `Parcel.edits`; none where that was never ours."""
    found = [(ref[0], [int(each) for each in ref[1:].split("+")]) for ref in refs.split(",") if REF.fullmatch(ref)]
    return [Ref(ids[0], kind == "m", tuple(ids[1:])) for kind, ids in found]


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Two short buttons share a row, of numbers four, which no other joins; a long one has its own. The order stays."""
    rows: list[list[Button]] = []
    for button in buttons:
        most = _in_a_row(button)
        if rows and len(rows[-1]) < most and _in_a_row(rows[-1][0]) == most:
            rows[-1].append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows]) if rows else None


def _in_a_row(button: Button) -> int:
    if button.label.isdecimal() and len(button.label) <= SHORT_NUMBER:
        return NUMBERS_IN_A_ROW
    return 2 if text.width(button.label) <= HALF_A_ROW else 1


def _button(button: Button) -> InlineKeyboardButton:
    style = button.style if button.style in ("primary", "danger", "success") else None
    return InlineKeyboardButton(text.clean_name(button.label), callback_data=button.handle, style=style)
