"""No word of a picture leaves the page or runs into another, however long the names are; and what a page is painted with."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import example, given, settings
from hypothesis import strategies as some
from PIL import Image

from bench import picture_samples as samples
from bot.publishing.pictures import inks, letters, painting, pictures, sheets

NAMES = some.one_of(
    some.text("溪东望岚镇街道局（）、", min_size=1, max_size=60),
    some.lists(some.text("abcdefgMW-", min_size=1, max_size=14), min_size=1, max_size=9).map(" ".join),
)


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("kind", samples.KINDS)
def test_words_keep_to_the_page_and_out_of_each_other(kind: str, locale: str) -> None:
    keep_apart(pictures.svg(f"{kind}.svg.j2", samples.KINDS[kind].make(locale)))


@settings(max_examples=12, deadline=None)
@given(name=NAMES)
@example(name="MMMMMMMM " * 12)
@example(name="经济开发区管理委员会" * 6)
@pytest.mark.parametrize("kind", samples.KINDS)
def test_names_of_any_length_find_room(kind: str, name: str) -> None:
    keep_apart(pictures.svg(f"{kind}.svg.j2", renamed(samples.KINDS[kind].make("en"), name)))


def test_every_colour_stays_what_it_is_when_a_page_is_made_smaller() -> None:
    for colour in inks.PALETTE.values():
        page = Image.new("RGB", (40, 40), colour)
        assert inks.reduced(page).convert("RGB").getcolors() == [(1600, inks.rgb(colour))]


def test_what_cannot_be_painted_is_refused_rather_than_left_out() -> None:
    page = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f6f4ef"/>{}</svg>'
    assert Image.open(io.BytesIO(painting.painted(page.format("")))).size == (9, 9)
    with pytest.raises(KeyError, match="ellipse"):
        painting.painted(page.format("<ellipse/>"))


def keep_apart(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    found = sorted(boxes(root), key=lambda box: box.top)
    for box in found:
        assert 0 <= box.left <= box.right <= width, box
        assert 0 <= box.top <= box.bottom <= height, box
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if other.top >= one.bottom:
                break
            assert other.left >= one.right or other.right <= one.left, (one, other)


def boxes(root: Any) -> Iterator[Box]:
    """Where words stand: as wide as they run, from the head of a capital to the line on which it stands."""
    for each in root.iter("{http://www.w3.org/2000/svg}text"):
        size, x, y = (float(each.attrib[name]) for name in ("font-size", "x", "y"))
        runs = letters.width(each.text or "", int(each.get("font-weight", "400"))) * size
        left = x - {"start": 0, "middle": runs / 2, "end": runs}[each.get("text-anchor", "start")]
        if each.text:
            yield Box(each.text, left, y - 0.74 * size, left + runs, y)


def renamed(sheet: Any, name: str) -> Any:
    """The sheet with another name for every unit and project in it, however deep it stands."""
    if isinstance(sheet, str):
        return name if sheet in (*samples.UNITS["en"], *samples.PROJECTS["en"]) else sheet
    if isinstance(sheet, tuple):
        return tuple(renamed(each, name) for each in sheet)
    if hasattr(sheet, "__dataclass_fields__"):
        return replace(sheet, **{field: renamed(getattr(sheet, field), name) for field in sheet.__dataclass_fields__})
    return sheet


def test_no_line_leads_over_months_of_which_nothing_was_filed() -> None:
    """A project whose first figure came in April was drawn as if it had been worked on evenly since January."""
    whole = samples.curve("zh")
    filed = {4, 5, 7}
    months = tuple(
        month if at in filed else replace(month, actual_share=None) for at, month in enumerate(whole.months, start=1)
    )
    (work,) = re.findall(r'<path d="([^"]*)" fill="none" stroke="[^"]*" stroke-width="8"', svg_of(whole, months))
    assert [part[0] for part in work.split()[::2]] == ["M", "M", "L", "M"]  # the year's beginning, April to May, July


def svg_of(curve: sheets.CurvePicture, months: tuple[sheets.CurveMonth, ...]) -> str:
    return pictures.svg("curve.svg.j2", replace(curve, months=months))
