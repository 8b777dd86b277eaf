"""Pages that leave no line of who saw them, each with why: nothing that stands in records is on them, or only names."""

OWN = "an empty form, or what one has typed oneself"
NAMES = "names, days and numbers; each record has a page of its own"
ABOUT_US = "how the city works here, nothing that was recorded"
OUTSIDE = "an event of the world outside, which everybody knows of"
PERSON_TOLD = "whom to tell for which member, and where a letter goes"
PERSON = "one colleague, to change or end what they may do here"
UNSEEN = {
    **dict.fromkeys(["observation_new", "organisation_new", "group_new", "source_new", "conversation_new"], OWN),
    **dict.fromkeys(["consultation_new", "diagnosis_new", "people_invite", "city_leave"], OWN),
    **dict.fromkeys(["city_home", "observations", "organisations", "groups", "consultations", "diagnoses"], NAMES),
    "search": "an empty form; what it finds leaves a line (tests/home/test_search.py)",
    **dict.fromkeys(["sources", "districts", "map", "notices", "record_step", "record_erase"], NAMES),
    **dict.fromkeys(["release_now", "accesses", "verification"], NAMES),
    **dict.fromkeys(
        [
            "notice_pace",
            "notice_follow",
            "network_body_new",
            "change_answer",
            "change_answer_as_city",
            "change_answer_on_paper",
        ],
        OWN,
    ),
    **dict.fromkeys(["network_bodies", "network_body_change"], PERSON_TOLD),
    "changes": "what every member was told, up to what they are cleared for; each has a page of its own",
    **dict.fromkeys(["city_settings", "alone", "processing_record", "jobs", "job", "job_cancel"], ABOUT_US),
    **dict.fromkeys(["source_change", "group_change", "host_access_decide"], ABOUT_US),
    **dict.fromkeys(["trigger_events", "trigger_event_change", "trigger_event_remove"], OUTSIDE),
    **dict.fromkeys(["trigger_event_new", "drafts"], OWN),
    "pending_change": PERSON,
    **dict.fromkeys(["series_new", "factor_new", "service_new", "project_new"], OWN),
    **dict.fromkeys(["factors", "services", "series_list", "series_change"], NAMES),
    **dict.fromkeys(["projects", "project_step", "plan", "memorandum_step", "memorandum_drop"], NAMES),
    **dict.fromkeys(["people_change", "people_remove"], PERSON),
}
