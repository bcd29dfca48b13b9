"""Sealing what a matter says at a moment, so that everybody sees later whether it still says so (the law §4.1 L2)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

KEPT = "seal"  # the fact under which a seal is kept
SEALED_FILES = (
    "sealed_files"  # the fact that names each file that was there and where it is kept, where files are sealed, too
)
_SIZE = 64  # of a digest in hexadecimal


def seal(names: Sequence[str], own: Mapping[str, Any]) -> str:
    """The SHA-256 of these facts as they are now, and their names."""
    return f"{_digest(names, own)}:{','.join(names)}"


def is_intact(kept: str, own: Mapping[str, Any]) -> bool:
    """Whether every fact that was sealed is still as it was; facts that came later say nothing about that."""
    return kept[:_SIZE] == _digest(kept[_SIZE + 1 :].split(","), own)


def of_files(files: Mapping[int, str]) -> str:
    """Files by their number and the name under which each is kept, as a fact that can be sealed. Such a name is drawn for one content,
    written once, and opens nothing else (`bot/evidence/room.py`): whoever exchanges a file gives it another."""
    return ",".join(f"{number}:{kept}" for number, kept in sorted(files.items()))


def numbers_of(files: str) -> frozenset[int]:
    """The files that `of_files` named."""
    return frozenset(int(each.partition(":")[0]) for each in files.split(",") if each)


def shown(kept: str) -> str:
    """The digest as people compare it: its first sixteen characters."""
    return kept[:16]


def _digest(names: Sequence[str], own: Mapping[str, Any]) -> str:
    text = json.dumps(
        {name: own.get(name) for name in names}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
