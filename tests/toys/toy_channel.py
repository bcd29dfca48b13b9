"""A third channel, as somebody would add one: its class and its words are here, its line is put into the list by `added`.

Its platform lives in this process. It knows members by name, cuts every word longer than it likes, lets a card be edited once
for each ticket that a press brings, and takes nothing for a member who has been silent for too long.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

import words as prose
from bot.channel import Channel, ChannelFacts, Menu, MessageTurn, Outcome, Parcel, Parked, Sent, Undeliverable, at_once
from bot.channels import every
from bot.channels.surroundings import Surroundings
from bot.settings import Settings
from domain.channels import Edits, Limits, Rate, Traits
from domain.said import FileKind, FileRef, Said
from tests.support import sendable

WORDS = {
    "channel": {"toy": "木鸟"},
    "platform_sees": {"toy": "您用的是木鸟。"},
    "platform_in_short": {"toy": "木鸟看得见。"},
}


@dataclass
class Platform:
    """What is behind the channel: what each member has on the screen, who is silent, and the files they sent."""

    screens: dict[str, list[Parcel]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    menu: Menu = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)  # by ticket the number of the message that it lets edit


class Toy(Channel):
    """The channel."""

    traits = Traits(
        name="toy",
        is_ours=False,
        is_abroad=False,
        takes_real_names=True,
        pulls=False,
        edits=Edits.TICKET,
        buttons=6,
        selects=3,
        combines=True,
        limits=Limits(per_second=10_000, chat=(Rate(10_000, 60.0),), window=timedelta(hours=48)),
    )
    platform: ClassVar[Platform]
    here: ClassVar[Toy]

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._keys = itertools.count(1)
        self._run = around.clock().isoformat()
        Toy.here = self

    @classmethod
    def set_up(cls, given: Settings) -> str:
        """It needs no settings."""
        return "here"

    @classmethod
    def opened(cls, around: Surroundings) -> Toy:
        """Open it."""
        return cls(around)

    async def start(self, menu: Menu) -> None:
        """Show the menu."""
        self.platform.menu = menu

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Show it, or edit by a ticket what stands there."""
        screens = self.platform.screens
        if parcel.route not in screens:
            return Undeliverable("unknown member")
        if parcel.route in self.platform.silent:
            self.platform.refused.append(parcel.text)
            return Parked("no word for 48 hours")
        if not parcel.edits:
            screens[parcel.route].append(parcel)
            ticket = f"ticket-{parcel.number}"
            self.platform.tickets[ticket] = parcel.number
            return Sent(ticket)
        numbers = {self.platform.tickets.pop(each, None) for each in parcel.edits.split()} - {None}  # each good once
        if not numbers:
            return Undeliverable("the tickets were used")
        screens[parcel.route] += [replace(parcel, edits=str(number)) for number in numbers]
        return Sent("")

    async def fetch(self, file: FileRef) -> bytes:
        """Hand out what was sent."""
        return self.platform.files[file.ref]

    def facts(self) -> ChannelFacts:
        """All is well."""
        return ChannelFacts(why=None, silent_for=None, rebuilt=0)

    async def hears(self, who: str, **said: Any) -> None:
        """Somebody says something."""
        self.platform.silent.discard(who)
        key = f"{self._run}:{next(self._keys)}"
        event = Said(channel="toy", event_key=key, speaker=who, route=who, at=self._around.clock(), locale="zh", **said)
        await self._around.intake.take(event)


class OnToy:
    """Somebody there; see `tests/web/channel_people.py`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._looked = 0
        Toy.platform.screens.setdefault(name, [])

    async def opens(self, payload: str) -> None:
        """Come in."""
        await Toy.here.hears(self.name, text="/start", payload=payload)

    async def says(self, text: str, files: Sequence[str]) -> None:
        """Say words and send files."""
        await Toy.here.hears(self.name, text=text, files=tuple(map(self._sent, files)))

    async def presses(self, handle: str, chosen: str = "") -> None:
        """Press a button; that of a card brings a ticket for the message on which it stands."""
        shown = [each for each in Toy.platform.screens[self.name] if handle in {one.handle for one in each.buttons}]
        ticket = f"press-{handle}-{len(Toy.platform.tickets)}"
        Toy.platform.tickets[ticket] = int(shown[-1].edits or shown[-1].number)
        await Toy.here.hears(self.name, choice=handle, ticket=ticket)

    async def sees(self) -> list[Parcel]:
        """What is new on the screen."""
        new = Toy.platform.screens[self.name][self._looked :]
        self._looked += len(new)
        return new

    async def goes(self) -> None:
        """Nothing is held open."""

    def _sent(self, name: str) -> FileRef:
        Toy.platform.files[name] = sendable.content(name)
        return FileRef(kind=FileKind.PHOTO, ref=name, name=name, size=len(Toy.platform.files[name]))


@contextmanager
def added() -> Iterator[None]:
    """The one line in the list of channels, and the file of words."""
    said = prose.said
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(every, "EVERY", [*every.EVERY, Toy])
        patch.setattr(prose, "said", lambda language: prose.merged([said(language), WORDS]))
        patch.setattr(Toy, "platform", Platform(), raising=False)
        yield
