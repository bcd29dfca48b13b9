"""Whoever says an announcement of several messages in a group dies over one of them: no message is said twice, and none is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from domain.matters.announcements import Rendering
from domain.people import Role
from storage import announcements, pictures
from storage.database import Tx
from storage.road import sending
from tests.channels.telegram_room import png
from tests.faults.people import public_places, signed
from tests.faults.people.public_places import KEY, GroupOnWecom
from tests.support import announced, delivery_room
from tests.support.delivery_room import House
from tests.wecom.wecom_server import Fault

KINDS = ("image", "text", "text")
PICTURE = png()


@pytest_asyncio.fixture
async def here(tmp_path: Path, engine: str) -> AsyncIterator[tuple[House, GroupOnWecom]]:
    """A house with a group."""
    time = delivery_room.Time()
    async with public_places.on_wecom(time) as place, delivery_room.open_house(tmp_path, place.channel) as house:
        yield house, place


def _announce(tx: Tx, house: House) -> int:
    """A picture and words for two messages, signed by two."""
    at = house.time.now()
    words = Rendering(
        audience="channel",
        channel="wecom",
        locale="zh",
        part=1,
        title="公告 第1号",
        text="字" * 900,
        picture=pictures.key_of(PICTURE),
        alt="图",
    )
    made = announced.propose(
        tx,
        announcements.Draft(
            kind="ranking",
            about="1",
            about_id=None,
            author_id=None,
            publish_at=at,
            renderings=[words],
            pictures={words.picture: PICTURE},
        ),
        at,
    )
    for label in ("甲", "乙"):
        assert announced.sign(tx, made, signed.leader(tx, label, at), Role.LEADER, at)
    announced.approve(tx, made)
    announcements.publish(tx, made, at, at)
    return int(tx.value("SELECT MAX(id) FROM outbox WHERE class = 'P'"))


def said(place: GroupOnWecom) -> list[tuple[str, str]]:
    """What stands in the group."""
    return [(each.kind, each.text) for each in place.server.groups.screens[KEY]]


async def dies_over(house: House, place: GroupOnWecom, moment: int) -> int:
    """Announce, die at this moment, and let others go on until nobody goes on by themselves."""
    row = await house.database.write(lambda tx: _announce(tx, house))
    place.channel.dies_in = moment
    await house.deliver()
    assert place.channel.dies_in == 0
    place.channel.dies_in = public_places.IMMORTAL
    house.restart()
    await house.deliver(8, pause=10)
    return row


async def decides(house: House, row: int, what: Callable[[Tx, int, datetime], bool] = sending.send_again) -> None:
    """A person decides 重发, or 已发出."""
    at = house.time.now()
    assert await house.database.write(lambda tx: what(tx, row, at))
    house.restart()
    await house.deliver(3, pause=10)


@pytest.mark.parametrize("message", [1, 2, 3])
async def test_whoever_died_about_to_say_a_message_is_asked_about_that_one_alone_and_nothing_stands_twice(
    here: tuple[House, GroupOnWecom], message: int
) -> None:
    """重发 after a kill in the middle of an announcement of several messages said all its messages again in the group."""
    house, place = here
    row = await dies_over(house, place, 2 * message)
    others = [each for number, each in enumerate(KINDS, 1) if number != message]
    assert [kind for kind, _ in said(place)] == others, "the others stand, without anybody having been asked"
    assert house.stuck == [(row, "answer_lost")]
    assert house.platform_said == [f"no answer: message {message} ({KINDS[message - 1]}) of 3"]
    await decides(house, row)
    assert await house.state(row) == "sent"
    assert sorted(kind for kind, _ in said(place)) == sorted(KINDS)
    assert len(set(said(place))) == len(KINDS), "each once"


@pytest.mark.parametrize("message", [1, 2, 3])
async def test_whoever_died_over_a_message_that_arrived_says_it_again_only_where_a_person_wants_it(
    here: tuple[House, GroupOnWecom], message: int
) -> None:
    house, place = here
    row = await dies_over(house, place, 2 * message + 1)
    assert tuple(kind for kind, _ in said(place)) == KINDS
    assert (await house.state(row), house.stuck) == ("unknown", [(row, "answer_lost")])
    await decides(house, row)
    assert [kind for kind, _ in said(place)] == [*KINDS, KINDS[message - 1]]


async def test_of_several_messages_of_which_nobody_knows_a_person_is_asked_about_one_after_the_other(
    here: tuple[House, GroupOnWecom],
) -> None:
    """Whoever saw one of two had to choose between that one twice and the other not at all."""
    house, place = here
    place.server.fail("webhook/send", Fault(is_cut=True), Fault(is_cut=True, is_done=True))
    row = await house.database.write(lambda tx: _announce(tx, house))
    await house.deliver(3, pause=10)
    assert house.platform_said == ["no answer: message 1 (image) of 3"]
    await decides(house, row)
    assert house.platform_said[1:] == ["no answer: message 2 (text) of 3"]
    assert sorted(kind for kind, _ in said(place)) == sorted(KINDS)
    await decides(house, row, sending.was_sent)
    assert await house.state(row) == "sent"
    assert len(said(place)) == len(KINDS)


async def test_of_two_messages_of_which_nobody_knows_one_that_stands_is_not_the_other(
    here: tuple[House, GroupOnWecom],
) -> None:
    house, place = here
    place.server.fail("webhook/send", Fault(is_cut=True, is_done=True), Fault(is_cut=True))
    row = await house.database.write(lambda tx: _announce(tx, house))
    await house.deliver(3, pause=10)
    await decides(house, row, sending.was_sent)
    assert await house.state(row) == "unknown"
    assert house.platform_said[1:] == ["no answer: message 2 (text) of 3"]
    await decides(house, row)
    assert await house.state(row) == "sent"
    assert sorted(kind for kind, _ in said(place)) == sorted(KINDS)


async def test_before_anything_has_left_a_person_is_asked_about_the_whole(here: tuple[House, GroupOnWecom]) -> None:
    house, place = here
    row = await dies_over(house, place, 1)
    assert (said(place), house.stuck) == ([], [(row, "claim_expired")])
    await decides(house, row)
    assert tuple(kind for kind, _ in said(place)) == KINDS
