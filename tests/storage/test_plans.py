"""Questions that are asked all day never walk over every matter there is: SQLite says beforehand how it will look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.matters.announcements import AnnouncementStage
from domain.mechanism.columns import Relation
from domain.mechanism.standing import Standing
from domain.people import Actor, Role
from storage import announcements, matters, people, submissions, troubles
from storage.database import Tx
from storage.desk import finding, queue
from storage.desk.viewing import Viewer
from storage.engines import migrating
from storage.engines.sqlite import connection as sqlite_connection
from storage.mechanism import ballots, holders, involvement, parts, terms
from storage.scoring import flags, periods
from tests.support import engines

AT = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
GROWING = ("matter", "own", "clue", "term", "part", "ballot", "history", "account")
STANDING = Standing(matter="x", id=1, stage="x", epoch=1, since=AT, unit="U01", owner_id=1, account_id=1)
VIEWER = Viewer(person_id=1, hidden_units=("U01",))
ASKED: dict[str, Callable[[Tx], object]] = {
    "the clock": lambda tx: [
        terms.due(tx, AT, may_speak=True),
        terms.next_lapse_at(tx),
        terms.next_reminder_at(tx),
        terms.running(tx, AT),
        terms.first_due_at(tx),
        terms.over(tx, AT),
        people.not_listed(tx, AT),
    ],
    "publications": lambda tx: [announcements.due(tx, AT), announcements.waiting(tx), announcements.pushed_to(tx, 1)],
    "signatures": lambda tx: announcements.awaiting(tx, AnnouncementStage.PROPOSED),
    "the backlog": lambda tx: [
        queue.waiting(tx, VIEWER, queue.Wanted(is_mine=True)),
        queue.count(tx, VIEWER, queue.EVERYTHING),
    ],
    "its parts": lambda tx: [queue.kinds(tx, VIEWER), queue.units(tx, VIEWER)],
    "counts": lambda tx: queue.counted(tx, VIEWER, since=AT, at=AT),
    "nominations": lambda tx: [queue.nominations(tx, VIEWER), queue.nominations_to_sign(tx, VIEWER)],
    "numbers": lambda tx: [finding.numbered(tx, VIEWER, ["QS-1"], beginning="QS-2"), periods.of_code(tx, "2026-P1")],
    "any number": lambda tx: [matters.numbered(tx, kind, "x") for kind in ("clue", "flag")],
    "submissions": lambda tx: [
        submissions.of_number(tx, "x"),
        submissions.of_code(tx, "x"),
        submissions.of_account(tx, 1),
    ],
    "todo": lambda tx: matters.open_in(tx, [("tolerance", "applied"), ("period", "proposed")]),
    "troubles": lambda tx: [troubles.waiting(tx), troubles.counts(tx), troubles.unknown_without_one(tx)],
    "flags": lambda tx: [flags.of_unit(tx, "U01"), flags.of_period(tx, 1), flags.held_before(tx, AT.date())],
    "periods": lambda tx: [periods.awaiting_leaders(tx), periods.open_before(tx, AT.date())],
    "votes": lambda tx: [
        holders.of(tx, 1, (Role.COMMITTEE, Relation.MEMBER)),
        holders.voting(tx, 1, (Role.COMMITTEE, Relation.MEMBER), "vote", AT),
        ballots.newest_of(tx, 1, "vote", 1),
    ],
    "parts": lambda tx: [
        parts.accounts(tx, AT, STANDING, Relation),
        parts.leave(tx, 1, AT),
        parts.held_by(tx, 1),
        parts.people_of(tx, 1, Relation.HELPER),
        involvement.of_all(tx, [1, 2], Actor(person_id=1)),
    ],
    "proposals": lambda tx: [matters.proposed_by(tx, 1), matters.awaiting(tx, [("case", "voting")], AT)],
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path: Path = tmp_path_factory.mktemp("plans") / "flagpost.db"
    migrating.migrate(path, engines.KEYS)
    found = sqlite_connection.connect(path, engines.KEYS)
    yield found
    found.close()


@pytest.mark.parametrize("asked", ASKED)
def test_nothing_walks_over_every_matter(connection: Any, asked: str) -> None:
    walks: list[tuple[str, str]] = []

    def explain(sql: str, given: dict[str, Any]) -> Any:
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
        walks.extend((step, sql) for step in steps if _is_walk(step))
        return connection.execute(sql, given)

    ASKED[asked](Tx(explain, engines.KEYS, sqlite_connection._WORDS))
    assert walks == []


def _is_walk(step: str) -> bool:
    """Whether it is one over all matters; indexes of what waits are short however many there are."""
    is_short = step.rpartition(" ")[2] in ("clue_waiting", "matter_pending", "term_lapsing", "term_ringing")
    return step.startswith(tuple(f"SCAN {name}" for name in GROWING)) and not is_short and "VIRTUAL" not in step
