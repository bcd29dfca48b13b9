"""Losing a home and getting it back, as an operator does it: with the commands, and the recovery key from paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyrage import x25519

from storage import vault
from storage.engines import migrating, standalone
from tests.support.command_line import Ended, Flagpost


@pytest.fixture
def words(flagpost: Flagpost) -> str:
    """A home, and the recovery key that was printed when it was made."""
    return printed(flagpost("init", "--yes", "--name", "清溪县效能办"))


def printed(made: Ended) -> str:
    found = re.search(r"[0-9A-Z]{7}(-[0-9A-Z]{7}){7}", made.out)
    assert found
    return found[0]


def the_copy(home: Path) -> str:
    (found,) = (home / "backup").glob("*.age")
    return str(found)


def test_a_home_that_burnt_comes_back_with_the_key_from_paper(
    flagpost: Flagpost, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = flagpost("backup")
    assert (made.code, "opened again and checked" in made.out) == (0, True)
    copy = the_copy(tmp_path / "home")
    monkeypatch.setenv("FLAGPOST_HOME", str(tmp_path / "new"))
    wrong = flagpost("restore", copy, typed=f"{words[:-1]}{'0' if words[-1] != '0' else '1'}\n")
    assert (wrong.code, "one of these is wrong" in wrong.err) == (1, True)
    assert not (tmp_path / "new").exists()
    restored = flagpost("restore", copy, typed=f"{words.lower()}\n")
    assert restored.code == 0, restored.err
    assert "from a copy of" in restored.out
    assert "flagpost people revoke" in restored.out  # roles that were taken back meanwhile are there again
    assert flagpost("check").code == 0
    assert flagpost("verify").code == 0
    again = flagpost("restore", copy, typed=f"{words}\n")
    assert (again.code, "empty folder" in again.err) == (1, True)


def test_a_copy_that_an_earlier_version_made_comes_back_and_is_brought_to_the_newest_schema(
    flagpost: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = migrating.steps("sqlite")[:-1]
    with monkeypatch.context() as earlier:
        earlier.setattr(migrating, "steps", lambda engine: before)
        words = printed(flagpost("init", "--yes", "--name", "清溪县效能办"))
        assert flagpost("backup").code == 0
    monkeypatch.setenv("FLAGPOST_HOME", str(tmp_path / "new"))
    restored = flagpost("restore", the_copy(tmp_path / "home"), typed=f"{words}\n")
    assert (restored.code, "flagpost migrate" in restored.out) == (0, True), restored.err
    assert flagpost("import", "indicators", "none.csv").code != 0
    assert flagpost("migrate").out.startswith(f"{len(migrating.steps('sqlite')) - len(before)} step(s) taken")
    assert flagpost("verify").code == 0


def test_a_lost_key_file_is_written_anew_from_paper(flagpost: Flagpost, words: str, tmp_path: Path) -> None:
    key = tmp_path / "home" / "flagpost.key"
    before = key.read_bytes()
    assert flagpost("restore", typed=words).code == 1
    key.unlink()
    assert flagpost("restore", typed=words).code == 0
    assert (key.read_bytes(), key.stat().st_mode & 0o777) == (before, 0o600)


def test_whoever_it_was_sealed_to_restores_it_with_an_identity_file(
    founded: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    friend = x25519.Identity.generate()
    file = tmp_path / "friend.txt"
    file.write_text(f"# public key: {friend.to_public()}\n{friend}\n")
    monkeypatch.setenv("FLAGPOST_BACKUP_RECIPIENTS", str(friend.to_public()))
    assert founded("backup", "--to", str(tmp_path / "disk")).code == 0
    (copy,) = (tmp_path / "disk").iterdir()
    monkeypatch.setenv("FLAGPOST_HOME", str(tmp_path / "new"))
    assert founded("restore", str(copy), "--identity", str(tmp_path / "disk")).code == 2
    assert founded("restore", str(copy), "--identity", str(copy)).code == 1
    assert founded("restore", str(copy), "--identity", str(file)).code == 0


def test_a_backup_is_refused_with_what_to_do(
    founded: Flagpost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = founded("backup", "--recipient", "age1nobody")
    assert (wrong.code, "age-keygen" in wrong.err) == (2, True)
    monkeypatch.setenv("FLAGPOST_BACKUP", "s3://bucket")
    nowhere = founded("backup")
    assert (nowhere.code, "Name a folder" in nowhere.err) == (2, True)
    monkeypatch.setenv("FLAGPOST_BACKUP", str(tmp_path / "b"))
    monkeypatch.setenv("FLAGPOST_HOME", str(tmp_path / "none"))
    for command in (("backup",), ("restore",)):
        homeless = founded(*command)
        assert homeless.code == 1
        assert "Traceback" not in homeless.err


def test_where_nothing_has_happened_none_is_made(founded: Flagpost, tmp_path: Path) -> None:
    assert founded("backup", "--if-changed").code == 0
    copy = the_copy(tmp_path / "home")
    assert founded("backup", "--if-changed").out == ""
    assert the_copy(tmp_path / "home") == copy


def test_verify_says_what_it_looked_at_and_ends_well(founded: Flagpost) -> None:
    verified = founded("verify")
    assert verified.code == 0
    assert [line.split(":")[0] for line in verified.out.splitlines()] == [
        "✓ pages of the file",
        "✓ schema",
        "✓ history",
        "✓ public words",
        "✓ sealed values",
        "✓ seals",
        "✓ terms",
        "✓ pictures",
        "✓ evidence files",
    ]


def flip_a_page(home: Path) -> None:
    data = bytearray((home / "flagpost.db").read_bytes())
    data[50_000] ^= 1
    (home / "flagpost.db").write_bytes(data)


def take_a_guard_away(home: Path) -> None:
    write(home, "DROP TRIGGER outbox_public_needs_approval")


def lose_evidence(home: Path) -> None:
    evidence(home, "ab" * 16)


def change_evidence(home: Path) -> None:
    evidence(home, "cd" * 16)
    (home / "evidence").mkdir()
    (home / "evidence" / ("cd" * 16)).write_bytes(bytes(64))


def exchange_evidence(home: Path) -> None:
    """Whoever has the keys may keep another file under the same name; what came is known by what was in it."""
    keys, name = vault.Vault(vault.read_key(home / "flagpost.key")), "ef" * 16
    evidence(home, name, keys.content_mark(b"what came"))
    (home / "evidence").mkdir()
    (home / "evidence" / name).write_bytes(keys.seal(b"another", name, key="evidence"))


def evidence(home: Path, ref: str, mark: str = "") -> None:
    keys = vault.Vault(vault.read_key(home / "flagpost.key"))
    with standalone.writing(home / "flagpost.db", keys) as tx:
        tx.run(
            "INSERT INTO evidence (id, account_id, matter, matter_id, kind, ref, name, size, state, kept, mark, whole, part, made_at)"
            " VALUES (1, 1, 'clue', 1, 'photo', :ref, :name, 1, 'kept', :kept, :mark, 0, 0, '')",
            ref=keys.seal(b"[]", "evidence|ref|1"),
            name=keys.seal(b"", "evidence|name|1"),
            kept=ref,
            mark=mark or None,
        )


def write(home: Path, sql: str) -> None:
    with standalone.writing(home / "flagpost.db", vault.Vault(vault.read_key(home / "flagpost.key"))) as tx:
        tx.run(sql)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (flip_a_page, "✗ pages of the file"),
        (take_a_guard_away, "trigger outbox_public_needs_approval is missing"),
        (lose_evidence, f"evidence file {'ab' * 16}: missing"),
        (change_evidence, f"evidence file {'cd' * 16}: it was changed"),
        (exchange_evidence, f"evidence file {'ef' * 16}: what is in it is not what came"),
    ],
    ids=["a page", "a guard", "a lost file", "a changed file", "an exchanged file"],
)
def test_verify_names_what_is_wrong_and_ends_with_an_error(
    founded: Flagpost, tmp_path: Path, harm: Callable[[Path], None], says: str
) -> None:
    harm(tmp_path / "home")
    verified = founded("verify")
    assert verified.code == 1
    assert says in verified.out
    assert "Traceback" not in verified.err


def test_verify_looks_through_a_copy_and_leaves_nothing_behind(flagpost: Flagpost, words: str, tmp_path: Path) -> None:
    flagpost("backup", "--to", str(tmp_path / "disk"))
    (copy,) = (tmp_path / "disk").iterdir()
    assert flagpost("verify", "--backup", str(copy), typed=words).code == 0
    assert list((tmp_path / "disk").iterdir()) == [copy]
    copy.write_bytes(copy.read_bytes()[:-1])
    cut = flagpost("verify", "--backup", str(copy), typed=words)
    assert (cut.code, "damaged or not whole" in cut.err) == (1, True)
