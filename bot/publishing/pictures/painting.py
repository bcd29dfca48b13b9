"""From the SVG of a template to a PNG.

Words and plain rectangles, of which a page has hundreds, are painted from letters that are kept; every other shape stands in an
`<svg>` of its own with its place and its size, is drawn by resvg, and kept as well. Handing resvg the whole page took ten times as
long: it opens the font anew for every picture, and lets no other thread of the process run meanwhile.

What a template may say: `rect` (x, y, width, height, rx, fill), the first of them as large as the page; `text` (x, y, font-size,
font-weight, fill, text-anchor); and `svg` (x, y, width, height, and any shapes but text inside). Other elements raise: nothing is
left out in silence.
"""

import io
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element, register_namespace, tostring

import resvg_py
from defusedxml import ElementTree
from PIL import Image, ImageDraw

from bot.publishing.pictures import inks, letters

SVG = "http://www.w3.org/2000/svg"
_SMOOTH = 8  # a round corner is drawn so many times as large, and made smaller
_COMPRESSION = 3
_SMALL = 10_000  # pixels of a shape that is kept: there are many flags, and one curve

_PIECES = re.compile(
    r"[!-\u024f]{1,40}|.", re.DOTALL
)  # a word in Latin letters or figures is kept whole, of Chinese each letter
_ANCHORS = {"start": 0, "middle": 0.5, "end": 1}

register_namespace("", SVG)


def painted(svg: str) -> bytes:
    """The page as a PNG of at most 256 colours; the same page gives the same bytes. Raises `FontMissing`."""
    root = ElementTree.fromstring(svg)
    ground, *above = root
    page = Image.new("RGB", (_whole(root, "width"), _whole(root, "height")), inks.rgb(ground.attrib["fill"]))
    for element in above:
        _PAINTERS[element.tag](page, element)
    out = io.BytesIO()
    inks.reduced(page).save(out, "PNG", compress_level=_COMPRESSION)
    return out.getvalue()


def _rectangle(page: Image.Image, element: Element) -> None:
    left, top = _whole(element, "x"), _whole(element, "y")
    width, height = _whole(element, "width"), _whole(element, "height")
    radius = min(_whole(element, "rx"), width // 2, height // 2)
    if width <= 0 or height <= 0:
        return
    colour = inks.rgb(element.attrib["fill"])
    page.paste(colour, (left + radius, top, left + width - radius, top + height))
    if not radius:
        return
    page.paste(colour, (left, top + radius, left + width, top + height - radius))
    disc, right, bottom = _disc(radius), left + width - radius, top + height - radius
    for x, across in ((left, 0), (right, radius)):
        for y, down in ((top, 0), (bottom, radius)):
            page.paste(colour, (x, y), disc.crop((across, down, across + radius, down + radius)))


@lru_cache(maxsize=32)
def _disc(radius: int) -> Image.Image:
    side = 2 * radius * _SMOOTH
    large = Image.new("L", (side, side))
    ImageDraw.Draw(large).ellipse((0, 0, side - 1, side - 1), fill=255)
    return large.reduce(_SMOOTH)


def _words(page: Image.Image, element: Element) -> None:
    text, size, weight = element.text or "", _whole(element, "font-size"), int(element.get("font-weight", "400"))
    pieces = [(piece, letters.width(piece, weight) * size) for piece in _PIECES.findall(text)]
    across = float(element.attrib["x"]) - _ANCHORS[element.get("text-anchor", "start")] * sum(
        step for _, step in pieces
    )
    base, colour = _whole(element, "y"), inks.rgb(element.attrib["fill"])
    for piece, step in pieces:
        drawn = letters.drawn(piece, size, weight)
        if drawn is not None:
            page.paste(colour, (round(across) + drawn.left, base + drawn.top), drawn.mask)
        across += step


def _shape(page: Image.Image, element: Element) -> None:
    place = _whole(element, "x"), _whole(element, "y")
    alone = Element(element.tag, {name: value for name, value in element.items() if name not in ("x", "y")})
    alone.extend(element)
    is_small = _whole(element, "width") * _whole(element, "height") <= _SMALL
    drawn = (_kept if is_small else _drawn)(tostring(alone, encoding="unicode"))
    page.paste(drawn, place, drawn)


def _drawn(svg: str) -> Image.Image:
    with Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))) as picture:
        return picture.convert("RGBA")


_kept = lru_cache(maxsize=256)(_drawn)


def _whole(element: Element, name: str) -> int:
    return round(float(element.get(name, "0")))


_PAINTERS: Mapping[str, Callable[[Image.Image, Element], None]] = {
    f"{{{SVG}}}rect": _rectangle,
    f"{{{SVG}}}text": _words,
    f"{{{SVG}}}svg": _shape,
}
