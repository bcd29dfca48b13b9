"""The kinds of announcements, as the tables declare them: which name nobody, which name a person, and in which section of the public
board each is read.

A kind that a table announces has its place on the board by that: nothing of it stands here.
"""

from collections.abc import Iterator, Mapping

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Announces


def _announced() -> Iterator[tuple[str, Announces]]:
    for matter, table in PROCEDURES.items():
        yield from ((matter, rule.announces) for rule in table.moves.values() if rule.announces is not None)


UNNAMED = frozenset(column.kind for _, column in _announced() if column.is_unnamed)
"""What names nobody."""

OF_PERSON = frozenset(column.kind for _, column in _announced() if column.with_consent and column.shows)
"""What names the very person whom its matter is about; what names several is linked to each of them."""

NAMING = OF_PERSON | frozenset(column.kind for _, column in _announced() if column.each or column.is_written_by_hand)
"""What may name people, with their consent."""

LASTING = {column.kind: column for _, column in _announced() if column.lasts}
"""What gives a notice that stands for some days, and is followed by words that were signed with it."""

BY_HAND = frozenset(column.kind for _, column in _announced() if column.is_written_by_hand)
"""What somebody words: what it names is nowhere but in its words."""

CORRECTING = BY_HAND | frozenset(column.kind for _, column in _announced() if column.answers)
"""What puts right something that was announced: a removal, a clarification, a correction."""


def _sections() -> Mapping[str, frozenset[str]]:
    """What answers something, and goes nowhere but where that went, is read with it; all else by the matter that announces it."""
    columns = {column.kind: (matter, column) for matter, column in _announced()}

    def section(kind: str) -> str:
        matter, column = columns[kind]
        is_answer = bool(column.answers) and not column.audiences
        return section(column.answers[0]) if is_answer else matter

    found: dict[str, set[str]] = {}
    for kind in (each for each in columns if each not in BY_HAND):
        found.setdefault(section(kind), set()).add(kind)
    return {matter: frozenset(kinds) for matter, kinds in found.items()}


SECTIONS = _sections()
"""The sections of the public board: the kinds that are read in each, by the matter that announces them."""
