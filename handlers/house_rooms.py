"""Rooms in which nobody speaks: for drawing a card when it is sent, and for the clock.

Called by the wiring in `bot/`.
"""

from datetime import datetime

from domain import people
from handlers.room import Drawn, Office, Room
from storage.database import Tx

_NOTHING = Drawn(code="", alias="", dialogue=0)


def quiet(tx: Tx, office: Office, *, at: datetime, now: datetime, drawn: Drawn = _NOTHING) -> Room:
    """A room in which the clock acts."""
    return Room(tx=tx, office=office, actor=people.CLOCK, at=at, now=now, drawn=drawn)
