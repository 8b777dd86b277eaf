"""Texts and translations: bring up to date, compile, check, make the pseudo-language. Needs no gettext programs."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.translations import catalogues
from operations.translations.checks import forms_of, problems_of
from operations.translations.pseudo import pseudo_catalogue


class Command(BaseCommand):
    help = (
        "update: find the texts in Python and templates and bring the .po files up to date. "
        "compile: write the .mo files Django reads. "
        "check: fail where a catalogue is out of date or incomplete. "
        "pseudo: write the pseudo-language for development (GROUNDWORK_PSEUDO=1)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("update", "compile", "check", "pseudo"))

    def handle(self, *_args: Any, **options: Any) -> None:
        {"update": self._update, "compile": self._compile, "check": self._check, "pseudo": self._pseudo}[
            options["what"]
        ]()

    def _update(self) -> None:
        for code in catalogues.languages():
            catalogue = catalogues.updated(code)
            catalogues.write(catalogue, code)
            open_ = sum(1 for message in catalogue if message.id and (message.fuzzy or not all(forms_of(message))))
            self.stdout.write(f"{code}: {len(catalogue)} texts, {open_} to translate")

    def _compile(self) -> None:
        for code in catalogues.languages():
            if not catalogues.is_compiled(code):
                catalogues.compile_catalogue(catalogues.read(code), catalogues.mo_file(code))

    def _check(self) -> None:
        problems = [problem for code in catalogues.languages() for problem in problems_of(code)]
        if problems:
            raise CommandError("\n".join(problems))

    def _pseudo(self) -> None:
        if not settings.PSEUDO_LOCALE:
            raise CommandError("The pseudo-language is not switched on: set GROUNDWORK_PSEUDO=1")
        path = settings.LOCALE_PATHS[-1] / settings.PSEUDO_LOCALE / "LC_MESSAGES" / "django.mo"
        catalogues.compile_catalogue(pseudo_catalogue(), path)
        self.stdout.write(f"{path}")
