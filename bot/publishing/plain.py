"""An announcement in plain words: title and text of `announced.<kind>`, filled with what its table says is public, and a line `each`
for everybody whom it names.

No kind that is said so needs anything here: a column `announces`, and its words in every language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.publishing.material import Draws, Message, pictured
from bot.wording import Words
from domain.matters import announcements as law
from domain.mechanism.columns import CALLED, Asked
from domain.mechanism.standing import Standing
from domain.saying import Term
from handlers import proposing
from handlers.conversation.forms.answers import TEMPLATES
from handlers.conversation.room import Room
from storage import announcements as announcement_store
from storage import matters

LOCAL = ("unit", "category")
"""The facts that hold Chinese names of the office's own lists: who reads English gets an English one beside."""
MOST_OF_SEVERAL = law.LONGEST_PART - 96  # characters of one message, without what a channel puts between title and text
COMMON = (
    "unit",
    "category",
    "number",
    "about",
    "answered",
    "answered_on",
    "day",
    "phone",
    "count",
    "people",
    "signature",
)
"""What every kind may say besides the facts that its table declares; `answered` is the title of what is put right, `count`
how many are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainMaterial:
    """What the words of one kind are filled with. `titles`: in each language, of the announcement that is put right; `draws`: its
    picture, which goes with a message that is said whole."""

    kind: str
    about: str
    named: frozenset[str]
    publish_at: datetime
    written: tuple[str, ...]
    facts: Mapping[str, Any]
    titles: Mapping[str, str]
    each: Sequence[Mapping[str, Any]] = ()
    draws: Draws | None = None

    def messages(self, words: Words, locale: str) -> Sequence[Message]:
        """One message; where more are named than one holds, one whole message after the other, each with some of them."""
        lines = [self._filled(words, "each", facts, locale) for facts in self.each]
        whole = self._message(words, locale, lines)
        if len(lines) < 2 or len(whole.title + whole.text) <= MOST_OF_SEVERAL:
            return (pictured(whole, self.draws, words, locale),)
        parts: list[list[str]] = []
        for line in lines:
            if parts and len(self._message(words, locale, [*parts[-1], line]).text) <= MOST_OF_SEVERAL:
                parts[-1].append(line)
            else:
                parts.append([line])
        return tuple(self._message(words, locale, part) for part in parts)

    def _message(self, words: Words, locale: str, lines: Sequence[str]) -> Message:
        answered = self.titles.get(locale) or next(iter(self.titles.values()), "")
        facts = {**self.facts, "answered": answered, "each": "\n".join(lines)}
        title, text = (self._filled(words, name, facts, locale) for name in ("title", "text"))
        return Message(title=title, text=text)

    def _filled(self, words: Words, name: str, facts: Mapping[str, Any], locale: str) -> str:
        return words.filled(Term(f"announced.{self.kind}", name), facts, LOCAL, locale)

    def notices(self, words: Words, locale: str) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())


def collect(room: Room, what: proposing.AnnouncementWanted) -> PlainMaterial:
    """Collect the public facts of a matter."""
    standing, office, answered = what.standing, room.office, what.answered
    named = frozenset({each.unit for each in (standing, *what.named)} - {""})
    if answered is not None and answered.id == standing.parent_id:
        named |= answered.named
    parent = None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)
    apart = proposing.apart(room, what, named)
    facts, written = _shown(room, standing, what.column.shows)
    every = [_shown(room, one, what.column.each) for one in what.named]
    said = [] if answered is None else announcement_store.renderings(room.tx, answered.id)
    said_at = room.at if answered is None else answered.published_at or answered.publish_at
    facts |= {
        "unit": office.name_of(standing.unit),
        "category": standing.category,
        "number": standing.number,
        "about": "" if parent is None else parent.number,
        "answered_on": None if answered is None else office.calendar.local_day(said_at),
        "day": room.today,
        "phone": office.profile.phone,
        "count": len(what.named),
        "people": law.people(apart, office.rules.announcement_approvers),
        "signature": office.profile.signature or office.profile.name,
    }
    return PlainMaterial(
        kind=what.column.kind,
        about=standing.number,
        named=named,
        publish_at=office.calendar.next_speaking_moment(max(said_at, room.at)),
        written=(*written, *(text for _, texts in every for text in texts)),
        facts=facts,
        each=tuple(
            {**its, "unit": office.name_of(one.unit), "place": place}
            for place, (one, (its, _)) in enumerate(zip(what.named, every, strict=True), start=1)
        ),
        titles={words.locale: words.title for _, words in reversed(said) if words.part == 1},
    )


def _shown(room: Room, standing: Standing, names: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """What is public of the answers in a matter, as it is put into words, and what of it somebody wrote."""
    moves = room.office.matters[standing.matter].procedure.moves.values()
    every = {asked.name: asked for rule in moves for asked in rule.asks}
    there = {name: every[name] for name in names if standing.own.get(name)}
    facts = {**dict.fromkeys(names, ""), **{name: value(asked, standing.own[name]) for name, asked in there.items()}}
    return facts, [standing.own[name] for name, asked in there.items() if asked.how == "text"]


def value(asked: Asked, answer: str) -> Any:
    """An answer as it is put into words."""
    if asked.how == "text" and answer.startswith("=") and answer[1:] in TEMPLATES.get(asked.table, ()):
        return Term(asked.table, answer[1:])
    if asked.how in CALLED:
        return tuple(option.partition("|")[2] for option in asked.options)
    if asked.how in ("one_of", "some_of"):
        return tuple(Term(asked.table, one) for one in answer.split(","))
    return date.fromisoformat(answer) if asked.how in ("day", "past_day") else answer
