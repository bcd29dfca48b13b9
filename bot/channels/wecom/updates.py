"""What WeCom brings, read: one message of a member, one event, or a doorbell of customer service.

What it brings was sealed by WeCom, but what people wrote stands in it: nothing is taken that is not of its known shape.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from bot.channels.wecom import layout
from bot.channels.wecom.traits import TRAITS
from domain import errors, text
from domain.said import FileKind, FileRef, Said

CHANNEL = TRAITS.name
CARD_EVENTS = ("template_card_event", "template_card_menu_event")
FILES = {"image": FileKind.PHOTO, "voice": FileKind.VOICE, "video": FileKind.VIDEO}
TOLD_BY = (
    "FromUserName",
    "CreateTime",
    "MsgType",
    "Event",
    "EventKey",
    "TaskId",
    "OpenKfId",
    "Token",
    "Content",
    "MediaId",
)


MOST_NORTH, MOST_EAST = 90.0, 180.0


class UnreadableCall(errors.FlagpostError):
    """That is no message, or not one whose parts can be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Customer service has something for us: for which of its accounts, and what lets us ask without delay."""

    account: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeard:
    """What was read. `said` is None where there is nothing to answer; `kind` says what it was, for counting."""

    kind: str
    said: Said | None = None
    bell: Bell | None = None


def event_key(message: Element) -> str:
    """A message has a number of its own; an event is known by who did what to what when: it may come three times. What it says is part of
    that, for two things may be said in one second."""
    if number := _given(message, "MsgId"):
        return f"m:{number}"
    told = "\0".join([*(_given(message, name) for name in TOLD_BY), *_options(message)])
    return f"e:{hashlib.sha256(told.encode()).hexdigest()[:40]}"


def read(message: Element, *, at: datetime) -> CallHeard:
    """Read one message; raise UnreadableCall where no sense can be made of it."""
    kind = _given(message, "MsgType")
    if not kind:
        raise UnreadableCall("has no type")
    if kind == "event":
        return _event(message, at)
    return _wrote(message, kind, at)


def _wrote(message: Element, kind: str, at: datetime) -> CallHeard:
    if kind == "text":
        return CallHeard(kind=kind, said=_said(message, at, text=text.clean(_given(message, "Content"))))
    if kind == "location":
        return CallHeard(kind=kind, said=_said(message, at, files=(_place(message),)))
    if kind == "link":
        words = "\n".join(filter(None, (text.clean(_given(message, name)) for name in ("Title", "Url"))))
        return CallHeard(kind=kind, said=_said(message, at, text=words))
    if kind in FILES:
        ref = _given(message, "MediaId")
        if not ref:
            raise UnreadableCall("has a file without its id")
        return CallHeard(kind=kind, said=_said(message, at, files=(FileRef(kind=FILES[kind], ref=ref),)))
    refused = FileRef(kind=FileKind.DOCUMENT, ref="", refusal="kind_not_taken")
    return CallHeard(kind=f"other.{kind[:20]}", said=_said(message, at, files=(refused,)))


def _event(message: Element, at: datetime) -> CallHeard:
    kind = _given(message, "Event")
    if kind == "kf_msg_or_event":
        return CallHeard(kind=kind, bell=Bell(account=_given(message, "OpenKfId"), token=_given(message, "Token")))
    heard = EVENTS.get(kind)
    return CallHeard(kind=f"event.{kind[:40]}", said=heard(message, at) if heard else None)


def _pressed(message: Element, at: datetime) -> Said:
    key = _given(message, "EventKey")
    if not key:
        raise UnreadableCall("is a press of nothing")
    chosen = _options(message, key)
    code, place = _given(message, "ResponseCode"), layout.place_of(_given(message, "TaskId"))
    ticket = f"q{place}/{code}" if place else f"p{code}"
    return _said(message, at, choice=text.clean(key), text=layout.chosen_words(chosen), ticket=ticket if code else "")


def _options(message: Element, key: str = "") -> list[str]:
    """What was chosen on a card: at one of its questions, or at all."""
    return [
        _given(option)
        for item in message.iterfind("SelectedItems/SelectedItem")
        if not key or _given(item, "QuestionKey") == key
        for option in item.iterfind("OptionIds/OptionId")
    ]


def _menu(message: Element, at: datetime) -> Said | None:
    key = text.clean(_given(message, "EventKey"))
    return _said(message, at, text=key) if key.startswith("/") else None


def _entered(message: Element, at: datetime) -> Said:
    """Whoever opens the app is shown what can be done here, the first time in a day: whoever comes a second time is the same event. What
    they are in the middle of goes on."""
    key = f"in:{_given(message, 'FromUserName').lower()}:{at.date().isoformat()}"
    return replace(_said(message, at, text="/start"), event_key=key)


def _left(message: Element, at: datetime) -> Said:
    """Who is no member any more, or may not use the app, is signed out of it: their id may be given to somebody else, who would be them
    here."""
    return _said(message, at, text="/leave sure")


EVENTS: dict[str, Callable[[Element, datetime], Said | None]] = {
    **dict.fromkeys(CARD_EVENTS, _pressed),
    "click": _menu,
    "enter_agent": _entered,
    "unsubscribe": _left,
}
"""What is answered of what people do; everything else is only counted."""


def _said(
    message: Element,
    at: datetime,
    *,
    text: str = "",
    choice: str = "",
    files: tuple[FileRef, ...] = (),
    ticket: str = "",
) -> Said:
    """Ids of members are the same in capitals and small letters: who speaks is known by small ones."""
    member = _given(message, "FromUserName")
    if not member:
        raise UnreadableCall("is nobody's")
    words, payload = invited(text)
    return Said(
        channel=CHANNEL,
        event_key=event_key(message),
        speaker=member.lower(),
        route=member,
        at=at,
        text=words,
        payload=payload,
        choice=choice,
        files=files,
        ticket=ticket,
    )


def invited(words: str) -> tuple[str, str]:
    """`/start i_…` as a link of another channel would carry it, for whoever copies that line from an invitation."""
    command, _, rest = words.partition(" ")
    return ("/start", rest.strip()) if command.lower() == "/start" else (words, "")


def place(latitude: Any, longitude: Any) -> str:
    """A place on earth, as it is kept."""
    try:
        found = float(latitude), float(longitude)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableCall("has a place that is none") from None
    if not (abs(found[0]) <= MOST_NORTH and abs(found[1]) <= MOST_EAST):  # also what is no number
        raise UnreadableCall("has a place that is none")
    return f"{found[0]:.6f},{found[1]:.6f}"


def _place(message: Element) -> FileRef:
    where = place(_given(message, "Location_X"), _given(message, "Location_Y"))
    return FileRef(kind=FileKind.LOCATION, ref=where, name=text.clean_name(_given(message, "Label")))


def _given(message: Element, name: str = "") -> str:
    found = message.find(name) if name else message
    return "" if found is None else (found.text or "").strip()
