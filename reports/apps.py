from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jobs.handlers import register
from records import draft_forms, record_types
from records import erasure as ends


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Diagnosis"

    def ready(self) -> None:
        from reports import erasure, tasks  # noqa: PLC0415 (models are not loaded before this point)
        from reports.registered import DIAGNOSIS, FORMS  # noqa: PLC0415

        ends.register(erasure.DIAGNOSES)
        ends.register_copies(erasure.copies)
        register(tasks.KIND, tasks.build, label=_("Diagnosis"), on_failure=tasks.tell_failure, page="diagnosis_of_job")
        register(
            tasks.REMAKE,
            tasks.set_anew,
            label=_("Reports of a diagnosis"),
            on_failure=tasks.tell_not_remade,
            page="diagnosis_of_job",
        )
        for form in FORMS:
            draft_forms.register(form)
        record_types.register(DIAGNOSIS)
