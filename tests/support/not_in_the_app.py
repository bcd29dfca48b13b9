"""What is not played with staff in the corporation's app (`wecom`), nor with citizens on WeChat besides (`wechat`), and why: of the
conversations (`make doors`), the scenarios and the transcripts of all matters (`make wecom`)."""

from __future__ import annotations

ON_WECOM = {
    "members send documents to no app, nor pictures as files: who has a document photographs it": (
        "test_conversations_on_channels::test_a_guided_report_with_an_album_of_photos_and_a_document",
        "test_conversations_on_channels::test_a_film_and_office_files_can_be_judged_on_the_channel_itself",
        "test_conversations_on_channels::test_a_picture_sent_as_a_file_is_shown_and_one_that_cannot_be_shown_is_named_to_both_sides",
        "test_people::test_a_unit_replies_in_pictures_and_short_lines_and_comes_back_the_next_day",
    ),
    "there are no albums": (
        "test_conversations_on_channels::test_an_album_has_one_answer_whatever_the_channel_makes_of_it",
    ),
    "a receipt is a picture as on Telegram; this looks at how Telegram marks words": (
        "test_conversations_on_channels::test_a_receipt_is_something_to_keep",
    ),
}
ON_WECHAT = {
    "members send documents to no app": ("test_projects::test_an_owner_asks_for_no_light_and_a_leader_decides",),
    "a reviewer in the app is handed a recording as a file": (
        "test_conversations_on_channels::test_a_guided_report_with_an_album_of_photos_and_a_document",
    ),
    "a receipt is a picture as on Telegram; this looks at how Telegram marks words": (
        "test_conversations_on_channels::test_a_receipt_is_something_to_keep",
    ),
    "it looks behind the doors, or changes there what an open house reads anew": (
        "test_arena_ranks",
        "test_clue_terms::test_a_petition_has_fifteen_days_and_a_card_that_says_so",
        "test_clue_terms::test_what_is_verified_costs_the_unit_points_that_rest_while_it_is_reviewed",
        "test_clue_terms::test_who_signs_with_a_real_name_hears_within_fifteen_working_days_at_the_latest",
        "test_dashboard",
        "test_everything_belongs_to_the_report::test_a_sentence_and_then_photos_at_once_are_all_kept",
        "test_exports::test_a_signed_clue_is_exported_without_who_signed_it_and_what_they_told",
        "test_filing::test_an_indicator_with_days_of_its_own_is_asked_for_reminded_and_frozen_by_them",
        "test_filing::test_what_is_late_is_asked_for_again_and_on_the_day_of_freezing_what_is_there_ranks",
        "test_modules::test_nothing_begins_of_a_module_that_is_off_whoever_would_begin_it",
        "test_modules::test_what_began_before_goes_on_to_its_end",
        "test_morning_list::test_a_list_asks_as_much_of_four_matters_as_of_one",
        "test_morning_list::test_another_list_of_the_same_morning_asks_of_the_matters_nothing_anew",
        "test_office::test_an_administrator_corrects_profile_and_calendar_in_chat",
        "test_papers",
        "test_people::test_what_is_asked_before_a_role_is_given_or_taken_reads_well",
        "test_project_curves::test_whoever_sees_a_project_sees_its_year_against_the_plan",
        "test_projects::test_progress_comes_by_a_file_of_the_unit_itself_as_well",
        "test_report_a_clue::test_a_forged_button_or_one_of_somebody_else_changes_nothing",
        "test_score_sheet::test_a_unit_reads_how_each_point_came_about_objects_and_the_list_is_open_again",
        "test_taken_back",
        "test_to_publish::test_what_was_said_is_corrected_as_widely_by_a_writer_who_does_not_sign_and_waits_for_no_other",
        "test_troubles",
        "test_upward::test_nobody_of_the_office_sees_counts_or_finds_it_whatever_they_ask",
    ),
    "it is about our own page: its sessions open one's own matters without a code, and it says what it keeps": (
        "test_candidates::test_the_contact_of_a_unit_nominates_follows_it_by_code_and_decides_nothing_of_it",
        "test_codes_and_questions::test_a_code_typed_at_once_in_a_fresh_browser_shows_the_matter_in_one_message",
        "test_codes_and_questions::test_a_number_asks_for_the_code_and_shows_what_is_ones_own",
        "test_codes_and_questions::test_a_question_after_ones_matter_leads_to_it",
        "test_codes_and_questions::test_a_receipt_can_be_kept_as_a_picture_at_once_or_later_by_its_code",
        "test_codes_and_questions::test_what_is_no_code_is_not_counted_as_a_wrong_one",
        "test_codes_and_questions::test_who_is_locked_out_still_opens_their_own",
        "test_my_data::test_people_read_what_is_kept_of_them",
        "test_my_data::test_the_board_is_empty_until_something_was_announced",
        "test_office::test_a_clue_is_judged_to_its_end_by_the_rules_it_began_under",
        "test_openings::test_an_anonymous_reporter_stays_one",
        "test_openings::test_two_open_it_the_custodian_alone_sees_who_it_is_and_nothing_of_the_clue",
        "test_openings::test_who_reported_is_wiped_with_the_opening_though_the_page_is_not_opened_again_and_its_reader_leads",
        "test_questions_of_fear::test_before_consent_the_question_is_answered_and_kept_only_if_it_belongs",
        "test_report_a_clue::test_a_real_name_is_not_taken_on_telegram",
        "test_the_notice_in_short::test_the_greeting_says_nothing_twice_and_leads_to_the_whole",
        "test_triage::test_a_session_of_our_own_page_may_look_without_the_code",
        "test_working_a_queue::test_all_of_a_long_queue_is_reached_and_its_buttons_say_what_they_open",
    ),
    "what is said on a page may be said anew until somebody looks; here it has left": (
        "test_codes_and_questions::test_a_code_is_no_answer_at_any_step_of_a_report_and_stands_in_no_story",
        "test_desk::test_it_is_refreshed_until_somebody_looks_and_made_anew_afterwards",
        "test_desk::test_new_clues_come_as_one_line_and_not_as_cards",
        "test_triage::test_a_long_queue_is_paged",
    ),
    "a card whose code is used up stays as it is until its reader presses it, or is recalled without a word": (
        "test_evidence_goes_with_its_card",
        "test_nominate_a_striver::test_more_is_asked_answered_supplemented_and_withdrawn_as_with_a_clue",
        "test_people::test_what_still_waits_to_be_sent_is_not_said_to_somebody_whose_last_role_is_gone",
        "test_people::test_whoever_links_the_account_they_reported_by_has_that_out_of_their_hands_and_stays_unknown_to_all",
        "test_review_meetings::test_nobody_is_asked_to_a_meeting_whose_day_is_over_and_nobody_strikes_their_own_unit",
        "test_triage::test_a_rejection_that_is_declined_leaves_the_clue_where_it_was",
        "test_triage::test_a_review_is_decided_by_people_who_took_no_part_in_the_decision",
        "test_triage::test_whoever_recuses_themselves_sees_it_no_more",
    ),
    "it looks at more buttons under one message than there can be": (
        "test_clue_terms::test_more_time_to_verify_is_asked_by_the_officer_and_refused_with_a_reason_or_granted",
        "test_leaders_and_a_list::test_a_unit_that_stands_twice_is_told_apart_by_colour_and_category",
    ),
    "five messages, or two days, and WeChat brings a citizen nothing more until they write": (
        "test_triage::test_whoever_does_not_answer_is_reminded_and_then_judged_on_what_is_there",
        "test_upward::test_it_reaches_the_contact_above_as_an_alias_and_whoever_reported_is_answered",
    ),
    "there are no albums, no edited messages and no names of pictures there": (
        "test_conversations_on_channels::test_an_album_has_one_answer_whatever_the_channel_makes_of_it",
        "test_edited_messages",
        "test_everything_belongs_to_the_report::test_an_album_after_consent_is_one_answer",
        "test_everything_belongs_to_the_report::test_an_album_with_a_caption_is_kept_whole_before_consent",
        "test_everything_belongs_to_the_report::test_each_file_beyond_thirty_is_refused_by_name_and_the_thirty_stay",
        "test_everything_belongs_to_the_report::test_files_where_only_words_are_asked_for_are_refused_by_name",
        "test_listening::test_words_of_a_reviewer_are_answered_as_a_reviewers",
    ),
}
NOT_THERE = {"wecom": ON_WECOM, "wechat": ON_WECHAT}


def why(channel: str, file: str, name: str) -> str:
    """Why a test of this file is not played on a channel; empty where it is."""
    rows = NOT_THERE.get(channel, {}).items()
    return next((reason for reason, which in rows if file in which or f"{file}::{name}" in which), "")
