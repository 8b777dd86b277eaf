from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "What every record shares"

    def ready(self) -> None:
        from records.registered import register  # noqa: PLC0415 (models are not loaded before this point)

        register()
