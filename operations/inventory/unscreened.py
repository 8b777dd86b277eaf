"""Free texts that no form screens, and why."""

UNSCREENED: dict[str, str] = {
    **dict.fromkeys(
        (
            "mapping.Factor.alone_because",
            "mapping.Observation.alone_because",
            "planning.Project.alone_because",
            "reports.Diagnosis.alone_because",
            "stakeholders.Consultation.alone_because",
            "stakeholders.Memorandum.alone_because",
            "stakeholders.Service.alone_because",
        ),
        "Copied from what the city says about itself, which was screened.",
    ),
    "accounts.HostAccess.reason": "Host staff name a ticket; no content of a city is before them.",
    "accounts.ProcessingRecord.contact": "It is there to hold the address of a public body.",
    "admin.LogEntry.object_repr": "Written by Django; emptied when its record is erased.",
    "admin.LogEntry.change_message": "Written by Django; emptied when its record is erased.",
    "mapping.ObservationImport.batch_note": "Comes with an import by command line; the form for it is to be screened.",
    "mapping.ObservationImport.not_counted": "Copied from the rows of a file; goes with its import.",
    "records.Draft.base_version": "What stood in the form when it was begun, sealed; it goes with the draft.",
    "records.Draft.beside": "What somebody typed in a field that is gone; only they see it, and no record holds it.",
    "records.Draft.data": "What somebody has not saved yet; only they see it, and it is screened when it is saved.",
    "notices.NetworkBody.name": "It is there to hold who is told on paper; printed on their letter alone.",
    "notices.NetworkBody.address": "It is there to hold where a letter goes.",
    "planning.ReviewFlag.before": "Copied from what was released, or written by the program.",
    "records.PendingChange.reason": "Copied from a form, which was screened.",
    "reports.Judgement.proposed": "Written by the analysis.",
    "stakeholders.Organisation.contacts": "It is there to hold how an organisation is reached; printed nowhere.",
}
