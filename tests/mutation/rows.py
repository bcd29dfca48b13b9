"""What can be changed in a lifecycle table: every row, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from domain.mechanism.ballots import NEGATIVE, POSITIVE, Ballot
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule
from domain.people import Role

Row = TypeVar("Row", Rule, Limit, Ballot)
STRANGER = Role.PUBLISHER
"""Whom no table of the law lets decide: added to a move, somebody must notice."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a table: what it is called, and what makes it, in place."""

    kind: str
    name: str
    make: Callable[[], None]


def mutants(table: Procedure) -> Iterator[Mutant]:
    """Every change of a table, of its moves first."""
    for move, rule in table.moves.items():
        for kind, what, changed in _of_rule(rule):
            yield Mutant(kind, f"{table.matter}.{move}: {kind} {what}".rstrip(), _puts_move(table, move, changed))
    for place, limit in enumerate(table.terms):
        for kind, what, terms in _of_limit(table, place, limit):
            name = f"{table.matter}, term {limit.rule}: {kind} {what}".rstrip()
            yield Mutant(kind, name, _puts(table, "terms", terms))
    for column in ("todo", "closed_to"):
        kept: Mapping[Any, Any] = getattr(table, column)
        for key in kept:
            rest = {each: value for each, value in kept.items() if each != key}
            yield Mutant(column, f"{table.matter}: {column} {key}", _puts(table, column, rest))


def _with(row: Row, **columns: Any) -> Row:
    return replace(row, **columns)


def _of_rule(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    yield from _of_who_and_where(rule)
    yield from _of_what_follows(rule)
    if rule.end is not None and len(rule.start) > 1:
        yield "stays", "", _with(rule, end=None)
    if rule.ballot is not None and rule.ballot.majority:
        other = POSITIVE if rule.ballot.majority == NEGATIVE else NEGATIVE
        yield "other majority", "", _with(rule, ballot=_with(rule.ballot, majority=other))
        yield "other quorum", "", _with(rule, ballot=_with(rule.ballot, quorum=POSITIVE))


def _of_who_and_where(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    for each in sorted(rule.start):
        yield "without start", each, _with(rule, start=rule.start - {each})
    for party in sorted(rule.by):
        yield "without by", party, _with(rule, by=rule.by - {party})
    if STRANGER not in rule.by:
        yield "also by", STRANGER, _with(rule, by=rule.by | {STRANGER})
    if rule.second is not None:
        yield "without second", "", _with(rule, second=None)


def _of_what_follows(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    """Guards, who is told, other matters, effects: one of each left out."""
    for column in ("needs", "tells", "also", "opens", "effects", "seals"):
        kept: tuple[Any, ...] = getattr(rule, column)
        for place, each in enumerate(kept):
            what = str(getattr(each, "name", "") or getattr(each, "move", each))
            yield f"without {column}", what, _with(rule, **{column: kept[:place] + kept[place + 1 :]})
    for column in ("appoints", "secret"):
        named: Mapping[str, Any] = getattr(rule, column)
        for key in named:
            yield f"without {column}", key, _with(rule, **{column: {k: v for k, v in named.items() if k != key}})
    nothings: Mapping[str, Any] = {"announces": None, "extends": "", "owns": False, "recuses": False}
    for column, nothing in nothings.items():
        if getattr(rule, column):
            yield f"without {column}", "", _with(rule, **{column: nothing})


def _of_limit(table: Procedure, place: int, limit: Limit) -> Iterator[tuple[str, str, tuple[Limit, ...]]]:
    before, after = table.terms[:place], table.terms[place + 1 :]
    yield "without term", "", (*before, *after)
    for stage in sorted(limit.stages):
        yield "without stage", stage, (*before, _with(limit, stages=limit.stages - {stage}), *after)
    for column in ("lapses", "extend", "cap", "day", "waits_for"):
        if getattr(limit, column):
            yield f"without {column}", "", (*before, _with(limit, **{column: ""}), *after)
    for column in ("stops_in", "renewed_by"):
        if getattr(limit, column):
            yield f"without {column}", "", (*before, _with(limit, **{column: frozenset()}), *after)
    if limit.where is not None:
        yield "always", "", (*before, _with(limit, where=None), *after)


def _puts_move(table: Procedure, move: str, changed: Rule) -> Callable[[], None]:
    def make() -> None:
        assert isinstance(table.moves, dict)  # changed in place: the tests hold it as well
        table.moves[move] = changed

    return make


def _puts(table: Procedure, column: str, value: object) -> Callable[[], None]:
    def make() -> None:
        object.__setattr__(table, column, value)

    return make
