"""Takes the pictures of the guides in `docs/guides/`: lets the cast of the demo play a case, and looks over everybody's shoulder.

A tool for whoever changes what the pages look like; not shipped. Run in a checkout, with Chromium installed:
`.venv/bin/python -m scripts.make_guide_pictures`
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.make_pictures import PICTURES, settled
from tests import conftest
from tests.web import demo_desk

GUIDES = PICTURES / "guides"
WIDTH, HEIGHT = 400, 1060  # of a long phone: a card is seen whole
LOOKS = (  # how far the case has come, at whom one looks, and what that person sends before
    ("report", "reviewer_a", "QS", "reviewer"),
    ("close", "citizen", "", "citizen"),
    ("sign_report", "reviewer_b", "RD", "officer"),
    ("serve", "bureau", "RD", "unit"),
    ("compare_c", "committee_a", "RD", "committee"),
    ("end_notice", "leader_a", "RD", "leader"),
    ("name_evaluator", "evaluator", "RD", "evaluator"),
    ("name_evaluator", "reviewer_b", "contact", "auditor"),  # what an auditor reads is recorded like this
)
MENU = {"zh": "菜单", "en": "Menu"}
CONTACT = {"zh": "登记说情", "en": "Record an outside contact"}
SETUP = {"zh": "开办清单", "en": "Setting up"}
COLOURS = 96  # there are no flags in them


def main() -> None:
    """Play once in each language, and save a picture of each role."""
    GUIDES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        for locale in ("zh", "en"):
            with tempfile.TemporaryDirectory() as name, demo_desk.served(Path(name)) as url:
                browser = playwright.chromium.launch(
                    executable_path=conftest.find_chromium(),
                    args=list(conftest.QUIET),
                    env={**os.environ, **conftest.fonts_for(Path(name))},
                )
                play(browser, url, Path(name) / "home", locale)
                browser.close()


def play(browser: Browser, url: str, home: Path, locale: str) -> None:
    """Let the cast play the case, and look at each of them at their moment; at the office's own people at the end."""
    context = browser.new_context(viewport={"width": 1280, "height": HEIGHT}, device_scale_factor=1.5, locale=locale)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{url}/demo?lang={locale}")
    page.locator("[data-card=citizen] .theirs").first.wait_for()
    page.locator("#programme").select_option("case")
    numbers: dict[str, str] = {}
    for until, who, number, name in LOOKS:
        told = page.evaluate(
            "async ([url, body]) => (await fetch(url, {method: 'POST', body,"
            " headers: {'Content-Type': 'application/json'}})).json()",
            [f"/demo/play?lang={locale}", json.dumps({"road": "case", "until": until})],
        )
        assert not told["stuck"], told
        page.reload()  # what was said meanwhile stands in every pane
        desk = demo_desk.Desk(page, url)
        desk.card(who).locator(".theirs").first.wait_for()
        numbers |= {hit[:2]: hit for hit in re.findall(r"(?:QS|RD)-\d{4}-\d{6}", page.content())}
        if number:
            desk.says(who, CONTACT[locale] if number == "contact" else numbers[number])
        page.wait_for_timeout(1500)
        keep(cut(page, desk, who), f"{name}.{locale}.png")
    context.close()
    take_admin(browser, url, home, locale)


def cut(page: Page, desk: demo_desk.Desk, who: str) -> bytes:
    """What stands in somebody's pane, and nothing of the desk around it."""
    settled(page)
    return desk.card(who).screenshot(animations="disabled", caret="hide")


def take_admin(browser: Browser, url: str, home: Path, locale: str) -> None:
    """An administrator comes in by an invitation, as in an office."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.5, locale=locale)
    page = arrive(context, url, invitation(home, "admin"))
    page.locator("textarea").fill(MENU[locale])
    page.locator("textarea").press("Enter")
    page.wait_for_timeout(2500)
    keep(settled(page), f"admin.{locale}.png")
    page.locator("textarea").fill(SETUP[locale])
    page.locator("textarea").press("Enter")
    page.wait_for_timeout(2500)
    keep(settled(page), f"setup.{locale}.png")
    context.close()


def keep(data: bytes, name: str) -> None:
    """As a small picture of few colours."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.thumbnail((WIDTH, picture.height), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(GUIDES / name, optimize=True)
    print(f"{name}: {picture.width}×{picture.height}, {(GUIDES / name).stat().st_size // 1024} KB", flush=True)


def arrive(context: BrowserContext, url: str, code: str) -> Page:
    """Open the chat by an invitation."""
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{url}/chat#{code}")
    page.locator(".theirs").first.wait_for()
    return page


def invitation(home: Path, role: str) -> str:
    """What an invitation's link carries, made at the machine."""
    env = {**os.environ, "FLAGPOST_HOME": str(home)}
    command = [sys.executable, "-m", "bot", "invite", role]
    told = subprocess.run(command, env=env, cwd=demo_desk.ROOT, check=True, capture_output=True, text=True).stdout
    found = re.search(r"/chat#(i_\w{10})", told.replace("\n", ""))
    assert found is not None, told
    return found[1]


if __name__ == "__main__":
    main()
