"""What a page posts, made into something that can be handed in; and what is said when it cannot.

The sentences are in the table `[web]` of the words, under `wrong_<word>`.
"""

import base64
import hashlib
import hmac
import json
import math
import re
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from domain import errors, said, text
from storage import shapes

MOST_FILES = 30  # of one message; as many as a clue may have (the law §3)
_LONGEST_HANDLE = 64  # bytes, as on every channel
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_LOCALE = re.compile(r"[A-Za-z-]{0,16}")


Body = TypeVar("Body", bound=msgspec.Struct)


class SayNotTaken(errors.FlagpostError):
    """What the page sent was not taken."""

    def __init__(self, status: int, word: str, *, retry_after: float = 0.0, patience: str = "") -> None:
        """`word` names the sentence, `retry_after` are the seconds after which the same may be tried, with `patience` where given."""
        super().__init__(f"not taken: {word}")
        self.status = status
        self.word = word
        self.retry_after = retry_after
        self.patience = patience


class Position(msgspec.Struct, forbid_unknown_fields=True):
    """Where somebody is, in degrees."""

    lat: float
    lon: float


class Posted(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a say, as the page makes it. `key` is the page's own: the same key is the same message."""

    key: str
    text: str = ""
    choice: str = ""
    files: list[str] = []
    place: Position | None = None
    locale: str = ""


class Greeting(msgspec.Struct, forbid_unknown_fields=True):
    """The body that opens a session. `switch` is the page's key for changing the language of one that is open, `patience` a pass
    it was given when it was asked to wait."""

    locale: str = ""
    payload: str = ""
    switch: str = ""
    patience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayHeard:
    """A say that can be handed in."""

    key: str
    text: str
    choice: str
    files: tuple[said.FileRef, ...]
    locale: str


def hear(body: bytes, token: str) -> SayHeard:
    """Read a posted say; raise NotTaken with what is wrong with it."""
    posted = read_body(body, Posted)
    if not _KEY.fullmatch(posted.key) or not _LOCALE.fullmatch(posted.locale):
        raise SayNotTaken(422, "unreadable")
    if len(posted.choice.encode("utf-8", "replace")) > _LONGEST_HANDLE:
        raise SayNotTaken(422, "unreadable")
    if len(posted.files) > MOST_FILES:
        raise SayNotTaken(422, "too_many_files")
    files = [redeem(token, ticket) for ticket in posted.files]
    if posted.place is not None:
        files.append(_location(posted.place))
    words, choice = text.clean(posted.text).strip(), text.clean(posted.choice)
    if not (words or choice or files):
        raise SayNotTaken(422, "nothing_said")
    return SayHeard(key=posted.key, text=words, choice=choice, files=tuple(files), locale=posted.locale)


def greeting(body: bytes) -> Greeting:
    """Read what opens a session; raise NotTaken where it cannot be read."""
    posted = read_body(body or b"{}", Greeting)
    if not _PAYLOAD.fullmatch(posted.payload) or not _LOCALE.fullmatch(posted.locale):
        raise SayNotTaken(422, "unreadable")
    if posted.switch and not _KEY.fullmatch(posted.switch):
        raise SayNotTaken(422, "unreadable")
    return posted


def ticket(token: str, file: said.FileRef) -> str:
    """Return a name for a stored file that only this session can use."""
    inside = base64.urlsafe_b64encode(
        json.dumps([file.ref, file.kind, file.name, file.size, file.mark]).encode()
    ).decode()
    return f"{inside}.{_sign(token, inside)}"


def redeem(token: str, ticket: str) -> said.FileRef:
    """Return the file behind a ticket; raise NotTaken for a ticket we did not give to this session."""
    inside, _, signature = ticket.rpartition(".")
    if not inside.isascii() or not signature.isascii() or not hmac.compare_digest(_sign(token, inside), signature):
        raise SayNotTaken(422, "unknown_file")
    ref, kind, name, size, mark = json.loads(base64.urlsafe_b64decode(inside))
    return said.FileRef(kind=said.FileKind(kind), ref=ref, name=name, size=size, mark=mark)


def read_body(body: bytes, kind: type[Body]) -> Body:
    """Read a body as what it is declared to be; raise NotTaken where it cannot be read."""
    try:
        # json, not msgspec, reads it: a lone surrogate is to be cleaned away, not to cost the whole message
        return shapes.convert(json.loads(body), kind)
    except (ValueError, RecursionError, msgspec.ValidationError) as wrong:
        raise SayNotTaken(422, "unreadable") from wrong


def _location(place: Position) -> said.FileRef:
    if not (math.isfinite(place.lat) and abs(place.lat) <= 90 and math.isfinite(place.lon) and abs(place.lon) <= 180):
        raise SayNotTaken(422, "bad_place")
    return said.FileRef(kind=said.FileKind.LOCATION, ref=f"{place.lat:.6f},{place.lon:.6f}")


def _sign(token: str, inside: str) -> str:
    return hmac.new(token.encode(), b"file\0" + inside.encode(), hashlib.sha256).hexdigest()[:32]
