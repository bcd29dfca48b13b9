"""An announcement in plain words: title and text of `announced.<kind>`, filled with what its table says is public.

No kind that is said so needs anything here: a column `announces`, and its words in every language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.publishing.material import Message
from bot.wording import Words
from domain.matters import announcements as law
from domain.mechanism.columns import CALLED, Asked
from domain.saying import Term
from handlers import proposing
from handlers.conversation.forms.answers import TEMPLATES
from handlers.conversation.room import Room
from storage import announcements as announcement_store
from storage import matters

LOCAL = ("unit",)
"""The facts that hold Chinese names of the office's own lists: who reads English gets an English one beside."""
COMMON = ("unit", "number", "about", "answered", "answered_on", "day", "phone", "people", "signature")
"""What every kind may say besides the facts that its table declares; `answered` is the title of what is put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainMaterial:
    """What the words of one kind are filled with. `titles`: in each language, of the announcement that is put right."""

    kind: str
    about: str
    named: frozenset[str]
    publish_at: datetime
    written: tuple[str, ...]
    facts: Mapping[str, Any]
    titles: Mapping[str, str]

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """One message."""
        facts = {**self.facts, "answered": self.titles.get(locale) or next(iter(self.titles.values()), "")}
        title, text = (words.filled(Term(f"announced.{self.kind}", name), facts, LOCAL, locale) for name in _PARTS)
        return (Message(title=title, text=text),)

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())


_PARTS = ("title", "text")


def collect(room: Room, what: proposing.AnnouncementWanted) -> PlainMaterial:
    """Collect the public facts of a matter."""
    standing, office, answered = what.standing, room.office, what.answered
    named = frozenset({standing.unit} - {""})
    parent = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
    apart = proposing.apart(room, what, named)
    asks = _asked(room, what)
    shown = {asked.name: asked for asked in asks if standing.own.get(asked.name)}
    facts: dict[str, Any] = {asked.name: "" for asked in asks}
    facts |= {name: value(asked, standing.own[name]) for name, asked in shown.items()}
    said = [] if answered is None else announcement_store.renderings(room.tx, answered.id)
    said_at = room.at if answered is None else answered.published_at or answered.publish_at
    facts |= {
        "unit": office.name_of(standing.unit),
        "number": standing.number,
        "about": "" if parent is None else parent.number,
        "answered_on": None if answered is None else office.calendar.local_day(said_at),
        "day": room.today,
        "phone": office.profile.phone,
        "people": law.people(apart, office.rules.announcement_approvers),
        "signature": office.profile.signature or office.profile.name,
    }
    return PlainMaterial(
        kind=what.column.kind,
        about=standing.number,
        named=named,
        publish_at=office.calendar.next_speaking_moment(max(said_at, room.at)),
        written=tuple(standing.own[name] for name, asked in shown.items() if asked.how == "text"),
        facts=facts,
        titles={words.locale: words.title for _, words in reversed(said) if words.part == 1},
    )


def _asked(room: Room, what: proposing.AnnouncementWanted) -> list[Asked]:
    """The questions whose answers are public."""
    moves = room.office.matters[what.standing.matter].procedure.moves.values()
    every = {asked.name: asked for rule in moves for asked in rule.asks}
    return [every[name] for name in what.column.shows]


def value(asked: Asked, answer: str) -> Any:
    """An answer as it is put into words."""
    if asked.how == "text" and answer.startswith("=") and answer[1:] in TEMPLATES.get(asked.table, ()):
        return Term(asked.table, answer[1:])
    if asked.how in CALLED:
        return tuple(option.partition("|")[2] for option in asked.options)
    if asked.how in ("one_of", "some_of"):
        return tuple(Term(asked.table, one) for one in answer.split(","))
    return date.fromisoformat(answer) if asked.how in ("day", "past_day") else answer
