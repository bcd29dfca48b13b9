"""Changes made in a process that has imported everything: the functions that live there get the changed code, wherever somebody holds
them, and constants are computed anew, with those that other modules have computed with them. So a change costs no import.
"""

from __future__ import annotations

import ast
import gc
import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from tests.mutation.code import ROOT, CodeMutant

Constant = ast.Assign | ast.AnnAssign


def make(mutant: CodeMutant, functions: Mapping[str, Sequence[FunctionType]]) -> None:
    """Change what lives in this process; `functions` as `living` has found them."""
    tree = mutant.tree()
    if mutant.function:
        changed = compile(tree, str(ROOT / mutant.file), "exec")
        replace_functions(functions.get(mutant.file, ()), changed)
    else:
        _compute_again(mutant.file, tree)


def living(files: Iterable[str]) -> dict[str, list[FunctionType]]:
    """Every function of these files that lives in this process. Looked for once: it touches all objects, which in a child costs a copy."""
    paths = {str(ROOT / file): file for file in files}
    found: dict[str, list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename in paths:
            found.setdefault(paths[each.__code__.co_filename], []).append(each)
    return found


def replace_functions(functions: Iterable[FunctionType], changed: CodeType) -> None:
    """Give functions the code that they have in a file that was changed."""
    new = {_key(each): each for each in _within(changed)}
    for each in functions:
        found = new.get(_key(each.__code__))
        if found is not None:
            each.__code__ = found


def _within(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _within(each)


def _key(code: CodeType) -> tuple[object, ...]:
    """Which function it is of a file: several of a line differ in the column where they begin."""
    places = [(line, column) for line, _, column, _ in code.co_positions() if line and column]
    return (code.co_qualname, code.co_firstlineno, min(places, default=None) if "<lambda>" in code.co_name else None)


def _compute_again(file: str, tree: ast.Module) -> None:
    """The constants of a module, one after the other."""
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    _compute(module, [each for each in tree.body if isinstance(each, Constant)])


def _compute(module: ModuleType, constants: Sequence[Constant]) -> None:
    """Compute these, and what other modules have computed with them."""
    tree = ast.Module(body=list(constants), type_ignores=[])
    exec(compile(tree, str(module.__file__), "exec"), vars(module))
    for other in [each for each in sys.modules.values() if str(getattr(each, "__file__", "")).startswith(str(ROOT))]:
        called = {name for name, value in vars(other).items() if value is module}
        if called and (with_them := _computed_with(other, called)):
            _compute(other, with_them)


def _computed_with(module: ModuleType, names: set[str]) -> list[Constant]:
    """The constants of a module that are computed with what is called so there, and those computed with them."""
    found, known = [], set(names)
    for each in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body:
        if isinstance(each, Constant) and known & {part.id for part in ast.walk(each) if isinstance(part, ast.Name)}:
            found.append(each)
            known |= {
                part.id for part in ast.walk(each) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
    return found
