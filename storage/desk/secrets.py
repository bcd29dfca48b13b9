"""Whether a text holds what a reporter told or who they are (the law §11.5). Nothing of either is returned, only whether it is there.

Two ways, because each alone misses something: the passages of the text are looked for in every clue there is, and the passages
of the clues at hand in the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain import leaks
from domain.mechanism.standing import Standing
from storage import clues
from storage import matters as standings
from storage.database import Tx
from storage.desk import finding
from storage.desk.viewing import Viewer

NEWEST = 200  # clues about one unit whose words and reporters are compared
_EVERYTHING = Viewer(person_id=0, hidden_units=())


@dataclass(frozen=True, slots=True)
class AtHand:
    """The clues whose words and reporters are compared, and the highest number of a clue."""

    clues: Sequence[int]
    until: int


def passage_of_a_clue(tx: Tx, text: str, at_hand: AtHand) -> str:
    """A passage of the text that stands in a clue, or of one of the clues at hand that stands in the text; empty where none."""
    for passage in leaks.passages(text):
        wanted = leaks.compact(passage)
        alike = finding.find(tx, _EVERYTHING, words=passage, until=at_hand.until)
        if any(wanted in leaks.compact(story) for story in clues.stories(tx, [clue.id for clue in alike])):
            return passage
    said = leaks.compact(text)
    told = (passage for story in clues.stories(tx, at_hand.clues) for passage in leaks.passages(story))
    return next((passage for passage in told if leaks.compact(passage) in said), "")


def names_a_reporter(tx: Tx, texts: Iterable[str], at_hand: AtHand) -> bool:
    """Whether the name or the contact of whoever brought one of these clues stands in any of the texts."""
    said = [leaks.compact(text) for text in texts]
    return any(part in text for number in at_hand.clues for part in _identity(tx, number) for text in said)


def at_hand(tx: Tx, matters: Iterable[Standing], units: Iterable[str]) -> AtHand:
    """The clues among these matters, and the newest about these units."""
    until = finding.newest(tx)
    found = [each.id for each in matters if each.matter == "clue"]
    for unit in units:
        found += [clue.id for clue in finding.find(tx, _EVERYTHING, unit=unit, limit=NEWEST, until=until)]
    return AtHand(list(dict.fromkeys(found)), until)


def _identity(tx: Tx, clue_id: int) -> list[str]:
    known = standings.identity_of(tx, clue_id)
    return [part for value in known.values() if len(part := leaks.compact(value)) > 1]
