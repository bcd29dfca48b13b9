"""An announcement about another matter than a period: a unit that is exempted, and the correction of that (the law §7.3, §9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channel import Audience
from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.matters import tolerance
from domain.matters.announcements import Rendering
from domain.mechanism.columns import Announces
from domain.people import Role
from handlers.conversation.procedures import beginnings
from storage import announcements, matters
from storage import board as board_rows
from storage import people as accounts
from storage.announcements import Announcement
from storage.database import Tx
from storage.road import sending
from tests.support import told
from tests.support.announcing_house import BOARD, CHANNEL, MORNING, SAMPLE, House, nth, open_house

BOTH = (BOARD, CHANNEL)
GROUP = Audience(name="group:联络员", channel="wecom", locales=("zh",), route="key")


@pytest.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A period is said on the board and in the channel; 联 of a unit with a yellow flag has been told. Pictures are not drawn."""
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: repr(sheet).encode())
    async with open_house(tmp_path) as found:
        for kind in (ImportKind.UNITS, ImportKind.INDICATORS):
            await found.bring(kind)
        for name in ("甲", "乙", "丙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        for name in ("王", "赵"):
            await found.person(name, Role.REVIEWER)
        await found.person("联", Role.UNIT_CONTACT, unit="U29")
        lines = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
        await found.bring(
            ImportKind.VALUES, "\n".join(line for line in lines if not line.startswith("2026-P2")).encode()
        )
        await found.act("甲", "period", 1, "set_authorisation", {"number": "清政办〔2026〕1号"})
        await found.act("甲", "period", 1, "confirm")
        await found.render(BOTH)
        yield found


async def test_taking_a_flag_down_is_said_as_loudly_as_the_flag_was(house: House) -> None:
    await publish(house)
    await exempted(house)
    assert await house.render(BOTH) == 1
    found = await newest(house)
    award = await house.read(lambda tx: announcements.latest_about(tx, 1))
    assert award is not None
    assert (found.kind, found.answers_id) == ("tolerance_exempted", award.id)
    assert found.named == {"U29"}
    assert await places(house, found) == await places(house, award)
    (chinese,) = [each for each in await words(house, found) if (each.audience, each.locale) == ("board", "zh")]
    assert chinese.title == "关于清溪县苔石乡人民政府容错免责的公告"
    assert "3月13日发布的《2026年第1期讲评结果》中" in chinese.text
    assert "认定属于“先行先试出现偏差”的情形" in chinese.text
    assert all(len(each.text) <= 600 for each in await words(house, found))


async def test_nothing_of_it_is_said_without_two_approvals_and_what_is_said_is_said_once(house: House) -> None:
    await publish(house)
    before = await house.said("telegram")
    await exempted(house)
    await house.render(BOTH)
    number = (await newest(house)).id
    await house.act("丙", "announcement", number, "approve")
    house.at += timedelta(days=2)
    await house.ring()
    assert await house.said("telegram") == before
    await house.act("委", "announcement", number, "approve")
    for _ in range(3):
        house.at += timedelta(days=1)
        await house.ring()
    assert len(await house.said("telegram")) == len(before) + 1
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    told = await house.read(board_rows.told)
    freed, award = told[:2]
    assert dict(freed.titles)["zh"] == "关于清溪县苔石乡人民政府容错免责的公告"
    assert (freed.answers, award.answered_by, award.period) == (award.number, (freed.number,), "2026-P1")
    assert "U29" in freed.named
    messages = await house.read(lambda tx: board_rows.items(tx, [award]))
    assert len(messages) > 1, "an announcement is read with all of its messages"


async def test_somebody_of_the_unit_it_names_does_not_sign_it_nor_who_recused_themselves_from_what_it_is_about(
    house: House,
) -> None:
    await publish(house)
    await house.person("镇", Role.LEADER, unit="U29")
    await exempted(house)
    await house.render(BOTH)
    number = (await newest(house)).id

    def recuse(tx: Tx) -> None:
        actor = house.actor(tx, "丙")
        tx.run(
            "INSERT INTO recusal (matter, matter_id, person_id, at) VALUES ('tolerance', :id, :person, '')",
            id=nth(tx, "tolerance", 1).id,
            person=actor.person_id,
        )

    await house.write(recuse)
    for name in ("镇", "丙"):
        assert "approve" not in await house.moves(name, "announcement", number)
        assert await house.act(name, "announcement", number, "approve") is None
        assert await house.moves(name, "announcement", number) == set()
    assert "approve" in await house.moves("乙", "announcement", number)


async def test_revoking_it_is_corrected_before_the_same_people(house: House) -> None:
    await publish(house)
    await exempted(house)
    await house.render(BOTH)
    first = await newest(house)
    await sign(house, first.id)
    assert await house.stage("announcement", first.id) == "published"
    await revoked(house)
    assert await house.render((BOARD,)) == 1  # the channel is off meanwhile, and yet it is owed the correction
    found = await newest(house)
    assert (found.kind, found.answers_id) == ("tolerance_revoked", first.id)
    assert await places(house, found) == await places(house, first)
    (chinese,) = [each for each in await words(house, found) if (each.audience, each.locale) == ("board", "zh")]
    assert "《关于清溪县苔石乡人民政府容错免责的公告》所述免责决定已依规撤销，现予更正" in chinese.text


async def test_what_was_not_said_yet_when_it_is_revoked_is_called_off_and_nothing_is_corrected(house: House) -> None:
    await publish(house)
    await exempted(house)
    await house.render(BOTH)
    first = await newest(house)
    await revoked(house)
    assert await house.stage("announcement", first.id) == "void"
    assert await house.render(BOTH) == 1
    assert (await newest(house)).id == first.id


async def test_where_the_flag_was_never_said_in_public_there_is_nothing_to_take_back_there(house: House) -> None:
    award = await house.read(lambda tx: announcements.latest_about(tx, 1))
    assert award is not None
    await house.write(lambda tx: tx.run("UPDATE matter SET stage = 'hung' WHERE kind = 'flag'"))
    await exempted(house)
    assert await house.render(BOTH) == 1
    assert (await newest(house)).id == award.id


async def test_the_units_concerned_and_a_group_get_the_very_words_that_were_signed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = Announces(
        kind="tolerance_exempted", audiences=("units", "group:联络员"), shows=("circumstance",), answers=("period",)
    )
    monkeypatch.setitem(
        tolerance.MOVES, "bring_into_effect", replace(tolerance.MOVES["bring_into_effect"], announces=column)
    )
    await publish(house)
    await exempted(house)
    await house.render((*BOTH, GROUP))
    found = await newest(house)
    assert {each.audience for each in await words(house, found)} == {"unit:U29", "group:联络员", "board", "channel"}
    assert await house.told("联", "announcements.unit_copy") == []
    await sign(house, found.id)
    (copy,) = await house.told("联", "announcements.unit_copy")
    (signed,) = [each for each in await words(house, found) if (each.audience, each.locale) == ("unit:U29", "zh")]
    assert signed.text in copy
    assert await house.said("wecom") == ["waiting"]
    assert await house.said("") == [], "what is for one unit is no public word"


async def test_a_unit_without_a_contact_is_named_to_those_who_sign_for_no_copy_reaches_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = Announces(kind="tolerance_exempted", audiences=("units",), shows=("circumstance",), answers=("period",))
    monkeypatch.setitem(
        tolerance.MOVES, "bring_into_effect", replace(tolerance.MOVES["bring_into_effect"], announces=column)
    )
    await publish(house)
    await exempted(house)
    await house.render(BOTH)
    number = (await newest(house)).id
    assert "送不到的单位" not in await house.text("乙", "announcement", number)
    await house.revoke("联", Role.UNIT_CONTACT)
    assert "送不到的单位：清溪县苔石乡人民政府" in await house.text("乙", "announcement", number)


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("清政办〔2026〕1号 联系人１３８００００００００", "电话号码：“1号 联系人１３８００００００００”"),
        ("51012319900101123X", "身份证号码"),
        ("川A12345", "车牌号"),
        ("QS-2026-000001", "线索的原话或编号"),
        ("R-7F3K", "反映人的身份信息"),
        ("局长每天下午都去打牌", "线索的原话或编号：“局长每天下午都去打牌”"),
        ("经办李小明", "反映人的身份信息。"),
    ],
)
async def test_words_that_hold_what_must_not_leave_are_not_proposed_and_leaders_hear_what_and_where(
    house: House, number: str, what: str
) -> None:
    """Whoever writes such a number at the card is told at once; here it came in another way."""
    await house.write(_clue)
    first = await newest(house)
    await house.act("乙", "announcement", first.id, "return", {"reason": "文号有误"})
    await house.act("甲", "period", 1, "set_authorisation", {"number": number})
    await house.act("甲", "period", 1, "confirm")
    assert await house.render(BOTH) == 1
    assert (await newest(house)).id == first.id
    (told,) = await house.told("乙", "announcements.proposal_leaks")
    assert what in told
    assert "李小明" not in told
    assert await house.stage("period", 1) == "proposed"


def _clue(tx: Tx) -> None:
    """Somebody of whom the name is known told of a unit with a flag."""
    account = accounts.open_account(tx, "web", "s", "s", "zh", MORNING)
    story = {"story": "苔石乡没有人办事，局长每天下午都去打牌。", "unit": "U29", "kind": "t01"}
    identity = {"name": "李小明", "contact": "x@y.example"}
    told.add_clue(tx, {**story, **identity}, MORNING, account=account.id, code="2026-000007")


async def publish(house: House) -> None:
    """Let the period be signed and said."""
    await sign(house, (await newest(house)).id)


async def sign(house: House, number: int) -> None:
    """Let two sign, and its moment come."""
    await house.act("乙", "announcement", number, "approve")
    await house.act("委", "announcement", number, "approve")
    due = await house.read(lambda tx: announcements.of_id(tx, number))
    assert due is not None
    house.at = due.publish_at
    await house.ring()


async def exempted(house: House) -> None:
    """Let the unit's first flag go the whole way to an exemption."""

    def begin(tx: Tx) -> None:
        flag = next(each for each in matters.children(tx, nth(tx, "period", 1).id, "flag") if each.unit == "U29")
        given = {"about": flag.number, "circumstance": "c01", "account": "先行先试。"}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "联")), "tolerance", "apply", given)

    await house.write(begin)
    for name, move, given in (
        ("王", "take_up", {}),
        ("王", "report", {"conditions": ",".join(tolerance.CONDITIONS), "findings": "属实"}),
        ("王", "consult", {"organs": "trade", "opinions": "同意"}),
        ("甲", "decide", {"decision": "exempt", "reason": "符合条件"}),
        ("委", "sign", {}),
        ("联", "receive", {}),
        ("联", "report_mending", {"mending": "已补正"}),
        ("王", "bring_into_effect", {}),
        ("赵", "sign", {}),
    ):
        assert await house.act(name, "tolerance", 0, move, given) is not None, (name, move)


async def revoked(house: House) -> None:
    """Let it be taken back."""
    await house.act("甲", "tolerance", 0, "revoke", {"reason": "材料不实"})
    assert await house.act("委", "tolerance", 0, "sign") is not None


async def newest(house: House) -> Announcement:
    def work(tx: Tx) -> Announcement:
        found = announcements.of_id(tx, tx.value("SELECT MAX(id) FROM announcement"))
        assert found is not None
        return found

    return await house.read(work)


async def words(house: House, found: Announcement) -> list[Rendering]:
    return [each for _, each in await house.read(lambda tx: announcements.renderings(tx, found.id))]


async def places(house: House, found: Announcement) -> set[tuple[str, str, str]]:
    return {(each.audience, each.channel, each.locale) for each in await words(house, found)}
