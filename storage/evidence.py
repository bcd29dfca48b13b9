"""Evidence (佐证材料): what belongs to which matter, how far it came, and where its encrypted file lies.

The bytes are files, kept by `bot/evidence.py`; here are their rows. A row is wanted until its file was fetched, then
kept or refused; `shown` is the picture re-made for reviewers. Called by the handlers, `bot/evidence_chores.py` and
`bot/parcels.py`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.said import FileKind, FileRef
from storage import chores, shapes, times
from storage.database import Row, Tx

FETCH = "fetch_evidence"
REMAKE = "remake_evidence"
_COLUMNS = "id, account_id, kind, ref, name, size, state, kept, shown, why"


class State(StrEnum):
    """How far a piece came."""

    WANTED = "wanted"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of evidence. `kept` and `shown` name files, `why` what is wrong with it."""

    id: int
    account_id: int
    kind: FileKind
    channel: str
    ref: str
    name: str
    size: int
    state: State
    kept: str
    shown: str
    why: str

    @property
    def place(self) -> str:
        """Where ("lat,lon"), of a location that somebody sent."""
        return self.ref if self.kind is FileKind.LOCATION else ""


def want(tx: Tx, account_id: int, matter: str, matter_id: int, file: FileRef, channel: str, at: datetime) -> int:
    """Note a file that came with a matter, and ask for the chore that keeps or checks it; return its number.

    A web upload is ours already; a location has no file; what the door refused is only noted.
    """
    is_ours = channel == "web" and file.kind is not FileKind.LOCATION
    state = State.WANTED
    if file.refusal:
        state = State.REFUSED
    elif is_ours or file.kind is FileKind.LOCATION:
        state = State.KEPT
    number = tx.add(
        "INSERT INTO evidence (account_id, matter, matter_id, kind, ref, name, size, state, kept, made_at, why)"
        " VALUES (:account, :matter, :matter_id, :kind, :empty, :empty, :size, :state, :kept, :made, :why)",
        account=account_id,
        matter=matter,
        matter_id=matter_id,
        kind=file.kind.value,
        empty=b"",
        size=file.size,
        state=state.value,
        kept=file.ref if is_ours and not file.refusal else None,
        made=times.text(at),
        why=file.refusal or None,
    )
    tx.put(
        "UPDATE evidence SET ref = :ref, name = :name WHERE id = :id",
        ref=tx.vault.seal(shapes.encode([channel, file.ref]), f"evidence|ref|{number}"),
        name=tx.vault.seal(file.name.encode(), f"evidence|name|{number}"),
        id=number,
    )
    if not file.refusal and file.kind is not FileKind.LOCATION:
        chores.put(tx, REMAKE if is_ours else FETCH, account_id, {"evidence": number}, at)
    return number


def of_id(tx: Tx, number: int) -> Piece | None:
    """Find one piece."""
    row = tx.one(f"SELECT {_COLUMNS} FROM evidence WHERE id = :id", id=number)
    return None if row is None else _piece(tx, row)


def matter_of(tx: Tx, number: int) -> tuple[str, int]:
    """Say which matter a piece came with."""
    matter, matter_id = tx.all("SELECT matter, matter_id FROM evidence WHERE id = :id", id=number)[0]
    return matter, matter_id


def of_matter(tx: Tx, matter: str, matter_id: int) -> list[Piece]:
    """List all that came with a matter, oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM evidence WHERE matter = :matter AND matter_id = :id ORDER BY id",
        matter=matter,
        id=matter_id,
    )
    return [_piece(tx, row) for row in rows]


def pictures_of(tx: Tx, matter: str, matter_id: int) -> tuple[int, ...]:
    """List the pictures of a matter that reviewers may look at, as `Say.evidence` takes them."""
    rows = tx.all(
        "SELECT id FROM evidence WHERE matter = :matter AND matter_id = :id AND shown IS NOT NULL ORDER BY id",
        matter=matter,
        id=matter_id,
    )
    return tuple(number for (number,) in rows)


def count_of_account(tx: Tx, account_id: int) -> int:
    """Count the pieces that an account sent."""
    return int(tx.value("SELECT COUNT(*) FROM evidence WHERE account_id = :account", account=account_id))


def shown(tx: Tx, numbers: Sequence[int]) -> list[str]:
    """List the files of the re-made pictures of these pieces, in their order."""
    found = [tx.value("SELECT shown FROM evidence WHERE id = :id", id=number) for number in numbers]
    return [ref for ref in found if ref]


def keep(tx: Tx, number: int, kept: str, size: int, at: datetime) -> None:
    """The file is fetched and lies under `kept`; where it was not before, it is now to be re-made."""
    changed = tx.run(
        "UPDATE evidence SET state = 'kept', kept = :kept, size = :size WHERE id = :id AND state = 'wanted'",
        kept=kept,
        size=size,
        id=number,
    )
    account_id = tx.value("SELECT account_id FROM evidence WHERE id = :id", id=number)
    if changed == 1:
        chores.put(tx, REMAKE, account_id, {"evidence": number}, at)


def show(tx: Tx, number: int, ref: str) -> None:
    """The picture was re-made for reviewers and lies under `ref`."""
    tx.put("UPDATE evidence SET shown = :ref WHERE id = :id AND state = 'kept'", ref=ref, id=number)


def refuse(tx: Tx, number: int, why: str, *, is_kept: bool = False) -> None:
    """It could not be kept, or not be shown (`is_kept`); `why` is a name of the words table `file_refused`."""
    change = "why = :why" if is_kept else "why = :why, state = 'refused', kept = NULL"
    tx.put(f"UPDATE evidence SET {change} WHERE id = :id AND shown IS NULL", why=why, id=number)


def files(tx: Tx) -> Iterator[str]:
    """Name every file that a piece counts on."""
    rows = tx.all("SELECT kept, shown FROM evidence WHERE kept IS NOT NULL OR shown IS NOT NULL ORDER BY id")
    return (ref for row in rows for ref in row if ref)


def unknown_among(tx: Tx, refs: Collection[str]) -> list[str]:
    """List those of these files that belong to no piece."""
    return [
        ref
        for ref in refs
        if tx.one("SELECT 1 FROM evidence WHERE kept = :ref OR shown = :ref LIMIT 1", ref=ref) is None
    ]


def _piece(tx: Tx, row: Row) -> Piece:
    channel, ref = shapes.decode(tx.vault.open(row[3], f"evidence|ref|{row[0]}"), tuple[str, str])
    return Piece(
        id=row[0],
        account_id=row[1],
        kind=FileKind(row[2]),
        channel=channel,
        ref=ref,
        name=tx.vault.open(row[4], f"evidence|name|{row[0]}").decode(),
        size=row[5],
        state=State(row[6]),
        kept=row[7] or "",
        shown=row[8] or "",
        why=row[9] or "",
    )
