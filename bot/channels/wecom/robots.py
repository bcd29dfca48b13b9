"""Group robots: what is announced in public, as a picture, its words, and its figures as a table. A robot's key is the credential: it is
in no route.

What a group has of an announcement is not said there again, whoever dies meanwhile: each message is noted before it leaves. Where nobody
knows whether one arrived, the others are said, and a person decides about that one alone.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.channel import (
    Attachment,
    Audience,
    MessageTurn,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Parcel,
    Sent,
    Undeliverable,
    at_once,
)
from bot.channels.wecom import answers, group_tables, layout
from bot.channels.wecom.answers import Failed
from bot.channels.wecom.client import CallRefused, Client
from bot.channels.wecom.hindrances import TOO_MANY
from bot.channels.wecom.traits import ROBOT, TRAITS
from bot.publishing import tables
from domain.channels import IN_DOUBT
from domain.evidence import Media
from domain.matters.troubles import TroubleReason

LOG = logging.getLogger(__name__)

LATER = "its turn comes later"
LARGEST_PICTURE = 2_000_000  # bytes
UNLIKE = frozenset({40008, 40058, 45002})  # it does not take such a message
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RobotPart:
    """One message of an announcement. `may_lack`: the others say the same without it."""

    kind: str
    body: Body
    may_lack: bool = False


class Robots:
    """The office's groups, by the names that the settings give them."""

    def __init__(self, *, client: Client, keys: Mapping[str, str], locale: str) -> None:
        self._client = client
        self._keys = dict(keys)
        self._locale = locale

    def audiences(self) -> list[Audience]:
        """Each group, told in the office's language."""
        return [
            Audience(
                name=f"group:{name}",
                channel=TRAITS.name,
                locales=(self._locale,),
                route=f"{ROBOT}{name}",
                takes_tables=True,
            )
            for name in self._keys
        ]

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Say it in a group: first what is to be seen, then the words, then the table."""
        key = self._keys.get(parcel.route.removeprefix(ROBOT))
        if key is None:
            return Undeliverable("no robot of that name", reason=TroubleReason.NO_PLACE)
        if large := [each for each in _pictures(parcel) if len(each.data) > LARGEST_PICTURE]:
            why = f"a picture of {len(large[0].data)} bytes; a robot takes {LARGEST_PICTURE}"
            return Undeliverable(why, reason=TroubleReason.TOO_LARGE)
        parts = dict(enumerate(_parts(parcel), 1))
        stands, doubtful = _read(parcel.begun, parts)
        for number, part in parts.items():
            if number in stands | doubtful:
                continue
            if seconds := await turn(_written(stands, doubtful | {number})):
                return NotSent(LATER, retry_after=seconds, begun=_written(stands, doubtful))
            failed = await self._say(key, part)
            if failed is None:
                stands.add(number)
            elif isinstance(failed, OutcomeUnknown):
                doubtful.add(number)
            else:
                return replace(failed, why=failed.why + _which(parts, number), begun=_written(stands, doubtful))
        if doubtful:  # all others stand: a person is asked about one after the other
            return OutcomeUnknown("no answer" + _which(parts, min(doubtful)), begun=_written(stands, doubtful))
        return Sent("")

    async def _say(self, key: str, part: RobotPart) -> Failed | None:
        """None where it stands there, or is not needed there."""
        try:
            await self._client.tell_robot(key, {"msgtype": part.kind, part.kind: part.body})
        except CallRefused as refused:
            if part.may_lack and refused.code in UNLIKE:
                LOG.warning("A group's robot does not take %s: errcode %d", part.kind, refused.code)
                return None
            outcome = answers.outcome(refused)
            if refused.code == TOO_MANY and isinstance(outcome, NotSent):
                return replace(outcome, is_overall=False)  # each robot has a pace of its own
            return outcome
        except Exception as error:
            failed = answers.outcome(error)
            return None if part.may_lack and isinstance(failed, OutcomeUnknown) else failed
        return None


def _read(begun: str, parts: Mapping[int, RobotPart]) -> tuple[set[int], set[int]]:
    """The numbers of the messages that stand, or need not, and of those of which nobody knows."""
    every = {int(each.removesuffix(IN_DOUBT)): each.endswith(IN_DOUBT) for each in begun.split()}
    doubtful = {each for each in every if every[each] and each in parts and not parts[each].may_lack}
    return every.keys() - doubtful, doubtful


def _written(stands: Collection[int], doubtful: Collection[int]) -> str:
    return " ".join([*map(str, sorted(stands)), *(f"{each}{IN_DOUBT}" for each in sorted(doubtful))])


def _which(parts: Mapping[int, RobotPart], number: int) -> str:
    """Of several messages the one that it is about, for whoever has to decide."""
    return f": message {number} ({parts[number].kind}) of {len(parts)}" if len(parts) > 1 else ""


def _parts(parcel: Parcel) -> Iterator[RobotPart]:
    for each in _pictures(parcel):
        md5 = hashlib.md5(each.data, usedforsecurity=False).hexdigest()
        yield RobotPart("image", {"base64": base64.b64encode(each.data).decode(), "md5": md5})
    for words in layout.in_bytes(layout.said(parcel.text), layout.LONGEST_TEXT):
        yield RobotPart("text", {"content": words})
    title = parcel.text.strip().partition("\n")[0]
    if parcel.table and (table := group_tables.of(tables.decode(parcel.table), title)):
        yield RobotPart("markdown_v2", {"content": table}, may_lack=True)


def _pictures(parcel: Parcel) -> list[Attachment]:
    return [each for each in parcel.attachments if each.media is Media.PICTURE]
