"""The numbers of the law, as one versioned rule set.

Lives here: `RuleSet`, each field one key of the law's table (§13A): the field `clue_need_info` is the key `clue.need_info`. A
matter keeps the version it began under. Read by every part of the law; calls `domain/mechanism/calendar.py` for terms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from domain import errors
from domain.mechanism.calendar import TermLength, TermUnreadable
from domain.mechanism.modules import Switch

Json = str | int | list[list[str]]
Approvers = tuple[frozenset[str], ...]

LEAST_APPROVALS = 2  # no setting may let one person announce alone (the law, invariants)


class RuleRefused(errors.FlagpostError):
    """A rule set was refused."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"The rule {key} was refused: {why}.")
        self.key = key


class LightProfile(StrEnum):
    """How the monthly light of a project is found (the law §6.4)."""

    GAP = "gap"  # YC: percentage points behind the plan
    RATIO = "ratio"  # SY: the share of the plan that is missing
    TRACK = "track"  # XH: the share of the plan that is done


class MeetingForm(StrEnum):
    """Who speaks at the review meeting of a period (the law §1, rows 3 and 6)."""

    NONE = "none"  # no meeting, unless a leader wants one
    FLAGS = "flags"  # 双月讲评: who holds a red flag or a yellow one
    RANKING = "ranking"  # 双月擂台: the best of each ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One version of the office's numbers. Defaults as in the law §13A; most are assumptions an office may change.

    What no part of the law reads yet is not here: it comes with the procedure that reads it.
    """

    version: int = 1

    clue_max_chars: int = 1000
    clue_per_day: int = 5
    clue_files_max: int = 30
    clue_messages_per_minute: int = 20
    clue_draft_hours: int = 24
    clue_register: TermLength = TermLength(1, "wd")
    clue_triage_target: TermLength = TermLength(5, "wd")
    clue_accept_notice_realname: TermLength = TermLength(15, "wd")
    clue_inform_petition: TermLength = TermLength(15, "d")
    clue_need_info: TermLength = TermLength(10, "wd")
    clue_claim: TermLength = TermLength(2, "wd")
    """How long a claim binds others after its owner's last step; then somebody else may take it over."""
    clue_transfer: TermLength = TermLength(5, "wd")
    clue_transfer_dispute: TermLength = TermLength(5, "wd")
    clue_settle: TermLength = TermLength(5, "wd")
    clue_assign: TermLength = TermLength(2, "wd")
    clue_take_on: TermLength = TermLength(1, "wd")
    clue_verify: TermLength = TermLength(20, "wd")
    clue_verify_extend: TermLength = TermLength(10, "wd")
    clue_sign_off: TermLength = TermLength(3, "wd")
    clue_feedback_realname: TermLength = TermLength(15, "wd")
    clue_cap: TermLength = TermLength(60, "d")
    clue_cap_extend: TermLength = TermLength(30, "d")
    clue_review_request: TermLength = TermLength(30, "d")
    clue_review_decide: TermLength = TermLength(30, "d")

    case_recommend_window: TermLength = TermLength(10, "wd")
    case_inspect: TermLength = TermLength(15, "wd")
    case_extend: TermLength = TermLength(10, "wd")
    case_serve: TermLength = TermLength(3, "wd")
    case_hearing_reply: TermLength = TermLength(5, "wd")
    case_compare: TermLength = TermLength(10, "wd")
    case_mark: int = 60
    """Points of a hundred on the rubric from which a case is put to the vote."""
    case_vote: TermLength = TermLength(3, "wd")
    case_answer: TermLength = TermLength(3, "wd")
    """For the officer to answer what a member of the committee wants to know before the vote."""
    case_propose: TermLength = TermLength(3, "wd")
    case_notice: TermLength = TermLength(5, "wd")
    case_objection: TermLength = TermLength(10, "wd")
    case_objection_ext: TermLength = TermLength(5, "wd")
    case_confirm: TermLength = TermLength(5, "wd")
    case_award: TermLength = TermLength(30, "d")
    case_helper_assign: TermLength = TermLength(3, "wd")
    case_plan_due: TermLength = TermLength(10, "wd")
    case_item: TermLength = TermLength(1, "months")
    """Of an item without a day of its own."""
    case_progress: TermLength = TermLength(1, "months")
    case_cosign: TermLength = TermLength(3, "wd")
    """For the helper to sign a month's progress."""
    case_rectify: TermLength = TermLength(3, "months")
    case_rectify_cap: TermLength = TermLength(6, "months")
    case_rectify_extension: TermLength = TermLength(3, "months")
    case_evaluate: TermLength = TermLength(10, "wd")
    case_judge: TermLength = TermLength(5, "wd")
    case_decide: TermLength = TermLength(5, "wd")
    case_grant: TermLength = TermLength(5, "wd")
    """For a leader to grant or refuse more time to rectify."""
    case_refer: TermLength = TermLength(5, "wd")
    convert_min_after_removal: TermLength = TermLength(6, "months")

    striver_per_day: int = 5
    striver_take_up: TermLength = TermLength(5, "wd")
    striver_need_info: TermLength = TermLength(10, "wd")
    striver_eligibility: TermLength = TermLength(5, "wd")
    striver_inspect: TermLength = TermLength(10, "wd")
    striver_compare: TermLength = TermLength(5, "wd")
    striver_consent: TermLength = TermLength(5, "wd")
    striver_propose: TermLength = TermLength(3, "wd")
    striver_notice: TermLength = TermLength(5, "wd")
    striver_approve: TermLength = TermLength(5, "wd")
    striver_commend: TermLength = TermLength(30, "d")
    striver_follow: TermLength = TermLength(12, "months")
    striver_stand: TermLength = TermLength(36, "months")
    """For how long somebody who was commended is called a striver."""
    striver_quota_max: int = 7
    striver_ratio: Decimal = Decimal("1.5")
    """Candidates for each place, without a leader's reason for fewer."""
    edition_open: TermLength = TermLength(5, "wd")
    edition_collect: TermLength = TermLength(10, "wd")
    edition_decide: TermLength = TermLength(10, "wd")
    feedback_per_day: int = 5

    ruling_decide: TermLength = TermLength(10, "wd")

    tolerance_accept: TermLength = TermLength(3, "wd")
    tolerance_investigate: TermLength = TermLength(15, "wd")
    tolerance_consult: TermLength = TermLength(5, "wd")
    tolerance_decide: TermLength = TermLength(5, "wd")
    tolerance_serve: TermLength = TermLength(3, "wd")
    tolerance_review_request: TermLength = TermLength(10, "wd")
    tolerance_review: TermLength = TermLength(10, "wd")

    measure_serve: TermLength = TermLength(5, "wd")
    measure_plan: TermLength = TermLength(5, "wd")
    measure_decide: TermLength = TermLength(10, "wd")
    measure_plain: TermLength = TermLength(12, "months")
    """How long a measure counts that has no period of its own: within it the next one is a step higher."""
    measure_admonish: TermLength = TermLength(6, "months")
    discipline_warning: TermLength = TermLength(6, "months")
    discipline_demerit: TermLength = TermLength(12, "months")
    discipline_major_demerit: TermLength = TermLength(18, "months")
    discipline_demotion: TermLength = TermLength(24, "months")

    suspicion_transfer: TermLength = TermLength(5, "wd")
    suspicion_reply: TermLength = TermLength(60, "d")

    visit_first: TermLength = TermLength(1, "months")
    visit_second: TermLength = TermLength(3, "months")
    visit_third: TermLength = TermLength(6, "months")
    visit_fourth: TermLength = TermLength(12, "months")
    visit_name: TermLength = TermLength(3, "wd")
    visit_make: TermLength = TermLength(10, "wd")

    clarify_propose: TermLength = TermLength(5, "wd")
    clarify_consent: TermLength = TermLength(10, "wd")
    clarify_approve: TermLength = TermLength(5, "wd")
    clarify_cross: TermLength = TermLength(10, "wd")
    clarify_issue: TermLength = TermLength(5, "wd")
    clarify_follow: TermLength = TermLength(30, "d")

    filing_due: TermLength = TermLength(5, "wd")
    """From the end of a period until its figures are due, and until they are frozen."""
    filing_freeze: TermLength = TermLength(7, "wd")
    filing_check: TermLength = TermLength(1, "wd")

    flag_period: TermLength = TermLength(2, "months")
    flag_k_red: int = 3
    flag_k_yel: int = 3
    flag_score_red: Decimal = Decimal(85)
    flag_score_yel: Decimal = Decimal(70)
    flag_min_red: int = 1
    flag_red_streak_model: int = 3
    flag_yellow_streak_talk: int = 2
    flag_yellow_streak_lead: int = 3
    flag_draft: TermLength = TermLength(10, "wd")

    meeting_form: MeetingForm = MeetingForm.NONE
    """Which meeting is prepared by itself once the flags of a period are confirmed."""
    meeting_speakers: int = 3
    """How many of each ranking speak in the arena."""
    meeting_speech_minutes: int = 8
    meeting_prepare: TermLength = TermLength(3, "wd")
    meeting_hold: TermLength = TermLength(10, "wd")
    """Of a meeting without a day of its own."""
    meeting_record: TermLength = TermLength(3, "wd")
    """After the meeting, for its minutes."""
    speech_due: TermLength = TermLength(1, "wd")
    """Before the meeting: until when a speech is filed."""

    rank_min_n: int = 5
    rank_tie_steps: int = 3
    """How many steps of the order break a tie: section of the greatest weight, fewer penalty points, improvement; 0: none."""
    rank_coverage: Decimal = Decimal(95)
    """Percent of the weight that must have figures before a ranking may be published without a leader's waiver."""
    rank_last_years: int = 2
    """How many years running the last place makes a lead."""
    rank_clip_from_n: int = 12
    rank_clip_low: Decimal = Decimal(5)
    rank_clip_high: Decimal = Decimal(95)
    rank_bonus_max: Decimal = Decimal(3)
    rank_penalty_max: Decimal = Decimal(5)
    rank_penalty_s1: Decimal = Decimal("0.5")
    rank_penalty_s2: Decimal = Decimal(1)
    rank_penalty_s3: Decimal = Decimal(2)
    rank_penalty_s4: Decimal = Decimal(3)
    """What a verified matter of each severity takes; half where it is true in part."""
    rank_objection: TermLength = TermLength(3, "wd")

    light_profile: LightProfile = LightProfile.GAP
    light_yellow: Decimal = Decimal(10)
    light_red: Decimal = Decimal(30)
    """Percentage points of the year's goal behind the plan: from the first on yellow, beyond the second red."""
    light_ratio_red: Decimal = Decimal(50)
    """Percent of the plan that are missing, beyond which it is red; anything missing is yellow."""
    light_track_yellow: Decimal = Decimal(80)
    light_track_red: Decimal = Decimal(60)
    """Percent of the plan that are done, below which it is yellow or red."""
    light_entry: TermLength = TermLength(5, "d")
    """After the end of a month: until when its figures are entered, or the next working day."""
    light_confirm: TermLength = TermLength(2, "wd")
    light_push: TermLength = TermLength(8, "d")
    """After the end of a month: when its lights are said, or the next working day."""
    light_exemption: int = 3
    """Months for which one exemption may be granted."""
    light_exemption_decide: TermLength = TermLength(5, "wd")
    light_measures: TermLength = TermLength(5, "wd")
    """After the lights are said: until when the units of red ones say how they catch up."""
    light_late_start_red: int = 3
    """Months running in which work did not begin, from which it is red."""

    snail_clear: TermLength = TermLength(10, "wd")
    """After a unit has reported what it mended: until it is struck off or sent back."""
    project_quarter: TermLength = TermLength(15, "wd")
    """After the end of a quarter: when its projects are announced."""
    project_year: TermLength = TermLength(20, "wd")
    project_confirm: TermLength = TermLength(5, "wd")
    project_look_back: TermLength = TermLength(5, "wd")
    project_card_decide: TermLength = TermLength(5, "wd")
    project_red_over: Decimal = Decimal(30)
    """Percent by which a quarter's target is exceeded, from which a project is proposed for a red flag."""
    project_red_amount: int = 500
    """And by how much at least, in 10,000 yuan."""

    pledge_cities: str = "city"
    pledge_towns: str = "B"
    """The sequences whose units are of the city, and whose are towns, with blanks; all others are of the county."""
    pledge_sign: TermLength = TermLength(5, "wd")
    pledge_due: TermLength = TermLength(12, "months")
    """Of a pledge without a day of its own."""
    pledge_progress: TermLength = TermLength(1, "months")
    pledge_verify: TermLength = TermLength(10, "wd")
    pledge_quarter: TermLength = TermLength(15, "wd")
    """After the end of a quarter: when the board of pledges is announced."""
    pledge_confirm: TermLength = TermLength(5, "wd")

    undertaking_due: TermLength = TermLength(12, "months")
    """Of an undertaking without a day of its own."""
    undertaking_check: TermLength = TermLength(5, "wd")
    difficulty_assign: TermLength = TermLength(3, "wd")
    difficulty_solve: TermLength = TermLength(15, "wd")
    difficulty_close: TermLength = TermLength(5, "wd")
    breakthrough_week: TermLength = TermLength(5, "wd")
    """After the last line of a task force: when its unit is reminded of the next."""
    milestone_ahead: TermLength = TermLength(7, "d")
    """How long before its day its unit is reminded of a milestone."""
    milestone_due: TermLength = TermLength(12, "months")
    """Of a milestone without a day of its own."""
    milestone_red: TermLength = TermLength(5, "wd")
    """How long a milestone is red until leaders have it."""
    milestone_check: TermLength = TermLength(5, "wd")
    patrol_issue_assign: TermLength = TermLength(2, "wd")
    patrol_issue_solve: TermLength = TermLength(10, "wd")
    patrol_issue_close: TermLength = TermLength(5, "wd")
    posting_name: TermLength = TermLength(10, "wd")
    posting_term: TermLength = TermLength(6, "months")
    """Of a cadre on the front line: until the mentor says how it went, and it is appraised."""
    posting_advise: TermLength = TermLength(5, "wd")
    posting_appraise: TermLength = TermLength(10, "wd")
    posting_decide: TermLength = TermLength(5, "wd")
    service_visit_assign: TermLength = TermLength(2, "wd")
    service_visit_solve: TermLength = TermLength(10, "wd")
    service_visit_close: TermLength = TermLength(10, "wd")
    """Until the enterprise says by its code whether it is solved."""
    discussion_box: TermLength = TermLength(5, "wd")
    """In which opinions on a topic are given."""
    discussion_sum_up: TermLength = TermLength(5, "wd")
    discussion_measures: TermLength = TermLength(5, "wd")
    discussion_measure_due: TermLength = TermLength(1, "months")
    """Of a measure without a day of its own."""
    discussion_check: TermLength = TermLength(5, "wd")

    race_top_city: int = 4
    race_top_county: int = 11
    race_top_a: int = 4
    race_top_b: int = 3
    race_top_c: int = 2
    """How many win the horse-race of a quarter, by sequence."""

    arena_slots: int = 10
    """How many speak in an arena at most."""
    arena_minutes: int = 8
    """For which each of them speaks."""
    arena_min_raters: int = 60
    arena_agenda: TermLength = TermLength(1, "d")
    """How long before the day its raters get the agenda."""
    arena_rating: TermLength = TermLength(3, "min")
    """From the end of a speech until its ratings close, unless every rater has given one before."""
    arena_pause: TermLength = TermLength(30, "min")
    """The longest that one pause holds the clock."""
    arena_trim: Fraction = Fraction(1, 10)
    """The share of the ratings that is dropped at each end, rounded up: one at least."""
    arena_valid: Fraction = Fraction(4, 5)
    """The share of the raters who must have rated."""
    arena_composite: Fraction = Fraction(0)
    """The share of the units' last composites in the final ranks of an arena; the law names 3/5, and that they may be left out: 0."""
    arena_decide: TermLength = TermLength(1, "d")
    """For a leader to decide of a slot with too few ratings, and of a result that was sent back."""
    arena_sealed: TermLength = TermLength(12, "months")
    """For which nobody opens the ratings of an arena."""

    announcement_approvers: Approvers = (frozenset({"leader"}), frozenset({"leader", "committee"}))
    """One entry for each approval needed: the roles that may give it."""
    announcement_after_period: TermLength = TermLength(10, "wd")
    announcement_speaks_from: time = time(8)
    announcement_speaks_until: time = time(20)

    conflict_chain: TermLength = TermLength(24, "months")
    """How long the matters of a unit that somebody has left stay out of their hands (the law §2)."""

    recusal_decide: TermLength = TermLength(3, "wd")
    opening_decide: TermLength = TermLength(3, "wd")
    opening_look: TermLength = TermLength(1, "wd")

    vote_quorum: Fraction = Fraction(2, 3)
    """The share of those who may vote that must have voted."""
    vote_negative: Fraction = Fraction(2, 3)
    """The share of those who voted that must be for what burdens somebody."""
    vote_positive: Fraction = Fraction(1, 2)
    """The same for anything else; more than half it is anyway."""

    nudge_hours: int = 4
    """Hours between two nudges of one member of staff."""

    module_slacker: Switch = Switch.ON
    module_striver: Switch = Switch.ON
    module_flags: Switch = Switch.ON
    module_snail: Switch = Switch.ON
    module_project: Switch = Switch.ON
    module_race: Switch = Switch.ON
    module_arena: Switch = Switch.ON
    module_measures: Switch = Switch.ON
    module_tolerance: Switch = Switch.ON
    module_clarify: Switch = Switch.ON
    module_huangyan: Switch = Switch.ON

    def is_on(self, module: str) -> bool:
        """Whether something of a module may begin; what is of none always may."""
        return not module or getattr(self, module) is Switch.ON

    @classmethod
    def from_mapping(cls, version: int, mapping: Mapping[str, object]) -> Self:
        """A rule set from keys of the law (`clue.need_info`) and JSON values; what is not given keeps its default.

        Raises `RuleRefused`, with a sentence, for an unknown key and for a value of the wrong kind.
        """
        kinds = {_key(each.name): (each.name, type(each.default)) for each in fields(cls) if each.name != "version"}
        given: dict[str, Any] = {}
        for key, value in mapping.items():
            if key not in kinds:
                raise RuleRefused(key, "there is no such rule")
            name, kind = kinds[key]
            given[name] = _read(key, kind, value)
        rules = cls(version=version, **given)
        _check(rules)
        return rules

    def to_mapping(self) -> dict[str, Json]:
        """Every rule but the version, by key, JSON-safe; `from_mapping` reads it back to an equal rule set."""
        return {_key(each.name): _write(getattr(self, each.name)) for each in fields(self) if each.name != "version"}


DEFAULT = RuleSet()  # the first version: the law's own numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Every version of an office's rules, each with the day from which it counts."""

    known: tuple[tuple[date, RuleSet], ...] = ()

    def of(self, number: int) -> RuleSet:
        """The version of this number: what began under it is judged by it."""
        return next((rules for _, rules in self.known if rules.version == number), DEFAULT)

    def on(self, day: date) -> RuleSet:
        """The version by which what begins on this day is judged: of those that count by then, the newest."""
        return max(
            (rules for since, rules in self.known if since <= day), key=lambda each: each.version, default=DEFAULT
        )


def _key(name: str) -> str:
    return name.replace("_", ".", 1)


def _read(key: str, kind: type, value: object) -> object:
    reader, expected = READERS[kind]
    try:
        return reader(value)
    except (TypeError, ValueError, ZeroDivisionError, InvalidOperation, TermUnreadable):
        raise RuleRefused(key, f"it must be {expected}") from None


def _read_int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise ValueError
    return value


def _read_decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str):  # a float has lost its digits already
        raise TypeError
    number = Decimal(value)
    if not 0 <= number <= 1_000_000:  # what is no number at all is not even compared
        raise ValueError
    return number


def _read_share(value: object) -> Fraction:
    share = Fraction(_read_text(value))
    if not 0 <= share <= 1:
        raise ValueError
    return share


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _read_approvers(value: object) -> Approvers:
    match value:
        case [*voices] if len(voices) >= LEAST_APPROVALS:
            return tuple(_read_roles(roles) for roles in voices)
    raise TypeError


def _read_roles(value: object) -> frozenset[str]:
    """The roles of which any may give an approval."""
    match value:
        case [_, *_] as roles:
            return frozenset(_read_role(role) for role in roles)
    raise TypeError


def _read_role(value: object) -> str:
    if not (role := _read_text(value)):
        raise ValueError
    return role


READERS: Mapping[type, tuple[Callable[[object], object], str]] = {
    str: (_read_text, "text"),
    int: (_read_int, "a whole number from 0 to 1000000"),
    Decimal: (_read_decimal, 'a number from 0 to 1000000, whole or as text ("12.5")'),
    Fraction: (_read_share, 'a share such as "2/3", at most 1'),
    TermLength: (
        lambda value: TermLength.from_text(_read_text(value)),
        'a term such as "5 wd", "15 d", "3 months" or "3 min"',
    ),
    time: (lambda value: time.fromisoformat(_read_text(value)), 'a time of day such as "08:00"'),
    MeetingForm: (lambda value: MeetingForm(_read_text(value)), f"one of {', '.join(MeetingForm)}"),
    Switch: (lambda value: Switch(_read_text(value)), f"one of {', '.join(Switch)}"),
    LightProfile: (lambda value: LightProfile(_read_text(value)), f"one of {', '.join(LightProfile)}"),
    tuple: (_read_approvers, "a list of lists of roles, one for each approval and two at least"),
}


def _write(value: object) -> Json:
    if isinstance(value, int):
        return value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, tuple):
        return [sorted(roles) for roles in value]
    return str(value)


def _check(rules: RuleSet) -> None:
    """What two numbers say about each other."""
    if rules.rank_clip_low >= rules.rank_clip_high or rules.rank_clip_high > 100:
        raise RuleRefused("rank.clip_high", "it must be above rank.clip_low and at most 100")
    if rules.rank_coverage > 100:
        raise RuleRefused("rank.coverage", "it is a percentage, at most 100")
    if rules.striver_ratio < 1:
        raise RuleRefused("striver.ratio", "a place needs a candidate, so it must be 1 at least")
    if rules.flag_score_yel > rules.flag_score_red:
        raise RuleRefused("flag.score_yel", "it must not lie above flag.score_red")
    if rules.light_yellow > rules.light_red:
        raise RuleRefused("light.yellow", "it must not lie above light.red")
    if rules.light_track_red > rules.light_track_yellow:
        raise RuleRefused("light.track_red", "it must not lie above light.track_yellow")
    if rules.announcement_speaks_from >= rules.announcement_speaks_until:
        raise RuleRefused("announcement.speaks_until", "it must be later than announcement.speaks_from")
