"""Which lines of some files are come past: while everything is imported, and then by each test.

Lives here: `watch_imports`, and `Watch`, which gives the functions of these files code that says so, statement by statement. Nothing else
is slower for it, as it would be where the interpreter tells of every call.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import FrameType, FunctionType
from typing import Any, TypeVar

from tests.mutation.code import ROOT
from tests.mutation.living import replace_functions

Line = tuple[str, int]
Node = TypeVar("Node", bound=ast.AST)
_SAYS = "__says_that_it_is_come_past__"
_WIDE = 100_000  # more lines than a file has


def watch_imports(files: Iterable[str]) -> AbstractSet[Line]:
    """The lines of these files that this process comes past from now on, until `sys.settrace(None)`."""
    paths, found = {str(ROOT / file): file for file in files}, set[Line]()

    def line(frame: FrameType, event: str, told: Any) -> Any:
        found.add((paths[frame.f_code.co_filename], frame.f_lineno))
        return line

    def call(frame: FrameType, event: str, told: Any) -> Any:
        return line(frame, event, told) if frame.f_code.co_filename in paths else None

    sys.settrace(call)
    return found


class Watch:
    """Watches the functions of some files, in this process and for good."""

    def __init__(self, functions: Mapping[str, Sequence[FunctionType]]) -> None:
        """`functions` are all that live of each file."""
        self._past: dict[str, set[int]] = {}
        for file, every in functions.items():
            self._past[file] = set()
            for each in every:
                each.__globals__[_SAYS] = self._past[file].add
            tree = _Saying().visit(ast.parse((ROOT / file).read_text(encoding="utf-8")))
            replace_functions(every, compile(ast.fix_missing_locations(tree), str(ROOT / file), "exec"))

    def taken(self) -> set[Line]:
        """The lines that were come past since this was asked before; of a statement over several lines all of them."""
        places = [(file, divmod(place, _WIDE)) for file, past in self._past.items() for place in past]
        for past in self._past.values():
            past.clear()
        return {(file, line) for file, (first, last) in places for line in range(first, last + 1)}


class _Saying(ast.NodeTransformer):
    """Puts before each statement of a function, and into each lambda, that it is come past."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.Module | ast.ClassDef):
            return node
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block:
                setattr(node, name, [each for statement in block for each in (_said(statement), statement)])
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.generic_visit(node)
        value = ast.Tuple(elts=[_call(node.body, node.body.end_lineno), node.body], ctx=ast.Load())
        both = ast.Subscript(value=value, slice=ast.Constant(1), ctx=ast.Load())
        node.body = _placed(both, node.body)
        return node


def _said(statement: ast.stmt) -> ast.stmt:
    """Of a statement with others in it, its head is what is come past."""
    block = getattr(statement, "body", None)
    last = block[0].lineno - 1 if isinstance(block, list) and block else statement.end_lineno
    return _placed(ast.Expr(value=_call(statement, last)), statement)


def _call(at: ast.stmt | ast.expr, last: int | None) -> ast.expr:
    place = ast.Constant(at.lineno * _WIDE + max(last or 0, at.lineno))
    return ast.Call(func=ast.Name(id=_SAYS, ctx=ast.Load()), args=[place], keywords=[])


def _placed(new: Node, at: ast.AST) -> Node:
    """What was put in stands where that stands before which it was put."""
    for each in ast.walk(new):
        if "lineno" in each._attributes and not hasattr(each, "lineno"):
            ast.copy_location(each, at)
    return new
