"""Evidence (佐证材料): what belongs to which matter, how far it came, and where its encrypted file lies.

The bytes are files, kept by `bot/evidence/room.py`; here are their rows. A piece is wanted until its file was fetched,
then kept or refused; what was re-made of it for reviewers are rows of their own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.channels import Traits
from domain.evidence import Media
from domain.mechanism.seals import SealedFile
from domain.said import FileKind, FileRef
from storage import shapes, times
from storage.database import Row, Tx
from storage.road import chores

FETCH = "fetch_evidence"
REMAKE, REMAKE_SOUND, REMAKE_FILM = "remake_evidence", "remake_sound", "remake_film"
_REMAKING = {FileKind.VOICE: REMAKE_SOUND, FileKind.VIDEO: REMAKE_FILM}  # what takes long waits for its own kind alone
_COLUMNS = "id, account_id, kind, ref, name, size, state, kept, why, content, whole, part"
_IS_SHOWN = "EXISTS (SELECT 1 FROM evidence_shown WHERE evidence_id = evidence.id)"


class EvidenceState(StrEnum):
    """How far a piece came."""

    WANTED = "wanted"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of evidence. `kept` names its file, `why` what is wrong with it.

    `content` is its kind by what is in it, empty until that was seen. `whole` and `part` are how much there is and how
    much of it is shown: seconds, pages, characters or members, 0 where nothing is counted.
    """

    id: int
    account_id: int
    kind: FileKind
    channel: str
    ref: str
    name: str
    size: int
    state: EvidenceState
    kept: str
    why: str
    content: str
    whole: int
    part: int
    is_shown: bool

    @property
    def place(self) -> str:
        """Where ("lat,lon"), of a location that somebody sent."""
        return self.ref if self.kind is FileKind.LOCATION else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file that reviewers may have. `key` is the hash of its content, by which channels know it again; `size` in bytes."""

    media: Media
    file: str
    key: str
    size: int


def want(tx: Tx, account_id: int, matter: str, matter_id: int, file: FileRef, channel: Traits, at: datetime) -> int:
    """Note a file that came with a matter, and ask for the chore that keeps or checks it; return its number.

    What came by a channel of ours is here already; a location has no file; what the door refused is only noted.
    """
    is_ours = channel.is_ours and file.kind is not FileKind.LOCATION
    state = EvidenceState.WANTED
    if file.refusal:
        state = EvidenceState.REFUSED
    elif is_ours or file.kind is FileKind.LOCATION:
        state = EvidenceState.KEPT
    number = tx.add(
        "INSERT INTO evidence (account_id, matter, matter_id, kind, ref, name, size, state, kept, mark, whole, part, made_at, why)"
        " VALUES (:account, :matter, :matter_id, :kind, :empty, :empty, :size, :state, :kept, :mark, 0, 0, :made, :why)",
        account=account_id,
        matter=matter,
        matter_id=matter_id,
        kind=file.kind.value,
        empty=b"",
        size=file.size,
        state=state.value,
        kept=file.ref if is_ours and not file.refusal else None,
        mark=file.mark or None,
        made=times.text(at),
        why=file.refusal or None,
    )
    tx.put(
        "UPDATE evidence SET ref = :ref, name = :name WHERE id = :id",
        ref=tx.vault.seal(shapes.encode([channel.name, file.ref]), f"evidence|ref|{number}"),
        name=tx.vault.seal(file.name.encode(), f"evidence|name|{number}"),
        id=number,
    )
    if not file.refusal and file.kind is not FileKind.LOCATION:
        chores.put(tx, _remaking(file.kind) if is_ours else FETCH, account_id, {"evidence": number}, at)
    return number


def of_id(tx: Tx, number: int) -> Piece | None:
    """Find one piece."""
    row = tx.one(f"SELECT {_COLUMNS}, {_IS_SHOWN} FROM evidence WHERE id = :id", id=number)
    return None if row is None else _piece(tx, row)


def matter_of(tx: Tx, number: int) -> tuple[str, int]:
    """Say which matter a piece came with."""
    matter, matter_id = tx.all("SELECT matter, matter_id FROM evidence WHERE id = :id", id=number)[0]
    return matter, matter_id


def of_matter(tx: Tx, matter: str, matter_id: int) -> list[Piece]:
    """List all that came with a matter, oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS}, {_IS_SHOWN} FROM evidence WHERE matter = :matter AND matter_id = :id ORDER BY id",
        matter=matter,
        id=matter_id,
    )
    return [_piece(tx, row) for row in rows]


def count_of_account(tx: Tx, account_id: int) -> int:
    """Count the pieces that an account sent."""
    return int(tx.value("SELECT COUNT(*) FROM evidence WHERE account_id = :account", account=account_id))


def shown(tx: Tx, numbers: Sequence[int]) -> list[ShownFile]:
    """List what was re-made of these pieces, in their order."""
    return [
        ShownFile(media=Media(media), file=file, key=key, size=size)
        for number in numbers
        for media, file, key, size in tx.all(
            "SELECT media, file, key, size FROM evidence_shown WHERE evidence_id = :id ORDER BY position", id=number
        )
    ]


def keep(tx: Tx, number: int, kept: str, mark: str, size: int, kind: FileKind, content: str, at: datetime) -> None:
    """The file is fetched and lies under `kept`, known again by its `mark`; where it was not before, it is now to be re-made."""
    changed = tx.run(
        "UPDATE evidence SET state = 'kept', kept = :kept, mark = :mark, size = :size, kind = :kind, content = :content"
        " WHERE id = :id AND state = 'wanted'",
        kept=kept,
        mark=mark,
        size=size,
        kind=kind.value,
        content=content,
        id=number,
    )
    account_id = tx.value("SELECT account_id FROM evidence WHERE id = :id", id=number)
    if changed == 1:
        chores.put(tx, _remaking(kind), account_id, {"evidence": number}, at)


def show(tx: Tx, number: int, content: str, files: Sequence[ShownFile], whole: int, part: int) -> None:
    """These files were made of it for reviewers; what was made before counts no more."""
    changed = tx.run(
        "UPDATE evidence SET content = :content, whole = :whole, part = :part WHERE id = :id AND state = 'kept'",
        content=content,
        whole=whole,
        part=part,
        id=number,
    )
    tx.run("DELETE FROM evidence_shown WHERE evidence_id = :id", id=number)
    for position, file in enumerate(files if changed else ()):
        tx.put(
            "INSERT INTO evidence_shown (evidence_id, position, media, file, key, size)"
            " VALUES (:id, :position, :media, :file, :key, :size)",
            id=number,
            position=position,
            media=file.media.value,
            file=file.file,
            key=file.key,
            size=file.size,
        )


def refuse(tx: Tx, number: int, why: str, *, content: str = "", is_kept: bool = False) -> None:
    """It could not be kept, or not be shown (`is_kept`); `why` is a name of the words table `file_refused`."""
    change = (
        "content = :content, why = :why"
        if is_kept
        else "content = :content, why = :why, state = 'refused', kept = NULL"
    )
    tx.put(
        f"UPDATE evidence SET {change} WHERE id = :id AND NOT {_IS_SHOWN}",
        why=why,
        content=content or None,
        id=number,
    )


def sealed_now(tx: Tx, matter: str, matter_id: int) -> list[SealedFile]:
    """The files of a matter that are kept, as they can be sealed."""
    rows = tx.all(
        "SELECT id, kept, mark FROM evidence WHERE matter = :matter AND matter_id = :id AND kept IS NOT NULL ORDER BY id",
        matter=matter,
        id=matter_id,
    )
    return [SealedFile(number=number, kept=kept, mark=mark or "") for number, kept, mark in rows]


def marks(tx: Tx) -> dict[str, str]:
    """The mark of every file of which one is kept, by the file's name."""
    return dict(tx.all("SELECT kept, mark FROM evidence WHERE kept IS NOT NULL AND mark IS NOT NULL"))


def files(tx: Tx) -> Iterator[str]:
    """Name every file that a piece counts on."""
    for (ref,) in tx.all("SELECT kept FROM evidence WHERE kept IS NOT NULL ORDER BY id"):
        yield ref
    for (ref,) in tx.all("SELECT file FROM evidence_shown ORDER BY evidence_id, position"):
        yield ref


def unknown_among(tx: Tx, refs: Collection[str]) -> list[str]:
    """List those of these files that belong to no piece."""
    return [
        ref
        for ref in refs
        if tx.one(
            "SELECT 1 FROM evidence WHERE kept = :ref UNION ALL SELECT 1 FROM evidence_shown WHERE file = :ref LIMIT 1",
            ref=ref,
        )
        is None
    ]


def _remaking(kind: FileKind) -> str:
    return _REMAKING.get(kind, REMAKE)


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
        state=EvidenceState(row[6]),
        kept=row[7] or "",
        why=row[8] or "",
        content=row[9] or "",
        whole=row[10],
        part=row[11],
        is_shown=bool(row[12]),
    )
