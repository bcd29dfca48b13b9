"""The law broken on purpose, one thing at a time: what the lives are worth is which of these they notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from domain.matters import cases, tolerance
from domain.mechanism import ballots, parts, procedure, votes
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Why
from handlers import EFFECTS
from handlers.conversation.procedures import announcing, derived, moves, polls
from handlers.conversation.room import Room
from handlers.desk import listing
from handlers.scoring import adjusting
from storage import matters
from storage.road import history

Break = Callable[[pytest.MonkeyPatch], None]


def _move(table: Any, move: str, **columns: Any) -> Break:
    return lambda patch: patch.setitem(table.moves, move, replace(table.moves[move], **columns))


def _recusal_forgotten(patch: pytest.MonkeyPatch) -> None:
    known = moves.common_facts
    patch.setattr(moves, "common_facts", lambda *a, **k: replace(known(*a, **k), is_recused=False))


def _recused_vote(patch: pytest.MonkeyPatch) -> None:
    keeps = parts.is_kept_away
    patch.setattr(parts, "is_kept_away", lambda holder, *a, **k: keeps(replace(holder, has_recused=False), *a, **k))


def _inspectors_vote(patch: pytest.MonkeyPatch) -> None:
    keeps = parts.is_kept_away
    patch.setattr(
        parts,
        "is_kept_away",
        lambda holder, *a, **k: keeps(replace(holder, parts=frozenset(), did=frozenset()), *a, **k),
    )


def _own_unit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Room, "is_of_line", lambda self, who, unit: False)


def _one_approval(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ballots.Poll, "left", property(lambda self: () if self.signed else self.needed))


def _approval_of_who_left(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(polls, "fallen", lambda room: [])


def _rings_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(derived.Derived, "reminded", lambda self, room, standing, term, kind: None)
    patch.setattr(listing, "put", lambda room, person: False)
    patch.setattr(listing, "unlisted", lambda room: [])
    patch.setattr(listing, "next_at", lambda room: None)


def _told_twice(patch: pytest.MonkeyPatch) -> None:
    tells = derived.Derived._tell

    def twice(self: Any, *told: Any, **besides: Any) -> Any:
        tells(self, *told, **besides)
        return tells(self, *told, **besides)

    patch.setattr(derived.Derived, "_tell", twice)


def _history_omitted(patch: pytest.MonkeyPatch) -> None:
    adds = history.add

    def add(tx: Any, matter: str, matter_id: int, last: Any, line: history.HistoryLine) -> None:
        if not line.what.endswith(".declined"):
            adds(tx, matter, matter_id, last, line)

    patch.setattr(history, "add", add)


def _chain_broken(patch: pytest.MonkeyPatch) -> None:
    adds = history.add
    patch.setattr(
        history, "add", lambda tx, matter, number, last, line: adds(tx, matter, number, (last[0], history.START), line)
    )


def _not_restored(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(EFFECTS, "restore", lambda room, event: None)


def _tolerance_costs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(adjusting, "_is_tolerated", lambda room, matter: False)
    _move(tolerance.PROCEDURE, "bring_into_effect", also=())(patch)


def _penalty_twice(patch: pytest.MonkeyPatch) -> None:
    """The store adds the first entry for a matter alone: a second one comes past it."""

    def penalty(room: Room, event: Any) -> None:
        adjusting.penalty(room, event)
        room.tx.put(
            "INSERT INTO adjustment (unit, period, points, about_id, decision_id, reverses_id, made_at) SELECT unit, period,"
            " points, about_id, decision_id, reverses_id, made_at FROM adjustment WHERE about_id = :id",
            id=event.after.id,
        )

    patch.setitem(EFFECTS, "penalty", penalty)


def _vote_leaked(patch: pytest.MonkeyPatch) -> None:
    gives = votes.given

    def given(standing: Any, rule: Any, move: str, facts: Any, by: Any, answers: Any, at: Any) -> Any:
        return replace(gives(standing, rule, move, facts, by, answers, at), given=answers)

    patch.setattr(votes, "given", given)


def _quorum(share: Fraction) -> Break:
    return lambda patch: patch.setattr(
        votes,
        "is_passed",
        lambda ballot, tally, rules: ballots.is_passed(ballot, tally, replace(rules, vote_quorum=share)),
    )


def _majority_off(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        votes,
        "is_passed",
        lambda ballot, tally, rules: ballots.is_passed(ballot, replace(tally, voted=max(tally.voted - 1, 1)), rules),
    )


def _ends_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ballots.Poll, "is_complete", property(lambda self: len(self.counted) >= len(self.base) - 1 > 0))


def _one_hand(patch: pytest.MonkeyPatch) -> None:
    hinders = procedure.hindrance

    def hindrance(*a: Any, **k: Any) -> Why | None:
        why = hinders(*a, **k)
        return None if why is Why.SAME_PERSON else why

    patch.setattr(procedure, "hindrance", hindrance)


def _story_in_a_notice(patch: pytest.MonkeyPatch) -> None:
    tells = derived.Derived._told

    def told(self: Any, room: Room, *of: Any, **besides: Any) -> Any:
        said = tells(self, room, *of, **besides)
        clue = room.tx.value("SELECT MIN(id) FROM matter WHERE kind = 'clue'")
        story = matters.story(room.tx, clue, dict[str, Any]) or {}
        return replace(said, unit=f"{said.unit}{story.get('story', '')}")

    patch.setattr(derived.Derived, "_told", told)


def _shown_to_the_unit(patch: pytest.MonkeyPatch) -> None:
    shows = dict(cases.PROCEDURE.shows)
    shows[Relation.SUBJECT] = (*shows[Relation.SUBJECT], "facts", "found")
    object.__setattr__(cases.PROCEDURE, "shows", shows)


def _of_a_person(patch: pytest.MonkeyPatch) -> None:
    """Neither the mechanism looks whether a matter is about a person, nor the guard of the scope."""
    patch.setattr(announcing, "matters", SimpleNamespace(line=lambda tx, number: [], standing=matters.standing))
    _move(cases.PROCEDURE, "give_notice", needs=())(patch)


def _hearing(rule: str) -> Break:
    """The unit may answer for as long as another rule says."""

    def breaks(patch: pytest.MonkeyPatch) -> None:
        every = tuple(
            replace(each, rule=rule) if each.rule == "case_hearing_reply" else each for each in cases.PROCEDURE.terms
        )
        object.__setattr__(cases.PROCEDURE, "terms", every)

    return breaks


def _helper_decides(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(procedure, "is_helper_of_other", lambda by, relations: False)
    patch.setattr(parts, "is_kept_away", lambda *a, **k: False)
    _move(cases.PROCEDURE, "evaluate", needs=())(patch)


def _unsaid(patch: pytest.MonkeyPatch) -> None:
    """An outcome is counted and not told: the unit does not hear that it was confirmed."""
    _move(cases.PROCEDURE, "confirm", tells=())(patch)


def _stays_silent(patch: pytest.MonkeyPatch) -> None:
    serve = cases.PROCEDURE.moves["serve"]
    patch.setitem(cases.PROCEDURE.moves, "serve", replace(serve, end="comparing"))


BREAKS: Mapping[str, Break] = {
    "a recusal is forgotten": _recusal_forgotten,
    "who recused themselves votes": _recused_vote,
    "who inspected votes": _inspectors_vote,
    "people act in matters of their own unit": _own_unit,
    "one approval is enough": _one_approval,
    "an approval outlives its role": _approval_of_who_left,
    "a term rings nobody": _rings_nobody,
    "news are told twice": _told_twice,
    "what is declined is not in the history": _history_omitted,
    "history does not link": _chain_broken,
    "a withdrawn decision does not restore the points": _not_restored,
    "a flag stays when its decision is withdrawn": _move(cases.PROCEDURE, "revoke", also=()),
    "who is tolerated is not let off": _tolerance_costs,
    "points are taken twice": _penalty_twice,
    "a secret vote stands in the history": _vote_leaked,
    "the quorum is a third": _quorum(Fraction(1, 3)),
    "the quorum is all": _quorum(Fraction(1)),
    "the majority is counted off by one": _majority_off,
    "a vote ends one voice too early": _ends_early,
    "who proposes also signs": _one_hand,
    "what was told stands in a notice": _story_in_a_notice,
    "the unit reads what the office wrote": _shown_to_the_unit,
    "a person is announced": _of_a_person,
    "the unit has one day to answer": _hearing("clue_take_on"),
    "the unit is not heard": _stays_silent,
    "the unit does not hear of the decision": _unsaid,
    "a helper evaluates": _helper_decides,
    "who recommended confirms": _move(cases.PROCEDURE, "confirm", needs=()),
}

BEGUN_AT: Mapping[str, str] = {
    "points are taken twice": "noticed",
    "the quorum is a third": "voting",
    "the quorum is all": "voting",
    "the unit does not hear of the decision": "noticed",
    "a person is announced": "voting, person",
    "the unit has one day to answer": "inspected",
    "the unit is not heard": "inspected",
    "a helper evaluates": "mended",
    "who recommended confirms": "noticed",
}
"""Where lives begin in which a break is looked for, if not anywhere: few lives come there by themselves."""
WITH_MORNINGS = frozenset({"a term rings nobody"})
"""Breaks that only a life with the list of each morning can notice."""
