"""Pictures by content: kept once, under the SHA-256 of their bytes, which approvals cover."""

import hashlib

from storage.database import Tx


def put(tx: Tx, data: bytes) -> str:
    """Keep a picture; return its key."""
    key = key_of(data)
    tx.put(
        "INSERT INTO picture (hash, bytes) VALUES (:hash, :bytes) ON CONFLICT (hash) DO NOTHING", hash=key, bytes=data
    )
    return key


def get(tx: Tx, key: str) -> bytes | None:
    """Return the bytes of a picture."""
    found: bytes | None = tx.value("SELECT bytes FROM picture WHERE hash = :hash", hash=key)
    return found


def key_of(data: bytes) -> str:
    """The key of these bytes."""
    return hashlib.sha256(data).hexdigest()
