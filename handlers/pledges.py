"""Pledges (军令状): the contests of the office, the level of a unit, and what a card adds, pledges by a file. The law §1 row 7."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import words
from domain.importing.pledges import PledgeRow
from domain.matters.contests import pledges as law
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Term
from domain.sayings.scoring import pledges as sayings
from handlers.conversation.procedures import beginnings
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Office, Room
from storage import matters, units

_COLUMNS = ("contest", "target", "amount", "measured", "baseline", "until", "team")
_BETWEEN = re.compile(r"[、，,;；\n]+")


def contests(office: Office) -> tuple[str, ...]:
    """The names of the contests that the office holds; those of the law where it named none."""
    named = tuple(dict.fromkeys(filter(None, map(str.strip, _BETWEEN.split(office.profile.contests)))))
    return named or tuple(map(str, words.said(office.locale)["contest"].values()))


def names_of_contests(office: Office) -> dict[str, str]:
    """What the office calls each contest that it holds, by every name that it goes by: those of the law have one in each language."""
    held, at_home = contests(office), words.said(office.locale)["contest"]
    tables = (words.said(language)["contest"] for language in words.LANGUAGES)
    of_the_law = {table[code]: name for table in tables for code, name in at_home.items() if name in held}
    return of_the_law | {name: name for name in held}


def called(contest: str) -> Term | str:
    """What a contest is called: one of the law in everybody's language, another as the office named it."""
    names = {name: code for language in words.LANGUAGES for code, name in words.said(language)["contest"].items()}
    return Term("contest", names[contest]) if contest in names else contest


def known(room: Room) -> list[PledgeRow]:
    """What was pledged, as a file would say it; what was withdrawn is not there any more."""
    return [
        PledgeRow(unit=each.unit, **{name: each.own.get(name, "") for name in _COLUMNS})
        for each in matters.waiting(room.tx, "pledge", ("filed", "returned", *law.SIGNED))
    ]


def take(room: Room, rows: Sequence[PledgeRow]) -> int:
    """File those that are new: those of one's own unit as if they had been filed in chat, others for their units. Return how many."""
    by, before = room.actor, {each.key for each in known(room)}
    new = [row for row in rows if row.key not in before]
    for row in new:
        is_own = Role.UNIT_CONTACT in by.roles and row.unit == by.unit
        given = {name: getattr(row, name) for name in _COLUMNS} | {"counted": "yes" if row.amount else "no"}
        beginnings.create(room.acting_as(by if is_own else replace(CLOCK, unit=row.unit)), "pledge", "file", given)
    units.note_import(room.tx, "pledges", {"number": len(new)}, by, room.at)
    return len(new)


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
    """A pledge without a day of its own is due on the one on which its term ends once it is signed."""
    after, due = event.after, event.after.term("pledge_due")
    if event.move != "endorse" or after.own.get("until") or due is None:
        return event
    until = room.office.calendar.local_day(due.due_at).isoformat()
    return replace(event, after=replace(after, own={**after.own, "until": until}))


ADDS: Mapping[str, Adds] = {
    "pledge": Adds(finds=_found, case=lambda room, standing: room.today, options=_options, changes=_changed)
}
