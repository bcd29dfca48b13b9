"""Writes the ballots of the fictional county's arena: `bot/demo_data/ballots.csv`, the same bytes at every run (the law §10).

Ten departments speak; 62 rate: the heads of the forty units, and 22 of no unit. Nobody rates their own unit or one above it. The head of
U33 is missing, V05 gives everybody the same, and the heads of U03 and U07 give each other what nobody else gives them.
"""

import csv
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED = 20260101
SPEAKERS = [f"U{number:02}" for number in range(1, 11)]
RATERS = [*(f"U{number:02}" for number in range(1, 41)), *(f"V{number:02}" for number in range(1, 23))]
MISSING, FLAT = "U33", "V05"
FOR_EACH_OTHER = {"U03": "U07", "U07": "U03"}
CRITERIA = ("results", "steps", "delivery")


def main() -> None:
    """Write it."""
    chance = random.Random(SEED)
    with (ROOT / "bot" / "demo_data" / "units.csv").open(encoding="utf-8", newline="") as file:
        above = {row["code"]: row["parent"] for row in csv.DictReader(file)}
    with (ROOT / "bot" / "demo_data" / "ballots.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("slot", "rater", "criterion", "score"))
        for unit in SPEAKERS:
            level = chance.uniform(78, 92)
            for rater in RATERS:
                for criterion in CRITERIA if rater not in (unit, MISSING) else ():
                    mark = min(98, max(55, round(chance.gauss(level, 5))))
                    mark = 85 if rater == FLAT else 100 if FOR_EACH_OTHER.get(rater) == unit else mark
                    if above.get(rater) == unit:
                        continue
                    writer.writerow((unit, rater, criterion, mark))


if __name__ == "__main__":
    main()
