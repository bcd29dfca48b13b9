"""How matters hang together besides: how many children each has, and links between matters that are no child of one another."""

from collections.abc import Mapping
from datetime import datetime

from storage import times
from storage.database import Tx

CHILDREN = (
    "(SELECT string_agg(kind || ' ' || stage || ' ' || number, ',') FROM (SELECT child.kind, child.stage, COUNT(*) AS number"
    " FROM matter AS child WHERE child.parent_id = matter.id GROUP BY child.kind, child.stage) AS counted)"
)
"""The children of a matter in a statement that loads it: how many of each kind stand in each stage."""


def counted(written: str | None) -> Mapping[str, Mapping[str, int]]:
    """The numbers that `CHILDREN` has found, by kind and stage."""
    found: dict[str, dict[str, int]] = {}
    for each in filter(None, (written or "").split(",")):
        kind, stage, number = each.split(" ")
        found.setdefault(kind, {})[stage] = int(number)
    return found


def link(tx: Tx, from_id: int, to_id: int, how: str, at: datetime) -> None:
    """Remember that a matter has to do with another one, and how; once."""
    tx.put(
        "INSERT INTO link (from_id, to_id, how, at) VALUES (:from, :to, :how, :at) ON CONFLICT (from_id, to_id, how) DO NOTHING",
        **{"from": from_id},
        to=to_id,
        how=how,
        at=times.text(at),
    )


def hand_on(tx: Tx, from_id: int, to_id: int, how: str) -> None:
    """Let whatever was linked to one matter be linked to another."""
    tx.put("UPDATE link SET to_id = :to WHERE to_id = :from AND how = :how", **{"from": from_id}, to=to_id, how=how)


def linked(tx: Tx, matter_id: int, how: str = "") -> list[tuple[int, str]]:
    """List the matters linked to this one, whichever of the two was linked to the other, and how; oldest link first."""
    named = " AND how = :how" if how else ""
    rows = tx.all(
        f"SELECT to_id AS id, how, at FROM link WHERE from_id = :id{named}"
        f" UNION SELECT from_id AS id, how, at FROM link WHERE to_id = :id{named} ORDER BY at, id",
        id=matter_id,
        **({"how": how} if how else {}),
    )
    return [(number, name) for number, name, _ in rows]
