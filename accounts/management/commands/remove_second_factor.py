"""For somebody who lost the second factor and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.actions.people import end_all_sessions
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Remove the second factor and the recovery codes of an account, and end its sessions. Make sure first, by "
        "another way than mail, that it is the person who asks: after this a password is enough until they have set up "
        "a new one. Exit code 0: removed; 1: there was nothing to remove."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise CommandError(f"{options['email']} has no second factor.")
        end_all_sessions(user=user)
        self.stderr.write(f"Removed. {options['email']} is asked to set up a new one at the next sign-in.")
