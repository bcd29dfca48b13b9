"""A seal can be checked by hand, with nothing but a SHA-256, for as long as the matter is kept (the law §4.1 L2)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from domain.mechanism import seals
from domain.mechanism.seals import SealedFile

OWN = {"place": "三楼", "facts": "x", "later": "y"}
WRITTEN = '{"facts":"x","missing":null,"place":"三楼"}'


def test_a_seal_is_the_digest_of_the_facts_by_name_as_they_are_written_and_their_names() -> None:
    digest = hashlib.sha256(WRITTEN.encode()).hexdigest()
    kept = seals.seal(("place", "facts", "missing"), OWN)
    assert kept == f"{digest}:place,facts,missing"
    assert seals.shown(kept) == digest[:16]


@pytest.mark.parametrize(
    ("changed", "is_intact"),
    [({}, True), ({"later": "z", "new": "1"}, True), ({"facts": "y"}, False), ({"missing": "there"}, False)],
)
def test_what_was_sealed_is_intact_until_one_of_it_changes(changed: dict[str, str], *, is_intact: bool) -> None:
    kept = seals.seal(("place", "facts", "missing"), OWN)
    assert seals.is_intact(kept, {**OWN, **changed}) is is_intact


FILES = (SealedFile(number=12, kept="b", mark=""), SealedFile(number=3, kept="a", mark="m"))


def test_files_are_named_with_where_they_are_kept_and_what_is_in_them_in_the_order_of_their_numbers() -> None:
    assert seals.of_files(FILES) == "3:a:m,12:b"
    assert seals.of_files(()) == ""


@pytest.mark.parametrize(
    ("now", "is_intact"),
    [
        (FILES, True),
        ((*FILES, SealedFile(number=20, kept="c", mark="n")), True),
        ((FILES[1], replace(FILES[0], mark="known now")), True),
        ((FILES[0], replace(FILES[1], mark="other")), False),
        ((FILES[0], replace(FILES[1], kept="other")), False),
        (FILES[:1], False),
    ],
    ids=["as then", "another came", "hashed only now", "other content", "exchanged", "gone"],
)
def test_sealed_files_are_intact_while_those_of_then_are_what_they_were(
    now: tuple[SealedFile, ...], *, is_intact: bool
) -> None:
    own = {"facts": "x", seals.SEALED_FILES: seals.of_files(FILES)}
    kept = seals.seal(("facts", seals.SEALED_FILES), own)
    assert seals.is_intact(kept, seals.with_files(own, now)) is is_intact


def test_where_no_files_were_sealed_none_are_looked_at() -> None:
    assert seals.with_files(OWN, FILES) == OWN
