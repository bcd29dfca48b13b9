"""Takes a file of any kind into the database (figures, letters, projects, undertakings …): all of it or nothing, in one transaction.

Lives here: `look`, which says what a file would change, and `import_file`, which takes it. The rows are read by
`bot/importing/reading.py`; where a period has enough figures its flags are proposed in the same transaction
(`handlers/scoring/periods.py`).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import words
from bot.importing import reading
from bot.importing.reading import Remark
from domain import errors, months
from domain.importing import breakthroughs as breakthrough_files
from domain.importing import differences, files
from domain.importing import pledges as pledge_files
from domain.importing import progress as progress_files
from domain.importing import projects as project_files
from domain.importing import snails as snail_files
from domain.importing import staff as staff_files
from domain.importing import undertakings as undertaking_files
from domain.importing.breakthroughs import BreakthroughRow
from domain.importing.columns import ImportKind
from domain.importing.differences import Difference
from domain.importing.letters import Letter, check_letters
from domain.importing.pledges import PledgeRow
from domain.importing.problems import ReadRow
from domain.importing.progress import ProgressRow
from domain.importing.projects import ProjectRow
from domain.importing.snails import SnailRow
from domain.importing.staff import StaffRow
from domain.importing.undertakings import UndertakingRow
from domain.matters.scoring import periods
from domain.mechanism.rules import RuleSet
from domain.people import CLOCK, OPERATOR, Actor, Role
from domain.scoring import rankings
from domain.scoring.indicators import Indicator, Value
from domain.scoring.standings import Ranking
from domain.units import Unit, measured
from handlers import letters, pledges
from handlers.administration import staff as staff_desk
from handlers.conversation.room import Drawn, Room
from handlers.letters import LetterTaken
from handlers.programmes import breakthroughs, undertakings
from handlers.projects import projects, snails
from handlers.scoring import filings
from handlers.scoring.periods import PeriodProposed, propose
from storage import units, vault
from storage.database import Database, Tx
from storage.scoring import figures
from storage.scoring import periods as period_store

MakeRoom = Callable[[Tx], Room]


class ChangedMeanwhile(errors.FlagpostError):
    """What the file would change is no longer what was shown: somebody else has imported. Import it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLook:
    """What a file would do: nothing has been taken yet."""

    kind: ImportKind
    rows: int
    difference: Difference
    remarks: tuple[Remark, ...] = ()
    letters: tuple[Letter, ...] = ()  # those that are new


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was taken: how many rows, which units were closed, what became of each period that had figures among them."""

    kind: ImportKind
    rows: int
    closed: tuple[str, ...] = ()
    periods: tuple[PeriodProposed, ...] = ()
    letters: tuple[LetterTaken, ...] = ()
    staff: tuple[staff_desk.InvitedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Given:
    """The typed rows of a file, of whichever kind."""

    units: Sequence[Unit] = ()
    indicators: Sequence[Indicator] = ()
    values: Sequence[Value] = ()
    letters: Sequence[Letter] = ()
    projects: Sequence[ProjectRow] = ()
    progress: Sequence[ProgressRow] = ()
    pledges: Sequence[PledgeRow] = ()
    snails: Sequence[SnailRow] = ()
    staff: Sequence[StaffRow] = ()
    undertakings: Sequence[UndertakingRow] = ()
    breakthroughs: Sequence[BreakthroughRow] = ()
    remarks: Sequence[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the office has, by which a file is understood; `newest` are the figures that came last."""

    register: Sequence[Unit]
    indicators: Sequence[Indicator]
    newest: Sequence[Value]
    named: Sequence[Unit]  # the register as everybody who speaks finds a unit in it
    rules: RuleSet
    projects: Sequence[ProjectRow]
    progress: Sequence[ProgressRow]  # the months of projects that may be entered now by whoever sent it
    pledges: Sequence[PledgeRow]
    undertakings: Sequence[UndertakingRow]
    breakthroughs: Sequence[BreakthroughRow]
    contests: Mapping[str, str]
    own_unit: str  # the only one that whoever sent it may pledge for; empty where any
    today: date
    filing: filings.Filing | None  # what whoever sent it has to file; None where everything may be brought

    def has_period(self, code: str) -> bool:
        """Whether this is a period by the office's rules."""
        try:
            periods.ends_on(code, self.rules)
        except periods.PeriodUnknown:
            return False
        return True


_ROWS: Mapping[ImportKind, Callable[[Room, _Given, Actor], int]] = {
    ImportKind.PROJECTS: lambda room, given, by: projects.take(room, given.projects),
    ImportKind.PROGRESS: lambda room, given, by: projects.take_progress(room.acting_as(by), given.progress),
    ImportKind.PLEDGES: lambda room, given, by: pledges.take(room.acting_as(by), given.pledges),
    ImportKind.SNAILS: lambda room, given, by: snails.take(room.acting_as(by), given.snails),
    ImportKind.UNDERTAKINGS: lambda room, given, by: undertakings.take(room, given.undertakings, by),
    ImportKind.BREAKTHROUGHS: lambda room, given, by: breakthroughs.take(room, given.breakthroughs, by),
}
"""How the rows of a kind are taken of which nothing is said but how many they were."""


async def look(
    database: Database, kind: ImportKind, content: bytes, make_room: MakeRoom, *, sheet: str = "", by: Actor = CLOCK
) -> ImportLook:
    """Say what taking a file would change; raises what `import_file` raises, and changes nothing.

    `sheet` names the sheet of a workbook that has several.
    """
    given = await _read(database, kind, content, make_room, sheet, by)
    difference = await database.read(lambda tx: _difference(make_room(tx), kind, given, by))
    rows = len(given.units) + len(given.indicators) + len(given.values) + len(given.letters)
    rows += len(given.projects) + len(given.progress) + len(given.pledges) + len(given.snails)
    rows += len(given.staff)
    rows += len(given.undertakings) + len(given.breakthroughs)
    new = tuple(each for each in given.letters if each.key in difference.added)
    return ImportLook(kind=kind, rows=rows, difference=difference, remarks=tuple(given.remarks), letters=new)


async def import_file(
    database: Database,
    kind: ImportKind,
    content: bytes,
    make_room: MakeRoom,
    *,
    sheet: str = "",
    shown: Difference | None = None,
    is_closing: bool = False,
) -> Imported:
    """Take a file's bytes; `make_room` gives the clock's room, for the office's values and the time.

    `shown` is what was shown to a person; where it is no longer so, `ChangedMeanwhile` is raised. With `is_closing`, units
    that the file does not name are closed. Raises `ImportRefused` with every bad row, `AlreadyAnnounced` where a figure of an
    announced period would change, `PeriodUnknown` and `FiguresRefused`; then nothing was taken. After units, the office's
    register must be loaded again.
    """
    seen = None if shown is None else shown.digest
    work = await prepared(database, kind, content, make_room, sheet=sheet, seen=seen, is_closing=is_closing)
    return await database.write(work)


async def prepared(
    database: Database,
    kind: ImportKind,
    content: bytes,
    make_room: MakeRoom,
    *,
    sheet: str = "",
    seen: str | None = None,
    is_closing: bool = False,
    by: Actor = CLOCK,
) -> Callable[[Tx], Imported]:
    """Read a file's bytes, and return the work that takes them: as `import_file`, by whom history names. `seen` is the digest of what
    was shown."""
    given = await _read(database, kind, content, make_room, sheet, by)
    drawn = [_drawn() for _ in (*given.letters, *given.staff)]

    def work(tx: Tx) -> Imported:
        room = make_room(tx)
        if seen is not None and _difference(room, kind, given, by).digest != seen:
            raise ChangedMeanwhile
        if kind is ImportKind.UNITS:
            return _units(room, given.units, by, is_closing=is_closing)
        if kind is ImportKind.INDICATORS:
            return Imported(kind=kind, rows=figures.merge_indicators(tx, given.indicators, by, room.at))
        if kind is ImportKind.LETTERS:
            taken = letters.take(room, given.letters, drawn)
            units.note_import(tx, "letters", {"number": len(taken)}, by, room.at)
            return Imported(kind=kind, rows=len(taken), letters=taken)
        if kind is ImportKind.STAFF:
            asked = staff_desk.take(room.acting_as(OPERATOR if by == CLOCK else by), given.staff, drawn)
            return Imported(kind=kind, rows=len(asked), staff=asked)
        if kind in _ROWS:
            return Imported(kind=kind, rows=_ROWS[kind](room, given, by))
        return _values(room, given.values) if by == CLOCK else _filed(room, given.values, by)

    return work


def _drawn() -> Drawn:
    return Drawn(code=vault.new_code(), alias=f"R-{vault.new_code()[:4]}", dialogue=0)


async def _read(
    database: Database, kind: ImportKind, content: bytes, make_room: MakeRoom, sheet: str, by: Actor
) -> _Given:
    known = await database.read(lambda tx: _known(make_room(tx), by))

    def rows() -> _Given:
        table = reading.read(kind, content, sheet)
        return replace(_checked(kind, table.rows, known), remarks=table.remarks)

    return await asyncio.to_thread(rows)


def _known(room: Room, by: Actor) -> _Known:
    newest = [value for code in figures.periods(room.tx)[-2:] for value in figures.values(room.tx, code)]
    register, indicators = tuple(units.register(room.tx)), tuple(figures.indicators(room.tx))
    return _Known(
        register=register,
        indicators=indicators,
        newest=newest,
        named=tuple(room.office.register),
        rules=room.office.rules,
        projects=projects.known(room),
        progress=projects.may_enter(room, by),
        pledges=pledges.known(room),
        undertakings=undertakings.known(room),
        breakthroughs=breakthroughs.known(room),
        contests=pledges.names_of_contests(room.office),
        own_unit="" if by == CLOCK or Role.REVIEWER in by.roles else by.unit,
        today=room.today,
        filing=None if by == CLOCK else filings.of_unit(room, by.unit),
    )


def _checked(kind: ImportKind, rows: list[ReadRow], known: _Known) -> _Given:
    return _CHECKS[kind](rows, known)


def _checked_values(rows: list[ReadRow], known: _Known) -> _Given:
    refused = known.filing.refused if known.filing is not None else lambda value: None
    values = files.check_values(rows, known.register, known.indicators, known.newest, known.has_period, refused)
    return _Given(values=values if known.filing is None else [each for each in values if each.value is not None])


_CHECKS: Mapping[ImportKind, Callable[[list[ReadRow], _Known], _Given]] = {
    ImportKind.UNITS: lambda rows, known: _Given(units=files.check_units(rows, known.register)),
    ImportKind.INDICATORS: lambda rows, known: _Given(indicators=files.check_indicators(rows, known.indicators)),
    ImportKind.STAFF: lambda rows, known: _Given(staff=staff_files.check_staff(rows, known.named, kinds("role"))),
    ImportKind.VALUES: _checked_values,
    ImportKind.LETTERS: lambda rows, known: _Given(
        letters=check_letters(rows, known.named, kinds("kind"), known.rules.clue_max_chars)
    ),
    ImportKind.PROJECTS: lambda rows, known: _Given(
        projects=project_files.check_projects(
            rows, known.named, kinds("project_kind"), known.projects, months.of_day(known.today)
        )
    ),
    ImportKind.PROGRESS: lambda rows, known: _Given(
        progress=progress_files.check_progress(rows, known.progress, kinds("project_begun"))
    ),
    ImportKind.PLEDGES: lambda rows, known: _Given(
        pledges=pledge_files.check_pledges(
            rows, known.named, known.contests, known.pledges, known.today, known.own_unit
        )
    ),
    ImportKind.UNDERTAKINGS: lambda rows, known: _Given(
        undertakings=undertaking_files.check_undertakings(rows, known.named, known.undertakings, known.today)
    ),
    ImportKind.BREAKTHROUGHS: lambda rows, known: _Given(
        breakthroughs=breakthrough_files.check_breakthroughs(rows, known.named, known.breakthroughs, known.today)
    ),
    ImportKind.SNAILS: lambda rows, known: _Given(snails=snail_files.check_snails(rows, known.named, known.today)),
}
"""How the rows of each kind are checked against what the office has."""


def kinds(table: str) -> dict[str, str]:
    """The kinds of clues or of projects, or whatever else a table of the words has, by their codes and by what they are called, in every
    language."""
    tables = (words.said(language)[table] for language in words.LANGUAGES)
    called = {str(name).casefold(): code for table in tables for code, name in table.items()}
    return called | {code: code for code in called.values()}


def _difference(room: Room, kind: ImportKind, given: _Given, by: Actor) -> Difference:
    return _DIFFERENCES[kind](room, given, by)


def _difference_of_letters(room: Room, given: _Given, by: Actor) -> Difference:
    new = [each.key for each in letters.new_ones(room, given.letters)]
    return Difference(added=tuple(new), same=len(given.letters) - len(new))


def _difference_for(room: Room, given: _Given, by: Actor) -> Difference:
    found = _difference_of_values(room, given.values)
    return found if by == CLOCK else replace(found, moves=())  # a unit does not read where others would stand


_DIFFERENCES: Mapping[ImportKind, Callable[[Room, _Given, Actor], Difference]] = {
    ImportKind.UNITS: lambda room, given, by: differences.of_units(given.units, units.register(room.tx)),
    ImportKind.INDICATORS: lambda room, given, by: differences.of_indicators(
        given.indicators, figures.indicators(room.tx)
    ),
    ImportKind.STAFF: lambda room, given, by: staff_files.difference(given.staff, staff_desk.places(room)),
    ImportKind.VALUES: _difference_for,
    ImportKind.LETTERS: _difference_of_letters,
    ImportKind.PROJECTS: lambda room, given, by: project_files.difference(given.projects, projects.known(room)),
    ImportKind.PROGRESS: lambda room, given, by: progress_files.difference(
        given.progress, projects.may_enter(room, by)
    ),
    ImportKind.PLEDGES: lambda room, given, by: pledge_files.difference(given.pledges, pledges.known(room)),
    ImportKind.UNDERTAKINGS: lambda room, given, by: undertaking_files.difference(
        given.undertakings, undertakings.known(room)
    ),
    ImportKind.BREAKTHROUGHS: lambda room, given, by: breakthrough_files.difference(
        given.breakthroughs, breakthroughs.known(room)
    ),
    ImportKind.SNAILS: lambda room, given, by: snail_files.difference(given.snails, snails.known(room)),
}
"""What taking the rows of each kind would change."""


def _difference_of_values(room: Room, given: Sequence[Value]) -> Difference:
    codes = sorted({value.period for value in given})
    ends = {code: periods.ends_on(code, room.office.rules) for code in {*codes, *figures.periods(room.tx)}}
    before = {code: max((c for c in ends if ends[c] < ends[code]), key=ends.__getitem__, default="") for code in codes}
    stored = [value for code in codes for value in figures.values(room.tx, code)]
    earlier = {code: _figures_of(room, before[code], given) for code in codes}
    found = differences.of_values(given, stored, earlier)
    touched = {change.of[0] for change in found.changed} | {each.split()[0] for each in found.added}
    for code in touched:
        period = period_store.of_code(room.tx, code)
        if period is not None and period.stage is periods.PeriodStage.ANNOUNCED:
            raise periods.AlreadyAnnounced
    moved: list[differences.RankMove] = []
    for code in codes:
        now = _ranked(room, code, _merged(figures.values(room.tx, code), given, code))
        moved += differences.moves(now, _ranked(room, code, figures.values(room.tx, code)), code)
        moved += differences.moves(now, _ranked(room, before[code], earlier[code]), before[code])
    return replace(found, moves=tuple(moved))


def _figures_of(room: Room, code: str, given: Sequence[Value]) -> list[Value]:
    """The figures of a period as they would be after the file was taken."""
    return _merged(figures.values(room.tx, code), given, code) if code else []


def _merged(stored: Sequence[Value], given: Sequence[Value], code: str) -> list[Value]:
    merged = {(each.unit, each.indicator): each for each in stored}
    merged |= {(each.unit, each.indicator): each for each in given if each.period == code}
    return list(merged.values())


def _ranked(room: Room, code: str, values: Sequence[Value]) -> list[Ranking]:
    if not values:
        return []
    members = measured(units.register(room.tx), {each.unit for each in values})
    return rankings.rank(code, members, figures.indicators(room.tx), values, (), room.office.rules)


def _units(room: Room, members: Sequence[Unit], by: Actor, *, is_closing: bool) -> Imported:
    gone = differences.of_units(members, units.register(room.tx)).gone if is_closing else ()
    rows = units.merge(room.tx, members, by, room.at)
    units.close(room.tx, gone, by, room.at)
    return Imported(kind=ImportKind.UNITS, rows=rows, closed=gone)


def _filed(room: Room, values: Sequence[Value], by: Actor) -> Imported:
    """The figures that a unit has to file, as if they had been entered at the cards of its filings."""
    rows = filings.take_file(room.acting_as(by), values)
    return Imported(kind=ImportKind.VALUES, rows=rows)


def _values(room: Room, values: Sequence[Value]) -> Imported:
    rows = figures.merge_values(room.tx, values, CLOCK, room.at)
    codes = sorted({value.period for value in values})
    filings.note_import(room, codes)
    return Imported(kind=ImportKind.VALUES, rows=rows, periods=tuple(propose(room, code) for code in codes))
