"""Pictures of what is announced: the ranking of a sequence, the flags of a period, one flag for its holder.

Calls jinja2 for the SVG and resvg for the PNG. Not one word of prose is in here or in the templates: every label comes in
with the sheet, in the reader's language.

The same sheet gives the same bytes, wherever the same packages are installed: the two approvals of an announcement
cover the hash of these bytes (the design §7). Therefore one font, from a package, and none of the system's.
"""

from __future__ import annotations

import importlib.util
from functools import cache, lru_cache
from pathlib import Path

import jinja2
import resvg_py

from bot.publishing import picture_layout, picture_sheets
from domain import errors

WIDTH = 1080  # pixels: what a phone shows without scaling up
TALLEST = 10_000 - WIDTH  # Telegram takes a photo whose width and height add up to at most 10 000

FONT_PACKAGE = "manimgx_fonts_cjk"
FONT_FILE = "NotoSansCJK-VF.otf.ttc"
FONT_FAMILY = "Noto Sans CJK SC"  # the file draws the same characters in five regions' ways; this is the mainland's

PALETTE = {
    "paper": "#f6f4ef",
    "sheet_white": "#fffdf8",
    "ink": "#1f2328",
    "muted": "#5b6168",
    "line": "#d9d4c7",
    "red": "#b3261e",
    "yellow": "#e0a100",
    "green": "#2e7d4f",
}


class FontMissing(errors.FlagpostError):
    """The font for pictures is not installed: run `pip install manimgx-fonts-cjk`."""


class TooTall(errors.FlagpostError):
    """The picture would be taller than channels take: split its rows over several."""


def ranking(sheet: picture_sheets.RankingPicture) -> bytes:
    """The ranking as a PNG, 1080 pixels wide. Raises `TooTall` (beyond about 110 rows) and `FontMissing`."""
    return _drawn("ranking.svg.j2", sheet)


def flags(sheet: picture_sheets.FlagsPicture) -> bytes:
    """The flags of a period by category as a PNG, 1080 pixels wide. Raises `TooTall` and `FontMissing`."""
    return _drawn("flags.svg.j2", sheet)


def flag_list(sheet: picture_sheets.FlagListPicture) -> bytes:
    """The proposed flags as a table, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 90 rows) and `FontMissing`."""
    return _drawn("flag_list.svg.j2", sheet)


def lights(sheet: picture_sheets.LightsPicture) -> bytes:
    """The lights of a month as a grid, a PNG 1080 pixels wide. Raises `TooTall` (beyond 60 projects) and `FontMissing`."""
    return _drawn("lights.svg.j2", sheet)


def flag_notice(sheet: picture_sheets.FlagNoticePicture) -> bytes:
    """One flag with what is written on it, for its holder, as a PNG, 1080 pixels wide. Raises `FontMissing`."""
    return _drawn("flag_notice.svg.j2", sheet)


@lru_cache(maxsize=16)  # a page that is opened again asks again; what is on it is kept nowhere else
def receipt(sheet: picture_sheets.ReceiptPicture) -> bytes:
    """A receipt to keep, with its QR code, as a PNG, 1080 pixels wide. Raises `FontMissing`."""
    return _drawn("receipt.svg.j2", sheet)


def dashboard(sheet: picture_sheets.DashboardPicture) -> bytes:
    """Counts as bars, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 100 bars) and `FontMissing`."""
    return _drawn("dashboard.svg.j2", sheet)


def score_sheet(sheet: picture_sheets.ScoreSheetPicture) -> bytes:
    """How a unit's score came about, a PNG 1080 pixels wide. Raises `TooTall` (beyond about 60 figures) and `FontMissing`."""
    return _drawn("score_sheet.svg.j2", sheet)


def paper(sheet: picture_sheets.PaperPage) -> bytes:
    """One page of a document as a PNG. Raises `FontMissing`."""
    return _drawn("paper.svg.j2", sheet)


def font_file() -> Path:
    """The one font file that pictures are drawn with. Raises `FontMissing`: without it, resvg draws no text at all."""
    package = importlib.util.find_spec(FONT_PACKAGE)
    if package is None or package.origin is None:
        raise FontMissing
    path = Path(package.origin).with_name(FONT_FILE)
    if not path.is_file():
        raise FontMissing
    return path


def _drawn(template: str, sheet: object) -> bytes:
    drawing = _templates().get_template(template).make_module({"sheet": sheet})
    if vars(drawing)["height"] > TALLEST:  # which each template sets
        raise TooTall
    return resvg_py.svg_to_bytes(
        svg_string=str(drawing),
        skip_system_fonts=True,
        font_files=[str(font_file())],
        font_family=FONT_FAMILY,
    )


@cache
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("picture_templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        PALETTE,
        page_width=WIDTH,
        font_family=FONT_FAMILY,
        fit=picture_layout.fitted,
        width_of=picture_layout.width_of,
        line_height=picture_layout.LINE,
    )
    return templates
