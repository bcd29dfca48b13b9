"""Letters that came by import: which of them were taken, by the number each has in the office's own book."""

from storage.database import Tx


def is_taken(tx: Tx, key: str) -> bool:
    """Whether a letter of this number was taken before."""
    return _is_there(tx, tx.vault.mark("letter", key))


def is_same(tx: Tx, key: str, story: str) -> bool:
    """Whether that was the letter with these very words."""
    return _is_there(tx, _of_words(tx, key, story))


def take(tx: Tx, key: str, story: str, matter_id: int) -> None:
    """Remember which matter a letter became, by its number and by its words."""
    for mark in (tx.vault.mark("letter", key), _of_words(tx, key, story)):
        tx.put("INSERT INTO letter (mark, matter_id) VALUES (:mark, :matter)", mark=mark, matter=matter_id)


def _of_words(tx: Tx, key: str, story: str) -> bytes:
    return tx.vault.mark("letter_words", f"{key}\n{story}")


def _is_there(tx: Tx, mark: bytes) -> bool:
    return tx.value("SELECT 1 FROM letter WHERE mark = :mark", mark=mark) is not None
