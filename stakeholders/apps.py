from django.apps import AppConfig

from records import drafted, erasure, kinds
from records.screening import places


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = "Stakeholders"

    def ready(self) -> None:
        from stakeholders.erasure import CONSULTATIONS, ORGANISATIONS  # noqa: PLC0415 (models are not loaded before)
        from stakeholders.kinds import FORMS, KINDS  # noqa: PLC0415
        from stakeholders.names import names_of  # noqa: PLC0415

        places.register(names_of)
        erasure.register(CONSULTATIONS)
        erasure.register(ORGANISATIONS)
        for kind in KINDS:
            kinds.register(kind)
        for form in FORMS:
            drafted.register(form)
