"""Who nominated a candidate: several people may have, each by a nomination of their own."""

from collections.abc import Iterable

from domain.matters.parts.candidate_guards import MERGED
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
