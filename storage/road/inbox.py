"""The inbox (收件箱): every message that was acknowledged to the outside, once.

A message that is handled leaves only its key: not whose it was, or whoever asked to be forgotten would be known by it again.
One that could not be handled keeps its sealed words until it was, or until it is set aside for the operator.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.said import Said
from storage import shapes, times
from storage.database import Row, Tx

NOBODY = b""  # whose a message is that waits for nothing
# A kept message as it was read: several processes on one database may try the same one at the same moment.
_AS_READ = " WHERE id = :id AND state = 'new' AND attempts = :attempts"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message that still waits to be handled."""

    id: int
    said: Said
    received_at: datetime
    attempts: int


_COLUMNS = "id, channel, event_key, received_at, attempts, body"
_ARRIVED = "INSERT INTO inbox (channel, event_key, speaker, received_at, state) VALUES (:channel, :key, :speaker, :at, 'handled')"


def arrive(tx: Tx, channel: str, event_key: str, at: datetime) -> bool:
    """Take note of a message handled in this same transaction; False where it is an old one."""
    added = tx.run(
        f"{_ARRIVED} ON CONFLICT (channel, event_key) DO NOTHING",
        channel=channel,
        key=event_key,
        speaker=NOBODY,
        at=times.text(at),
    )
    return added == 1


def arrived(tx: Tx, channel: str, event_key: str, at: datetime) -> None:
    """The same of a message that is known to be new."""
    tx.put(_ARRIVED, channel=channel, key=event_key, speaker=NOBODY, at=times.text(at))


def has_open(tx: Tx, speaker: bytes) -> bool:
    """Whether an earlier message of this speaker still waits: a newer one must wait behind it."""
    return tx.one("SELECT 1 FROM inbox WHERE speaker = :speaker AND state = 'new' LIMIT 1", speaker=speaker) is not None


def keep(tx: Tx, said: Said, speaker: bytes, at: datetime, not_before: datetime | None = None) -> bool:
    """Keep a message with its words, to be handled later; False where it is an old one."""
    return (
        tx.run(
            "INSERT INTO inbox (channel, event_key, speaker, received_at, state, not_before, body)"
            " VALUES (:channel, :key, :speaker, :at, 'new', :later, :body) ON CONFLICT (channel, event_key) DO NOTHING",
            channel=said.channel,
            key=said.event_key,
            speaker=speaker,
            at=times.text(at),
            later=times.text(not_before) if not_before else None,
            body=tx.vault.seal(shapes.encode(said), f"inbox|{said.channel}|{said.event_key}"),
        )
        == 1
    )


def set_aside(tx: Tx, channel: str, event_key: str, raw: bytes, why: str, at: datetime) -> int | None:
    """Keep an update that nobody can read, sealed, for the operator; return its number, None where it is an old one."""
    number: int | None = tx.value(
        "INSERT INTO inbox (channel, event_key, speaker, received_at, state, body, why)"
        " VALUES (:channel, :key, :speaker, :at, 'dead', :body, :why) ON CONFLICT (channel, event_key) DO NOTHING"
        " RETURNING id",
        channel=channel,
        key=event_key,
        speaker=NOBODY,
        at=times.text(at),
        body=tx.vault.seal(raw, f"inbox|{channel}|{event_key}"),
        why=why,
    )
    return number


def waiting(tx: Tx, at: datetime, limit: int = 50) -> list[KeptMessage]:
    """List the oldest message of each speaker that waits and may be tried now.

    One that came later than it is now came before the clock was set back: its appointment means nothing any more.
    """
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM inbox AS one WHERE state = 'new'"
        " AND (not_before IS NULL OR not_before <= :now OR received_at > :now)"
        " AND NOT EXISTS (SELECT 1 FROM inbox AS older WHERE older.speaker = one.speaker AND older.state = 'new'"
        " AND older.id < one.id) ORDER BY id LIMIT :limit",
        now=times.text(at),
        limit=limit,
    )
    return [_kept(tx, row) for row in rows]


def oldest_of(tx: Tx, speaker: bytes) -> KeptMessage | None:
    """Find the oldest message of a speaker that waits, whatever its appointment."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM inbox WHERE speaker = :speaker AND state = 'new' ORDER BY id LIMIT 1", speaker=speaker
    )
    return None if row is None else _kept(tx, row)


def clear(tx: Tx, account_id: int) -> None:
    """Somebody leaves: what is still kept of them goes with its words. Call it while the account is still theirs."""
    for state in ("new", "dead"):  # each has an index of its own
        tx.put(
            f"UPDATE inbox SET state = 'handled', body = NULL, speaker = :nobody WHERE state = '{state}'"
            " AND speaker = (SELECT mark FROM account WHERE id = :account)",
            nobody=NOBODY,
            account=account_id,
        )


def take_up(tx: Tx, kept: KeptMessage) -> bool:
    """Handle a kept message in this same transaction; its words are wiped. False where somebody else has dealt with it."""
    handled = f"UPDATE inbox SET state = 'handled', body = NULL, speaker = :nobody{_AS_READ}"
    return tx.run(handled, nobody=NOBODY, **_as_read(kept)) == 1


def mark_failed(tx: Tx, kept: KeptMessage, not_before: datetime, why: str) -> bool:
    """It failed; try again later. False where somebody else has dealt with it."""
    return (
        tx.run(
            f"UPDATE inbox SET attempts = attempts + 1, not_before = :later, why = :why{_AS_READ}",
            later=times.text(not_before),
            why=why,
            **_as_read(kept),
        )
        == 1
    )


def mark_dead(tx: Tx, kept: KeptMessage, why: str) -> bool:
    """Set it aside for the operator; the next message of the speaker is served. False where somebody else has dealt with it."""
    return tx.run(f"UPDATE inbox SET state = 'dead', why = :why{_AS_READ}", why=why, **_as_read(kept)) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where and when a message came from, without its words."""

    channel: str
    received_at: datetime
    attempts: int


def origin(tx: Tx, number: int) -> Origin | None:
    """Say where a message came from; None where there is none of that number."""
    row = tx.one("SELECT channel, received_at, attempts FROM inbox WHERE id = :id", id=number)
    return None if row is None else Origin(channel=row[0], received_at=times.read(row[1]), attempts=row[2])


def try_again(tx: Tx, number: int) -> bool:
    """An operator lets a message that was set aside be handled once more. False where it was not."""
    changed = tx.run("UPDATE inbox SET state = 'new', not_before = NULL WHERE id = :id AND state = 'dead'", id=number)
    return changed == 1


def wipe(tx: Tx, number: int) -> None:
    """An operator has set a message aside for good: its words go."""
    tx.put(
        "UPDATE inbox SET body = NULL, speaker = :nobody WHERE id = :id AND state = 'dead'", nobody=NOBODY, id=number
    )


def counts(tx: Tx) -> dict[str, int]:
    """Count by state, for the operator."""
    return dict(tx.all("SELECT state, COUNT(*) FROM inbox GROUP BY state"))


def _kept(tx: Tx, row: Row) -> KeptMessage:
    return KeptMessage(
        id=row[0],
        said=shapes.decode(tx.vault.open(row[5], f"inbox|{row[1]}|{row[2]}"), Said),
        received_at=times.read(row[3]),
        attempts=row[4],
    )


def _as_read(kept: KeptMessage) -> dict[str, int]:
    return {"id": kept.id, "attempts": kept.attempts}
