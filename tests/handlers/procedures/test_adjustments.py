"""What decisions do to scores: taken and given back by entries, counted in the first ranking that is still open (the law §6.1, §7.3)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.matters.scoring.periods import PeriodStage
from domain.mechanism import procedure, rules
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Procedure, Rule
from domain.people import CLOCK, Role
from domain.scoring import penalties
from handlers.conversation.procedures.derived import Effect
from handlers.scoring import adjusting
from storage import matters
from storage.database import Tx
from storage.scoring import adjustments, periods
from tests.handlers.test_from_figures_to_ranking import DUE, approved, newest_period, reasons, sample
from tests.support import lifecycles
from tests.support.announcing_house import House, open_house

FEBRUARY = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)  # in the first period, which ends on the 28th
_CLOCK = frozenset({Role.CLOCK})
VERIFIED = {"severity": "s3", "finding": "substantiated"}


def table(kind: str, stage: str) -> Procedure:
    return Procedure(
        matter=kind, first="new", moves={"begin": Rule(start=frozenset({"new"}), end=stage, by=_CLOCK, is_hidden=True)}
    )


@pytest.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The fictional county in February; pictures are not drawn."""
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: repr(sheet).encode())
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        await found.bring(ImportKind.INDICATORS)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        found.at = FEBRUARY
        yield found


async def begun(
    house: House,
    kind: str = "toy",
    stage: str = "over",
    parent: int | None = None,
    own: Mapping[str, str] = procedure.NOTHING,
) -> Standing:
    def work(tx: Tx) -> Standing:
        events = procedure.beginning(
            table(kind, stage), ("begin",), rules.RuleSet(), lifecycles.days(), house.at, by=CLOCK
        )
        number = f"{kind}-{matters.next_number(tx, kind)}"
        new = matters.New(number=number, unit="U01", parent_id=parent, own=own)
        return found(tx, matters.begin(tx, new, events))

    return await house.write(work)


def found(tx: Tx, matter_id: int) -> Standing:
    standing = matters.of_id(tx, matter_id)
    assert standing is not None
    return standing


async def has(house: House, effect: Effect, standing: Standing) -> list[Decimal]:
    """Let an effect follow from a move of a matter; return the points of all entries for what it is about."""

    def work(tx: Tx) -> list[Decimal]:
        after = found(tx, standing.id)
        event = Event(before=after, after=after, move="any", outcome=Outcome.MOVED, by=CLOCK, given={}, at=house.at)
        effect(replace(house.room(tx), actor=CLOCK), event)
        about = standing.id if standing.parent_id is None else standing.parent_id
        return [entry.points for entry in adjustments.about(tx, about)]

    return await house.write(work)


def test_points_are_those_of_the_law_by_severity_and_half_where_it_is_true_in_part() -> None:
    def of(severity: str, finding: str) -> Decimal:
        return penalties.points({"severity": severity, "finding": finding}, rules.RuleSet())

    assert [of(each, "substantiated") for each in ("s1", "s2", "s3", "s4")] == [
        Decimal("-0.5"),
        Decimal(-1),
        Decimal(-2),
        Decimal(-3),
    ]
    assert of("s1", "partly") == Decimal("-0.25")
    assert of("s4", "partly") == Decimal("-1.5")
    assert [of("s4", finding) for finding in ("not_established", "unfounded")] == [0, 0]


async def test_what_is_verified_costs_points_once_and_they_are_given_back_and_taken_again(house: House) -> None:
    clue = await begun(house, own=VERIFIED)
    two = Decimal(2)
    assert await has(house, adjusting.penalty, clue) == [-two]
    assert await has(house, adjusting.penalty, clue) == [-two]
    assert await has(house, adjusting.reinstate, clue) == [-two], "nothing was given back"
    assert await has(house, adjusting.restore, clue) == [-two, two]
    assert await has(house, adjusting.restore, clue) == [-two, two]
    assert await has(house, adjusting.reinstate, clue) == [-two, two, -two]
    entries = await house.read(lambda tx: adjustments.about(tx, clue.id))
    assert [entry.reverses_id for entry in entries] == [None, entries[0].id, entries[1].id]
    with pytest.raises(Exception, match="what was decided stays"):
        await house.write(lambda tx: tx.run("UPDATE adjustment SET points = '0'"))


async def test_tolerance_gives_them_back_its_revocation_takes_them_again_and_what_mitigates_does_neither(
    house: House,
) -> None:
    clue = await begun(house, own=VERIFIED)
    await has(house, adjusting.penalty, clue)
    mitigated = await begun(house, "tolerance", "in_effect", clue.id, {"decision": "mitigate"})
    assert len(await has(house, adjusting.restore_about, mitigated)) == 1
    exempted = await begun(house, "tolerance", "in_effect", clue.id, {"decision": "exempt"})
    assert sum(await has(house, adjusting.restore_about, exempted)) == 0
    last = (await house.read(lambda tx: adjustments.about(tx, clue.id)))[-1]
    assert last.decision_id == exempted.id, "the entry names the decision by which it was made"
    assert len(await has(house, adjusting.reinstate, clue)) == 2, "it is tolerated"
    await house.write(lambda tx: tx.run("UPDATE matter SET stage = 'revoked' WHERE id = :id", id=exempted.id))
    assert sum(await has(house, adjusting.reinstate_about, exempted)) == Decimal(-2)


async def test_what_is_tolerated_before_it_is_verified_costs_nothing(house: House) -> None:
    clue = await begun(house, own=VERIFIED)
    await begun(house, "tolerance", "in_effect", clue.id, {"decision": "exempt"})
    assert await has(house, adjusting.penalty, clue) == []


async def test_the_ranking_of_the_period_counts_it_and_says_by_which_decision(house: House) -> None:
    house.at = FEBRUARY
    clue = await begun(house, own=VERIFIED)
    before = await composite(house, "2026-P1", imported=True)
    assert before[1] == ()
    await has(house, adjusting.penalty, clue)
    after = await composite(house, "2026-P1", imported=True)
    assert after == (before[0] - 2, ((clue.number, Decimal(-2)),))
    period = await newest_period(house)
    yellow = next(
        number
        for number, unit in await house.read(
            lambda tx: tx.all("SELECT id, unit FROM matter WHERE kind = 'flag' ORDER BY id DESC")
        )
        if unit == "U01"
    )
    assert f"{clue.number}：-2分" in await reasons(house, "委", period, yellow)


async def test_what_was_announced_stays_and_what_is_decided_later_counts_in_the_next(house: House) -> None:
    house.at = FEBRUARY
    clue = await begun(house, own=VERIFIED)
    await has(house, adjusting.penalty, clue)
    house.at = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
    number = await approved(house)
    house.at = DUE
    await house.ring()
    announced = await house.read(lambda tx: periods.of_code(tx, "2026-P1"))
    assert announced is not None
    assert (announced.stage, number > 0) == (PeriodStage.ANNOUNCED, True)
    first = await composite(house, "2026-P1")
    house.at = FEBRUARY  # as where a list was announced before its period was over
    await has(house, adjusting.restore, clue)
    assert await composite(house, "2026-P1", imported=True) == first, "the same figures again: nothing is proposed anew"
    house.at = datetime(2026, 5, 6, 1, 30, tzinfo=UTC)
    second = await composite(house, "2026-P2", imported=True)
    assert second[1] == ((clue.number, Decimal(2)),)


async def test_what_is_decided_after_a_period_has_ended_is_no_part_of_it(house: House) -> None:
    house.at = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)  # the day after
    clue = await begun(house, own=VERIFIED)
    await has(house, adjusting.penalty, clue)
    assert (await composite(house, "2026-P1", imported=True))[1] == ()
    assert (await composite(house, "2026-P2", imported=True))[1] == ((clue.number, Decimal(-2)),)


async def composite(
    house: House, code: str, *, imported: bool = False
) -> tuple[Decimal, tuple[tuple[str, Decimal], ...]]:
    """The composite score of U01 in a period, and what decisions add to it; `imported`: after the figures have come (again)."""
    if imported:
        await house.bring(ImportKind.VALUES, sample(code))

    def work(tx: Tx) -> tuple[Decimal, tuple[tuple[str, Decimal], ...]]:
        period = periods.of_code(tx, code)
        assert period is not None
        every = (standing for ranking in periods.rankings(tx, period.id) for standing in ranking.standings)
        own = next(standing for standing in every if standing.unit == "U01")
        assert own.score is not None
        return own.score, tuple((each.decision, each.points) for each in own.adjustments)

    return await house.read(work)
