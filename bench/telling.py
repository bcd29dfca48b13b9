"""A board with years of history behind it: announcements that were proposed, signed by two and delivered, as an office leaves them.

Every period has its flags and three rankings as tables, every month the lights, every quarter its lists; cases, snails and clarifications
are answered by their removals. In both languages.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.publishing import tables
from domain.matters.announcements import Rendering
from domain.people import Role
from storage import announcements, people, pictures, units
from storage.database import Tx
from storage.road import sending
from tests.support import announced

SEED = 20260101
FIRST_YEAR = 2021
SECTIONS = ("规模", "结构", "民生", "作风")
SEQUENCES = ("A", "B", "C")
LOCALES = ("zh", "en")
PLAIN = (
    ("case_notice", "认定事项公示"),
    ("snail_awarded", "蜗牛奖通报"),
    ("clarified", "澄清通报"),
    ("edition_call", "征集公告"),
)
ANSWERS = {"case_notice": ("case_removed", "摘旗公告"), "snail_awarded": ("snail_cleared", "销号公告")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One announcement: what it is about, and its messages, each a title, a text and a table or none."""

    kind: str
    about: str
    at: datetime
    messages: tuple[tuple[str, str, tables.PublishedTable | None], ...]
    named: tuple[str, ...] = ()
    answers_last: bool = False


def history(years: int, number: int, register: list[tuple[str, str]]) -> Iterator[Wanted]:
    """So many announcements of so many years, the oldest first; `register`: code and name of every unit."""
    chance = random.Random(SEED)
    regular = sorted(_regular(years, register, chance), key=lambda each: each.at)
    begins, days = datetime(FIRST_YEAR, 1, 4, 1, tzinfo=UTC), 365 * years
    others, at = number - len(regular), 0
    for place in range(others):
        moment = begins + timedelta(days=days * place / others)
        while at < len(regular) and regular[at].at <= moment:
            yield regular[at]
            at += 1
        kind, title = PLAIN[place // 2 % len(PLAIN)]
        unit, name = register[place // 2 % len(register)]
        is_answer = place % 2 == 1 and kind in ANSWERS
        kind, title = ANSWERS[kind] if is_answer else (kind, title)
        text = f"关于{name}的{title}。经核实、研究，依规公布。" * 4
        yield Wanted(
            kind=kind,
            about=f"AJ-{place:06}",
            at=moment,
            messages=((f"{name}{title}", text, None),),
            named=(unit,),
            answers_last=is_answer,
        )
    yield from regular[at:]


def _regular(years: int, register: list[tuple[str, str]], chance: random.Random) -> Iterator[Wanted]:
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        for number in range(1, 7):
            code, moment = f"{year}-P{number}", datetime(year, 2 * number, 25, 1, tzinfo=UTC)
            ranked = [
                _ranking(code, sequence, register[at :: len(SEQUENCES)], chance)
                for at, sequence in enumerate(SEQUENCES)
            ]
            named = tuple(unit for unit, _ in chance.sample(register, 8))
            messages = tuple((f"{code}综合排名（{each.sequence}序列）", "名次见表。" * 40, each) for each in ranked)
            yield Wanted(kind="period", about=code, at=moment, messages=messages, named=named)
        for month in range(1, 13):
            code, at = f"{year}-{month:02}", datetime(year, month, 26, 1, tzinfo=UTC)
            yield Wanted(
                kind="lights",
                about=code,
                at=at,
                messages=((f"{code}月亮灯", "亮灯情况见表。", _lights(code, register, chance)),),
            )


def _ranking(code: str, sequence: str, register: list[tuple[str, str]], chance: random.Random) -> tables.PublishedTable:
    members = chance.sample(register, len(register))
    scores = sorted((round(chance.uniform(60, 100), 2) for _ in members), reverse=True)
    rows = [
        (str(place), "–", name, f"{score:.2f}", *(f"{chance.uniform(60, 100):.2f}" for _ in SECTIONS), "")
        for place, ((_, name), score) in enumerate(zip(members, scores, strict=True), start=1)
    ]
    return tables.PublishedTable(
        kind="ranking",
        period=code,
        period_name=code,
        sequence=sequence,
        columns=("名次", "升降", "单位", "综合得分", *SECTIONS, "得旗"),
        rows=tuple(rows),
        formula="composite-1",
        hash="0" * 64,
        units=tuple(unit for unit, _ in members),
        method_columns=("板块", "板块权重", "指标", "指标权重", "方向", "编码"),
        method=tuple(
            (section, "25", f"{section}指标", "10", "越高越好", f"J{at:02}") for at, section in enumerate(SECTIONS)
        ),
        rules=1,
    )


def _lights(code: str, register: list[tuple[str, str]], chance: random.Random) -> tables.PublishedTable:
    owners = [chance.choice(register) for _ in range(24)]
    rows = tuple(
        (chance.choice(("绿灯", "黄灯", "红灯")), f"项目{place:02}", "", name, "", "50", "48", f"P{place:02}")
        for place, (_, name) in enumerate(owners, start=1)
    )
    columns = ("亮灯", "项目", "滞后（百分点）", "责任单位", "牵头单位", "累计计划", "累计完成", "编码")
    return tables.PublishedTable(
        kind="lights",
        period=code,
        period_name=code,
        columns=columns,
        rows=rows,
        units=tuple(unit for unit, _ in owners),
    )


def register(tx: Tx) -> list[tuple[str, str]]:
    """Code and name of every unit."""
    return [(unit.code, unit.name) for unit in units.register(tx)]


def signers(tx: Tx, at: datetime) -> tuple[int, int]:
    """Two leaders who sign everything."""
    found = []
    for label in ("甲", "乙"):
        person = tx.add("INSERT INTO person (label, unit, made_at) VALUES (:label, '', '')", label=label)
        people.grant(tx, person, Role.LEADER, at)
        found.append(person)
    return found[0], found[1]


def tell(tx: Tx, wanted: Wanted, before: int | None, people_who_sign: tuple[int, int]) -> int:
    """Propose one, let two sign, and deliver it; return its id. `before` is the one that was told before it."""
    kept: dict[str, bytes] = {}
    renderings = [
        Rendering(
            audience="board",
            channel="web",
            locale=locale,
            part=part,
            title=title,
            text=text,
            figures=_keep(kept, table),
        )
        for locale in LOCALES
        for part, (title, text, table) in enumerate(wanted.messages, start=1)
    ]
    draft = announcements.Draft(
        kind=wanted.kind,
        about=wanted.about,
        about_id=None,
        author_id=None,
        publish_at=wanted.at,
        renderings=renderings,
        pictures=kept,
        answers_id=before if wanted.answers_last else None,
        named=wanted.named,
    )
    number = announced.propose(tx, draft, wanted.at)
    for person in people_who_sign:
        announced.sign(tx, number, person, Role.LEADER, wanted.at)
    announced.approve(tx, number)
    announcements.publish(tx, number, wanted.at, wanted.at)
    sending.show_on_board(tx, wanted.at + timedelta(days=1))
    return number


def _keep(kept: dict[str, bytes], table: tables.PublishedTable | None) -> str:
    if table is None:
        return ""
    data = tables.encode(table)
    key = pictures.key_of(data)
    kept[key] = data
    return key
