"""What a move does to other matters (the design §5): the moves it makes of relatives, and the children it opens.

Lives here: `Also` and `Opens`, columns of a table. The guards that look at children are in `domain/mechanism/needs.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Where = tuple[tuple[str, str], ...]
"""Facts of a matter's own, each with the value that it must have."""


class Kin(StrEnum):
    """Which relatives of a matter are moved besides."""

    PARENT = "parent"  # the one that it is about, or whose child it is
    CHILDREN = "children"
    LINKED = "linked"
    SELF = "self"  # this very matter: what the clock does of it once a move has come so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """A move that the clock makes of relatives of `kind`, in the same transaction: of those that stand where it begins. Without a
    kind, of every one whose table has such a move.

    `of` says which relatives, `how` by which link: of parent and children those besides that are linked so. `where`: only if the
    matter's own facts say so, for example {"decision": "exempt"}. `gives`: answers that it is made with, under their own names.
    """

    kind: str
    move: str
    of: Kin = Kin.PARENT
    how: str = ""
    where: Where = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """Children that a move opens: the clock makes their first `move`, which is given what it asks for.

    One child, or one for each of something: `each` names an answer that is a list of items, whose parts the child is given, or
    several of a words table, or, with `values`, the child's own answer that gets these one after the other (appointments: a child
    waits in its first stage for as long as the term says that runs for its value). `gives` are facts and answers that each child is
    given under their own names.
    """

    kind: str
    move: str
    each: str = ""
    values: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    where: Where = ()


def follows(where: Where, own: Mapping[str, str]) -> bool:
    """Whether something follows for a matter whose own facts are these."""
    return all(own.get(name) == value for name, value in where)
