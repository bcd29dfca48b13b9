"""Beginnings of conversations that several tests share."""

# From the first word to the receipt in the fewest steps.
REPORTED = """
    李 > 自然资源局三个月不处理违建举报
    李 [同意]
    李 [确认]
    李 [跳过]
    李 [完成]
    李 [匿名]
    李 [提交]
    李 ? number 编号：(QS-\\d{4}-\\d{6})
    李 ? code 查询码：(\\S+)
"""

# Taken on by a reviewer, who decides nothing of it afterwards but may sign what was found (the law §3).
ACCEPTED = (
    REPORTED
    + """
    王 > {number}
    王 [受理]
    王 [造成不良影响]
"""
)


def concluded(finding: str) -> str:
    """The road of an accepted clue to its conclusion: 赵 verifies it, 王 signs what was found."""
    return f"""
    赵 > {{number}}
    赵 [我来核查]
    赵 > {{number}}
    赵 [作出结论]
    赵 [{finding}]
    赵 > 查了台账，问了经办人，去了现场。
    王 > {{number}}
    王 [同意]
"""


def answered(finding: str, result: str = "三处违建已拆两处，余下一处限期一个月拆除。") -> str:
    """The same to the answer, which the officer gives."""
    return (
        concluded(finding)
        + f"""
    赵 > {{number}}
    赵 [办结]
    赵 > {result}
"""
    )


# The same with another unit, by somebody who has agreed before.
REPORTED_AGAIN = """
    李 > 水利局三个月不处理投诉，一直没有答复
    李 [确认]
    李 [跳过]
    李 [完成]
    李 [匿名]
    李 [提交]
    李 ? second 编号：(QS-\\d{4}-\\d{6})
    李 ? second_code 查询码：(\\S+)
"""

NOMINATED = """
    李 > /nominate
    李 [同意]
    李 [项目建设]
    李 [推荐别人]
    李 > 自然资源局
    李 > 周某，规划科科长
    李 > 去年跑完了全部地块的审批，企业提前两个月开工
    李 [完成]
    李 [提交]
    李 ? number 编号：(TJ-\\d{4}-\\d{6})
    李 ? code 查询码：(\\S+)
"""
