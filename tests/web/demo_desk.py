"""The demo as somebody uses it: `flagpost demo` in a process of its own, and its page under somebody's hands.

Used by the browser tests, and by `scripts/make_pictures.py`, which plays a little and takes the pictures of the README.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds until it begins, and until it has ended


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """A county that came to life as `flagpost demo` lets it, with these options; the value is its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("FLAGPOST_")}
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--folder", str(folder / "home"), *options]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as demo:
        try:
            told = _told(demo, f":{port}")
            assert f":{port}" in told, f"the demo did not begin: {told}"
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.terminate()
            _told(demo, until=None)
    assert demo.returncode == 0


def _told(demo: subprocess.Popen[str], until: str | None) -> str:
    """What the demo says until these words, or its end; it is killed where that takes longer than anybody would wait."""
    assert demo.stdout is not None
    watch = threading.Timer(PATIENCE, demo.kill)
    watch.start()
    told = ""
    for line in demo.stdout:
        told += line
        if until is not None and until in line:
            break
    watch.cancel()
    return told


class Desk:
    """The demo page under somebody's hands."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def card(self, name: str) -> Locator:
        """A pane, brought into view."""
        tab = self.page.locator(f"[data-tab={name}]")
        if tab.get_attribute("aria-pressed") != "true":
            tab.click()
        return self.page.locator(f"[data-card={name}]")

    def hears(self, name: str, words: str) -> str:
        """Wait until something with these words stands in a pane; the newest such message."""
        found = self.card(name).locator(".theirs", has_text=words).last
        found.wait_for()
        return found.inner_text()

    def presses(self, name: str, label: str, *, under: str = "") -> None:
        """Press the newest button of this name that can still be pressed, under a message with some words where they are given."""
        message = self.card(name).locator(".theirs", has_text=under)
        exactly = re.compile(f"^{re.escape(label)}$")
        message.locator(".buttons button:not([aria-disabled])", has_text=exactly).last.click()

    def chooses(self, name: str, label: str, *options: str, under: str = "") -> None:
        """Tick what begins with these words at the newest select of this name, and press it."""
        select = self.card(name).locator(".theirs", has_text=under).locator("details.select", has_text=label).last
        select.locator("summary").click()
        for option in options:
            select.locator("label", has_text=re.compile(f"^{re.escape(option)}")).locator("input").check()
        select.locator("button").click()

    def says(self, name: str, words: str) -> None:
        """Write something into a pane."""
        text = self.card(name).locator("textarea")
        text.fill(words)
        text.press("Enter")

    def ticked(self, *steps: str) -> None:
        """Wait until the guide has ticked these steps."""
        for step in steps:
            self.page.locator(f"[data-step={step}].done .tick").wait_for()

    def board(self) -> str:
        """What the public board says now."""
        return self.page.context.request.get(f"{self.url}/board?lang=zh").text()
