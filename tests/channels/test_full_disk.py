"""Every door on a disk that is full: a sentence and a way to go on, never a bare error, and nothing acknowledged that is lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import page_words
from bot.channels.web import failures
from bot.evidence import room as rooms
from storage import errors
from storage.vault import Vault
from tests.channels import web_house

UNAVAILABLE = page_words.table("zh", "web")["wrong_unavailable"]


@pytest.fixture
def full_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that is a filesystem of its own, with room for next to nothing."""
    place = tmp_path / "small"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may make a filesystem of its own")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody make a filesystem of its own")
    yield place
    subprocess.run(["umount", place], check=True)


async def test_a_file_for_which_there_is_no_room_is_refused_and_leaves_nothing_behind(full_folder: Path) -> None:
    room = rooms.Evidence(full_folder, Vault(bytes(32)))
    kept = await room.keep(b"small")
    with pytest.raises(errors.StorageUnavailable):
        await room.keep(os.urandom(200_000))
    assert await asyncio.to_thread(os.listdir, full_folder) == [kept]
    assert await room.read(kept) == b"small"
    await room.keep(b"small again")


@pytest.fixture
def visitor() -> Iterator[tuple[httpx.Client, web_house.House]]:
    with (
        web_house.served() as served,
        httpx.Client(base_url=served.url, headers={"Sec-Fetch-Site": "same-origin"}) as http,
    ):
        http.post("/chat/session", json={}).raise_for_status()
        yield http, served.house


DOORS: dict[str, Callable[[httpx.Client], httpx.Response]] = {
    "upload": lambda http: http.post("/chat/upload", files={"file": ("p.png", web_house.png(), "image/png")}),
    "say": lambda http: http.post("/chat/say", json={"key": "a-key-of-a-page", "text": "磁盘满了"}),
    "messages": lambda http: http.get("/chat/messages"),
    "leave": lambda http: http.post("/chat/leave"),
    "file": lambda http: http.get("/chat/file/0123456789ab"),
}


@pytest.mark.parametrize("door", list(DOORS))
def test_every_door_has_its_sentence_on_a_full_disk(visitor: tuple[httpx.Client, web_house.House], door: str) -> None:
    http, house = visitor
    house.is_full = True
    answer = DOORS[door](http)
    assert (answer.status_code, answer.json()["sentence"]) == (503, UNAVAILABLE)
    assert answer.headers["retry-after"] == "5"
    house.is_full = False
    assert DOORS[door](http).status_code in (200, 201, 202, 404)


def test_a_stream_that_fails_ends_and_the_page_comes_again(visitor: tuple[httpx.Client, web_house.House]) -> None:
    http, house = visitor
    house.is_full = True
    with http.stream("GET", "/chat/stream") as answer:
        assert answer.read() == b"retry: 2000\nevent: hello\ndata: {}\n\n"


def _raising(error: Exception) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        raise error

    return page


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (errors.StorageUnavailable(), 503, "failed_passing"),
        (OSError(28, "No space left on device"), 503, "failed_passing"),
        (ValueError("a fault of ours"), 500, "failed_lasting"),
    ],
)
@pytest.mark.parametrize("locale", ["zh", "en"])
async def test_a_page_that_cannot_be_shown_says_so(error: Exception, status: int, word: str, locale: str) -> None:
    app = Starlette(routes=[Route("/board", _raising(error))], exception_handlers=failures.handlers("zh"))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://flagpost.example") as http:
        answer = await http.get(f"/board?lang={locale}")
    assert answer.status_code == status
    assert page_words.table(locale, "web")[word] in answer.text
    assert "fault of ours" not in answer.text
