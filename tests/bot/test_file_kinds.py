"""Which files are taken as evidence: by what is in them, whatever they are called."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot import file_kinds
from bot.file_kinds import FileKind


def archive(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name in members:
            opened.writestr(name, "<x/>")
    return file.getvalue()


OFFICE = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")

TAKEN = [
    ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", FileKind.JPEG),
    ("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind.PNG),
    ("shot.webp", b"RIFF\x10\0\0\0WEBPVP8 ", FileKind.WEBP),
    ("moving.gif", b"GIF89a\x01\0\x01\0", FileKind.GIF),
    ("clip.mp4", b"\0\0\0\x18ftypisom\0\0\x02\0", FileKind.MP4),
    ("clip.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", FileKind.MP4),
    ("voice.m4a", b"\0\0\0\x1cftypM4A \0\0\0\0", FileKind.M4A),
    ("voice.ogg", b"OggS\0\x02" + b"\0" * 22 + b"OpusHead", FileKind.OPUS),
    ("voice.ogg", b"OggS\0\x02" + b"\0" * 22 + b"\x01vorbis", FileKind.OGG),
    ("voice.mp3", b"ID3\x04\0\0\0\0\0\0", FileKind.MP3),
    ("voice.mp3", b"\xff\xfb\x90\x64\0\0", FileKind.MP3),
    ("voice.amr", b"#!AMR\n\x3c", FileKind.AMR),
    ("letter.pdf", b"%PDF-1.7\n%\xe2\xe3", FileKind.PDF),
    ("letter.docx", OFFICE, FileKind.DOCX),
    ("table.XLSX", archive("docProps/app.xml", "xl/workbook.xml"), FileKind.XLSX),
    ("note.txt", "三个月不处理，群众很有意见。".encode(), FileKind.TEXT),
    ("note.txt", "三个月不处理".encode("gb18030"), FileKind.TEXT),
    ("note.txt", "三个月不处理".encode("utf-16"), FileKind.TEXT),
    ("note.txt", "旗".encode() * 3000 + "旗".encode()[:2], FileKind.TEXT),
    ("note", b"a < b, and that is no markup", FileKind.TEXT),
    # The name lies; the content counts.
    ("report.exe", b"%PDF-1.4\n", FileKind.PDF),
    ("C:\\photos\\a.b.txt", b"\xff\xd8\xff\xe1\0\x10Exif", FileKind.JPEG),
]

NOT_TAKEN = [
    ("photo.jpg", b"MZ\x90\0\x03\0\0\0"),
    ("photo.jpg", b"\x7fELF\x02\x01\x01"),
    ("photo.jpg", b"just words"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    ("drawing.txt", b"\xef\xbb\xbf <?xml version='1.0'?><svg/>"),
    ("page.txt", b"\n<!DOCTYPE html><script>alert(1)</script>"),
    ("page.html", b"plain words"),
    ("run.sh", b"#!/bin/sh\n"),
    ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
    ("clip.mov", b"\0\0\0\x14ftypqt  \0\0\0\0"),
    ("files.zip", archive("a.txt")),
    ("letter.docx", archive("a.txt")),
    ("slides.pptx", archive("[Content_Types].xml", "ppt/presentation.xml")),
    ("macro.docm", OFFICE),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("files.rar", b"Rar!\x1a\x07\x01\0"),
    ("note.txt", b"words\0and a NUL"),
    ("note.txt", b"\xff\xff\xff\xff\xff"),
    ("", b"\x01\x02\x03"),
]


@pytest.mark.parametrize(("name", "head", "kind"), TAKEN)
def test_a_kind_is_told_from_the_content(name: str, head: bytes, kind: FileKind) -> None:
    assert file_kinds.kind_of(head, name, len(head)) is kind


@pytest.mark.parametrize(("name", "head"), NOT_TAKEN)
def test_other_kinds_are_refused_whatever_they_are_called(name: str, head: bytes) -> None:
    with pytest.raises(file_kinds.FileRefused) as refused:
        file_kinds.kind_of(head, name, len(head))
    assert refused.value.reason is file_kinds.Reason.KIND_NOT_TAKEN


def test_an_empty_file_is_refused_as_empty() -> None:
    with pytest.raises(file_kinds.FileRefused) as refused:
        file_kinds.kind_of(b"", "photo.jpg", 0)
    assert refused.value.reason is file_kinds.Reason.EMPTY


def test_a_file_too_large_is_refused_with_the_limit_it_breaks() -> None:
    head = b"\xff\xd8\xff\xe0"
    assert file_kinds.kind_of(head, "photo.jpg", 20 * 1024 * 1024) is FileKind.JPEG
    with pytest.raises(file_kinds.FileRefused) as refused:
        file_kinds.kind_of(head, "photo.jpg", 20 * 1024 * 1024 + 1)
    assert (refused.value.reason, refused.value.limit) == (file_kinds.Reason.TOO_LARGE, 20 * 1024 * 1024)


def test_only_pictures_are_shown_to_reviewers_and_every_kind_has_a_type_and_an_ending() -> None:
    assert {kind for kind in FileKind if kind.is_picture} == {
        FileKind.JPEG,
        FileKind.PNG,
        FileKind.WEBP,
        FileKind.GIF,
    }
    assert all("/" in kind.mime and kind.suffix.startswith(".") for kind in FileKind)
    assert (FileKind.JPEG.suffix, FileKind.TEXT.suffix, FileKind.PDF.suffix) == (".jpg", ".txt", ".pdf")
