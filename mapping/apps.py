from django.apps import AppConfig

from records import drafted, erasure, kinds
from records.screening import places


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = "Map"

    def ready(self) -> None:
        from mapping.erasure import IMPORTS, OBSERVATIONS  # noqa: PLC0415 (models are not loaded before this point)
        from mapping.kinds import FORMS, KINDS  # noqa: PLC0415
        from mapping.places import names_of  # noqa: PLC0415

        places.register(names_of)
        erasure.register(OBSERVATIONS)
        erasure.register(IMPORTS)
        for kind in KINDS:
            kinds.register(kind)
        for form in FORMS:
            drafted.register(form)
