"""The public board (公示栏): what was delivered to it, and nothing else."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.lifecycles import PROCEDURES
from domain.matters.announcements import BOARD, Rendering
from storage import announcements, pictures, times
from storage.database import Tx
from storage.mechanism import kin

# Rows of the outbox that are for the public board: shown there, sent nowhere.
FOR_BOARD = "EXISTS (SELECT 1 FROM rendering WHERE rendering.id = outbox.rendering_id AND rendering.audience = :board)"
_DELIVERED = (
    "FROM outbox JOIN rendering ON rendering.id = outbox.rendering_id"
    " JOIN announcement ON announcement.id = rendering.announcement_id JOIN matter ON matter.id = announcement.id"
    " WHERE rendering.audience = :board AND outbox.class = 'P' AND outbox.state = 'sent'"
)
_ON_BOARD = f"(SELECT announcement.id {_DELIVERED})"
_UNNAMED = ", ".join(
    f"'{rule.announces.kind}'"
    for table in PROCEDURES.values()
    for rule in table.moves.values()
    if rule.announces is not None and rule.announces.is_unnamed
)
# What names nobody is of no unit here and puts nothing right: whom it is about would be known by that (the law §7.4), also
# by what puts right such an announcement.
_NAMING = (
    f"(SELECT announcement.id {_DELIVERED} AND matter.category NOT IN ({_UNNAMED}) AND NOT EXISTS"
    f" (SELECT 1 FROM matter AS told WHERE told.id = announcement.answers_id AND told.category IN ({_UNNAMED})))"
)
_NAMED = (
    "(SELECT string_agg(named.unit, ' ') FROM named WHERE named.announcement_id = announcement.id"
    f" AND named.announcement_id IN {_NAMING})"
)
_NUMBER_OF = (
    "(SELECT told.number FROM matter AS told WHERE told.id = announcement.answers_id"
    f" AND told.id IN {_NAMING} AND announcement.id IN {_NAMING})"
)
# Kinds whose words name the very person that they are about; those that name several are linked to each (`announcements.NAMES`).
_OF_PERSON = ", ".join(
    f"'{rule.announces.kind}'"
    for table in PROCEDURES.values()
    for rule in table.moves.values()
    if rule.announces is not None and rule.announces.with_consent and rule.announces.shows
)
WITHHELD = "withheld"  # the link of a matter to itself whose subject has taken back the consent to be named
_IS_WITHHELD = (
    f"(EXISTS (SELECT 1 FROM link AS its JOIN link AS gone ON gone.from_id = its.to_id AND gone.to_id = its.to_id"
    f" AND gone.how = '{WITHHELD}' WHERE its.from_id = announcement.id AND its.how = '{announcements.NAMES}')"
    f" OR (matter.category IN ({_OF_PERSON}) AND EXISTS (SELECT 1 FROM link AS gone WHERE gone.from_id = matter.parent_id"
    f" AND gone.to_id = matter.parent_id AND gone.how = '{WITHHELD}')))"
)
_LATER = (
    "(SELECT string_agg(told.number, ' ') FROM matter AS told JOIN announcement AS later ON later.id = told.id"
    f" WHERE later.answers_id = announcement.id AND later.id IN {_NAMING})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """One public message that was delivered to the board.

    `period` is the code of the period that it is about, if it is about one; `named` are the units that it names, by code. By their
    numbers, as far as they stand on the board: `answers` is the announcement that it puts right, `answered_by` are those that put
    this one right. `is_withheld`: it names somebody who has taken back their consent, and of its `words` the title alone is left.
    """

    number: str
    period: str
    words: Rendering
    published_at: datetime
    named: tuple[str, ...]
    answers: str
    answered_by: tuple[str, ...]
    is_withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChoice:
    """Which announcements are wanted: those of a period, those that name a unit, the one of this number, those said before another;
    `most` of them. Empty is whichever."""

    period: str = ""
    unit: str = ""
    number: str = ""
    before: str = ""
    most: int = 50


def items(tx: Tx, wanted: BoardChoice | None = None) -> list[OnBoard]:
    """List what was delivered to the board, the newest announcement first, the messages of each in their order."""
    asked = wanted or BoardChoice()
    columns = ", ".join(f"rendering.{name}" for name in announcements.RENDERING.split(", "))
    condition, given = _condition(asked)
    rows = tx.all(
        f"SELECT matter.number, matter.category, announcement.about, announcement.published_at, {_NAMED}, {_NUMBER_OF}, {_LATER},"
        f" CASE WHEN {_IS_WITHHELD} THEN 1 ELSE 0 END, {columns} {_DELIVERED}"
        " AND announcement.id IN (SELECT id FROM (SELECT announcement.id, announcement.published_at"
        f" {_DELIVERED}{condition} GROUP BY announcement.id, announcement.published_at"
        " ORDER BY announcement.published_at DESC, announcement.id DESC LIMIT :most) AS newest)"
        " ORDER BY announcement.published_at DESC, announcement.id DESC, rendering.part, rendering.locale DESC",
        board=BOARD,
        most=asked.most,
        **given,
    )
    return [
        OnBoard(
            number=row[0],
            period=row[2] if row[1] == "period" else "",
            published_at=times.read(row[3]),
            named=tuple(sorted((row[4] or "").split())),
            answers=row[5] or "",
            answered_by=tuple(sorted((row[6] or "").split())),
            is_withheld=bool(row[7]),
            words=_without_names(announcements.words_of(row[8:]), is_withheld=bool(row[7])),
        )
        for row in rows
    ]


def _without_names(words: Rendering, *, is_withheld: bool) -> Rendering:
    return replace(words, text="", picture="", alt="", figures="") if is_withheld else words


def _condition(asked: BoardChoice) -> tuple[str, dict[str, str]]:
    conditions = {
        "period": " AND matter.category = 'period' AND announcement.about = :period",
        "unit": " AND announcement.id IN (SELECT named.announcement_id FROM named WHERE named.unit = :unit"
        f" AND named.announcement_id IN {_NAMING})",
        "number": " AND matter.number = :number",
        "before": " AND (announcement.published_at, announcement.id) < (SELECT told.published_at, told.id FROM announcement AS told"
        f" JOIN matter AS its ON its.id = told.id WHERE its.number = :before AND told.id IN {_ON_BOARD})",
    }
    given = {name: value for name in conditions if (value := getattr(asked, name))}
    return "".join(conditions[name] for name in given), given


def periods(tx: Tx) -> list[str]:
    """List the periods of which something was delivered to the board, the one published last first."""
    rows = tx.all(
        f"SELECT announcement.about, MAX(announcement.published_at) {_DELIVERED} AND matter.category = 'period'"
        " GROUP BY announcement.about ORDER BY MAX(announcement.published_at) DESC, announcement.about DESC",
        board=BOARD,
    )
    return [row[0] for row in rows]


def named(tx: Tx) -> list[tuple[str, str]]:
    """List the units that are named by something on the board, code and name, in the order of their codes."""
    rows = tx.all(
        "SELECT unit.code, unit.name FROM unit WHERE unit.code IN (SELECT named.unit FROM named"
        f" WHERE named.announcement_id IN {_NAMING}) ORDER BY unit.code",
        board=BOARD,
    )
    return [(row[0], row[1]) for row in rows]


def content(tx: Tx, key: str) -> bytes | None:
    """Return the picture or the figures of this key, where they belong to something that was delivered to the board."""
    is_there = tx.value(
        f"SELECT COUNT(*) {_DELIVERED} AND NOT {_IS_WITHHELD} AND (rendering.picture = :key OR rendering.figures = :key)",
        board=BOARD,
        key=key,
    )
    return pictures.get(tx, key) if is_there else None


def withhold(tx: Tx, matter_id: int, at: datetime) -> None:
    """Show no more what names the person whom a matter is about: they have taken back their consent."""
    kin.link(tx, matter_id, matter_id, WITHHELD, at)


def naming(tx: Tx, kind: str) -> frozenset[int]:
    """Say which matters are named, beside others, by announcements of a kind that were delivered to the board, by id."""
    rows = tx.all(
        f"SELECT link.to_id FROM link WHERE link.how = '{announcements.NAMES}' AND link.from_id IN"
        f" (SELECT announcement.id {_DELIVERED} AND matter.category = :kind)",
        board=BOARD,
        kind=kind,
    )
    return frozenset(number for (number,) in rows)
