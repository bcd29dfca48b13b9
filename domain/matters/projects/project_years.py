"""The year's red-flag projects (年度红旗项目): counted from the announced quarters, commended on a document or not. The law §6.5, §4, §9.

Nobody is commended by a count alone: a leader decides with a second signer, and a year without any is a result, too.
"""

from domain.mechanism.columns import Asked
from domain.mechanism.drafts import drafted
from domain.mechanism.modules import Module
from domain.mechanism.table import Rule
from domain.people import Role

PROCEDURE = drafted(
    "project_year",
    "NH",
    *(Asked("year", "text"), Asked("flagged", "text"), Asked("reds", "text", may_skip=True)),
    says="project_year",
    public=("year", "flagged", "reds", "authorisation"),
    shows=("year", "flagged", "reds", "authorisation", "reason"),
    term="project_year",
    decide="commend",
    second=Role.COMMITTEE,
    decided_by=(Asked("authorisation", "text", longest=60),),
    more={
        "drop": Rule(
            start=frozenset({"proposed"}),
            end="dropped",
            by=frozenset({Role.LEADER}),
            asks=(Asked("reason", "text"),),
        )
    },
    module=Module.PROJECT,
)
