"""The demonstration: a fictional city, served on this machine."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from accounts.models import City, User
from demo.cities import (
    CAST,
    ELVERHAVN,
    STENHAVN,
    VOICES,
    VOICES_OF_STENHAVN,
    is_ours_alone,
    kept_password,
    make_cities,
    make_people,
    people,
)
from demo.diagnoses import Diagnoses
from demo.memorandum import Memoranda
from demo.once import Once
from demo.plan import Plan
from demo.site import CannotServe, Site, running_site
from demo.telling import Telling
from demo.voices import COMMON_GOAL, MISSION, Voices
from jobs.workers import NotDone

FIRST_PORT = 8000
# The year of which the small city has a diagnosis, the short one.
OF_THE_SMALL_ONE = 2025


class Command(BaseCommand):
    help = (
        "Make two fictional cities with people of every role, take in the files of one with the ordinary commands and "
        "actions, serve the site on this machine, have its worker build two diagnoses, and go on until Ctrl-C. "
        "Running it again keeps what is there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="build the diagnoses and end, without serving")
        parser.add_argument(
            "--accounts",
            metavar="ADDRESS",
            help="migrate, tell who signs in at this address of a site that is served already, and end",
        )
        parser.add_argument(
            "--port", type=int, default=FIRST_PORT, help="first port to try, on the loopback address; default: 8000"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Said for Ctrl-C too: a shell that starts it in the background has that ignored.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        folder = Path(settings.GROUNDWORK_HOME) / "demo"
        if options["accounts"]:
            call_command("migrate", verbosity=0)
            self.stdout.write("\n".join(_who_signs_in(options["accounts"], kept_password(folder))))
            return
        try:
            if options["once"]:
                self._prepare(folder)
                self._diagnose(folder)
                self._tell_where(folder)
                return
            self._serve(folder, options["port"])
        except CannotServe as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            self.stdout.write("\nThe demonstration has ended, with everything it started. Its data stays.")

    def _serve(self, folder: Path, port: int) -> None:
        password = self._prepare(folder)
        with running_site(folder, first_port=port) as site:
            site.wait_until_up()
            self._diagnose(folder)
            self._tell_how(site, folder, password)
            connections.close_all()
            site.watch()

    def _prepare(self, folder: Path) -> str:
        call_command("migrate", verbosity=0)
        if not is_ours_alone():
            raise CommandError(
                "There are other cities here than the fictional ones, and the demonstration prints a password. "
                "Set GROUNDWORK_HOME to an empty folder and leave DATABASE_URL unset."
            )
        make_cities(folder, self.stderr.write)
        password = make_people(folder)
        elverhavn, cast = City.objects.get(slug=ELVERHAVN), people()
        Voices(elverhavn, VOICES, cast, aims=(MISSION, COMMON_GOAL)).take_in()
        Voices(City.objects.get(slug=STENHAVN), VOICES_OF_STENHAVN, _of_the_small_one(cast)).take_in()
        Once(elverhavn, cast).say()
        return password

    def _diagnose(self, folder: Path) -> None:
        cast = people()
        diagnoses = Diagnoses(City.objects.get(slug=ELVERHAVN), cast, self.stderr.write)
        small = Diagnoses(City.objects.get(slug=STENHAVN), _of_the_small_one(cast), self.stderr.write)
        try:
            diagnoses.make()
            Plan(City.objects.get(slug=ELVERHAVN), cast).make()
            Telling(City.objects.get(slug=ELVERHAVN), cast).make()
            Memoranda(City.objects.get(slug=ELVERHAVN), cast).make()
            small.ask_for(OF_THE_SMALL_ONE)
        except NotDone as problem:
            raise CommandError(f"The diagnoses were not built: {problem}") from None
        self.files = [*diagnoses.export(folder), *small.export(folder, [OF_THE_SMALL_ONE])]

    def _tell_where(self, folder: Path) -> None:
        files = "\n".join(f"  {file}" for file in self.files)
        self.stdout.write(f"\nThe diagnoses of two fictional cities, released and in review, are in\n{files}\n")
        self.stdout.write("The files it was made from are beside it. `make stop` stops PostgreSQL and Redis.\n")

    def _tell_how(self, site: Site, folder: Path, password: str) -> None:
        lines = [
            *_who_signs_in(site.address, password),
            "\nBoth cities and everybody in them are made up. Officers and admins are asked for no second factor here",
            "(GROUNDWORK_SECOND_FACTOR_ROLES is empty); on a real site they are. Nothing here is reachable from other",
            "machines.\n",
            f"  Mail is written to   {settings.EMAIL_FILE_PATH}",
            *(f"  A diagnosis is in    {file}" for file in self.files),
            f"  Logs are in          {folder}\n",
            "Ctrl-C ends it; the data stays for the next time.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _of_the_small_one(cast: dict[str, User]) -> dict[str, User]:
    """Its two people, by what they do there."""
    return {"admin": cast["elsewhere"], "officer": cast["elsewhere2"]}


def _who_signs_in(address: str, password: str) -> list[str]:
    cities = dict(City.objects.values_list("slug", "name"))
    there = people()
    return [
        f"\nGroundwork is at  {address}/\n",
        f"Sign in with the password  {password}  as\n",
        *(
            f"  {one.email:23}{one.name}{f', {cities[one.city]}' if one.city else ''}"
            for one in CAST
            if one.email.partition("@")[0] in there
        ),
    ]
