from django.apps import AppConfig

from jobs.kinds import register


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Diagnosis"

    def ready(self) -> None:
        from reports import tasks  # noqa: PLC0415 (models are not loaded before this point)

        register(tasks.KIND, tasks.build, label="Diagnosis")
