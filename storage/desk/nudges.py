"""Where and when somebody who works here is nudged. The address is sealed: nobody reads it but the door that sends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.nudges import NudgeKind
from storage import times
from storage.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person has chosen; it counts once it is confirmed."""

    kind: NudgeKind
    address: str
    is_confirmed: bool
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeDue:
    """Somebody whom something new waits for that no page of theirs has taken: one account of theirs, and how much it is."""

    person_id: int
    account_id: int
    number: int


def choose(tx: Tx, person_id: int, kind: NudgeKind, address: str, code: str, at: datetime) -> None:
    """Remember where to nudge a person, in place of what they had; it counts once they have typed the code."""
    made = times.text(at)
    forget(tx, person_id)
    tx.put(
        "INSERT INTO nudge (person_id, kind, address, code, wrong, failures, made_at)"
        " VALUES (:person, :kind, :address, :code, 0, 0, :at)",
        person=person_id,
        kind=kind.value,
        address=tx.vault.seal(address.encode(), f"nudge|{person_id}|{made}"),
        code=tx.vault.mark("nudge", f"{person_id}|{code}"),
        at=made,
    )


def of_person(tx: Tx, person_id: int) -> Chosen | None:
    """What a person has chosen."""
    row = tx.one(
        "SELECT kind, address, confirmed_at, failures, made_at FROM nudge WHERE person_id = :person", person=person_id
    )
    if row is None:
        return None
    address = tx.vault.open(row[1], f"nudge|{person_id}|{row[4]}").decode()
    return Chosen(kind=NudgeKind(row[0]), address=address, is_confirmed=row[2] is not None, failures=row[3])


def confirm(tx: Tx, person_id: int, code: str, at: datetime) -> bool:
    """The code was typed: from now on it counts. A code is good once. False where it is not the code."""
    changed = tx.run(
        "UPDATE nudge SET confirmed_at = :at, code = NULL WHERE person_id = :person AND code = :code",
        at=times.text(at),
        person=person_id,
        code=tx.vault.mark("nudge", f"{person_id}|{code}"),
    )
    return changed == 1


def was_wrong(tx: Tx, person_id: int) -> int:
    """A wrong code was typed; return how many so far."""
    return int(
        tx.value("UPDATE nudge SET wrong = wrong + 1 WHERE person_id = :person RETURNING wrong", person=person_id) or 0
    )


def forget(tx: Tx, person_id: int) -> None:
    """Nudge this person no more."""
    tx.put("DELETE FROM nudge WHERE person_id = :person", person=person_id)


def due(
    tx: Tx, pulling: Sequence[str], *, waiting_since: datetime, nudged_before: datetime, limit: int = 50
) -> list[NudgeDue]:
    """List whom something waits for that is older than the one and newer than their last nudge, which is older than the other.

    Only what a page has not taken counts; whoever is reached on a channel that pushes has been told there (`pulling`
    are the others). A card counts once,
    however often it was refreshed; of several pages of one person, which are told the same, the one that most waits for.
    """
    pages = {f"pulling{place}": name for place, name in enumerate(pulling)}
    named = f"({', '.join(f':{name}' for name in pages) or 'NULL'})"
    rows = tx.all(
        "SELECT person_id, MAX(account_id), MAX(number) FROM (SELECT nudge.person_id, nudge.nudged_at,"
        " account.id AS account_id, COUNT(DISTINCT COALESCE(-outbox.card_id, outbox.id)) AS number,"
        " MIN(outbox.made_at) AS oldest, MAX(outbox.made_at) AS newest FROM nudge"
        " JOIN account ON account.person_id = nudge.person_id AND account.gone_at IS NULL"
        " JOIN outbox ON outbox.account_id = account.id AND outbox.state = 'waiting' AND outbox.class = 'N'"
        f" WHERE nudge.confirmed_at IS NOT NULL AND COALESCE(nudge.nudged_at, '') <= :before AND outbox.channel IN {named}"
        " AND NOT EXISTS (SELECT 1 FROM account AS pushed WHERE pushed.person_id = nudge.person_id"
        f" AND pushed.channel NOT IN {named} AND pushed.gone_at IS NULL AND pushed.route IS NOT NULL)"
        " AND EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person_id = nudge.person_id AND revoked_at IS NULL)"
        " GROUP BY nudge.person_id, nudge.nudged_at, account.id) AS waits GROUP BY person_id, nudged_at"
        " HAVING MIN(oldest) <= :since AND MAX(newest) > COALESCE(nudged_at, '') ORDER BY person_id LIMIT :limit",
        before=times.text(nudged_before),
        since=times.text(waiting_since),
        limit=limit,
        **pages,
    )
    return [NudgeDue(person_id=person, account_id=account, number=number) for person, account, number in rows]


def nudged(tx: Tx, person_id: int, at: datetime) -> None:
    """A nudge goes out now: not another one for a while."""
    tx.put("UPDATE nudge SET nudged_at = :at WHERE person_id = :person", at=times.text(at), person=person_id)


def arrived(tx: Tx, person_id: int) -> None:
    """A nudge was taken by its service."""
    tx.put("UPDATE nudge SET failures = 0 WHERE person_id = :person AND failures > 0", person=person_id)


def failed(tx: Tx, person_id: int) -> int:
    """A nudge was given up; return how many in a row."""
    return int(
        tx.value(
            "UPDATE nudge SET failures = failures + 1 WHERE person_id = :person RETURNING failures", person=person_id
        )
        or 0
    )
