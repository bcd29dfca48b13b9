"""The documents: what they say about settings, commands, procedures and keys is so."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main

import words
from bot import cli, settings_table
from domain.lifecycles import PROCEDURES
from domain.matters import clues
from domain.mechanism.columns import Relation
from domain.mechanism.table import Procedure
from domain.people import Role
from scripts import print_import_columns, print_lifecycle, print_timetable

ROOT = Path(__file__).parent.parent
PAGES = [
    "README.md",
    "README.zh.md",
    "CHANGELOG.md",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
]
GUIDES = [page for page in PAGES if page.startswith("docs/guides/")]
ROLES = (
    "citizen",
    "reviewer",
    "officer",
    "committee",
    "leader",
    "unit",
    "helper-and-evaluator",
    "auditor",
    "admin",
)
LATER = {"custodian"}


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def commands() -> set[str]:
    group = typer.main.get_command(cli.app)
    return set(getattr(group, "commands", {}))


def test_the_lifecycles_are_those_that_the_code_runs_by() -> None:
    remedy = "python -m scripts.print_lifecycle > docs/lifecycle.md"
    assert text("docs/lifecycle.md") == print_lifecycle.lifecycle(), remedy


@pytest.mark.parametrize(("locale", "name"), [("en", "timetable"), ("zh", "timetable.zh")])
def test_the_timetable_is_the_one_that_the_clock_runs_by(locale: str, name: str) -> None:
    remedy = f"python -m scripts.print_timetable {locale} > docs/{name}.md"
    assert text(f"docs/{name}.md") == print_timetable.page(locale), remedy


@pytest.mark.parametrize(("locale", "name"), [("en", "importing"), ("zh", "importing.zh")])
def test_the_columns_of_files_to_import_are_those_that_the_code_reads(locale: str, name: str) -> None:
    remedy = f"python -m scripts.print_import_columns {locale} > docs/{name}.md"
    assert text(f"docs/{name}.md") == print_import_columns.page(locale), remedy


def test_a_picture_shows_every_move_that_leads_somewhere() -> None:
    drawn = print_lifecycle.section("", clues.PROCEDURE)
    arrows = re.findall(r"^    (\w+) --> (\w+) : (\w+)", drawn, flags=re.MULTILINE)
    assert ("triage", "rejected", "reject") in arrows
    led = [
        (start, end) for rule in clues.MOVES.values() for start in rule.start for end in rule.every_end if end != start
    ]
    assert len(arrows) == len(led)


def test_every_procedure_of_the_law_is_printed() -> None:
    found = set()
    for path in (ROOT / "domain").rglob("*.py"):
        module = sys.modules.get(".".join(path.relative_to(ROOT).with_suffix("").parts))
        found |= {each.matter for each in vars(module or object).values() if isinstance(each, Procedure)}
    assert found == {procedure.matter for procedure in print_lifecycle.PROCEDURES.values()}


def test_the_glossary_has_every_matter_and_every_role_as_the_words_call_them_and_every_relation() -> None:
    lines = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ?([^|]*?) ?\| ([^|]+) \|$", text("docs/glossary.md"), re.MULTILINE)
    called = {name: (chinese, english) for name, chinese, english, _ in lines}
    chinese, english = (words.said(language) for language in ("zh", "en"))
    roles = {role.value for role in Role}
    wanted = {name: (chinese["matter"][name], english["matter"][name]) for name in PROCEDURES}
    wanted |= {name: (chinese["role"][name], english["role"][name]) for name in roles}
    assert {name: words for name, words in called.items() if name not in set(Relation)} == wanted
    assert set(Relation) - set(called) == set()


def test_every_setting_is_explained() -> None:
    explained = text("README.md") + text("docs/operating.md")
    assert [name for name in settings_table.NAMES if f"`{name}`" not in explained] == []


def test_every_command_is_explained_and_none_is_promised_that_is_not_there() -> None:
    explained = text("README.md") + text("docs/operating.md")
    assert [name for name in sorted(commands()) if f"`flagpost {name}" not in explained] == []
    named = {name for page in PAGES for name in re.findall(r"flagpost ([a-z]+)", "\n".join(code_of(text(page))))}
    assert named - commands() == set()
    assert not commands() & LATER


def code_of(page: str) -> list[str]:
    """What stands in code type."""
    return re.findall(r"```.*?```|`[^`\n]+`", page, flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_to_one(page: str) -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text(page)) if "://" not in link]
    assert [link for link in links if link and not (ROOT / page).parent.joinpath(link).exists()] == []


def test_every_role_has_a_guide_in_each_language_that_leads_to_the_other() -> None:
    expected = {f"docs/guides/{role}{end}" for role in ROLES for end in (".md", ".zh.md")}
    assert set(GUIDES) == expected
    for page in GUIDES:
        other = Path(page).name.replace(".zh.md", ".md") if page.endswith(".zh.md") else f"{Path(page).stem}.zh.md"
        assert f"({other})" in text(page)


@pytest.mark.parametrize("page", GUIDES)
def test_every_label_that_a_guide_names_stands_on_a_button(page: str) -> None:
    """What stands in bold is a label, word for word."""
    labels = set(_leaves(words.said("zh" if page.endswith(".zh.md") else "en")))
    named = {found.strip() for found in re.findall(r"\*\*([^*\n]+)\*\*", text(page))}
    assert named
    assert named - labels == set()


def _leaves(table: Mapping[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        elif isinstance(value, str):
            yield value


def test_every_fault_of_the_list_has_one_line_that_says_whether_it_is_tried() -> None:
    lines = re.findall(r"^\| (F\d\d) \| [^|]+ \| (yes|partly|no) \| [^|]+ \|$", text("docs/faults.md"), re.MULTILINE)
    assert [number for number, _ in lines] == [f"F{number:02}" for number in range(1, 69)]
