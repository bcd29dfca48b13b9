"""Group robots: what is announced in public, as a picture and its words. A robot's key is the credential: it is in no route."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from bot.channel import Audience, NotSent, Outcome, Parcel, Sent, Turn, Undeliverable, at_once
from bot.channels.part_way import PartWay
from bot.channels.wecom import answers, layout
from bot.channels.wecom.client import Client
from bot.channels.wecom.traits import ROBOT, TRAITS
from domain.evidence import Media

LATER = "its turn comes later"
LARGEST_PICTURE = 2_000_000  # bytes
Body = dict[str, Any]


class Robots:
    """The office's groups, by the names that the settings give them."""

    def __init__(self, *, client: Client, keys: Mapping[str, str], locale: str) -> None:
        self._client = client
        self._keys = dict(keys)
        self._locale = locale
        self._part_way: PartWay[str] = PartWay()

    def audiences(self) -> list[Audience]:
        """Each group, told in the office's language."""
        return [
            Audience(name=f"group:{name}", channel=TRAITS.name, locales=(self._locale,), route=f"{ROBOT}{name}")
            for name in self._keys
        ]

    async def send(self, parcel: Parcel, turn: Turn = at_once) -> Outcome:
        """Say it in a group: first what is to be seen, then the words."""
        key = self._keys.get(parcel.route.removeprefix(ROBOT))
        if key is None:
            return Undeliverable("no robot of that name")
        bodies = _bodies(parcel)
        place = (parcel.route, parcel.number)
        said = self._part_way.taken_up(place)
        try:
            for body in bodies[len(said) :]:
                if seconds := (await turn() if said else 0.0):
                    return NotSent(LATER, retry_after=seconds)
                await self._client.tell_robot(key, body)
                said.append(body["msgtype"])
        except Exception as error:
            return answers.outcome(error)
        finally:
            if len(said) < len(bodies):
                self._part_way.keep(place, said)
        return Sent("")


def _bodies(parcel: Parcel) -> list[Body]:
    pictures = [
        each for each in parcel.attachments if each.media is Media.PICTURE and len(each.data) <= LARGEST_PICTURE
    ]
    return [
        *(_picture(each.data) for each in pictures),
        *(_text(part) for part in layout.in_bytes(layout.said(parcel.text), layout.LONGEST_TEXT)),
    ]


def _picture(data: bytes) -> Body:
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return {"msgtype": "image", "image": {"base64": base64.b64encode(data).decode(), "md5": md5}}


def _text(words: str) -> Body:
    return {"msgtype": "text", "text": {"content": words}}
