"""Evidence photos: what a reviewer is shown holds the pixels, and nothing else that came with the file."""

from __future__ import annotations

import asyncio
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from bot import sandbox
from bot.evidence import kinds, pictures, remaking
from domain.evidence import Media

CANARY = b"CANARY-7F3K"
GPS = (31.0, 14.0, 15.9265)


def photo(width: int = 64, height: int = 48) -> Image.Image:
    """Left half red, right half blue: one can see which way up it is."""
    image = Image.new("RGB", (width, height), "#0000ff")
    image.paste("#ff0000", (0, 0, width // 2, height))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


class Remade:
    """The one picture that a file became."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with Image.open(io.BytesIO(data)) as shown:
            self.width, self.height = shown.size
            self.mime = Image.MIME[shown.format or ""]


def remade_of(data: bytes) -> Remade:
    (piece,) = pictures.remake(data).pieces
    assert piece.media is Media.PICTURE
    return Remade(piece.data)


def exif() -> bytes:
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = CANARY.decode()
    tags[ExifTags.Base.ImageDescription] = CANARY.decode()
    tags.get_ifd(ExifTags.IFD.GPSInfo).update({ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: GPS})
    return tags.tobytes()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with_everything() -> bytes:
    plain = encoded(photo(), exif=exif())
    thumbnail = encoded(photo(8, 6), comment=CANARY)
    extra = (
        segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0" + thumbnail)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + CANARY + b"</x:xmpmeta>")
        + segment(0xE2, b"ICC_PROFILE\0\x01\x01" + CANARY)
        + segment(0xED, b"Photoshop 3.0\0" + CANARY)
        + segment(0xFE, CANARY)
    )
    return plain[:2] + plain[2:].replace(b"\xff\xdb", extra + b"\xff\xdb", 1) + CANARY


def png_with_everything() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", CANARY.decode())
    notes.add_text("Comment", CANARY.decode(), zip=True)
    notes.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    return encoded(photo(), "PNG", pnginfo=notes, exif=exif(), icc_profile=CANARY * 20) + CANARY


def webp_with_everything() -> bytes:
    return encoded(photo(), "WEBP", exif=exif(), xmp=CANARY, icc_profile=CANARY * 20)


def gif_with_everything() -> bytes:
    later = Image.new("RGB", (64, 48), "#00ff00")
    return encoded(photo(), "GIF", comment=CANARY, save_all=True, append_images=[later], duration=100)


LADEN = {
    "a JPEG": jpeg_with_everything,
    "a PNG": png_with_everything,
    "a WebP": webp_with_everything,
    "a GIF": gif_with_everything,
}


@pytest.mark.parametrize("laden", LADEN.values(), ids=LADEN.keys())
def test_nothing_that_came_beside_the_pixels_is_left(laden: Callable[[], bytes]) -> None:
    original = laden()
    assert CANARY in original or b"eXIf" in original

    remade = remade_of(original)

    assert CANARY not in remade.data
    with Image.open(io.BytesIO(remade.data)) as shown:
        shown.load()
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert (shown.width, shown.height) == (remade.width, remade.height) == (64, 48)
        assert Image.MIME[shown.format or ""] == remade.mime


@pytest.mark.parametrize("laden", LADEN.values(), ids=LADEN.keys())
def test_the_picture_itself_stays_what_it_was(laden: Callable[[], bytes]) -> None:
    with Image.open(io.BytesIO(remade_of(laden()).data)) as shown:
        left, right = (shown.convert("RGB").getpixel((x, 24)) for x in (8, 56))
    assert is_near(left, (255, 0, 0))
    assert is_near(right, (0, 0, 255))


def test_a_photo_taken_sideways_is_shown_upright() -> None:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = 6  # turned: the top of the scene is at the right edge of the file
    remade = remade_of(encoded(photo(), exif=tags.tobytes()))

    assert (remade.width, remade.height) == (48, 64)
    with Image.open(io.BytesIO(remade.data)) as shown:
        assert is_near(shown.convert("RGB").getpixel((24, 8)), (255, 0, 0))
        assert is_near(shown.convert("RGB").getpixel((24, 56)), (0, 0, 255))


def test_damaged_metadata_is_no_reason_to_refuse_a_photo() -> None:
    damaged = encoded(photo(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\0\0\0\x01" * 3)
    assert remade_of(damaged).width == 64


def test_a_large_photo_is_brought_down_to_what_a_screen_shows() -> None:
    remade = remade_of(encoded(photo(5200, 1300)))
    assert (remade.width, remade.height) == (2560, 640)


def test_what_hides_under_transparency_is_gone() -> None:
    hidden = Image.new("RGBA", (40, 40), (200, 30, 30, 0))
    with Image.open(io.BytesIO(remade_of(encoded(hidden, "PNG")).data)) as shown:
        assert shown.mode == "RGB"
        assert shown.getextrema() == ((255, 255),) * 3


def test_a_sixteen_bit_scan_keeps_its_greys() -> None:
    scan = Image.new("I;16", (40, 40), 0x8000)
    with Image.open(io.BytesIO(remade_of(encoded(scan, "PNG")).data)) as shown:
        assert is_near(shown.convert("RGB").getpixel((20, 20)), (128, 128, 128))


def test_screenshots_stay_sharp_and_photos_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    assert remade_of(encoded(photo(), "PNG")).mime == "image/png"
    assert remade_of(encoded(photo(), "JPEG")).mime == "image/jpeg"
    monkeypatch.setattr(pictures, "MOST_PNG_BYTES", 50)
    assert remade_of(encoded(photo(), "PNG")).mime == "image/jpeg"


def test_a_screenshot_of_fifty_megapixels_is_still_taken() -> None:
    remade = remade_of(black_png(10_000, 5_000, rows=5_000))
    assert (remade.width, remade.height) == (2560, 1280)


def test_full_resolution_photos_of_telephones_are_scaled_down_and_not_refused() -> None:
    """Trial B3: a photo of a 50-megapixel telephone (8192 × 6144) was refused as 「图片打不开」."""
    for width, height in [(8192, 6144), (12_000, 9_000)]:
        remade = asyncio.run(remaking.remake_apart(encoded(Image.new("L", (width, height))), kinds.EvidenceKind.JPEG))
        with Image.open(io.BytesIO(remade.pieces[0].data)) as shown:
            assert max(shown.size) == 2560


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        members.writestr("run.js", "alert(1)")
    return file.getvalue()


def black_png(width: int, height: int, rows: int) -> bytes:
    """A picture in black and white of the size it claims, of which only so many rows are there."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(rows * (1 + width // 8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


REFUSED = {
    "nothing": b"",
    "garbage": b"\x00\x01garbage" * 99,
    "text": "三个月不处理".encode(),
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a JPEG that is an archive as well": encoded(photo()) + archive(),
    "a PNG that is an archive as well": encoded(photo(), "PNG") + archive(),
    "a JPEG that is a PDF as well": encoded(photo(), comment=b"%PDF-1.7\n1 0 obj"),
    "a JPEG cut off": encoded(photo(640, 480))[:1500],
    "a PNG cut off": encoded(photo(640, 480), "PNG")[:-60],
    "a header alone": encoded(photo())[:20],
    "400 megapixels in a kilobyte": black_png(20_000, 20_000, rows=10),
    "a row over what is held whole": black_png(11_000, 6_001, rows=6_001),
    "a kind that is not taken": encoded(photo(), "ICO"),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_plainly_a_picture_is_refused(data: bytes) -> None:
    with pytest.raises(sandbox.Declined):
        remade_of(data)


async def test_a_process_apart_gives_the_same_picture() -> None:
    original = jpeg_with_everything()
    assert await remaking.remake_apart(original, kinds.EvidenceKind.JPEG) == pictures.remake(original)


@pytest.mark.parametrize(("case", "why"), [("garbage", "not_a_picture"), ("400 megapixels in a kilobyte", "too_heavy")])
async def test_a_process_apart_declines_the_same_and_says_why(case: str, why: str) -> None:
    with pytest.raises(sandbox.Declined) as declined:
        await remaking.remake_apart(REFUSED[case], kinds.EvidenceKind.PNG)
    assert declined.value.word == why


def is_near(pixel: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(is_ - should) < 12 for is_, should in zip(pixel, wanted, strict=True))
