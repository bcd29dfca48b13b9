"""Files at the stand-in: kept three days, taken in their sizes, handed out as they are or refused in JSON."""

from __future__ import annotations

import itertools
import mimetypes
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.wecom.calls import PlatformAnswer, Refusal, told

LIVES = 3 * 24 * 3600.0  # seconds
SIZES = {"image": 10_000_000, "voice": 2_000_000, "video": 10_000_000, "file": 20_000_000}
BEGINS = {"image": (b"\xff\xd8\xff", b"\x89PNG"), "voice": (b"#!AMR",)}


class MediaStore:
    """What was brought, by either side."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._files: dict[str, tuple[str, bytes, float]] = {}
        self._numbers = itertools.count(1)

    def keep(self, name: str, content: bytes) -> str:
        """Keep a file; return its id."""
        media_id = f"media-{next(self._numbers)}"
        self._files[media_id] = (name, content, self._clock() + LIVES)
        return media_id

    def of(self, media_id: str) -> tuple[str, bytes]:
        """A file that is still there."""
        name, content, until = self._files.get(media_id, ("", b"", 0.0))
        if until <= self._clock():
            raise Refusal(40007)
        return name, content

    def upload(self, kind: str, files: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
        """Take a file that is to be sent."""
        if kind not in SIZES or "media" not in files:
            raise Refusal(40058, is_ours=True)
        name, content = files["media"]
        if not name:
            raise Refusal(44001, is_ours=True)
        if not 5 < len(content) <= SIZES[kind]:
            raise Refusal(45001, is_ours=True)
        if kind in BEGINS and not content.startswith(BEGINS[kind]):
            raise Refusal(40058, is_ours=True)
        return {"type": kind, "media_id": self.keep(name, content), "created_at": str(int(self._clock()))}

    def get(self, media_id: str) -> PlatformAnswer:
        """Hand out a file; where there is none, HTTP says that all is well all the same."""
        try:
            name, content = self.of(media_id)
        except Refusal as refusal:
            return told({"errcode": refusal.code, "errmsg": "invalid media_id"})
        headers = {
            "Content-Type": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "Content-disposition": f'attachment; filename="{name!a}"',
        }
        return PlatformAnswer(content, headers)
