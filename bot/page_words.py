"""The words of the web pages themselves: titles, labels of controls, what is wrong with what was sent.

What the office says comes worded from delivery; this is only what a page must know before anything was said. Read from
the tables `[web]`, `[demo]` and `[front]` of `words/`.
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType

import words

LOCALES = words.LANGUAGES
_FILES = frozenset({"front", "rehearsal"})  # tables with a file of their own


@functools.cache
def table(locale: str, name: str, *under: str) -> Mapping[str, str]:
    """Return one table of words, or one `under` it; every locale of `LOCALES` has the same keys (a test compares them)."""
    found = (words.of_file(name, locale) if name in _FILES else words.said(locale))[name]
    for each in under:
        found = found[each]
    return MappingProxyType(found)


def locale_of(asked: str | None, accepted: str, otherwise: str) -> str:
    """Choose a page's language: what was asked for, else the first we have of an Accept-Language, else `otherwise`."""
    if asked in LOCALES:
        return asked
    for entry in accepted.split(","):
        language = entry.split(";")[0].strip().lower().split("-")[0]
        if language in LOCALES:
            return language
    return otherwise
