"""What a picture of each kind costs, as large as a large county makes it, beside Pillow setting the same letters on an empty page."""

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from statistics import median
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from bench import picture_samples
from bot.publishing.pictures import letters, painting, pictures

LOCALES = ("zh", "en")
_TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)"[^>]*>([^<]*)</text>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How often each is drawn."""

    repetitions: int = 15


async def measure(size: Size, tell: Callable[[str], None]) -> dict[str, Any]:
    """Of every picture in each language: milliseconds of the processor (median and least) with its letters already drawn once, of the
    first drawing, and how many times as long the peer takes."""
    rows = [_measured(kind, locale, size, tell) for kind in picture_samples.KINDS for locale in LOCALES]
    return {"slowest_ms": max(row["ms"] for row in rows), "rows": rows, "size": {"repetitions": size.repetitions}}


def _measured(kind: str, locale: str, size: Size, tell: Callable[[str], None]) -> dict[str, Any]:
    sample = picture_samples.KINDS[kind]
    sheet = sample.make(locale)
    letters.drawn.cache_clear()
    svg = pictures.svg(f"{kind}.svg.j2", sheet)  # which compiles the template
    first = _milliseconds(lambda: painting.painted(pictures.svg(f"{kind}.svg.j2", sheet)))
    ours = [
        _milliseconds(lambda: painting.painted(pictures.svg(f"{kind}.svg.j2", sheet))) for _ in range(size.repetitions)
    ]
    peer = [_milliseconds(lambda: _by_pillow(svg)) for _ in range(size.repetitions)]
    png = painting.painted(svg)
    width, height = Image.open(io.BytesIO(png)).size
    row = {
        "picture": f"{kind} {locale}",
        "of": sample.size,
        "ms": round(median(ours), 1),
        "least_ms": round(min(ours), 1),
        "first_ms": round(first, 1),
        "pillow_ratio": round(median(peer) / median(ours), 2),
        "letters": sum(len(text) for *_, text in _TEXT.findall(svg)),
        "pixels": f"{width}x{height}",
        "kilobytes": round(len(png) / 1024),
    }
    tell(f"  {row['picture']}: {row['ms']} ms")
    return row


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def _by_pillow(svg: str) -> bytes:
    """The same words in the same places on an empty page of the same size, and nothing else."""
    width, height = (int(side) for side in re.findall(r'(?:width|height)="(\d+)"', svg)[:2])
    page = Image.new("RGB", (width, height), "#f6f4ef")
    pen = ImageDraw.Draw(page)
    fonts: dict[int, ImageFont.FreeTypeFont] = {}
    for x, y, high, text in _TEXT.findall(svg):
        if round(float(high)) not in fonts:
            fonts[round(float(high))] = ImageFont.truetype(str(letters.font_file()), round(float(high)))
        pen.text((float(x), float(y)), unescape(text), fill="#1f2328", font=fonts[round(float(high))], anchor="ls")
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
