from django.apps import AppConfig

from records import draft_forms, record_types


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "What every record shares"

    def ready(self) -> None:
        from records.registered import FORMS, KINDS  # noqa: PLC0415 (models are not loaded before this point)

        for kind in KINDS:
            record_types.register(kind)
        for form in FORMS:
            draft_forms.register(form)
