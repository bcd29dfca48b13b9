"""Answers to what people ask before they dare to report. Said by `handlers/conversation/inquiries.py`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Saying):
    """The answer to a question of the table, with what completes it: what the channel `sees`, and the terms of the rules.

    `triage` counts working days until it is said what becomes of a clue, `cap` days until an accepted one is answered. `keeps`
    says how the words themselves may be kept; None where there is nothing to keep them with.
    """

    answer: Term
    triage: int | None
    cap: int | None
    sees: Term | None
    keeps: Term | None
