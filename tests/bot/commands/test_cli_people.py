"""People, office, calendar and rules on the command line, in the operator's language."""

from __future__ import annotations

import os
import re
import socket
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

from bot import cli, clocks, home, language, settings
from bot.commands import desk
from bot.demo import playing
from bot.operations import restoring
from domain.people import Role
from storage import people
from tests.support.command_line import Flagpost

DATA = Path(__file__).parents[3] / "bot" / "demo_data"
YEAR = "日期,类型\n2027-01-01,放假\n2027-02-05,off\n2027-02-08,off\n2027-02-06,work\n"


@pytest.fixture
def office(founded: Flagpost, monkeypatch: pytest.MonkeyPatch) -> Flagpost:
    monkeypatch.setattr(clocks, "real", lambda: datetime(2026, 11, 28, 2, tzinfo=UTC))
    assert founded("import", "units", str(DATA / "units.csv"), "--yes").code == 0
    return founded


def test_an_invitation_to_an_unknown_unit_is_refused_and_names_those_alike(office: Flagpost) -> None:
    unknown = office("invite", "reviewer", "--unit", "U999")
    near = office("invite", "reviewer", "--unit", "自然资园局")
    assert (unknown.code, near.code) == (1, 1)
    assert "no unit “U999” in the register" in unknown.err
    assert "清溪县自然资源局（U04）" in near.err
    assert (
        office("people", "list").out == "Nobody works here yet. Invite an administrator first: flagpost invite admin\n"
    )


def test_a_contact_without_a_unit_is_refused(office: Flagpost) -> None:
    refused = office("invite", "unit_contact")
    assert refused.code == 1
    assert "speaks for a unit" in refused.err


def test_an_invitation_says_role_unit_and_expiry_and_shows_a_square_to_scan(office: Flagpost) -> None:
    made = office("invite", "reviewer", "--unit", "自然资源局", "--name", "受理员甲")
    assert made.code == 0
    for told in ("Role: reviewer", "Name: 受理员甲", "Unit: 清溪县自然资源局", "Valid until 2026-12-05", "▀"):
        assert told in made.out
    listed = office("people", "list").out
    assert "reviewer (Natural Resources Bureau (清溪县自然资源局)): 受理员甲" in listed
    assert re.search(r"Code: (\S+)", made.out)[1] not in listed  # type: ignore[index]


def test_an_invitation_is_cancelled_once(office: Flagpost) -> None:
    office("invite", "admin")
    assert office("people", "cancel", "1").code == 0
    assert "Nobody works here yet" in office("people", "list").out
    again = office("people", "cancel", "1")
    assert (again.code, "no open invitation 1" in again.err) == (1, True)


def test_nobody_is_revoked_who_is_not_there(office: Flagpost) -> None:
    refused = office("people", "revoke", "7", "reviewer")
    assert refused.code == 1
    assert "Nobody here has the number 7. flagpost people list shows the numbers." in refused.err


def test_check_says_where_too_few_people_can_decide_or_sign(office: Flagpost) -> None:
    told = office("check").out
    assert "! people: Reviewers: 0." in told
    assert "Too few people can sign announcements: 0, and the rules ask for 2" in told
    assert "flagpost invite leader, flagpost invite committee" in told


def test_help_and_mistakes_have_no_placeholder_of_another_language(
    office: Flagpost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    shown = "".join(office(*command, "--help").out for command in ([], ["people"], ["people", "deputise"], ["import"]))
    assert "用法： flagpost people [选项] 命令 [参数]……" in shown
    for foreign in ("Usage", "COMMAND", "OPTIONS", "<str>", "<bool>", "<int>", "<path>", "instead_of"):
        assert foreign not in shown
    assert "还缺 角色" in office("invite").err
    assert "reviewer（受理员）、custodian" in office("invite", "king").err
    monkeypatch.setenv("FLAGPOST_LOCALE", "en")
    assert "reviewer, custodian" in office("invite", "king").err


def test_the_offices_profile_changes_and_is_never_empty(office: Flagpost) -> None:
    assert office("office", "set", "phone", "0000-123456").code == 0
    again = office("office", "set", "phone", "0000-123456")
    assert (again.code, "nothing was changed" in again.out, again.err) == (0, True, "")
    refused = office("office", "set", "name", "  ")
    assert refused.code == 1
    assert "must not be empty" in refused.err
    shown = office("office").out
    assert "Name: 清溪县效能办" in shown
    assert "Telephone: 0000-123456" in shown
    assert "Missing: how long data is kept" in shown
    assert "There is no “fax”" in office("office", "set", "fax", "1").err


def test_check_minds_an_unknown_year_from_october_on_and_is_content_once_it_is_imported(
    office: Flagpost, tmp_path: Path
) -> None:
    assert "! calendar: holidays not known for 2027" in office("check").out
    file = tmp_path / "2027.csv"
    file.write_text(YEAR, encoding="gb18030")  # as Chinese spreadsheets save
    shown = office("calendar", "import", str(file))
    assert (shown.code, "--yes" in shown.err) == (1, True)
    assert "Days off: 1 Jan 2027, 5 Feb 2027, 8 Feb 2027\nWeekends worked: 6 Feb 2027" in shown.out
    assert office("calendar", "import", str(file), "--dry-run").code == 0
    assert "! calendar" in office("check").out
    taken = office("calendar", "import", str(file), "--yes")
    assert taken.code == 0, taken.err
    assert "known as a whole now: 2027" in taken.out
    assert "✓ calendar: holidays known up to 2027" in office("check").out
    year = office("calendar", "show", "2027").out
    assert "Off (Monday to Friday): 1 Jan 2027, 5 Feb 2027, 8 Feb 2027\nWeekends worked: 6 Feb 2027" in year
    corrected = office("calendar", "set", "2027-02-05", "work")
    assert corrected.code == 0
    again = office("calendar", "set", "2027-02-05", "work")
    assert (again.code, "nothing was changed" in again.out, again.err) == (0, True, "")


def test_a_calendar_with_bad_lines_or_without_new_years_day_is_refused_whole(office: Flagpost, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text("2027-01-01,off\n2027-13-01,off\n2027-02-06,maybe\n", encoding="utf-8")
    refused = office("calendar", "import", str(file))
    assert refused.code == 1
    assert "Line 2 “2027-13-01,off”: there is no such day" in refused.err
    assert "Line 3 “2027-02-06,maybe”: half a line" in refused.err
    file.write_text("2027-02-06,work\n", encoding="utf-8")
    assert office("calendar", "import", str(file)).code == 1
    assert office("calendar", "set", "2027-02-06", "work").code == 1  # of a year that is not known
    assert "not known" in office("calendar", "show", "2027").out


def test_a_year_is_imported_from_the_notice_itself_and_from_a_workbook(office: Flagpost, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "国务院办公厅关于2027年部分节假日安排的通知\n元旦：1月1日（周五）至3日（周日）放假，共3天。\n", "utf-8"
    )
    other = office("calendar", "import", str(notice), "--year", "2028", "--yes")
    assert (other.code, "a day of another year" in other.err) == (1, True)
    assert office("calendar", "import", str(notice), "--yes").code == 0
    book = openpyxl.Workbook()
    for row in (["日期", "类型"], [date(2027, 1, 1), "休"], ["2027年2月8日", "放假"], ["2027/2/6", "班"]):
        book.active.append(row)
    book.save(tmp_path / "2027.xlsx")
    empty = tmp_path / "empty.xlsx"
    assert office("import", "calendar", "--template", str(empty)).code == 0
    assert [cell.value for cell in openpyxl.load_workbook(empty).worksheets[0]["B"]][1:] == ["off"]
    taken = office("import", "calendar", str(tmp_path / "2027.xlsx"), "--yes")
    assert taken.code == 0, taken.err
    assert "Days off: 8 Feb 2027\nWeekends worked: 6 Feb 2027" in taken.out
    picture = tmp_path / "2027.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert office("calendar", "import", str(picture)).code == 1


def test_a_rule_is_decided_anew_with_its_history_and_never_backwards(office: Flagpost) -> None:
    changed = office("rules", "set", "clue.triage_target", "3 wd", "--from", "2027-01-01")
    assert changed.code == 0, changed.err
    assert "version 2: clue.triage_target changes from 5 wd to 3 wd" in changed.out
    assert "clue.triage_target: 5 wd → 3 wd" in office("rules", "show").out
    assert 'clue.triage_target = "5 wd"' in office("rules", "show", "--all").out  # until then
    for key, value, since in (
        ("clue.triage_target", "soon", "2027-01-01"),
        ("no.rule", "3", "2027-01-01"),
        ("announcement.approvers", '[["leader"]]', "2027-01-01"),
        ("clue.per_day", "3", "2026-01-01"),
    ):
        assert office("rules", "set", key, value, "--from", since).code != 0


def test_where_somebody_can_sign_a_rule_is_only_proposed_at_the_machine(office: Flagpost) -> None:
    """Whoever sat at the machine changed a number of the law alone."""

    async def led(database: Any) -> None:
        def work(tx: Any) -> None:
            person = tx.add("INSERT INTO person (label, unit, made_at) VALUES ('甲', '', '2026')")
            people.grant(tx, person, Role.LEADER, datetime(2026, 3, 1, tzinfo=UTC))
            tx.put(
                "INSERT INTO account (channel, mark, locale, person_id, made_at) VALUES ('web', :mark, 'en', :person, '2026')",
                mark=b"1",
                person=person,
            )

        await database.write(work)

    desk.with_database(home.of(settings.load(os.environ)), led)
    proposed = office("rules", "set", "clue.triage_target", "3 wd", "--from", "2027-01-01")
    assert proposed.code == 0, proposed.err
    assert "Change of a rule sent, number GZ-" in proposed.out
    assert "clue.triage_target" not in office("rules", "show").out
    assert "number JG-" in office("office", "set", "phone", "0000-654321").out
    assert "0000-654321" not in office("office").out
    assert "number RL-" in office("calendar", "set", "2026-12-05", "work").out
    assert "2026-12-05" not in office("calendar", "show", "2026").out


def test_check_finds_grants_from_before_units_were_checked(office: Flagpost) -> None:
    async def wrong(database: Any) -> None:
        def work(tx: Any) -> None:
            for unit, role in (("U999", Role.REVIEWER), ("", Role.UNIT_CONTACT)):
                person = tx.add("INSERT INTO person (label, unit, made_at) VALUES ('甲', :unit, '2026')", unit=unit)
                people.grant(tx, person, role, clocks.real())

        await database.write(work)

    desk.with_database(home.of(settings.load(os.environ)), wrong)
    checked = office("check")
    assert checked.code == 1
    assert "✗ people: 甲 (number 1) has the unit “U999”" in checked.out
    assert "✗ people: 甲 (number 2) is a contact of no unit" in checked.out
    assert office("people", "change", "1", "--unit", "自然资源局").code == 0
    assert office("people", "change", "2", "--unit", "U05").code == 0
    assert "✗" not in office("check").out


def test_an_open_address_without_https_is_warned_about(office: Flagpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_WEB", "0.0.0.0:8799")
    assert "! address: Careful" in office("check").out
    monkeypatch.setenv("FLAGPOST_PUBLIC_URL", "https://flagpost.example")
    assert "! address" not in office("check").out


def test_it_speaks_chinese_unless_the_terminal_speaks_english(
    flagpost: Flagpost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "请先运行 flagpost init" in flagpost("people", "list").err
    assert "生成一次性邀请" in flagpost("invite", "--help").out
    assert "还缺 角色" in flagpost("invite").err
    assert "\n已建好" in flagpost("init", "--yes").out
    assert "邀请码：" in flagpost("invite", "受理员").out
    monkeypatch.setenv("FLAGPOST_LOCALE", "en")
    assert "one use" in flagpost("invite", "reviewer").out


def test_the_demo_is_played_where_the_setting_says(flagpost: Flagpost, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[str, int, bool]] = []
    monkeypatch.setattr(
        playing, "play", lambda host, port, folder, say, *, with_wecom: played.append((host, port, with_wecom))
    )
    monkeypatch.setenv("FLAGPOST_WEB", "127.0.0.1:8799")
    assert (flagpost("demo").code, flagpost("demo", "--port", "8800", "--wecom").code) == (0, 0)
    assert played == [("127.0.0.1", 8799, False), ("127.0.0.1", 8800, True)]


def test_a_demo_is_not_played_into_an_office(founded: Flagpost, tmp_path: Path) -> None:
    """It went on there until an assertion failed: in a county kept from before, after it had written into it."""
    refused = founded("demo", "--folder", str(tmp_path / "home"))
    assert (refused.code, "name an empty folder" in refused.err) == (1, True)


def test_the_version_is_printed(flagpost: Flagpost) -> None:
    assert re.fullmatch(r"flagpost \d+\.\d+\.\d+\n", flagpost("--version").out)


@pytest.mark.parametrize("locale", language.LOCALES)
def test_every_command_and_option_is_explained_in_both_languages(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", locale)
    named: set[str] = {"flagpost", "help", "version"}

    def walk(command: Any, path: str) -> None:
        named.update(f"{path}.{param.name}".lstrip(".") for param in command.params)
        for name, inner in getattr(command, "commands", {}).items():
            named.add(f"{path} {name}".strip())
            walk(inner, f"{path} {name}".strip())

    walk(language.translate(typer.main.get_command(cli.app)), "")
    assert set(language.table(locale)["help"]) == named


def test_both_languages_have_the_same_sentences() -> None:
    chinese, english = (language.table(locale) for locale in language.LOCALES)
    assert chinese.keys() == english.keys()
    for name in chinese.keys() - {"error"}:  # an English error says its own sentence
        if isinstance(chinese[name], dict):
            assert chinese[name].keys() == english[name].keys(), name


def test_check_speaks_chinese_of_what_waits(founded: Flagpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    checked = founded("check").out
    assert "! 运行情况: 没有人是管理员" in checked
    assert "! 运行情况: 还没有备份" in checked


def test_a_mistake_is_named_once(office: Flagpost) -> None:
    """What ends inside a transaction was said by each of its two tries."""
    for words in (
        ("calendar", "set", "2027-13-01", "off"),
        ("people", "revoke", "1", "boss"),
        ("people", "deputise", "1", "reviewer", "2", "someday"),
        ("rules", "set", "clue.per_day", "3", "--from", "someday"),
    ):
        refused = office(*words)
        assert (refused.code, refused.err.count("\n")) == (2, 1), refused.err


def test_no_english_stands_in_the_chinese_command_line(founded: Flagpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    assert "没有命令“foo”" in founded("foo").err
    assert "SQLite in" not in founded("check").out
    assert [line.split(": ")[0] for line in founded("verify").out.splitlines() if line] == [
        "✓ 数据库文件的页",
        "✓ 表结构",
        "✓ 办理记录",
        "✓ 公开的话",
        "✓ 加密的内容",
        "✓ 封存的事实和材料",
        "✓ 办理期限",
        "✓ 图片",
        "✓ 附件文件",
    ]
    assert "没有这条规则" in founded("rules", "set", "no.rule", "3").err
    assert "不能是这个值" in founded("rules", "set", "clue.triage_target", "soon").err


def test_check_minds_units_that_nobody_can_be_told_for(office: Flagpost) -> None:
    assert "! unit contacts: " in office("check").out


def test_rules_that_never_changed_are_said_to_be_the_laws_own(office: Flagpost) -> None:
    assert "nothing was changed so far" in office("rules", "show").out


def test_a_contact_without_a_name_is_called_by_the_unit_alone(office: Flagpost) -> None:
    assert office("invite", "unit_contact", "--unit", "U01").code == 0
    assert "unit_contact" not in office("people", "list").out


def test_a_link_that_opens_on_this_machine_alone_is_said_to_be_one(
    office: Flagpost, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "FLAGPOST_PUBLIC_URL" in office("invite", "leader").out
    monkeypatch.setenv("FLAGPOST_PUBLIC_URL", "https://flags.example.org")
    assert "FLAGPOST_PUBLIC_URL" not in office("invite", "leader").out


def test_a_file_that_cannot_be_written_is_named_with_what_to_do(
    founded: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    refused = founded("import", "units", "--template", str(tmp_path / "none" / "units.xlsx"))
    assert (refused.code, "units.xlsx：不存在" in refused.err, refused.err.count("\n")) == (1, True, 1), refused.err


def test_a_home_that_is_not_empty_and_a_taken_address_are_told_in_chinese(
    founded: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("FLAGPOST_WEB", f"127.0.0.1:{taken.getsockname()[1]}")
        assert "已被别的程序占用" in founded("run").err
    assert "已经有内容" in language.of_error(restoring.HomeNotEmpty())


def test_an_error_with_facts_is_told_in_the_operators_language(
    office: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    key = tmp_path / "home" / "flagpost.key"
    key.chmod(0o200)
    assert f"{key} 是只读的。请运行：chmod u+rw {key}" in office("people", "list").err
    key.rename(tmp_path / "away")
    assert f"flagpost.db 的密钥不见了。请把 {key} 放回去" in office("people", "list").err


def test_every_error_with_facts_has_words_in_both_languages() -> None:
    root = Path(cli.__file__).parents[1]
    sources = "".join(file.read_text("utf-8") for room in ("bot", "storage") for file in (root / room).rglob("*.py"))
    raised = {f"{kind}.{told}" for kind, told in re.findall(r'(\w+)\((?:\w+\.__doc__, )?\s*told="(\w+)"', sources)}
    for locale in language.LOCALES:
        table = language.table(locale)["error_of"]
        assert {f"{kind}.{told}" for kind, words in table.items() for told in words} == raised
