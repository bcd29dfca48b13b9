"""What can be changed in a lifecycle table: every row, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from domain.mechanism.ballots import NEGATIVE, POSITIVE, Ballot
from domain.mechanism.calendar import TermLength
from domain.mechanism.columns import Announces, Beginning
from domain.mechanism.kin import Also, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from tests.support import lifecycles

Undo = Callable[[], None]
Make = Callable[[], Undo]
Row = TypeVar("Row", Rule, Limit, Ballot, Announces, Also, Opens, Beginning)
STRANGER = Role.RATER
"""Whom no table of the law lets decide: added to a move, somebody must notice."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a table: of which matter, of what kind, what it is called, and what makes it, in place, until it is undone."""

    matter: str
    kind: str
    name: str
    make: Make


def mutants(table: Procedure) -> Iterator[Mutant]:
    """Every change of a table, of its moves first."""
    for move, rule in table.moves.items():
        for kind, what, changed in _of_rule(rule, _elsewhere(table, rule)):
            name = f"{table.matter}.{move}: {kind} {what}".rstrip()
            yield Mutant(table.matter, kind, name, _puts_move(table, move, changed))
    for place, limit in enumerate(table.terms):
        for kind, what, terms in _of_limit(table, place, limit):
            name = f"{table.matter}, term {limit.rule}: {kind} {what}".rstrip()
            yield Mutant(table.matter, kind, name, _puts(table, "terms", terms))
        length: TermLength = getattr(lifecycles.RULES, limit.rule)
        longer = TermLength(length.amount + 1, length.unit)
        name = f"{table.matter}, term {limit.rule}: other number"
        yield Mutant(table.matter, "other number", name, _puts(lifecycles.RULES, limit.rule, longer))
    yield from _of_readers(table)
    if table.begins is not None:
        for kind, what, begins in _of_beginning(table.begins):
            yield Mutant(table.matter, kind, f"{table.matter} begins: {kind} {what}", _puts(table, "begins", begins))


def _of_readers(table: Procedure) -> Iterator[Mutant]:
    """In whose 待办 it stands, who sees what, and who does not see it."""
    for column in ("todo", "closed_to", "shows"):
        kept: Mapping[Any, Any] = getattr(table, column)
        for key, values in kept.items():
            rest = {each: value for each, value in kept.items() if each != key}
            name = f"{table.matter}: {column} {key}"
            yield Mutant(table.matter, f"without {column}", name, _puts(table, column, rest))
            for value in values:
                fewer = {**kept, key: type(values)(each for each in values if each != value)}
                yield Mutant(table.matter, f"fewer in {column}", f"{name} without {value}", _puts(table, column, fewer))


def _with(row: Row, **columns: Any) -> Row:
    return replace(row, **columns)


def _elsewhere(table: Procedure, rule: Rule) -> str:
    """A stage of the table to which a move does not lead."""
    stages = dict.fromkeys(stage for each in table.moves.values() for stage in (*each.start, *each.every_end))
    return next(str(stage) for stage in stages if stage not in rule.every_end)


def _of_rule(rule: Rule, elsewhere: str) -> Iterator[tuple[str, str, Rule]]:
    yield from _of_who_and_where(rule)
    yield from _of_what_follows(rule)
    yield from _of_public_words(rule)
    yield from _of_what_is_asked(rule)
    if rule.end is not None:
        yield "other end", elsewhere, _with(rule, end=elsewhere)
        if len(rule.start) > 1:
            yield "stays", "", _with(rule, end=None)
    for answer in rule.ends:
        yield "other end", f"of {answer}", _with(rule, ends={**rule.ends, answer: elsewhere})
    if rule.ballot is not None and rule.ballot.majority:
        other = POSITIVE if rule.ballot.majority == NEGATIVE else NEGATIVE
        yield "other majority", "", _with(rule, ballot=_with(rule.ballot, majority=other))
        yield "other quorum", "", _with(rule, ballot=_with(rule.ballot, quorum=POSITIVE))
    if rule.ballot is not None and rule.ballot.is_secret:
        yield "open vote", "", _with(rule, ballot=_with(rule.ballot, is_secret=False))


def _of_who_and_where(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    for each in sorted(rule.start):
        yield "without start", each, _with(rule, start=rule.start - {each})
    for party in sorted(rule.by):
        yield "without by", party, _with(rule, by=rule.by - {party})
    if STRANGER not in rule.by:
        yield "also by", STRANGER, _with(rule, by=rule.by | {STRANGER})
    if rule.second is not None:
        yield "without second", "", _with(rule, second=None)
        yield "other second", STRANGER, _with(rule, second=STRANGER)
    elif Role.CLOCK not in rule.by:
        yield "also a second", STRANGER, _with(rule, second=STRANGER)


def _of_what_follows(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    """Guards, who is told, other matters, effects: one of each left out, or what follows in every case."""
    for column in ("needs", "tells", "also", "opens", "effects", "seals", "says"):
        kept: tuple[Any, ...] = getattr(rule, column)
        for place, each in enumerate(kept):
            what = str(getattr(each, "name", "") or getattr(each, "move", each))
            yield f"without {column}", what, _with(rule, **{column: kept[:place] + kept[place + 1 :]})
            if getattr(each, "where", ()):
                always = (*kept[:place], replace(each, where=()), *kept[place + 1 :])
                yield f"{column} always", what, _with(rule, **{column: always})
    if Role.REPORTER not in rule.tells:
        yield "also told", "the reporter", _with(rule, tells=(*rule.tells, Role.REPORTER))
    for column in ("appoints", "secret"):
        named: Mapping[str, Any] = getattr(rule, column)
        for key in named:
            yield f"without {column}", key, _with(rule, **{column: {k: v for k, v in named.items() if k != key}})
    nothings: Mapping[str, Any] = {
        "announces": None,
        "extends": "",
        "owns": False,
        "recuses": False,
        "paper": "",
        "resets": frozenset(),
    }
    for column, nothing in nothings.items():
        if getattr(rule, column):
            yield f"without {column}", "", _with(rule, **{column: nothing})


def _of_what_is_asked(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    for place, asked in enumerate(rule.asks):
        before, after = rule.asks[:place], rule.asks[place + 1 :]
        yield "without asks", asked.name, _with(rule, asks=(*before, *after))
        other = "must not be left out" if asked.may_skip else "may be left out"
        yield (
            "may skip",
            f"{asked.name} {other}",
            _with(rule, asks=(*before, replace(asked, may_skip=not asked.may_skip), *after)),
        )


def _of_public_words(rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    said = rule.announces
    if said is None:
        return
    nothings: Mapping[str, Any] = {"audiences": (), "shows": (), "answers": (), "signed": "", "said": "", "falls": ""}
    for column, nothing in {**nothings, "where": (), "with_consent": False, "is_unnamed": False}.items():
        if getattr(said, column):
            yield "announces without", column, _with(rule, announces=_with(said, **{column: nothing}))
    if not said.with_consent:
        yield "announces", "a person without being asked", _with(rule, announces=_with(said, with_consent=True))


def _of_beginning(begins: Beginning) -> Iterator[tuple[str, str, Beginning]]:
    for kind, stages in begins.kinds.items():
        rest = {each: where for each, where in begins.kinds.items() if each != kind}
        yield "without kinds", kind, _with(begins, kinds=rest)
        for stage in sorted(stages):
            yield "begins without", f"{kind} {stage}", _with(begins, kinds={**begins.kinds, kind: stages - {stage}})


def _of_limit(table: Procedure, place: int, limit: Limit) -> Iterator[tuple[str, str, tuple[Limit, ...]]]:
    before, after = table.terms[:place], table.terms[place + 1 :]
    yield "without term", "", (*before, *after)
    for stage in sorted(limit.stages):
        yield "without stage", stage, (*before, _with(limit, stages=limit.stages - {stage}), *after)
    for column in ("lapses", "extend", "cap", "day", "waits_for", "rests_with"):
        if getattr(limit, column):
            yield f"without {column}", "", (*before, _with(limit, **{column: ""}), *after)
    for column in ("is_right", "is_promised"):
        yield f"other {column}", "", (*before, _with(limit, **{column: not getattr(limit, column)}), *after)
    for column in ("stops_in", "renewed_by", "begun_by", "ended_by"):
        if getattr(limit, column):
            yield f"without {column}", "", (*before, _with(limit, **{column: frozenset()}), *after)
    if limit.where is not None:
        yield "always", "", (*before, _with(limit, where=None), *after)


def _puts_move(table: Procedure, move: str, changed: Rule) -> Make:
    def make() -> Undo:
        assert isinstance(table.moves, dict)  # changed in place: the tests hold it as well
        before = table.moves[move]
        table.moves[move] = changed
        return partial(table.moves.__setitem__, move, before)

    return make


def _puts(table: object, column: str, value: object) -> Make:
    def make() -> Undo:
        before = getattr(table, column)
        object.__setattr__(table, column, value)  # frozen, and changed all the same: it is undone
        return partial(object.__setattr__, table, column, before)

    return make
