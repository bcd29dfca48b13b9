"""Voices in decisions of several: rows that are added and never changed. What counts of them is said by `domain/mechanism/ballots.py`,
and of approvals of public words by the database itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.mechanism.ballots import Vote
from domain.mechanism.standing import Cast
from storage import shapes, times
from storage.database import Row, Tx
from storage.road import history

PADDED = 512  # bytes; blanks behind what was answered are nothing to JSON


def cast(tx: Tx, kind: str, matter_id: int, move: str, vote: Cast, at: datetime) -> Row:
    """Keep a voice. What was voted, and why, is sealed, and its length does not tell it either. Return the head of the matter's
    history."""
    since = _round(vote.since, vote.subject)
    told = shapes.encode(dict(vote.given))
    padded = told.ljust(-(-len(told) // PADDED) * PADDED)
    head = tx.one_beside(
        history.TABLE,
        "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, body, at)"
        f" VALUES (:matter, :move, :round, :person, :grant, :role, :subject, :body, :at) RETURNING {history.HEAD_OF}",
        kind=kind,
        matter=matter_id,
        move=move,
        round=since,
        person=vote.person_id,
        grant=vote.grant_id,
        role=vote.role,
        subject=vote.subject,
        body=tx.vault.seal(padded, _place(matter_id, move, since, vote.person_id)),
        at=times.text(at),
    )
    assert head is not None, "a row that was added is returned"
    return head


JOINED = (
    " LEFT JOIN ballot ON ballot.matter_id = matter.id AND ballot.move = :move AND ballot.round = :round"
    " AND ballot.subject = :subject AND ballot.person_id = person.id"
)
"""The voices of a round, or about a subject, in a statement about people."""
COLUMNS = "ballot.id, ballot.grant_id, ballot.body"


def asked(move: str, since: datetime, subject: str) -> dict[str, str]:
    """What `JOINED` asks for: the voices of the round that began then, or about this subject."""
    return {"move": move, "round": _round(since, subject), "subject": subject}


def voices(tx: Tx, matter_id: int, of: Mapping[str, str], rows: Iterable[tuple[int, Row]]) -> tuple[Vote, ...]:
    """The voices that were found as `COLUMNS`, each beside whose it is, in the order in which they were given."""
    found = {row[0]: (person, row) for person, row in rows if row[0] is not None}
    return tuple(
        _vote(tx, matter_id, of["move"], of["round"], person, grant, body)
        for _, (person, (_, grant, body)) in sorted(found.items())
    )


def about(tx: Tx, matter_id: int, move: str, subject: str) -> tuple[Vote, ...]:
    """All that was voted about a subject, whoever may vote by now."""
    rows = tx.all(
        f"SELECT person_id, {COLUMNS} FROM ballot WHERE matter_id = :matter AND move = :move AND subject = :subject",
        matter=matter_id,
        move=move,
        subject=subject,
    )
    asked_for = {"move": move, "round": "", "subject": subject}
    return voices(tx, matter_id, asked_for, ((row[0], row[1:]) for row in rows))


def newest_of(tx: Tx, matter_id: int, move: str, person_id: int) -> Vote | None:
    """What somebody voted last; None where they did not."""
    row = tx.one(
        "SELECT round, grant_id, body FROM ballot WHERE matter_id = :matter AND move = :move AND person_id = :person"
        " ORDER BY id DESC LIMIT 1",
        matter=matter_id,
        move=move,
        person=person_id,
    )
    return None if row is None else _vote(tx, matter_id, move, row[0], person_id, row[1], row[2])


def _vote(tx: Tx, matter_id: int, move: str, begun: str, person_id: int, grant_id: int, body: bytes) -> Vote:
    told = tx.vault.open(body, _place(matter_id, move, begun, person_id))
    return Vote(person_id=person_id, grant_id=grant_id, given=shapes.decode(told))


def _round(since: datetime, subject: str) -> str:
    """A voice about a subject counts whenever that comes up."""
    return "" if subject else times.text(since)


def _place(matter_id: int, move: str, since: str, person_id: int) -> str:
    return f"ballot|{matter_id}|{move}|{since}|{person_id}"
