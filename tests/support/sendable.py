"""Files that people send in tests, made from their names: the ending says the kind, the name makes each one different.

Every one of them carries `CANARY` where cameras and programs leave marks: it may never reach a reviewer.
"""

from __future__ import annotations

from functools import cache
from pathlib import PurePath

from tests.support import samples

CANARY = samples.MARK
PLACE = (28.1, 119.6)  # where every location is
PHOTOS = {".jpg", ".jpeg"}  # on Telegram the latter are sent as files, which keep what the camera wrote
SPOILT = "坏的"  # a photo of this name has a photo's beginning and nothing else


@cache
def content(name: str) -> bytes:
    """The bytes of a file of this name."""
    ending = PurePath(name).suffix.removeprefix(".").replace("jpeg", "jpg")
    if name.startswith(SPOILT):
        return b"\xff\xd8\xff\xe0"
    return f"MZ {CANARY} {name}".encode() if ending == "exe" else samples.made(ending, name)
