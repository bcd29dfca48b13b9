"""Candidates of a striver edition who have passed check and inspection, without the conversations that led there."""

from __future__ import annotations

from dataclasses import replace

from domain.mechanism.standing import Event
from domain.people import CLOCK, Role
from handlers.conversation.procedures import cards, moves, relatives
from handlers.conversation.room import Room
from storage import matters
from storage import people as accounts

WINDOW = {"fields": "investment,projects", "quota": "7", "begins_on": "2026-03-04", "ends_on": "2026-03-18"}
"""The fields, the quota and the days of an edition that is opened on the first day of a story."""


def ready(room: Room, number: int, unit: str = "U12") -> list[str]:
    """Let so many candidates begin, join the edition that is open, and be ready to be compared; what they are numbered."""
    clock = room.acting_as(CLOCK)
    found = []
    for place in range(1, number + 1):
        new = replace(relatives.new(clock, "candidate"), unit=unit)
        made = relatives.begun(clock, new, "enter", {"name": f"某{place}", "post": f"{place}科科长"})
        assert isinstance(made, Event)
        clock.office.matters["candidate"].followed(clock, made)
        room.tx.run("UPDATE matter SET stage = 'ready', due_at = NULL WHERE id = :id", id=made.after.id)
        found.append(made.after.number)
    return found


def put(room: Room, number: str) -> None:
    """Let one who is being checked pass the check and the inspection, and be ready to be compared."""
    clock = room.acting_as(CLOCK)
    found = matters.numbered(room.tx, "candidate", number)
    assert found is not None
    room.tx.run("UPDATE matter SET stage = 'ready', due_at = NULL WHERE id = :id", id=found.id)
    nomination = matters.of_id(room.tx, found.parent_id or 0)
    assert nomination is not None
    assert moves.carry_out(clock, nomination, "be_listed", {})


def agreed(room: Room, number: int) -> list[str]:
    """The same, chosen and agreed to be named, so that the edition may give notice of them."""
    found = ready(room, number)
    room.tx.run("UPDATE matter SET stage = 'agreed' WHERE kind = 'candidate'")
    room.tx.run("UPDATE matter SET stage = 'comparing', due_at = NULL WHERE kind = 'edition'")
    return found


def vote(room: Room, numbers: list[str], but: str, channel: str) -> None:
    """Let everybody of the committee give each candidate the same points, but one member none to the last of them."""
    for person, _, _ in accounts.holders(room.tx, [Role.COMMITTEE]):
        actor = accounts.actor_of(room.tx, accounts.accounts_of_person(room.tx, person)[0])
        assert actor is not None
        for number in numbers[:-1] if actor.label == but else numbers:
            standing = matters.numbered(room.tx, "candidate", number)
            assert standing is not None
            points = {"results": "40", "difficulty": "15", "effect": "15", "qualities": "8"}
            acting = replace(room.acting_as(cards.as_staff(actor)), channel=channel)
            assert moves.carry_out(acting, standing, "compare", points)


def voted(who: str, numbers: list[str], points: dict[str, str]) -> str:
    """A script in which somebody gives each of these candidates their points: results, difficulty, effect, qualities; else 40 15 15 8."""
    lines = []
    for number in numbers:
        lines += [f"{who} > {number}", f"{who} [比选打分]"]
        lines += [f"{who} > {each}" for each in points.get(number, "40 15 15 8").split()]
    return "\n".join(lines) + "\n"
