"""One year: a life of the law in the house of a crowd. Citizens and staff say, send and press what they like, the house is killed
between any two commits, platforms fail, the clock is set, people come, leave and recuse themselves, and rules change.

Everything is chosen by one seed, as in `tests/lives/life.py`, so that a year can be lived again exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from bot.channel import Audience
from domain.mechanism.standing import Standing
from domain.mechanism.table import DECLINE, SIGN
from domain.people import OPERATOR, Role
from storage import offices
from storage.database import Tx
from tests.crowd import crowd_ends, crowd_habits, crowd_staff
from tests.lives.life import BOARD, Life, worded
from tests.lives.member import Member
from tests.support.direct_stage import DirectStage
from tests.years.houses import PROGRAMME
from tests.years.mortal import MortalHouse

T = TypeVar("T")
UNTOLD = frozenset({"staff", "ruling", "profile", "calendar", "trouble"})
"""Kinds of matters that no year lives: the office's own."""
CITIZENS = ("ann", "bert", "cleo@telegram")
AUDIENCES = (BOARD, Audience(name="channel", channel="telegram", locales=("zh",), route=crowd_ends.GROUP))
MOST_COMMITS = 8  # until a kill: a message is one, a chore two, what falls due one each
STEPS_OF_CLOCK = (-40, 40, 3600)
RULES = ("clue.triage_target", "clue.need_info", "clue.settle", "case.inspect", "case.award", "case.rectify")
"""Terms that an office may change, and that no promise counts by hand."""


class Year(Life):
    """A year, and what was done in it so far (`story`). Every second begins in a programme of the office."""

    stage: MortalHouse
    untold = UNTOLD

    @staticmethod
    def places(names: Sequence[str], seed: int) -> tuple[Sequence[str], int]:
        """See `Life`."""
        return [name for name in names if name.startswith(PROGRAMME) == bool(seed % 2)], seed // 2

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Wait for something, and for the house to come up again where it is killed meanwhile: then nothing is known of it."""
        return cast(T, super().run(self.stage.survived(doing)))

    def read(self, look: Callable[[Tx], T]) -> T:
        """See `Life`; once more where the house was killed meanwhile."""
        before = self.stage.kills
        found = super().read(look)
        return found if self.stage.kills == before else super().read(look)

    def close(self) -> None:
        """Close the house."""
        super().close()
        self._patch.undo()

    def wrong(self) -> list[str]:
        """What was complained of in the last step."""
        found, self.stage.complaints[:] = list(self.stage.complaints), []
        return found

    def pages_outside(self) -> list[tuple[str, str]]:
        """See `Life`: the year is over."""
        self.stage.is_spared()
        return super().pages_outside()

    def ends(self) -> list[str]:
        """Everything that was taken is handled, and what was said has arrived, or somebody at the office knows that it has not."""
        self.run(self.stage.settles((*CITIZENS, *self._staff())))
        self.faults["killed"] += self.stage.kills
        return self.wrong()

    def looked(self) -> int:
        """See `Life`: what a crowd does is looked at beside every message, and what reaches it beside every parcel."""
        return super().looked() + self.stage.watched

    def _stands(self, folder: Path) -> DirectStage:
        self._patch = pytest.MonkeyPatch()
        self._is_announced = False
        return MortalHouse(folder, self._patch)

    def _happens(self) -> tuple[tuple[Callable[[], None], float], ...]:
        return (
            *super()._happens(),
            (self._a_citizen_speaks, 30),
            (self._somebody_presses, 20),
            (self._a_platform_fails, 4),
            (self._a_kill_comes, 12),
            (self._it_dies_sending, 3),
            (self._the_clock_is_set, 3),
            (self._a_rule_changes, 2),
            (self._public_words_are_signed, 0 if self._is_announced else 5),
        )

    def _a_citizen_speaks(self) -> None:
        who = self.chance.choice(CITIZENS)
        what, given = self.chance.choice(
            (
                ("reports", self.chance.choice(("匿名", "实名"))),
                ("writes", self.chance.choice(crowd_habits.STORIES)),
                ("types", self.chance.choice(crowd_habits.MEANT)),
                ("types", self.chance.choice(crowd_habits.MEANT)),
                ("presses_one", self.chance.randint(0, 9)),
                ("presses_one", 0),
                ("sends", self.chance.randint(1, 4)),
                ("album", self.chance.randint(2, 5)),
                ("changes", self.chance.choice(crowd_habits.STORIES)),
            )
        )
        self._does(what, who, given)

    def _somebody_presses(self) -> None:
        who = self.chance.choice(list(self._staff()))
        what, given = self.chance.choice(
            (
                ("types", self.chance.choice(crowd_habits.WORK)),
                ("presses_one", self.chance.randint(0, 30)),
                ("works", [self.chance.randint(0, 20) for _ in range(3)]),
                ("decides", self.chance.choice(crowd_habits.DECISIONS)),
                ("opens_anew", 0),
            )
        )
        self._does(what, who, given)

    def _a_platform_fails(self) -> None:
        how = self.chance.choices(tuple(crowd_ends.FAILURES), k=self.chance.randint(1, 5))
        self.faults["platform failed"] += len(how)
        self._does("fails", "", how)

    def _a_kill_comes(self) -> None:
        commits = self.chance.randint(1, MOST_COMMITS)
        is_early = self.chance.random() < 0.5
        self._tell(f"a kill will come after {commits} commits" + (", before the last is durable" if is_early else ""))
        self.stage.dies_after(commits, is_early=is_early)

    def _it_dies_sending(self) -> None:
        self.faults["killed over what it sent"] += 1
        self._does("dies", "", 0)

    def _the_clock_is_set(self) -> None:
        self.faults["clock set"] += 1
        self._does("clock", "", self.chance.choice(STEPS_OF_CLOCK))

    def _a_rule_changes(self) -> None:
        changed = {self.chance.choice(RULES): f"{self.chance.randint(2, 30)} wd"}
        self.faults["rules changed"] += 1
        self._tell(f"from today {changed}")

        def work(tx: Tx) -> None:
            offices.add_rules(tx, changed, self.stage.now.date(), OPERATOR.name, self.stage.now)

        self.run(self.stage.database.write(work))
        versions = self.read(offices.versions)
        self.stage.office = replace(self.stage.office, versions=versions, rules=versions.on(self.stage.now.date()))

    def _time_goes_by(self) -> None:
        super()._time_goes_by()
        self.run(self.stage.goes_by(61))

    def _public_words_are_signed(self) -> None:
        """Once a year: words that were drafted are put before some who may sign them, and the answer to them may be lost."""
        self._is_announced = True
        if self.chance.random() < 0.5:
            self.faults["platform failed"] += 1
            self._does("fails", "", ["lost in public"])
        self._does("announces", "", 20)
        able = list(self._staff(Role.LEADER, Role.COMMITTEE))
        for who in self.chance.sample(able, self.chance.randint(1, len(able))):
            self._does("signs", who, 0)
        self.run(self.stage.goes_by(1800))

    def _does(self, what: str, who: str, given: Any) -> None:
        self._tell(f"{who or 'the world'} {what} {given}")
        person = self._staff().get(who)
        if person is not None:
            self.run(crowd_staff.comes_in(self.stage, who, person))
        self.run(crowd_habits.DOES[what](self.stage, who, given))

    def _word(self) -> None:
        self.run(worded(self.stage, self._words, AUDIENCES))

    def _deliver(self) -> None:
        self.run(self.stage.delivers_what_waits())

    def _asked(self, every: Sequence[Member], matter: Standing, move: str) -> list[Member]:
        """See `Life`: whoever has a role for it comes first, most often."""
        asked = super()._asked(every, matter, move)
        rule = self._table(matter).moves.get(matter.pending.move if matter.pending is not None else move)
        if rule is None or self.chance.random() < 0.3:
            return asked
        wanted = {rule.second} if move in (SIGN, DECLINE) else rule.by
        return sorted(asked, key=lambda who: not who.roles & wanted)

    def _staff(self, *roles: Role) -> dict[str, int]:
        """Everybody who holds one of these roles, or any, by name, whether they are signed in or not."""
        rows = self.read(
            lambda tx: tx.all(
                "SELECT label, person.id, role FROM person JOIN role_grant ON person_id = person.id"
                " WHERE revoked_at IS NULL ORDER BY person.id, role"
            )
        )
        return {str(label): int(number) for label, number, role in rows if not roles or role in roles}
