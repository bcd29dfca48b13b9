"""Clues as they are remembered: the story under a key of its own, the identity under another, words findable by keyed tokens.

What a clue shares with a nomination is in `storage/submissions.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from domain import clues
from domain.drafts import Draft
from domain.mechanism.procedure import Standing
from storage import matters, shapes, times, tokens
from storage.database import Row, Tx
from storage.submissions import Submission

COLUMNS = (
    "id, number, stage, epoch, since, due_at, source, unit, kind, severity, is_real_name, account_id, alias, owner_id,"
    " transferred_to, merged_into, made_at, owned_until"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What staff may know of a clue without its story."""

    id: int
    number: str
    stage: clues.Stage
    epoch: int
    since: datetime
    due_at: datetime | None
    source: str
    unit: str
    kind: str
    severity: str
    is_real_name: bool
    account_id: int
    alias: str
    owner_id: int | None
    transferred_to: str
    merged_into: int | None
    made_at: datetime
    owned_until: datetime | None

    @property
    def submission(self) -> Submission:
        """What it has in common with a nomination."""
        return Submission(
            matter="clue",
            id=self.id,
            number=self.number,
            stage=self.stage,
            since=self.since,
            due_at=self.due_at,
            made_at=self.made_at,
            account_id=self.account_id,
            is_real_name=self.is_real_name,
            owner_id=self.owner_id,
            unit=self.unit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the reporter told."""

    story: str
    when: str
    where: str
    unit: str = ""  # as the reporter called it, where it is not in the register


def add(
    tx: Tx, draft: Draft, standing: Standing, *, account_id: int, number: str, code: str, alias: str, at: datetime
) -> int:
    """Remember a submitted clue as it stands; return its id. Its words are in nothing but sealed columns and keyed tokens."""
    key = tx.vault.new_matter_key(f"clue|{number}")
    story = shapes.encode(
        Story(story=draft.story, when=draft.when or "", where=draft.where or "", unit=draft.unit_told)
    ).decode()
    identity = None
    if draft.is_real_name:
        plain = shapes.encode({"name": draft.name, "contact": draft.contact})
        identity = tx.vault.seal(plain, f"clue|identity|{number}", key="identity")
    clue_id = tx.add(
        "INSERT INTO clue (number, code, stage, epoch, since, due_at, rules, source, unit, kind, severity, is_real_name,"
        " account_id, alias, key, story, identity, made_at)"
        " VALUES (:number, :code, :stage, :epoch, :since, :due, :rules, 'pub', :unit, :kind, '', :real, :account, :alias, :key,"
        " :story, :identity, :at)",
        number=number,
        code=tx.vault.mark("code", code),
        **matters.columns(standing),
        at=times.text(at),
        unit=draft.unit or "",
        kind=draft.kind or "t99",
        real=int(bool(draft.is_real_name)),
        account=account_id,
        alias=alias,
        key=key,
        story=tx.vault.seal_story(key, story, f"clue|{number}"),
        identity=identity,
    )
    words = tokens.of(tx.vault, f"{draft.story} {draft.where or ''} {draft.unit_told}")
    _index(tx, clue_id, tokens.of_clue(tx.vault, words, unit=draft.unit or "", kind=draft.kind or "t99"))
    return clue_id


def of_id(tx: Tx, clue_id: int) -> Clue | None:
    """Find a clue by id."""
    return _maybe(tx.one(f"SELECT {COLUMNS} FROM clue WHERE id = :id", id=clue_id))


def of_number(tx: Tx, number: str) -> Clue | None:
    """Find a clue by its number."""
    return _maybe(tx.one(f"SELECT {COLUMNS} FROM clue WHERE number = :number", number=number.strip().upper()))


def story(tx: Tx, clue_id: int) -> Story:
    """Open the story; empty where its key has been destroyed."""
    row = tx.one("SELECT number, key, story FROM clue WHERE id = :id", id=clue_id)
    if row is None or row[1] is None or row[2] is None:
        return Story(story="", when="", where="")
    plain = tx.vault.open_story(row[1], row[2], f"clue|{row[0]}")
    found: Story = shapes.decode(plain.encode(), Story)
    return found


def words_of(tx: Tx, clue_id: int) -> set[str]:
    """Return the tokens of a clue's words; none where its key has been destroyed."""
    told = story(tx, clue_id)
    return tokens.of(tx.vault, f"{told.story} {told.where} {told.unit}")


def tokens_of(tx: Tx, clue_id: int) -> set[str]:
    """Return every token by which a clue is found."""
    unit, kind = tx.one("SELECT unit, kind FROM clue WHERE id = :id", id=clue_id) or ("", "")
    return tokens.of_clue(tx.vault, words_of(tx, clue_id), unit=unit, kind=kind)


def claim(tx: Tx, clue_id: int, person_id: int, *, at: datetime, until: datetime) -> bool:
    """Give a clue to this person until then, if nobody else's claim binds; False where somebody was first."""
    claimed = tx.run(
        "UPDATE clue SET owner_id = :person, owned_until = :until"
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
        "UPDATE clue SET owner_id = :person, owned_until = :until"
        " WHERE id = :id AND (owner_id IS NULL OR owner_id = :person)",
        person=person_id,
        until=times.maybe_text(until),
        id=clue_id,
    )


def release(tx: Tx, clue_id: int, person_id: int) -> bool:
    """Put a clue back into the queue; False where it is not this person's."""
    released = tx.run(
        "UPDATE clue SET owner_id = NULL, owned_until = NULL WHERE id = :id AND owner_id = :person",
        id=clue_id,
        person=person_id,
    )
    return released == 1


def set_severity(tx: Tx, clue_id: int, severity: str) -> None:
    """Remember the severity given at triage."""
    tx.put("UPDATE clue SET severity = :severity WHERE id = :id", severity=severity, id=clue_id)


def set_unit(tx: Tx, clue_id: int, unit: str) -> None:
    """Correct the unit; the clue is found under the new one, and so are those like it."""
    tx.put("UPDATE clue SET unit = :unit, owner_id = NULL, owned_until = NULL WHERE id = :id", unit=unit, id=clue_id)
    _index_again(tx, clue_id)


def set_kind(tx: Tx, clue_id: int, kind: str) -> None:
    """Correct the kind; the clue is found under the new one."""
    tx.put("UPDATE clue SET kind = :kind WHERE id = :id", kind=kind, id=clue_id)
    _index_again(tx, clue_id)


def set_transferred(tx: Tx, clue_id: int, target: str) -> None:
    """Remember the new owner."""
    tx.put("UPDATE clue SET transferred_to = :target WHERE id = :id", target=target, id=clue_id)


def set_merged(tx: Tx, clue_id: int, into: int) -> None:
    """Link to the clue it was merged into; what was merged into it before goes along."""
    tx.put("UPDATE clue SET merged_into = :into WHERE id = :id OR merged_into = :id", into=into, id=clue_id)


def about(tx: Tx, clue_id: int, person_id: int) -> tuple[str, str, bool]:
    """Say of which unit and kind a clue is, and whether this person brought it or recused themselves from it: it, or one that was
    merged into it."""
    row = tx.one(
        "SELECT unit, kind, EXISTS (SELECT 1 FROM clue AS part WHERE (part.id = :id OR part.merged_into = :id)"
        " AND (part.account_id IN (SELECT id FROM account WHERE person_id = :person)"
        " OR part.id IN (SELECT matter_id FROM recusal WHERE person_id = :person AND matter = 'clue')))"
        " FROM clue WHERE id = :id",
        id=clue_id,
        person=person_id,
    )
    assert row is not None, "it was found a moment before"
    return row[0], row[1], bool(row[2])


def of_row(row: Row) -> Clue:
    """A clue, of a row of `COLUMNS`."""
    return Clue(
        id=row[0],
        number=row[1],
        stage=clues.Stage(row[2]),
        epoch=row[3],
        since=times.read(row[4]),
        due_at=times.maybe_read(row[5]),
        source=row[6],
        unit=row[7],
        kind=row[8],
        severity=row[9],
        is_real_name=bool(row[10]),
        account_id=row[11],
        alias=row[12],
        owner_id=row[13],
        transferred_to=row[14],
        merged_into=row[15],
        made_at=times.read(row[16]),
        owned_until=times.maybe_read(row[17]),
    )


def _index(tx: Tx, clue_id: int, found: set[str]) -> None:
    tx.put(tx.words.insert, id=clue_id, tokens=" ".join(sorted(found)))


def _index_again(tx: Tx, clue_id: int) -> None:
    tx.put(tx.words.delete, id=clue_id)
    _index(tx, clue_id, tokens_of(tx, clue_id))


def _maybe(row: Row | None) -> Clue | None:
    return None if row is None else of_row(row)
