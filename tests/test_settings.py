"""Settings: what an office gets by setting nothing, and what it is told when it sets something wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot import language, setting_values, settings, settings_table
from domain.errors import SettingsError, SettingsProblem

TOKEN = "123456:AAExample-token_of_nobody"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "en")


def complaints(home: Path, **given: str) -> list[str]:
    """What is said about these settings; the names are written without their FLAGPOST_."""
    with pytest.raises(SettingsError) as caught:
        settings.load(environment(home, **given))
    return [settings.said(problem) for problem in caught.value.problems]


def environment(home: Path, **given: str) -> dict[str, str]:
    return {"FLAGPOST_HOME": str(home), "PATH": "/bin", **{f"FLAGPOST_{name}": value for name, value in given.items()}}


def write(home: Path, text: str) -> None:
    home.mkdir()
    (home / "flagpost.toml").write_text(text, encoding="utf-8")


def test_an_office_that_sets_nothing_gets_a_chinese_bot_on_its_own_machine(home: Path) -> None:
    given = settings.load(environment(home))
    assert (given.host, given.port, given.public_url) == ("127.0.0.1", 8765, "http://127.0.0.1:8765")
    assert (given.locale, given.timezone.key, given.channel_policy) == ("zh", "Asia/Shanghai", "open")
    assert (given.evidence, given.backup) == (home / "evidence", home / "backup")
    assert (given.telegram, given.wecom) == (None, None)


def test_reading_settings_makes_no_folder(home: Path) -> None:
    settings.load(environment(home))
    assert not home.exists()


def test_without_a_home_the_bot_lives_with_the_other_data_of_whoever_runs_it() -> None:
    assert settings.load({}).home == Path.home() / ".local/share/flagpost"


def test_a_token_turns_telegram_on_and_all_else_has_a_default(home: Path) -> None:
    telegram = settings.load(environment(home, TELEGRAM_TOKEN=TOKEN)).telegram
    assert telegram == settings.Telegram(
        token=TOKEN, api="https://api.telegram.org", mode="polling", channel=None, proxy=None
    )


def test_the_environment_wins_over_the_file_in_the_home_folder(home: Path) -> None:
    write(home, 'FLAGPOST_LOCALE = "en"\nFLAGPOST_WEB = "127.0.0.1:9000"\n')
    given = settings.load(environment(home, WEB="127.0.0.1:9001"))
    assert (given.locale, given.port) == ("en", 9001)


def test_a_chat_number_may_stand_in_the_file_without_quotes(home: Path) -> None:
    write(home, f'FLAGPOST_TELEGRAM_TOKEN = "{TOKEN}"\nFLAGPOST_TELEGRAM_CHANNEL = -100123\n')
    telegram = settings.load(environment(home)).telegram
    assert telegram is not None
    assert telegram.channel == "-100123"


def test_an_empty_value_is_no_value(home: Path) -> None:
    given = settings.load(environment(home, TELEGRAM_TOKEN="", LOCALE=" ", DATABASE="", PUBLIC_URL=""))
    assert (given.telegram, given.locale, given.public_url) == (None, "zh", "http://127.0.0.1:8765")


def test_a_bot_that_listens_everywhere_is_still_found_on_its_own_machine(home: Path) -> None:
    assert settings.load(environment(home, WEB="0.0.0.0:80")).public_url == "http://127.0.0.1:80"
    assert settings.load(environment(home, WEB="[::1]:80")).public_url == "http://[::1]:80"


def test_secrets_do_not_show_when_settings_are_printed(home: Path) -> None:
    proxy = "http://somebody:password@proxy.example:3128"
    printed = repr(settings.load(environment(home, TELEGRAM_TOKEN=TOKEN, TELEGRAM_PROXY=proxy)))
    assert TOKEN not in printed
    assert "password" not in printed


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("HOME", "~nobody-of-that-name/flagpost", "Write the folder out"),
        ("DATABASE", "postgresql://somebody:geheim@geheim@db/flagpost", "%40"),
        ("DATABASE", "mysql://somebody:geheim@db/flagpost", "postgresql://user"),
        ("DATABASE", "flagpost.sqlite", "set FLAGPOST_HOME"),
        ("WEB", "8765", "host:port"),
        ("WEB", "http://127.0.0.1", "host:port"),
        ("WEB", "::1:8765", "host:port"),
        ("WEB", "127.0.0.1:eight", "from 1 to 65535"),
        ("WEB", "127.0.0.1:0", "from 1 to 65535"),
        ("WEB", "127.0.0.1:65536", "from 1 to 65535"),
        ("WEB", "127.0.0.1:８７６５", "from 1 to 65535"),
        ("PUBLIC_URL", "flagpost.example", "https://flagpost.example"),
        ("PUBLIC_URL", "https://flagpost.example:port", "https://flagpost.example"),
        ("PUBLIC_URL", "https://[flagpost.example", "https://flagpost.example"),
        ("PUBLIC_URL", "ftp://flagpost.example", "https://flagpost.example"),
        ("LOCALE", "fr", "Choose zh or en"),
        ("LOCALE", "ZH", "Choose zh or en"),
        ("TIMEZONE", "Asia/Nowhere", "Asia/Shanghai"),
        ("TIMEZONE", "../../etc/passwd", "Asia/Shanghai"),
        ("CHANNEL_POLICY", "closed", "Choose open or mainland"),
        ("EVIDENCE", "s3://bucket/evidence", "Name a folder"),
        ("BACKUP", "https://store.example/bucket", "Name a folder"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_do(home: Path, name: str, value: str, advice: str) -> None:
    (complaint,) = complaints(home, **{name: value})
    assert complaint.startswith(f"FLAGPOST_{name} ")
    assert advice in complaint
    assert "geheim" not in complaint


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("API", "http://api.example", "use https"),
        ("API", "api.example", "https://flagpost.example"),
        ("MODE", "push", "Choose polling or webhook"),
        ("CHANNEL", "announcements", "@name"),
        ("PROXY", "proxy.example:3128", "socks5://"),
    ],
)
def test_a_wrong_value_of_telegram_is_named_with_what_to_do(home: Path, name: str, value: str, advice: str) -> None:
    (complaint,) = complaints(home, TELEGRAM_TOKEN=TOKEN, **{f"TELEGRAM_{name}": value})
    assert complaint.startswith(f"FLAGPOST_TELEGRAM_{name} ")
    assert advice in complaint


def test_a_token_that_was_cut_off_is_refused_without_being_repeated(home: Path) -> None:
    (complaint,) = complaints(home, TELEGRAM_TOKEN="AAExample-token_of_nobody")
    assert complaint.startswith("FLAGPOST_TELEGRAM_TOKEN ")
    assert "AAExample" not in complaint


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("FLAGPOST_TELEGRAM_TOKN", "FLAGPOST_TELEGRAM_TOKEN"),
        ("FLAGPOST_LOCAL", "FLAGPOST_LOCALE"),
        ("flagpost_web", "FLAGPOST_WEB"),
        ("FLAGPOST_TIME_ZONE", "FLAGPOST_TIMEZONE"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(home: Path, written: str, meant: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load({**environment(home), written: "something"})
    (complaint,) = map(settings.said, caught.value.problems)
    assert complaint.startswith(f"{written}, ")
    assert f"Did you mean {meant}?" in complaint


def test_a_name_like_no_other_is_answered_with_all_there_are(home: Path) -> None:
    (complaint,) = complaints(home, COFFEE="black")
    assert all(name in complaint for name in settings_table.NAMES)


APP = {
    "WECOM_CORPID": "ww5823bf96d3bd56c7",
    "WECOM_SECRET": "stand-in_Secret-of-nobody",
    "WECOM_AGENTID": "1000002",
    "WECOM_TOKEN": "QDG6eK",
    "WECOM_AESKEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}


def test_customer_service_is_an_account_of_the_app_and_needs_it(home: Path) -> None:
    assert len(complaints(home, WECOM_KFID="wk1")) == len(APP)
    given = settings.load(environment(home, **APP, WECOM_KFID="wk1")).wecom
    assert given is not None
    assert given.kfid == "wk1"


def test_five_settings_turn_wecom_on_and_each_that_is_missing_is_named(home: Path) -> None:
    wecom = settings.load(environment(home, **APP, WECOM_ROBOTS="县府群=11111111-2222,乡镇群=33333333-4444")).wecom
    assert wecom is not None
    assert (wecom.agent_id, wecom.api) == (1000002, "https://qyapi.weixin.qq.com")
    assert wecom.robots == {"县府群": "11111111-2222", "乡镇群": "33333333-4444"}
    assert not any(secret in repr(wecom) for secret in (*list(APP.values())[1:2], *list(APP.values())[3:], "11111111"))
    for name in APP:
        (told,) = complaints(home, **{other: value for other, value in APP.items() if other != name})
        assert told.startswith(f"FLAGPOST_{name} is missing")


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("CORPID", "ww 58", "letters and digits"),
        ("SECRET", "geheim!", "Copy it whole"),
        ("AGENTID", "１０", "1000002"),
        ("TOKEN", "geheim!", "Copy it whole"),
        ("AESKEY", "geheim", "43 letters"),
        ("API", "http://wecom.example", "use https"),
        ("ROBOTS", "geheim", "name=key"),
        ("ROBOTS", "https://wecom.example/cgi-bin/webhook/send?key=geheim-geheim", "name=key"),
        ("ROBOTS", "甲=11111111-2222,甲=geheim-geheim", "each name and each key is another"),
        ("ROBOTS", "甲=geheim-geheim,乙=geheim-geheim", "each name and each key is another"),
    ],
)
def test_a_wrong_value_of_wecom_is_named_with_what_to_do(home: Path, name: str, value: str, advice: str) -> None:
    (told,) = complaints(home, **{**APP, f"WECOM_{name}": value})
    assert told.startswith((f"FLAGPOST_WECOM_{name} ", f"Write FLAGPOST_WECOM_{name} "))
    assert advice in told
    assert "geheim" not in told


def test_a_webhook_needs_an_https_address_that_telegram_can_call(home: Path) -> None:
    (missing,) = complaints(home, TELEGRAM_TOKEN=TOKEN, TELEGRAM_MODE="webhook")
    assert "FLAGPOST_PUBLIC_URL is missing" in missing
    (plain,) = complaints(home, TELEGRAM_TOKEN=TOKEN, TELEGRAM_MODE="webhook", PUBLIC_URL="http://flagpost.example")
    assert "only https" in plain


@pytest.mark.parametrize("url", ["https://flagpost.example", "http://127.0.0.1:8765", "http://localhost:80"])
def test_a_webhook_may_be_called_by_https_or_from_this_very_machine(home: Path, url: str) -> None:
    given = settings.load(
        environment(home, TELEGRAM_TOKEN=TOKEN, TELEGRAM_MODE="webhook", PUBLIC_URL=url, TELEGRAM_API=url)
    )
    assert given.telegram is not None
    assert (given.telegram.mode, given.telegram.api) == ("webhook", url)


def test_settings_of_telegram_without_its_token_are_contradictory(home: Path) -> None:
    told = complaints(home, TELEGRAM_CHANNEL="@county", TELEGRAM_PROXY="socks5://127.0.0.1:1080")
    assert [complaint.split()[0] for complaint in told] == ["FLAGPOST_TELEGRAM_CHANNEL", "FLAGPOST_TELEGRAM_PROXY"]
    assert all("FLAGPOST_TELEGRAM_TOKEN is not" in complaint for complaint in told)


def test_every_mistake_is_told_at_once(home: Path) -> None:
    write(home, 'FLAGPOST_LOCAL = "zh"\nFLAGPOST_BACKUP = true\n[telegram]\ntoken = "x"\n')
    told = "\n".join(complaints(home, WEB="nowhere", TIMEZONE="Mars", TELEGRAM_CHANNEL="@county"))
    named = ["LOCAL,", "BACKUP", "WEB", "TIMEZONE", "TELEGRAM_CHANNEL"]
    assert all(f"FLAGPOST_{name}" in told for name in named)
    assert "telegram in " in told
    assert told.count("\n") == len(named)


def test_a_file_that_is_no_toml_is_named(home: Path) -> None:
    write(home, "FLAGPOST_LOCALE: zh\n")
    (complaint,) = complaints(home)
    assert str(home / "flagpost.toml") in complaint


def test_the_home_cannot_be_named_in_the_file_that_is_found_by_it(home: Path) -> None:
    write(home, 'FLAGPOST_HOME = "/somewhere/else"\n')
    (complaint,) = complaints(home)
    assert "Set it in the environment" in complaint


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder", encoding="utf-8")
    (complaint,) = complaints(tmp_path / "home")
    assert complaint.startswith("FLAGPOST_HOME ")
    assert "Name a folder" in complaint


def test_the_command_line_counts_and_lists_the_mistakes() -> None:
    wrong = SettingsProblem("wrong.timezone", {"name": "FLAGPOST_TIMEZONE", "given": "Mars"})
    printed = settings.render([wrong, wrong])
    assert printed.splitlines()[:3] == [
        "2 settings need your attention:",
        *["  · FLAGPOST_TIMEZONE is “Mars”, which is no time zone. Write it like Asia/Shanghai."] * 2,
    ]
    assert settings.render([wrong]).startswith("One setting needs")


def test_mistakes_are_told_in_chinese_where_the_operator_reads_chinese(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    write(home, 'FLAGPOST_LOCAL = "zh"\nFLAGPOST_BACKUP = true\n')
    told = complaints(home, WEB="127.0.0.1:eight", CHANNEL_POLICY="closed", TELEGRAM_PROXY="x")
    assert told == [
        f'{home}/flagpost.toml 里的 FLAGPOST_BACKUP 应当是文字。请写成 FLAGPOST_BACKUP = "……"，放在文件最前面。',
        f"{home}/flagpost.toml里的 FLAGPOST_LOCAL 不是 Flagpost 的设置。是不是想写 FLAGPOST_LOCALE？",
        "FLAGPOST_WEB 是“127.0.0.1:eight”，其中“eight”不是端口。冒号后面请写 1 到 65535 的数字。",
        "FLAGPOST_CHANNEL_POLICY 是“closed”。请写 open 或 mainland。",
        "FLAGPOST_TELEGRAM_PROXY 不是代理。请写成 http://127.0.0.1:3128 或 socks5://127.0.0.1:1080 的样子。",
        (
            "设了 FLAGPOST_TELEGRAM_PROXY，却没有设 FLAGPOST_TELEGRAM_TOKEN，所以 Telegram 没有启用。"
            "请填上 BotFather 给的令牌，或者去掉 FLAGPOST_TELEGRAM_PROXY。"
        ),
    ]


def params(table: dict[str, Any]) -> dict[str, set[str]]:
    """The facts that each sentence names."""
    words = {**table, **{f"wrong.{key}": words for key, words in table["wrong"].items()}}
    return {key: set(re.findall(r"{(\w+)}", said)) for key, said in words.items() if isinstance(said, str)}


def test_every_mistake_has_words_with_the_same_facts_in_both_languages() -> None:
    chinese, english = (language.table(locale)["settings"] for locale in language.LOCALES)
    assert params(chinese) == params(english)
    source = Path(settings.__file__).read_text("utf-8") + Path(setting_values.__file__).read_text("utf-8")
    assert set(re.findall(r'WrongSetting\("(\w+)"', source)) == set(english["wrong"])
    assert set(re.findall(r'Problem\("(\w+)"', source)) <= set(english)
