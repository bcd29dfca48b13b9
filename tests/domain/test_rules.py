"""The rule set. The expected defaults are copied by hand from the law's table (§13A)."""

import json
import re
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.mechanism import rules
from domain.mechanism.rule_changes import Change

LAW = {
    "clue.max_chars": 1000,
    "clue.per_day": 5,
    "clue.register": "1 wd",
    "clue.triage_target": "5 wd",
    "clue.accept_notice_realname": "15 wd",
    "clue.need_info": "10 wd",
    "clue.transfer": "5 wd",
    "clue.cap": "60 d",
    "clue.review_request": "30 d",
    "clue.review_decide": "30 d",
    "case.plan_due": "10 wd",
    "flag.period": "2 months",
    "flag.k_red": 3,
    "flag.k_yel": 3,
    "flag.score_red": "85",
    "flag.score_yel": "70",
    "flag.min_red": 1,
    "flag.yellow_streak_talk": 2,
    "flag.yellow_streak_lead": 3,
    "flag.draft": "10 wd",
    "rank.min_n": 5,
    "rank.coverage": "95",
    "rank.objection": "3 wd",
    "light.profile": "gap",
    "light.yellow": "10",
    "light.red": "30",
    "light.ratio_red": "50",
    "light.track_yellow": "80",
    "light.track_red": "60",
    "light.late_start_red": 3,
    "light.entry": "5 d",
    "project.red_over": "30",
    "project.red_amount": 500,
    "light.push": "8 d",
    "announcement.approvers": [["leader"], ["committee", "leader"]],
    "announcement.speaks_from": "08:00",
    "announcement.speaks_until": "20:00",
}


def test_the_defaults_are_those_of_the_law() -> None:
    written = rules.RuleSet().to_mapping()
    assert {key: written[key] for key in LAW} == LAW


def test_a_rule_set_survives_json() -> None:
    changed = rules.RuleSet.from_mapping(7, {"flag.score_red": "87.5", "clue.need_info": "12 wd"})
    assert rules.RuleSet.from_mapping(7, json.loads(json.dumps(changed.to_mapping()))) == changed
    assert changed.flag_score_red == Decimal("87.5")
    assert changed.version == 7


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("flag.k_blue", 3, "The rule flag.k_blue was refused: there is no such rule."),
        ("version", 3, "The rule version was refused: there is no such rule."),
        ("flag.k_red", "3", "The rule flag.k_red was refused: it must be a whole number from 0 to 1000000."),
        ("flag.k_red", True, "The rule flag.k_red was refused: it must be a whole number from 0 to 1000000."),
        ("clue.need_info", "soon", "The rule clue.need_info was refused: it must be a term"),
        ("clue.need_info", 10, "The rule clue.need_info was refused: it must be a term"),
        ("flag.score_red", 85.5, "The rule flag.score_red was refused: it must be a number"),
        ("flag.score_red", "NaN", "The rule flag.score_red was refused: it must be a number"),
        ("flag.score_red", "69", "The rule flag.score_yel was refused: it must not lie above flag.score_red."),
        ("rank.coverage", 101, "The rule rank.coverage was refused: it is a percentage, at most 100."),
        (
            "striver.ratio",
            "0",
            "The rule striver.ratio was refused: a place needs a candidate, so it must be 1 at least.",
        ),
        ("light.profile", "moon", "The rule light.profile was refused: it must be one of gap, ratio, track."),
        ("light.red", "9", "The rule light.yellow was refused: it must not lie above light.red."),
        ("light.track_red", 81, "The rule light.track_red was refused: it must not lie above light.track_yellow."),
        ("announcement.speaks_from", "20:30", "The rule announcement.speaks_until was refused: it must be later"),
        ("announcement.approvers", [["leader"]], "The rule announcement.approvers was refused"),
        ("announcement.approvers", [["leader"], []], "The rule announcement.approvers was refused"),
        ("announcement.approvers", "leader, leader", "The rule announcement.approvers was refused"),
        ("announcement.approvers", {"leader": 1, "committee": 1}, "The rule announcement.approvers was refused"),
        ("announcement.approvers", [["leader"], "leader"], "The rule announcement.approvers was refused"),
        ("announcement.approvers", [["leader"], ["leader", ""]], "The rule announcement.approvers was refused"),
        ("announcement.approvers", [["leader"], ["leader", 7]], "The rule announcement.approvers was refused"),
        ("flag.k_red", 3.5, "The rule flag.k_red was refused: it must be a whole number from 0 to 1000000."),
        ("flag.k_red", -1, "The rule flag.k_red was refused: it must be a whole number from 0 to 1000000."),
        ("flag.k_red", 1_000_001, "The rule flag.k_red was refused: it must be a whole number from 0 to 1000000."),
        ("flag.score_red", True, "The rule flag.score_red was refused: it must be a number"),
        ("flag.score_red", "-1", "The rule flag.score_red was refused: it must be a number"),
        ("flag.score_red", "1000000.5", "The rule flag.score_red was refused: it must be a number"),
        ("flag.score_red", "Infinity", "The rule flag.score_red was refused: it must be a number"),
        ("vote.quorum", 1, "The rule vote.quorum was refused: it must be a share"),
        ("vote.quorum", "-1/2", "The rule vote.quorum was refused: it must be a share"),
        ("vote.quorum", "3/2", "The rule vote.quorum was refused: it must be a share"),
        ("vote.quorum", "1/0", "The rule vote.quorum was refused: it must be a share"),
        ("announcement.speaks_from", 8, "The rule announcement.speaks_from was refused: it must be a time of day"),
        ("rank.clip_high", "5", "The rule rank.clip_high was refused: it must be above rank.clip_low"),
        ("rank.clip_high", "100.5", "The rule rank.clip_high was refused: it must be above rank.clip_low"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_a_sentence(key: str, value: object, sentence: str) -> None:
    with pytest.raises(rules.RuleRefused) as refused:
        rules.RuleSet.from_mapping(2, {key: value})
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("flag.k_red", 0),
        ("flag.k_red", 1_000_000),
        ("rank.bonus_max", "0"),
        ("rank.bonus_max", "1000000"),
        ("rank.coverage", "100"),
        ("rank.clip_high", "100"),
        ("flag.score_red", "70"),  # as high as flag.score_yel
        ("light.yellow", "30"),  # as high as light.red
        ("light.track_red", "80"),
        ("striver.ratio", "1"),
        ("vote.quorum", "0"),
        ("vote.quorum", "1"),
    ],
)
def test_the_ends_of_what_a_rule_may_be_belong_to_it(key: str, value: object) -> None:
    assert rules.RuleSet.from_mapping(2, {key: value}).to_mapping()[key] == value


def test_hours_that_end_when_they_begin_are_none() -> None:
    with pytest.raises(rules.RuleRefused, match="speaks_until"):
        rules.RuleSet.from_mapping(2, {"announcement.speaks_from": "09:00", "announcement.speaks_until": "09:00"})


def test_a_matter_is_judged_by_the_version_under_which_it_began() -> None:
    """What begins on a day is judged by the newest version that counts by then, also where an older one counts from a later day."""
    first, second, third = (replace(rules.RuleSet(), version=number) for number in (1, 2, 3))
    known = rules.Versions(
        known=(
            (date(2026, 1, 1), first),
            (date(2026, 3, 2), third),
            (date(2026, 2, 2), second),
            (date(2027, 1, 1), first),
        )
    )
    assert [known.of(number) for number in (1, 2, 3)] == [first, second, third]
    assert known.of(9) == known.on(date(2025, 12, 31)) == rules.Versions().on(date(2026, 3, 2)) == rules.DEFAULT
    days = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 1), date(2026, 3, 2))
    assert [known.on(day).version for day in days] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("typed", "change"),
    [
        ("clue.need_info = 12 wd", "clue.need_info: 10 wd → 12 wd"),
        ("  clue.need_info：12 wd ", "clue.need_info: 10 wd → 12 wd"),
        ('clue.need_info "12 wd"', "clue.need_info: 10 wd → 12 wd"),
        ("flag.k_red: 4", "flag.k_red: 3 → 4"),
        ("flag.score_red = 87.5", "flag.score_red: 85 → 87.5"),
        ("announcement.speaks_from = 09:00", "announcement.speaks_from: 08:00 → 09:00"),
        (
            'announcement.approvers = [["leader"], ["领导"]]',
            'announcement.approvers: [["leader"], ["committee", "leader"]] → [["leader"], ["领导"]]',
        ),
    ],
)
def test_a_rule_is_decided_anew_as_people_write_it_and_read_back_as_they_read_it(typed: str, change: str) -> None:
    found = Change.of(rules.RuleSet(), typed)
    assert str(found) == change
    assert Change.read(change) == found


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("clue.need_info", "The rule clue.need_info was refused: there is no such rule."),
        ("flag.k_blue = 4", "The rule flag.k_blue was refused: there is no such rule."),
        ("what is that", "The rule what was refused: there is no such rule."),
        ("！", "The rule ！ was refused: there is no such rule."),
        ("flag.k_red = many", "The rule flag.k_red was refused: it must be a whole number from 0 to 1000000."),
        ("flag.k_red = 3", "The rule flag.k_red was refused: it is so already."),
    ],
)
def test_what_is_no_change_of_a_rule_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(rules.RuleRefused) as refused:
        Change.of(rules.RuleSet(), typed)
    assert str(refused.value) == sentence


def test_no_rule_is_there_that_nobody_reads() -> None:
    """Twelve rules of the law could be set and were read by nobody."""
    root = Path(rules.__file__).parents[2]
    rooms = ("bot", "handlers", "scheduler", "storage", "domain")
    files = (file for room in rooms for file in (root / room).rglob("*.py") if file != Path(rules.__file__))
    named = set(re.findall(r"\w+", "".join(file.read_text("utf-8") for file in files)))
    assert {each.name for each in fields(rules.RuleSet)} - named == set()
