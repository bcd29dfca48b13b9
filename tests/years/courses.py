"""Houses in which something has come of a programme that no short year comes to by itself: measures of a topic, objections to figures
and to a notice, plans, samples, cards, what is said at the end of a year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.importing.snails import SnailRow
from domain.people import Role
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from handlers.projects import snails
from storage.database import Tx
from storage.scoring import periods
from tests.handlers.procedures.test_score_sheet import CONFIRMED
from tests.lives.house import FOR, Act, acted
from tests.lives.life import delivered
from tests.support import announced
from tests.support import office as offices
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.years.programmes import figures, projects

SAID: tuple[Act, ...] = (
    ("^", "", {}),
    ("魏", "announcement:approve", {}),
    ("甲", "announcement:approve", {}),
)
"""What was proposed to be said in public is worded and signed; it is said some days later."""


async def discussed(stage: DirectStage) -> None:
    """A topic was talked about, and its measures are listed."""
    await Play(stage).play("""
        王 > 发起大讨论
        王 > 怎样少开会
        王 > 哪些会可以合并？
        王 [提交]
    """)
    await stage.turns(timedelta(days=9))
    measures = '[{"measure": "双周开一次", "unit": "U04", "until": "2026-04-20"}]'
    await acted(
        stage,
        (
            ("王", "discussion:sum_up", {"summary": "调度会过密。"}),
            ("王", "discussion:list_measures", {"measures": measures}),
            ("周", "discussion:sign", {}),
        ),
    )


async def doubted(stage: DirectStage) -> None:
    """Flags of a period are confirmed, and a unit objects to its figures."""
    await figures(stage)
    await Play(stage).play(
        CONFIRMED
        + """
        联 > 数据异议
        联 > 群众满意度按旧口径计算。
        联 [完成]
        联 [提交]
    """
    )


async def hung(stage: DirectStage) -> None:
    """The flags of a unit hang, and its measures are asked for."""
    await figures(stage)
    await stage.joins("乡", Role.UNIT_CONTACT, "U29")

    def hang(tx: Tx) -> None:
        period = periods.of_code(tx, "2026-P1")
        assert period is not None
        announced.hang(_room(stage, tx), period.id, "U29")

    await stage.database.write(hang)


async def noticed(stage: DirectStage) -> None:
    """A case is in public notice, and somebody objects."""
    given = {"scope": "public", "authorisation": "清政办〔2026〕8号", "grounds": "三起举报没有处置。"}
    votes = tuple((name, "vote", FOR) for name in ("甲", "乙", "丙"))
    await acted(stage, (*votes, ("赵", "give_notice", given), *SAID, ("~", "", {"days": "2"})))
    await delivered(stage)
    await Play(stage).play("""
        民 > 公示与异议
        民 [1 我有异议·GG-2026-0001]
        民 [同意]
        民 > 镇里派过两个人到现场。
        民 [完成]
        民 > 李四
        民 > 13800000000
        民 [提交]
    """)


async def sampled(stage: DirectStage) -> None:
    """What was rejected a quarter ago is looked through."""
    given = {"reason": "r1", "explanation": "请写明是哪一处"}
    await acted(stage, (("王", "clue:claim", {}), ("王", "clue:reject", given), ("赵", "clue:sign", {})))
    await stage.turns(timedelta(days=28))
    await Play(stage).play("审 > 季度抽查")


async def carded(stage: DirectStage) -> None:
    """The snails of a quarter are announced, and have yellow cards; no light is asked for of a later month."""
    await projects(stage)
    await Play(stage).play("""
        业 > XM-2026-000001
        业 [2026-03]
        业 [填报月度进度]
        业 > 0
        业 [未开工]
        业 [跳过]
        业 > XM-2026-000001
        业 > 暂不亮灯申请
        业 [不可抗力]
        业 > 5
        业 > 1
        业 > 连日暴雨，工地停工。
        业 + 气象证明.pdf
        业 [完成]
        业 [提交]
    """)
    await stage.turns(timedelta(days=14))
    await acted(stage, (("周", "project_quarter:confirm", {}), *SAID, ("~", "", {"days": "10"})))


async def over(stage: DirectStage) -> None:
    """A year is over in which there were quarters and a snail award: what is said of it is proposed."""
    await carded(stage)
    row = SnailRow(hung_on="2025-06-30", unit="U29", grounds="两条道路超期。")
    await stage.database.write(lambda tx: snails.take(_room(stage, tx), [row]))
    for day in (date(2026, 12, 30), date(2027, 1, 30)):
        stage.now = datetime(day.year, day.month, day.day, 10, tzinfo=offices.ZONE)
        await stage.turns(timedelta(days=3))


def _room(stage: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)
