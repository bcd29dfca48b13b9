"""Who is to work here, as rows of a file: each is invited to a role with the post that others see (the law §2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.importing.cells import CellCheck
from domain.importing.differences import Difference
from domain.importing.problems import CellFault, ReadRow
from domain.people import NEEDS_UNIT, STAFF, Role
from domain.units import Unit

LONGEST_POST = 30

Place = tuple[str, str, str]
"""Role, unit and post: by which somebody is known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """Somebody who is to be invited. `line`: in which line of the file."""

    line: int
    role: str
    unit: str
    post: str

    @property
    def key(self) -> Place:
        """By which they are known again."""
        return self.role, self.unit, self.post


def check_staff(rows: Iterable[ReadRow], members: Iterable[Unit], roles: Mapping[str, str]) -> list[StaffRow]:
    """The people of the rows. `roles`: by their codes and by what they are called. Raises `ImportRefused` with every problem."""
    check = CellCheck()
    named = {name: each for each in members for name in (each.name, each.code)}
    read = [(row, _row(check, row, named, roles)) for row in rows]
    check.once(((row, " ".join(each.key)) for row, each in read), "post")
    check.done()
    return [each for _, each in read]


def difference(given: Sequence[StaffRow], known: Collection[Place]) -> Difference:
    """Who would be invited; whoever is here or invited already is not invited again."""
    added = tuple(" ".join(each.key) for each in given if each.key not in known)
    return Difference(added=added, same=len(given) - len(added))


def _row(check: CellCheck, row: ReadRow, named: Mapping[str, Unit], roles: Mapping[str, str]) -> StaffRow:
    written = check.text(row, "role")
    role = roles.get(written.casefold(), "")
    if role not in tuple(STAFF):
        role = ""
    if written and not role:
        check.fault(row, "role", CellFault.ROLE_UNKNOWN)
    needs_unit = bool(role) and Role(role) in NEEDS_UNIT
    return StaffRow(
        line=row.line,
        role=role,
        unit=check.unit(row, "unit", named, is_required=needs_unit),
        post=check.text(row, "post", longest=LONGEST_POST),
    )
