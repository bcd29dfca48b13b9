"""Which files are taken as evidence: by what is in them, whatever they are called."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.evidence import kinds, remaking
from bot.evidence.kinds import EvidenceKind, FileReason
from tests.support import samples

MADE = {
    **dict.fromkeys(samples.SOUNDS, EvidenceKind.SOUND),
    **dict.fromkeys(samples.FILMS, EvidenceKind.FILM),
    **{kind.value: kind for kind in EvidenceKind if kind.value in samples.MAKERS},
    "jpg": EvidenceKind.JPEG,
    "wps": EvidenceKind.DOC,
    "dps": EvidenceKind.PPT,
    "txt": EvidenceKind.TEXT,
    "csv": EvidenceKind.TEXT,
}


def archive(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name in members:
            opened.writestr(name, "<x/>")
    return file.getvalue()


def iphone(brand: bytes = b"qt  ") -> bytes:
    return b"\0\0\0\x14ftyp" + brand + b"\0\0\0\0" + brand + b"\0\0\0\x08wide\0\0\0\x10mdat" + bytes(8)


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def track(handler: bytes) -> bytes:
    return box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12)))))


TAKEN = [
    # Trial B2: what telephones and offices of the country make, and was refused or taken for something else.
    ("iphone.mov", iphone(), EvidenceKind.FILM),
    ("iphone.mov", iphone(b"mp42"), EvidenceKind.FILM),
    ("old.mov", track(b"vide"), EvidenceKind.FILM),
    ("old.mov", box(b"wide", b"") + box(b"mdat", bytes(16)) + track(b"vide"), EvidenceKind.FILM),
    ("录音.m4a", box(b"ftyp", b"mp42\0\0\0\0") + box(b"mdat", bytes(16)) + track(b"soun"), EvidenceKind.SOUND),
    ("录音.m4a", box(b"ftyp", b"M4A \0\0\0\0"), EvidenceKind.SOUND),
    ("clip.3gp", box(b"ftyp", b"3gp4\0\0\0\0"), EvidenceKind.FILM),
    ("voice.aac", b"\xff\xf1\x50\x80\x01\x1f\xfc", EvidenceKind.SOUND),
    ("voice.mp3", b"ID3\x04\0\0\0\0\0\0", EvidenceKind.SOUND),
    ("voice.mp3", b"\xff\xfb\x90\x64\0\0", EvidenceKind.SOUND),
    ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", EvidenceKind.HEIC),
    ("photo.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1", EvidenceKind.AVIF),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016), EvidenceKind.DOC),
    ("表.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016), EvidenceKind.XLS),
    ("table.xls", samples.compound({"Workbook": b"\x09\x08"}), EvidenceKind.XLS),
    ("letter.docx", archive("[Content_Types].xml", "word/document.xml"), EvidenceKind.DOCX),
    ("macro.docm", archive("word/document.xml"), EvidenceKind.DOCX),
    ("table.XLSX", archive("docProps/app.xml", "xl/workbook.xml"), EvidenceKind.XLSX),
    ("slides.pptx", archive("ppt/presentation.xml"), EvidenceKind.PPTX),
    ("files.zip", archive("a.txt"), EvidenceKind.ZIP),
    ("files.zip", b"PK\x05\x06", EvidenceKind.ZIP),  # cut off; nothing more can be told of it yet
    ("letter.docx", archive("a.txt"), EvidenceKind.ZIP),
    ("note.txt", "三个月不处理，群众很有意见。".encode(), EvidenceKind.TEXT),
    ("note.txt", "三个月不处理".encode("gb18030"), EvidenceKind.TEXT),
    ("note.txt", "三個月不處理".encode("big5"), EvidenceKind.TEXT),
    ("note.txt", "三个月不处理".encode("utf-16"), EvidenceKind.TEXT),
    ("note.txt", "旗".encode() * 3000 + "旗".encode()[:2], EvidenceKind.TEXT),
    ("note.txt", b"I'm free to talk. BM is a bitmap, {rtf is none.", EvidenceKind.TEXT),
    ("note", b"a < b, and that is no markup", EvidenceKind.TEXT),
    # The name lies; the content counts.
    ("report.exe", b"%PDF-1.4\n", EvidenceKind.PDF),
    ("C:\\photos\\a.b.txt", b"\xff\xd8\xff\xe1\0\x10Exif", EvidenceKind.JPEG),
]

NOT_TAKEN = [
    ("photo.jpg", b"MZ\x90\0\x03\0\0\0", FileReason.KIND_NOT_TAKEN),
    ("photo.jpg", b"\x7fELF\x02\x01\x01", FileReason.KIND_NOT_TAKEN),
    ("photo.jpg", b"just words", FileReason.KIND_NOT_TAKEN),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileReason.KIND_NOT_TAKEN),
    ("drawing.txt", b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", FileReason.KIND_NOT_TAKEN),
    ("page.txt", b"\n<!DOCTYPE html><script>alert(1)</script>", FileReason.KIND_NOT_TAKEN),
    ("page.html", b"plain words", FileReason.KIND_NOT_TAKEN),
    ("run.sh", b"#!/bin/sh\n", FileReason.KIND_NOT_TAKEN),
    ("app.zip", archive("AndroidManifest.xml"), FileReason.KIND_NOT_TAKEN),
    ("files.rar", b"Rar!\x1a\x07\x01\0", FileReason.ARCHIVE),
    ("files.7z", b"7z\xbc\xaf\x27\x1c\0\x04", FileReason.ARCHIVE),
    ("voice.amr", b"\x02#!SILK_V3\x0c\0", FileReason.SILK),
    ("letter.docx", samples.compound({"EncryptedPackage": b"\0"}), FileReason.LOCKED),
    ("files.zip", b"PK\x03\x04\x14\0\x01\0" + bytes(40), FileReason.LOCKED),
    ("note.txt", b"words\0and a NUL", FileReason.KIND_NOT_TAKEN),
    ("note.txt", b"\xff\xff\xff\xff\xff", FileReason.KIND_NOT_TAKEN),
    ("", b"\x01\x02\x03", FileReason.KIND_NOT_TAKEN),
]


@pytest.mark.parametrize(("name", "data", "kind"), TAKEN)
def test_a_kind_is_told_from_the_content(name: str, data: bytes, kind: EvidenceKind) -> None:
    assert kinds.kind_of(data, name) is kind


@pytest.mark.parametrize("ending", samples.MAKERS)
def test_what_telephones_and_offices_make_is_taken_by_its_content_whatever_it_is_called(ending: str) -> None:
    data = samples.made(ending)
    assert kinds.kind_of(data, f"a.{ending}") is MADE[ending]
    if MADE[ending] is not EvidenceKind.TEXT:  # text has no mark of its own
        assert kinds.kind_of(data, "a.exe") is MADE[ending]


@pytest.mark.parametrize(("name", "data", "why"), NOT_TAKEN)
def test_other_kinds_are_refused_whatever_they_are_called_and_the_reason_is_told(
    name: str, data: bytes, why: FileReason
) -> None:
    with pytest.raises(kinds.FileRefused) as refused:
        kinds.kind_of(data, name)
    assert refused.value.reason is why


def test_an_archive_of_documents_is_an_archive() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("甲.docx", samples.docx())
    assert kinds.kind_of(file.getvalue(), "a.zip") is EvidenceKind.ZIP


def test_an_empty_file_is_refused_as_empty() -> None:
    with pytest.raises(kinds.FileRefused) as refused:
        kinds.kind_of(b"", "photo.jpg")
    assert refused.value.reason is FileReason.EMPTY


def test_a_file_too_large_is_refused() -> None:
    begin = b"\xff\xd8\xff\xe0"
    assert kinds.kind_of(begin.ljust(100, b"\0"), "photo.jpg", limit=100) is EvidenceKind.JPEG
    with pytest.raises(kinds.FileRefused) as refused:
        kinds.kind_of(begin.ljust(101, b"\0"), "photo.jpg", limit=100)
    assert refused.value.reason is FileReason.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "size", "why"),
    [
        ("现场.mov", 0, ""),
        ("现场.mov", 20 * 1024 * 1024, ""),
        ("现场.mov", 20 * 1024 * 1024 + 1, "too_large"),
        ("材料.rar", 9, "archive"),
        ("setup.EXE", 9, "kind_not_taken"),
        ("msg.silk", 9, "silk"),
        ("", 9, ""),
    ],
)
def test_what_a_name_and_a_size_tell_is_told_before_the_file_comes(name: str, size: int, why: str) -> None:
    assert kinds.before_it_comes(name, size) == why


def test_every_kind_has_a_remaker() -> None:
    assert set(remaking.REMAKERS) == set(EvidenceKind)
