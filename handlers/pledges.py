"""Pledges (军令状): the contests of the office, the level of a unit, and what a card adds. The law §1 row 7."""

import re
from collections.abc import Mapping
from dataclasses import replace

import words
from domain.matters.contests import pledges as law
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from domain.sayings.scoring import pledges as sayings
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Office, Room

_BETWEEN = re.compile(r"[、，,;；\n]+")


def contests(office: Office) -> tuple[str, ...]:
    """The names of the contests that the office holds; those of the law where it named none."""
    named = tuple(dict.fromkeys(filter(None, map(str.strip, _BETWEEN.split(office.profile.contests)))))
    return named or tuple(map(str, words.said(office.locale)["contest"].values()))


def called(contest: str) -> Term | str:
    """What a contest is called: one of the law in everybody's language, another as the office named it."""
    names = {name: code for language in words.LANGUAGES for code, name in words.said(language)["contest"].items()}
    return Term("contest", names[contest]) if contest in names else contest


def level_of(room: Room, unit: str) -> str:
    """The level of a unit (市、县、镇)."""
    found = room.office.register.get(unit)
    return law.level_of(found.sequence if found else "", room.office.rules)


def _options(room: Room, pledge_id: int, asked: str) -> tuple[str, ...]:
    return contests(room.office) if asked == "contest" else ()


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    """A pledge with its level, and its numbers with what they are counted in."""
    own = standing.own
    measured = own.get("measured", "")
    goal = sayings.Goal(amount=own.get("amount", ""), measured=measured, baseline=own.get("baseline", ""))
    return Found(
        values={
            **dict.fromkeys(("counted", "amount", "measured", "baseline")),
            "level": Term("pledge_level", level_of(room, standing.unit)),
            "contest": called(own["contest"]),
            "goal": goal if own.get("amount") else None,
            "done": f"{own['done']}{measured}" if own.get("done") else None,
        }
    )


def _changed(room: Room, event: Event) -> Event:
    """A pledge keeps the days by which it is counted; one without a day of its own the one on which its term ends once it is signed."""
    event, due = law.dated(event, room.today), event.after.term("pledge_due")
    after = event.after
    if event.move != "endorse" or after.own.get("until") or due is None:
        return event
    until = room.office.calendar.local_day(due.due_at).isoformat()
    return replace(event, after=replace(after, own={**after.own, "until": until}))


ADDS: Mapping[str, Adds] = {"pledge": Adds(finds=_found, options=_options, changes=_changed)}
