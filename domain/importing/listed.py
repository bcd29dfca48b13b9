"""What files of things that are listed have in common: each is known again by its key, and a file changes its words and never its day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from domain.importing.cells import CellCheck
from domain.importing.differences import ChangedValue, Difference
from domain.importing.problems import CellFault, ReadRow


class ListedRow(Protocol):
    """One of them."""

    @property
    def key(self) -> tuple[str, ...]:
        """By which it is known again."""
        ...


class DueRow(ListedRow, Protocol):
    """One that has an ISO day, or none that could be read."""

    @property
    def due(self) -> str:
        """The day."""
        ...


def check_days(check: CellCheck, read: Iterable[tuple[ReadRow, DueRow]], known: Iterable[DueRow], today: date) -> None:
    """Note every day that is another than that of what is `known`, and of what is new every one that has passed."""
    before = {each.key: each for each in known}
    for row, each in read:
        if each.due and each.key in before and each.due != before[each.key].due:
            check.fault(row, "due", CellFault.DUE_OTHERWISE)
        if each.due and each.key not in before and each.due < today.isoformat():
            check.fault(row, "due", CellFault.DAY_PASSED)


def difference(given: Sequence[ListedRow], known: Iterable[ListedRow], fields: Sequence[str] = ()) -> Difference:
    """Which would be new, and of which one of these fields would change; what a file leaves out stays."""
    before = {each.key: each for each in known}
    added = tuple(" ".join(each.key) for each in given if each.key not in before)
    changed = tuple(
        ChangedValue(of=each.key, field=name, before=getattr(before[each.key], name), after=getattr(each, name))
        for each in given
        if each.key in before
        for name in fields
        if getattr(each, name) != getattr(before[each.key], name)
    )
    return Difference(added=added, changed=changed, same=len(given) - len(added) - len({each.of for each in changed}))
