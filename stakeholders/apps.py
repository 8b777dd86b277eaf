from django.apps import AppConfig

from mapping.map import panel_facts
from records import draft_forms, erasure, record_types
from records.screening import places


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = "Stakeholders"

    def ready(self) -> None:
        from stakeholders import district_facts  # noqa: PLC0415 (models are not loaded before this point)
        from stakeholders.erasure import CONSULTATIONS, ORGANISATIONS  # noqa: PLC0415
        from stakeholders.registered import FORMS, KINDS  # noqa: PLC0415
        from stakeholders.screening_names import names_of  # noqa: PLC0415

        places.register(names_of)
        panel_facts.register(district_facts.told)
        erasure.register(CONSULTATIONS)
        erasure.register(ORGANISATIONS)
        for kind in KINDS:
            record_types.register(kind)
        for form in FORMS:
            draft_forms.register(form)
