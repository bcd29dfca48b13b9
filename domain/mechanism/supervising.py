"""For whom a matter waits, who stands in where nobody is there any more, and who hears where it is late (the law §13A).

Lives here: `owed_by`, `above` and `there_of`, the one place that says so for every table; `Staffed`, what of it the office must know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.mechanism import limits
from domain.mechanism.columns import OF_UNIT, Party, Relation
from domain.mechanism.standing import Running, Standing
from domain.mechanism.table import Procedure
from domain.people import STAFF, Role

_ABOVE: Mapping[Party, Party] = {
    Relation.APPLICANT: Relation.OFFICER,
    Relation.SUBJECT: Relation.OFFICER,
    Relation.OWNER: Relation.SUBJECT,
    Relation.HELPER: Relation.OFFICER,
    Relation.EVALUATOR: Relation.OFFICER,
    Relation.INSPECTOR: Relation.OFFICER,
    Relation.ASSIGNEE: Role.REVIEWER,
    Role.CASE_OFFICER: Role.REVIEWER,
}
"""Who supervises whom; whoever is not named here is supervised by a leader. A table may say otherwise (`Procedure.above`)."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """Which roles somebody holds now, and which units have anybody who is what by being of them: a contact, a project owner, who files."""

    roles: frozenset[Role] = frozenset()
    units: Mapping[Relation, frozenset[str]] = field(default_factory=dict)


def awaited(table: Procedure, standing: Standing) -> frozenset[Party]:
    """Who must act next: the second signer of what is proposed, else whoever the table says."""
    if standing.pending is None:
        return table.todo.get(standing.stage, frozenset())
    second = table.moves[standing.pending.move].second
    return frozenset({second}) if second else frozenset()


def beside(table: Procedure, standing: Standing) -> frozenset[Party]:
    """Whose terms run besides what the matter waits for: those that a move or an act began in the stage (`Limit.begun_by`)."""
    found = (limits.found(table.terms, each.name, standing.stage) for each in standing.terms)
    return frozenset(party for limit in found if limit is not None and limit.begun_by for party in limit.owed_by)


def waits_for(table: Procedure, standing: Standing) -> frozenset[Party]:
    """Everybody for whom it waits: who must act next, and whose term runs besides."""
    return awaited(table, standing) | beside(table, standing)


def owed_by(table: Procedure, standing: Standing, term: Running) -> frozenset[Party]:
    """Whose a term is: whom its line names, else whoever must act next, else who may lead the matter on from there; nobody's, where it
    leaves somebody a right."""
    limit = limits.found(table.terms, term.name, standing.stage)
    if limit is None or limit.is_right:
        return frozenset()
    return limit.owed_by or awaited(table, standing) or _leading_on(table, standing)


def above(table: Procedure, party: Party) -> Party:
    """Who supervises a party in matters of this table; what stands apart from the office is nobody's but whose it is."""
    if table.is_apart:
        return min(table.shows)
    return table.above.get(party, _ABOVE.get(party, Role.LEADER))


def there_of(
    table: Procedure,
    standing: Standing,
    parties: frozenset[Party],
    staffed: Staffed,
    named: Mapping[Relation, frozenset[int]],
) -> frozenset[Party]:
    """Who of these parties there is; where there is nobody, who may take it on, and else who is above them: no term rings nobody.

    `named` are the people who have a part in the matter.
    """
    found: set[Party] = set()
    for party in parties:
        found |= _there(table, standing, party, staffed, named)
    return frozenset(found)


def _there(
    table: Procedure, standing: Standing, party: Party, staffed: Staffed, named: Mapping[Relation, frozenset[int]]
) -> frozenset[Party]:
    if _is_there(standing, party, staffed, named) or above(table, party) is party:
        return frozenset({party})
    takers = _takers(table, standing) & staffed.roles if party is Relation.OFFICER else frozenset[Party]()
    return takers or _there(table, standing, above(table, party), staffed, named)


def _leading_on(table: Procedure, standing: Standing) -> frozenset[Party]:
    """The roles of the office that may lead a matter on from where it stands: a queue of theirs, in which it waits for all of them."""
    onward = (
        rule
        for rule in table.moves.values()
        if standing.stage in rule.start
        and set(rule.every_end) - {standing.stage}
        and not (rule.is_hidden or rule.is_undoing)
    )
    return frozenset(party for rule in onward for party in rule.by if party in STAFF)


def _takers(table: Procedure, standing: Standing) -> frozenset[Party]:
    """Who may take the matter on where it stands, and sees it before it is theirs."""
    owning = (rule for rule in table.moves.values() if rule.owns and standing.stage in rule.start)
    return frozenset(party for rule in owning for party in rule.by if party in table.shows)


def _is_there(standing: Standing, party: Party, staffed: Staffed, named: Mapping[Relation, frozenset[int]]) -> bool:
    if isinstance(party, Role):
        return party in staffed.roles
    if party is Relation.OFFICER:
        return standing.owner_id is not None
    if party is Relation.APPLICANT:
        return standing.account_id is not None
    if party in OF_UNIT:
        return standing.unit in staffed.units.get(party, ()) and not standing.is_personal
    return bool(named.get(party))
