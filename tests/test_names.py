"""One word, one meaning: no class of the product has the name of another.

The convention: a step of a dialogue is an imperative (`AskSure`), the saying that asks it is a noun (`SureQuestion`); what several matters
have alike is named after its matter (`ClueStage`); what a room needs of another is named after what it is to it (`FileStore`).
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "handlers", "scheduler", "storage", "domain")
SYNONYMS: frozenset[str] = frozenset()
"""Names that several classes have because they mean the same."""


def test_no_class_name_stands_twice() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in (path for package in PRODUCT for path in sorted((ROOT / package).rglob("*.py"))):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: places for name, places in found.items() if len(places) > 1 and name not in SYNONYMS}
    assert twice == {}
