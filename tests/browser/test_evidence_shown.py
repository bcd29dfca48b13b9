"""Evidence in a real Chromium: recordings play, films run, documents can be read, on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.evidence import kinds, remaking
from domain.evidence import Media
from tests.channels import web_house
from tests.support import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAY = "(element) => { element.muted = true; element.play(); }"
PLAYED = "(element) => [element.error, Math.round(element.duration), element.videoWidth || 0, element.seekable.length]"


@pytest.fixture
def served() -> Iterator[web_house.Served]:
    with web_house.served() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: web_house.Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(served.url + "/chat")
    page.wait_for_selector(".theirs")
    yield page
    context.close()


def shown(ending: str, data: bytes) -> list[tuple[Media, bytes]]:
    made = remaking.remake(data, kinds.kind_of(data, f"a.{ending}"))
    return [(piece.media, piece.data) for piece in made.pieces]


def tell(served: web_house.Served, text: str, evidence: list[tuple[Media, bytes]]) -> None:
    account = next(one for one in served.house.accounts.values() if one.number < 1000)  # the others are demo seats
    served.house.say(account, text, evidence=evidence)


def played(page: Page, selector: str) -> list[int | None]:
    """Play something until it has got on; what it then says of itself."""
    element = page.locator(selector)
    element.evaluate(PLAY)
    page.wait_for_function("(element) => element.currentTime > 0", arg=element.element_handle())
    facts: list[int | None] = element.evaluate(PLAYED)
    return facts


def test_a_recording_and_a_film_play_in_the_conversation(page: Page, served: web_house.Served) -> None:
    """Trial B1: a clue that is only a voice message could not be judged."""
    tell(served, "附件1：录音 0:02", shown("amr", samples.sound("amr", seconds=2)))
    tell(served, "附件2：视频 0:01", shown("mov", samples.film("mov", seconds=1)))
    assert played(page, ".theirs audio") == [None, 2, 0, 1]
    assert played(page, ".theirs video") == [None, 1, 176, 1]
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/recordings.png")


def test_the_words_of_a_document_are_opened_where_they_stand(page: Page, served: web_house.Served) -> None:
    tell(served, "附件1：Word 文档", shown("wps", samples.made("wps")))
    page.get_by_text("看文字内容").click()
    page.locator(".document", has_text=samples.WORDS).wait_for()
    assert page.locator(".theirs a[download]").count() == 0, "nothing has to leave the page to be read"


def test_pages_of_a_document_are_pictures_that_can_be_enlarged(page: Page, served: web_house.Served) -> None:
    pages = shown("pdf", samples.pdf(pages=1)) + shown("pdf", samples.pdf("四月六日又去了一次", pages=1))
    tell(served, "附件1：PDF 2页", pages)
    page.locator(".picture img").nth(1).wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.picture img')].every((one) => one.naturalWidth > 1000)"
    )
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/evidence.png", full_page=True)
