"""Why the law refuses a move; each reason has words in the table `[refused]`."""

from enum import StrEnum

from domain import errors


class Why(StrEnum):
    """Why a move is refused."""

    NOT_NOW = "not_now"
    TOO_LATE = "too_late"
    NOT_YOURS = "not_yours"
    RECUSED = "recused"
    SAME_PERSON = "same_person"
    INCOMPLETE = "incomplete"
    DISCIPLINE_ONLY = "discipline_only"
    OWNED_BY_OTHER = "owned_by_other"
    AUTHOR = "author"
    NOT_NEEDED = "not_needed"
    NO_AUTHORISATION = "no_authorisation"
    NO_WAIVER = "no_waiver"
    UNREADABLE = "unreadable"
    EARLIER_FIRST = "earlier_first"
    OTHER_OFFICER = "other_officer"
    NOT_CLAIMED = "not_claimed"
    MAY_BE_REVIEWED = "may_be_reviewed"
    CONFIRMED_IT = "confirmed_it"
    CONDITIONS_UNMET = "conditions_unmet"
    NOTHING_LACKING = "nothing_lacking"
    NOTHING_LISTED = "nothing_listed"
    CANNOT_GO_OUT = "cannot_go_out"
    CANNOT_SET_ASIDE = "cannot_set_aside"
    CANNOT_BE_READ = "cannot_be_read"
    ALREADY_READ = "already_read"
    NOTHING_SENT = "nothing_sent"
    EXTENDED_ALREADY = "extended_already"
    ANOTHER_DECIDES = "another_decides"
    NOT_ALL_NAMED = "not_all_named"
    HAS_OTHER_PART = "has_other_part"
    CANNOT_BE_NAMED = "cannot_be_named"
    CHILD_OPEN = "child_open"
    CHILD_LACKING = "child_lacking"
    NEEDS_UNIT = "needs_unit"
    NOBODY = "nobody"
    HAS_ROLE = "has_role"
    HAS_NOT_ROLE = "has_not_role"
    LAST_ADMIN = "last_admin"
    NOT_DEPUTISED = "not_deputised"
    ONESELF = "oneself"
    OTHER_UNIT = "other_unit"
    DAYS_WRONG = "days_wrong"
    NO_CLAIMS = "no_claims"
    DAY_IS_FULL = "day_is_full"
    NEEDS_CLUE = "needs_clue"
    UNIT_UNKNOWN = "unit_unknown"
    PERSON_NEVER_PUBLIC = "person_never_public"
    BEYOND_CAP = "beyond_cap"
    HOLDS_YELLOW = "holds_yellow"
    SECOND_IN_A_ROW = "second_in_a_row"
    FIRST_LABEL = "first_label"
    NOT_SUBSTANTIATED = "not_substantiated"
    NOT_UNFOUNDED = "not_unfounded"
    SCOPE_TOO_NARROW = "scope_too_narrow"
    NOT_WRITTEN = "not_written"
    SPEAKS_FOR_ITSELF = "speaks_for_itself"
    OTHER_SCOPE = "other_scope"
    INELIGIBLE = "ineligible"
    HAS_VOTED = "has_voted"


class Refused(errors.FlagpostError):
    """The law does not allow this move now."""

    def __init__(self, why: Why) -> None:
        """Name the reason; the person reads it in the words of their language."""
        super().__init__(f"The move was refused: {why}.")
        self.why = why
