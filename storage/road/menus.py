"""What the numbers on somebody's screen stand for, on a channel where buttons are chosen by typing theirs.

It is noted before the message leaves, because its reader may answer before we know that it arrived; and taken back where it surely
did not leave or came back. So the newest is what stands there, or what may well stand there: a message whose answer was lost has
mostly arrived, and is said again.
"""

from collections.abc import Mapping

from storage import shapes
from storage.database import Tx

_KEPT = 10  # of each account: what stands there when newer ones came back


def note(tx: Tx, account_id: int, outbox_id: int, menu: Mapping[int, str]) -> int:
    """A message with this menu is about to leave: number by number what is chosen by it. Return by what it is taken back."""
    number = tx.add(
        "INSERT INTO menu (account_id, outbox_id, body) VALUES (:account, :outbox, :body)",
        account=account_id,
        outbox=outbox_id,
        body=tx.vault.seal(shapes.encode((_mark(tx, account_id), menu)), f"menu|{account_id}"),
    )
    tx.put(
        "DELETE FROM menu WHERE account_id = :account AND id <="
        " (SELECT older.id FROM menu AS older WHERE older.account_id = :account ORDER BY older.id DESC LIMIT 1 OFFSET :kept)",
        account=account_id,
        kept=_KEPT,
    )
    return number


def take_back(tx: Tx, number: int) -> None:
    """It surely did not leave."""
    tx.put("DELETE FROM menu WHERE id = :id", id=number)


def came_back(tx: Tx, outbox_id: int) -> None:
    """What was said with this row did not arrive after all."""
    tx.put("DELETE FROM menu WHERE outbox_id = :outbox", outbox=outbox_id)


def standing(tx: Tx, account_id: int) -> dict[int, str]:
    """Number by number what is chosen by it on the screen of an account; nothing where no menu of it is known."""
    body = tx.value("SELECT body FROM menu WHERE account_id = :account ORDER BY id DESC LIMIT 1", account=account_id)
    if body is None:
        return {}
    mark, menu = shapes.decode(tx.vault.open(body, f"menu|{account_id}"), tuple[bytes, dict[int, str]])
    return menu if mark == _mark(tx, account_id) else {}


def forget(tx: Tx, account_id: int) -> None:
    """Delete what stood before an account that left."""
    tx.put("DELETE FROM menu WHERE account_id = :account", account=account_id)


def _mark(tx: Tx, account_id: int) -> bytes:
    """Another one once a copy was brought back: what was said since then is not known here."""
    return tx.vault.tag(f"menu|{account_id}")
