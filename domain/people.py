"""Who may act: roles, and the one who acts now."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role of the law §2. A reporter is whoever brought the matter; the clock acts for nobody."""

    REPORTER = "reporter"  # 群众
    REVIEWER = "reviewer"  # 受理员
    COMMITTEE = "committee"  # 领导小组成员
    LEADER = "leader"  # 主要负责同志
    UNIT_CONTACT = "unit_contact"  # 单位联络员
    ADMIN = "admin"  # 管理员
    CLOCK = "clock"


REPORTER = "reporter"  # how history names whoever brought a matter
BY_COMMAND = "operator"  # how history names whoever typed a command on the machine itself
STAFF = (Role.REVIEWER, Role.COMMITTEE, Role.LEADER, Role.UNIT_CONTACT, Role.ADMIN)
NEEDS_UNIT = frozenset({Role.UNIT_CONTACT})  # speaks for a unit; without one nothing ever reaches them
MAY_BE_DEPUTISED = frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER, Role.UNIT_CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: an account, the person behind it (none for citizens and the clock), their unit and roles."""

    account_id: int = 0
    person_id: int | None = None
    label: str = ""
    unit: str = ""
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
