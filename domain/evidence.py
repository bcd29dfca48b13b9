"""What evidence is shown as: the words that the child which re-makes it, storage, handlers and channels share."""

from enum import StrEnum


class Media(StrEnum):
    """How a re-made piece reaches a reviewer: seen, heard, watched or read; `file` is anything else that is said."""

    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"
    TEXT = "text"
    FILE = "file"
