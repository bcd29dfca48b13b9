"""The figures of a rehearsed year, worked out beside the house: from its files in fractions, by the law §5, §6 and §10.

`python -m tests.rehearsal` compares a whole year with them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from importlib import resources
from math import ceil
from pathlib import Path
from typing import Any

SAMPLE = resources.files("bot") / "demo_data"
WEIGHTS = {"results": 50, "steps": 30, "delivery": 20}
# In the year two projects are exempt for three months each, and two undertakings are not finished.
EXEMPT = {("P10", month) for month in (5, 6, 7)} | {("P18", month) for month in (8, 9, 10)}
UNFINISHED = {"U14": "overdue", "U06": "under_way"}
# Cases of two clues go to a yellow flag, and that of whoever was last in both years, where it is this one.
FLAGGED, LAST = {"U01", "U32"}, {"U29"}
ENDS = {
    "answered": ("substantiated", "partly", "unestablished", "unfounded", "clarified"),
    "rejected": ("rejected", "private"),
    "closed": ("transferred", "discipline"),
    "merged": ("merged",),
    "accepted": ("open",),
}
Rows = Sequence[Mapping[str, str]]
Pair = tuple[Fraction, Fraction]
Held = dict[tuple[str, str], str]


def rows(name: str, given: Path | None = None) -> Rows:
    """The rows of a file of the county, or of the one that stands in its place."""
    text = given.read_text("utf-8-sig") if given else (SAMPLE / f"{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


UNITS = rows("units")
SEQUENCE = {row["code"]: row["sequence"] for row in UNITS}
PARENT = {row["code"]: row["parent"] for row in UNITS}
MEASURED = {row["code"]: row for row in rows("indicators")}


def scored(direction: str, figures: Mapping[str, Pair]) -> dict[str, Fraction]:
    """60 to 100: against the target, or between the ends of its peers, which are the 5th and 95th percentile of twelve and more."""
    if direction == "T":
        return {unit: against(x, goal) for unit, (x, goal) in figures.items()}
    every = sorted(x for x, _ in figures.values())
    low, high = (at(every, Fraction(share, 100)) for share in ((5, 95) if len(every) >= 12 else (0, 100)))
    if low == high:
        return dict.fromkeys(figures, Fraction(80))
    clipped = {unit: max(low, min(high, x)) for unit, (x, _) in figures.items()}
    return {unit: 60 + 40 * (x - low if direction == "+" else high - x) / (high - low) for unit, x in clipped.items()}


def against(x: Fraction, goal: Fraction) -> Fraction:
    return Fraction(60) if x <= 0 else 60 + 40 * min(goal / x if goal < 0 else x / goal, Fraction(1))


def at(every: list[Fraction], share: Fraction) -> Fraction:
    place = (len(every) - 1) * share
    below = int(place)
    above = every[min(below + 1, len(every) - 1)]
    return every[below] + (above - every[below]) * (place - below)


def columns(values: Rows, period: str, sequence: Mapping[str, str]) -> dict[tuple[str, str], dict[str, Pair]]:
    """The figures of a period by sequence and indicator."""
    found: dict[tuple[str, str], dict[str, Pair]] = defaultdict(dict)
    for row in values:
        if row["period"] == period and row["value"]:
            pair = Fraction(row["value"]), Fraction(row.get("target") or 0)
            found[sequence[row["unit"]], row["indicator"]][row["unit"]] = pair
    return found


def flags(values: Rows, period: str) -> Held:
    """By unit and category: red for the first three from 85 on, yellow for the last three below 70 or short of a target."""
    sums: dict[tuple[str, str], dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(lambda: [Fraction(0)] * 2))
    missed = set()
    for (sequence, code), figures in columns(values, period, SEQUENCE).items():
        weight, category = Fraction(MEASURED[code]["weight"]), MEASURED[code]["categories"]
        missed |= {(unit, category) for unit, (x, goal) in figures.items() if goal and x < goal}
        for unit, score in scored(MEASURED[code]["direction"], figures).items():
            top, bottom = sums[sequence, category][unit]
            sums[sequence, category][unit] = [top + weight * score, bottom + weight]
    held: Held = {}
    for (_, category), of_units in sums.items():
        means = {unit: Fraction(round(100 * top / bottom), 100) for unit, (top, bottom) in of_units.items()}
        for unit, mean in means.items():
            place = 1 + sum(other > mean for other in means.values())
            if place <= 3 and mean >= 85:
                held[unit, category] = "red"
            elif place > len(means) - 3 and (mean < 70 or (unit, category) in missed):
                held[unit, category] = "yellow"
    return held


def of_periods(values: Rows) -> list[dict[str, Any]]:
    """Flags and titles of each period in which flags are given, and that is over with its figures before the year is."""
    before: Held = {}
    streak: Counter[tuple[str, str]] = Counter()
    found = []
    for period in sorted({row["period"] for row in values if row["period"][5] == "P" and row["period"] < "2026-P6"}):
        now = flags(values, period)
        streak = Counter({key: streak[key] + 1 if before.get(key) == "red" else 1 for key in now if now[key] == "red"})
        reds, yellows = ([unit for (unit, _), one in now.items() if one == colour] for colour in ("red", "yellow"))
        red = {unit: [key for key in streak if key[0] == unit] for unit in sorted(set(reds) - set(yellows))}
        titles = {
            "double_red": [unit for unit, held in red.items() if len(held) >= 2],
            "turnaround": [
                unit
                for unit, held in red.items()
                if len(held) >= 2 and any(before.get(key) == "yellow" for key in held)
            ],
            "keeper": [unit for unit, held in red.items() if any(streak[key] >= 3 for key in held)],
            "kept": sorted({unit for unit, _ in (key for key in streak if streak[key] > 1)}),
            "removed": sorted({key[0] for key, one in before.items() if one == "yellow" and key not in now}),
        }
        found.append(
            {
                "name": period,
                "yellow_flags": len(yellows),
                "red_flags": len(reds),
                "yellow_units": len(set(yellows)),
                "red_units": len(set(reds)),
                "titles": titles,
            }
        )
        before = now
    return found


def composites(
    values: Rows, period: str, measured: Mapping[str, Mapping[str, str]], sequence: Mapping[str, str]
) -> dict[str, dict[str, Fraction]]:
    """By sequence and unit: sections are weighted means, and the composite weighs them again; rounded to two places."""
    sums: dict[tuple[str, str], dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(lambda: [Fraction(0)] * 2))
    weights: dict[tuple[str, str], Fraction] = {}
    for (of, code), figures in columns(values, period, sequence).items():
        one = measured[code]
        weights[of, one["section"]] = Fraction(one["section_weight"])
        for unit, score in scored(one["direction"], figures).items():
            top, bottom = sums[of, one["section"]][unit]
            sums[of, one["section"]][unit] = [top + Fraction(one["weight"]) * score, bottom + Fraction(one["weight"])]
    whole: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(lambda: [Fraction(0)] * 2))
    for (of, section), of_units in sums.items():
        for unit, (top, bottom) in of_units.items():
            above, below = whole[of][unit]
            weight = weights[of, section]
            whole[of][unit] = [above + weight * top / bottom, below + weight]
    return {
        of: {unit: Fraction(round(100 * a / b), 100) for unit, (a, b) in each.items()} for of, each in whole.items()
    }


def two_year_last(values: Rows) -> list[str]:
    """Who alone has the least composite of its sequence in both years."""
    given = {row["period"] for row in values}
    years = rows("years")
    last: dict[str, list[set[str]]] = defaultdict(list)
    for year in ("2024-Y1", "2025-Y1"):
        for of, each in composites(values if year in given else years, year, MEASURED, SEQUENCE).items():
            last[of].append({unit for unit, score in each.items() if score == min(each.values())})
    return sorted(unit for one, other in last.values() if one == other and len(one) == 1 for unit in one)


def horse_race() -> dict[str, list[str]]:
    """The first four cities and eleven counties, by their places."""
    measured = {row["code"]: row for row in rows("race/indicators")}
    sequence = {row["code"]: row["sequence"] for row in rows("race/units")}
    scores = composites(rows("race/values"), "2026-Q1", measured, sequence)
    won = {}
    for name, of, places in (("cities", "市", 4), ("counties", "县", 11)):
        ranked = sorted(scores[of], key=lambda unit, of=of: -scores[of][unit])  # type: ignore[misc]
        won[name] = ranked[:places]
    return won


def arena(ballots: Rows) -> dict[str, Any]:
    """A tenth of the ballots off each end; nobody rates their own unit, or one above it or under it."""
    totals: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    raters = {row["rater"] for row in ballots}
    for row in ballots:
        if row["rater"] in (row["slot"], PARENT.get(row["slot"])) or PARENT.get(row["rater"]) == row["slot"]:
            continue
        totals[row["slot"]][row["rater"]] += Fraction(int(row["score"]) * WEIGHTS[row["criterion"]], 100)
    means = {}
    for unit, by_rater in totals.items():
        every, off = sorted(by_rater.values()), ceil(Fraction(len(by_rater), 10))
        kept = every[off : len(every) - off]
        means[unit] = Fraction(round(100 * sum(kept) / len(kept)), 100)
    return {
        "slots": len(means),
        "raters": len(raters | PARENT.keys() if raters & PARENT.keys() else raters),
        "ranking": [
            {"unit": unit, "score": f"{float(means[unit]):.2f}"} for unit in sorted(means, key=lambda one: -means[one])
        ],
    }


def lights(projects: Rows, progress: Rows, months: Iterable[int] = range(1, 12)) -> dict[str, dict[str, int]]:
    """Green below ten points behind, red above thirty, yellow between; a start that is missed is yellow, and red in the third month. The
    lights of December are told in the next year."""
    done = {(row["code"], int(row["month"][5:])): row for row in progress if row["actual"]}
    found = {}
    for month in months:
        counts = Counter(light(row, done.get((row["code"], month)), month) for row in projects)
        found[f"2026-{month:02}"] = {name: counts[name] for name in ("green", "yellow", "red", "grey")} | (
            {"missing": counts["missing"]} if counts["missing"] else {}
        )
    return found


def light(project: Mapping[str, str], done: Mapping[str, str] | None, month: int) -> str:
    if (project["code"], month) in EXEMPT:
        return "grey"
    if done is None:
        return "missing"
    goal = Fraction(project.get("goal") or 100)
    planned = Fraction(project[f"m{month:02}"]) if project.get(f"m{month:02}") else goal * month / 12
    gap = (planned - Fraction(done["actual"])) * 100 / goal
    late = month - int(project["starts"][5:]) + 1 if project.get("starts") and done["begun"] == "no" else 0
    return "red" if gap > 30 or late >= 3 else "yellow" if gap >= 10 or late > 0 else "green"


def the_rest() -> dict[str, Any]:
    """What follows from the files of the county alone: clues by their ends, undertakings, awards of earlier years."""
    outcomes = Counter(row["outcome"] for row in rows("clues"))
    work, awards = rows("undertakings"), Counter(row["hung_on"][:4] for row in rows("snails"))
    standing = Counter(UNFINISHED.get(row["owner"], "done") for row in work)
    return {
        "clues": {end: sum(outcomes[each] for each in every) for end, every in sorted(ENDS.items())},
        "undertakings": {
            "aspects": len({row["aspect"] for row in work}),
            "total": len(work),
            "by_status": {name: standing[name] for name in ("not_started", "under_way", "done", "overdue")},
        },
        "snail_awards": {
            "total": awards.total(),
            "by_year": {str(year): awards[str(year)] for year in range(2018, 2022)},
        },
        "horse_race": horse_race(),
    }


def expected(
    values: Path | None = None,
    projects_file: Path | None = None,
    progress_file: Path | None = None,
    ballots: Path | None = None,
) -> dict[str, Any]:
    """Every figure that follows from the files by arithmetic."""
    projects, last = rows("projects", projects_file), two_year_last(rows("values", values))
    return {
        **the_rest(),
        "periods": of_periods(rows("values", values)),
        "two_year_last": last,
        "editions": [{"name": "2026-1", "strivers": 7, "slackers": sorted({*FLAGGED, *LAST.intersection(last)})}],
        "arena": arena(rows("ballots", ballots)),
        "lights": lights(projects, rows("progress", progress_file)),
    }
