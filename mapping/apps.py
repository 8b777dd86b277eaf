from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "mapping"
    verbose_name = "Map"

    def ready(self) -> None:
        from mapping.lists import factors, observations  # noqa: PLC0415 (models are not loaded before this point)
        from mapping.registered import register  # noqa: PLC0415
        from records.registries.queues import register_queue  # noqa: PLC0415

        register()
        for each in (factors, observations):
            register_queue(each.QUEUE)
