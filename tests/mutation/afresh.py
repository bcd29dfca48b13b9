"""`python -m tests.mutation.afresh FILE PLACE WHAT TESTS`: tests in a process that imports one file of the code with a change in it."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from types import CodeType

import pytest

from tests.mutation.code import ROOT, mutants


def main(file: str, place: str, what: str, *tests: str) -> int:
    """Import it so, and let them judge: what pytest ends with."""
    (mutant,) = [each for each in mutants(file) if (str(each.place), each.what) == (place, what)]
    changed = compile(mutant.tree(), str(ROOT / file), "exec")
    imports = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return changed if self.path == str(ROOT / file) else imports(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]  # this process is for nothing else
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", *tests]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
