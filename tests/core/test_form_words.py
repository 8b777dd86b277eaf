"""Every form of the project says what to do in a field, in the field's own words, in English and in Danish."""

import html
import importlib
import pkgutil
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core import validators
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import override

from core.form_words import ASKED, OwnWords
from home.templatetags.shell import Wrong, wrong
from records.forms import RowSet
from tests.services import PROJECT

LANGUAGES = ("en", "da")


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@cache
def _forms() -> list[type[Any]]:
    """Every form of every module of the project, and those of others that its pages show in our words."""
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == PROJECT]
    for app in ours:
        for module in pkgutil.walk_packages([app.path], f"{app.name}."):
            if not {"migrations", "management"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    names = {app.name for app in ours}
    found = {each for each in _below(forms.BaseForm) if each.__module__.split(".")[0] in names}
    named = {import_string(each) for each in {**settings.ACCOUNT_FORMS, **settings.MFA_FORMS}.values()}
    return sorted((each for each in found | named if hasattr(each, "base_fields")), key=lambda each: each.__qualname__)


def _bare(kind: type[Any], data: dict[str, Any]) -> forms.Form:
    """The fields of a form, all of them to be filled: some are only after an answer, or for somebody."""
    fields = {name: deepcopy(field) for name, field in kind.base_fields.items()}
    for field in fields.values():
        field.required = True
    bare: forms.Form = type("Bare", (OwnWords, forms.Form), fields)(data)
    return bare


@cache
def _of_django(language: str) -> set[str]:
    kinds = [each for each in (forms.Field, *_below(forms.Field)) if each.__module__.startswith("django.")]
    words = [word for each in kinds for word in each.__dict__.get("default_error_messages", {}).values()]
    words += [each.message for each in vars(validators).values() if hasattr(each, "message")]
    with override(language):
        return {str(word) for word in words if not _counts(word)}


def _counts(word: Any) -> bool:
    """Words that are chosen by a number (`ngettext_lazy`)."""
    return hasattr(word, "_translate")


def test_every_form_says_it_in_its_own_words() -> None:
    assert len(_forms()) > 60
    assert [each.__qualname__ for each in _forms() if each.full_clean is not OwnWords.full_clean] == []


@pytest.mark.parametrize("year", ["0001", "0024", "1899"])
def test_no_form_takes_a_day_of_a_year_that_nobody_means(year: str) -> None:
    """A year of two digits in the browser's own field is that of then; such a record's page could not be shown."""
    asked: dict[str, list[str]] = {}
    for kind in _forms():
        days = [name for name, field in kind.base_fields.items() if isinstance(field, forms.DateField)]
        bare = _bare(kind, dict.fromkeys(days, f"{year}-01-01"))
        asked |= {f"{kind.__qualname__}.{name}": [str(said) for said in bare.errors.get(name) or ()] for name in days}
    assert len(asked) > 15
    told = f"The year is {year}. Write it with four digits, from 1900 on."
    assert [name for name, errors in asked.items() if errors != [told]] == []


@pytest.mark.parametrize(
    "text",
    ["\u200b", " \u2060 \u00ad ", "\u202e\u2066", "\u3164", "\u2800", "\ufe0f", "\ufe0e", "\u034f", "\U000e0100"],
)
def test_no_form_takes_a_text_of_which_nothing_is_seen(text: str) -> None:
    """An observation of such a title was a line in the list with nothing to click on."""
    asked: dict[str, list[str]] = {}
    for kind in _forms():
        texts = [name for name, field in kind.base_fields.items() if type(field) is forms.CharField and field.strip]
        bare = _bare(kind, dict.fromkeys(texts, text))
        asked |= {f"{kind.__qualname__}.{name}": [str(said) for said in bare.errors.get(name) or ()] for name in texts}
    assert len(asked) > 50
    assert [name for name, errors in asked.items() if "Nothing of this can be seen. Type it again." not in errors] == []


def test_what_is_seen_is_taken_in_every_script() -> None:
    class Said(OwnWords, forms.Form):
        text = forms.CharField()

    for text in ("Åben", "مرحبا", "नमस्ते", "שלום", "日本", "?", "😀", "1", "e\u0301", "a\u200db"):
        assert Said({"text": text}).is_valid(), text


def test_a_password_may_be_of_anything() -> None:
    class Said(OwnWords, forms.Form):
        word = forms.CharField(strip=False)

    assert Said({"word": "\u200b \u2060"}).is_valid()


@pytest.mark.parametrize("answer", ["", "no such \x00 thing"])
def test_no_form_speaks_as_django_does(answer: str) -> None:
    said: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with override(language):
            for kind in _forms():
                for name, errors in _bare(kind, dict.fromkeys(kind.base_fields, answer)).errors.as_data().items():
                    words = {str(error.message) for error in errors}
                    assert not words & {"", *_of_django(language)}, (kind.__qualname__, name)
                    said.setdefault(f"{kind.__qualname__}.{name}", {})[language] = " ".join(sorted(words))
    assert len(said) > 150
    assert [name for name, words in said.items() if words["en"] == words["da"]] == []


def test_no_list_to_choose_from_begins_with_dashes() -> None:
    lists = 0
    for kind in _forms():
        bare = _bare(kind, {})
        for name, field in bare.fields.items():
            field.required = bool(lists % 2)
            if isinstance(field, forms.ChoiceField) and bare[name]:
                choices: Any = field.choices
                first = field.empty_label if isinstance(field, forms.ModelChoiceField) else next(iter(choices), "")
                assert "--" not in str(first), (kind.__qualname__, name)
                lists += "Choose…" in str(first) if field.required else "Nothing chosen" in str(first)
    assert lists > 40


class SeldomForm(OwnWords, forms.Form):
    title = forms.CharField(label="Title")
    purpose = forms.CharField(label="Purpose", max_length=5)
    status_of_it = forms.ChoiceField(choices=[("a", "A")])
    levels = forms.MultipleChoiceField(label="Levels", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    offered = forms.DateField(label="Offered from")
    amount = forms.DecimalField(label="Amount", max_value=10)
    boundaries = forms.FileField(label="Boundaries")
    read = forms.BooleanField(label="I have read it")
    own = forms.CharField(label="Own", error_messages={"required": "Not so."})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["later"] = forms.IntegerField(label="100 % of it")


def test_a_sentence_fits_the_kind_of_field_and_one_of_its_own_stays() -> None:
    assert {name: words[0] for name, words in SeldomForm({}).errors.items()} == {
        "title": "Enter a title.",
        "purpose": "Write something under “Purpose”.",
        "status_of_it": "Choose one under “Status of it”.",
        "levels": "Choose at least one under “Levels”.",
        "offered": "Give a day under “Offered from”.",
        "amount": "Give a number under “Amount”.",
        "boundaries": "Choose a file under “Boundaries”.",
        "read": "Tick “I have read it” to go on.",
        "own": "Not so.",
        "later": "Give a number under “100 % of it”.",
    }
    with override("da"):
        assert SeldomForm({}).errors["title"] == ["Skriv en titel."]
    # nothing of one reader's language stays for the next
    assert SeldomForm({}).errors["title"] == ["Enter a title."]


class AskedForm(OwnWords, forms.Form):
    title = forms.CharField(label="Title")
    kind = forms.ChoiceField(label="What was it?", choices=[("a", "A")])
    people = forms.IntegerField(label="How many came?")
    purpose = forms.CharField(label="Purpose")


def test_a_summary_names_no_field_twice_and_puts_no_colon_behind_a_question() -> None:
    found = wrong(AskedForm({"people": "x"}))
    assert [each.told for each in found] == [
        "Title: Enter a title.",
        "Choose one under “What was it?”.",
        "How many came? This is not a whole number. Write it in digits, such as 12.",
        "Write something under “Purpose”.",
    ]
    shown = render_to_string("components/error_summary.html", {"form": AskedForm({"people": "x"})})
    assert all(each.told in html.unescape(shown) for each in found)


def test_what_is_wrong_is_told_with_its_limit() -> None:
    wrong = SeldomForm(
        {"purpose": "too long", "amount": "11", "offered": "16/11", "levels": ["b"], "later": "x"}
    ).errors
    assert wrong["purpose"] == ["At most 5 characters fit here; these are 8. Shorten it."]
    assert wrong["amount"] == ["This is too large. Give at most 10."]
    assert wrong["offered"] == ["This is not a day. Write year, month and day, such as 2026-03-31."]
    assert wrong["levels"] == ["Something that was chosen is not offered here. Choose of those listed."]
    assert wrong["later"] == ["This is not a whole number. Write it in digits, such as 12."]


def test_no_sentence_is_kept_for_a_label_that_no_form_has() -> None:
    with override(None):
        labels = {str(field.label) for kind in _forms() for field in kind.base_fields.values()}
    assert set(ASKED) <= labels


def test_a_list_of_rows_says_what_to_do_as_well() -> None:
    theirs = forms.BaseFormSet.default_error_messages
    assert {code for code in theirs if RowSet.default_error_messages.get(code, theirs[code]) is theirs[code]} == {
        "too_few_forms"  # no list of ours asks for rows
    }


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Severity", "Severity: Choose one."),
        ("Is it so?", "Is it so? Choose one."),
        ("It still holds.", "It still holds. Choose one."),
    ],
)
def test_a_label_with_a_mark_of_its_own_gets_no_other(label: str, told: str) -> None:
    assert Wrong("", label, "Choose one.").told == told
