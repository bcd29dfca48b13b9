"""`docs/adding-a-procedure.md`, followed to the letter: its files are made, its lines added, and what comes of it is played."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "adding-a-procedure.md"
ADDED_ABOVE = {
    "domain/mechanism/rules.py": "    nudge_hours: int",
    "domain/lifecycles.py": "    tolerance.PROCEDURE,",
}
PLAYED = '''
from domain.people import Role
from tests.handlers.procedures.test_tolerance import APPLIED, play  # the fixture: flags hang, and an application is under way


async def test_it(play):
    await play.play(APPLIED + """
        联 > 申请延期
        联 > {number}
        联 [抗灾]
        联 > 2026-05-03
        联 < 延至：5月3日
        联 [提交]
        联 ? visit 编号(YQ-2026-\\\\d+)
        王 < 其他等您办的事项
        王 > {visit}
        王 [受理申请]
        联 < 已受理，等领导决定
        周 > 待办
        周 [作出决定]
        周 [同意]
        周 > 路断了。
        周 < 须由另一人同意后生效
        ~ 7 days
        联 < 期满没有决定
    """)
'''


def test_the_page_is_all_that_a_new_procedure_needs(tmp_path: Path) -> None:
    house = tmp_path / "house"
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    for name in filter(None, listed):
        if name.split("/")[0] in (
            "domain",
            "storage",
            "handlers",
            "scheduler",
            "bot",
            "words",
            "tests",
            "pyproject.toml",
        ):
            (house / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, house / name)
    for name, text in re.findall(r"```\w+ (\S+)\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL):
        place = house / name
        if name in ADDED_ABOVE:
            former = place.read_text("utf-8")
            assert ADDED_ABOVE[name] in former, f"the page adds a line to {name} above one that is not there"
            place.write_text(former.replace(ADDED_ABOVE[name], text + ADDED_ABOVE[name], 1), "utf-8")
        else:
            place.write_text(text, "utf-8")
    listing = house / "domain/lifecycles.py"
    imported = "from domain.matters import putting_off\n"
    listing.write_text(
        listing.read_text("utf-8").replace("from domain.matters import", f"{imported}from domain.matters import", 1),
        "utf-8",
    )
    (house / "tests" / "handlers" / "test_putting_off.py").write_text(PLAYED, "utf-8")
    tests = ["tests/handlers/test_putting_off.py", "tests/test_words.py"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        "sqlite or test_words",
        *tests,
    ]
    played = subprocess.run(command, cwd=house, capture_output=True, text=True)
    assert played.returncode == 0, played.stdout[-3000:] + played.stderr[-3000:]
