"""What is held of a crowd at every message: what a report under way held before is there after, and each submission has a receipt.

Looked at in the very transaction that handles the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.said import Said
from handlers.conversation import steps
from handlers.conversation.consenting import Consent
from handlers.conversation.forms.telling import FormStep
from handlers.conversation.heeding import LeaveDraft
from handlers.understanding import spoken
from storage import evidence, matters, shapes, times
from storage import people as accounts
from storage.database import Tx
from storage.road import dialogues

TOO_LONG = "dialogues.too_long"
DRAFT_LIVES = timedelta(hours=24)
LEAVES = "2"  # 继续填写 is the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What there is of one speaker at one moment: the report under way, as JSON, and when it was touched; what was submitted, by
    matter and id; whether they were just asked to leave it or go on; and the highest number of what was said to them."""

    account: int = 0
    under_way: str = ""
    present: str = ""
    touched_at: Any = None
    submitted: tuple[tuple[str, int], ...] = ()
    may_leave: bool = False
    said_up_to: int = 0


def look(tx: Tx, event: Said) -> Looked:
    """See what there is of whoever speaks."""
    account = accounts.account_of(tx, event.channel, event.speaker, event.at)
    if account is None:
        return Looked()
    said_up_to = int(tx.value("SELECT COALESCE(MAX(id), 0) FROM outbox"))
    submitted = tuple(
        (matter, number)
        for matter, number in tx.all(
            "SELECT kind, id FROM matter WHERE account_id = :account AND code IS NOT NULL ORDER BY id",
            account=account.id,
        )
    )
    found = dialogues.of(tx, account.id)
    begun = [steps.from_shape(step) for step in found.steps] if found else []
    told = [step for step in begun if _told(step)]
    if found is None or not told:
        return Looked(account=account.id, submitted=submitted, said_up_to=said_up_to)
    return Looked(
        account=account.id,
        under_way="".join(shapes.encode(step).decode() for step in told),
        present=_told(told[-1]),
        touched_at=found.touched_at,
        submitted=submitted,
        may_leave=isinstance(begun[-1], LeaveDraft),
        said_up_to=said_up_to,
    )


def brought(before: Looked, after: Looked) -> list[tuple[str, int]]:
    """What was submitted in between, by matter and id."""
    return [one for one in after.submitted if one not in before.submitted]


def wrong(tx: Tx, event: Said, before: Looked, after: Looked, tokens: Sequence[str]) -> list[str]:
    """What does not hold of one message that was handled. `tokens` are all words by which what people say is known again."""
    new = brought(before, after)
    held = "".join(_submission(tx, *one) for one in new)
    said = _said(tx, after.account or before.account, before.said_up_to)
    found = []
    if said.count('"matters.receipt"') != len(new) and after.account:
        found.append(f"{len(new)} submissions without as many receipts")
    if (looks := said.count('"clues.status"')) > 1:
        found.append(f"where it stands was said {looks} times")
    if new:
        found += [
            f"{one} was in the preview and was not submitted" for one in _in(tokens, before.present) if one not in held
        ]
    if _is_free(event, before, said) or not (before.under_way or after.under_way or new):
        return found
    there = after.under_way + held + said
    wanted = [*_in(tokens, before.present), *_in(tokens, shapes.encode(event).decode())]
    return found + [f"{one} is lost" for one in wanted if one not in there]


def _is_free(event: Said, before: Looked, said: str) -> bool:
    """Whether a report may hold less after such a message: a command, a button, an edit, one after its time, or 先放下 by its number."""
    name, _ = spoken.command(event.choice or event.text)
    has_expired = before.touched_at is not None and event.at - before.touched_at > DRAFT_LIVES
    leaves = before.may_leave and event.text.strip() == LEAVES
    return bool(event.choice) or bool(name) or event.edits or TOO_LONG in said or has_expired or leaves


def _told(step: steps.Step) -> str:
    """What a step holds of a report, as JSON, but for name and contact, which are kept elsewhere; empty for any other step."""
    if isinstance(step, FormStep):
        hidden = {"name": "", "contact": ""}
        return shapes.encode([{**step.making.given, **hidden}, *step.making.files]).decode()
    return shapes.encode([step.told, *step.files]).decode() if isinstance(step, Consent) else ""


def _submission(tx: Tx, matter: str, number: int) -> str:
    pieces = evidence.of_matter(tx, matter, number)
    return shapes.encode([matters.told(tx, number), *pieces]).decode()


def _said(tx: Tx, account: int, after: int) -> str:
    """All that was said to an account after a number, as JSON."""
    rows = tx.all(
        "SELECT made_at, body FROM outbox WHERE account_id = :account AND id > :after", account=account, after=after
    )
    opened = (tx.vault.open(body, f"outbox|{account}|{times.text(times.read(made))}") for made, body in rows if body)
    return "".join(body.decode() for body in opened)


def _in(tokens: Sequence[str], text: str) -> list[str]:
    return [one for one in tokens if one in text]
