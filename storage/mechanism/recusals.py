"""Who has nothing to do with a matter, because they said so themselves."""

from datetime import datetime

from storage import times
from storage.database import Tx


def recuse(tx: Tx, matter: str, matter_id: int, person_id: int, at: datetime) -> None:
    """Remember that a person has nothing to do with this matter."""
    tx.put(
        "INSERT INTO recusal (matter, matter_id, person_id, at) VALUES (:matter, :id, :person, :at)"
        " ON CONFLICT (matter, matter_id, person_id) DO NOTHING",
        matter=matter,
        id=matter_id,
        person=person_id,
        at=times.text(at),
    )
