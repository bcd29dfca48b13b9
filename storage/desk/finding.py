"""Finding clues (搜索) by the words of their stories, by unit and kind; and those that are nearly the same.

Every question here goes to the index of keyed tokens (`storage/tokens.py`), newest clue first, and ends with the last
one that is wanted: it costs the same in an office of any age.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from domain.mechanism.standing import Standing
from storage import clues, matters, tokens
from storage.database import Tx
from storage.desk import viewing

SHARED = 4  # bands of the 8 of a sketch: about half of the words are the same
FEW = 4  # parts of the index, each of which is asked for each word
AT_ONCE = 100  # pages merged in one transaction: some hundredths of a second
RECENT = 32  # clues looked at in one band; of words that every other story of a unit has, the newest


def find(
    tx: Tx,
    viewer: viewing.Viewer,
    *,
    words: str = "",
    unit: str = "",
    kind: str = "",
    limit: int = 10,
    until: int | None = None,
) -> list[Standing]:
    """Find clues in any stage, newest first: of this unit and kind, whose story has all these words. `until`: the highest number of a
    clue, where it is known."""
    spoken = tokens.of(tx.vault, words)
    if (words and not spoken) or unit in viewer.hidden_units:
        return []
    wanted = spoken | tokens.marks(tx.vault, unit=unit, kind=kind)
    visible, given = viewing.visible(viewer, "clue")
    if not wanted:
        return _selected(tx, f"FROM {clues.CLUES} WHERE {visible} ORDER BY clue.id DESC", limit, given)
    index = tx.words
    found: list[Standing] = []
    for condition in index.matching(wanted, newest(tx) if until is None else until):
        where = f"FROM {index.source} WHERE {condition} AND {visible} ORDER BY {index.newest} DESC"
        found = _selected(tx, where, limit, given)
        if len(found) == limit:
            break
    return found


def newest(tx: Tx) -> int:
    """The highest number of a clue."""
    return int(tx.value("SELECT MAX(id) FROM clue") or 0)


def numbered(
    tx: Tx, viewer: viewing.Viewer, numbers: Sequence[str], *, beginning: str = "", limit: int = 10
) -> list[Standing]:
    """Find clues by any of these numbers, or by how their number begins, newest first."""
    visible, given = viewing.visible(viewer, "clue")
    given |= {f"number_{place}": number for place, number in enumerate(numbers)}
    listed = ", ".join(f":number_{place}" for place in range(len(numbers))) or "''"
    of_number = f"SELECT id FROM matter WHERE {matters.NUMBERED} AND kind = 'clue'"
    wanted = f"{of_number} AND number IN ({listed})"
    if beginning:
        wanted += f" UNION {of_number} AND number >= :low AND number < :high"
        given |= {"low": beginning, "high": f"{beginning}~"}
    return _selected(
        tx,
        f"FROM {clues.CLUES} WHERE matter.id IN ({wanted}) AND {visible} ORDER BY matter.id DESC",
        limit,
        given,
    )


def similar(tx: Tx, clue_id: int, *, limit: int = 3) -> list[Standing]:
    """Suggest clues of the same unit with nearly the same words, the nearest first."""
    found = matters.standing(tx, "clue", clue_id)
    if found is None:
        return []
    bands = sorted(tokens.bands(tx.vault, found.unit, clues.words_of(tx, clue_id)))
    if len(bands) < SHARED:
        return []
    given = {f"band_{place}": band for place, band in enumerate(bands)}
    newest = " UNION ALL ".join(f"SELECT number FROM ({tx.words.banded.format(band=name)}) AS {name}" for name in given)
    met = Counter(number for (number,) in tx.all(newest, recent=RECENT, **given))
    del met[clue_id]
    near = sorted((number for number, shared in met.items() if shared >= SHARED), key=lambda each: (-met[each], each))
    return [clue for number in near[:limit] if (clue := matters.of_id(tx, number)) is not None]


def tidy(tx: Tx, *, is_begun: bool = False) -> bool:
    """Merge a little of the index, where it has come to consist of too many parts; True where there is more to do.

    Call it again, and say that it `is_begun`, until it is done. A million clues take about five seconds of work.
    """
    if not tx.words.parts or int(tx.value(tx.words.parts)) <= (1 if is_begun else FEW):
        return False
    tx.put(tx.words.merge, pages=AT_ONCE)
    return True


def _selected(tx: Tx, where: str, limit: int, given: dict[str, Any]) -> list[Standing]:
    return [
        matters.of_row(tx, row)
        for row in tx.all(f"SELECT {matters.COLUMNS} {where} LIMIT :limit", limit=limit, **given)
    ]
