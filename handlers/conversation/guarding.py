"""The guard before whatever leaves the office: every announcement, and every answer that a unit or the public will read.

Lives here: `answer`, asked while somebody writes, and `words`, asked before an announcement is proposed.
"""

from collections.abc import Iterable, Sequence

from domain import leaks
from domain.leaks import Leak, LeakKind
from domain.mechanism.standing import Standing
from handlers.conversation.room import Room
from storage import matters
from storage.desk import secrets


def answer(room: Room, text: str, matter_id: int) -> Leak | None:
    """What of an answer must not leave; None where nothing. `matter_id` 0: the matter begins with it.

    Who a reporter is is not asked here: whoever writes one name after the other would learn it.
    """
    return leaks.look(text, _own_numbers(room)) or _of_a_clue(
        room, text, secrets.at_hand(room.tx, *_about(room, matter_id))
    )


def words(
    room: Room, texts: Sequence[str], written: Iterable[str], matter_id: int, units: Iterable[str]
) -> Leak | None:
    """What of public words must not leave; None where nothing.

    `texts` are the words, `written` what of them people wrote as it stands there: only that can be a clue's, the rest is ours.
    """
    related, about = _about(room, matter_id)
    near = secrets.at_hand(room.tx, related, {*units, *about})
    if secrets.names_a_reporter(room.tx, texts, near):
        return Leak(LeakKind.REPORTER)
    numbers = (leaks.look(text, _own_numbers(room)) for text in texts)
    passages = (_of_a_clue(room, text, near) for text in written)
    return next(filter(None, (*numbers, *passages)), None)


def names_a_reporter(room: Room, text: str, about: Standing) -> bool:
    """Whether somebody who reported something about a matter, or about its unit, stands in a text by name or contact."""
    related, units = _about(room, about.id)
    return secrets.names_a_reporter(room.tx, [text], secrets.at_hand(room.tx, related, units))


def _of_a_clue(room: Room, text: str, near: secrets.AtHand) -> Leak | None:
    passage = secrets.passage_of_a_clue(room.tx, text, near)
    return Leak(LeakKind.CLUE, passage) if passage else None


def _own_numbers(room: Room) -> tuple[str, ...]:
    return (room.office.profile.phone,)


def _about(room: Room, matter_id: int) -> tuple[list[Standing], set[str]]:
    """A matter and what it is about, and their units."""
    every = matters.line(room.tx, matter_id) if matter_id else []
    return every, {each.unit for each in every} - {""}
