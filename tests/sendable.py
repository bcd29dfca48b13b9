"""Files that people send in tests, made from their names: the ending says the kind, the name makes each one different.

Every one of them carries `CANARY` where cameras and programs leave marks: it may never reach a reviewer.
"""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import PurePath

from PIL import ExifTags, Image

CANARY = "CANARY-7F3K"
PLACE = (28.1, 119.6)  # where every location is
PHOTOS = {".jpg", ".jpeg"}  # on Telegram the latter are sent as files, which keep what the camera wrote
BEGINNINGS = {
    ".pdf": b"%PDF-1.4\n",
    ".ogg": b"OggS\x00\x02",
    ".mp4": b"\x00\x00\x00\x18ftypisom",
    ".txt": b"",
    ".exe": b"MZ\x90\x00",
}
SPOILT = "坏的"  # a photo of this name has a photo's beginning and nothing else


@cache
def content(name: str) -> bytes:
    """The bytes of a file of this name."""
    suffix = PurePath(name).suffix
    return _photo(name) if suffix in PHOTOS else BEGINNINGS[suffix] + f"{CANARY} {name}".encode()


def _photo(name: str) -> bytes:
    if name.startswith(SPOILT):
        return b"\xff\xd8\xff\xe0"
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = CANARY
    tags.get_ifd(ExifTags.IFD.GPSInfo).update({ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (28, 6, 0)})
    red, green, blue = hashlib.sha256(name.encode()).digest()[:3]
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (red, green, blue)).save(file, "JPEG", exif=tags.tobytes(), comment=CANARY.encode())
    return file.getvalue()
