"""Who could take part in a matter, with what they have to do with it: for whoever is to be named, and for whoever votes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.mechanism.ballots import Vote
from domain.mechanism.columns import Party, Relation
from domain.mechanism.parts import Holder
from domain.people import Role
from storage import people
from storage.database import Row, Tx
from storage.mechanism import ballots, involvement
from storage.mechanism.parts import marks
from storage.road import history

_THEMSELVES = "'person:' || person.id"  # as history names an actor
_COLUMNS = (
    f"person.id, person.label, {people.UNITS}, role_grant.role, role_grant.id,"
    " COALESCE((SELECT MIN(on_behalf_of) FROM deputy WHERE deputy.grant_id = role_grant.id), person.id),"
    " CASE WHEN EXISTS (SELECT 1 FROM account LEFT JOIN matter AS about ON about.id = matter.parent_id"
    " WHERE account.person_id = person.id AND (account.id IN (matter.account_id, about.account_id) OR account.id IN"
    " (SELECT one.account_id FROM link JOIN matter AS one ON one.id = link.from_id WHERE link.to_id = matter.id"
    " AND link.how = 'merged'))) THEN 1 ELSE 0 END,"
    f" CASE WHEN {involvement.RECUSED.format(person='person.id')} THEN 1 ELSE 0 END,"
    " (SELECT string_agg(party, ' ') FROM part WHERE part.matter_id = matter.id AND part.person_id = person.id),"
    f" {involvement.DID.format(actor=_THEMSELVES)}, {involvement.DID_BEFORE.format(actor=_THEMSELVES)}"
)
_WIDTH = 11
_HOLDS = " FROM role_grant JOIN person ON person.id = role_grant.person_id JOIN matter ON matter.id = :matter"


def of(tx: Tx, matter_id: int, parties: Iterable[Party]) -> list[Holder]:
    """Everybody who is one of these parties of a matter: by a role, or because they were named. One entry a grant, and for each what
    they have to do with the matter."""
    where, given = _are(parties)
    rows = tx.all(f"SELECT {_COLUMNS}{_HOLDS}{where}", matter=matter_id, **given)
    return [_holder(row) for row in rows]


def voting(
    tx: Tx, matter_id: int, parties: Iterable[Party], move: str, since: datetime, subject: str = ""
) -> tuple[list[Holder], tuple[Vote, ...]]:
    """The same of those who may have a voice, and the voices they gave in the round that began then, or about this subject."""
    where, given = _are(parties)
    asked = ballots.asked(move, since, subject)
    rows = tx.all(
        f"SELECT {_COLUMNS}, {ballots.COLUMNS}{_HOLDS}{ballots.JOINED}{where}", matter=matter_id, **asked, **given
    )
    found = {(row[0], row[4]): row for row in rows}
    votes = ballots.voices(tx, matter_id, asked, ((row[0], row[_WIDTH:]) for row in rows))
    return [_holder(row) for row in found.values()], votes


def own_voice(
    tx: Tx, matter_id: int, party: Relation, move: str, since: datetime, subject: str, person_id: int
) -> tuple[int | None, tuple[Vote, ...], int, int]:
    """Of a ballot of many: the grant by which somebody has a voice and what they voted, and how many have one and voted, all together."""
    asked = ballots.asked(move, since, subject)
    has_part = "part.matter_id = :matter AND part.party = :party AND part.until IS NULL"
    of_round = "move = :move AND round = :round AND subject = :subject"
    row = tx.one(
        f"SELECT (SELECT COUNT(*) FROM part WHERE {has_part}), (SELECT COUNT(*) FROM ballot WHERE matter_id = :matter AND {of_round}),"
        f" part.grant_id, {ballots.COLUMNS} FROM matter LEFT JOIN part ON {has_part} AND part.person_id = :person"
        f" LEFT JOIN person ON person.id = part.person_id {ballots.JOINED} WHERE matter.id = :matter",
        matter=matter_id,
        party=party.value,
        person=person_id,
        **asked,
    )
    assert row is not None, "a matter stays"
    return row[2], ballots.voices(tx, matter_id, asked, [(person_id, row[3:])]), row[0], row[1]


def _are(parties: Iterable[Party]) -> tuple[str, dict[str, str]]:
    every = list(parties)
    given = {f"role_{n}": party.value for n, party in enumerate(every) if isinstance(party, Role)}
    named = {f"part_{n}": party.value for n, party in enumerate(every) if isinstance(party, Relation)}
    where = (
        f" WHERE role_grant.revoked_at IS NULL AND (role_grant.role IN ({marks(given)}) OR role_grant.id IN"
        " (SELECT grant_id FROM part WHERE part.matter_id = matter.id AND part.until IS NULL"
        f" AND part.party IN ({marks(named)}))) ORDER BY person.id, role_grant.id"
    )
    return where, {**given, **named}


def _holder(row: Row) -> Holder:
    unit, earlier = people.units_of(row[2])
    return Holder(
        person_id=row[0],
        label=row[1],
        unit=unit,
        earlier=earlier,
        role=row[3],
        grant_id=row[4],
        principal_id=row[5],
        has_brought=bool(row[6]),
        has_recused=bool(row[7]),
        parts=frozenset(map(Relation, (row[8] or "").split())),
        did=history.done((row[9] or "").split()),
        did_before=involvement.before((row[10] or "").split()),
    )


def told_of(tx: Tx, matter_ids: Sequence[int]) -> frozenset[int]:
    """The people of the office who, as anybody may, told what these matters came from: clues and nominations, and those merged in them."""
    ids = {f"id_{place}": number for place, number in enumerate(matter_ids)}
    if not ids:
        return frozenset()
    from_them = f"SELECT id FROM matter WHERE id IN ({marks(ids)}) UNION SELECT parent_id FROM matter WHERE id IN ({marks(ids)})"
    rows = tx.all(
        f"WITH theirs AS ({from_them}) SELECT DISTINCT account.person_id FROM matter JOIN account ON account.id = matter.account_id"
        " WHERE account.person_id IS NOT NULL AND matter.kind IN ('clue', 'striver') AND matter.id IN (SELECT id FROM theirs"
        " UNION SELECT from_id FROM link WHERE how = 'merged' AND to_id IN (SELECT id FROM theirs))",
        **ids,
    )
    return frozenset(person for (person,) in rows)


def recused(tx: Tx, matter_id: int) -> frozenset[int]:
    """The people who have nothing to do with a matter because they said so themselves."""
    rows = tx.all(
        f"SELECT person.id FROM person JOIN matter ON matter.id = :matter WHERE {involvement.RECUSED.format(person='person.id')}",
        matter=matter_id,
    )
    return frozenset(person for (person,) in rows)
