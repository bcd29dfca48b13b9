"""The README: what one reads first is true, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import language, settings_table

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh.md"]


def rows(readme: str) -> dict[str, str]:
    """The second cell of each table row whose first is a name in code type."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|", text, flags=re.MULTILINE))


@pytest.mark.parametrize(("readme", "locale"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_table_of_settings_is_that_of_the_code(readme: str, locale: str) -> None:
    words = language.table(locale)["settings"]
    listed = re.findall(r"^\| `(FLAGPOST_\w+)` \| (.+?) \| (.+?) \|$", (ROOT / readme).read_text("utf-8"), flags=re.M)
    assert listed == [
        (each.name, words["meaning"][each.name], f"`{each.default}`" if each.default else words["default"][each.name])
        for each in settings_table.SETTINGS
    ]


@pytest.mark.parametrize("readme", READMES)
def test_the_first_thing_one_sees_is_how_to_try_it_and_how_to_test_it(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    first_block = text.split("```")[1]
    assert [line.split("#")[0].strip() for line in first_block.splitlines()[1:]] == ["make demo", "make test"]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


def test_both_languages_list_the_same_commands() -> None:
    assert [name for name in rows("README.md") if name.startswith("flagpost ")] == [
        name for name in rows("README.zh.md") if name.startswith("flagpost ")
    ]
