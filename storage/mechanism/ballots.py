"""Votes: rows that are added and never changed. Approvals of an announcement are rows beside them (`storage/announcements.py`)."""

from datetime import datetime

from domain.mechanism.ballots import Vote
from domain.mechanism.standing import Cast
from storage import shapes, times
from storage.database import Tx

PADDED = 512  # bytes; blanks behind what was answered are nothing to JSON


def cast(tx: Tx, matter_id: int, move: str, vote: Cast, at: datetime) -> None:
    """Keep a vote. What was voted, and why, is sealed, and its length does not tell it either."""
    since = times.text(vote.since)
    told = shapes.encode(dict(vote.given))
    padded = told.ljust(-(-len(told) // PADDED) * PADDED)
    tx.put(
        "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, body, at)"
        " VALUES (:matter, :move, :round, :person, :grant, :role, '', :body, :at)",
        matter=matter_id,
        move=move,
        round=since,
        person=vote.person_id,
        grant=vote.grant_id,
        role=vote.role,
        body=tx.vault.seal(padded, _place(matter_id, move, since, vote.person_id)),
        at=times.text(at),
    )


def of_round(tx: Tx, matter_id: int, move: str, since: datetime) -> tuple[Vote, ...]:
    """The votes of the round that began then, in the order in which they were given."""
    rows = tx.all(
        "SELECT round, person_id, grant_id, body FROM ballot WHERE matter_id = :matter AND move = :move AND round = :round ORDER BY id",
        matter=matter_id,
        move=move,
        round=times.text(since),
    )
    return tuple(
        Vote(
            person_id=person,
            grant_id=grant,
            given=shapes.decode(tx.vault.open(body, _place(matter_id, move, begun, person))),
        )
        for begun, person, grant, body in rows
    )


def newest_of(tx: Tx, matter_id: int, move: str, person_id: int) -> Vote | None:
    """What somebody voted last; None where they did not."""
    row = tx.one(
        "SELECT round, grant_id, body FROM ballot WHERE matter_id = :matter AND move = :move AND person_id = :person"
        " ORDER BY id DESC LIMIT 1",
        matter=matter_id,
        move=move,
        person=person_id,
    )
    if row is None:
        return None
    body = tx.vault.open(row[2], _place(matter_id, move, row[0], person_id))
    return Vote(person_id=person_id, grant_id=row[1], given=shapes.decode(body))


def _place(matter_id: int, move: str, since: str, person_id: int) -> str:
    return f"ballot|{matter_id}|{move}|{since}|{person_id}"
