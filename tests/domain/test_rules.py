"""The rule set. The expected defaults are copied by hand from the law's table (§13A)."""

import json
import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from domain.mechanism import rules

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
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_a_sentence(key: str, value: object, sentence: str) -> None:
    with pytest.raises(rules.RuleRefused) as refused:
        rules.RuleSet.from_mapping(2, {key: value})
    assert str(refused.value).startswith(sentence)


def test_no_rule_is_there_that_nobody_reads() -> None:
    """Twelve rules of the law could be set and were read by nobody."""
    root = Path(rules.__file__).parents[2]
    rooms = ("bot", "handlers", "scheduler", "storage", "domain")
    files = (file for room in rooms for file in (root / room).rglob("*.py") if file != Path(rules.__file__))
    named = set(re.findall(r"\w+", "".join(file.read_text("utf-8") for file in files)))
    assert {each.name for each in fields(rules.RuleSet)} - named == set()
