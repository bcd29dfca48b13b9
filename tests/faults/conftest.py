"""What the trials of faults begin with: a home, and an office on a server, made once for all of them and only copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.harm import replicas
from tests.faults.people import town
from tests.support import engines


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home; take a copy."""
    return town.make_home(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An office: its home and its database; take a copy of that (`engines.databases().bare(template=…)`)."""
    return replicas.make_office(tmp_path_factory.mktemp("office") / "home", engines.databases().bare())
