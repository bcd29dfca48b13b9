"""What no person looks at in a page, but everybody would notice: words too pale to read, a page wider than the phone, buttons too
small for a thumb, requests to strangers, errors. Used by the browser tests.

`page.evaluate(READABLE)` lists what is wrong with what is in view; `Watch` notes what a page did behind our back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

CONTRAST = """() => {
  const channel = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
      if (colour[3] !== 0) return null;
    }
    return [255, 255, 255];
  };
  const poor = [];
  document.querySelectorAll("body *").forEach((element) => {
    const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.textContent.trim());
    const hint = element.tagName === "TEXTAREA";
    if ((!own && !hint) || !element.getClientRects().length || element.closest("script, noscript")) return;
    const pseudo = hint && !element.value ? "::placeholder" : undefined;
    const front = numbers(getComputedStyle(element, pseudo).color), back = behind(element);
    if (!back) { poor.push("half transparent: " + element.outerHTML.slice(0, 80)); return; }
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) poor.push(ratio.toFixed(2) + " " + element.outerHTML.slice(0, 80));
  });
  return poor;
}"""
SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ["the page itself"] : [];
  document.querySelectorAll("body *").forEach((element) => {
    if (element.closest(".sr, .skip, script, .table") || !element.checkVisibility()) return;
    const box = element.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) wide.push(element.outerHTML.slice(0, 80));
    const style = getComputedStyle(element);
    const isCut = element.matches("p, h1, h2, li, button") && element.scrollWidth > element.clientWidth + 1;
    if (isCut) wide.push("cut: " + element.outerHTML.slice(0, 80));
    const scrolls = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    if (scrolls) wide.push("scrolls: " + element.className);
  });
  return wide;
}"""
SMALL = """() => Array.from(document.querySelectorAll("button, a, summary"))
  .filter((one) => one.getClientRects().length && !one.matches(".skip, .sheet"))
  .filter((one) => one.getBoundingClientRect().height < 40 || one.getBoundingClientRect().width < 40)
  .map((one) => "small: " + one.outerHTML.slice(0, 80))"""
READABLE = f"() => [].concat(({CONTRAST})(), ({SIDEWAYS})(), ({SMALL})())"


class Watch:
    """What a page did that nobody would see: requests to other hosts, errors, refusals of its policy."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self._host = host
        context.on("request", self._asked)
        context.on("page", self._opened)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self._host and not request.url.startswith("blob:"):
            self.strangers.append(request.url)

    def _opened(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._complained)

    def _complained(self, message: ConsoleMessage) -> None:
        # that an answer was 4xx is what some tests are about; the browser says so too
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)
