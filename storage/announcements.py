"""Announcements: every public message word for word, the signatures that cover it, and when it is said.

The database itself refuses to say anything public without two valid approvals, and to change what was proposed
(`migrations/`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.matters.announcements import (
    BOARD,
    AnnouncementMove,
    AnnouncementStage,
    Rendering,
    digest,
    numbered,
    unit_of,
)
from domain.mechanism.reminders import Rings
from domain.mechanism.standing import Event
from domain.public_kinds import BY_HAND
from storage import matters, pictures, times
from storage.database import Row, Tx
from storage.mechanism import kin
from storage.road import outbox

_ANNOUNCEMENT = (
    "SELECT matter.id, matter.number, matter.stage, matter.epoch, matter.due_at, matter.category, announcement.about,"
    " matter.parent_id, announcement.author_id, announcement.publish_at, announcement.published_at, announcement.hash,"
    " matter.rules, announcement.apart_id, announcement.answers_id,"
    " (SELECT string_agg(unit, ' ') FROM named WHERE named.announcement_id = announcement.id)"
    " FROM matter JOIN announcement ON announcement.id = matter.id"
)
NAMES = "names"  # how an announcement is linked to the matters of several that it names
# The announcements that are about a matter, or name it beside others.
_ABOUT = (
    "matter.id IN (SELECT its.id FROM matter AS its WHERE its.parent_id = :about AND its.kind = 'announcement'"
    f" UNION SELECT from_id FROM link WHERE to_id = :about AND how = '{NAMES}')"
)
OPEN = (AnnouncementStage.PROPOSED, AnnouncementStage.APPROVED)
APPROVE = AnnouncementMove.APPROVE.value  # as the view of valid approvals calls it
_IN_STAGE = "matter.kind <> 'clue' AND matter.kind = 'announcement' AND matter.stage"  # as in the index of stages
RENDERING = "audience, channel, locale, part, title, text, picture, alt, figures"


# What was said, or missed and asked about, does not come up again for the same moment; of a notice something is said later.
_NOT_YET = (
    f"(({_IN_STAGE} = 'approved') OR ({_IN_STAGE} = 'published' AND announcement.publish_at > announcement.published_at))"
    " AND NOT EXISTS (SELECT 1 FROM occurrence"
    " WHERE occurrence.job = 'announcement:' || announcement.id AND occurrence.due = announcement.publish_at)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement without its words (`renderings` loads them). `about_id`: the matter that it is about. `author_id` None: the
    clock.

    `apart_id` is who decided what it says and may not sign it; `answers_id` the announcement that it puts right, `named`
    are the units that it names, by code.
    """

    id: int
    number: str
    stage: AnnouncementStage
    epoch: int
    due_at: datetime | None
    kind: str
    about: str
    about_id: int | None
    author_id: int | None
    publish_at: datetime
    published_at: datetime | None
    hash: str
    rules: int
    apart_id: int | None
    answers_id: int | None
    named: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be proposed. `pictures` holds the bytes of every picture and of all figures that a rendering names; `named` are the
    units that it names, by code; `names` the matters of several, by id; `written` is what people wrote that goes into it."""

    kind: str
    about: str
    about_id: int | None
    author_id: int | None
    publish_at: datetime
    renderings: Sequence[Rendering]
    pictures: Mapping[str, bytes]
    apart_id: int | None = None
    answers_id: int | None = None
    named: Collection[str] = ()
    written: Sequence[str] = ()
    names: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A valid approval."""

    person_id: int
    role: str
    at: datetime


def propose(tx: Tx, draft: Draft, events: Sequence[Event], rings: Rings = matters.NOTHING, *, year: int) -> int:
    """Keep every message of an announcement and seal them under their hash; return its id."""
    number = numbered(year, matters.next_number(tx, f"announcement-{year}"))
    new = matters.New(number=number, category=draft.kind, parent_id=draft.about_id)
    announcement = matters.begin(tx, new, events, rings)
    tx.put(
        "INSERT INTO announcement (id, about, author_id, apart_id, answers_id, publish_at, hash)"
        " VALUES (:id, :about, :author, :apart, :answers, :publish, '')",
        id=announcement,
        about=draft.about,
        author=draft.author_id,
        apart=draft.apart_id,
        answers=draft.answers_id,
        publish=times.text(draft.publish_at),
    )
    for data in draft.pictures.values():
        pictures.put(tx, data)
    for words in draft.renderings:
        _keep(tx, announcement, words)
    for matter_id in draft.names:
        kin.link(tx, announcement, matter_id, NAMES, events[-1].at)
    for unit in sorted(set(draft.named)):
        tx.put("INSERT INTO named (announcement_id, unit) VALUES (:id, :unit)", id=announcement, unit=unit)
    tx.put("UPDATE announcement SET hash = :hash WHERE id = :id", hash=digest(draft.renderings), id=announcement)
    return announcement


def of_id(tx: Tx, announcement_id: int) -> Announcement | None:
    """Find an announcement."""
    row = tx.one(f"{_ANNOUNCEMENT} WHERE matter.id = :id", id=announcement_id)
    return None if row is None else _announcement(row)


def names(tx: Tx, announcement_id: int) -> list[int]:
    """List the matters of several that an announcement names, by id and in the order in which they are named; none where it is about
    one."""
    rows = tx.all(
        "SELECT to_id FROM link WHERE from_id = :id AND how = :how ORDER BY to_id", id=announcement_id, how=NAMES
    )
    return [number for (number,) in rows]


def latest_about(tx: Tx, matter_id: int) -> Announcement | None:
    """The newest announcement about a matter."""
    where = "matter.parent_id = :about AND matter.kind = 'announcement'"
    row = tx.one(f"{_ANNOUNCEMENT} WHERE {where} ORDER BY matter.id DESC LIMIT 1", about=matter_id)
    return None if row is None else _announcement(row)


def said(tx: Tx, kinds: Collection[str], number: str = "") -> list[Announcement]:
    """List the announcements of these kinds that were published, the newest first; the one of a number, where it is given."""
    given = {f"kind_{n}": kind for n, kind in enumerate(kinds)}
    where = (
        "matter.kind = 'announcement' AND matter.stage = 'published' AND matter.parent_id IS NOT NULL"
        f" AND matter.category IN ({', '.join(f':{name}' for name in given) or 'NULL'})"
    )
    where += " AND matter.number = :number" if number else ""
    rows = tx.all(
        f"{_ANNOUNCEMENT} WHERE {where} ORDER BY matter.id DESC", **given, **({"number": number} if number else {})
    )
    return [_announcement(row) for row in rows]


def put_right(tx: Tx, found: Announcement) -> Iterator[Announcement]:
    """What somebody puts right in their own words, and what that put right in turn: whom it is about is nowhere else."""
    before = of_id(tx, found.answers_id) if found.kind in BY_HAND and found.answers_id is not None else None
    if before is not None:
        yield before
        yield from put_right(tx, before)


def answers_to(tx: Tx, announcement_id: int) -> list[Announcement]:
    """List the announcements that put one right and were said, the oldest first."""
    where = "announcement.answers_id = :id AND matter.stage = 'published'"
    rows = tx.all(f"{_ANNOUNCEMENT} WHERE {where} ORDER BY matter.id", id=announcement_id)
    return [_announcement(row) for row in rows]


def open_about(tx: Tx, matter_id: int, kinds: Collection[str]) -> list[int]:
    """List the announcements of these kinds that are about a matter, or name it, and may still go out."""
    rows = tx.all(
        f"SELECT matter.id, matter.category FROM matter WHERE {_ABOUT} AND matter.stage IN ('proposed', 'approved')",
        about=matter_id,
    )
    return [number for number, kind in rows if kind in kinds]


def is_said(tx: Tx, matter_id: int, words: str) -> bool:
    """Whether an announcement about a matter with the words of this digest was said, or may still go out."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM announcement JOIN matter ON matter.id = announcement.id WHERE matter.parent_id = :about"
            " AND announcement.hash = :hash AND matter.stage IN ('proposed', 'approved', 'published')",
            about=matter_id,
            hash=words,
        )
    )


def answered(tx: Tx, matter_id: int, kinds: Collection[str]) -> Announcement | None:
    """The newest announcement of these kinds that is about a matter, or names it, and was said or is about to be."""
    where = f"{_ABOUT} AND matter.stage IN ('approved', 'published')"
    rows = tx.all(f"{_ANNOUNCEMENT} WHERE {where} ORDER BY matter.id DESC", about=matter_id)
    return next((found for row in rows if (found := _announcement(row)).kind in kinds), None)


def is_newest(tx: Tx, found: Announcement, matter_id: int) -> bool:
    """Whether no newer one of its kind about a matter, or naming it, is proposed, approved or said."""
    where = f"{_ABOUT} AND matter.category = :kind AND matter.id > :id AND matter.stage IN ('proposed', 'approved', 'published')"
    newer = tx.value(f"SELECT COUNT(*) FROM matter WHERE {where}", about=matter_id, kind=found.kind, id=found.id)
    return not newer


def awaiting(tx: Tx, stage: AnnouncementStage) -> list[Announcement]:
    """List the announcements in a stage, the one to be published first at the top."""
    rows = tx.all(
        f"{_ANNOUNCEMENT} WHERE {_IN_STAGE} = :stage ORDER BY announcement.publish_at, matter.id", stage=stage.value
    )
    return [_announcement(row) for row in rows]


def renderings(tx: Tx, announcement_id: int) -> list[tuple[int, Rendering]]:
    """List the messages of an announcement with their numbers, in the order in which they are said."""
    rows = tx.all(
        f"SELECT id, {RENDERING} FROM rendering WHERE announcement_id = :id ORDER BY channel, audience, locale DESC, part",
        id=announcement_id,
    )
    return [(row[0], words_of(row[1:])) for row in rows]


def rendering(tx: Tx, rendering_id: int) -> Rendering | None:
    """Find one message by its number: what `bot/delivery/delivery.py` sends, byte for byte."""
    row = tx.one(f"SELECT {RENDERING} FROM rendering WHERE id = :id", id=rendering_id)
    return None if row is None else words_of(row)


def number_of_rendering(tx: Tx, rendering_id: int) -> str:
    """Say which announcement a message belongs to."""
    found = tx.value(
        "SELECT number FROM matter WHERE id = (SELECT announcement_id FROM rendering WHERE id = :id)",
        id=rendering_id,
    )
    return str(found or "")


def valid_approvals(tx: Tx, announcement_id: int) -> list[Signature]:
    """List the approvals that count now, oldest first."""
    rows = tx.all(
        "SELECT person_id, role, at FROM valid_approval WHERE announcement_id = :id ORDER BY at, person_id",
        id=announcement_id,
    )
    return [Signature(person_id=row[0], role=row[1], at=times.read(row[2])) for row in rows]


def due(tx: Tx, at: datetime) -> list[Announcement]:
    """List the announcements of which something is to be said whose moment has come: the approved ones, and notices that stand."""
    rows = tx.all(
        f"{_ANNOUNCEMENT} WHERE {_NOT_YET} AND announcement.publish_at <= :at ORDER BY announcement.publish_at, matter.id",
        at=times.text(at),
    )
    return [_announcement(row) for row in rows]


def waiting(tx: Tx) -> list[Announcement]:
    """List the announcements of which something is still to be said, nor was missed and asked about, whenever its moment is."""
    rows = tx.all(f"{_ANNOUNCEMENT} WHERE {_NOT_YET} ORDER BY announcement.publish_at, matter.id")
    return [_announcement(row) for row in rows]


def pushed_to(tx: Tx, announcement_id: int) -> frozenset[str]:
    """The places to which an announcement is pushed, channel and audience: neither the board nor the units that get a copy."""
    rows = tx.all("SELECT DISTINCT channel, audience FROM rendering WHERE announcement_id = :id", id=announcement_id)
    return frozenset(
        f"{channel}:{audience}" for channel, audience in rows if audience != BOARD and not unit_of(audience)
    )


def plan(tx: Tx, announcement_id: int, publish_at: datetime) -> None:
    """Change the moment of publication; the words, and the approvals of them, stay."""
    tx.put("UPDATE announcement SET publish_at = :when WHERE id = :id", when=times.text(publish_at), id=announcement_id)


def publish(tx: Tx, announcement_id: int, at: datetime, now: datetime) -> int:
    """Put every public message of an announcement into the outbox; return how many. `at` is legal time, `now` real time.

    What is for one unit is no public word: its contacts get it as a notice.
    """
    tx.put("UPDATE announcement SET published_at = :at WHERE id = :id", at=times.text(at), id=announcement_id)
    return publish_later(tx, announcement_id, 0, now)


def publish_later(tx: Tx, announcement_id: int, later: int, now: datetime) -> int:
    """Put into the outbox what of a notice is said on one of its later occasions; return how many messages. `now` is real time."""
    found = [(number, words) for number, words in renderings(tx, announcement_id) if words.later == later]
    public = [(number, words) for number, words in found if unit_of(words.audience) == ""]
    for number, words in public:
        outbox.put_public(tx, words.channel, number, now)
    return len(public)


def _keep(tx: Tx, announcement_id: int, words: Rendering) -> None:
    tx.put(
        f"INSERT INTO rendering (announcement_id, {RENDERING})"
        " VALUES (:announcement, :audience, :channel, :locale, :part, :title, :text, :picture, :alt, :figures)",
        announcement=announcement_id,
        audience=words.audience,
        channel=words.channel,
        locale=words.locale,
        part=words.part,
        title=words.title,
        text=words.text,
        picture=words.picture,
        alt=words.alt,
        figures=words.figures,
    )


def words_of(row: Row) -> Rendering:
    """A message, of a row of `RENDERING`."""
    return Rendering(
        audience=row[0],
        channel=row[1],
        locale=row[2],
        part=row[3],
        title=row[4],
        text=row[5],
        picture=row[6],
        alt=row[7],
        figures=row[8],
    )


def _announcement(row: Row) -> Announcement:
    return Announcement(
        id=row[0],
        number=row[1],
        stage=AnnouncementStage(row[2]),
        epoch=row[3],
        due_at=times.maybe_read(row[4]),
        kind=row[5],
        about=row[6],
        about_id=row[7],
        author_id=row[8],
        publish_at=times.read(row[9]),
        published_at=times.maybe_read(row[10]),
        hash=row[11],
        rules=row[12],
        apart_id=row[13],
        answers_id=row[14],
        named=frozenset((row[15] or "").split()),
    )
