from django.apps import AppConfig

from records.erasure import register


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = "Map"

    def ready(self) -> None:
        from mapping.erasure import OBSERVATIONS  # noqa: PLC0415 (models are not loaded before this point)

        register(OBSERVATIONS)
