"""How a parcel looks to a citizen: files as they are, words as text, and buttons as a menu under the last of the words.

Nothing can be edited there, and each message counts: what can stand in one stands in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channel import Attachment, Button, Parcel
from bot.channels.wecom.layout import in_bytes, said
from domain import text
from domain.evidence import Media

LONGEST_TEXT, LONGEST_HEAD, LONGEST_ITEM = 2048, 1024, 128  # bytes

Body = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenPiece:
    """One message to be: its type and what it holds, or a file that is brought first."""

    kind: str = ""
    body: Body | None = None
    attachment: Attachment | None = None


def pieces(parcel: Parcel, tail: str = "") -> list[CitizenPiece]:
    """The messages that a parcel becomes, the one that can be answered last; `tail` stands under its menu."""
    files = [piece for attachment in parcel.attachments for piece in _of_file(attachment)]
    words = said(parcel.text).strip()
    if not parcel.buttons:
        return [*map(_text, in_bytes(words, LONGEST_TEXT)), *files]
    *before, last = _with_short_end(words)
    return [*map(_text, before), *files, CitizenPiece(kind="msgmenu", body=_menu(last, parcel.buttons, tail))]


def welcome(parcel: Parcel, tail: str) -> tuple[CitizenPiece | None, bool]:
    """The same for whoever has just come, to whom one message may be said, and whether it says all: what does not fit under a menu is
    said without one, and of what is longer the beginning."""
    found = pieces(parcel, tail)
    has_files = any(piece.attachment is not None for piece in found)
    if len(found) == 1 and not has_files:
        return found[0], True
    listed = "\n".join(map(_entry, parcel.buttons))
    whole = list(in_bytes("\n\n".join([said(parcel.text).strip(), listed, tail]), LONGEST_TEXT))
    if len(whole) > 1 and found[0].attachment is None:
        return found[0], False
    return (_text(whole[0]) if whole else None), len(whole) == 1 and not has_files


def _with_short_end(words: str) -> list[str]:
    """Words cut where they must be, the last part as short as what stands over a menu."""
    parts = list(in_bytes(words, LONGEST_TEXT)) or [""]
    if len(parts[-1].encode()) > LONGEST_HEAD:
        before, _, end = parts[-1].rpartition("\n\n")
        if before and len(end.encode()) <= LONGEST_HEAD:
            return [*parts[:-1], before.strip(), end.strip()]
        return [*parts[:-1], *in_bytes(parts[-1], LONGEST_HEAD)]
    return parts


def _menu(head: str, buttons: tuple[Button, ...], tail: str) -> Body:
    listed = [{"type": "click", "click": {"id": button.handle, "content": _entry(button)}} for button in buttons]
    return {name: words for name, words in (("head_content", head), ("list", listed), ("tail_content", tail)) if words}


def _entry(button: Button) -> str:
    return next(in_bytes(text.clean_name(button.label), LONGEST_ITEM))


def _text(words: str) -> CitizenPiece:
    return CitizenPiece(kind="text", body={"content": words})


def _of_file(attachment: Attachment) -> list[CitizenPiece]:
    if attachment.media is Media.TEXT:
        return [_text(part) for part in in_bytes(said(attachment.data.decode("utf-8", "replace")), LONGEST_TEXT)]
    return [CitizenPiece(attachment=attachment)]
