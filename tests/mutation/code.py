"""What can be changed in code: one condition, comparison, statement, number or piece of SQL at a time, by the syntax tree.

What is dropped stays in the tree where it does nothing, so that a function keeps the variables that it closes over.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Change = Callable[[Any], ast.AST]

_SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SQL = re.compile(r"\b(SELECT|UPDATE|INSERT|DELETE|WHERE|EXISTS|ORDER BY|JOIN)\b|^ ?(AND|OR) ")
_SQL_CHANGES = (
    (r" IS NULL\b", " IS NOT NULL"),
    (r" IS NOT NULL\b", " IS NULL"),
    (r"\bAND\b", "OR"),
    (r"\bNOT EXISTS\b", "EXISTS"),
    (r"(?<!NOT )\bEXISTS \(", "NOT EXISTS ("),
    (r"\bNOT IN\b", "IN"),
    (r"(?<!NOT) IN \(", " NOT IN ("),
    (r"(?<![<>]) = (?!COALESCE\(excluded)", " <> "),
    (r" <> ", " = "),
    (r" <= ", " < "),
    (r" < ", " <= "),
    (r" >= ", " > "),
    (r"\bMIN\(", "MAX("),
    (r" DESC\b", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMutant:
    """One change: in which file and line, what it is, and in which function, empty where in none."""

    file: str
    line: int
    last_line: int
    what: str
    function: str
    place: int
    change: Change

    @property
    def name(self) -> str:
        """As it is printed."""
        return f"{self.file}:{self.line}: {self.what}"

    @property
    def lines(self) -> range:
        """The lines over which it goes."""
        return range(self.line, self.last_line + 1)

    def tree(self) -> ast.Module:
        """The file with the change in it."""
        source = (ROOT / self.file).read_text(encoding="utf-8")
        tree = ast.parse(source)
        for number, node in enumerate(ast.walk(tree)):
            if number == self.place:
                _put(tree, node, self.change(copy.deepcopy(node)))
                break
        return ast.fix_missing_locations(tree)


def mutants(file: str) -> Iterator[CodeMutant]:
    """Every change of a file, from its first line to its last."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions, left_out = _functions(tree), _left_out(tree)
    found = [
        CodeMutant(
            file=file,
            line=node.lineno,
            last_line=node.end_lineno or 0,
            what=f"{what}  {ast.unparse(node).splitlines()[0][:70]}",
            function=functions.get(node, ""),
            place=place,
            change=change,
        )
        for place, node in enumerate(ast.walk(tree))
        if isinstance(node, ast.stmt | ast.expr) and node not in left_out
        for what, change in _changes(node)
    ]
    return iter(sorted(found, key=lambda each: (each.line, each.place)))


def _functions(tree: ast.Module) -> dict[ast.AST, str]:
    """In which function each node stands; a default, a decorator and an annotation stand in none."""
    found: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            name = node.name if isinstance(node, ast.FunctionDef) else "lambda"
            for part in node.body if isinstance(node.body, list) else [node.body]:
                for each in ast.walk(part):
                    found.setdefault(each, name)
    return found


def _left_out(tree: ast.Module) -> set[ast.AST]:
    """What is no behaviour: words about code, types, `assert`, and what a class declares."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.Assert):
            parts = [node]
        elif isinstance(node, ast.AnnAssign):
            parts = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            parts = [node.returns, node.args, *node.decorator_list]
        elif isinstance(node, ast.ClassDef):
            parts = [*node.decorator_list, *(each for each in node.body if not isinstance(each, ast.FunctionDef))]
        elif _is_type(node) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            parts = [node]
        elif isinstance(node, ast.Subscript):
            parts = [node.slice] if isinstance(node.slice, ast.Constant) else []
        elif isinstance(node, ast.keyword):
            parts = [node.value] if node.arg == "strict" else []  # of `zip`: no more than an `assert`
        for part in parts:
            found.update(ast.walk(part) if part is not None else ())
    return found


def _is_type(node: ast.AST) -> bool:
    """Whether it gives a type a name."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return isinstance(target, ast.Name) and not target.id.isupper() and target.id[0].isupper()


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """The changes of one node."""
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield from _of_condition(node)
        case ast.Expr() | ast.AugAssign():
            yield "dropped:", lambda each: ast.If(test=ast.Constant(False), body=[each], orelse=[])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield "nothing returned:", lambda each: _with(each, value=_last_of(each.value, ast.Constant(None)))
        case ast.Constant():
            yield from _of_constant(node.value)
        case _:
            yield from _of_expression(node)


def _of_expression(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _SWAPPED:
            yield "swapped:", lambda each: _with(each, ops=[_SWAPPED[type(each.ops[0])]()])
        case ast.BoolOp():
            yield "other join:", lambda each: _with(each, op=ast.Or() if isinstance(each.op, ast.And) else ast.And())
            for number, value in enumerate(node.values):
                if not isinstance(
                    value, ast.Constant
                ):  # what stands for nothing at the end: without it nothing changes
                    yield f"without “{ast.unparse(value)[:40]}”:", _without_operand(number)
        case ast.UnaryOp(op=ast.Not()):
            yield "not negated:", lambda each: each.operand
        case ast.BinOp() if type(node.op) in _OPERATORS and not _is_text(node):
            yield "other operator:", lambda each: _with(each, op=_OPERATORS[type(each.op)]())
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield "other call:", lambda each: _with(each, func=ast.Name(id=_CALLED[each.func.id], ctx=ast.Load()))
        case _:
            pass


def _of_condition(node: ast.If | ast.IfExp | ast.While) -> Iterator[tuple[str, Change]]:
    is_swapped_anyway = isinstance(node.test, ast.Compare | ast.UnaryOp)
    if not is_swapped_anyway:
        yield "negated:", lambda each: _with(each, test=ast.UnaryOp(op=ast.Not(), operand=each.test))
    if isinstance(node, ast.If):
        yield "never:", lambda each: _with(each, test=_last_of(each.test, ast.Constant(False)))


def _of_constant(value: object) -> Iterator[tuple[str, Change]]:
    if isinstance(value, bool):
        yield "other:", lambda each: _with(each, value=not each.value)
    elif isinstance(value, int):
        yield "one more:", lambda each: _with(each, value=each.value + 1)
    elif isinstance(value, str) and _SQL.search(value):
        for pattern, other in _SQL_CHANGES:
            for number, hit in enumerate(re.finditer(pattern, value)):
                around = value[max(hit.start() - 22, 0) : hit.end() + 22]
                yield f"SQL {hit[0].strip()} → {other.strip()} in “{around}”:", _other_text(pattern, other, number)


def _other_text(pattern: str, other: str, number: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.Constant)
        text = str(node.value)
        hit = list(re.finditer(pattern, text))[number]
        return _with(node, value=text[: hit.start()] + other + text[hit.end() :])

    return change


def _without_operand(number: int) -> Change:
    """One part of a condition counts as met, or as not met where one of several is enough."""

    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.BoolOp)
        is_all = isinstance(node.op, ast.And)
        node.values[number] = ast.BoolOp(
            op=ast.Or() if is_all else ast.And(), values=[node.values[number], ast.Constant(is_all)]
        )
        return node

    return change


def _last_of(value: ast.expr, instead: ast.expr) -> ast.expr:
    """What was computed, and something else in its place."""
    return ast.Subscript(value=ast.Tuple(elts=[value, instead], ctx=ast.Load()), slice=ast.Constant(1), ctx=ast.Load())


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _is_text(node: ast.BinOp) -> bool:
    """Whether it puts texts together: another operator would not even run."""
    parts = (node.left, node.right)
    return any(isinstance(each, ast.JoinedStr | ast.Constant) and not _is_number(each) for each in parts)


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    ast.copy_location(new, old)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list):
                for number, each in enumerate(value):
                    if each is old:
                        value[number] = new
                        return
