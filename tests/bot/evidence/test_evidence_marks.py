"""No name, place, maker or date in what reviewers get: more than two hundred files of every kind, looked through with exiftool."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.evidence import kinds, remaking
from domain.evidence import Media
from tests.support import samples

OF_EACH = 6
SUFFIXES = {Media.PICTURE: "jpg", Media.SOUND: "m4a", Media.FILM: "mp4", Media.TEXT: "txt"}
TELLING = (
    *("author", "artist", "creator", "owner", "copyright", "byline", "publisher", "contact", "by-line"),
    *("make", "model", "serial", "lens", "software", "encoder", "producer", "hostcomputer", "writer", "compressorname"),
    *("title", "subject", "keyword", "description", "comment", "caption", "album", "genre", "language"),
    *("gps", "location", "latitude", "longitude", "city", "country", "xmp", "iptc", "exif:", "icc", "profile"),
)
HARMLESS = ("HandlerDescription", "MediaLanguageCode", "SampleGroupDescription")  # the same in every film that is made


def tags(found: dict[str, Any]) -> dict[str, Any]:
    """What stands in the file, without what exiftool says of the disk and of itself."""
    outside = ("System:", "ExifTool:", "File:File", "SourceFile", "Composite:")
    return {name: value for name, value in found.items() if not name.startswith(outside)}


@dataclass(frozen=True)
class Folders:
    """The files as they came and what was made of them, with what exiftool finds in either."""

    came: Path
    made: Path
    found: list[dict[str, Any]]

    def within(self, folder: Path) -> list[tuple[Path, dict[str, Any]]]:
        """What was found in the files of one folder."""
        told = ((Path(found["SourceFile"]), found) for found in self.found)
        return [(file, tags(found)) for file, found in told if file.parent == folder]


@pytest.fixture(scope="module")
def folders(exiftool: str, tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Made once, and looked through once."""
    came, made = tmp_path_factory.mktemp("came"), tmp_path_factory.mktemp("made")
    for ending in samples.MAKERS:
        for number in range(OF_EACH):
            data = samples.made(ending, str(number))
            (came / f"{ending}-{number}.{ending}").write_bytes(data)
            remade = remaking.remake(data, kinds.kind_of(data, f"a.{ending}"))
            for place, piece in enumerate(remade.pieces):
                suffix = "png" if piece.data.startswith(b"\x89PNG") else SUFFIXES[piece.media]
                (made / f"{ending}-{number}-{place}.{suffix}").write_bytes(piece.data)
    looking = [exiftool, "-json", "-r", "-a", "-u", "-ee", "-G1", str(came), str(made)]
    told = subprocess.run(looking, capture_output=True, check=False)
    return Folders(came, made, json.loads(told.stdout))


def test_the_files_that_come_are_full_of_marks(folders: Folders) -> None:
    """Or the next test would prove nothing."""
    marked = {file.suffix for file, found in folders.within(folders.came) if samples.MARK in str(found)}
    assert {".jpg", ".png", ".webp", ".gif", ".tiff", ".heic", ".avif", ".pdf"} <= marked
    assert {".mp4", ".mov", ".mkv", ".m4a", ".mp3", ".flac"} <= marked


def test_nothing_of_it_is_in_what_reviewers_get(folders: Folders) -> None:
    files = list(folders.made.iterdir())
    assert len(list(folders.came.iterdir())) == OF_EACH * len(samples.MAKERS) > 200
    assert {file.name.partition("-")[0] for file in files} == set(samples.MAKERS), "of every kind something is shown"
    assert [file.name for file in files if samples.MARK.encode() in file.read_bytes()] == []
    telling = {
        (file.name, name, value)
        for file, found in folders.within(folders.made)
        for name, value in found.items()
        if not name.endswith(HARMLESS) and any(word in name.lower() for word in TELLING)
    }
    assert telling == set()


def test_no_date_of_the_recording_is_left(folders: Folders) -> None:
    dated = {
        (file.name, name, value)
        for file, found in folders.within(folders.made)
        for name, value in found.items()
        if "date" in name.lower() and not str(value).startswith("0000:00:00")
    }
    assert dated == set()
