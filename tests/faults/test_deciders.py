"""What a storm on WeCom says of those who decide is itself held to what they did not do: a signature too few, and one too many."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.home import Home
from domain.people import Role
from storage import people, vault
from tests.faults.people import deciders, hands
from tests.faults.people.corporation import PatientWecom
from tests.support import announced

AGAIN = (
    "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, body, at)"
    " SELECT matter_id, move, 'again', person_id, grant_id, role, subject, body, at FROM ballot ORDER BY id LIMIT 1"
)


def test_a_signature_too_few_or_too_many_is_found_out(template: Path, tmp_path: Path) -> None:
    home = Home(folder=shutil.copytree(template, tmp_path / "home"))
    office = deciders.Deciders(PatientWecom(vault.Vault(vault.read_key(home.key))))
    at = datetime.now(UTC)
    with hands.writing(home) as tx:
        office.move_in(tx, at)
        office.propose(tx, ("board", "web"), at)
        (number,) = [made for (made,) in tx.all("SELECT id FROM announcement")]
        found = []
        for name, role in (("jia", Role.LEADER), ("yi", Role.COMMITTEE)):
            account = people.account_of(tx, deciders.CHANNEL, f"staff-{name}", at)
            assert account is not None
            assert account.person_id is not None
            assert announced.sign(tx, number, account.person_id, role, at)
            found.append(office.wrong(tx))
        tx.run(AGAIN)
        found.append(office.wrong(tx))

    assert [len(each) for each in found] == [1, 0, 1]
