"""A formal text on paper: A4 pages as a PDF, with the title, the text, the sender's line, the date and the place for the seal.

Each page is drawn like every picture of the house and kept in black and white, as faxes are: it prints crisply and weighs little.
The same sheet gives the same bytes.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PIL import Image

from bot.publishing.pictures import layout, letters, pictures
from bot.publishing.pictures.sheets import PaperLine, PaperPage

DOTS = 200  # an inch
WIDTH, HEIGHT = 1654, 2339  # of A4 at that
LEFT, TOP = 220, 290  # margins, as offices leave them (GB/T 9704)
LETTER, LINE, LINES = 44, 80, 22  # a letter of sixteen points, 22 lines on a page
_ACROSS = WIDTH - 2 * LEFT + 6
_INDENT = "空空"  # two letters' width before a paragraph
_TITLE = 58
_GREY = 150  # what is darker is black
EDGE = 150  # from here on there are letters: the widest punctuation stands out of the line a little


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """What stands on a document. `seal` marks the place for the seal; `missing` says, with a place for them, which letters the font
    lacks."""

    title: str
    number: str
    text: str
    sender: str
    day: str
    made_on: date
    seal: str
    missing: str
    is_small: bool = False


def pdf(sheet: PaperSheet) -> bytes:
    """The document as a PDF. Raises `FontMissing`."""
    drawn = [_drawn(lines) for lines in pages(sheet)]
    moment = sheet.made_on.timetuple()
    out = io.BytesIO()
    drawn[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=drawn[1:],
        resolution=DOTS,
        title=sheet.title,
        author=sheet.sender,
        creationDate=moment,
        modDate=moment,
    )
    return out.getvalue()


def pages(sheet: PaperSheet) -> list[list[PaperLine]]:
    """The lines of each page. A letter that the font lacks stands as 〓, and below it is said which it was."""
    text, lacking = letters.replaced(sheet.text)
    title, of_title = letters.replaced(sheet.title)
    sender, of_sender = letters.replaced(sheet.sender)
    head = [
        PaperLine(line, WIDTH // 2, 0, _TITLE, "middle", is_bold=True) for line in layout.broken(title, _TITLE, _ACROSS)
    ]
    body = [*head, PaperLine(sheet.number, WIDTH // 2, 0, 32, "middle"), _BLANK]
    body += [line for paragraph in text.split("\n") for line in _paragraph(paragraph, 34 if sheet.is_small else LETTER)]
    foot = [
        _BLANK,
        _BLANK,
        PaperLine(sender, WIDTH - LEFT - 60, 0, LETTER, "end"),
        PaperLine(sheet.day, WIDTH - LEFT - 60, 0, LETTER, "end"),
        PaperLine(sheet.seal, WIDTH - LEFT - 60, 0, 32, "end"),
    ]
    unknown = dict.fromkeys((*lacking, *of_title, *of_sender))
    if unknown:
        named = sheet.missing.format(letters=" ".join(f"U+{ord(letter):04X}" for letter in unknown))
        foot += [PaperLine(line, LEFT, 0, 32) for line in layout.broken(named, 32, _ACROSS)]
    return _paged(body, foot)


_BLANK = PaperLine("", LEFT, 0, LETTER)


def _paragraph(text: str, size: int) -> list[PaperLine]:
    if not text.strip():
        return [_BLANK]
    first, *rest = layout.broken(_INDENT + text.strip(), size, _ACROSS)
    return [
        PaperLine(first.removeprefix(_INDENT), LEFT + len(_INDENT) * size, 0, size),
        *(PaperLine(line, LEFT, 0, size) for line in rest),
    ]


def _paged(body: Sequence[PaperLine], foot: Sequence[PaperLine]) -> list[list[PaperLine]]:
    """Pages of so many lines; what stands below the text stays together."""
    pages: list[list[PaperLine]] = [list(body[at : at + LINES]) for at in range(0, len(body), LINES)] or [[]]
    if len(pages[-1]) + len(foot) > LINES:
        pages.append([])
    pages[-1] += foot
    return [[_at(line, number) for number, line in enumerate(page)] for page in pages]


def _at(line: PaperLine, number: int) -> PaperLine:
    return PaperLine(line.text, line.x, TOP + number * LINE, line.size, line.anchor, line.is_bold)


def _drawn(lines: Sequence[PaperLine]) -> Image.Image:
    """A page in black and white. Only as much of it is drawn as has letters: what a drawing costs goes by its size."""
    page = Image.new("1", (WIDTH, HEIGHT), 1)
    height = max((line.y + LINE for line in lines if line.text), default=LINE)
    moved = tuple(replace(line, x=line.x - EDGE) for line in lines)
    png = pictures.paper(PaperPage(lines=moved, width=WIDTH - 2 * EDGE, height=height))
    with Image.open(io.BytesIO(png)) as picture:
        page.paste(picture.convert("L").point(lambda value: 255 if value > _GREY else 0, "1"), (EDGE, 0))
    return page
