#!/usr/bin/env python3
"""Writes the horse-race of a fictional province (十一市四十县) into `bot/demo_data/race`: the same bytes at every run.

Eleven cities and forty counties with eleven indicators for one quarter, drawn from a seeded generator. Who wins is written nowhere.
"""

import csv
import random
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "bot" / "demo_data"
SEED = 20260101
QUARTER = "2026-Q1"
GROWTH, SHARE, DONE = (-8, 25), (30, 75), (40, 135)  # percent
RANGES = (GROWTH, GROWTH, DONE, GROWTH, GROWTH, SHARE, GROWTH, DONE, DONE, DONE, DONE)


def write(name: str, head: str, rows: Iterable[Iterable[str]]) -> None:
    with (FOLDER / "race" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head.split(","), *rows])


def main() -> None:
    drawn = random.Random(SEED)
    cities = [(f"S{n:02}", f"{stem}市", "市") for n, stem in enumerate("甲乙丙丁戊己庚辛壬癸子", start=1)]
    counties = [(f"X{n:02}", f"县{n:02}", "县") for n in range(1, 41)]
    with (FOLDER / "indicators.csv").open(encoding="utf-8", newline="") as file:
        measured = [row for row in csv.DictReader(file) if row["code"].startswith("I")]
    write("units", "code,name,sequence", cities + counties)
    kept = "code,name,section,section_weight,weight,direction"
    write("indicators", kept, ([row[column] for column in kept.split(",")] for row in measured))
    figures = (
        (QUARTER, unit, row["code"], f"{drawn.uniform(*ends):.1f}")
        for unit, _, _ in cities + counties
        for row, ends in zip(measured, RANGES, strict=True)
    )
    write("values", "period,unit,indicator,value", figures)


if __name__ == "__main__":
    main()
