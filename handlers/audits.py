"""抽查: drawing the sample of rejected clues of the last quarter, and what the log says of each (`domain/matters/audits.py`)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from domain.matters import audits as law
from domain.matters.parts.clue_guards import ClueMove
from domain.mechanism.standing import Outcome, Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from domain.sayings import audits as sayings
from handlers.conversation.procedures import beginnings, cards
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from storage import matters
from storage import people as accounts
from storage.desk import queue
from storage.road import history

STAGES = ("drawn", "in_order", "found", "accounted")


def draw(room: Room, rest: str) -> None:
    """Draw the sample of the last quarter, or show the one that was drawn."""
    since, until = law.quarter_before(room.today)
    before = [each for each in matters.waiting(room.tx, "audit", STAGES) if each.own.get("since") == since.isoformat()]
    rejects = queue.rejected(room.tx, _moment(room, since), _moment(room, until + timedelta(days=1)))
    if not before and not rejects:
        room.reply(sayings.NothingRejected(since=since, until=until))
        return
    seed = room.drawn.code
    given = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "seed": seed,
        "rejects": str(len(rejects)),
        "sample": ",".join(law.drawn(rejects, seed)),
    }
    found = before[0] if before else beginnings.create(room, "audit", "draw", given)
    cards.show(room, "audit", found.id, room.actor.account_id)


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The sample, line by line, and which of it were not in order."""
    numbers = _numbers(standing)
    chosen = [numbers[int(place) - 1] for place in standing.own.get("which", "").split(",") if place.isdecimal()]
    day = {name: date.fromisoformat(standing.own[name]) for name in ("since", "until")}
    return Found(
        values={
            **day,
            "rejects": standing.own["rejects"],
            "seed": standing.own["seed"],
            "sample": tuple(_lines(room, numbers)),
            "which": "、".join(chosen),
        }
    )


def _options(room: Room, audit_id: int, asked: str) -> tuple[str, ...]:
    standing = matters.standing(room.tx, "audit", audit_id)
    numbers = _numbers(standing) if standing is not None and asked == "which" else []
    return tuple(f"{place}|{place} {number}" for place, number in enumerate(numbers, start=1))


def _numbers(standing: Standing) -> list[str]:
    return [number for number in standing.own.get("sample", "").split(",") if number]


def _lines(room: Room, numbers: list[str]) -> Iterator[sayings.SampledReject]:
    """What the log says of each rejection: neither the clue nor any word of it."""
    for place, number in enumerate(numbers, start=1):
        clue = matters.numbered(room.tx, "clue", number)
        told = [] if clue is None else history.of_matter(room.tx, "clue", clue.id)
        steps = [each for each in told if each.move == ClueMove.REJECT]
        asked, signed = ([each for each in steps if each.outcome == outcome] for outcome in ("proposed", Outcome.MOVED))
        reason = next((each.given["reason"] for each in steps if each.given.get("reason")), "")
        yield sayings.SampledReject(
            place=place,
            number=number,
            day=room.office.calendar.local_day(signed[-1].at) if signed else None,
            reason=Term("reject_reason", reason) if reason else None,
            proposed=_label(room, asked[-1].actor) if asked else "",
            signed=_label(room, signed[-1].actor) if signed else "",
        )


def _label(room: Room, actor: str) -> str:
    prefix, _, number = actor.partition(":")
    return accounts.label_of(room.tx, int(number)) if prefix == "person" else ""


def _moment(room: Room, day: date) -> datetime:
    return datetime.combine(day, time(), room.office.calendar.timezone).astimezone(UTC)


ADDS = Adds(finds=found, options=_options)
