"""A picture of every kind with what a large county puts on it: long names, 40 units, 60 projects; in two languages.

The county is the fictional one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.publishing.pictures import pictures, sheets
from bot.publishing.pictures.sheets import Cloth

UNITS = {
    "zh": ("溪东街道", "望岚镇", "自然资源局", "经济开发区管理委员会综合行政执法大队", "霁川镇", "住房和城乡建设局"),
    "en": (
        "Xidong Subdistrict",
        "Wanglan Town",
        "Bureau of Natural Resources",
        "Integrated Enforcement Brigade of the Economic Development Zone",
        "Jichuan Town",
        "Bureau of Housing and Urban-Rural Development",
    ),
}
PROJECTS = {
    "zh": (
        "溪东片区老旧小区改造及配套道路工程",
        "标准厂房二期",
        "城北水厂扩建",
        "清溪至岚口公路改线",
        "县人民医院门诊综合楼",
    ),
    "en": (
        "Renewal of old housing in Xidong with roads and pipes",
        "Standard workshops II",
        "North waterworks",
        "Road from Qingxi to Lankou",
        "Outpatient building of the county hospital",
    ),
}
SECTIONS = {"zh": ("规模", "结构", "重大项目招引实施"), "en": ("Scale", "Structure", "Large projects")}
LIGHTS = {
    "zh": ("绿灯", "黄灯", "红灯", "暂不亮灯", "缺数"),
    "en": ("green", "yellow", "red", "exempt", "missing"),
}
BADGE = {"zh": "【演示数据】", "en": "[demonstration]"}
LONG = {
    "zh": "清溪县2026年第3期“四实”双月讲评结果",
    "en": "Qingxi County: results of the bimonthly review, period 3 of 2026",
}


def heading(locale: str) -> sheets.Heading:
    """The head of every sample."""
    return sheets.Heading(
        office={"zh": "清溪县深化作风建设领导小组办公室", "en": "Qingxi County leading group office"}[locale],
        title=LONG[locale],
        subtitle={"zh": "共40个单位", "en": "40 units"}[locale],
        badge=BADGE[locale],
    )


def foot(locale: str) -> tuple[str, ...]:
    """What stands below every sample."""
    return (
        {
            "zh": "批准文号：清办发〔2026〕18号　计分办法 v1　数据校验 3f2a9c01d7e4",
            "en": "Authorised by 清办发〔2026〕18号 · method v1 · check 3f2a9c01d7e4",
        }[locale],
    )


def ranking(locale: str, units: int = 40) -> sheets.RankingPicture:
    """A sequence's ranking."""
    names = ("rank", "unit", "composite", "provisional", "missing", "red_flag", "yellow_flag")
    words = {
        "zh": ("名次", "单位", "综合得分", "暂定", "缺", "贡献红旗", "落后黄旗"),
        "en": ("Rank", "Unit", "Composite score", "provisional", "missing", "Red flag", "Yellow flag"),
    }[locale]
    return sheets.RankingPicture(
        heading=heading(locale),
        labels=sheets.RankingLabels(**dict(zip(names, words, strict=True))),
        sections=SECTIONS[locale],
        rows=tuple(_ranked(locale, place) for place in range(units)),
        foot=foot(locale),
    )


def _ranked(locale: str, place: int) -> sheets.RankingRow:
    score = Decimal(9612 - 61 * place).scaleb(-2)
    return sheets.RankingRow(
        rank=place + 1,
        unit=UNITS[locale][place % 6],
        composite=score,
        sections=(score, score - 2, None if place % 11 == 10 else score + 1),
        flags=((Cloth.RED,), (), (Cloth.YELLOW,), (Cloth.RED, Cloth.RED, Cloth.RED, Cloth.YELLOW))[place % 4],
        is_provisional=place % 11 == 10,
        rise=("↑2", "", "↓1", "—")[place % 4],
    )


def flags(locale: str) -> sheets.FlagsPicture:
    """The flags of a period, which are also the wall."""
    red, yellow, nobody = {"zh": ("贡献红旗", "落后黄旗", "本期无"), "en": ("Red flag", "Yellow flag", "none")}[locale]
    kept = {"zh": "守旗，连续3期", "en": "kept, three periods running"}[locale]
    holders = tuple(sheets.FlagHolder(name=UNITS[locale][at % 6], note=kept if at % 2 else "") for at in range(5))
    categories = {
        "zh": ("绩效", "闯创干", "项目建设", "招商引资"),
        "en": ("Performance", "Initiative", "Projects", "Investment"),
    }
    return sheets.FlagsPicture(
        heading=heading(locale),
        red_flag=red,
        yellow_flag=yellow,
        nobody=nobody,
        categories=tuple(
            sheets.FlagsCategory(name=name, red=holders[: at + 1], yellow=holders[3 : 3 + at % 3])
            for at, name in enumerate(categories[locale])
        ),
        foot=foot(locale),
    )


def flag_list(locale: str, flags: int = 24) -> sheets.FlagListPicture:
    """The proposed flags."""
    return sheets.FlagListPicture(
        heading=heading(locale),
        rows=tuple(
            sheets.ListedFlag(
                number=str(at + 1),
                colour=Cloth.YELLOW if at % 3 else Cloth.RED,
                unit=UNITS[locale][at % 6],
                category=SECTIONS[locale][at % 3],
                score=str(Decimal(9000 - at * 97).scaleb(-2)),
                place={"zh": f"第{at + 1}名，共24个", "en": f"{at + 1} of 24"}[locale],
                note={"zh": "新授；未达序时：固定资产投资增速", "en": "new; behind its plan: growth of investment"}[
                    locale
                ],
            )
            for at in range(flags)
        ),
        foot=foot(locale),
    )


def lights(locale: str, projects: int = 60) -> sheets.LightsPicture:
    """The lights of a month."""
    return sheets.LightsPicture(
        heading=heading(locale),
        cells=tuple(
            sheets.LightCell(
                lamp=list(sheets.Lamp)[at % 5],
                light=LIGHTS[locale][at % 5],
                name=PROJECTS[locale][at * 7 % 5],
                unit=UNITS[locale][at % 6],
                figures={"zh": f"计划{at}%，实际{at - 0.5}%", "en": f"planned {at}%, done {at - 0.5}%"}[locale],
            )
            for at in range(projects)
        ),
        foot=foot(locale),
    )


def flag_notice(locale: str) -> sheets.FlagNoticePicture:
    """One flag."""
    return sheets.FlagNoticePicture(
        heading=heading(locale),
        colour=Cloth.YELLOW if locale == "en" else Cloth.RED,
        holder=UNITS[locale][3],
        inscription={"zh": "贡献红旗", "en": "Yellow flag"}[locale],
        category={"zh": "重大项目招引实施", "en": "Large projects"}[locale],
        period={"zh": "2026年第3期", "en": "period 3 of 2026"}[locale],
        foot=foot(locale),
    )


def dashboard(locale: str) -> sheets.DashboardPicture:
    """Counts."""
    note = {"zh": "最长已停留12天；逾期3件", "en": "12 days at most; 3 overdue"}[locale]
    rows = tuple(
        sheets.DashboardRow(label=UNITS[locale][at % 6], number=40 - 2 * at, overdue=at % 4 * 3, note=note)
        for at in range(12)
    )
    titles = {"zh": ("按阶段", "按单位"), "en": ("By stage", "By unit")}[locale]
    return sheets.DashboardPicture(heading=heading(locale), parts=((titles[0], rows), (titles[1], rows)), most=40)


def score_sheet(locale: str) -> sheets.ScoreSheetPicture:
    """A unit's score."""
    row = {
        "zh": ("固定资产投资增速（10）", "6.20，同序列最低1.10，最高9.80"),
        "en": ("Growth of investment in fixed assets (10)", "6.20; least 1.10, most 9.80 in the sequence"),
    }[locale]
    rows = tuple(
        sheets.ScoreRow(label=row[0], note=row[1], score=None if at == 2 else Decimal(6000 + 900 * at).scaleb(-2))
        for at in range(4)
    )
    told = {"zh": "核实的线索 QS-2026-000123　−1.00", "en": "verified clue QS-2026-000123: −1.00"}[locale]
    return sheets.ScoreSheetPicture(
        heading=heading(locale),
        score="83.46",
        missing={"zh": "缺", "en": "missing"}[locale],
        sections=tuple(sheets.ScoredSection(name=name, score="84.20", rows=rows) for name in SECTIONS[locale]),
        decided=(told, told),
        foot=foot(locale),
    )


def curve(locale: str) -> sheets.CurvePicture:
    """A project's year."""
    done = (4, 9, 15, 20, 26, 33, 41, None, None, None, None, None)
    return sheets.CurvePicture(
        heading=replace(heading(locale), title=PROJECTS[locale][0]),
        gap={"zh": "截至2026年7月，落后计划17.3个百分点", "en": "By the end of July 2026 17.3 points behind plan"}[
            locale
        ],
        scale={"zh": "占年度目标％", "en": "% of the year's goal"}[locale],
        legend={"zh": ("计划", "实际"), "en": ("Plan", "Done")}[locale],
        columns={
            "zh": ("计划（万元）", "实际（万元）", "差距", "亮灯"),
            "en": ("Plan × 10,000 yuan", "Done × 10,000 yuan", "Gap", "Light"),
        }[locale],
        months=tuple(
            sheets.CurveMonth(
                label={"zh": f"{at}月", "en": str(at)}[locale],
                planned_share=Decimal(at * 100) / 12,
                actual_share=None if share is None else Decimal(share),
                planned=str(at * 1000),
                actual="" if share is None else str(share * 120),
                gap="" if share is None else f"{share - at * 8.33:.1f}",
                lamp=None if share is None else list(sheets.Lamp)[at % 5],
                light="" if share is None else LIGHTS[locale][at % 5],
            )
            for at, share in enumerate(done, start=1)
        ),
        most=100,
        foot=foot(locale),
    )


def lists(locale: str) -> sheets.ListsPicture:
    """A quarter's projects."""
    heads = {
        "zh": ("红旗项目", "蜗牛项目（黄牌）", "赛马优胜单位"),
        "en": ("Red-flag projects", "Snail projects (yellow card)", "Winners of the horse-race"),
    }[locale]
    note = {"zh": "季度目标2000万元，完成2600万元", "en": "target of the quarter 2000, done 2600 × 10,000 yuan"}[locale]
    entries = tuple((PROJECTS[locale][at % 5], f"{UNITS[locale][at % 6]}　{note}") for at in range(15))
    won = tuple((f"{name}{at}", "、".join(UNITS[locale][:4])) for at, name in enumerate(SECTIONS[locale]))
    return sheets.ListsPicture(
        heading=heading(locale),
        lists=tuple(
            sheets.MarkedList(mark=mark, head=head, entries=of)
            for mark, head, of in zip(sheets.ListMark, heads, (entries, (), won), strict=True)
        ),
        nobody={"zh": "本季度无", "en": "none this quarter"}[locale],
        foot=foot(locale),
    )


def year(locale: str) -> sheets.YearPicture:
    """A year."""
    heads = {
        "zh": ("各期旗帜", "各月亮灯", "公开发布", "奋斗者"),
        "en": ("Flags by period", "Lights by month", "Made public", "Strivers"),
    }[locale]
    period = {"zh": "第{}期", "en": "period {}"}[locale]
    month = {"zh": "{}月", "en": "month {}"}[locale]
    return sheets.YearPicture(
        heading=heading(locale),
        heads=heads,
        flag_heads={"zh": ("贡献红旗", "落后黄旗"), "en": ("Red flags", "Yellow flags")}[locale],
        periods=tuple(
            sheets.YearPeriod(label=period.format(at), red=6 + at % 3, yellow=15 - 2 * at) for at in range(1, 7)
        ),
        lamps=tuple(zip(sheets.Lamp, LIGHTS[locale], strict=True)),
        months=tuple(
            sheets.YearMonth(label=month.format(at), lights=(40 - at, 9 + at, at % 5, 2, 0)) for at in range(1, 13)
        ),
        counts=tuple((heads[at], str(12 * at + 3)) for at in range(4)),
        editions=tuple((LONG[locale], str(6 + at)) for at in range(3)),
        foot=foot(locale),
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """How a sample is made in a language, what draws it, and how much is on it."""

    make: Callable[[str], Any]
    draw: Callable[[Any], bytes]
    size: str


KINDS: Mapping[str, Sample] = {
    "ranking": Sample(ranking, pictures.ranking, "40 units"),
    "flags": Sample(flags, pictures.flags, "4 categories"),
    "flag_list": Sample(flag_list, pictures.flag_list, "24 flags"),
    "lights": Sample(lights, pictures.lights, "60 projects"),
    "flag_notice": Sample(flag_notice, pictures.flag_notice, "1 flag"),
    "dashboard": Sample(dashboard, pictures.dashboard, "24 bars"),
    "curve": Sample(curve, pictures.curve, "12 months"),
    "lists": Sample(lists, pictures.lists, "18 entries"),
    "year": Sample(year, pictures.year, "6 periods, 12 months"),
    "score_sheet": Sample(score_sheet, pictures.score_sheet, "12 figures"),
}
"""By the name of its template."""
