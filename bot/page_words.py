"""The words of the web pages themselves: titles, labels of controls, what is wrong with what was sent.

What the office says comes worded from delivery; this is only what a page must know before anything was said. Read from
the tables `[web]` and `[demo]` of `bot/words/<locale>.toml`, and from `bot/words/<locale>/` where a table has a file
of its own.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

LOCALES = ("zh", "en")


@functools.cache
def table(locale: str, name: str) -> Mapping[str, str]:
    """Return one table of words; every locale of `LOCALES` has the same keys (a test compares them)."""
    folder = resources.files("bot").joinpath("words")
    own = folder.joinpath(locale, f"{name}.toml")
    source = own if own.is_file() else folder.joinpath(f"{locale}.toml")
    return MappingProxyType(tomllib.loads(source.read_text("utf-8"))[name])


def locale_of(asked: str | None, accepted: str, otherwise: str) -> str:
    """Choose a page's language: what was asked for, else the first we have of an Accept-Language, else `otherwise`."""
    if asked in LOCALES:
        return asked
    for entry in accepted.split(","):
        language = entry.split(";")[0].strip().lower().split("-")[0]
        if language in LOCALES:
            return language
    return otherwise
