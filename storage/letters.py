"""Letters that came by import: which of them were taken, by the number each has in the office's own book."""

from storage.database import Tx


def is_taken(tx: Tx, key: str) -> bool:
    """Whether a letter of this number was taken before."""
    return tx.value("SELECT 1 FROM letter WHERE mark = :mark", mark=tx.vault.mark("letter", key)) is not None


def take(tx: Tx, key: str, matter_id: int) -> None:
    """Remember which matter a letter became."""
    tx.put(
        "INSERT INTO letter (mark, matter_id) VALUES (:mark, :matter)",
        mark=tx.vault.mark("letter", key),
        matter=matter_id,
    )
