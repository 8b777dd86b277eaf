from django.apps import AppConfig

from mapping import beside
from records import drafted, erasure, kinds
from records.screening import places


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = "Stakeholders"

    def ready(self) -> None:
        from stakeholders import concern  # noqa: PLC0415 (models are not loaded before this point)
        from stakeholders.erasure import CONSULTATIONS, ORGANISATIONS  # noqa: PLC0415
        from stakeholders.kinds import FORMS, KINDS  # noqa: PLC0415
        from stakeholders.names import names_of  # noqa: PLC0415

        places.register(names_of)
        beside.register(concern.told)
        erasure.register(CONSULTATIONS)
        erasure.register(ORGANISATIONS)
        for kind in KINDS:
            kinds.register(kind)
        for form in FORMS:
            drafted.register(form)
