"""The rows of terms: which are kept, which are over, whom they remind and when; each question with a row that almost answers it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.mechanism.reminders import Moments
from domain.mechanism.standing import Running
from storage import matters, times
from storage.database import Database, Tx
from storage.mechanism import terms
from storage.mechanism.terms import Due, Reminder
from tests.support import engines
from tests.support.rows import put

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
IT, OTHER = 50, 51


@pytest.fixture
async def database(tmp_path: Path, engine: str) -> AsyncIterator[Database]:
    found = await engines.open_database(tmp_path)
    await found.write(_matters)
    yield found
    await found.close()


def _matters(tx: Tx) -> None:
    for number in (IT, OTHER):
        put(tx, "matter", id=number)


def term(name: str, due_at: datetime = AT + DAY, **more: Any) -> Running:
    return replace(Running(name=name, begun_at=AT - DAY, due_at=due_at), **more)


def keep(
    tx: Tx,
    matter_id: int,
    *after: Running,
    before: Sequence[Running] = (),
    rings: Mapping[str, Moments] | None = None,
) -> None:
    terms.keep(tx, matter_id, before, after, rings or {})


def kept(tx: Tx, matter_id: int = IT) -> tuple[Running, ...]:
    found = matters.standing(tx, "toy", matter_id)
    assert found is not None
    return found.terms


def rows(tx: Tx) -> dict[str, tuple[int, str | None, str]]:
    found = tx.all("SELECT name, id, rings_at, rings FROM term WHERE matter_id = :it", it=IT)
    return {name: (number, rings_at, rings) for name, number, rings_at, rings in found}


async def test_the_terms_of_a_matter_are_read_back_as_they_were_kept(database: Database) -> None:
    first = term("a", extended=2, cap_at=AT + 3 * DAY, lapse="expire")
    rests, last = term("b", stopped_at=AT), term("c", AT + 2 * DAY)

    def work(tx: Tx) -> None:
        keep(tx, IT, last, rests, first)
        keep(tx, OTHER, term("a"))
        assert kept(tx) == (first, rests, last), "the one that ends first before the others"
        assert (terms.count(tx), terms.of_column(None)) == (4, ())

    await database.write(work)


async def test_a_term_that_ends_where_another_begins_gives_its_row_to_it(database: Database) -> None:
    """With most moves it is so: one statement in place of two."""
    half = (("half", AT), ("overdue", AT + DAY))

    def work(tx: Tx) -> None:
        keep(tx, IT, term("a"), rings={"a": half})
        keep(tx, OTHER, term("a"))
        before = rows(tx)
        assert before["a"][1:] == (times.text(AT), f"half {times.text(AT)},overdue {times.text(AT + DAY)}")
        keep(tx, IT, term("b"), before=(term("a"),))
        assert rows(tx) == {"b": (before["a"][0], None, "")}
        assert kept(tx, OTHER) == (term("a"),)

    await database.write(work)


async def test_what_changed_is_kept_what_is_gone_is_not_and_the_rest_stays(database: Database) -> None:
    a, b, c, d = (term(name) for name in "abcd")
    longer = replace(b, due_at=AT + 9 * DAY, extended=1)

    def work(tx: Tx) -> None:
        keep(tx, IT, a, b, c, rings={"a": (("half", AT),), "b": (("half", AT),)})
        keep(tx, OTHER, a, c)
        first = rows(tx)
        keep(tx, IT, a, longer, before=(a, b, c), rings={"b": (("overdue", AT + DAY),)})
        assert kept(tx) == (a, longer)
        assert rows(tx)["a"] == first["a"], "its reminders are those that it had"
        assert rows(tx)["b"] == (first["b"][0], times.text(AT + DAY), f"overdue {times.text(AT + DAY)}")
        keep(tx, IT, d, before=(a, longer))
        assert kept(tx) == (d,)
        keep(tx, IT, before=(d,))
        assert kept(tx) == ()
        assert kept(tx, OTHER) == (a, c)

    await database.write(work)


async def test_of_what_is_kept_twice_in_one_work_the_last_counts(database: Database) -> None:
    a, later = term("a"), term("a", AT + 5 * DAY)

    def work(tx: Tx) -> None:
        keep(tx, IT, a)
        keep(tx, IT, later, before=(a,))
        assert kept(tx) == (later,)

    await database.write(work)


def _several(tx: Tx) -> None:
    moments = (("half", AT), ("overdue", AT + DAY))
    keep(tx, IT, term("over", AT - SECOND, lapse="expire"), term("last", AT, lapse="expire"))
    keep(tx, OTHER, term("older", AT - DAY, lapse="end"), term("silent", AT - 2 * DAY))
    rests = term("rests", AT - 3 * DAY, lapse="expire", stopped_at=AT - 4 * DAY)
    put(tx, "matter", id=52, kind="toy_case")
    keep(tx, 52, rests, term("rings", AT + 2 * DAY), term("later", AT + 2 * DAY), rings={"rings": moments})


async def test_the_clock_sees_to_what_is_over_and_has_a_move_and_rings_what_reminds(database: Database) -> None:
    def work(tx: Tx) -> None:
        _several(tx)
        number: dict[str, int] = dict(tx.all("SELECT name, id FROM term"))
        over = [
            Due(id=number["older"], matter="toy", matter_id=OTHER, lapse="end"),
            Due(id=number["over"], matter="toy", matter_id=IT, lapse="expire"),
        ]
        rings = Due(id=number["rings"], matter="toy_case", matter_id=52)
        assert terms.due(tx, AT, may_speak=False) == over
        assert terms.due(tx, AT, may_speak=True) == [*over, rings]
        assert terms.due(tx, AT - SECOND, may_speak=True) == over[:1]
        tx.put("UPDATE term SET rings_at = :at, rings = :rings WHERE name = 'later'", at=times.text(AT), rings="half x")
        tx.put("UPDATE term SET rings_at = :at WHERE name = 'silent'", at=times.text(AT - DAY))
        found = terms.due(tx, AT, may_speak=True, limit=2)
        assert [each.id for each in found[2:]] == [number["silent"], number["rings"]], "the oldest first"
        assert terms.next_lapse_at(tx) == AT - DAY
        assert terms.next_reminder_at(tx) == AT - DAY
        assert terms.first_due_at(tx) == AT - 2 * DAY
        assert terms.over(tx, AT) == [("toy", OTHER, "silent"), ("toy", OTHER, "older"), ("toy", IT, "over")]
        assert terms.over(tx, AT, AT - DAY) == [("toy", OTHER, "older"), ("toy", IT, "over")]
        assert terms.running(tx, AT) == [IT, 52]
        assert terms.running(tx, AT - 2 * DAY) == [IT, OTHER, 52]

    await database.write(work)


async def test_where_no_term_runs_none_ends_or_reminds(database: Database) -> None:
    def work(tx: Tx) -> None:
        assert terms.next_lapse_at(tx) is terms.next_reminder_at(tx) is terms.first_due_at(tx) is None
        assert (terms.due(tx, AT, may_speak=True), terms.count(tx)) == ([], 0)

    await database.read(work)


async def test_a_reminder_is_taken_once_when_its_moment_has_come(database: Database) -> None:
    def work(tx: Tx) -> None:
        _several(tx)
        number = tx.value("SELECT id FROM term WHERE name = 'rings'")
        same = "UPDATE term SET rings = (SELECT rings FROM term WHERE name = 'rings') WHERE name = 'silent'"
        tx.put(same)  # another one that reminds at the same moments
        assert terms.take(tx, number, AT - SECOND) is None
        assert terms.take(tx, tx.value("SELECT id FROM term WHERE name = 'later'"), AT) is None
        half = terms.take(tx, number, AT)
        assert half == Reminder(matter="toy_case", matter_id=52, term="rings", kinds=("half",))
        assert terms.take(tx, number, AT) is None
        assert terms.next_reminder_at(tx) == AT + DAY
        last = terms.take(tx, number, AT + DAY)
        assert last is not None
        assert last.kinds == ("overdue",)
        assert terms.next_reminder_at(tx) is None

    await database.write(work)


async def test_reminders_that_the_machine_slept_through_are_taken_together(database: Database) -> None:
    def work(tx: Tx) -> None:
        _several(tx)
        found = terms.take(tx, tx.value("SELECT id FROM term WHERE name = 'rings'"), AT + 5 * DAY)
        assert found is not None
        assert found.kinds == ("half", "overdue")
        assert terms.next_reminder_at(tx) is None

    await database.write(work)


async def test_a_matter_that_is_due_at_another_moment_than_its_first_term_is_found(database: Database) -> None:
    def work(tx: Tx) -> None:
        put(tx, "matter", id=52, due_at=times.text(AT))
        put(tx, "matter", id=53, due_at=times.text(AT))
        put(tx, "matter", id=54, kind="toy_case", due_at=times.text(AT))
        keep(tx, 53, term("a", AT), term("b", AT + DAY), term("rests", AT - DAY, stopped_at=AT))
        keep(tx, 54, term("a", AT + DAY))
        keep(tx, OTHER, term("rests", AT - DAY, stopped_at=AT))
        assert terms.due_wrongly(tx) == [("toy", 52), ("toy_case", 54)]
        keep(tx, IT, term("a", AT))
        assert terms.due_wrongly(tx) == [("toy", IT), ("toy", 52), ("toy_case", 54)]

    await database.write(work)
