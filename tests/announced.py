"""Announcements as they stand once everything is worded, for tests that need no period behind them."""

from __future__ import annotations

from datetime import datetime

from domain import announcements as law
from domain import flags
from domain.mechanism import procedure
from domain.mechanism.table import Procedure
from domain.people import CLOCK
from handlers.conversation import moves
from handlers.conversation.room import Room
from storage import announcements, matters
from storage.database import Tx
from tests import lifecycles


def propose(tx: Tx, draft: announcements.Draft, at: datetime) -> int:
    """Propose one that has no term; return its id."""
    table = Procedure(matter="announcement", first=law.PROCEDURE.first, moves=law.PROCEDURE.moves)
    (begun,) = procedure.beginning(table, (law.Move.PROPOSE,), lifecycles.RULES, lifecycles.days(), at)
    return announcements.propose(tx, draft, [begun], year=at.year)


def hang(room: Room, period_id: int) -> None:
    """Hang the flags of a period, as if its announcement had been signed."""
    for standing in matters.children(room.tx, period_id, "flag"):
        moves.carry_out(room.acting_as(CLOCK), standing, flags.Move.HANG, {})


def approve(tx: Tx, announcement_id: int) -> None:
    """Let it stand as if everybody had signed, whoever has."""
    tx.run("UPDATE matter SET stage = 'approved' WHERE id = :id AND kind = 'announcement'", id=announcement_id)
