"""Rooms in which nobody speaks: for drawing a card when it is sent, and for the clock."""

from dataclasses import replace
from datetime import datetime

from domain import people
from handlers.conversation.room import Drawn, Office, Room
from storage.database import Tx

_NOTHING = Drawn(code="", alias="", dialogue=0)


def quiet(tx: Tx, office: Office, *, at: datetime, now: datetime, drawn: Drawn = _NOTHING) -> Room:
    """A room in which the clock acts."""
    return Room(tx=tx, office=office, actor=people.CLOCK, at=at, now=now, drawn=drawn)


def of_person(room: Room, actor: people.Actor, *, channel: str) -> Room:
    """The same room with a person in it, who is answered on a channel."""
    return replace(room, actor=actor, channel=channel)
