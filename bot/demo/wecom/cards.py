"""What WeCom takes as a template card, and what a reader sees of it: sizes of lists, unique keys, what must be there.

Lengths of words are its advice to designers: what is longer, a client cuts; so they are not refused here, but counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.demo.wecom.calls import Refusal

TASK = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")
LONGEST_KEY, LONGEST_OPTION = 1024, 128  # bytes


def check(card: dict[str, Any], *, is_update: bool) -> None:
    """Refuse what is no card."""
    kind = card.get("card_type")
    if kind not in (*INTERACTIVE, "text_notice", "news_notice"):
        raise Refusal(42031, is_ours=True)
    title = card.get("main_title", {}).get("title")
    if not title and not (kind == "text_notice" and card.get("sub_title_text")):
        raise Refusal(42033, is_ours=True)
    rows(card.get("horizontal_content_list", []), 0, 6, 42035, ("keyname",))
    rows(card.get("jump_list", []), 0, 3, 42042, ("title",))
    if kind in ("text_notice", "news_notice") and "card_action" not in card:
        raise Refusal(42045, is_ours=True)
    if not is_update and kind in INTERACTIVE and not TASK.fullmatch(str(card.get("task_id", ""))):
        raise Refusal(42014, is_ours=True)
    if kind == "button_interaction":
        _buttons(card)
    elif kind == "vote_interaction":
        _options(card.get("checkbox", {}), 20)
        _none_of(card, "button_list", "horizontal_content_list", "sub_title_text")  # it shows none of them
        _submit(card)
    elif kind == "multiple_interaction":
        for select in rows(card.get("select_list", []), 1, 3, 42047, ("question_key",)):
            _options(select, 10)
        _submit(card)


def shown(card: dict[str, Any], between: str) -> str:
    """The words on it, as a reader sees them: a title that ends in the middle of a sentence is read on."""
    title, below = card["main_title"].get("title", ""), card["main_title"].get("desc", "")
    facts = [f"{each['keyname']}{between}{each.get('value', '')}" for each in card.get("horizontal_content_list", [])]
    words = "\n".join(filter(None, [below, *facts, card.get("sub_title_text", "")]))
    return f"{title}{words}" if title.endswith(("：", "，", "；")) else "\n".join(filter(None, [title, words]))


def pressable(card: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be pressed on a card: its buttons, or what submits what was chosen."""
    return [*card.get("button_list", []), *filter(None, [card.get("submit_button")])]


def rows(rows: list[dict[str, Any]], least: int, most: int, code: int, needs: Iterable[str]) -> list[dict[str, Any]]:
    """A list that is as long as it may be, and each of which has what it must have."""
    if not least <= len(rows) <= most or any(not row.get(name) for row in rows for name in needs):
        raise Refusal(code, is_ours=True)
    return rows


def _buttons(card: dict[str, Any]) -> None:
    buttons = rows(card.get("button_list", []), 1, 6, 42037, ())
    for button in buttons:
        if not button.get("text"):
            raise Refusal(42038, is_ours=True)
        if button.get("type", 0) == 0 and not 0 < len(button.get("key", "").encode()) <= LONGEST_KEY:
            raise Refusal(42039, is_ours=True)
    if len({button.get("key") for button in buttons}) < len(buttons):
        raise Refusal(42039, is_ours=True)
    if "button_selection" in card:
        _options(card["button_selection"], 10)


def _options(question: dict[str, Any], most: int) -> None:
    if not question.get("question_key"):
        raise Refusal(42043, is_ours=True)
    for option in rows(question.get("option_list", []), 1, most, 42037, ("text",)):
        if not 0 < len(str(option.get("id", "")).encode()) <= LONGEST_OPTION:
            raise Refusal(42040, is_ours=True)


def _none_of(card: dict[str, Any], *names: str) -> None:
    if any(name in card for name in names):
        raise Refusal(40058, is_ours=True)


def _submit(card: dict[str, Any]) -> None:
    if not card.get("submit_button", {}).get("key"):
        raise Refusal(42046, is_ours=True)
