"""Where lives begin: a house with its people, somebody who has reported under their name, and a case that has come some way."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bot import wording
from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.procedures import beginnings, cards
from handlers.desk import listing
from storage import matters
from storage import people as accounts
from storage.database import Tx
from tests.lives import life
from tests.lives.begun import Begun, stood
from tests.support import engines
from tests.support import office as offices
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

UNIT = "U04"
NAME, PHONE, TOLD = "暗名甲", "13911112222", "暗语乙"
"""Whoever reported, their telephone and what they told: words that stand nowhere but where they were said."""
STAFF: tuple[tuple[str, tuple[Role, ...], str], ...] = (
    *((name, (Role.REVIEWER,), "") for name in ("王", "赵", "孙", "吴", "郑")),
    ("钱", (Role.REVIEWER,), UNIT),
    *((name, (Role.COMMITTEE,), "") for name in ("甲", "乙", "丙")),
    ("丁", (Role.COMMITTEE, Role.REVIEWER), ""),
    ("戊", (Role.COMMITTEE,), "U32"),  # an enforcement team of that unit
    ("周", (Role.LEADER,), ""),
    ("魏", (Role.LEADER,), ""),
    ("联", (Role.UNIT_CONTACT,), UNIT),
    ("旁", (Role.UNIT_CONTACT,), "U05"),
)
REPORTED = f"""
    群 > 自然资源局三个月不处理违建举报，{TOLD}
    群 [同意]
    群 [确认]
    群 [跳过]
    群 [完成]
    群 [实名]
    群 > {NAME}
    群 > {PHONE}
    群 [提交]
    群 ? number 编号：(QS-\\d{{4}}-\\d{{6}})
"""
RUBRIC = {"effect": "25", "responsibility": "25", "persistence": "15", "attitude": "15"}
FOR = {"choice": "for", "reason": "密封意见前事"}
Act = tuple[str, str, Mapping[str, str]]
RECOMMENDED: tuple[Act, ...] = (("赵", "take_up", {}), ("赵", "name_inspectors", {"inspectors": "孙,丁"}))
INSPECTED: tuple[Act, ...] = (
    ("赵", "begin_inspection", {}),
    ("孙", "report", {"checked": "site", "found": "不外传前事", "severity": "s2"}),
    ("丁", "sign", {}),
)
VOTING: tuple[Act, ...] = (
    *INSPECTED,
    ("赵", "serve", {"issue": "举报处置", "summary": "三起举报没有派人。"}),
    ("联", "reply", {"reply": "没有车辆。"}),
    *((name, "compare", RUBRIC) for name in ("甲", "乙", "丙")),
)
CONFIRMED: tuple[Act, ...] = (
    *((name, "vote", FOR) for name in ("甲", "乙", "丙")),
    ("赵", "give_notice", {"scope": "internal", "grounds": "三起举报没有处置。"}),
    ("~", "", {"days": "8"}),
    ("周", "confirm", {"meeting": "三月会议"}),
)
FLAGGED: tuple[Act, ...] = (("赵", "award", {"ceremony": "三月讲评会", "statement": "一个月内清零。"}),)
NOTICED = CONFIRMED[:-2]
MENDED: tuple[Act, ...] = (
    ("赵", "name_helper", {"helper": "郑"}),
    (
        "联",
        "file_plan",
        {"analysis": "没有专人派单。", "items": '[{"item": "台账", "owner": "李科长", "until": "2026-04-20"}]'},
    ),
    ("联", "plan_item:prove", {"proof": "台账已建。"}),
    ("赵", "plan_item:accept", {}),
    ("联", "apply_removal", {"result": "已完成。"}),
)
REMOVED: tuple[Act, ...] = (
    *MENDED,
    ("赵", "name_evaluator", {"evaluator": "王"}),
    ("王", "evaluate", {"site": "不外传前事", "satisfaction": "92", "indicator": "none", "advice": "remove"}),
    *((name, "judge", FOR) for name in ("甲", "乙", "丙")),
)
TOLERATED: tuple[Act, ...] = (
    ("联", "tolerance:", {"circumstance": "c02", "account": "当时没有规定。"}),
    ("郑", "tolerance:take_up", {}),
    (
        "郑",
        "tolerance:report",
        {"conditions": "lawful,reform,diligent,public,procedure,mended", "never": "", "findings": "不外传前事"},
    ),
    ("郑", "tolerance:consult", {"organs": "discipline", "opinions": "不外传前事"}),
    ("周", "tolerance:decide", {"decision": "exempt", "reason": "没有规定，主动承担。"}),
    ("甲", "tolerance:sign", {}),
    ("联", "tolerance:receive", {}),
    ("联", "tolerance:report_mending", {"mending": "已建立制度。"}),
)
DEPTHS = {
    "told": (),
    "recommended": RECOMMENDED,
    "inspected": (*RECOMMENDED, *INSPECTED),
    "voting": (*RECOMMENDED, *VOTING),
    "noticed": (*RECOMMENDED, *VOTING, *NOTICED),
    "confirmed": (*RECOMMENDED, *VOTING, *CONFIRMED),
    "flagged": (*RECOMMENDED, *VOTING, *CONFIRMED, *FLAGGED),
    "mended": (*RECOMMENDED, *VOTING, *CONFIRMED, *FLAGGED, *MENDED),
    "removed": (*RECOMMENDED, *VOTING, *CONFIRMED, *FLAGGED, *REMOVED),
}
SPREAD = 101  # lives that follow one another begin apart; a prime that no number of houses is a multiple of, so that all are come to
NAMED = ("inspectors", "helper", "evaluator")
SUBJECTS = ("unit", "unit", "unit", "team", "person")


async def begin(folder: Path, engine: str) -> dict[str, Begun]:
    """Houses on an engine by where a case stands in them, each begun where the one before was left."""
    found = {"told": await _told(folder / "told", engine)}
    for subject in dict.fromkeys(SUBJECTS):
        done: tuple[Act, ...] = ()
        last = found["told"]
        for depth, script in list(DEPTHS.items())[1:]:
            if subject == "person" and depth in ("flagged", "mended", "removed"):
                continue  # no flag hangs for a person
            name = f"{depth}, {subject}"
            begun = subject if not done else ""
            last = found[name] = await _further(last, folder / name, script[len(done) :], begun, engine)
            done = script
    tolerated = await _further(found["noticed, unit"], folder / "tolerated", TOLERATED, "", engine)
    return {**found, "tolerated": tolerated, "tolerated as well": tolerated}


async def _told(folder: Path, engine: str) -> Begun:
    """The house with its people, and the report."""
    with engines.chosen(engine):
        stage = DirectStage(_made(folder))
        stage.draws_from(random.Random(folder.name))
        await stage.open()
        for name, roles, unit in STAFF:
            await stage.joins(name, roles[0], unit)
            for role in roles[1:]:
                await stage.database.write(partial(_appoint, stage, name=name, role=role))
        await Play(stage).play(REPORTED)
        await stage.close()
        return Begun(stage, engines.content(folder))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


async def _further(before: Begun, folder: Path, script: tuple[Act, ...], subject: str, engine: str) -> Begun:
    with engines.chosen(engine):
        stage = stood(DirectStage(folder), folder, before)
        stage.draws_from(random.Random(folder.name))
        await stage.open()
        await acted(stage, script, subject)
        await stage.close()
        return Begun(stage, engines.content(folder))


async def acted(stage: DirectStage, script: tuple[Act, ...], subject: str = "") -> None:
    """Let people do one thing after the other, each of the newest matter of its kind (`kind:move`); `~` lets days go by, `^` words what
    is to be said in public. Before it, a case is begun about a `subject` where one is given."""
    if subject:
        await stage.database.write(lambda tx: _recommend(stage, tx, subject))
    for name, move, given in script:
        stage.now += timedelta(minutes=1)
        if name == "~":
            with (
                patch.object(listing, "unlisted", lambda room: []),
                patch.object(listing, "next_at", lambda room: None),
            ):
                await stage.turns(timedelta(days=int(given["days"])))
        elif name == "^":
            await life.worded(stage, wording.load(offices.ZONE, lambda: stage.now))
        else:
            await stage.database.write(partial(_act, stage, name=name, move=move, given=given))


def _recommend(stage: DirectStage, tx: Tx, subject: str) -> None:
    """The clue is not accepted yet: a leader knows of the matter as well."""
    room = house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)
    found = accounts.actor_of(tx, _account(tx, "魏"))
    assert found is not None
    given = {
        "about": "",
        "unit": UNIT,
        "subject": subject,
        "category": "t12" if subject == "team" else "t13",  # of the first a snail award may come
        "first_severity": "s2",
        "subject_name": "规划科" if subject == "team" else "",
        "post": "规划科科长" if subject == "person" else "",
        "facts": "不外传前事",
    }
    beginnings.create(
        house_rooms.of_person(room, cards.as_staff(found), channel=stage.channel), "case", "recommend", given
    )


def _act(stage: DirectStage, tx: Tx, name: str, move: str, given: Mapping[str, str]) -> None:
    actor = accounts.actor_of(tx, _account(tx, name))
    kind, _, move = move.rpartition(":") if ":" in move else ("case", "", move)
    if not move:
        _begin_about_the_case(stage, tx, kind, name, given)
        return
    number = tx.value("SELECT MAX(id) FROM matter WHERE kind = :kind", kind=kind)
    standing = matters.of_id(tx, number)
    assert actor is not None
    assert standing is not None
    if standing.is_personal and name == "联":
        actor, move = accounts.actor_of(tx, _account(tx, "赵")), "record_reply"
        assert actor is not None
    filled = {
        key: ",".join(str(_person(tx, each)) for each in value.split(",")) if key in NAMED else value
        for key, value in given.items()
    }
    life.acts(stage, tx, actor, standing, move, filled)


def _begin_about_the_case(stage: DirectStage, tx: Tx, kind: str, name: str, given: Mapping[str, str]) -> None:
    actor = accounts.actor_of(tx, _account(tx, name))
    begins = stage.office.matters[kind].procedure.begins
    assert actor is not None
    assert begins is not None
    room = house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)
    room = house_rooms.of_person(room, cards.as_staff(actor), channel=stage.channel)
    about = tx.value("SELECT MAX(number) FROM matter WHERE kind = 'case'")
    beginnings.create(room, kind, begins.move, {**given, begins.about: str(about)})


def _appoint(stage: DirectStage, tx: Tx, name: str, role: Role) -> None:
    room = house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)
    people.appoint(room.acting_as(OPERATOR), _person(tx, name), role)


def _person(tx: Tx, name: str) -> int:
    return int(tx.value("SELECT MIN(id) FROM person WHERE label = :name", name=name))


def _account(tx: Tx, name: str) -> int:
    return int(
        tx.value(
            "SELECT MAX(account.id) FROM account JOIN person ON person.id = account.person_id WHERE label = :name",
            name=name,
        )
    )


def place(kind: type[life.Life], every: Sequence[str], seed: int, depth: str = "") -> str:
    """In which of these houses a life of a seed begins, of those of this `depth` where one is given."""
    named = [name for name in every if name.startswith(depth)]
    names, turn = (named, seed) if depth else kind.places(every, seed)
    return names[turn * SPREAD % len(names)]


def live(
    kind: type[life.Life],
    loop: asyncio.AbstractEventLoop,
    begun: Mapping[str, Begun],
    folder: Path,
    seed: int,
    depth: str = "",
) -> life.Life:
    """A new life of this kind and seed."""
    return kind(loop, begun[place(kind, sorted(begun), seed, depth)], folder, seed)
