"""What the law promises whatever happens (§13 B), checked after each step of a life in plain arithmetic of its own.

Each promise is a function that looks at a `Ledger` and says what does not hold, in words; `PROMISES` are all. What the tables say is
not asked: the lists of moves and stages here are the law's, written by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from storage.database import Tx
from tests.lives.answering import HIDDEN, SECRET
from tests.lives.conflicts import a_helper_decides_nothing, nobody_acts_in_what_they_keep_away_from
from tests.lives.counting import no_voice_of_who_had_another_part, votes_are_secret_in_history, votes_count_by_hand
from tests.lives.house import NAME, PHONE, TOLD
from tests.lives.ledger import Entry, Kept, Ledger, moment
from tests.lives.life import Life
from tests.lives.reporters import (
    holds_who_reported,
    who_reported_is_taken_back_in_time,
    who_reported_is_told_to_nobody_else,
    who_reported_stands_in_no_record,
)

Look = Callable[[Ledger], Iterator[str]]
TWO_HANDS = {  # what one proposes and another signs
    "case": {"extend_inspection", "report", "turn_away", "decide", "convert", "close", "revoke"},
    "objection": {"extend", "find"},
    "tolerance": {"turn_away", "decide", "bring_into_effect", "decide_review", "revoke"},
    "clue": {"reject", "conclude"},
    "clarification": {"not_needed"},
}
POINTS = {"s1": 0.5, "s2": 1.0, "s3": 2.0, "s4": 3.0}  # §6.1
LABELLED = {
    *("confirmed", "measured", "planning", "late", "rectifying", "extended", "evaluating", "judging", "deciding"),
    *("accountable", "referred", "visiting", "ripe", "converted", "commended", "closed"),
}
UNLABELLED = {"not_established", "exempted", "clarified", "revoked", "turned_away"}
LOOKED = "clues.status"  # the answer to whoever looks where it stands
HANGS = {"hung", "acknowledged"}
DOWN = {*UNLABELLED, "converted", "commended", "closed", "visiting", "ripe"}


def chains(tx: Tx, ledger: Ledger) -> Iterator[str]:
    """Every line of history follows from the one before; none is missing."""
    last: dict[tuple[str, int], Entry] = {}
    for each in ledger.history:
        if each in ledger.new_history:
            before = last.get((each.matter, each.matter_id))
            shape = [each.matter, each.matter_id, each.seq, each.at, each.actor, each.what]
            text = json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode() + each.sealed
            found = tx.vault.link(before.hash if before else b"\0" * 32, text)
            if each.seq != (before.seq + 1 if before else 1) or found != each.hash:
                yield f"line {each.seq} of {each.matter} {each.matter_id} does not follow from the one before"
        last[each.matter, each.matter_id] = each


def every_change_is_in_history(ledger: Ledger) -> Iterator[str]:
    """A state change writes its line in the same transaction (§13 B)."""
    new = Counter(
        (each.matter, each.matter_id)
        for each in ledger.new_history
        if each.outcome in ("moved", "proposed", "declined")
    )
    for kept in ledger.matters.values():
        before = ledger.before.get(kept.id)
        made = kept.epoch - (before.epoch if before else 0)
        told = new[kept.kind, kept.id]
        if made != told:
            yield f"{kept.kind} {kept.id} made {made} moves in this step, and history tells of {told}"
        if before is not None and made == 0 and kept.stage != before.stage:
            yield f"{kept.kind} {kept.id} went from {before.stage} to {kept.stage}, and nothing tells of it"
    for each in ledger.new_history:
        found = ledger.matters.get(each.matter_id)
        if found is not None and found.kind == each.matter and each.outcome == "moved":
            last = [one for one in ledger.of(each.matter_id) if one.outcome == "moved"][-1]
            if last is each and each.told.get("to") != found.stage:
                yield f"{found.kind} {found.id} is {found.stage}, and history has it {each.told.get('to')}"


def two_hands_are_of_two_people(ledger: Ledger) -> Iterator[str]:
    """What needs a second signer was proposed by one and signed by another."""
    for each in ledger.new_history:
        if each.outcome != "moved" or each.move not in TWO_HANDS.get(each.matter, ()):
            continue
        asked = [
            one
            for one in ledger.of(each.matter_id)
            if one.seq < each.seq and one.move == each.move and one.outcome == "proposed"
        ]
        if not asked or asked[-1].by is None or asked[-1].by == each.by or each.by is None:
            yield f"{each.move} of {each.matter} {each.matter_id} was not signed by another than who proposed it"


def a_flag_stands_on_a_confirmed_case(ledger: Ledger) -> Iterator[str]:
    """A flag needs a confirmed case, and comes down with it (§13 B, §5)."""
    for flag in ledger.matters.values():
        if flag.kind != "slack_flag":
            continue
        case = ledger.matters.get(flag.parent or 0)
        if case is None or not ledger.done(case.id, "confirm"):
            yield f"flag {flag.id} hangs without a case that was confirmed"
        elif case.own.get("subject") == "person":
            yield f"flag {flag.id} hangs for a person"
        elif flag.stage in HANGS and case.stage in DOWN and not _keeps_its_flag(ledger, case):
            yield f"flag {flag.id} still hangs, and case {case.id} is {case.stage}"


def _keeps_its_flag(ledger: Ledger, case: Kept) -> bool:
    """After accountability the flag hangs until the case is converted or closed (§4.1 L12C)."""
    return case.stage in ("visiting", "ripe") and bool(ledger.done(case.id, "record_outcome"))


def points_stand_on_a_decision(ledger: Ledger) -> Iterator[str]:
    """Points need a final decision, are what the law says, and come back in full where it falls (§13 B, §6.1, §7.3)."""
    for case in ledger.matters.values():
        if case.kind != "case":
            continue
        mine = [one for one in ledger.adjustments if one[2] == case.id]
        total = sum(points for _, points, _, _, _ in mine)
        confirmed = bool(ledger.done(case.id, "confirm"))
        if any(one[4] is None for one in mine) and not confirmed:
            yield f"case {case.id} cost points, and nobody confirmed it"
        is_free = (
            case.stage in UNLABELLED or not confirmed or _is_exempted(ledger, case.id) or _is_cleared(ledger, case.id)
        )
        if is_free and total:
            yield f"case {case.id} is {case.stage}, and {total} points stand"
        if not is_free and confirmed and case.stage in LABELLED:
            due = -POINTS[str(case.own.get("severity", case.own.get("first_severity")))]
            clues = ledger.line(case.id)[1:]
            taken = total + sum(one[1] for one in ledger.adjustments if one[2] in clues)
            if taken != due:
                yield f"case {case.id} is {case.stage} and costs {taken} points; the law says {due}"


def _is_exempted(ledger: Ledger, matter: int) -> bool:
    return any(
        each.stage == "in_effect" and each.own.get("decision") == "exempt"
        for one in ledger.line(matter)
        for each in ledger.children(one, "tolerance")
    )


def _is_cleared(ledger: Ledger, matter: int) -> bool:
    return any(
        each.stage in ("issued", "followed", "declined")
        for one in ledger.line(matter)
        for each in ledger.children(one, "clarification")
    )


def who_is_tolerated_is_let_off(ledger: Ledger) -> Iterator[str]:
    """After tolerance there is no penalty, and the case is T (§7.3)."""
    for each in ledger.matters.values():
        if each.kind == "tolerance" and each.stage == "in_effect" and each.own.get("decision") == "exempt":
            about = ledger.matters.get(each.parent or 0)
            if about is not None and about.kind == "case" and about.stage not in (*UNLABELLED, "closed"):
                yield f"case {about.id} is {about.stage}, and tolerance {each.id} exempts from it"


def the_unit_is_heard_first(ledger: Ledger) -> Iterator[str]:
    """Nothing is compared, voted or confirmed before the unit was told and could answer for five working days (§4.1 L3)."""
    for each in ledger.new_history:
        if (
            each.matter != "case"
            or each.outcome not in ("moved", "acted")
            or each.move not in ("compare", "vote", "confirm")
        ):
            continue
        earlier = [one for one in ledger.of(each.matter_id) if one.seq < each.seq and one.outcome == "moved"]
        if not any(one.move == "serve" for one in earlier):
            yield f"{each.move} of case {each.matter_id}, and its unit was never told"
        if not any(one.move in ("reply", "record_reply", "fall_silent") for one in earlier):
            yield f"{each.move} of case {each.matter_id}, and its unit was not heard"
    for each in ledger.new_history:
        if each.matter == "case" and each.move == "fall_silent" and each.outcome == "moved":
            served = ledger.done(each.matter_id, "serve")[-1]
            if moment(each.at) - moment(served.at) < timedelta(days=5):
                yield f"case {each.matter_id}: its unit counted as silent before its five working days were over"
        if each.matter == "case" and each.move == "end_notice" and each.outcome == "moved":
            given = ledger.done(each.matter_id, "give_notice", "begin_notice")[-1]
            if moment(each.at) - moment(given.at) < timedelta(days=5):
                yield f"case {each.matter_id}: its notice ended before five working days"


def its_unit_is_told(ledger: Ledger) -> Iterator[str]:
    """The subject is told of what is decided about it, in the very step (§4.1)."""
    told = {"serve", "dismiss", "give_notice", "confirm", "award", "revoke", "remove", "decide", "exempt"}
    for each in ledger.new_history:
        if each.matter != "case" or each.outcome != "moved" or each.move not in told:
            continue
        case = ledger.matters[each.matter_id]
        of_unit = {
            account
            for account, person in ledger.accounts.items()
            if person in ledger.holders("unit_contact") and ledger.people[person][1] == case.unit
        }
        reached = {one.account for one in ledger.new_sent if case.number in one.words}
        if case.own.get("subject") == "person":
            if of_unit & {
                one.account for one in ledger.new_sent if "told.case" in one.words and case.number in one.words
            }:
                yield f"the unit was told of {each.move} of case {case.id}, which is about a person"
        elif of_unit and not of_unit & reached:
            yield f"the unit was not told of {each.move} of case {case.id}"


def public_words_have_two_signers(ledger: Ledger) -> Iterator[str]:
    """Two different people, neither the author nor who confirmed, each with the role then, over these very words (§9, §13 B)."""
    for number, (published, kept, author, apart) in ledger.announced.items():
        if published is None:
            continue
        signers = {
            voice.person
            for voice in ledger.voices
            if voice.matter == number
            and voice.move == "approve"
            and voice.subject == kept
            and ledger.grants[voice.grant][0] == voice.person
            and ledger.grants[voice.grant][1] in ("leader", "committee")
            and ledger.grants[voice.grant][2] <= voice.at
            and (ledger.grants[voice.grant][3] or "9") > published
            and voice.person not in (author, apart)
        }
        if len(signers) < 2:
            yield f"announcement {number} is out with {len(signers)} signatures"
        words = sorted(one[1:] for one in ledger.renderings.values() if one[0] == number)
        text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != kept:
            yield f"announcement {number} does not say what was signed"


def two_have_signed_before_words_are_approved(ledger: Ledger) -> Iterator[str]:
    """Nothing counts as approved before two have signed, whether it is published or not: what comes later may only take it back (§9)."""
    for each in ledger.new_history:
        if each.matter != "announcement" or each.move != "complete" or each.outcome != "moved":
            continue
        _, _, author, apart = ledger.announced[each.matter_id]
        signers = {
            voice.person
            for voice in ledger.voices
            if voice.matter == each.matter_id
            and voice.move == "approve"
            and voice.at <= each.at
            and (ledger.grants[voice.grant][3] or "9") >= each.at
            and voice.person not in (author, apart)
        }
        if len(signers) < 2:
            yield f"announcement {each.matter_id} was approved on {len(signers)} signatures"


def an_approval_falls_with_its_role(ledger: Ledger) -> Iterator[str]:
    """What is approved stands on two signatures: it falls where one is lost, as soon as the clock has looked (the design §7)."""
    for number, (published, kept, author, apart) in ledger.announced.items():
        if published is not None or ledger.matters[number].stage != "approved":
            continue
        lost = [
            until
            for voice in ledger.voices
            if voice.matter == number and voice.move == "approve" and voice.subject == kept
            if (until := ledger.grants[voice.grant][3]) is not None
        ]
        valid = {
            voice.person
            for voice in ledger.voices
            if voice.matter == number
            and voice.move == "approve"
            and voice.subject == kept
            and ledger.grants[voice.grant][3] is None
            and voice.person not in (author, apart)
        }
        if len(valid) < 2 and lost and moment(ledger.at) - moment(max(lost)) > timedelta(hours=12):
            yield f"announcement {number} is approved on {len(valid)} signatures: one was lost with its role at {max(lost)}"


def who_recommended_does_not_confirm(ledger: Ledger) -> Iterator[str]:
    """Who recommended a case, inspected it or voted on it does not confirm it (§2.2)."""
    for each in ledger.new_history:
        if each.matter != "case" or each.outcome != "moved" or each.move not in ("confirm", "not_confirm"):
            continue
        earlier = [one for one in ledger.of(each.matter_id) if one.seq < each.seq and one.outcome != "declined"]
        if any(one.by == each.by and one.move in ("recommend", "report", "compare", "vote") for one in earlier):
            yield f"{each.actor} made {each.move} of case {each.matter_id}, which they recommended, inspected or voted on"


def nothing_public_is_said_twice(ledger: Ledger) -> Iterator[str]:
    """One row for each place; and the same words come up once."""
    rows = Counter(each.rendering for each in ledger.sent if each.kind == "P" and each.rendering is not None)
    for rendering, number in rows.items():
        if number > 1:
            yield f"rendering {rendering} was put out {number} times"
    out = {number for number, (published, *_) in ledger.announced.items() if published is not None}
    said = Counter(tuple(one[1:7]) for one in ledger.renderings.values() if one[0] in out)
    for words, number in said.items():
        if number > 1:
            yield f"“{words[4]}” was said {number} times to {words[0]}"
    for each in ledger.sent:
        if each.rendering is not None and ledger.renderings[each.rendering][0] not in out:
            yield f"rendering {each.rendering} was put out and never published"


def of_a_person_nothing_is_public(ledger: Ledger) -> Iterator[str]:
    """No announcement follows from a case about a person (§13 B, §11.2)."""
    for number in ledger.announced:
        matter = ledger.matters[number]
        for one in ledger.line(matter.parent):
            about = ledger.matters[one]
            if about.kind == "case" and about.own.get("subject") == "person" and not _is_clearing(ledger, matter):
                yield f"announcement {number} is about case {one}, which is about a person"


def _is_clearing(ledger: Ledger, announcement: Kept) -> bool:
    about = ledger.matters.get(announcement.parent or 0)
    return about is not None and about.kind == "clarification"


def no_secret_leaves_the_office(ledger: Ledger) -> Iterator[str]:
    """Neither what a reporter told, nor what the office wrote or voted (§2, §11.5)."""
    works = {role: ledger.holders(role) for role in ("unit_contact", "reviewer", "committee", "leader")}
    contacts = works["unit_contact"] - works["reviewer"] - works["committee"] - works["leader"]
    reporters = {account for account, person in ledger.accounts.items() if person is None}
    for each in ledger.new_sent:
        person = ledger.accounts.get(each.account)
        words = each.words + (
            "" if each.rendering is None else json.dumps(ledger.renderings[each.rendering], ensure_ascii=False)
        )
        words = json.dumps(json.loads(words), ensure_ascii=False) if words.startswith("{") else words
        is_inside = person is not None and person not in contacts
        if not is_inside and each.account not in reporters and TOLD in words:
            yield f"outbox {each.id} to {_label(ledger, each.account)} holds what was told"
        if not is_inside and HIDDEN in words:
            yield f"outbox {each.id} to {_label(ledger, each.account)} holds what the office wrote for itself"
        if SECRET in words and not _is_own_voice(ledger, each.account, words):
            yield f"outbox {each.id} to {_label(ledger, each.account)} holds the reason of a secret vote"


def _is_own_voice(ledger: Ledger, account: int, words: str) -> bool:
    person = ledger.accounts.get(account)
    return person is not None and f"{SECRET}{ledger.people[person][0]}" in words


def _label(ledger: Ledger, account: int) -> str:
    person = ledger.accounts.get(account)
    return "everybody" if not account else "who reported" if person is None else ledger.people[person][0]


def nobody_is_told_twice(ledger: Ledger) -> Iterator[str]:
    """The same news of the same matter reach an account once at a time; who looks where it stands reads the last as often as they look."""
    told: Counter[tuple[int, str, str, str]] = Counter()
    for each in ledger.new_sent:
        params = each.said.get("params", {})
        if isinstance(params, dict) and "news" in params and each.said["key"] != LOOKED:
            told[each.account, each.made_at, str(params.get("number")), json.dumps(params["news"])] += 1
    for (account, _, number, news), times in told.items():
        if times > 1:
            yield f"{_label(ledger, account)} was told {news} of {number} {times} times"


def every_label_has_an_end(ledger: Ledger) -> Iterator[str]:
    """Who is labelled comes off it: there is a term, or somebody in the house whose turn it is (§11.1)."""
    for case in ledger.matters.values():
        if case.kind != "case" or case.stage not in LABELLED - {"converted", "commended", "closed"}:
            continue
        if any(matter == case.id for matter, _ in ledger.terms):
            continue
        turn = {"measured": "officer", "late": "leader", "ripe": "officer", "referred": "officer"}.get(case.stage)
        if turn is None:
            yield f"case {case.id} is {case.stage} without a term"


def nothing_overdue_rings_nobody(ledger: Ledger) -> Iterator[str]:
    """Of a term that is over somebody hears, from the day before to the working day after; or the clock acts on it (§13 A)."""
    if not ledger.has_mornings:
        return
    for (matter, name), (due, stopped, lapse) in ledger.terms.items():
        kept, ends = ledger.matters[matter], moment(due)
        over = ends + timedelta(days=4)  # the working day after it, whatever the weekend
        is_looked_at = kept.kind in ("case", "objection", "tolerance") and moment(ledger.begun_at) < ends
        if stopped is not None or lapse or not is_looked_at or moment(ledger.at) <= over:
            continue
        if not any(
            (each.card.startswith("desk") or kept.number in each.words)
            and ends - timedelta(days=1) < moment(each.made_at) < over
            for each in ledger.sent
        ):
            yield f"{name} of {kept.kind} {matter} ({kept.stage}) is over since {due}, and nobody was rung"


PROMISES: tuple[Look, ...] = (
    every_change_is_in_history,
    nobody_acts_in_what_they_keep_away_from,
    two_hands_are_of_two_people,
    votes_count_by_hand,
    no_voice_of_who_had_another_part,
    a_flag_stands_on_a_confirmed_case,
    points_stand_on_a_decision,
    who_is_tolerated_is_let_off,
    the_unit_is_heard_first,
    its_unit_is_told,
    public_words_have_two_signers,
    two_have_signed_before_words_are_approved,
    an_approval_falls_with_its_role,
    who_recommended_does_not_confirm,
    nothing_public_is_said_twice,
    of_a_person_nothing_is_public,
    no_secret_leaves_the_office,
    who_reported_is_told_to_nobody_else,
    who_reported_is_taken_back_in_time,
    who_reported_stands_in_no_record,
    votes_are_secret_in_history,
    nobody_is_told_twice,
    every_label_has_an_end,
    a_helper_decides_nothing,
    nothing_overdue_rings_nobody,
)


def read_outside(life: Life) -> list[str]:
    """What units read on their cards and must not, and what nobody reads on the card of an opening, nor in an
    export (§2)."""
    secrets = {
        NAME: "who reported",
        PHONE: "who reported",
        TOLD: "what was told",
        SECRET: "a secret vote",
        HIDDEN: "what is the office's",
    }
    outside = [
        f"{reader} reads {what}: {text[max(text.find(secret) - 60, 0) :][:160]}"
        for reader, text in life.pages_outside()
        for secret, what in secrets.items()
        if secret in text
    ]
    cards = life.cards_of("opening")
    inside = [f"{reader} reads who reported on a card" for reader, text in cards if holds_who_reported(text)]
    exported = life.exported() if cards else []  # it takes long, and nobody else comes near it
    inside += [f"the export of {kind} holds who reported" for kind, text in exported if holds_who_reported(text)]
    return outside + inside


def broken(tx: Tx, ledger: Ledger) -> list[str]:
    """What of all this does not hold."""
    found = list(chains(tx, ledger))
    for look in PROMISES:
        found += look(ledger)
    return found
