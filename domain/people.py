"""Who may act: roles, and the one who acts now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """A role of the law §2. A reporter is whoever brought the matter; the clock acts for nobody.

    What somebody is to one matter is a `Relation`: whoever holds `SUPPORT_CONTACT` stands ready to be named its helper.
    """

    REPORTER = "reporter"  # 群众
    REVIEWER = "reviewer"  # 受理员
    CUSTODIAN = "custodian"  # 身份保管员
    CASE_OFFICER = "case_officer"  # 承办人
    COMMITTEE = "committee"  # 领导小组成员
    LEADER = "leader"  # 主要负责同志
    UNIT_CONTACT = "unit_contact"  # 单位联络员
    SUPPORT_CONTACT = "support_contact"  # 帮扶联系人
    SITE_EVALUATOR = "site_evaluator"  # 验收员
    DATA_OWNER = "data_owner"  # 指标责任单位
    RATER = "rater"  # 评委
    PROJECT_OWNER = "project_owner"  # 项目业主
    PUBLISHER = "publisher"  # 发布员
    ADMIN = "admin"  # 管理员
    AUDITOR = "auditor"  # 审计员
    BYPASS_CONTACT = "bypass_contact"  # 上级联系人: of the upper level, for what concerns this office itself
    CLOCK = "clock"


REPORTER = "reporter"  # how history names whoever brought a matter
BY_COMMAND = "operator"  # how history names whoever typed a command on the machine itself
STAFF = tuple(role for role in Role if role not in (Role.REPORTER, Role.CLOCK))
NEEDS_UNIT = frozenset({Role.UNIT_CONTACT, Role.DATA_OWNER, Role.RATER, Role.PROJECT_OWNER})
"""Who speaks for a unit: without one nothing ever reaches them, or nobody knows what is their own."""
MAY_BE_DEPUTISED = frozenset(STAFF) - {
    Role.CUSTODIAN,
    Role.RATER,
    Role.ADMIN,
    Role.AUDITOR,
    Role.BYPASS_CONTACT,
}
"""In which roles one stands in for another. A vault, a ballot, the accounts, the watch over all of them and what is
about the office itself are not lent."""


def may_be_one(roles: frozenset[Role]) -> bool:
    """Whether one person may hold all of these: who hears of this office itself is of the upper level, and nothing else here."""
    return Role.BYPASS_CONTACT not in roles or len(roles) == 1


@dataclass(frozen=True, slots=True)
class Left:
    """A unit that somebody was of, until when: its matters stay out of their hands for a time (the law §2)."""

    unit: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: an account, the person behind it (none for citizens and the clock), their unit, those they left, and roles."""

    account_id: int = 0
    person_id: int | None = None
    label: str = ""
    unit: str = ""
    earlier: tuple[Left, ...] = ()
    roles: frozenset[Role] = frozenset()
    locale: str = "zh"

    def is_person(self, person_id: int | None) -> bool:
        """Whether this person acts; nobody in particular is not one."""
        return person_id is not None and self.person_id == person_id

    @property
    def name(self) -> str:
        """How history names the actor: never by anything that identifies a reporter."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        if Role.CLOCK in self.roles:
            return "clock"
        return BY_COMMAND if self == OPERATOR else REPORTER


CLOCK = Actor(roles=frozenset({Role.CLOCK}), label="clock")
OPERATOR = Actor(roles=frozenset({Role.ADMIN}), label="operator")
