"""What the guide promises, in its own words, and the test that holds each; its readers have no use for the paths."""

PROMISES: dict[str, dict[str, str]] = {
    "officer-first-hour.md": {
        "This stands at the head of every form for what was seen or said": (
            "tests/stakeholders/test_never_here.py::test_every_form_for_what_was_seen_or_said_begins_with_it"
        ),
        "choose a password of at least 12 characters; one that is easily guessed is refused": (
            "tests/accounts/test_passwords.py"
        ),
        "You are signed out after 30 minutes without a click": (
            "tests/accounts/test_sign_in.py::test_a_session_ends_after_half_an_hour_without_use_and_says_so"
        ),
        "records you saved and did not hand in": (
            "tests/records/test_typed.py::test_what_was_saved_and_never_handed_in_waits_for_its_author"
        ),
        "accents, capitals and order make no difference": (
            "tests/core/test_search.py::test_case_accents_and_spellings_make_no_difference"
        ),
        "What you may not read is neither found nor counted": (
            "tests/home/test_search.py::test_every_kind_is_found_up_to_ones_clearance_and_nothing_above"
        ),
        "On a phone the form comes in three parts": (
            "tests/browser/test_observations.py::"
            "test_on_a_phone_it_comes_in_three_steps_and_leads_to_the_step_in_which_something_is_wrong"
        ),
        "An opinion, a protest or worship that is lawful is refused, with the reason": (
            "tests/mapping/test_observations.py::"
            "test_what_is_lawful_is_refused_with_the_reason_and_nothing_typed_is_lost"
        ),
        "It stands as your proposal, with your name, until a reviewer approves it": (
            "tests/mapping/test_proposed.py::test_the_officer_proposes_and_nothing_counts_before_it_is_approved"
        ),
        "Take it out, or say that it must stay": (
            "tests/records/test_screening.py::test_it_is_saved_all_the_same_where_somebody_says_so_of_just_this_text"
        ),
        "What you type is kept as a draft within two seconds": (
            "tests/browser/test_bad_day.py::test_nothing_is_lost_and_nothing_is_there_twice"
        ),
        "only you see them": "tests/records/test_drafts.py::test_a_draft_is_nobody_else_s_business",
        "or 90 days after you touched it last": (
            "tests/records/test_typed.py::test_it_goes_with_its_record_and_after_its_time"
        ),
        "Whatever else you send waits for the line and for your password": (
            "tests/browser/test_line.py::test_a_form_sent_without_a_line_stays_where_it_is"
        ),
        "one click, taken back as easily": "tests/mapping/test_once.py::test_one_click_decides_and_one_takes_it_back",
        "each in a row of its own": (
            "tests/stakeholders/test_conversations.py::"
            "test_a_conversation_holds_several_statements_and_a_population_group"
        ),
        "where at least three organisations of it came": (
            "tests/stakeholders/test_confidentiality.py::"
            "test_under_the_chatham_house_rule_a_sector_is_kept_where_three_of_it_came"
        ),
        "what three such consultations of a year say alike counts in the diagnosis": (
            "tests/access/test_one_session.py::test_no_diagnosis_is_made_of_it"
        ),
        "cannot be loosened later": (
            "tests/stakeholders/test_confidentiality.py::test_a_rule_that_was_promised_is_not_loosened"
        ),
        "if somebody else saved a section meanwhile, you see both texts and decide": (
            "tests/stakeholders/test_recording.py::test_what_was_changed_meanwhile_is_shown_and_nothing_overwritten"
        ),
        "the form refuses that, and a title or a statement that names one of the city's groups": (
            "tests/mapping/test_factors.py::test_a_text_that_names_a_group_of_the_city_is_refused_and_no_button_saves_it"
        ),
        "A reviewer returns a record with a question": (
            "tests/mapping/test_observations.py::test_what_is_returned_says_why_and_waits_for_its_author"
        ),
        "The address keeps what you chose": ("tests/mapping/test_map.py::test_what_is_asked_for_stands_in_the_address"),
        "Each number leads to just its records": (
            "tests/mapping/test_district_page.py::test_every_number_leads_to_just_its_records"
        ),
    },
    "admin-first-diagnosis.md": {
        "*Send again* makes another, and the one before no longer works": (
            "tests/accounts/test_invitations.py::test_sending_again_pressed_twice_is_one_mail_and_its_link_works"
        ),
        "of one kind, person or stretch of days; its file has all of it": (
            "tests/records/test_history.py::test_one_turns_the_pages_of_a_long_history_to_its_first_day"
        ),
        "Without it nothing is saved": (
            "tests/records/test_processing_record.py::test_the_database_keeps_nothing_before_it_is_filled"
        ),
        "A clearance above TLP:GREEN needs the ground of secrecy": (
            "tests/records/test_second_admin_pages.py::test_a_clearance_above_green_needs_the_ground_of_secrecy"
        ),
        "wait for a second admin, or for seven days in which nobody refuses": (
            "tests/records/test_second_admin.py::test_it_comes_to_nothing_or_takes_effect_after_seven_days"
        ),
        "Your own records are approved by somebody else, and so is what you handed in or changed since it was": (
            "tests/records/test_four_eyes.py::test_every_author_editor_and_approver"
        ),
        "Completing it is no change": (
            "tests/records/test_four_eyes.py::test_completing_what_is_the_reviewers_to_fill_is_no_change"
        ),
        "you are told so and approve it all the same with a tick": (
            "tests/records/test_several.py::test_what_would_count_without_a_current_or_a_severity_is_said_before"
        ),
        "What cannot be approved is named with the reason; the others count": (
            "tests/records/test_several.py::test_one_that_is_refused_keeps_no_other_from_counting_and_is_named_with_why"
        ),
        "It ends when a second admin comes in": (
            "tests/records/test_alone.py::test_it_ends_for_good_with_the_next_one_who_could_look"
        ),
        "read and approved by the one admin it names, and by nobody else": (
            "tests/stakeholders/test_confidentiality.py::test_only_the_named_admin_approves_a_confidential_one"
        ),
        "Diagnoses that were made of it follow": (
            "tests/reports/test_following.py::test_raising_what_a_diagnosis_was_made_of_raises_all_of_it"
        ),
        "section 3 says that they are left out, not whether there are any": (
            "tests/access/test_marking_canary.py::"
            "test_what_a_diagnosis_is_made_of_is_the_same_bytes_with_a_record_above_and_without"
        ),
        "section 3 says what was left out": (
            "tests/reports/test_standing.py::test_section_3_says_what_was_left_out_and_moved_and_nothing_else"
        ),
        "no rates, no map of districts, what people need before what was recorded": (
            "tests/reports/test_standing.py::test_the_short_one_has_no_rates_and_no_map_and_needs_come_first"
        ),
        "Whoever wrote one does not release": (
            "tests/reports/judgements/test_written.py::test_whoever_wrote_one_does_not_release_it"
        ),
        "cannot be attached, and the page says why": (
            "tests/reports/judgements/test_written.py::test_what_is_above_the_reports_is_refused_with_the_reason"
        ),
        "it does so where that edition prints the need it answers": (
            "tests/reports/partner/test_report.py::"
            "test_a_recommendation_is_told_where_somebody_said_so_and_its_need_is_printed_here"
        ),
        "links to both editions": (
            "tests/reports/release/test_hits.py::test_the_check_leads_to_the_very_pages_that_are_released"
        ),
        "What is found stays only with a reason": (
            "tests/reports/release/test_hits.py::test_it_stays_with_a_reason_alone_and_what_was_checked_is_what_is_released"
        ),
        "A released diagnosis never changes": (
            "tests/reports/release/test_released_is_final.py::"
            "test_nothing_is_lost_doubled_or_changed_by_kills_and_people_in_between"
        ),
        "the address answers as if it did not exist": (
            "tests/reports/test_pages.py::test_diagnoses_of_another_city_do_not_exist"
        ),
        "every count of records is a link for those who may read records": (
            "tests/reports/leads/test_chain.py::test_every_number_of_the_summary_leads_to_its_records_and_back"
        ),
        "no count below five, none at all included": (
            "tests/reports/partner/test_report.py::test_no_count_below_five_stands_anywhere"
        ),
        "partners get no figures": (
            "tests/reports/partner/test_report.py::test_nothing_is_told_of_a_period_that_shares_days_with_one_that_was"
        ),
        "who searched over everything, but not for what": (
            "tests/home/test_search.py::test_what_was_shown_leaves_a_line_and_what_was_asked_for_does_not"
        ),
        "the admins get a notice": ("tests/records/test_reading.py::test_admins_are_told_once_a_person_and_day"),
        "it runs every night, and says what to do if not": (
            "tests/records/test_verification.py::test_the_page_tells_admins_what_was_found_and_what_to_do"
        ),
    },
    "member.md": {
        "the map of the districts as the partner edition prints it": (
            "tests/home/test_member_home.py::test_the_map_is_the_table_of_the_partner_edition_and_no_more"
        ),
        "small counts are protected, and nothing else in it gives them away": (
            "tests/analysis/protection/test_attack.py"
        ),
        "What is above your clearance is neither shown nor counted": (
            "tests/access/test_marking_canary.py::"
            "test_nobody_meets_a_word_above_their_clearance_or_sees_that_there_is_one"
        ),
        "others read it only if you let them": (
            "tests/notices/test_asking.py::test_only_who_is_asked_need_answer_and_answers_are_the_city_s_until_shared"
        ),
        "You are asked to acknowledge a notice only where it asks something": (
            "tests/notices/test_asking.py::test_of_a_notice_that_asks_nothing_nobody_need_take_note"
        ),
        "A mail has links and never says what changed": (
            "tests/notices/test_mailing.py::test_ten_changes_are_one_mail_newest_first_and_nothing_of_them_is_in_it"
        ),
        "It ends with your membership": (
            "tests/notices/test_following.py::"
            "test_feed_and_calendar_are_dead_once_renewed_or_ended_or_their_member_is_gone"
        ),
        "It raises a flag that does not close before the city decided": "tests/planning/test_flags.py",
        "and why.": "tests/stakeholders/test_signing.py::test_any_member_asks_for_a_revision_and_reads_the_answer",
        "A member that has not signed reads TLP:CLEAR alone": "tests/access/test_unsigned_pages.py",
    },
    "changes.md": {
        "a notice waits under *Adapt* within a minute": (
            "tests/notices/test_collecting.py::test_a_change_waits_to_be_told_whatever_way_it_was_made"
        ),
        "if all is as it was before, the notice goes away": (
            "tests/notices/test_collecting.py::"
            "test_several_changes_of_one_thing_are_one_notice_and_what_is_taken_back_is_none"
        ),
        "the release is refused and you read it once more": (
            "tests/notices/test_changes.py::test_what_changed_since_it_was_read_is_not_released"
        ),
        "Members who are not cleared for it learn that something changed, not what": (
            "tests/notices/test_changes.py::test_who_is_not_cleared_learns_that_something_changed_and_nothing_of_it"
        ),
        "whoever has not answered is reminded once": (
            "tests/notices/test_asking.py::test_one_reminder_goes_by_rule_and_more_by_button"
        ),
        "who was not reached yet, who was asked and has not answered, who has not opened it yet": (
            "tests/notices/test_asking.py::"
            "test_an_admin_sees_who_was_not_reached_who_has_not_answered_and_who_has_not_opened"
        ),
        "Nothing above TLP:GREEN goes by letter": (
            "tests/notices/test_on_paper.py::"
            "test_nothing_above_green_goes_by_letter_and_admins_read_who_is_to_be_told_otherwise"
        ),
        "Whoever may approve is mailed that something was handed in": (
            "tests/notices/test_waiting.py::test_what_is_handed_in_returned_and_approved_waits_for_whom_it_should"
        ),
    },
    "memorandum.md": {
        "Before the first version holds, everybody reads what they are cleared for": (
            "tests/stakeholders/test_unsigned.py::test_without_a_memorandum_everybody_reads_as_cleared"
        ),
        "An admin who neither wrote any of it nor put it to the members puts it in force": (
            "tests/stakeholders/test_memorandum.py::test_nobody_puts_in_force_what_they_wrote_or_put_to_the_members"
        ),
        "From then on no word of it changes": (
            "tests/stakeholders/test_memorandum.py::test_no_row_of_a_decided_version_changes_whoever_writes_it"
        ),
        "From that day on every member reads TLP:CLEAR alone, whoever has signed": (
            "tests/stakeholders/test_ending.py::test_what_a_member_reads_once_it_is_ended"
        ),
        "and **30 days** after the next one came in force": (
            "tests/stakeholders/test_unsigned.py::test_a_signature_of_the_version_before_holds_for_thirty_days"
        ),
        "an older signature does not help it": (
            "tests/stakeholders/test_unsigned.py::test_who_withdrew_the_newest_has_no_days_left_of_an_older_one"
        ),
        "part by part, with only what differs marked": (
            "tests/stakeholders/test_memorandum.py::"
            "test_two_versions_beside_each_other_tell_what_is_otherwise_and_nothing_else"
        ),
    },
    "plan.md": {
        "need, district and ground are filled in": (
            "tests/planning/test_projects.py::test_a_project_begins_with_a_priority_and_stands_on_it"
        ),
        "so the next diagnosis tells what became of it": (
            "tests/planning/test_projects.py::test_a_ground_says_what_became_of_it_in_the_next_diagnosis"
        ),
        "is refused with what to write instead": (
            "tests/planning/test_projects.py::"
            "test_whom_it_is_for_is_never_said_by_who_they_are_where_some_may_be_drawn_in"
        ),
        "Every member up to their clearance, which the marking of the project decides": (
            "tests/planning/test_projects.py::test_members_read_the_plan_up_to_their_clearance_and_change_nothing"
        ),
        "an admin agrees who neither wrote it, asked for it nor changed it since": (
            "tests/planning/test_projects.py::test_nobody_agrees_to_what_they_wrote_asked_for_or_changed_since"
        ),
        "nine in ten cities in which nothing changed see no such flag in a year": (
            "tests/planning/test_weekly_look.py::"
            "test_a_city_in_which_nothing_changed_sees_a_flag_in_at_most_one_year_of_ten"
        ),
        "What is above an edition is neither in it nor counted": (
            "tests/planning/test_action_plan.py::test_the_partner_edition_holds_nothing_amber"
        ),
    },
}
