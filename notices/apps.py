from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jobs.handlers import register


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        from notices import tasks  # noqa: PLC0415 (models are not loaded before this point)

        register(tasks.MAIL, tasks.send, label=_("Mails of a notice"))
