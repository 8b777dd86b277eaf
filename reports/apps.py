from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Diagnosis"

    def ready(self) -> None:
        from reports.registered import register  # noqa: PLC0415 (models are not loaded before this point)

        register()
