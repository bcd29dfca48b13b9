"""Of every table, wherever it waits or a term is owed: whoever is there finds it in 待办 and is rung, also after one party has left
(the law §13A, the overdue rule; §13C 待办)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from domain.lifecycles import PROCEDURES
from domain.mechanism import supervising
from domain.mechanism.columns import APPOINTED, Party, Relation
from domain.mechanism.reminders import ReminderKind
from domain.mechanism.standing import Standing
from domain.mechanism.table import Procedure
from domain.people import OPERATOR, STAFF, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.procedures import derived
from handlers.conversation.room import Room
from handlers.desk import queue
from storage import matters
from storage import people as accounts
from storage.database import Tx
from storage.desk import queue as rows
from storage.mechanism import parts
from tests.support import anywhere
from tests.support.direct_stage import DirectStage


def places() -> Iterator[tuple[str, str]]:
    """Every stage of every table in which it waits for somebody, or a term is owed that the clock does not end by itself."""
    for kind, table in PROCEDURES.items():
        if kind in anywhere.BESIDE:
            continue
        owed = {stage for each in table.terms if not each.is_right and not each.lapses for stage in each.stages}
        staying = {stage for stage in owed if not _passes_at_once(table, stage)}
        yield from ((kind, stage) for stage in sorted({*table.todo, *staying}))


def _passes_at_once(table: Procedure, stage: str) -> bool:
    """Whether it only passes through a stage, in the moment in which it is brought in."""
    return table.begins is not None and stage in {table.moves[move].end for move in table.begins.follows[:-1]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DirectStage]:
    """Of every role two: one who has the part, and another."""
    stage = await anywhere.everybody(tmp_path_factory.mktemp("missing"))
    yield stage
    await stage.close()


class Found(Exception):
    """What was found; everything that was tried is rolled back."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)
        self.missing = missing


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("kind", "stage"), list(places()))
async def test_somebody_who_is_there_is_rung_and_finds_it_whoever_has_left(
    house: DirectStage, kind: str, stage: str
) -> None:
    def work(tx: Tx) -> None:
        missing = []
        for left in (None, *_parties(kind, stage)):
            tx.run("SAVEPOINT somebody_left")
            missing += _missing(house_rooms.quiet(tx, house.office, at=house.now, now=house.now), kind, stage, left)
            tx.run("ROLLBACK TO somebody_left")
        raise Found(missing)

    with pytest.raises(Found) as found:
        await house.database.write(work)
    assert found.value.missing == []


def _parties(kind: str, stage: str) -> list[Relation]:
    table = PROCEDURES[kind]
    owed = {party for each in table.terms if stage in each.stages for party in each.owed_by}
    return sorted(
        party
        for party in {*table.todo.get(stage, ()), *owed}
        if isinstance(party, Relation) and party is not Relation.APPLICANT
    )


def _missing(room: Room, kind: str, stage: str, left: Relation | None) -> list[str]:
    standing = anywhere.put(room, kind, stage)
    if left is not None:
        _leaves(room, left)
    standing = matters.of_id(room.tx, standing.id) or standing
    case = f"{kind} {stage} without {left}"
    readers = _rooms(room)
    waits = PROCEDURES[kind].todo.get(stage)
    found = [one for one in readers if any(each.id == standing.id for each in _todo(one))]
    matter = room.office.matters[kind]
    room.tx.run("DELETE FROM outbox")
    room.tx.run("DELETE FROM card")
    rung = []
    if standing.terms and isinstance(matter, derived.Derived):
        for term in standing.terms:
            if supervising.owed_by(matter.procedure, standing, term):
                room.tx.run("DELETE FROM outbox")
                room.tx.run("DELETE FROM card")
                matter.reminded(room, standing, term, ReminderKind.HALF)
                told = {account for (account,) in room.tx.all("SELECT account_id FROM outbox")}
                if not told:
                    rung.append(f"{case}: half of {term.name} rings nobody")
                owing = supervising.owed_by(matter.procedure, standing, term) & APPOINTED
                if left is None and not told >= _accounts_of(room, standing, owing):
                    rung.append(f"{case}: half of {term.name} does not ring whose it is")
    return [*([] if found or not (waits or rung) else [f"{case}: in nobody's 待办"]), *rung]


def _accounts_of(room: Room, standing: Standing, parties: frozenset[Party]) -> set[int]:
    people_named = {
        person
        for party in parties
        if isinstance(party, Relation)
        for person in parts.people_of(room.tx, standing.id, party)
    }
    return {account for person in people_named for account in accounts.accounts_of_person(room.tx, person)}


def _todo(one: Room) -> list[Standing]:
    own = derived.waiting(one)
    if Role.REVIEWER not in one.actor.roles:
        return own
    viewer = queue.viewer_of(one)
    return [*own, *rows.waiting(one.tx, viewer, rows.EVERYTHING, limit=50), *rows.nominations(one.tx, viewer)]


def _rooms(room: Room) -> list[Room]:
    found = []
    for (account,) in room.tx.all("SELECT id FROM account WHERE person_id IS NOT NULL AND gone_at IS NULL ORDER BY id"):
        actor = accounts.actor_of(room.tx, account)
        if actor is not None and actor.roles & set(STAFF):
            found.append(house_rooms.of_person(room, actor, channel="web"))
    return found


def _leaves(room: Room, party: Party) -> None:
    """Whoever has the part loses every role."""
    acting = room.acting_as(OPERATOR)
    if party is Relation.SUBJECT:
        contacts = room.tx.all(
            "SELECT DISTINCT person_id FROM role_grant WHERE role = 'unit_contact' AND revoked_at IS NULL"
        )
        for (person,) in contacts:
            people.take_back(acting, person, Role.UNIT_CONTACT)
        return
    query = (
        "SELECT owner_id FROM matter WHERE kind <> 'staff' AND owner_id IS NOT NULL"
        if party is Relation.OFFICER
        else f"SELECT person_id FROM part WHERE party = '{party.value}' AND until IS NULL"
    )
    person = room.tx.value(f"{query} LIMIT 1")
    for role in sorted(accounts.roles_of(room.tx, person)):
        people.take_back(acting, person, role)
