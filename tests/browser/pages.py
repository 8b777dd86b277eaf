"""Which pages the browser looks at: a line for every page of the site. A page without a line fails the suite.

A line names the page, and as whom it is looked at (see `CAST` in `site.py`; nobody unless said):

    Page("people", "admin"),

What stands in its address comes from `furnish` (tests/access/ground.py) or `PLACES` (tests/access/matrix.py). A line
may be repeated with something behind the address, or with `sent`: the form of the page is sent as it stands, so
that its errors show. Addresses that are no pages are named in `NO_PAGES`, each with the reason.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.access.matrix import PLACES


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    who: str = ""
    query: str = ""
    sent: bool = False
    status: int = 200
    # what stands in the address in place of what `furnish` says
    place: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = [self.query.strip("?"), *(value for _name, value in self.place), "sent" if self.sent else ""]
        parts = [self.name.strip("/").replace("/", "-"), self.who, *said]
        return "-".join(part for part in parts if part)

    def address(self, places: dict[str, dict[str, Any]], **city: str) -> str:
        if self.name.startswith("/"):
            return self.name + self.query
        place = {**city, **places.get(self.name, {}), **PLACES.get(self.name, {}), **dict(self.place)}
        return reverse(self.name, kwargs=place) + self.query


OF_CITIES = [
    Page("city_home", "admin"),
    Page("city_home", "reader"),
    Page("people", "admin"),
    Page("people", "officer"),
    Page("people", "admin", "?q=nobody-is-called-so"),
    Page("pending_change", "admin"),
    Page("people_invite", "admin"),
    Page("people_invite", "admin", sent=True),
    Page("people_change", "admin"),
    Page("people_remove", "admin"),
    Page("city_leave", "officer"),
    Page("host_access_decide", "admin"),
    Page("city_settings", "admin"),
    Page("alone", "admin"),
    Page("processing_record", "admin"),
    Page("processing_record", "officer"),
    Page("drafts", "admin"),
    Page("drafts", "reader"),
    Page("draft", "admin"),
    Page("draft_throw_away", "admin"),
    Page("draft_discard", "admin"),
    Page("record_erase", "admin"),
    Page("record_erase", "admin", sent=True),
    Page("jobs", "admin"),
    Page("job", "admin"),
    Page("job_cancel", "admin"),
]

OF_EVIDENCE = [
    Page("map", "officer"),
    Page("map", "admin", "?show=count&view=table&district=1"),
    Page("sources", "officer"),
    Page("sources", "admin"),
    Page("source_new", "admin"),
    Page("source_new", "admin", sent=True),
    Page("source_change", "admin"),
    Page("trigger_events", "admin"),
    Page("trigger_events", "officer"),
    Page("trigger_event_new", "admin", sent=True),
    Page("trigger_event_change", "admin"),
    Page("trigger_event_remove", "admin"),
    Page("factors", "officer"),
    Page("factor_new", "officer"),
    Page("factor_new", "officer", sent=True),
    Page("factor", "admin"),
    Page("factor_change", "officer"),
    Page("series_list", "officer"),
    Page("series_new", "officer", sent=True),
    Page("series", "officer"),
    Page("series_change", "officer"),
    Page("pairs", "officer"),
    Page("pairs", "officer", "?shown=same"),
    Page("districts", "admin"),
    Page("districts", "reader"),
    Page("district", "admin"),
    Page("observations", "admin"),
    Page("observations", "officer", "?stale=yes"),
    Page("observation_new", "officer"),
    Page("observation_new", "officer", sent=True),
    Page("observation_change", "admin"),
    Page("observation", "admin"),
    Page("record_step", "admin"),
    Page("record_step", "admin", sent=True),
    Page("record_step", "admin", place=(("verb", "mark"),)),
    Page("record_step", "admin", place=(("verb", "mark"),), sent=True),
    Page("organisations", "officer"),
    Page("organisation", "officer"),
    Page("organisation_new", "officer", sent=True),
    Page("organisation_change", "officer"),
    Page("services", "officer"),
    Page("service_new", "officer"),
    Page("service_new", "officer", sent=True),
    Page("service", "admin"),
    Page("service_change", "officer"),
    Page("groups", "admin"),
    Page("groups", "officer"),
    Page("group_new", "admin", sent=True),
    Page("group_change", "admin"),
    Page("consultations", "officer"),
    Page("conversation_new", "officer"),
    Page("conversation_new", "officer", sent=True),
    Page("consultation_new", "officer"),
    Page("consultation_new", "officer", sent=True),
    Page("consultation", "officer"),
    Page("consultation_change", "officer"),
    Page("consultation_part", "officer"),
    Page("consultation_part", "officer", sent=True),
]

OF_DIAGNOSES = [
    Page("diagnoses", "admin"),
    Page("diagnoses", "reader"),
    Page("comparison", "admin"),
    Page("comparison", "reader"),
    Page("diagnosis_new", "admin"),
    Page("diagnosis_new", "admin", sent=True),
    Page("diagnosis", "admin"),
    Page("edition_page", "admin"),
    Page("edition_page", "reader", place=(("audience", "partner"),)),
    Page("judgements", "admin"),
    Page("judgements", "officer"),
    Page("judgement", "admin"),
    Page("priorities", "admin"),
    Page("priorities", "officer"),
    Page("priority", "admin"),
    Page("priority", "admin", sent=True),
    Page("recommendations", "admin"),
    Page("recommendations", "admin", sent=True),
    Page("diagnosis_records", "officer"),
    Page("release_check", "admin"),
    Page("release_check", "admin", sent=True),
    # decided once more, so that the check waits for the reports
    Page("judgement", "admin", sent=True),
    Page("release_check", "admin", "?again=1"),
    Page("release_now", "admin"),
    Page("changes", "reader"),
    Page("changes", "admin"),
    Page("change", "reader"),
    Page("change_edit", "admin"),
    Page("change_edit", "admin", sent=True),
    Page("notice_pace", "reader"),
    Page("notice_pace", "reader", sent=True),
    Page("plan", "admin"),
    Page("plan", "reader"),
    Page("plan", "officer", "?view=timeline"),
    Page("plan", "officer", "?view=map"),
    Page("project_tell", "reader"),
    Page("project_tell", "reader", sent=True),
    Page("flag", "admin"),
    Page("flag", "admin", sent=True),
    Page("projects", "officer"),
    Page("projects", "reader"),
    Page("project_new", "officer"),
    Page("project_new", "officer", sent=True),
    Page("project", "admin"),
    Page("project", "reader"),
    Page("project_change", "officer"),
    Page("project_ground", "officer"),
    Page("project_indicators", "officer"),
    Page("project_indicators", "officer", sent=True),
    Page("project_measured", "officer"),
    Page("project_funding", "officer"),
    Page("project_step", "officer"),
    Page("project_step", "officer", sent=True),
    Page("notices", "reader"),
    Page("notice", "reader"),
    Page("histories", "admin"),
    Page("histories", "admin", "?kind=source"),
    Page("history", "admin"),
    Page("accesses", "admin"),
    Page("verification", "admin"),
]

OF_PEOPLE = [
    Page("account_login"),
    Page("account_login", sent=True),
    Page("account_reset_password"),
    Page("account_reset_password", sent=True),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key"),
    Page("account_reset_password_from_key_done"),
    Page("account_confirm_email"),
    Page("account_email_verification_sent"),
    Page("account_inactive"),
    Page("account_signup"),
    Page("invitation", status=410),
    Page("account", "admin"),
    Page("account", "newcomer"),
    Page("account_close", "reader"),
    Page("account_logout", "admin"),
    Page("account_email", "admin"),
    Page("account_change_password", "admin"),
    Page("account_change_password", "admin", sent=True),
    Page("account_reauthenticate", "admin"),
    Page("mfa_reauthenticate", "admin"),
    Page("mfa_index", "admin"),
    Page("mfa_activate_totp", "newcomer"),
    Page("mfa_activate_totp", "newcomer", sent=True),
    Page("mfa_deactivate_totp", "reader_with_codes"),
    Page("mfa_generate_recovery_codes", "admin"),
    Page("mfa_view_recovery_codes", "reader_with_codes"),
    Page("/style/", "admin"),
    Page("/style/question/", "admin"),
    *(Page(f"/error/{status}/", "admin", status=status) for status in (400, 403, 404, 429, 500, 503)),
    Page("/error/404/", status=404),
    Page("/error/busy/", "admin", status=429),
]

NO_PAGES = {
    "draft_keep": "answers a script",
    "screening": "answers a script",
    "people_export": "a file",
    "jobs_export": "a file",
    "diagnoses_export": "a file",
    "histories_export": "a file",
    "map_export": "a file",
    "sources_export": "a file",
    "factors_export": "a file",
    "trigger_events_export": "a file",
    "districts_export": "a file",
    "observations_export": "a file",
    "accesses_export": "a file",
    "organisations_export": "a file",
    "services_export": "a file",
    "projects_export": "a file",
    "groups_export": "a file",
    "notices_export": "a file",
    "changes_export": "a file",
    "change_release": "POST only",
    "notice_acknowledge": "POST only",
    "consultations_export": "a file",
    "edition": "a file",
    "mfa_download_recovery_codes": "a file",
    "session_state": "for the script that warns before the session ends",
    "installation": "leads on to a city or to the sign-in",
    "look": "POST only",
    "pair_decide": "POST only",
    "pair_undo": "POST only",
    "series_link": "POST only",
    "observation_series": "POST only",
    "account_sign_out_everywhere": "POST only",
    "invitation_again": "POST only",
    "invitation_withdraw": "POST only",
    "job_retry": "POST only",
    "diagnosis_of_job": "leads on to the diagnosis",
    "account_set_password": "leads on: everybody has a password",
    "account_confirm_login_code": "leads on: codes by mail are not in use",
    "mfa_authenticate": "while signing in only",
}
