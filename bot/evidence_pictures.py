"""Evidence photos re-made from their pixels, so that nothing of the phone, the place or the maker travels with them.

`remake_apart` is for the bot, called in a thread: it runs `remake` in a short-lived child process with limits, because
a hostile or merely large picture may cost hundreds of megabytes to open. The child is this module run as a program; it
is given the picture on standard input and nothing else of the bot: neither its settings nor its open files.
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from domain import errors

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
MOST_PNG_BYTES = 5_000_000  # a photo saved as PNG by mistake: above this, JPEG

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LOSSLESS_FORMATS = ("PNG", "GIF")  # mostly screenshots, whose letters JPEG would smear
JPEG_QUALITY = 88

MEMORY_LIMIT = 512 * 1024 * 1024  # address space of the child, bytes
CPU_LIMIT = 20  # seconds
WALL_LIMIT = 30  # seconds

NOT_A_PICTURE = 3  # exit code of the child
HEADER = struct.Struct(">?II")  # is it a JPEG, width, height: what the child writes before the picture

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


class NotAPicture(errors.FlagpostError):
    """The file is no picture that can be shown safely: broken, too large, or another kind of file in disguise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """A picture that holds pixels only: no EXIF, XMP, ICC profile, comment, thumbnail or anything after the image."""

    data: bytes
    width: int
    height: int
    mime: str


def remake_apart(data: bytes) -> Remade:
    """`remake` in a child process of its own (at most 512 MB, 20 s of work, 30 s in all). Raises `NotAPicture`."""
    home = Path(__file__).resolve().parents[1]
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "bot.evidence_pictures"],
            input=data,
            capture_output=True,
            timeout=WALL_LIMIT,
            env={"PYTHONPATH": os.pathsep.join([str(home), *filter(None, sys.path)])},
        )
    except subprocess.TimeoutExpired as late:
        raise NotAPicture from late
    if child.returncode == 0:
        is_jpeg, width, height = HEADER.unpack_from(child.stdout)
        mime = "image/jpeg" if is_jpeg else "image/png"
        return Remade(data=child.stdout[HEADER.size :], width=width, height=height, mime=mime)
    if child.returncode == NOT_A_PICTURE or child.returncode < 0:  # below zero: stopped by a limit
        raise NotAPicture
    raise errors.FlagpostError(child.stderr.decode(errors="replace"))


def remake(data: bytes) -> Remade:
    """The picture built anew from its pixels: upright, no side above 2560, first frame only, flattened onto white.

    What lies under full transparency is gone too. A picture that is at the same time an archive or a PDF is refused: it
    is not what it says it is. Raises `NotAPicture`. Sets Pillow's and the warnings' global state: not for threads.
    """
    _refuse_disguise(data)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damaged metadata is no reason to refuse: none of it is kept
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                return _encoded(_from_pixels(opened), is_lossless=opened.format in LOSSLESS_FORMATS)
        except (OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError) as broken:
            raise NotAPicture from broken
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise NotAPicture from bomb


def _refuse_disguise(data: bytes) -> None:
    if b"%PDF-" in data[:1024]:
        raise NotAPicture
    try:
        zipfile.ZipFile(io.BytesIO(data)).close()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return  # as it should be
    raise NotAPicture


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


def _encoded(fresh: Image.Image, *, is_lossless: bool) -> Remade:
    if is_lossless:
        png = io.BytesIO()
        fresh.save(png, "PNG")
        if png.tell() <= MOST_PNG_BYTES:
            return Remade(data=png.getvalue(), width=fresh.width, height=fresh.height, mime="image/png")
    jpeg = io.BytesIO()
    fresh.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return Remade(data=jpeg.getvalue(), width=fresh.width, height=fresh.height, mime="image/jpeg")


def _limit_this_process() -> None:
    if sys.platform == "win32":
        return  # knows no such limits; the parent's wall clock still holds
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    _limit_this_process()
    try:
        remade = remake(sys.stdin.buffer.read())
    except NotAPicture:
        return NOT_A_PICTURE
    sys.stdout.buffer.write(HEADER.pack(remade.mime == "image/jpeg", remade.width, remade.height) + remade.data)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
