"""Keyed search tokens: what finds words again without holding them (the design §3).

Every pair of neighbouring Chinese characters and every Latin word or number becomes a keyed token, and so do a clue's unit,
its kind and the bands by which nearly equal stories meet; the same token text serves FTS5 and PostgreSQL.
"""

import re
from collections.abc import Iterable

from domain import text as texts
from storage.vault import Vault

SKETCH = 8
_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𲎯]+")


def of(vault: Vault, text: str) -> set[str]:
    """Return the tokens of a text."""
    return {vault.token(piece) for piece in pieces(text)}


def of_clue(vault: Vault, words: set[str], *, unit: str, kind: str) -> set[str]:
    """Return every token that a clue is found by; `words` are the tokens of its story."""
    return words | marks(vault, unit=unit, kind=kind) | bands(vault, unit, words)


def marks(vault: Vault, *, unit: str = "", kind: str = "") -> set[str]:
    """Return the tokens of a unit and a kind, as far as they are given. No word is one: they hold no such sign."""
    return {vault.token(f"{name}|{value}") for name, value in (("unit", unit), ("kind", kind)) if value}


def bands(vault: Vault, unit: str, found: Iterable[str]) -> set[str]:
    """Return the tokens that a clue shares with those of the same unit whose words are nearly the same.

    They begin with a letter that no other token has: PostgreSQL keeps them apart.
    """
    return {f"z{vault.token(f'band|{unit}|{token}')}" for token in sketch(found)}


def pieces(text: str) -> set[str]:
    """Return what tokens are made of: pairs of characters, Latin words, a lone character where a run has only one."""
    folded = texts.folded(text)
    found = set(_WORD.findall(folded))
    for run in _HAN.findall(folded):
        found.update(run[start : start + 2] for start in range(len(run) - 1))
        if len(run) == 1:
            found.add(run)
    return found


def sketch(tokens: Iterable[str]) -> list[str]:
    """Return the least few tokens: nearly equal texts share most of them."""
    return sorted(tokens)[:SKETCH]
