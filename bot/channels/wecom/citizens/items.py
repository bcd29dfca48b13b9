"""What customer service hands out, read: one message of a citizen, or an event.

A citizen's id there is personal data: it becomes the speaker and the route of what is said, which the house keeps as a keyed
hash and sealed, and stands in no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.wecom.citizens.traits import TRAITS
from bot.channels.wecom.updates import UnreadableCall, invited, place
from domain import text
from domain.said import FileKind, FileRef, Said

FROM_CITIZEN, FROM_SYSTEM = 3, 4  # `origin`; 5 is somebody of the office, writing by hand
FILES = {"image": FileKind.PHOTO, "voice": FileKind.VOICE, "video": FileKind.VIDEO, "file": FileKind.DOCUMENT}
Item = Mapping[str, Any]
TAKEN_OVER, HANDED_ON, ENDED, TAKEN_UP_AGAIN = 1, 2, 3, 4  # `change_type` of a session


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRead:
    """One item. `kind` says what it was, for counting; `citizen` whom it concerns, empty where nobody.

    `said` is None where there is nothing to answer. `welcome` is the code by which whoever has just come may be welcomed;
    `failed` a message of ours that did not arrive, and for which of the platform's reasons; `is_with_human` says that a
    session was handed to a person (True) or is the bot's again (False). `is_click`: it was chosen from a menu, or
    something was taken back: nothing was written.
    """

    key: str
    kind: str
    citizen: str = ""
    said: Said | None = None
    welcome: str = ""
    failed: tuple[str, int] | None = None
    is_with_human: bool | None = None
    is_click: bool = False


def key_of(item: Item) -> str:
    """Each item has an id of its own, under which it comes again."""
    number = item.get("msgid")
    if not isinstance(number, str) or not number:
        raise UnreadableCall("has no id")
    return f"k:{number}"


def read(item: Item, *, at: datetime) -> ItemRead:
    """Read one item; raise UnreadableCall where no sense can be made of it."""
    key, kind = key_of(item), _word(item, "msgtype")
    if not kind:
        raise UnreadableCall("has no type")
    if kind == "event":
        return _event(key, _part(item, "event"), at)
    citizen = _word(item, "external_userid")
    if item.get("origin") != FROM_CITIZEN:
        return ItemRead(key=key, kind="by_hand", citizen=citizen)
    if not citizen:
        raise UnreadableCall("is nobody's")
    return _wrote(key, kind, citizen, _part(item, kind), at)


def _wrote(key: str, kind: str, citizen: str, part: Mapping[str, Any], at: datetime) -> ItemRead:
    if kind == "text":
        chosen = text.clean(_word(part, "menu_id"))
        words, payload = invited(text.clean(_word(part, "content")))
        if chosen:
            return ItemRead(
                key=key, kind=kind, citizen=citizen, said=_said(key, citizen, at, choice=chosen), is_click=True
            )
        return ItemRead(key=key, kind=kind, citizen=citizen, said=_said(key, citizen, at, text=words, payload=payload))
    if kind == "location":
        return ItemRead(key=key, kind=kind, citizen=citizen, said=_said(key, citizen, at, files=(_place(part),)))
    if kind == "link":
        words = "\n".join(filter(None, (text.clean(_word(part, name)) for name in ("title", "url"))))
        return ItemRead(key=key, kind=kind, citizen=citizen, said=_said(key, citizen, at, text=words))
    if kind in FILES:
        if not (ref := _word(part, "media_id")):
            raise UnreadableCall("has a file without its id")
        file = FileRef(kind=FILES[kind], ref=ref)
        return ItemRead(key=key, kind=kind, citizen=citizen, said=_said(key, citizen, at, files=(file,)))
    refused = FileRef(kind=FileKind.DOCUMENT, ref="", refusal="kind_not_taken")
    said = _said(key, citizen, at, files=(refused,))
    return ItemRead(key=key, kind=f"other.{kind[:20]}", citizen=citizen, said=said)


def _event(key: str, event: Mapping[str, Any], at: datetime) -> ItemRead:
    kind, citizen = _word(event, "event_type"), _word(event, "external_userid")
    told = f"event.{kind[:40]}"
    if kind == "enter_session":
        code = _word(event, "welcome_code")
        if not code or not citizen:
            return ItemRead(key=key, kind=told, citizen=citizen)
        said = _said(key, citizen, at, text="/start")
        return ItemRead(key=key, kind=told, citizen=citizen, said=said, welcome=code)
    if kind == "user_recall_msg" and citizen:
        return ItemRead(key=key, kind=told, citizen=citizen, said=_said(key, citizen, at, edits=True), is_click=True)
    if kind == "msg_send_fail":
        failed = (_word(event, "fail_msgid"), _number(event, "fail_type"))
        return ItemRead(key=key, kind=told, citizen=citizen, failed=failed)
    if kind == "session_status_change":
        change = _number(event, "change_type")
        is_with_human = change != ENDED if change in (TAKEN_OVER, HANDED_ON, ENDED, TAKEN_UP_AGAIN) else None
        return ItemRead(key=key, kind=told, citizen=citizen, is_with_human=is_with_human)
    return ItemRead(key=key, kind=told, citizen=citizen)


def _said(key: str, citizen: str, at: datetime, **given: Any) -> Said:
    return Said(channel=TRAITS.name, event_key=key, speaker=citizen, route=citizen, at=at, **given)


def _place(part: Mapping[str, Any]) -> FileRef:
    where = place(part.get("latitude"), part.get("longitude"))
    return FileRef(kind=FileKind.LOCATION, ref=where, name=text.clean_name(_word(part, "name")))


def _part(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = item.get(name)
    return found if isinstance(found, dict) else {}


def _word(part: Mapping[str, Any], name: str) -> str:
    found = part.get(name)
    return found.strip() if isinstance(found, str) else ""


def _number(part: Mapping[str, Any], name: str) -> int:
    found = part.get(name)
    return found if isinstance(found, int) else 0
