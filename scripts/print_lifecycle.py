"""Prints `docs/lifecycle.md`: every procedure as a picture and a table, from the very tables that the code runs by.

A tool for whoever changes a table: `python -m scripts.print_lifecycle > docs/lifecycle.md`; `tests/test_docs.py` compares.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import words
from domain.lifecycles import PROCEDURES as TABLES
from domain.mechanism import rules
from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import Announces
from domain.mechanism.kin import Also, Kin, Opens, Where
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule

ROOT = Path(__file__).resolve().parents[1]


def _title(matter: str) -> str:
    return f"{words.said('en')['matter'][matter]} ({words.said('zh')['matter'][matter]})"


PROCEDURES = {_title(matter): table for matter, table in TABLES.items()}
HEAD = """\
# Lifecycles

Printed by `python -m scripts.print_lifecycle` from the tables in [`domain/`](../domain); do not edit it by hand.

An arrow is a move: who makes it, and in brackets who else has to sign before it takes effect. What leaves the stage as it is stands in the
table alone; an act is no move, and leaves other people's buttons alive. Guards are asked of whoever
moves and of whoever signs. In a ballot everybody has one voice, a deputy and whom they stand in for together; whoever has a conflict of
interest has none, and is not counted among those who may. A flag is struck, and replaced by one from corrected figures,
with the list of its period. Terms are the defaults of the rule set: wd are working days, d calendar days.
"""


def main() -> None:
    """Print it."""
    print(lifecycle(), end="")


def lifecycle() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(section(title, procedure) for title, procedure in PROCEDURES.items())])


def section(title: str, procedure: Procedure) -> str:
    """One procedure: a picture, its terms, its table."""
    return "\n".join([f"## {title}", "", *_picture(procedure), "", *_terms(procedure), *_table(procedure), ""])


def _picture(procedure: Procedure) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2")
    of_any = _words()["stage"]
    names = {**of_any, **of_any.get(procedure.matter, {}), **dict.fromkeys(procedure.unseen, "")}
    for stage in _stages(procedure):
        yield f"    {stage} : {stage} {names.get(stage, '')}".rstrip()
    yield f"    [*] --> {procedure.first}"
    for move, rule in procedure.moves.items():
        for start in sorted(rule.start):
            for end in rule.every_end:
                if end != start:
                    yield f"    {start} --> {end} : {_named(move, procedure)} · {_who(rule)}"
    yield "```"


def _terms(procedure: Procedure) -> Iterator[str]:
    numbers = rules.RuleSet()
    for limit in procedure.terms:
        yield f"* {_term(limit, procedure, numbers)}"
    if procedure.terms:
        yield ""
    for stage, parties in procedure.todo.items():
        yield f"* {stage} stands in the 待办 of {', '.join(sorted(parties))}."
    if procedure.todo:
        yield ""
    for party, fields in procedure.shows.items():
        yield f"* The card shows to {party}: {', '.join(fields)}."
    if procedure.shows:
        yield ""


def _term(limit: Limit, procedure: Procedure, numbers: rules.RuleSet) -> str:
    """One term: where it runs and rests, how it is given longer, what its end does."""
    runs = f"{', '.join(sorted(limit.stages))}: {getattr(numbers, limit.rule)} ({limit.rule})"
    return "; ".join((runs, *_runs(limit, procedure, numbers), *_ends(limit, procedure))) + "."


def _runs(limit: Limit, procedure: Procedure, numbers: rules.RuleSet) -> Iterator[str]:
    if limit.where:
        yield f"only {limit.where.name}"
    if limit.stops_in:
        yield f"rests in {', '.join(sorted(limit.stops_in))}"
    if limit.extend:
        cap = f", {getattr(numbers, limit.cap)} at most" if limit.cap else ""
        moves = _all_named((move for move, rule in procedure.moves.items() if rule.extends == limit.rule), procedure)
        yield f"{moves} adds {getattr(numbers, limit.extend)}, {limit.times} time(s){cap}"
    if limit.day:
        yield f"{('until', 'so long before')[limit.ahead]} the day of {limit.day} where there is one"
    if limit.renewed_by:
        yield f"begins anew by {_all_named(sorted(limit.renewed_by), procedure)}"
    if limit.begun_by:
        began, over = (_all_named(sorted(moves), procedure) for moves in (limit.begun_by, limit.ended_by))
        yield f"begins with {began} alone, and is over with {over}"
    if limit.rests_with:
        yield f"rests while {limit.rests_with} runs, {limit.times} time(s)"


def _ends(limit: Limit, procedure: Procedure) -> Iterator[str]:
    if limit.lapses:
        is_vote = procedure.moves[limit.lapses].is_vote
        does = "ends with what is there:" if is_vote else "makes the move"
        yield f"when it is over, the clock {does} {_named(limit.lapses, procedure)}"
    if limit.owed_by:
        yield f"owed by {', '.join(sorted(limit.owed_by))}"
    if limit.is_right:
        yield "a right: the office owes nothing"
    if limit.is_promised:
        yield "promised to the reporter"


def _all_named(moves: Iterable[str], procedure: Procedure) -> str:
    return ", ".join(_named(move, procedure) for move in moves)


def _table(procedure: Procedure) -> Iterator[str]:
    yield from (
        "| move | from | to | by | guards | needs to know | tells | moves besides |",
        "|---|---|---|---|---|---|---|---|",
    )
    for move, rule in procedure.moves.items():
        asks = ", ".join(asked.name + (" (optional)" if asked.may_skip else "") for asked in rule.asks)
        end = "an act" if rule.is_act else ", ".join(rule.every_end) or "the same"
        asks += "".join(f"; names the {party}" for party in rule.appoints.values())
        asks += "; leaves the matter to others" if rule.recuses else ""
        needs = "; ".join([*(need.name for need in rule.needs), *([_ballot(rule.ballot)] if rule.ballot else [])])
        said = [_announced(rule.announces)] if rule.announces else []
        said += [f"serves the document {rule.paper}"] if rule.paper else []
        opened = (_opened(opens) for opens in rule.opens)
        besides = "; ".join([*(_besides(also) for also in rule.also), *opened, *said])
        cells = (
            _named(move, procedure),
            ", ".join(sorted(rule.start)),
            end,
            _who(rule),
            needs,
            asks,
            ", ".join(rule.tells) + (" (by the card itself)" if rule.puts_card else ""),
            besides,
        )
        yield "| " + " | ".join(cells) + " |"


def _ballot(ballot: Ballot) -> str:
    numbers = rules.RuleSet()
    if ballot.is_vote:
        how = "a secret vote" if ballot.is_secret else "a vote"
        majority = f", {getattr(numbers, ballot.majority)} of those who voted" if ballot.majority else ""
        points = f", points for {', '.join(ballot.rubric)}" if ballot.rubric else ""
        mark = f", {getattr(numbers, ballot.mark)} at least" if ballot.mark else ""
        how += " that refreshes nobody else's card" if ballot.is_quiet else ""
        quorum = f"{getattr(numbers, ballot.quorum)} of those who may"
        return f"{how}: {quorum}{majority}{points}{mark}; then {ballot.passes}, else {ballot.fails}"
    slots = getattr(numbers, ballot.slots)
    voices = " and ".join(" or ".join(sorted(slot)) for slot in slots)
    return f"a ballot of {len(slots)}: {voices}; then {ballot.passes}, and {ballot.falls} where one is lost"


def _besides(also: Also) -> str:
    of = {
        Kin.PARENT: f"its {also.kind or 'parent'}",
        Kin.CHILDREN: f"every {also.kind} of its own",
        Kin.LINKED: f"the {also.kind} linked to it",
        Kin.SELF: f"the {also.kind} itself",
    }
    return f"{also.move} of {of[also.of]}{_where(also.where)}"


def _opened(opens: Opens) -> str:
    many = f" for each of {', '.join(opens.values) or opens.each}" if opens.each else ""
    return f"opens a {opens.kind}{many}{_where(opens.where)}"


def _where(where: Where) -> str:
    return (" where " + " and ".join(f"{name} is {value}" for name, value in where)) if where else ""


def _announced(column: Announces) -> str:
    where = " and ".join(f"{name} is {value}" for name, value in column.where)
    to = " and ".join([*column.audiences, *(f"whoever heard the {kind}" for kind in column.answers)])
    return f"announces {column.kind} to {to}" + (f" where {where}" if where else "")


def _stages(procedure: Procedure) -> list[str]:
    """In the order in which the table comes to them."""
    found = [procedure.first]
    for rule in procedure.moves.values():
        found += [*sorted(rule.start), *rule.every_end]
    return list(dict.fromkeys(str(stage) for stage in found))


def _who(rule: Rule) -> str:
    return ", ".join(sorted(rule.by)) + (f" [{rule.second}]" if rule.second else "")


def _named(move: str, procedure: Procedure) -> str:
    common = _words()["move"]
    return f"{move} {common.get(procedure.matter, {}).get(move) or common.get(move, '')}".rstrip()


def _words() -> dict[str, Any]:
    return dict(words.said("zh"))


if __name__ == "__main__":
    main()
