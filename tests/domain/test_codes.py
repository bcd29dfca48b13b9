"""Codes as people send them: from a Chinese keyboard, copied with what stands around them, or misread."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import codes
from domain.lifecycles import PREFIXES

CODE = "7K3QW9ZT2M"
RECEIPT = (
    "您于3月4日提交的线索已登记。\n\n编号：QS-2026-000001\n查询码：7K3QW-9ZT2M\n\n"
    "请马上记下查询码：凭它查进度、补充材料、撤回，遗失后不能补发。"
)


@pytest.mark.parametrize(
    "sent",
    [
        "7K3QW-9ZT2M",
        "7k3qw9zt2m",
        "７Ｋ３ＱＷ－９ｚｔ２ｍ",
        "7K3QW—9ZT2M",
        "7K3QW–9ZT2M",
        "7K3QW一9ZT2M",
        "7K3QW 9ZT2M",
        "7K3QW\u30009ZT2M",
        "7K3QW\u200b-9ZT2M\ufeff",
        "7 K 3 Q W 9 Z T 2 M",
        "7K3QW\n9ZT2M",
        "「7K3QW-9ZT2M」",
        "“7K3QW-9ZT2M”。",
        "查询码：7K3QW-9ZT2M。",
        "查询码:\n7K3QW-9ZT2M",
        "我的查询码是7k3qw 9zt2m",
        "query code: 7K3QW-9ZT2M.",
        "Code is 7k3qw-9zt2m!",
        "https://example.org/chat#code=7K3QW-9ZT2M",
        RECEIPT,
    ],
)
def test_a_code_is_found_however_it_was_typed_or_copied(sent: str) -> None:
    assert codes.find(sent).codes == (CODE,)


def test_what_looks_alike_is_read_as_it_was_meant() -> None:
    assert codes.find("查询码 OIL7K-3QW9Z").codes == ("0117K3QW9Z",)


@pytest.mark.parametrize(
    "sent",
    [
        "自然资源局三个月不处理违建举报",
        "government is slow, the department does not answer",
        "a three-month delay in the north-south road",
        "打了13800000000，没人接；又打0578-1234567",
        "车牌浙A12345，工号20260304，身份证330000202603041234",
        "wang123456@example.org",
        "https://example.org/a/b123456789",
        "there were 2 weeks late",
    ],
)
def test_a_story_holds_no_code(sent: str) -> None:
    found = codes.find(sent)
    assert (found.codes, found.perhaps, found.is_broken, found.numbers, found.invitations) == ((), (), False, (), ())
    assert found.rest == sent


@pytest.mark.parametrize("sent", ["department", "abcdefghjk", "0578-123456", "2 weeks late", "1234567890"])
def test_ten_characters_that_may_be_a_word_or_a_telephone_number_are_only_perhaps_a_code(sent: str) -> None:
    found = codes.find(sent)
    assert (found.codes, len(found.perhaps)) == ((), 1)


@pytest.mark.parametrize("sent", ["查询码：7K3QW-9ZT2", "7K3QW-9ZT2", "7K3QW-9ZT2MM", "code 7K3QW9ZT2MXX"])
def test_a_code_with_a_character_too_few_or_too_many_is_broken(sent: str) -> None:
    found = codes.find(sent)
    assert (found.codes, found.perhaps, found.is_broken) == ((), (), True)


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("QS-2026-000123", "QS-2026-000123"),
        ("QS2026000123", "QS-2026-000123"),
        ("qs-2026-123", "QS-2026-000123"),
        ("ＱＳ－２０２６－０００１２３", "QS-2026-000123"),
        ("编号：TJ—2026—000004。", "TJ-2026-000004"),
        ("QS 2026 000123 怎么样了", "QS-2026-000123"),
    ],
)
def test_a_number_is_found_however_it_was_typed(sent: str, number: str) -> None:
    found = codes.find(sent)
    assert (found.numbers, found.codes, found.perhaps) == ((number,), (), ())


@pytest.mark.parametrize("sent", ["3", "第3条", "3号", " №3。", "３"])
def test_a_bare_number_is_told_as_such(sent: str) -> None:
    assert codes.find(sent).ordinal == 3


@pytest.mark.parametrize("sent", ["i_7K3QW9ZT2M", "/start i_7K3QW9ZT2M", "https://example.org/chat#i_7k3qw9zt2m"])
def test_an_invitation_is_found_in_its_link(sent: str) -> None:
    assert codes.find(sent).invitations == (CODE,)


def test_the_words_beside_a_code_are_kept_as_they_were_written() -> None:
    found = codes.find("查询码：7K3QW-9ZT2M，上周又去了一次，还是没人理")
    assert found.rest == "，上周又去了一次，还是没人理"
    assert codes.find("编号：QS-2026-000001\n查询码：7K3QW-9ZT2M").rest == ""


@given(
    code=st.text(alphabet=codes.ALPHABET, min_size=10, max_size=10),
    dash=st.sampled_from(["", "-", "—", "－", " ", "\n", "_", "·", "一"]),
    label=st.sampled_from(["查询码：", "code: ", "我的查询码是"]),
    behind=st.sampled_from(["", "。", "」", " ", "\n谢谢"]),
    is_small=st.booleans(),
)
def test_every_code_is_found_behind_its_label(code: str, dash: str, label: str, behind: str, is_small: bool) -> None:
    written = f"{label}{code[:5]}{dash}{code[5:]}{behind}"
    found = codes.find(written.lower() if is_small else written)
    assert (*found.codes, *found.perhaps) == (code,)


@given(st.text())
def test_any_text_can_be_read(sent: str) -> None:
    codes.find(sent)


def test_the_longest_text_is_read_at_once() -> None:
    """Patterns that look back and forth must not take a person's story apart for minutes."""
    for piece in ("查询码", "1 2 ", "A一", "QS-", "\u200b", "code "):
        codes.find(piece * 4000)


def test_the_numbers_of_no_two_kinds_begin_with_the_same_letters() -> None:
    """A change of a rule and a correction of an announcement both had GZ: whoever typed the number of one was told that there is none."""
    kinds = Counter(PREFIXES.values())
    assert [letters for letters, number in kinds.items() if number > 1] == []
