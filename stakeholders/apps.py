from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = "Stakeholders"

    def ready(self) -> None:
        from stakeholders.registered import register  # noqa: PLC0415 (models are not loaded before this point)

        register()
