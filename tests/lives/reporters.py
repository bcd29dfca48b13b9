"""Who reported, followed by hand: it stands in the vault, and in the one answer to a custodian for whom two have opened it (§2, §11.5)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.lives.house import NAME, PHONE
from tests.lives.ledger import IDENTITY, Entry, Kept, Ledger, Sent


def holds_who_reported(words: Any) -> bool:
    """Whether a name or a contact of whoever reported stands in this."""
    text = words if isinstance(words, str) else json.dumps(words, ensure_ascii=False, default=str)
    return NAME in text or PHONE in text


def who_reported_is_told_to_nobody_else(ledger: Ledger) -> Iterator[str]:
    """Themselves apart, the custodian alone reads it: once for each look, after two have opened it and before it is closed."""
    told: Counter[tuple[str, int]] = Counter()
    mine = _clue(ledger).account
    for each in ledger.new_sent:
        if not holds_who_reported(_text(ledger, each)) or each.account == mine:
            continue
        person = ledger.accounts.get(each.account)
        reader = ledger.people[person][0] if person else "everybody" if not each.account else "another citizen"
        opening = _opening(ledger, each)
        if opening is None or person is None:
            yield f"outbox {each.id} to {reader} holds who reported"
            continue
        why = _wrong(ledger, opening, person)
        if why:
            yield f"outbox {each.id} to {reader} holds who reported: {why}"
        told[opening.number, person] += 1
        if told[opening.number, person] > len(_looks(ledger, opening, person)):
            yield f"outbox {each.id} to {reader} holds who reported once more than they looked"


def who_reported_is_taken_back_in_time(ledger: Ledger) -> Iterator[str]:
    """What the custodian was told is wiped as soon as its opening is closed, whether or not they look again."""
    said = {each.id: each for each in ledger.sent if each.id in ledger.opened}
    for number, words in ledger.opened.items():
        opening = _opening(ledger, said[number])
        if holds_who_reported(words) and (opening is None or opening.stage != "opened"):
            stage = "gone" if opening is None else opening.stage
            yield f"outbox {number} still holds who reported, and its opening is {stage}"


def who_reported_stands_in_no_record(ledger: Ledger) -> Iterator[str]:
    """Neither history, nor a voice, nor what a matter keeps in the open tells it."""
    for each in ledger.new_history:
        if holds_who_reported(dict(each.told)):
            yield f"line {each.seq} of {each.matter} {each.matter_id} holds who reported"
    for kept in ledger.matters.values():
        before = ledger.before.get(kept.id)
        if (before is None or before.own != kept.own) and holds_who_reported(dict(kept.own)):
            yield f"{kept.kind} {kept.id} holds who reported among its own facts"
    for voice in ledger.voices:
        if voice.at > ledger.since and holds_who_reported(dict(voice.given)):
            yield f"a voice in {voice.move} of {voice.matter} holds who reported"


def _wrong(ledger: Ledger, opening: Kept, person: int) -> str:
    """What forbids this custodian to read it by this opening; nothing where they may."""
    past = ledger.of(opening.id)
    asked = [one for one in past if one.move == "open" and one.outcome == "proposed"]
    signed = [one for one in past if one.move == "open" and one.outcome == "moved"]
    shut = [one for one in past if one.move in ("close", "fall_shut") and one.outcome == "moved"]
    if opening.parent != _clue(ledger).id:
        return "it was opened for another clue"
    signer = signed[-1].by if signed else None
    if signer is None or signer == person:
        return "nobody else has signed"
    if not asked or asked[-1].by != person or not ledger.held(person, "custodian", asked[-1].at):
        return "they did not open it as its custodian"
    if not ledger.held(signer, "leader", signed[-1].at):
        return "who signed leads nobody"
    looked = _looks(ledger, opening, person)
    if shut and (not looked or looked[-1].seq > shut[-1].seq):
        return "the opening was closed before"
    return "" if looked else "they did not look"


def _looks(ledger: Ledger, opening: Kept, person: int) -> list[Entry]:
    return [
        one for one in ledger.new_history if one.matter_id == opening.id and one.move == "look" and one.by == person
    ]


def _opening(ledger: Ledger, said: Sent) -> Kept | None:
    """The opening that an answer tells of; None where it is no such answer."""
    if IDENTITY not in said.words:
        return None
    number = said.said["params"]["number"]
    return next((each for each in ledger.matters.values() if (each.kind, each.number) == ("opening", number)), None)


def _clue(ledger: Ledger) -> Kept:
    """What was reported under a name: the first of all clues in every house."""
    return min((each for each in ledger.matters.values() if each.kind == "clue"), key=lambda each: each.id)


def _text(ledger: Ledger, each: Sent) -> str:
    if each.rendering is not None:
        return json.dumps(ledger.renderings[each.rendering], ensure_ascii=False)
    return json.dumps(each.said, ensure_ascii=False)
