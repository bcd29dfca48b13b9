"""Groups of the stand-in, each with a robot whose key is all that it takes to speak there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.wecom.calls import Refusal
from bot.demo.wecom.rates import SendingRates
from bot.demo.wecom.screens import ShownMessage

LONGEST, LARGEST_PICTURE = {"text": 2048, "markdown_v2": 4096}, 2_000_000  # bytes
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
RATES = ((20, 60.0),)


class Groups:
    """By a robot's key, what stands in its group."""

    def __init__(self, keys: Mapping[str, str], *, clock: Callable[[], float], next_id: Callable[[], int]) -> None:
        self.screens: dict[str, list[ShownMessage]] = {key: [] for key in keys.values()}
        self._clock = clock
        self._next_id = next_id

    def says(self, key: str, body: dict[str, Any], rates: SendingRates) -> None:
        """Let a robot say something."""
        if key not in self.screens:
            raise Refusal(93000)
        if not body:
            raise Refusal(40008)  # whoever only asks whether it is there
        kind = body.get("msgtype", "")
        content = body.get(kind)
        if kind not in ("image", *LONGEST) or not isinstance(content, dict):
            raise Refusal(40008, is_ours=True)
        number = self._next_id()
        shown = ShownMessage(number=number, msgid=f"msg-{number}", kind=kind, at=self._clock())
        if kind == "image":
            shown.file = ("image.png", _picture(content))
        else:
            shown.text = content.get("content", "")
            if not 0 < len(shown.text.encode()) <= LONGEST[kind]:
                raise Refusal(45002, is_ours=True)
        if rates.is_over(key, RATES):
            raise Refusal(45009)
        self.screens[key].append(shown)


def _picture(content: dict[str, Any]) -> bytes:
    data = base64.b64decode(content.get("base64", ""))
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != content.get("md5"):
        raise Refusal(40058, is_ours=True)
    if not data.startswith(PICTURES):
        raise Refusal(40058, is_ours=True)
    if len(data) > LARGEST_PICTURE:
        raise Refusal(45001, is_ours=True)
    return data
