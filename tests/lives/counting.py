"""Votes of cases counted by hand: who may vote, the quorum, the majority and the comparison (the law §2.3, §4.1 L4, L5, L12A)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from tests.lives.answering import SECRET
from tests.lives.ledger import Entry, Kept, Ledger, Voice, in_line, moment

VOTES = {"compare": ("put_to_vote", "dismiss"), "vote": ("propose", "dismiss"), "judge": ("remove", "keep")}
OF_THE_CLUE = {  # parts of the work on a clue: whoever did one has no voice in the case that comes of it
    *(
        "accept",
        "ask_more",
        "reject",
        "merge",
        "transfer",
        "take_up",
        "take_on",
        "visit_site",
        "rate",
        "conclude",
        "close",
    ),
    *("uphold", "reopen", "uphold_finally", "overturn"),
}
VOTERS_DO = {*VOTES, "ask_more", "recuse", "begin", "show_evidence"}
NEEDED = {"vote": Fraction(2, 3), "judge": Fraction(1, 2)}  # of those who voted: §2.3
QUORUM = Fraction(2, 3)
MARK = 60  # of 100 in the comparison, without which nothing is put to the vote


def votes_count_by_hand(ledger: Ledger) -> Iterator[str]:
    """Quorum two thirds of those who may vote, majority of those who did; recused members out of the base (§2.3)."""
    for each in ledger.new_history:
        if each.matter != "case" or each.outcome != "moved":
            continue
        for ballot, (passes, fails) in VOTES.items():
            if each.move in (passes, fails) and each.told.get("from") == _stage_of(ballot):
                yield from _counted(ledger, each, ballot, is_passed=each.move == passes)


def _stage_of(ballot: str) -> str:
    return {"compare": "comparing", "vote": "voting", "judge": "judging"}[ballot]


def _counted(ledger: Ledger, ended: Entry, ballot: str, *, is_passed: bool) -> Iterator[str]:
    case = ledger.matters[ended.matter_id]
    base = {
        person for person in ledger.holders("committee") if not _is_kept_from_voting(ledger, case, person, ended.id)
    }
    began = max((one.at for one in ledger.of(case.id) if _begins(one, ballot) and one.seq < ended.seq), default="")
    voices = {
        one.person: one
        for one in ledger.voices
        if one.matter == case.id
        and one.move == ballot
        and one.at >= began
        and one.at <= ended.at
        and one.person in base
    }
    counted = {person: one for person, one in voices.items() if ledger.grants[one.grant][3] is None}
    want = _is_won(ballot, counted, len(base))
    if want is not is_passed:
        yield f"{ballot} of case {case.id} {'passed' if is_passed else 'failed'}: {len(counted)} of {len(base)} voted {_choices(counted)}"
    told = case.own.get(ballot)
    if told is None or int(told["of"]) != len(base) or int(told["voted"]) != len(counted):
        yield f"{ballot} of case {case.id} is kept as {told}; it was {len(counted)} of {len(base)}"
    if len(counted) < len(base) and not _is_late(ledger, ended, ballot, began):
        yield f"{ballot} of case {case.id} ended before all had voted: {len(counted)} of {len(base)}"


def _is_late(ledger: Ledger, ended: Entry, ballot: str, began: str) -> bool:
    """Whether a term can be over by which it ends with what is there: three working days at the least (§4.1)."""
    return moment(ended.at) - moment(began) > timedelta(days=3)


def _choices(counted: dict[int, Voice]) -> dict[str, int]:
    return dict(Counter(one.given.get("choice", "points") for one in counted.values()))


def _is_won(ballot: str, counted: dict[int, Voice], base: int) -> bool:
    if not counted or len(counted) < QUORUM * base:
        return False
    if ballot == "compare":
        names = ("effect", "responsibility", "persistence", "attitude")
        return sum(int(one.given[name]) for one in counted.values() for name in names) >= MARK * len(counted)
    favour = sum(one.given["choice"] == "for" for one in counted.values())
    share = NEEDED[ballot]
    return favour > len(counted) * Fraction(1, 2) and favour >= share * len(counted)


def _begins(each: Entry, ballot: str) -> bool:
    return each.outcome == "moved" and each.told.get("to") == _stage_of(ballot) != each.told.get("from")


def _is_kept_from_voting(ledger: Ledger, case: Kept, person: int, until: int) -> bool:
    deeds = {
        one.move for one in ledger.of(case.id) if one.by == person and one.outcome != "declined" and one.id < until
    }
    about = ledger.matters.get(case.parent or 0)
    before = {
        one.move
        for one in (ledger.of(about.id) if about is not None and about.kind == "clue" else ())
        if one.by == person and one.outcome != "declined" and one.id < until
    }
    has_part = any(one[0] == case.id and one[2] == person for one in ledger.parts)
    has_recused = ("case", case.id, person) in ledger.recusals
    mine = {account for account, owner in ledger.accounts.items() if owner == person}
    has_brought = case.account in mine or (about is not None and about.account in mine)
    unit, earlier = ledger.people[person][1:]
    is_in_line = (bool(unit) and in_line(unit, case.unit)) or any(in_line(one, case.unit) for one in _units(earlier))
    return (
        has_recused
        or has_part
        or has_brought
        or is_in_line
        or bool(before & OF_THE_CLUE)
        or bool(deeds - VOTERS_DO - {"decide", "revoke"})
    )


def _units(earlier: str) -> list[str]:
    return [one for one in ("U04", "U05", "U32") if one in earlier]


def no_voice_of_who_had_another_part(ledger: Ledger) -> Iterator[str]:
    """Who recommended, inspected, helped or recused themselves gives no voice (§2.2)."""
    for voice in ledger.voices:
        case = ledger.matters[voice.matter]
        if case.kind != "case" or voice.at <= ledger.since:
            continue
        until = max(
            (one.id for one in ledger.of(case.id) if one.by == voice.person and one.move == voice.move), default=0
        )
        if _is_kept_from_voting(ledger, case, voice.person, until):
            yield f"{ledger.people[voice.person][0]} gave a voice in {voice.move} of case {case.id}, and is kept away from it"


def votes_are_secret_in_history(ledger: Ledger) -> Iterator[str]:
    """Who voted what stands in the sealed ballot alone (§2.3)."""
    for each in ledger.new_history:
        if each.matter != "case" or each.move not in VOTES or each.outcome != "acted":
            continue
        if SECRET in json.dumps(each.told, ensure_ascii=False) or (each.told.get("given") or {}).get("choice"):
            yield f"history tells what {each.actor} voted in case {each.matter_id}"
