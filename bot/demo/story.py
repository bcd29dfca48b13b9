"""What happened in the fictional county before the player came in: a period announced, another proposed, a few clues.

All of it goes the ordinary roads, through the very handlers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import clocks, page_words
from bot.cast.fictional_county import PERIOD, rows_of
from bot.cast.people import SPEAKERS_UNIT
from bot.channels.web import sessions
from bot.channels.web.traits import TRAITS
from domain.matters import announcements
from domain.matters.scoring import flags, periods
from domain.said import Said
from handlers.conversation import house_rooms
from handlers.conversation.procedures import moves
from storage import announcements as announcement_rows
from storage import matters, people
from storage.database import Tx
from storage.scoring import flags as flag_rows
from storage.scoring import periods as period_rows
from storage.upkeep import demo_marks

if TYPE_CHECKING:
    from bot.demo.house import County

BEGINS_AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
SECOND_AT = datetime(2026, 5, 6, 1, 30, tzinfo=UTC)
APPROVERS = ("leader_b", "committee_a")
FIRST = "2026-P1"
_YES = ("同意", "是", "跳过", "完成", "匿名", "提交")


async def first_period(county: County, values: bytes) -> None:
    """The first period: decided by the leaders and announced by the clock."""
    await county.figures_come("values", rows_of(values, "period", FIRST))
    await decide(county, FIRST)
    for number in await county.house.database.read(lambda tx: _hung(tx, SPEAKERS_UNIT)):
        await county.makes("contact", "flag", number, flags.FlagMove.ACKNOWLEDGE, {})
    await county.turn_until_published()
    await county.turns_to(SECOND_AT)


async def second_period(county: County, values: bytes) -> None:
    """The second period waits for its leaders."""
    await county.figures_come("values", rows_of(values, "period", PERIOD))


async def decide(county: County, code: str) -> None:
    """Let leader A authorise and confirm, then two others approve what will be announced: never who confirmed the list."""
    number = await county.house.database.read(lambda tx: _period(tx, code))
    document = page_words.table(county.house.given.locale, "county")["document"]
    await county.makes("leader_a", "period", number, periods.PeriodMove.SET_AUTHORISATION, {"number": document})
    await county.makes("leader_a", "period", number, periods.PeriodMove.CONFIRM, {})
    await county.settle()
    proposed = await county.house.database.read(lambda tx: announcement_rows.latest_about(tx, number))
    assert proposed is not None, "a confirmed period is rendered by the chore that was just done"
    for approver in APPROVERS:
        await county.makes(approver, "announcement", proposed.id, announcements.AnnouncementMove.APPROVE, {})


async def clues(county: County) -> None:
    """A few clues, each told by somebody else in a session of their own."""
    table = page_words.table(county.house.given.locale, "county")
    for name in ("clue_1", "clue_2", "clue_3", "clue_4"):
        token = sessions.new_token()
        for number, text in enumerate(("/start", table[name], *_YES)):
            event = Said(
                channel=TRAITS.name,
                event_key=f"{token[:16]}{number}",
                speaker=token,
                route=token,
                at=clocks.real(),
                text=text,
            )
            await county.house.intake.take(event)
    await county.house.database.write(demo_marks.begin)


def make(tx: Tx, county: County, token: str, matter: str, number: int, move: str, given: dict[str, str]) -> None:
    """Let the person at a pane make a move, all its answers given."""
    house = county.house
    account = people.account_of(tx, TRAITS.name, token, clocks.real())
    standing = matters.standing(tx, matter, number)
    assert account is not None, "everybody has taken their seat"
    assert standing is not None, "the demo moves what it has just made"
    quiet = house_rooms.quiet(tx, house.view.now(), at=house.clock.now(), now=clocks.real())
    room = house_rooms.of_person(quiet, people.actor(tx, account), channel=TRAITS.name)
    made = moves.carry_out(room, standing, move, given)
    assert made is not None, f"the law allows {move} of the {matter} to whoever makes it here"


def _hung(tx: Tx, unit: str) -> list[int]:
    return [flag.id for flag in flag_rows.of_unit(tx, unit)]


def _period(tx: Tx, code: str) -> int:
    found = period_rows.of_code(tx, code)
    assert found is not None, "the figures were just imported"
    return found.id
