"""`python -m tests.mutation.afresh FILE PLACE WHAT TESTS`: tests in a process that imports one file of the code with a change in it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

import pytest

from tests.mutation.code import ROOT, mutants


class _Changed(SourceFileLoader):
    """Loads a file as this code, whatever stands in it."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """The code with the change."""
        return self._code


class _Finder(MetaPathFinder):
    """Finds the one file that is changed, before anybody else does."""

    def __init__(self, loader: _Changed) -> None:
        self._loader = loader

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Say how it is loaded; None for any other."""
        if fullname != self._loader.name:
            return None
        return spec_from_file_location(fullname, self._loader.path, loader=self._loader)


def main(file: str, place: str, what: str, *tests: str) -> int:
    """Import it so, and let them judge: what pytest ends with."""
    (mutant,) = [each for each in mutants(file) if (str(each.place), each.what) == (place, what)]
    changed = compile(mutant.tree(), str(ROOT / file), "exec")
    name = file.removesuffix(".py").replace("/", ".")
    sys.meta_path.insert(0, _Finder(_Changed(name, str(ROOT / file), changed)))
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", *tests]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
