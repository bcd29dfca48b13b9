"""Clues as they are remembered: words findable by keyed tokens, claims, and what waits.

What a clue shares with a nomination is in `storage/submissions.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.mechanism.standing import Standing
from storage import matters, times, tokens
from storage.database import Tx

CLUES = "matter JOIN clue ON clue.id = matter.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueStory:
    """What the reporter told."""

    story: str
    when: str
    where: str
    unit_told: str = ""  # as the reporter called it, where it is not in the register


def add_beside(tx: Tx, standing: Standing, told: Mapping[str, str]) -> None:
    """Remember what a new clue has besides what all matters have. Its words are in nothing but sealed columns and keyed tokens."""
    tx.put("INSERT INTO clue (id, source) VALUES (:id, :source)", id=standing.id, source=told.get("source") or "pub")
    words = tokens.of(tx.vault, " ".join(told.get(name, "") for name in ("story", "where", "unit_told")))
    _index(tx, standing.id, tokens.of_clue(tx.vault, words, unit=standing.unit, kind=standing.category))


def source_of(tx: Tx, clue_id: int) -> str:
    """By which way it came to the office."""
    return str(tx.value("SELECT source FROM clue WHERE id = :id", id=clue_id))


def story(tx: Tx, clue_id: int) -> ClueStory:
    """Open the story; empty where its key has been destroyed."""
    return matters.story(tx, clue_id, ClueStory) or ClueStory(story="", when="", where="")


def stories(tx: Tx, ids: Sequence[int]) -> list[str]:
    """What was told of these clues, in the order of their ids; of those whose key has been destroyed nothing."""
    found = matters.stories(tx, ids, ClueStory)
    return [found[number].story for number in ids if number in found]


def words_of(tx: Tx, clue_id: int) -> set[str]:
    """Return the tokens of a clue's words; none where its key has been destroyed."""
    told = story(tx, clue_id)
    return tokens.of(tx.vault, f"{told.story} {told.where} {told.unit_told}")


def tokens_of(tx: Tx, clue_id: int) -> set[str]:
    """Return every token by which a clue is found."""
    unit, kind = tx.one("SELECT unit, category FROM matter WHERE id = :id", id=clue_id) or ("", "")
    return tokens.of_clue(tx.vault, words_of(tx, clue_id), unit=unit, kind=kind)


def claim(tx: Tx, clue_id: int, person_id: int, *, at: datetime, until: datetime) -> bool:
    """Give a clue to this person until then, if nobody else's claim binds; False where somebody was first."""
    claimed = tx.run(
        "UPDATE matter SET owner_id = :person, owned_until = :until"
        " WHERE id = :id AND (owner_id IS NULL OR owner_id = :person OR owned_until < :at)",
        person=person_id,
        until=times.text(until),
        at=times.text(at),
        id=clue_id,
    )
    return claimed == 1


def hold(tx: Tx, clue_id: int, person_id: int, until: datetime | None) -> None:
    """Let a claim bind until then (None: for as long as it waits for others); what nobody has claimed becomes this person's."""
    tx.put(
        "UPDATE matter SET owner_id = :person, owned_until = :until"
        " WHERE id = :id AND (owner_id IS NULL OR owner_id = :person)",
        person=person_id,
        until=times.maybe_text(until),
        id=clue_id,
    )


def release(tx: Tx, clue_id: int, person_id: int) -> bool:
    """Put a clue back into the queue; False where it is not this person's."""
    released = tx.run(
        "UPDATE matter SET owner_id = NULL, owned_until = NULL WHERE id = :id AND owner_id = :person",
        id=clue_id,
        person=person_id,
    )
    return released == 1


def set_unit(tx: Tx, clue_id: int, unit: str) -> None:
    """Correct the unit; the clue is found under the new one, and so are those like it."""
    tx.put("UPDATE matter SET unit = :unit, owner_id = NULL, owned_until = NULL WHERE id = :id", unit=unit, id=clue_id)
    _index_again(tx, clue_id)


def set_kind(tx: Tx, clue_id: int, kind: str) -> None:
    """Correct the kind; the clue is found under the new one."""
    tx.put("UPDATE matter SET category = :kind WHERE id = :id", kind=kind, id=clue_id)
    _index_again(tx, clue_id)


def _index(tx: Tx, clue_id: int, found: set[str]) -> None:
    tx.put(tx.words.insert, id=clue_id, tokens=" ".join(sorted(found)))


def _index_again(tx: Tx, clue_id: int) -> None:
    tx.put(tx.words.delete, id=clue_id)
    _index(tx, clue_id, tokens_of(tx, clue_id))


def led(tx: Tx) -> list[Standing]:
    """List the clues that wait for a leader: the index of those few finds them."""
    rows = tx.all(f"SELECT {matters.COLUMNS} FROM matter WHERE kind = 'clue' AND stage IN ('second_review', 'unowned')")
    return [matters.of_row(tx, row) for row in rows]


def in_hand(tx: Tx, person_id: int) -> list[Standing]:
    """List the open clues that somebody has in hand or was named for, the nearest term first; the index of what waits finds them."""
    rows = tx.all(
        f"SELECT {matters.COLUMNS} FROM matter WHERE {matters.CLUES_WAITING} AND (matter.owner_id = :person"
        " OR matter.id IN (SELECT matter_id FROM part WHERE person_id = :person AND until IS NULL))"
        " ORDER BY matter.due_at NULLS FIRST, matter.id",
        person=person_id,
    )
    return [matters.of_row(tx, row) for row in rows]
