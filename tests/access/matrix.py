"""Who may open what: a line for every address of the site. An address without a line fails the suite.

A page of a city says which of its roles may open it, and how it answers them to GET and to an empty POST:

    "people": City("ao", get=200),

`ao`: admins and officers; `r` are network members. Whoever else belongs to the city is refused (403); whoever does
not gets 404, as if the city did not exist; who has not signed in is asked to. A method that is not named is 405.
If the page shows one thing, add what stands in its address to `furnish` in `ground.py`.

Other pages say how they answer somebody who has not signed in, and somebody who has:

    # By a secret alone: who has none finds nothing, signed in or not.
    "follow_changes": Person(anonymous=404, get=404, anonymous_post=405),
    "follow_dates": Person(anonymous=404, get=404, anonymous_post=405),
    "account": Person(anonymous=302, get=200, post=200),
"""

from dataclasses import dataclass

NOT_ALLOWED = 405


@dataclass(frozen=True, slots=True)
class City:
    """A page of a city."""

    roles: str
    get: int = NOT_ALLOWED
    post: int = NOT_ALLOWED


@dataclass(frozen=True, slots=True)
class Person:
    """A page that belongs to no city."""

    anonymous: int
    get: int = NOT_ALLOWED
    post: int = NOT_ALLOWED
    anonymous_post: int = 302


MATRIX: dict[str, City | Person] = {
    # A city's pages.
    "city_home": City("aor", get=200),
    "search": City("aor", get=200),
    "people": City("ao", get=200),
    "people_export": City("a", get=200),
    "pending_change": City("a", get=200, post=302),
    "people_invite": City("a", get=200, post=200),
    "people_change": City("a", get=200, post=200),
    "people_remove": City("a", get=200, post=302),
    "city_leave": City("aor", get=200, post=302),
    "invitation_again": City("a", post=302),
    "invitation_withdraw": City("a", post=302),
    "host_access_decide": City("a", get=200, post=302),
    "city_settings": City("a", get=200, post=200),
    "alone": City("a", get=200, post=200),
    "alone_end": City("a", post=302),
    "processing_record": City("ao", get=200, post=200),
    "drafts": City("aor", get=200),
    "draft": City("aor", get=404),
    "draft_throw_away": City("aor", get=404, post=404),
    "draft_keep": City("a", post=200),
    "draft_discard": City("a", get=302, post=302),
    "jobs": City("ao", get=200),
    "jobs_export": City("ao", get=200),
    "job": City("ao", get=200),
    "job_cancel": City("a", get=200, post=302),
    "job_retry": City("a", post=302),
    "map": City("ao", get=200),
    "map_export": City("ao", get=200),
    "sources": City("ao", get=200),
    "sources_export": City("ao", get=200),
    "source_new": City("a", get=200, post=200),
    "source_change": City("a", get=200, post=200),
    "trigger_events": City("ao", get=200),
    "trigger_events_export": City("ao", get=200),
    "trigger_event_new": City("a", get=200, post=200),
    "trigger_event_change": City("a", get=200, post=200),
    "trigger_event_remove": City("a", get=200, post=302),
    "districts": City("aor", get=200),
    "districts_export": City("ao", get=200),
    "district": City("aor", get=200),
    "observations": City("ao", get=200),
    "observations_export": City("ao", get=200),
    "factors": City("ao", get=200),
    "factors_export": City("ao", get=200),
    "factor_new": City("ao", get=200, post=200),
    "factor": City("ao", get=200),
    "factor_change": City("ao", get=200, post=200),
    "series_list": City("ao", get=200),
    "series_new": City("ao", get=200, post=200),
    "series": City("ao", get=200),
    "series_change": City("ao", get=200, post=200),
    "series_link": City("ao", post=302),
    "observation_series": City("ao", post=302),
    "pairs": City("ao", get=200),
    "pair_decide": City("ao", post=404),
    "pair_undo": City("ao", post=302),
    "observation_new": City("ao", get=200, post=200),
    "observation_change": City("ao", get=200, post=200),
    "observation": City("ao", get=200),
    "organisations": City("ao", get=200),
    "organisations_export": City("ao", get=200),
    "organisation_new": City("ao", get=200, post=200),
    "organisation": City("ao", get=200),
    "organisation_change": City("ao", get=200, post=200),
    "services": City("ao", get=200),
    "services_export": City("ao", get=200),
    "service_new": City("ao", get=200, post=200),
    "service": City("ao", get=200),
    "service_change": City("ao", get=200, post=200),
    "groups": City("ao", get=200),
    "groups_export": City("ao", get=200),
    "group_new": City("a", get=200, post=200),
    "group_change": City("a", get=200, post=200),
    "consultations": City("ao", get=200),
    "consultations_export": City("ao", get=200),
    "conversation_new": City("ao", get=200, post=200),
    "consultation_new": City("ao", get=200, post=200),
    "consultation": City("ao", get=200),
    "consultation_change": City("ao", get=200, post=200),
    "consultation_part": City("ao", get=200, post=200),
    "diagnoses": City("aor", get=200),
    "diagnoses_export": City("aor", get=200),
    "comparison": City("aor", get=200),
    "diagnosis_new": City("a", get=200, post=200),
    "diagnosis": City("aor", get=200),
    "diagnosis_of_job": City("ao", get=302),
    "edition": City("aor", get=200),
    "edition_page": City("aor", get=200),
    "judgements": City("ao", get=200),
    "judgement": City("a", get=200, post=200),
    "judgement_new": City("a", get=200, post=200),
    "priorities": City("ao", get=200),
    "priority": City("a", get=200, post=200),
    "recommendations": City("a", get=200, post=200),
    "diagnosis_records": City("ao", get=200),
    "counted_in": City("ao", get=200),
    "stands_on": City("ao", get=200),
    "release_check": City("a", get=200, post=200),
    "release_now": City("a", get=200, post=200),
    "changes": City("aor", get=200),
    "changes_export": City("aor", get=200),
    "change": City("aor", get=200),
    "change_edit": City("ao", get=200, post=200),
    "change_release": City("a", post=302),
    "change_answer": City("aor", get=200, post=200),
    "change_answer_as_city": City("ao", get=200, post=200),
    "change_asked_remind": City("a", post=302),
    "change_letter": City("a", get=200, post=200),
    "network_bodies": City("ao", get=200),
    "network_body_new": City("a", get=200, post=200),
    "network_body_change": City("a", get=200, post=200),
    "memorandum": City("aor", get=200),
    "memorandum_begin": City("ao", post=302),
    "memorandum_version": City("aor", get=200),
    "memorandum_pdf": City("aor", get=200),
    "memorandum_compare": City("aor", get=200),
    "memorandum_change": City("ao", get=200, post=200),
    "memorandum_drop": City("ao", get=200, post=302),
    "memorandum_step": City("ao", get=200, post=200),
    # Of a member that nobody of these speaks for.
    "memorandum_sign": City("aor", get=404, post=404),
    "memorandum_on_paper": City("a", get=200, post=200),
    "memorandum_withdraw": City("a", get=200, post=200),
    "memorandum_dissent": City("ao", get=200, post=200),
    "memorandum_revise": City("aor", get=200, post=200),
    "memorandum_answer": City("a", get=200, post=200),
    "notice_follow": City("aor", get=200, post=200),
    "notice_pace": City("aor", get=200, post=200),
    "plan": City("aor", get=200),
    "plan_edition": City("aor", get=200),
    "plan_edition_pdf": City("aor", get=200),
    "projects": City("aor", get=200),
    "projects_export": City("aor", get=200),
    "project_new": City("ao", get=200, post=200),
    "project": City("aor", get=200),
    "project_change": City("ao", get=200, post=200),
    "project_ground": City("ao", get=200, post=200),
    "project_indicators": City("ao", get=200, post=200),
    "project_measured": City("ao", get=200, post=200),
    "project_funding": City("ao", get=200, post=200),
    "project_tell": City("aor", get=200, post=200),
    "flag": City("a", get=200, post=200),
    "project_step": City("ao", get=200, post=200),
    "notices": City("aor", get=200),
    "notices_export": City("aor", get=200),
    "notice": City("aor", get=404),
    "notice_acknowledge": City("aor", post=404),
    "histories": City("a", get=200),
    "histories_export": City("a", get=200),
    "history": City("ao", get=200),
    "record_erase": City("a", get=200, post=200),
    "record_step": City("ao", get=200, post=200),
    "review_several": City("a", get=200, post=302),
    "screening": City("ao", post=200),
    "accesses": City("a", get=200),
    "verification": City("a", get=200),
    "accesses_export": City("a", get=200),
    # Of the installation, and one's own.
    "installation": Person(anonymous=302, get=302),
    "look": Person(anonymous=405, post=302),
    # By a secret alone: who has none finds nothing, signed in or not.
    "follow_changes": Person(anonymous=404, get=404, anonymous_post=405),
    "follow_dates": Person(anonymous=404, get=404, anonymous_post=405),
    "account": Person(anonymous=302, get=200, post=200),
    "session_state": Person(anonymous=302, get=200, post=200),
    "account_sign_out_everywhere": Person(anonymous=302, post=302),
    "account_close": Person(anonymous=302, get=200, post=302),
    "invitation": Person(anonymous=410, get=410, post=410, anonymous_post=410),
    # django-allauth's.
    "account_login": Person(anonymous=200, get=302, post=302, anonymous_post=200),
    "account_logout": Person(anonymous=302, get=200, post=302),
    "account_inactive": Person(anonymous=200, get=200, anonymous_post=405),
    "account_signup": Person(anonymous=200, get=302, post=302, anonymous_post=200),
    "account_reauthenticate": Person(anonymous=302, get=200, post=200),
    "account_email": Person(anonymous=302, get=200, post=302),
    "account_email_verification_sent": Person(anonymous=200, get=200, anonymous_post=405),
    "account_change_password": Person(anonymous=302, get=200, post=200),
    "account_set_password": Person(anonymous=302, get=302, post=302),
    "account_reset_password": Person(anonymous=200, get=200, post=200, anonymous_post=200),
    "account_confirm_login_code": Person(anonymous=302, get=302, post=302),
    "account_confirm_email": Person(anonymous=200, get=200, post=404, anonymous_post=404),
    "account_reset_password_from_key": Person(anonymous=200, get=200, post=200, anonymous_post=200),
    "account_reset_password_from_key_done": Person(anonymous=200, get=200, anonymous_post=405),
    "account_reset_password_done": Person(anonymous=200, get=200, anonymous_post=405),
    "mfa_index": Person(anonymous=302, get=200),
    "mfa_authenticate": Person(anonymous=302, get=302, post=302),
    "mfa_reauthenticate": Person(anonymous=302, get=200, post=200),
    "mfa_activate_totp": Person(anonymous=302, get=302, post=302),
    "mfa_deactivate_totp": Person(anonymous=302, get=200, post=302),
    "mfa_view_recovery_codes": Person(anonymous=302, get=404),
    "mfa_generate_recovery_codes": Person(anonymous=302, get=200, post=302),
    "mfa_download_recovery_codes": Person(anonymous=302, get=404, post=404),
}

# What stands in the address of pages wherever they are.
PLACES: dict[str, dict[str, str]] = {
    "draft_keep": {"form": "accounts.processingrecord"},
    "draft_discard": {"form": "accounts.processingrecord"},
    "invitation": {"secret": "x" * 43},
    "follow_changes": {"slug": "elverhavn", "secret": "x" * 43},
    "follow_dates": {"slug": "elverhavn", "secret": "x" * 43},
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
}
