"""A clock that jumps over every term of a matter at once, at any stage of any table: what follows follows in the order in which the terms
end, once, and nobody is told twice (the law §13A)."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from domain.lifecycles import PROCEDURES
from domain.people import CLOCK
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from scheduler import clock
from storage.database import Tx
from storage.road import history, outbox
from tests.support import anywhere
from tests.support.direct_stage import DirectStage


def places() -> Iterator[tuple[str, str]]:
    """Every stage of every table in which the clock ends a term."""
    for kind, table in PROCEDURES.items():
        if kind not in anywhere.BESIDE:
            stages = {stage for each in table.terms if each.lapses for stage in each.stages}
            yield from ((kind, stage) for stage in sorted(stages))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DirectStage]:
    """Two people of every role."""
    stage = await anywhere.everybody(tmp_path_factory.mktemp("jumps"))
    yield stage
    await stage.close()


class Found(Exception):
    """What was found; everything that was tried is rolled back."""


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("kind", "stage"), list(places()))
async def test_what_follows_follows_in_order_and_once(house: DirectStage, kind: str, stage: str) -> None:
    def work(tx: Tx) -> None:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(CLOCK)
        standing = anywhere.put(room, kind, stage)
        ending = sorted(standing.terms, key=lambda each: each.due_at)
        lapses = [each.lapse for each in ending if each.lapse]
        tx.run("DELETE FROM outbox")
        later = replace(room, at=_later(house), now=_later(house))
        _rings(later)
        made, told = _made(tx, kind, standing.id), _told(tx)
        first = [move for move in made if move in lapses]
        expected = [move for move in dict.fromkeys(lapses) if move in first]
        assert first == expected, "in the order in which they end, each once"
        is_vote = bool(lapses) and PROCEDURES[kind].moves[lapses[0]].is_vote
        assert is_vote or made[:1] == lapses[:1], "the first that ends is acted on first, whatever ended since"
        assert made or not lapses, "a term that the clock ends was left open"
        assert [key for key, number in told.items() if number > 1] == [], "somebody is told twice"
        for _ in range(3):
            _rings(later)
        assert (_made(tx, kind, standing.id), _told(tx)) == (made, told), "again at the next ring"
        raise Found

    with pytest.raises(Found):
        await house.database.write(work)


def _later(house: DirectStage) -> datetime:
    """A working morning after every term there is."""
    calendar = house.office.calendar
    at = house.now + timedelta(days=1100)
    return calendar.next_speaking_moment(at)


def _rings(room: Room) -> None:
    for task in clock.due(room):
        clock.do(room, task)


def _made(tx: Tx, kind: str, matter_id: int) -> list[str]:
    return [line.move for line in history.of_matter(tx, kind, matter_id) if line.move != "test"]


def _told(tx: Tx) -> Counter[tuple[int, str]]:
    """What everybody was told, but for the one desk and the one list that each has."""
    rows = tx.all("SELECT id, account_id FROM outbox WHERE card_id IS NULL ORDER BY id")
    found: Counter[tuple[int, str]] = Counter()
    for number, account in rows:
        row = outbox.of_id(tx, number)
        assert row is not None
        kept = outbox.body(tx, row)
        found[account, f"{kept.key} {bytes(kept.params).decode()}"] += 1
    return found
