"""What a line of a table says of a term, one column at a time, on lines made up for it (the law §3, §13A)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from domain.mechanism import limits
from domain.mechanism.limits import Limit, Where
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Pending, Standing
from domain.mechanism.table import Procedure
from tests.support import lifecycles

DAYS, RULES, AT = lifecycles.days(), lifecycles.RULES, lifecycles.AT
LATER = AT + timedelta(days=2)  # Friday 6 March
OPEN, ASKED, REVIEW = (frozenset({stage}) for stage in ("open", "asked", "review"))
GRAVE = Where("where it is grave", lambda standing: standing.own.get("how_bad") == "grave")
LINES = (
    Limit("clue_need_info", OPEN, stops_in=ASKED, extend="clue_take_on", times=2, cap="tolerance_investigate"),
    Limit("clue_need_info", REVIEW, lapses="close"),
    Limit("clue_sign_off", OPEN, waits_for="conclude"),
    Limit("clue_settle", OPEN, where=GRAVE),
    Limit("clue_transfer", OPEN | REVIEW, renewed_by=frozenset({"pass_on"}), where=GRAVE),
    Limit("case_item", frozenset({"item"}), day="until"),
)
TABLE = Procedure(matter="toy", first="new", moves={}, terms=LINES)
ENDS = {"clue_need_info": date(2026, 3, 18), "clue_settle": date(2026, 3, 11), "clue_transfer": date(2026, 3, 11)}


def entered(stage: str, **own: str) -> Standing:
    """A matter that came into a stage on 4 March."""
    return lifecycles.entered(TABLE, stage, **own)


def moved(before: Standing, stage: str, move: str = "go", extends: str = "", **own: str) -> Standing:
    """A matter after a move to this stage on 6 March."""
    after = replace(before, stage=stage, own={**before.own, **own})
    return replace(after, terms=limits.after_move(LINES, move, extends, before, after, RULES, DAYS, LATER))


def waiting(standing: Standing, move: str) -> Standing:
    """A matter of which this move was proposed on 6 March."""
    after = replace(standing, pending=Pending(move=move, by=1, given={}))
    return replace(after, terms=limits.to_be_signed(LINES, after, RULES, DAYS, LATER))


def ends(standing: Standing) -> Mapping[str, date]:
    """The last day of each term that it has."""
    assert len({each.name for each in standing.terms}) == len(standing.terms), "no term runs twice"
    return {each.name: DAYS.local_day(each.due_at) for each in standing.terms}


def test_a_stage_begins_the_terms_of_its_lines_whose_condition_is_met() -> None:
    assert ends(entered("open")) == {"clue_need_info": date(2026, 3, 18)}
    assert ends(entered("open", how_bad="grave")) == ENDS
    assert ends(entered("asked")) == {}


def test_one_rule_may_have_a_line_for_each_of_several_stages() -> None:
    (reviewed,) = entered("review").terms
    assert (reviewed.lapse, reviewed.cap_at) == ("close", None)
    (measured,) = entered("open").terms
    assert measured.lapse == ""
    assert measured.cap_at == DAYS.end_of(date(2026, 3, 25))


def test_what_comes_to_apply_within_a_stage_ends_as_if_it_had_begun_with_the_others() -> None:
    assert ends(moved(entered("open"), "open", how_bad="grave")) == ENDS
    signing = waiting(entered("open"), "conclude")
    assert ends(moved(signing, "open", how_bad="grave")) == {**ENDS, "clue_sign_off": date(2026, 3, 11)}, "the oldest"
    alone = replace(entered("open"), terms=())
    assert ends(moved(alone, "open", how_bad="grave")) == {
        "clue_settle": date(2026, 3, 11),
        "clue_transfer": date(2026, 3, 11),
    }, "of which none runs, it is as if it had begun with the stage"


def test_what_no_longer_applies_ends_and_what_applied_before_does_not_begin_again() -> None:
    grave = entered("open", how_bad="grave")
    assert ends(moved(grave, "open", how_bad="plain")) == {"clue_need_info": date(2026, 3, 18)}
    over = replace(grave, terms=grave.terms[:1])
    assert ends(moved(over, "open")) == {"clue_need_info": date(2026, 3, 18)}


def test_a_term_that_no_line_of_its_stage_knows_any_more_ends_with_the_next_move() -> None:
    """The program is newer than the matter: its table was changed while the term ran."""
    unknown = replace(entered("item"), stage="asked")
    assert ends(moved(unknown, "asked")) == {}


def test_a_term_goes_on_in_the_next_stage_of_its_line_and_another_begins() -> None:
    grave = entered("open", how_bad="grave")
    expected = {"clue_transfer": date(2026, 3, 11), "clue_need_info": date(2026, 3, 20)}
    assert ends(moved(grave, "review")) == expected, "another line of a rule is another term"


def test_a_term_that_rests_goes_on_with_what_was_left_and_so_does_its_cap() -> None:
    asked = moved(entered("open"), "asked")
    assert [(each.name, each.stopped_at) for each in asked.terms] == [("clue_need_info", LATER)]
    still = replace(asked, stage="asked")
    later = limits.after_move(LINES, "go", "", asked, still, RULES, DAYS, LATER + timedelta(days=3))
    assert later == asked.terms, "a move within its stage does not begin its rest anew"
    back = limits.after_move(
        LINES, "go", "", asked, replace(asked, stage="open"), RULES, DAYS, LATER + timedelta(days=7)
    )
    (term,) = back
    assert (term.stopped_at, term.begun_at) == (None, AT + timedelta(days=7))
    assert DAYS.local_day(term.due_at) == date(2026, 3, 25)
    assert term.cap_at == DAYS.end_of(date(2026, 4, 1))


def test_a_term_without_a_cap_has_none_after_it_rested() -> None:
    (line,) = (replace(LINES[0], cap=""),)
    asked = replace(entered("open"), stage="asked")
    rests = replace(entered("open").terms[0], stopped_at=AT, cap_at=None)
    asked = replace(asked, terms=(rests,))
    (term,) = limits.after_move((line,), "go", "", asked, replace(asked, stage="open"), RULES, DAYS, LATER)
    assert term.cap_at is None


def test_a_move_that_renews_a_term_begins_it_anew_where_it_applies() -> None:
    grave = entered("open", how_bad="grave")
    assert ends(moved(grave, "open", "pass_on"))["clue_transfer"] == date(2026, 3, 13)
    assert ends(moved(grave, "open", "another")) == ENDS
    assert ends(moved(grave, "asked", "pass_on")) == {"clue_need_info": date(2026, 3, 18)}
    assert ends(moved(entered("open"), "open", "pass_on")) == {"clue_need_info": date(2026, 3, 18)}


ANSWERED = (
    Limit("clue_settle", OPEN | REVIEW, rests_with="clue_claim", times=2, lapses="count"),
    Limit("clue_claim", OPEN, begun_by=frozenset({"ask"}), ended_by=frozenset({"answer"}), where=GRAVE),
)
ASKING = replace(TABLE, terms=ANSWERED)


def acted(standing: Standing, move: str, days: int) -> Standing:
    """The same matter after an act, so many days after 4 March."""
    at = AT + timedelta(days=days)
    return replace(standing, terms=limits.after_move(ANSWERED, move, "", standing, standing, RULES, DAYS, at))


def test_a_term_that_begins_with_an_act_runs_until_another_and_meanwhile_the_other_rests() -> None:
    """While an answer is awaited, the clock of whoever waits for it stops, so often as its line says (the law §13A)."""
    standing = lifecycles.entered(ASKING, "open", how_bad="grave")
    assert ends(standing) == {"clue_settle": date(2026, 3, 11)}, "what an act begins does not begin with the stage"
    asked = acted(standing, "ask", 2)
    assert ends(asked) == {"clue_settle": date(2026, 3, 11), "clue_claim": date(2026, 3, 10)}
    assert [(each.stopped_at, each.extended) for each in asked.terms] == [(LATER, 1), (None, 0)]
    assert acted(asked, "note", 3) == asked, "another move in the stage, or an act, does not wake it"
    assert ends(acted(asked, "ask", 5)) == {"clue_settle": date(2026, 3, 11), "clue_claim": date(2026, 3, 11)}
    answered = acted(asked, "answer", 7)
    assert ends(answered) == {"clue_settle": date(2026, 3, 16)}, "the three days that were left"
    assert [each.stopped_at for each in answered.terms] == [None]
    twice = acted(acted(answered, "ask", 8), "answer", 9)
    assert [each.extended for each in twice.terms] == [2]
    again = acted(twice, "ask", 12)
    assert [each.stopped_at for each in again.terms] == [None, None], "it has rested twice already"
    assert ends(acted(lifecycles.entered(ASKING, "open"), "ask", 2)) == {"clue_settle": date(2026, 3, 11)}
    assert ends(acted(lifecycles.entered(ASKING, "review", how_bad="grave"), "ask", 2)) == {
        "clue_settle": date(2026, 3, 11)
    }


def test_a_move_ends_and_begins_such_terms_as_an_act_does() -> None:
    standing = lifecycles.entered(ASKING, "open", how_bad="grave")
    asked = replace(standing, terms=limits.after_move(ANSWERED, "ask", "", standing, standing, RULES, DAYS, LATER))
    assert asked == acted(standing, "ask", 2)
    terms = limits.after_move(ANSWERED, "go", "", asked, replace(asked, stage="review"), RULES, DAYS, LATER)
    assert [(each.name, each.stopped_at) for each in terms] == [("clue_settle", None)], "the other ended with its stage"


def test_an_act_by_which_a_term_lapses_ends_it_once_it_is_over() -> None:
    standing = lifecycles.entered(ASKING, "open")
    assert acted(standing, "count", 5) == standing
    assert ends(acted(standing, "count", 9)) == {}


def test_a_term_with_a_day_of_its_own_ends_on_that_day_and_else_by_its_rule() -> None:
    assert ends(entered("item", until="2026-05-06")) == {"case_item": date(2026, 5, 6)}
    assert ends(entered("item")) == ends(entered("item", until="")) == {"case_item": date(2026, 4, 4)}


def test_the_term_of_who_signs_runs_only_while_that_very_move_waits_for_them() -> None:
    whole = entered("open", how_bad="grave")
    assert ends(whole) == ENDS
    assert ends(waiting(whole, "reject")) == ENDS
    proposed = waiting(whole, "conclude")
    assert ends(proposed) == {**ENDS, "clue_sign_off": date(2026, 3, 11)}
    assert ends(waiting(proposed, "conclude")) == ends(proposed)
    assert limits.not_signed(LINES, proposed) == whole.terms
    assert "clue_sign_off" not in ends(waiting(entered("review"), "conclude"))


def test_only_a_term_that_runs_and_has_an_extension_left_is_given_longer() -> None:
    standing = entered("open", how_bad="grave")
    hindrance = limits.hindrance(LINES, "clue_need_info", standing)
    assert hindrance is None
    once = moved(standing, "open", extends="clue_need_info")
    assert ends(once) == {**ENDS, "clue_need_info": date(2026, 3, 19)}, "and no other"
    twice = moved(once, "open", extends="clue_need_info")
    assert [each.extended for each in twice.terms] == [2, 0, 0]
    assert limits.hindrance(LINES, "clue_need_info", twice) is Why.EXTENDED_ALREADY
    assert limits.hindrance(LINES, "clue_need_info", replace(standing, terms=())) is Why.NOT_NOW, "it does not run"
    assert limits.hindrance(LINES, "clue_need_info", replace(standing, stage="item")) is Why.NOT_NOW, "not here"
    assert limits.hindrance(LINES, "clue_need_info", moved(standing, "asked")) is Why.NOT_NOW, "it rests"


def test_a_term_is_ended_by_the_move_that_it_makes_only_once_it_is_over() -> None:
    (term,) = entered("review").terms
    for terms in ((replace(term, due_at=LATER),), (replace(term, due_at=AT, stopped_at=AT),)):
        assert limits.without_lapsed(terms, "close", LATER) == terms
    over = (replace(term, due_at=AT),)
    assert limits.without_lapsed(over, "close", LATER) == ()
    assert limits.without_lapsed(over, "uphold", LATER) == over
