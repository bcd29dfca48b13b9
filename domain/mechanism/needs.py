"""Guards that many tables use: about its case and its children, what was found of what it is about, who did what of it before, and
who has it in hand."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import DECLINE, MAKE, SIGN, Facts, Need
from domain.people import Actor

Case = TypeVar("Case")


def of_case(
    kind: type[Case],
    name: str,
    why: Why,
    holds: Callable[[Case, Mapping[str, str]], bool],
    asked: frozenset[str] = frozenset({MAKE, SIGN}),
    *,
    unknown: bool = True,
) -> Need:
    """A guard that looks at what only the guards of its kind of matter look at (`Facts.case`), and at what was answered so far.
    `unknown`: whether it holds where nothing of that kind is known."""
    return Need(
        name,
        why,
        lambda standing, by, facts, given: holds(facts.case, given) if isinstance(facts.case, kind) else unknown,
        asked,
    )


def of_no_own_unit(kind: type[Case], asked: str, own: Callable[[Case], frozenset[str]]) -> Need:
    """Nobody moves what is of their own unit, or of its line, on a list of several (the law §2 rule 2); `own`: what of the list is."""
    return of_case(
        kind,
        "nothing of one's own unit",
        Why.RECUSED,
        lambda case, given: own(case).isdisjoint(given.get(asked, "").split(",")),
    )


def every_child(stages: frozenset[str], *kinds: str) -> Need:
    """No child of these kinds stands anywhere but in these stages: nothing is left open."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        return all(standing.children.get(each, {}).keys() <= stages for each in kinds)

    return Need(f"every {' and '.join(kinds)} is {' or '.join(sorted(stages))}", Why.CHILD_OPEN, holds)


def enough_children(kind: str, least: int, stages: frozenset[str]) -> Need:
    """So many children of this kind at least stand in these stages."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        return sum(number for stage, number in standing.children.get(kind, {}).items() if stage in stages) >= least

    return Need(f"{least} {kind} at least {' or '.join(sorted(stages))}", Why.CHILD_LACKING, holds)


def did_not(name: str, deeds: frozenset[str]) -> Need:
    """Whoever made, proposed or signed one of these moves of the matter does not make, sign or decline this one (the law §2)."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        return not facts.did & deeds

    return Need(f"other than who {name}", Why.OTHER_OFFICER, holds, frozenset({MAKE, SIGN, DECLINE}))


def _has_no_officer(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.owner_id is None


WITHOUT_OFFICER = Need("nobody has it in hand", Why.OWNED_BY_OTHER, _has_no_officer, frozenset({MAKE}))


def while_it_runs(name: str, rule: str) -> Need:
    """A term of the matter runs that a move or an act began (`Limit.begun_by`): what it waits for has not been done."""
    return Need(name, Why.NOT_NOW, lambda standing, by, facts, given: standing.term(rule) is not None)


def unless_it_runs(name: str, why: Why, rule: str) -> Need:
    """The other way round: what such a term waits for is not awaited now."""
    return Need(name, why, lambda standing, by, facts, given: standing.term(rule) is None)


def found_before(name: str, why: Why, findings: frozenset[str]) -> Need:
    """What it is about was found to be one of these, where it is of a kind that is found to be something (`Beginning.takes`)."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        return "finding" not in given or given["finding"] in findings

    return Need(name, why, holds, frozenset({MAKE}))


def _is_eligible(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return facts.ineligible_until is None


ELIGIBLE = Need("nothing that keeps them from an award (the law §4.2 N2, §7.1)", Why.INELIGIBLE, _is_eligible)
