"""`flagpost init` walks through setting an office up: typed, from a file of answers, wrong, stopped half-way and gone on with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import clocks
from tests.support.command_line import Flagpost

UNITS = "code,name,sequence\nU01,清溪县水利局,B\nU02,清溪县效能办,B\n"
INDICATORS = "code,name,section,section_weight,weight,direction\nI01,投资增速,规模,30,10,+\n"
STAFF = "role,post,unit\nreviewer,受理员甲,\n受理员,受理员乙,U01\nleader,领导甲,\n"
ANSWERS = """
name = "清溪县效能办"
phone = "0000-000000"
retention = "办结后两年"
modules_off = ["arena", "snail"]
units = "units.csv"
indicators = "indicators.csv"
staff = "staff.csv"
own_unit = "U02"
head = "某某甲;某主任"

[[invite]]
role = "admin"
name = "管理员甲"

[[invite]]
role = "unit_contact"
unit = "U01"
name = "水利局联络员"
"""


# The key is on paper; the telephone comes later; how long is as offered; there is no twelfth module, no such file, no such unit.
TYPED = """
清溪县效能办


7, 12
7
unit.csv
units.csv
大概
是
U09
U02
某某甲;某主任
indicators.csv
y

管理员甲



n
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what an office brings: its register and its indicators."""
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    (tmp_path / "answers.toml").write_text(ANSWERS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clocks, "real", lambda: datetime(2026, 3, 4, 2, tzinfo=UTC))  # a year whose days off are known
    return tmp_path


def test_an_office_is_set_up_by_typing_and_a_wrong_answer_says_what_to_do(flagpost: Flagpost, desk: Path) -> None:
    made = flagpost("init", typed=TYPED)
    assert made.code == 0, made.err
    assert "no module “12”" in made.err
    assert "unit.csv" in made.err
    assert "Please write y or n" in made.out
    assert "“U09”" in made.err
    assert "Without it no backup can be opened" in made.out
    assert "whom a clue is about" in made.out.lower()  # why it matters
    assert "missing: telephone" in made.out
    assert "Register of units" not in made.out.split("Still missing")[1]

    shown = flagpost("rules", "show").out
    assert "module.arena: on → off" in shown
    assert "two years" in flagpost("office").out
    assert "管理员甲" in flagpost("people", "list").out


def test_who_stops_goes_on_where_they_were(flagpost: Flagpost, desk: Path) -> None:
    stopped = flagpost("init", typed="\n清溪县效能办\n")  # and then nobody answers, as after Ctrl+C
    assert stopped.code == 1
    assert "nothing is half done" in stopped.err
    assert "清溪县效能办" in flagpost("office").out

    key = (desk / "home" / "flagpost.key").read_bytes()
    again = flagpost("init", typed="0000-000000\n")
    assert "Recovery key" not in again.out
    assert "The office's name" not in again.out  # it is there
    assert "0000-000000" in flagpost("office").out
    assert (desk / "home" / "flagpost.key").read_bytes() == key


def test_whoever_did_not_see_the_recovery_key_sees_it_again(flagpost: Flagpost, desk: Path) -> None:
    stopped = flagpost("init", typed="")  # the key was shown, and nobody said that it is on paper
    assert stopped.code == 1
    shown = next(line for line in stopped.out.splitlines() if "-" in line)
    assert shown in flagpost("init", "--yes").out


def test_a_file_of_answers_asks_nothing_and_may_be_given_twice(flagpost: Flagpost, desk: Path) -> None:
    first = flagpost("init", "--answers", "answers.toml")
    assert "Line 3: 受理员乙, code" in first.out
    for made in (first, flagpost("init", "--answers", "answers.toml")):
        assert made.code == 0, made.err
        assert "?" not in made.err
    listed = flagpost("people", "list").out
    assert [listed.count(post) for post in ("管理员甲", "水利局联络员", "受理员甲", "受理员乙", "领导甲")] == [1] * 5
    assert "not invited again" in made.out
    missing = made.out.split("Still missing")[1]
    assert "Register of units" not in missing
    assert "Reviewers (at least 2)" in missing


def test_every_mistake_in_the_answers_is_named_before_anything_is_made(flagpost: Flagpost, desk: Path) -> None:
    (desk / "wrong.toml").write_text(
        'nam = "x"\nunits = "gone.csv"\nrehearse = "yes"\nmodules_off = "arena"\n[[invite]]\nrole = "mayor"\n',
        encoding="utf-8",
    )
    refused = flagpost("init", "--answers", "wrong.toml")
    assert refused.code == 2
    assert all(each in refused.err for each in ("“nam”", "gone.csv", "rehearse", "modules_off", "number 1"))
    assert not (desk / "home").exists()


def test_people_come_in_by_a_file_with_a_code_each_and_every_bad_row_is_named(flagpost: Flagpost, desk: Path) -> None:
    flagpost("init", "--yes")
    flagpost("import", "units", "units.csv", "--yes")
    (desk / "bad.csv").write_text(
        "role,post,unit\nmayor,某某,\nunit_contact,联络员,\nadmin,管理员,U77\n", encoding="utf-8"
    )
    refused = flagpost("import", "staff", "bad.csv", "--yes")
    assert refused.code == 1
    assert all(told in refused.err for told in ("no such role", "line 3", "U77")), refused.err
    taken = flagpost("import", "staff", "staff.csv", "--yes")
    codes = [line.split("code ")[1].split(",")[0] for line in taken.out.splitlines() if ", code " in line]
    assert len(set(codes)) == 3, taken.out
    assert all(f"/chat#i_{code}" in taken.out for code in codes)
    again = flagpost("import", "staff", "staff.csv", "--yes")
    assert "0 new, 0 changed, 3 as they are" in again.out
    assert flagpost("people", "list").out.count("受理员甲") == 1
