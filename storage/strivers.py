"""Who nominated a candidate (several people may have, each by a nomination of their own), and whose titles stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.matters.parts.candidate_guards import HONOURED, MERGED
from storage import board, matters, units
from storage.database import Tx

_NOMINATIONS = (
    "one.kind = 'striver' AND one.id IN (SELECT parent_id FROM matter WHERE id = :candidate"
    f" UNION SELECT from_id FROM link WHERE to_id = :candidate AND how = '{MERGED}')"
)


def nominations(tx: Tx, candidate_id: int, gone: Iterable[str], person_id: int | None) -> tuple[int, bool]:
    """How many nominations of a candidate stand, in none of the stages in which one is `gone`; and whether this person made one."""
    rows = tx.all(
        "SELECT one.stage, account.person_id FROM matter AS one LEFT JOIN account ON account.id = one.account_id"
        f" WHERE {_NOMINATIONS}",
        candidate=candidate_id,
    )
    left = frozenset(gone)
    return sum(stage not in left for stage, _ in rows), person_id is not None and any(
        who == person_id for _, who in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """A title that stands: whose it is, by name, post and unit as the commendation says them, of which edition, and until when; None
    where it has no end yet."""

    name: str
    post: str
    unit: str
    edition: str
    until: datetime | None


def honours(tx: Tx) -> list[Honour]:
    """List the titles that stand, those of the newest edition first: of whomever a commendation names that was delivered to the board."""
    said = board.naming(tx, "candidate_commended")
    of = {row[0]: row[1] for row in tx.all("SELECT from_id, to_id FROM link WHERE how = 'edition'")}
    every = [each for each in matters.waiting(tx, "candidate", HONOURED) if each.id in said and each.id in of]
    titles = {each.id: each.own["title"] for each in matters.of_ids(tx, sorted({of[each.id] for each in every}))}
    register = units.register(tx) if every else None
    ranked = sorted(every, key=lambda each: (-of[each.id], each.id))
    return [
        Honour(
            name=each.own["name"],
            post=each.own["post"],
            unit=found.name if register and (found := register.get(each.unit)) else "",
            edition=titles[of[each.id]],
            until=term.due_at if (term := each.term("striver_stand")) else None,
        )
        for each in ranked
    ]
