"""Postings (一线历练): whose unit a cadre is of, who is of the unit where they are, and where a good one leads. The law §8."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.cards import Names, Value
from domain.matters.programmes import postings as law
from domain.mechanism.columns import Relation, people_of
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Term
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import overviews
from storage import people as accounts


def show(room: Room, rest: str) -> None:
    """历练名单: those that whoever asks may see; a cadre and a mentor their own."""
    overviews.show(room, "posting", "postings", _called)


def _called(room: Room, posting: Standing) -> str:
    who = accounts.label_of(room.tx, next(iter(people_of(posting.own.get("cadre", ""))), None))
    return " ".join(filter(None, (who, room.office.name_of(posting.own["host"]), posting.own["post"])))


def _case(room: Room, posting: Standing) -> law.PostingFacts:
    return law.PostingFacts(is_of_host=room.is_in_line(posting.own.get("host", "")))


def _found(room: Room, posting: Standing, facts: Facts) -> Found:
    """Where it went well, whoever may nominate a striver finds the way there (the law §8); the cadre does not nominate themselves here."""
    own = posting.own
    values: dict[str, Value] = {
        "host": Names(tuple(filter(None, (room.office.name_of(own.get("host", "")),)))),
        "unit": Names(tuple(filter(None, (room.office.name_of(posting.unit),)))),
        "posted_on": date.fromisoformat(own["posted_on"]) if "posted_on" in own else None,
    }
    is_good = own.get("grade") == "good" and Relation.CADRE not in facts.relations
    nominate = room.office.commands["nominate"]
    may = nominate.roles & room.actor.roles and room.office.rules.is_on(nominate.module)
    ways = (Choice(value="/nominate", label=Term("menu", "nominate")),) if is_good and may else ()
    return Found(values=values, buttons=ways)


def _changed(room: Room, event: Event) -> Event:
    """Once they go it is about the unit that they come from: whoever is of that does not appraise (the law §2)."""
    if event.move != "post" or event.outcome is not Outcome.MOVED:
        return event
    unit = accounts.unit_of(room.tx, people_of(event.given["cadre"])[0])
    return replace(event, after=replace(event.after, unit=unit), given={**event.given, "unit": unit})


ADDS: Mapping[str, Adds] = {"posting": Adds(finds=_found, case=_case, changes=_changed)}
