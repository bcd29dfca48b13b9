"""The public board (公示栏): what was delivered to it, and nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.matters.announcements import BOARD, Rendering
from domain.public_kinds import BY_HAND, OF_PERSON, UNNAMED
from storage import announcements, pictures, times
from storage.database import Row, Tx
from storage.mechanism import kin

# Rows of the outbox that are for the public board: shown there, sent nowhere.
FOR_BOARD = "EXISTS (SELECT 1 FROM rendering WHERE rendering.id = outbox.rendering_id AND rendering.audience = :board)"
WITHHELD = "withheld"  # the link of a matter to itself whose subject has taken back the consent to be named
_DELIVERED = (
    "FROM outbox JOIN rendering ON rendering.id = outbox.rendering_id"
    " JOIN announcement ON announcement.id = rendering.announcement_id JOIN matter ON matter.id = announcement.id"
    " WHERE rendering.audience = :board AND outbox.class = 'P' AND outbox.state = 'sent'"
)
_OF_PERSON = ", ".join(f"'{kind}'" for kind in sorted(OF_PERSON))
_IS_WITHHELD = (
    "(EXISTS (SELECT 1 FROM link AS its JOIN link AS gone ON gone.from_id = its.to_id AND gone.to_id = its.to_id"
    f" AND gone.how = '{WITHHELD}' WHERE its.from_id = announcement.id AND its.how = '{announcements.NAMES}')"
    f" OR (matter.category IN ({_OF_PERSON}) AND EXISTS (SELECT 1 FROM link AS gone"
    f" WHERE gone.from_id = matter.parent_id AND gone.to_id = matter.parent_id AND gone.how = '{WITHHELD}')))"
)


# When the last of those took it back.
_WITHHELD_AT = (
    f"(SELECT MAX(gone.at) FROM link AS gone WHERE gone.how = '{WITHHELD}' AND gone.from_id = gone.to_id"
    f" AND (gone.to_id IN (SELECT its.to_id FROM link AS its WHERE its.from_id = announcement.id AND its.how = '{announcements.NAMES}')"
    f" OR (matter.category IN ({_OF_PERSON}) AND gone.to_id = matter.parent_id)))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One announcement that was delivered to the board, without its words.

    `kind` is the kind of announcement, `about` what it calls what it is about (the code of a period, of a month); `titles` and
    `figures` (the keys of its tables) are pairs of a language and those. `named` are the units that it names, by code. By their numbers,
    as far as they stand on the board: `answers` is the announcement that it puts right, `answered_by` are those that put this one right.
    `withheld_at`: since when its words are not shown any more: it names somebody who has taken back their consent.
    """

    number: str
    kind: str
    about: str
    published_at: datetime
    titles: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    named: tuple[str, ...]
    answers: str
    answered_by: tuple[str, ...]
    withheld_at: datetime | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether its words are not shown any more."""
        return self.withheld_at is not None

    @property
    def changed_at(self) -> datetime:
        """When what is shown of it became what it is."""
        return self.withheld_at or self.published_at

    @property
    def period(self) -> str:
        """The code of the period that it is about, if it is about one."""
        return self.about if self.kind == "period" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """One public message that was delivered to the board; of what is withheld the title alone is left."""

    told: Headline
    words: Rendering


def state(tx: Tx) -> tuple[int, int]:
    """What changes whenever something is added to the board or withheld there: what was read before stands as long as it is the same."""
    said = tx.value("SELECT COUNT(*) FROM outbox WHERE class = 'P' AND state = 'sent'")
    return int(said), int(tx.value("SELECT COUNT(*) FROM link WHERE how = :how", how=WITHHELD))


def told(tx: Tx, newest: int = 0) -> list[Headline]:
    """List every announcement on the board, the newest first; where `newest` is given, those among that many that were published last."""
    only = (
        " AND announcement.id IN (SELECT id FROM announcement WHERE published_at IS NOT NULL"
        " ORDER BY published_at DESC, id DESC LIMIT :newest)"
    )
    rows = tx.all(
        "SELECT announcement.id, matter.number, matter.category, announcement.about, announcement.published_at,"
        f" announcement.answers_id, CASE WHEN {_IS_WITHHELD} THEN {_WITHHELD_AT} END, rendering.locale, rendering.title, rendering.figures,"
        " (SELECT its.category FROM matter AS its WHERE its.id = announcement.answers_id)"
        f" {_DELIVERED}{only if newest else ''}"
        " ORDER BY announcement.published_at DESC, announcement.id DESC, rendering.part, rendering.locale DESC",
        board=BOARD,
        **({"newest": newest} if newest else {}),
    )
    messages: dict[int, list[Row]] = {}
    for row in rows:
        messages.setdefault(row[0], []).append(row)
    # What names nobody is of no unit here and puts nothing right: whom it is about would be known by that (the law §7.4), also
    # by what puts right such an announcement.
    number_of = {number: its[0][1] for number, its in messages.items() if not UNNAMED & {its[0][2], its[0][10]}}
    # What somebody worded to put right an announcement that is withheld may name whoever took back their consent.
    withheld = {number: times.read(its[0][6]) for number, its in messages.items() if its[0][6]}
    for number, its in sorted(messages.items()):
        if its[0][2] in BY_HAND and its[0][5] in withheld:
            withheld[number] = max(withheld[its[0][5]], times.read(its[0][4]))
    named: dict[int, list[str]] = {}
    for number, unit in tx.all("SELECT announcement_id, unit FROM named ORDER BY unit"):
        if number in number_of:
            named.setdefault(number, []).append(unit)
    later: dict[int, list[str]] = {}
    for number, its in messages.items():
        if number in number_of and its[0][5] is not None:
            later.setdefault(its[0][5], []).append(its[0][1])
    return [
        _told(
            its,
            named.get(number, ()),
            number_of,
            later.get(number, ()) if number in number_of else (),
            withheld_at=withheld.get(number),
        )
        for number, its in messages.items()
    ]


def _told(
    its: list[Row],
    named: Iterable[str],
    number_of: dict[int, str],
    later: Iterable[str],
    *,
    withheld_at: datetime | None,
) -> Headline:
    number, name, kind, about, published_at, answers = its[0][:6]
    titles: dict[str, str] = {}
    for row in its:
        titles.setdefault(row[7], row[8])
    return Headline(
        number=name,
        kind=kind,
        about=about,
        published_at=times.read(published_at),
        titles=tuple(titles.items()),
        figures=() if withheld_at else tuple((row[7], row[9]) for row in its if row[9]),
        named=tuple(named),
        answers=number_of.get(answers, "") if number in number_of else "",
        answered_by=tuple(sorted(later)),
        withheld_at=withheld_at,
    )


def items(tx: Tx, wanted: Iterable[Headline]) -> list[OnBoard]:
    """The messages of announcements, in their order, those of each in theirs."""
    asked = {each.number: each for each in wanted}
    given = {f"number_{place}": number for place, number in enumerate(asked)}
    columns = ", ".join(f"rendering.{name}" for name in announcements.RENDERING.split(", "))
    rows = tx.all(
        f"SELECT matter.number, {columns} {_DELIVERED} AND matter.kind = 'announcement'"
        f" AND matter.number IN ({', '.join(f':{name}' for name in given) or 'NULL'})"
        " ORDER BY rendering.part, rendering.locale DESC",
        board=BOARD,
        **given,
    )
    order = {number: place for place, number in enumerate(asked)}
    found = [OnBoard(told=asked[row[0]], words=_shown(announcements.words_of(row[1:]), asked[row[0]])) for row in rows]
    return sorted(found, key=lambda each: order[each.told.number])


def _shown(words: Rendering, told: Headline) -> Rendering:
    return replace(words, text="", picture="", alt="", figures="") if told.is_withheld else words


def content(tx: Tx, key: str) -> bytes | None:
    """Return the picture or the figures of this key, where they belong to something that was delivered to the board."""
    is_there = tx.value(
        f"SELECT COUNT(*) {_DELIVERED} AND NOT {_IS_WITHHELD} AND (rendering.picture = :key OR rendering.figures = :key)",
        board=BOARD,
        key=key,
    )
    return pictures.get(tx, key) if is_there else None


def contents(tx: Tx, keys: Collection[str]) -> dict[str, bytes]:
    """The figures of several keys that `told` has named."""
    given = {f"key_{place}": key for place, key in enumerate(keys)}
    rows = tx.all(f"SELECT hash, bytes FROM picture WHERE hash IN ({', '.join(f':{name}' for name in given)})", **given)
    return {row[0]: bytes(row[1]) for row in rows}


def withhold(tx: Tx, matter_id: int, at: datetime) -> None:
    """Show no more what names the person whom a matter is about: they have taken back their consent."""
    kin.link(tx, matter_id, matter_id, WITHHELD, at)


def is_withheld(tx: Tx, matter_id: int) -> bool:
    """Whether the person whom a matter is about may not be named in public any more."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM link WHERE from_id = :id AND to_id = :id AND how = :how", id=matter_id, how=WITHHELD
        )
    )


def names_withheld(tx: Tx, found: announcements.Announcement) -> bool:
    """Whether an announcement names somebody who is to be named no more, or puts right by hand what named them."""
    return any(
        is_withheld(tx, number)
        for each in (found, *announcements.put_right(tx, found))
        for number in (*announcements.names(tx, each.id), *([each.about_id] if each.kind in OF_PERSON else []))
        if number is not None
    )


def naming(tx: Tx, kind: str) -> frozenset[int]:
    """Say which matters are named, beside others, by announcements of a kind that were delivered to the board, and may be, by id."""
    rows = tx.all(
        "SELECT link.to_id FROM matter JOIN link ON link.from_id = matter.id AND link.how = :how"
        " WHERE matter.kind <> 'clue' AND matter.kind = 'announcement' AND matter.stage = 'published' AND matter.category = :kind"
        " AND EXISTS (SELECT 1 FROM rendering JOIN outbox ON outbox.rendering_id = rendering.id WHERE rendering.announcement_id = matter.id"
        " AND rendering.audience = :board AND outbox.class = 'P' AND outbox.state = 'sent')"
        " AND NOT EXISTS (SELECT 1 FROM link AS gone WHERE gone.from_id = link.to_id AND gone.to_id = link.to_id AND gone.how = :gone)",
        board=BOARD,
        kind=kind,
        how=announcements.NAMES,
        gone=WITHHELD,
    )
    return frozenset(number for (number,) in rows)
