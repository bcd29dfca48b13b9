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
    李 > 自然资源局
    李 > 周某，规划科科长
    李 > 去年跑完了全部地块的审批，企业提前两个月开工
    李 [完成]
    李 [提交]
    李 ? number 编号：(TJ-\\d{4}-\\d{6})
    李 ? code 查询码：(\\S+)
"""
