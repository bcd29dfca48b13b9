"""What is said of a candidate in public: with their consent and two approvals, suspended by an objection, revoked as widely (§4.2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.publishing import plain, publishing
from domain.importing.columns import ImportKind
from domain.matters.announcements import Rendering
from domain.mechanism.standing import Event
from domain.people import Role
from handlers import announcements as said_next
from handlers import board
from handlers.conversation.procedures import beginnings, notices, relatives
from handlers.conversation.procedures.moves import as_reporter
from storage import announcements, matters
from storage import board as board_rows
from storage.announcements import Announcement
from storage.database import Tx
from storage.mechanism import kin
from storage.road import chores, sending
from tests.support import comparing
from tests.support.announcing_house import BOARD, CHANNEL, ZONE, House, nth, open_house

BOTH = (BOARD, CHANNEL)
EDITION, FIRST, SECOND, THIRD, FOURTH = 1, 2, 3, 4, 5  # in the order in which they begin
DOCUMENT = "清政办〔2026〕8号"
NOTICE = {"measures": "奋斗者评选办法"}
COMMENDED = {"meeting": "全县干部大会", "honours": "献花、颁发奖杯"}
WRITTEN = {"consent": "agreed", "consent_paper": "同意书1号"}


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """Of an edition three places are to be had, by four of the planning section of a unit (U29); three have one."""
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


async def test_all_who_agreed_stand_in_one_notice_and_in_one_commendation_and_whoever_is_late_by_themselves(
    house: House,
) -> None:
    await agree(house, FIRST, SECOND, THIRD)
    await house.act("王", "candidate", FIRST, "reword", {"merits": "一个月跑完全部地块审批。"})
    assert "可列入公示：某1、某2、某3" in await house.text("王", "edition", EDITION)
    text = await noticed(house)
    for named in (
        "下列3名同志",
        "1. 某1（清溪县苔石乡人民政府1科科长）：一个月跑完全部地块审批。",
        "2. 某2（",
        "3. 某3（",
        DOCUMENT,
        "公示期5个工作日",
        "电话0000-000000",
    ):
        assert named in text
    assert await stages(house) == ["notice", "notice", "notice"]
    assert len(await house.told("联", "announcements.unit_copy")) == 1, "one announcement, one copy for the unit"
    await objected(house, SECOND)
    assert await stages(house) == ["notice", "objected", "notice"], "an objection suspends whom it concerns"
    house.at += timedelta(days=12)
    await house.ring()
    assert await stages(house) == ["approving", "objected", "approving"]
    assert await house.act("王", "edition", EDITION, "commend", COMMENDED) is None, "nobody is approved yet"
    assert await house.act("甲", "candidate", FIRST, "approve")
    assert await house.act("王", "edition", EDITION, "commend", COMMENDED) is None, "another waits for the leader"
    assert await house.act("甲", "candidate", THIRD, "approve")
    text = await commended(house)
    assert ("某1（" in text, "某2（" in text, "某3（" in text) == (True, False, True)
    assert "授予下列2名同志“奋斗者”称号" in text
    assert await stages(house) == ["commended", "objected", "commended"]
    assert await house.stage("visit", 0) == "waiting", "somebody looks every year"
    assert await house.stage("edition", EDITION) == "comparing", "one is still to be decided"
    await checked(house, "unfounded")
    house.at += timedelta(days=12)
    await house.ring()
    assert await house.act("甲", "candidate", SECOND, "approve")
    text = await commended(house)
    assert ("某1（" in text, "某2（" in text, "某3（" in text) == (False, True, False)
    assert await stages(house) == ["commended", "commended", "commended"]
    assert await house.stage("edition", EDITION) == "closed"


async def test_nobody_is_named_without_their_consent(house: House) -> None:
    assert "give_notice" not in await house.moves("王", "edition", EDITION)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE) is None
    await agree(house, FIRST)
    declined = {"consent": "declined", "consent_paper": "谈话记录"}
    assert await house.act("王", "candidate", THIRD, "record_consent", declined)
    text = await noticed(house)
    assert "某1（" in text
    assert "某2" not in text, "who has not answered"
    assert "某3" not in text, "who has declined"
    assert await stages(house) == ["notice", "selected", "declined"]
    await agree(house, SECOND)
    text = await noticed(house)
    assert "某1" not in text
    assert "某2（" in text, "who agrees later has a notice of their own"


async def test_a_nominee_who_is_here_is_asked_reads_nothing_of_the_check_and_may_take_it_back(house: House) -> None:
    """Whoever takes it back before the notice is said is not in it; the others are put up again, and signed for anew."""
    own = await house.read(lambda tx: str(house.actor(tx, "本").person_id))
    assert await house.act("王", "candidate", FIRST, "ask_consent", {"nominee": own})
    assert any("要您本人同意" in each for each in await house.told("本", "matters.told"))
    assert await house.act("本", "candidate", FIRST, "consent", {"consent": "agreed"})
    card = await house.text("本", "candidate", FIRST)
    assert "某1" in card
    for hidden in ("比选", "联审", "推荐", "考察"):
        assert hidden not in card
    await agree(house, SECOND)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    await house.render(BOTH)
    assert await stages(house) == ["publishing", "publishing", "selected"]
    assert await house.act("本", "candidate", FIRST, "withdraw_consent")
    assert await stages(house) == ["declined", "agreed", "selected"]
    assert await house.render(BOTH) == 1, "nothing was said that would have to be ended"
    await sign(house, (await newest(house)).id)
    assert await house.said("telegram") == [], "what was to be said of them is called off"
    text = await noticed(house)
    assert "某1" not in text
    assert "某2（" in text


async def test_who_takes_it_back_while_the_notice_is_worded_is_left_out_of_it(house: House) -> None:
    await agree(house, FIRST, SECOND)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    assert await house.act("王", "candidate", FIRST, "record_withdrawal", {"withdrawal_paper": "电话记录"})
    text = await said(house, "candidate_notice")
    assert "某1" not in text
    assert "某2（" in text
    assert await stages(house) == ["declined", "notice", "selected"]


async def test_who_takes_it_back_while_the_notice_is_drawn_is_left_out_of_it(house: House) -> None:
    await agree(house, FIRST, SECOND)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    kinds, until = (publishing.KIND,), house.at + timedelta(minutes=3)
    (chore,) = await house.write(lambda tx: chores.claim(tx, kinds, house.at, until, 5))
    drawn = await publishing.Publishing(house.database, house.room, house.words, BOTH).do(chore)
    assert await withdrawn(house, FIRST)
    await house.write(lambda tx: chores.done(tx, chore))
    await house.write(drawn)
    text = await said(house, "candidate_notice")
    assert ("某1" in text, "某2（" in text) == (False, True)


async def test_consent_that_is_taken_back_after_the_notice_ends_it_before_the_same_people(house: House) -> None:
    """It names who still stands, and nobody who does not any more; two who leave one after the other are ended in one."""
    await agree(house, FIRST, SECOND, THIRD)
    await noticed(house)
    notice = await newest(house)
    assert await withdrawn(house, FIRST)
    text = await said(house, "candidate_ended")
    ending = await newest(house)
    assert "某1" not in text + (await words(house, ending))[0].title
    assert "某2（" in text
    assert ending.answers_id == notice.id
    assert await places(house, ending) == await places(house, notice)
    assert await stages(house) == ["declined", "notice", "notice"], "the others go on"
    assert await withdrawn(house, SECOND)
    await house.render(BOTH)
    assert await withdrawn(house, THIRD)
    text = await said(house, "candidate_ended")
    assert "某" not in text
    assert (await newest(house)).answers_id == ending.id
    waiting = await house.read(
        lambda tx: tx.value("SELECT COUNT(*) FROM matter WHERE kind = 'announcement' AND stage = 'proposed'")
    )
    assert waiting == 0, "what would have named the third as standing is called off"


async def test_who_takes_consent_back_is_named_on_the_board_no_more_from_that_moment_on(house: House) -> None:
    """The notice that named them went on standing there, and in the feed and the data, beside the one that ended it."""
    await agree(house, FIRST, SECOND)
    await noticed(house)
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    assert all("某1" in each.words.text for each in await on_board(house))
    assert await withdrawn(house, FIRST)
    for each in await on_board(house):
        assert (each.told.is_withheld, each.words.title != "", each.words.text, each.words.figures) == (
            True,
            True,
            "",
            "",
        )
    assert await noticed_to(house) == [], "nobody is shown there in words that name them too"
    await said(house, "candidate_ended")
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    ending = (await on_board(house))[0]
    assert (ending.told.is_withheld, "某1" in ending.words.text, "某2" in ending.words.text) == (False, False, True)


async def test_who_was_commended_keeps_the_title_and_is_named_no_more_once_they_wish_so(house: House) -> None:
    """Neither where they were named, nor on the roll, nor in what is said later: of them or of those who stood beside them."""
    await agree(house, FIRST, SECOND, THIRD)
    await noticed(house)
    await objected(house, THIRD)
    house.at += timedelta(days=12)
    await house.ring()
    for number in (FIRST, SECOND):
        assert await house.act("甲", "candidate", number, "approve")
    await commended(house)
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    assert "某1" in await roll(house)
    await checked(house, "not_established", "数据不实。")
    await house.render(BOTH)
    waiting = await newest(house)
    assert "某1" in (await words(house, waiting))[0].text, "it would say that they stand still"
    for name in ("乙", "员"):
        assert await house.act(name, "announcement", waiting.id, "approve")
    given = {"withdrawal_paper": "电话记录"}
    assert await house.act("王", "candidate", FIRST, "record_name_withdrawn", given)
    house.at = max(house.at, waiting.publish_at)
    await house.ring()
    await house.render(BOTH)
    again = (await words(house, await newest(house)))[0].text
    assert ("某1" in again, "某2" in again) == (False, True), "it is worded again without them"
    assert ("某1" in await roll(house), "某2" in await roll(house)) == (False, True)
    assert not any("某1" in each.words.text for each in await on_board(house))
    assert await stages(house) == ["commended", "commended", "not_approved"]
    assert await house.act("甲", "candidate", FIRST, "revoke", {"reason": "事迹不实。"})
    assert await house.act("委", "candidate", FIRST, "sign")
    before = (await newest(house)).id
    await house.render(BOTH)
    assert (await newest(house)).id == before, "nothing is said of whom nothing stands in public any more"


async def test_an_objection_suspends_and_does_not_reject(house: House) -> None:
    await agree(house, FIRST)
    await noticed(house)
    await objected(house, FIRST)
    assert (await stages(house))[0] == "objected"
    house.at += timedelta(days=12)
    await house.ring()
    assert (await stages(house))[0] == "objected", "the notice rests"
    assert await house.act("王", "objection", 0, "take_up") is None, "who had a hand in it does not check"
    assert await house.act("赵", "objection", 0, "take_up")
    assert await house.act("赵", "objection", 0, "find", {"finding": "vote_anew", "reason": "-"}) is None
    assert await house.act("赵", "objection", 0, "find", {"finding": "unfounded", "reason": "查无此事。"})
    assert await house.act("甲", "objection", 0, "sign")
    assert (await stages(house))[0] == "notice"


async def test_an_objection_that_is_upheld_ends_it_without_saying_why(house: House) -> None:
    await agree(house, FIRST, SECOND)
    await noticed(house)
    await objected(house, FIRST)
    await checked(house, "not_established", "数据不实。")
    assert await stages(house) == ["not_approved", "notice", "selected"]
    text = await said(house, "candidate_ended")
    assert "数据不实" not in text
    assert "某1" not in text


async def test_a_commendation_is_revoked_before_whomever_it_reached(house: House) -> None:
    await agree(house, FIRST, SECOND)
    await noticed(house)
    house.at += timedelta(days=12)
    await house.ring()
    for number in (FIRST, SECOND):
        assert await house.act("甲", "candidate", number, "approve")
    await commended(house)
    honour = await newest(house)
    assert await house.act("甲", "candidate", FIRST, "revoke", {"reason": "事迹不实。"})
    assert await house.act("委", "candidate", FIRST, "sign")
    text = await said(house, "candidate_revoked")
    correction = await newest(house)
    assert "授予某1（清溪县苔石乡人民政府1科科长）的“奋斗者”称号现予撤销" in text
    assert "事迹不实" not in text
    assert await places(house, correction) == await places(house, honour)
    assert await stages(house) == ["revoked", "commended", "selected"]


async def test_whose_titles_stand_is_listed_by_edition_until_they_are_revoked_or_over(house: House) -> None:
    await agree(house, FIRST, SECOND)
    await noticed(house)
    house.at += timedelta(days=12)
    await house.ring()
    for number in (FIRST, SECOND):
        assert await house.act("甲", "candidate", number, "approve")
    await commended(house)
    assert await roll(house) == "", "nothing stands there before it was delivered to the board"
    await house.write(lambda tx: tx.put("UPDATE outbox SET state = 'sent' WHERE class = 'P'"))
    assert await roll(house) == (
        "光荣榜：\n2026年第一期\n"
        "某1（清溪县苔石乡人民政府1科科长），称号至2029年4月16日\n"
        "某2（清溪县苔石乡人民政府2科科长），称号至2029年4月16日"
    )
    assert await house.act("甲", "candidate", FIRST, "revoke", {"reason": "事迹不实。"})
    assert "某1" in await roll(house), "another signs first"
    assert await house.act("委", "candidate", FIRST, "sign")
    assert "某1" not in await roll(house)
    house.at += timedelta(days=3 * 366)
    await house.ring()
    assert await stages(house) == ["revoked", "lapsed", "selected"]
    assert await house.stage("visit", 2) == "called_off", "nobody visits them any more"
    assert await roll(house) == ""


async def test_what_is_sent_back_puts_up_nobody_and_is_put_up_again(house: House) -> None:
    await agree(house, FIRST, SECOND)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    await house.render(BOTH)
    assert await house.act("乙", "announcement", (await newest(house)).id, "return", {"reason": "日期不对。"})
    assert await stages(house) == ["agreed", "agreed", "selected"]
    await noticed(house)
    assert await stages(house) == ["notice", "notice", "selected"]


async def test_more_than_one_message_holds_are_named_in_several(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MOST_OF_SEVERAL", 200)
    await agree(house, FIRST, SECOND, THIRD)
    for number in (FIRST, SECOND, THIRD):
        assert await house.act("王", "candidate", number, "reword", {"merits": "一个月跑完全部地块审批。" * 3})
    await noticed(house)
    parts = [
        each.text for each in await words(house, await newest(house)) if (each.audience, each.locale) == ("board", "zh")
    ]
    assert len(parts) > 1
    assert [[name for name in ("某1", "某2", "某3") if name in part] for part in parts] == [["某1"], ["某2"], ["某3"]]
    assert all("下列3名" in part for part in parts)


async def test_an_edition_of_whom_nobody_is_left_may_say_so_and_put_it_right(house: House) -> None:
    for number in (FIRST, SECOND, THIRD):
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


async def test_who_gets_no_award_any_more_when_the_moment_comes_is_not_named_by_words_that_were_signed_before(
    house: House,
) -> None:
    """A measure that was decided between the signatures and the moment let the signed words go out, and commended whoever it was about."""
    await agree(house, FIRST, SECOND)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    await house.render(BOTH)
    number = (await newest(house)).id
    for name in ("乙", "员"):
        assert await house.act(name, "announcement", number, "approve")
    await barred(house, "1科科长")
    house.at = (await newest(house)).publish_at
    await house.ring()
    assert await house.said("telegram") == []
    assert await stages(house) == ["agreed", "agreed", "selected"]
    assert await noticed(house)
    assert await stages(house) == ["agreed", "notice", "selected"]


async def test_who_nominated_one_of_them_signs_no_notice_that_names_them_and_nobody_reads_why(house: House) -> None:
    """The law §2 rule 2: whoever nominated was kept from the vote and the approval, and signed the notice."""
    await house.write(lambda tx: nominate(house, tx, "乙"))
    await agree(house, FIRST, SECOND)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    await house.render(BOTH)
    number = (await newest(house)).id
    assert await house.act("乙", "announcement", number, "approve") is None
    assert "TJ-" not in await house.text("员", "announcement", number)
    for name in ("甲", "员"):
        assert await house.act(name, "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"


def nominate(house: House, tx: Tx, name: str) -> None:
    """Let somebody of the office nominate the first, as a nomination that is merged in their candidate."""
    given = {"field": "projects", "whom": "other", "unit": "U29", "nominee": "某1", "deeds": "天天泡在工地上。"}
    # The window is over by now: it came within it.
    new = replace(relatives.new(house.room(tx).acting_as(house.actor(tx, name)), "striver"), unit="U29")
    made = relatives.begun(house.room(tx).acting_as(as_reporter(house.actor(tx, name))), new, "submit", given)
    assert isinstance(made, Event)
    kin.link(tx, made.after.id, nth(tx, "candidate", FIRST).id, "merged", house.at)


async def test_who_is_said_to_stand_still_stands_when_it_is_said(house: House) -> None:
    """A title that was revoked while an ending waited for its moment stood in it as one that still stands."""
    await agree(house, FIRST, SECOND)
    await noticed(house)
    await objected(house, FIRST)
    house.at += timedelta(days=12)
    await house.ring()
    assert await house.act("甲", "candidate", SECOND, "approve")
    await commended(house)
    await checked(house, "not_established", "数据不实。")
    await house.render(BOTH)
    ending = await newest(house)
    assert ending.kind == "candidate_ended"
    for name in ("乙", "员"):
        assert await house.act(name, "announcement", ending.id, "approve")
    assert await house.act("甲", "candidate", SECOND, "revoke", {"reason": "事迹不实。"})
    assert await house.act("委", "candidate", SECOND, "sign")
    before = await house.said("telegram")
    house.at = max(house.at, (await newest(house)).publish_at)
    await house.ring()
    assert await house.said("telegram") == before
    await house.render(BOTH)
    text = ""
    for _ in range(3):
        found = await newest(house)
        text += next(each.text for each in await words(house, found) if (each.audience, each.locale) == ("board", "zh"))
    assert "某" not in text, text


async def barred(house: House, post: str) -> None:
    """Let a measure against whoever has this post in the unit be decided."""

    def propose(tx: Tx) -> None:
        room = house.room(tx).acting_as(house.actor(tx, "孙"))
        given = {"about": "-", "subject": "person", "post": post, "cause": "att", "severity": "s4"}
        about = replace(relatives.new(room, "measure"), unit="U29")
        relatives.begun(room, about, "propose", {**given, "repeated": "0", "facts": "-"})

    await house.write(propose)
    says = {"measure": "m4", "sanction": "warning", "authority": "discipline", "document": "1号", "reason": "屡教不改"}
    assert await house.act("委", "measure", 0, "decide_grave", says)
    assert await house.act("甲", "measure", 0, "sign")


async def chosen(house: House, document: str) -> None:
    """Let four be compared for three places; the last gets none."""

    def begin(tx: Tx) -> None:
        given = {"title": "2026年第一期", "yields": "strivers", "authorisation": document, **comparing.WINDOW}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "王")), "edition", "propose", given)

    await house.write(begin)
    await house.act("甲", "edition", 0, "open")
    await house.act("委", "edition", 0, "sign")
    await house.write(lambda tx: comparing.ready(house.room(tx), 4, "U29"))
    house.at += timedelta(days=30)
    await house.ring()
    assert await house.act("甲", "edition", 0, "compare", {"places": "3", "few": "今年项目多。"})
    for number, results in ((FIRST, "48"), (SECOND, "45"), (THIRD, "42"), (FOURTH, "30")):
        for member in ("委", "员"):
            points = {"results": results, "difficulty": "15", "effect": "15", "qualities": "8"}
            assert await house.act(member, "candidate", number, "compare", points)
    for number in (FIRST, SECOND, THIRD):
        assert await house.act("王", "candidate", number, "take_up")
    assert [*await stages(house), await house.stage("candidate", FOURTH)] == [*["selected"] * 3, "passed_over"]


async def agree(house: House, *numbers: int) -> None:
    for number in numbers:
        assert await house.act("王", "candidate", number, "record_consent", WRITTEN)


async def withdrawn(house: House, number: int) -> bool:
    given = {"withdrawal_paper": "电话记录"}
    return await house.act("王", "candidate", number, "record_withdrawal", given) is not None


async def noticed(house: House) -> str:
    """Let the edition give notice of everybody who may be named, and that be said; its words."""
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    return await said(house, "candidate_notice")


async def commended(house: House) -> str:
    """The same of the commendation."""
    assert await house.act("王", "edition", EDITION, "commend", COMMENDED)
    return await said(house, "candidate_commended")


async def objected(house: House, number: int) -> None:
    def begin(tx: Tx) -> None:
        found = matters.of_id(tx, nth(tx, "candidate", number).id)
        assert found is not None
        given = {"about": found.number, "objector": "王某", "why": "数字有出入。"}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "孙")), "objection", "raise", given)

    await house.write(begin)


async def checked(house: House, finding: str, reason: str = "查无此事。") -> None:
    """Let somebody who had no hand in it check an objection, and a leader sign."""
    assert await house.act("赵", "objection", 0, "take_up")
    assert await house.act("赵", "objection", 0, "find", {"finding": finding, "reason": reason})
    assert await house.act("甲", "objection", 0, "sign")


async def on_board(house: House) -> list[board_rows.OnBoard]:
    return await house.read(lambda tx: board_rows.items(tx, board_rows.told(tx)))


async def noticed_to(house: House) -> list[str]:
    """What 公示与异议 shows to a contact of the unit."""
    before = len(await house.told("联", "board.notices"))
    await house.write(lambda tx: notices.show(house.room(tx).acting_as(house.actor(tx, "联")), ""))
    return (await house.told("联", "board.notices"))[before:]


async def stages(house: House) -> list[str]:
    """Where the three who were chosen stand."""
    return [await house.stage("candidate", number) for number in (FIRST, SECOND, THIRD)]


async def roll(house: House) -> str:
    """What 光荣榜 says of strivers to a contact of the unit; empty where nothing."""

    def ask(tx: Tx) -> None:
        board.show(house.room(tx).acting_as(house.actor(tx, "联")), "")

    before = len(await house.told("联", "board.roll"))
    await house.write(ask)
    return "".join((await house.told("联", "board.roll"))[before:])


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
    if await house.stage("announcement", number) == "approved":  # the channel had the end of the notice today
        house.at += timedelta(days=1)
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


async def test_a_notice_is_followed_on_day_four_and_day_six_by_what_was_signed_with_it_and_by_nothing_else(
    house: House,
) -> None:
    """The law §9: day 1 (the working day after it), reminder day 4, close day 6; one ballot covers every word."""
    await agree(house, FIRST)
    await noticed(house)  # on a Friday, 3 April; then the holiday until Monday the 6th
    notice = await newest(house)
    channel = [each for each in await words(house, notice) if each.channel == "telegram"]
    assert [(each.later, each.title) for each in channel] == [
        (0, "奋斗者拟表彰对象公示"),
        (1, "《奋斗者拟表彰对象公示》提醒"),
        (2, "《奋斗者拟表彰对象公示》期满"),
    ]
    assert "某1" not in channel[1].text + channel[2].text
    shown = await house.text("乙", "announcement", notice.id)
    assert "公示期还剩两个工作日（含今日）" in shown
    assert "计划发布：4月10日08:00" in shown
    await house.write(lambda tx: said_next.show_next(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    assert "1. 4月10日08:00　《奋斗者拟表彰对象公示》提醒（" in (await house.told("甲", "announcements.to_publish"))[0]
    sent = []
    for day in range(3, 19):
        house.at = datetime(2026, 4, day, 10, tzinfo=ZONE)
        before = len(await house.said("telegram"))
        while await house.ring():
            pass
        sent += [day] * (len(await house.said("telegram")) - before)
    assert sent == [10, 14]
    assert len(await house.said("web")) == 2, "in two languages, and nothing on the board a second time"


async def test_nobody_is_reminded_of_a_notice_on_another_day_nor_where_nobody_stands_in_it_any_more(
    house: House,
) -> None:
    await agree(house, FIRST)
    await noticed(house)
    house.at = datetime(2026, 4, 13, 10, tzinfo=ZONE)  # the house was down over day 4
    while await house.ring():
        pass
    assert len(await house.said("telegram")) == 1, "two days are not left any more"
    assert await withdrawn(house, FIRST)
    house.at = datetime(2026, 4, 14, 10, tzinfo=ZONE)
    while await house.ring():
        pass
    assert len(await house.said("telegram")) == 1
