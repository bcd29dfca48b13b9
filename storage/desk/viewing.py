"""Who looks, and what they must not see: the one place where that is said in SQL."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks: the person, and the units that are theirs or in line with theirs, whose matters they never see."""

    person_id: int
    hidden_units: tuple[str, ...]


def visible(viewer: Viewer, matter: str) -> tuple[str, dict[str, Any]]:
    """Leave out what the viewer recused themselves from or brought, also where that was merged into it, and what is about a
    unit in line with theirs.

    What is left out are short lists, made once for a question and not for each of its rows.
    """
    given: dict[str, Any] = {"person": viewer.person_id}
    names = []
    for number, unit in enumerate(viewer.hidden_units):
        given[f"unit_{number}"] = unit
        names.append(f":unit_{number}")
    where = (
        f"matter.id NOT IN (SELECT matter_id FROM recusal WHERE person_id = :person AND matter = '{matter}')"
        " AND (matter.account_id IS NULL OR matter.account_id NOT IN (SELECT id FROM account WHERE person_id = :person))"
    )
    if matter == "clue":  # what was merged into it is part of it
        where += (
            " AND matter.id NOT IN (SELECT link.to_id FROM link JOIN matter AS part ON part.id = link.from_id"
            " WHERE link.how = 'merged' AND (part.account_id IN (SELECT id FROM account WHERE person_id = :person)"
            " OR part.id IN (SELECT matter_id FROM recusal WHERE person_id = :person AND matter = 'clue')))"
        )
    return (f"{where} AND matter.unit NOT IN ({', '.join(names)})" if names else where), given
