"""What tests of several files share: the two engines of storage, a Chromium to look through, an exiftool to look into files.

Debian's packages are used (`apt-get install chromium libimage-exiftool-perl`, and chromium-headless-shell, if one likes: its pages
take half the time); nothing is downloaded. With
`REQUIRE_BROWSER=1` and `REQUIRE_EXIFTOOL=1`, as in CI, what is missing fails its tests; without, they are skipped and
say why.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

from tests.support import engines

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# While all that stays is loaded: see `pytest_collection_finish`. Whoever only hands out tests to others stays so.
gc.disable()

# No test asserts a duration: what is slow on a loaded machine is no fault that an example could show. The examples are the same in
# every run, so that nobody's change is red by chance; `--hypothesis-profile=anew` tries others (`make people`, `make offices`).
settings.register_profile("anew", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", settings.get_profile("anew"), derandomize=True)
settings.load_profile("house")

# Parts of the browser that are off. The last such list counts, so what playwright switches off stands here as well; what is ours:
# the suggestions of an address bar that nobody sees, and a process that waits for a next page. Behind every page that
# is opened they are three more, and take more than our page does.
OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
# What a browser would otherwise do on its own: sandbox itself (impossible as root), paint on a graphics card, ask home.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(OFF)}",
)

TAKE_TURNS = ("procedures", "test_from_figures_to_ranking.py")  # folder and file whose plays are on one engine each

# Folders whose files take long, and how few tests are a sign of long ones.
LONG, FEW = ("faults", "browser", "scenarios", "channels", "procedures"), 6

# Chromium draws boxes for Chinese where the machine has no such font. The one our pictures use is lent to it, so that
# widths and screenshots are those of a reader's machine everywhere.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@pytest.fixture(params=engines.ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both engines, one after the other: whatever opens a database by `engines.open_database` gets one of this kind."""
    with engines.chosen(request.param):
        yield request.param


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; without it the test is skipped with the reason, or fails where a browser is required."""
    if path := find_chromium():
        return path
    reason = "Chromium is not on this machine (Debian: apt-get install chromium)"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and REQUIRE_BROWSER=1 says it must be", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def exiftool() -> str:
    """The path of exiftool, as with Chromium: without it the test is skipped with the reason, or fails where it is required."""
    if path := shutil.which("exiftool"):
        return path
    reason = "exiftool is not on this machine (Debian: apt-get install libimage-exiftool-perl)"
    if os.environ.get("REQUIRE_EXIFTOOL") == "1":
        pytest.fail(f"{reason}, and REQUIRE_EXIFTOOL=1 says it must be", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless browser for the tests of one file; take a `new_context()` for each person you play.

    It lives no longer than the file, because playwright keeps an event loop running in this thread as long as it is
    open, and the asynchronous tests of the next file could not start theirs.
    """
    from playwright.sync_api import sync_playwright  # here, so that machines without a browser need not load it

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium,
            args=list(QUIET),
            env={**os.environ, **fonts_for(tmp_path_factory.mktemp("fonts"))},
        )
        yield launched
        launched.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Play the long plays of procedures on one engine each, and where workers share the files, put those that take long first: else one
    is left alone with the last of them."""
    if not os.environ.get("EVERY_ENGINE"):
        _take_turns(config, items)
    if not hasattr(config, "workerinput"):
        return
    tests = Counter(item.path for item in items)

    def place(item: pytest.Item) -> tuple[bool, int, Path]:
        is_long = item.path.parent.name in LONG or tests[item.path] < FEW
        return not is_long, -tests[item.path], item.path

    items.sort(key=place)


def _take_turns(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each play of a procedure that could be on both engines, leave out one, by its name: the next play of the file may be on the
    other. What asks the database is walked on both by everything else, and by `make engines` these are, too."""
    plays: dict[str, dict[str, pytest.Item]] = {}
    for item in items:
        engine = getattr(item, "callspec", None) and item.callspec.params.get("engine")  # type: ignore[attr-defined]
        if engine and {item.path.parent.name, item.path.name}.intersection(TAKE_TURNS):
            plays.setdefault(item.nodeid.replace(engine, ""), {})[engine] = item
    left_out = [
        played[engines.ENGINES[crc32(name.encode()) % 2]]
        for name, played in plays.items()
        if len(played) == len(engines.ENGINES)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        chosen = set(left_out)
        items[:] = [item for item in items if item not in chosen]


def pytest_collection_finish() -> None:
    """What stands by now stands for good, as in `bot/house/serving.py`: ten thousand tests need not be walked again for each few
    hundred messages. What is found to be left open is found a little later than it would be otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what tests have counted (`record_property("figures", …)`), whether or not anything went wrong."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, counted in getattr(report, "user_properties", ()):
            if name == "figures":
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {counted}")


def find_chromium() -> str | None:
    """The path of Chromium, by the names it has on different systems; without a window where there is such a one: it is quicker by half."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def fonts_for(folder: Path) -> dict[str, str]:
    """Environment under which a program finds the system's fonts and our Chinese one."""
    fonts = Path(str(resources.files("manimgx_fonts_cjk")))
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(fonts=fonts, cache=folder / "cache"), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(config)}
