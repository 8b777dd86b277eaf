from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = "Map"

    def ready(self) -> None:
        from mapping.registered import register  # noqa: PLC0415 (models are not loaded before this point)

        register()
