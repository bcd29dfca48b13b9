"""What the clock may not do is told to nobody, and is not tried with every ring."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from domain.matters import clues
from domain.matters.parts import clue_guards
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.people import Role
from domain.saying import Saying, Term
from domain.sayings import moves as sayings
from handlers import EFFECTS
from handlers.clues import Clues
from handlers.conversation.room import Room
from scheduler import ticker
from tests.support import office as offices
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

ASKED = (
    REPORTED
    + """
        王 > {number}
        王 [要求补充]
        王 > 哪条街？
    """
)


class Stubborn(Clues):
    """Clues that object to their lapse."""

    def unfit(self, room: Room, standing: Standing, move: str, given: Mapping[str, str]) -> Saying | None:
        """No."""
        return (
            sayings.LawRefuses(why=Term("refused", Why.NOT_NOW.value)) if move == clue_guards.ClueMove.LAPSE else None
        )


async def test_an_objection_to_a_move_of_the_clock_is_not_replied_to_the_public(
    house: DirectStage, staffed: Play, caplog: pytest.LogCaptureFixture
) -> None:
    """It was put before account 0, which is the public's, and every three seconds anew (F8)."""
    await staffed.play(ASKED)
    await house.joins("领", Role.LEADER)
    house.office = offices.office(matters={**house.office.matters, "clue": Stubborn(clues.PROCEDURE, EFFECTS)})
    clock = ticker.Ticker(house.database, house._room, wake=lambda: None)
    house.now += timedelta(days=30)
    for _ in range(5):
        await clock.ring()
    assert await house.database.read(lambda tx: tx.all("SELECT id FROM outbox WHERE account_id = 0")) == []
    assert caplog.text.count("refused the clock's move lapse") == 1
    house.now += ticker.AGAIN
    await clock.ring()
    assert caplog.text.count("refused the clock's move lapse") == 2
    await house.database.write(lambda tx: tx.run("UPDATE account SET expires_at = NULL"))
    await staffed.told("王")
    told = [parcel.text for parcel in staffed.screen("王") if "不能自动进行" in parcel.text]
    assert len(told) == 1, "once, and not at every ring"
    assert "补充期满" in told[0]


async def test_of_two_who_ring_at_once_one_does_what_is_due_and_nothing_is_called_refused(
    house: DirectStage, staffed: Play, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever turned the clock of a demo read that the law had refused what was done a moment before."""
    await staffed.play(ASKED)
    clock = ticker.Ticker(house.database, house._room, wake=lambda: None)
    house.now += timedelta(days=30)
    done = await asyncio.gather(clock.ring(), clock.ring())
    assert min(done) == 0 < max(done)
    assert "refused" not in caplog.text
