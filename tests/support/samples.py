"""Files of every kind that people send, made here: small, and full of marks that may never reach a reviewer.

`MARK` stands wherever devices and programs write who, where and with what; `WORDS` is what the file has to say.
"""

from __future__ import annotations

import hashlib
import io
import math
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

import av
import openpyxl
import pillow_heif
from av.container import OutputContainer
from PIL import ExifTags, Image, PngImagePlugin

MARK = "CANARY-7F3K"
WORDS = "窗口排队三小时无人处理"
pillow_heif.register_heif_opener()


def exif(mark: str = MARK) -> bytes:
    """What a telephone writes into a photo: its maker, its owner, the place, the time."""
    tags = Image.Exif()
    for tag in (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Artist, ExifTags.Base.ImageDescription):
        tags[tag] = mark
    tags[ExifTags.Base.DateTime] = "2021:02:03 04:05:06"
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (31.0, 14.0, 15.9265)}
    )
    return tags.tobytes()


def photo(seed: str = "", width: int = 64, height: int = 48) -> Image.Image:
    """A picture of two colours, different for each seed."""
    red, green, blue = hashlib.sha256(seed.encode()).digest()[:3]
    image = Image.new("RGB", (width, height), (red, green, blue))
    image.paste((blue, red, green), (0, 0, width // 2, height))
    return image


def picture(kind: str, seed: str = "") -> bytes:
    """A picture of one of Pillow's formats with all its marks."""
    file = io.BytesIO()
    match kind:
        case "JPEG":
            photo(seed).save(file, kind, exif=exif(), comment=MARK.encode(), icc_profile=MARK.encode() * 20)
        case "PNG":
            notes = PngImagePlugin.PngInfo()
            notes.add_text("Author", MARK)
            notes.add_itxt("XML:com.adobe.xmp", MARK)
            photo(seed).save(file, kind, pnginfo=notes, exif=exif())
        case "WEBP":
            photo(seed).save(file, kind, exif=exif(), xmp=MARK.encode())
        case "GIF":
            photo(seed).save(file, kind, comment=MARK.encode())
        case "TIFF":
            photo(seed).save(file, kind, tiffinfo={270: MARK, 271: MARK, 315: MARK}, save_all=True)
        case "BMP":
            photo(seed).save(file, kind)
            file.write(MARK.encode())
        case _:
            photo(seed).save(file, kind, exif=exif(), xmp=MARK.encode())
    return file.getvalue()


SOUNDS: Mapping[str, tuple[str, str, int]] = {  # by ending: container, codec, samples a second
    "m4a": ("ipod", "aac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "aac": ("adts", "aac", 44_100),
    "amr": ("amr", "libopencore_amrnb", 8_000),
    "wav": ("wav", "pcm_s16le", 8_000),
    "ogg": ("ogg", "libopus", 48_000),
    "weba": ("webm", "libopus", 48_000),
    "flac": ("flac", "flac", 8_000),
    "wma": ("asf", "wmav2", 44_100),
}
FILMS: Mapping[str, tuple[str, str, str, int]] = {  # by ending: container, codecs of film and sound, samples a second
    "mp4": ("mp4", "libx264", "aac", 44_100),
    "mov": ("mov", "libx264", "aac", 44_100),
    "m4v": ("ipod", "libx264", "aac", 44_100),
    "3gp": ("3gp", "h263", "libopencore_amrnb", 8_000),
    "mkv": ("matroska", "libx264", "libopus", 48_000),
    "webm": ("webm", "libvpx-vp9", "libopus", 48_000),
    "avi": ("avi", "mpeg4", "libmp3lame", 44_100),
    "wmv": ("asf", "wmv2", "wmav2", 44_100),
}
TAGS = ("title", "artist", "author", "comment", "location", "com.apple.quicktime.make", "album", "encoder")


@cache
def sound(ending: str, seed: str = "", seconds: float = 0.3) -> bytes:
    """A tone."""
    container, codec, rate = SOUNDS[ending]
    return _recording(container, "", codec, rate, seed, seconds)


@cache
def film(ending: str, seed: str = "", seconds: float = 0.4, size: tuple[int, int] = (176, 144)) -> bytes:
    """A coloured plane and a tone."""
    container, codec, sound_codec, rate = FILMS[ending]
    return _recording(container, codec, sound_codec, rate, seed, seconds, size)


def _recording(
    container: str, film: str, sound: str, rate: int, seed: str, seconds: float, size: tuple[int, int] = (176, 144)
) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as target:
        target.metadata.update(dict.fromkeys(TAGS, MARK))
        target.metadata["creation_time"] = "2021-02-03T04:05:06Z"
        pictures = cast(av.VideoStream, target.add_stream(film, rate=25)) if film else None
        tones = cast(av.AudioStream, target.add_stream(sound, rate=rate, layout="mono"))
        tones.bit_rate = 12_200 if "amr" in sound else 64_000
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
            _film_frames(target, pictures, seed, seconds, size)
        _sound_frames(target, tones, rate, seconds)
    return file.getvalue()


def _film_frames(
    target: OutputContainer, stream: av.VideoStream, seed: str, seconds: float, size: tuple[int, int]
) -> None:
    for at in range(max(2, round(seconds * 25))):
        frame = _frame(photo(f"{seed}{at // 5}", *size)).reformat(format="yuv420p")
        frame.pts = at
        target.mux(stream.encode(frame))
    target.mux(stream.encode(None))


def _sound_frames(target: OutputContainer, stream: av.AudioStream, rate: int, seconds: float) -> None:
    samples = round(rate * seconds)
    wave = b"".join(struct.pack("<h", round(8000 * math.sin(at * 2764 / rate))) for at in range(samples))
    frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
    frame.planes[0].update(wave.ljust(frame.planes[0].buffer_size, b"\0"))
    frame.rate, frame.pts = rate, 0
    context = stream.codec_context
    fit = av.AudioResampler(format=context.format, layout="mono", rate=rate, frame_size=context.frame_size or None)
    for part in (*fit.resample(frame), *fit.resample(None)):
        target.mux(stream.encode(part))
    target.mux(stream.encode(None))


def _frame(image: Image.Image) -> av.VideoFrame:
    frame = av.VideoFrame(image.width, image.height, "rgb24")
    plane, width, pixels = frame.planes[0], image.width * 3, image.tobytes()
    rows = (pixels[at : at + width].ljust(plane.line_size, b"\0") for at in range(0, len(pixels), width))
    plane.update(b"".join(rows))
    return frame


def pdf(words: str = WORDS, pages: int = 1) -> bytes:
    """Pages with Chinese words in a font that is not in the file, and everything a program writes about itself."""
    font = pages * 2 + 3
    bodies = [f"<< /Type /Catalog /Pages 2 0 R /Metadata {font + 4} 0 R >>"]
    kids = " ".join(f"{3 + 2 * page} 0 R" for page in range(pages))
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>")
    for page in range(pages):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {4 + 2 * page} 0 R"
            f" /Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        drawn = f"BT /F1 20 Tf 20 100 Td <{words.encode('utf-16-be').hex()}> Tj ET"
        bodies.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    bodies += [
        (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
            f" /DescendantFonts [{font + 1} 0 R] >>"
        ),
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
            f" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor {font + 2} 0 R /DW 1000 >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
            " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
        f"<< /Title ({MARK}) /Author ({MARK}) /Creator ({MARK}) /CreationDate (D:20210203040506) >>",
        f"<< /Type /Metadata /Subtype /XML /Length {len(MARK)} >>\nstream\n{MARK}\nendstream",
    ]
    return _pdf_of(bodies, info=font + 3)


def _pdf_of(bodies: list[str], info: int) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    begins, size = len(out), len(bodies) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info {info} 0 R >>\n"
    return f"{out}startxref\n{begins}\n%%EOF".encode("latin-1")


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.comment = MARK.encode()
        for name, body in members.items():
            opened.writestr(name, body)
    return file.getvalue()


_PROPERTIES = f"<coreProperties><creator>{MARK}</creator><lastModifiedBy>{MARK}</lastModifiedBy></coreProperties>"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def docx(words: str = WORDS) -> bytes:
    """A document with a paragraph, a table, a deleted name, a comment's author and a photo from a telephone."""
    body = (
        f"<w:document {_W}><w:body><w:p><w:r><w:t>{words}</w:t></w:r>"
        f'<w:del w:author="{MARK}"><w:r><w:delText>{MARK}</w:delText></w:r></w:del></w:p>'
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl></w:body></w:document>"
    )
    comments = (
        f'<w:comments {_W}><w:comment w:author="{MARK}"><w:p><w:r><w:t>批注</w:t></w:r></w:p></w:comment></w:comments>'
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": _PROPERTIES,
            "word/document.xml": body,
            "word/comments.xml": comments,
            "word/media/image1.jpeg": picture("JPEG", words),
        }
    )


def pptx(words: str = WORDS) -> bytes:
    """One slide."""
    slide = f"<p {_A}><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p>"
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": _PROPERTIES,
            "ppt/presentation.xml": "<x/>",
            "ppt/slides/slide1.xml": slide,
        }
    )


def ofd(words: str = WORDS) -> bytes:
    """One page."""
    page = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:TextCode X="0">{words}</ofd:TextCode></ofd:Page>'
    about = f"<ofd:OFD><ofd:Author>{MARK}</ofd:Author></ofd:OFD>"
    return archive({"OFD.xml": about, "Doc_0/Pages/Page_0/Content.xml": page})


def xlsx(words: str = WORDS) -> bytes:
    """Two cells, and a sheet that is hidden."""
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.title = book.properties.lastModifiedBy = MARK
    book.active.append([words, 1.5])
    hidden = book.create_sheet("后台")
    hidden.append([MARK])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rtf(words: str = WORDS) -> bytes:
    """Words as bytes of GBK and as numbers."""
    half = len(words) // 2
    in_bytes = "".join(f"\\'{byte:02x}" for byte in words[:half].encode("gb18030"))
    in_numbers = "".join(f"\\u{ord(letter)}?" for letter in words[half:])
    return f"{{\\rtf1\\ansi\\ansicpg936{{\\info{{\\author {MARK}}}}}{in_bytes}{in_numbers}\\par}}".encode()


def doc(words: str = WORDS, *, is_locked: bool = False) -> bytes:
    """Word before 2007, or WPS: a piece of text in two bytes a letter."""
    text = words.encode("utf-16-le")
    begins = 0x800
    stream = bytearray(4096)
    struct.pack_into("<H", stream, 0, 0xA5EC)
    struct.pack_into("<H", stream, 0x0A, 0x0200 | (0x0100 if is_locked else 0))
    pieces = struct.pack("<II", 0, len(words)) + struct.pack("<HIH", 0, begins, 0)
    described = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", stream, 0x01A2, 0, len(described))
    stream[begins : begins + len(text)] = text
    return compound({"WordDocument": bytes(stream), "1Table": described, "\x05SummaryInformation": MARK.encode()})


def ppt(words: str = WORDS) -> bytes:
    """PowerPoint before 2007, or WPS: a text within a container of records."""
    text = words.encode("utf-16-le")
    inner = struct.pack("<HHI", 0, 0x0FA0, len(text)) + text
    stream = struct.pack("<HHI", 0x0F, 1000, len(inner)) + inner
    return compound({"PowerPoint Document": stream, "\x05SummaryInformation": MARK.encode()})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Microsoft's container of old office files ([MS-CFB]), each stream in sectors of its own."""
    bodies = [body.ljust(4096, b"\0").ljust(-(-max(len(body), 4096) // 512) * 512, b"\0") for body in streams.values()]
    table = [0xFFFFFFFD, 0xFFFFFFFE]  # sector 0 holds this table, sector 1 the directory
    begins = []
    for body in bodies:
        begins.append(len(table))
        count = len(body) // 512
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
    directory = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, body, begin) in enumerate(zip(streams, bodies, begins, strict=True), start=1):
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        directory.append(_entry(name, 2, begin, len(body), right=right))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    header = header.ljust(512, b"\xff")
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return header + fat + b"".join(directory).ljust(512, b"\0") + b"".join(bodies)


def _entry(name: str, kind: int, begin: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    called = name.encode("utf-16-le")
    head = called.ljust(64, b"\0") + struct.pack("<HBBIII", len(called) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", begin, size)


def zipped(words: str = WORDS) -> bytes:
    """An archive of a photo and a text, under names that tell whose they are."""
    return archive({f"{MARK}/一.jpg": picture("JPEG", words), f"{MARK}.txt": words, f"{MARK}.exe": b"MZ"})


MAKERS: Mapping[str, Callable[[str], bytes]] = {
    "jpg": lambda seed: picture("JPEG", seed),
    "png": lambda seed: picture("PNG", seed),
    "webp": lambda seed: picture("WEBP", seed),
    "gif": lambda seed: picture("GIF", seed),
    "bmp": lambda seed: picture("BMP", seed),
    "tiff": lambda seed: picture("TIFF", seed),
    "heic": lambda seed: picture("HEIF", seed),
    "avif": lambda seed: picture("AVIF", seed),
    **{ending: (lambda seed, ending=ending: sound(ending, seed)) for ending in SOUNDS},  # type: ignore[misc]
    **{ending: (lambda seed, ending=ending: film(ending, seed)) for ending in FILMS},  # type: ignore[misc]
    "pdf": lambda seed: pdf(WORDS + seed),
    "docx": lambda seed: docx(WORDS + seed),
    "xlsx": lambda seed: xlsx(WORDS + seed),
    "pptx": lambda seed: pptx(WORDS + seed),
    "ofd": lambda seed: ofd(WORDS + seed),
    "rtf": lambda seed: rtf(WORDS + seed),
    "doc": lambda seed: doc(WORDS + seed),
    "wps": lambda seed: doc(WORDS + seed),
    "ppt": lambda seed: ppt(WORDS + seed),
    "dps": lambda seed: ppt(WORDS + seed),
    "txt": lambda seed: (WORDS + seed).encode("gb18030"),
    "csv": lambda seed: f"单位,说法\n甲,{WORDS}{seed}\n".encode("gb18030"),
    "zip": lambda seed: zipped(WORDS + seed),
}


@cache  # an archive made later would bear another time
def made(ending: str, seed: str = "") -> bytes:
    """A file of this ending, different for each seed."""
    return MAKERS[ending](seed)
