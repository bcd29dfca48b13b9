"""Who could take part in a matter, with what they have to do with it: for whoever is to be named, and for whoever votes."""

from collections.abc import Iterable

from domain.mechanism.columns import Party, Relation
from domain.mechanism.parts import Holder
from domain.people import Role
from storage import people
from storage.database import Tx
from storage.mechanism import involvement
from storage.mechanism.parts import marks
from storage.road import history

_THEMSELVES = "'person:' || person.id"  # as history names an actor
_HOLDER = (
    f"SELECT person.id, person.label, {people.UNITS}, role_grant.role, role_grant.id,"
    " COALESCE((SELECT MIN(on_behalf_of) FROM deputy WHERE deputy.grant_id = role_grant.id), person.id),"
    " CASE WHEN EXISTS (SELECT 1 FROM account LEFT JOIN matter AS about ON about.id = matter.parent_id"
    " WHERE account.person_id = person.id AND account.id IN (matter.account_id, about.account_id)) THEN 1 ELSE 0 END,"
    f" CASE WHEN {involvement.RECUSED.format(person='person.id')} THEN 1 ELSE 0 END,"
    " (SELECT string_agg(party, ' ') FROM part WHERE part.matter_id = matter.id AND part.person_id = person.id),"
    f" {involvement.DID.format(actor=_THEMSELVES)}"
    " FROM role_grant JOIN person ON person.id = role_grant.person_id JOIN matter ON matter.id = :matter"
    " WHERE role_grant.revoked_at IS NULL"
)


def of(tx: Tx, matter_id: int, parties: Iterable[Party]) -> list[Holder]:
    """Everybody who is one of these parties of a matter: by a role, or because they were named. One entry a grant, and for each what
    they have to do with the matter."""
    every = list(parties)
    given = {f"role_{n}": party.value for n, party in enumerate(every) if isinstance(party, Role)}
    named = {f"part_{n}": party.value for n, party in enumerate(every) if isinstance(party, Relation)}
    rows = tx.all(
        f"{_HOLDER} AND (role_grant.role IN ({marks(given)}) OR role_grant.id IN (SELECT grant_id FROM part"
        f" WHERE part.matter_id = :matter AND part.until IS NULL AND part.party IN ({marks(named)})))"
        " ORDER BY person.id, role_grant.id",
        matter=matter_id,
        **given,
        **named,
    )
    return [
        Holder(
            person_id=row[0],
            label=row[1],
            unit=people.units_of(row[2])[0],
            earlier=people.units_of(row[2])[1],
            role=row[3],
            grant_id=row[4],
            principal_id=row[5],
            has_brought=bool(row[6]),
            has_recused=bool(row[7]),
            parts=frozenset(map(Relation, (row[8] or "").split())),
            did=history.done((row[9] or "").split()),
        )
        for row in rows
    ]


def recused(tx: Tx, matter_id: int) -> frozenset[int]:
    """The people who have nothing to do with a matter because they said so themselves."""
    rows = tx.all(
        f"SELECT person.id FROM person JOIN matter ON matter.id = :matter WHERE {involvement.RECUSED.format(person='person.id')}",
        matter=matter_id,
    )
    return frozenset(person for (person,) in rows)
