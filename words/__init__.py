"""All prose and labels, by language and matter: `words/<language>/<matter>.toml`. No code but what reads them.

Everybody from `handlers/` upwards may read them. What all matters share stands in `common.toml`; some files are no
part of what is said in a conversation: the command line's (`cli.toml`), the imports' (`imports.toml`), those about settings
(`settings.toml`), the words by which free text is understood (`understanding.toml`), and what the cast of a rehearsal says
(`rehearsal.toml`).
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

LANGUAGES = ("zh", "en")
Table = Mapping[str, Any]
_APART = frozenset({"cli", "front", "imports", "rehearsal", "settings", "understanding"})


def said(language: str) -> Table:
    """Every table of what is said in conversations, on cards, buttons and boards, in one language."""
    return _said(language)


def of_file(name: str, language: str = "") -> Table:
    """One file by its name, of a language or of none."""
    return _read(language, f"{name}.toml")


@functools.cache
def _said(language: str) -> dict[str, Any]:
    names = (entry.name for entry in _folder(language).iterdir() if entry.name.endswith(".toml"))
    return merged(_read(language, name) for name in sorted(names) if name.removesuffix(".toml") not in _APART)


def merged(tables: Iterable[Table]) -> dict[str, Any]:
    """Several tables as one; raises ValueError where two say the same name: each word stands once."""
    found: dict[str, Any] = {}
    for table in tables:
        _add(found, table)
    return found


def _add(found: dict[str, Any], table: Table) -> None:
    for name, value in table.items():
        if isinstance(value, Mapping) and isinstance(found.get(name, {}), Mapping):
            _add(found.setdefault(name, {}), value)
        elif name in found:
            raise ValueError(f"{name} stands twice in the words")
        else:
            found[name] = value


@functools.cache
def _read(language: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((_folder(language) / name).read_text("utf-8"))
    return found


def _folder(language: str) -> Any:
    folder = resources.files("words")
    return folder / language if language else folder
