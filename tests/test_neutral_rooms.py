"""No channel's name stands where the house reads traits (the design §9): in code, in SQL, in names of things.

Comments and docstrings may name them; so may what is each channel's own, `bot/channels/`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels import every

ROOT = Path(__file__).resolve().parent.parent
NEUTRAL = ("bot", "handlers", "storage", "domain", "scheduler")
NAMES = {each.name for each in every.traits()}
SETTING = re.compile(r"FLAGPOST_[A-Z_]+|\bWEB\b")  # names of settings are a promise to the outside
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Where a name may stand all the same, and why.
JUSTIFIED = {
    "bot/settings.py": "settings are read here, those of each channel too: they are one table with one check",
    "bot/settings_table.py": "the one table of settings",
    "bot/demo/": "the demo is played on our own pages and, where it is asked for, on phones that it brings along",
    "bot/commands/demonstrating.py": "the option that asks for those phones",
    "domain/nudges.py": "a nudge goes by a robot of whatever messenger the office has: that is no channel",
    "bot/nudges/": "the same robots, by their kind",
}


def files() -> Iterator[Path]:
    for room in NEUTRAL:
        found = sorted([*(ROOT / room).rglob("*.py"), *(ROOT / room).rglob("*.sql")])
        yield from (each for each in found if "bot/channels/" not in each.as_posix())


def named(path: Path) -> list[str]:
    """Where a channel is named in a file, each as line and what stands there."""
    text = path.read_text("utf-8")
    told = _code(text) if path.suffix == ".py" else _sql(text)
    return [f"{line}: {words}" for line, words in told if _names(words)]


def _names(text: str) -> bool:
    return any(word.lower() in NAMES for word in WORD.findall(SETTING.sub("", text)))


def _sql(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        yield number, line.partition("--")[0]


def _code(text: str) -> Iterator[tuple[int, str]]:
    """Every name and every string that is no docstring, with its line."""
    tree = ast.parse(text)
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(_value(each.body[0])) for each in ast.walk(tree) if isinstance(each, owners) and each.body}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in docstrings:
            yield each.lineno, each.value
        for field in ("id", "attr", "name", "arg", "module", "asname"):
            if isinstance(name := getattr(each, field, None), str):
                yield getattr(each, "lineno", 0), name


def _value(statement: ast.stmt) -> ast.expr | None:
    return statement.value if isinstance(statement, ast.Expr) else None


def _is_justified(path: Path) -> bool:
    return any(path.relative_to(ROOT).as_posix().startswith(place) for place in JUSTIFIED)


def test_no_channel_is_named_where_traits_are_read() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in files()
        if not _is_justified(path) and (lines := named(path))
    }
    assert found == {}, "the house reads traits (domain/channels.py), never a channel's name"


@pytest.mark.parametrize("place", JUSTIFIED)
def test_what_is_justified_is_needed(place: str) -> None:
    assert any(named(path) for path in files() if path.relative_to(ROOT).as_posix().startswith(place))


@pytest.mark.parametrize(
    "text",
    ["if channel == 'telegram': ...", "self.telegram = 1", "from bot.channels.web import says", "class WebThing: ..."],
)
def test_a_name_is_seen_in_whatever_form(text: str) -> None:
    assert any(_names(words) for _, words in _code(text))


def test_comments_and_other_words_are_not_names() -> None:
    text = '"""On Telegram."""\nx = 1  # telegram\nwebhook = given["FLAGPOST_WEB"]'
    assert not any(_names(words) for _, words in _code(text))
    assert [line for line, words in _sql("-- web\nSELECT 1 WHERE channel <> 'web'") if _names(words)] == [2]
