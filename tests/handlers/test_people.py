"""Administrators give and take roles in chat; what follows from a role that is gone; a device more, a device less."""

from __future__ import annotations

import pytest

import words as prose
from domain.matters.staff import SIGNED_FOR
from domain.people import MAY_BE_DEPUTISED, NEEDS_UNIT, OPERATOR, STAFF, Role
from domain.saying import SaidNo, Term
from domain.sayings import people as sayings
from handlers.administration import people
from handlers.administration import staff as staff_desk
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage import invitations, staff
from storage import people as accounts
from storage.database import Tx
from storage.road import history
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play


@pytest.fixture
async def office(house: DirectStage) -> Play:
    """Two administrators, 吴 and 郑; reviewers 王 and 赵 of no unit, 钱 of the natural resources bureau; leaders 周 and 陈."""
    for who, role, unit in (
        ("吴", Role.ADMIN, ""),
        ("郑", Role.ADMIN, ""),
        ("王", Role.REVIEWER, ""),
        ("赵", Role.REVIEWER, ""),
        ("钱", Role.REVIEWER, "U04"),
        ("周", Role.LEADER, ""),
        ("陈", Role.LEADER, ""),
    ):
        await house.joins(who, role, unit)
    return Play(house)


async def person(house: DirectStage, who: str) -> int:
    account = await house.account(who)
    assert account is not None
    found = await house.database.read(lambda tx: tx.value("SELECT person_id FROM account WHERE id = :id", id=account))
    return int(found)


async def refused(house: DirectStage, unit: str, role: Role = Role.REVIEWER) -> sayings.UnknownUnit | sayings.NeedsUnit:
    def work(tx: Tx) -> None:
        people.invite(room(house, tx), role, unit, "新人", "CODE")

    with pytest.raises(SaidNo) as no:
        await house.database.write(work)
    assert isinstance(no.value.why, sayings.UnknownUnit | sayings.NeedsUnit)
    return no.value.why


def room(house: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, house.office, at=house.now, now=house.now)


async def test_an_invitation_to_a_mistyped_unit_would_switch_recusal_off_and_is_refused(house: DirectStage) -> None:
    unknown = await refused(house, "U999")
    assert unknown == sayings.UnknownUnit(given="U999", near=())
    near = await refused(house, "自然资园局")
    assert isinstance(near, sayings.UnknownUnit)
    assert any("U04" in name for name in near.near)
    assert await refused(house, "", Role.UNIT_CONTACT) == sayings.NeedsUnit(role=Term("role", "unit_contact"))


async def test_a_unit_given_by_its_name_is_kept_by_its_code(house: DirectStage) -> None:
    def work(tx: Tx) -> str:
        people.invite(room(house, tx), Role.REVIEWER, "自然资源局", "新人", "CODE")
        (made,) = invitations.waiting(tx, house.now)
        return made.unit

    assert await house.database.write(work) == "U04"


async def test_an_administrator_invites_in_chat_and_cancels_what_went_to_the_wrong_person(office: Play) -> None:
    await office.play(
        """
        吴 > 邀请人员
        吴 [受理员]
        吴 > 没有这个局
        吴 < 登记表里没有“没有这个局”
        吴 > 自然资源局
        吴 < 怎么称呼
        吴 > 受理员丙
        吴 ? code 邀请码：(\\S+)
        吴 < 受理员（清溪县自然资源局）
        吴 < /chat#i_{code}
        新 > i_{code}
        新 < 您已成为受理员（清溪县自然资源局）
        吴 > 人员
        吴 < 受理员丙（清溪县自然资源局）：受理员
        吴 > 邀请人员
        吴 [受理员]
        吴 [不属于任何单位]
        吴 > 受理员丁
        吴 ? other 邀请码：(\\S+)
        吴 > 待用邀请
        吴 < 受理员丁
        吴 [× 9 受理员丁]
        吴 < 已作废
        错 > i_{other}
        错 < 邀请码无效
        """
    )


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", list(STAFF))
async def test_every_role_is_lent_regained_after_a_lost_phone_and_taken_back_in_chat(
    house: DirectStage, office: Play, role: Role
) -> None:
    """The law §2, for every role: a deputy where one may stand in, another device after the lost one was signed out, and its end."""
    word = prose.said("zh")["role"][role.value]
    await house.joins("新", role, "U09" if role in NEEDS_UNIT else "")
    await house.joins("代", Role.RATER if role in NEEDS_UNIT - {Role.RATER} else Role.PUBLISHER, "U09")
    them, deputy = await person(house, "新"), await person(house, "代")
    signing = "周 > 待办\n周 < 人员变动\n周 [签发]\n周 [确认]\n" if role in SIGNED_FOR else ""
    if role in MAY_BE_DEPUTISED - {Role.PUBLISHER}:
        await office.play(f"""
            吴 > /people {them}
            吴 [请人代理：{word}]
            吴 [{deputy} 代]
            吴 > 3月5日
            {signing}代 < 从现在起您代理新的{word}
            吴 > /people {them}
            吴 [提前结束代理]
            代 > 帮助
            代 !< 从现在起您代理
        """)
    else:
        await office.play(f"吴 > /people {them}\n吴 !<[请人代理：{word}]" if role is not Role.PUBLISHER else "")
    await office.play(f"""
        吴 > /people {them}
        吴 [设备丢了：全部退出]
        吴 [退出所有设备]
        新 > 待办
        新 !< 没有要办的事
        吴 > /people {them}
        吴 [给他一个新设备码]
        {signing}吴 ? code 新设备码：(\\S+)
        新机 > i_{{code}}
        新机 < 这台设备已登录
        新机 > 帮助
        新机 < {word.removeprefix("主要")}
        吴 > /people {them}
        吴 [收回：{word}]
        吴 [收回]
        新机 < {word}
        新机 > 帮助
        新机 !< {word.removeprefix("主要")}：
    """)
    assert await house.database.read(lambda tx: accounts.roles_of(tx, them)) == frozenset()


@pytest.mark.parametrize(
    ("called", "is_signed"),
    [
        ("受理员", False),
        ("身份保管员", True),
        ("承办人", False),
        ("领导小组成员", True),
        ("主要负责同志", True),
        ("单位联络员", False),
        ("帮扶联系人", False),
        ("验收员", False),
        ("指标责任单位", False),
        ("评委", False),
        ("项目业主", False),
        ("发布员", False),
        ("管理员", False),
        ("审计员", True),
        ("上级联系人", True),
    ],
)
async def test_every_role_of_the_law_is_given_in_chat(
    house: DirectStage, office: Play, called: str, *, is_signed: bool
) -> None:
    """The law §2. Whoever gets a voice in what becomes public, opens identities or watches over the rest is signed for by a leader."""
    signing = "周 > 待办\n周 < 人员变动\n周 [签发]\n周 [确认]\n" if is_signed else ""
    await office.play(
        f"""
        吴 > 邀请人员
        吴 [{called}]
        吴 > 自然资源局
        吴 > 新来的
        {signing}吴 ? code 邀请码：(\\S+)
        新 > i_{{code}}
        新 < 您已成为{called}
        新 > 帮助
        新 < {called.removeprefix("主要")}：
        新 > 待办
        """
    )


async def test_a_role_that_is_taken_back_takes_its_cards_claims_and_menu_with_it(
    office: Play, house: DirectStage
) -> None:
    await reported(office)
    await office.play("赵 [领取]\n赵 < 已领取")
    number = await person(house, "赵")
    await office.play(
        f"""
        吴 > 人员
        吴 [{number} 赵]
        吴 < 手上的事项：1件
        吴 [收回：受理员]
        吴 < 1件事项会退回，等别人接手
        吴 [收回]
        吴 < 手上的1件事项已退回，等别人接手
        赵 < 您的受理员角色已收回
        赵 !<[受理]
        赵 > 待办
        赵 !< 未领取
        王 > 待办
        王 < 未领取1件
        """
    )
    assert await whats(house, number) == ["come_in", "revoke"]


async def test_what_is_asked_before_a_role_is_given_or_taken_reads_well(office: Play, house: DirectStage) -> None:
    number = await person(house, "王")
    await office.play(
        f"""
        吴 > 邀请人员
        吴 [单位联络员]
        吴 !< 本人看不到
        吴 [取消]
        吴 > 邀请人员
        吴 [受理员]
        吴 < 反映本单位的线索，受理员本人看不到
        吴 [取消]
        吴 > 人员
        吴 [{number} 王]
        吴 [收回：受理员]
        吴 < 要收回“王”的“受理员”角色吗？
        吴 [取消]
        吴 > 本机关
        吴 !< 地址：
        吴 !< 落款：
        """
    )


async def test_administrators_hear_that_the_last_holder_of_a_role_is_gone(office: Play, house: DirectStage) -> None:
    """Nobody was told: what waited for the only contact of a unit waited on."""
    for who in ("联", "络"):
        await house.joins(who, Role.UNIT_CONTACT, "U04")
    await house.joins("农", Role.UNIT_CONTACT, "U07")
    first, second = await person(house, "联"), await person(house, "络")
    await house.database.write(lambda tx: people.take_back(room(house, tx), first, Role.UNIT_CONTACT))
    await office.play("吴 !< 没有人担任")
    await house.database.write(lambda tx: people.change(room(house, tx), second, unit="U07"))
    await office.play("吴 < 络之后，清溪县自然资源局没有人担任单位联络员了\n郑 < 没有人担任单位联络员了")
    leaders = [await person(house, who) for who in ("周", "陈")]
    await house.database.write(lambda tx: [people.take_back(room(house, tx), each, Role.LEADER) for each in leaders])
    await office.play("吴 < 陈之后，没有人担任主要负责同志了\n吴 !< 周之后")


async def test_a_proposal_falls_with_the_role_of_whoever_made_it(office: Play, house: DirectStage) -> None:
    await reported(office)
    await office.play(
        """
        王 > QS-2026-000001
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 没有具体的时间和地点
        赵 > QS-2026-000001
        赵 <[同意]
        """
    )
    number = await person(house, "王")
    await office.play(
        f"""
        吴 > 人员
        吴 [{number} 王]
        吴 [收回：受理员]
        吴 [收回]
        吴 !< QS-
        赵 > QS-2026-000001
        赵 < 下一步：研判
        赵 !< 待另一人同意
        赵 [受理 @ QS-2026-000001]
        赵 < 请选择问题程度
        """
    )


async def test_a_proposal_stays_where_its_maker_lost_another_role(office: Play, house: DirectStage) -> None:
    await reported(office)
    await office.play("王 > QS-2026-000001\n王 [不予受理]\n王 [没有写明具体事实]\n王 > 没有具体的时间和地点")
    number = await person(house, "王")
    await house.database.write(lambda tx: accounts.grant(tx, number, Role.COMMITTEE, house.now))
    await house.database.write(lambda tx: people.take_back(room(house, tx), number, Role.COMMITTEE))
    await office.play("赵 > QS-2026-000001\n赵 <[同意]")


async def test_cards_that_nobody_claimed_are_taken_from_the_screen_of_whoever_lost_the_role(
    office: Play, house: DirectStage
) -> None:
    await reported(office)
    await office.play("赵 <[领取]")
    number = await person(house, "赵")
    await house.database.write(lambda tx: people.take_back(room(house, tx), number, Role.REVIEWER))
    await office.play("赵 < 您的受理员角色已收回\n赵 !<[领取]")


async def test_what_still_waits_to_be_sent_is_not_said_to_somebody_whose_last_role_is_gone(
    house: DirectStage, office: Play
) -> None:
    await office.play(REPORTED)
    await house.sees("王")
    await house.says("王", "待办", ())
    number = await person(house, "王")
    await house.database.write(lambda tx: people.take_back(room(house, tx), number, Role.REVIEWER))
    told = [parcel.text for parcel in await house.sees("王") if not parcel.is_card]
    assert len(told) == 1, told
    assert "角色已收回" in told[0]


async def test_a_reviewer_who_gets_the_unit_that_a_card_is_about_does_not_see_it_any_more(
    office: Play, house: DirectStage
) -> None:
    await reported(office)
    await office.play("赵 <[领取]")
    number = await person(house, "赵")
    await house.database.write(lambda tx: people.change(room(house, tx), number, unit="自然资源局"))
    await office.play("赵 !<[领取]")


async def test_the_last_administrator_stays(office: Play, house: DirectStage) -> None:
    first, second = await person(house, "吴"), await person(house, "郑")
    await office.play(
        f"""
        吴 > 人员
        吴 [{second} 郑]
        吴 [收回：管理员]
        吴 [收回]
        吴 < 已收回郑的管理员
        吴 > 人员
        吴 [{first} 吴]
        吴 [收回：管理员]
        吴 [收回]
        吴 < 最后一位管理员
        吴 > 人员
        吴 < 吴：管理员
        """
    )


async def test_what_somebody_has_claimed_goes_to_another_but_never_to_whose_unit_it_concerns(
    office: Play, house: DirectStage
) -> None:
    await reported(office)
    await office.play("赵 [领取]")
    number = await person(house, "赵")
    to_qian, to_wang = await person(house, "钱"), await person(house, "王")
    await office.play(
        f"""
        吴 > 人员
        吴 [{number} 赵]
        吴 [移交手上的事项]
        吴 [{to_wang} 王]
        吴 < 1件已移交王
        王 < 移交给您
        """
    )
    office.remembered.clear()
    await office.play(
        f"""
        吴 > 人员
        吴 [{to_wang} 王]
        吴 [移交手上的事项]
        吴 [{to_qian} 钱]
        吴 < 另有1件钱不能办
        """
    )


async def test_a_deputy_has_the_role_from_its_first_day_to_the_end_of_its_last(
    office: Play, house: DirectStage
) -> None:
    leader, deputy = await person(house, "周"), await person(house, "王")
    await office.play(
        f"""
        吴 > 人员
        吴 [{leader} 周]
        吴 [请人代理：主要负责同志]
        吴 [{deputy} 王]
        吴 > 昨天
        吴 < 这不像一个日期
        吴 > 3月5日
        吴 < 人员变动已提交
        王 > 菜单
        王 !<[确认旗帜]
        陈 > 待办
        陈 < 角色：主要负责同志
        陈 < 由谁：王
        陈 [签发]
        陈 [确认]
        吴 < 王代理周的主要负责同志，到期自动收回
        王 < 从现在起您代理周的主要负责同志
        王 > 菜单
        王 <[确认旗帜]
        ~ 2 days
        王 < 您代理周的主要负责同志已经结束
        吴 !< 没有人担任主要负责同志
        王 > 菜单
        王 !< 主要负责同志
        """
    )
    assert await house.database.read(lambda tx: accounts.roles_of(tx, deputy)) == {Role.REVIEWER}


async def test_a_role_of_ones_own_outlasts_standing_in(house: DirectStage, office: Play) -> None:
    leader, deputy = await person(house, "周"), await person(house, "王")

    def begin(tx: Tx) -> None:
        people.deputise(room(house, tx), deputy, Role.LEADER, leader, room(house, tx).today, room(house, tx).today)

    await house.database.write(begin)
    await house.invites("7K3QW9ZT2M", Role.LEADER, "王")
    await office.play("王 > i_7K3QW9ZT2M\n~ 2 days")
    assert Role.LEADER in await house.database.read(lambda tx: accounts.roles_of(tx, deputy))


async def test_leaving_signs_this_device_out_and_a_code_opens_another(office: Play, house: DirectStage) -> None:
    number = await person(house, "王")
    await office.play(
        """
        王 > 新设备
        王 ? code 新设备码：(\\S+)
        王二 > i_{code}
        王二 < 这台设备已登录
        王 < 另一台设备上登录
        王二 > 菜单
        王二 < 受理员
        王 > 离开
        王 < 角色和手上的事项都保留
        王 [退出这台设备]
        王二 > 待办
        王二 < 待办0件
        三 > i_{code}
        三 < 邀请码无效
        """
    )
    assert await house.account("王") is None
    assert await house.database.read(lambda tx: accounts.roles_of(tx, number)) == {Role.REVIEWER}


async def test_a_code_for_another_device_makes_nobody_who_works_here_somebody_else(
    office: Play, house: DirectStage
) -> None:
    """Whoever sent a colleague the link of their own code had that colleague sign as them from then on, and gone from the roster."""
    wang, zhao = await person(house, "王"), await person(house, "赵")
    await office.play(
        """
        王 > 新设备
        王 ? code 新设备码：(\\S+)
        赵 > i_{code}
        赵 < 已经登录为另一位工作人员
        赵 > {code}
        赵 < 已经登录为另一位工作人员
        王 > {code}
        王 < 这台设备上已经登录
        王 !< 另一台设备上登录
        王二 > i_{code}
        王二 < 这台设备已登录
        """
    )
    assert [await person(house, who) for who in ("王", "赵", "王二")] == [wang, zhao, wang]


async def test_whoever_reported_is_not_made_somebody_of_the_office_by_a_code_that_another_sent_them(
    office: Play, house: DirectStage
) -> None:
    """A reviewer who had a clue in hand sent their own code to whoever might have reported it (“send this to see where it stands”): it went
    out of their hands where they were right, and they knew who it was."""
    await office.play(REPORTED)
    await office.play(
        """
        王 > {number}
        王 [领取]
        王 > 新设备
        王 ? code 新设备码：(\\S+)
        李 > {code}
        李 < 别人发给您的
        李 [不是我的]
        王 !< 另一台设备上登录
        李 > i_{code}
        李 < 别人发给您的
        李 > 自然资源局三个月不处理违建举报
        李 < 别人发给您的
        李 [取消]
        王 > {number}
        王 <[受理]
        李 > i_{code}
        李 [是我的码]
        李 < 这台设备已登录
        王 < 另一台设备上登录
        """
    )


async def test_whoever_links_the_account_they_reported_by_has_that_out_of_their_hands_and_stays_unknown_to_all(
    office: Play, house: DirectStage
) -> None:
    """A reviewer had their own clue claimed and on the screen until somebody looked; nobody but them may learn whose it is."""
    await office.play(
        """
        李@wechat > 自然资源局三个月不处理违建举报，去了四趟都说负责人不在
        李@wechat [同意]
        李@wechat [确认]
        李@wechat [跳过]
        李@wechat [完成]
        李@wechat [匿名]
        李@wechat [提交]
        李@wechat ? number 编号：(\\S+)
        李@wechat ? receipt 查询码：(\\S+)
        王 > {number}
        王 [领取]
        赵 > {number}
        赵 < 王
        王 > 新设备
        王 ? code 新设备码：(\\S+)
        李@wechat > {code}
        李@wechat [是我的码]
        李@wechat < 这台设备已登录
        王 < 另一台设备上登录（微信客服）
        王 < 不再显示
        王 > {number}
        王 !<[受理]
        王 !< 去了四趟
        赵 <[领取]
        李@wechat > {receipt}
        李@wechat [补充这件材料]
        李@wechat > 昨天又去了一趟
        李@wechat [完成]
        赵 < 昨天又去了一趟
        赵 [领取]
        赵 [受理]
        赵 [造成不良影响]
        李@wechat < 有新进展
        王 !< 有新进展
        赵 > 历程
        赵 < 群众 补充材料
        """
    )


async def test_whoever_signed_out_of_the_device_they_reported_from_is_still_kept_away_from_their_own_clue(
    office: Play, house: DirectStage
) -> None:
    await reported(office)
    account = await house.account("王")
    await house.database.write(lambda tx: tx.run("UPDATE matter SET account_id = :account", account=account))
    await office.play(
        """
        王 > 新设备
        王 ? code 新设备码：(\\S+)
        王二 > i_{code}
        王 > 离开
        王 [退出这台设备]
        王二 > {number}
        王二 !<[领取]
        王二 !< 自然资源局三个月不处理违建举报
        """
    )


async def test_a_device_code_is_worth_nothing_once_the_roles_are_gone_or_half_an_hour_has_passed(
    office: Play, house: DirectStage
) -> None:
    number = await person(house, "王")
    await office.play("王 > 新设备\n王 ? code 新设备码：(\\S+)\n~ 31 minutes\n二 > i_{code}\n二 < 邀请码无效")
    await office.play("王 > 新设备\n王 ? code 新设备码：(\\S+)")
    await house.database.write(lambda tx: people.take_back(room(house, tx), number, Role.REVIEWER))
    await office.play("二 > i_{code}\n二 < 邀请码无效")


async def test_an_invitation_of_another_unit_is_not_used_by_somebody_who_has_one(
    office: Play, house: DirectStage
) -> None:
    await house.invites("7K3QW9ZT2M", Role.UNIT_CONTACT, "钱", "U05")
    await office.play("钱 > i_7K3QW9ZT2M\n钱 < 属于另一个单位")
    number = await person(house, "钱")
    assert await house.database.read(lambda tx: accounts.roles_of(tx, number)) == {Role.REVIEWER}


async def test_somebody_without_a_unit_who_becomes_its_contact_belongs_to_it(office: Play, house: DirectStage) -> None:
    await house.invites("7K3QW9ZT2M", Role.UNIT_CONTACT, "王", "U05")
    await office.play("王 > i_7K3QW9ZT2M\n王 < 您已成为单位联络员")
    found = await house.database.read(lambda tx: [each.unit for each in staff.members(tx) if each.label == "王"])
    assert found == ["U05"]


async def test_only_administrators_have_these_commands(office: Play) -> None:
    await office.play(
        """
        王 > 人员
        王 !< 现在的工作人员
        李 > 邀请人员
        李 !< 邀请什么角色
        """
    )


async def reported(office: Play) -> None:
    """A clue about the natural resources bureau waits, and 赵 has its card before them."""
    await office.play(
        """
        李 > 自然资源局三个月不处理违建举报，去了四趟都说负责人不在
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 ? number 编号：(\\S+)
        赵 > 下一条
        """
    )


async def whats(house: DirectStage, number: int) -> list[str]:
    def read(tx: Tx) -> list[str]:
        return [entry.what for entry in history.walk(tx) if (entry.matter, entry.matter_id) == ("person", number)]

    return await house.database.read(read)


SECOND_APPROVER = """
    吴 > 邀请人员
    吴 [领导小组成员]
    吴 [不属于任何单位]
    吴 > 副组长
"""


async def test_whoever_gets_a_voice_in_what_becomes_public_is_signed_for_by_somebody_who_has_one(office: Play) -> None:
    """An administrator who appointed both approvers alone was all of them: nothing public goes out on one person's word."""
    await office.play(
        SECOND_APPROVER
        + """
        吴 < 人员变动已提交，编号RY-2026-
        吴 !< 邀请码
        周 > 待办
        周 < 提出：吴
        周 < 角色：领导小组成员
        周 < 称呼：副组长
        周 [签发]
        周 [确认]
        周 !< 邀请码
        吴 < 人员变动已签发
        吴 ? code 邀请码：(\\S+)
        新 > i_{code}
        新 < 您已成为领导小组成员
        """
    )


async def test_a_voice_that_nobody_signs_for_is_not_given(office: Play, house: DirectStage) -> None:
    number = await person(house, "王")
    await office.play(
        f"""
        吴 > 人员
        吴 [{number} 王]
        吴 [增加角色]
        吴 [主要负责同志]
        吴 < 人员变动已提交
        周 > 待办
        周 < 人员：王
        周 [不同意]
        周 > 不必。
        吴 < 人员变动没有获得同意
        """
    )
    assert await house.database.read(lambda tx: accounts.roles_of(tx, number)) == {Role.REVIEWER}


async def test_in_chat_only_the_very_first_voice_is_given_unsigned(house: DirectStage) -> None:
    """A new office has nobody who could sign; but one administrator who invited two would be both."""
    await house.joins("吴", Role.ADMIN)
    play = Play(house)
    await play.play(
        """
        吴 > 邀请人员
        吴 [主要负责同志]
        吴 [不属于任何单位]
        吴 > 主任
        吴 ? code 邀请码：(\\S+)
        """
        + SECOND_APPROVER
        + """
        吴 < 人员变动已提交
        吴 !< 邀请码
        主 > i_{code}
        主 > 待办
        主 [签发]
        主 [确认]
        吴 < 邀请码
        """
    )


async def test_an_office_that_lost_all_its_voices_gets_the_next_at_the_machine_alone(house: DirectStage) -> None:
    """Whoever administers could take every role back, and then appoint the first again."""
    await house.joins("吴", Role.ADMIN)
    await house.joins("周", Role.LEADER)
    number = await person(house, "周")
    await house.database.write(lambda tx: people.take_back(room(house, tx), number, Role.LEADER))
    await Play(house).play(SECOND_APPROVER + "吴 < 人员变动已提交\n吴 !< 邀请码")
    asked = {"role": "committee", "unit": "", "post": "副组长"}
    told = await house.database.write(
        lambda tx: staff_desk.at_the_machine(room(house, tx).acting_as(OPERATOR), "invite", asked)
    )
    assert [type(each) for each in told] == [sayings.InvitationMade]


async def test_who_gets_no_such_voice_is_appointed_at_once_and_hears_of_it(office: Play, house: DirectStage) -> None:
    number = await person(house, "王")
    await office.play(
        f"""
        吴 > 人员
        吴 [{number} 王]
        吴 [增加角色]
        吴 !<[受理员]
        吴 [管理员]
        吴 < 王现在有管理员这个角色
        王 < 您现在有管理员这个角色
        """
    )


async def test_a_device_on_which_another_could_speak_for_the_office_is_signed_for_too(
    office: Play, house: DirectStage
) -> None:
    """An administrator who drew codes for both approvers' devices was both of them."""
    leader = await person(house, "周")
    await office.play(
        f"""
        吴 > 人员
        吴 [{leader} 周]
        吴 [给他一个新设备码]
        吴 < 人员变动已提交
        吴 !< 新设备码：
        陈 > 待办
        陈 < 人员：周
        陈 [签发]
        陈 [确认]
        吴 ? code 新设备码：(\\S+)
        周二 > i_{{code}}
        周二 < 这台设备已登录
        周 > 新设备
        周 < 新设备码：
        """
    )


async def test_what_no_longer_fits_who_works_here_is_not_signed(office: Play, house: DirectStage) -> None:
    number = await person(house, "王")
    await office.play(
        f"""
        吴 > 人员
        吴 [{number} 王]
        吴 [增加角色]
        吴 [主要负责同志]
        周 > 待办
        周 <[签发]
        """
    )
    await house.database.write(lambda tx: people.take_back(room(house, tx), number, Role.REVIEWER))
    await office.play("周 [签发]\n周 < 指定的人员已经离任")
    assert await house.database.read(lambda tx: accounts.roles_of(tx, number)) == frozenset()
