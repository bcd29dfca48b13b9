"""群众来信 by import: each becomes a clue of that source by the road that every clue goes, past the office where it is about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.importing.letters import Letter
from domain.importing.problems import CellFault, ImportRefused, Problem
from domain.matters.parts.clue_guards import ClueMove
from handlers.conversation.procedures import beginnings
from handlers.conversation.room import Drawn, Room
from storage import letters


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTaken:
    """What became of a letter: its line in the file, its number and query code; none where it went past this office."""

    line: int
    number: str = ""
    code: str = ""


def new_ones(room: Room, given: Sequence[Letter]) -> list[Letter]:
    """Those that were not taken before. Raises `ImportRefused` where a number was used for another letter: books begin anew each year."""
    new = [each for each in given if not letters.is_same(room.tx, each.key, each.told["story"])]
    used = [each for each in new if letters.is_taken(room.tx, each.key)]
    if used:
        raise ImportRefused(
            Problem(line=each.line, column="number", fault=CellFault.NUMBER_USED, found=each.key) for each in used
        )
    return new


def take(room: Room, given: Sequence[Letter], drawn: Sequence[Drawn]) -> tuple[LetterTaken, ...]:
    """Make a clue of each letter that is new. `drawn` is the randomness of each."""
    return tuple(_take(replace(room, drawn=own), each) for each, own in zip(new_ones(room, given), drawn, strict=False))


def _take(room: Room, letter: Letter) -> LetterTaken:
    made = beginnings.create(room, "clue", ClueMove.IMPORT, letter.told)
    letters.take(room.tx, letter.key, letter.told["story"], made.id)
    if room.office.matters[made.matter].procedure.is_apart:
        return LetterTaken(line=letter.line)
    return LetterTaken(line=letter.line, number=made.number, code=room.drawn.code)
