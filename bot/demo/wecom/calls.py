"""A call at WeCom's server and its answer, whatever serves them. Every answer is HTTP 200 with an `errcode`, or a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class PlatformCall:
    """A call: its path below `/cgi-bin/`, what stands in its address, its JSON, and the files of a form."""

    path: str
    query: Mapping[str, str]
    body: dict[str, Any]
    files: Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class PlatformAnswer:
    """What comes back."""

    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})


class Refusal(Exception):
    """WeCom does not do it. `is_ours`: no sound program would have asked."""

    def __init__(self, code: int, *, is_ours: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_ours = is_ours


def told(of: Mapping[str, Any]) -> PlatformAnswer:
    """An answer in JSON; that all is well is said where nothing else is."""
    return PlatformAnswer(json.dumps({"errcode": 0, "errmsg": "ok", **of}).encode())
