"""Versions of the rules: deciding one number anew, and what was decided when. Proposing and signing in chat comes later."""

import json
from datetime import date

from domain.mechanism import rules
from domain.saying import SaidNo
from domain.sayings import office as sayings
from handlers.conversation.room import Room
from storage import offices


def change(room: Room, key: str, value: str, since: date) -> sayings.RulesChanged:
    """Decide one rule anew from a day on. `value` is written as it is shown: `12 wd`, `3`, `"87.5"`, or JSON.

    Raises `RuleRefused` for an unknown rule and a value that it cannot have, SaidNo where it is so already, and for a day
    that is over: nothing is judged anew by a rule that came later.
    """
    if since < room.today:
        raise SaidNo(sayings.RuleTooLate(day=since))
    versions = offices.rule_versions(room.tx)
    changed = dict(versions[-1].changed) if versions else {}
    before = rules.RuleSet.from_mapping(1, changed).to_mapping()
    changed[key] = _value(key, value, before.get(key))
    after = rules.RuleSet.from_mapping(len(versions) + 2, changed).to_mapping()
    if after == before:
        raise SaidNo(sayings.NothingChanged())
    number = offices.add_rules(room.tx, changed, since, room.actor.name, room.at)
    return sayings.RulesChanged(version=number, rule=key, value=_text(after[key]), before=_text(before[key]), day=since)


def history(room: Room) -> list[str]:
    """One line for each version: its number, its day, and each rule that it changed, from what to what."""
    lines, before = [], rules.DEFAULT.to_mapping()
    for version in offices.rule_versions(room.tx):
        now = rules.RuleSet.from_mapping(version.number, version.changed).to_mapping()
        changes = "; ".join(
            f"{key}: {_text(before[key])} → {_text(value)}" for key, value in now.items() if before[key] != value
        )
        lines.append(f"{version.number}  {version.effective_on.isoformat()}  {changes}")
        before = now
    return lines


def _value(key: str, text: str, before: object) -> object:
    """What was typed as the rule set reads it: a term, a time and a decimal are text, numbers and lists are JSON."""
    if isinstance(before, str):
        return text.strip().strip('"')
    try:
        return json.loads(text)
    except ValueError:
        return text


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
