"""The law as a sheet that somebody writes by hand from its sections, and what a table says otherwise.

A sheet has a line for each move, its columns parted by `|`:

    move | from > to | by + who signs | refused for | who is told | what follows | § of the law: a word of comment

`> =` stays in its stage, `> act` moves nothing at all, `> yes:granted no,later:refused` ends by what was answered. "Refused for" are the
reasons of its guards; what follows stands in the words of `_follows`, parted by `;`. Other lines, each with its § at the end:

    term RULES | stages | how long; what else of `_term`
    waits | stages: in whose 待办; …
    sees PARTIES | facts
    shut PARTIES | stages in which they do not see it
    unseen | stages in which nobody sees it, because something else shows it
    asks MATTER.MOVE | what it asks, with `?` what may be left out (all of these in `test_what_is_asked.py`)
    begins | kinds that it is about: stages; … (or: anywhere)
    NAME = words for which it stands below
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.lifecycles import PROCEDURES
from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import Announces
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule
from tests.support import lifecycles
from tests.support.lifecycles import Line

SECTIONS = frozenset(
    line.partition(" = ")[0].strip()
    for line in (Path(__file__).parent / "law_sections.txt").read_text("utf-8").splitlines()
)
"""Every section of the law and of the design that a line may cite."""
ABOUT_ALL = ("contact", "recusal")
Key = tuple[str, str]
Columns = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Law:
    """A sheet as it was read: what it says, by what of, and the sections that each of its lines cites."""

    says: dict[Key, Columns] = field(default_factory=dict)
    cites: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def lines(self) -> dict[tuple[str, str, str], Line]:
        """What becomes of each move of the sheet, by whom, in every stage from which it begins."""
        moves = [(move, said) for (kind, move), said in self.says.items() if kind == "move"]
        return {(line.stage, line.move, line.by): line for move, said in moves for line in _made(move, said)}


def read(sheet: str) -> Law:
    """A sheet; whatever is no line of one is a fault of it."""
    law = Law()
    names: dict[str, str] = {}
    for row in filter(None, map(str.strip, sheet.splitlines())):
        name, _, words = row.partition(" = ")
        if name.isupper():
            names[name] = words
            continue
        for name, words in reversed(names.items()):
            row = re.sub(rf"\b{name}\b", words, row)
        what, *cells = (cell.strip() for cell in row.split("|"))
        for key, said in _row(what, cells):
            assert key not in law.says, f"said twice: {row}"
            law.says[key] = said
        law.cites[row] = tuple(cite.strip() for cite in cells[-1].partition(":")[0].split(","))
    return law


def differences(table: Procedure, law: Law) -> list[str]:
    """Where a table and its sheet do not say the same, a line for each."""
    found = dict(_of_table(table))
    return [
        f"{' '.join(key)}, {column}: {_shown(law.says.get(key, {}).get(column), said)}"
        for key in sorted(law.says | found)
        for column, said in sorted({**dict.fromkeys(law.says.get(key, {})), **found.get(key, {})}.items())
        if law.says.get(key, {}).get(column) != said
    ]


def counted(words: Iterable[str]) -> Mapping[str, int]:
    """Each of these words, how often."""
    return dict(Counter(words))


def _made(move: str, said: Columns) -> Iterator[Line]:
    start, ends, by, told = (said[column] for column in ("from", "to", "by", "told"))
    assert isinstance(start, frozenset)
    assert isinstance(by, frozenset)
    assert isinstance(told, frozenset)
    assert isinstance(ends, dict)
    how = "act" if "act" in ends else "second" if said["second"] else "once"
    for stage in start:
        for answer, end in ends.items():
            name = f"{move}={answer}" if answer not in ("", "act") else move
            for party in by:
                yield Line(stage, name, party, end or stage, how, "reporter" in told)


def _row(what: str, cells: list[str]) -> Iterator[tuple[Key, Columns]]:
    kind, _, name = what.partition(" ")
    if kind == "term":
        said = {"stages": _set(cells[0]), "says": _set(cells[1], ";")}
        yield from (((kind, rule), said) for rule in _set(name))
    elif kind == "begins":
        is_anywhere = cells[0] == "anywhere"
        yield (kind, ""), _anywhere() if is_anywhere else {each: _set(then) for each, then in _pairs(cells[0])}
    elif kind == "waits":
        yield from (((kind, stage), {"for": _set(then)}) for stages, then in _pairs(cells[0]) for stage in _set(stages))
    elif kind == "asks":
        yield (kind, name), {"asked": counted(_list(cells[0], " "))}
    elif kind == "unseen":
        yield (kind, ""), {"what": _set(cells[0], " ")}
    elif kind in ("sees", "shut"):
        yield from (((kind, party), {"what": _set(cells[0], " ")}) for party in _set(name))
    else:
        start, _, end = cells[0].partition(">")
        by, _, second = cells[1].partition("+")
        yield (
            ("move", what),
            {
                "from": _set(start),
                "to": _ends(end.strip()),
                "by": _set(by),
                "second": second.strip(),
                "refused": counted(_list(cells[2])),
                "told": _set(cells[3]),
                "follows": _set(cells[4], ";"),
            },
        )


def _anywhere() -> Columns:
    """Every kind of matter that people begin, in every stage that it has."""
    begun = [each for each in PROCEDURES.values() if each.begins and not each.is_apart and each.matter not in ABOUT_ALL]
    return {each.matter: _texts(_stages(each)) for each in begun}


def _stages(table: Procedure) -> set[str]:
    return {stage for rule in table.moves.values() for stage in (*rule.start, *rule.every_end)}


def _list(cell: str, mark: str = ",") -> list[str]:
    return [part.strip(" ,") for part in cell.split(mark) if part.strip(" ,-")]


def _set(cell: str, mark: str = ",") -> frozenset[str]:
    return frozenset(_list(cell, mark))


def _pairs(cell: str) -> list[tuple[str, str]]:
    return [(first.strip(), then) for first, _, then in (part.partition(":") for part in _list(cell, ";"))]


def _ends(end: str) -> Mapping[str, str]:
    if ":" not in end:
        return {"act": ""} if end == "act" else {"": "" if end == "=" else end}
    parts = [part.partition(":") for part in end.split()]
    return {answer: stage for answers, _, stage in parts for answer in answers.split(",")}


def _of_table(table: Procedure) -> Iterator[tuple[Key, Columns]]:
    for move, rule in table.moves.items():
        yield ("move", str(move)), _of_rule(rule)
    for limit in table.terms:
        yield ("term", limit.rule), {"stages": _texts(limit.stages), "says": frozenset(_term(limit))}
    yield from ((("waits", str(stage)), {"for": _texts(parties)}) for stage, parties in table.todo.items())
    yield from ((("sees", str(party)), {"what": _texts(facts)}) for party, facts in table.shows.items())
    yield from ((("shut", str(party)), {"what": _texts(stages)}) for party, stages in table.closed_to.items())
    if table.unseen:
        yield ("unseen", ""), {"what": _texts(table.unseen)}
    if table.begins is not None and table.begins.kinds:
        yield ("begins", ""), {kind: _texts(stages) for kind, stages in table.begins.kinds.items()}


def _of_rule(rule: Rule) -> Columns:
    ends = {answer: str(end) for answer, end in rule.ends.items()} or {"": str(rule.end or "")}
    return {
        "from": _texts(rule.start),
        "to": {"act": ""} if rule.is_act else ends,
        "by": _texts(rule.by),
        "second": str(rule.second or ""),
        "refused": counted(str(need.why) for need in rule.needs),
        "told": _texts(rule.tells),
        "follows": frozenset(_follows(rule)),
    }


def _follows(rule: Rule) -> Iterator[str]:
    """Everything that a move does besides, in the words of a sheet."""
    yield from map(str, rule.effects)
    yield from map(_moves, rule.also)
    yield from map(_opens, rule.opens)
    if rule.announces is not None:
        yield from _says(rule.announces)
    if rule.ballot is not None:
        yield from _votes(rule.ballot)
    words = {
        "resets": " ".join(sorted(rule.resets)),
        "paper": rule.paper,
        "longer": rule.extends,
        "seals": " ".join(rule.seals),
        "reads": " ".join(rule.says),
    }
    yield from (f"{word} {what}" for word, what in words.items() if what)
    yield from (f"names {party}" for party in rule.appoints.values())
    yield from (f"secret {name} {' '.join(sorted(values))}" for name, values in rule.secret.items())
    marks = (
        ("takes it", rule.owns),
        ("leaves it", rule.recuses),
        ("card", rule.puts_card),
        ("unnamed", rule.is_unnamed),
    )
    yield from (word for word, is_so in marks if is_so)


def _moves(also: Also) -> str:
    of = "" if also.of is Kin.PARENT else f"{also.of} "
    besides = f" and {also.how}" if also.how and also.of is not Kin.LINKED else ""
    gives = f" giving {' '.join(also.gives)}" if also.gives else ""
    return f"moves {of}{also.kind or 'any'}.{also.move}{besides}{gives}{_if(also.where)}"


def _opens(opens: Opens) -> str:
    each = " ".join(opens.values) or opens.each
    gives = f" giving {' '.join(opens.gives)}" if opens.gives else ""
    return f"opens {opens.kind}.{opens.move}{f' for {each}' if each else ''}{gives}{_if(opens.where)}"


def _says(announces: Announces) -> Iterator[str]:
    yield f"says {announces.kind}{_if(announces.where)}"
    words = {"to": announces.audiences, "showing": announces.shows, "answers": announces.answers}
    words |= {"each": announces.each, "keeps": tuple(sorted(announces.keeps))}
    yield from (f"{word} {' '.join(names)}" for word, names in words.items() if names)
    moves = {
        "invites": announces.invites,
        "signed": announces.signed,
        "said": announces.said,
        "unsaid": announces.falls,
    }
    yield from (f"{word} {move}" for word, move in moves.items() if move)
    if announces.names is not None:
        yield f"names {_moves(announces.names).removeprefix('moves ')}"
    if announces.with_consent:
        yield "with consent"
    if announces.is_written_by_hand:
        yield "by its author's hand"
    if announces.is_unnamed:
        yield "names nobody"


def _votes(ballot: Ballot) -> Iterator[str]:
    if not ballot.is_vote:
        yield f"voices {ballot.slots}: {ballot.passes}, lost {ballot.falls}"
        return
    yield f"vote {ballot.passes} or {ballot.fails}"
    yield f"quorum {_number(ballot.quorum)}"
    if ballot.majority:
        yield f"majority {_number(ballot.majority)}"
    if ballot.mark:
        yield f"mark {_number(ballot.mark)} of {' '.join(ballot.rubric)}"
    yield from (word for word, is_so in (("secret", ballot.is_secret), ("quiet", ballot.is_quiet)) if is_so)


def _term(limit: Limit) -> Iterator[str]:
    """What is said of a term, in the words of a sheet."""
    yield _number(limit.rule)
    if limit.extend:
        yield f"+{_number(limit.extend)}{'' if limit.times == 1 else f' {limit.times} times'}"
    if limit.cap:
        yield f"at most {_number(limit.cap)}"
    words = {
        "by itself": limit.lapses,
        "ahead of" if limit.ahead else "day": limit.day,
        "while waiting for": limit.waits_for,
    }
    words |= {"rests with": _number(limit.rests_with) if limit.rests_with else ""}
    words |= {"rests": " ".join(sorted(limit.stops_in)), "anew by": " ".join(sorted(limit.renewed_by))}
    words |= {"from": " ".join(sorted(limit.begun_by)), "until": " ".join(sorted(limit.ended_by))}
    words |= {"only": limit.where.name if limit.where else "", "owed by": " ".join(sorted(limit.owed_by))}
    yield from (f"{word} {what}" for word, what in words.items() if what)
    yield from (word for word, is_so in (("right", limit.is_right), ("promised", limit.is_promised)) if is_so)


def _number(rule: str) -> str:
    return str(getattr(lifecycles.RULES, rule))


def _if(where: tuple[tuple[str, str], ...]) -> str:
    return "".join(f" if {name}={value}" for name, value in where)


def _texts(members: Iterable[object]) -> frozenset[str]:
    return frozenset(map(str, members))


def _shown(law: object, table: object) -> str:
    """What the law says and the table does not, and the other way round."""
    if isinstance(law, frozenset) and isinstance(table, frozenset):
        return f"the law alone {sorted(law - table)}, the table alone {sorted(table - law)}"
    return f"the law {law}, the table {table}"
