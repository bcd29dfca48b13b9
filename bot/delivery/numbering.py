"""The numbers by which buttons are chosen where a channel's readers type them: those that stand on their screens, each once."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.channel import Button

_OWN = re.compile(r"([1-9][0-9]*)(?=$|\s|[.、)）](?![0-9]))")


def numbered(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Put before each its place, or the next number that nothing has yet. What begins with one of its own, as the lines of a list do,
    keeps that."""
    own: dict[int, int] = {}  # place by number
    for place, button in enumerate(buttons, 1):
        if found := _OWN.match(button.label):
            own.setdefault(int(found[1]), place)
    kept, taken = {place: number for number, place in own.items()}, set(own)
    done = []
    for place, button in enumerate(buttons, 1):
        number = kept.get(place) or next(each for each in itertools.count(place) if each not in taken)
        taken.add(number)
        done.append(
            replace(button, number=number, label=button.label if place in kept else f"{number}. {button.label}")
        )
    return tuple(done)
