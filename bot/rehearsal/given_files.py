"""The files that a rehearsal is given in place of the county's, read as those to import: everything wrong is named before the year begins.

Lives here: `given`, which makes of them what the year is played with. What is read is written down again in the one form that the year
reads, whatever it came as: a workbook, other columns, the names of units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from bot.cast.fictional_county import rows, sample, written
from bot.importing import reading, taking
from bot.rehearsal.county import ENDS_ON
from bot.rehearsal.programme import BEGINS_ON, FIGURES_TAKE, RULES, Given
from domain import errors, months, units
from domain.importing.ballots import check_ballots
from domain.importing.columns import COLUMNS, ImportKind, RehearsalKind, TableKind
from domain.importing.files import check_values
from domain.importing.problems import ImportRefused, Problem, ReadRow
from domain.importing.progress import YES, ProgressRow, check_progress
from domain.importing.projects import ProjectRow, check_projects
from domain.matters.scoring import periods
from domain.scoring.arenas import DEFAULT_WEIGHTS

KINDS: Mapping[str, TableKind] = {
    "values": ImportKind.VALUES,
    "projects": ImportKind.PROJECTS,
    "progress": ImportKind.PROGRESS,
    "ballots": RehearsalKind.BALLOTS,
}
"""What may be given, in the order in which it is read: progress is that of the projects."""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file with everything that is wrong in it."""

    file: Path
    kind: TableKind
    problems: tuple[Problem, ...]


class FilesRefused(errors.FlagpostError):
    """The year is not played: files have problems."""

    def __init__(self, files: Sequence[RefusedFile]) -> None:
        super().__init__()
        self.files = tuple(files)


def given(files: Mapping[str, Path]) -> Given:
    """What the year is played with, where these files stand in place of the county's.

    Of projects that are given without their progress, what the county's file says of those with the same codes counts. Raises FilesRefused.
    """
    county = _County()
    found = Given()
    refused: list[RefusedFile] = []
    for name, kind in KINDS.items():
        file = files.get(name)
        if file is None or (name == "progress" and any(each.kind is ImportKind.PROJECTS for each in refused)):
            continue  # whether a month can be entered is known once the projects are
        try:
            table = reading.read(kind, file.read_bytes()).rows
            found = replace(found, **{name: _canonical(kind, county.checked(kind, table, found))})
        except ImportRefused as wrong:
            refused.append(RefusedFile(file, kind, wrong.problems))
    if refused:
        raise FilesRefused(refused)
    return found if "progress" in files or "projects" not in files else replace(found, progress=_of_these(found))


def not_counted(found: Given) -> list[tuple[str, str]]:
    """The ballots that no card offers, as slot and rater: of one's own unit, and of one above or under it (the law §2, §6.6)."""
    register = units.Register(_County().register)
    pairs = dict.fromkeys((row["slot"], row["rater"]) for row in rows(found.ballots))
    return [(slot, rater) for slot, rater in pairs if rater in register and units.is_in_line(register, slot, rater)]


def too_late(found: Given) -> list[str]:
    """The periods whose figures come after the last day of the year."""
    every = dict.fromkeys(row["period"] for row in rows(found.values))
    return [code for code in every if periods.ends_on(code, RULES) + FIGURES_TAKE > ENDS_ON]


class _County:
    """What the files are understood by: the county's register and indicators."""

    def __init__(self) -> None:
        """As the year has them from its first day."""
        self.register = tuple(reading.read_units(sample("units.csv")))
        self.indicators = tuple(reading.read_indicators(sample("indicators.csv")))

    def checked(self, kind: TableKind, table: list[ReadRow], so_far: Given) -> Iterable[Mapping[str, object]]:
        """The rows of a file by their columns. Raises ImportRefused."""
        match kind:
            case ImportKind.VALUES:
                values = check_values(table, self.register, self.indicators, is_period=_is_period)
                return [{name: getattr(each, name) for name in COLUMNS[kind].order} for each in values]
            case ImportKind.PROJECTS:
                return map(_project, check_projects(table, self.register, taking.kinds("project_kind"), (), ""))
            case ImportKind.PROGRESS:
                done = check_progress(table, _may_be_entered(so_far), taking.kinds("project_begun"))
                return [{name: getattr(each, name) for name in COLUMNS[kind].order} for each in done]
            case _:
                criteria = taking.kinds("criterion") | {name: name for name in DEFAULT_WEIGHTS}
                ballots = check_ballots(table, self.register, criteria, RULES)
                return [{name: getattr(each, name) for name in COLUMNS[kind].order} for each in ballots]


def _is_period(code: str) -> bool:
    try:
        periods.ends_on(code, RULES)
    except periods.PeriodUnknown:
        return False
    return True


def _project(row: ProjectRow) -> Mapping[str, object]:
    plan = {f"m{months.number(month):02}": amount for month, amount in row.plan.items()}
    return {**{name: getattr(row, name, None) for name in COLUMNS[ImportKind.PROJECTS].order}, **plan}


def _may_be_entered(found: Given) -> list[ProgressRow]:
    """Every month of the year of every project that is under way in it."""
    codes = (row["code"] for row in rows(found.projects) if row["year"] == str(BEGINS_ON.year))
    return [
        ProgressRow(code=code, month=month, actual=None, begun=YES)
        for code in codes
        for month in months.of_year(BEGINS_ON.year)
    ]


def _of_these(found: Given) -> bytes:
    """What was done of the projects that there are."""
    may = {each.key for each in _may_be_entered(found)}
    done = [row for row in rows(found.progress) if (row["code"], row["month"]) in may]
    return written(done, COLUMNS[ImportKind.PROGRESS].order)


def _canonical(kind: TableKind, every: Iterable[Mapping[str, object]]) -> bytes:
    """Rows as the year reads them: every column, plain numbers, codes."""
    order = COLUMNS[kind].order
    return written([{name: _plain(row.get(name)) for name in order} for row in every], order)


def _plain(cell: object) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else str(cell)
