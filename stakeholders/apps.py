from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    verbose_name = "Stakeholders"

    def ready(self) -> None:
        from records.registries.queues import register_queue  # noqa: PLC0415
        from stakeholders.lists import consultations, services  # noqa: PLC0415 (models are not loaded before this point)
        from stakeholders.registered import register  # noqa: PLC0415

        register()
        for each in (consultations, services):
            register_queue(each.QUEUE)
