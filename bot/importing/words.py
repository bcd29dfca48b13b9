"""The words around files to import: what columns are called and mean, what is wrong, what would change.

Lives here: `ImportWords`, read from `words/<language>/imports.toml`, and `columns_named`, by which a header is known in any
language.
"""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import words
from domain.importing.columns import COLUMNS, PLAN_COLUMNS, TableKind

LOCALES = ("zh", "en")
IN_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as people read of it: what it is called, what it means, what may stand in it, an example."""

    label: str
    means: str
    allowed: str
    example: str


class ImportWords:
    """The words of one language, at the machine or in a conversation, where some things are called by another name."""

    def __init__(self, locale: str, *, is_chat: bool = False) -> None:
        self.locale = locale if locale in LOCALES else LOCALES[0]
        self._table = _table(self.locale)
        self._own = self._table["chat"] if is_chat else {}

    def say(self, key: str, **params: object) -> str:
        """A sentence (`fault.empty`) with its params."""
        found: Any = self._own.get(key) or self._table
        for name in key.split(".") if found is self._table else ():
            found = found[name]
        return str(found).format(**params)

    def column(self, kind: TableKind, name: str) -> Column:
        """What is said of a column."""
        found = self._table["column"][kind][name]
        return Column(
            label=found["label"], means=found["means"], allowed=found["allowed"], example=found.get("example", "")
        )

    def label(self, kind: TableKind, name: str) -> str:
        """What a column is called; a column we do not know keeps its own name."""
        found = self._table["column"][kind].get(name)
        return str(found["label"]) if found else name


@functools.cache
def columns_named(kind: TableKind) -> Mapping[str, str]:
    """The columns of a kind by every name they go by, in all languages, each as `squeezed` writes it."""
    found = {name: name for name in COLUMNS[kind].order}
    for locale in LOCALES:
        for name, column in _table(locale)["column"][kind].items():
            for called in (column["label"], *column.get("also", ())):
                found.setdefault(squeezed(called), name)
    return found


def is_ignored(title: str) -> bool:
    """Whether a column is one that people keep for themselves (序号, 备注) and nothing is read from."""
    return squeezed(title) in {squeezed(each) for locale in LOCALES for each in _table(locale)["ignored"]["titles"]}


def squeezed(title: str) -> str:
    """A column's title without what people add to it: blanks, stars, brackets, full width."""
    plain = IN_BRACKETS.sub("", unicodedata.normalize("NFKC", title)).casefold()
    return re.sub(r"[\s*:：]", "", plain)


@functools.cache
def _table(locale: str) -> Mapping[str, Any]:
    """The words of a language; what is said of one month of a plan is said of each."""
    found = words.of_file("imports", locale)
    projects = {name: each for name, each in found["column"]["projects"].items() if name != "month"}
    of_month = found["column"]["projects"]["month"]
    for number, name in enumerate(PLAN_COLUMNS, start=1):
        said = {key: text.format(month=number) for key, text in of_month.items() if key != "also"}
        projects[name] = {**said, "also": [each.format(month=number) for each in of_month["also"]]}
    return {**found, "column": {**found["column"], "projects": projects}}
