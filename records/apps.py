from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "What every record shares"

    def ready(self) -> None:
        from accounts.typed import keep_typed_with  # noqa: PLC0415 (models are not loaded before this point)
        from records.editing.after_end import keep_after_end  # noqa: PLC0415
        from records.registered import register  # noqa: PLC0415

        register()
        keep_typed_with(keep_after_end)
