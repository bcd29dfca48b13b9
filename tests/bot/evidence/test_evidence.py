"""What becomes of the files that people send."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import channel as channels
from bot import chores
from bot.channels import every
from bot.evidence import chores as evidence_chores
from bot.evidence import room as rooms
from domain.evidence import Media
from domain.said import FileKind, FileRef
from storage import errors
from storage import evidence as pieces
from storage.database import Tx
from storage.road import chores as asked
from storage.road import pages
from storage.vault import Vault
from tests.support import delivery_room, samples
from tests.support.delivery_room import House

CANARY = b"%PDF-1.7 the director's name is here"

IN_SIGHT = 0  # the card that is asked for when evidence is said without one: may its reader see the matter still?


class Platform:
    """Hands out files, or says why not."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []

    async def fetch(self, file: FileRef) -> bytes:
        self.asked.append(file.ref)
        found = self.files.get(file.ref, channels.FileGone())
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def runner(house: House, platform: Platform) -> chores.Chores:
    errands = evidence_chores.EvidenceChores(
        house.database, house.room, {"telegram": platform}, house.time.now
    ).errands()
    return chores.Chores(house.database, errands, clock=house.time.now, wake=lambda: None, jitter=lambda: 0.5)


def photo() -> bytes:
    """A photo that says where it was taken."""
    out = io.BytesIO()
    picture = Image.new("RGB", (40, 30), "#b3261e")
    exif = Image.Exif()
    exif[0x010E] = "canary: taken at home"
    picture.save(out, "JPEG", exif=exif, comment=b"canary: comment")
    return out.getvalue()


async def want(house: House, file: FileRef, channel: str = "telegram") -> int:
    account, at = await house.account("one", channel=channel), house.time.now()
    return await house.database.write(
        lambda tx: pieces.want(tx, account, "clue", 7, file, every.traits().of(channel), at)
    )


async def piece(house: House, number: int) -> pieces.Piece:
    found = await house.database.read(lambda tx: pieces.of_id(tx, number))
    assert found is not None
    return found


async def seen_of(house: House, number: int) -> list[tuple[str, bytes]]:
    """What reviewers have of a piece: as what, and the bytes."""
    files = await house.database.read(lambda tx: pieces.shown(tx, [number]))
    return [(file.media.value, await house.room.read(file.file)) for file in files]


async def told(house: House) -> list[str]:
    await house.deliver(3)
    return house.channel.texts


def files(house: House) -> list[Path]:
    return sorted(house.room._folder.iterdir())


# The room


async def test_a_file_comes_back_as_it_was_and_lies_there_unreadable(house: House) -> None:
    ref = await house.room.keep(CANARY, "名单.pdf")
    (file,) = files(house)
    assert b"director" not in file.read_bytes()
    assert "名单" not in file.name
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert await house.room.read(ref) == CANARY


async def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_is_answered_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(descriptor: int) -> None:
        seen.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112
        sync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        seen.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    await house.room.keep(CANARY)
    assert seen == ["file", "rename", "folder"]


async def test_a_file_moved_under_another_name_does_not_open(house: House) -> None:
    one, other = await house.room.keep(b"one"), await house.room.keep(b"other")
    (house.room._folder / one).replace(house.room._folder / other)
    with pytest.raises(errors.Tampered):
        await house.room.read(other)
    with pytest.raises(rooms.EvidenceGone):
        await house.room.read(one)


async def test_another_key_opens_nothing(house: House, tmp_path: Path) -> None:
    ref = await house.room.keep(CANARY)
    with pytest.raises(errors.Tampered):
        await rooms.Evidence(tmp_path / "evidence", Vault(bytes([1] * 32))).read(ref)


@pytest.mark.parametrize("ref", ["", "../flagpost.db", "0" * 31, "G" * 32, "0" * 32 + ".part"])
async def test_only_names_we_gave_are_read(house: House, ref: str) -> None:
    with pytest.raises(rooms.EvidenceGone):
        await house.room.read(ref)


async def test_uploads_that_nobody_sent_are_gone_after_a_day(house: House) -> None:
    sent, forgotten, fresh = [await house.room.keep(CANARY) for _ in range(3)]
    cut_short = house.room._folder / ("a" * 32 + ".part")
    cut_short.write_bytes(b"half")
    await want(house, FileRef(kind=FileKind.DOCUMENT, ref=sent, name="a.pdf", size=9), "web")
    yesterday = (house.time.now() - timedelta(hours=25)).timestamp()
    for name in (sent, forgotten, cut_short.name):
        os.utime(house.room._folder / name, (yesterday, yesterday))
    os.utime(house.room._folder / fresh, (house.time.now().timestamp(), house.time.now().timestamp()))
    assert await house.room.sweep(house.database, house.time.now()) == 2
    assert {file.name for file in files(house)} == {sent, fresh}


async def test_what_was_made_for_reviewers_is_counted_on_and_not_swept_away(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = samples.made("docx")
    number = await want(house, FileRef(kind=FileKind.DOCUMENT, ref="f1", name="a.docx"))
    for _ in range(2):
        await runner.round()
    counted = await house.database.read(lambda tx: set(pieces.files(tx)))
    assert counted == {file.name for file in files(house)}
    assert len(counted) == 1 + len(await seen_of(house, number)) == 3
    yesterday = (house.time.now() - timedelta(hours=25)).timestamp()
    for file in files(house):
        os.utime(file, (yesterday, yesterday))
    assert await house.room.sweep(house.database, house.time.now()) == 0


# Fetching


async def test_a_photo_is_fetched_kept_and_remade_for_reviewers_without_what_the_phone_wrote_in(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = photo()
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1", size=99))
    assert await runner.round() == 1
    assert await runner.round() == 1
    found = await piece(house, number)
    assert (found.state, await house.room.read(found.kept)) == (pieces.EvidenceState.KEPT, photo())
    assert await house.database.read(pieces.marks) == {found.kept: await house.room.mark(photo())}
    ((media, shown),) = await seen_of(house, number)
    assert (media, found.content) == ("picture", "jpeg")
    assert Image.open(io.BytesIO(shown)).size == (40, 30)
    assert b"canary" not in shown
    assert await runner.round() == 0


async def test_reviewers_get_the_remade_picture_with_the_words(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = photo()
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1"))
    for _ in range(2):
        await runner.round()
    house.show(IN_SIGHT, "研判")
    await house.say(await house.account("reviewer"), "审阅", numbers=(number,))
    await house.deliver()
    (attachment,) = house.channel.tried[-1].attachments
    assert [("picture", attachment.data)] == await seen_of(house, number)
    assert attachment.is_picture
    assert len(attachment.key) == 64


async def test_a_picture_that_is_gone_from_the_disk_does_not_hold_up_the_words(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = photo()
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1"))
    for _ in range(2):
        await runner.round()
    (shown,) = await house.database.read(lambda tx: pieces.shown(tx, [number]))
    await house.room.forget(shown.file)
    house.show(IN_SIGHT, "研判")
    await house.say(await house.account("reviewer"), "审阅", numbers=(number,))
    await house.deliver()
    assert house.channel.texts == ["你好，审阅"]
    assert house.channel.tried[-1].attachments == ()


@pytest.mark.parametrize(
    ("name", "kind", "media", "whole"),
    [
        ("张三的录音.m4a", FileKind.VOICE, ["sound"], 1),
        ("iphone.mov", FileKind.VIDEO, ["film"], 1),
        ("名单.pdf", FileKind.DOCUMENT, ["picture"], 1),
        ("材料.docx", FileKind.DOCUMENT, ["text", "picture"], 23),
        ("材料.wps", FileKind.DOCUMENT, ["text"], 14),
        ("表.xlsx", FileKind.DOCUMENT, ["text"], 18),
        ("说明.txt", FileKind.DOCUMENT, ["text"], 14),
    ],
)
async def test_recordings_films_and_documents_reach_reviewers_remade_while_the_original_stays_as_it_came(
    house: House,
    platform: Platform,
    runner: chores.Chores,
    name: str,
    kind: FileKind,
    media: list[str],
    whole: int,
) -> None:
    """Trial B1: they were kept and could be opened by nobody (「已保存，不在这里打开」)."""
    platform.files["f1"] = samples.made(name.rpartition(".")[2], "张三说")
    number = await want(house, FileRef(kind=FileKind.DOCUMENT, ref="f1", name=name))
    for _ in range(2):
        await runner.round()
    found = await piece(house, number)
    assert (found.kind, found.whole, found.part, found.why) == (kind, whole, whole, "")
    assert await house.room.read(found.kept) == platform.files["f1"], "the original stays byte for byte"
    shown = await seen_of(house, number)
    assert [media for media, _ in shown] == media
    assert not any(samples.MARK.encode() in data for _, data in shown)
    assert await told(house) == []


async def test_a_page_is_told_of_evidence_without_its_bytes_and_gets_them_when_it_asks(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = samples.made("m4a")
    number = await want(house, FileRef(kind=FileKind.VOICE, ref="f1"))
    for _ in range(2):
        await runner.round()
    reviewer = await house.account("reviewer", channel="web")
    house.show(IN_SIGHT, "研判")
    await house.say(reviewer, "审阅", channel="web", numbers=(number,))
    (parcel,) = await house.delivery.page(reviewer, 0)
    (named,) = parcel.attachments
    assert (named.media, named.data) == (Media.SOUND, b"")
    found = await house.delivery.attachment(reviewer, named.key)
    assert found is not None
    assert [("sound", found[1].data)] == await seen_of(house, number)
    other = await house.account("other", channel="web")
    assert await house.delivery.attachment(other, named.key) is None


async def test_a_long_film_holds_up_no_picture(house: House, platform: Platform, runner: chores.Chores) -> None:
    platform.files |= {"film": samples.made("mp4"), "photo": photo()}
    film = await want(house, FileRef(kind=FileKind.VIDEO, ref="film"))
    await runner.round()
    at = house.time.now()
    await house.database.write(
        lambda tx: asked.claim(tx, [pieces.REMAKE_FILM], at, at + evidence_chores.RECORDING_LEASE, 1)
    )  # somebody is at it, and will be for long
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="photo"))
    for _ in range(2):
        await runner.round()
    assert [media for media, _ in await seen_of(house, number)] == ["picture"]
    assert await seen_of(house, film) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (channels.FileGone(), "照片没有收下：取不到"),
        (channels.FileWithheld(), "照片没有收下：太大"),
    ],
)
async def test_a_file_that_cannot_be_had_costs_a_sentence_and_not_the_report(
    house: House, platform: Platform, runner: chores.Chores, answer: Exception, words: str
) -> None:
    platform.files["f1"] = answer
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1"))
    await runner.round()
    assert (await piece(house, number)).state is pieces.EvidenceState.REFUSED
    assert await told(house) == [words]
    assert await runner.round() == 0


async def test_a_picture_that_cannot_be_remade_stays_sealed_and_unseen(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = b"\xff\xd8\xff no picture at all"
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1"))
    for _ in range(2):
        await runner.round()
    found = await piece(house, number)
    assert (found.state, found.is_shown, found.why) == (pieces.EvidenceState.KEPT, False, "not_a_picture")
    assert await house.room.read(found.kept) == platform.files["f1"]
    assert await told(house) == ["照片看不到：打不开"]


async def test_a_platform_that_is_slow_is_asked_again_and_given_up_after_a_day(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = channels.FileDelayed()
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1"))
    await runner.round()
    assert await runner.round() == 0, "it is asked again only after a pause"
    while (await piece(house, number)).state is pieces.EvidenceState.WANTED:
        house.time.seconds += 300
        await runner.round()
    assert house.time.seconds >= 24 * 3600
    assert await told(house) == ["照片没有收下：没取到"]
    assert await house.database.read(asked.counts) == {"dead": 1}


async def test_a_web_upload_is_ours_already_and_is_looked_for(house: House, runner: chores.Chores) -> None:
    ref = await house.room.keep(photo())
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref=ref, mark="seen at the door"), "web")
    assert (await piece(house, number)).state is pieces.EvidenceState.KEPT
    assert await house.database.read(pieces.marks) == {ref: "seen at the door"}
    await runner.round()
    assert (await piece(house, number)).is_shown
    lost = await want(house, FileRef(kind=FileKind.PHOTO, ref="0" * 32), "web")
    await runner.round()
    assert (await piece(house, lost)).state is pieces.EvidenceState.REFUSED


async def test_a_place_needs_no_file_and_what_the_door_refused_no_chore(house: House, runner: chores.Chores) -> None:
    place = await want(house, FileRef(kind=FileKind.LOCATION, ref="28.1,119.6"))
    refused = await want(house, FileRef(kind=FileKind.DOCUMENT, ref="", refusal="too_large"))
    assert (await piece(house, place)).place == "28.1,119.6"
    assert (await piece(house, refused)).why == "too_large"
    assert await runner.round() == 0


async def test_names_and_references_are_not_in_clear_in_the_table(house: House) -> None:
    number = await want(house, FileRef(kind=FileKind.DOCUMENT, ref="file-id-9", name="局长名单.pdf"))
    row = await house.database.read(lambda tx: tx.one("SELECT ref, name FROM evidence WHERE id = :id", id=number))
    assert row is not None
    assert b"file-id-9" not in row[0]
    assert "局长".encode() not in row[1]
    body = await house.database.read(lambda tx: tx.value("SELECT body FROM chore"))
    assert b"evidence" not in body


# Chores


async def test_a_chore_whose_doer_was_killed_is_done_by_the_next(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = CANARY
    number = await want(house, FileRef(kind=FileKind.DOCUMENT, ref="f1", name="a.pdf"))
    at = house.time.now()
    await house.database.write(lambda tx: asked.claim(tx, [pieces.FETCH], at, at + chores.LEASE, 9))
    assert await runner.round() == 0
    house.time.seconds += chores.LEASE.total_seconds()
    assert await runner.round() == 1
    assert (await piece(house, number)).state is pieces.EvidenceState.KEPT


async def test_the_result_of_one_who_was_overtaken_does_not_count(house: House) -> None:
    at = house.time.now()
    await house.database.write(lambda tx: asked.put(tx, "count", 1, {}, at))
    results: list[str] = []

    async def slowly(chore: asked.Chore) -> chores.Result:
        later = at + chores.LEASE
        await house.database.write(lambda tx: asked.claim(tx, ["count"], later, later + chores.LEASE, 9))

        def result(tx: Tx) -> None:
            results.append("late")

        return result

    runner = chores.Chores(house.database, {"count": chores.Errand(do=slowly)}, clock=house.time.now, wake=lambda: None)
    assert await runner.round() == 1
    assert results == []
    assert await house.database.read(asked.counts) == {"waiting": 1}


async def test_a_chore_that_nobody_does_here_is_left_alone(house: House, runner: chores.Chores) -> None:
    at = house.time.now()
    body: dict[str, Any] = {"announcement": 3}
    await house.database.write(lambda tx: asked.put(tx, "render_announcement", 0, body, at))
    assert await runner.round() == 0
    (found,) = await house.database.write(lambda tx: asked.claim(tx, ["render_announcement"], at, at + chores.LEASE, 9))
    assert found.body == body


async def test_somebody_who_left_is_not_told(house: House, platform: Platform, runner: chores.Chores) -> None:
    number = await want(house, FileRef(kind=FileKind.PHOTO, ref="f1"))
    await house.database.write(lambda tx: tx.run("UPDATE account SET gone_at = '2026', route = NULL"))
    await runner.round()
    assert (await piece(house, number)).state is pieces.EvidenceState.REFUSED
    assert await house.database.read(lambda tx: pages.page(tx, 1, 0)) == []


async def test_the_door_does_chores_by_itself_until_it_is_stopped(
    house: House, platform: Platform, runner: chores.Chores
) -> None:
    platform.files["f1"] = CANARY
    number = await want(house, FileRef(kind=FileKind.DOCUMENT, ref="f1", name="a.pdf"))
    door = asyncio.create_task(runner.run())
    async with asyncio.timeout(10):
        while (await piece(house, number)).state is pieces.EvidenceState.WANTED:
            runner.ring()
            await asyncio.sleep(0)
    door.cancel()
    await asyncio.gather(door, return_exceptions=True)
