"""The law stands in the tables: no guard stands in `handlers/`, where it would stand once more beside its button."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers
from domain.lifecycles import PROCEDURES
from domain.mechanism.refusals import Why
from handlers import MATTERS
from handlers.conversation.procedures.derived import Derived
from handlers.conversation.room import Explaining, Typed

ROOT = Path(handlers.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
# What was typed is looked up, and nothing else: into which clue a clue is merged, and into which candidate a nomination.
LOOKED_UP = {"clue", "striver"}
# Who tells a refusal in words of their own: when 收到 was noted, why a row would fail again, when nominations are taken, and when the
# ratings of a slot closed.
EXPLAINED = {
    "flag": {Why.ALREADY_READ},
    "trouble": {Why.CANNOT_GO_OUT},
    "striver": {Why.OUTSIDE_WINDOW},
    "arena_slot": {Why.RATING_OVER},
}
# The engine itself: what it says where a table refuses a move, or a beginning.
ENGINE = {"conversation/procedures/moves.py"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_handler_refuses_a_move(path: Path) -> None:
    """An announcement's approval was refused in `handlers/announcements.py` and its button taken away in
    `handlers/announcement_cards.py`; a period's waiver was only hidden. A refusal has one of the reasons of the mechanism."""
    tree = ast.parse(path.read_text("utf-8"))
    if str(path.relative_to(ROOT)) in ENGINE:
        return
    explained = {why.name for whys in EXPLAINED.values() for why in whys}
    assert {name for name in _reasons(tree) if name not in explained} == set()
    assert not list(_refusals(tree)), "a refusal is the engine's to say"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_button_is_taken_away_that_the_table_leaves(path: Path) -> None:
    """What a reader may not do is no button by the table alone; `discard` took buttons from what it left, and so did a list of what
    was `left_out`."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not {"open_to", "discard"} <= names
    assert [ast.unparse(each) for each in _narrowed(tree)] == []


def test_only_what_was_typed_is_looked_up_beside_the_table() -> None:
    typed = {name: matter for name, matter in MATTERS.items() if isinstance(matter, Typed)}
    plain = {
        n for n, m in typed.items() if isinstance(m, Derived) and type(m).unfit is Derived.unfit and not m.adds.unfit
    }
    assert typed.keys() - plain == LOOKED_UP
    explaining = {name: matter for name, matter in MATTERS.items() if isinstance(matter, Explaining)}
    assert {n for n, m in explaining.items() if not isinstance(m, Derived) or m.adds.explains} == set(EXPLAINED)


def test_every_reason_to_refuse_stands_in_a_table_or_is_the_engines_own() -> None:
    """A reason that no table gives would be given by a handler."""
    of_tables = {need.why for table in PROCEDURES.values() for rule in table.moves.values() for need in rule.needs}
    of_engine = {Why.NOT_NOW, Why.NOT_YOURS, Why.RECUSED, Why.SAME_PERSON, Why.INCOMPLETE, Why.CANNOT_BE_NAMED}
    of_engine |= {Why.EXTENDED_ALREADY, Why.HAS_VOTED, Why.NOBODY_FOR_IT}
    of_tables |= {Why.NOT_ALL_NAMED, Why.HAS_OTHER_PART, Why.CHILD_OPEN, Why.CHILD_LACKING}  # that any table may use
    assert set(Why) - of_tables - of_engine == set()


@pytest.mark.parametrize("matter", sorted(PROCEDURES))
def test_every_guard_has_a_name_that_the_printed_table_shows(matter: str) -> None:
    """`docs/lifecycle.md` showed none of what stood in handlers."""
    printed = (ROOT.parent / "docs" / "lifecycle.md").read_text("utf-8")
    names = {need.name for rule in PROCEDURES[matter].moves.values() for need in rule.needs}
    assert {name for name in names if name not in printed} == set()


def _reasons(tree: ast.AST) -> Iterator[str]:
    """The reasons of the mechanism that a source names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Why":
            yield node.attr


def _refusals(tree: ast.AST) -> Iterator[ast.AST]:
    """Where a source makes a refusal to say."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "Refused":
            yield node


def _narrowed(tree: ast.AST) -> Iterator[ast.AST]:
    """Where a source leaves something out of what the table leaves open."""
    kept = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and "open_to(" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension) and node.ifs:
            of = ast.unparse(node.iter)
            if "open_to(" in of or of in kept:
                yield node.iter
