"""The outbox on its way out: what became of a row that was claimed (`storage/road/claiming.py`).

Whoever comes back after the claim expired changes nothing (the design §7). Public words are only ever touched while
their approvals stand.
"""

from datetime import datetime

from domain.channels import IN_DOUBT
from domain.matters.announcements import BOARD, AnnouncementStage, digest
from domain.matters.troubles import TroubleReason
from storage import announcements, board, times
from storage.database import Tx
from storage.road import menus, outbox
from storage.road.outbox import COLUMNS, Waiting

_WROTE = "its reader has written"
_OURS = " WHERE id = :id AND fence = :fence AND state = 'claimed'"


def mark_sent(tx: Tx, row: Waiting, ref: str, at: datetime) -> bool:
    """Remember that the platform took it. False, and nothing changed, where the claim is not ours any more."""
    return _end(tx, row, "sent", at, ref=ref)


def mark_unknown(tx: Tx, row: Waiting, why: str, at: datetime) -> bool:
    """Remember that it may have been sent; a person decides."""
    return _end(tx, row, "unknown", at, why=why)


def mark_dead(tx: Tx, row: Waiting, why: str, at: datetime) -> bool:
    """Remember that it will never be sent."""
    return _end(tx, row, "dead", at, why=why)


def drop(tx: Tx, row: Waiting, why: str, at: datetime) -> bool:
    """Give up a row that waits and that nobody has claimed: a page cannot show it."""
    changed = tx.run(
        "UPDATE outbox SET state = 'dead', sent_at = :at, why = :why WHERE id = :id AND state = 'waiting'",
        at=times.text(at),
        why=why,
        id=row.id,
    )
    return changed == 1


def is_claimed_by(tx: Tx, row: Waiting) -> bool:
    """Whether the claim under which the row was taken still holds."""
    return tx.one(f"SELECT 1 FROM outbox{_OURS}", id=row.id, fence=row.fence) is not None


def put_back(tx: Tx, row: Waiting, not_before: datetime, why: str) -> bool:
    """Let it wait again: it was surely not sent, or saying it twice is harmless.

    Public words whose approvals fell meanwhile stay claimed, and are set aside when the claim expires.
    """
    if not may_be_said(tx, row):
        return False
    changed = tx.run(
        f"UPDATE outbox SET state = 'waiting', not_before = :later, why = :why, claimed_until = NULL{_OURS}",
        later=times.text(not_before),
        why=why,
        id=row.id,
        fence=row.fence,
    )
    return changed == 1


def keep_begun(tx: Tx, row: Waiting, ref: str) -> bool:
    """Remember what of an announcement stands, or may stand: where its title is, posted before the whole, or which of its messages.

    False where the claim is lost or the approvals fell: then the whole is not said.
    """
    if not may_be_said(tx, row):
        return False
    return tx.run(f"UPDATE outbox SET ref = :ref{_OURS}", ref=ref or None, id=row.id, fence=row.fence) == 1


def keep_ref(tx: Tx, number: int, ref: str, *, used: str) -> None:
    """Remember the platform's newest reference of a card that was edited by the one that was `used`; empty: it is used up.

    Where a press has brought a ticket meanwhile, that stays.
    """
    tx.put("UPDATE outbox SET ref = :ref WHERE id = :id AND ref = :used", ref=ref, id=number, used=used)


def park(tx: Tx, row: Waiting, at: datetime, why: str) -> bool:
    """Keep it until its reader writes again (`free`); where they have done so since it was claimed, it waits again at once."""
    changed = tx.run(
        f"UPDATE outbox SET state = CASE WHEN why = :wrote THEN 'waiting' ELSE 'parked' END, attempts = 0, not_before = :at,"
        f" why = :why, claimed_until = NULL{_OURS}",
        wrote=_WROTE,
        at=times.text(at),
        why=why,
        id=row.id,
        fence=row.fence,
    )
    return changed == 1


def free(tx: Tx, account_id: int, at: datetime) -> None:
    """Its reader has written: what was parked for this account waits again, as if it had been put now, and goes before the answer."""
    tx.put(
        "UPDATE outbox SET why = :wrote, priority = :first WHERE account_id = :account AND state = 'claimed'",
        wrote=_WROTE,
        first=outbox.INTERACTIVE,
        account=account_id,
    )
    rows = tx.all(f"SELECT {COLUMNS} FROM outbox WHERE account_id = :account AND state = 'parked'", account=account_id)
    for row in map(outbox.waiting, rows):
        tx.put(
            "UPDATE outbox SET state = 'waiting', why = NULL, priority = :first, not_before = :now, made_at = :now, body = :body"
            " WHERE id = :id",
            first=outbox.INTERACTIVE,
            now=times.text(at),
            body=outbox.resealed(tx, row, at),
            id=row.id,
        )


def come_back(tx: Tx, account_id: int, ref: str, at: datetime, why: str) -> bool:
    """The platform took it and could not bring it, as it says later: it is kept until its reader writes again. `ref` is one of the words
    by which it knows the message. False where nothing of that account is known by it."""
    rows = tx.all(
        "UPDATE outbox SET state = 'parked', attempts = 0, sent_at = NULL, ref = NULL, not_before = :at, why = :why"
        " WHERE account_id = :account AND state = 'sent' AND class <> 'P' AND ' ' || ref || ' ' LIKE '% ' || :ref || ' %'"
        " RETURNING id",
        account=account_id,
        ref=ref,
        at=times.text(at),
        why=why,
    )
    for (number,) in rows:
        menus.came_back(tx, number)
    return bool(rows)


def has_for_board(tx: Tx) -> bool:
    """Whether public words wait for the board."""
    found = tx.one(
        f"SELECT 1 FROM outbox WHERE class = 'P' AND state = 'waiting' AND {board.FOR_BOARD} LIMIT 1",
        board=BOARD,
    )
    return found is not None


def show_on_board(tx: Tx, at: datetime) -> list[Waiting]:
    """Deliver to the board what is due there and still approved; return what fell. From now on the board shows it."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM outbox WHERE class = 'P' AND state = 'waiting' AND {board.FOR_BOARD}"
        " AND not_before <= :now ORDER BY id",
        board=BOARD,
        now=times.text(at),
    )
    fallen = []
    for row in map(outbox.waiting, rows):
        if may_be_said(tx, row):
            tx.put("UPDATE outbox SET state = 'sent', sent_at = :at WHERE id = :id", at=times.text(at), id=row.id)
        else:
            set_aside(tx, row, at)
            fallen.append(row)
    return fallen


def may_go_again(tx: Tx, number: int) -> bool:
    """Whether a row that was given up, or whose outcome is unknown, may be sent again: it is there, and if it is public,
    its approvals stand."""
    row = outbox.of_id(tx, number)
    return row is not None and row.state in ("unknown", "dead") and may_be_said(tx, row)


def send_again(tx: Tx, number: int, at: datetime) -> bool:
    """A person decides 重发: it waits again, for another day. False where it may not be said (any more).

    The title of public words that stands already is used again, unless it is what was taken away. Of several messages that one is said
    again that the person was asked about, and what does not stand.
    """
    row = outbox.of_id(tx, number)
    if row is None or not may_go_again(tx, number):
        return False
    asked = _asked(tx, row)
    ref = " ".join(each for each in row.ref.split() if each not in asked[:1])
    _let_wait(tx, row, "" if _why(tx, row) == TroubleReason.POST_GONE else ref, at)
    return True


def was_sent(tx: Tx, number: int, at: datetime) -> bool:
    """A person decides 已发出: of several messages of which nobody knows the one that was asked about stands; then the next is asked
    about."""
    row = outbox.of_id(tx, number)
    if row is None or row.state != "unknown" or len(asked := _asked(tx, row)) < 2:
        return _decide(tx, number, "sent", at)
    ref = " ".join(each.removesuffix(IN_DOUBT) if each == asked[0] else each for each in row.ref.split())
    _let_wait(tx, row, ref, at)
    return True


def give_up(tx: Tx, number: int, at: datetime) -> bool:
    """A person decides that it is not to be sent any more."""
    return _decide(tx, number, "dead", at)


def counts(tx: Tx) -> dict[str, int]:
    """Count what is not sent, by class and state ("N waiting"), for the operator."""
    rows = tx.all("SELECT class || ' ' || state, COUNT(*) FROM outbox WHERE state <> 'sent' GROUP BY class, state")
    return dict(rows)


def may_be_said(tx: Tx, row: Waiting) -> bool:
    """Whether public words are still those that were signed, by two people whose signatures count at this moment, and name nobody who
    has taken back their consent: they may have waited for a channel. The board itself withholds what names them."""
    if row.rendering_id is None:
        return True
    announcement_id = tx.value("SELECT announcement_id FROM rendering WHERE id = :id", id=row.rendering_id)
    found = None if announcement_id is None else announcements.of_id(tx, announcement_id)
    if found is None or found.stage not in (AnnouncementStage.APPROVED, AnnouncementStage.PUBLISHED):
        return False
    words = [each for _, each in announcements.renderings(tx, found.id)]
    its = announcements.rendering(tx, row.rendering_id)
    is_naming = its is None or not (its.audience == BOARD or its.later)  # what follows a notice names nobody
    if is_naming and board.names_withheld(tx, found):
        return False
    signers = {each.person_id for each in announcements.valid_approvals(tx, found.id)}
    return digest(words) == found.hash and len(signers) > 1


def set_aside(tx: Tx, row: Waiting, at: datetime) -> None:
    """Give public words up; where a title of them stands already, a person looks after it."""
    tx.put(
        "UPDATE outbox SET state = :state, why = :why, sent_at = :at WHERE id = :id",
        state="unknown" if row.ref else "dead",
        why=TroubleReason.NOT_APPROVED.value,
        at=times.text(at),
        id=row.id,
    )


def _asked(tx: Tx, row: Waiting) -> list[str]:
    """The messages of which nobody knows, where a person is asked about the first of them: all else stands."""
    if _why(tx, row) != TroubleReason.ANSWER_LOST:
        return []
    return [each for each in row.ref.split() if each.endswith(IN_DOUBT)]


def _why(tx: Tx, row: Waiting) -> str | None:
    found: str | None = tx.value("SELECT why FROM outbox WHERE id = :id", id=row.id)
    return found


def _let_wait(tx: Tx, row: Waiting, ref: str, at: datetime) -> None:
    tx.put(
        "UPDATE outbox SET state = 'waiting', ref = :ref, why = NULL, not_before = :now, attempts = 0, made_at = :now, body = :body"
        " WHERE id = :id",
        ref=ref or None,
        now=times.text(at),
        body=outbox.resealed(tx, row, at),
        id=row.id,
    )


def _decide(tx: Tx, number: int, state: str, at: datetime) -> bool:
    changed = tx.run(
        "UPDATE outbox SET state = :state, sent_at = :at WHERE id = :id AND state = 'unknown'",
        state=state,
        at=times.text(at),
        id=number,
    )
    return changed == 1


def _end(tx: Tx, row: Waiting, state: str, at: datetime, *, ref: str = "", why: str = "") -> bool:
    if row.empties == outbox.FAREWELL:  # it holds the address of somebody who has left
        return tx.run(f"DELETE FROM outbox{_OURS}", id=row.id, fence=row.fence) == 1
    return (
        tx.run(
            "UPDATE outbox SET state = :state, sent_at = :at, ref = COALESCE(NULLIF(:ref, ''), ref), why = :why,"
            f" claimed_until = NULL{_OURS}",
            state=state,
            at=times.text(at),
            ref=ref,
            why=why,
            id=row.id,
            fence=row.fence,
        )
        == 1
    )
