"""Conflicts of interest (回避) counted by hand: who keeps away from a matter, and what they may do all the same (the law §2)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.lives.ledger import Entry, Kept, Ledger, in_line

OF_UNIT = {  # what a unit does for itself: a conflict of interest does not silence who speaks for it (§2)
    "case": {"reply", "reply_late", "file_plan", "report_progress", "apply_removal", "ask_longer"},
    "plan_item": {"prove", "list"},
    "slack_flag": {"acknowledge"},
    "tolerance": {"apply", "receive", "report_mending", "ask_review"},
    "clarification": {"consent", "go_without", "ask_again"},
    "measure": {"receive"},
    "flag_plan": {"file"},
    "decided_flag": {"acknowledge"},
    "speech": {"acknowledge", "file"},
    "filing": {"enter", "enter_own", "correct", "correct_own"},
    "project": {"set_plan", "change_plan", "finish"},
    "project_month": {"report"},
    "exemption": {"ask"},
    "snail": {"report"},
    "pledge": {"revise", "report_progress", "change_target", "report_outcome", "withdraw", "retract"},
    "undertaking": {"begin", "report_progress", "change_due", "report_done"},
    "breakthrough": {"report_week", "join", "leave", "add_milestones", "finish"},
    "milestone": {"change_due", "report_reached"},
    "difficulty": {"raise", "solve"},
    "patrol_issue": {"solve"},
    "service_visit": {"solve"},
    "discussion_measure": {"report_done"},
}
SPEAKERS = ("unit_contact", "project_owner", "data_owner")  # who speaks for a unit
OF_ONESELF = {"objection": {"raise"}, "posting": {"tell_progress"}}  # what somebody does for themselves
EVERYBODY_DOES = {"recuse", "preview", "show_evidence"}


def nobody_acts_in_what_they_keep_away_from(ledger: Ledger) -> Iterator[str]:
    """Recused, of a unit in line, or who brought it: they do nothing of it but for their own side (§2)."""
    for each in ledger.new_history:
        matter = ledger.matters.get(each.matter_id)
        if each.by is None or matter is None or matter.kind != each.matter or each.outcome == "declined":
            continue
        if each.move in EVERYBODY_DOES or _is_for_own_side(ledger, each, matter):
            continue
        since = ledger.recusals.get((matter.kind, matter.id, each.by))
        who, unit, _ = ledger.people[each.by]
        if since is not None and since < each.at:
            yield f"{who} recused themselves from {matter.kind} {matter.id} and made {each.move} of it"
        is_new = each.seq == 1
        if (
            unit
            and matter.kind in ("case", "objection", "plan_item", "visit")
            and not is_new
            and in_line(unit, matter.unit)
        ):
            yield f"{who} of {unit} made {each.move} of {matter.kind} {matter.id}, which is about {matter.unit}"


def _is_for_own_side(ledger: Ledger, each: Entry, matter: Kept) -> bool:
    """Whether somebody speaks for themselves, or for their unit while that is theirs to do. A signer decides, and speaks for nobody."""
    is_applicant = matter.account is not None and ledger.accounts.get(matter.account) == each.by
    if is_applicant and matter.kind not in ("case", "clue"):
        return True
    if each.move in OF_ONESELF.get(matter.kind, ()):
        return True
    proposed = [one for one in ledger.of(matter.id) if one.move == each.move and one.outcome == "proposed"]
    signs = each.outcome == "moved" and bool(proposed) and proposed[-1].by != each.by
    return each.move in OF_UNIT.get(matter.kind, ()) and not signs and _speaks_for(ledger, each, matter.unit)


def _speaks_for(ledger: Ledger, each: Entry, unit: str) -> bool:
    assert each.by is not None
    is_of_it = bool(unit) and ledger.people[each.by][1] == unit
    return is_of_it and any(ledger.held(each.by, role, each.at) for role in SPEAKERS)


def a_helper_decides_nothing(ledger: Ledger) -> Iterator[str]:
    """Who helps the unit neither evaluates nor votes, signs or decides (§2)."""
    for each in ledger.new_history:
        if each.matter != "case" or each.by is None or each.outcome not in ("moved", "proposed"):
            continue
        helped = [one for one in ledger.parts if one[0] == each.matter_id and one[1] == "helper" and one[2] == each.by]
        helps_now = any(since < each.at and (until is None or until > each.at) for _, _, _, since, until in helped)
        if helps_now and each.move not in ("advise", *OF_UNIT["case"]):
            yield f"{each.actor} helps the unit of case {each.matter_id} and made {each.move} of it"
