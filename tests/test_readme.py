"""The README: what one reads first is true, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import settings

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh.md"]


def rows(readme: str) -> dict[str, str]:
    """The second cell of each table row whose first is a name in code type."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|", text, flags=re.MULTILINE))


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_listed_and_none_that_is_not_there(readme: str) -> None:
    assert {name for name in rows(readme) if name.startswith("FLAGPOST_")} == set(settings.KNOWN)


def test_the_settings_mean_what_the_code_says() -> None:
    assert {name: meaning for name, meaning in rows("README.md").items() if name in settings.KNOWN} == settings.KNOWN


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
