"""The modules of the house, which an office switches on and off (the law, reading notes): each a rule, decided and signed like every other.

Of a module that is off nothing begins, menus do not name it, and its lines of the timetable rest. What began goes on to its end.
A table names its module in its column `module`, a command and a line of the timetable in theirs.
"""

from enum import StrEnum


class Module(StrEnum):
    """A part of the house that an office may do without, by the rule that says so."""

    SLACKER = "module_slacker"  # 躺平者认定
    STRIVER = "module_striver"  # 奋斗者评选
    FLAGS = "module_flags"  # 红黄旗
    SNAIL = "module_snail"  # 蜗牛奖
    PROJECT = "module_project"  # 项目
    RACE = "module_race"  # 比拼, 军令状
    ARENA = "module_arena"  # 亮剑比拼
    MEASURES = "module_measures"  # 处理措施
    TOLERANCE = "module_tolerance"  # 容错
    CLARIFY = "module_clarify"  # 澄清正名
    HUANGYAN = "module_huangyan"  # 破难清单


class Switch(StrEnum):
    """Whether there is one."""

    ON = "on"
    OFF = "off"
