"""The menu below the conversation with an app: at most three entries, each pressed itself or with at most five below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.wecom.calls import Refusal
from bot.demo.wecom.cards import rows

LONGEST_NAME, LONGEST_BELOW, LONGEST_KEY = 16, 40, 128  # bytes


@dataclass(frozen=True, slots=True)
class MenuRow:
    """An entry: it has a key, or others below it."""

    name: str
    key: str = ""
    below: tuple[MenuRow, ...] = ()


def read(body: dict[str, Any]) -> list[MenuRow]:
    """The entries of `menu/create`; refused is what WeCom would not show."""
    return [_row(each) for each in rows(body.get("button", []), 1, 3, 40016, ("name",))]


def pressed(menu: Sequence[MenuRow]) -> Iterator[MenuRow]:
    """Those that can be pressed, in order."""
    for row in menu:
        yield from row.below or (row,)


def _row(entry: dict[str, Any]) -> MenuRow:
    name = _name(entry, LONGEST_NAME)
    if (below := entry.get("sub_button")) is None:
        return MenuRow(name, _key(entry))
    under = rows(below, 1, 5, 40023, ("name",))
    return MenuRow(name, below=tuple(MenuRow(_name(each, LONGEST_BELOW), _key(each)) for each in under))


def _name(entry: dict[str, Any], most: int) -> str:
    if len(entry["name"].encode()) > most:
        raise Refusal(40018, is_ours=True)
    return str(entry["name"])


def _key(entry: dict[str, Any]) -> str:
    if entry.get("type") != "click" or not 0 < len(entry.get("key", "").encode()) <= LONGEST_KEY:
        raise Refusal(40019, is_ours=True)
    return str(entry["key"])
