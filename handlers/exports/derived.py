"""The export of a matter as its table makes it (`of`): where it stands, by days, and whatever was answered that is no words.

A new matter has its export by being a table. Days, numbers and choices among the words of the law go out; of what people wrote, what the
table lets go out by name (`Procedure.exports`); who somebody is and what was sent, never. Of what is about a person, or came of what is,
a row names neither the unit nor the matter that it is about. What goes past the office is not there, nor what came of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from domain.mechanism.columns import OF_UNIT, Asked, Place
from domain.mechanism.standing import PERSON, Standing
from domain.mechanism.table import Procedure
from domain.saying import Term
from handlers.conversation.room import Room
from handlers.exports.columns import COURSE, WHERE, Cell, ExportKind, Row, course, number, term, where, written_day
from storage import matters
from storage.upkeep import exporting

ABOUT = ("about", "about_title")
INSIDE = frozenset({"contact", "recusal", "suspicion", "staff", "opening", "ruling", "profile", "calendar", "trouble"})
"""What is about those who work here, what somebody is suspected of, and the office's own settings: the auditor has them in the log."""
_NAMING = frozenset({"striver"})  # it is about somebody, though the unit is asked for
_CALLED = {"striver": "nominations"}  # strivers are those whose title stands
_DAYS, _NUMBERS = frozenset({"day", "past_day", "known_day"}), frozenset({"number", "amount"})
_LISTED = frozenset({"listed", "period"})
Made = Callable[[Standing], Cell]


def every(tables: Mapping[str, Procedure], but: frozenset[str]) -> Mapping[str, ExportKind]:
    """The exports of these tables, by their names in the plural, without those that somebody wrote by hand."""
    return {
        named(matter): of(table, frozenset(_head(tables, table)))
        for matter, table in tables.items()
        if matter not in but | INSIDE and not table.is_apart
    }


def named(matter: str) -> str:
    """What an export of a matter is called."""
    if matter in _CALLED:
        return _CALLED[matter]
    if matter.endswith("y"):
        return f"{matter[:-1]}ies"
    return f"{matter}es" if matter.endswith(("ch", "s", "x")) else f"{matter}s"


def of(table: Procedure, head: frozenset[str]) -> ExportKind:
    """The export of a matter; `head`: of what it is about and its unit, what it has."""
    own = _own(table)
    unlabelled = _days(table).keys() - _shown(table)
    return ExportKind(
        matter=table.matter,
        columns=("number", *(name for name in (*ABOUT, *WHERE) if name in head), *own, *COURSE),
        rows=partial(_rows, table, head, own),
        title=Term("matter", table.matter),
        headings={name: Term(f"label.{table.matter}", name) for name in own if name not in unlabelled},
    )


def _head(tables: Mapping[str, Procedure], table: Procedure) -> Iterator[str]:
    """Which of these columns a matter fills: what names somebody is told of without both."""
    if table.matter in _NAMING or (table.begins and table.begins.states.get("subject") == PERSON):
        return
    above = _openers(tables, table.matter)
    kinds = table.begins.kinds if table.begins else {}
    if above or kinds or _shown(table) & {"parent", "about"}:
        yield "about"
    if any("title" in each.exports for each in (*above, *(tables[kind] for kind in kinds if kind in tables))):
        yield "about_title"
    if any(map(_has_unit, (table, *above))):
        yield from WHERE


def _openers(tables: Mapping[str, Procedure], matter: str) -> list[Procedure]:
    """The tables whose moves open one."""
    every = ((table, opens) for table in tables.values() for rule in table.moves.values() for opens in rule.opens)
    return [table for table, opens in every if opens.kind == matter]


def _has_unit(table: Procedure) -> bool:
    parties = {*table.shows, *(party for rule in table.moves.values() for party in rule.by)}
    kept = {asked.kept for rule in table.moves.values() for asked in rule.asks}
    return bool(parties & OF_UNIT.keys()) or Place.UNIT in kept or "unit" in _shown(table)


def _shown(table: Procedure) -> frozenset[str]:
    return frozenset(name for names in table.shows.values() for name in names)


def _days(table: Procedure) -> Mapping[str, Made]:
    """The days on which moves were made, as far as they are kept."""
    return {rule.dates: _kept(rule.dates, written_day) for rule in table.moves.values() if rule.dates}


def _own(table: Procedure) -> Mapping[str, Made]:
    """What of a matter's own goes out, and how: what its cards show, in their order, and the days of its moves."""
    asks: dict[str, list[Asked]] = {}
    for rule in table.moves.values():
        for asked in rule.asks:
            asks.setdefault(asked.name, []).append(asked)
    shown = [name for names in table.shows.values() for name in names]
    parted = [name for name, every in asks.items() if any(each.kept is Place.CATEGORY for each in every)]
    found = {name: _made(table, name, asks[name]) for name in (*parted, *shown) if name in asks}
    return {name: made for name, made in {**found, **_days(table)}.items() if made is not None}


def _made(table: Procedure, name: str, asks: Sequence[Asked]) -> Made | None:
    """What becomes of an answer; None where it stays here. Questions of one name must agree: words never go out by another's leave."""
    how, kept, of = {each.how for each in asks}, {each.kept for each in asks}, asks[0].table
    if not kept <= {Place.OWN, Place.CATEGORY}:
        return None
    if how <= _DAYS:
        cell: Callable[[str], Cell] = written_day
    elif how <= _NUMBERS:
        cell = number
    elif how == {"one_of"}:
        cell = partial(term, of)
    elif how == {"some_of"}:
        cell = partial(_terms, of)
    elif name in table.exports or how <= _LISTED:
        cell = str
    else:
        return None
    return (lambda standing: cell(standing.category)) if Place.CATEGORY in kept else _kept(name, cell)


def _kept(name: str, cell: Callable[[str], Cell]) -> Made:
    """A fact of a matter's own, as it goes out."""
    return lambda standing: cell(str(standing.own.get(name) or ""))


def _terms(table: str, answer: str) -> Cell:
    return tuple(Term(table, each) for each in answer.split(",") if each)


def _rows(table: Procedure, head: frozenset[str], own: Mapping[str, Made], room: Room) -> Iterator[Row]:
    for some in exporting.pages(room.tx, table.matter):
        above = _above(room, some)
        for each in some:
            line = list(_line(each, above))
            if any(room.office.matters[one.matter].procedure.is_apart for one in line):
                continue
            is_somebody = names_somebody(line)
            cells = {
                "number": each.number,
                **_about(room, None if is_somebody else next(iter(line[1:]), None)),
                **where(room, "" if is_somebody else each.unit),
                **course(room, each),
            }
            named_so = {name: cell for name, cell in cells.items() if name in head or name not in (*ABOUT, *WHERE)}
            yield {**named_so, **{name: made(each) for name, made in own.items()}}


def names_somebody(line: Iterable[Standing]) -> bool:
    """Whether a matter is about a person, or came of one that is."""
    return any(each.is_personal or each.matter in _NAMING for each in line)


def _about(room: Room, parent: Standing | None) -> Row:
    """What it is about or came of, by its number, and its title where that may go out."""
    if parent is None:
        return {"about": "", "about_title": ""}
    has_title = "title" in room.office.matters[parent.matter].procedure.exports
    return {"about": parent.number, "about_title": parent.own.get("title", "") if has_title else ""}


def _above(room: Room, some: Sequence[Standing]) -> Mapping[int, Standing]:
    """Whatever these are about, and what that is about, and so on, by number."""
    found: dict[int, Standing] = {}
    wanted = {each.parent_id for each in some if each.parent_id}
    while wanted:
        new = matters.of_ids(room.tx, sorted(wanted))
        found |= {each.id: each for each in new}
        wanted = {each.parent_id for each in new if each.parent_id} - found.keys()
    return found


def _line(standing: Standing, above: Mapping[int, Standing]) -> Iterator[Standing]:
    """A matter, what it is about, and so on."""
    yield standing
    while (parent := above.get(standing.parent_id or 0)) is not None:
        standing = parent
        yield standing
