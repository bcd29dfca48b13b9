"""What is shipped: five packages nobody else owns, with their data, from lock files that name no address."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
OURS = ["bot", "handlers", "scheduler", "storage", "domain", "words"]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-build.lock", "requirements-bench.lock"]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, str]:
    """Version by package of a lock file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", "\n".join(lines), flags=re.MULTILINE))


def test_no_other_distribution_owns_one_of_our_packages() -> None:
    owners = metadata.packages_distributions()
    assert {name: set(owners.get(name, [])) - {"flagpost"} for name in OURS} == {name: set() for name in OURS}


def test_the_wheel_holds_our_packages_with_their_data_and_nothing_beside_them(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; make test installs it")
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("flagpost-*.whl")
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *OURS],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")[:-1]
    assert shipped == {name for name in tracked if (ROOT / name).exists()}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_everything_in_a_lock_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_is_what_was_tested() -> None:
    tested = locked("requirements-dev.lock")
    assert {name: version for name, version in locked("requirements.lock").items() if tested.get(name) != version} == {}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", []),
        ("requirements-dev.lock", ["dev"]),
        ("requirements-bench.lock", ["bench"]),
    ],
)
def test_a_lock_holds_everything_that_the_project_asks_for(lock: str, extras: list[str]) -> None:
    about = project()["project"]
    wanted = [*about["dependencies"], *(line for extra in extras for line in about["optional-dependencies"][extra])]
    names = {re.split(r"[\[<>=;~! ]", line)[0].lower() for line in wanted}
    assert names - locked(lock).keys() == set()


def test_the_law_may_not_import_any_package_we_depend_on() -> None:
    # The wall is a list of names, so it would not notice a new dependency; this does.
    contracts = project()["tool"]["importlinter"]["contracts"]
    (forbidden,) = (contract["forbidden_modules"] for contract in contracts if contract["id"] == "law")
    distributions = {re.split(r"[\[<>=;~! ]", line)[0].lower() for line in project()["project"]["dependencies"]}
    imported = {
        package
        for package, owners in metadata.packages_distributions().items()
        if distributions & {owner.lower().replace("_", "-") for owner in owners} and not package.startswith("_")
    }
    assert imported - set(forbidden) == set()
