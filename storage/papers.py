"""Formal texts as documents (文书): what was served by which move of a matter, in which language, byte for byte."""

from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Tx
from storage.pictures import key_of

DOSSIER = "dossier"  # the name of a case file that somebody had printed: it was served by no move


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of a matter without its bytes. `name` is that of its words (`paper.<name>`), `key` the hash of its bytes."""

    id: int
    move: str
    name: str
    locale: str
    made_at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """The bytes of a document, a PDF, the number of its matter, and by which words it is called, in which language."""

    data: bytes
    number: str
    name: str
    locale: str


def put(tx: Tx, matter_id: int, move: str, name: str, locale: str, data: bytes, at: datetime) -> str:
    """Keep a document of a matter; return its key."""
    key = key_of(data)
    tx.put(
        "INSERT INTO paper (matter_id, move, name, locale, made_at, hash, body)"
        " VALUES (:matter, :move, :name, :locale, :at, :key, :body)",
        matter=matter_id,
        move=move,
        name=name,
        locale=locale,
        at=times.text(at),
        key=key,
        body=tx.vault.seal(data, _place(matter_id, key)),
    )
    return key


def of_matter(tx: Tx, matter_id: int) -> list[Paper]:
    """The documents of a matter that were served, oldest first."""
    rows = tx.all(
        "SELECT id, move, name, locale, made_at, hash FROM paper WHERE matter_id = :matter AND move <> '' ORDER BY id",
        matter=matter_id,
    )
    return [
        Paper(id=number, move=move, name=name, locale=locale, made_at=times.read(made), key=key)
        for number, move, name, locale, made, key in rows
    ]


def of_key(tx: Tx, key: str) -> PaperFile | None:
    """A document by the hash of its bytes; None where there is none."""
    row = tx.one(
        "SELECT paper.matter_id, paper.name, paper.locale, matter.number, paper.body FROM paper JOIN matter ON matter.id = paper.matter_id"
        " WHERE paper.hash = :key ORDER BY paper.id LIMIT 1",
        key=key,
    )
    if row is None:
        return None
    matter_id, name, locale, number, body = row
    return PaperFile(data=tx.vault.open(body, _place(matter_id, key)), number=number, name=name, locale=locale)


def _place(matter_id: int, key: str) -> str:
    return f"paper|{matter_id}|{key}"
