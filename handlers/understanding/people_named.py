"""Whether words name somebody: who is nominated is called by each as they like, 「李四 县医院」 or 「县医院李四医生」."""

from domain import text as texts
from handlers.understanding import unit_names

LEAST_SHARED = 0.8  # of the letters of the shorter words


def is_named(name: str, words: str) -> bool:
    """Whether somebody of this name is probably meant: it stands there, or something that sounds like it."""
    wanted, told = _letters(name), _letters(words)
    if not wanted:
        return False
    if wanted in told:
        return True
    sounds = unit_names.pinyin(wanted)
    parts = (told[at : at + len(wanted)] for at in range(len(told) - len(wanted) + 1))
    return any(sounds & unit_names.pinyin(part) for part in parts)


def are_alike(words: str, others: str) -> bool:
    """Whether both may call the same person: most letters of the shorter stand in the longer, in whatever order."""
    shorter, longer = sorted((_letters(words), _letters(others)), key=len)
    return len(shorter) > 1 and sum(letter in longer for letter in shorter) >= LEAST_SHARED * len(shorter)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, texts.folded(words)))
