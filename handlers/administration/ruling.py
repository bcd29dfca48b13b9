"""Versions of the rules: what was decided when, and what follows once a change is signed (`domain/matters/ruling.py`)."""

from datetime import date

from domain.mechanism import rule_changes, rules
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.saying import SaidNo, Saying
from domain.sayings import office as sayings
from handlers.conversation.procedures import beginnings, views
from handlers.conversation.room import Room
from storage import matters, offices


def change(room: Room, key: str, value: str, since: date) -> sayings.RulesChanged:
    """Decide one rule anew from a day on. `value` is written as it is shown: `12 wd`, `3`, `87.5`, or JSON.

    Raises `RuleRefused` for an unknown rule and a value that it cannot have, SaidNo where it is so already, and for a day
    that is over: nothing is judged anew by a rule that came later.
    """
    if since < room.today:
        raise SaidNo(sayings.RuleTooLate(day=since))
    versions = offices.rule_versions(room.tx)
    changed = dict(versions[-1].changed) if versions else {}
    before = rules.RuleSet.from_mapping(1, changed).to_mapping()
    changed[key] = rule_changes.value_of(value, before.get(key))
    after = rules.RuleSet.from_mapping(len(versions) + 2, changed).to_mapping()
    if after == before:
        raise SaidNo(sayings.NothingChanged())
    number = offices.add_rules(room.tx, changed, since, room.actor.name, room.at)
    return sayings.RulesChanged(
        version=number,
        rule=key,
        value=rule_changes.shown(after[key]),
        before=rule_changes.shown(before[key]),
        day=since,
    )


def propose(room: Room, key: str, value: str, since: date, why: str) -> list[Saying]:
    """Propose a change for somebody else to sign; where nobody can, it is decided at once. Raises as `change` does."""
    if since < room.today:
        raise SaidNo(sayings.RuleTooLate(day=since))
    wanted = rule_changes.Change.of(room.office.rules, f"{key} = {value}")
    given = {"rule": str(wanted), "since": since.isoformat(), "why": why}
    return beginnings.at_the_machine(room, "ruling", "propose", given)


def enact(room: Room, event: Event) -> None:
    """Let a signed change count from its day on, or from today where that day has passed meanwhile."""
    own = event.after.own
    change_ = rule_changes.Change.read(own["rule"])
    since = max(date.fromisoformat(own["since"]), room.today)
    try:
        told: Saying = change(room, change_.key, change_.after, since)
    except SaidNo as no:  # another change has made it so meanwhile
        told = no.why
    room.answer(event.after.account_id, told)


def touched(room: Room, standing: Standing, facts: Facts) -> views.Found:
    """Whom a change touches: how many matters are under way, which stay under the rules they began under."""
    return views.Found(values={"stays": str(matters.count_open(room.tx))})


def history(room: Room) -> list[str]:
    """One line for each version: its number, its day, and each rule that it changed, from what to what."""
    lines, before = [], rules.DEFAULT.to_mapping()
    for version in offices.rule_versions(room.tx):
        now = rules.RuleSet.from_mapping(version.number, version.changed).to_mapping()
        changes = "; ".join(
            f"{key}: {rule_changes.shown(before[key])} → {rule_changes.shown(value)}"
            for key, value in now.items()
            if before[key] != value
        )
        lines.append(f"{version.number}  {version.effective_on.isoformat()}  {changes}")
        before = now
    return lines
