"""What every stored field says about people: the register behind a data-protection impact assessment (GDPR Art. 35).

A field that stands in no line fails the suite. History tables hold what their model holds, and are not listed again.
"""

from operations.inventory.held import Held

WHILE_MEMBER = "until the person leaves the city; then in the history"
ACCOUNT = "until the account is closed"
AS_LONG_AS_THE_CITY = "as long as the city uses Groundwork"

TABLE: dict[str, Held] = {
    # accounts
    "accounts.City": Held(
        AS_LONG_AS_THE_CITY,
        text="mission common_goal alone_because threat_text",
        body="slug name country time_zone languages emergency_number worry_channel "
        "threat_source threat_dated threat_link",
        system="id created_at",
    ),
    "accounts.User": Held(
        ACCOUNT,
        identity="email name language appearance",
        secret="password",  # noqa: S106 (a field's name)
        actor="last_login date_joined",
        system="id is_superuser session_epoch is_staff is_active",
    ),
    "accounts.User_groups": Held(ACCOUNT, system="id user group"),
    "accounts.User_user_permissions": Held(ACCOUNT, system="id user permission"),
    "accounts.Membership": Held(
        WHILE_MEMBER,
        identity="user role clearance",
        actor="expires_at suspended_at unsigned_from created_at",
        system="id city",
    ),
    "accounts.Invitation": Held(
        "90 days after it ended",
        identity="email role clearance",
        secret="secret_sha256",  # noqa: S106 (a field's name)
        actor="invited_by made_at sent_at expires_at accepted_at withdrawn_at",
        system="id city",
    ),
    "accounts.HostAccess": Held(
        AS_LONG_AS_THE_CITY,
        text="reason",
        actor="staff asked_at decided_by decided_at",
        system="id city hours granted",
    ),
    "accounts.ProcessingRecord": Held(
        AS_LONG_AS_THE_CITY,
        text="purpose legal_basis_law special_categories impact_assessment_note officer_opinion archive_rule "
        "secrecy_ground contact",
        body="controller owner legal_basis impact_assessment officer_opinion_on retention",
        system="id city changed_at",
    ),
    # jobs
    "jobs.Job": Held(
        AS_LONG_AS_THE_CITY,
        actor="created_by created_at started_at finished_at for_person",
        system="id city kind payload state attempt token lease_until run_after cancel_requested progress step error",
    ),
    # records
    "records.Access": Held("history", actor="user verb at", system="id city model object_id records"),
    "records.Draft": Held(
        "90 days after the last change; until it is saved or its owner leaves; that it was saved, 30 days",
        text="data beside base_version",
        actor="owner saved_at",
        system="id city form record identity version writer turn became sent_sha256",
    ),
    "records.Tombstone": Held(
        AS_LONG_AS_THE_CITY,
        text="reason",
        actor="erased_by erased_at",
        system="id city model record_id marking erased_events events_sha256 source_key",
    ),
    "records.PendingChange": Held(
        "history",
        text="reason",
        actor="asked_by asked_at decided_by decided_at",
        identity="subject title before wish outcome worded",
        system="id city kind found state takes_effect_at",
    ),
    "records.Seal": Held(
        AS_LONG_AS_THE_CITY,
        system="id city sequence event_table columns first_event last_event count digest previous head sealed_at",
    ),
    "records.SealedEvent": Held(AS_LONG_AS_THE_CITY, system="id city seal event_id salt digest tombstone"),
    "records.SealMark": Held(AS_LONG_AS_THE_CITY, system="id city event_table settled pending pending_until at"),
    "records.Verification": Held(
        "history", system="id city started_at finished_at holds head counts found findings error"
    ),
    # mapping
    "mapping.BoundarySet": Held(
        AS_LONG_AS_THE_CITY, body="name valid_from file_name repairs", system="id city file_sha256 created_at"
    ),
    "mapping.District": Held(
        AS_LONG_AS_THE_CITY,
        body="code name geometry area_km2 population population_source",
        system="id city boundary_set",
    ),
    "mapping.Source": Held(AS_LONG_AS_THE_CITY, body="key name source_type", system="id city marking created_at"),
    "mapping.SourceCoverage": Held(
        AS_LONG_AS_THE_CITY, body="whole_city online start end completeness", system="id city source"
    ),
    "mapping.PracticeChange": Held(AS_LONG_AS_THE_CITY, text="because", body="changed_on", system="id city source"),
    "mapping.TriggerEvent": Held(
        AS_LONG_AS_THE_CITY,
        text="title about",
        body="day group window_start window_end declared_on",
        system="id city created_at",
    ),
    "mapping.Pair": Held("observation", actor="decided_by decided_at", system="id city first second same"),
    "mapping.Series": Held("observation", text="name", system="id city marking created_at"),
    "mapping.YearTotal": Held(
        AS_LONG_AS_THE_CITY,
        body="year family code district count",
        system="id city source marking counts_below months_late",
    ),
    "mapping.CoveredDistrict": Held(AS_LONG_AS_THE_CITY, system="id city coverage district"),
    "mapping.ObservationImport": Held(
        "import",
        text="not_counted batch_note",
        actor="imported_by created_at",
        body="file_name mapping extracted_on",
        system="id city source file_sha256 rows_read added already_there differing",
    ),
    "mapping.Observation": Held(
        "observation",
        text="title what_happened platform source_link trigger_event review_comment withdrawn_reason alone_because",
        event="scope first_day last_day precision hour reported_on place district cell_longitude cell_latitude space "
        "manifestations targets how_known currents setting severity basis",
        actor="created_by approved_by approved_at created_at",
        system="id city state marking review_by reliability credibility source external_key batch series counts_below",
    ),
    "mapping.Factor": Held(
        "observation",
        text="title statement evidence source_link review_comment withdrawn_reason alone_because",
        body="kind about districts setting confidence",
        actor="created_by approved_by approved_at created_at",
        system="id city state marking review_by rests_on",
    ),
    # notices
    "notices.ChangeNotice": Held(
        AS_LONG_AS_THE_CITY,
        text="title before after why affects decided question",
        actor="made_by made_at edited_by",
        body="what link answer_by figures worded",
        system="id city notice_class state marking model record sources figures_marking",
    ),
    "notices.CollectorMark": Held(AS_LONG_AS_THE_CITY, system="id city sequence at"),
    "notices.Delivery": Held(
        AS_LONG_AS_THE_CITY, actor="user sent_at read_at acknowledged_at", system="id city notice mailing"
    ),
    "notices.NoticePace": Held(WHILE_MEMBER, actor="user pace changed_at", system="id city"),
    "notices.Mailing": Held(
        AS_LONG_AS_THE_CITY,
        actor="user made_at sent_at refused_at",
        system="id city pace slot number taken_until tries",
    ),
    "notices.Wait": Held(AS_LONG_AS_THE_CITY, actor="user since", system="id city kind link model record mailing"),
    "notices.NetworkBody": Held(
        AS_LONG_AS_THE_CITY,
        text="name address",
        actor="person deputy others unsigned_from created_at",
        system="id city is_current",
    ),
    "notices.Asked": Held(
        AS_LONG_AS_THE_CITY,
        actor="user body reminded_by_rule_at reminded_at settled_at",
        system="id city notice closed_as",
    ),
    "notices.Answer": Held(
        AS_LONG_AS_THE_CITY,
        text="text",
        actor="thread by body made_at",
        system="id city notice is_city is_shared is_on_paper",
    ),
    "notices.Letter": Held(AS_LONG_AS_THE_CITY, actor="body told_on told_by", system="id city notice"),
    "notices.FeedLink": Held(
        WHILE_MEMBER,
        secret="secret_sha256",  # noqa: S106 (a field's name)
        actor="user made_at",
        system="id city",
    ),
    # stakeholders
    "stakeholders.PopulationGroup": Held(
        AS_LONG_AS_THE_CITY, text="name", body="code marginalised size is_current", system="id city created_at"
    ),
    "stakeholders.Organisation": Held(
        AS_LONG_AS_THE_CITY,
        text="name about contacts",
        body="sector levels districts groups brings in_network may_share is_current",
        system="id city created_at",
    ),
    "stakeholders.Memorandum": Held(
        "diagnosis",
        text="common_goal mission vision principles decisions because taken_back_because decided_by kept_because "
        "alone_because ended_because ending_decided_by",
        actor="put_by put_on agreed_by ended_by created_by created_at",
        system="id city number state comment_by decided_on in_force_on review_on ended_on",
    ),
    "stakeholders.MemorandumRole": Held(
        "diagnosis", text="takes_on concerns", body="body", system="id city memorandum"
    ),
    "stakeholders.Signature": Held(
        "diagnosis",
        text="office withdrawn_because",
        body="body",
        actor="signed_on signed_by recorded_by recorded_at withdrawn_at withdrawn_by",
        system="id city memorandum how",
    ),
    "stakeholders.Dissent": Held(
        "diagnosis", text="words", body="body", actor="recorded_by recorded_on", system="id city memorandum"
    ),
    "stakeholders.RevisionRequest": Held(
        "diagnosis",
        text="text because",
        actor="asked_by asked_at answered_by answered_at",
        system="id city memorandum answer",
    ),
    "stakeholders.Consultation": Held(
        "consultation",
        text="title venue organiser languages barriers_note promised review_comment withdrawn_reason alone_because",
        event="instrument first_day last_day held districts interpreter people organisations_invited "
        "organisations_came barriers consent_by",
        actor="named_admin created_by approved_by approved_at created_at",
        system="id city confidentiality boundary_set done_parts state marking review_by",
    ),
    "stakeholders.Attendance": Held(
        "consultation", event="organisation answer", system="id city consultation confidentiality"
    ),
    "stakeholders.HeadCount": Held("consultation", event="axis code people represented", system="id city consultation"),
    "stakeholders.Need": Held(
        "consultation",
        text="statement",
        event="organisation sector block category districts groups level priority",
        system="id city consultation confidentiality",
    ),
    "stakeholders.Outlook": Held(
        "consultation",
        event="organisation sector block district concern direction safety cohesion",
        system="id city consultation confidentiality",
    ),
    "stakeholders.TrustRating": Held(
        "consultation",
        event="organisation sector block body level",
        system="id city consultation confidentiality",
    ),
    "stakeholders.Information": Held(
        "consultation", event="age_band sources media_literacy", system="id city consultation confidentiality"
    ),
    "stakeholders.Finding": Held(
        "consultation",
        text="statement",
        event="organisation sector block kind districts",
        system="id city consultation confidentiality",
    ),
    "stakeholders.Disagreement": Held(
        "consultation", text="statement", event="blocks", system="id city consultation confidentiality"
    ),
    "stakeholders.Quote": Held(
        "consultation",
        text="text",
        event="organisation sector block attribution consented",
        system="id city consultation confidentiality",
    ),
    "stakeholders.FollowUp": Held(
        "consultation",
        text="recommendation owner what_changed",
        event="status told_on",
        system="id city consultation confidentiality",
    ),
    "stakeholders.Service": Held(
        "consultation",
        text="title about capacity contact_role review_comment withdrawn_reason alone_because",
        body="organisation needs levels districts valid_from valid_until",
        actor="created_by approved_by approved_at created_at",
        system="id city state marking review_by",
    ),
    # reports
    "reports.Diagnosis": Held(
        "diagnosis",
        text="title release_note long_because alone_because",
        actor="requested_by created_at checked_by checked_at released_by released_on",
        system="id city number state start end compare_start compare_end language dated accept_proposed job error "
        "marking sections checked_pages",
    ),
    "reports.Snapshot": Held(
        "diagnosis; until a record in it is erased",
        event="sha256",
        system="id city diagnosis size method_version gone_at created_at",
    ),
    "reports.Judgement": Held(
        "diagnosis",
        text="statement proposed reason",
        event="evidence",
        actor="decided_by decided_at",
        system="id city diagnosis key section order likelihood confidence confidence_reasons state accepted_unread "
        "proposed_confidence marking",
    ),
    "reports.Priority": Held(
        "diagnosis",
        text="reason",
        event="category area parts",
        actor="decided_by decided_at",
        system="id city diagnosis marking order lowest highest unsettled band",
    ),
    "reports.Recommendation": Held(
        "diagnosis",
        text="text owner outcome",
        event="category area",
        actor="written_by written_at",
        system="id city diagnosis marking judgement_key due status review_by carried_from from_project for_partners",
    ),
    "reports.ReleaseCheck": Held(
        "diagnosis", text="note", actor="answered_by", system="id city diagnosis question answer"
    ),
    "reports.Edition": Held(
        "diagnosis",
        event="sha256 page_sha256 figures",
        system="id city diagnosis audience language marking size engine error withdrawn_at created_at",
    ),
    # planning
    "planning.Project": Held(
        "diagnosis",
        text="title objective for_whom owner decided_by risks no_harm lessons ungrounded_because status_because "
        "asked_because refused_because alone_because",
        body="level setting needs districts raised_by decided_on budget starts_on ends_on review_on",
        actor="asked_by asked_at agreed_by created_by created_at",
        system="id city marking status status_since asked_for",
    ),
    "planning.Partnership": Held("diagnosis", body="organisation", system="id city project"),
    "planning.Grounding": Held("diagnosis", system="id city project kind key chosen_in"),
    "planning.Indicator": Held(
        "diagnosis", text="title", body="kind unit baseline aim target due", system="id city project"
    ),
    "planning.Measurement": Held(
        "diagnosis", text="source note", body="value of measured_on", system="id city project indicator"
    ),
    "planning.Funding": Held("diagnosis", text="funder", body="amount share lost_on", system="id city project"),
    "planning.ReviewFlag": Held(
        "diagnosis",
        text="before after reason",
        actor="raised_by raised_at decided_by decided_at",
        system="id city project cause key marking decide_by decision",
    ),
    # of libraries
    "auth.Permission": Held(AS_LONG_AS_THE_CITY, system="id name content_type codename"),
    "auth.Group": Held(AS_LONG_AS_THE_CITY, system="id name"),
    "auth.Group_permissions": Held(AS_LONG_AS_THE_CITY, system="id group permission"),
    "contenttypes.ContentType": Held(AS_LONG_AS_THE_CITY, system="id app_label model"),
    "sessions.Session": Held("12 hours", actor="session_data", system="session_key expire_date"),
    "admin.LogEntry": Held(
        ACCOUNT,
        text="object_repr change_message",
        actor="user action_time",
        system="id content_type object_id action_flag",
    ),
    "account.EmailAddress": Held(ACCOUNT, identity="email", system="id user verified primary"),
    "account.EmailConfirmation": Held(
        "3 days",
        secret="key",  # noqa: S106 (a field's name)
        system="id email_address created sent",
    ),
    "mfa.Authenticator": Held(ACCOUNT, secret="data", actor="last_used_at", system="id user type created_at"),  # noqa: S106
    "pghistory.Context": Held("never written", system="id created_at updated_at metadata"),
}
