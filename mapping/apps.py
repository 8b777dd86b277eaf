from django.apps import AppConfig

from records import erasure, kinds


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = "Map"

    def ready(self) -> None:
        from mapping.erasure import OBSERVATIONS  # noqa: PLC0415 (models are not loaded before this point)
        from mapping.kinds import KINDS  # noqa: PLC0415

        erasure.register(OBSERVATIONS)
        for kind in KINDS:
            kinds.register(kind)
