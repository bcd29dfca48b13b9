"""The ballots of an arena as rows of a file: what each must say before any of them is taken (the law §6.6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.importing.cells import CellCheck
from domain.importing.problems import CellFault, ImportRefused, Problem, ReadRow
from domain.mechanism.rules import RuleSet
from domain.scoring.arenas import DEFAULT_WEIGHTS, FULL
from domain.units import Unit

_LEAST_SLOTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotRow:
    """What a rater gave the unit that speaks in a slot by one criterion. The head of a unit is named as that unit."""

    slot: str
    rater: str
    criterion: str
    score: int

    @property
    def key(self) -> tuple[str, str, str]:
        """By which it is there once."""
        return self.slot, self.rater, self.criterion


def check_ballots(
    rows: Iterable[ReadRow], members: Iterable[Unit], criteria: Mapping[str, str], rules: RuleSet
) -> list[BallotRow]:
    """The ballots of the rows, every one whole. `criteria`: by their codes and by what they are called.

    Raises `ImportRefused` with every problem.
    """
    check = CellCheck()
    members = list(members)
    named = {name: each for each in members for name in each.every_name} | {each.code: each for each in members}
    read = [(row, _row(check, row, named, criteria)) for row in rows]
    check.once(((row, " ".join(each.key)) for row, each in read), "criterion")
    _check_whole(check, read)
    check.done()
    found = [each for _, each in read]
    if problems := list(_of_the_whole(found, rules)):
        raise ImportRefused(problems)
    return found


def _row(check: CellCheck, row: ReadRow, named: Mapping[str, Unit], criteria: Mapping[str, str]) -> BallotRow:
    rater, criterion = check.text(row, "rater"), check.text(row, "criterion").casefold()
    if criterion and criterion not in criteria:
        check.fault(row, "criterion", CellFault.CRITERION_UNKNOWN)
    return BallotRow(
        slot=check.unit(row, "slot", named),
        rater=named[rater].code if rater in named else rater,
        criterion=criteria.get(criterion, criterion),
        score=_mark(check, row),
    )


def _mark(check: CellCheck, row: ReadRow) -> int:
    mark = check.number(row, "score")
    if mark is not None and mark in range(FULL + 1) and not check.is_percent(row, "score"):
        return int(mark)
    if mark is not None:
        check.fault(row, "score", CellFault.NOT_A_MARK)
    elif row.cells.get("score", "").strip() == "" and "score" not in row.faults:
        check.fault(row, "score", CellFault.EMPTY)
    return 0


def _check_whole(check: CellCheck, read: Iterable[tuple[ReadRow, BallotRow]]) -> None:
    """Whoever rates a slot marks it by every criterion."""
    by_ballot: dict[tuple[str, str], list[tuple[ReadRow, BallotRow]]] = defaultdict(list)
    for row, each in read:
        by_ballot[each.slot, each.rater].append((row, each))
    for ballot in by_ballot.values():
        said = {each.criterion for _, each in ballot}
        if said < DEFAULT_WEIGHTS.keys():
            check.fault(ballot[0][0], "rater", CellFault.BALLOT_INCOMPLETE)


def _of_the_whole(found: list[BallotRow], rules: RuleSet) -> Iterable[Problem]:
    """What an arena asks of all ballots together."""
    slots, raters = len({each.slot for each in found}), len({each.rater for each in found})
    for fault, wrong, number in (
        (CellFault.TOO_FEW_SLOTS, slots < _LEAST_SLOTS, slots),
        (CellFault.TOO_MANY_SLOTS, slots > rules.arena_slots, slots),
        (CellFault.TOO_FEW_RATERS, raters < rules.arena_min_raters, raters),
    ):
        if wrong:
            yield Problem(line=0, column="", fault=fault, found=str(number))
