"""How far we have read what a platform keeps for us: one word of the platform's, by what is read."""

from storage.database import Tx


def of(tx: Tx, name: str) -> str:
    """How far it was read; empty where it never was."""
    return str(tx.value("SELECT value FROM meta WHERE name = :name", name=_name(name)) or "")


def move(tx: Tx, name: str, to: str) -> None:
    """All before this is durable with us."""
    tx.put(
        "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value",
        name=_name(name),
        value=to,
    )


def _name(name: str) -> str:
    return f"cursor:{name}"
