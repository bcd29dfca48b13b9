"""Hands at a page of a browser test: a key until the focus is there, time until something shows. Neither goes on for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PRESSES = 200
STEPS, STEP = 100, 10_000  # of the page's clock, in ms: sixteen minutes in all


def press_until(page: Page, key: str, is_there: Callable[[], bool]) -> None:
    """Press a key until something is so; fail where it never is."""
    for _ in range(PRESSES):
        if is_there():
            return
        page.keyboard.press(key)
    raise AssertionError(
        f"{PRESSES} times {key}, and the focus is on {page.evaluate('document.activeElement.outerHTML')}"
    )


def pass_time_until(page: Page, shown: Locator) -> None:
    """Let the page's clock, which is installed, run on until something is shown; fail where it never is."""
    for _ in range(STEPS):
        if shown.is_visible():
            return
        page.wait_for_timeout(50)  # what the page asked for meanwhile is answered in real time
        page.clock.run_for(STEP)
    raise AssertionError(f"in {STEPS * STEP / 1000:.0f} s of its clock the page never showed {shown}")
