"""The form of a move (the design §5, `asks`): what is asked depends on what was answered before, and what is sent meanwhile stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.mechanism.columns import Asked, Place
from domain.people import Role
from handlers.conversation import handles, steps
from handlers.conversation.forms.forms import PreviewAnswers
from handlers.conversation.forms.making import Making
from handlers.understanding import spoken
from storage import evidence
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.toys import toy_inspection

ASKS = (
    Asked("role", "one_of", "role", ("reviewer", "unit_contact")),
    Asked("unit", "unit", where=("role", ("unit_contact",))),
    Asked("unit", "unit", may_skip=True, where=("role", ("reviewer",)), words="unit_of_reviewer"),
    Asked("post", "text"),
)


def test_a_question_is_left_out_where_an_earlier_answer_says_so_and_two_of_one_name_differ_in_that() -> None:
    making = Making(matter="person", id=0, epoch=0, move="invite", given={}, asks=ASKS)
    assert making.next_asked == ASKS[0]
    assert making.knowing({"role": "unit_contact"}).next_asked == ASKS[1]
    assert making.knowing({"role": "reviewer"}).next_asked == ASKS[2]
    assert making.knowing({"role": "reviewer", "unit": ""}).next_asked == ASKS[3]
    assert making.knowing({"role": "admin"}).form == (ASKS[0], ASKS[3])


def test_a_step_that_was_saved_in_an_older_shape_is_not_read_as_if_it_were_a_new_one() -> None:
    saved = steps.to_shape(PreviewAnswers(making=Making(matter="clue", id=0, epoch=0, move="submit", given={})))
    assert isinstance(steps.from_shape(saved), PreviewAnswers)
    older = type(saved)(bytes(saved).replace(b'"shape":%d' % steps.SHAPE, b'"shape":%d' % (steps.SHAPE - 1)))
    with pytest.raises(KeyError):
        steps.from_shape(older)


TAKE_UP = replace(
    toy_inspection.INSPECTION.moves["take_up"],
    asks=(
        Asked("seen", "text", gathers=True),
        Asked("papers", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE),
    ),
    is_previewed=True,
)
WORDS = {
    **toy_inspection.WORDS,
    "ask": {
        "inspection": {**toy_inspection.WORDS["ask"]["inspection"], "seen": "看到了什么？", "papers": "有材料请发来。"}
    },
    "label": {"inspection": {**toy_inspection.WORDS["label"]["inspection"], "seen": "所见", "papers": "材料"}},
    "preview": {"inspection": {"below": "无误请提交。"}},
}


async def test_any_move_may_ask_for_files_and_gather_what_is_said_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = replace(toy_inspection.INSPECTION, moves={**toy_inspection.INSPECTION.moves, "take_up": TAKE_UP})
    house = await DirectStage(tmp_path, toy_inspection.added(monkeypatch, table, WORDS)).open()
    for who in ("王", "赵"):
        await house.joins(who, Role.REVIEWER)
    await Play(house).play("""
        王 > 提出考察
        王 > 三个月没有回复群众来信。
        王 [提交]
        赵 > 待办
        赵 [承办考察]
        赵 < 看到了什么
        赵 > 窗口没有人
        赵 < 有材料请发来
        赵 + 笔录.pdf
        赵 < 已收到附件1个
        赵 > 负责人当天也不在岗
        赵 < 已记入经过
        赵 [完成]
        赵 < 材料：1个
        赵 < 负责人当天也不在岗
        赵 [修改]
        赵 [材料]
        赵 + 照片.jpg
        赵 [完成]
        赵 < 材料：2个
        赵 [提交]
        赵 < 承办：赵
    """)
    kept = await house.database.read(
        lambda tx: evidence.of_matter(tx, "inspection", tx.value("SELECT id FROM matter WHERE kind = 'inspection'"))
    )
    assert [piece.kind.value for piece in kept] == ["document", "photo"]
    await house.close()
    for cached in (handles.names, spoken._commands, spoken._labels):
        cached.cache_clear()
