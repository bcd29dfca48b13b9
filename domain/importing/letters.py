"""Letters of citizens (群众来信) as rows of a file: what each must say before any of them is taken (the law §3, source MASS)."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.importing.cells import CellCheck
from domain.importing.problems import CellFault, ReadRow
from domain.units import Unit

LONGEST_LINE = 200  # when, where, and how a unit is called


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter. `line`: in which line of the file; `key`: by what it is known again; `told`: what it says, by the names of answers."""

    line: int
    key: str
    told: Mapping[str, str]


def check_letters(
    rows: Iterable[ReadRow], members: Iterable[Unit], kinds: Mapping[str, str], longest: int
) -> list[Letter]:
    """The letters of the rows. A unit is found by its code or a name, letter by letter; one that the register does not have, or has more
    than once, stays as the letter calls it. `kinds`: the kinds of clues by their codes and by what they are called; `longest`: a story,
    in characters.

    Raises `ImportRefused` with every problem.
    """
    check = CellCheck()
    named = _by_name([each for each in members if not each.is_closed])
    read = [(row, _letter(check, row, named, kinds, longest)) for row in rows]
    check.once(((row, letter.key) for row, letter in read), "number")
    check.done()
    return [letter for _, letter in read]


def _by_name(members: Sequence[Unit]) -> dict[str, str]:
    """The codes of units by themselves, and by every name that one of them alone has."""
    called: dict[str, set[str]] = {}
    for unit in members:
        for name in unit.every_name:
            called.setdefault(name, set()).add(unit.code)
    known = {name: codes.pop() for name, codes in called.items() if len(codes) == 1}
    return known | {unit.code: unit.code for unit in members}


def _letter(check: CellCheck, row: ReadRow, named: Mapping[str, str], kinds: Mapping[str, str], longest: int) -> Letter:
    line = {name: _words(check, row, name, LONGEST_LINE) for name in ("unit", "when", "where", "name", "contact")}
    number, story = check.text(row, "number"), _words(check, row, "story", longest, is_required=True)
    unit, kind = named.get(line["unit"], ""), check.written(row, "kind")
    if kind and kind.casefold() not in kinds:
        check.fault(row, "kind", CellFault.KIND_UNKNOWN)
    if bool(line["name"]) != bool(line["contact"]):
        check.fault(row, "contact" if line["name"] else "name", CellFault.NAME_WITHOUT_CONTACT)
    told = {
        "source": "mass",
        "story": story,
        "unit": unit,
        "unit_told": "" if unit else line["unit"],
        "kind": kinds.get(kind.casefold(), ""),
        "when": line["when"],
        "where": line["where"],
        "signed": "real_name" if line["name"] else "anonymous",
        "name": line["name"],
        "contact": line["contact"],
    }
    return Letter(line=row.line, key=unicodedata.normalize("NFKC", number).casefold(), told=told)


def _words(check: CellCheck, row: ReadRow, column: str, longest: int, *, is_required: bool = False) -> str:
    """What people wrote, in lines: it goes into no spreadsheet again, and may begin with anything."""
    text = check.written(row, column)
    if not text and is_required and column not in row.faults:
        check.fault(row, column, CellFault.EMPTY)
    if len(text) > longest:
        check.fault(row, column, CellFault.STORY_TOO_LONG)
    if any(unicodedata.category(each) in ("Cf", "Cs", "Co", "Cn") for each in text):
        check.fault(row, column, CellFault.CONTROL_CHARACTER)
    return text
