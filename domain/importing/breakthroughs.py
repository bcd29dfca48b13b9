"""Breakthrough projects (破难攻坚项目) as rows of a file: a row for each milestone (the law §8, §1 row 16)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.importing import listed
from domain.importing.cells import CellCheck
from domain.importing.differences import Difference
from domain.importing.problems import CellFault, ReadRow
from domain.units import Unit

LONGEST = 200
_OF_PROJECT = ("owner", "leader", "team", "mission")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakthroughRow:
    """A milestone of a project, which is known by its title; `due` is an ISO day."""

    title: str
    owner: str
    leader: str
    team: str
    mission: str
    milestone: str
    due: str

    @property
    def key(self) -> tuple[str, str]:
        """By which it is known again."""
        return self.title, self.milestone


def check_breakthroughs(
    rows: Iterable[ReadRow], members: Iterable[Unit], known: Iterable[BreakthroughRow], today: date
) -> list[BreakthroughRow]:
    """The milestones of the rows. What is said of a project in its first row need not be said again; rows without a title go on with the
    project above. `known`: what is under way, of which a file changes the words, and never a day. Raises `ImportRefused` with every
    problem.
    """
    check = CellCheck()
    named = {name: each for each in members for name in (each.name, each.code)}
    first: dict[str, BreakthroughRow] = {}
    read: list[tuple[ReadRow, BreakthroughRow]] = []
    for row in rows:
        title = check.text(row, "title", is_required=not read) or (read[-1][1].title if read else "")
        each = _row(check, row, named, title, first.get(title))
        first.setdefault(title, each)
        read.append((row, each))
    check.once(((row, " ".join(each.key)) for row, each in read if each.milestone), "milestone")
    listed.check_days(check, read, known, today)
    check.done()
    return [each for _, each in read]


def difference(given: Sequence[BreakthroughRow], known: Iterable[BreakthroughRow]) -> Difference:
    """Which milestones would be new, and what else would change of their projects; what a file leaves out stays."""
    return listed.difference(given, known, _OF_PROJECT)


def _row(
    check: CellCheck, row: ReadRow, named: dict[str, Unit], title: str, above: BreakthroughRow | None
) -> BreakthroughRow:
    """A row; what it leaves empty of its project is as in the row `above` that named the project first."""
    is_first = above is None
    found = BreakthroughRow(
        title=title,
        owner=check.unit(row, "owner", named, is_required=is_first),
        leader=check.text(row, "leader", is_required=is_first),
        team=check.text(row, "team", is_required=False),
        mission=check.text(row, "mission", longest=LONGEST, is_required=False, too_long=CellFault.TARGET_TOO_LONG),
        milestone=check.text(row, "milestone"),
        due=check.day(row, "due"),
    )
    if above is None:
        return found
    for name in _OF_PROJECT:
        if getattr(found, name) not in ("", getattr(above, name)):
            check.fault(row, name, CellFault.PROJECT_OTHERWISE)
    return replace(found, **{name: getattr(above, name) for name in _OF_PROJECT})
