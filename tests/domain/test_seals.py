"""A seal can be checked by hand, with nothing but a SHA-256, for as long as the matter is kept (the law §4.1 L2)."""

from __future__ import annotations

import hashlib

import pytest

from domain.mechanism import seals

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


def test_files_are_named_with_where_they_are_kept_in_the_order_of_their_numbers() -> None:
    files = seals.of_files({12: "b", 3: "a"})
    assert files == "3:a,12:b"
    assert seals.numbers_of(files) == {3, 12}
    assert (seals.of_files({}), seals.numbers_of("")) == ("", frozenset())
