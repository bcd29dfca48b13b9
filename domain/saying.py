"""What goes out: channel-neutral sayings, worded only at delivery.

Lives here: `Saying` (a key with typed params: each saying is one small frozen dataclass in `domain/sayings/<matter>.py`),
`Term` (a word of the law, looked up in the words), `Choice`, `Say`, and the three classes of outgoing words (the design §7).
Made by the law and the handlers, stored by `storage/road/outbox.py`, worded by `bot/wording.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from domain import errors

DESK = "desk"  # what `Say.about` is of lists


class Saying:
    """One thing that can be said. A subclass is a frozen dataclass whose fields are the params.

    Its key is `<module>.<class name in snake case>`, for example `matters.receipt`; both language files must have words for it
    (checked by a test). Allowed field types: str, int, bool, date, datetime, Term, Kept, another saying (a tuple of them is a list,
    one a line), tuples of those, and each of them or None.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    key: ClassVar[str]
    facts: ClassVar[tuple[str, ...]] = ()
    """The fields that a reader keeps: a page sets them apart, with what copies them. Their labels are in the table `fact`."""
    layout: ClassVar[str] = ""
    """`list` where it is a list that one works through: a wide page keeps it in view, and its buttons stay alive."""
    local_names: ClassVar[tuple[str, ...]] = ("unit", "category")
    """The fields that hold Chinese names of the office's own lists: who reads English gets an English one beside."""
    is_of_desk: ClassVar[bool] = False
    """It lists or counts the office's work. Whoever loses a role does not keep it."""
    template: ClassVar[str] = ""
    """The field that holds a word which may be a whole text itself, with places for what `filled` names; else its own words stand."""
    known: ClassVar[dict[str, type["Saying"]]] = {}

    def __init_subclass__(cls) -> None:
        """Register the saying under its key; dataclass(slots=True) makes the class twice, so the later one wins."""
        module = cls.__module__.rpartition(".")[2]
        cls.key = f"{module}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"
        Saying.known[cls.key] = cls

    def filled(self) -> Mapping[str, object]:
        """What may stand in its `template`, by name."""
        return {}


class SaidNo(errors.FlagpostError):
    """Something was refused; `why` says it in the words of whoever asked, in chat and on the command line alike."""

    def __init__(self, why: Saying) -> None:
        super().__init__(why.key)
        self.why = why


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the law or a label, worded at delivery: `Term("kind", "t05")` is `[kind] t05` of the words files."""

    table: str
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Another saying within one, as it was kept: its key and params in JSON. It is worded like any other."""

    shape: str


class Style(StrEnum):
    """How a button looks where a channel can show it."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One button: either a literal `text` (a unit's name) or a `label` from the words.

    `parts` stand behind the text, one after the other: a word of the law, a name, a number of days. `value` is what the step or
    the card makes of the press; `handle` is filled in by storage or delivery for the reader.
    """

    value: str
    text: str = ""
    label: Term | None = None
    style: Style = Style.PLAIN
    parts: tuple[Term | str | int, ...] = ()


class Class(StrEnum):
    """The three classes of outgoing words (the design §7)."""

    PUBLIC = "P"
    NOTICE = "N"
    REPLY = "R"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One saying to one account.

    `choices` belong to the dialogue that asked (their handles carry its id and version) unless `card` names a matter, whose
    buttons are derived when it is shown. `picture` is the content hash of a stored picture or document. `is_quiet` asks the channel not
    to ring.
    `about` is what of the office's work it shows: a matter ("clue 7"), or `DESK`; empty for what its reader keeps.
    """

    to: int
    saying: Saying
    choices: tuple[Choice, ...] = ()
    kind: Class = Class.REPLY
    picture: str = ""
    is_quiet: bool = False
    evidence: tuple[int, ...] = field(default=())
    about: str = ""
