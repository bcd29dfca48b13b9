"""Files re-made for reviewers: what is shown of each kind, how much of it, and that nothing can do harm on the way."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot import sandbox
from bot.evidence import archives, kinds, papers, recordings, remaking, texts
from bot.evidence.kinds import EvidenceKind
from bot.evidence.remade import NotShown, Remade
from domain.evidence import Media
from tests.support import samples


def remade(ending: str, data: bytes) -> Remade:
    return remaking.remake(data, kinds.kind_of(data, f"a.{ending}"))


def words(made: Remade) -> str:
    return "".join(piece.data.decode() for piece in made.pieces if piece.media is Media.TEXT)


def why_not(ending: str, data: bytes) -> str:
    with pytest.raises(sandbox.Declined) as declined:
        remade(ending, data)
    return declined.value.word


# What is shown


@pytest.mark.parametrize("ending", samples.SOUNDS)
def test_sound_becomes_what_browsers_and_telegram_play(ending: str) -> None:
    (piece,) = remade(ending, samples.made(ending)).pieces
    assert piece.media is Media.SOUND
    with av.open(io.BytesIO(piece.data), "r") as played:
        (stream,) = played.streams
        assert (played.format.name.split(",")[0], stream.codec_context.name) == ("mov", "aac")
        assert len(list(played.decode(audio=0))) > 3


@pytest.mark.parametrize("ending", samples.FILMS)
def test_film_becomes_what_browsers_and_telegram_play(ending: str) -> None:
    (piece,) = remade(ending, samples.made(ending)).pieces
    assert piece.media is Media.FILM
    assert piece.data.index(b"moov") < piece.data.index(b"mdat"), "a page can play it before all of it has come"
    with av.open(io.BytesIO(piece.data), "r") as played:
        assert {stream.codec_context.name for stream in played.streams} == {"h264", "aac"}
        assert not played.metadata.keys() & set(samples.TAGS)
        assert len(list(played.decode(video=0))) >= 5


def test_a_film_is_shown_no_larger_than_a_screen_shows_and_upright() -> None:
    lying = samples.film("mp4", size=(1920, 1080))
    with av.open(io.BytesIO(remade("mp4", lying).pieces[0].data)) as played:
        assert (played.streams.video[0].width, played.streams.video[0].height) == (1280, 720)
    plain = b"\0\x01\0\0" + bytes(12) + b"\0\x01\0\0" + bytes(12) + b"\x40\0\0\0"
    turned = bytes(4) + b"\0\x01\0\0" + bytes(4) + b"\xff\xff\0\0" + bytes(16) + b"\x40\0\0\0"
    standing = lying.replace(plain, turned, 2).replace(turned, plain, 1)  # the film's own, not the whole's
    with av.open(io.BytesIO(remade("mp4", standing).pieces[0].data)) as played:
        assert (played.streams.video[0].width, played.streams.video[0].height) == (720, 1280)


def test_of_a_long_recording_the_beginning_is_shown_and_its_length_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "LONGEST_FILM", 1)
    monkeypatch.setattr(recordings, "LONGEST_SOUND", 2)
    film = remade("mp4", samples.film("mp4", seconds=3))
    sound = remade("m4a", samples.sound("m4a", seconds=5))
    assert [(film.part, film.whole), (sound.part, sound.whole)] == [(1, 3), (2, 5)]


def test_the_picture_on_a_song_is_no_film() -> None:
    song = samples.sound("mp3")
    cover = samples.picture("JPEG")
    frame = b"\0image/jpeg\0\x03\0" + cover
    tag = b"APIC" + len(frame).to_bytes(4, "big") + b"\0\0" + frame
    size = bytes((len(tag) >> shift) & 127 for shift in (21, 14, 7, 0))
    with_cover = b"ID3\x03\0\0" + size + tag + song[song.index(b"\xff\xfb") :]
    assert [piece.media for piece in remade("mp3", with_cover).pieces] == [Media.SOUND]


def test_pages_of_a_pdf_are_pictures_and_where_there_are_more_its_words_are_there_too() -> None:
    few, many = remade("pdf", samples.pdf()), remade("pdf", samples.pdf(pages=papers.MOST_PAGES + 2))
    assert (few.part, few.whole, words(few)) == (1, 1, "")
    assert (many.part, many.whole) == (papers.MOST_PAGES, papers.MOST_PAGES + 2)
    assert samples.WORDS in words(many)
    with Image.open(io.BytesIO(few.pieces[0].data)) as page:
        dark = sum(page.convert("L").histogram()[:100])
    assert dark > 500, "its words are drawn, although the font is not in the file"


@pytest.mark.parametrize("ending", ["docx", "pptx", "ofd", "xlsx", "rtf", "doc", "wps", "ppt", "dps", "txt", "csv"])
def test_the_words_of_office_files_can_be_read(ending: str) -> None:
    told = words(remade(ending, samples.made(ending)))
    assert samples.WORDS in told
    assert samples.MARK not in told


def test_a_document_of_pictures_alone_shows_them() -> None:
    document = samples.archive({"word/document.xml": "<w/>", "word/media/image1.png": samples.picture("PNG")})
    assert [piece.media for piece in remade("docx", document).pieces] == [Media.PICTURE]


def test_old_documents_show_the_pictures_that_stand_in_them() -> None:
    old = samples.doc() + samples.picture("JPEG") + samples.picture("PNG")
    assert [piece.media for piece in remade("doc", old).pieces] == [Media.TEXT, Media.PICTURE, Media.PICTURE]


def test_a_long_text_is_cut_and_says_so() -> None:
    made = remade("txt", "长".encode() * (texts.MOST + 5))
    assert (made.part, made.whole, len(words(made))) == (texts.MOST, texts.MOST + 5, texts.MOST)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_whatever_chinese_offices_write(encoding: str) -> None:
    assert words(remade("txt", samples.WORDS.encode(encoding))).strip("\ufeff") == samples.WORDS


def test_an_archive_shows_what_is_in_it_and_counts_what_it_cannot_show() -> None:
    made = remade("zip", samples.zipped())
    assert [piece.media for piece in made.pieces] == [Media.PICTURE, Media.TEXT]
    assert (made.part, made.whole) == (2, 3)


def test_a_film_in_an_archive_costs_the_other_members_nothing() -> None:
    made = remade("zip", samples.archive({"a.mp4": samples.made("mp4"), "a.jpg": samples.picture("JPEG")}))
    assert ([piece.media for piece in made.pieces], made.part, made.whole) == ([Media.PICTURE], 1, 2)


# What is not


@pytest.mark.parametrize(
    ("ending", "data", "why"),
    [
        ("doc", samples.doc(is_locked=True), NotShown.LOCKED),
        ("doc", samples.compound({"WordDocument": b""}), NotShown.BROKEN),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016), NotShown.BROKEN),
        ("xls", samples.compound({"Workbook": b""}), NotShown.NOTHING_INSIDE),
        ("docx", samples.archive({"word/document.xml": "<w/>"}), NotShown.NOTHING_INSIDE),
        ("docx", samples.archive({"word/document.xml": "<w"}), NotShown.BROKEN),
        ("txt", b" \n ", NotShown.NOTHING_INSIDE),
        ("pdf", b"%PDF-1.7\nnothing", NotShown.BROKEN),
        ("mov", samples.made("mov")[:300], NotShown.BROKEN),
        ("mp3", b"ID3\x04\0\0\0\0\0\0", NotShown.BROKEN),
        ("zip", samples.archive({"a.exe": b"MZ"}), NotShown.NOTHING_INSIDE),
    ],
)
def test_what_cannot_be_shown_is_declined_by_its_reason(ending: str, data: bytes, why: NotShown) -> None:
    assert why_not(ending, data) == why


def test_a_pdf_with_a_password_is_named_as_such() -> None:
    locked = samples.pdf().replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"00" * 32
        + b"> /U <"
        + b"00" * 32
        + b"> >>",
    )
    assert why_not("pdf", locked) == NotShown.LOCKED


def test_no_bomb_goes_off() -> None:
    billion = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><w>&b;</w>'
    assert why_not("docx", samples.archive({"word/document.xml": billion})) == NotShown.BROKEN
    outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
    assert why_not("docx", samples.archive({"word/document.xml": outside})) == NotShown.BROKEN
    deep = samples.archive({f"{number}.txt": bytes(archives.MOST_UNPACKED // 4 + 1) for number in range(4)})
    assert why_not("zip", deep) == NotShown.TOO_HEAVY


def test_no_recording_can_name_another_file_or_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FFmpeg would follow a list of addresses or of files; only containers that devices write are opened."""
    (tmp_path / "a.mp4").write_bytes(samples.film("mp4"))  # of somebody else: it would be shown
    monkeypatch.chdir(tmp_path)
    for naming in (
        b"ffconcat version 1.0\nfile a.mp4\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"[playlist]\nFile1=http://127.0.0.1/\n",
    ):
        with pytest.raises(sandbox.Declined):
            recordings.remake(naming)


@given(st.binary(max_size=200), st.sampled_from(sorted(samples.MAKERS)))
def test_the_kind_of_anything_at_all_is_told_or_refused(data: bytes, ending: str) -> None:
    for content in (data, samples.made(ending)[: len(data)] + data):
        try:
            assert kinds.kind_of(content, f"a.{ending}") in EvidenceKind
        except kinds.FileRefused as refused:
            assert refused.reason in kinds.FileReason  # noqa: PT017


@pytest.mark.parametrize("ending", ["docx", "pptx", "ofd", "zip"])
def test_an_archive_whose_members_do_not_unpack_is_called_broken(ending: str) -> None:
    """What the packing itself complained of got out of the remaker, and the reviewers were told of no reason."""
    assert why_not(ending, badly_packed(samples.made(ending))) == NotShown.BROKEN


def test_a_picture_that_lost_its_dimensions_is_no_picture() -> None:
    """What the reader stumbled over (a TypeError) got out of the remaker."""
    assert why_not("tiff", damaged(samples.made("tiff"), random.Random(58))) == NotShown.NOT_A_PICTURE


def badly_packed(archive: bytes) -> bytes:
    """The same archive with members that no unpacking makes anything of."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + bytes(2000))
    spoilt = bytearray(made.getvalue())
    with zipfile.ZipFile(made) as packed:
        for member in packed.infolist():
            start = member.header_offset + 30 + len(member.filename)
            spoilt[start : start + member.compress_size] = b"\xff" * member.compress_size
    return bytes(spoilt)


@settings(max_examples=60)
@given(st.sampled_from(["jpg", "tiff", "docx", "xlsx", "ofd", "rtf", "doc", "ppt", "txt", "zip"]), st.randoms())
def test_damaged_files_of_what_is_read_in_python_end_in_something_shown_or_a_reason(
    ending: str, chance: random.Random
) -> None:
    try:
        assert remade(ending, damaged(samples.made(ending), chance)).pieces
    except (sandbox.Declined, kinds.FileRefused) as declined:
        assert str(declined)  # noqa: PT017


async def test_damaged_files_of_every_kind_harm_nobody_and_end_in_something_shown_or_a_reason() -> None:
    """In the child, as they come: a decoder may crash there, and the bot is told why there is nothing to show."""
    chance = random.Random(9)
    for kind, ending in [
        (EvidenceKind.FILM, "mov"),
        (EvidenceKind.FILM, "webm"),
        (EvidenceKind.SOUND, "amr"),
        (EvidenceKind.PDF, "pdf"),
        (EvidenceKind.HEIC, "heic"),
        (EvidenceKind.AVIF, "avif"),
        (EvidenceKind.XLS, "doc"),
        (EvidenceKind.PDF, "mp4"),
    ]:
        try:
            assert (await remaking.remake_apart(damaged(samples.made(ending), chance), kind)).pieces
        except sandbox.Declined as declined:
            assert NotShown(declined.word)  # noqa: PT017


async def test_a_child_that_is_stopped_costs_its_file_alone_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remaking, "limits_of", lambda kind: sandbox.ChildLimits(wall_seconds=0.01))
    with pytest.raises(sandbox.Declined) as declined:
        await remaking.remake_apart(samples.made("txt"), EvidenceKind.TEXT)
    assert declined.value.word == NotShown.TOO_HEAVY


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut off somewhere, and some bytes changed."""
    content = bytearray(data[: chance.randrange(1, len(data) + 1)])
    for _ in range(chance.randrange(8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)
