"""Complaints and ideas about the service itself (投诉建议), sealed; who wrote one is not kept."""

from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One of them."""

    id: int
    made_at: datetime
    text: str
    is_read: bool


def add(tx: Tx, text: str, at: datetime) -> int:
    """Keep one; return its number."""
    made = times.text(at)
    sealed = tx.vault.seal(text.encode(), f"feedback|{made}")
    return tx.add("INSERT INTO feedback (body, made_at) VALUES (:body, :made)", body=sealed, made=made)


def newest(tx: Tx, limit: int) -> list[Feedback]:
    """Open the newest, those that nobody has read first."""
    rows = tx.all(
        "SELECT id, body, made_at, read_at FROM feedback ORDER BY read_at IS NOT NULL, id DESC LIMIT :limit",
        limit=limit,
    )
    return [
        Feedback(
            id=number,
            made_at=times.read(made),
            text=tx.vault.open(body, f"feedback|{made}").decode(),
            is_read=read is not None,
        )
        for number, body, made, read in rows
    ]


def mark_read(tx: Tx, number: int, at: datetime) -> None:
    """Remember that somebody has read it."""
    tx.put("UPDATE feedback SET read_at = :at WHERE id = :id AND read_at IS NULL", at=times.text(at), id=number)
