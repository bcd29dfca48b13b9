"""Prints `docs/lifecycle.md`: every procedure as a picture and a table, from the very tables that the code runs by.

A tool for whoever changes a table: `python -m scripts.print_lifecycle > docs/lifecycle.md`; `tests/test_docs.py` compares.
"""

from collections.abc import Iterator
from pathlib import Path

import words
from domain.lifecycles import PROCEDURES as TABLES
from domain.mechanism import rules
from domain.mechanism.procedure import Procedure, Rule

ROOT = Path(__file__).resolve().parents[1]
TITLES = {
    "clue": "Clue (线索)",
    "striver": "Nomination of a striver (奋斗者推荐)",
    "period": "Period of flags (期次)",
    "flag": "Flag (旗帜)",
    "announcement": "Announcement (公告)",
    "trouble": "Trouble with a delivery (投递异常)",
}
PROCEDURES = {TITLES[matter]: table for matter, table in TABLES.items()}
HEAD = """\
# Lifecycles

Printed by `python -m scripts.print_lifecycle` from the tables in [`domain/`](../domain); do not edit it by hand.

An arrow is a move: who makes it, and in brackets who else has to sign before it takes effect. What leaves the stage as it is stands in the
table alone; an act is no move, and leaves other people's buttons alive. Guards are asked of whoever
moves and of whoever signs. A flag is struck, and replaced by one from corrected figures,
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
    names = _words().get("stage", {}).get(procedure.matter, {})
    for stage in _stages(procedure):
        yield f"    {stage} : {stage} {names.get(stage, '')}".rstrip()
    yield f"    [*] --> {procedure.first}"
    for move, rule in procedure.moves.items():
        for start in sorted(rule.start):
            for end in rule.every_end:
                if end != start:
                    yield f"    {start} --> {end} : {_named(move)} · {_who(rule)}"
    yield "```"


def _terms(procedure: Procedure) -> Iterator[str]:
    numbers = rules.RuleSet()
    terms = [f"{stage} {getattr(numbers, name)}" for stage, name in procedure.terms.items()]
    if terms:
        yield from (f"Terms: {', '.join(terms)}.", "")
    for stage, rested in procedure.stops.items():
        yield from (f"In {stage} the term of {rested} rests; it goes on when the matter comes back.", "")


def _table(procedure: Procedure) -> Iterator[str]:
    yield from ("| move | from | to | by | guards | needs to know | tells |", "|---|---|---|---|---|---|---|")
    for move, rule in procedure.moves.items():
        asks = ", ".join(asked.name + (" (optional)" if asked.may_skip else "") for asked in rule.asks)
        end = "an act" if rule.is_act else ", ".join(rule.every_end) or "the same"
        needs = "; ".join(need.name for need in rule.needs)
        cells = (_named(move), ", ".join(sorted(rule.start)), end, _who(rule), needs, asks, ", ".join(rule.tells))
        yield "| " + " | ".join(cells) + " |"


def _stages(procedure: Procedure) -> list[str]:
    """In the order in which the table comes to them."""
    found = [procedure.first]
    for rule in procedure.moves.values():
        found += [*sorted(rule.start), *rule.every_end]
    return list(dict.fromkeys(str(stage) for stage in found))


def _who(rule: Rule) -> str:
    return ", ".join(sorted(rule.by)) + (f" [{rule.second}]" if rule.second else "")


def _named(move: str) -> str:
    return f"{move} {_words()['move'].get(move, '')}".rstrip()


def _words() -> dict[str, dict[str, dict[str, str]]]:
    return dict(words.said("zh"))


if __name__ == "__main__":
    main()
