"""The pictures of an announcement: what a reader of the channel sees, down to the colours and the glyphs."""

from __future__ import annotations

import importlib.util
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PIL import Image, ImageChops

from bot import wording
from bot.delivery import receipts
from bot.publishing.pictures import inks, layout, letters, pictures
from bot.publishing.pictures.sheets import (
    Cloth,
    FlagHolder,
    FlagNoticePicture,
    FlagsCategory,
    FlagsPicture,
    Heading,
    RankingLabels,
    RankingPicture,
    RankingRow,
)
from domain.sayings import clues as sayings

HEADING = Heading(
    office="清溪县领导小组办公室",
    title="街道综合得分排名",
    subtitle="第 3 期",
)
LABELS = RankingLabels(
    rank="名次",
    unit="单位",
    composite="综合得分",
    provisional="暂定",
    missing="缺",
    red_flag="贡献红旗",
    yellow_flag="落后黄旗",
)


def row(rank: int = 1, unit: str = "溪东街道", composite: str = "91.50") -> RankingRow:
    return RankingRow(rank=rank, unit=unit, composite=Decimal(composite), sections=(Decimal("88.25"), Decimal("94.00")))


def ranking(*rows: RankingRow) -> RankingPicture:
    return RankingPicture(
        heading=HEADING, labels=LABELS, sections=("规模", "结构"), rows=rows or (row(),), foot=("校验 3f2a",)
    )


FLAGS = FlagsPicture(
    heading=HEADING,
    red_flag="贡献红旗",
    yellow_flag="落后黄旗",
    nobody="本期无",
    categories=(
        FlagsCategory(
            name="绩效", red=(FlagHolder(name="溪东街道", note="守旗"),), yellow=(FlagHolder(name="望岚镇"),)
        ),
        FlagsCategory(name="闯创干"),
    ),
    foot=("批准文号",),
)
NOTICE = FlagNoticePicture(
    heading=HEADING,
    colour=Cloth.RED,
    holder="溪东街道",
    inscription="贡献红旗",
    category="绩效",
    period="2026年第3期",
    foot=("如有异议，请提出。",),
)


def seen(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(io.BytesIO(png)) as picture:
        return picture.convert("RGB")


def pixels_of(colour: str, picture: Image.Image) -> int:
    return sum(count for count, found in picture.getcolors(1 << 24) or () if found == rgb(colour))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(inks.PALETTE[colour][1:]))


def where_different(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.difference(one, other).getbbox()
    assert box is not None, "the two pictures look the same"
    return box


# What every picture owes its reader


@pytest.mark.parametrize("count", [1, 18, 40])
def test_a_ranking_keeps_to_the_shape_that_telegram_takes(count: int) -> None:
    picture = seen(pictures.ranking(ranking(*(row(rank) for rank in range(1, count + 1)))))
    assert picture.width == 1080
    assert picture.width + picture.height <= 10_000
    assert picture.height / picture.width <= 20
    assert picture.height < 600 + count * 90


def test_a_ranking_taller_than_any_channel_takes_is_not_drawn() -> None:
    with pytest.raises(pictures.TooTall):
        pictures.ranking(ranking(*(row(rank) for rank in range(1, 131))))


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert pictures.ranking(ranking()) == pictures.ranking(ranking())
    assert pictures.flags(FLAGS) == pictures.flags(FLAGS)
    assert pictures.flag_notice(NOTICE) == pictures.flag_notice(NOTICE)


def test_a_demonstration_says_so_and_the_real_thing_does_not() -> None:
    demonstration = replace(HEADING, badge="【演示数据】")
    for real, demo in (
        (pictures.ranking(ranking()), pictures.ranking(replace(ranking(), heading=demonstration))),
        (pictures.flags(FLAGS), pictures.flags(replace(FLAGS, heading=demonstration))),
        (pictures.flag_notice(NOTICE), pictures.flag_notice(replace(NOTICE, heading=demonstration))),
    ):
        badge = seen(demo).crop(where_different(seen(real), seen(demo)))
        assert badge.width > 150
        assert pixels_of("ink", badge) > badge.width * badge.height / 2


@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ("ink", "paper"),
        ("ink", "sheet_white"),
        ("muted", "paper"),
        ("muted", "sheet_white"),
        ("red", "paper"),
        ("red", "sheet_white"),
        ("paper", "ink"),
        ("sheet_white", "red"),
        ("ink", "yellow"),
    ],
)
def test_letters_stand_out_from_their_ground(letters: str, ground: str) -> None:
    lighter, darker = sorted((luminance(letters), luminance(ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


# Words


def test_chinese_names_are_drawn_each_with_its_own_glyphs() -> None:
    one, other = (seen(pictures.ranking(ranking(row(unit=unit)))) for unit in ("溪东街道", "溪西街道"))
    left, top, right, bottom = where_different(one, other)
    assert right - left <= 34  # one character of 32 pixels, and it alone
    assert bottom - top <= 40


def test_no_box_for_a_missing_glyph_is_drawn_for_the_names_of_places() -> None:
    blank = notice_that_says("")
    missing = glyph("\U0010fffd", blank)
    assert missing is not None, "the font draws no box: this test would prove nothing"
    for letter in "溪岚霁禾坞笙砚枫坳屿镇〔】·㙟䲟":
        drawn = glyph(letter, blank)
        assert drawn is not None, f"{letter} leaves no trace"
        assert drawn != missing, f"{letter} is drawn as a box"


def test_markup_in_a_name_is_shown_as_it_is_written() -> None:
    markup = seen(pictures.ranking(ranking(row(unit='<tspan fill="#ff0000">&lt;'))))
    bare = seen(pictures.ranking(ranking(row(unit="<"))))
    assert pixels_of("red", markup) == pixels_of("red", bare)
    assert (255, 0, 0) not in {colour for _, colour in markup.getcolors(1 << 24) or ()}
    assert where_different(markup, bare)
    ampersand, escaped = (seen(pictures.ranking(ranking(row(unit=unit)))) for unit in ("A&B", "A&amp;B"))
    assert where_different(ampersand, escaped)


@pytest.mark.parametrize("unit", ["溪东\x00街道", "溪东\x0b街道", "溪东\ud800街道", "溪东\u202e街道", "溪东\u200b街道"])
def test_what_no_picture_can_show_is_left_out_and_the_rest_is_drawn(unit: str) -> None:
    assert pictures.ranking(ranking(row(unit=unit))) == pictures.ranking(ranking(row(unit="溪东街道")))


@pytest.mark.parametrize(
    "unit",
    [
        "经济开发区管理委员会综合行政执法大队",
        "Economic Development Zone Joint Enforcement Brigade",
        "长" * 10_000,
        "W" * 200,
    ],
)
def test_a_long_name_stays_in_its_column(unit: str) -> None:
    picture = seen(pictures.ranking(ranking(row(unit=unit))))
    between_name_and_figures = picture.crop((622, 280, 638, picture.height - 140))
    assert {colour for _, colour in between_name_and_figures.getcolors() or ()} <= {rgb("paper"), rgb("sheet_white")}


# The ranking


def test_composites_are_shown_with_two_decimals() -> None:
    assert pictures.ranking(ranking(row(composite="91.5"))) == pictures.ranking(ranking(row(composite="91.50")))
    assert pictures.ranking(ranking(row(composite="91.51"))) != pictures.ranking(ranking(row(composite="91.50")))


def test_equal_ranks_are_shown_as_given() -> None:
    tied = seen(pictures.ranking(ranking(row(1), row(2), row(2), row(4))))
    counted = seen(pictures.ranking(ranking(row(1), row(2), row(3), row(4))))
    left, _, right, _ = where_different(tied, counted)
    assert 48 <= left < right <= 120  # in the column of ranks, and nowhere else


@pytest.mark.parametrize(("colour", "other"), [(Cloth.RED, "yellow"), (Cloth.YELLOW, "red")])
def test_a_flag_stands_beside_the_unit_that_holds_it(colour: Cloth, other: str) -> None:
    rows = (row(1), row(2), row(3))
    flagged = (rows[0], replace(rows[1], flags=(colour,)), rows[2])
    without, with_flag = seen(pictures.ranking(ranking(*rows))), seen(pictures.ranking(ranking(*flagged)))

    above_the_legend = (0, 0, 1080, without.height - 150)
    box = where_different(without.crop(above_the_legend), with_flag.crop(above_the_legend))
    flag = with_flag.crop(box)
    assert pixels_of(colour, flag) > 150
    assert pixels_of(other, flag) == 0
    left, top, right, bottom = box
    assert right - left < 50
    assert bottom - top < 50
    name = where_different(without, seen(pictures.ranking(ranking(rows[0], row(2, unit="月"), rows[2]))))
    assert name[1] - 12 <= top < bottom <= name[3] + 12  # beside the second name, not the first or third


def test_many_flags_of_one_colour_become_one_flag_and_a_number() -> None:
    three, one = (seen(pictures.ranking(ranking(replace(row(), flags=(Cloth.RED,) * count)))) for count in (3, 1))
    assert abs(pixels_of("red", three) - pixels_of("red", one)) < 60
    assert where_different(three, one)


def test_flags_are_explained_only_where_there_are_any() -> None:
    plain = seen(pictures.ranking(ranking()))
    flagged = seen(pictures.ranking(ranking(replace(row(), flags=(Cloth.YELLOW,)))))
    assert flagged.height > plain.height
    assert pixels_of("yellow", flagged) > pixels_of("yellow", plain) == 0


def test_a_provisional_result_and_a_missing_section_are_marked() -> None:
    plain = seen(pictures.ranking(ranking()))
    provisional = seen(pictures.ranking(ranking(replace(row(), is_provisional=True))))
    assert pixels_of("red", provisional) > pixels_of("red", plain)
    missing = seen(pictures.ranking(ranking(replace(row(), sections=(None, Decimal("94.00"))))))
    assert pixels_of("green", missing) < pixels_of("green", plain)


def test_a_bar_is_as_long_as_its_score_between_sixty_and_a_hundred() -> None:
    lengths = [bar_length(Decimal(score)) for score in ("60", "70", "80", "90", "100", "104")]
    assert lengths[0] == 12  # a dot: never nothing, for nothing means missing
    assert lengths[2] - lengths[1] == lengths[3] - lengths[2] == lengths[4] - lengths[3] == 25
    assert lengths[5] == lengths[4] == 100


# The flags


def test_the_flags_of_a_period_are_shown_in_their_colours() -> None:
    picture = seen(pictures.flags(FLAGS))
    assert picture.width == 1080
    halves = picture.crop((0, 20, 540, picture.height)), picture.crop((540, 20, 1080, picture.height))
    assert pixels_of("red", halves[0]) > 600
    assert pixels_of("yellow", halves[0]) == 0
    assert pixels_of("yellow", halves[1]) > 400
    assert pixels_of("red", halves[1]) == 0


def test_every_holder_is_named_on_the_side_of_the_flag_held() -> None:
    other_red = replace(FLAGS.categories[0], red=(FlagHolder(name="溪西街道", note="守旗"),))
    changed = seen(pictures.flags(replace(FLAGS, categories=(other_red, FLAGS.categories[1]))))
    left, _, right, _ = where_different(seen(pictures.flags(FLAGS)), changed)
    assert right < 540

    more = replace(
        FLAGS.categories[0], yellow=(*FLAGS.categories[0].yellow, FlagHolder(name="霁川镇"), FlagHolder(name="禾坞镇"))
    )
    taller = seen(pictures.flags(replace(FLAGS, categories=(more, FLAGS.categories[1]))))
    assert taller.height > seen(pictures.flags(FLAGS)).height
    assert left > 36


def test_a_side_without_holders_says_nobody() -> None:
    said, unsaid = seen(pictures.flags(FLAGS)), seen(pictures.flags(replace(FLAGS, nobody="")))
    left, top, right, _ = where_different(said, unsaid)
    assert left < 540 < right  # on both sides of the second category
    assert top > said.height / 2


@pytest.mark.parametrize("colour", list(Cloth))
def test_one_flag_is_drawn_large_in_its_colour_with_its_inscription(colour: Cloth) -> None:
    sheet = replace(NOTICE, colour=colour)
    picture = seen(pictures.flag_notice(sheet))
    cloth = picture.crop((230, 300, 850, 1000))
    assert pixels_of(colour, cloth) > cloth.width * cloth.height / 2
    for blank in (
        replace(sheet, inscription=""),
        replace(sheet, category=""),
        replace(sheet, period=""),
    ):
        left, top, right, bottom = where_different(picture, seen(pictures.flag_notice(blank)))
        assert 230 < left < right < 850
        assert 300 < top < bottom < 1000


def test_without_its_font_no_picture_is_drawn_rather_than_one_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert letters.font_file().is_file()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(letters.FontMissing, match="manimgx-fonts-cjk"):
        pictures.ranking(ranking())


# Fitting


def test_a_line_breaks_between_words_and_never_before_closing_punctuation() -> None:
    latin = layout.fitted("Bureau of Natural Resources", size=30, least=30, width=260, most_lines=3)
    assert latin.lines == ("Bureau of", "Natural", "Resources")
    chinese = layout.fitted("一二三四，五六七", size=30, least=30, width=125, most_lines=3)
    assert chinese.lines == ("一二三", "四，五六", "七")


def test_letters_shrink_before_a_line_breaks_and_only_the_hopeless_is_cut() -> None:
    assert layout.fitted("一二三四五", size=30, least=20, width=125, most_lines=2).size == 24
    assert layout.fitted("一" * 9, size=30, least=20, width=125, most_lines=2).size == 24
    cut = layout.fitted("一" * 40, size=30, least=20, width=125, most_lines=2)
    assert (cut.lines, cut.size) == (("一" * 6, "一" * 5 + "…"), 20)


def notice_that_says(inscription: str) -> Image.Image:
    return seen(pictures.flag_notice(replace(NOTICE, category="", inscription=inscription)))


def glyph(letter: str, blank: Image.Image) -> bytes | None:
    """The pixels of one letter, cut out where it differs from the blank notice; None where nothing is drawn."""
    drawn = notice_that_says(letter)
    box = ImageChops.difference(blank, drawn).getbbox()
    return drawn.crop(box).tobytes() if box else None


def bar_length(score: Decimal) -> int:
    """How many pixels wide the one green thing in a ranking of one unit by one section is."""
    sheet = replace(ranking(replace(row(), sections=(score,))), sections=("规模",))
    red, green, blue = seen(pictures.ranking(sheet)).split()
    greenness = ImageChops.darker(ImageChops.subtract(green, red), ImageChops.subtract(green, blue))
    box = greenness.point(lambda value: 255 if value > 15 else 0).getbbox()
    assert box is not None
    return box[2] - box[0]


def luminance(colour: str) -> float:
    channels = [value / 255 for value in rgb(colour)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


RECEIPT = sayings.ReceiptToKeep(
    office="清溪县效能办",
    phone="0000-000000",
    number="QS-2026-000001",
    code="7K3QW-9ZT2M",
    link="https://flagpost.example/chat",
    badge=None,
)


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_a_receipt_shows_number_code_office_and_phone_and_nothing_that_says_what_it_is_about(locale: str) -> None:
    words = wording.load(UTC, lambda: datetime(2026, 3, 4, tzinfo=UTC))
    sheet = receipts.sheet(words, RECEIPT, locale)
    assert sheet is not None
    shown = " ".join([repr(sheet.heading), *(value for _, value in sheet.kept), sheet.below, *sheet.foot, sheet.alt])
    assert all(part in shown for part in ("清溪县效能办", "0000-000000", "QS-2026-000001", "7K3QW-9ZT2M"))
    for alarming in ("举报", "线索", "投诉", "反映", "办理", "report", "clue", "complain", "matter", "#code"):
        assert alarming not in shown.lower()


def test_the_qr_code_of_a_receipt_is_drawn_square_by_square() -> None:
    words = wording.load(UTC, lambda: datetime(2026, 3, 4, tzinfo=UTC))
    sheet = receipts.sheet(words, RECEIPT, "zh")
    assert sheet is not None
    path, across = receipts.squares("https://flagpost.example/chat#code=7K3QW-9ZT2M")
    assert (sheet.squares, sheet.across) == (path, across)
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    picture = seen(pictures.receipt(sheet))
    across_pixels = 560 / across
    left, top = (1080 - 560) / 2, _first_dark_row(picture) - 4 * across_pixels

    def is_dark(x: int, y: int) -> bool:
        place = (left + (x + 0.5) * across_pixels, top + (y + 0.5) * across_pixels)
        return sum(_pixel(picture, *map(round, place))) < 384

    assert all(is_dark(x, y) is ((x, y) in dark) for x in range(across) for y in range(across))


def _pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(map(int, found))


def _first_dark_row(picture: Image.Image) -> int:
    """The first row of the QR code: the first dark one below a white one, in the middle of its upper left corner."""
    column = 260 + round(560 * 5 / 41)
    white = next(y for y in range(picture.height) if _pixel(picture, column, y) == rgb("sheet_white"))
    return next(y for y in range(white, picture.height) if sum(_pixel(picture, column, y)) < 384)
