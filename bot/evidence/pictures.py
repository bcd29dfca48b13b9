"""Pictures re-made from their pixels, so that nothing of the phone, the place or the maker travels with them.

A remaker: runs in the child of `bot/sandbox.py`. Sets Pillow's and the warnings' global state: not for threads.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pillow_heif
from PIL import Image, ImageSequence

from bot import sandbox
from bot.evidence.remade import NotShown, Remade, ShownPiece, declined
from domain.evidence import Media

MOST_PIXELS = 66_000_000  # held whole while it is scaled down: a telephone of 64 megapixels
MOST_PIXELS_OF_JPEG = 210_000_000  # is read at an eighth to a half: a telephone of 200 megapixels
LONGEST_SIDE = 2560
MOST_PNG_BYTES = 5_000_000  # a photo saved as PNG by mistake: above this, JPEG
MOST_FRAMES = 10  # pages of a TIFF, which is what office scanners make

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
LOSSLESS_FORMATS = ("PNG", "GIF", "BMP", "TIFF")  # mostly screenshots and scans, whose letters JPEG would smear
JPEG_QUALITY = 88

ORIENTATION_TAG = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    RuntimeError,
    TypeError,
    ArithmeticError,
    LookupError,
)

pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def remake(data: bytes) -> Remade:
    """A picture built anew from its pixels: upright, no side above 2560, first frame only, flattened onto white.

    What lies under full transparency is gone too. A picture that is at the same time an archive or a PDF is declined:
    it is not what it says it is.
    """
    _refuse_disguise(data)
    with _opened(data) as picture:
        return Remade(pieces=(shown(picture),))


def remake_pages(data: bytes) -> Remade:
    """The pages of a TIFF, each a picture."""
    with _opened(data) as picture:
        whole = int(getattr(picture, "n_frames", 1))
        pages = [shown(frame) for frame, _ in zip(ImageSequence.Iterator(picture), range(MOST_FRAMES), strict=False)]
        return Remade(pieces=tuple(pages), whole=whole, part=len(pages))


def remake_within(data: bytes, most: int) -> Iterator[ShownPiece]:
    """The picture that stands within a document; none where it is no picture, or one too small to say anything."""
    try:
        with _opened(data) as picture:
            if most > 0 and min(picture.size) >= 32:
                yield shown(picture)
    except sandbox.Declined:
        return


def shown(picture: Image.Image, *, png_up_to: int | None = None) -> ShownPiece:
    """One image of Pillow's as a piece, from its pixels alone: PNG where that is no larger than so many bytes, else JPEG."""
    if png_up_to is None:
        png_up_to = MOST_PNG_BYTES if picture.format in LOSSLESS_FORMATS else 0
    fresh = _from_pixels(picture)
    if png_up_to:
        png = io.BytesIO()
        fresh.save(png, "PNG")
        if png.tell() <= png_up_to:
            return ShownPiece(media=Media.PICTURE, data=png.getvalue())
    jpeg = io.BytesIO()
    fresh.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return ShownPiece(media=Media.PICTURE, data=jpeg.getvalue())


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = None  # weighed below, by kind
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damaged metadata is no reason to refuse: none of it is kept
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                _weigh(picture)
                yield picture
        except MemoryError as full:
            raise declined(NotShown.TOO_HEAVY) from full
        except _BROKEN as broken:
            raise declined(NotShown.NOT_A_PICTURE) from broken


def _weigh(picture: Image.Image) -> None:
    """Decline a picture of more pixels than any telephone takes: it is small on the wire and gigabytes when opened."""
    most = MOST_PIXELS_OF_JPEG if picture.format in ("JPEG", "MPO") else MOST_PIXELS
    if picture.width * picture.height > most:
        raise declined(NotShown.TOO_HEAVY)


def _refuse_disguise(data: bytes) -> None:
    if b"%PDF-" in data[:1024]:
        raise declined(NotShown.NOT_A_PICTURE)
    try:
        zipfile.ZipFile(io.BytesIO(data)).close()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return  # as it should be
    raise declined(NotShown.NOT_A_PICTURE)


def _from_pixels(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # lets a JPEG be read at a half or a quarter: less memory
    turn = TURNS.get(opened.getexif().get(ORIENTATION_TAG, 1))
    small = _in_eight_bits(opened)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    fresh = Image.new("RGB", small.size, "white")
    if small.has_transparency_data:
        small = small.convert("RGBA")
        fresh.paste(small, mask=small)
    else:
        fresh.paste(small.convert("RGB"))
    return fresh.transpose(turn) if turn else fresh


def _in_eight_bits(opened: Image.Image) -> Image.Image:
    """The image in a mode that scales well; sixteen-bit greys are divided, where Pillow would clip them to white."""
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda value: value / 256).convert("L")
    if opened.mode in {"P", "PA"}:
        return opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    if opened.mode == "1":
        return opened.convert("L")
    return opened
