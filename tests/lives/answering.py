"""What people answer in a life: anything that fits the question, marked by who says it, and whether it may leave the office."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from domain import items
from domain.mechanism.columns import PERSONS, Asked
from domain.people import Role
from handlers.conversation.forms import figure_answers
from tests.lives.member import Member

SECRET, HIDDEN, WRITTEN = "密封意见", "不外传", "书面意见"
"""What somebody gives as a reason with a secret vote, what they write for the office alone, and what anywhere else, each with their
name behind it."""
FOR_OFFICE = frozenset({"facts", "found", "basis", "seen", "site", "findings", "opinions", "mending"})
"""What is asked of people who write for the office alone; a unit reports its mending itself."""


class Answers:
    """What is answered, by chance; `favour` is how readily people vote for something."""

    def __init__(self, chance: random.Random, now: Callable[[], datetime], favour: float) -> None:
        self._chance = chance
        self._now = now
        self._favour = favour
        self._said = 0

    def of(self, asked: Asked, options: Sequence[str], who: Member, *, is_secret: bool) -> str:
        """One answer, of those that are offered where some are."""
        if asked.how == "marks":
            return items.write([self._mark(option) for option in options])
        if asked.how == "figures":
            return items.write([self._figure(figure_answers.place(option)) for option in options])
        if options or asked.how in PERSONS:
            return self._chosen_of(asked, options)
        if asked.how == "items":
            lines = range(self._chance.randint(1, 2))
            return json.dumps(
                [{part.name: self.of(part, (), who, is_secret=False) for part in asked.parts} for _ in lines]
            )
        if asked.how == "text":
            return self._words_of(asked, who, is_secret=is_secret)[: asked.longest]
        return self._told(asked)

    def _told(self, asked: Asked) -> str:
        match asked.how:
            case "number":
                most = asked.most or 20
                return str(self._chance.randint(asked.least + (most - asked.least) // 2, most))
            case "amount":
                return str(self._chance.randint(0, 1500))
            case "day":
                return self._day(self._chance.randint(5, 60))
            case "past_day":
                return self._day(0)
            case "unit" | "any_unit":
                return self._chance.choice(("U04", "U04", "U05"))
            case "files":
                return "" if asked.may_skip else "1"
            case _:
                return ""

    def _chosen_of(self, asked: Asked, options: Sequence[str]) -> str:
        values = [option.partition("|")[0] for option in options]
        if asked.how in PERSONS:
            return ",".join(self._chance.sample(values, min(len(values), max(asked.least, 1))))
        if asked.name == "choice" and self._chance.random() < self._favour:
            return "for"
        if asked.how == "some_of" and self._chance.random() < 0.6:
            return ",".join(values)
        return self._chance.choice(values)

    def _words_of(self, asked: Asked, who: Member, *, is_secret: bool) -> str:
        self._said += 1
        is_hidden = asked.name in FOR_OFFICE and Role.UNIT_CONTACT not in who.roles
        mark = SECRET if is_secret else HIDDEN if is_hidden else WRITTEN
        return f"{mark}{who.label}之{self._said}"

    def _mark(self, option: str) -> dict[str, str]:
        weight, _, criterion = option.partition("|")
        return {"criterion": criterion, "weight": weight, "mark": str(self._chance.randint(50, 100))}

    def _figure(self, place: figure_answers.FigurePlace) -> dict[str, str]:
        target = str(self._chance.randint(1, 99)) if place.has_target else ""
        value = str(self._chance.randint(0, 99))
        return {"unit": place.unit, "name": place.names[0], "value": value, "target": target}

    def _day(self, days: int) -> str:
        return (self._now() + timedelta(days=days)).date().isoformat()
