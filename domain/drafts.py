"""A clue or a nomination in the making: what has been told so far, and what would make a clue stronger.

Filled by the steps of `handlers/reporting/`, stored whole by `storage/clues.py` and
`storage/strivers.py` when it is submitted. Calls nobody.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from domain.said import FileKind, FileRef

ENOUGH_WORDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known by now; None where it was not asked yet, empty where there is nothing to say.

    `unit` is a code of the register; `unit_told` the name of a unit that is not in it, as it was told. `asked` is a question that
    was asked beside, and is no part of what is told unless the person says so.
    """

    story: str
    unit: str | None = None
    unit_told: str = ""
    kind: str | None = None
    when: str | None = None
    where: str | None = None
    files: tuple[FileRef, ...] = ()
    has_all_files: bool = False
    is_real_name: bool | None = None
    name: str = ""
    contact: str = ""
    asked: str = ""

    def stronger(self) -> tuple[str, ...]:
        """Name what would make the clue stronger (the law §3, minimal form)."""
        has_document = any(file.kind is not FileKind.LOCATION for file in self.files)
        has_place = bool(self.where) or any(file.kind is FileKind.LOCATION for file in self.files)
        wanted = {
            "unit": bool(self.unit or self.unit_told),
            "time": bool(self.when),
            "place": has_place,
            "document": has_document,
            "detail": len(self.story) >= ENOUGH_WORDS,
        }
        return tuple(name for name, is_there in wanted.items() if not is_there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """A nomination in the making; None where it was not asked yet. `story` is the deeds, `nominee` name and post, `asked` as in `Draft`."""

    story: str | None = None
    field: str | None = None
    unit: str | None = None
    unit_told: str = ""
    nominee: str | None = None
    files: tuple[FileRef, ...] = ()
    has_all_files: bool = False
    asked: str = ""


D = TypeVar("D", bound=Draft | Nomination)


def changed(draft: D, **known: Any) -> D:
    """The draft with these fields changed."""
    return replace(draft, **known)
