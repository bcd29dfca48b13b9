"""What is said in public about somebody: a clarification to which they agreed, and nothing else (the law §7.4, §13 B)."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.wording import LOCALES
from domain.importing.columns import ImportKind
from domain.lifecycles import PROCEDURES
from domain.matters import clarifications
from domain.matters.announcements import Rendering
from domain.people import Role
from handlers.conversation.procedures import beginnings
from storage import announcements, matters
from storage.database import Tx
from tests.support import told
from tests.support.announcing_house import BOARD, CHANNEL, House, open_house

POST = "规划科科长"

# What is of no unit by itself: it names the units of its lines, or nobody.
OF_NO_UNIT = ("arena", "edition", "light_list", "pledge_quarter", "project_quarter", "project_year", "snail_year")


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """Two leaders, a committee member and two reviewers; a clue about a unit (U29) was found untrue."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        for name, role in (("甲", Role.LEADER), ("乙", Role.LEADER), ("委", Role.COMMITTEE)):
            await found.person(name, role)
        for name in ("王", "赵"):
            await found.person(name, Role.REVIEWER)
        await found.person("联", Role.UNIT_CONTACT, unit="U29")
        await found.write(lambda tx: _clue(found, tx))
        yield found


def _clue(house: House, tx: Tx) -> None:
    story = {"story": "压件三个月，没有人管。", "unit": "U29", "kind": "t01"}
    number = told.add_clue(tx, story, house.at, code="2026-000007")
    standing = matters.of_id(tx, number)
    assert standing is not None
    made = replace(standing, own={"finding": "unfounded"})
    tx.run(
        "UPDATE matter SET stage = 'answered', facts = :facts WHERE id = :id",
        id=number,
        facts=matters._own_of(tx, made),
    )


async def agreed(house: House, naming: str, subject: str = "person") -> None:
    """Let a clarification be agreed to in public, approved and delivered in writing."""
    given = {"about": "QS-2026-000007", "subject": subject, "grounds": "public", "issue": "审批超期"}
    given |= {"damage": "meeting", "offices": "own"} | ({"post": POST} if subject == "person" else {})

    def begin(tx: Tx) -> None:
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "王")), "clarification", "propose", given)

    await house.write(begin)
    consent = {"scope": "public", "naming": naming}
    by_whom = (
        ("王", "record_consent", {**consent, "paper": "1号"}) if subject == "person" else ("联", "consent", consent)
    )
    publish = "publish" if naming == "named" else "publish_unnamed"
    delivered = {"issued_on": "2026-03-04", "modes": "written"}
    for name, move, answers in (by_whom, ("甲", "approve", {}), ("王", publish, delivered)):
        assert await house.act(name, "clarification", 0, move, answers) is not None, move


async def chinese(house: House) -> Rendering:
    """The words on the board."""

    def work(tx: Tx) -> Rendering:
        every = announcements.renderings(tx, tx.value("SELECT MAX(id) FROM announcement"))
        return next(each for _, each in every if (each.audience, each.locale) == ("board", "zh"))

    return await house.read(work)


@pytest.mark.parametrize(("subject", "who"), [("person", f"（{POST}）"), ("unit", "清溪县苔石乡人民政府")])
async def test_a_clarification_says_the_concrete_matter_and_takes_effect_when_two_have_signed_and_it_was_said(
    house: House, subject: str, who: str
) -> None:
    await agreed(house, "named", subject)
    assert await house.render((BOARD, CHANNEL)) == 1
    words = await chinese(house)
    assert who in words.text
    assert "“审批超期”问题，经核查，反映情况不属实" in words.text
    assert "仅就上述具体问题作出说明" in words.text
    assert "QS-" not in words.text
    assert len(words.text) <= 600
    number = await house.read(lambda tx: tx.value("SELECT MAX(id) FROM announcement"))
    await house.act("乙", "announcement", number, "approve")
    assert await house.stage("clarification", 0) == "publishing"
    await house.act("委", "announcement", number, "approve")
    found = await house.read(lambda tx: announcements.of_id(tx, number))
    assert found is not None
    house.at = found.publish_at
    await house.ring()
    assert await house.stage("clarification", 0) == "issued"


async def test_who_does_not_want_to_be_named_is_not(house: House) -> None:
    await agreed(house, "unnamed")
    assert await house.render((BOARD, CHANNEL)) == 1
    words = await chinese(house)
    assert "审批超期" in words.text
    for traced in (POST, "苔石乡"):
        assert traced not in words.title + words.text


@pytest.mark.parametrize("locale", LOCALES)
def test_words_that_name_nobody_are_of_no_unit_on_the_board_either(locale: str) -> None:
    """The unit of a clarification without a name stood beside it on the board, and in its data."""
    tables = [each for each in PROCEDURES.values() if each.matter not in OF_NO_UNIT]
    columns = [rule.announces for each in tables for rule in each.moves.values() if rule.announces is not None]
    words: dict[str, Any] = {}
    for file in (Path(__file__).parents[2] / "words" / locale).glob("*.toml"):
        words |= tomllib.loads(file.read_text(encoding="utf-8")).get("announced", {})
    for column in columns:
        said = str(
            words.get(column.kind, "{unit}")
        )  # of a period they are worded elsewhere, with the unit of each flag
        assert column.is_unnamed is ("{unit}" not in said and "{answered}" not in said), column.kind


async def test_what_is_sent_back_is_not_said_and_waits_for_its_officer_again(house: House) -> None:
    await agreed(house, "named")
    await house.render((BOARD,))
    number = await house.read(lambda tx: tx.value("SELECT MAX(id) FROM announcement"))
    await house.act("乙", "announcement", number, "return", {"reason": "措辞不妥"})
    assert await house.stage("clarification", 0) == "approved"


async def test_nothing_of_a_person_is_announced_where_the_table_does_not_ask_for_consent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard stands in one place, for every procedure there will be: also for a child of a matter about a person."""
    rule = clarifications.MOVES["publish"]
    assert rule.announces is not None
    monkeypatch.setitem(
        clarifications.MOVES, "publish", replace(rule, announces=replace(rule.announces, with_consent=False))
    )
    await agreed(house, "named")
    assert await house.render((BOARD,)) == 0
