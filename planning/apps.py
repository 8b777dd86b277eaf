from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "Planning"

    def ready(self) -> None:
        from planning.registered import register  # noqa: PLC0415 (models are not loaded before this point)

        register()
