"""What is said of a candidate in public: with their consent and two approvals, suspended by an objection, revoked as widely (§4.2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.importing.columns import ImportKind
from domain.matters.announcements import Rendering
from domain.people import Role
from handlers.conversation.procedures import beginnings
from storage import announcements, matters
from storage.announcements import Announcement
from storage.database import Tx
from tests.support import comparing
from tests.support.announcing_house import BOARD, CHANNEL, House, open_house

BOTH = (BOARD, CHANNEL)
EDITION, FIRST, SECOND, THIRD = 1, 2, 3, 4  # in the order in which they begin
Step = tuple[str, str, dict[str, str]]
DOCUMENT = "清政办〔2026〕8号"
AGREED: Step = ("王", "record_consent", {"consent": "agreed", "consent_paper": "同意书1号"})
NOTICE: Step = ("王", "give_notice", {"measures": "奋斗者评选办法", "merits": "一个月跑完全部地块审批。"})
COMMENDED: Step = ("王", "commend", {"meeting": "全县干部大会", "honours": "献花、颁发奖杯"})


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """Of an edition two places are to be had, by three of the planning section of a unit (U29); the first has one of them."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        for name, role in (("甲", Role.LEADER), ("乙", Role.LEADER), ("委", Role.COMMITTEE), ("员", Role.COMMITTEE)):
            await found.person(name, role)
        for name in ("王", "赵", "孙"):
            await found.person(name, Role.REVIEWER)
        await found.person("联", Role.UNIT_CONTACT, unit="U29")
        await found.person("本", Role.PROJECT_OWNER, unit="U29")
        await chosen(found, DOCUMENT)
        yield found


async def test_who_agreed_is_named_in_a_notice_approved_and_commended(house: House) -> None:
    await play(house, AGREED, NOTICE)
    assert await stage(house) == "publishing"
    text = await said(house, "candidate_notice")
    for named in (
        "某1（清溪县苔石乡人民政府1科科长）",
        "一个月跑完全部地块审批",
        DOCUMENT,
        "公示期5个工作日",
        "电话0000-000000",
    ):
        assert named in text
    assert await stage(house) == "notice"
    assert await house.told("联", "announcements.unit_copy"), "the contact of the unit reads what is said of its people"
    house.at += timedelta(days=12)
    await house.ring()
    await play(house, ("甲", "approve", {}), COMMENDED)
    assert "决定授予某1（清溪县苔石乡人民政府1科科长）“奋斗者”称号" in await said(house, "candidate_commended")
    assert await stage(house) == "commended"
    assert await house.stage("visit", 0) == "waiting", "somebody looks every year"


async def test_nobody_is_named_without_their_consent(house: House) -> None:
    assert "give_notice" not in await house.moves("王", "candidate", FIRST)
    assert await house.act("王", "candidate", FIRST, "give_notice", NOTICE[2]) is None
    await play(house, ("王", "record_consent", {"consent": "declined", "consent_paper": "谈话记录"}))
    assert await stage(house) == "declined"
    assert await house.render(BOTH) == 0


async def test_a_nominee_who_is_here_is_asked_reads_nothing_of_the_check_and_may_take_it_back(house: House) -> None:
    own = await house.read(lambda tx: str(house.actor(tx, "本").person_id))
    await play(house, ("王", "ask_consent", {"nominee": own}))
    assert any("要您本人同意" in each for each in await house.told("本", "matters.told"))
    await play(house, ("本", "consent", {"consent": "agreed"}))
    card = await house.text("本", "candidate", FIRST)
    assert "某1" in card
    for hidden in ("比选", "联审", "推荐", "考察"):
        assert hidden not in card
    await play(house, NOTICE)
    await house.render(BOTH)
    await play(house, ("本", "withdraw_consent", {}))
    await sign(house, (await newest(house)).id)
    assert await stage(house) == "declined"
    assert await house.said("telegram") == [], "what was to be said of them is called off"


async def test_consent_that_is_taken_back_after_the_notice_ends_it_before_the_same_people(house: House) -> None:
    await play(house, AGREED, NOTICE)
    await said(house, "candidate_notice")
    notice = await newest(house)
    await play(house, ("王", "record_withdrawal", {"withdrawal_paper": "电话记录"}))
    text = await said(house, "candidate_ended")
    ending = await newest(house)
    assert "某1" not in text + (await words(house, ending))[0].title
    assert ending.answers_id == notice.id
    assert await places(house, ending) == await places(house, notice)


async def test_an_objection_suspends_and_does_not_reject(house: House) -> None:
    await play(house, AGREED, NOTICE)
    await said(house, "candidate_notice")
    await objected(house)
    assert await stage(house) == "objected"
    house.at += timedelta(days=12)
    await house.ring()
    assert await stage(house) == "objected", "the notice rests"
    assert await house.act("王", "objection", 0, "take_up") is None, "who had a hand in it does not check"
    assert await house.act("赵", "objection", 0, "take_up")
    assert await house.act("赵", "objection", 0, "find", {"finding": "vote_anew", "reason": "-"}) is None
    assert await house.act("赵", "objection", 0, "find", {"finding": "unfounded", "reason": "查无此事。"})
    assert await house.act("甲", "objection", 0, "sign")
    assert await stage(house) == "notice"


async def test_an_objection_that_is_upheld_ends_it_without_saying_why(house: House) -> None:
    await play(house, AGREED, NOTICE)
    await said(house, "candidate_notice")
    await objected(house)
    await house.act("赵", "objection", 0, "take_up")
    await house.act("赵", "objection", 0, "find", {"finding": "not_established", "reason": "数据不实。"})
    await house.act("甲", "objection", 0, "sign")
    assert await stage(house) == "not_approved"
    assert "数据不实" not in await said(house, "candidate_ended")


async def test_a_commendation_is_revoked_before_whomever_it_reached(house: House) -> None:
    await play(house, AGREED, NOTICE)
    await said(house, "candidate_notice")
    house.at += timedelta(days=12)
    await house.ring()
    await play(house, ("甲", "approve", {}), COMMENDED)
    await said(house, "candidate_commended")
    honour = await newest(house)
    await play(house, ("甲", "revoke", {"reason": "事迹不实。"}), ("委", "sign", {}))
    text = await said(house, "candidate_revoked")
    correction = await newest(house)
    assert "现予撤销" in text
    assert "事迹不实" not in text
    assert await places(house, correction) == await places(house, honour)
    assert await house.stage("visit", 0) == "called_off"


async def test_the_edition_is_over_with_its_last_candidate(house: House) -> None:
    await play(house, AGREED, NOTICE)
    await said(house, "candidate_notice")
    house.at += timedelta(days=12)
    await house.ring()
    await play(house, ("甲", "approve", {}), COMMENDED)
    await said(house, "candidate_commended")
    assert await house.stage("edition", EDITION) == "comparing", "another is still to be asked"
    assert await house.act("甲", "candidate", SECOND, "not_approve", {"reason": "今年不表彰。"})
    assert await house.stage("edition", EDITION) == "closed"


async def test_an_edition_of_whom_nobody_is_left_may_say_so_and_put_it_right(house: House) -> None:
    for number in (FIRST, SECOND):
        assert await house.act("甲", "candidate", number, "not_approve", {"reason": "今年不表彰。"})
    assert await house.stage("edition", EDITION) == "deciding"
    assert await house.act("甲", "edition", EDITION, "find_none", {"reason": "没有合适的。"})
    assert await house.act("委", "edition", EDITION, "sign")
    await said(house, "edition_none")
    nobody = await newest(house)
    assert await house.stage("edition", EDITION) == "none"
    assert await house.act("甲", "edition", EDITION, "correct", {"reason": "漏了一名。"})
    assert await house.act("委", "edition", EDITION, "sign")
    assert "现予更正" in await said(house, "edition_corrected")
    assert (await newest(house)).answers_id == nobody.id
    assert await house.stage("edition", EDITION) == "deciding"


async def chosen(house: House, document: str) -> None:
    """Let three be compared for two places; the first and the second get them."""

    def begin(tx: Tx) -> None:
        given = {"title": "2026年第一期", "yields": "strivers", "authorisation": document}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "王")), "edition", "propose", given)

    await house.write(begin)
    await house.act("甲", "edition", 0, "open")
    await house.act("委", "edition", 0, "sign")
    await house.write(lambda tx: comparing.ready(house.room(tx), 3, "U29"))
    house.at += timedelta(days=30)
    await house.ring()
    assert await house.act("甲", "edition", 0, "compare", {"places": "2", "few": ""})
    for number, results in ((FIRST, "48"), (SECOND, "45"), (THIRD, "30")):
        for member in ("委", "员"):
            points = {"results": results, "difficulty": "15", "effect": "15", "qualities": "8"}
            assert await house.act(member, "candidate", number, "compare", points)
    for number in (FIRST, SECOND):
        assert await house.act("王", "candidate", number, "take_up")
    assert [await house.stage("candidate", number) for number in (FIRST, SECOND, THIRD)] == [
        "selected",
        "selected",
        "passed_over",
    ]


async def play(house: House, *steps: Step) -> None:
    """Let people make moves of the first candidate; every one of them is allowed."""
    for name, move, given in steps:
        assert await house.act(name, "candidate", FIRST, move, given) is not None, (name, move)


async def objected(house: House) -> None:
    def begin(tx: Tx) -> None:
        (first, *_) = tx.all("SELECT id FROM matter WHERE kind = 'candidate' ORDER BY id")
        found = matters.of_id(tx, first[0])
        assert found is not None
        given = {"about": found.number, "objector": "王某", "why": "数字有出入。"}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "孙")), "objection", "raise", given)

    await house.write(begin)


async def stage(house: House) -> str:
    return await house.stage("candidate", FIRST)


async def said(house: House, kind: str) -> str:
    """Let what is announced be worded, signed and said; its words on the board."""
    await house.render(BOTH)
    found = await newest(house)
    assert found.kind == kind
    await sign(house, found.id)
    return next(each.text for each in await words(house, found) if (each.audience, each.locale) == ("board", "zh"))


async def sign(house: House, number: int) -> None:
    """Let two sign who did not decide it, and its moment come."""
    for name in ("乙", "员"):
        await house.act(name, "announcement", number, "approve")
    found = await house.read(lambda tx: announcements.of_id(tx, number))
    assert found is not None
    house.at = max(house.at, found.publish_at)
    await house.ring()


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
