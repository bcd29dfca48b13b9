"""What comes in: one message of one person, whatever the channel.

Lives here: `Said` and what it carries. Made by the channels in `bot/`, read by `handlers/conversation/dispatch.py` and the
steps of dialogues.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileKind(StrEnum):
    """What a person sent beside words."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A reference to a file, never its bytes.

    `ref` is what the channel needs to fetch it (a platform's file id; of an upload to our own page its id; of a location: "lat,lon").
    `refusal` names why the door would not take it (a key of the words table `file_refused`), empty where it is taken. `mark` is the
    keyed hash of its bytes, empty where they have not come yet.
    """

    kind: FileKind
    ref: str
    name: str = ""
    size: int = 0
    refusal: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One incoming message.

    `event_key` is unique within the channel, so a redelivered message is the same message. `speaker` identifies the account on
    its channel (a platform's user id, a session token) and never reaches a table in clear. `route` is what is
    needed to answer (a chat id, the same token). `text` is cleaned of control characters at the door, its words
    untouched. `choice` is the handle of a pressed button; where that is a select, `text` is what was chosen at it. `edits` tells
    that this is a later version of an earlier message, without words where it was taken back.
    `album` is what the channel calls several pictures sent at once that come as several messages.
    `ticket` comes with a press where cards are edited by tickets: it is good for one edit of the card that was pressed, and has no spaces.
    `payload` is what a deep link or an invitation link carried. `locale` is the language the client says it speaks.
    """

    channel: str
    event_key: str
    speaker: str
    route: str
    at: datetime
    text: str = ""
    choice: str = ""
    files: tuple[FileRef, ...] = ()
    edits: bool = False
    payload: str = ""
    locale: str = ""
    album: str = ""
    ticket: str = ""
