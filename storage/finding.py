"""Finding clues (搜索) by the words of their stories, by unit and kind; and those that are nearly the same.

Every question here goes to the index of keyed tokens (`storage/tokens.py`), newest clue first, and ends with the last
one that is wanted: it costs the same in an office of any age. Called by `handlers/search.py`, `handlers/clue_faces.py` and,
to keep the index in shape, by the wiring.
"""

from collections import Counter

from storage import clues, tokens, viewing
from storage.database import Tx

SHARED = 4  # bands of the 8 of a sketch: about half of the words are the same
FEW = 4  # parts of the index, each of which is asked for each word
AT_ONCE = 100  # pages merged in one transaction: some hundredths of a second
RECENT = 200  # clues looked at in one band; of words that every other story has, the newest


def find(
    tx: Tx, viewer: viewing.Viewer, *, words: str = "", unit: str = "", kind: str = "", limit: int = 10
) -> list[clues.Clue]:
    """Find clues in any stage, newest first: of this unit and kind, whose story has all these words."""
    spoken = tokens.of(tx.vault, words)
    if (words and not spoken) or unit in viewer.hidden_units:
        return []
    wanted = spoken | tokens.marks(tx.vault, unit=unit, kind=kind)
    source, place = (tx.words.source, tx.words.clue_id) if wanted else ("clue", "clue.id")
    matching = tx.words.matching(wanted) if wanted else "1 = 1"
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {_columns()} FROM {source} WHERE {matching} AND {visible} ORDER BY {place} DESC LIMIT :limit",
        limit=limit,
        **given,
    )
    return [clues.of_row(row) for row in rows]


def similar(tx: Tx, clue_id: int, *, limit: int = 3) -> list[clues.Clue]:
    """Suggest clues of the same unit with nearly the same words, the nearest first."""
    found = clues.of_id(tx, clue_id)
    if found is None:
        return []
    met: Counter[int] = Counter()
    for band in tokens.bands(tx.vault, found.unit, clues.words_of(tx, clue_id)):
        met.update(_newest(tx, band))
    del met[clue_id]
    near = sorted((number for number, shared in met.items() if shared >= SHARED), key=lambda each: (-met[each], each))
    return [clue for number in near[:limit] if (clue := clues.of_id(tx, number)) is not None]


def tidy(tx: Tx, *, is_begun: bool = False) -> bool:
    """Merge a little of the index, where it has come to consist of too many parts; True where there is more to do.

    Call it again, and say that it `is_begun`, until it is done. A million clues take about five seconds of work.
    """
    if not tx.words.parts or int(tx.value(tx.words.parts)) <= (1 if is_begun else FEW):
        return False
    tx.run(tx.words.merge, pages=AT_ONCE)
    return True


def _newest(tx: Tx, token: str) -> list[int]:
    """List the newest clues that have a token."""
    place = tx.words.clue_id
    rows = tx.all(
        f"SELECT {place} FROM clue_words WHERE {tx.words.matching([token])} ORDER BY {place} DESC LIMIT :limit",
        limit=RECENT,
    )
    return [number for (number,) in rows]


def _columns() -> str:
    return ", ".join(f"clue.{column.strip()}" for column in clues.COLUMNS.split(","))
