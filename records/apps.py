from django.apps import AppConfig

from records.kinds import register


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "What every record shares"

    def ready(self) -> None:
        from records.kinds_below import KINDS  # noqa: PLC0415 (models are not loaded before this point)

        for kind in KINDS:
            register(kind)
