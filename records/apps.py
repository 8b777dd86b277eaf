from django.apps import AppConfig

from records import drafted, kinds


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "What every record shares"

    def ready(self) -> None:
        from records.kinds_below import FORMS, KINDS  # noqa: PLC0415 (models are not loaded before this point)

        for kind in KINDS:
            kinds.register(kind)
        for form in FORMS:
            drafted.register(form)
