"""Guards that many tables use: about the children of a matter, how many there are and where they stand."""

from collections.abc import Mapping

from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need
from domain.people import Actor


def every_child(kind: str, stages: frozenset[str]) -> Need:
    """No child of this kind stands anywhere but in these stages: nothing is left open."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        return standing.children.get(kind, {}).keys() <= stages

    return Need(f"every {kind} is {' or '.join(sorted(stages))}", Why.CHILD_OPEN, holds)


def enough_children(kind: str, least: int, stages: frozenset[str]) -> Need:
    """So many children of this kind at least stand in these stages."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        return sum(number for stage, number in standing.children.get(kind, {}).items() if stage in stages) >= least

    return Need(f"{least} {kind} at least {' or '.join(sorted(stages))}", Why.CHILD_LACKING, holds)
