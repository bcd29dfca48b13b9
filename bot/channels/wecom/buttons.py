"""What can be pressed and chosen on a template card: buttons by their handles, one of a few beside them, and several on cards of their own.

A button is narrow: a label that is too long for it is shortened, and stands whole in the words of the card, unless it is the number of a
line that stands there.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from typing import Any

from bot.channel import Button, ButtonSelect
from bot.channels.wecom import widths
from domain import text

BUTTONS, OPTIONS, BOXES = 6, 10, 20
BOX_CARDS = 3  # beside a card: what is longer is typed by its numbers
LABEL, OPTION, BOX = 10, 16, 17  # Chinese characters: what is wider the client cuts
LONGEST_OPTION = 128  # bytes
STYLES = {"primary": 1, "danger": 3}
PLAIN = 2
SEVERAL = "vote_interaction"
NUMBER = re.compile(r".*?(\d{1,6}\D?)")
BETWEEN = " ·"  # parts of a label; none begins where it is cut
LISTED = re.compile(r"^(\d+)\. ", re.MULTILINE)

Card = dict[str, Any]


def shown(buttons: Sequence[Button]) -> Card:
    """Buttons, and the first choice of one among few. Further ones ask when they are pressed."""
    unique = _unique(buttons)
    found: Card = {
        "button_list": [
            {
                "text": shortened(text.clean_name(button.label), LABEL),
                "style": STYLES.get(button.style, PLAIN),
                "key": button.handle,
            }
            for button in unique
        ]
    }
    one = next((each for each in unique if _can_show(each.select, OPTIONS, is_several=False)), None)
    if one is not None:
        options = _options(one.select, OPTION)
        found["button_selection"] = {
            "question_key": one.handle,
            "title": text.clean_name(one.label),
            "option_list": options,
        }
    return found


def voted(buttons: Sequence[Button], title: str) -> list[Card]:
    """The cards at which several are chosen: of the button with such a choice that takes the fewest, the first of them, about equally
    long, each with the numbers it has; none where there are too many. That button asks, too."""
    most = BOXES * BOX_CARDS
    found = [each for each in _unique(buttons) if _can_show(each.select, most, is_several=True)]
    if not found:
        return []
    several = min(found, key=_cards_of)
    options, cards = _options(several.select, BOX), _cards_of(several)
    ends = [len(options) * card // cards for card in range(cards + 1)]
    return [_boxes(several, title, options[first:end], is_alone=cards == 1) for first, end in itertools.pairwise(ends)]


def _cards_of(button: Button) -> int:
    return math.ceil(len(_options(button.select, BOX)) / BOXES)


def _boxes(button: Button, title: str, options: list[dict[str, str]], *, is_alone: bool) -> Card:
    label = text.clean_name(button.label)
    named = label if is_alone else f"{label} {options[0]['id']}-{options[-1]['id']}"
    return {
        "card_type": SEVERAL,
        "main_title": {"title": named, "desc": title},
        "checkbox": {"question_key": button.handle, "mode": 1, "option_list": options},
        "submit_button": {"text": shortened(named, LABEL), "key": button.handle},
    }


def too_long(buttons: Sequence[Button], words: str) -> list[str]:
    """The labels that are shortened, and neither stand in these words nor are the number of one of their lines."""
    labels = [text.clean_name(button.label) for button in _unique(buttons)]
    listed = set(LISTED.findall(words))
    return [
        each for each in labels if widths.width(each) > LABEL and each not in words and each.split(" ")[0] not in listed
    ]


def shortened(label: str, most: int) -> str:
    """A label as far as it goes. The number at its end stays: by that it is told from the others."""
    if widths.width(label) <= most:
        return label
    number = NUMBER.fullmatch(label)
    end = f"…{number[1]}" if number else "…"
    begin = widths.beginning(label, most - widths.width(end))
    return f"{begin.rstrip(BETWEEN)}{end}"


def _unique(buttons: Sequence[Button]) -> list[Button]:
    return list({button.handle: button for button in buttons}.values())[:BUTTONS]


def _can_show(select: ButtonSelect | None, most: int, *, is_several: bool) -> bool:
    if select is None or select.is_several is not is_several or not 0 < len(select.options) <= most:
        return False
    return all(
        words and len(words.encode()) <= LONGEST_OPTION and words == words.strip() for words, _ in select.options
    )


def _options(select: ButtonSelect | None, most: int) -> list[dict[str, str]]:
    options = () if select is None else select.options
    return [{"id": words, "text": shortened(text.clean_name(label), most)} for words, label in options]
