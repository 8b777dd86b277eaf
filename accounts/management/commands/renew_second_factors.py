"""After a change of the secret key: keep the secrets of second factors under the new one."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.adapter import encrypt_again
from core.formats import counted

SECRETS = ("secret", "seed")


class Command(BaseCommand):
    help = (
        "Encrypt the secrets of every second factor again, under today's GROUNDWORK_SECRET_KEY. Give the key used "
        "before in GROUNDWORK_OLD_SECRET_KEYS. Exit code 0: all of them, the old key may go; 1: none, the reason on "
        "stderr. Running it again is harmless."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for authenticator in Authenticator.objects.select_for_update().order_by("pk"):
            for name in SECRETS:
                if name in authenticator.data:
                    authenticator.data[name] = self._renewed(authenticator.data[name])
                    count += 1
            authenticator.save(update_fields=["data"])
        self.stderr.write(
            f"{counted(count, 'secret is', 'secrets are')} kept under today's key. GROUNDWORK_OLD_SECRET_KEYS is no "
            "longer needed."
        )

    def _renewed(self, secret: str) -> str:
        try:
            return encrypt_again(secret)
        except InvalidToken:
            raise CommandError(
                "A second factor is encrypted under a key that is given neither as GROUNDWORK_SECRET_KEY nor in "
                "GROUNDWORK_OLD_SECRET_KEYS. Nothing was changed."
            ) from None
