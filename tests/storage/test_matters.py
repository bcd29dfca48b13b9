"""A matter of any kind begins, stands, moves and lapses in one table, whatever its procedure is, on both engines."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.mechanism import procedure, rules
from domain.mechanism.limits import Limit
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Procedure, Rule
from domain.people import Actor, Role
from storage import errors, matters
from storage.database import Database, Tx
from storage.mechanism import kin, terms
from storage.road import history
from tests.support import engines, lifecycles

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
CONTACT = Actor(account_id=5, person_id=5, roles=frozenset({Role.UNIT_CONTACT}))
TOY = Procedure(
    matter="toy",
    first="new",
    moves={
        "apply": Rule(start=frozenset({"new"}), end="asked", by=frozenset({Role.UNIT_CONTACT}), is_hidden=True),
        "grant": Rule(start=frozenset({"asked"}), end="granted", by=frozenset({Role.CLOCK})),
        "forget": Rule(start=frozenset({"asked"}), end="over", by=frozenset({Role.CLOCK}), is_hidden=True),
    },
    terms=(Limit("clue_need_info", frozenset({"asked"}), lapses="forget"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a toy knows of itself."""

    why: str
    pieces: int = 0


@pytest.fixture
async def database(tmp_path: Path, engine: str) -> AsyncIterator[Database]:
    found = await engines.open_database(tmp_path)
    yield found
    await found.close()


async def test_a_matter_stands_as_it_began_with_its_own_facts(database: Database) -> None:
    number = await database.write(lambda tx: begin(tx, number="RC-2026-0001", unit="U01", why="试点"))
    found = await database.read(lambda tx: stands(tx, number))
    assert (found.stage, found.epoch, found.number, found.unit, found.account_id) == (
        "asked",
        1,
        "RC-2026-0001",
        "U01",
        5,
    )
    assert matters.own(found, Own) == Own(why="试点", pieces=2)
    assert found.due_at is not None
    assert [(term.name, term.lapse) for term in found.terms] == [("clue_need_info", "forget")]
    assert await database.read(lambda tx: matters.numbered(tx, "toy", "RC-2026-0001")) == found
    told = await database.read(lambda tx: history.of_matter(tx, "toy", number))
    assert [(each.actor, each.move) for each in told] == [("person:5", "apply")]


async def test_a_term_of_any_kind_is_among_those_that_run_and_can_end_at_another_moment(database: Database) -> None:
    number = await database.write(lambda tx: begin(tx, number="RC-2026-0001", unit="U01", why="试点"))
    assert await database.read(lambda tx: terms.running(tx, AT)) == [number]
    assert await database.read(lambda tx: terms.running(tx, AT + timedelta(days=90))) == []
    later, found = AT + timedelta(days=60), await database.read(lambda tx: stands(tx, number))
    ends = (replace(found.terms[0], due_at=later),)
    await database.write(lambda tx: matters.give_ends(tx, found, ends, {"clue_need_info": (("due", later),)}))
    moved = await database.read(lambda tx: stands(tx, number))
    assert (moved.due_at, moved.epoch) == (later, found.epoch)
    assert await database.read(terms.next_reminder_at) == later


async def test_a_term_that_begins_and_gets_another_end_in_one_work_has_the_last(database: Database) -> None:
    """Rows wait for others of their table: PostgreSQL refused the work in which two of them were the same term."""
    later = AT + timedelta(days=60)

    def both(tx: Tx) -> int:
        event = begun()[-1]
        number = matters.begin(tx, matters.New(), [event])
        (term,) = event.after.terms
        terms.keep(tx, number, [term], [replace(term, due_at=later)], {})
        return number

    number = await database.write(both)
    assert [term.due_at for term in (await database.read(lambda tx: stands(tx, number))).terms] == [later]


async def test_what_a_matter_knows_of_itself_is_not_in_clear(database: Database) -> None:
    await database.write(lambda tx: begin(tx, number="RC-2026-0001", why="not to be read"))
    kept = await database.read(lambda tx: tx.value("SELECT facts FROM matter"))
    assert b"not to be read" not in kept


async def test_a_move_is_recorded_once_with_what_it_changed(database: Database) -> None:
    number = await database.write(lambda tx: begin(tx, why="试点"))
    before = await database.read(lambda tx: stands(tx, number))
    event = granted(before)
    event = replace(event, after=replace(event.after, own={"why": "试点", "pieces": 3}))
    await database.write(lambda tx: matters.record(tx, event))
    after = await database.read(lambda tx: stands(tx, number))
    assert (after.stage, after.due_at, after.terms) == ("granted", None, ())
    assert matters.own(after, Own).pieces == 3
    with pytest.raises(errors.AlreadyChanged):
        await database.write(lambda tx: matters.record(tx, event))


async def test_the_clock_asks_one_question_for_whatever_lapses(database: Database) -> None:
    number = await database.write(lambda tx: begin(tx, why="试点"))
    due = (await database.read(lambda tx: stands(tx, number))).due_at
    assert due is not None
    assert await database.read(terms.next_lapse_at) == due
    assert await database.read(lambda tx: terms.due(tx, due, may_speak=False)) == []
    late = await database.read(lambda tx: terms.due(tx, due + timedelta(seconds=1), may_speak=False))
    assert [(each.matter, each.matter_id, each.lapse) for each in late] == [("toy", number, "forget")]


async def test_a_term_that_rests_is_not_over_and_reminds_nobody(database: Database) -> None:
    number = await database.write(lambda tx: begin(tx, why="试点"))
    found = await database.read(lambda tx: stands(tx, number))
    rests = replace(found.terms[0], stopped_at=AT)
    await database.write(lambda tx: matters.give_ends(tx, found, (rests,), {}))
    late = AT + timedelta(days=90)
    assert await database.read(lambda tx: terms.due(tx, late, may_speak=True)) == []
    assert await database.read(lambda tx: (terms.next_lapse_at(tx), terms.next_reminder_at(tx))) == (None, None)
    assert (await database.read(lambda tx: stands(tx, number))).due_at is None


async def test_links_are_found_from_both_ends_and_handed_on(database: Database) -> None:
    one, two, three = [await database.write(lambda tx: begin(tx, why="事")) for _ in range(3)]
    await database.write(lambda tx: kin.link(tx, one, two, "merged", AT))
    await database.write(lambda tx: kin.link(tx, one, two, "merged", AT))  # once
    assert await database.read(lambda tx: kin.linked(tx, one)) == [(two, "merged")]
    assert await database.read(lambda tx: kin.linked(tx, two, "merged")) == [(one, "merged")]
    await database.write(lambda tx: kin.hand_on(tx, two, three, "merged"))
    assert await database.read(lambda tx: kin.linked(tx, two)) == []
    assert await database.read(lambda tx: kin.linked(tx, three, "other")) == []
    assert await database.read(lambda tx: kin.linked(tx, three)) == [(one, "merged")]


async def test_children_are_counted_with_their_parent(database: Database) -> None:
    parent = await database.write(lambda tx: begin(tx, why="整"))
    for _ in range(3):
        await database.write(lambda tx: begin(tx, why="分", parent=parent))
    assert (await database.read(lambda tx: stands(tx, parent))).children == {"toy": {"asked": 3}}


async def test_children_are_found_by_their_parent_and_stay_its_children(database: Database) -> None:
    parent = await database.write(lambda tx: begin(tx, why="整"))
    child = await database.write(lambda tx: begin(tx, why="分", parent=parent))
    assert [each.id for each in await database.read(lambda tx: matters.children(tx, parent, "toy"))] == [child]
    assert [each.id for each in await database.read(lambda tx: matters.waiting(tx, "toy", ("asked",)))] == [
        parent,
        child,
    ]
    with pytest.raises(Exception, match="a matter stays what it is"):
        await database.write(lambda tx: tx.run("UPDATE matter SET parent_id = NULL WHERE id = :id", id=child))


async def test_a_number_is_given_once(database: Database) -> None:
    await database.write(lambda tx: begin(tx, number="RC-2026-0001", why="试点"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.write(lambda tx: begin(tx, number="RC-2026-0001", why="试点"))


def test_one_place_begins_matters_and_one_moves_them() -> None:
    """Whoever set a stage beside the engine would leave no history, and nothing would be checked."""
    root = Path(__file__).parents[2]
    found = {
        f"{path.relative_to(root)}: {act[1]}"
        for folder in ("bot", "handlers", "scheduler", "storage")
        for path in sorted((root / folder).rglob("*.py"))
        for act in re.finditer(r"\b(INSERT INTO matter|UPDATE matter SET[^\"]*\bstage = )", path.read_text("utf-8"))
    }
    assert found == {"storage/matters.py: INSERT INTO matter", "storage/matters.py: UPDATE matter SET stage = "}


def begin(tx: Tx, *, why: str, number: str = "", unit: str = "", parent: int | None = None) -> int:
    new = matters.New(number=number, unit=unit, parent_id=parent, account_id=5, own={"why": why, "pieces": 2})
    return matters.begin(tx, new, begun())


def begun() -> tuple[Event, ...]:
    return procedure.beginning(TOY, ("apply",), rules.RuleSet(), lifecycles.days(), AT, by=CONTACT)


def stands(tx: Tx, number: int) -> Standing:
    found = matters.standing(tx, "toy", number)
    assert found is not None
    return found


def granted(before: Standing) -> Event:
    made = procedure.make(
        TOY,
        before,
        "grant",
        Actor(roles=frozenset({Role.CLOCK})),
        {},
        rules=rules.RuleSet(),
        calendar=lifecycles.days(),
        at=AT,
    )
    assert isinstance(made, Event)
    assert made.outcome is Outcome.MOVED
    return made
