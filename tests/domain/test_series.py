"""Decimals of a column as whole numbers and as text, beside one number after the other; and rows that are made when they are read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.scoring.series import series, written
from domain.scoring.standings import Rows, SectionScore

ALIKE = st.decimals(min_value=-1000, max_value=1000, places=2)
UNLIKE = st.builds(lambda whole, by: Decimal(whole).scaleb(by), st.integers(-10_000, 10_000), st.integers(-4, 0))
ANY = st.builds(lambda whole, by: Decimal(whole).scaleb(by), st.integers(-10_000, 10_000), st.integers(-9, 4))
FEW = st.sampled_from([Decimal(each) for each in ("80", "95", "100", "95.0", "-0", "1E+2", "0.50", "0E-8")])


def columns(of: st.SearchStrategy[Decimal]) -> st.SearchStrategy[list[Decimal | None]]:
    return st.lists(st.none() | of, min_size=1, max_size=40)


@given(columns(ALIKE) | columns(UNLIKE) | columns(ANY) | columns(FEW) | columns(st.integers(-300, 300).map(Decimal)))
def test_whole_numbers_and_text_say_each_number_exactly(numbers: list[Decimal | None]) -> None:
    found = series(tuple(numbers), written(numbers))
    there = [each for each in numbers if each is not None]
    assert [Fraction(each, found.times) for each in found.numbers] == list(map(Fraction, there))
    assert found.text == ";".join("" if each is None else f"{(each + 0).normalize():f}" for each in numbers)
    assert found.is_whole == (None not in numbers)


def test_rows_are_made_once_and_are_what_a_list_of_them_is() -> None:
    made: list[str] = []

    def make() -> list[SectionScore]:
        made.append("made")
        return [SectionScore("规模", Decimal(30), Decimal(number)) for number in (60, 70)]

    rows, once = Rows(2, make), make()
    assert (len(rows), len(made)) == (2, 1)
    assert (rows == once, once == rows, tuple(once) == rows, rows == once[:1]) == (True, True, True, False)
    assert [rows[1].score, rows[-2].score, *(each.score for each in rows[:1])] == [70, 60, 60]
    assert len(made) == 2
