from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jobs.handlers import register


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        from notices import registered, tasks  # noqa: PLC0415 (models are not loaded before this point)
        from notices.actions import follow_marking, notify_admins, notify_of_account  # noqa: PLC0415
        from records.registries.admin_notices import register_account_notifier, register_notifier  # noqa: PLC0415
        from records.registries.derived import register_follower  # noqa: PLC0415

        registered.register()
        register_notifier(notify_admins)
        register_account_notifier(notify_of_account)
        register_follower(follow_marking)
        register(tasks.MAIL, tasks.send, label=_("Mails of a notice"))
