"""Words as people send them: hostile, half-broken, or merely typed on another keyboard."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import text

any_text = st.text(alphabet=st.characters(exclude_categories=()))  # lone surrogates too


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("违建举报\n第二行\t表", "违建举报\n第二行\t表"),
        ("甲\x00乙\x0b丙\x1b[31m\x7f\x9b", "甲乙丙[31m"),
        ("一\r\n二\r三\x85四", "一\n二\n三\n四"),
        ("局长\ud800很忙\udc00", "局长\ufffd很忙\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\u202eexe.jpg\u202c \u2066x\u2069\u200f\u061c", "exe.jpg x"),
        ("𠮷野家 👩‍👩‍👧 零\u200b宽", "𠮷野家 👩‍👩‍👧 零\u200b宽"),
        ("⼤⼈ Ａ", "⼤⼈ Ａ"),
        ("更正\uffff声\ufffe明", "更正声明"),
    ],
    ids=[
        "plain",
        "controls",
        "line-ends",
        "half-pairs",
        "whole-pair",
        "direction",
        "astral-and-joined",
        "compatibility",
        "what-no-feed-can-hold",
    ],
)
def test_the_door_drops_what_cannot_be_shown_and_keeps_every_visible_word(sent: str, kept: str) -> None:
    assert text.clean(sent) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("⽼⼈", "老人"),
        ("ＡＢＣ局", "abc局"),
        ("豈\uf900", "豈豈"),
        ("自\u200b然\u200d资\ufeff源局", "自然资源局"),
        ("STRASSE", "straße"),
        ("\u202e自然资源局", "自然资源局"),
    ],
    ids=["kangxi", "full-width", "compatibility", "zero-width", "casefold", "direction"],
)
def test_two_spellings_of_the_same_words_are_found_as_one(one: str, other: str) -> None:
    assert text.folded(one) == text.folded(other)


def test_a_traditional_and_a_simplified_name_stay_two() -> None:
    assert text.folded("張") != text.folded("张")


@given(any_text)
def test_whatever_was_sent_can_be_stored_once_it_is_clean(sent: str) -> None:
    kept = text.clean(sent)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert text.clean(kept) == kept


@given(any_text)
def test_folding_twice_is_folding_once(sent: str) -> None:
    assert text.folded(text.folded(sent)) == text.folded(sent)


@given(any_text, st.integers(min_value=1, max_value=40))
def test_parts_fit_and_together_say_everything(sent: str, limit: int) -> None:
    cut = list(text.parts(sent, limit))
    assert all(0 < len(part) <= limit and part.strip() for part in cut)
    assert "".join("".join(cut).split()) == "".join(sent.split())


@pytest.mark.parametrize(
    "seen", ["👩‍👩‍👧", "🇨🇳", "👍🏽", "e\u0301", "\u1100\u1161\u11a8", "कि", "🏴\U000e0067\U000e0062\U000e007f"]
)
@pytest.mark.parametrize("before", range(8))
def test_a_character_as_it_is_seen_is_never_cut(seen: str, before: int) -> None:
    cut = list(text.parts("x" * before + seen * 24, 16))
    assert len(cut) > 1
    assert all(part.lstrip("x").replace(seen, "") == "" for part in cut)


def test_a_long_text_is_cut_at_the_end_of_a_line_else_after_a_sentence() -> None:
    assert list(text.parts("第一行的话\n第二行的话", 8)) == ["第一行的话", "第二行的话"]
    assert list(text.parts("第一句话。第二句话没有完", 8)) == ["第一句话。", "第二句话没有完"]
    assert list(text.parts("没有句号的长话一直说下去", 8)) == ["没有句号的长话一", "直说下去"]


def test_a_heap_of_marks_on_one_letter_is_cut_all_the_same() -> None:
    assert [len(part) for part in text.parts("e" + "\u0301" * 25, 10)] == [10, 10, 6]


def test_ten_thousand_characters_of_a_name_become_a_name_on_one_line() -> None:
    assert text.clean_name("证\n据" * 10_000 + ".jpg")[:3] == "证 据"
    assert len(text.clean_name("证" * 10_000)) == 255


def test_wide_characters_take_two_places_on_a_button() -> None:
    assert text.width("受理 ok") == 7
    assert text.width(unicodedata.normalize("NFD", "é")) == 1


def test_everything_that_only_formats_goes_and_nothing_else_does() -> None:
    formats = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"}
    matched = set(text.FORMATS.findall("".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))))
    assert formats <= matched
    newer = {char for char in matched - formats if unicodedata.category(char) != "Cn"}  # known to a later Unicode only
    assert newer == set()
