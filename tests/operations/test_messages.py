"""Texts are found wherever they stand, and a catalogue that lacks one does not pass."""

import ast
import gettext
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from operations.translations import catalogues, found
from tests.services import PROJECT

TEMPLATE = """
{% load i18n %}
{% translate "Plain" %} {% translate "May" context "the month" %} {% translate "Kept" as kept %}
{{ name|default:_("Nobody's") }} {% include "x.html" with title=_("Given on") only %}
{% blocktranslate trimmed with name=person.name %}
  Two lines,
  {{ name }}
{% endblocktranslate %}
<p title="don't">{% blocktranslate count n=rows.count %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}</p>
"""
PYTHON = """
def f(n):
    # Translators: a heading
    return _("Two " "pieces"), ngettext("%(n)s day", "%(n)s days", n), pgettext_lazy("the verb", "Map")
"""


@pytest.fixture
def project(tmp_path: Path, settings: Any) -> Path:
    """A project of one package and one template, Danish its second language."""
    (tmp_path / "home").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "home" / "__init__.py").touch()
    (tmp_path / "home" / "views.py").write_text(PYTHON)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def _translate(**danish: str) -> None:
    """What a translator does: fill in, by the first word of the English text."""
    catalogue = catalogues.read("da")
    for message in catalogue:
        text = message.id if isinstance(message.id, str) else message.id[0]
        if text and (word := danish.get(text.split()[0])):
            message.string = word if isinstance(message.id, str) else (word, word)
    catalogues.write(catalogue, "da")


ALL = {"Plain": "Almindelig", "May": "maj", "Kept": "Gemt", "Nobody's": "Ingens", "Given": "Givet", "Map": "Kortlæg",
       "Two": "To stykker", "%(n)s": "%(n)s dage"}  # fmt: skip


def _complete(project: Path) -> None:
    call_command("messages", "update", verbosity=0)
    _translate(**ALL)
    file = catalogues.po_file("da")
    file.write_text(
        file.read_text().replace('msgid "Two lines, %(name)s"\nmsgstr "To stykker"',
                                 'msgid "Two lines, %(name)s"\nmsgstr "To linjer, %(name)s"')
        .replace('msgstr[0] "%(n)s dage"', 'msgstr[0] "%(n)s dag"')
    )  # fmt: skip


def test_texts_are_found_in_python_and_in_every_place_of_a_template(project: Path) -> None:
    texts = {(message.context, message.id) for message in found.our_texts() if message.id}
    assert texts == {
        (None, "Plain"),
        ("the month", "May"),
        (None, "Kept"),
        (None, "Nobody's"),
        (None, "Given on"),
        (None, "Two lines, %(name)s"),
        (None, ("%(n)s row", "%(n)s rows")),
        (None, "Two pieces"),
        (None, ("%(n)s day", "%(n)s days")),
        ("the verb", "Map"),
    }


def test_gettext_is_known_under_every_name_it_is_imported_as() -> None:
    files = (file for package in found.packages_of(PROJECT) for file in package.glob("**/*.py"))
    names = {
        alias.asname or alias.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    assert {"_", "ngettext"} <= names <= set(found.KEYWORDS)


def test_a_complete_catalogue_passes_and_django_can_read_it_compiled(project: Path) -> None:
    _complete(project)
    call_command("messages", "check")
    call_command("messages", "compile")
    with catalogues.mo_file("da").open("rb") as file:
        danish = gettext.GNUTranslations(file)
    assert danish.gettext("Two lines, %(name)s") == "To linjer, %(name)s"
    assert [danish.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] == [
        "%(n)s dage",
        "%(n)s dag",
        "%(n)s dage",
    ]
    assert danish.pgettext("the month", "May") == "maj"


def test_updating_twice_writes_the_same_file_and_keeps_what_was_translated(project: Path) -> None:
    _complete(project)
    before = catalogues.po_file("da").read_bytes()
    call_command("messages", "update", verbosity=0)
    assert catalogues.po_file("da").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('msgstr "Gemt"', 'msgstr ""'), "not translated: Kept"),
        (('msgstr "Gemt"', 'msgstr "Kept"'), "translated to itself"),
        (('"To linjer, %(name)s"', '"To linjer, %(navn)s"'), r"placeholders or tags differ"),
        (('msgid "Kept"', '#, fuzzy\nmsgid "Kept"'), r"\(fuzzy\)"),
        (('msgid "Kept"', 'msgid "Gone"'), "out of date"),
        (('msgstr "Gemt"', 'msgstr "„Gemt»"'), "not closed as it was opened"),
    ],
)
def test_what_is_missing_or_wrong_does_not_pass(project: Path, change: tuple[str, str], problem: str) -> None:
    _complete(project)
    file = catalogues.po_file("da")
    assert change[0] in file.read_text()
    file.write_text(file.read_text().replace(*change))
    with pytest.raises(CommandError, match=problem):
        call_command("messages", "check")


def test_the_same_word_in_both_languages_passes_where_the_file_says_so(project: Path) -> None:
    _complete(project)
    file = catalogues.po_file("da")
    file.write_text(file.read_text().replace('msgid "Plain"\nmsgstr "Almindelig"', 'msgid "Plain"\nmsgstr "Plain"'))
    with pytest.raises(CommandError):
        call_command("messages", "check")
    catalogue = catalogues.read("da")
    message = catalogue.get("Plain")
    assert message is not None
    message.user_comments.append("same")
    catalogues.write(catalogue, "da")
    call_command("messages", "check")


def test_a_guess_is_not_meant_to_be_the_same(project: Path) -> None:
    _complete(project)
    catalogue = catalogues.read("da")
    for text in ("Plain", "Kept"):
        message = catalogue.get(text)
        assert message is not None
        message.user_comments.append("same")
        message.string = "Plain" if text == "Plain" else message.string
    catalogues.write(catalogue, "da")
    call_command("messages", "update", verbosity=0)
    kept = catalogues.read("da")
    assert [kept.get(text).user_comments for text in ("Plain", "Kept")] == [["same"], []]  # type: ignore[union-attr]


def test_a_text_that_changed_a_little_keeps_its_old_translation_as_a_guess(project: Path) -> None:
    _complete(project)
    (project / "home" / "views.py").write_text(PYTHON.replace('"pieces"', '"piece"'))
    call_command("messages", "update", verbosity=0)
    message = catalogues.read("da").get("Two piece")
    assert isinstance(message, type(Catalog().add("x")))
    assert (message.string, message.fuzzy) == ("To stykker", True)


def test_the_site_has_every_language_compiled() -> None:
    assert [catalogues.mo_file(code).exists() for code in catalogues.languages()] == [True]
