"""Whatever people do with cases, in whatever order, while time goes by and people recuse themselves and leave (the law §13 B):

* every change of a matter is in its history, written in the same transaction, and the chains hold;
* a flag of a case needs a case that was confirmed, and points need a decision that was made;
* nobody gives a voice in what they have recused themselves from, and nobody reads the words of another's secret vote;
* nothing that leads on stands without a term, a child that is under way or somebody in whose 待办 it is.

The environment variable LIVES says how many lives are played; without it, a few, and the same each time. Those few are short: hardly a
vote, no flag and no points are among them. That history is written with every change is what they were seen to notice when it was
broken; for the other promises that is still to be shown, with lives that go further.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.people import Role
from storage.database import Tx
from storage.upkeep import verifying
from tests.handlers.procedures.test_case import COMPARED, CONFIRMED, HEARD, INSPECTED, RECOMMENDED, REMOVED
from tests.support import lives
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

LIVES = int(os.environ.get("LIVES", "0"))
STAFF = {
    **dict.fromkeys(("王", "赵", "孙", "吴", "郑", "冯", "钱", "冉"), Role.REVIEWER),
    **dict.fromkeys(("甲", "乙", "丙"), Role.COMMITTEE),
    "周": Role.LEADER,
}
OF_PERSON = INSPECTED.replace("王 [单位]\n", "王 [个人（只作内部处理）]\n    王 < 只写职务\n    王 > 规划科科长\n")
BEGINNINGS = {
    "recommended": RECOMMENDED,
    "heard": HEARD,
    "put to the vote": COMPARED,
    "confirmed": CONFIRMED,
    "removed": REMOVED,
    "of a person": OF_PERSON,
}
THROWS = st.lists(st.integers(0, 9999), min_size=6, max_size=6)


async def _begun(folder: Path, script: str) -> DirectStage:
    stage = await DirectStage(folder).open()
    stage.channel = "telegram"
    for who, role in STAFF.items():
        await stage.joins(who, role)
    await stage.joins("联", Role.UNIT_CONTACT, "U04")
    await Play(stage).play(script)
    await stage.close()
    return stage


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Houses in which a case has come some way, to be copied; and the loop in which they live."""
    loop = asyncio.new_event_loop()
    found: dict[str, Any] = {"loop": loop}
    for name, script in BEGINNINGS.items():
        folder = tmp_path_factory.mktemp("begun")
        found[name] = (loop.run_until_complete(_begun(folder, script)), folder / "flagpost.db")
    yield found
    loop.close()


class CaseLives(RuleBasedStateMachine):
    """One life: where it begins, and what may happen."""

    begun: ClassVar[dict[str, Any]]
    folder: ClassVar[Path]
    number: ClassVar[Iterator[int]]
    life: lives.Life

    @initialize(name=st.sampled_from(tuple(BEGINNINGS)))
    def begins(self, name: str) -> None:
        stage, kept = self.begun[name]
        self.life = lives.Life(self.begun["loop"], stage, kept, self.folder / str(next(self.number)))

    @rule(throws=st.lists(THROWS, min_size=1, max_size=4))
    def somebody_acts(self, throws: list[list[int]]) -> None:
        for each in throws:
            self.life.anybody(lives.picking(each))

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.life.turns(days)

    @rule(throws=THROWS)
    def somebody_recuses(self, throws: list[int]) -> None:
        self.life.recuses(lives.picking(throws))

    @rule(throws=THROWS)
    def somebody_leaves(self, throws: list[int]) -> None:
        self.life.leaves(lives.picking(throws))

    @invariant()
    def the_law_holds(self) -> None:
        if hasattr(self, "life"):
            assert self.life.read(broken) == []
            assert self.life.read(lambda tx: left_standing(tx, self.life)) == []

    def teardown(self) -> None:
        if hasattr(self, "life"):
            secrets = self.life.secrets_read()
            self.life.closes()
            assert secrets == []


def test_whatever_happens_to_a_case_what_the_law_promises_holds(begun: dict[str, Any], tmp_path: Path) -> None:
    class Lives(CaseLives):
        pass

    Lives.begun, Lives.folder, Lives.number = begun, tmp_path, count()
    budget = settings(
        max_examples=LIVES or 4,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate,),
        derandomize=not LIVES,
    )
    run_state_machine_as_test(Lives, settings=budget)


def broken(tx: Tx) -> list[str]:
    """What the law's §13 B does not allow, in words."""
    found = [str(wrong) for check in verifying.checks() for wrong in check.look(tx, lambda more: None)]
    for name, query in PROMISES.items():
        found += [f"{name}: {row}" for row in tx.all(query)]
    return found


PROMISES = {
    "a move that is not in the history": """
        SELECT kind, id, epoch FROM matter WHERE kind NOT IN ('staff') AND epoch <>
            (SELECT COUNT(*) FROM history WHERE history.matter = matter.kind AND history.matter_id = matter.id
                AND (what LIKE '%.moved' OR what LIKE '%.proposed' OR what LIKE '%.declined'))""",
    "a flag without a confirmed case": """
        SELECT id FROM matter WHERE kind = 'slack_flag' AND NOT EXISTS (SELECT 1 FROM history WHERE history.matter = 'case'
            AND history.matter_id = matter.parent_id AND what = 'confirm.moved')""",
    "points without a decision": """
        SELECT id FROM adjustment WHERE reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM history
            WHERE history.matter_id = adjustment.decision_id AND what IN ('confirm.moved', 'grant.moved', 'uphold.moved'))""",
    "a voice of somebody recused": """
        SELECT ballot.matter_id, ballot.person_id FROM ballot JOIN recusal ON recusal.matter_id = ballot.matter_id
           AND recusal.person_id = ballot.person_id AND recusal.at < ballot.at""",
}


def left_standing(tx: Tx, life: lives.Life) -> list[str]:
    """Matters that lead on, with neither a term nor a child under way nor somebody who is waited for."""
    found = []
    for each in lives.all_of(tx):
        table = life.stage.office.matters[each.matter].procedure
        is_awaited = each.terms or each.children or table.todo.get(each.stage)
        by_itself = each.parent_id is None  # what the clock does with a child follows from its parent
        rules = (rule for rule in table.moves.values() if by_itself or Role.CLOCK not in rule.by)
        leads_on = any(each.stage in rule.start and set(rule.every_end) - {each.stage} for rule in rules)
        if leads_on and not is_awaited:
            found.append(f"{each.matter} {each.id} in {each.stage}")
    return found
