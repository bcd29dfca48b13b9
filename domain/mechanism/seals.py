"""Sealing what a matter says at a moment, so that everybody sees later whether it still says so (the law §4.1 L2)."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

KEPT = "seal"  # the fact under which a seal is kept
SEALED_FILES = (
    "sealed_files"  # the fact that names each file that was there and where it is kept, where files are sealed, too
)
_SIZE = 64  # of a digest in hexadecimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file: its number, the name under which it is kept, and the keyed hash of what is in it; empty where that is not known."""

    number: int
    kept: str
    mark: str


def seal(names: Sequence[str], own: Mapping[str, Any]) -> str:
    """The SHA-256 of these facts as they are now, and their names."""
    return f"{_digest(names, own)}:{','.join(names)}"


def is_intact(kept: str, own: Mapping[str, Any]) -> bool:
    """Whether every fact that was sealed is still as it was; facts that came later say nothing about that."""
    return kept[:_SIZE] == _digest(kept[_SIZE + 1 :].split(","), own)


def of_files(files: Iterable[SealedFile]) -> str:
    """Files by their number, their name and what is in them, as a fact that can be sealed. A name is drawn for one content, written once,
    and opens nothing else (`bot/evidence/room.py`); what is in a file is hashed as it comes."""
    every = sorted(files, key=lambda each: each.number)
    return ",".join(f"{each.number}:{each.kept}" + (f":{each.mark}" if each.mark else "") for each in every)


def with_files(own: Mapping[str, Any], files: Iterable[SealedFile]) -> Mapping[str, Any]:
    """The facts of a matter with its files as they are now, those that were sealed: what came later says nothing about them. What was not
    known of a file then is not asked of it now."""
    sealed = str(own.get(SEALED_FILES, ""))
    then = {int(number): mark for number, _, mark in (_parted(each) for each in sealed.split(",") if each)}
    now = (each if then[each.number] else replace(each, mark="") for each in files if each.number in then)
    return {**own, SEALED_FILES: of_files(now)} if sealed else own


def shown(kept: str) -> str:
    """The digest as people compare it: its first sixteen characters."""
    return kept[:16]


def _parted(file: str) -> tuple[str, str, str]:
    number, _, rest = file.partition(":")
    kept, _, mark = rest.partition(":")
    return number, kept, mark


def _digest(names: Sequence[str], own: Mapping[str, Any]) -> str:
    text = json.dumps(
        {name: own.get(name) for name in names}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
