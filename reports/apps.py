from django.apps import AppConfig
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.kinds import register
from records import erasure as ends
from records import kinds


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Diagnosis"

    def ready(self) -> None:
        from reports import erasure, tasks  # noqa: PLC0415 (models are not loaded before this point)
        from reports.models import Diagnosis  # noqa: PLC0415

        ends.register(erasure.DIAGNOSES)
        ends.register_copies(erasure.copies)
        register(tasks.KIND, tasks.build, label=_("Diagnosis"), on_failure=tasks.tell_failure, page="diagnosis_of_job")
        kinds.register(
            kinds.Kind(
                "diagnosis",
                Diagnosis,
                _("Diagnosis"),
                Diagnosis.objects.visible_to,
                lambda record: reverse("diagnosis", args=[record.city.slug, record.number]),
                {"language": lambda code: dict(settings.LANGUAGES).get(code, code)},
            )
        )
