"""Parts in matters: who is named for what, and what becomes of it when somebody leaves or hands over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.mechanism.columns import APPOINTED, OF_UNIT, OWN_SIDE, Party, Relation
from domain.mechanism.standing import Named, Standing
from domain.people import Role
from storage import times
from storage.database import Tx
from storage.road.reach import SEEN_LAST


@dataclass(frozen=True, slots=True)
class Addressee:
    """An account of somebody whom a matter concerns, and as what: None for those who were named."""

    account_id: int
    channel: str
    party: Relation | None = None

    @property
    def side(self) -> Relation | None:
        """On which of a matter's own sides; None for the office, where several are one."""
        return self.party if self.party in OWN_SIDE else None


def name(tx: Tx, matter_id: int, named: Named, at: datetime) -> None:
    """Let these people have a part in a matter, and nobody else; who has it already goes on."""
    people = {f"person_{n}": person for n, person in enumerate(named.person_ids)}
    roles = {f"role_{n}": role.value for n, role in enumerate(sorted(named.roles))}
    tx.put(
        "UPDATE part SET until = :at WHERE matter_id = :matter AND party = :party AND until IS NULL"
        f" AND person_id NOT IN ({marks(people)})",
        at=times.text(at),
        matter=matter_id,
        party=named.party.value,
        **people,
    )
    tx.put(
        "INSERT INTO part (matter_id, party, person_id, grant_id, since) SELECT :matter, :party, person_id, MIN(id), :at"
        f" FROM role_grant WHERE revoked_at IS NULL AND person_id IN ({marks(people)}) AND role IN ({marks(roles)})"
        " AND NOT EXISTS (SELECT 1 FROM part WHERE part.matter_id = :matter AND part.party = :party"
        " AND part.person_id = role_grant.person_id AND part.until IS NULL) GROUP BY person_id",
        matter=matter_id,
        party=named.party.value,
        at=times.text(at),
        **people,
        **roles,
    )


def leave(tx: Tx, person_id: int, at: datetime) -> list[int]:
    """End every part that stood on a grant that somebody has lost; where another gives the same role, it stands on that from now on.
    Return the ids of the matters in which somebody is missing now."""
    same = (
        "SELECT MIN(other.id) FROM role_grant JOIN role_grant AS other ON other.person_id = role_grant.person_id"
        " AND other.role = role_grant.role AND other.revoked_at IS NULL WHERE role_grant.id = part.grant_id"
    )
    lost = (
        "person_id = :person AND until IS NULL AND grant_id IN (SELECT id FROM role_grant WHERE revoked_at IS NOT NULL)"
    )
    tx.put(f"UPDATE part SET grant_id = ({same}) WHERE {lost} AND ({same}) IS NOT NULL", person=person_id)
    missing = tx.all(f"SELECT DISTINCT matter_id FROM part WHERE {lost} ORDER BY matter_id", person=person_id)
    tx.put(f"UPDATE part SET until = :at WHERE {lost}", at=times.text(at), person=person_id)
    return [matter_id for (matter_id,) in missing]


def let_go(tx: Tx, matter_id: int, person_id: int, at: datetime) -> None:
    """End what somebody has in hand of a matter: every part in it, and their hold on it."""
    tx.put(
        "UPDATE part SET until = :at WHERE matter_id = :matter AND person_id = :person AND until IS NULL",
        at=times.text(at),
        matter=matter_id,
        person=person_id,
    )
    tx.put(
        "UPDATE matter SET owner_id = NULL, owned_until = NULL WHERE id = :matter AND owner_id = :person",
        matter=matter_id,
        person=person_id,
    )


def held_by(tx: Tx, person_id: int) -> list[tuple[int, Named]]:
    """The parts that somebody has now: of which matter, and which, with the role by which they have it."""
    rows = tx.all(
        "SELECT part.matter_id, part.party, role_grant.role FROM part JOIN role_grant ON role_grant.id = part.grant_id"
        " WHERE part.person_id = :person AND part.until IS NULL ORDER BY part.id",
        person=person_id,
    )
    return [
        (row[0], Named(party=Relation(row[1]), person_ids=(person_id,), roles=frozenset({Role(row[2])})))
        for row in rows
    ]


def people_of(tx: Tx, matter_id: int, party: Relation) -> tuple[int, ...]:
    """Who has a part in a matter now."""
    rows = tx.all(
        "SELECT person_id FROM part WHERE matter_id = :matter AND party = :party AND until IS NULL ORDER BY id",
        matter=matter_id,
        party=party.value,
    )
    return tuple(person for (person,) in rows)


def accounts(tx: Tx, now: datetime, standing: Standing, parties: Iterable[Party]) -> list[Addressee]:
    """Where everybody is told something who is one of these to a matter, in one statement: those of the office first; whoever only
    holds a role is none of them. Whoever applied is told where they did it."""
    every = frozenset(parties)
    named = {f"party_{n}": party.value for n, party in enumerate(sorted(APPOINTED & every - OWN_SIDE))}
    asked: list[tuple[str, str]] = []
    if Relation.OFFICER in every and standing.owner_id is not None:
        asked.append((Relation.OFFICER.value, f"person_id = :owner AND {SEEN_LAST}"))
    has_part = f"{SEEN_LAST} AND person_id IN (SELECT part.person_id FROM part WHERE part.matter_id = :matter AND part.until IS NULL"
    if named:
        asked.append(("", f"{has_part} AND part.party IN ({marks(named)}))"))
    asked += [
        (side.value, f"{has_part} AND part.party = '{side.value}')") for side in sorted(APPOINTED & every & OWN_SIDE)
    ]
    if Relation.APPLICANT in every and standing.account_id is not None:
        asked.append((Relation.APPLICANT.value, "id = :applicant"))
    for party in sorted(OF_UNIT.keys() & every) if standing.unit and not standing.is_personal else ():
        roles = ", ".join(f"'{role}'" for role in sorted(OF_UNIT[party]))
        is_of_unit = (
            f"{SEEN_LAST} AND person_id IN (SELECT person.id FROM person JOIN role_grant ON role_grant.person_id = person.id"
            f" WHERE person.unit = :unit AND role_grant.role IN ({roles}) AND role_grant.revoked_at IS NULL)"
        )
        asked.append((party.value, is_of_unit))
    if not asked:
        return []
    rows = tx.all(
        " UNION ".join(
            f"SELECT '{party}' AS party, id, channel FROM account WHERE gone_at IS NULL AND {where}"
            for party, where in asked
        ),
        matter=standing.id,
        unit=standing.unit,
        owner=standing.owner_id,
        applicant=standing.account_id,
        seen_by=times.text(now),
        **named,
    )
    found = [Addressee(number, channel, Relation(party) if party else None) for party, number, channel in rows]
    return sorted(found, key=lambda each: (each.side or "", each.account_id))


def marks(given: Iterable[str]) -> str:
    """The placeholders of a list; of an empty one something that nothing is equal to."""
    return ", ".join(f":{name}" for name in given) or "NULL"
