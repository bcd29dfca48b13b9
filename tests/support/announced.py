"""Announcements as they stand once everything is worded, for tests that need no period behind them."""

from __future__ import annotations

from datetime import datetime

from domain.matters import announcements as law
from domain.matters.scoring import flags
from domain.mechanism import procedure
from domain.mechanism.table import Procedure
from domain.people import CLOCK
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from storage import announcements, matters, times
from storage.database import Tx
from tests.support import lifecycles


def propose(tx: Tx, draft: announcements.Draft, at: datetime) -> int:
    """Propose one that has no term; return its id."""
    table = Procedure(matter="announcement", first=law.PROCEDURE.first, moves=law.PROCEDURE.moves)
    (begun,) = procedure.beginning(table, (law.AnnouncementMove.PROPOSE,), lifecycles.RULES, lifecycles.days(), at)
    return announcements.propose(tx, draft, [begun], year=at.year)


def hang(room: Room, period_id: int, unit: str) -> None:
    """Hang the flags of a unit for a period, as if its announcement had been signed."""
    for standing in matters.children(room.tx, period_id, "flag"):
        if standing.unit != unit:
            continue
        moves.carry_out(room.acting_as(CLOCK), standing, flags.FlagMove.HANG, {})


def approve(tx: Tx, announcement_id: int) -> None:
    """Let it stand as if everybody had signed, whoever has."""
    tx.run("UPDATE matter SET stage = 'approved' WHERE id = :id AND kind = 'announcement'", id=announcement_id)


def publish(tx: Tx, announcement_id: int, at: datetime) -> None:
    """Put it on its way as if its moment had come, and let it stand as said."""
    announcements.plan(tx, announcement_id, at)
    announcements.publish(tx, announcement_id, at, at)
    tx.run("UPDATE matter SET stage = 'published' WHERE id = :id AND kind = 'announcement'", id=announcement_id)


def sign(tx: Tx, announcement_id: int, person_id: int, role: str, at: datetime) -> bool:
    """Keep a signature over the present words, as the engine does; False where one that this person gave before counts."""
    signed = tx.run(
        "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, body, at)"
        " SELECT announcement.id, :move, '', :person, role_grant.id, :role, announcement.hash, :body, :at"
        " FROM announcement JOIN role_grant ON role_grant.person_id = :person AND role_grant.role = :role"
        " AND role_grant.revoked_at IS NULL WHERE announcement.id = :id AND NOT EXISTS (SELECT 1 FROM valid_approval"
        " WHERE valid_approval.announcement_id = announcement.id AND valid_approval.person_id = :person)"
        " ORDER BY role_grant.id LIMIT 1 ON CONFLICT (matter_id, move, round, subject, person_id, grant_id) DO NOTHING",
        move=law.AnnouncementMove.APPROVE,
        body=tx.vault.seal(b"{}", f"ballot|{announcement_id}|approve||{person_id}"),
        person=person_id,
        role=role,
        at=times.text(at),
        id=announcement_id,
    )
    return signed == 1
