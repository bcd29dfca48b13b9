"""Writes the projects of the fictional county and what was done of them: `bot/demo_data/projects.csv` and `progress.csv`, the same bytes
at every run (the law §10).

24 key projects with S-shaped plans, three of which were to begin early in the year and begin late, and 32 livelihood items by a twelfth a
month.
"""

import csv
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from domain.importing.columns import COLUMNS, ImportKind  # noqa: E402

YEAR = 2026
SECTORS = (  # task force, lead unit, who answers, what they are called
    (
        "产业专班",
        "U02",
        ("U18", "U02"),
        ("电子元件厂", "新材料园", "食品加工园", "农机厂二期", "竹木产业园", "数据中心"),
    ),
    ("交通专班", "U06", ("U06", "U37"), ("溪东大桥", "霁川公路", "环城北路", "客运站", "芦笙码头", "砚北隧道")),
    ("水利专班", "U08", ("U08", "U38"), ("河堤加固", "灌区改造", "城东水厂", "水库除险")),
    ("民生专班", "U10", ("U10", "U11"), ("城东小学扩建", "县医院新楼", "养老服务中心", "体育公园")),
    ("城建专班", "U05", ("U05", "U36"), ("老城更新", "污水处理厂", "停车场", "滨溪步道")),
)
GOALS = (800, 1200, 2000, 3600, 5000, 9000, 12000, 18000, 24000, 36000, 60000, 90000)  # 8 M to 900 M yuan, in 10,000
LATE = {"P05": "2026-01", "P11": "2026-01", "P17": "2026-01"}  # to begin in January
FIRST_MONTH = {"P05": 4, "P11": 5, "P17": 3}  # in which those three begin indeed
SEED = 20260101


def main() -> None:
    """Write both."""
    rows = list(_projects())
    _write("projects.csv", ImportKind.PROJECTS, rows)
    _write("progress.csv", ImportKind.PROGRESS, _progress(rows))


def _write(name: str, kind: ImportKind, rows: Iterable[Sequence[object]]) -> None:
    with (ROOT / "bot" / "demo_data" / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS[kind].order)
        out.writerows(rows)


def _projects() -> Iterator[Sequence[object]]:
    named = [
        (force, lead, unit[place % 2], name) for force, lead, unit, names in SECTORS for place, name in enumerate(names)
    ]
    for number, (force, lead, unit, name) in enumerate(named, start=1):
        code, goal = f"P{number:02}", GOALS[number % len(GOALS)]
        yield code, name, "key", unit, lead, force, LATE.get(code, ""), YEAR, goal, *_curve(goal)
    for number in range(1, 33):
        unit = f"U{number % 18 + 1:02}"
        yield (f"M{number:02}", f"民生实事第{number}件", "livelihood", unit, unit, "", "", YEAR, "", *[""] * 12)


def _progress(projects: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Each at a pace of its own, near its plan for most; what is done does not fall from month to month."""
    drawn = random.Random(SEED)
    for code, _, kind, _, _, _, _, _, goal, *plan in projects:
        first, pace, done = FIRST_MONTH.get(str(code), 1), drawn.triangular(0.55, 1.4, 1.0), 0
        for month in range(1, 13):
            planned = plan[month - 1] if kind == "key" else 100 * month / 12
            most = goal if kind == "key" else 100
            wanted = float(str(planned)) * min(pace * drawn.uniform(0.93, 1.07), 1.6)
            done = min(max(done, round(wanted)), int(str(most))) if month >= first else 0
            yield code, f"{YEAR}-{month:02}", done, "yes" if month >= first else "no", ""


def _curve(goal: int) -> list[int]:
    """What an S-shaped plan wants by the end of each month: slow, fast, slow."""
    return [round(goal * (3 * (month / 12) ** 2 - 2 * (month / 12) ** 3)) for month in range(1, 13)]


if __name__ == "__main__":
    main()
