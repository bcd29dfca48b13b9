"""Who presses what in the life of a case, as its transcript is played: a plan with items, marks and votes of nine members, a removal.

The scripts are those of the tests; `tests/support/case_life.py` counts.
"""

from pathlib import Path

from bench.pressing import Cost, Office
from tests.support.case_life import ACTS, MEMBERS, CountingStage, lived

LEAST = 20  # reviewers of an office in which a case is played


async def played(office: Office, reviewers: int) -> dict[str, list[Cost]]:
    """Let a case live in an office; return the costs of its acts. What the last vote ends is an act of its own."""
    house = CountingStage(Path(), office.values)
    house.database, house.keys = office.database, office.database.vault
    made = await lived(house, reviewers)
    costs: dict[str, list[Cost]] = {}
    for act, said in ACTS.items():
        found = [each for each in made if each.line.endswith(said)]
        if act == "judge":
            last = [each for each in found if each.line.startswith(MEMBERS[-1])]
            costs["last_judge"] = [Cost(statements=each.statements, milliseconds=each.milliseconds) for each in last]
            found = [each for each in found if each not in last]
        if act == "file_plan":
            found = [max(found, key=lambda each: each.statements)]
        costs[act] = [Cost(statements=each.statements, milliseconds=each.milliseconds) for each in found]
    return costs
