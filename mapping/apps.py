from django.apps import AppConfig

from records import draft_forms, erasure, record_types
from records.screening import places


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = "Map"

    def ready(self) -> None:
        from mapping.erasure import IMPORTS, OBSERVATIONS  # noqa: PLC0415 (models are not loaded before this point)
        from mapping.registered import FORMS, KINDS  # noqa: PLC0415
        from mapping.screening_names import names_of  # noqa: PLC0415

        places.register(names_of)
        erasure.register(OBSERVATIONS)
        erasure.register(IMPORTS)
        for kind in KINDS:
            record_types.register(kind)
        for form in FORMS:
            draft_forms.register(form)
