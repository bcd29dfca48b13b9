"""Pictures of what is announced: the ranking of a sequence, the flags of a period, one flag for its holder.

Calls jinja2 for the SVG and `painting` for the PNG. Not one word of prose is in here or in the templates: every label comes in
with the sheet, in the reader's language.

The same sheet gives the same bytes, wherever the same packages are installed: the two approvals of an announcement
cover the hash of these bytes (the design §7). Therefore one font, from a package, and none of the system's.
"""

from collections.abc import Hashable
from functools import cache, lru_cache
from pathlib import Path

import jinja2

from bot.publishing.pictures import inks, layout, letters, painting, sheets
from domain import errors

WIDTH = 1080  # pixels: what a phone shows without scaling up
TALLEST = 10_000 - WIDTH  # Telegram takes a photo whose width and height add up to at most 10 000


class TooTall(errors.FlagpostError):
    """The picture would be taller than channels take: split its rows over several."""


def ranking(sheet: sheets.RankingPicture) -> bytes:
    """The ranking as a PNG, 1080 pixels wide. Raises `TooTall` (beyond about 110 rows) and `FontMissing`."""
    return _drawn("ranking.svg.j2", sheet)


def flags(sheet: sheets.FlagsPicture) -> bytes:
    """The flags of a period by category as a PNG, 1080 pixels wide. Raises `TooTall` and `FontMissing`."""
    return _drawn("flags.svg.j2", sheet)


def flag_list(sheet: sheets.FlagListPicture) -> bytes:
    """The proposed flags as a table, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 90 rows) and `FontMissing`."""
    return _drawn("flag_list.svg.j2", sheet)


def lights(sheet: sheets.LightsPicture) -> bytes:
    """The lights of a month as a grid, a PNG 1080 pixels wide. Raises `TooTall` (beyond 60 projects) and `FontMissing`."""
    return _drawn("lights.svg.j2", sheet)


def flag_notice(sheet: sheets.FlagNoticePicture) -> bytes:
    """One flag with what is written on it, for its holder, as a PNG, 1080 pixels wide. Raises `FontMissing`."""
    return _drawn("flag_notice.svg.j2", sheet)


def receipt(sheet: sheets.ReceiptPicture) -> bytes:
    """A receipt to keep, with its QR code, as a PNG, 1080 pixels wide. Raises `FontMissing`."""
    return _drawn("receipt.svg.j2", sheet)


def dashboard(sheet: sheets.DashboardPicture) -> bytes:
    """Counts as bars, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 100 bars) and `FontMissing`."""
    return _drawn("dashboard.svg.j2", sheet)


def score_sheet(sheet: sheets.ScoreSheetPicture) -> bytes:
    """How a unit's score came about, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 60 figures) and `FontMissing`."""
    return _drawn("score_sheet.svg.j2", sheet)


def curve(sheet: sheets.CurvePicture) -> bytes:
    """A project's year against its plan, a PNG 1080 pixels wide. Raises `FontMissing`."""
    return _drawn("curve.svg.j2", sheet)


def lists(sheet: sheets.ListsPicture) -> bytes:
    """Several lists, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 80 entries) and `FontMissing`."""
    return _drawn("lists.svg.j2", sheet)


def year(sheet: sheets.YearPicture) -> bytes:
    """A year of the office, a PNG 1080 pixels wide. Raises `TooTall` and `FontMissing`."""
    return _drawn("year.svg.j2", sheet)


def paper(sheet: sheets.PaperPage) -> bytes:
    """One page of a document as a PNG, which is kept nowhere. Raises `FontMissing`."""
    return painting.painted(svg("paper.svg.j2", sheet))


def _drawn(template: str, sheet: Hashable) -> bytes:
    letters.font_file()  # without it, nothing is drawn rather than a picture without words
    return _painted(template, sheet)


@lru_cache(maxsize=32)
def _painted(template: str, sheet: Hashable) -> bytes:
    return painting.painted(svg(template, sheet))


def svg(template: str, sheet: Hashable) -> str:
    """What is painted, as the template of this name lays it out. Raises `TooTall` and `FontMissing`."""
    drawing = _templates().get_template(template).make_module({"sheet": sheet})
    if vars(drawing)["height"] > TALLEST:  # which each template sets
        raise TooTall
    return str(drawing)


@cache
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        inks.PALETTE,
        page_width=WIDTH,
        font_family=letters.FONT_FAMILY,
        fit=layout.fitted,
        width_of=layout.width_of,
        lines_of=layout.lines_of,
        line_height=layout.LINE,
    )
    return templates
