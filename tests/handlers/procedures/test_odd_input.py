"""What people send where something else is asked, in seven procedures: at every question of their forms, by the kind of question.

Each line of the table says what is sent and what is told. Whatever it is: the same is asked again, nobody else hears of it, and the form
goes on to its end with the answers that were given. What is taken besides (files where the form wants some, more lines of a text) is named.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import Role
from domain.saying import Saying
from domain.sayings import clues, dialogues, matters, moves
from handlers.conversation import steps
from handlers.conversation.forms.forms import AskGiven, PreviewAnswers
from storage.database import Tx
from storage.road import dialogues as open_dialogues
from storage.road import outbox
from tests.handlers.procedures.test_clarifications import DUE as CLARIFIABLE
from tests.handlers.procedures.test_clarifications import PROPOSED as CLARIFIED
from tests.handlers.procedures.test_public_objections import NOTICED, people_of_a_case, published
from tests.handlers.procedures.test_visits import DUE as VISITABLE
from tests.support import announced, measuring
from tests.support.announcing_house import SAMPLE
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

VOICE, PHOTO, EDIT = "+ v.ogg", "+ a.jpg", "~ 改过的话，原来写错了"
CHOICE = (
    dialogues.NotAChoice,
    dialogues.NotTaken,
    dialogues.WordsNoted,
)  # the last where something is told: it is kept
FILES = (dialogues.FilesNotHere, dialogues.FilesNoted, clues.EvidenceNoted)
Told = tuple[type[Saying], ...]
ANYWHERE: Mapping[str, Told] = {
    VOICE: FILES,
    PHOTO: FILES,
    EDIT: (dialogues.EditedLater,),
    "> AB2CD-34EFG": (clues.CodeUnknown, clues.TooManyCodes),  # where no code is asked
}
BY_KIND: Mapping[str, Mapping[str, Told]] = {
    "one_of": {
        "> 同意": CHOICE,
        "> 下周三": CHOICE,
        "> ９９": CHOICE,
        "> 自然资源厅": CHOICE,
        "> 没有人在": CHOICE,
        "> ？？": (*CHOICE, dialogues.NeedWords),
    },
    "some_of": {"> 同意": CHOICE, "> 12月5号": CHOICE, "> ９９": CHOICE, "> 不知道": CHOICE},
    "text": {
        "> 同意": (dialogues.NeedOwnWords, dialogues.NotAChoice),
        "> ？？": (dialogues.NeedWords,),
        "> 👍": (dialogues.NeedWords,),
    },
    "number": {
        "> 同意": (dialogues.NeedOwnWords,),
        "> 下周三": (moves.NoNumberWithin,),
        "> １００": (moves.NoNumberWithin,),
        "> 1 2": (moves.NoNumberWithin,),
        "> 不知道": (moves.NoNumberWithin,),
    },
    "day": {
        "> 2月31日": (moves.NoDay,),
        "> ３": (moves.NoDay,),
        "> 同意": (dialogues.NeedOwnWords,),
        "> 上周三": (moves.NoDay,),
    },
    "past_day": {
        "> 2月31日": (moves.NoDay,),
        "> 下周三": (moves.NotYet,),
        "> 明天": (moves.NotYet,),
        "> 不知道": (moves.NoDay,),
    },
    "matter": {"> 下周三": (matters.NotAbout,), "> ９": (matters.NotAbout,), "> 同意": CHOICE},
    "items": {"> 先到现场看了": (matters.ItemUnread,), "> 补人，编制办，2月31日": (matters.ItemUnread,)},
    "files": {"> 同意": CHOICE, "> ？？": (*CHOICE, dialogues.NeedWords), "> 3": CHOICE},
    "contact": {"> 不知道": (clues.ContactUnusable,), "> ３": (clues.ContactUnusable,)},
    "any_unit": {"> ？？": (dialogues.NeedWords,)},
    "preview": {"> ？？": (*CHOICE, dialogues.NeedWords), "> ３３": (*CHOICE, dialogues.NotTaken)},
    "name": dict.fromkeys(("> ３", "> 不知道", "> 好的", "> 12月5号"), (dialogues.NeedName,)),
    "document": dict.fromkeys(("> 好的", "> 下周三", "> ３"), (dialogues.NeedDocumentNumber,)),
}
"""By the kind of question: what is sent, and which sentence may be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one procedure's form is reached: who fills it in, and what they answer to each question."""

    opens: Callable[[DirectStage], Awaitable[Play]]
    who: str
    answers: tuple[str, ...]


async def _staffed(house: DirectStage, script: str) -> Play:
    play = await measuring.opened(house)
    await play.play(script)
    return play


async def _tolerating(house: DirectStage) -> Play:
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES):
        await taking.import_file(house.database, kind, (SAMPLE / f"{kind.value}.csv").read_bytes(), house._room)
    for who, role, unit in (("王", Role.REVIEWER, ""), ("联", Role.UNIT_CONTACT, "U29")):
        await house.joins(who, role, unit)
    await house.database.write(lambda tx: announced.hang(house._room(tx), 1, "U29"))
    play = Play(house)
    await play.play("联 > 我的旗帜\n联 ? flag 编号(2026-P1-Y\\d+)\n联 > 申请容错")
    return play


async def _editing(house: DirectStage) -> Play:
    await house.joins("王", Role.REVIEWER)
    play = Play(house)
    await play.play("王 > 开展一期评选")
    return play


async def _objecting(house: DirectStage) -> Play:
    play = await people_of_a_case(house)
    await play.play(NOTICED)
    await published(house)
    await play.play("民 > 公示与异议\n民 [1 我有异议·GG-2026-0001]\n民 [同意]")
    return play


async def _nominating(house: DirectStage) -> Play:
    play = Play(house)
    await play.play("李 > /start\n李 [推荐奋斗者]\n李 [同意]")
    return play


WAYS = {
    "tolerance": Way(
        opens=_tolerating,
        who="联",
        answers=("> {flag}", "[紧急避险，来不及走程序]", "> 塌方当天先抢通便道，三天后补了手续。", "[完成]", "[提交]"),
    ),
    "consent to a clarification": Way(
        opens=lambda house: _staffed(house, CLARIFIED),
        who="联@telegram",
        answers=("[书面，并公开通报]", "[写明]", "[提交]"),
    ),
    "scope of a clarification": Way(
        opens=lambda house: _staffed(house, CLARIFIABLE),
        who="王@telegram",
        answers=("[单位]", "> 1 4", "> 举报件压了三个月", "[书面，并在会议上说明]", "[本机关一家]", "[提交]"),
    ),
    "decision of a measure": Way(
        opens=lambda house: _staffed(house, measuring.PROPOSED + "\n委 > 待办\n委 [决定措施]"),
        who="委@telegram",
        answers=(
            "[提醒警示]",
            "[警示谈话]",
            "> 12个月内第二次。",
            "[本机关]",
            "> 清效能〔2026〕3号",
            "> 当面谈话。",
            "[提交]",
        ),
    ),
    "visit": Way(
        opens=lambda house: _staffed(house, VISITABLE.rpartition("    赵 > 前天")[0]),
        who="赵@telegram",
        answers=("> 上周五", "[好]", "[已听取]", "[跳过]", "[完成]", "[提交]"),
    ),
    "edition": Way(
        opens=_editing,
        who="王",
        answers=(
            *("> 2026年第一期", "[表彰对象]", "> 1 3", "> 7", "> 下周三", "> 下个月底"),
            *("> 清政办〔2026〕8号", "[提交]"),
        ),
    ),
    "objection in public": Way(
        opens=_objecting,
        who="民",
        answers=("> 六月三日镇里派过两个人到现场，我就在旁边。", "[完成]", "> 李四", "> 13800000000", "[提交]"),
    ),
    "nomination": Way(
        opens=_nominating,
        who="李",
        answers=(
            "[项目建设]",
            "[推荐别人]",
            "> 自然资源局",
            "> 周某，规划科科长",
            "> 去年跑完了全部地块的审批",
            "[完成]",
            "[提交]",
        ),
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=tuple(WAYS))
async def test_whatever_is_sent_is_answered_and_the_form_goes_on(tmp_path: Path, way: Way) -> None:
    house = await DirectStage(tmp_path).open()
    play = await way.opens(house)
    for answer in way.answers:
        kinds = await kinds_of(house, way.who)
        for sent, told in {**ANYWHERE, **{k: v for kind in kinds for k, v in BY_KIND.get(kind, {}).items()}}.items():
            before = await newest(house)
            await sends(house, way.who, sent)
            first = await heard(house, way.who, before)
            assert any(each.key in first for each in told), f"{kinds} {sent}: {first}"
            assert await kinds_of(house, way.who) == kinds, f"{kinds} {sent}: another question"
            assert await heard_by_others(house, way.who, before) == 0, f"{kinds} {sent}: somebody else heard"
        await play.play(f"{way.who} {answer}")
    assert await kinds_of(house, way.who) == ()
    await house.close()


async def kinds_of(house: DirectStage, who: str) -> tuple[str, ...]:
    """Of which kind the question is that is open: by what the table lists it under."""
    account = await house.account(who)
    assert account is not None
    found = await house.database.read(lambda tx: open_dialogues.of(tx, account))
    step = None if found is None else steps.from_shape(found.steps[-1])
    if isinstance(step, PreviewAnswers):
        return ("preview",)
    if not isinstance(step, AskGiven):
        return ()
    special = ("name" if step.asked.is_name else "", "document" if step.asked.is_document else "")
    return (step.asked.how, *filter(None, special))


async def sends(house: DirectStage, who: str, sent: str) -> None:
    """Let somebody send it: words, a file, or an edit of what they wrote."""
    how, _, text = sent.partition(" ")
    if how == "~":
        await house.edits(who, text)
    else:
        await house.says(who, "" if how == "+" else text, (text,) if how == "+" else ())


async def newest(house: DirectStage) -> int:
    """The last row of what is said."""
    return int(await house.database.read(lambda tx: tx.value("SELECT MAX(id) FROM outbox")))


async def heard(house: DirectStage, who: str, after: int) -> str:
    """What they were told since, as it is kept: with the keys of all that was said."""
    account = await house.account(who)

    def look(tx: Tx) -> str:
        rows = tx.all(
            f"SELECT {outbox.COLUMNS} FROM outbox WHERE account_id = :who AND id > :after ORDER BY id",
            who=account,
            after=after,
        )
        every = [outbox.body(tx, outbox.waiting(row)) for row in rows]
        return " ".join(f"{each.key} {bytes(each.params).decode()}" for each in every)

    return await house.database.read(look)


async def heard_by_others(house: DirectStage, who: str, after: int) -> int:
    """How much anybody else was told since."""
    account = await house.account(who)
    sql = "SELECT COUNT(*) FROM outbox WHERE account_id <> :who AND id > :after"
    return int(await house.database.read(lambda tx: tx.value(sql, who=account, after=after)))
