"""What every move needs to know, against a sheet written by hand from the law: who decides says why, by which document, for whom.

A line for each move that asks something; `?` may be left out. Where the answer is only asked for after another one, it stands here too.
"""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import OWN_SIDE, Asked, Relation
from domain.mechanism.table import Rule
from domain.people import Role
from handlers.conversation.forms.making import LEAST_CONTINUED
from handlers.reporting.progress import ANSWER, SUPPLEMENT
from tests.support import law

ASKED = law.read("""
asks clue.submit | story unit? kind? when? where? evidence? signed name contact | §3: what, when, where, who, evidence; real-name or not
asks clue.enter | source superior_due? address published archived story unit? kind? when? where? evidence? | §3 SOURCES: url, date, text
asks clue.import | source story unit? kind? when? where? evidence? signed name contact | §3 SOURCES: a letter, as it was written
asks clue.accept | severity | §3 SEVERITY: set at triage
asks clue.ask_more | questions | §3 NEED_INFO: specific questions only
asks clue.reject | reason explanation | §3 REJECTED: reason enum and text
asks clue.merge | into | §3 MERGED
asks clue.correct_unit | unit | §3
asks clue.correct_kind | kind | §3 CATEGORIES
asks clue.mark_petition | petition | §3 TRIAGE
asks clue.transfer | target | §3 TRANSFERRED: body named
asks clue.take_back | whither ground | §3 TRANSFERRED: the next owner and the ground
asks clue.settle_owner | whither ground | §3 TRANSFERRED
asks clue.assign | officer_named | §3 ASSIGNED
asks clue.hand_back | ground | §3 ASSIGNED
asks clue.visit_site | visitors visited seen | §3 VERIFYING: two on site
asks clue.rate | severity | §3 SEVERITY: revised
asks clue.conclude | finding basis | §3 CONCLUDED: one of four
asks clue.close | result | §3 CLOSED, §9: 办结反馈
asks clue.lengthen | why_longer | §9: 如延期:因情况复杂
asks clue.extend | why_longer | §9: 如延期:因情况复杂
asks clue.write | text | §9
asks clue.ask_review | why proof? | §3 REVIEW: objections written down
asks clue.ask_second | why proof? | §3 REVIEW
asks clue.uphold | explanation | §3 REVIEW: an answer
asks clue.uphold_finally | explanation | §3 REVIEW
asks clue.overturn | explanation | §3 REVIEW
asks clue.answer | answer? | §3 NEED_INFO: in words or by a file
asks clue.supplement | text? | §2: in words or by a file
asks upward.submit | story unit? kind? when? where? evidence? signed name contact | §3, §2 rule 4: as every clue
asks upward.enter | source superior_due? address published archived story unit? kind? when? where? evidence? | §3 SOURCES, §2 rule 4
asks upward.import | source story unit? kind? when? where? evidence? signed name contact | §3 SOURCES, §2 rule 4
asks upward.pass_on | target ground | §3 TRANSFERRED
asks upward.take_back | ground | §3 TRANSFERRED
asks upward.answer_it | result | §3 CLOSED
asks upward.write | text | §9
asks upward.supplement | text? | §2
asks striver.submit | field whom unit? nominee deeds evidence? | §4.2 N1: facts and evidence
asks striver.take_up | name post | §4.2 N2, §4.2 N5: name, post
asks striver.know | verified | §4.2 N1, §11.2: how it is known that it is they
asks striver.consent | consent | §4.2 N1
asks striver.merge | into | §3, §4.2 N1: which candidate
asks striver.ask_more | questions | §3 NEED_INFO
asks striver.turn_down | reason explanation? | §4.2 N1
asks striver.correct_unit | unit | §4.2 N1
asks striver.write | text | §9
asks striver.answer | answer? | §3 NEED_INFO
asks striver.supplement | text? | §2
asks filing.enter | figures | §2: submit
asks filing.enter_own | figures | §2: submit
asks filing.correct | figures reason | §2: correct with reason
asks filing.correct_own | figures reason | §2: correct with reason
asks filing.send_back | lacking | §2: second check
asks filing.reopen | reason | §6.1
asks score_objection.raise | unit period why evidence? | §6.1
asks score_objection.find | finding reason | §6.1
asks flag_plan.file | causes items | §9: 整改措施
asks flag_plan.send_back | lacking | §4.1 L10
asks period.set_authorisation | number | §4: document no.
asks period.hold_meeting | form | §1: flags or results
asks review_meeting.open | form | §1
asks review_meeting.convene | meets_on meets_at place | §9: 定于{时间}在{地点}
asks review_meeting.strike | speakers reason | §1
asks review_meeting.add | speaker manner reason | §1
asks review_meeting.order | order | §1: agenda
asks review_meeting.put_off | meets_on meets_at place | §9
asks review_meeting.call_off | reason | §1
asks review_meeting.record | spoke decided proof? | §1: agenda and minutes
asks speech.plan | period speaker manner reds? yellows? cases? sequence? rank? why_added? | §1
asks speech.summon | meets_on meets_at place due_on most | §9: 会议通知
asks speech.file | speech? proof? | §4.1 L9: uploaded
asks speech.send_back | lacking | §1
asks speech.put_off | meets_on meets_at place due_on most | §9
asks speech.put_off_filed | meets_on meets_at place due_on most | §9
asks speech.strike | reason? | §1
asks speech.excuse | reason? | §1
asks period.waive | reason | §6.1: leader waiver
asks period.why | about | §11.3
asks period.strike | flags reason | §5: a leader confirms every flag
asks period.unstrike | struck | §5
asks flag.hang_up | place custodian hung_on | §5: custodian, hung_place, since
asks flag.hand_in | returned_on | §5: returned_at
asks flag.revoke | reason | §5
asks flag.strike | reason | §5
asks announcement.return | reason | §9
asks announcement.schedule | day | §2: the publisher, later where that is wanted
asks announcement.withdraw | reason | §2: the publisher
asks correction.propose | about how wrong right why | §9: 更正声明
asks tolerance.apply | about circumstance account proof? | §7.3: C01 to C08
asks tolerance.turn_away | reason | §7.3
asks tolerance.report | conditions? never? findings | §7.3: six conditions, the never-list
asks tolerance.consult | organs opinions | §7.3: 纪委, 组织, 行业
asks tolerance.decide | decision reason | §7.3, §9: 理由
asks tolerance.report_mending | mending proof? | §7.3: RECTIFY
asks tolerance.send_back | lacking | §7.3: RECTIFY
asks tolerance.ask_review | why proof? | §7.3
asks tolerance.decide_review | decision reason | §7.3
asks tolerance.revoke | reason | §7.3
asks measure.propose | about subject post cause severity repeated facts | §7.1: cause and severity; one step up when repeated
asks measure.drop | reason | §7.1
asks measure.decide | measure step why_higher authority document reason | §7.1: authority mandatory; from the lowest that fits
asks measure.decide_grave | measure sanction authority authority document reason | §7.1: the outside organ's document no.
asks measure.serve | served_on receipt | §9: a receipt for M notices
asks measure.plan_visits | track tasks | §7.2: A, B, C; difficulties with owner and date
asks measure.lift | document reason | §7.1
asks measure.revoke | document reason | §7.4
asks clarification.propose | about subject post grounds issue damage offices | §7.4: grounds (a) to (d), the concrete matter, the harm
asks clarification.take_up | subject post grounds issue damage offices | §7.4
asks clarification.not_needed | reason | §7.4
asks clarification.consent | scope naming | §7.4: the subject chooses scope and anonymity
asks clarification.record_consent | scope naming paper | §7.4
asks clarification.record_refusal | paper | §7.4
asks clarification.refuse | reason | §7.4
asks clarification.issue | issued_on modes | §7.4: 书面, 当面, 会议
asks clarification.publish | issued_on modes | §7.4: 通报, written too
asks clarification.publish_unnamed | issued_on modes | §7.4
asks visit.plan | turn track? post? | §7.2
asks visit.name_visitors | visitors | §7.2: two visitors
asks visit.record | visited_on grade organisation tasks? proof? | §7.2: date, grade, tasks; also the Party organisation
asks visit.call_off | reason | §11.1
asks suspicion.raise | about signal basis | §7.5: three objective signals
asks suspicion.transfer | document | §7.5
asks suspicion.drop | reason | §7.5
asks suspicion.note_reply | reply | §7.5
asks ruling.propose | rule since why | design §5: a difference, effective on a date
asks ruling.turn_down | reason | design §5
asks profile.propose | item before? value since? why? | design §5
asks profile.turn_down | reason | design §5
asks calendar.propose | off? work? why? | design §5
asks calendar.correct | day kind why? | design §5
asks calendar.turn_down | reason | design §5
asks staff.invite | role unit unit? unit? post | §2, design §5: the unit where the role speaks for one
asks staff.appoint | person role | design §5
asks staff.stand_in | person role other since? until | design §5: deputies, until when
asks staff.take | person role | design §5
asks staff.recall | deputy | design §5
asks staff.hand_over | person other | design §5
asks staff.device | person | design §5
asks staff.sign_out | person | design §5
asks staff.change | person unit? post? | design §5
asks staff.cancel | invitation | design §5
asks staff.turn_down | reason | design §5
asks case.recommend | about? unit subject subject_name post category first_severity facts evidence? | §4.1 L1: facts, category, severity
asks case.lead | lead subject | §4.1 L1, §6.2: an indicator creates a lead
asks case.state_facts | category first_severity facts | §4.1 L1: facts sheet, category, severity
asks case.name_inspectors | inspectors | §4.1 L2
asks case.extend_inspection | why_longer | §4.1 L2
asks case.note_mending | mending | §4.1 L2
asks case.report | checked found severity | §4.1 L2, §3 SEVERITY: documents, site, interviews
asks case.turn_away | reason | §4.1 X
asks case.serve | issue summary | §4.1 L3, §2: facts, not source
asks case.reply | reply proof? | §4.1 L3: reply, evidence
asks case.record_reply | reply | §4.1 L3
asks case.reply_late | late_reply proof? | §4.1 L3
asks case.compare | effect responsibility persistence attitude | §4.1 L4: the rubric
asks case.ask_more | wanted | §2: ask for more
asks case.answer_more | explained proof? | §2
asks case.vote | choice reason | §4.1 L5, §2 rule 3: with a reason
asks case.give_notice | scope authorisation grounds | §4.1 L6, §4: the document where it is public
asks case.confirm | meeting | §9: 经会议研究
asks case.not_confirm | reason | §4.1 X
asks case.award | ceremony statement | §4.1 L9: at a meeting, 表态发言
asks case.award_again | ceremony statement | §4.1 L9
asks case.name_helper | helper | §4.1 L10
asks case.file_plan | analysis items | §4.1 L10: 检视剖析, items, owner, date
asks case.urge | urging | §13A
asks case.return_plan | lacking | §4.1 L10
asks case.report_progress | progress proof? | §4.1 L10
asks case.cosign | cosign differs proof? | §2: co-sign progress
asks case.advise | help proof? | §2: log help
asks case.ask_longer | rectify_longer proof? | §4.1 L12B
asks case.apply_removal | result proof? | §4.1 L11
asks case.name_evaluator | evaluator | §4.1 L11
asks case.evaluate | site proof? satisfaction indicator advice | §4.1 L11: site check, satisfaction, indicator
asks case.judge | choice reason | §4.1 L12A, §2 rule 3
asks case.decide | decision reason | §4.1 L12B: reasons
asks case.refer | organ document | §4.1 L12C: 纪委 or 组织部
asks case.record_outcome | outcome | §4.1 L12C
asks case.close | reason | §11.1
asks case.commend | honour | §4.1 L15
asks case.revoke | reason | §4.1 V
asks objection.raise | about objector why evidence? | §4.1 L7: real-name, facts
asks objection.extend | why_longer | §4.1 L7
asks objection.find | finding reason | §4.1 L7
asks public_objection.submit | about why evidence? name contact | §4.1 L7: anyone in scope, real-name, facts
asks public_objection.extend | why_longer | §4.1 L7
asks public_objection.find | finding reason | §4.1 L7
asks plan_item.list | item owner until | §4.1 L10: item, owner, date
asks plan_item.prove | proof files? | §4.1 L10: evidence
asks plan_item.send_back | lacking | §4.1 L10
asks slack_flag.hang | meeting grounds | §9: 黄旗通知, 经会议研究, 因原因
asks opening.ask | about why | §11.5: with reason
asks opening.refuse | reason | §11.5
asks edition.propose | title yields fields quota begins_on ends_on authorisation? | §4: name, window, quotas, document; §4.2 N0: fields
asks edition.drop | reason | §4
asks edition.compare | places few? | §4.2 N4: 1.5 a place, or a reason
asks edition.take_fewer | places reason | §4.2 N4
asks edition.give_notice | measures | §4.2 N5, §9: by which measures
asks edition.commend | meeting honours | §4.2 N8: flowers, trophy at meeting
asks edition.find_none | reason | §4
asks edition.close | reason | §4
asks audit.find_anomalous | which note | §2, §11.12: flag anomalies
asks audit.account_for | account | §11.12: leaders account for what was found
asks edition.correct | reason | §9: 更正声明
asks candidate.enter | name post | §4.2 N1
asks candidate.reply_discipline | discipline discipline_by discipline_ground | §4.2 N2: who says so, and the ground
asks candidate.reply_organisation | organisation organisation_by organisation_ground | §4.2 N2
asks candidate.reply_petition | petition petition_by petition_ground | §4.2 N2
asks candidate.reply_industry | industry industry_by industry_ground | §4.2 N2
asks candidate.pass_check | red_lines | §4.2 N2: safety, false data
asks candidate.rule_out | ground reason | §4.2 N2
asks candidate.name_inspectors | inspectors | §4.2 N3
asks candidate.report | colleagues served found merits | §4.2 N3: colleagues and service users asked
asks candidate.compare | results difficulty effect qualities | §4.2 N4: the rubric
asks candidate.select | authorisation? | §4
asks candidate.ask_consent | nominee | §4.2 N1
asks candidate.consent | consent | §4.2 N1
asks candidate.record_consent | consent consent_paper | §11.2: written
asks candidate.record_withdrawal | withdrawal_paper | §11.2
asks candidate.record_name_withdrawn | withdrawal_paper | §11.2
asks candidate.reword | merits | §4.2 N5: deeds
asks candidate.be_put_up | measures | §4.2 N5, §9: by which measures
asks candidate.not_approve | reason | §4.2 N7
asks candidate.be_put_forward | meeting honours | §4.2 N8
asks candidate.revoke | reason | §4.2 V
asks project.register | owner kind code title lead? team? starts? | §6.4, §13B
asks project.revise | owner kind code title lead? team? starts? | §6.4
asks project.set_plan | months | §2: monthly plan
asks project.change_plan | months why proof? | §2: change request
asks project.finish | result proof? | §11.1
asks project.drop | reason | §11.1
asks project_month.open | month until | §6.4
asks project_month.report | actual begun note? | §2, §6.4: actual, the start
asks project_month.note_talk | talked_on talk | §6.4: talks
asks project_month.be_lit | light | §6.4
asks exemption.ask | about ground first many account document | §6.4: a document, one quarter at most
asks exemption.decide | answer why | §6.4: approved
asks exemption.end_early | reason | §11.1
asks project_quarter.propose | month | §5, §9
asks project_quarter.strike | struck reason | §5: a person decides
asks project_card.issue | quarter cause | §5: CARD-Y
asks project_card.look_back | mended found proof? | §5: 回头看
asks project_card.show_red | reason | §5: CARD-R
asks project_card.spare | reason | §11.1
asks project_card.revoke | reason | §11.1
asks decided_flag.propose | unit category colour grounds authorisation | §5, §4: the document and the grounds
asks decided_flag.turn_down | reason | §5
asks decided_flag.hang_up | place custodian hung_on | §5: flag_no, custodian, hung_place, since
asks decided_flag.hand_in | returned_on | §5
asks decided_flag.revoke | reason | §5: a reversing entry
asks snail.propose | about grounds | §5: from a case
asks snail.record | hung_on grounds | §5: awards of past years, from a file
asks snail.award | authorisation | §4: the document
asks snail.drop | reason | §5
asks snail.report | result proof? | §1: 督察销号
asks snail.send_back | lacking | §1
asks snail.revoke | reason | §11.1
asks snail_year.propose | year awards before? | §5, §6.5
asks project_year.propose | year flagged reds? | §6.5
asks project_year.commend | authorisation | §4: the document
asks project_year.drop | reason | §4
asks arena.plan | title day place speakers criteria? | §6.6
asks arena.send_proxy | absent proxy | §6.6
asks arena.call_off | reason | §6.6
asks arena_slot.line_up | unit place | §6.6
asks arena_slot.rate | marks | §6.6
asks arena_slot.leave_unscored | reason | §6.6
asks light_list.propose | month | §6.4, §9
asks project_month.correct | actual begun why | §6.1: with a reason
asks contact.record | about | §2 rule 5
asks contact.say_who | who how? | §2 rule 5
asks recusal.ask | about who why | §2 rule 1
asks recusal.order | person | §2 rule 1
asks recusal.refuse | reason | §2 rule 1
asks pledge.file | contest target proof? counted amount measured baseline? until? team? | §1: target, date
asks pledge.revise | contest target proof? counted amount measured baseline? until? team? | §1: target, date
asks pledge.send_back | reason | §11.1
asks pledge.report_progress | progress proof? done? | §1
asks pledge.change_target | target? amount? until? why proof? | §1
asks pledge.report_outcome | claim result proof? done? | §1: outcome
asks pledge.ask_more | lacking | §11.1
asks pledge.verify | finding checked | §1: outcome
asks pledge.retract | reason proof? | §11.1
asks pledge.reopen | reason | §11.1
asks pledge_quarter.propose | month | §1, §9
asks difficulty.raise | about sort account proof? | §8: policy, funds, approval, inputs
asks difficulty.assign | unit | §8
asks difficulty.turn_down | reason | §11.1
asks difficulty.solve | result proof? | §8
asks difficulty.send_back | lacking proof? | §8
asks breakthrough.list | title owner leader team? mission? milestones | §8: lead, task force, mission letter, milestones
asks breakthrough.revise | title owner leader team? mission? | §8
asks breakthrough.report_week | progress | §8: one line
asks breakthrough.join | joining | §8: members by unit and post
asks breakthrough.leave | leaving | §8
asks breakthrough.add_milestones | milestones | §8
asks breakthrough.finish | result proof? | §8: results
asks breakthrough.drop | reason | §11.1
asks milestone.plan | milestone until | §8
asks milestone.instruct | instruction | §8
asks milestone.change_due | until why proof? | §11.1
asks milestone.report_reached | result evidence | §8
asks milestone.verify | checked | §8
asks milestone.send_back | lacking | §8
asks milestone.drop | reason | §11.1
asks patrol_issue.raise | sort segment account proof? | §8: segment; no forced photo
asks patrol_issue.assign | unit | §8
asks patrol_issue.turn_down | reason | §11.1
asks patrol_issue.solve | result evidence | §8: fixed
asks patrol_issue.send_back | lacking proof? | §8
asks discussion.open | title question | §8: topic
asks discussion.give_opinion | opinion | §8: anonymous opinions
asks discussion.sum_up | summary | §8: 查摆
asks discussion.list_measures | measures | §8: measure list with dates
asks discussion.drop | reason | §8
asks discussion_measure.list | unit measure until | §8: measure list with dates
asks discussion_measure.report_done | result proof? | §8
asks discussion_measure.verify | checked | §8
asks discussion_measure.send_back | lacking | §11.1
asks discussion_measure.drop | reason | §11.1
asks service_visit.raise | sort visited visited_on account proof? | §8: specialist, visit note at most 200 characters
asks service_visit.assign | unit | §8: issue dispatch
asks service_visit.turn_down | reason | §11.1
asks service_visit.solve | result proof? | §8: answer
asks service_visit.send_back | lacking proof? | §8: the enterprise confirms
asks posting.plan | line host post task | §8: line, post
asks posting.post | cadre mentor | §8: person, mentor
asks posting.drop | reason | §8
asks posting.change_mentor | mentor | §8: mentor
asks posting.tell_progress | progress proof? | §8
asks posting.advise | opinion proof? | §8
asks posting.appraise | grade appraisal | §8: appraisal form
asks posting.extend | reason | §8
asks posting.end_early | reason | §8
asks undertaking.list | owner aspect number undertaking until | §8: aspect, measure, owner, due
asks undertaking.revise | owner aspect number undertaking | §8
asks undertaking.begin | progress proof? | §8
asks undertaking.report_progress | progress proof? | §8
asks undertaking.change_due | until why proof? | §8: due
asks undertaking.report_done | result evidence | §8: evidence
asks undertaking.verify | checked | §8
asks undertaking.send_back | lacking | §11.1
asks undertaking.reopen | reason | §11.1
asks undertaking.drop | reason | §11.1
""")


@pytest.mark.parametrize("matter", sorted(PROCEDURES))
def test_a_move_asks_what_its_sheet_says(matter: str) -> None:
    asked = {
        f"{matter}.{move}": law.counted(f"{each.name}{'?' if each.may_skip else ''}" for each in rule.asks)
        for move, rule in PROCEDURES[matter].moves.items()
        if rule.asks
    }
    assert asked == {move: said["asked"] for (kind, move), said in ASKED.says.items() if move.startswith(f"{matter}.")}


def test_every_line_cites_a_section_that_there_is() -> None:
    assert not [row for row, cites in ASKED.cites.items() if not cites or set(cites) - law.SECTIONS]


AT_WORK = frozenset({Relation.SUBJECT, Relation.HELPER, Relation.EVALUATOR, Relation.VISITOR})
FROM_OUTSIDE = OWN_SIDE | AT_WORK | {Role.REPORTER, Role.UNIT_CONTACT}
GATHERED = frozenset({ANSWER, SUPPLEMENT})  # by a dialogue of their own, until 完成
PROVEN_APART = {"case.file_plan", "flag_plan.file"}  # each of its items has its own proof


def _ends_at_once(rule: Rule) -> bool:
    """Whether a long answer is filed with its first line: nothing waits behind it, neither a preview nor files until 完成."""
    last = max((place for place, each in enumerate(rule.asks) if each.how == "text" and _is_long(each)), default=-1)
    return last >= 0 and not rule.is_previewed and all(each.how != "files" for each in rule.asks[last:])


def _is_long(each: Asked) -> bool:
    return each.longest >= LEAST_CONTINUED


def test_nobody_outside_of_the_office_files_the_first_of_five_short_lines_alone() -> None:
    """报送进度 and 申请摘旗 filed the first line at once; what was sent after it was lost, or stood apart."""
    moves = {f"{kind}.{name}": rule for kind, table in PROCEDURES.items() for name, rule in table.moves.items()}
    outside = {name: rule for name, rule in moves.items() if rule.by & FROM_OUTSIDE}
    assert not [name for name, rule in outside.items() if _ends_at_once(rule) and name.split(".")[1] not in GATHERED]
    reports = {name: rule for name, rule in moves.items() if rule.by & AT_WORK and any(map(_is_told, rule.asks))}
    bare = {name for name, rule in reports.items() if all(each.how != "files" for each in rule.asks)}
    assert bare == PROVEN_APART, "whoever reports from where it happened has pictures of it"


def _is_told(each: Asked) -> bool:
    return (each.how == "text" and _is_long(each)) or each.how == "past_day"
